/* The chain from raw target to reply: routes, languages, permissions, origin, tokens, limits. */
#include "harness.h"
#include "support/web/web_test.h"
#include "text/tr.h"
#include "web/chain.h"

struct note_in {
	str email, text;
	bool tick;
};
static const struct field note_fields[] = {
	{ FIELD(struct note_in, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .required = true },
	{ FIELD(struct note_in, text), .type = FIELD_TEXT, .label = N_("Note"), .max = 20 },
	{ FIELD(struct note_in, tick), .type = FIELD_BOOL, .label = N_("Tick") },
};
static const struct form_def note_form = FORM("note", note_fields, struct note_in);
static int posts;

static enum err show_page(struct req *rq, str text, int status)
{
	struct page *page;
	struct html *h = page_begin(rq, S("Test page"), &page);

	html_str(h, text);
	return page_send(rq, status);
}

static enum err home_page(struct req *rq)
{
	return show_page(rq, S("home"), 200);
}

static enum err key_page(struct req *rq)
{
	if (str_eq(req_path(rq, "key"), S("missing")))
		return ERR_NOT_FOUND;
	return show_page(rq, STR_CONCAT(rq->c->a, S("key="), req_path(rq, "key"), S(" q="), req_query(rq, "q")), 200);
}

static enum err versioned_page(struct req *rq)
{
	if (reply_not_modified(rq, S("v1")))
		return OK;
	return show_page(rq, S("content"), 200);
}

static enum err hungry_page(struct req *rq)
{
	for (;;)
		(void)arena_alloc(rq->c->a, 100000);
	return OK;
}

static enum err slow_page(struct req *rq)
{
	return rq->c->quick_deadline_us != 0 ? ERR_AGAIN_SLOW : show_page(rq, S("slow"), 200);
}

static enum err broken_page(struct req *rq)
{
	struct page *page;

	(void)page_begin(rq, S("half"), &page);
	reply_header(rq, "X-Half", S("1"));
	return ERR_DB;
}

static enum err note_post(struct req *rq, struct writer *w)
{
	struct note_in in;

	assert_non_null(w);
	posts++;
	if (req_form(rq, &in) != OK)
		return show_page(rq, STR_CONCAT(rq->c->a, S("refused "), form_value(rq->form, "text", 0), S(" / "),
						form_error_text(rq->form, "email", 0), S(" / "),
						form_error_text(rq->form, NULL, 0)), 422);
	return reply_redirect(rq, S("/things/saved?x=1#part"), S("Saved & done"));
}

static enum err press_post(struct req *rq, struct writer *w)
{
	(void)w;
	posts++;
	return reply_redirect(rq, S("/"), str_null);
}

static enum err api_get(struct req *rq)
{
	return reply_json(rq, 200, S("{\"a\":1}"));
}

static enum err api_post(struct req *rq, struct writer *w)
{
	struct note_in in;

	(void)w;
	TRY(req_json(rq, &note_form, &in));
	return reply_json(rq, 201, str_format(rq->c->a, "{\"tick\":%s}", in.tick ? "true" : "false"));
}

static const struct route routes[] = {
	GET_PAGE("/", home_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/things/{key}", key_page, PERM_PUBLIC, QUICK),
	GET_PAGE("/things/new", home_page, PERM_COORDINATOR, QUICK),
	GET_PAGE("/things/{key}.ics", versioned_page, PERM_PUBLIC, QUICK),
	GET_PAGE("/helper", home_page, PERM_HELPER, QUICK),
	GET_PAGE("/runner", home_page, PERM_EVENT_RUNNER, QUICK),
	GET_PAGE("/reader", home_page, PERM_READER, QUICK),
	GET_PAGE("/admin", home_page, PERM_ADMINISTRATOR, QUICK, .camera = true),
	GET_PAGE("/mine", home_page, PERM_SIGNED_IN, QUICK),
	GET_PAGE("/hungry", hungry_page, PERM_PUBLIC, QUICK),
	GET_PAGE("/slow", slow_page, PERM_PUBLIC, QUICK),
	GET_PAGE("/broken", broken_page, PERM_PUBLIC, QUICK),
	GET_PAGE("/embed", home_page, PERM_PUBLIC, QUICK, .embed = true),
	POST_FORM("/things/{key}", note_post, PERM_PUBLIC, &note_form, .rate = RATE_FORM),
	POST_FORM("/press", press_post, PERM_PUBLIC, NULL),
	GET_API("/api/v1/things", api_get, PERM_SIGNED_IN, QUICK),
	WRITE_API("POST", "/api/v1/things", api_post, PERM_PUBLIC, &note_form),
};
static const struct route_table table = ROUTE_TABLE(routes);
extern const struct route_table static_web_routes;
static const struct route_table *const tables[] = { &table, &static_web_routes };

#define OPEN(t)            \
	struct test_web t; \
	(void)state;       \
	test_web_open(&t, tables, 2)

static void test_home_redirects_by_language(void **state)
{
	OPEN(t);
	assert_redirect(get(&t, "/"), "/fi/");
	test_header(&t, "Accept-Language", "de, sv-FI;q=0.8, en;q=0.5");
	assert_redirect(get(&t, "/"), "/sv/");
	assert_redirect(get(&t, "/things/a1"), "/sv/things/a1");
	test_header(&t, "Cookie", "x=1; talkoot-lang=en");
	assert_redirect(get(&t, "/"), "/en/");
	test_headers_clear(&t);
	test_header(&t, "Cookie", "talkoot-lang=xx");
	assert_redirect(get(&t, "/"), "/fi/");
	test_web_close(&t);
}

static void test_languages_in_the_path(void **state)
{
	OPEN(t);
	struct test_reply *r = assert_status(get(&t, "/fi/"), 200);

	assert_text(r, "<html lang=\"fi\"");
	assert_text(r, "hreflang=\"sv\"");
	assert_redirect(get(&t, "/fi"), "/fi/");
	assert_int_equal(get(&t, "/fi/things/abc/")->status, 301);
	assert_redirect(get(&t, "/fi/things/abc/?q=1"), "/fi/things/abc?q=1");
	assert_status(get(&t, "/de/things/abc"), 404);
	assert_status(get(&t, "/fi/nothing"), 404);
	assert_text(get(&t, "/sv/nothing"), "lang=\"sv\"");
	/* Two slashes must never become the address of another host. */
	assert_status(get(&t, "//evil.example/"), 400);
	assert_status(get(&t, "/fi//evil.example/"), 400);
	test_web_close(&t);
}

static void only_english(struct web_options *o)
{
	o->site.offered[0] = LANG_EN;
	o->site.offered_count = 1;
}

static void test_language_not_offered_goes_to_default(void **state)
{
	struct test_web t;

	(void)state;
	test_web_open_with(&t, tables, 2, only_english);
	assert_redirect(get(&t, "/fi/things/abc?q=1"), "/en/things/abc?q=1");
	assert_status(post(&t, "/fi/press", ""), 404);
	test_web_close(&t);
}

static void test_literal_before_name_and_decoding(void **state)
{
	OPEN(t);
	assert_text(get(&t, "/fi/things/b%C3%A4?q=a%20b+c"), "key=b\xc3\xa4 q=a b c");
	assert_redirect(get(&t, "/fi/things/new"), "/fi/sign-in?next=%2Ffi%2Fthings%2Fnew");
	assert_text(get(&t, "/fi/things/x.ics"), "content");
	assert_status(get(&t, "/fi/things/a%2Fb"), 400);
	assert_status(get(&t, "/fi/things/%00"), 400);
	assert_status(get(&t, "/fi/things/%zz"), 400);
	assert_status(get(&t, "/fi/../things"), 400);
	assert_status(get(&t, "/fi/things/a?q=%ff"), 400);
	assert_status(get(&t, "nonsense"), 400);
	test_web_close(&t);
}

static void test_methods(void **state)
{
	OPEN(t);
	struct test_reply *r = assert_status(send_raw(&t, "DELETE", "/fi/things/abc", str_null), 405);

	assert_str(test_reply_header(r, "Allow"), "GET, HEAD, POST");
	r = assert_status(send_raw(&t, "HEAD", "/fi/things/abc", str_null), 200);
	assert_true(r->r.head);
	assert_status(send_raw(&t, "BREW", "/fi/things/abc", str_null), 405);
	assert_status(get(&t, "/fi/press"), 405);
	test_web_close(&t);
}

static void test_permissions_by_role(void **state)
{
	static const struct {
		const char *path;
		enum access_role role;
		enum role_scope scope;
		int64_t id;
		int status;
	} rows[] = {
		{ "/fi/mine", ROLE_PARTICIPANT, SCOPE_INSTANCE, 0, 200 },
		{ "/fi/helper", ROLE_PARTICIPANT, SCOPE_INSTANCE, 0, 403 },
		{ "/fi/helper", ROLE_HELPER, SCOPE_EVENT, 7, 200 },
		{ "/fi/helper", ROLE_COORDINATOR, SCOPE_EVENT, 7, 200 },
		{ "/fi/runner", ROLE_HELPER, SCOPE_EVENT, 7, 403 },
		{ "/fi/runner", ROLE_COORDINATOR, SCOPE_EVENT, 7, 200 },
		{ "/fi/things/new", ROLE_COORDINATOR, SCOPE_EVENT, 7, 403 },
		{ "/fi/things/new", ROLE_COORDINATOR, SCOPE_INSTANCE, 0, 200 },
		{ "/fi/things/new", ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0, 200 },
		{ "/fi/reader", ROLE_READER, SCOPE_INSTANCE, 0, 200 },
		{ "/fi/reader", ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, 3, 403 },
		{ "/fi/reader", ROLE_COORDINATOR, SCOPE_INSTANCE, 0, 200 },
		{ "/fi/admin", ROLE_COORDINATOR, SCOPE_INSTANCE, 0, 403 },
		{ "/fi/admin", ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0, 200 },
	};
	OPEN(t);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		as_role(&t, rows[i].role, rows[i].scope, rows[i].id);
		assert_status(get(&t, rows[i].path), rows[i].status);
		as_nobody(&t);
		assert_redirect(get(&t, rows[i].path), "/fi/sign-in?next=");
	}
	test_web_close(&t);
}

static void test_form_is_checked_and_kept(void **state)
{
	OPEN(t);
	struct test_reply *r = assert_status(post(&t, "/en/things/a", "email=x&text=kept+%26+safe"), 422);

	assert_text(r, "refused kept &amp; safe / Enter an e-mail address");
	r = post(&t, "/en/things/a", "email=Anna%40EXAMPLE.com&unknown=1");
	assert_redirect(r, "/en/things/saved?x=1&_n=");
	assert_text(follow(&t, r), "Saved &amp; done");
	/* The words of a notice cannot be chosen by who makes a link, nor carried to another page. */
	assert_no_text(get(&t, "/en/things/saved?_n=U2F2ZWQ"), "Saved");
	test_web_close(&t);
}

static void test_notice_belongs_to_its_page_and_time(void **state)
{
	OPEN(t);
	struct test_reply *r = post(&t, "/en/things/a", "email=a%40example.com");
	str location = test_reply_header(r, "Location"), sealed = str_sub(location, str_find_str(location, S("_n=")), 500);
	char other[600];

	sealed = str_sub(sealed, 0, str_find(sealed, '#'));
	snprintf(other, sizeof other, "/en/things/other?%.*s", STR_ARG(sealed));
	assert_no_text(get(&t, other), "Saved");
	test_pass(&t.store, 200);
	assert_no_text(follow(&t, r), "Saved");
	test_web_close(&t);
}

static void test_origin(void **state)
{
	static const struct {
		const char *name, *value;
		int status;
	} rows[] = {
		{ "Origin", "https://evil.example", 403 },
		{ "Origin", "null", 403 },
		{ "Origin", "http://localhost:8080.evil.example", 403 },
		{ "Sec-Fetch-Site", "cross-site", 403 },
		{ "Sec-Fetch-Site", "same-site", 403 },
		{ "Sec-Fetch-Site", "same-origin", 303 },
	};
	OPEN(t);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		test_headers_clear(&t);
		test_header(&t, rows[i].name, rows[i].value);
		assert_status(post(&t, "/fi/press", "n=1"), rows[i].status);
	}
	test_web_close(&t);
}

