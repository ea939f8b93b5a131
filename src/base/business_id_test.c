/* The vectors of the specification and the forms people write. */
#include "harness.h"

#include "base/business_id.h"

static void test_forms_people_write(void **state)
{
	static const char *const good[][2] = {
		{ "0149669-3", "0149669-3" }, { "FI01496693", "0149669-3" }, { " 149669-3 ", "0149669-3" },
		{ "9990001\xe2\x80\x91" "6", "9990001-6" }, { "fi 9990001 6", "9990001-6" }, { "2331972-7", "2331972-7" },
		{ "9990012-0", "9990012-0" }, { "0737546-2", "0737546-2" },
	};
	static const char *const bad[] = { "", "9990001-5", "9000002-0", "9000002-1", "99900-1", "1234567890", "abc",
					   "999000a-6", "9990001-66", "FI" };
	struct arena *a = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_str(business_id_normal(a, str_from(good[i][0])), good[i][1]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_true(str_is_null(business_id_normal(a, str_from(bad[i]))));
	arena_free(a);
}

static void test_every_single_digit_error_is_caught(void **state)
{
	struct arena *a = arena_new(1 << 20);
	char id[] = "9990001-6";

	(void)state;
	for (int at = 0; at < 9; at++) {
		char was = id[at];

		for (char d = '0'; d <= '9' && was != '-'; d++) {
			id[at] = d;
			assert_int_equal(!str_is_null(business_id_normal(a, str_from(id))), d == was);
		}
		id[at] = was;
	}
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_forms_people_write), cmocka_unit_test(test_every_single_digit_error_is_caught))
