/* What every test program includes: cmocka, and a main of one line.
 *
 *   static void test_arena_gives_zeroed_memory(void **state) { ... }
 *   TEST_MAIN(cmocka_unit_test(test_arena_gives_zeroed_memory))
 *
 * Output is TAP, so that ./test can count (tests/tap.awk). A test that cannot run here calls SKIP("reason"), and the reason
 * must stand in tests/allowed-skips: cmocka then prints "not ok N # SKIP name" without it, so it goes before on a line. */
#ifndef TALKOOT_TESTS_HARNESS_H
#define TALKOOT_TESTS_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"

#define TEST_MAIN(...)                                                      \
	int main(void)                                                      \
	{                                                                   \
		static const struct CMUnitTest tests_[] = { __VA_ARGS__ };  \
		cmocka_set_message_output(CM_OUTPUT_TAP);                   \
		return cmocka_run_group_tests(tests_, NULL, NULL);          \
	}

#define SKIP(reason)                              \
	do {                                      \
		printf("\n# SKIP %s\n", (reason));  \
		skip();                           \
	} while (0)

#define assert_ok(call) assert_int_equal((call), OK)
#define assert_str(got, want)                                                                     \
	do {                                                                                      \
		str got_ = (got);                                                                 \
		const char *want_ = (want);                                                       \
		if (!str_eq(got_, str_from(want_)))                                               \
			fail_msg("%s: got \"%.*s\", want \"%s\"", #got, STR_ARG(got_), want_);    \
	} while (0)

#endif
