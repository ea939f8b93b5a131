/* The chain: every request goes through the links at the end of this file, in their order, and nothing else does. */
#include <sodium.h>

#include "base/address.h"
#include "text/lang.h"
#include "text/tr.h"
#include "store/secret.h"
#include "web/chain.h"

enum { QUICK_US = 20 * 1000, NOTICE_AGE_MAX = 120 /* seconds */ };

/* ---- building ------------------------------------------------------------------------------------------------------ */

static void read_public_url(struct web *w)
{
	str url = w->o.site.public_url;

	w->https = str_starts(url, S("https://"));
	w->host = str_sub(url, str_find_str(url, S("://")) + 3, url.n);
	/* __Host-: browsers take such a cookie only from this very host over https, so no other host of the domain can set it. */
	w->cookie_sign_in = w->https ? S("__Host-talkoot") : S("talkoot");
	w->cookie_lang = w->https ? S("__Host-talkoot-lang") : S("talkoot-lang");
}

static enum err add_routes(struct web *w, str *ret_why)
{
	for (size_t t = 0; t < w->o.table_count; t++)
		for (size_t i = 0; i < w->o.tables[t]->count; i++)
			TRY(router_add(w->router, &w->o.tables[t]->routes[i], ret_why));
	return OK;
}

enum err web_new(const struct web_options *options, struct arena *a, struct web **ret, str *ret_why)
{
	struct web *w = NEW(a, struct web);
	unsigned char seed[16];

	if (sodium_init() < 0) {
		*ret_why = S("libsodium does not start");
		return ERR_IO;
	}
	w->o = *options;
	w->a = a;
	if (w->o.site.offered_count == 0 || str_empty(w->o.site.public_url))
		BUG("a site needs a language and a public_url");
	read_public_url(w);
	w->router = router_new(a);
	TRY(add_routes(w, ret_why));
	random_fill(&w->o.random, seed, sizeof seed);
	w->rate = rate_new(seed);
	w->cache = cache_new();
	w->once = once_guard_new();
	if (w->rate == NULL || w->cache == NULL || w->once == NULL) {
		web_free(w);
		*ret_why = S("no memory");
		return ERR_MEMORY;
	}
	*ret = w;
	return OK;
}

void web_free(struct web *w)
{
	if (w == NULL)
		return;
	rate_free(w->rate);
	cache_free(w->cache);
	once_guard_free(w->once);
}

struct live *web_live(struct web *w)
{
	return w->o.live;
}

const struct site *web_site(const struct web *w)
{
	return &w->o.site;
}

/* ---- finding the route --------------------------------------------------------------------------------------------- */

static void split_target(str target, str *ret_path, str *ret_query)
{
	size_t question = str_find(target, '?');

	*ret_path = str_sub(target, 0, question);
	*ret_query = question < target.n ? str_sub(target, question + 1, target.n) : S("");
}

/* Fills in language, kind and route of a path that has been split. */
static void find_route(struct web *w, struct request_private *p, enum lang *lang)
{
	str first = p->segment_count > 0 ? p->segments[0] : S("");

	p->has_lang = lang_from_code(first, lang);
	p->first = p->has_lang ? 1 : 0;
	p->kind = str_eq(first, S("api")) ? KIND_API : KIND_PAGE;
	router_find(w->router, !p->has_lang, p->segments + p->first, p->segment_count - p->first, p->method, &p->match);
}

struct plan_run {
	struct web *w;
	struct arena *a;
	str method, target;
	struct http_plan plan;
};

static enum run_where where_to_run(const struct web *w, const struct route *route)
{
	if (route == NULL || route->stateless)
		return route != NULL && route->cost == SLOW ? RUN_SLOW : RUN_HERE;
	if (route->write != NULL)
		return RUN_WAIT;
	if (route->cost == SLOW)
		return RUN_SLOW;
	/* With PostgreSQL every question to the database waits for another process. */
	return w->o.store != NULL && store_engine(w->o.store) == ENGINE_POSTGRESQL ? RUN_SLOW : RUN_HERE;
}

static enum err plan_body(void *arg)
{
	struct plan_run *run = arg;
	struct request_private p = { 0 };
	enum lang lang;

