/* Joining what is stored with what the register says. */
#include "features/organisation/register_merge.h"

static str either(str first, str second) { return str_is_null(first) ? second : first; }

/* The register's word about something of its own: with the full form, silence means that there is none. */
static str register_says(const struct register_entry *e, str now, str before) { return e->whole ? now : either(now, before); }

static void merge_address(struct q_organisation_update_in *in, const struct register_entry *e, bool by_hand)
{
	bool some = !str_is_null(e->street) || !str_is_null(e->postcode) || !str_is_null(e->post_office) ||
		    !str_is_null(e->municipality);
	bool filled = !str_is_null(in->street) || !str_is_null(in->postcode) || !str_is_null(in->post_office);

	if (by_hand) {
		if (!filled) {
			in->street = e->street;
			in->postcode = e->postcode;
			in->post_office = e->post_office;
		}
		in->municipality = either(in->municipality, filled ? str_null : e->municipality);
		return;
	}
	if (e->whole ? some : (!str_is_null(e->street) && !str_is_null(e->postcode))) {
		/* A whole address: no part of the former one stays. */
		in->street = e->street;
		in->postcode = e->postcode;
		in->post_office = e->post_office;
		in->municipality = either(e->municipality, e->whole ? str_null : in->municipality);
		return;
	}
	/* Another postcode than before: the former street and post office are those of a place it has left. */
	if (!str_is_null(e->postcode) && !str_is_null(in->postcode) && !str_eq(e->postcode, in->postcode)) {
		in->street = str_null;
		in->post_office = str_null;
		in->municipality = str_null;
	}
	in->street = either(e->street, in->street);
	in->postcode = either(e->postcode, in->postcode);
	in->post_office = either(e->post_office, in->post_office);
	in->municipality = either(e->municipality, in->municipality);
}

static void merge_name(struct q_organisation_update_in *in, const struct q_organisation_by_business_id_row *old,
		       const struct register_entry *e, bool by_hand, str date, struct register_name *ret_beside)
{
	bool same = str_eq(in->name_fold, e->name_fold);

	*ret_beside = (struct register_name){ .name = str_null };
	if (by_hand) {
		if (!same)
			*ret_beside = (struct register_name){ .kind = "parallel", .name = e->name, .name_fold = e->name_fold };
		return;
	}
	if (!same && !e->whole && !str_eq_c(old->source, "typed"))
		*ret_beside = (struct register_name){ .kind = "former", .name = old->name, .name_fold = in->name_fold, .to_date = date };
	in->name = e->name;
	in->name_fold = e->name_fold;
	in->name_sort = e->name_sort;
	in->kind = e->kind;
	in->source = S("register");
}

static bool same_text(str a, str b) { return str_is_null(a) == str_is_null(b) && str_eq(a, b); }

static bool same_row(const struct q_organisation_by_business_id_row *old, const struct q_organisation_update_in *in)
{
	return same_text(old->name, in->name) && same_text(old->kind, in->kind) && same_text(old->form, in->form) &&
	       same_text(old->street, in->street) && same_text(old->postcode, in->postcode) &&
	       same_text(old->post_office, in->post_office) && same_text(old->municipality, in->municipality) &&
	       same_text(old->tol_scheme, in->tol_scheme) && same_text(old->tol_code, in->tol_code) &&
	       same_text(old->tol_name, in->tol_name) && same_text(old->website, in->website) &&
	       same_text(old->registered_on, in->registered_on) && same_text(old->ended_on, in->ended_on) &&
	       same_text(old->source, in->source);
}

struct q_organisation_update_in register_merge(const struct q_organisation_by_business_id_row *old, const struct register_entry *entry,
					       str date, bool *ret_changed,
					       struct register_name *ret_beside)
{
	bool by_hand = str_eq_c(old->source, "import");
	struct q_organisation_update_in in = { .id = old->id, .business_id = old->business_id, .name = old->name,
		.name_fold = old->name_fold, .name_sort = old->name_sort, .kind = old->kind, .street = old->street,
		.postcode = old->postcode, .post_office = old->post_office, .municipality = old->municipality,
		.tol_scheme = old->tol_scheme, .tol_code = old->tol_code, .tol_name = old->tol_name, .source = old->source,
		.source_date = date };

	merge_name(&in, old, entry, by_hand, date, ret_beside);
	merge_address(&in, entry, by_hand);
	in.form = register_says(entry, entry->form, old->form);
	in.registered_on = register_says(entry, entry->registered_on, old->registered_on);
	in.ended_on = register_says(entry, entry->ended_on, old->ended_on);
	in.website = by_hand ? either(old->website, entry->website) : register_says(entry, entry->website, old->website);
	if (entry->whole || !str_is_null(entry->tol_code)) {
		in.tol_scheme = entry->tol_scheme;
		in.tol_code = entry->tol_code;
		in.tol_name = entry->tol_name;
	}
	*ret_changed = !same_row(old, &in);
	return in;
}
