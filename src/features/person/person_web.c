/* The pages of one's own data: correct, download, withdraw a consent, erase. */
#include "features/person/my_data.tpl.h"
#include "features/person/person_view.h"
#include "text/tr.h"

struct correct_form {
	str name, phone, lang;
};
static const struct field correct_fields[] = {
	{ FIELD(struct correct_form, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = PERSON_NAME_MAX,
	  .autocomplete = "name" },
	{ FIELD(struct correct_form, phone), .type = FIELD_PHONE, .label = N_("Telephone") },
	{ FIELD(struct correct_form, lang), .type = FIELD_CHOICE, .label = N_("Language of mails"), .required = true,
	  .options = access_lang_options },
};
static const struct form_def correct_form = FORM("my-data", correct_fields, struct correct_form);

struct withdraw_form {
	str code, event;
};
static const struct field withdraw_fields[] = {
	{ FIELD(struct withdraw_form, code), .type = FIELD_TEXT, .required = true, .max = 60 },
	{ FIELD(struct withdraw_form, event), .type = FIELD_KEY },
};
static const struct form_def withdraw_form = FORM("my-consent", withdraw_fields, struct withdraw_form);

struct erase_form {
	bool sure;
};
static const struct field erase_fields[] = {
	{ FIELD(struct erase_form, sure), .type = FIELD_BOOL, .label = N_("Yes, erase my data"), .required = true },
};
static const struct form_def erase_form = FORM("my-erasure", erase_fields, struct erase_form);

static enum err data_page(struct req *rq);
static enum err correct_post(struct req *rq, struct writer *w);
static enum err download(struct req *rq);
static enum err withdraw_post(struct req *rq, struct writer *w);
static enum err erase_page(struct req *rq);
static enum err erase_post(struct req *rq, struct writer *w);

static const struct route routes[] = {
	GET_PAGE("/me/data", data_page, PERM_SIGNED_IN, QUICK),
	POST_FORM("/me/data", correct_post, PERM_SIGNED_IN, &correct_form),
	GET_PAGE("/me/data/download", download, PERM_SIGNED_IN, SLOW),
	POST_FORM("/me/data/withdraw", withdraw_post, PERM_SIGNED_IN, &withdraw_form),
	GET_PAGE("/me/data/erase", erase_page, PERM_SIGNED_IN, QUICK),
	POST_FORM("/me/data/erase", erase_post, PERM_SIGNED_IN, &erase_form),
};
const struct route_table person_web_routes = ROUTE_TABLE(routes);

static enum err fill_consents(struct ctx *c, struct my_data_view *v)
{
	const struct person_consent_row *rows;
	struct consent_row_view *views;

	TRY(person_consents(c, c->actor->person, &rows, &v->consent_count));
	views = NEW_ARRAY(c->a, v->consent_count, struct consent_row_view);
	for (size_t i = 0; i < v->consent_count; i++)
		views[i] = (struct consent_row_view){ .name = person_consent_name(c->lang, rows[i].code), .event = rows[i].event_title,
						      .when = access_when(c, (struct opt_int){ true, rows[i].at }),
						      .code = rows[i].code, .event_key = rows[i].event_key, .given = rows[i].given };
	v->consents = views;
	return OK;
}

/* The actor's name, telephone and language as they are stored. */
static enum err load_own(struct req *rq, struct my_data_view *v, struct correct_form *ret)
{
	struct ctx *c = rq->c;
	struct access_account account;
	struct person person;

	v->person = c->actor->person != 0;
	if (!v->person) {
		TRY(access_account_by_email(c, c->actor->email, &account));
		*ret = (struct correct_form){ .name = account.name, .lang = str_from(lang_code(account.lang)) };
		return OK;
	}
	TRY(person_by_id(c, c->actor->person, &person));
	*ret = (struct correct_form){ .name = person.name, .phone = person.phone, .lang = str_from(lang_code(person.lang)) };
	v->emails = person.emails;
	v->email_count = person.email_count;
	return OK;
}

static enum err show_data(struct req *rq, const struct form_result *r, int status)
{
	struct my_data_view v = { .token = req_csrf(rq) };
	struct correct_form now;
	struct page *page;

	TRY(load_own(rq, &v, &now));
	TRY(fill_consents(rq->c, &v));
	if (r == NULL)
		r = form_new(rq->c->a, &correct_form, &now);
	v.f = access_form(rq, r, access_action(rq, S("/me/data")));
	v.name = req_field(rq, r, "name");
	v.phone = req_field(rq, r, "phone");
	v.lang = req_field(rq, r, "lang");
	tpl_my_data(page_begin(rq, tr(rq->c->lang, "My data"), &page), &v);
	return page_send(rq, status);
}

static enum err data_page(struct req *rq)
{
	return show_data(rq, NULL, 200);
}

static enum err correct_post(struct req *rq, struct writer *w)
{
	struct correct_form in;
	enum person_result result;
	enum lang lang;
	enum err e = req_form(rq, &in);

	if (e == ERR_INVALID)
		return show_data(rq, rq->form, 422);
	TRY(e);
	if (!lang_from_code(in.lang, &lang))
		return ERR_INVALID;
	TRY(person_correct_own(rq->c, w, in.name, in.phone, lang, &result));
	if (result != PERSON_DONE) {
		req_error(rq, result == PERSON_PHONE_WRONG ? "phone" : "name", person_result_text(rq->c->lang, result));
		return show_data(rq, rq->form, 422);
	}
	return reply_redirect(rq, S("/me/data"), tr(rq->c->lang, "Saved."));
}

static enum err download(struct req *rq)
{
	struct buf b;

	buf_init(&b, rq->c->a, PERSON_DATA_MAX);
	TRY(person_own_data(rq->c, &b));
	return reply_bytes(rq, 200, "application/json", buf_done(&b), S("my-data.json"));
}

static enum err withdraw_post(struct req *rq, struct writer *w)
{
	struct withdraw_form in;

	TRY(req_form(rq, &in));
	TRY(person_consent_withdraw(rq->c, w, in.code, in.event));
	return reply_redirect(rq, S("/me/data"), tr(rq->c->lang, "Your consent was withdrawn."));
}

static enum err show_erase(struct req *rq, const struct form_result *r, int status)
{
	struct erase_view v = { .f = access_form(rq, r, (struct safe_url){ str_null }), .sure = req_field(rq, r, "sure"),
				.person = rq->c->actor->person != 0 };
	struct page *page;

	tpl_my_data_erase(page_begin(rq, tr(rq->c->lang, "Erase my data"), &page), &v);
	return page_send(rq, status);
}

static enum err erase_page(struct req *rq)
{
	return show_erase(rq, form_new(rq->c->a, &erase_form, NULL), 200);
}

static enum err erase_post(struct req *rq, struct writer *w)
{
	struct erase_form in;
	enum person_result result;
	enum err e = req_form(rq, &in);

	if (e == ERR_INVALID)
		return show_erase(rq, rq->form, 422);
	TRY(e);
	TRY(person_erase_own(rq->c, w, &result));
	if (result != PERSON_DONE) {
		req_error(rq, NULL, person_result_text(rq->c->lang, result));
		return show_erase(rq, rq->form, 422);
	}
	TRY(reply_redirect(rq, S("/events"), tr(rq->c->lang, "Your data was erased, and you are signed out.")));
	reply_sign_out(rq);
	return OK;
}