	split_target(run->target, &p.path, &p.query);
	if (run->target.n > HTTP_TARGET_MAX || !router_method(run->method, &p.method) ||
	    router_split(run->a, p.path, p.segments, &p.segment_count, &p.slash) != OK)
		return OK;
	find_route(run->w, &p, &lang);
	run->plan.where = where_to_run(run->w, p.match.route);
	if (p.match.route != NULL && p.match.route->body_max != 0)
		run->plan.body_max = p.match.route->body_max;
	return OK;
}

struct http_plan web_plan(struct web *w, struct arena *a, str method, str target)
{
	struct plan_run run = { w, a, method, target, { RUN_HERE, BODY_DEFAULT_MAX } };

	/* An error page of a visitor who is signed in reads the database, too. */
	if (w->o.store != NULL && store_engine(w->o.store) == ENGINE_POSTGRESQL)
		run.plan.where = RUN_SLOW;
	if (arena_run(a, plan_body, &run) != OK)
		run.plan.where = RUN_SLOW;
	return run.plan;
}

/* ---- the links ------------------------------------------------------------------------------------------------------ */

static enum err refuse(struct req *rq, int status)
{
	error_reply(rq, status, str_null);
	return OK;
}

static enum err link_limits(struct req *rq)
{
	struct request_private *p = rq->p;

	split_target(p->in->target, &p->path, &p->query);
	if (p->in->target.n > HTTP_TARGET_MAX)
		return refuse(rq, 414);
	if (p->in->header_count > HTTP_HEADERS_MAX)
		return refuse(rq, 431);
	return OK;
}

/* Hosts other than ours: an attacker's name for our address (DNS rebinding), or a mistake. Checks of load balancers come
 * with an address for a name and may only ask whether we live. */
static bool host_is_ours(const struct req *rq)
{
	return str_eq_nocase(http_header(rq->p->in, "Host"), rq->web->host) || str_eq(rq->p->path, S("/healthz")) ||
	       str_eq(rq->p->path, S("/readyz"));
}

/* A trial on one machine has several names for it; the one of public_url is used, so that cookies and origins agree. */
static bool is_this_machine(str host)
{
	size_t end = host.n;

	while (end > 0 && host.p[end - 1] >= '0' && host.p[end - 1] <= '9')
		end--;
	if (end > 0 && end < host.n && host.p[end - 1] == ':')
		host = str_sub(host, 0, end - 1);
	return str_eq_nocase(host, S("localhost")) || str_eq(host, S("127.0.0.1")) || str_eq(host, S("[::1]"));
}

static enum err wrong_host(struct req *rq)
{
	struct request_private *p = rq->p;

	if (!p->head && str_eq(p->in->method, S("GET")) && str_starts(p->path, S("/")) && is_this_machine(rq->web->host) &&
	    is_this_machine(http_header(p->in, "Host"))) {
		p->cache_control = "no-store";
		return reply_location(rq, 302, STR_CONCAT(rq->c->a, rq->web->o.site.public_url, p->in->target));
	}
	return refuse(rq, 421);
}

static enum err link_parse(struct req *rq)
{
	struct request_private *p = rq->p;
	enum lang lang;
	bool known = router_method(p->in->method, &p->method);

	p->head = str_eq(p->in->method, S("HEAD"));
	p->out->head = p->head;
	rq->c->lang = lang_choose(rq);
	if (!host_is_ours(rq))
		return wrong_host(rq);
	if (!known)
		return refuse(rq, 405);
	if (router_split(rq->c->a, p->path, p->segments, &p->segment_count, &p->slash) != OK)
		return refuse(rq, 400);
	find_route(rq->web, p, &lang);
	if (p->has_lang)
		rq->c->lang = lang;
	rq->route = p->match.route;
	p->out->route = rq->route == NULL ? NULL : rq->route->path;
	if (body_parse_query(rq) != OK)
		return refuse(rq, 400);
	for (size_t i = 0; i < p->param_count; i++)
		if (str_eq(p->params[i].name, S(NOTICE_PARAMETER)))
			p->notice = guard_unseal(rq, p->path, p->params[i].value, NOTICE_AGE_MAX);
	if (rq->route != NULL && p->in->body.n > (rq->route->body_max != 0 ? rq->route->body_max : BODY_DEFAULT_MAX))
		return refuse(rq, 413);
	return OK;
}

