/* The helpers of an event, chosen by those who run it. */
#include "features/access/access_view.h"
#include "features/access/helpers.tpl.h"
#include "text/tr.h"

struct helper_form {
	str email, name;
};
static const struct field helper_fields[] = {
	{ FIELD(struct helper_form, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .required = true, .autocomplete = "off" },
	{ FIELD(struct helper_form, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = ACCESS_NAME_MAX,
	  .autocomplete = "off" },
};
static const struct form_def helper_form = FORM("helper", helper_fields, struct helper_form);

static enum err helpers_page(struct req *rq);
static enum err add_post(struct req *rq, struct writer *w);
static enum err remove_post(struct req *rq, struct writer *w);

static const struct route routes[] = {
	GET_PAGE("/events/{key}/helpers", helpers_page, PERM_EVENT_RUNNER, QUICK),
	POST_FORM("/events/{key}/helpers", add_post, PERM_EVENT_RUNNER, &helper_form),
	POST_FORM("/events/{key}/helpers/{account}/remove", remove_post, PERM_EVENT_RUNNER, NULL),
};
const struct route_table helpers_web_routes = ROUTE_TABLE(routes);

static enum err show(struct req *rq, const struct form_result *r, int status)
{
	struct helpers_view v = { .token = req_csrf(rq), .event_key = req_path(rq, "key") };
	struct access_helpers helpers;
	struct helper_row_view *rows;
	struct page *page;

	TRY(access_helpers(rq->c, v.event_key, &helpers));
	rows = NEW_ARRAY(rq->c->a, helpers.count, struct helper_row_view);
	for (size_t i = 0; i < helpers.count; i++)
		rows[i] = (struct helper_row_view){ .key = helpers.accounts[i].key, .name = helpers.accounts[i].name,
						    .email = helpers.accounts[i].email };
	v.event_title = helpers.event_title;
	v.rows = rows;
	v.count = helpers.count;
	v.f = access_form(rq, r, access_action(rq, STR_CONCAT(rq->c->a, S("/events/"), v.event_key, S("/helpers"))));
	v.email = req_field(rq, r, "email");
	v.name = req_field(rq, r, "name");
	tpl_helpers(page_begin(rq, tr(rq->c->lang, "Helpers"), &page), &v);
	return page_send(rq, status);
}

static enum err helpers_page(struct req *rq)
{
	return show(rq, form_new(rq->c->a, &helper_form, NULL), 200);
}

static str helpers_path(struct req *rq)
{
	return STR_CONCAT(rq->c->a, S("/events/"), req_path(rq, "key"), S("/helpers"));
}

static enum err add_post(struct req *rq, struct writer *w)
{
	struct helper_form in;
	struct access_new helper;
	enum access_result result;
	str account = str_null;
	enum err e = req_form(rq, &in);

	if (e == ERR_INVALID)
		return show(rq, rq->form, 422);
	TRY(e);
	helper = (struct access_new){ .email = in.email, .name = in.name, .lang = rq->c->lang };
	TRY(access_add_helper(rq->c, w, req_path(rq, "key"), &helper, &account, &result));
	if (result != ACCESS_DONE) {
		req_error(rq, result == ACCESS_NAME_WRONG ? "name" : "email", access_result_text(rq->c->lang, result));
		return show(rq, rq->form, 422);
	}
	return reply_redirect(rq, helpers_path(rq), tr(rq->c->lang, "The helper was added."));
}

static enum err remove_post(struct req *rq, struct writer *w)
{
	struct access_role_spec spec = { .role = ROLE_HELPER, .scope = SCOPE_EVENT, .object = req_path(rq, "key") };
	enum access_result result;

	TRY(access_revoke(rq->c, w, req_path(rq, "account"), &spec, &result));
	if (result == ACCESS_NO_OBJECT)
		return ERR_NOT_FOUND;
	return reply_redirect(rq, helpers_path(rq), tr(rq->c->lang, "The helper was removed."));
}
