/* See note.h. */
#include "features/access/note.h"

#include "out/json.h"
#include "store/journal.h"

static str as_json(struct ctx *c, str words)
{
	struct buf b;
	struct jw j;

	if (str_is_null(words))
		return str_null;
	buf_init(&b, c->a, words.n * 6 + 64);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_str(&j, "role", words);
	jw_end(&j);
	jw_done(&j);
	return buf_done(&b);
}

enum err access_note(struct ctx *c, struct tx *tx, const char *what, int64_t account, str before, str after)
{
	struct journal_entry entry = { .what = what, .object_kind = "account", .object_id = account,
				       .before_json = as_json(c, before), .after_json = as_json(c, after) };

	return journal_add(c, tx, &entry, NULL);
}
