/* The promises of civil.h: every day of a thousand years against a counter that simply counts, and known days. */
#include "harness.h"

#include "base/civil.h"

static void test_every_day_follows_the_one_before(void **state)
{
	int64_t day = days_from_civil(1600, 1, 1);
	int wd = weekday_from_days(day);

	(void)state;
	for (int y = 1600; y < 2600; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= civil_days_in_month(y, m); d++, day++, wd = wd % 7 + 1) {
				struct civil c = civil_from_days(day);

				assert_int_equal(days_from_civil(y, m, d), day);
				assert_true(c.year == y && c.month == m && c.day == d && c.hour == 0);
				assert_int_equal(weekday(y, m, d), wd);
			}
}

static void test_known_days(void **state)
{
	(void)state;
	assert_int_equal(days_from_civil(1970, 1, 1), 0);
	assert_int_equal(days_from_civil(1969, 12, 31), -1);
	assert_int_equal(days_from_civil(2000, 3, 1), 11017);
	assert_int_equal(days_from_civil(1, 1, 1), -719162);
	assert_int_equal(weekday(2026, 11, 27), 5);
	assert_int_equal(weekday(1900, 1, 1), 1);
	assert_int_equal(civil_from_days(-719162).year, 1);
	assert_int_equal(civil_from_days(days_from_civil(-400, 2, 29)).day, 29);
}

static void test_validity(void **state)
{
	(void)state;
	assert_true(civil_valid((struct civil){ 2024, 2, 29, 23, 59, 59 }));
	assert_false(civil_valid((struct civil){ 2025, 2, 29, 0, 0, 0 }));
	assert_false(civil_valid((struct civil){ 1900, 2, 29, 0, 0, 0 }));
	assert_true(civil_valid((struct civil){ 2000, 2, 29, 0, 0, 0 }));
	assert_false(civil_valid((struct civil){ 2025, 4, 31, 0, 0, 0 }));
	assert_false(civil_valid((struct civil){ 2025, 13, 1, 0, 0, 0 }));
	assert_false(civil_valid((struct civil){ 2025, 0, 1, 0, 0, 0 }));
	assert_false(civil_valid((struct civil){ 2025, 1, 1, 24, 0, 0 }));
	assert_false(civil_valid((struct civil){ 2025, 1, 1, 23, 60, 0 }));
	assert_false(civil_valid((struct civil){ 2025, 1, 1, 23, 59, 60 }));
	assert_false(civil_valid((struct civil){ 0, 1, 1, 0, 0, 0 }));
	assert_false(civil_valid((struct civil){ 10000, 1, 1, 0, 0, 0 }));
	assert_int_equal(civil_days_in_month(2025, 13), 0);
}

TEST_MAIN(cmocka_unit_test(test_every_day_follows_the_one_before), cmocka_unit_test(test_known_days),
	  cmocka_unit_test(test_validity))
