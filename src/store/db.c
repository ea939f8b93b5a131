/* The part of the store that both engines share: cursors, bodies of transactions, savepoints, figures for the trace. */
#include "store/engine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* SQLite has one writer, PostgreSQL many: there a long body holds up only those who want the same rows. */
enum { BODY_LIMIT_US = 20000, PG_BODY_LIMIT_US = 1000000 };

int64_t store_mono_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* One log for all stores of a process: there is one outside of tests. */
static struct log logger;

void store_log(const char *format, ...)
{
	va_list ap;
	char line[1000];

	va_start(ap, format);
	vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	LOG(&logger, strncmp(line, "defect:", 7) == 0 ? LEVEL_ERROR : LEVEL_WARNING, "store", log_str("text", str_from(line)));
}

/* ---- opening ---------------------------------------------------------------------------------------------------------- */

enum err store_open(const struct store_options *options, struct arena *a, struct store **ret, str *ret_why)
{
	struct store *s = calloc(1, sizeof *s);
	enum err e;

	*ret = NULL;
	*ret_why = str_null;
	if (s == NULL)
		return ERR_MEMORY;
	logger = options->log != NULL ? *options->log : log_new(log_sink_fd(2), clock_system(), LEVEL_INFO);
	s->ops = options->url != NULL ? &pg_ops : &sqlite_ops;
	s->writer.store = s;
	s->read_only = options->read_only;
	e = s->ops->open(s, options, a, ret_why);
	if (e != OK) {
		free(s);
		return e;
	}
	*ret = s;
	return OK;
}

void store_close(struct store *s)
{
	if (s == NULL)
		return;
	s->ops->close(s);
	free(s);
}

enum engine store_engine(const struct store *s) { return s->ops->engine; }
struct writer *store_writer(struct store *s) { return &s->writer; }

void ctx_end(struct ctx *c)
{
	if (c->conn == NULL)
		return;
	if (c->conn->tx != NULL)
		BUG("ctx_end inside a transaction");
	conn_end_cursors(c->conn, c);
	c->store->ops->release(c);
	c->conn = NULL;
}

void ctx_for_conn(struct ctx *c, struct arena *a, struct conn *conn)
{
	*c = (struct ctx){ .a = a, .store = conn->store, .conn = conn, .actor = &actor_system };
}

/* ---- writing ---------------------------------------------------------------------------------------------------------- */

struct body_call {
	struct ctx *c;
	struct tx *tx;
	tx_body *body;
	void *arg;
};

static enum err call_body(void *arg)
{
	struct body_call *call = arg;

	return call->body(call->c, call->tx, call->arg);
}

enum err tx_run(struct conn *conn, struct tx *tx, struct ctx *c, tx_body *body, void *arg)
{
	struct body_call call = { c, tx, body, arg };
	struct conn *outer = c->conn;
	int64_t deadline = c->quick_deadline_us, begun = store_mono_us(), took;
	enum err e;

	*tx = (struct tx){ .conn = conn, .c = c };
	tx->hook_end = &tx->hooks;
	conn->tx = tx;
	c->conn = conn;
	c->quick_deadline_us = 0;
	e = arena_run(c->a, call_body, &call);
	conn_end_cursors(conn, NULL);
	if (e == OK && tx->broken) {
		store_log("defect: a body went on after a statement had failed; what may fail belongs into tx_part");
		e = ERR_DB;
	}
	c->conn = outer;
	c->quick_deadline_us = deadline;
	conn->tx = NULL;
	took = store_mono_us() - begun;
	if (took > (store_engine(conn->store) == ENGINE_SQLITE ? BODY_LIMIT_US : PG_BODY_LIMIT_US))
		store_log("defect: a body held the writer for %lld ms (request %.*s)", (long long)(took / 1000),
			  STR_ARG(c->request_id));
	return e;
}

void tx_run_hooks(struct tx *tx)
{
	for (struct hook *h = tx->hooks; h != NULL; h = h->next)
		h->f(h->arg);
	tx->hooks = NULL;
}

enum err db_write(struct ctx *c, struct writer *w, tx_body *body, void *arg)
{
	if (w->store != c->store)
		BUG("the writer is of another store");
	if (c->conn != NULL && c->conn->tx != NULL)
		BUG("db_write inside a body");
	if (c->store->read_only) {
		store_log("defect: a write to a store opened for reading");
		return ERR_DB;
	}
	return c->store->ops->write(c, body, arg);
}

