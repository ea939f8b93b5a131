/* Requests made by hand, replies looked at. */
#include "support/web/web_test.h"

#include <stdlib.h>

#include "harness.h"
#include "store/secret.h"
#include "web/chain.h"

/* The hook that loads an actor has no argument of ours; one test_web is open at a time. */
static struct test_web *current;

static enum err load_actor(struct ctx *c, enum credential credential, str hash, struct actor *ret)
{
	(void)credential;
	if (current->actor.account == 0 || !str_eq(hash, secret_hash(c->a, S("test-sign-in"))))
		return ERR_SIGN_IN;
	*ret = current->actor;
	return OK;
}

void test_web_open_with(struct test_web *t, const struct route_table *const *tables, size_t n,
			void (*change)(struct web_options *options))
{
	static const char *const languages[] = { "--languages=fi,en,sv", "--public-url=http://localhost:8080" };
	struct settings_input input = { .args = languages, .args_n = 2 };
	const char *const *rest;
	size_t rest_n;
	str why;

	memset(t, 0, sizeof *t);
	test_store_open(&t->store);
	t->a = arena_new((size_t)64 * 1024 * 1024);
	assert_non_null(t->a);
	if (settings_load(t->a, &input, &t->settings, &rest, &rest_n, &why) != OK)
		fail_msg("settings: %.*s", STR_ARG(why));
	site_from_settings(&t->options.site, &t->settings);
	t->options.site.rate_limit = false;
	t->options.site.page_cache_ms = 0;
	t->options.store = t->store.store;
	t->options.settings = &t->settings;
	t->options.tables = tables;
	t->options.table_count = n;
	t->options.clock = t->store.clock;
	t->options.random = t->store.random;
	t->options.load_actor = load_actor;
	memset(t->options.secret, 7, sizeof t->options.secret);
	t->peer = S("192.0.2.7");
	if (change != NULL)
		change(&t->options);
	if (web_new(&t->options, t->a, &t->web, &why) != OK)
		fail_msg("web_new: %.*s", STR_ARG(why));
	current = t;
}

void test_web_open(struct test_web *t, const struct route_table *const *tables, size_t n)
{
	test_web_open_with(t, tables, n, NULL);
}

void test_web_close(struct test_web *t)
{
	for (size_t i = 0; i < t->reply_count; i++)
		arena_free(t->replies[i]->a);
	web_free(t->web);
	arena_free(t->a);
	test_store_close(&t->store);
	current = NULL;
}

/* ---- who ------------------------------------------------------------------------------------------------------------ */

static void set_cookie(struct test_web *t, str name, str value)
{
	size_t i = 0;

	while (i < TEST_COOKIES && !str_is_null(t->cookies[i].name) && !str_eq(t->cookies[i].name, name))
		i++;
	assert_true(i < TEST_COOKIES);
	t->cookies[i].name = str_copy(t->a, name);
	t->cookies[i].value = str_copy(t->a, value);
}

void as_nobody(struct test_web *t)
{
	t->actor = (struct actor){ .account = 0 };
	set_cookie(t, S("talkoot"), S(""));
}

void as_actor(struct test_web *t, const struct actor *actor)
{
	t->actor = *actor;
	set_cookie(t, S("talkoot"), S("test-sign-in"));
}

void as_role(struct test_web *t, enum access_role role, enum role_scope scope, int64_t scope_id)
{
	struct actor actor = { .account = 1000 + (int)role, .email = S("somebody@example.com"), .name = S("Some Body") };

	t->grant = (struct role_grant){ role, scope, scope_id };
	actor.grants = &t->grant;
	actor.grant_count = role == ROLE_PARTICIPANT ? 0 : 1;
	as_actor(t, &actor);
}

void test_header(struct test_web *t, const char *name, const char *value)
{
	assert_true(t->extra_count < TEST_HEADERS);
	t->extra[t->extra_count++] = (struct http_header){ str_from(name), str_from(value) };
}

void test_headers_clear(struct test_web *t)
{
	t->extra_count = 0;
}

/* With the real hook (test_web_open_with): the sign-in that the cookies hold. */
static str real_sign_in(struct test_web *t, struct ctx *c)
{
	str hash = str_null;
	struct actor actor;

	for (size_t i = 0; i < TEST_COOKIES; i++)
		if (str_eq(t->cookies[i].name, S("talkoot")) && t->cookies[i].value.n > 0)
			hash = secret_hash(t->a, t->cookies[i].value);
	if (!str_is_null(hash) && t->options.load_actor(c, CREDENTIAL_COOKIE, hash, &actor) != OK)
		hash = str_null;
	ctx_end(c);
	return hash;
}

