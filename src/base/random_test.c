/* The promises of random.h. */
#include "harness.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/random.h"

enum { THREADS = 4, IDS_EACH = 20000 };

#define NOW_MS INT64_C(1795800000000) /* in November 2026 */

static int64_t ids[THREADS][IDS_EACH];

static void *make_ids(void *arg)
{
	struct random r = random_system();
	int64_t *mine = arg;

	/* All threads in the same few milliseconds, and the clock goes back in between. */
	for (int i = 0; i < IDS_EACH; i++)
		mine[i] = id_new(&r, NOW_MS + (i % 7) - (i % 3));
	return NULL;
}

static int compare_ids(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static void test_ids_never_come_twice_and_grow_in_a_thread(void **state)
{
	pthread_t threads[THREADS];
	int64_t *all = &ids[0][0];

	(void)state;
	for (int t = 0; t < THREADS; t++)
		assert_int_equal(pthread_create(&threads[t], NULL, make_ids, ids[t]), 0);
	for (int t = 0; t < THREADS; t++)
		pthread_join(threads[t], NULL);
	for (int t = 0; t < THREADS; t++)
		for (int i = 1; i < IDS_EACH; i++)
			assert_true(ids[t][i] > ids[t][i - 1]);
	qsort(all, (size_t)THREADS * IDS_EACH, sizeof *all, compare_ids);
	for (int i = 1; i < THREADS * IDS_EACH; i++)
		assert_true(all[i] != all[i - 1]);
}

static void test_ids_tell_their_millisecond(void **state)
{
	struct random r = random_system();
	int64_t later = NOW_MS + 100000;
	int64_t id = id_new(&r, later);

	(void)state;
	assert_true(id > 0);
	/* the last random value may spill by one */
	assert_in_range((id >> 21) + INT64_C(1577836800000) - later, 0, 1);
}

static void test_two_processes_rarely_draw_the_same_id(void **state)
{
	struct random r = random_system();
	int64_t base = NOW_MS + 1000000, seen = 0;

	(void)state;
	/* The low bits of the first id of a millisecond must be random, not a counter from 0. */
	for (int i = 0; i < 64; i++)
		seen |= id_new(&r, base + i * 10) & ((1 << 21) - 1);
	assert_int_equal(seen, (1 << 21) - 1);
}

static void test_seeded_randomness_repeats(void **state)
{
	struct random_seeded s1, s2, s3;
	struct random r1 = random_seeded_start(&s1, 7), r2 = random_seeded_start(&s2, 7),
		      r3 = random_seeded_start(&s3, 8);
	struct arena *a = arena_new(1 << 16);
	str k = key_new(a, &r1);

	(void)state;
	assert_true(str_eq(k, key_new(a, &r2)));
	assert_false(str_eq(k, key_new(a, &r3)));
	assert_false(str_eq(k, key_new(a, &r1)));
	arena_free(a);
}

static void test_choices_are_even_and_in_range(void **state)
{
	struct random_seeded s;
	struct random r = random_seeded_start(&s, 1);
	int count[6] = { 0 };

	(void)state;
	for (int i = 0; i < 60000; i++) {
		uint64_t v = random_below(&r, 6);

		assert_true(v < 6);
		count[v]++;
	}
	for (int i = 0; i < 6; i++)
		assert_in_range(count[i], 9600, 10400);
	assert_int_equal(random_below(&r, 1), 0);
}

static void test_keys_tokens_and_codes_have_their_form(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct random r = random_system();

	(void)state;
	for (int i = 0; i < 500; i++) {
		str key = key_new(a, &r), token = token_new(a, &r), digits = code_digits_new(a, &r),
		    code = code_check_in_new(a, &r);

		assert_true(key_valid(key));
		assert_int_equal(key.n, KEY_LENGTH);
		assert_int_equal(strspn(key.p, "0123456789abcdefghjkmnpqrstvwxyz"), KEY_LENGTH);
		assert_int_equal(token.n, TOKEN_LENGTH);
		assert_int_equal(strspn(digits.p, "0123456789"), CODE_LENGTH);
		assert_int_equal(digits.n, CODE_LENGTH);
		assert_int_equal(strcspn(code.p, "0125818ABEILOSUVZ"), CODE_LENGTH);
		assert_true(str_eq(code_check_in_read(a, code), code));
	}
	assert_false(key_valid(S("0123456789abcdei")));
	assert_false(key_valid(S("0123456789ABCDEF")));
	assert_false(key_valid(S("0123456789abcde")));
	assert_false(key_valid(str_null));
	arena_free(a);
}

static void test_typed_check_in_codes_are_read_kindly(void **state)
{
	struct arena *a = arena_new(1 << 16);

	(void)state;
	assert_str(code_check_in_read(a, S(" kmn-347 ")), "KMN347");
	assert_true(str_is_null(code_check_in_read(a, S("KMN34"))));
	assert_true(str_is_null(code_check_in_read(a, S("KMN3477"))));
	assert_true(str_is_null(code_check_in_read(a, S("KMN34O"))));
	assert_true(str_is_null(code_check_in_read(a, str_null)));
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_ids_never_come_twice_and_grow_in_a_thread),
	  cmocka_unit_test(test_ids_tell_their_millisecond),
	  cmocka_unit_test(test_two_processes_rarely_draw_the_same_id),
	  cmocka_unit_test(test_seeded_randomness_repeats), cmocka_unit_test(test_choices_are_even_and_in_range),
	  cmocka_unit_test(test_keys_tokens_and_codes_have_their_form),
	  cmocka_unit_test(test_typed_check_in_codes_are_read_kindly))