static void test_origin_by_referer_or_not_at_all(void **state)
{
	OPEN(t);
	str body = STR_CONCAT(t.a, S("_token="), test_token(&t));

	test_header(&t, "Content-Type", "application/x-www-form-urlencoded");
	assert_status(send_raw(&t, "POST", "/fi/press", body), 403);
	test_header(&t, "Referer", "http://localhost:8080/fi/things/a");
	assert_status(send_raw(&t, "POST", "/fi/press", body), 303);
	test_headers_clear(&t);
	test_header(&t, "Content-Type", "application/x-www-form-urlencoded");
	test_header(&t, "Referer", "http://localhost:80801/fi/");
	assert_status(send_raw(&t, "POST", "/fi/press", body), 403);
	test_web_close(&t);
}

static void test_form_tokens(void **state)
{
	OPEN(t);
	str visitor = test_token(&t), signed_in;
	int before = posts;

	t.no_token = true;
	assert_status(post(&t, "/fi/press", ""), 403);
	assert_status(post(&t, "/fi/press", "_token=AAAA"), 403);
	as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	signed_in = test_token(&t);
	as_nobody(&t);
	assert_status(post(&t, "/fi/press", str_c(t.a, STR_CONCAT(t.a, S("_token="), signed_in))), 403);
	/* A visitor's page sent after signing in: nothing typed is lost, nothing is done. */
	as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	assert_status(post(&t, "/fi/press", str_c(t.a, STR_CONCAT(t.a, S("_token="), visitor))), 403);
	assert_int_equal(posts, before);
	assert_status(post(&t, "/en/things/a", str_c(t.a, STR_CONCAT(t.a, S("email=a%40example.com&_token="), visitor))), 422);
	as_nobody(&t);
	test_pass(&t.store, 25 * 3600);
	assert_text(post(&t, "/en/things/a", str_c(t.a, STR_CONCAT(t.a, S("text=mine&email=a%40b.fi&_token="), visitor))),
		    "refused mine");
	test_web_close(&t);
}

