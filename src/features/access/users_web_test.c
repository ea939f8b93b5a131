/* The pages of users and of an event's helpers, through the whole chain. */
#include "features/access/access.h"
#include "harness.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

static struct test_web t;
static str mari;

static int set_up(void **state)
{
	struct access_new in = { .email = S("mari@example.fi"), .name = S("Mari Virtanen"), .lang = LANG_FI };
	struct access_role_spec administrator = { .role = ROLE_ADMINISTRATOR, .scope = SCOPE_INSTANCE };
	enum access_result result;
	struct ctx *c;
	str key;

	(void)state;
	test_web_open(&t, all_route_tables, all_route_tables_count);
	c = test_ctx(&t.store);
	assert_ok(access_add(c, test_writer(&t.store), &in, &key, &result));
	assert_ok(access_grant(c, test_writer(&t.store), key, &administrator, &result));
	mari = str_copy(t.a, key);
	test_event(&t.store, 1, "event0000000001");
	as_role(&t, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_web_close(&t);
	return 0;
}

static const char *path(const char *rest)
{
	return str_c(t.a, STR_CONCAT(t.a, S("/en/users/"), mari, str_from(rest)));
}

static void test_users_are_listed_and_searched(void **state)
{
	struct test_reply *r = get(&t, "/en/users");

	(void)state;
	assert_text(r, "Mari Virtanen");
	assert_budget(r, 1, 20000, 600000);
	assert_text(get(&t, "/en/users?q=VIRTA"), "Mari Virtanen");
	assert_text(get(&t, "/en/users?q=%3Cb%3E"), "No user was found.");
	assert_text(get(&t, "/en/users?role=reader"), "No user was found.");
	assert_status(get(&t, "/en/users?at=nonsense"), 400);
}

static void test_a_user_is_added(void **state)
{
	struct test_reply *r;

	(void)state;
	assert_text(get(&t, "/en/users/new"), "Add the user");
	r = post(&t, "/en/users/new", "email=mari@example.fi&name=M&lang=fi");
	assert_status(r, 422);
	assert_text(r, "There is a user with this e-mail address already.");
	r = post(&t, "/en/users/new", "email=ilkka@example.fi&name=Ilkka+%3Cb%3E&lang=sv");
	assert_redirect(r, "/en/users/");
	r = follow(&t, r);
	assert_text(r, "Ilkka &lt;b&gt;");
	assert_text(r, "The user was added.");
}

static void test_roles_are_given_and_removed(void **state)
{
	struct test_reply *r = post(&t, path("/roles"), "role=helper&object=http%3A%2F%2Flocalhost%2Fen%2Fevents%2Fevent0000000001%3Fx");

	(void)state;
	assert_redirect(r, path(""));
	r = follow(&t, r);
	assert_text(r, "Helper");
	assert_text(r, "Vierailu 1");
	assert_budget(r, 3, 30000, 600000);
	assert_text(post(&t, path("/roles"), "role=helper&object="), "This role cannot be held for that.");
	assert_text(post(&t, path("/roles"), "role=helper&object=nothing"), "There is no such organisation or event.");
	assert_redirect(post(&t, path("/roles/remove"), "role=helper&scope=event&object=event0000000001"), path(""));
	assert_no_text(get(&t, path("")), "Vierailu 1");
	r = post(&t, path("/roles/remove"), "role=administrator&scope=instance&object=");
	assert_status(r, 422);
	assert_text(r, "This is the last administrator.");
}

static void test_a_user_is_renamed_and_closed(void **state)
{
	struct test_reply *r = post(&t, path(""), "name=Maria+Virtanen&lang=sv");

	(void)state;
	assert_text(follow(&t, r), "Maria Virtanen");
	assert_status(post(&t, path(""), "name=&lang=sv"), 422);
	assert_text(get(&t, path("/close")), "This cannot be undone.");
	r = post(&t, path("/close"), NULL);
	assert_status(r, 422);
	assert_text(r, "This is the last administrator.");
	test_exec(&t.store, "UPDATE role_grant SET role = 'reader';");
	assert_redirect(post(&t, path("/close"), NULL), "/en/users");
	assert_text(get(&t, path("")), "Closed account");
	assert_no_text(get(&t, "/en/users"), "Virtanen");
	assert_text(get(&t, "/en/users?closed=1"), "Closed account");
	assert_status(get(&t, path("/close")), 404);
}

static void test_helpers_are_chosen_by_who_runs_the_event(void **state)
{
	struct test_reply *r;
	str ilkka;

	(void)state;
	as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, 1);
	assert_text(get(&t, "/en/events/event0000000001/helpers"), "There are no helpers yet.");
	r = post(&t, "/en/events/event0000000001/helpers", "email=ilkka@example.fi&name=Ilkka");
	assert_redirect(r, "/en/events/event0000000001/helpers");
	r = follow(&t, r);
	assert_text(r, "ilkka@example.fi");
	assert_budget(r, 2, 20000, 500000);
	r = post(&t, "/en/events/event0000000001/helpers", "email=ilkka@example.fi&name=Ilkka");
	assert_status(r, 422);
	ilkka = str_trim(test_texts(test_ctx(&t.store), "SELECT key FROM account WHERE name = 'Ilkka'"));
	r = post(&t, str_c(t.a, STR_CONCAT(t.a, S("/en/events/event0000000001/helpers/"), ilkka, S("/remove"))), NULL);
	assert_text(follow(&t, r), "There are no helpers yet.");
	as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, 2);
	assert_status(get(&t, "/en/events/event0000000001/helpers"), 404);
	assert_status(post(&t, "/en/events/event0000000001/helpers", "email=ilkka@example.fi&name=Ilkka"), 403);
	as_role(&t, ROLE_HELPER, SCOPE_EVENT, 1);
	assert_status(get(&t, "/en/events/event0000000001/helpers"), 403);
}

/* Everything here is for administrators. */
static void test_nobody_else_gets_in(void **state)
{
	static const enum access_role others[] = { ROLE_COORDINATOR, ROLE_READER, ROLE_PARTICIPANT };

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		as_role(&t, others[i], SCOPE_INSTANCE, 0);
		assert_status(get(&t, "/en/users"), 403);
		assert_status(get(&t, path("")), 403);
		assert_status(post(&t, path("/roles"), "role=reader&object="), 403);
		assert_status(post(&t, path("/close"), NULL), 403);
	}
	as_nobody(&t);
	assert_redirect(get(&t, "/en/users"), "/en/sign-in");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_users_are_listed_and_searched), TEST(test_a_user_is_added), TEST(test_roles_are_given_and_removed),
	  TEST(test_a_user_is_renamed_and_closed), TEST(test_helpers_are_chosen_by_who_runs_the_event),
	  TEST(test_nobody_else_gets_in))
