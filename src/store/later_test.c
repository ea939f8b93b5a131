/* What happens later: the promises of journal.h, job.h and outbox.h. */
#include "harness.h"

#include <pthread.h>

#include "support/store/store_support.h"

#include "store/job.h"
#include "store/journal.h"
#include "store/outbox.h"

static int64_t runs;
static enum err next_result;

static enum err count_run(struct ctx *c, struct writer *w, struct job *job)
{
	(void)c;
	(void)w;
	runs += job_object(job);
	return next_result;
}

static enum err in_two_steps(struct ctx *c, struct writer *w, struct job *job)
{
	(void)c;
	(void)w;
	runs++;
	if (str_is_null(job->progress))
		*job->ret_progress = S("half");
	else
		assert_str(job->progress, "half");
	return OK;
}

static enum err periodic(struct ctx *c, struct writer *w, struct job *job)
{
	(void)c;
	(void)w;
	(void)job;
	runs++;
	return OK;
}

static const struct job_kind kinds[] = { { "count", count_run, 0 }, { "steps", in_two_steps, 0 } };
static const struct job_table table = JOB_TABLE(kinds);
static const struct job_table *const tables[] = { &table };
static const struct job_kind hourly[] = { { "hourly", periodic, 3600 } };
static const struct job_table hourly_table = JOB_TABLE(hourly);
static const struct job_table *const hourly_tables[] = { &hourly_table };

static enum err add_job(struct ctx *c, struct tx *tx, void *arg)
{
	return job_add_now(c, tx, arg, 7);
}

static struct job_ran run_one(struct test_store *t, const struct job_table *const *which)
{
	struct ctx *c = test_ctx(t);
	struct job_ran ran;

	assert_ok(job_run_one(c, test_writer(t), which, 1, &ran));
	return ran;
}

static char *writable(const char *literal)
{
	static char copy[40];

	return strcpy(copy, literal);
}

static void test_a_job_runs_once_and_is_gone(void **state)
{
	struct test_store t;

	(void)state;
	test_store_open(&t);
	runs = 0;
	next_result = OK;
	assert_false(run_one(&t, tables).ran);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), add_job, writable("count")));
	assert_true(run_one(&t, tables).ran);
	assert_false(run_one(&t, tables).ran);
	assert_int_equal(runs, 7);
	test_store_close(&t);
}

static void test_a_job_can_go_on_later(void **state)
{
	struct test_store t;

	(void)state;
	test_store_open(&t);
	runs = 0;
	assert_ok(db_write(test_ctx(&t), test_writer(&t), add_job, writable("steps")));
	assert_true(run_one(&t, tables).ran);
	assert_true(run_one(&t, tables).ran);
	assert_false(run_one(&t, tables).ran);
	assert_int_equal(runs, 2);
	test_store_close(&t);
}

static void test_three_failures_park_a_job(void **state)
{
	struct test_store t;
	struct q_jobs_parked_row *rows;
	size_t count;

	(void)state;
	test_store_open(&t);
	next_result = ERR_IO;
	assert_ok(db_write(test_ctx(&t), test_writer(&t), add_job, writable("count")));
	for (int i = 0; i < 3; i++) {
		struct job_ran ran = run_one(&t, tables);

		assert_true(ran.ran && ran.result == ERR_IO);
		assert_int_equal(ran.parked, i == 2);
		assert_false(run_one(&t, tables).ran); /* not at once */
		test_pass(&t, 100);
	}
	assert_ok(q_jobs_parked(test_ctx(&t), &rows, &count));
	assert_int_equal(count, 1);
	assert_str(rows[0].error, "io");
	test_store_close(&t);
}

static enum err claim_job(struct ctx *c, struct tx *tx, void *arg)
{
	bool found;

	TRY(q_job_claim(c, tx, c->now, c->now + JOB_LEASE_S, &found, arg));
	assert_true(found);
	return OK;
}

static enum err finish_job(struct ctx *c, struct tx *tx, void *arg)
{
	struct q_job_claim_row *row = arg;
	int64_t changes;

	TRY(q_job_done(c, tx, row->id, row->fence, &changes));
	row->failures = changes; /* how the test learns it */
	return OK;
}

static void test_a_dead_nodes_job_is_taken_over_and_the_dead_finishes_nothing(void **state)
{
	struct test_store t;
	struct q_job_claim_row dead, alive;

	(void)state;
	test_store_open(&t);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), add_job, writable("count")));
	assert_ok(db_write(test_ctx(&t), test_writer(&t), claim_job, &dead));
	assert_false(run_one(&t, tables).ran);
	test_pass(&t, JOB_LEASE_S + 1);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), claim_job, &alive));
	assert_int_equal(alive.id, dead.id);
	assert_true(alive.fence > dead.fence);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), finish_job, &dead));
	assert_int_equal(dead.failures, 0);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), finish_job, &alive));
	assert_int_equal(alive.failures, 1);
	test_store_close(&t);
}

