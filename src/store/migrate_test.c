/* Migrations: run once, in order, whole or not at all; refuse what they do not know. */
#include "harness.h"

#include <pthread.h>

#include "store/dialect.h"
#include "support/store/store_support.h"

#define FIRST "CREATE TABLE schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL," \
	      " applied_utc INTEGER NOT NULL); CREATE TABLE thing (id INTEGER PRIMARY KEY, x TEXT);"

static const struct migration one[] = { { 1, "0001_first.sql", FIRST }, { 0 } };
static const struct migration two[] = { { 1, "0001_first.sql", FIRST },
					{ 2, "0002_second.sql", "INSERT INTO thing (id, x) VALUES (1, 'a; -- not a comment');" },
					{ 0 } };
static const struct migration changed[] = { { 1, "0001_first.sql", FIRST " " }, { 0 } };
static const struct migration broken[] = { { 1, "0001_first.sql", FIRST },
					   { 2, "0002_broken.sql", "INSERT INTO thing (id) VALUES (1); INSERT INTO nothing VALUES (1);" },
					   { 0 } };

static int64_t count_of(struct test_store *t, str sql)
{
	struct ctx *c = test_ctx(t);
	struct cursor *cur;
	bool row;
	int64_t n;

	assert_ok(stmt_read_sql(c, "count", sql, NULL, NULL, 0, &cur));
	assert_ok(cursor_next(cur, &row));
	assert_true(row);
	n = cursor_int(cur, 0);
	cursor_end(cur);
	ctx_end(c);
	return n;
}

static enum migrate_state look(struct test_store *t, const struct migration *list)
{
	enum migrate_state state;
	str why;

	assert_ok(migrate_look(t->store, t->a, list, &state, &why));
	assert_int_equal(str_is_null(why), state == MIGRATE_CURRENT || state == MIGRATE_PENDING);
	return state;
}

static enum err run(struct test_store *t, const struct migration *list, int *ret_applied, str *ret_why)
{
	return migrate_run(t->store, t->a, &(struct migrate_options){ .list = list, .now = TEST_NOW }, ret_applied, ret_why);
}

static void test_each_runs_once(void **state)
{
	struct test_store t;
	int applied;
	str why;

	(void)state;
	test_store_open_empty(&t);
	assert_int_equal(look(&t, one), MIGRATE_PENDING);
	assert_ok(run(&t, one, &applied, &why));
	assert_int_equal(applied, 1);
	assert_int_equal(look(&t, one), MIGRATE_CURRENT);
	assert_int_equal(look(&t, two), MIGRATE_PENDING);
	assert_ok(run(&t, two, &applied, &why));
	assert_int_equal(applied, 1);
	assert_ok(run(&t, two, &applied, &why));
	assert_int_equal(applied, 0);
	assert_int_equal(count_of(&t, S("SELECT count(*) FROM thing WHERE x = 'a; -- not a comment'")), 1);
	assert_int_equal(count_of(&t, S("SELECT applied_utc FROM schema_version WHERE number = 2")), TEST_NOW);
	test_store_close(&t);
}

static void test_newer_and_changed_are_refused(void **state)
{
	struct test_store t;
	int applied;
	str why;

	(void)state;
	test_store_open_empty(&t);
	assert_ok(run(&t, two, &applied, &why));
	assert_int_equal(look(&t, one), MIGRATE_NEWER);
	assert_int_equal(run(&t, one, &applied, &why), ERR_CONFLICT);
	assert_true(str_find_str(why, S("schema version 2")) < why.n);
	test_store_close(&t);

	test_store_open_empty(&t);
	assert_ok(run(&t, one, &applied, &why));
	assert_int_equal(look(&t, changed), MIGRATE_CHANGED);
	assert_int_equal(run(&t, changed, &applied, &why), ERR_CONFLICT);
	test_store_close(&t);
}

static void test_a_broken_one_leaves_nothing(void **state)
{
	struct test_store t;
	int applied;
	str why;

	(void)state;
	test_store_open_empty(&t);
	assert_int_equal(run(&t, broken, &applied, &why), ERR_DB);
	assert_int_equal(applied, 1);
	assert_true(str_find_str(why, S("0002_broken.sql")) < why.n);
	assert_int_equal(count_of(&t, S("SELECT count(*) FROM thing")), 0);
	assert_ok(run(&t, two, &applied, &why));
	test_store_close(&t);
}

static enum err refuse(void *arg, int from, int to)
{
	*(int *)arg = from * 10 + to;
	return ERR_IO;
}