static void old_enough(struct web_options *o)
{
	o->form_age_min = 2;
}

static void test_programs_are_kept_out(void **state)
{
	struct test_web t;
	const char *body;

	(void)state;
	test_web_open_with(&t, tables, 2, old_enough);
	t.no_token = true;
	body = str_c(t.a, STR_CONCAT(t.a, S("email=a%40example.com&_token="), test_token(&t)));
	assert_text(assert_status(post(&t, "/en/things/a", body), 422), "very fast");
	test_pass(&t.store, 3);
	assert_status(post(&t, "/en/things/a", body), 303);
	body = str_c(t.a, STR_CONCAT(t.a, S("homepage_2=spam&"), str_from(body)));
	assert_status(post(&t, "/en/things/a", body), 422);
	test_web_close(&t);
}

static void test_double_click_is_one(void **state)
{
	OPEN(t);
	int before = posts;
	const char *body;

	t.no_token = true;
	body = str_c(t.a, STR_CONCAT(t.a, S("_token="), test_token(&t)));
	assert_status(post(&t, "/fi/press", body), 303);
	assert_status(post(&t, "/fi/press", body), 303);
	assert_int_equal(posts, before + 1);
	test_pass(&t.store, 11);
	assert_status(post(&t, "/fi/press", body), 303);
	assert_int_equal(posts, before + 2);
	test_web_close(&t);
}