static enum err too_often(struct req *rq, int wait)
{
	error_reply(rq, 429, str_null);
	headers_add(rq->p->out, S("Retry-After"), str_format(rq->c->a, "%d", wait));
	return OK;
}

static enum err link_rate(struct req *rq)
{
	enum rate_class class = rq->route == NULL ? RATE_NONE : rq->route->rate;
	str peer = rq->p->in->peer;
	int64_t now = clock_mono_us(&rq->web->o.clock) / 1000;
	int wait;

	if (!rq->web->o.site.rate_limit || (rq->route != NULL && rq->route->stateless))
		return OK;
	if (!rate_take(rq->web->rate, RATE_OF_ADDRESS, peer, now, &wait))
		return too_often(rq, wait);
	if (class == RATE_SEARCH && !rate_take(rq->web->rate, RATE_OF_SEARCH, peer, now, &wait))
		return too_often(rq, wait);
	return OK;
}

static str bearer_token(const struct req *rq)
{
	str header = http_header(rq->p->in, "Authorization");

	if (rq->p->kind != KIND_API || !str_eq_nocase(str_sub(header, 0, 7), S("Bearer ")))
		return str_null;
	return str_trim(str_sub(header, 7, 200));
}

/* The only thing that the chain itself writes for a GET. It waits for the disk, so not in the threads of quick reads; once
 * an hour for each sign-in. */
static enum err renew_sign_in(struct req *rq, str hash)
{
	const struct web_options *o = &rq->web->o;

	if (!rq->p->actor.renew || o->renew == NULL)
		return OK;
	if (rq->c->quick_deadline_us != 0)
		return ERR_AGAIN_SLOW;
	if (o->renew(rq->c, store_writer(o->store), hash) != OK && o->log != NULL)
		LOG0(o->log, LEVEL_WARNING, "sign_in.not_renewed");
	return OK;
}

static enum err link_sign_in(struct req *rq)
{
	struct request_private *p = rq->p;
	str bearer = bearer_token(rq), cookie = cookie_value(p->in, rq->web->cookie_sign_in), hash;
	bool by_cookie = str_is_null(bearer);
	enum err e;

	if (rq->web->o.load_actor == NULL || (rq->route != NULL && (rq->route->stateless || rq->route->embed)))
		return OK;
	if (by_cookie && (str_empty(cookie) || cookie.n > 200))
		return OK;
	if (!by_cookie && str_empty(bearer))
		return ERR_SIGN_IN;
	hash = secret_hash(rq->c->a, by_cookie ? cookie : bearer);
	e = rq->web->o.load_actor(rq->c, by_cookie ? CREDENTIAL_COOKIE : CREDENTIAL_BEARER, hash, &p->actor);
	if (e == ERR_SIGN_IN)
		return by_cookie ? OK : ERR_SIGN_IN;
	if (e != OK)
		return e;
	TRY(renew_sign_in(rq, hash));
	p->sign_in = hash;
	p->by_cookie = by_cookie;
	rq->c->actor = &p->actor;
	return OK;
}

static enum err redirect_to(struct req *rq, int status, enum lang lang)
{
	/* The cache of a browser must not remember what depended on a cookie. */
	rq->p->cache_control = status == 301 ? "public, max-age=3600" : "private, no-cache";
	return reply_location(rq, status, req_url(rq, lang, false));
}

/* Pages whose address misses its language, or has one that is not offered, or a slash too many. */
static bool wants_redirect(struct req *rq, int *ret_status, enum lang *ret_lang)
{
	struct request_private *p = rq->p;
	struct router_match m;

	*ret_lang = rq->c->lang;
	*ret_status = 302;
	if (p->method != METHOD_GET || p->kind == KIND_API)
		return false;
	if (!p->has_lang && rq->route == NULL) {
		router_find(rq->web->router, false, p->segments, p->segment_count, METHOD_GET, &m);
		return m.route != NULL || p->segment_count == 0;
	}
	if (p->has_lang && !lang_is_offered(rq->web, rq->c->lang)) {
		*ret_lang = rq->web->o.site.offered[0];
		return true;
	}
	*ret_status = 301;
	if (rq->route == NULL)
		return false;
	return p->slash != (p->has_lang && p->segment_count == 1);
}

