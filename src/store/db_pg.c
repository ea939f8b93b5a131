/* The PostgreSQL engine: prepared statements, values in and out, transactions that run again.
 *
 * Values go in binary (length and bytes, no quoting), results come as text. READ COMMITTED; what must not race is a
 * conditional update or a unique key.
 *
 * A commit whose answer got lost is not guessed: each transaction learns its id when it begins (in the same message), and after
 * the connection broke in COMMIT another one asks pg_xact_status what became of it. */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/encode.h"
#include "store/pg.h"

enum {
	ATTEMPTS = 5,
	POOL_DEFAULT = 8,
	OUTCOME_TRIES = 20, /* half a second apart: a restarting server is back by then, or the answer is "not known" */
	PARAMS_MAX = 80
};

/* Type numbers of pg_type.h, which never change. */
enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25, OID_FLOAT8 = 701 };

static struct pg_conn *of(struct conn *conn) { return (struct pg_conn *)(void *)conn; }

/* ---- errors --------------------------------------------------------------------------------------------------------------- */

static bool state_is(const char *state, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strncmp(state, *list, strlen(*list)) == 0)
			return true;
	return false;
}

/* The meaning of a failed result; see the table "PostgreSQL Error Codes" in its manual. */
static enum err pg_err(struct pg_conn *conn, const PGresult *result, const char *name)
{
	/* Serialisation and deadlock; a plan or statement that a migration has made invalid; shutdown; lost connection. */
	static const char *const again[] = { "40001", "40P01", "0A000", "26000", "57P", "08", NULL };
	/* Disk full and other resources; time-outs; a server that only reads. */
	static const char *const busy[] = { "53", "55P03", "57014", "25006", "58", NULL };
	const char *state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (!pg_alive(conn) || state == NULL) {
		store_log("%s: the connection to PostgreSQL is lost", name);
		conn->again = true;
		return ERR_BUSY;
	}
	if (strncmp(state, "23", 2) == 0)
		return ERR_CONFLICT;
	if (state_is(state, again)) {
		conn->again = true;
		if (state[0] != '4')
			store_log("%s: PostgreSQL %s", name, state);
		if (strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0)
			pg_disconnect(conn);
		return ERR_BUSY;
	}
	if (state_is(state, busy)) {
		store_log("%s: PostgreSQL %s: %s", name, state, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
		return ERR_BUSY;
	}
	store_log("defect: %s: PostgreSQL %s: %s", name, state, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
	return ERR_DB;
}

static enum err finish(struct pg_conn *conn, PGresult *result, const char *name)
{
	ExecStatusType status = PQresultStatus(result);
	enum err e = OK;

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		e = pg_err(conn, result, name);
	PQclear(result);
	return e;
}

static enum err exec(struct conn *base, const char *sql)
{
	if (!pg_alive(of(base)))
		return ERR_BUSY;
	return finish(of(base), PQexec(of(base)->pg, sql), "script");
}

/* ---- statements ------------------------------------------------------------------------------------------------------------ */

static uint64_t hash_of(const struct statement *st)
{
	if (st->identity == NULL)
		return str_hash(st->sql);
	return ((uint64_t)(uintptr_t)st->identity >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 20;
}

static Oid oid_of(enum dbtype type)
{
	switch (type) {
	case DB_INT: return OID_INT8;
	case DB_REAL: return OID_FLOAT8;
	case DB_TEXT: return OID_TEXT;
	case DB_BLOB: return OID_BYTEA;
	case DB_NULL: break;
	}
	return 0;
}

static struct pg_prepared *find_prepared(struct pg_conn *conn, const struct statement *st, uint64_t hash)
{
	struct pg_prepared *p;

	for (p = conn->buckets[hash % PG_BUCKETS]; p != NULL; p = p->next)
		if (p->hash == hash && p->identity == st->identity &&
		    (st->identity != NULL || str_eq(str_make(p->sql, p->sql_n), st->sql)))
			break;
	return p;
}

static enum err prepare(struct pg_conn *conn, const struct statement *st, struct pg_prepared **ret)
{
	uint64_t hash = hash_of(st);
	struct pg_prepared *p = find_prepared(conn, st, hash);
	Oid types[PARAMS_MAX];
	char name[16];
	enum err e;

	if (p != NULL) {
		*ret = p;
		return OK;
	}
	if (conn->prepared_count >= PG_CACHE_MAX) {
		TRY(finish(conn, PQexec(conn->pg, "DEALLOCATE ALL"), "deallocate"));
		pg_forget_prepared(conn);
	}
	INVARIANT(st->in_count <= PARAMS_MAX);
	for (size_t i = 0; i < st->in_count; i++)
		types[i] = oid_of(st->in_types[i]);
	p = calloc(1, sizeof *p);
	if (p == NULL)
		return ERR_MEMORY;
	p->sql = malloc(st->sql.n + 1);
	if (p->sql == NULL) {
		free(p);
		return ERR_MEMORY;
	}
	memcpy(p->sql, st->sql.p, st->sql.n);
	p->sql[st->sql.n] = '\0';
	p->sql_n = st->sql.n;
	p->hash = hash;
	p->identity = st->identity;
	p->number = ++conn->last_number;
	snprintf(name, sizeof name, "s%u", p->number);
	e = finish(conn, PQprepare(conn->pg, name, p->sql, (int)st->in_count, types), st->name);
	if (e != OK) {
		free(p->sql);
		free(p);
		return e;
	}
	p->next = conn->buckets[hash % PG_BUCKETS];
	conn->buckets[hash % PG_BUCKETS] = p;
	conn->prepared_count++;
	*ret = p;
	return OK;
}

static enum err run_prepared(struct pg_conn *conn, struct cursor *cur, const struct statement *st, const struct dbval *in)
{
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX], formats[PARAMS_MAX];
	uint64_t numbers[PARAMS_MAX];
	struct pg_prepared *p;
	char name[16];
	PGresult *result;

	TRY(prepare(conn, st, &p));
	for (size_t i = 0; i < st->in_count; i++) {
		formats[i] = 1;
		values[i] = NULL;
		lengths[i] = 0;
		if (in[i].type == DB_NULL)
			continue;
		if (in[i].type == DB_INT || in[i].type == DB_REAL) {
			memcpy(&numbers[i], in[i].type == DB_INT ? (const void *)&in[i].i : (const void *)&in[i].r,
			       sizeof numbers[i]);
			numbers[i] = htobe64(numbers[i]);
			values[i] = (const char *)&numbers[i];
			lengths[i] = sizeof numbers[i];
		} else {
			values[i] = in[i].s.p;
			lengths[i] = (int)in[i].s.n;
		}
	}
	snprintf(name, sizeof name, "s%u", p->number);
	result = PQexecPrepared(conn->pg, name, (int)st->in_count, values, lengths, formats, 0);
	if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
		return finish(conn, result, st->name);
	cur->handle = result;
	cur->row = -1;
	cur->rows = PQntuples(result);
	cur->changes = strtoll(PQcmdTuples(result), NULL, 10);
	return OK;
}

static enum err start(struct conn *base, struct cursor *cur, const struct statement *st, const struct dbval *in)
{
	struct pg_conn *conn = of(base);
	enum err e;

	if (base->tx != NULL) {
		if (!pg_alive(conn))
			return ERR_BUSY;
		return run_prepared(conn, cur, st, in);
	}
	/* Outside of a transaction a read may simply be asked again: the server was restarted, or the schema changed. */
	e = pg_alive(conn) ? run_prepared(conn, cur, st, in) : ERR_BUSY;
	if (e == ERR_BUSY && !pg_alive(conn) && !st->writes) {
		TRY(pg_connect(conn));
		conn->again = false;
		e = run_prepared(conn, cur, st, in);
	}
	return e;
}

static enum err next(struct cursor *cur, bool *ret_row)
{
	*ret_row = ++cur->row < cur->rows;
	return OK;
}

static void end(struct cursor *cur)
{
	PQclear(cur->handle);
	cur->handle = NULL;
}

static str value(struct cursor *cur, int column)
{
	return str_make(PQgetvalue(cur->handle, cur->row, column), (size_t)PQgetlength(cur->handle, cur->row, column));
}

static bool is_null(struct cursor *cur, int column) { return PQgetisnull(cur->handle, cur->row, column) == 1; }

static int64_t get_int(struct cursor *cur, int column)
{
	int64_t v = 0;

	if (!is_null(cur, column) && !str_to_int(value(cur, column), &v))
		BUG("%s: column %d is not an integer", cur->name, column);
	return v;
}

static double get_real(struct cursor *cur, int column) { return is_null(cur, column) ? 0 : strtod(value(cur, column).p, NULL); }

static str get_text(struct cursor *cur, int column, struct arena *a)
{
	return str_copy(a, value(cur, column));
}

static str get_blob(struct cursor *cur, int column, struct arena *a)
{
	str text = value(cur, column), bytes;

	if (!str_starts(text, S("\\x")) || hex_decode(a, str_sub(text, 2, text.n), &bytes) != OK)
		BUG("%s: column %d is not bytea", cur->name, column);
	return str_is_null(bytes) ? S("") : bytes;
}

/* ---- connections ------------------------------------------------------------------------------------------------------------- */

static enum err acquire(struct ctx *c)
{
	struct pg_conn *conn;

	if (c->conn != NULL)
		return OK;
	TRY(pg_pool_borrow(c->store->engine, &conn));
	c->conn = &conn->base;
	return OK;
}

static void release(struct ctx *c) { pg_pool_return(of(c->conn)); }

/* ---- transactions -------------------------------------------------------------------------------------------------------------- */

static void sleep_ms(long ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/* BEGIN, and the transaction's id with it. */
static enum err begin(struct pg_conn *conn, char *ret_id, size_t size)
{
	PGresult *result = PQexec(conn->pg, "BEGIN; SELECT pg_current_xact_id()");

	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1)
		snprintf(ret_id, size, "%s", PQgetvalue(result, 0, 0));
	return finish(conn, result, "begin");
}

enum outcome { COMMITTED, UNDONE, UNKNOWN };

static enum outcome ask_outcome(struct pg_conn *conn, const char *id)
{
	for (int i = 0; i < OUTCOME_TRIES; i++) {
		const char *const values[] = { id };
		enum outcome outcome = UNKNOWN;
		PGresult *result;

		if (i > 0)
			sleep_ms(500);
		if (!pg_alive(conn) && pg_connect(conn) != OK)
			continue;
		result = PQexecParams(conn->pg, "SELECT pg_xact_status($1::text::xid8)", 1, NULL, values, NULL, NULL, 0);
		if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1) {
			if (strcmp(PQgetvalue(result, 0, 0), "committed") == 0)
				outcome = COMMITTED;
			else if (strcmp(PQgetvalue(result, 0, 0), "aborted") == 0)
				outcome = UNDONE;
		}
		PQclear(result);
		if (outcome != UNKNOWN)
			return outcome;
	}
	return UNKNOWN;
}

/* One attempt. *ret_again: nothing was changed, and another attempt may succeed. */
static enum err attempt(struct pg_conn *conn, struct ctx *c, tx_body *body, void *arg, bool *ret_again)
{
	struct tx tx;
	char id[32] = "";
	enum err e;