static void test_content_types_and_sizes(void **state)
{
	OPEN(t);
	static char big[70000];

	memset(big, 'a', sizeof big - 1);
	test_header(&t, "Origin", "http://localhost:8080");
	test_header(&t, "Content-Type", "text/plain");
	assert_status(send_raw(&t, "POST", "/fi/press", S("x")), 415);
	test_headers_clear(&t);
	assert_status(post(&t, "/fi/press", big), 413);
	test_header(&t, "Content-Type", "multipart/form-data; boundary=x");
	assert_status(post(&t, "/fi/press", "garbage"), 400);
	test_web_close(&t);
}

static void test_multipart_fills_the_form(void **state)
{
	OPEN(t);
	str body = S("--B\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na@example.com\r\n--B--\r\n");

	assert_status(post_multipart(&t, "/en/things/a", body, "B"), 303);
	test_web_close(&t);
}

static void test_errors_have_pages(void **state)
{
	OPEN(t);
	struct test_reply *r = assert_status(get(&t, "/en/broken"), 500);

	assert_text(r, "The fault is ours");
	assert_true(str_is_null(test_reply_header(r, "X-Half")));
	assert_true(str_find_str(r->body, r->r.request_id) < r->body.n);
	assert_status(get(&t, "/en/hungry"), 503);
	assert_str(test_reply_header(get(&t, "/en/hungry"), "Retry-After"), "2");
	assert_text(assert_status(get(&t, "/en/things/missing"), 404), "There is no such page");
	test_web_close(&t);
}