static void test_a_failed_backup_stops_everything(void **state)
{
	struct test_store t;
	int applied, asked = 0;
	str why;
	struct migrate_options options = { .list = two, .before = refuse, .arg = &asked };

	(void)state;
	test_store_open_empty(&t);
	assert_ok(run(&t, one, &applied, &why));
	assert_int_equal(migrate_run(t.store, t.a, &options, &applied, &why), ERR_IO);
	assert_int_equal(asked, 12);
	assert_int_equal(look(&t, two), MIGRATE_PENDING);
	test_store_close(&t);
}

struct migrator {
	struct test_store *t;
	struct arena *a;
	pthread_t thread;
	int applied;
	enum err result;
};

static void *migrate_in_thread(void *arg)
{
	struct migrator *m = arg;
	struct store_options options = { .data_folder = m->t->folder, .url = m->t->url[0] != '\0' ? m->t->url : NULL };
	struct store *s;
	str why;

	m->result = store_open(&options, m->a, &s, &why);
	if (m->result == OK) {
		m->result = migrate_run(s, m->a, &(struct migrate_options){ .list = two, .now = TEST_NOW }, &m->applied, &why);
		store_close(s);
	}
	return NULL;
}

/* Nodes that start together. */
static void test_migrators_do_not_meet(void **state)
{
	enum { NODES = 4 };
	struct test_store t;
	struct migrator nodes[NODES];
	int applied = 0;

	(void)state;
	test_store_open_empty(&t);
	for (int i = 0; i < NODES; i++) {
		nodes[i] = (struct migrator){ .t = &t, .a = arena_new(16 * 1024 * 1024) };
		assert_int_equal(pthread_create(&nodes[i].thread, NULL, migrate_in_thread, &nodes[i]), 0);
	}
	for (int i = 0; i < NODES; i++) {
		pthread_join(nodes[i].thread, NULL);
		assert_ok(nodes[i].result);
		applied += nodes[i].applied;
		arena_free(nodes[i].a);
	}
	assert_int_equal(applied, 2);
	assert_int_equal(count_of(&t, S("SELECT count(*) FROM thing")), 1);
	test_store_close(&t);
}

static void test_dialects(void **state)
{
	static const char script[] = "-- a comment; with a mark\n"
				     "CREATE TABLE a (id INTEGER PRIMARY KEY, b BLOB, r REAL, t TEXT DEFAULT 'INTEGER;');\n"
				     "-- only: sqlite\nCREATE VIRTUAL TABLE v USING fts5(t);\n-- only: postgresql\n"
				     "CREATE INDEX i ON a USING gin (t);\n-- both\nDROP TABLE a;";
	struct arena *a = arena_new(1024 * 1024);

	(void)state;
	assert_str(dialect_script(a, ENGINE_SQLITE, str_from(script)),
		   "\nCREATE TABLE a (id INTEGER PRIMARY KEY, b BLOB, r REAL, t TEXT DEFAULT 'INTEGER;') STRICT;\n"
		   "\nCREATE VIRTUAL TABLE v USING fts5(t);\n\nDROP TABLE a;");
	assert_str(dialect_script(a, ENGINE_POSTGRESQL, str_from(script)),
		   "\nCREATE TABLE a (id BIGINT PRIMARY KEY, b BYTEA, r DOUBLE PRECISION, t TEXT COLLATE \"C\" DEFAULT 'INTEGER;');\n"
		   "\nCREATE INDEX i ON a USING gin (t);\n\nDROP TABLE a;");
	arena_free(a);
}

static void test_personal_columns_are_registered(void **state)
{
	size_t found = 0;

	(void)state;
	for (const struct personal_column *p = personal_columns; p->table != NULL; p++) {
		assert_true(p->column[0] != '\0' && p->purpose[0] != '\0' && p->keep[0] != '\0');
		if (strcmp(p->table, "outbox") == 0 && strcmp(p->column, "address") == 0) {
			assert_string_equal(p->keep, "90 days after sending");
			found++;
		}
	}
	assert_int_equal(found, 1);
}

TEST_MAIN(cmocka_unit_test(test_each_runs_once), cmocka_unit_test(test_newer_and_changed_are_refused),
	  cmocka_unit_test(test_a_broken_one_leaves_nothing), cmocka_unit_test(test_a_failed_backup_stops_everything),
	  cmocka_unit_test(test_migrators_do_not_meet), cmocka_unit_test(test_dialects),
	  cmocka_unit_test(test_personal_columns_are_registered))
