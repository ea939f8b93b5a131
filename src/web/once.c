/* Keys of what has been done, in the transaction that does it. */
#include "web/once.h"

#include "web/once.sql.h"

enum { STATUS_DONE = 200 };

enum err once_begin(struct ctx *c, struct tx *tx, str key, bool *ret_first, str *ret_answer)
{
	struct q_once_find_row row;
	bool found;
	int64_t changed;

	*ret_first = true;
	*ret_answer = S("");
	if (str_is_null(key))
		return OK;
	TRY(q_once_begin(c, tx, key, S(""), c->now, &changed));
	if (changed == 1)
		return OK;
	TRY(q_once_find(c, key, &found, &row));
	*ret_first = !found;
	if (found && !str_is_null(row.answer))
		*ret_answer = row.answer;
	return OK;
}

enum err once_end(struct ctx *c, struct tx *tx, str key, str answer)
{
	int64_t changed;

	if (str_is_null(key))
		return OK;
	return q_once_keep(c, tx, key, STATUS_DONE, answer, &changed);
}

static enum err purge_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t changed;

	(void)arg;
	return q_once_forget(c, tx, c->now - ONCE_SECONDS, &changed);
}

enum err once_purge(struct ctx *c, struct writer *w)
{
	return db_write(c, w, purge_body, NULL);
}