static void test_quick_that_is_slow_runs_again(void **state)
{
	OPEN(t);
	struct http_header host = { S("Host"), S("localhost:8080") };
	struct http_request in = { .method = S("GET"), .target = S("/en/slow"), .headers = &host, .header_count = 1,
				   .peer = S("192.0.2.1") };
	struct http_reply out;
	struct arena *a = arena_new(1 << 20);

	assert_int_equal(web_handle(t.web, a, &in, true, &out), ERR_AGAIN_SLOW);
	arena_reset(a);
	assert_ok(web_handle(t.web, a, &in, false, &out));
	assert_int_equal(out.status, 200);
	arena_free(a);
	test_web_close(&t);
}

static void test_host_must_be_ours(void **state)
{
	OPEN(t);
	test_header(&t, "Host", "evil.example");
	assert_status(get(&t, "/en/"), 421);
	assert_status(get(&t, "/healthz"), 200);
	test_headers_clear(&t);
	test_header(&t, "Host", "127.0.0.1:8080");
	assert_redirect(get(&t, "/en/things/a?q=1"), "http://localhost:8080/en/things/a?q=1");
	assert_status(post(&t, "/en/press", ""), 421);
	test_headers_clear(&t);
	test_header(&t, "Host", "localhost:8080.evil.example");
	assert_status(get(&t, "/en/"), 421);
	test_web_close(&t);
}

static void test_api_speaks_json(void **state)
{
	OPEN(t);
	struct test_reply *r = assert_status(get(&t, "/api/v1/things"), 401);

	assert_str(test_reply_header(r, "Content-Type"), "application/problem+json");
	assert_str(test_reply_header(r, "WWW-Authenticate"), "Bearer");
	assert_text(r, "\"code\":\"sign_in\"");
	assert_status(get(&t, "/api/v1/nothing"), 404);
	r = assert_status(send_json(&t, "POST", "/api/v1/things", "{\"email\":\"x\",\"tick\":true}"), 422);
	assert_text(r, "\"field\":\"email\"");
	r = assert_status(send_json(&t, "POST", "/api/v1/things", "{\"email\":\"a@b.fi\",\"tick\":true}"), 201);
	assert_str(r->body, "{\"tick\":true}");
	assert_status(send_json(&t, "POST", "/api/v1/things", "{\"email\":\"a@b.fi\",\"nosuch\":1}"), 422);
	assert_status(send_json(&t, "POST", "/api/v1/things", "{\"email\":\"a@b.fi\"} x"), 422);
	as_role(&t, ROLE_PARTICIPANT, SCOPE_INSTANCE, 0);
	assert_str(assert_status(get(&t, "/api/v1/things"), 200)->body, "{\"a\":1}");
	/* With a cookie a foreign site could write through the browser. */
	test_header(&t, "Origin", "https://evil.example");
	assert_status(send_json(&t, "POST", "/api/v1/things", "{\"email\":\"a@b.fi\"}"), 403);
	test_headers_clear(&t);
	as_nobody(&t);
	test_header(&t, "Authorization", "Bearer wrong");
	assert_status(get(&t, "/api/v1/things"), 401);
	test_web_close(&t);
}

static void test_not_modified(void **state)
{
	OPEN(t);
	struct test_reply *r = assert_status(get(&t, "/en/things/x.ics"), 200);
	char etag[64];

	snprintf(etag, sizeof etag, "%.*s", STR_ARG(test_reply_header(r, "ETag")));
	test_header(&t, "If-None-Match", etag);
	r = assert_status(get(&t, "/en/things/x.ics"), 304);
	assert_int_equal(r->body.n, 0);
	assert_status(get(&t, "/fi/things/x.ics"), 200);
	test_web_close(&t);
}

static void embedding(struct web_options *o)
{
	o->site.frame_ancestors = S("https://www.example.fi");
}

