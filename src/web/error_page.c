/* The page (or problem document) of an error: what happened, and what the reader can do, in the reader's language. */
#include "text/lang.h"
#include "text/tr.h"
#include "web/chain.h"
#include "web/error_page.tpl.h"

struct words {
	int status;
	const char *code;
	const char *title, *text;
};

/* The first line is for what is not listed. */
static const struct words all_words[] = {
	{ 500, "internal", N_("Something went wrong"),
	  N_("The fault is ours and has been noted. Try again in a moment; if it happens again, tell us the number below.") },
	{ 400, "bad_request", N_("This request cannot be understood"),
	  N_("Go back, reload the page and try again.") },
	{ 401, "sign_in", N_("Sign in first"), N_("This page is for people who have signed in.") },
	{ 403, "forbidden", N_("You may not do this"),
	  N_("Your account does not give access to this page. Ask the organisers if you think it should.") },
	{ 404, "not_found", N_("There is no such page"),
	  N_("The address may be mistyped, or the page has been removed. Start from the front page.") },
	{ 405, "method", N_("This page cannot be used in that way"), N_("Go back and try again.") },
	{ 408, "timeout", N_("The connection was too slow"), N_("Try again where the connection is better.") },
	{ 409, "conflict", N_("Somebody else was first"),
	  N_("What you changed has been changed meanwhile. Go back, reload the page and look at it again.") },
	{ 413, "too_large", N_("This is too large"), N_("Send less at a time, or a smaller file.") },
	{ 414, "too_long", N_("This address is too long"), N_("Start from the front page.") },
	{ 415, "media_type", N_("This kind of data is not accepted"), N_("Go back, reload the page and try again.") },
	{ 422, "invalid", N_("Something needs to be corrected"), N_("Go back and look at what you filled in.") },
	{ 429, "too_often", N_("Too many attempts"), N_("Wait a moment and try again.") },
	{ 431, "head_too_large", N_("This request cannot be understood"), N_("Go back, reload the page and try again.") },
	{ 503, "busy", N_("Very busy just now"), N_("Wait a moment and try again. Nothing was changed.") },
};

static const struct words *words_of(int status)
{
	for (size_t i = 0; i < sizeof all_words / sizeof *all_words; i++)
		if (all_words[i].status == status)
			return &all_words[i];
	return &all_words[0];
}

const char *error_code(int status)
{
	return words_of(status)->code;
}

int error_status(enum err e, bool anonymous)
{
	switch (e) {
	case ERR_NOT_FOUND: return 404;
	case ERR_FORBIDDEN: return 403;
	case ERR_SIGN_IN: return anonymous ? 401 : 403;
	case ERR_INVALID: return 400;
	case ERR_CONFLICT: return 409;
	case ERR_LIMIT: return 413;
	case ERR_BUSY: case ERR_MEMORY: case ERR_AGAIN_SLOW: return 503;
	case ERR_IO: case ERR_DB: case OK: break;
	}
	return 500;
}

/* Keeps what a reply may have before it failed from mixing with the error's own. */
static void forget_reply(struct req *rq)
{
	struct http_reply *out = rq->p->out;

	out->header_count = 0;
	out->body = str_null;
	out->body_static = false;
	out->topic = str_null;
	rq->p->answered = false;
	rq->p->cache_control = "no-store";
	rq->p->etag = str_null;
}

static enum err error_html(struct req *rq, int status, const struct words *w, str detail)
{
	struct page *page;
	struct html *h = page_begin(rq, tr(rq->c->lang, w->title), &page);

	page->no_index = true;
	page->request_id = rq->c->request_id;
	tpl_error_page(h, page->title, str_is_null(detail) ? tr(rq->c->lang, w->text) : detail);
	return page_send(rq, status);
}

void error_reply(struct req *rq, int status, str detail)
{
	const struct words *w = words_of(status);
	enum err e;

	forget_reply(rq);
	if (rq->p->kind == KIND_API)
		e = reply_problem(rq, status, w->code, str_is_null(detail) ? tr(rq->c->lang, w->text) : detail);
	else
		e = error_html(rq, status, w, detail);
	if (e != OK) {
		web_refuse(status, rq->p->out);
		rq->p->answered = true;
	}
	if (status == 503)
		headers_add(rq->p->out, S("Retry-After"), S("2"));
}

void error_sign_in(struct req *rq)
{
	struct arena *a = rq->c->a;

	forget_reply(rq);
	if (rq->p->kind == KIND_API) {
		error_reply(rq, 401, str_null);
		headers_add(rq->p->out, S("WWW-Authenticate"), S("Bearer"));
		return;
	}
	if (rq->p->method != METHOD_GET) {
		error_reply(rq, 401, tr(rq->c->lang, "You are not signed in any more. Sign in in another window, then come back to "
						     "this one, go back a page and send it again."));
		return;
	}
	str next = req_url(rq, rq->c->lang, false);
	enum err e = reply_location(rq, 303, STR_CONCAT(a, str_format(a, "/%s/sign-in?next=", lang_code(rq->c->lang)),
							url_encode(a, next)));

	(void)e;
}

/* Written without memory and languages, since both may be what is missing. */
void web_refuse(int status, struct http_reply *out)
{
	static const struct http_header headers[] = {
		{ S_INIT("Content-Type"), S_INIT("text/plain; charset=utf-8") },
		{ S_INIT("Content-Security-Policy"), S_INIT("default-src 'none'; frame-ancestors 'none'") },
		{ S_INIT("X-Content-Type-Options"), S_INIT("nosniff") },
		{ S_INIT("Cache-Control"), S_INIT("no-store") },
		{ S_INIT("Retry-After"), S_INIT("2") },
	};

	out->status = status;
	memcpy(out->headers, headers, sizeof headers);
	out->header_count = status == 503 ? 5 : 4;
	out->topic = str_null;
	out->body_static = true;
	switch (status) {
	case 400: out->body = S("400: this request cannot be understood.\n"); break;
	case 408: out->body = S("408: the request took too long.\n"); break;
	case 413: out->body = S("413: the request is too large.\n"); break;
	case 421: out->body = S("421: this server does not answer under that name.\n"); break;
	case 431: out->body = S("431: the head of the request is too large.\n"); break;
	case 503: out->body = S("503: busy, try again in a moment.\n"); break;
	default: out->body = S("500: something went wrong.\n"); break;
	}
}
