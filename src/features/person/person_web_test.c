/* The pages of one's own data, through the whole chain. */
#include "features/person/person.h"
#include "harness.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

static struct test_web t;
static const struct actor ake = { .account = 5, .person = 1, .email = S_INIT("ake@example.fi"), .name = S_INIT("Åke") };

static int set_up(void **state)
{
	(void)state;
	test_web_open(&t, all_route_tables, all_route_tables_count);
	test_exec(&t.store,
		"INSERT INTO person (id, key, name, lang, created_utc, updated_utc) VALUES (1, 'p1', 'Åke', 'fi', 1, 1);"
		"INSERT INTO person_email (email, email_fold, person_id, created_utc) VALUES ('ake@example.fi', 'ake@example.fi', 1, 1);"
		"INSERT INTO account (id, key, email, person_id, name, lang, created_utc) VALUES (5, 'a5', 'ake@example.fi', 1, 'Åke', 'fi', 1);"
		"INSERT INTO consent (id, person_id, code, version, given, at_utc) VALUES (1, 1, 'photographs', '1', 1, 1);");
	as_actor(&t, &ake);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_web_close(&t);
	return 0;
}

static void test_data_are_shown_and_corrected(void **state)
{
	struct test_reply *r = get(&t, "/en/me/data");

	(void)state;
	assert_text(r, "ake@example.fi");
	assert_text(r, "Photographs of me may be published");
	assert_budget(r, 3, 30000, 600000);
	r = post(&t, "/en/me/data", "name=%C3%85ke+Hansson&phone=12&lang=sv");
	assert_status(r, 422);
	assert_text(r, "Åke Hansson"); /* what was typed stays */
	r = post(&t, "/en/me/data", "name=%C3%85ke+Hansson&phone=040+1234567&lang=sv");
	assert_redirect(r, "/en/me/data");
	assert_text(follow(&t, r), "040 1234567");
}

static void test_an_account_without_person_has_a_name_and_a_language(void **state)
{
	static const struct actor staff = { .account = 6, .email = S_INIT("staff@example.fi"), .name = S_INIT("Staff") };
	struct test_reply *r;

	(void)state;
	test_exec(&t.store, "INSERT INTO account (id, key, email, name, lang, created_utc) "
			    "VALUES (6, 'a6', 'staff@example.fi', 'Staff', 'sv', 1);");
	as_actor(&t, &staff);
	r = get(&t, "/en/me/data");
	assert_text(r, "value=\"Staff\"");
	assert_text(r, "value=\"sv\" type=\"radio\" checked");
	assert_no_text(r, "type=\"tel\"");
	assert_redirect(post(&t, "/en/me/data", "name=Other&lang=fi"), "/en/me/data");
	assert_text(get(&t, "/en/me/data"), "value=\"Other\"");
}

static void test_a_consent_is_withdrawn(void **state)
{
	(void)state;
	assert_redirect(post(&t, "/en/me/data/withdraw", "code=photographs&event="), "/en/me/data");
	assert_no_text(get(&t, "/en/me/data"), "Withdraw");
	assert_status(post(&t, "/en/me/data/withdraw", "code=photographs&event="), 404);
}

static void test_data_are_downloaded(void **state)
{
	struct test_reply *r = get(&t, "/en/me/data/download");

	(void)state;
	assert_status(r, 200);
	assert_true(test_has(test_reply_header(r, "Content-Disposition"), "my-data.json"));
	assert_text(r, "\"email\":\"ake@example.fi\"");
}

static void test_data_are_erased(void **state)
{
	struct test_reply *r;

	(void)state;
	assert_text(get(&t, "/en/me/data/erase"), "This cannot be undone.");
	assert_status(post(&t, "/en/me/data/erase", ""), 422); /* without the tick */
	r = post(&t, "/en/me/data/erase", "sure=1");
	assert_redirect(r, "/en/events");
	assert_true(test_has(test_reply_header(r, "Set-Cookie"), "Max-Age=0"));
	assert_int_equal(test_number(test_ctx(&t.store), "SELECT count(*) FROM person_email"), 0);
	assert_int_equal(test_number(test_ctx(&t.store), "SELECT count(*) FROM account WHERE closed_utc IS NULL"), 0);
}

static void test_visitors_have_no_data(void **state)
{
	(void)state;
	as_nobody(&t);
	assert_redirect(get(&t, "/en/me/data"), "/en/sign-in");
	assert_redirect(get(&t, "/en/me/data/download"), "/en/sign-in");
	assert_status(post(&t, "/en/me/data/erase", "sure=1"), 401);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_data_are_shown_and_corrected), TEST(test_an_account_without_person_has_a_name_and_a_language),
	  TEST(test_a_consent_is_withdrawn), TEST(test_data_are_downloaded),
	  TEST(test_data_are_erased), TEST(test_visitors_have_no_data))
