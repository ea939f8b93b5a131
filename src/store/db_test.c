/* Statements of all types, results of all kinds, transactions, on the engine of the environment. */
#include "harness.h"

#include <pthread.h>

#include "support/store/store_support.h"
#include "tests/support/store/sample.sql.h"

static enum err insert_body(struct ctx *c, struct tx *tx, void *arg) { return q_sample_insert(c, tx, arg); }

static void insert(struct test_store *t, struct ctx *c, const struct q_sample_insert_in *in)
{
	assert_ok(db_write(c, test_writer(t), insert_body, (void *)(uintptr_t)in));
}

static void insert_simple(struct test_store *t, struct ctx *c, int64_t id, int64_t number, str name)
{
	struct q_sample_insert_in in = { .id = id, .number = { true, number }, .share = (double)(id % 3), .name = name, .bytes = S(""),
					 .active = id % 2 == 0 };

	insert(t, c, &in);
}

static void test_all_types_come_back(void **state)
{
	struct test_store t;
	struct ctx *c;
	bool found;
	struct q_sample_by_id_row row;
	str bytes = S("\0\x01\xff'\\x");
	struct q_sample_insert_in in = { .id = INT64_MAX, .number = { true, 7 }, .share = 0.1, .maybe_share = { true, -1e300 },
					 .name = S("Mäkinen & \xe4\xb8\xad 'x' \\ $1"), .note = S(""), .bytes = bytes,
					 .maybe_bytes = S(""), .active = true };

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	c = test_ctx(&t);
	insert(&t, c, &in);
	assert_ok(q_sample_by_id(c, INT64_MAX, &found, &row));
	assert_true(found);
	assert_true(row.id == INT64_MAX && row.number.set && row.number.v == 7 && row.active);
	assert_true(row.share == 0.1 && row.maybe_share.set && row.maybe_share.v == -1e300);
	assert_true(str_eq(row.name, in.name));
	assert_true(!str_is_null(row.note) && row.note.n == 0);
	assert_true(str_eq(row.bytes, bytes));
	assert_true(!str_is_null(row.maybe_bytes) && row.maybe_bytes.n == 0);

	in = (struct q_sample_insert_in){ .id = INT64_MIN, .name = S(""), .bytes = S("") };
	insert(&t, c, &in);
	assert_ok(q_sample_by_id(c, INT64_MIN, &found, &row));
	assert_true(found && row.id == INT64_MIN && !row.number.set && !row.maybe_share.set && !row.active);
	assert_true(!str_is_null(row.name) && str_is_null(row.note) && str_is_null(row.maybe_bytes));
	test_store_close(&t);
}

static enum err take_body(struct ctx *c, struct tx *tx, void *arg) { return q_sample_take(c, tx, 1, arg); }

struct rename_result {
	bool found;
	struct q_sample_rename_row row;
};

static enum err rename_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct rename_result *r = arg;

	return q_sample_rename(c, tx, 1, S("other"), &r->found, &r->row);
}

static void test_results_of_each_kind(void **state)
{
	struct test_store t;
	struct ctx *c;
	struct q_sample_one_row one;
	struct q_sample_all_row *all;
	struct q_sample_same_number_row same;
	struct rename_result renamed;
	struct opt_int sum;
	size_t count;
	int64_t n;
	bool found;

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	c = test_ctx(&t);
	assert_int_equal(q_sample_one(c, 1, &one), ERR_NOT_FOUND);
	assert_ok(q_sample_all(c, &all, &count));
	assert_int_equal(count, 0);
	assert_ok(q_sample_sum(c, true, &sum));
	assert_false(sum.set);
	insert_simple(&t, c, 1, 1, S("first"));
	for (int i = 2; i < 40; i++)
		insert_simple(&t, c, i, 5, S("next"));
	assert_ok(q_sample_one(c, 1, &one));
	assert_str(one.name, "first");
	assert_ok(q_sample_all(c, &all, &count));
	assert_int_equal(count, 39);
	assert_int_equal(all[38].id, 39);
	assert_ok(q_sample_count(c, &n));
	assert_int_equal(n, 39);
	assert_ok(q_sample_sum(c, true, &sum));
	assert_true(sum.set && sum.v == 19 * 5);
	/* Two rows where one at most is meant are a defect. */
	assert_int_equal(q_sample_same_number(c, 5, &found, &same), ERR_DB);
	assert_ok(q_sample_same_number(c, 77, &found, &same));
	assert_false(found);
	assert_ok(db_write(c, test_writer(&t), take_body, &n));
	assert_int_equal(n, 1);
	assert_ok(db_write(c, test_writer(&t), take_body, &n));
	assert_int_equal(n, 0);
	assert_ok(db_write(c, test_writer(&t), rename_body, &renamed));
	assert_true(renamed.found && renamed.row.number.set && renamed.row.number.v == 0);
	assert_ok(q_sample_one(c, 1, &one));
	assert_str(one.name, "other");
	test_store_close(&t);
}

