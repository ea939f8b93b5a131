/* Derived columns are made anew where they are stale, in portions, and as if they had been written today. */
#include "features/derived/derived.h"

#include "features/access/access.h"
#include "harness.h"
#include "store/job.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"

extern const struct job_table derived_job_handlers;
static const struct job_table *const tables[] = { &derived_job_handlers };

static struct test_store t;
static struct test_event event;

static int set_up(void **state)
{
	struct ctx *c;
	const struct access_new user = { .email = S("kaija@example.fi"), .name = S("Kaija \u00c5kerlund"), .lang = LANG_FI };
	enum access_result result;
	str key;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	event = test_event_published(&t, c, 5, 1);
	test_sign_up(&t, c, event.key, "\u00c4ij\u00e4 \u00d6hman", "aija@example.fi", SEAT_SITE, NULL);
	test_ctx_renew(&t, c);
	c->actor = &actor_system;
	assert_ok(access_add(c, test_writer(&t), &user, &key, &result));
	assert_int_equal(result, ACCESS_DONE);
	test_exec(&t, "INSERT INTO organisation (id, key, name, name_fold, name_sort, source, created_utc, updated_utc)"
		      " VALUES (1, 'organisation0001', 'Suotta Ab', 'suotta ab', 'x', 'typed', 1, 1);"
		      "INSERT INTO organisation_name (id, organisation_id, kind, name, name_fold)"
		      " VALUES (1, 1, 'former', 'Muinais Oy', 'muinais oy');");
	assert_ok(job_ensure_periodic(c, test_writer(&t), tables, 1));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

/* All derived columns, a line each. */
static str all_of_them(struct ctx *c)
{
	return STR_CONCAT(c->a, test_texts(c, "SELECT name_fold || name_sort FROM person WHERE name IS NOT NULL ORDER BY id"),
			  test_texts(c, "SELECT find_fold || name_sort || organisation_sort FROM registration ORDER BY id"),
			  test_texts(c, "SELECT name_sort || find_fold FROM account ORDER BY id"),
			  test_texts(c, "SELECT name_fold FROM organisation ORDER BY id"),
			  test_texts(c, "SELECT name_fold FROM organisation_name ORDER BY id"));
}

static void spoil(void)
{
	test_exec(&t, "UPDATE person SET name_fold = 'old', name_sort = 'old' WHERE name IS NOT NULL;"
		      "UPDATE registration SET find_fold = 'old', name_sort = 'old', organisation_sort = 'old';"
		      "UPDATE account SET name_sort = 'old', find_fold = 'old';"
		      "UPDATE organisation SET name_fold = 'old', name_sort = 'old'; UPDATE organisation_name SET name_fold = 'old';");
}

static void test_what_is_stale_is_made_anew(void **state)
{
	struct ctx *c = test_ctx(&t);
	str before = str_copy(t.a, all_of_them(c));

	(void)state;
	test_run_jobs(&t, c, tables, 1); /* never noted: looked at once */
	assert_str(all_of_them(c), before.p);
	spoil();
	test_pass(&t, 3600);
	test_run_jobs(&t, c, tables, 1); /* of today's version: nothing to do */
	assert_true(test_has(all_of_them(c), "old"));
	test_exec(&t, "UPDATE setting_value SET value = 'of other libraries' WHERE name LIKE 'derived.%';");
	test_pass(&t, 3600);
	test_run_jobs(&t, c, tables, 1);
	assert_str(all_of_them(c), before.p);
	assert_false(str_eq_c(str_trim(test_texts(c, "SELECT name_sort FROM organisation")), "old"));
}

static void test_many_rows_go_in_portions(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct buf b;

	(void)state;
	buf_init(&b, t.a, 4 << 20);
	for (int i = 2; i < DERIVED_PORTION * DERIVED_STEP_PORTIONS + 300; i++)
		buf_format(&b, "INSERT INTO organisation_name (id, organisation_id, kind, name, name_fold) VALUES (%d, 1, 'former', 'N %d', 'old');",
			   i, i);
	test_exec(&t, buf_done(&b).p);
	test_run_jobs(&t, c, tables, 1);
	assert_int_equal(test_number(c, "SELECT count(*) FROM organisation_name WHERE name_fold = 'old'"), 0);
}

static void test_zone_data_move_what_is_to_come(void **state)
{
	struct ctx *c = test_ctx(&t);
	int64_t starts = test_number(c, "SELECT starts_utc FROM event"), sequence = test_number(c, "SELECT sequence FROM event");

	(void)state;
	test_run_jobs(&t, c, tables, 1);
	assert_int_equal(test_number(c, "SELECT sequence FROM event"), sequence); /* nothing had changed */
	/* As if it had been derived when the clocks were thought to be an hour behind. */
	test_exec(&t, "UPDATE event SET starts_utc = starts_utc + 3600, ends_utc = ends_utc + 3600, closes_utc = closes_utc + 3600;"
		      "UPDATE setting_value SET value = '2020a' WHERE name = 'derived.event_times';");
	test_pass(&t, 3600);
	test_run_jobs(&t, c, tables, 1);
	assert_int_equal(test_number(c, "SELECT starts_utc FROM event"), starts);
	assert_int_equal(test_number(c, "SELECT sequence FROM event"), sequence + 1);
	assert_int_equal(test_number(c, "SELECT count(*) FROM journal WHERE what = 'event_times_derived'"), 1);
	/* What is over stays. */
	test_exec(&t, "UPDATE event SET starts_utc = 1000, ends_utc = 2000, closes_utc = 900; UPDATE setting_value SET value = 'x';");
	test_pass(&t, 3600);
	test_run_jobs(&t, c, tables, 1);
	assert_int_equal(test_number(c, "SELECT starts_utc FROM event"), 1000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_what_is_stale_is_made_anew), TEST(test_many_rows_go_in_portions), TEST(test_zone_data_move_what_is_to_come))
