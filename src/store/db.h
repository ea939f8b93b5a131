/* One database interface over two engines (SQLite, PostgreSQL).
 *
 * Features never see this file's lower half: they call the typed functions that tools/sqlc makes of their .sql files
 * (syntax: head of tools/sqlc.c) and db_write.
 *
 * Invariants:
 *   - Reading happens on ctx->conn. No read transaction outlives its request (ctx_end).
 *   - Writing happens only in the body of db_write, which holds a `struct tx *`. A `struct writer *` is the right to call
 *     db_write at all: POST handlers, jobs and commands get one, GET handlers do not; so a GET cannot write.
 *   - A body may run more than once (group commit, lost connections): it has no effect outside the database and sets its
 *     results anew each time. Mail, files for others and calls outside go through the outbox in the same transaction.
 *   - A body holds the SQLite writer 20 ms at most (logged as a defect when longer).
 *   - When db_write has returned OK the change is on disk.
 *
 * Errors of all statements: ERR_CONFLICT (a unique, foreign or check constraint), ERR_BUSY (database away or locked,
 * full disk; nothing was changed), ERR_DB (a defect), ERR_AGAIN_SLOW (a quick read passed its 20 ms). db_write can
 * return ERR_IO besides: PostgreSQL went away in the middle of the commit and did not come back in ten seconds, so
 * nobody knows whether the change is stored. */
#ifndef TALKOOT_STORE_DB_H
#define TALKOOT_STORE_DB_H

#include "base/log.h"
#include "store/ctx.h"

/* ---- opening ------------------------------------------------------------------------------------------------------ */

enum engine { ENGINE_SQLITE, ENGINE_POSTGRESQL };

struct store_options {
	const char *data_folder; /* the SQLite file is <data_folder>/talkoot.db */
	const char *url;         /* "postgresql://..." or NULL for SQLite */
	const char *vfs;         /* SQLite VFS name for tests, or NULL */
	int pg_connections;      /* size of the PostgreSQL pool; 0: 8 */
	bool read_only;          /* no writer thread (check, config) */
	const struct log *log;   /* copied; NULL: standard error */
};

/* Opens the database and starts the writer. ERR_BUSY: cannot be reached; ERR_IO: folder cannot be written. *ret_why gets
 * one clear English sentence (static or allocated in a) on failure. Does not migrate: see migrate.h. */
MUST enum err store_open(const struct store_options *options, struct arena *a, struct store **ret, str *ret_why);
/* Finishes what is queued, closes. NULL is allowed. No ctx of this store may be in use. */
void store_close(struct store *s);
enum engine store_engine(const struct store *s);

/* Ends the reads of a request: finishes statements, gives the connection back. Call once per ctx, before its arena is
 * reset, in the thread that read. Threads of the server keep their SQLite connection: it stays attached to the thread. */
void ctx_end(struct ctx *c);

/* ---- writing ------------------------------------------------------------------------------------------------------ */

struct tx;     /* a running write transaction */
struct writer; /* the right to write */

/* The right to write, for those who may hand it on: web/route.c (POST), jobs, commands, tests. */
struct writer *store_writer(struct store *s);

typedef enum err tx_body(struct ctx *c, struct tx *tx, void *arg);

/* Runs body in a transaction; commits when it returns OK, rolls back its changes otherwise and returns its error.
 * SQLite: bodies of all waiting threads share one commit (each in a savepoint). PostgreSQL: a pooled connection; serialisation failures
 * and lost connections before the commit run the body again, at most 5 times. Blocks the calling thread until the commit is on disk.
 * Inside a body another db_write is a BUG.
 * After a statement has failed (ERR_CONFLICT, say) nothing else may be asked in this transaction, as PostgreSQL has it:
 * what may fail and shall not end the whole body stands in a tx_part. */
MUST enum err db_write(struct ctx *c, struct writer *w, tx_body *body, void *arg);

/* Savepoint inside a body: runs part(c, tx, arg); on error undoes only the part and returns its error. */
MUST enum err tx_part(struct ctx *c, struct tx *tx, tx_body *part, void *arg);

/* Registers f(arg) to run after the commit, in the committing thread, without database access: for waking live pages and
 * job runners. Runs once per commit even if the body ran twice. */
void tx_after_commit(struct tx *tx, void (*f)(void *arg), void *arg);

/* ---- under the generated code ------------------------------------------------------------------------------------- */

enum dbtype { DB_NULL, DB_INT, DB_REAL, DB_TEXT, DB_BLOB };

