/* Entries of the business register, JSON and CSV: whatever the bytes, what is taken is clean text with a valid business ID. */
#include <stdint.h>

#include "base/business_id.h"
#include "features/organisation/register_entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_text(str s, size_t max)
{
	INVARIANT(str_is_null(s) || (s.n > 0 && s.n <= max && str_is_utf8(s) && str_find(s, '\n') == s.n));
}

static void check(struct arena *a, const struct register_entry *e)
{
	INVARIANT(str_eq(business_id_normal(a, e->business_id), e->business_id));
	INVARIANT(!str_is_null(e->name) && !str_is_null(e->name_fold) && !str_is_null(e->name_sort) && !str_is_null(e->kind));
	check_text(e->name, 4 * REGISTER_NAME_POINTS_MAX);
	check_text(e->street, REGISTER_FIELD_MAX);
	check_text(e->postcode, REGISTER_FIELD_MAX);
	check_text(e->post_office, REGISTER_FIELD_MAX);
	check_text(e->form, REGISTER_FIELD_MAX);
	check_text(e->tol_code, REGISTER_FIELD_MAX);
	check_text(e->tol_name, 4 * REGISTER_NAME_POINTS_MAX);
	check_text(e->website, REGISTER_FIELD_MAX + 8);
	INVARIANT(str_is_null(e->municipality) || e->municipality.n == 3);
	INVARIANT(str_is_null(e->ended_on) || e->ended_on.n == 10);
	INVARIANT(str_is_null(e->website) || str_eq_nocase(str_sub(e->website, 0, 4), S("http")));
	INVARIANT(e->name_count <= REGISTER_NAMES_MAX);
	for (size_t i = 0; i < e->name_count; i++)
		check_text(e->names[i].name, 4 * REGISTER_NAME_POINTS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const str heading[] = { S_INIT("businessId"), S_INIT("name"), S_INIT("website"), S_INIT("city"), S_INIT("endDate") };
	struct arena *a = arena_new(16 << 20);
	str input = { (const char *)bytes, length }, cells[5];
	struct register_columns columns;
	struct register_entry e;
	const char *why = NULL;
	size_t n = 0;

	if (register_entry_from_json(a, input, &e, &why) == OK)
		check(a, &e);
	else
		INVARIANT(why != NULL);
	if (str_is_utf8(input) && register_columns_find(a, heading, 5, &columns)) {
		for (str rest = input; n < 5 && !str_is_null(rest);)
			cells[n++] = str_cut(&rest, ';');
		if (register_entry_from_cells(a, &columns, cells, n, &e, &why) == OK)
			check(a, &e);
	}
	arena_free(a);
	return 0;
}
