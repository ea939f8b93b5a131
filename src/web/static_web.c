/* Routes that belong to no feature: files of the program, signs of life, robots. */
#include "out/json.h"
#include "web/asset.h"
#include "web/chain.h"

static enum err asset_get(struct req *rq);
static enum err theme_get(struct req *rq);
static enum err robots_get(struct req *rq);
static enum err healthz_get(struct req *rq);
static enum err readyz_get(struct req *rq);

static const struct route routes[] = {
	GET_API("/assets/{file}", asset_get, PERM_PUBLIC, QUICK, .stateless = true),
	GET_API("/theme.css", theme_get, PERM_PUBLIC, QUICK, .stateless = true),
	GET_API("/robots.txt", robots_get, PERM_PUBLIC, QUICK, .stateless = true),
	GET_API("/healthz", healthz_get, PERM_PUBLIC, QUICK, .stateless = true),
	GET_API("/readyz", readyz_get, PERM_PUBLIC, SLOW, .stateless = true),
};
const struct route_table static_web_routes = ROUTE_TABLE(routes);

/* Does Accept-Encoding name the coding? "br;q=0" is a no; other q-values do not matter to us. */
static bool accepts(str header, str coding)
{
	for (str rest = header; !str_is_null(rest);) {
		str one = str_trim(str_cut(&rest, ',')), name = str_trim(str_sub(one, 0, str_find(one, ';')));

		if (!str_eq_nocase(name, coding))
			continue;
		str q = str_trim(str_sub(one, str_find(one, ';') + 1, one.n));

		return !str_eq(q, S("q=0")) && !str_starts(q, S("q=0.000"));
	}
	return false;
}

static enum err asset_get(struct req *rq)
{
	str encodings = req_header(rq, "Accept-Encoding"), body;
	struct asset a;

	if (!asset_find(req_path(rq, "file"), &a))
		return ERR_NOT_FOUND;
	rq->p->cache_control = "public, max-age=31536000, immutable";
	rq->p->etag = a.etag;
	reply_header(rq, "Vary", S("Accept-Encoding"));
	body = a.bytes;
	if (!str_is_null(a.br) && accepts(encodings, S("br"))) {
		reply_header(rq, "Content-Encoding", S("br"));
		body = a.br;
	} else if (!str_is_null(a.gz) && accepts(encodings, S("gzip"))) {
		reply_header(rq, "Content-Encoding", S("gzip"));
		body = a.gz;
	}
	if (str_find_str(req_header(rq, "If-None-Match"), a.etag) < req_header(rq, "If-None-Match").n)
		return reply_bytes(rq, 304, str_c(rq->c->a, a.type), S(""), str_null);
	rq->p->out->body_static = true;
	return reply_bytes(rq, 200, str_c(rq->c->a, a.type), body, str_null);
}

static enum err theme_get(struct req *rq)
{
	rq->p->cache_control = "public, max-age=300";
	return reply_bytes(rq, 200, "text/css; charset=utf-8", rq->web->o.site.theme_css, str_null);
}

static enum err robots_get(struct req *rq)
{
	rq->p->cache_control = "public, max-age=3600";
	return reply_bytes(rq, 200, "text/plain; charset=utf-8", S("User-agent: *\nDisallow: /api/\n"), str_null);
}

static enum err healthz_get(struct req *rq)
{
	rq->p->cache_control = "no-store";
	return reply_bytes(rq, 200, "text/plain; charset=utf-8", S("ok\n"), str_null);
}

/* 200 when this node should get requests, 503 when not. */
static enum err readyz_get(struct req *rq)
{
	struct readiness r = { .ready = true };
	struct buf b;
	struct jw j;

	if (rq->web->o.ready != NULL)
		r = rq->web->o.ready(rq->web->o.ready_arg, rq->c);
	buf_init(&b, rq->c->a, 1000);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_bool(&j, "ready", r.ready);
	jw_field_int(&j, "waiting_writes", (int64_t)r.waiting_writes);
	jw_field_int(&j, "waiting_slow", (int64_t)r.waiting_slow);
	jw_end(&j);
	rq->p->cache_control = "no-store";
	return reply_json(rq, r.ready ? 200 : 503, buf_done(&b));
}