static void test_a_periodic_job_comes_again(void **state)
{
	struct test_store t;

	(void)state;
	test_store_open(&t);
	runs = 0;
	for (int i = 0; i < 2; i++)
		assert_ok(job_ensure_periodic(test_ctx(&t), test_writer(&t), hourly_tables, 1));
	assert_true(run_one(&t, hourly_tables).ran);
	assert_false(run_one(&t, hourly_tables).ran);
	test_pass(&t, 3600);
	assert_true(run_one(&t, hourly_tables).ran);
	assert_int_equal(runs, 2);
	test_store_close(&t);
}

static enum err write_journal(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t id;

	(void)arg;
	TRY(journal_add(c, tx, &(struct journal_entry){ .what = "event_published", .object_kind = "event", .object_id = 5,
							.reason = S("ready"), .before_json = str_null, .after_json = S("{}") }, &id));
	TRY(journal_personal(c, tx, id, 9, "name", S("Aino"), S("Aino E.")));
	return journal_note(c, tx, "event_cancelled", "event", 5, S(""));
}

static void test_the_journal_tells_the_newest_first(void **state)
{
	struct test_store t;
	struct q_journal_of_row *rows;
	size_t count;

	(void)state;
	test_store_open(&t);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), write_journal, NULL));
	assert_ok(journal_read(test_ctx(&t), "event", 5, 10, &rows, &count));
	assert_int_equal(count, 2);
	assert_str(rows[0].what, "event_cancelled");
	assert_true(str_is_null(rows[0].reason));
	assert_str(rows[1].reason, "ready");
	assert_str(rows[1].after_json, "{}");
	test_store_close(&t);
}

static enum err write_mails(struct ctx *c, struct tx *tx, void *arg)
{
	static const enum outbox_kind order[] = { OUTBOX_BULK, OUTBOX_CONFIRMATION, OUTBOX_NOTICE };

	(void)arg;
	for (int i = 0; i < 3; i++)
		TRY(outbox_add(c, tx, &(struct outbox_mail){ .kind = order[i], .address = S("aino@example.fi"), .subject = S("x"),
							    .message_id = outbox_message_id(c), .body = S("From: x\r\n\r\n") }));
	return OK;
}

static enum err claim_mail(struct ctx *c, struct tx *tx, void *arg)
{
	bool found;

	TRY(q_outbox_claim(c, tx, c->now, c->now + OUTBOX_LEASE_S, &found, arg));
	return found ? OK : ERR_NOT_FOUND;
}

static void test_confirmations_leave_before_bulk(void **state)
{
	static const char *const want[] = { "confirmation", "notice", "bulk" };
	struct test_store t;
	struct q_outbox_claim_row mail;

	(void)state;
	test_store_open(&t);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), write_mails, NULL));
	for (int i = 0; i < 3; i++) {
		assert_ok(db_write(test_ctx(&t), test_writer(&t), claim_mail, &mail));
		assert_str(mail.kind, want[i]);
	}
	assert_int_equal(db_write(test_ctx(&t), test_writer(&t), claim_mail, &mail), ERR_NOT_FOUND);
	test_store_close(&t);
}

struct pace {
	bool may;
	int64_t wait;
};

static enum err take_pace(struct ctx *c, struct tx *tx, void *arg)
{
	struct pace *p = arg;

	return outbox_take_pace(c, tx, 2, 3, &p->may, &p->wait);
}

static void test_the_pace_holds(void **state)
{
	static const bool want[] = { true, true, false };
	struct test_store t;
	struct pace p;

	(void)state;
	test_store_open(&t);
	for (int i = 0; i < 3; i++) {
		assert_ok(db_write(test_ctx(&t), test_writer(&t), take_pace, &p));
		assert_int_equal(p.may, want[i]);
	}
	assert_true(p.wait > 0 && p.wait <= 60);
	test_pass(&t, p.wait);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), take_pace, &p));
	assert_true(p.may);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), take_pace, &p));
	assert_false(p.may); /* three a day */
	assert_true(p.wait > 60);
	test_store_close(&t);
}

/* Many nodes ask at the same moment: not one more goes than may. */
enum { ASKERS = 6, ASKED = 8, A_MINUTE = 20 };

struct asker {
	struct test_store *t;
	struct ctx *c;
	pthread_t thread;
	int may;
};

