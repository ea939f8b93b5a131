/* The headers that every reply has, whatever its handler did. */
#include "web/chain.h"

/* One place for the policy; the words that differ by route stand between the pieces. */
#define POLICY_START                                                                                                \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "          \
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "

void headers_add(struct http_reply *out, str name, str value)
{
	if (out->header_count == HTTP_REPLY_HEADERS_MAX)
		BUG("more than %d reply headers, at %.*s", (int)HTTP_REPLY_HEADERS_MAX, STR_ARG(name));
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == '\r' || value.p[i] == '\n' || value.p[i] == '\0')
			BUG("line end in the value of header %.*s", STR_ARG(name));
	out->headers[out->header_count++] = (struct http_header){ name, value };
}

void headers_set_cookie(struct req *rq, str name, str value, int64_t max_age)
{
	str secure = rq->web->https ? S("; Secure") : S("");

	headers_add(rq->p->out, S("Set-Cookie"),
		    str_format(rq->c->a, "%.*s=%.*s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%.*s", STR_ARG(name),
			       STR_ARG(value), (long long)max_age, STR_ARG(secure)));
}

static str content_policy(const struct req *rq)
{
	str ancestors = rq->web->o.site.frame_ancestors;

	if (rq->route != NULL && rq->route->embed && !str_empty(ancestors))
		return STR_CONCAT(rq->c->a, S(POLICY_START), ancestors);
	return S(POLICY_START "'none'");
}

static str cache_control(const struct req *rq)
{
	const struct request_private *p = rq->p;
	bool public_page = rq->route != NULL && rq->route->permission == PERM_PUBLIC && p->out->status < 400;

	if (p->cache_control != NULL)
		return str_from(p->cache_control);
	if (!public_page || p->method != METHOD_GET || rq->c->actor->account != 0)
		return S("no-store");
	return rq->route->cacheable ? S("public, max-age=1") : S("private, no-cache");
}

void headers_finish(struct req *rq)
{
	struct request_private *p = rq->p;
	struct http_reply *out = p->out;
	bool embed = rq->route != NULL && rq->route->embed, stateless = rq->route != NULL && rq->route->stateless;
	bool camera = rq->route != NULL && rq->route->camera;

	headers_add(out, S("Content-Security-Policy"), content_policy(rq));
	headers_add(out, S("Permissions-Policy"),
		    camera ? S("camera=(self), microphone=(), geolocation=(), payment=(), usb=()")
			   : S("camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
	/* Addresses hold secret keys, so other sites see nothing of them. Not "no-referrer": browsers would then send
	 * "Origin: null" with our own forms. */
	headers_add(out, S("Referrer-Policy"), S("same-origin"));
	headers_add(out, S("X-Content-Type-Options"), S("nosniff"));
	headers_add(out, S("Cross-Origin-Opener-Policy"), S("same-origin"));
	headers_add(out, S("Cross-Origin-Resource-Policy"), embed ? S("cross-origin") : S("same-origin"));
	if (rq->web->https)
		headers_add(out, S("Strict-Transport-Security"), S("max-age=31536000"));
	if (!embed)
		headers_add(out, S("X-Frame-Options"), S("DENY"));
	headers_add(out, S("Cache-Control"), cache_control(rq));
	if (!stateless && !embed)
		headers_add(out, S("Vary"), rq->route != NULL && !rq->route->bare ? S("Cookie") : S("Cookie, Accept-Language"));
	if (!str_is_null(p->etag))
		headers_add(out, S("ETag"), p->etag);
	if (!stateless)
		headers_add(out, S("X-Request-Id"), rq->c->request_id);
}

str http_header(const struct http_request *in, const char *name)
{
	str want = str_from(name);

	for (size_t i = 0; i < in->header_count; i++)
		if (str_eq_nocase(in->headers[i].name, want))
			return in->headers[i].value;
	return str_null;
}

str http_reply_header(const struct http_reply *out, const char *name)
{
	str want = str_from(name);

	for (size_t i = 0; i < out->header_count; i++)
		if (str_eq_nocase(out->headers[i].name, want))
			return out->headers[i].value;
	return str_null;
}
