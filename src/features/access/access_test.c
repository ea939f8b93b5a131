/* Tests of accounts and roles: who may, what fits, and that an administrator always stays. */
#include "features/access/access.h"

#include "features/access/access.sql.h"
#include "harness.h"
#include "support/features/feature_support.h"

static struct test_store t;

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

/* An actor of its own arena's grants. */
static struct actor actor_of(int64_t account, const struct role_grant *grants, size_t n)
{
	return (struct actor){ .account = account, .email = S("x@example.fi"), .name = S("X"), .grants = grants, .grant_count = n };
}

static str add(struct ctx *c, const char *email, const char *name)
{
	struct access_new in = { .email = str_from(email), .name = str_from(name), .lang = LANG_FI };
	enum access_result result;
	str key = str_null;

	assert_ok(access_add(c, test_writer(&t), &in, &key, &result));
	assert_int_equal(result, ACCESS_DONE);
	return key;
}

static enum access_result grant(struct ctx *c, str account, enum access_role role, enum role_scope scope, const char *object)
{
	struct access_role_spec spec = { .role = role, .scope = scope, .object = str_from(object) };
	enum access_result result;

	assert_ok(access_grant(c, test_writer(&t), account, &spec, &result));
	return result;
}

static enum access_result revoke(struct ctx *c, str account, enum access_role role, enum role_scope scope, const char *object)
{
	struct access_role_spec spec = { .role = role, .scope = scope, .object = str_from(object) };
	enum access_result result;

	assert_ok(access_revoke(c, test_writer(&t), account, &spec, &result));
	return result;
}

static void test_statements(void **state)
{
	static const struct statement_module *const modules[] = { &statements_features_access_access_sql, NULL };

	(void)state;
	assert_int_equal(test_check_statements(&t, modules), 0);
}

static void test_adding_checks_address_and_name(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct access_new in = { .email = S("mari@example"), .name = S("Mari"), .lang = LANG_SV };
	struct access_account account;
	enum access_result result;
	str key = str_null, again = str_null;

	(void)state;
	assert_ok(access_add(c, test_writer(&t), &in, &key, &result));
	assert_int_equal(result, ACCESS_EMAIL_WRONG);
	in.email = S("Mari.Virtanen@Example.fi");
	in.name = S("");
	assert_ok(access_add(c, test_writer(&t), &in, &key, &result));
	assert_int_equal(result, ACCESS_NAME_WRONG);
	in.name = S("Mari Virtanen");
	assert_ok(access_add(c, test_writer(&t), &in, &key, &result));
	assert_int_equal(result, ACCESS_DONE);
	assert_ok(access_account(c, key, &account));
	assert_str(account.email, "mari.virtanen@example.fi");
	assert_int_equal(account.lang, LANG_SV);
	in.email = S("mari.virtanen@EXAMPLE.fi");
	assert_ok(access_add(c, test_writer(&t), &in, &again, &result));
	assert_int_equal(result, ACCESS_EMAIL_TAKEN);
	assert_true(str_eq(again, key));
	assert_ok(access_account_by_email(c, S("MARI.virtanen@example.fi"), &account));
	assert_true(str_eq(account.key, key));
	assert_int_equal(access_account_by_email(c, S("other@example.fi"), &account), ERR_NOT_FOUND);
}

static void test_roles_fit_their_scopes_only(void **state)
{
	static const struct {
		enum access_role role;
		bool instance, organisation, event;
	} want[ROLE_COUNT] = {
		{ ROLE_ADMINISTRATOR, true, false, false }, { ROLE_COORDINATOR, true, false, true },
		{ ROLE_READER, true, false, false },        { ROLE_HELPER, false, false, true },
		{ ROLE_FACILITATOR, false, false, true },   { ROLE_REPRESENTATIVE, false, true, false },
		{ ROLE_PARTICIPANT, false, false, false },
	};
	struct ctx *c = test_ctx(&t);
	str key = add(c, "mari@example.fi", "Mari");

	(void)state;
	for (size_t i = 0; i < ROLE_COUNT; i++) {
		assert_int_equal(access_scope_fits(want[i].role, SCOPE_INSTANCE), want[i].instance);
		assert_int_equal(access_scope_fits(want[i].role, SCOPE_ORGANISATION), want[i].organisation);
		assert_int_equal(access_scope_fits(want[i].role, SCOPE_EVENT), want[i].event);
	}
	assert_int_equal(grant(c, key, ROLE_HELPER, SCOPE_INSTANCE, NULL), ACCESS_WRONG_SCOPE);
	assert_int_equal(grant(c, key, ROLE_HELPER, SCOPE_EVENT, "nothing"), ACCESS_NO_OBJECT);
	assert_int_equal(grant(c, key, ROLE_PARTICIPANT, SCOPE_INSTANCE, NULL), ACCESS_WRONG_SCOPE);
}

