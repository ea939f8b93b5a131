/* The promises of time.h. */
#include "harness.h"

#include "base/random.h"
#include "base/time.h"

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new(1 << 22);
	return a == NULL;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void test_instants_come_back(void **state)
{
	struct random_seeded seed;
	struct random r = random_seeded_start(&seed, 3339);
	const int64_t least = time_from_civil((struct civil){ 1, 1, 1, 0, 0, 0 });
	const int64_t most = time_from_civil((struct civil){ 9999, 12, 31, 23, 59, 59 });

	(void)state;
	for (int i = 0; i < 5000; i++) {
		int64_t t = i == 0   ? least
			    : i == 1 ? most
				     : least + (int64_t)random_below(&r, (uint64_t)(most - least + 1)),
			u;
		struct civil c = time_to_civil(t), d;

		assert_true(civil_valid(c));
		assert_int_equal(time_from_civil(c), t);
		assert_true(time_read_instant(time_print_instant(a, t), &u));
		assert_int_equal(t, u);
		assert_true(time_read_local(time_print_local(a, c), &d));
		assert_int_equal(civil_compare(c, d), 0);
	}
	assert_str(time_print_instant(a, -1), "1969-12-31T23:59:59Z");
}

static void test_rfc_3339(void **state)
{
	static const struct {
		const char *text;
		int64_t utc;
	} good[] = { { "1970-01-01T00:00:00Z", 0 },
		     { "1985-04-12T23:20:50.52Z", 482196050 },
		     { "1996-12-19T16:39:57-08:00", 851042397 },
		     { "2026-11-27T09:00:00+02:00", 1795762800 },
		     { "2026-11-27t07:00:00.123456789z", 1795762800 },
		     { "1937-01-01T12:00:27.87+00:20", -1041337173 } };
	static const char *const bad[] = { "",
					   "2026-11-27",
					   "2026-11-27T07:00:00",
					   "2026-11-27T07:00Z",
					   "2026-11-27 07:00:00Z",
					   "2026-11-27T07:00:60Z",
					   "2026-11-27T24:00:00Z",
					   "2026-02-29T07:00:00Z",
					   "2026-13-01T07:00:00Z",
					   "2026-11-27T07:00:00+24:00",
					   "2026-11-27T07:00:00+02:60",
					   "2026-11-27T07:00:00+0200",
					   "2026-11-27T07:00:00.Z",
					   "2026-11-27T07:00:00Z ",
					   " 2026-11-27T07:00:00Z",
					   "2026-11-27T07:00:00.1234567890Z",
					   "+2026-11-27T07:00:00Z",
					   "0000-01-01T00:00:00Z",
					   "20261127T070000Z",
					   "2026-11-27T07:00:0/Z" };
	int64_t t;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(time_read_instant(str_from(good[i].text), &t));
		assert_int_equal(t, good[i].utc);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (time_read_instant(str_from(bad[i]), &t))
			fail_msg("taken for an instant: %s", bad[i]);
}

static void test_dates_and_clock_times(void **state)
{
	static const char *const bad_dates[] = { "",	     "2026-11-27T", "2026-1-27", "2026-11-31",
						 "26-11-27", "2026-11-00",  "27.11.2026" };
	static const char *const bad_clocks[] = { "",	    "9:00",	"09",	  "09:60", "24:00",
						  "09:00:", "09:00:60", "09:00 ", "0900" };
	static const char *const bad_locals[] = { "2026-11-27", "2026-11-27 09:00", "2026-11-27T9:00",
						  "2026-11-27T09:00Z", "" };
	struct civil c;

	(void)state;
	assert_true(time_read_date(S("2026-11-27"), &c));
	assert_true(c.year == 2026 && c.month == 11 && c.day == 27 && c.hour == 0);
	assert_str(time_print_date(a, c), "2026-11-27");
	assert_true(time_read_clock(S("09:05"), &c));
	assert_true(c.year == 0 && c.hour == 9 && c.minute == 5 && c.second == 0);
	assert_str(time_print_clock(a, c), "09:05");
	assert_true(time_read_clock(S("23:59:59"), &c));
	assert_str(time_print_clock(a, c), "23:59:59");
	assert_true(time_read_local(S("2026-11-27T09:00"), &c));
	assert_str(time_print_local(a, c), "2026-11-27T09:00");
	assert_true(time_read_local(S("2026-11-27T09:00:01"), &c));
	assert_str(time_print_local(a, c), "2026-11-27T09:00:01");
	for (size_t i = 0; i < sizeof bad_dates / sizeof *bad_dates; i++)
		assert_false(time_read_date(str_from(bad_dates[i]), &c));
	for (size_t i = 0; i < sizeof bad_clocks / sizeof *bad_clocks; i++)
		assert_false(time_read_clock(str_from(bad_clocks[i]), &c));
	for (size_t i = 0; i < sizeof bad_locals / sizeof *bad_locals; i++)
		assert_false(time_read_local(str_from(bad_locals[i]), &c));
}

static void test_order(void **state)
{
	struct civil early = { 2026, 11, 27, 9, 0, 0 }, late = { 2026, 11, 27, 9, 0, 1 };

	(void)state;
	assert_true(civil_compare(early, late) < 0);
	assert_true(civil_compare(late, early) > 0);
	assert_int_equal(civil_compare(late, late), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
TEST_MAIN(T(test_instants_come_back), T(test_rfc_3339), T(test_dates_and_clock_times), T(test_order))