	conn->again = false;
	e = pg_alive(conn) ? OK : pg_connect(conn);
	if (e == OK)
		e = begin(conn, id, sizeof id);
	if (e == OK)
		e = tx_run(&conn->base, &tx, c, body, arg);
	if (e == OK && !conn->again) {
		e = exec(&conn->base, "COMMIT");
		if (e == OK) {
			tx_run_hooks(&tx);
			return OK;
		}
		if (!pg_alive(conn)) {
			enum outcome outcome = ask_outcome(conn, id);

			if (outcome == COMMITTED) {
				tx_run_hooks(&tx);
				return OK;
			}
			*ret_again = outcome == UNDONE;
			if (outcome == UNKNOWN)
				store_log("a commit's outcome is not known: the database went away and did not come back");
			return outcome == UNDONE ? ERR_BUSY : ERR_IO;
		}
	}
	*ret_again = conn->again;
	if (pg_alive(conn) && PQtransactionStatus(conn->pg) != PQTRANS_IDLE && exec(&conn->base, "ROLLBACK") != OK)
		pg_disconnect(conn);
	return conn->again ? ERR_BUSY : e;
}

static enum err pg_write(struct ctx *c, tx_body *body, void *arg)
{
	bool borrowed = c->conn == NULL, again = false;
	struct pg_conn *conn;
	enum err e = OK;

