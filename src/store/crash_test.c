/* What is left when the process is killed or the disk is full: every change that was answered, nothing of the others. */
#include "harness.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/engine.h"
#include "support/store/failing_vfs.h"
#include "support/store/store_support.h"
#include "tests/support/store/sample.sql.h"

/* ---- kill -9 ------------------------------------------------------------------------------------------------------------------ */

enum { WRITERS = 4, ACKNOWLEDGED = 150 };

static struct test_store t;
static int acknowledged[2]; /* pipe: the ids whose db_write said OK */

static enum err both_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t id = *(const int64_t *)arg;

	TRY(q_sample_insert(c, tx, &(struct q_sample_insert_in){ .id = id, .name = S("row"), .bytes = S("") }));
	return q_sample_tag(c, tx, id, id, S("its tag"));
}

static void *write_on(void *arg)
{
	int64_t id = *(const int64_t *)arg * 1000000;
	struct ctx *c = test_ctx(&t);

	for (;;) {
		id++;
		if (db_write(c, test_writer(&t), both_body, &id) == OK && write(acknowledged[1], &id, sizeof id) != sizeof id)
			return NULL;
		ctx_end(c);
		arena_reset(c->a);
	}
}

static void child(void)
{
	static const int64_t numbers[WRITERS] = { 1, 2, 3, 4 };
	pthread_t threads[WRITERS];

	test_store_reopen(&t);
	for (int i = 0; i < WRITERS; i++)
		if (pthread_create(&threads[i], NULL, write_on, (void *)(uintptr_t)&numbers[i]) != 0)
			_exit(1);
	for (;;)
		pause();
}

