/* The replies a handler can give, but for whole pages (page_reply.c). */
#include "text/lang.h"
#include "web/chain.h"

#include "out/json.h"

static void answered(struct req *rq, int status)
{
	if (rq->p->answered)
		BUG("route %s answers twice", rq->route == NULL ? "?" : rq->route->path);
	rq->p->answered = true;
	rq->p->out->status = status;
}

void reply_header(struct req *rq, const char *name, str value)
{
	/* In place of what the chain would say, not beside it. */
	if (strcmp(name, "Cache-Control") == 0)
		rq->p->cache_control = str_c(rq->c->a, value);
	else
		headers_add(rq->p->out, str_from(name), value);
}

enum err reply_location(struct req *rq, int status, str location)
{
	answered(rq, status);
	headers_add(rq->p->out, S("Location"), location);
	return OK;
}

/* path?query#fragment + a parameter, before the fragment. */
static str with_parameter(struct arena *a, str path, str name, str value)
{
	size_t hash = str_find(path, '#'), question = str_find(str_sub(path, 0, hash), '?');
	str separator = question < hash ? S("&") : S("?");

	return STR_CONCAT(a, str_sub(path, 0, hash), separator, name, S("="), value, str_sub(path, hash, path.n));
}

enum err reply_redirect(struct req *rq, str path, str notice)
{
	str full;

	if (path.n == 0 || path.p[0] != '/' || str_starts(path, S("//")))
		BUG("redirect to \"%.*s\", which is no local path", STR_ARG(path));
	full = STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), path);
	if (!str_empty(notice)) {
		size_t end = 0;

		while (end < full.n && full.p[end] != '?' && full.p[end] != '#')
			end++;
		str sealed = guard_seal(rq, str_sub(full, 0, end), str_limit(notice, NOTICE_MAX));

		full = with_parameter(rq->c->a, full, S(NOTICE_PARAMETER), sealed);
	}
	return reply_location(rq, 303, full);
}

/* RFC 6266 and RFC 8187: an ASCII form for old readers, the whole name for all others. */
static str disposition(struct arena *a, str filename)
{
	struct buf b;

	buf_init(&b, a, filename.n * 4 + 64);
	buf_lit(&b, "attachment; filename=\"");
	for (size_t i = 0; i < filename.n; i++) {
		char c = filename.p[i];

		buf_char(&b, c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%' ? c : '_');
	}
	buf_lit(&b, "\"; filename*=UTF-8''");
	buf_url(&b, filename);
	return buf_done(&b);
}

enum err reply_bytes(struct req *rq, int status, const char *type, str body, str filename)
{
	answered(rq, status);
	headers_add(rq->p->out, S("Content-Type"), str_from(type));
	if (!str_is_null(filename))
		headers_add(rq->p->out, S("Content-Disposition"), disposition(rq->c->a, filename));
	rq->p->out->body = body;
	return OK;
}

enum err reply_json(struct req *rq, int status, str json)
{
	return reply_bytes(rq, status, "application/json", json, str_null);
}

static void write_fields(struct jw *j, const struct form_result *form)
{
	jw_field_array(j, "errors");
	for (size_t i = 0; i < form->error_count; i++) {
		const struct form_error *e = &form->errors[i];

		jw_object(j);
		jw_field_str(j, "field", e->field == NULL ? S("") : str_from(e->field)); /* "": the whole */
		jw_field_int(j, "index", e->index);
		jw_field_str(j, "detail", e->text);
		jw_end(j);
	}
	jw_end(j);
}

enum err reply_problem(struct req *rq, int status, const char *code, str detail)
{
	struct buf b;
	struct jw j;

	buf_init(&b, rq->c->a, 256 * 1024);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_str(&j, "type", S("about:blank"));
	jw_field_str(&j, "title", str_from(error_code(status)));
	jw_field_int(&j, "status", status);
	jw_field_str(&j, "code", str_from(code));
	jw_field_str(&j, "detail", detail);
	jw_field_str(&j, "request_id", rq->c->request_id);
	if (rq->form != NULL && rq->form->error_count > 0)
		write_fields(&j, rq->form);
	jw_end(&j);
	jw_done(&j);
	return reply_bytes(rq, status, "application/problem+json", buf_done(&b), str_null);
}

/* W/"...": the same page in another language, for another person or from another build is another version. */
bool reply_not_modified(struct req *rq, str version)
{
	unsigned char mac[16];
	str key = str_format(rq->c->a, "%s %d %lld %.*s", TALKOOT_VERSION, (int)rq->c->lang,
			     (long long)rq->c->actor->account, STR_ARG(rq->p->path));
	str etag, asked = http_header(rq->p->in, "If-None-Match");

	guard_mac(rq->web, "etag", key, version, mac);
	etag = STR_CONCAT(rq->c->a, S("W/\""), hex_encode(rq->c->a, mac, sizeof mac), S("\""));
	rq->p->etag = etag;
	if (str_is_null(asked) || !str_is_null(rq->p->notice) || str_find_str(asked, etag) == asked.n)
		return false;
	answered(rq, 304);
	return true;
}

enum err reply_events(struct req *rq, str topic)
{
	if (rq->web->o.live == NULL)
		return ERR_NOT_FOUND;
	answered(rq, 200);
	headers_add(rq->p->out, S("Content-Type"), S("text/event-stream"));
	headers_add(rq->p->out, S("X-Accel-Buffering"), S("no"));
	rq->p->cache_control = "no-store";
	rq->p->out->topic = str_copy(rq->c->a, topic);
	rq->p->out->last_event = str_copy(rq->c->a, http_header(rq->p->in, "Last-Event-ID"));
	return OK;
}

void reply_sign_in(struct req *rq, str token, int64_t max_age)
{
	headers_set_cookie(rq, rq->web->cookie_sign_in, token, max_age);
}

void reply_sign_out(struct req *rq)
{
	headers_set_cookie(rq, rq->web->cookie_sign_in, S(""), 0);
}

void reply_language(struct req *rq, enum lang lang)
{
	headers_set_cookie(rq, rq->web->cookie_lang, str_from(lang_code(lang)), 365 * 86400);
}

struct copy {
	struct arena *a;
	struct http_reply *to;
	const struct http_reply *from;
};

static enum err copy_body(void *arg)
{
	struct copy *c = arg;

	*c->to = *c->from;
	for (size_t i = 0; i < c->from->header_count; i++) {
		c->to->headers[i].name = str_copy(c->a, c->from->headers[i].name);
		c->to->headers[i].value = str_copy(c->a, c->from->headers[i].value);
	}
	c->to->body = str_copy(c->a, c->from->body);
	c->to->body_static = false;
	/* These belong to the one request. */
	c->to->topic = c->to->last_event = c->to->request_id = str_null;
	return OK;
}

enum err reply_copy(struct arena *a, struct http_reply *to, const struct http_reply *from)
{
	struct copy copy = { a, to, from };

	return arena_run(a, copy_body, &copy);
}
