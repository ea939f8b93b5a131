/* What only PostgreSQL can do to a program: connections that end, transactions that must run again, lost commits. */
#include "harness.h"

#include "support/store/store_support.h"
#include "tests/support/store/sample.sql.h"

#define SKIP_ON_SQLITE(t)                                         \
	do {                                                      \
		if (store_engine((t)->store) != ENGINE_POSTGRESQL) { \
			test_store_close(t);                      \
			SKIP("only with PostgreSQL");             \
		}                                                 \
	} while (0)

/* Ends all other connections to this database, as a restart of the server does. */
static void end_connections(struct test_store *t)
{
	test_exec(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
		     " AND pid <> pg_backend_pid();");
}

struct attempt {
	struct test_store *t;
	int runs;
	bool at_commit;
};

static enum err body(struct ctx *c, struct tx *tx, void *arg)
{
	struct attempt *a = arg;
	struct q_sample_insert_in in = { .id = 1, .name = S("x"), .bytes = S("") };

	a->runs++;
	TRY(q_sample_insert(c, tx, &in));
	if (a->runs == 1 && !a->at_commit)
		end_connections(a->t);
	/* The trigger on this tag ends the connection in the middle of COMMIT. */
	return q_sample_tag(c, tx, 1, 1, a->runs == 1 && a->at_commit ? S("end") : S("x"));
}

static void test_reads_outlive_a_restart(void **state)
{
	struct test_store t;
	struct ctx *c, *other;
	int64_t n;

	(void)state;
	test_store_open(&t);
	SKIP_ON_SQLITE(&t);
	test_sample_tables(&t);
	c = test_ctx(&t);
	other = test_ctx(&t);
	assert_ok(q_sample_count(c, &n));
	assert_ok(q_sample_count(other, &n));
	ctx_end(other);
	end_connections(&t);
	assert_ok(q_sample_count(c, &n));
	assert_ok(q_sample_count(other, &n));
	test_store_close(&t);
}

static void test_a_body_runs_again_after_a_lost_connection(void **state)
{
	struct test_store t;
	struct attempt a = { .t = &t };
	int64_t n;

	(void)state;
	test_store_open(&t);
	SKIP_ON_SQLITE(&t);
	test_sample_tables(&t);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), body, &a));
	assert_int_equal(a.runs, 2);
	assert_ok(q_sample_count(test_ctx(&t), &n));
	assert_int_equal(n, 1);
	test_store_close(&t);
}

static void test_a_commit_that_was_lost_is_asked_about(void **state)
{
	struct test_store t;
	struct attempt a = { .t = &t, .at_commit = true };
	int64_t n;

	(void)state;
	test_store_open(&t);
	SKIP_ON_SQLITE(&t);
	test_sample_tables(&t);
	test_exec(&t, "CREATE FUNCTION end_me() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF new.tag = ''end'' THEN "
		      "PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END IF; RETURN NULL; END';"
		      "CREATE CONSTRAINT TRIGGER end_at_commit AFTER INSERT ON sample_tag DEFERRABLE INITIALLY DEFERRED"
		      " FOR EACH ROW EXECUTE FUNCTION end_me();");
	assert_ok(db_write(test_ctx(&t), test_writer(&t), body, &a));
	assert_int_equal(a.runs, 2);
	assert_ok(q_sample_count(test_ctx(&t), &n));
	assert_int_equal(n, 1);
	test_store_close(&t);
}

static void test_a_full_pool_says_busy(void **state)
{
	struct test_store t;
	int64_t n;

	(void)state;
	test_store_open(&t);
	SKIP_ON_SQLITE(&t);
	test_sample_tables(&t);
	for (int i = 0; i < 8; i++)
		assert_ok(q_sample_count(test_ctx(&t), &n));
	assert_int_equal(q_sample_count(test_ctx(&t), &n), ERR_BUSY);
	ctx_end(t.contexts[0]);
	assert_ok(q_sample_count(test_ctx(&t), &n));
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_reads_outlive_a_restart), cmocka_unit_test(test_a_body_runs_again_after_a_lost_connection),
	  cmocka_unit_test(test_a_commit_that_was_lost_is_asked_about), cmocka_unit_test(test_a_full_pool_says_busy))
