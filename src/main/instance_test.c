/* The instance's secret: made once, the same for every start and node, another one for another instance. */
#include "harness.h"
#include "main/instance.h"
#include "support/store/store_support.h"

static void test_secret_is_made_once(void **state)
{
	struct test_store t;
	unsigned char first[32], second[32], zero[32] = { 0 };
	struct ctx *c;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	assert_ok(instance_secret(c, test_writer(&t), first));
	assert_memory_not_equal(first, zero, 32);
	test_store_reopen(&t);
	c = test_ctx(&t);
	assert_ok(instance_secret(c, test_writer(&t), second));
	assert_memory_equal(first, second, 32);
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_secret_is_made_once))
