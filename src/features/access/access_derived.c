/* Folded and sorted forms in accounts. */
#include "features/access/access_derived.h"

#include "features/access/access.sql.h"
#include "features/derived/derived.h"
#include "text/fold.h"

str account_find_fold(struct arena *a, str name, str email)
{
	return STR_CONCAT(a, text_fold(a, name), S(" "), text_fold(a, email));
}

static enum err portion(struct ctx *c, struct tx *tx, int64_t after, int64_t *ret_last)
{
	struct q_account_derived_after_row *rows;
	int64_t changes;
	size_t n;

	TRY(q_account_derived_after(c, after, DERIVED_PORTION, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		str name = rows[i].name, email = rows[i].email;

		TRY(q_account_derived_set(c, tx, rows[i].id, name, email, text_sort_key(c->a, name),
					  account_find_fold(c->a, name, email), &changes));
		*ret_last = rows[i].id;
	}
	return OK;
}

static const struct derived_kind kinds[] = { { "account", derived_text_version, portion } };

const struct derived_table access_derived_columns = DERIVED_TABLE(kinds);
