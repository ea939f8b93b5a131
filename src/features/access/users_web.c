/* The administrator's pages of users: list, one user with roles, a new one, closing one. */
#include "base/encode.h"
#include "features/access/access_view.h"
#include "features/access/users.tpl.h"
#include "text/tr.h"
#include "web/form_check.h"

enum { OBJECT_MAX = 300 };

static const struct field_option role_options[] = {
	{ "coordinator", N_("Coordinator") },       { "reader", N_("Reader") },   { "helper", N_("Helper") },
	{ "facilitator", N_("Facilitator") },       { "representative", N_("Representative") },
	{ "administrator", N_("Administrator") }, { NULL, NULL }
};

struct new_form {
	str email, name, lang;
};
static const struct field new_fields[] = {
	{ FIELD(struct new_form, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .required = true, .autocomplete = "off" },
	{ FIELD(struct new_form, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = ACCESS_NAME_MAX,
	  .autocomplete = "off" },
	{ FIELD(struct new_form, lang), .type = FIELD_CHOICE, .label = N_("Language of mails"), .required = true,
	  .options = access_lang_options },
};
static const struct form_def new_form = FORM("user-new", new_fields, struct new_form);

struct change_form {
	str name, lang;
};
static const struct field change_fields[] = {
	{ FIELD(struct change_form, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = ACCESS_NAME_MAX,
	  .autocomplete = "off" },
	{ FIELD(struct change_form, lang), .type = FIELD_CHOICE, .label = N_("Language of mails"), .required = true,
	  .options = access_lang_options },
};
static const struct form_def change_form = FORM("user", change_fields, struct change_form);

struct role_form {
	str role, object;
};
static const struct field role_fields[] = {
	{ FIELD(struct role_form, role), .type = FIELD_CHOICE, .label = N_("Role"), .required = true, .options = role_options },
	{ FIELD(struct role_form, object), .type = FIELD_TEXT, .label = N_("For which event or organisation"), .max = OBJECT_MAX,
	  .hint = N_("Paste the address of its page. Leave it empty for administrators, readers, and coordinators of everything.") },
};
static const struct form_def role_form = FORM("user-role", role_fields, struct role_form);

struct remove_form {
	str role, scope, object;
};
static const struct field remove_fields[] = {
	{ FIELD(struct remove_form, role), .type = FIELD_TEXT, .required = true, .max = 20 },
	{ FIELD(struct remove_form, scope), .type = FIELD_TEXT, .required = true, .max = 20 },
	{ FIELD(struct remove_form, object), .type = FIELD_TEXT, .max = OBJECT_MAX },
};
static const struct form_def remove_form = FORM("user-role-remove", remove_fields, struct remove_form);

static enum err users_page(struct req *rq);
static enum err new_page(struct req *rq);
static enum err new_post(struct req *rq, struct writer *w);
static enum err user_page(struct req *rq);
static enum err change_post(struct req *rq, struct writer *w);
static enum err grant_post(struct req *rq, struct writer *w);
static enum err remove_post(struct req *rq, struct writer *w);
static enum err close_page(struct req *rq);
static enum err close_post(struct req *rq, struct writer *w);

static const struct route routes[] = {
	GET_PAGE("/users", users_page, PERM_ADMINISTRATOR, SLOW),
	GET_PAGE("/users/new", new_page, PERM_ADMINISTRATOR, QUICK),
	POST_FORM("/users/new", new_post, PERM_ADMINISTRATOR, &new_form),
	GET_PAGE("/users/{key}", user_page, PERM_ADMINISTRATOR, QUICK),
	POST_FORM("/users/{key}", change_post, PERM_ADMINISTRATOR, &change_form),
	POST_FORM("/users/{key}/roles", grant_post, PERM_ADMINISTRATOR, &role_form),
	POST_FORM("/users/{key}/roles/remove", remove_post, PERM_ADMINISTRATOR, &remove_form),
	GET_PAGE("/users/{key}/close", close_page, PERM_ADMINISTRATOR, QUICK),
	POST_FORM("/users/{key}/close", close_post, PERM_ADMINISTRATOR, NULL),
};
const struct route_table users_web_routes = ROUTE_TABLE(routes);

static str user_path(struct req *rq, const char *rest)
{
	return STR_CONCAT(rq->c->a, S("/users/"), req_path(rq, "key"), str_from(rest));
}

/* ---- the list -------------------------------------------------------------------------------------------------------- */

/* The address of a neighbouring page of the same search; null without a cursor. */
static struct safe_url page_url(struct req *rq, const struct access_filter *f, str cursor)
{
	struct buf b;

	if (str_is_null(cursor))
		return (struct safe_url){ str_null };
	buf_init(&b, rq->c->a, 8192);
	buf_lit(&b, "?q=");
	buf_url(&b, f->search);
	buf_lit(&b, "&role=");
	buf_url(&b, f->role);
	buf_str(&b, f->closed ? S("&closed=1") : S(""));
	buf_lit(&b, "&at=");
	buf_url(&b, cursor);
	return url_local(buf_done(&b));
}

static const struct field_choice *role_choices(struct req *rq, str chosen, size_t *ret_n)
{
	size_t n = sizeof role_options / sizeof *role_options;
	struct field_choice *choices = NEW_ARRAY(rq->c->a, n, struct field_choice);

	choices[0] = (struct field_choice){ .value = S(""), .label = tr(rq->c->lang, "All roles") };
	for (size_t i = 0; i + 1 < n; i++)
		choices[i + 1] = (struct field_choice){ .value = str_from(role_options[i].value),
							.label = tr(rq->c->lang, role_options[i].label),
							.chosen = str_eq_c(chosen, role_options[i].value) };
	*ret_n = n;
	return choices;
}

static enum err users_page(struct req *rq)
{
	struct access_filter filter = { .search = req_query(rq, "q"), .role = req_query(rq, "role"),
					.closed = str_eq_c(req_query(rq, "closed"), "1") };
	struct access_list list;
	struct user_row_view *rows;
	struct users_view v = { .search = filter.search, .closed = filter.closed };
	struct page *page;

	TRY(access_accounts(rq->c, &filter, req_query(rq, "at"), &list));
	rows = NEW_ARRAY(rq->c->a, list.count, struct user_row_view);
	for (size_t i = 0; i < list.count; i++) {
		const struct access_account *a = &list.accounts[i];

		rows[i] = (struct user_row_view){ .key = a->key, .name = a->name, .email = a->email, .roles = list.role_counts[i],
						  .closed = a->closed.set, .last_sign_in = access_when(rq->c, a->last_sign_in) };
	}
	v.rows = rows;
	v.count = list.count;
	v.roles = role_choices(rq, filter.role, &v.role_count);
	v.pager = (struct pager){ .previous = page_url(rq, &filter, list.previous), .next = page_url(rq, &filter, list.next) };
	tpl_users(page_begin(rq, tr(rq->c->lang, "Users"), &page), &v);
	return page_send(rq, 200);
}

/* ---- a new one ------------------------------------------------------------------------------------------------------- */

static enum err show_new(struct req *rq, const struct form_result *r, int status)
{
	struct user_new_view v = { .f = access_form(rq, r, (struct safe_url){ str_null }), .email = req_field(rq, r, "email"),
				   .name = req_field(rq, r, "name"), .lang = req_field(rq, r, "lang") };
	struct page *page;

	tpl_user_new(page_begin(rq, tr(rq->c->lang, "New user"), &page), &v);
	return page_send(rq, status);
}

static enum err new_page(struct req *rq)
{
	struct new_form start = { .lang = str_from(lang_code(rq->c->lang)) };

	return show_new(rq, form_new(rq->c->a, &new_form, &start), 200);
}

static enum err new_post(struct req *rq, struct writer *w)
{
	struct new_form in;
	struct access_new account = { 0 };
	enum access_result result;
	str key = str_null;
	enum err e = req_form(rq, &in);

	if (e == ERR_INVALID)
		return show_new(rq, rq->form, 422);
	TRY(e);
	account.email = in.email;
	account.name = in.name;
	if (!lang_from_code(in.lang, &account.lang))
		return ERR_INVALID;
	TRY(access_add(rq->c, w, &account, &key, &result));
	if (result != ACCESS_DONE) {
		req_error(rq, result == ACCESS_NAME_WRONG ? "name" : "email", access_result_text(rq->c->lang, result));
		return show_new(rq, rq->form, 422);
	}
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/users/"), key),
			      tr(rq->c->lang, "The user was added. Give a role, if one is needed."));
}

/* ---- one user -------------------------------------------------------------------------------------------------------- */

static enum err fill_roles(struct req *rq, int64_t account, struct user_view *v)
{
	static const char *const scopes[] = { "instance", "organisation", "event" };
	const struct access_role_held *held;
	struct role_row_view *rows;
	struct ctx *c = rq->c;

	TRY(access_roles(c, account, &held, &v->role_count));
	rows = NEW_ARRAY(c->a, v->role_count, struct role_row_view);
	for (size_t i = 0; i < v->role_count; i++) {
		const struct access_role_held *r = &held[i];

		rows[i] = (struct role_row_view){ .name = access_role_name(c->lang, r->role), .object = r->object_name,
						  .granted = access_when(c, (struct opt_int){ true, r->granted }),
						  .role = str_from(role_code(r->role)), .scope = str_from(scopes[r->scope]),
						  .object_key = r->object_key };
		if (str_is_null(rows[i].object))
			rows[i].object = access_scope_name(c->lang, r->scope);
	}
	v->roles = rows;
	return OK;
}

/* change, grant: results of a form that was refused; NULL: as it is now. */
static enum err show_user(struct req *rq, const struct form_result *change, const struct form_result *grant, int status)
{
	struct access_account a;
	struct user_view v = { .token = req_csrf(rq) };
	struct change_form now = { 0 };
	struct page *page;
	struct html *h;

	TRY(access_account(rq->c, req_path(rq, "key"), &a));
	now = (struct change_form){ .name = a.name, .lang = str_from(lang_code(a.lang)) };
	if (change == NULL)
		change = form_new(rq->c->a, &change_form, &now);
	if (grant == NULL)
		grant = form_new(rq->c->a, &role_form, NULL);
	v.key = a.key;
	v.name = a.name;
	v.email = a.email;
	v.created = access_when(rq->c, (struct opt_int){ true, a.created });
	v.last_sign_in = access_when(rq->c, a.last_sign_in);
	v.closed = a.closed.set ? access_when(rq->c, a.closed) : str_null;
	v.change = access_form(rq, change, access_action(rq, user_path(rq, "")));
	v.grant = access_form(rq, grant, access_action(rq, user_path(rq, "/roles")));
	v.name_field = req_field(rq, change, "name");
	v.lang_field = req_field(rq, change, "lang");
	v.role_field = req_field(rq, grant, "role");
	v.object_field = req_field(rq, grant, "object");
	TRY(fill_roles(rq, a.id, &v));
	h = page_begin(rq, a.closed.set ? tr(rq->c->lang, "Closed account") : a.name, &page);
	tpl_user(h, &v);
	return page_send(rq, status);
}

static enum err user_page(struct req *rq)
{
	return show_user(rq, NULL, NULL, 200);
}

static enum err change_post(struct req *rq, struct writer *w)
{
	struct change_form in;
	enum access_result result;
	enum lang lang;
	enum err e = req_form(rq, &in);

	if (e == ERR_INVALID)
		return show_user(rq, rq->form, NULL, 422);
	TRY(e);
	if (!lang_from_code(in.lang, &lang))
		return ERR_INVALID;
	TRY(access_change(rq->c, w, req_path(rq, "key"), in.name, lang, &result));
	if (result == ACCESS_NAME_WRONG) {
		req_error(rq, "name", access_result_text(rq->c->lang, result));
		return show_user(rq, rq->form, NULL, 422);
	}
	return reply_redirect(rq, user_path(rq, ""), tr(rq->c->lang, "Saved."));
}

/* People paste an address; what counts is the last part of its path: https://x.fi/fi/events/KEY?a=b */
static str key_of(str pasted)
{
	str s = str_trim(pasted), key = S("");

	s = str_sub(s, 0, str_find(s, '?'));
	s = str_sub(s, 0, str_find(s, '#'));
	for (str rest = s; !str_is_null(rest);) {
		str part = str_cut(&rest, '/');

		if (part.n > 0)
			key = part;
	}
	return key;
}

static enum role_scope scope_of(enum access_role role, str object)
{
	if (object.n == 0)
		return SCOPE_INSTANCE;
	return role == ROLE_REPRESENTATIVE ? SCOPE_ORGANISATION : SCOPE_EVENT;
}

static enum err grant_post(struct req *rq, struct writer *w)
{
	struct role_form in;
	struct access_role_spec spec = { 0 };
	enum access_result result;
	enum err e = req_form(rq, &in);

	if (e == ERR_INVALID)
		return show_user(rq, NULL, rq->form, 422);
	TRY(e);
	if (!role_from_code(in.role, &spec.role))
		return ERR_INVALID;
	spec.object = key_of(in.object);
	spec.scope = scope_of(spec.role, spec.object);
	TRY(access_grant(rq->c, w, req_path(rq, "key"), &spec, &result));
	if (result != ACCESS_DONE) {
		req_error(rq, result == ACCESS_NO_OBJECT || result == ACCESS_WRONG_SCOPE ? "object" : "role",
			  access_result_text(rq->c->lang, result));
		return show_user(rq, NULL, rq->form, 422);
	}
	return reply_redirect(rq, user_path(rq, ""), tr(rq->c->lang, "The role was given."));
}

static enum err remove_post(struct req *rq, struct writer *w)
{
	struct remove_form in;
	struct access_role_spec spec = { 0 };
	enum access_result result;

	TRY(req_form(rq, &in));
	if (!role_from_code(in.role, &spec.role))
		return ERR_INVALID;
	spec.object = in.object;
	spec.scope = str_eq_c(in.scope, "event") ? SCOPE_EVENT
		   : str_eq_c(in.scope, "organisation") ? SCOPE_ORGANISATION : SCOPE_INSTANCE;
	TRY(access_revoke(rq->c, w, req_path(rq, "key"), &spec, &result));
	if (result != ACCESS_DONE && result != ACCESS_UNCHANGED) {
		struct form_result *grant = form_new(rq->c->a, &role_form, NULL);

		form_add_error(grant, NULL, 0, access_result_text(rq->c->lang, result));
		return show_user(rq, NULL, grant, 422);
	}
	return reply_redirect(rq, user_path(rq, ""), tr(rq->c->lang, "The role was removed."));
}

/* ---- closing --------------------------------------------------------------------------------------------------------- */

static enum err show_close(struct req *rq, str refused, int status)
{
	struct access_account a;
	struct user_close_view v = { .refused = refused, .form = req_form_view(rq, NULL, (struct safe_url){ str_null }) };
	struct page *page;

	TRY(access_account(rq->c, req_path(rq, "key"), &a));
	if (a.closed.set)
		return ERR_NOT_FOUND;
	v.key = a.key;
	v.name = a.name;
	v.email = a.email;
	tpl_user_close(page_begin(rq, tr(rq->c->lang, "Close the account"), &page), &v);
	return page_send(rq, status);
}

static enum err close_page(struct req *rq)
{
	return show_close(rq, str_null, 200);
}

static enum err close_post(struct req *rq, struct writer *w)
{
	enum access_result result;

	TRY(access_close(rq->c, w, req_path(rq, "key"), &result));
	if (result != ACCESS_DONE && result != ACCESS_UNCHANGED)
		return show_close(rq, access_result_text(rq->c->lang, result), 422);
	return reply_redirect(rq, S("/users"), tr(rq->c->lang, "The account was closed."));
}
