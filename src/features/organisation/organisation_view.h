/* What the templates of organisations show: plain values, already in words of the reader's language. */
#ifndef TALKOOT_FEATURES_ORGANISATION_VIEW_H
#define TALKOOT_FEATURES_ORGANISATION_VIEW_H

#include "features/organisation/organisation.h"
#include "web/page.h"

struct organisation_item_view {
	str key, name, business_id, place, line;
	str tag, tag_class; /* "Not checked", "Has ended"; "" for none */
};

struct organisation_list_view {
	str search;
	bool typed, ended_too, can_edit;
	const struct organisation_item_view *items;
	size_t count;
	struct pager pager;
};

struct organisation_visit_view {
	str key, title, when, text_lang; /* text_lang: where it is not the page's, else str_null */
	bool coming;
};

struct organisation_view {
	str key, name, kind, business_id, place, line, line_code, former_names, other_names;
	struct safe_url website;
	str website_text;
	str ended;       /* date in words; "" while it exists */
	str source_date; /* date in words of the register's data; "" without */
	bool can_edit, unchecked;
	const struct organisation_visit_view *visits;
	size_t visit_count;
};

struct organisation_edit_view {
	str key; /* null: a new one */
	const struct error_link *errors;
	size_t error_count;
	struct form_view form;
	struct field_view name, business_id, kind, street, postcode, post_office, municipality, website;
};

/* "Lahti" - the municipality's name in the language, else the post office, else "". */
str organisation_place(enum lang lang, str municipality, str post_office);
void organisation_view_make(struct ctx *c, const struct organisation *o, struct organisation_view *ret);
const struct organisation_item_view *organisation_items_make(struct ctx *c, const struct q_organisation_list_row *rows, size_t count);

#endif
