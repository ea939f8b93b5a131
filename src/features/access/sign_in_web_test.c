/* Signing in as a browser sees it: in-process, through the whole chain. */
#include "features/access/access.h"
#include "features/access/access_hooks.h"
#include "harness.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

static struct test_web t;

static void with_real_sign_ins(struct web_options *options)
{
	options->load_actor = access_load_actor;
	options->renew = sign_in_renew;
}

static int set_up(void **state)
{
	struct access_new in = { .email = S("mari@example.fi"), .name = S("Mari Virtanen"), .lang = LANG_EN };
	struct access_role_spec administrator = { .role = ROLE_ADMINISTRATOR, .scope = SCOPE_INSTANCE };
	enum access_result result;
	struct ctx *c;
	str key;

	(void)state;
	test_web_open_with(&t, all_route_tables, all_route_tables_count, with_real_sign_ins);
	c = test_ctx(&t.store);
	assert_ok(access_add(c, test_writer(&t.store), &in, &key, &result));
	assert_ok(access_grant(c, test_writer(&t.store), key, &administrator, &result));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_web_close(&t);
	return 0;
}

/* The path of the newest link that was mailed. */
static const char *mailed_link(void)
{
	struct ctx *c = test_ctx(&t.store);
	str all = test_mails(c), path = S("");
	const str mark = S("http://localhost:8080/en/sign-in/");

	for (size_t at; (at = str_find_str(all, mark)) < all.n; all = str_sub(all, at + mark.n, all.n))
		path = str_copy(t.a, STR_CONCAT(c->a, S("/en/sign-in/"), str_sub(all, at + mark.n, TOKEN_LENGTH)));
	return str_c(t.a, path);
}

static void forget_cookies(void)
{
	memset(t.cookies, 0, sizeof t.cookies);
}

static void ask(const char *body)
{
	assert_redirect(post(&t, "/en/sign-in", body), "/en/sign-in/sent");
}

static void test_signing_in_and_out(void **state)
{
	struct test_reply *r;
	const char *link;

	(void)state;
	assert_redirect(get(&t, "/en/users"), "/en/sign-in?next=%2Fen%2Fusers");
	assert_text(get(&t, "/en/sign-in?next=%2Fen%2Fusers"), "value=\"/users\"");
	ask("email=Mari@example.fi&next=%2Fusers");
	assert_text(get(&t, "/en/sign-in/sent"), "A mail is under way");
	link = mailed_link();
	/* Opening the link does nothing yet. */
	r = get(&t, link);
	assert_text(r, "Press the button to sign in on this device.");
	assert_budget(r, 2, 20000, 300000);
	assert_status(get(&t, "/en/me"), 303);
	r = post(&t, link, NULL);
	assert_redirect(r, "/en/users");
	assert_text(follow(&t, r), "Mari Virtanen");
	assert_text(get(&t, "/en/me"), "Administrator");
	assert_redirect(get(&t, "/en/sign-in"), "/en/me");
	assert_status(get(&t, link), 410);
	r = post(&t, "/en/sign-out", NULL);
	assert_redirect(r, "/en/events");
	assert_redirect(get(&t, "/en/me"), "/en/sign-in");
}

static void test_another_browser_shows_six_digits(void **state)
{
	struct test_reply *r;
	const char *link;
	str cookie, code;
	size_t at;

	(void)state;
	ask("email=mari@example.fi");
	cookie = t.cookies[0].value;
	link = mailed_link();
	forget_cookies();
	assert_text(get(&t, link), "Show the six digits");
	r = post(&t, link, NULL);
	assert_status(r, 200);
	assert_text(r, "Your six digits");
	assert_true(str_is_null(test_reply_header(r, "Set-Cookie")));
	at = str_find_str(r->body, S("<strong class=\"num\">"));
	code = str_copy(t.a, str_sub(r->body, at + 20, 7));
	/* Back in the first browser. */
	forget_cookies();
	t.cookies[0].name = S("talkoot");
	t.cookies[0].value = cookie;
	r = post(&t, "/en/sign-in/sent", "code=1");
	assert_status(r, 422);
	assert_text(r, "You have 4 tries left.");
	r = post(&t, "/en/sign-in/sent", str_c(t.a, STR_CONCAT(t.a, S("code="), str_sub(code, 0, 3), S("+"), str_sub(code, 4, 3))));
	assert_redirect(r, "/en/me");
	assert_text(get(&t, "/en/me"), "mari@example.fi");
}

