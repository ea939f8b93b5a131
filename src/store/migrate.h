/* The schema's way forward: migrations/NNNN_what.sql, put into the program by tools/migc, run once each and in order.
 *
 * Rules of a migration file:
 *   - Types INTEGER, TEXT, REAL, BLOB; what dialect.h says is changed for the engine. No statements beyond SQL DDL and plain
 *     INSERT, UPDATE, DELETE.
 *   - Never changed after it has left the house: its checksum is kept. A mistake is mended by the next one.
 *   - Several nodes: expand in one release, contract in the next.
 *   - "-- personal: purpose; retention" behind a column makes the privacy register, "-- derived" before a table says that
 *     it can be dropped and rebuilt.
 *
 * Each runs in its own transaction with its row in schema_version; foreign keys are checked at its end, not during it (a
 * table may be rebuilt). One migrator at a time, over processes and nodes. */
#ifndef TALKOOT_STORE_MIGRATE_H
#define TALKOOT_STORE_MIGRATE_H

#include "store/db.h"

struct migration {
	int number; /* 1, 2, 3 ... */
	const char *name, *sql;
};
extern const struct migration migrations[]; /* name NULL behind the last */

struct personal_column {
	const char *table, *column, *purpose, *keep;
};
extern const struct personal_column personal_columns[]; /* table NULL behind the last */
extern const char *const derived_tables[];               /* NULL behind the last */

enum migrate_state {
	MIGRATE_CURRENT,
	MIGRATE_PENDING, /* this program brings newer ones */
	MIGRATE_NEWER,   /* the database was changed by a newer program */
	MIGRATE_CHANGED  /* one that has run differs from the program's */
};

struct migrate_options {
	const struct migration *list; /* NULL: the program's */
	int64_t now;                  /* UTC seconds, for schema_version */
	/* Called once, before the first of the pending ones, when the database is not empty: the automatic backup. An error
	 * stops everything. May be NULL. */
	enum err (*before)(void *arg, int from, int to);
	void *arg;
};

/* Where the database stands. *ret_why: one English sentence for NEWER and CHANGED. */
MUST enum err migrate_look(struct store *s, struct arena *a, const struct migration *list, enum migrate_state *ret, str *ret_why);
/* Runs what is pending. ERR_CONFLICT: NEWER or CHANGED, with *ret_why. Other errors: *ret_why names the migration; those before
 * it stay. */
MUST enum err migrate_run(struct store *s, struct arena *a, const struct migrate_options *options, int *ret_applied, str *ret_why);

#endif
