/* Who may what. */
#include "harness.h"

#include "store/ctx.h"

static void test_roles_hold_where_they_were_given(void **state)
{
	static const struct role_grant grants[] = {
		{ ROLE_COORDINATOR, SCOPE_EVENT, 7 },
		{ ROLE_HELPER, SCOPE_EVENT, 8 },
		{ ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, 7 },
	};
	const struct actor actor = { .account = 1, .grants = grants, .grant_count = 3 };

	(void)state;
	assert_true(actor_runs_event(&actor, 7));
	assert_false(actor_runs_event(&actor, 8));
	assert_false(actor_is_coordinator(&actor));
	assert_true(actor_has(&actor, ROLE_HELPER, SCOPE_EVENT, 8));
	assert_false(actor_has(&actor, ROLE_HELPER, SCOPE_EVENT, 7));
	assert_false(actor_has(&actor, ROLE_HELPER, SCOPE_EVENT, 0));
	assert_true(actor_has(&actor, ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, 7));
	assert_false(actor_has(&actor, ROLE_REPRESENTATIVE, SCOPE_EVENT, 7)); /* the same number of another kind */
	assert_false(actor_has(&actor, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0));
	assert_true(actor_has(&actor, ROLE_PARTICIPANT, SCOPE_INSTANCE, 0));
}

static void test_administrators_may_what_coordinators_may(void **state)
{
	(void)state;
	assert_true(actor_is_coordinator(&actor_system));
	assert_true(actor_runs_event(&actor_system, 1));
	assert_true(actor_has(&actor_system, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0));
	assert_false(actor_has(&actor_system, ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, 1));
	assert_false(actor_is_coordinator(&actor_anonymous));
	assert_false(actor_has(&actor_anonymous, ROLE_PARTICIPANT, SCOPE_INSTANCE, 0));
}

static void test_roles_have_codes(void **state)
{
	enum access_role role;

	(void)state;
	for (int i = 0; i < ROLE_COUNT; i++) {
		assert_true(role_from_code(str_from(role_code((enum access_role)i)), &role));
		assert_int_equal(role, i);
	}
	assert_false(role_from_code(S("Administrator"), &role));
	assert_false(role_from_code(S(""), &role));
}

TEST_MAIN(cmocka_unit_test(test_roles_hold_where_they_were_given), cmocka_unit_test(test_administrators_may_what_coordinators_may),
	  cmocka_unit_test(test_roles_have_codes))
