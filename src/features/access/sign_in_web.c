/* The pages of signing in and out.
 *
 * The sign-in cookie has two uses, one after the other: while somebody waits for the mail it holds the secret by which the
 * browser that asked is known again; when the link or the code was good, a new secret takes its place. So no cookie but the
 * sign-in is needed, and nothing that was known before signing in is worth anything afterwards. */
#include "base/random.h"
#include "features/access/access_view.h"
#include "features/access/sign_in.tpl.h"
#include "text/tr.h"

enum { NEXT_MAX = 500, CODE_TYPED_MAX = 20, WAITING_SECONDS = SIGN_IN_LINK_SECONDS + 60 };

struct ask_form {
	str email, next;
};
static const struct field ask_fields[] = {
	{ FIELD(struct ask_form, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .required = true },
	{ FIELD(struct ask_form, next), .type = FIELD_TEXT, .max = NEXT_MAX },
};
static const struct form_def ask_form = FORM("sign-in", ask_fields, struct ask_form);

struct code_form {
	str code;
};
static const struct field code_fields[] = {
	{ FIELD(struct code_form, code), .type = FIELD_TEXT, .label = N_("Six digits"), .required = true, .max = CODE_TYPED_MAX,
	  .autocomplete = "one-time-code" },
};
static const struct form_def code_form = FORM("sign-in-code", code_fields, struct code_form);

static enum err sign_in_page(struct req *rq);
static enum err sign_in_post(struct req *rq, struct writer *w);
static enum err sent_page(struct req *rq);
static enum err code_post(struct req *rq, struct writer *w);
static enum err link_page(struct req *rq);
static enum err link_post(struct req *rq, struct writer *w);
static enum err sign_out_post(struct req *rq, struct writer *w);

static const struct route routes[] = {
	GET_PAGE("/sign-in", sign_in_page, PERM_PUBLIC, QUICK),
	POST_FORM("/sign-in", sign_in_post, PERM_PUBLIC, &ask_form, .rate = RATE_SIGN_IN),
	GET_PAGE("/sign-in/sent", sent_page, PERM_PUBLIC, QUICK),
	POST_FORM("/sign-in/sent", code_post, PERM_PUBLIC, &code_form, .rate = RATE_SIGN_IN),
	GET_PAGE("/sign-in/{token}", link_page, PERM_LINK, QUICK),
	POST_FORM("/sign-in/{token}", link_post, PERM_LINK, NULL, .rate = RATE_SIGN_IN),
	POST_FORM("/sign-out", sign_out_post, PERM_PUBLIC, NULL),
};
const struct route_table sign_in_web_routes = ROUTE_TABLE(routes);

/* The chain's next= carries the language, redirects add it: "/en/users" becomes "/users". */
static str without_lang(str path)
{
	size_t end = 1;
	enum lang lang;

	if (path.n == 0 || path.p[0] != '/')
		return path;
	while (end < path.n && path.p[end] != '/' && path.p[end] != '?')
		end++;
	if (!lang_from_code(str_sub(path, 1, end - 1), &lang))
		return path;
	return end < path.n && path.p[end] == '/' ? str_sub(path, end, path.n) : S("/");
}

static enum err show_sign_in(struct req *rq, const struct form_result *r, int status)
{
	struct page *page;
	struct html *h = page_begin(rq, tr(rq->c->lang, "Sign in"), &page);
	struct sign_in_view v = { .f = access_form(rq, r, access_action(rq, S("/sign-in"))) };

	page->no_index = true;
	v.email = req_field(rq, r, "email");
	v.next = req_field(rq, r, "next");
	v.next.look = LOOK_HIDDEN;
	tpl_sign_in(h, &v);
	return page_send(rq, status);
}

static enum err sign_in_page(struct req *rq)
{
	struct ask_form start = { .next = without_lang(req_query(rq, "next")) };

	if (rq->c->actor->account != 0)
		return reply_redirect(rq, S("/me"), str_null);
	return show_sign_in(rq, form_new(rq->c->a, &ask_form, &start), 200);
}

/* The same secret for all links that a browser asks for, so that each of them works in it. */
static str browser_secret(struct req *rq)
{
	str there = req_sign_in_cookie(rq);

	return there.n == TOKEN_LENGTH && rq->c->actor->account == 0 ? there : token_new(rq->c->a, rq->c->random);
}

static enum err sign_in_post(struct req *rq, struct writer *w)
{
	struct ask_form in;
	struct sign_in_ask ask;
	enum err e = req_form(rq, &in);

	if (e == ERR_INVALID)
		return show_sign_in(rq, rq->form, 422);
	TRY(e);
	ask = (struct sign_in_ask){ .email = in.email, .browser = browser_secret(rq), .next = without_lang(in.next) };
	TRY(sign_in_ask(rq->c, w, &ask));
	TRY(reply_redirect(rq, S("/sign-in/sent"), str_null));
	reply_sign_in(rq, ask.browser, WAITING_SECONDS);
	return OK;
}

static enum err show_sent(struct req *rq, const struct form_result *r, int status)
{
	struct page *page;
	struct html *h = page_begin(rq, tr(rq->c->lang, "Look at your mail"), &page);
	struct sign_in_sent_view v = { .f = access_form(rq, r, (struct safe_url){ str_null }) };

	page->no_index = true;
	v.code = req_field(rq, r, "code");
	v.code.inputmode = "numeric";
	v.code.width = WIDTH_MEDIUM;
	tpl_sign_in_sent(h, &v);
	return page_send(rq, status);
}

static enum err sent_page(struct req *rq)
{
	return show_sent(rq, form_new(rq->c->a, &code_form, NULL), 200);
}

static struct sign_in_browser browser_of(struct req *rq)
{
	str cookie = req_sign_in_cookie(rq);

	return (struct sign_in_browser){ .secret = cookie, .user_agent = req_header(rq, "User-Agent"), .old_token = cookie };
}

static enum err signed_in(struct req *rq, const struct sign_in_new *in)
{
	TRY(reply_redirect(rq, in->next.n > 0 ? in->next : S("/me"), tr(rq->c->lang, "You are signed in.")));
	reply_sign_in(rq, in->token, SIGN_IN_ABSOLUTE_SECONDS);
	return OK;
}

static enum err code_post(struct req *rq, struct writer *w)
{
	struct sign_in_browser browser = browser_of(rq);
	struct code_form in;
	struct sign_in_new out;
	enum err e = req_form(rq, &in);

	if (e == ERR_INVALID)
		return show_sent(rq, rq->form, 422);
	TRY(e);
	TRY(sign_in_with_code(rq->c, w, in.code, &browser, &out));
	switch (out.result) {
	case SIGN_IN_DONE: return signed_in(rq, &out);
	case SIGN_IN_WRONG_CODE:
		req_error(rq, "code", trnf(rq->c->a, rq->c->lang, "These digits are not right. You have {n} try left.",
					   "These digits are not right. You have {n} tries left.", out.tries_left,
					   TR_ARG("n", str_format(rq->c->a, "%d", out.tries_left))));
		return show_sent(rq, rq->form, 422);
	case SIGN_IN_NO:
	case SIGN_IN_NO_TRIES:
		req_error(rq, NULL, tr(rq->c->lang, "There are no tries left, or the link is too old. Ask for a new link."));
		return show_sent(rq, rq->form, 422);
	}
	BUG("sign-in result %d", (int)out.result);
}

static enum err show_link(struct req *rq, enum sign_in_link_state state)
{
	struct page *page;
	struct html *h = page_begin(rq, tr(rq->c->lang, "Sign in"), &page);
	struct sign_in_link_view v = { .state = state, .form = req_form_view(rq, NULL, (struct safe_url){ str_null }) };

	v.form.honeypot = false;
	tpl_sign_in_link(h, &v);
	return page_send(rq, state == SIGN_IN_LINK_HERE || state == SIGN_IN_LINK_ELSEWHERE ? 200 : 410);
}

/* Mail scanners open this. It only looks. */
static enum err link_page(struct req *rq)
{
	enum sign_in_link_state state;

	TRY(sign_in_link_look(rq->c, req_path(rq, "token"), req_sign_in_cookie(rq), &state));
	return show_link(rq, state);
}

static enum err show_code(struct req *rq, str code)
{
	struct page *page;
	struct html *h = page_begin(rq, tr(rq->c->lang, "Your six digits"), &page);

	tpl_sign_in_code(h, STR_CONCAT(rq->c->a, str_sub(code, 0, 3), S(" "), str_sub(code, 3, 3)));
	return page_send(rq, 200);
}

static enum err link_post(struct req *rq, struct writer *w)
{
	struct sign_in_browser browser = browser_of(rq);
	str token = req_path(rq, "token"), code;
	enum sign_in_link_state state;
	struct sign_in_new out;

	TRY(sign_in_link_look(rq->c, token, browser.secret, &state));
	if (state == SIGN_IN_LINK_ELSEWHERE) {
		enum err e = sign_in_show_code(rq->c, w, token, &code);

		if (e == ERR_NOT_FOUND)
			return show_link(rq, SIGN_IN_LINK_UNKNOWN);
		TRY(e);
		return show_code(rq, code);
	}
	if (state != SIGN_IN_LINK_HERE)
		return show_link(rq, state);
	TRY(sign_in_with_link(rq->c, w, token, &browser, &out));
	return out.result == SIGN_IN_DONE ? signed_in(rq, &out) : show_link(rq, SIGN_IN_LINK_UNKNOWN);
}

static enum err sign_out_post(struct req *rq, struct writer *w)
{
	if (!str_is_null(req_sign_in_hash(rq)))
		TRY(sign_in_end_token(rq->c, w, req_sign_in_hash(rq)));
	TRY(reply_redirect(rq, S("/events"), tr(rq->c->lang, "You are signed out.")));
	reply_sign_out(rq);
	/* What pages keep on the device for a dropped network (the list at the door) goes with the sign-in. */
	reply_header(rq, "Clear-Site-Data", S("\"storage\""));
	return OK;
}