static enum err link_route(struct req *rq)
{
	struct request_private *p = rq->p;
	enum lang lang;
	int status;

	if (wants_redirect(rq, &status, &lang))
		return redirect_to(rq, status, lang);
	if (p->has_lang && !lang_is_offered(rq->web, rq->c->lang))
		return ERR_NOT_FOUND;
	if (rq->route == NULL && p->match.allowed != 0) {
		error_reply(rq, 405, str_null);
		headers_add(p->out, S("Allow"), router_allow(rq->c->a, p->match.allowed));
		return OK;
	}
	return rq->route == NULL ? ERR_NOT_FOUND : OK;
}

static enum err link_permission(struct req *rq)
{
	if (guard_permission(rq->c->actor, rq->route->permission))
		return OK;
	return rq->c->actor->account == 0 ? ERR_SIGN_IN : ERR_FORBIDDEN;
}

/* Where a post comes from; its body's fields; its token. */
static enum err link_origin(struct req *rq)
{
	struct request_private *p = rq->p;
	enum err e;

	if (p->method == METHOD_GET)
		return OK;
	if (p->kind == KIND_API) {
		if (p->by_cookie && !guard_same_origin(rq))
			return ERR_FORBIDDEN;
		return p->in->body.n > 0 && !body_is_json(p->in) ? refuse(rq, 415) : OK;
	}
	if (!guard_same_origin(rq)) {
		error_reply(rq, 403, tr(rq->c->lang, "This was sent from another site. Open the page here and send it from here."));
		return OK;
	}
	e = body_parse(rq);
	if (e != OK)
		return refuse(rq, e == ERR_CONFLICT ? 415 : e == ERR_LIMIT ? 413 : 400);
	p->token_state = guard_token_check(rq, body_item(rq, FORM_TOKEN_FIELD));
	if (p->token_state == TOKEN_BAD) {
		error_reply(rq, 403, tr(rq->c->lang, "This page is out of date. Go back, reload it and send it again."));
		return OK;
	}
	return OK;
}

/* The key of an API call is its own, together with who calls; that of a form, its token with address and content. */
static void find_once_key(struct req *rq)
{
	struct request_private *p = rq->p;
	str given = http_header(p->in, "Idempotency-Key"), who = str_is_null(p->sign_in) ? p->in->peer : p->sign_in;
	unsigned char mac[16];

	if (p->kind == KIND_API && (given.n == 0 || given.n > 200))
		return;
	if (p->kind == KIND_API) {
		guard_mac(rq->web, "once-api", STR_CONCAT(rq->c->a, who, S(" "), p->path), given, mac);
		p->api_once_key = hex_encode(rq->c->a, mac, sizeof mac);
		guard_mac(rq->web, "once", p->api_once_key, p->in->body, mac);
	} else {
		guard_mac(rq->web, "once", p->path, p->in->body, mac);
	}
	p->once_key = hex_encode(rq->c->a, mac, sizeof mac);
}

static str first_email(const struct form_result *form)
{
	for (size_t i = 0; i < form->def->count; i++)
		if (form->def->fields[i].type == FIELD_EMAIL)
			return form_value(form, form->def->fields[i].name, 0);
	return str_null;
}

static enum err rate_of_form(struct req *rq)
{
	enum rate_class class = rq->route->rate;
	bool sign_in = class == RATE_SIGN_IN;
	str name = str_from(rq->form == NULL ? rq->route->path : rq->form->def->name);
	str mail = rq->form == NULL ? str_null : first_email(rq->form);
	int64_t now = clock_mono_us(&rq->web->o.clock) / 1000;
	int wait;

	if (!rq->web->o.site.rate_limit || (class != RATE_FORM && !sign_in))
		return OK;
	if (!rate_take(rq->web->rate, sign_in ? RATE_OF_SIGN_IN_ADDRESS : RATE_OF_FORM_ADDRESS,
		       STR_CONCAT(rq->c->a, name, S(" "), rq->p->in->peer), now, &wait))
		return too_often(rq, wait);
	if (!str_empty(mail) && !rate_take(rq->web->rate, sign_in ? RATE_OF_SIGN_IN_MAIL : RATE_OF_FORM_MAIL,
					   STR_CONCAT(rq->c->a, name, S(" "), str_lower_ascii(rq->c->a, str_trim(mail))),
					   now, &wait))
		return too_often(rq, wait);
	return OK;
}