static void test_granting_and_revoking(void **state)
{
	struct ctx *c = test_ctx(&t);
	str key = add(c, "mari@example.fi", "Mari");
	struct access_account account;
	const struct access_role_held *held;
	size_t n;

	(void)state;
	test_event(&t, 1, "event0000000001");
	assert_int_equal(grant(c, key, ROLE_COORDINATOR, SCOPE_INSTANCE, NULL), ACCESS_DONE);
	assert_int_equal(grant(c, key, ROLE_COORDINATOR, SCOPE_INSTANCE, NULL), ACCESS_UNCHANGED);
	assert_int_equal(grant(c, key, ROLE_HELPER, SCOPE_EVENT, "event0000000001"), ACCESS_DONE);
	assert_ok(access_account(c, key, &account));
	assert_ok(access_roles(c, account.id, &held, &n));
	assert_int_equal(n, 2);
	assert_int_equal(held[0].role, ROLE_HELPER);
	assert_str(held[0].object_name, "Vierailu 1");
	assert_int_equal(held[1].role, ROLE_COORDINATOR);
	assert_true(str_is_null(held[1].object_key));
	assert_int_equal(revoke(c, key, ROLE_HELPER, SCOPE_EVENT, "event0000000001"), ACCESS_DONE);
	assert_int_equal(revoke(c, key, ROLE_HELPER, SCOPE_EVENT, "event0000000001"), ACCESS_UNCHANGED);
	assert_ok(access_roles(c, account.id, &held, &n));
	assert_int_equal(n, 1);
}

static void test_the_last_administrator_stays(void **state)
{
	struct ctx *c = test_ctx(&t);
	str mari = add(c, "mari@example.fi", "Mari"), ilkka = add(c, "ilkka@example.fi", "Ilkka");
	enum access_result result;

	(void)state;
	assert_int_equal(grant(c, mari, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, NULL), ACCESS_DONE);
	assert_int_equal(revoke(c, mari, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, NULL), ACCESS_LAST_ADMINISTRATOR);
	assert_ok(access_close(c, test_writer(&t), mari, &result));
	assert_int_equal(result, ACCESS_LAST_ADMINISTRATOR);
	assert_int_equal(grant(c, ilkka, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, NULL), ACCESS_DONE);
	assert_ok(access_close(c, test_writer(&t), mari, &result));
	assert_int_equal(result, ACCESS_DONE);
	/* Mari's account is closed: only Ilkka is left, though two had been granted. */
	assert_int_equal(revoke(c, ilkka, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, NULL), ACCESS_LAST_ADMINISTRATOR);
}

static void test_a_closed_account_keeps_nothing(void **state)
{
	struct ctx *c = test_ctx(&t);
	str mari = add(c, "mari@example.fi", "Mari"), again;
	struct access_account account;
	const struct access_role_held *held;
	enum access_result result;
	size_t n;

	(void)state;
	assert_int_equal(grant(c, mari, ROLE_READER, SCOPE_INSTANCE, NULL), ACCESS_DONE);
	assert_ok(access_close(c, test_writer(&t), mari, &result));
	assert_int_equal(result, ACCESS_DONE);
	assert_ok(access_account(c, mari, &account));
	assert_true(account.closed.set);
	assert_true(str_is_null(account.email) && str_is_null(account.name));
	assert_ok(access_roles(c, account.id, &held, &n));
	assert_int_equal(n, 0);
	assert_ok(access_close(c, test_writer(&t), mari, &result));
	assert_int_equal(result, ACCESS_UNCHANGED);
	again = add(c, "mari@example.fi", "Mari");
	assert_false(str_eq(again, mari));
	{
		struct access_role_spec spec = { .role = ROLE_READER, .scope = SCOPE_INSTANCE };

		assert_int_equal(access_grant(c, test_writer(&t), mari, &spec, &result), ERR_NOT_FOUND);
	}
}

static void test_only_administrators_administer(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct role_grant coordinator = { .role = ROLE_COORDINATOR, .scope = SCOPE_INSTANCE };
	struct access_new in = { .email = S("new@example.fi"), .name = S("New"), .lang = LANG_FI };
	struct access_role_spec reader = { .role = ROLE_READER, .scope = SCOPE_INSTANCE };
	struct access_filter all = { 0 };
	struct access_list list;
	struct access_account account;
	struct actor actor;
	enum access_result result;
	str key, ilkka;

	(void)state;
	ilkka = add(c, "ilkka@example.fi", "Ilkka");
	key = add(c, "mari@example.fi", "Mari");
	assert_ok(access_account(c, key, &account));
	actor = actor_of(account.id, &coordinator, 1);
	c->actor = &actor;
	assert_int_equal(access_add(c, test_writer(&t), &in, &key, &result), ERR_FORBIDDEN);
	assert_int_equal(access_grant(c, test_writer(&t), ilkka, &reader, &result), ERR_FORBIDDEN);
	assert_int_equal(access_revoke(c, test_writer(&t), ilkka, &reader, &result), ERR_FORBIDDEN);
	assert_int_equal(access_close(c, test_writer(&t), ilkka, &result), ERR_FORBIDDEN);
	assert_int_equal(access_change(c, test_writer(&t), ilkka, S("Other"), LANG_EN, &result), ERR_FORBIDDEN);
	assert_int_equal(access_accounts(c, &all, str_null, &list), ERR_FORBIDDEN);
	assert_int_equal(access_account(c, ilkka, &account), ERR_NOT_FOUND);
	/* Everyone their own. */
	assert_ok(access_account(c, key, &account));
	assert_ok(access_change(c, test_writer(&t), key, S("Mari V"), LANG_EN, &result));
	assert_int_equal(result, ACCESS_DONE);
	c->actor = &actor_anonymous;
	assert_int_equal(access_add(c, test_writer(&t), &in, &key, &result), ERR_SIGN_IN);
	assert_int_equal(access_accounts(c, &all, str_null, &list), ERR_SIGN_IN);
	assert_int_equal(access_account(c, ilkka, &account), ERR_SIGN_IN);
}

