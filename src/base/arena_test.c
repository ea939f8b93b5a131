/* The promises of arena.h and buf.h. */
#include "harness.h"

#include "base/buf.h"

static void test_arena_gives_zeroed_aligned_memory(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t n = 0; n < 3000; n += 7) {
		unsigned char *p = arena_alloc(a, n);

		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	arena_free(a);
}

static enum err take_too_much(void *arg)
{
	arena_alloc(arg, 5000);
	return OK;
}

static void test_cap_ends_the_run_not_the_program(void **state)
{
	struct arena *a = arena_new(4096);

	(void)state;
	assert_int_equal(arena_run(a, take_too_much, a), ERR_MEMORY);
	assert_non_null(arena_alloc(a, 4096));
	arena_free(a);
}

static enum err take_three(void *arg)
{
	for (int i = 0; i < 3; i++)
		arena_alloc(arg, 8);
	return OK;
}

static void test_the_nth_allocation_can_fail(void **state)
{
	struct arena *a = arena_new(4096);

	(void)state;
	for (size_t n = 1; n <= 3; n++) {
		arena_fail_at(a, n);
		assert_int_equal(arena_run(a, take_three, a), ERR_MEMORY);
	}
	arena_fail_at(a, 4);
	assert_ok(arena_run(a, take_three, a));
	arena_free(a);
}

static void note_order(void *arg)
{
	static char next = 'a';

	*(char *)arg = next++;
}

static void test_cleanups_run_last_first(void **state)
{
	struct arena *a = arena_new(4096);
	char first = 0, second = 0;

	(void)state;
	arena_defer(a, note_order, &first);
	arena_defer(a, note_order, &second);
	arena_free(a);
	assert_true(second < first && second != 0);
}

static void test_buffer_stops_at_its_maximum(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct buf b;

	(void)state;
	buf_init(&b, a, 10);
	buf_lit(&b, "12345");
	buf_int(&b, -678);
	assert_true(buf_ok(&b));
	assert_str(buf_done(&b), "12345-678");
	buf_lit(&b, "90");
	assert_false(buf_ok(&b));
	arena_free(a);
}

static void test_strings(void **state)
{
	struct arena *a = arena_new(1 << 16);
	str rest = S("a,,b");
	int64_t v;
	uint32_t seen = 0;

	(void)state;
	assert_str(str_trim(S(" \t\xc2\xa0Hei \r\n")), "Hei");
	assert_str(str_cut(&rest, ','), "a");
	assert_str(str_cut(&rest, ','), "");
	assert_str(str_cut(&rest, ','), "b");
	assert_true(str_is_null(rest));
	assert_true(str_to_int(S("-9223372036854775808"), &v) && v == INT64_MIN);
	assert_true(str_to_int(S("9223372036854775807"), &v) && v == INT64_MAX);
	assert_false(str_to_int(S("9223372036854775808"), &v));
	assert_false(str_to_int(S(""), &v) || str_to_int(S("-"), &v) || str_to_int(S("1 "), &v));
	assert_true(str_is_utf8(S("Äijä \xf0\x9f\x98\x80")));
	assert_false(str_is_utf8(S("\xc0\x80")) || str_is_utf8(S("\xed\xa0\x80")) || str_is_utf8(S("\xf4\x90\x80\x80")));
	assert_str(str_limit(S("ää"), 3), "ä");
	for (size_t at = 0; at < 3;)
		seen += str_point(S("äb"), &at);
	assert_int_equal(seen, 0xe4 + 'b');
	assert_str(STR_CONCAT(a, S("a"), str_null, S("b")), "ab");
	assert_str(str_format(a, "%d-%s", 5, "x"), "5-x");
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_arena_gives_zeroed_aligned_memory),
	  cmocka_unit_test(test_cap_ends_the_run_not_the_program), cmocka_unit_test(test_the_nth_allocation_can_fail),
	  cmocka_unit_test(test_cleanups_run_last_first), cmocka_unit_test(test_buffer_stops_at_its_maximum),
	  cmocka_unit_test(test_strings))
