/* Tests of signing in: a link works once, in its time and in its browser; codes are few; nothing tells whether an address is
 * known; sign-ins end when they should. */
#include "features/access/sign_in.h"

#include "base/random.h"
#include "features/access/access.h"
#include "harness.h"
#include "store/secret.h"
#include "support/features/feature_support.h"

static struct test_store t;
static const struct sign_in_browser phone = { .secret = S_INIT("phone-secret"), .user_agent = S_INIT("Mozilla/5.0 (Android 14) Firefox/128.0") };
static const struct sign_in_browser desk = { .secret = S_INIT("desk-secret") };

static int set_up(void **state)
{
	struct access_new in = { .email = S("mari@example.fi"), .name = S("Mari"), .lang = LANG_SV };
	struct access_role_spec coordinator = { .role = ROLE_COORDINATOR, .scope = SCOPE_INSTANCE };
	enum access_result result;
	struct ctx *c;
	str key;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	assert_ok(access_add(c, test_writer(&t), &in, &key, &result));
	assert_ok(access_grant(c, test_writer(&t), key, &coordinator, &result));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

/* The secret of the newest mail. */
static str mailed_token(struct ctx *c)
{
	str all = test_mails(c), token = str_null;
	const str mark = S("/sv/sign-in/");

	for (size_t at; (at = str_find_str(all, mark)) < all.n; all = str_sub(all, at + mark.n, all.n))
		token = str_copy(c->a, str_sub(all, at + mark.n, TOKEN_LENGTH));
	return token;
}

static void ask(struct ctx *c, const char *email, const struct sign_in_browser *browser, const char *next)
{
	struct sign_in_ask in = { .email = str_from(email), .browser = browser->secret, .next = str_from(next) };

	assert_ok(sign_in_ask(c, test_writer(&t), &in));
}

static struct sign_in_new use(struct ctx *c, str token, const struct sign_in_browser *browser)
{
	struct sign_in_new out;

	assert_ok(sign_in_with_link(c, test_writer(&t), token, browser, &out));
	return out;
}

static struct sign_in_new enter(struct ctx *c, str code, const struct sign_in_browser *browser)
{
	struct sign_in_new out;

	assert_ok(sign_in_with_code(c, test_writer(&t), code, browser, &out));
	return out;
}

static enum sign_in_link_state look(struct ctx *c, str token, const struct sign_in_browser *browser)
{
	enum sign_in_link_state link;

	assert_ok(sign_in_link_look(c, token, browser->secret, &link));
	return link;
}

static enum err load(struct ctx *c, str token, struct actor *ret)
{
	return sign_in_load(c, secret_hash(c->a, token), ret);
}

static void test_a_link_works_once(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct sign_in_new in;
	struct actor actor;
	str token;

	(void)state;
	ask(c, "Mari@Example.fi", &phone, "/events/abc?x=1");
	token = mailed_token(c);
	assert_int_equal(look(c, token, &phone), SIGN_IN_LINK_HERE);
	assert_int_equal(look(c, token, &phone), SIGN_IN_LINK_HERE); /* looking changes nothing */
	in = use(c, token, &phone);
	assert_int_equal(in.result, SIGN_IN_DONE);
	assert_str(in.next, "/events/abc?x=1");
	assert_int_equal(in.lang, LANG_SV);
	assert_ok(load(c, in.token, &actor));
	assert_str(actor.email, "mari@example.fi");
	assert_true(actor_is_coordinator(&actor));
	assert_int_equal(use(c, token, &phone).result, SIGN_IN_NO);
	assert_int_equal(look(c, token, &phone), SIGN_IN_LINK_USED);
	assert_int_equal(test_number(c, "SELECT count(*) FROM sign_in"), 1);
}

static void test_a_link_is_over_after_fifteen_minutes(void **state)
{
	struct ctx *c = test_ctx(&t);
	str token;

	(void)state;
	ask(c, "mari@example.fi", &phone, NULL);
	token = str_copy(t.a, mailed_token(c));
	test_pass(&t, SIGN_IN_LINK_SECONDS - 1);
	test_ctx_renew(&t, c);
	assert_int_equal(look(c, token, &phone), SIGN_IN_LINK_HERE);
	test_pass(&t, 1);
	test_ctx_renew(&t, c);
	assert_int_equal(look(c, token, &phone), SIGN_IN_LINK_OVER);
	assert_int_equal(use(c, token, &phone).result, SIGN_IN_NO);
	assert_int_equal(look(c, S("x"), &phone), SIGN_IN_LINK_UNKNOWN);
	assert_int_equal(use(c, token_new(c->a, c->random), &phone).result, SIGN_IN_NO);
}

static void test_another_browser_gets_a_code_for_the_first(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct sign_in_new in;
	str token, code, spaced;

	(void)state;
	ask(c, "mari@example.fi", &desk, NULL);
	token = mailed_token(c);
	assert_int_equal(look(c, token, &phone), SIGN_IN_LINK_ELSEWHERE);
	assert_int_equal(use(c, token, &phone).result, SIGN_IN_NO); /* and is not used up by that */
	assert_ok(sign_in_show_code(c, test_writer(&t), token, &code));
	assert_int_equal(code.n, CODE_LENGTH);
	assert_int_equal(enter(c, code, &phone).result, SIGN_IN_NO_TRIES); /* only for the browser that asked */
	spaced = STR_CONCAT(c->a, str_sub(code, 0, 3), S(" "), str_sub(code, 3, 3));
	in = enter(c, spaced, &desk);
	assert_int_equal(in.result, SIGN_IN_DONE);
	assert_int_equal(enter(c, code, &desk).result, SIGN_IN_NO_TRIES);
	assert_int_equal(use(c, token, &desk).result, SIGN_IN_NO);
	assert_int_equal(sign_in_show_code(c, test_writer(&t), token, &code), ERR_NOT_FOUND);
}

/* Somebody who asks for Mari's link cannot guess the digits: there are none before she wants to see them, and then five tries. */
static void test_codes_have_five_tries(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct sign_in_new in = { 0 };
	str token, code, wrong;

	(void)state;
	ask(c, "mari@example.fi", &desk, NULL);
	token = mailed_token(c);
	in = enter(c, S(""), &desk);
	assert_int_equal(in.result, SIGN_IN_WRONG_CODE);
	assert_int_equal(in.tries_left, 4);
	assert_ok(sign_in_show_code(c, test_writer(&t), token, &code));
	wrong = str_eq(code, S("000000")) ? S("000001") : S("000000");
	for (int left = 3; left >= 1; left--) {
		in = enter(c, wrong, &desk);
		assert_int_equal(in.result, SIGN_IN_WRONG_CODE);
		assert_int_equal(in.tries_left, left);
	}
	assert_int_equal(enter(c, wrong, &desk).result, SIGN_IN_NO_TRIES);
	assert_int_equal(enter(c, code, &desk).result, SIGN_IN_NO_TRIES);
	/* A new code of the same link does not bring the tries back. */
	assert_ok(sign_in_show_code(c, test_writer(&t), token, &code));
	assert_int_equal(enter(c, code, &desk).result, SIGN_IN_NO_TRIES);
}

/* What the browser that asked can see is the same for both addresses; so are the rows that arise. */
static void test_nothing_tells_whether_an_address_is_known(void **state)
{
	struct ctx *known = test_ctx(&t), *unknown = test_ctx(&t);
	str mail;

	(void)state;
	ask(known, "mari@example.fi", &desk, NULL);
	ask(unknown, "nobody@example.fi", &phone, NULL);
	assert_int_equal(known->trace.statements, unknown->trace.statements);
	for (int i = 0; i < 6; i++) {
		struct sign_in_new a = enter(known, S("123456"), &desk), b = enter(unknown, S("123456"), &phone);

		assert_int_equal(a.result, b.result);
		assert_int_equal(a.tries_left, b.tries_left);
	}
	assert_int_equal(test_number(known, "SELECT count(*) FROM sign_in_link WHERE mailed = 1"), 2);
	assert_int_equal(test_number(known, "SELECT count(*) FROM outbox"), 2);
	mail = test_mails(known);
	assert_true(test_has(mail, "nobody@example.fi"));
	assert_true(test_has(mail, "it has no user account here"));
}

static void test_mails_to_an_address_are_limited(void **state)
{
	struct ctx *c = test_ctx(&t);

	(void)state;
	for (int i = 0; i < 8; i++)
		ask(c, "mari@example.fi", &desk, NULL);
	for (int i = 0; i < 3; i++)
		ask(c, "nobody@example.fi", &desk, NULL);
	assert_int_equal(test_number(c, "SELECT count(*) FROM outbox WHERE address = 'mari@example.fi'"), SIGN_IN_MAILS_AN_HOUR);
	assert_int_equal(test_number(c, "SELECT count(*) FROM outbox WHERE address = 'nobody@example.fi'"), 1);
	for (int hour = 1; hour < 12; hour++) {
		test_pass(&t, 3601);
		test_ctx_renew(&t, c);
		for (int i = 0; i < 6; i++)
			ask(c, "mari@example.fi", &desk, NULL);
		ask(c, "nobody@example.fi", &desk, NULL);
	}
	assert_int_equal(test_number(c, "SELECT count(*) FROM outbox WHERE address = 'mari@example.fi'"), SIGN_IN_MAILS_A_DAY);
	assert_int_equal(test_number(c, "SELECT count(*) FROM outbox WHERE address = 'nobody@example.fi'"), 1);
	test_pass(&t, 86400);
	test_ctx_renew(&t, c);
	ask(c, "nobody@example.fi", &desk, NULL);
	assert_int_equal(test_number(c, "SELECT count(*) FROM outbox WHERE address = 'nobody@example.fi'"), 2);
}

static void test_secrets_are_stored_as_hashes_only(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct sign_in_new in;
	str token, code, stored;

	(void)state;
	ask(c, "mari@example.fi", &desk, NULL);
	token = mailed_token(c);
	assert_ok(sign_in_show_code(c, test_writer(&t), token, &code));
	in = enter(c, code, &desk);
	assert_int_equal(in.result, SIGN_IN_DONE);
	stored = STR_CONCAT(c->a, test_texts(c, "SELECT token_hash || ' ' || browser_hash || ' ' || code_hash FROM sign_in_link"),
			    test_texts(c, "SELECT token_hash || ' ' || key FROM sign_in"));
	assert_int_equal(str_find_str(stored, token), stored.n);
	assert_int_equal(str_find_str(stored, in.token), stored.n);
	assert_int_equal(str_find_str(stored, desk.secret), stored.n);
	assert_true(str_find_str(stored, secret_hash(c->a, in.token)) < stored.n);
}

static void test_a_sign_in_lasts_while_it_is_used_but_not_for_ever(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct actor actor;
	str token, hash;
	int days = 0;

	(void)state;
	ask(c, "mari@example.fi", &desk, NULL);
	token = str_copy(t.a, use(c, mailed_token(c), &desk).token);
	hash = secret_hash(t.a, token);
	assert_ok(sign_in_load(c, hash, &actor));
	assert_false(actor.renew);
	/* Unused for thirty days it is over. */
	test_pass(&t, SIGN_IN_IDLE_SECONDS - 1);
	test_ctx_renew(&t, c);
	assert_ok(sign_in_load(c, hash, &actor));
	assert_true(actor.renew);
	test_pass(&t, 1);
	test_ctx_renew(&t, c);
	assert_int_equal(load(c, token, &actor), ERR_SIGN_IN);
	assert_ok(sign_in_renew(c, test_writer(&t), hash)); /* what is over does not come back */
	assert_int_equal(load(c, token, &actor), ERR_SIGN_IN);
	/* Used each week it lasts ninety days. */
	ask(c, "mari@example.fi", &desk, NULL);
	token = str_copy(t.a, use(c, mailed_token(c), &desk).token);
	hash = secret_hash(t.a, token);
	while (days < 200 && load(c, token, &actor) == OK) {
		assert_ok(sign_in_renew(c, test_writer(&t), hash));
		test_pass(&t, 86400);
		test_ctx_renew(&t, c);
		days++;
	}
	assert_int_equal(days, SIGN_IN_ABSOLUTE_SECONDS / 86400);
	assert_ok(sign_in_purge(c, test_writer(&t)));
	assert_int_equal(test_number(c, "SELECT count(*) FROM sign_in"), 0);
	assert_int_equal(test_number(c, "SELECT count(*) FROM sign_in_link"), 0);
}

static void test_sign_ins_are_listed_and_ended(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct actor mari, nobody;
	const struct sign_in_row *rows;
	str first, second;
	size_t n;

	(void)state;
	ask(c, "mari@example.fi", &desk, NULL);
	first = use(c, mailed_token(c), &desk).token;
	ask(c, "mari@example.fi", &phone, NULL);
	second = use(c, mailed_token(c), &phone).token;
	assert_ok(load(c, first, &mari));
	assert_int_equal(sign_in_rows(test_ctx(&t), str_null, &rows, &n), ERR_SIGN_IN);
	c->actor = &mari;
	assert_ok(sign_in_rows(c, secret_hash(c->a, first), &rows, &n));
	assert_int_equal(n, 2);
	assert_str(rows[0].browser, "Firefox, Android");
	assert_false(rows[0].current);
	assert_true(rows[1].current);
	/* Somebody else's cannot be ended. */
	nobody = (struct actor){ .account = 4711 };
	c->actor = &nobody;
	assert_int_equal(sign_in_end(c, test_writer(&t), rows[0].key), ERR_NOT_FOUND);
	c->actor = &mari;
	assert_ok(sign_in_end(c, test_writer(&t), rows[0].key));
	assert_int_equal(load(c, second, &nobody), ERR_SIGN_IN);
	assert_ok(load(c, first, &nobody));
	assert_ok(sign_in_end_all(c, test_writer(&t)));
	assert_int_equal(load(c, first, &nobody), ERR_SIGN_IN);
	/* Signing in again in the same browser ends what it had; signing out ends it too. */
	ask(c, "mari@example.fi", &desk, NULL);
	first = use(c, mailed_token(c), &desk).token;
	ask(c, "mari@example.fi", &desk, NULL);
	second = use(c, mailed_token(c), &(struct sign_in_browser){ .secret = desk.secret, .old_token = first }).token;
	assert_int_equal(load(c, first, &nobody), ERR_SIGN_IN);
	assert_ok(load(c, second, &nobody));
	assert_ok(sign_in_end_token(c, test_writer(&t), secret_hash(c->a, second)));
	assert_int_equal(load(c, second, &nobody), ERR_SIGN_IN);
}

static void test_closing_the_account_ends_everything(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct access_account account;
	enum access_result result;
	struct actor actor;
	str token, open;

	(void)state;
	ask(c, "mari@example.fi", &desk, NULL);
	token = use(c, mailed_token(c), &desk).token;
	ask(c, "mari@example.fi", &desk, NULL);
	open = mailed_token(c);
	assert_ok(access_account_by_email(c, S("mari@example.fi"), &account));
	assert_ok(access_close(c, test_writer(&t), account.key, &result));
	assert_int_equal(result, ACCESS_DONE);
	assert_int_equal(load(c, token, &actor), ERR_SIGN_IN);
	assert_int_equal(use(c, open, &desk).result, SIGN_IN_NO);
}

static void test_the_next_page_is_a_local_one(void **state)
{
	static const char *const foreign[] = { "//evil.example", "https://evil.example/", "/\\evil.example", "evil", "/a\nb", "javascript:x" };
	struct ctx *c = test_ctx(&t);

	(void)state;
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
		struct sign_in_new in;

		test_pass(&t, 3601);
		test_ctx_renew(&t, c);
		ask(c, "mari@example.fi", &desk, foreign[i]);
		in = use(c, mailed_token(c), &desk);
		assert_int_equal(in.result, SIGN_IN_DONE);
		assert_true(str_is_null(in.next));
	}
}