/* A token that is ours but not quite right, or a filled honeypot, makes an error of the whole form: the page comes back
 * filled in, with a new token, and nothing that was typed is lost. A button without fields has nothing to lose. */
static void soft_refusals(struct req *rq)
{
	struct request_private *p = rq->p;
	enum lang lang = rq->c->lang;
	bool visitor = rq->route->permission == PERM_PUBLIC && rq->c->actor->account == 0;

	if (p->token_state == TOKEN_TOO_OLD || p->token_state == TOKEN_OF_VISITOR)
		form_add_error(rq->form, NULL, 0,
			       tr(lang, "This page was open for a long time. Look at what you filled in and send it again."));
	else if (p->token_state == TOKEN_TOO_YOUNG && visitor)
		form_add_error(rq->form, NULL, 0, tr(lang, "That was very fast. Look at what you filled in and send it again."));
	if (!str_empty(body_item(rq, FORM_HONEYPOT_FIELD)))
		form_add_error(rq->form, NULL, 0, tr(lang, "Leave the field that is called “Leave this field empty” empty and send it again."));
}

static enum err link_form(struct req *rq)
{
	struct request_private *p = rq->p;
	const struct form_def *def = rq->route->form;

	if (p->method == METHOD_GET)
		return OK;
	find_once_key(rq);
	if (p->kind == KIND_API) {
		if (def != NULL)
			rq->form = form_read_json(rq->c->a, rq->c->lang, def, p->in->body);
		return rate_of_form(rq);
	}
	if (def == NULL || def->count == 0) {
		if (p->token_state == TOKEN_TOO_OLD || p->token_state == TOKEN_OF_VISITOR) {
			error_reply(rq, 403, tr(rq->c->lang, "This page is out of date. Go back, reload it and send it again."));
			return OK;
		}
		if (def == NULL)
			return rate_of_form(rq);
	}
	rq->form = form_read(rq->c->a, rq->c->lang, def, p->items, p->item_count);
	soft_refusals(rq);
	return rate_of_form(rq);
}

static bool may_use_cache(const struct req *rq)
{
	return rq->route->cacheable && rq->web->o.site.page_cache_ms > 0 && !rq->p->head && str_is_null(rq->p->sign_in) &&
	       str_is_null(rq->p->notice);
}

static enum err run_get(struct req *rq)
{
	struct request_private *p = rq->p;
	int64_t now = clock_mono_us(&rq->web->o.clock) / 1000;
	str key = cache_key(rq);
	enum err e;

	if (!may_use_cache(rq) || !str_is_null(http_header(p->in, "If-None-Match")))
		return rq->route->get(rq);
	if (cache_get(rq->web->cache, rq->c->a, key, now, rq->web->o.site.page_cache_ms, p->out)) {
		p->answered = true;
		return OK;
	}
	e = rq->route->get(rq);
	if (e == OK && p->answered && p->out->status == 200 && str_is_null(p->out->topic))
		cache_put(rq->web->cache, key, now, p->out);
	return e;
}

static enum err write_body(void *arg)
{
	struct req *rq = arg;

	return rq->route->write(rq, store_writer(rq->web->o.store));
}

static enum err once_api_body(void *arg)
{
	return once_api(arg, write_body);
}

static enum err run_write(struct req *rq)
{
	struct request_private *p = rq->p;
	int64_t now = clock_mono_us(&rq->web->o.clock) / 1000;
	enum err e;

	if (str_is_null(p->once_key))
		return write_body(rq);
	if (!once_guard_begin(rq->web->once, rq->c->a, p->once_key, now, p->out)) {
		p->answered = true;
		return OK;
	}
	/* The guard must be told even when memory runs out on the way. */
	e = arena_run(rq->c->a, str_is_null(p->api_once_key) ? write_body : once_api_body, rq);
	once_guard_done(rq->web->once, p->once_key, clock_mono_us(&rq->web->o.clock) / 1000,
			e == OK && p->answered ? p->out : NULL);
	return e;
}

