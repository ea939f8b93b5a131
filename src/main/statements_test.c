/* Every statement and list of the program, as the engine of the environment understands them. */
#include "harness.h"

#include "support/store/store_support.h"

static void test_every_statement_is_understood(void **state)
{
	struct test_store t;

	(void)state;
	test_store_open(&t);
	assert_int_equal(test_check_statements(&t, statement_modules), 0);
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_every_statement_is_understood))