static void test_the_command_line_makes_a_link_for_any_browser(void **state)
{
	struct ctx *c = test_ctx(&t);
	str path, token;

	(void)state;
	assert_int_equal(sign_in_command_link(c, test_writer(&t), S("nobody@example.fi"), &path), ERR_NOT_FOUND);
	assert_ok(sign_in_command_link(c, test_writer(&t), S("Mari@example.fi"), &path));
	assert_true(str_starts(path, S("/sign-in/")));
	path = str_copy(t.a, path);
	token = str_sub(path, 9, TOKEN_LENGTH);
	test_pass(&t, SIGN_IN_COMMAND_LINK_SECONDS - 1);
	test_ctx_renew(&t, c);
	assert_int_equal(look(c, token, &phone), SIGN_IN_LINK_HERE);
	assert_int_equal(use(c, token, &phone).result, SIGN_IN_DONE);
	assert_int_equal(use(c, token, &desk).result, SIGN_IN_NO);
	assert_int_equal(test_number(c, "SELECT count(*) FROM outbox"), 0);
}

/* Signing in proves the address: the person with it becomes the account's, and it counts as confirmed. */
static void test_signing_in_confirms_the_address(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct actor actor;
	str token;

	(void)state;
	test_exec(&t, "INSERT INTO person (id, key, name, lang, created_utc, updated_utc) VALUES (9, 'p9', 'Mari', 'fi', 1, 1);"
		      "INSERT INTO person_email (email, email_fold, person_id, created_utc) "
		      "VALUES ('Mari@example.fi', 'mari@example.fi', 9, 1);");
	ask(c, "mari@example.fi", &desk, NULL);
	token = use(c, mailed_token(c), &desk).token;
	assert_ok(load(c, token, &actor));
	assert_int_equal(actor.person, 9);
	assert_int_equal(test_number(c, "SELECT count(*) FROM person_email WHERE confirmed_utc IS NOT NULL"), 1);
}