static enum err link_handler(struct req *rq)
{
	enum err e = rq->p->method == METHOD_GET ? run_get(rq) : run_write(rq);

	if (e == OK && !rq->p->answered)
		BUG("route %s %s has answered nothing", rq->route->method, rq->route->path);
	return e;
}

/* The order is the security of the program: web.h tells it. */
static enum err (*const links[])(struct req *rq) = {
	link_limits, link_parse, link_rate, link_sign_in, link_route, link_permission, link_origin, link_form, link_handler,
};

/* ---- one request ---------------------------------------------------------------------------------------------------- */

static str short_address(struct arena *a, str peer)
{
	char text[ADDRESS_TEXT_SIZE];
	struct address address;

	return address_parse(peer, &address) ? str_copy(a, address_print_short(&address, text)) : S("");
}

struct req *chain_begin(struct web *w, struct arena *a, const struct http_request *in, struct http_reply *out)
{
	struct req *rq = NEW(a, struct req);
	struct ctx *c = NEW(a, struct ctx);

	*out = (struct http_reply){ .status = 0 };
	*c = (struct ctx){ .a = a, .store = w->o.store, .actor = &actor_anonymous, .random = &w->o.random,
			   .settings = w->o.settings, .lang = w->o.site.offered[0] };
	c->now_ms = clock_now_ms(&w->o.clock);
	c->now = c->now_ms / 1000;
	c->request_id = key_new(a, c->random);
	c->address = short_address(a, in->peer);
	rq->c = c;
	rq->web = w;
	rq->p = NEW(a, struct request_private);
	rq->p->in = in;
	rq->p->out = out;
	return rq;
}

struct run {
	struct web *w;
	struct arena *a;
	const struct http_request *in;
	struct http_reply *out;
	bool quick;
	struct req *rq;
};

static void report(struct run *run, enum err e)
{
	const struct log *log = run->w->o.log;
	bool defect = e == ERR_DB || e == ERR_IO;

	if (log == NULL || (!defect && e != ERR_BUSY && e != ERR_MEMORY))
		return;
	struct log mine = log_for_request(log, run->rq == NULL ? S("-") : run->rq->c->request_id);

	LOG(&mine, defect ? LEVEL_ERROR : LEVEL_WARNING, "request.failed", log_err("why", e),
	    log_str("route", run->out->route == NULL ? S("-") : str_from(run->out->route)));
}

static enum err run_links(void *arg)
{
	struct run *run = arg;
	struct req *rq = chain_begin(run->w, run->a, run->in, run->out);
	enum err e = OK;

	run->rq = rq;
	if (run->quick)
		rq->c->quick_deadline_us = clock_mono_us(&run->w->o.clock) + QUICK_US;
	for (size_t i = 0; i < sizeof links / sizeof *links && e == OK && !rq->p->answered; i++)
		e = links[i](rq);
	if (e == ERR_AGAIN_SLOW && run->quick)
		return e;
	report(run, e);
	/* What follows must not fail for want of time. */
	rq->c->quick_deadline_us = 0;
	if (e == ERR_SIGN_IN && rq->c->actor->account == 0)
		error_sign_in(rq);
	else if (e == ERR_INVALID && rq->form != NULL && rq->form->error_count > 0)
		error_reply(rq, 422, str_null);
	else if (e != OK)
		error_reply(rq, error_status(e, rq->c->actor->account == 0), str_null);
	headers_finish(rq);
	return OK;
}

enum err web_handle(struct web *w, struct arena *a, const struct http_request *in, bool quick, struct http_reply *out)
{
	struct run run = { w, a, in, out, quick, NULL };
	enum err e = arena_run(a, run_links, &run);

	if (run.rq != NULL) {
		out->trace = run.rq->c->trace;
		out->request_id = run.rq->c->request_id;
		ctx_end(run.rq->c);
	}
	if (e == ERR_AGAIN_SLOW)
		return e;
	if (e != OK) {
		report(&run, e);
		web_refuse(error_status(e, true), out);
	}
	out->arena_bytes = arena_used(a);
	return OK;
}
