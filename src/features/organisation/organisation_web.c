/* Pages of organisations: one for everyone, the list and the form for coordinators. */
#include "base/encode.h"
#include "features/organisation/municipality.h"
#include "features/organisation/organisation.tpl.h"
#include "features/organisation/organisation_view.h"
#include "text/lang.h"
#include "web/web.h"

static const struct field_option kind_options[] = { { "company", N_("Company") },
						    { "association", N_("Association") },
						    { "school", N_("School or university") },
						    { "public_body", N_("Public body") },
						    { "sole_trader", N_("Sole trader") },
						    { "other", N_("Other organisation") },
						    { NULL, NULL } };

struct edit_form {
	str name, business_id, kind, street, postcode, post_office, municipality, website;
};
static const struct field edit_fields[] = {
	{ FIELD(struct edit_form, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = ORGANISATION_NAME_MAX,
	  .autocomplete = "off" },
	{ FIELD(struct edit_form, business_id), .type = FIELD_BUSINESS_ID, .label = N_("Business ID") },
	{ FIELD(struct edit_form, kind), .type = FIELD_CHOICE, .label = N_("Kind"), .required = true, .options = kind_options },
	{ FIELD(struct edit_form, street), .type = FIELD_TEXT, .label = N_("Street address"), .max = 100, .autocomplete = "off" },
	{ FIELD(struct edit_form, postcode), .type = FIELD_TEXT, .label = N_("Postcode"), .max = 12, .autocomplete = "off" },
	{ FIELD(struct edit_form, post_office), .type = FIELD_TEXT, .label = N_("Post office"), .max = 60, .autocomplete = "off" },
	{ FIELD(struct edit_form, municipality), .type = FIELD_TEXT, .label = N_("Municipality"), .max = 60, .autocomplete = "off",
	  .hint = N_("For example Lahti. The home municipality of the organisation in Finland.") },
	{ FIELD(struct edit_form, website), .type = FIELD_URL, .label = N_("Website"), .max = 200, .autocomplete = "off" },
};
static const struct form_def edit_form = FORM("organisation", edit_fields, struct edit_form);

static enum err list_page(struct req *rq);
static enum err show_page(struct req *rq);
static enum err new_page(struct req *rq);
static enum err new_post(struct req *rq, struct writer *w);
static enum err edit_page(struct req *rq);
static enum err edit_post(struct req *rq, struct writer *w);

static const struct route routes[] = {
	GET_PAGE("/organisations", list_page, PERM_READER, SLOW),
	GET_PAGE("/organisations/new", new_page, PERM_COORDINATOR, QUICK),
	POST_FORM("/organisations/new", new_post, PERM_COORDINATOR, &edit_form),
	GET_PAGE("/organisations/{key}", show_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/organisations/{key}/edit", edit_page, PERM_COORDINATOR, QUICK),
	POST_FORM("/organisations/{key}/edit", edit_post, PERM_COORDINATOR, &edit_form),
};
const struct route_table organisation_web_routes = ROUTE_TABLE(routes);

/* ---- list and page -------------------------------------------------------------------------------------------------- */

static struct safe_url page_url(struct req *rq, const struct organisation_query *query, str cursor)
{
	struct buf b;

	if (str_is_null(cursor))
		return (struct safe_url){ str_null };
	buf_init(&b, rq->c->a, 8000);
	buf_lit(&b, "?q=");
	buf_url(&b, query->search);
	buf_str(&b, query->typed ? S("&typed=1") : S(""));
	buf_str(&b, query->ended_too ? S("&ended=1") : S(""));
	buf_lit(&b, "&at=");
	buf_url(&b, cursor);
	return url_local(buf_done(&b));
}

static enum err list_page(struct req *rq)
{
	struct organisation_query query = { .search = req_query(rq, "q"),
					    .typed = str_eq_c(req_query(rq, "typed"), "1"),
					    .ended_too = str_eq_c(req_query(rq, "ended"), "1"),
					    .cursor = req_query(rq, "at") };
	struct organisation_list_view v = { .search = query.search,
					    .typed = query.typed,
					    .ended_too = query.ended_too,
					    .can_edit = actor_is_coordinator(rq->c->actor) };
	struct q_organisation_list_result list;
	struct page *page;

	TRY(organisation_search(rq->c, &query, &list));
	v.items = organisation_items_make(rq->c, list.rows, list.count);
	v.count = list.count;
	v.pager.previous = page_url(rq, &query, list.previous);
	v.pager.next = page_url(rq, &query, list.next);
	tpl_organisation_list(page_begin(rq, tr(rq->c->lang, "Organisations"), &page), &v);
	return page_send(rq, 200);
}

static enum err show_page(struct req *rq)
{
	struct organisation o;
	struct organisation_view v;
	struct page *page;
	struct html *h;

	TRY(organisation_find(rq->c, req_path(rq, "key"), &o));
	organisation_view_make(rq->c, &o, &v);
	h = page_begin(rq, v.name, &page);
	if (v.unchecked && v.visit_count == 0) {
		page->no_index = true;
		page->canonical = (struct safe_url){ str_null };
	}
	tpl_organisation_show(h, &v);
	return reply_not_modified(rq, buf_done(h->b)) ? OK : page_send(rq, 200);
}

/* ---- the form ------------------------------------------------------------------------------------------------------- */

/* The business ID that the register gave stands. */
static enum err keep_id_of_register(struct req *rq, str key, struct field_view *business_id)
{
	struct organisation o;

	if (str_is_null(key))
		return OK;
	TRY(organisation_find(rq->c, key, &o));
	if (str_is_null(o.row.source_date))
		return OK;
	business_id->readonly = true;
	business_id->hint = tr(rq->c->lang, "The register gave it; it cannot be changed here.");
	return OK;
}

/* key: str_null for a new one. */
static enum err show_edit(struct req *rq, const struct form_result *r, str key, int status)
{
	struct organisation_edit_view v = { .key = key,
					    .form = req_form_view(rq, r, (struct safe_url){ str_null }),
					    .name = req_field(rq, r, "name"),
					    .business_id = req_field(rq, r, "business_id"),
					    .kind = req_field(rq, r, "kind"),
					    .street = req_field(rq, r, "street"),
					    .postcode = req_field(rq, r, "postcode"),
					    .post_office = req_field(rq, r, "post_office"),
					    .municipality = req_field(rq, r, "municipality"),
					    .website = req_field(rq, r, "website") };
	str title = str_is_null(key) ? tr(rq->c->lang, "New organisation") : tr(rq->c->lang, "Edit the organisation");
	struct page *page;

	v.errors = req_form_errors(rq, r, &v.error_count);
	v.form.guard = true;
	v.business_id.width = WIDTH_MEDIUM;
	v.postcode.width = WIDTH_SMALL;
	TRY(keep_id_of_register(rq, key, &v.business_id));
	tpl_organisation_edit(page_begin(rq, title, &page), &v);
	return page_send(rq, status);
}

static enum err new_page(struct req *rq)
{
	struct edit_form start = { .kind = S("company") };

	return show_edit(rq, form_new(rq->c->a, &edit_form, &start), str_null, 200);
}

static enum err edit_page(struct req *rq)
{
	struct organisation o;
	struct edit_form now;

	TRY(organisation_find(rq->c, req_path(rq, "key"), &o));
	now = (struct edit_form){ .name = o.row.name,
				  .business_id = o.row.business_id,
				  .kind = o.row.kind,
				  .street = o.row.street,
				  .postcode = o.row.postcode,
				  .post_office = o.row.post_office,
				  .municipality = municipality_name(rq->c->lang, o.row.municipality),
				  .website = o.row.website };
	return show_edit(rq, form_new(rq->c->a, &edit_form, &now), o.row.key, 200);
}

static enum err tell_refusal(struct req *rq, enum organisation_refusal refusal, str key, str other_key)
{
	enum lang lang = rq->c->lang;
	struct organisation other;

	switch (refusal) {
	case ORGANISATION_OK:
		break;
	case ORGANISATION_NAME_EMPTY:
		req_error(rq, "name", tr(lang, "Write a name with letters or digits."));
		break;
	case ORGANISATION_ID_TAKEN:
		TRY(organisation_find(rq->c, other_key, &other));
		req_error(rq, "business_id", trf(rq->c->a, lang, "Another organisation has this business ID: {name}",
						 TR_ARG("name", other.row.name)));
		break;
	case ORGANISATION_ID_FROM_REGISTER:
		req_error(rq, "business_id", tr(lang, "The register gave it; it cannot be changed here."));
		break;
	case ORGANISATION_MUNICIPALITY_WRONG:
		req_error(rq, "municipality", tr(lang, "There is no municipality of this name in Finland."));
		break;
	}
	return show_edit(rq, rq->form, key, 422);
}

/* key: str_null for a new one. */
static enum err save(struct req *rq, struct writer *w, str key)
{
	struct edit_form form;
	struct organisation_input in;
	enum organisation_refusal refusal;
	enum err e = req_form(rq, &form);
	str saved;

	if (e == ERR_INVALID)
		return show_edit(rq, rq->form, key, 422);
	TRY(e);
	in = (struct organisation_input){ .name = form.name,
					  .business_id = form.business_id,
					  .kind = form.kind,
					  .street = form.street,
					  .postcode = form.postcode,
					  .post_office = form.post_office,
					  .municipality = municipality_code(rq->c->a, form.municipality),
					  .website = form.website };
	if (!str_empty(form.municipality) && str_is_null(in.municipality))
		return tell_refusal(rq, ORGANISATION_MUNICIPALITY_WRONG, key, str_null);
	TRY(organisation_save(rq->c, w, key, &in, &refusal, &saved));
	if (refusal != ORGANISATION_OK)
		return tell_refusal(rq, refusal, key, saved);
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/organisations/"), saved), tr(rq->c->lang, "Saved."));
}

static enum err new_post(struct req *rq, struct writer *w)
{
	return save(rq, w, str_null);
}

static enum err edit_post(struct req *rq, struct writer *w)
{
	return save(rq, w, req_path(rq, "key"));
}
