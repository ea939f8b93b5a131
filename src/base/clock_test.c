/* The promises of clock.h. */
#include "harness.h"

#include "base/clock.h"

static void test_manual_clock_stands_until_moved(void **state)
{
	struct clock_manual m;
	struct clock c = clock_manual_start(&m, 1000);

	(void)state;
	assert_int_equal(clock_now(&c), 1000);
	assert_int_equal(clock_now_ms(&c), 1000000);
	assert_int_equal(clock_mono_us(&c), 0);
	clock_manual_pass(&m, 1999);
	assert_int_equal(clock_now(&c), 1001);
	assert_int_equal(clock_now_ms(&c), 1001999);
	assert_int_equal(clock_mono_us(&c), 1999000);
	clock_manual_set(&m, 500);
	assert_int_equal(clock_now(&c), 500);
	assert_int_equal(clock_mono_us(&c), 1999000);
}

static void test_manual_clock_before_1970(void **state)
{
	struct clock_manual m;
	struct clock c = clock_manual_start(&m, -10);

	(void)state;
	assert_int_equal(clock_now(&c), -10);
	clock_manual_pass(&m, 1);
	assert_int_equal(clock_now(&c), -10);
	clock_manual_pass(&m, 999);
	assert_int_equal(clock_now(&c), -9);
}

static void test_system_clock(void **state)
{
	struct clock c = clock_system();
	int64_t before = clock_mono_us(&c), now = clock_now(&c), ms = clock_now_ms(&c);

	(void)state;
	assert_true(now > 1700000000);
	assert_in_range(ms / 1000 - now, 0, 60);
	assert_true(clock_mono_us(&c) >= before);
}

TEST_MAIN(cmocka_unit_test(test_manual_clock_stands_until_moved), cmocka_unit_test(test_manual_clock_before_1970),
	  cmocka_unit_test(test_system_clock))