/* Everything that goes back to the browser, but for what is random in each answer. */
static str answer(struct test_reply *r)
{
	str all = str_format(r->a, "%d\n", r->status);

	for (size_t i = 0; i < r->r.header_count; i++)
		if (!str_eq_nocase(r->r.headers[i].name, S("Set-Cookie")) && !str_eq_nocase(r->r.headers[i].name, S("X-Request-Id")))
			all = STR_CONCAT(r->a, all, r->r.headers[i].name, S(": "), r->r.headers[i].value, S("\n"));
	return STR_CONCAT(r->a, all, r->body);
}

static void test_known_and_unknown_addresses_are_answered_alike(void **state)
{
	static const char *const bodies[] = { "email=mari@example.fi", "email=miri@example.fi" };
	struct test_reply *asked[2], *sent[2], *code[2];
	str token = S("");

	(void)state;
	for (int i = 0; i < 2; i++) {
		forget_cookies();
		asked[i] = post(&t, "/en/sign-in", bodies[i]);
		token = t.cookies[0].value;
		assert_int_equal(token.n, TOKEN_LENGTH);
		sent[i] = get(&t, "/en/sign-in/sent");
		code[i] = post(&t, "/en/sign-in/sent", "code=123456");
	}
	assert_true(str_eq(answer(asked[0]), answer(asked[1])));
	assert_int_equal(asked[0]->r.trace.statements, asked[1]->r.trace.statements);
	/* The form tokens of the pages differ, their words and sizes do not. */
	assert_int_equal(sent[0]->status, sent[1]->status);
	assert_int_equal(sent[0]->body.n, sent[1]->body.n);
	assert_int_equal(code[0]->status, code[1]->status);
	assert_int_equal(code[0]->body.n, code[1]->body.n);
	assert_text(code[0], "You have 4 tries left.");
	assert_text(code[1], "You have 4 tries left.");
}

static void test_a_refused_address_keeps_what_was_typed(void **state)
{
	struct test_reply *r = post(&t, "/en/sign-in", "email=mari&next=%2Fevents");

	(void)state;
	assert_status(r, 422);
	assert_text(r, "value=\"mari\"");
	assert_text(r, "value=\"/events\"");
}

static void test_no_other_site_is_next(void **state)
{
	struct test_reply *r;

	(void)state;
	ask("email=mari@example.fi&next=%2F%2Fevil.example%2F");
	r = post(&t, mailed_link(), NULL);
	assert_redirect(r, "/en/me");
}

static void test_sign_ins_are_shown_and_ended(void **state)
{
	struct test_reply *r;
	str key;
	size_t at;

	(void)state;
	ask("email=mari@example.fi");
	test_header(&t, "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
	assert_redirect(post(&t, mailed_link(), NULL), "/en/me");
	r = get(&t, "/en/me/sign-ins");
	assert_text(r, "Firefox, Linux");
	assert_text(r, "This one");
	assert_budget(r, 2, 20000, 400000);
	at = str_find_str(r->body, S("/me/sign-ins/"));
	key = str_sub(r->body, at + 13, KEY_LENGTH);
	assert_status(post(&t, "/en/me/sign-ins/0123456789abcdef/end", NULL), 404);
	assert_redirect(post(&t, str_c(t.a, STR_CONCAT(t.a, S("/en/me/sign-ins/"), key, S("/end"))), NULL), "/en/me/sign-ins");
	assert_redirect(get(&t, "/en/me"), "/en/sign-in");
}

/* The sign-in's end moves with its use, also when only pages are read. */
static void test_reading_keeps_a_sign_in_alive(void **state)
{
	(void)state;
	ask("email=mari@example.fi");
	assert_redirect(post(&t, mailed_link(), NULL), "/en/me");
	for (int day = 0; day < 80; day += 20) {
		test_pass(&t.store, 20 * 86400);
		assert_status(get(&t, "/en/me"), 200);
	}
	test_pass(&t.store, 11 * 86400);
	assert_redirect(get(&t, "/en/me"), "/en/sign-in"); /* ninety days */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_signing_in_and_out), TEST(test_another_browser_shows_six_digits),
	  TEST(test_known_and_unknown_addresses_are_answered_alike), TEST(test_a_refused_address_keeps_what_was_typed),
	  TEST(test_no_other_site_is_next), TEST(test_sign_ins_are_shown_and_ended), TEST(test_reading_keeps_a_sign_in_alive))
