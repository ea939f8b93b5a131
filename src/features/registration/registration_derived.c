/* Folded and sorted forms in sign-ups. */
#include "features/registration/registration_derived.h"

#include "features/derived/derived.h"
#include "features/registration/registration.sql.h"
#include "text/fold.h"

str registration_find_fold(struct arena *a, str name, str email, str organisation)
{
	return text_fold(a, STR_CONCAT(a, name, S(" "), str_is_null(email) ? S("") : email, S(" "), organisation));
}

static enum err derive(struct ctx *c, struct tx *tx, const struct q_registration_derived_after_row *row)
{
	bool erased = row->name.n == 0; /* nameless for good: is not found by its organisation either */
	int64_t changes;

	return q_registration_derived_set(c, tx, row->id, row->name, row->organisation_name,
					  erased ? S("") : registration_find_fold(c->a, row->name, row->email, row->organisation_name),
					  erased ? S("") : text_sort_key(c->a, row->name), text_sort_key(c->a, row->organisation_name),
					  &changes);
}

static enum err portion(struct ctx *c, struct tx *tx, int64_t after, int64_t *ret_last)
{
	struct q_registration_derived_after_row *rows;
	size_t n;

	TRY(q_registration_derived_after(c, after, DERIVED_PORTION, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(derive(c, tx, &rows[i]));
		*ret_last = rows[i].id;
	}
	return OK;
}

static const struct derived_kind kinds[] = { { "registration", derived_text_version, portion } };

const struct derived_table registration_derived_columns = DERIVED_TABLE(kinds);
