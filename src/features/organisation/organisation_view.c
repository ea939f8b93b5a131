/* Organisations put into words for the pages. */
#include "features/organisation/organisation_view.h"

#include "base/time.h"
#include "features/organisation/municipality.h"
#include "text/format.h"
#include "text/tr.h"

str organisation_place(enum lang lang, str municipality, str post_office)
{
	str name = municipality_name(lang, municipality);

	if (!str_is_null(name))
		return name;
	return str_is_null(post_office) ? S("") : post_office;
}

static str date_words(struct ctx *c, str iso)
{
	struct civil date;

	return !str_is_null(iso) && time_read_date(iso, &date) ? format_date(c->a, c->lang, date) : S("");
}

static str kind_word(enum lang lang, str kind)
{
	static const struct {
		const char *code, *text;
	} kinds[] = { { "company", N_("Company") }, { "association", N_("Association") }, { "school", N_("School or university") },
		      { "public_body", N_("Public body") }, { "sole_trader", N_("Sole trader") } };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq_c(kind, kinds[i].code))
			return tr(lang, kinds[i].text);
	return tr(lang, "Other organisation");
}

/* Names of other languages and auxiliary names that are in use; former ones apart, and those that have ended. */
static str list_names(struct ctx *c, const struct organisation *o, bool former)
{
	struct buf b;

	buf_init(&b, c->a, 100000);
	for (size_t i = 0; i < o->name_count; i++) {
		const struct q_organisation_names_row *n = &o->names[i];

		if ((str_eq_c(n->kind, "former") || !str_is_null(n->to_date)) != former)
			continue;
		if (b.n > 0)
			buf_lit(&b, ", ");
		buf_str(&b, n->name);
	}
	return buf_done(&b);
}

static const struct organisation_visit_view *make_visits(struct ctx *c, const struct organisation *o)
{
	struct organisation_visit_view *visits = NEW_ARRAY(c->a, o->visit_count, struct organisation_visit_view);

	for (size_t i = 0; i < o->visit_count; i++) {
		const struct q_organisation_visits_row *row = &o->visits[i];
		struct civil start, end;

		INVARIANT(time_read_local(row->starts_local, &start) && time_read_local(row->ends_local, &end));
		visits[i] = (struct organisation_visit_view){
			.key = row->key,
			.title = row->title,
			.when = format_when(c->a, c->lang, start, end),
			.text_lang = str_eq_c(row->text_lang, lang_code(c->lang)) ? str_null : row->text_lang,
			.coming = str_eq_c(row->state, "published") && row->ends_utc > c->now,
		};
	}
	return visits;
}

/* Without the scheme and a slash at the end: what people read. */
static str website_words(str website)
{
	size_t scheme = str_find_str(website, S("://"));

	if (scheme < website.n)
		website = str_sub(website, scheme + 3, website.n);
	return str_ends(website, S("/")) ? str_sub(website, 0, website.n - 1) : website;
}

void organisation_view_make(struct ctx *c, const struct organisation *o, struct organisation_view *ret)
{
	*ret = (struct organisation_view){
		.key = o->row.key,
		.name = o->row.name,
		.kind = kind_word(c->lang, o->row.kind),
		.business_id = o->row.business_id,
		.place = organisation_place(c->lang, o->row.municipality, o->row.post_office),
		.line = o->row.tol_name,
		.line_code = o->row.tol_code,
		.other_names = list_names(c, o, false),
		.former_names = list_names(c, o, true),
		.website = url_check(o->row.website),
		.ended = date_words(c, o->row.ended_on),
		.source_date = date_words(c, o->row.source_date),
		.can_edit = actor_is_coordinator(c->actor),
		.unchecked = str_eq_c(o->row.source, "typed"),
		.visits = make_visits(c, o),
		.visit_count = o->visit_count,
	};
	if (!str_is_null(o->row.website) && str_eq(ret->website.s, o->row.website)) /* else it is no address: "#" */
		ret->website_text = website_words(o->row.website);
}

const struct organisation_item_view *organisation_items_make(struct ctx *c, const struct q_organisation_list_row *rows, size_t count)
{
	struct organisation_item_view *items = NEW_ARRAY(c->a, count, struct organisation_item_view);

	for (size_t i = 0; i < count; i++) {
		items[i] = (struct organisation_item_view){ .key = rows[i].key, .name = rows[i].name, .business_id = rows[i].business_id,
							    .line = rows[i].tol_name };
		items[i].place = organisation_place(c->lang, rows[i].municipality, rows[i].post_office);
		if (!str_is_null(rows[i].ended_on)) {
			items[i].tag = tr(c->lang, "Has ended");
			items[i].tag_class = S("tag");
		} else if (str_eq_c(rows[i].source, "typed")) {
			items[i].tag = tr(c->lang, "Not checked");
			items[i].tag_class = S("tag warn");
		}
	}
	return items;
}
