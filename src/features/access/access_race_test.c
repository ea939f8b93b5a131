/* What must hold when several do the same at once: a link signs in one of them, and an administrator stays. */
#include <pthread.h>

#include "base/random.h"
#include "features/access/access.h"
#include "features/access/sign_in.h"
#include "harness.h"
#include "support/features/feature_support.h"

enum { RUNNERS = 8, ROUNDS = 10 };

static struct test_store t;

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

struct runner {
	pthread_t thread;
	struct ctx *c;
	str word; /* the link's secret, or the account to take the role from */
	enum err e;
	int result;
};

static void run_all(struct runner *runners, size_t n, void *(*work)(void *arg))
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(pthread_create(&runners[i].thread, NULL, work, &runners[i]), 0);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(pthread_join(runners[i].thread, NULL), 0);
}

static str add(struct ctx *c, const char *email)
{
	struct access_new in = { .email = str_from(email), .name = S("X"), .lang = LANG_FI };
	struct access_role_spec administrator = { .role = ROLE_ADMINISTRATOR, .scope = SCOPE_INSTANCE };
	enum access_result result;
	str key;

	assert_ok(access_add(c, test_writer(&t), &in, &key, &result));
	assert_ok(access_grant(c, test_writer(&t), key, &administrator, &result));
	return str_copy(t.a, key);
}

static void *use_link(void *arg)
{
	struct runner *r = arg;
	struct sign_in_browser browser = { .secret = str_null };
	struct sign_in_new in;

	r->e = sign_in_with_link(r->c, test_writer(&t), r->word, &browser, &in);
	r->result = (int)in.result;
	ctx_end(r->c);
	return NULL;
}

static void test_a_link_signs_in_one_of_many(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct runner runners[RUNNERS];

	(void)state;
	add(c, "mari@example.fi");
	for (size_t i = 0; i < RUNNERS; i++)
		runners[i].c = test_ctx(&t);
	for (int round = 1; round <= ROUNDS; round++) {
		int done = 0;
		str path;

		assert_ok(sign_in_command_link(c, test_writer(&t), S("mari@example.fi"), &path));
		for (size_t i = 0; i < RUNNERS; i++)
			runners[i].word = str_sub(path, 9, TOKEN_LENGTH);
		run_all(runners, RUNNERS, use_link);
		for (size_t i = 0; i < RUNNERS; i++) {
			assert_ok(runners[i].e);
			done += runners[i].result == SIGN_IN_DONE;
		}
		assert_int_equal(done, 1);
		assert_int_equal(test_number(c, "SELECT count(*) FROM sign_in"), round);
	}
}

static void *take_role(void *arg)
{
	struct runner *r = arg;
	struct access_role_spec administrator = { .role = ROLE_ADMINISTRATOR, .scope = SCOPE_INSTANCE };
	enum access_result result = ACCESS_UNCHANGED;

	r->e = access_revoke(r->c, test_writer(&t), r->word, &administrator, &result);
	r->result = (int)result;
	ctx_end(r->c);
	return NULL;
}

static void test_administrators_who_remove_each_other_leave_one(void **state)
{
	static const char *const emails[] = { "a@example.fi", "b@example.fi", "c@example.fi", "d@example.fi" };
	enum { ADMINISTRATORS = sizeof emails / sizeof *emails };
	struct access_role_spec administrator = { .role = ROLE_ADMINISTRATOR, .scope = SCOPE_INSTANCE };
	struct ctx *c = test_ctx(&t);
	struct runner runners[ADMINISTRATORS];

	(void)state;
	for (size_t i = 0; i < ADMINISTRATORS; i++)
		runners[i] = (struct runner){ .c = test_ctx(&t), .word = add(c, emails[i]) };
	for (int round = 0; round < ROUNDS; round++) {
		run_all(runners, ADMINISTRATORS, take_role);
		assert_int_equal(test_number(c, "SELECT count(*) FROM role_grant WHERE role = 'administrator'"), 1);
		for (size_t i = 0; i < ADMINISTRATORS; i++) {
			enum access_result result;

			assert_ok(runners[i].e);
			assert_ok(access_grant(c, test_writer(&t), runners[i].word, &administrator, &result));
		}
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_a_link_signs_in_one_of_many), TEST(test_administrators_who_remove_each_other_leave_one))