void tx_after_commit(struct tx *tx, void (*f)(void *arg), void *arg)
{
	struct hook *h = NEW(tx->c->a, struct hook);

	h->f = f;
	h->arg = arg;
	*tx->hook_end = h;
	tx->hook_end = &h->next;
}

enum err tx_part(struct ctx *c, struct tx *tx, tx_body *part, void *arg)
{
	const struct engine_ops *ops = c->store->ops;
	struct body_call call = { c, tx, part, arg };
	struct hook **hook_end = tx->hook_end;
	char sql[80];
	enum err e;

	if (tx->broken)
		return ERR_DB;
	snprintf(sql, sizeof sql, "SAVEPOINT part%d", ++tx->depth);
	e = ops->exec(tx->conn, sql);
	if (e != OK) {
		tx->broken = true;
		tx->depth--;
		return e;
	}
	e = arena_run(c->a, call_body, &call);
	if (e == OK && tx->broken)
		e = ERR_DB;
	if (e == OK) {
		snprintf(sql, sizeof sql, "RELEASE SAVEPOINT part%d", tx->depth);
	} else {
		/* The part's cursors would hold its savepoint open; those begun before it cannot be told from them. */
		conn_end_cursors(tx->conn, NULL);
		tx->hook_end = hook_end;
		*hook_end = NULL;
		snprintf(sql, sizeof sql, "ROLLBACK TO SAVEPOINT part%d; RELEASE SAVEPOINT part%d", tx->depth, tx->depth);
		tx->broken = false;
	}
	tx->depth--;
	if (ops->exec(tx->conn, sql) != OK) {
		tx->broken = true;
		return e != OK ? e : ERR_DB;
	}
	return e;
}

/* ---- statements --------------------------------------------------------------------------------------------------------- */

static void begin_cursor(struct cursor *cur, struct ctx *c, const struct statement *st)
{
	cur->conn = c->conn;
	cur->c = c;
	cur->name = st->name;
	cur->writes = st->writes;
	cur->started_us = store_mono_us();
	cur->open = true;
	cur->next_open = c->conn->open;
	c->conn->open = cur;
	c->trace.statements++;
}

void cursor_end(struct cursor *cur)
{
	if (!cur->open)
		return;
	for (struct cursor **p = &cur->conn->open; *p != NULL; p = &(*p)->next_open) {
		if (*p == cur) {
			*p = cur->next_open;
			break;
		}
	}
	cur->conn->store->ops->end(cur);
	cur->open = false;
	cur->c->trace.db_us += store_mono_us() - cur->started_us;
}

void conn_end_cursors(struct conn *conn, const struct ctx *only)
{
	struct cursor *next;

	for (struct cursor *cur = conn->open; cur != NULL; cur = next) {
		next = cur->next_open;
		if (only == NULL || cur->c == only)
			cursor_end(cur);
	}
}

static enum err start(struct ctx *c, const struct statement *st, const struct dbval *in, struct cursor **ret)
{
	struct cursor *cur = NEW(c->a, struct cursor);
	struct tx *tx;
	enum err e;

	if (c->conn == NULL || c->conn->tx == NULL)
		TRY(c->store->ops->acquire(c));
	tx = c->conn->tx;
	if (tx != NULL && tx->broken) {
		store_log("defect: %s after a failed statement of the same transaction", st->name);
		return ERR_DB;
	}
	c->conn->deadline_us = c->quick_deadline_us;
	begin_cursor(cur, c, st);
	e = c->store->ops->start(c->conn, cur, st, in);
	if (e != OK) {
		if (tx != NULL)
			tx->broken = true;
		cursor_end(cur);
		return e;
	}
	*ret = cur;
	return OK;
}

static struct statement statement_of(const struct stmt_def *def)
{
	return (struct statement){ .name = def->name, .sql = str_from(def->sql), .in_types = def->in_types,
				   .in_count = def->in_count, .identity = def, .writes = def->writes };
}

enum err stmt_read(struct ctx *c, const struct stmt_def *def, const struct dbval *in, struct cursor **ret)
{
	struct statement st = statement_of(def);

	INVARIANT(!def->writes);
	return start(c, &st, in, ret);
}

enum err stmt_write(struct ctx *c, struct tx *tx, const struct stmt_def *def, const struct dbval *in, struct cursor **ret)
{
	struct statement st = statement_of(def);