	/* The connection of the request's reads serves, so that nobody holds one while waiting for a second. */
	if (borrowed)
		TRY(pg_pool_borrow(c->store->engine, &conn));
	else
		conn = of(c->conn);
	conn_end_cursors(&conn->base, NULL);
	for (int i = 0; i < ATTEMPTS; i++) {
		if (i > 0)
			sleep_ms((1 << i) + (long)((uintptr_t)c >> 6 & 7));
		again = false;
		e = attempt(conn, c, body, arg, &again);
		if (!again)
			break;
	}
	if (borrowed)
		pg_pool_return(conn);
	return e;
}

static enum err alone(struct store *base, enum err (*f)(struct conn *conn, void *arg), void *arg)
{
	struct pg_conn *conn;
	enum err e;

	TRY(pg_pool_borrow(base->engine, &conn));
	e = exec(&conn->base, "SET statement_timeout = 0; SET lock_timeout = 0");
	if (e == OK)
		e = f(&conn->base, arg);
	conn_end_cursors(&conn->base, NULL);
	pg_disconnect(conn); /* with its settings and locks */
	pg_pool_return(conn);
	return e;
}

/* ---- opening --------------------------------------------------------------------------------------------------------------------- */

static void close_store(struct store *base)
{
	struct pg_store *s = base->engine;

	pg_pool_close(s);
	pthread_cond_destroy(&s->freed);
	pthread_mutex_destroy(&s->lock);
	free(s->url);
	free(s);
}

static enum err open_store(struct store *base, const struct store_options *options, struct arena *a, str *ret_why)
{
	struct pg_store *s = calloc(1, sizeof *s);
	pthread_condattr_t attributes;
	struct pg_conn *conn;
	enum err e;

	if (s == NULL)
		return ERR_MEMORY;
	s->store = base;
	s->most = options->pg_connections > 0 ? options->pg_connections : POOL_DEFAULT;
	s->url = strdup(options->url);
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&s->freed, &attributes);
	pthread_condattr_destroy(&attributes);
	base->engine = s;
	e = s->url == NULL ? ERR_MEMORY : pg_pool_borrow(s, &conn);
	if (e != OK) {
		*ret_why = str_format(a, "The PostgreSQL database cannot be reached; the log has its words.");
		close_store(base);
		return e;
	}
	pg_pool_return(conn);
	return OK;
}

const struct engine_ops pg_ops = {
	.engine = ENGINE_POSTGRESQL,
	.open = open_store,
	.close = close_store,
	.acquire = acquire,
	.release = release,
	.write = pg_write,
	.alone = alone,
	.exec = exec,
	.start = start,
	.next = next,
	.end = end,
	.is_null = is_null,
	.get_int = get_int,
	.get_real = get_real,
	.get_text = get_text,
	.get_blob = get_blob,
};