static void test_names_of_browsers(void **state)
{
	static const char *const names[][2] = {
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
		  "Mobile/15E148 Safari/604.1", "Safari, iPhone" },
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 "
		  "Edg/126.0.0.0", "Edge, Windows" },
		{ "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 "
		  "Mobile Safari/537.36", "Samsung Internet, Android" },
		{ "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux" },
		{ "curl/8.5", "" },
		{ NULL, "" },
	};
	struct ctx *c = test_ctx(&t);

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_str(sign_in_browser_name(c->a, str_from(names[i][0])), names[i][1]);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_a_link_works_once), TEST(test_a_link_is_over_after_fifteen_minutes),
	  TEST(test_another_browser_gets_a_code_for_the_first), TEST(test_codes_have_five_tries),
	  TEST(test_nothing_tells_whether_an_address_is_known), TEST(test_mails_to_an_address_are_limited),
	  TEST(test_secrets_are_stored_as_hashes_only), TEST(test_a_sign_in_lasts_while_it_is_used_but_not_for_ever),
	  TEST(test_sign_ins_are_listed_and_ended), TEST(test_closing_the_account_ends_everything),
	  TEST(test_the_next_page_is_a_local_one), TEST(test_the_command_line_makes_a_link_for_any_browser),
	  TEST(test_signing_in_confirms_the_address), TEST(test_names_of_browsers))
