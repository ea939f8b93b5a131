/* A database for a test: its own, migrated, empty; time and randomness in the test's hand.
 *
 *   static void test_x(void **state)
 *   {
 *       struct test_store t;
 *       test_store_open(&t);
 *       struct ctx *c = test_ctx(&t);
 *       assert_ok(db_write(c, test_writer(&t), body, &arg));
 *       test_store_close(&t);
 *   }
 *
 * The engine is what the environment's TALKOOT_TEST_DB says: unset or "sqlite", or "postgresql://..." (a database is made
 * in that cluster under a random name and dropped at the end). Failures end the test. */
#ifndef TALKOOT_TESTS_STORE_SUPPORT_H
#define TALKOOT_TESTS_STORE_SUPPORT_H

#include "base/clock.h"
#include "base/random.h"
#include "base/settings.h"
#include "store/db.h"
#include "store/migrate.h"

enum { TEST_CTX_MAX = 64 };
/* Friday 2026-11-27 07:00:00 UTC, 9 o'clock in Finland: where the manual clock starts. */
#define TEST_NOW INT64_C(1795762800)

struct test_store {
	struct store *store;
	struct clock_manual clock_state;
	struct clock clock;
	struct random_seeded random_state;
	struct random random;
	struct settings settings; /* the defaults; a test may change them */
	struct arena *a; /* lives as long as the store */
	char folder[64]; /* SQLite: where talkoot.db is; also for files of the test */
	char database[64], url[512]; /* PostgreSQL */
	bool changed;                /* the test has made tables: nobody uses this database after it */
	struct ctx *contexts[TEST_CTX_MAX];
	size_t context_count;
};

/* Opens a copy of a migrated database; the first call in a program migrates one (0.1 to 0.6 s), the others copy. */
void test_store_open(struct test_store *t);
/* The same without any table. */
void test_store_open_empty(struct test_store *t);
/* Ends all contexts, closes, deletes everything. */
void test_store_close(struct test_store *t);
/* Closes and opens again the same database, as a restart does. Contexts end. */
void test_store_reopen(struct test_store *t);

/* A context of its own arena (64 MB), acting as the system, in English, at the clock's time. Ends with the store at the latest. */
struct ctx *test_ctx(struct test_store *t);
/* Ends the context's reads, empties its arena and sets its time anew: as if a new request came. */
void test_ctx_renew(struct test_store *t, struct ctx *c);
struct writer *test_writer(struct test_store *t);
/* Lets time pass for contexts made or renewed from now on. */
void test_pass(struct test_store *t, int64_t seconds);
/* Runs a script in the common dialect, outside of the rules for statements. */
void test_exec(struct test_store *t, const char *script);
/* Makes the tables of sample.sql. */
void test_sample_tables(struct test_store *t);

/* Prepares every statement and every form of every list of these modules (conditions alone and in pairs, orders in both
 * directions, from a cursor), runs the reading ones, and on SQLite looks for scans without a reason. Prints what is wrong and
 * returns how many faults there are. */
int test_check_statements(struct test_store *t, const struct statement_module *const *modules);

#endif