static void test_headers_differ_by_route(void **state)
{
	struct test_web t;
	str policy;

	(void)state;
	test_web_open_with(&t, tables, 2, embedding);
	policy = test_reply_header(get(&t, "/fi/embed"), "Content-Security-Policy");
	assert_true(str_ends(policy, S("frame-ancestors https://www.example.fi")));
	policy = test_reply_header(get(&t, "/fi/"), "Content-Security-Policy");
	assert_true(str_ends(policy, S("frame-ancestors 'none'")));
	assert_str(test_reply_header(get(&t, "/fi/"), "Cache-Control"), "public, max-age=1");
	as_role(&t, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0);
	assert_str(test_reply_header(get(&t, "/fi/"), "Cache-Control"), "no-store");
	assert_true(str_starts(test_reply_header(get(&t, "/fi/admin"), "Permissions-Policy"), S("camera=(self)")));
	assert_true(str_starts(test_reply_header(get(&t, "/fi/mine"), "Permissions-Policy"), S("camera=()")));
	/* The embedded page reads no cookie: it does not know who looks at it. */
	assert_no_text(get(&t, "/fi/embed"), "Some Body");
	assert_text(get(&t, "/fi/mine"), "Some Body");
	test_web_close(&t);
}

static void caching(struct web_options *o)
{
	o->site.page_cache_ms = 1000;
}

static void test_micro_cache(void **state)
{
	struct test_web t;
	struct test_reply *r;

	(void)state;
	test_web_open_with(&t, tables, 2, caching);
	assert_text(get(&t, "/fi/"), "home");
	r = get(&t, "/fi/");
	assert_text(r, "home");
	assert_true(r->r.arena_bytes < 20000); /* no page was made */
	as_role(&t, ROLE_PARTICIPANT, SCOPE_INSTANCE, 0);
	assert_text(get(&t, "/fi/"), "Some Body");
	as_nobody(&t);
	assert_no_text(get(&t, "/fi/"), "Some Body");
	test_web_close(&t);
}

static void limiting(struct web_options *o)
{
	o->site.rate_limit = true;
}

static void test_rate_per_form_and_mail(void **state)
{
	struct test_web t;
	struct test_reply *r;

	(void)state;
	test_web_open_with(&t, tables, 2, limiting);
	for (int i = 0; i < 10; i++)
		assert_status(post(&t, "/en/things/a", "email=a%40example.com"), 303);
	r = assert_status(post(&t, "/en/things/a", "email=A%40example.com"), 429);
	assert_true(str_to_int(test_reply_header(r, "Retry-After"), &(int64_t){ 0 }));
	assert_status(post(&t, "/en/things/a", "email=b%40example.com"), 303);
	test_web_close(&t);
}

static void test_signs_of_life(void **state)
{
	OPEN(t);
	assert_str(assert_status(get(&t, "/healthz"), 200)->body, "ok\n");
	assert_text(assert_status(get(&t, "/readyz"), 200), "\"ready\":true");
	assert_status(get(&t, "/robots.txt"), 200);
	assert_status(get(&t, "/theme.css"), 200);
	assert_status(get(&t, "/assets/nothing.123456789abc.css"), 404);
	test_web_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_home_redirects_by_language), cmocka_unit_test(test_languages_in_the_path),
	  cmocka_unit_test(test_language_not_offered_goes_to_default),
	  cmocka_unit_test(test_literal_before_name_and_decoding), cmocka_unit_test(test_methods),
	  cmocka_unit_test(test_permissions_by_role), cmocka_unit_test(test_form_is_checked_and_kept),
	  cmocka_unit_test(test_notice_belongs_to_its_page_and_time), cmocka_unit_test(test_origin),
	  cmocka_unit_test(test_origin_by_referer_or_not_at_all), cmocka_unit_test(test_form_tokens),
	  cmocka_unit_test(test_programs_are_kept_out), cmocka_unit_test(test_double_click_is_one),
	  cmocka_unit_test(test_content_types_and_sizes), cmocka_unit_test(test_multipart_fills_the_form),
	  cmocka_unit_test(test_errors_have_pages), cmocka_unit_test(test_quick_that_is_slow_runs_again),
	  cmocka_unit_test(test_host_must_be_ours), cmocka_unit_test(test_api_speaks_json),
	  cmocka_unit_test(test_not_modified), cmocka_unit_test(test_headers_differ_by_route),
	  cmocka_unit_test(test_micro_cache), cmocka_unit_test(test_rate_per_form_and_mail),
	  cmocka_unit_test(test_signs_of_life))