static void test_who_runs_an_event_chooses_its_helpers(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct role_grant of_one = { .role = ROLE_COORDINATOR, .scope = SCOPE_EVENT, .scope_id = 1 };
	struct access_new in = { .email = S("helper@example.fi"), .name = S("Helper"), .lang = LANG_FI };
	struct access_role_spec helper = { .role = ROLE_HELPER, .scope = SCOPE_EVENT, .object = S("event0000000001") };
	struct access_role_spec coordinator = { .role = ROLE_COORDINATOR, .scope = SCOPE_EVENT, .object = S("event0000000001") };
	struct actor actor = actor_of(77, &of_one, 1);
	enum access_result result;
	str key = str_null, again = str_null;

	(void)state;
	test_event(&t, 1, "event0000000001");
	test_event(&t, 2, "event0000000002");
	c->actor = &actor;
	assert_ok(access_add_helper(c, test_writer(&t), S("event0000000001"), &in, &key, &result));
	assert_int_equal(result, ACCESS_DONE);
	assert_ok(access_add_helper(c, test_writer(&t), S("event0000000001"), &in, &again, &result));
	assert_int_equal(result, ACCESS_UNCHANGED);
	assert_true(str_eq(key, again));
	assert_int_equal(access_add_helper(c, test_writer(&t), S("event0000000002"), &in, &again, &result), ERR_FORBIDDEN);
	assert_ok(access_revoke(c, test_writer(&t), key, &helper, &result));
	assert_int_equal(result, ACCESS_DONE);
	assert_int_equal(access_grant(c, test_writer(&t), key, &coordinator, &result), ERR_FORBIDDEN);
	helper.object = S("event0000000002");
	assert_int_equal(access_grant(c, test_writer(&t), key, &helper, &result), ERR_FORBIDDEN);
}

static void test_users_are_found_by_parts_of_names(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct access_filter filter = { .search = S("hamalainen") };
	struct access_list list;
	enum access_result result;
	str ake;

	(void)state;
	ake = add(c, "ake@example.fi", "Åke Hämäläinen");
	add(c, "zorro@example.fi", "Zorro Aalto");
	add(c, "bertta@bolag.example.fi", "Bertta Öhman");
	assert_int_equal(grant(c, ake, ROLE_READER, SCOPE_INSTANCE, NULL), ACCESS_DONE);
	assert_ok(access_accounts(c, &filter, str_null, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.role_counts[0], 1);
	filter.search = S("BOLAG.example");
	assert_ok(access_accounts(c, &filter, str_null, &list));
	assert_int_equal(list.count, 1);
	filter.search = S("%");
	assert_ok(access_accounts(c, &filter, str_null, &list));
	assert_int_equal(list.count, 3);
	assert_str(list.accounts[0].name, "Bertta Öhman");
	assert_str(list.accounts[1].name, "Zorro Aalto");
	assert_str(list.accounts[2].name, "Åke Hämäläinen");
	filter = (struct access_filter){ .role = S("reader") };
	assert_ok(access_accounts(c, &filter, str_null, &list));
	assert_int_equal(list.count, 1);
	assert_ok(access_close(c, test_writer(&t), ake, &result));
	filter = (struct access_filter){ .closed = false };
	assert_ok(access_accounts(c, &filter, str_null, &list));
	assert_int_equal(list.count, 2);
	filter.closed = true;
	assert_ok(access_accounts(c, &filter, str_null, &list));
	assert_int_equal(list.count, 3);
	assert_int_equal(access_accounts(c, &filter, S("nonsense"), &list), ERR_INVALID);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_statements), TEST(test_adding_checks_address_and_name), TEST(test_roles_fit_their_scopes_only),
	  TEST(test_granting_and_revoking), TEST(test_the_last_administrator_stays), TEST(test_a_closed_account_keeps_nothing),
	  TEST(test_only_administrators_administer), TEST(test_who_runs_an_event_chooses_its_helpers),
	  TEST(test_users_are_found_by_parts_of_names))