static enum err ask_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct pace *p = arg;

	return outbox_take_pace(c, tx, A_MINUTE, 0, &p->may, &p->wait);
}

static void *ask(void *arg)
{
	struct asker *a = arg;

	for (int i = 0; i < ASKED; i++) {
		struct pace p;

		if (db_write(a->c, test_writer(a->t), ask_body, &p) != OK)
			return a;
		a->may += p.may;
	}
	return NULL;
}

static void test_the_pace_holds_for_many_nodes(void **state)
{
	struct test_store t;
	struct asker askers[ASKERS];
	int may = 0;

	(void)state;
	test_store_open(&t);
	for (int i = 0; i < ASKERS; i++) {
		askers[i] = (struct asker){ .t = &t, .c = test_ctx(&t) };
		assert_int_equal(pthread_create(&askers[i].thread, NULL, ask, &askers[i]), 0);
	}
	for (int i = 0; i < ASKERS; i++) {
		void *failed;

		pthread_join(askers[i].thread, &failed);
		assert_null(failed);
		may += askers[i].may;
	}
	assert_int_equal(may, A_MINUTE);
	test_store_close(&t);
}

static void test_a_job_that_kills_its_runners_is_parked(void **state)
{
	struct test_store t;
	struct q_job_claim_row row;
	struct q_jobs_parked_row *rows;
	size_t count;

	(void)state;
	test_store_open(&t);
	assert_ok(db_write(test_ctx(&t), test_writer(&t), add_job, writable("count")));
	for (int i = 0; i < JOB_FAILURES_MAX; i++) {
		assert_ok(db_write(test_ctx(&t), test_writer(&t), claim_job, &row));
		test_pass(&t, JOB_LEASE_S + 1);
	}
	assert_false(run_one(&t, tables).ran);
	assert_ok(q_jobs_parked(test_ctx(&t), &rows, &count));
	assert_int_equal(count, 1);
	assert_str(rows[0].error, "runner lost");
	test_store_close(&t);
}

static void test_being_busy_is_no_failure(void **state)
{
	struct test_store t;

	(void)state;
	test_store_open(&t);
	runs = 0;
	next_result = ERR_BUSY;
	assert_ok(db_write(test_ctx(&t), test_writer(&t), add_job, writable("count")));
	for (int i = 0; i < 2 * JOB_FAILURES_MAX; i++) {
		struct job_ran ran = run_one(&t, tables);

		assert_true(ran.ran && !ran.parked);
		test_pass(&t, JOB_BUSY_S);
	}
	next_result = OK;
	assert_true(run_one(&t, tables).ran);
	assert_false(run_one(&t, tables).ran);
	test_store_close(&t);
}

static struct test_store *both_nodes;
static const struct job_table *const long_tables[1];
static int long_runs;

/* While it runs, five minutes pass and another node looks for work. */
static enum err long_work(struct ctx *c, struct writer *w, struct job *job)
{
	(void)c;
	(void)w;
	(void)job;
	if (++long_runs > 1)
		return OK;
	test_pass(both_nodes, 300);
	run_one(both_nodes, long_tables);
	return OK;
}

static const struct job_kind long_kinds[] = { { .kind = "long", .run = long_work, .lease_s = 1000 } };
static const struct job_table long_table = JOB_TABLE(long_kinds);
static const struct job_table *const long_tables[1] = { &long_table };

static void test_long_work_keeps_its_lease(void **state)
{
	struct test_store t;
	struct ctx *c;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	both_nodes = &t;
	long_runs = 0;
	assert_ok(db_write(c, test_writer(&t), add_job, (void *)(uintptr_t)"long"));
	assert_true(run_one(&t, long_tables).ran);
	assert_int_equal(long_runs, 1);
	assert_false(run_one(&t, long_tables).ran); /* and it is done */
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_long_work_keeps_its_lease), cmocka_unit_test(test_the_pace_holds_for_many_nodes),
	  cmocka_unit_test(test_being_busy_is_no_failure),
	  cmocka_unit_test(test_a_job_that_kills_its_runners_is_parked), cmocka_unit_test(test_a_job_runs_once_and_is_gone),
	  cmocka_unit_test(test_a_job_can_go_on_later),
	  cmocka_unit_test(test_three_failures_park_a_job),
	  cmocka_unit_test(test_a_dead_nodes_job_is_taken_over_and_the_dead_finishes_nothing),
	  cmocka_unit_test(test_a_periodic_job_comes_again), cmocka_unit_test(test_the_journal_tells_the_newest_first),
	  cmocka_unit_test(test_confirmations_leave_before_bulk), cmocka_unit_test(test_the_pace_holds))