static enum err fail_after_insert(struct ctx *c, struct tx *tx, void *arg)
{
	struct q_sample_insert_in in = { .id = 10, .name = S("gone"), .bytes = S("") };

	(void)arg;
	TRY(q_sample_insert(c, tx, &in));
	return ERR_INVALID;
}

static enum err use_all_memory(struct ctx *c, struct tx *tx, void *arg)
{
	struct q_sample_insert_in in = { .id = 11, .name = S("gone"), .bytes = S("") };

	(void)arg;
	TRY(q_sample_insert(c, tx, &in));
	arena_alloc(c->a, SIZE_MAX / 2);
	return OK;
}

static enum err twice(struct ctx *c, struct tx *tx, void *arg)
{
	struct q_sample_insert_in in = { .id = 12, .name = S("x"), .bytes = S("") };

	(void)arg;
	TRY(q_sample_insert(c, tx, &in));
	return q_sample_insert(c, tx, &in);
}

static enum err go_on_after_conflict(struct ctx *c, struct tx *tx, void *arg)
{
	struct q_sample_insert_in in = { .id = 13, .name = S("x"), .bytes = S("") };

	(void)arg;
	TRY(q_sample_insert(c, tx, &in));
	(void)!q_sample_insert(c, tx, &in);
	in.id = 14;
	(void)!q_sample_insert(c, tx, &in);
	return OK;
}

static enum err with_part(struct ctx *c, struct tx *tx, void *arg)
{
	struct q_sample_insert_in in = { .id = 20, .name = S("stays"), .bytes = S("") };
	enum err *part = arg;

	TRY(q_sample_insert(c, tx, &in));
	*part = tx_part(c, tx, twice, NULL);
	in.id = 21;
	return q_sample_insert(c, tx, &in);
}

static enum err tag_nothing(struct ctx *c, struct tx *tx, void *arg)
{
	(void)arg;
	return q_sample_tag(c, tx, 1, 999, S("x"));
}

static void test_what_fails_leaves_nothing(void **state)
{
	struct test_store t;
	struct ctx *c;
	int64_t n;
	enum err part = OK;
	bool found;
	struct q_sample_by_id_row row;

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	c = test_ctx(&t);
	assert_int_equal(db_write(c, test_writer(&t), fail_after_insert, NULL), ERR_INVALID);
	assert_int_equal(db_write(c, test_writer(&t), use_all_memory, NULL), ERR_MEMORY);
	assert_int_equal(db_write(c, test_writer(&t), twice, NULL), ERR_CONFLICT);
	assert_int_equal(db_write(c, test_writer(&t), tag_nothing, NULL), ERR_CONFLICT);
	assert_int_equal(db_write(c, test_writer(&t), go_on_after_conflict, NULL), ERR_DB);
	assert_ok(q_sample_count(c, &n));
	assert_int_equal(n, 0);
	assert_ok(db_write(c, test_writer(&t), with_part, &part));
	assert_int_equal(part, ERR_CONFLICT);
	assert_ok(q_sample_count(c, &n));
	assert_int_equal(n, 2);
	assert_ok(q_sample_by_id(c, 12, &found, &row));
	assert_false(found);
	test_store_close(&t);
}

