/* Inside of the store: what an engine (db_sqlite.c, db_pg.c) gives to db.c. Nobody outside src/store includes this.
 *
 * Invariants:
 *   - A conn is used by one thread at a time. `open` lists its unfinished cursors.
 *   - conn->tx is set exactly while a body runs on it. */
#ifndef TALKOOT_STORE_ENGINE_H
#define TALKOOT_STORE_ENGINE_H

#include "store/db.h"

struct conn {
	struct store *store;
	struct cursor *open;
	struct tx *tx;
	int64_t deadline_us; /* of the running quick read; 0: none */
};

/* What is to be prepared. */
struct statement {
	const char *name;
	str sql;
	const enum dbtype *in_types;
	size_t in_count;
	const void *identity; /* a pointer that stands for the text as long as the program runs; NULL: find by text */
	bool writes;
};

struct cursor {
	struct conn *conn;
	struct ctx *c;
	struct cursor *next_open;
	const char *name;
	bool open, writes;
	int64_t changes, started_us;
	/* The engine's: SQLite's prepared statement; PostgreSQL's result, current row and number of rows. */
	void *handle;
	int row, rows;
};

struct hook {
	struct hook *next;
	void (*f)(void *arg);
	void *arg;
};

struct tx {
	struct conn *conn;
	struct ctx *c;
	struct hook *hooks, **hook_end;
	bool broken; /* a statement failed: nothing else may follow but the rollback */
	int depth;   /* of tx_part */
};

struct engine_ops {
	enum engine engine;
	enum err (*open)(struct store *s, const struct store_options *options, struct arena *a, str *ret_why);
	void (*close)(struct store *s);
	/* A connection for the reads of this ctx in this thread; may be called again when one is there. */
	enum err (*acquire)(struct ctx *c);
	void (*release)(struct ctx *c);
	enum err (*write)(struct ctx *c, tx_body *body, void *arg);
	/* Runs f alone on a connection that may write, outside of any transaction: migrations, checks. */
	enum err (*alone)(struct store *s, enum err (*f)(struct conn *conn, void *arg), void *arg);
	/* A script without parameters: transaction control, migrations. Logs its errors. */
	enum err (*exec)(struct conn *conn, const char *sql);
	enum err (*start)(struct conn *conn, struct cursor *cur, const struct statement *st, const struct dbval *in);
	enum err (*next)(struct cursor *cur, bool *ret_row);
	void (*end)(struct cursor *cur);
	bool (*is_null)(struct cursor *cur, int column);
	int64_t (*get_int)(struct cursor *cur, int column);
	double (*get_real)(struct cursor *cur, int column);
	/* Bytes that live until the next row; never called for NULL. */
	str (*get_text)(struct cursor *cur, int column, struct arena *a);
	str (*get_blob)(struct cursor *cur, int column, struct arena *a);
};

struct writer {
	struct store *store;
};

struct store {
	const struct engine_ops *ops;
	struct writer writer;
	bool read_only;
	void *engine; /* struct sqlite_store, struct pg_store */
};

extern const struct engine_ops sqlite_ops, pg_ops;

/* Monotonic microseconds. */
int64_t store_mono_us(void);
/* One line to the log, without values that a user gave. */
void store_log(const char *format, ...) PRINTF_LIKE(1, 2);

/* Runs a body on conn, where the engine has begun a transaction or savepoint: sets and restores what is in c, guards against
 * used-up memory, ends cursors left open. Tells when it took more than 20 ms. */
MUST enum err tx_run(struct conn *conn, struct tx *tx, struct ctx *c, tx_body *body, void *arg);
void tx_run_hooks(struct tx *tx);
void conn_end_cursors(struct conn *conn, const struct ctx *only); /* only == NULL: all */

/* Statements on a connection without a request's context: migrations, checks. The ctx made here is enough for stmt_read_sql. */
void ctx_for_conn(struct ctx *c, struct arena *a, struct conn *conn);

#endif
