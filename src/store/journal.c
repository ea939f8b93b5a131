/* Writing and reading the journal. */
#include "store/journal.h"

static str null_if_empty(str s)
{
	return str_empty(s) ? str_null : s;
}

enum err journal_add(struct ctx *c, struct tx *tx, const struct journal_entry *entry, int64_t *ret_id)
{
	bool anonymous = c->actor == &actor_anonymous || (c->actor->account == 0 && c->actor != &actor_system);
	int64_t id = ctx_id(c);

	TRY(q_journal_insert(c, tx, &(struct q_journal_insert_in){
		.id = id, .now = c->now, .account = { !anonymous, c->actor->account }, .person = { c->actor->person != 0, c->actor->person },
		.what = str_from(entry->what), .kind = str_from(entry->object_kind), .object = entry->object_id,
		.reason = null_if_empty(entry->reason), .request = null_if_empty(c->request_id), .before = entry->before_json,
		.after = entry->after_json }));
	if (ret_id != NULL)
		*ret_id = id;
	return OK;
}

enum err journal_note(struct ctx *c, struct tx *tx, const char *what, const char *object_kind, int64_t object_id, str reason)
{
	return journal_add(c, tx, &(struct journal_entry){ .what = what, .object_kind = object_kind, .object_id = object_id,
							   .reason = reason }, NULL);
}

enum err journal_personal(struct ctx *c, struct tx *tx, int64_t journal_id, int64_t person, const char *field, str before, str after)
{
	return q_journal_personal_insert(c, tx, journal_id, person, str_from(field), before, after);
}

enum err journal_read(struct ctx *c, const char *object_kind, int64_t object_id, int64_t max, struct q_journal_of_row **ret,
		      size_t *ret_count)
{
	INVARIANT(max >= 1 && max <= 1000);
	return q_journal_of(c, str_from(object_kind), object_id, max, ret, ret_count);
}