/* ---- many threads --------------------------------------------------------------------------------------------------------- */

enum { THREADS = 12, EACH = 40 };

struct worker {
	struct test_store *t;
	struct ctx *c;
	int number, taken, hooks;
	pthread_t thread;
};

struct step {
	struct worker *w;
	int64_t id;
	bool fail;
	int64_t changes;
};

static void count_hook(void *arg) { (*(int *)arg)++; }

static enum err step_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct step *s = arg;
	struct q_sample_insert_in in = { .id = s->id, .number = { true, 0 }, .name = S("w"), .bytes = S("") };

	TRY(q_sample_insert(c, tx, &in));
	TRY(q_sample_take(c, tx, 1, &s->changes));
	tx_after_commit(tx, count_hook, &s->w->hooks);
	return s->fail ? ERR_INVALID : OK;
}

static void *work(void *arg)
{
	struct worker *w = arg;

	for (int i = 0; i < EACH; i++) {
		struct step s = { .w = w, .id = 1000 + w->number * EACH + i, .fail = i % 5 == 4 };
		enum err e = db_write(w->c, test_writer(w->t), step_body, &s);

		if (e == OK && s.changes == 1)
			w->taken++;
		if (e != (s.fail ? ERR_INVALID : OK))
			return w; /* unexpected */
		ctx_end(w->c);
		arena_reset(w->c->a);
	}
	return NULL;
}

static void test_many_threads_write(void **state)
{
	struct test_store t;
	struct worker workers[THREADS];
	struct ctx *c;
	int taken = 0, hooks = 0;
	int64_t n;
	struct opt_int left;

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	c = test_ctx(&t);
	insert_simple(&t, c, 1, 100, S("seats")); /* fewer than who wants one */
	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ .t = &t, .c = test_ctx(&t), .number = i };
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		void *failed;

		pthread_join(workers[i].thread, &failed);
		assert_null(failed);
		taken += workers[i].taken;
		hooks += workers[i].hooks;
	}
	assert_int_equal(taken, 100);
	assert_int_equal(hooks, THREADS * EACH * 4 / 5);
	assert_ok(q_sample_count(c, &n));
	assert_int_equal(n, 1 + THREADS * EACH * 4 / 5);
	assert_ok(q_sample_sum(c, false, &left));
	assert_int_equal(left.v, 0);
	test_store_close(&t);
}

static void test_a_restart_finds_everything(void **state)
{
	struct test_store t;
	int64_t n;

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	insert_simple(&t, test_ctx(&t), 1, 100, S("x"));
	test_store_reopen(&t);
	assert_ok(q_sample_count(test_ctx(&t), &n));
	assert_int_equal(n, 1);
	test_store_close(&t);
}

static void test_quick_reads_have_a_deadline(void **state)
{
	struct test_store t;
	struct ctx *c;
	struct cursor *cur;
	bool row;
	enum err e;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	c->quick_deadline_us = 1; /* long ago */
	e = stmt_read_sql(c, "slow", S("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) "
				       "SELECT sum(i) FROM n"), NULL, NULL, 0, &cur);
	if (e == OK)
		e = cursor_next(cur, &row);
	/* With PostgreSQL every request is slow work from the start. */
	if (store_engine(t.store) == ENGINE_SQLITE)
		assert_int_equal(e, ERR_AGAIN_SLOW);
	ctx_end(c);
	test_store_close(&t);
}

static void test_all_statements_are_understood(void **state)
{
	static const struct statement_module *const samples[] = { &statements_tests_support_store_sample_sql, NULL };
	struct test_store t;

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	assert_int_equal(test_check_statements(&t, samples), 0);
	assert_int_equal(test_check_statements(&t, statement_modules_store), 0);
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_all_types_come_back), cmocka_unit_test(test_results_of_each_kind),
	  cmocka_unit_test(test_what_fails_leaves_nothing), cmocka_unit_test(test_many_threads_write),
	  cmocka_unit_test(test_a_restart_finds_everything), cmocka_unit_test(test_quick_reads_have_a_deadline),
	  cmocka_unit_test(test_all_statements_are_understood))