str test_token(struct test_web *t)
{
	struct http_request in = { .method = S("GET"), .target = S("/"), .peer = t->peer };
	struct http_reply out;
	struct req *rq = chain_begin(t->web, t->a, &in, &out);

	if (t->actor.account != 0)
		rq->p->sign_in = secret_hash(t->a, S("test-sign-in"));
	else if (t->options.load_actor != load_actor)
		rq->p->sign_in = real_sign_in(t, rq->c);
	return guard_token_new(rq);
}

/* ---- sending -------------------------------------------------------------------------------------------------------- */

static void expect_header(const struct http_reply *r, const char *name, const char *part)
{
	str value = http_reply_header(r, name);

	if (str_is_null(value) || str_find_str(value, str_from(part)) == value.n)
		fail_msg("%s: header %s is \"%.*s\", without \"%s\"", r->route == NULL ? "?" : r->route, name, STR_ARG(value),
			 part);
}

static void check_policy(const struct http_reply *r)
{
	expect_header(r, "Content-Security-Policy", "default-src 'none'");
	expect_header(r, "X-Content-Type-Options", "nosniff");
	expect_header(r, "Cache-Control", "");
	/* A refusal for want of memory is plain text and has no more. */
	if (str_is_null(http_reply_header(r, "Permissions-Policy")) && r->status >= 500)
		return;
	expect_header(r, "Content-Security-Policy", "frame-ancestors");
	expect_header(r, "Content-Security-Policy", "base-uri 'none'");
	expect_header(r, "Permissions-Policy", "microphone=()");
	expect_header(r, "Referrer-Policy", "same-origin");
	expect_header(r, "Cross-Origin-Opener-Policy", "same-origin");
	if (!str_starts(http_reply_header(r, "Content-Type"), S("text/html")))
		return; /* a mail to be downloaded, for one, has styles */
	if (str_find_str(r->body, S(" style=\"")) < r->body.n || str_find_str(r->body, S("<style")) < r->body.n)
		fail_msg("%s: a style inside the page, which the policy forbids", r->route == NULL ? "?" : r->route);
}

static void keep_cookies(struct test_web *t, const struct http_reply *r)
{
	for (size_t i = 0; i < r->header_count; i++) {
		str pair = str_sub(r->headers[i].value, 0, str_find(r->headers[i].value, ';'));
		size_t equals = str_find(pair, '=');

		if (str_eq_nocase(r->headers[i].name, S("Set-Cookie")))
			set_cookie(t, str_sub(pair, 0, equals), str_sub(pair, equals + 1, pair.n));
	}
}

static str cookie_header(struct test_web *t)
{
	struct buf b;

	buf_init(&b, t->a, 4000);
	for (size_t i = 0; i < TEST_COOKIES && !str_is_null(t->cookies[i].name); i++) {
		if (t->cookies[i].value.n == 0)
			continue;
		if (b.n > 0)
			buf_lit(&b, "; ");
		buf_str(&b, t->cookies[i].name);
		buf_char(&b, '=');
		buf_str(&b, t->cookies[i].value);
	}
	return b.n == 0 ? str_null : buf_done(&b);
}

static struct test_reply *send_with(struct test_web *t, const char *method, str target, str type, str body, bool origin)
{
	struct http_header headers[TEST_HEADERS + 8];
	struct http_request in = { .method = str_from(method), .target = target, .headers = headers, .body = body,
				   .peer = t->peer };
	struct arena *a = arena_new((size_t)16 * 1024 * 1024);
	struct test_reply *r = NEW(t->a, struct test_reply);
	str cookies = cookie_header(t);