	if (c->conn != tx->conn || tx->conn->tx != tx)
		BUG("%s outside of its transaction", def->name);
	return start(c, &st, in, ret);
}

enum err stmt_read_sql(struct ctx *c, const char *name, str sql, const enum dbtype *in_types, const struct dbval *in,
		       size_t in_count, struct cursor **ret)
{
	struct statement st = { .name = name, .sql = sql, .in_types = in_types, .in_count = in_count };

	return start(c, &st, in, ret);
}

enum err cursor_next(struct cursor *cur, bool *ret_row)
{
	struct tx *tx = cur->conn->tx;
	enum err e;

	*ret_row = false;
	if (!cur->open)
		BUG("%s: a row was wanted after the end", cur->name);
	e = cur->conn->store->ops->next(cur, ret_row);
	if (e != OK) {
		if (tx != NULL)
			tx->broken = true;
		cursor_end(cur);
	} else if (*ret_row) {
		cur->c->trace.rows++;
	}
	return e;
}

bool cursor_is_null(struct cursor *cur, int column) { return cur->conn->store->ops->is_null(cur, column); }
int64_t cursor_int(struct cursor *cur, int column) { return cur->conn->store->ops->get_int(cur, column); }
double cursor_real(struct cursor *cur, int column) { return cur->conn->store->ops->get_real(cur, column); }
int64_t cursor_changes(struct cursor *cur) { return cur->changes; }

struct opt_int cursor_opt(struct cursor *cur, int column)
{
	if (cursor_is_null(cur, column))
		return (struct opt_int){ .set = false };
	return (struct opt_int){ .set = true, .v = cursor_int(cur, column) };
}

struct opt_real cursor_opt_real(struct cursor *cur, int column)
{
	if (cursor_is_null(cur, column))
		return (struct opt_real){ .set = false };
	return (struct opt_real){ .set = true, .v = cursor_real(cur, column) };
}

str cursor_text(struct cursor *cur, int column, struct arena *a)
{
	if (cursor_is_null(cur, column))
		return str_null;
	return cur->conn->store->ops->get_text(cur, column, a);
}

str cursor_blob(struct cursor *cur, int column, struct arena *a)
{
	if (cursor_is_null(cur, column))
		return str_null;
	return cur->conn->store->ops->get_blob(cur, column, a);
}

/* ---- whole results ------------------------------------------------------------------------------------------------------ */

enum err cursor_maybe(struct cursor *cur, row_reader *read, bool *ret_found, void *into)
{
	bool row;

	*ret_found = false;
	TRY(cursor_next(cur, &row));
	if (row) {
		read(cur, cur->c->a, into);
		TRY(cursor_next(cur, &row));
		if (row) {
			store_log("defect: %s found more than one row", cur->name);
			cursor_end(cur);
			return ERR_DB;
		}
		*ret_found = true;
	}
	cursor_end(cur);
	return OK;
}

enum err cursor_one(struct cursor *cur, row_reader *read, void *into)
{
	bool found;

	TRY(cursor_maybe(cur, read, &found, into));
	return found ? OK : ERR_NOT_FOUND;
}

enum err cursor_many(struct cursor *cur, row_reader *read, size_t row_size, void **ret_rows, size_t *ret_count)
{
	struct arena *a = cur->c->a;
	size_t n = 0, size = 0;
	char *rows = NULL;

	*ret_rows = NULL;
	*ret_count = 0;
	for (;;) {
		bool row;

		TRY(cursor_next(cur, &row));
		if (!row)
			break;
		if (n == ROWS_MAX) {
			cursor_end(cur);
			return ERR_LIMIT;
		}
		if (n == size) {
			char *wider = arena_array(a, size == 0 ? 16 : size * 2, row_size);

			if (n > 0)
				memcpy(wider, rows, n * row_size);
			rows = wider;
			size = size == 0 ? 16 : size * 2;
		}
		read(cur, a, rows + n++ * row_size);
	}
	cursor_end(cur);
	*ret_rows = rows;
	*ret_count = n;
	return OK;
}

enum err cursor_changed(struct cursor *cur, int64_t *ret_changes)
{
	bool row;

	*ret_changes = 0;
	do
		TRY(cursor_next(cur, &row));
	while (row);
	*ret_changes = cur->changes;
	cursor_end(cur);
	return OK;
}
