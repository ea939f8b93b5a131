/* Folded and sorted names of people. */
#include "features/derived/derived.h"
#include "features/person/person.sql.h"
#include "text/fold.h"

static enum err portion(struct ctx *c, struct tx *tx, int64_t after, int64_t *ret_last)
{
	struct q_person_derived_after_row *rows;
	int64_t changes;
	size_t n;

	TRY(q_person_derived_after(c, after, DERIVED_PORTION, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		str name = rows[i].name;

		TRY(q_person_derived_set(c, tx, rows[i].id, name, text_fold(c->a, name), text_sort_key(c->a, name), &changes));
		*ret_last = rows[i].id;
	}
	return OK;
}

static const struct derived_kind kinds[] = { { "person", derived_text_version, portion } };

const struct derived_table person_derived_columns = DERIVED_TABLE(kinds);