static void test_a_killed_process_loses_nothing_it_answered(void **state)
{
	static int64_t seen[ACKNOWLEDGED + 20000];
	int64_t id = 0;
	size_t n = 0, tags;
	pid_t pid;
	struct ctx *c;
	struct q_sample_all_row *rows;
	bool found;
	int64_t tagged;

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	store_close(t.store);
	t.store = NULL;
	assert_int_equal(pipe(acknowledged), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		child();
	close(acknowledged[1]);
	for (; n < ACKNOWLEDGED; n++)
		assert_int_equal(read(acknowledged[0], &seen[n], sizeof id), sizeof id);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	while (n < sizeof seen / sizeof *seen && read(acknowledged[0], &seen[n], sizeof id) == sizeof id)
		n++;
	close(acknowledged[0]);

	test_store_reopen(&t);
	c = test_ctx(&t);
	for (size_t i = 0; i < n; i++) {
		struct q_sample_by_id_row row;

		assert_ok(q_sample_by_id(c, seen[i], &found, &row));
		assert_true(found);
	}
	/* Whole or not at all. */
	assert_ok(q_sample_all(c, &rows, &tags));
	assert_ok(q_sample_list_count(c, &(struct q_sample_list_filter){ .by_tagged = true, .tag = S("its tag") }, &tagged));
	assert_int_equal(tagged, tags);
	assert_true(tags >= n);
	test_store_close(&t);
}

/* ---- a full disk --------------------------------------------------------------------------------------------------------------- */

struct one_write {
	struct store *store;
	struct ctx c;
	int64_t id;
	enum err result;
	pthread_t thread;
};

static void *write_one(void *arg)
{
	struct one_write *w = arg;

	w->result = db_write(&w->c, store_writer(w->store), both_body, &w->id);
	ctx_end(&w->c);
	return NULL;
}

enum { TOGETHER = 4 };

static void init_write(struct one_write *w, struct store *s, struct arena *a, int64_t id)
{
	*w = (struct one_write){ .store = s, .id = id, .c = { .a = a, .store = s, .actor = &actor_system } };
}

/* Some threads write while the nth change of the disk fails; what was answered must be there, the rest must not. */
static bool one_round(struct store *s, int n, int more, int64_t *id)
{
	struct one_write writes[TOGETHER], after;
	struct arena *a = arena_new(1024 * 1024);
	bool found;
	struct q_sample_by_id_row row;
	bool failed;

	failing_vfs_arm(n, more);
	for (int i = 0; i < TOGETHER; i++) {
		init_write(&writes[i], s, arena_new(1024 * 1024), ++*id);
		assert_int_equal(pthread_create(&writes[i].thread, NULL, write_one, &writes[i]), 0);
	}
	for (int i = 0; i < TOGETHER; i++)
		pthread_join(writes[i].thread, NULL);
	failed = failing_vfs_failed();
	failing_vfs_arm(0, 0);
	init_write(&after, s, a, ++*id);
	write_one(&after);
	assert_ok(after.result);
	for (int i = 0; i < TOGETHER; i++) {
		assert_true(writes[i].result == OK || writes[i].result == ERR_BUSY);
		assert_ok(q_sample_by_id(&after.c, writes[i].id, &found, &row));
		assert_int_equal(found, writes[i].result == OK);
		arena_free(writes[i].c.a);
	}
	ctx_end(&after.c);
	arena_free(a);
	return failed;
}

static void test_a_full_disk_costs_only_what_it_hits(void **state)
{
	struct store_options options = { .vfs = FAILING_VFS };
	struct store *s;
	str why;
	int64_t id = 0;

	(void)state;
	test_store_open(&t);
	if (store_engine(t.store) != ENGINE_SQLITE) {
		test_store_close(&t);
		SKIP("only with SQLite");
	}
	test_sample_tables(&t);
	store_close(t.store);
	t.store = NULL;
	failing_vfs_register();
	options.data_folder = t.folder;
	assert_ok(store_open(&options, t.a, &s, &why));
	for (int more = 0; more <= 8; more += 8)
		for (int n = 1; one_round(s, n, more, &id); n++)
			assert_true(n < 200);
	store_close(s);
	test_store_reopen(&t);
	test_store_close(&t);
}

/* ---- no memory ------------------------------------------------------------------------------------------------------------------ */

struct use {
	struct ctx *c;
	int64_t id;
};

static enum err use_everything(void *arg)
{
	struct use *u = arg;
	struct q_sample_list_filter filter = { .by_tagged = true, .tag = S("its tag") };
	struct list_page page = { .limit = 2, .descending = true };
	struct q_sample_list_result list;

	TRY(db_write(u->c, test_writer(&t), both_body, &u->id));
	TRY(q_sample_list(u->c, &filter, &page, &list));
	page.cursor = list.next;
	return q_sample_list(u->c, &filter, &page, &list);
}

/* Each allocation fails once: what was begun ends, nothing half is stored, the connection is as good as new. */
static void test_each_allocation_may_fail(void **state)
{
	struct use u;
	enum err e = ERR_MEMORY;

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	u.c = test_ctx(&t);
	for (u.id = 1; u.id <= 5; u.id++)
		assert_ok(use_everything(&u));
	for (size_t n = 1; e != OK; n++) {
		int64_t rows, tagged;
		struct q_sample_list_filter tags = { .by_tagged = true, .tag = S("its tag") };

		test_ctx_renew(&t, u.c);
		arena_fail_at(u.c->a, n);
		e = arena_run(u.c->a, use_everything, &u);
		assert_true(e == OK || e == ERR_MEMORY);
		test_ctx_renew(&t, u.c);
		assert_ok(q_sample_count(u.c, &rows));
		assert_ok(q_sample_list_count(u.c, &tags, &tagged));
		assert_int_equal(rows, tagged);
		u.id = rows + 1;
		assert_true(n < 500);
	}
	test_store_close(&t);
}

/* ---- opening -------------------------------------------------------------------------------------------------------------------- */

static void test_what_cannot_be_opened_is_told_in_a_sentence(void **state)
{
	struct arena *a = arena_new(1024 * 1024);
	struct store *s;
	str why;
	FILE *f;
	char path[100];

	(void)state;
	assert_int_equal(store_open(&(struct store_options){ .data_folder = "/nowhere" }, a, &s, &why), ERR_IO);
	assert_true(str_starts(why, S("The folder /nowhere cannot be used: ")));
	assert_null(s);
	assert_int_equal(store_open(&(struct store_options){ .url = "postgresql://x@/x?host=/nowhere" }, a, &s, &why), ERR_BUSY);
	assert_true(str_starts(why, S("The PostgreSQL database cannot be reached")));
	test_store_open(&t);
	snprintf(path, sizeof path, "%s/other", t.folder);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(store_open(&(struct store_options){ .data_folder = path, .read_only = true }, a, &s, &why), ERR_IO);
	snprintf(path, sizeof path, "%s/other/talkoot.db", t.folder);
	f = fopen(path, "w");
	assert_non_null(f);
	for (int i = 0; i < 200; i++)
		fputs("not a database\n", f);
	assert_int_equal(fclose(f), 0);
	*strrchr(path, '/') = '\0';
	assert_int_equal(store_open(&(struct store_options){ .data_folder = path }, a, &s, &why), ERR_IO);
	assert_true(str_ends(why, S("it is not a database.")));
	test_store_close(&t);
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_each_allocation_may_fail),
	  cmocka_unit_test(test_what_cannot_be_opened_is_told_in_a_sentence), cmocka_unit_test(test_a_killed_process_loses_nothing_it_answered),
	  cmocka_unit_test(test_a_full_disk_costs_only_what_it_hits))
