/* Token buckets: generous for many people behind few addresses, tight for one mailbox. */
#include "harness.h"
#include "web/rate.h"

static struct rate *new_rate(void)
{
	static const unsigned char seed[16] = { 1 };
	struct rate *r = rate_new(seed);

	assert_non_null(r);
	return r;
}

/* The promise of the design: a mailing reaches 500 people who sit behind three addresses. Within one minute each opens ten
 * pages, signs up, and asks for a sign-in link. */
static void test_500_people_behind_3_addresses(void **state)
{
	static const char *const addresses[] = { "192.0.2.1", "192.0.2.2", "2001:db8::1" };
	struct rate *r = new_rate();
	char mail[40];
	int wait;

	(void)state;
	for (int person = 0; person < 500; person++) {
		str address = str_from(addresses[person % 3]);
		int64_t now = person * 120; /* ms: all within a minute */

		snprintf(mail, sizeof mail, "person%d@example.com", person);
		for (int page = 0; page < 10; page++)
			assert_true(rate_take(r, RATE_OF_ADDRESS, address, now, &wait));
		for (int search = 0; search < 8; search++)
			assert_true(rate_take(r, RATE_OF_SEARCH, address, now, &wait));
		assert_true(rate_take(r, RATE_OF_FORM_ADDRESS, address, now, &wait));
		assert_true(rate_take(r, RATE_OF_FORM_MAIL, str_from(mail), now, &wait));
		assert_true(rate_take(r, RATE_OF_SIGN_IN_ADDRESS, address, now, &wait));
		assert_true(rate_take(r, RATE_OF_SIGN_IN_MAIL, str_from(mail), now, &wait));
	}
	rate_free(r);
}

static void test_bucket_empties_and_fills(void **state)
{
	struct rate *r = new_rate();
	int wait;

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_true(rate_take(r, RATE_OF_SIGN_IN_MAIL, S("a@example.com"), 1000, &wait));
	assert_false(rate_take(r, RATE_OF_SIGN_IN_MAIL, S("a@example.com"), 1000, &wait));
	assert_int_equal(wait, 121);
	assert_true(rate_take(r, RATE_OF_SIGN_IN_MAIL, S("b@example.com"), 1000, &wait));
	assert_true(rate_take(r, RATE_OF_FORM_MAIL, S("a@example.com"), 1000, &wait));
	assert_true(rate_take(r, RATE_OF_SIGN_IN_MAIL, S("a@example.com"), 1000 + 121 * 1000, &wait));
	assert_false(rate_take(r, RATE_OF_SIGN_IN_MAIL, S("a@example.com"), 1000 + 121 * 1000, &wait));
	rate_free(r);
}

static void test_memory_is_bounded(void **state)
{
	struct rate *r = new_rate();
	char key[32];
	int wait;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		snprintf(key, sizeof key, "key%d", i);
		assert_true(rate_take(r, RATE_OF_SIGN_IN_MAIL, str_from(key), i, &wait));
	}
	rate_free(r);
}

TEST_MAIN(cmocka_unit_test(test_500_people_behind_3_addresses), cmocka_unit_test(test_bucket_empties_and_fills),
	  cmocka_unit_test(test_memory_is_bounded))