struct dbval {
	enum dbtype type;
	union {
		int64_t i;
		double r;
		str s;
	};
};

struct opt_int {
	bool set;
	int64_t v;
};

struct opt_real {
	bool set;
	double v;
};

/* A named statement of a .sql file. `sql` has $1..$n. Generated, static, one per statement. */
struct stmt_def {
	const char *name;    /* "event_by_key" */
	const char *file;    /* "features/event/event.sql:12", for logs and talkoot sql list */
	const char *sql;
	unsigned char in_count, out_count;
	bool writes;
	const char *scan_reason; /* why a scan of a big table is meant, or NULL */
	const enum dbtype *in_types, *out_types; /* for the test that prepares every statement */
};

struct list_def; /* list.h */

/* All statements and lists of one .sql file. The registries below are made by CMake. */
struct statement_module {
	const char *file;
	const struct stmt_def *const *statements;
	size_t statement_count;
	const struct list_def *const *lists;
	size_t list_count;
};

/* The modules of src/store, NULL behind the last; those of the layers above are in statement_modules (features). */
extern const struct statement_module *const statement_modules_store[];
extern const struct statement_module *const statement_modules[];

struct cursor; /* a running statement */

static inline struct dbval db_int(int64_t i) { return (struct dbval){ .type = DB_INT, .i = i }; }
static inline struct dbval db_opt(struct opt_int o) { return o.set ? db_int(o.v) : (struct dbval){ .type = DB_NULL }; }
static inline struct dbval db_opt_real(struct opt_real o)
{
	return o.set ? (struct dbval){ .type = DB_REAL, .r = o.v } : (struct dbval){ .type = DB_NULL };
}
static inline struct dbval db_real(double r) { return (struct dbval){ .type = DB_REAL, .r = r }; }
static inline struct dbval db_text(str s) { return (struct dbval){ .type = str_is_null(s) ? DB_NULL : DB_TEXT, .s = s }; }
static inline struct dbval db_blob(str s) { return (struct dbval){ .type = str_is_null(s) ? DB_NULL : DB_BLOB, .s = s }; }

/* Starts a reading statement on ctx->conn; the cursor lives in the arena and is ended by cursor_end, at the latest by ctx_end
 * or by the end of the body. What `in` points to must live until then. */
MUST enum err stmt_read(struct ctx *c, const struct stmt_def *def, const struct dbval *in, struct cursor **ret);
/* Starts a writing statement (with or without RETURNING) in the transaction. */
MUST enum err stmt_write(struct ctx *c, struct tx *tx, const struct stmt_def *def, const struct dbval *in, struct cursor **ret);
/* The same for SQL put together by list code: prepared statements are found again by its text. */
MUST enum err stmt_read_sql(struct ctx *c, const char *name, str sql, const enum dbtype *in_types, const struct dbval *in,
			    size_t in_count, struct cursor **ret);
/* Moves to the next row. *ret_row false: no more. An error ends the cursor. */
MUST enum err cursor_next(struct cursor *cur, bool *ret_row);
bool cursor_is_null(struct cursor *cur, int column);
int64_t cursor_int(struct cursor *cur, int column); /* NULL gives 0 */
struct opt_int cursor_opt(struct cursor *cur, int column);
double cursor_real(struct cursor *cur, int column);
struct opt_real cursor_opt_real(struct cursor *cur, int column);
str cursor_text(struct cursor *cur, int column, struct arena *a); /* copied; NULL gives str_null */
str cursor_blob(struct cursor *cur, int column, struct arena *a);
int64_t cursor_changes(struct cursor *cur); /* rows changed by a writing statement that has been run to its end */
void cursor_end(struct cursor *cur);

/* Reads one row into *into. */
typedef void row_reader(struct cursor *cur, struct arena *a, void *into);
enum { ROWS_MAX = 100000 };
/* These four run a started statement to its end and end its cursor. A second row where one at most is meant is a defect:
 * ERR_DB. More than ROWS_MAX rows: ERR_LIMIT. */
MUST enum err cursor_one(struct cursor *cur, row_reader *read, void *into); /* no row: ERR_NOT_FOUND */
MUST enum err cursor_maybe(struct cursor *cur, row_reader *read, bool *ret_found, void *into);
MUST enum err cursor_many(struct cursor *cur, row_reader *read, size_t row_size, void **ret_rows, size_t *ret_count);
MUST enum err cursor_changed(struct cursor *cur, int64_t *ret_changes);

#endif