	assert_non_null(a);
	assert_true(t->reply_count < TEST_REPLIES);
	t->replies[t->reply_count++] = r;
	r->a = a;
	/* What the test sets comes first, and the first one counts. */
	for (size_t i = 0; i < t->extra_count; i++)
		headers[in.header_count++] = t->extra[i];
	headers[in.header_count++] = (struct http_header){ S("Host"), S("localhost:8080") };
	if (!str_is_null(cookies))
		headers[in.header_count++] = (struct http_header){ S("Cookie"), cookies };
	if (!str_is_null(type))
		headers[in.header_count++] = (struct http_header){ S("Content-Type"), type };
	if (origin)
		headers[in.header_count++] = (struct http_header){ S("Origin"), S("http://localhost:8080") };
	assert_ok(web_handle(t->web, a, &in, false, &r->r));
	r->status = r->r.status;
	r->body = r->r.body;
	check_policy(&r->r);
	keep_cookies(t, &r->r);
	return r;
}

struct test_reply *get(struct test_web *t, const char *target)
{
	return send_with(t, "GET", str_from(target), str_null, str_null, false);
}

struct test_reply *post(struct test_web *t, const char *target, const char *body)
{
	str pairs = str_from(body == NULL ? "" : body);

	if (!t->no_token)
		pairs = STR_CONCAT(t->a, S(FORM_TOKEN_FIELD "="), test_token(t), S("&"), pairs);
	return send_with(t, "POST", str_from(target), S("application/x-www-form-urlencoded"), pairs, true);
}

struct test_reply *post_multipart(struct test_web *t, const char *target, str body, const char *boundary)
{
	str token = str_format(t->a, "--%s\r\nContent-Disposition: form-data; name=\"" FORM_TOKEN_FIELD "\"\r\n\r\n%.*s\r\n",
			       boundary, STR_ARG(test_token(t)));

	return send_with(t, "POST", str_from(target), str_format(t->a, "multipart/form-data; boundary=%s", boundary),
			 STR_CONCAT(t->a, token, body), true);
}

struct test_reply *send_json(struct test_web *t, const char *method, const char *target, const char *json)
{
	return send_with(t, method, str_from(target), S("application/json"), str_from(json), true);
}

struct test_reply *send_raw(struct test_web *t, const char *method, const char *target, str body)
{
	return send_with(t, method, str_from(target), str_null, body, false);
}

struct test_reply *follow(struct test_web *t, struct test_reply *r)
{
	str location = test_reply_header(r, "Location");

	if (str_is_null(location))
		fail_msg("%d without Location", r->status);
	return send_with(t, "GET", str_sub(location, 0, str_find(location, '#')), str_null, str_null, false);
}

/* ---- looking ------------------------------------------------------------------------------------------------------- */

str test_reply_header(const struct test_reply *r, const char *name)
{
	return http_reply_header(&r->r, name);
}

/* What a failed test shows of a page: without the head of the frame. */
static str shown(const struct test_reply *r)
{
	size_t start = str_find_str(r->body, S("<main"));

	return str_sub(r->body, start < r->body.n ? start : 0, 3000);
}

struct test_reply *test_status(struct test_reply *r, int want, const char *file, int line)
{
	if (r->status != want)
		fail_msg("%s:%d: status %d, want %d; Location: %.*s\n%.*s", file, line, r->status, want,
			 STR_ARG(test_reply_header(r, "Location")), STR_ARG(shown(r)));
	return r;
}

void test_text(struct test_reply *r, const char *text, bool there, const char *file, int line)
{
	bool found = str_find_str(r->body, str_from(text)) < r->body.n;

	if (found != there)
		fail_msg("%s:%d: \"%s\" is %s in the reply (status %d):\n%.*s", file, line, text, found ? "" : "not", r->status,
			 STR_ARG(shown(r)));
}

void test_redirect(struct test_reply *r, const char *start, const char *file, int line)
{
	str location = test_reply_header(r, "Location");

	if (r->status < 301 || r->status > 308 || !str_starts(location, str_from(start)))
		fail_msg("%s:%d: status %d, Location \"%.*s\", want \"%s...\"\n%.*s", file, line, r->status, STR_ARG(location),
			 start, STR_ARG(shown(r)));
}

void test_budget(struct test_reply *r, unsigned statements, size_t bytes, size_t arena, const char *file, int line)
{
	if (r->r.trace.statements > statements || r->body.n > bytes || r->r.arena_bytes > arena)
		fail_msg("%s:%d: %s used %u statements (budget %u), %zu bytes (%zu), arena %zu (%zu)", file, line,
			 r->r.route == NULL ? "?" : r->r.route, (unsigned)r->r.trace.statements, statements, r->body.n, bytes,
			 r->r.arena_bytes, arena);
}
