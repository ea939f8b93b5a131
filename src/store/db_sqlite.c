/* The SQLite engine: opening, read connections per thread, prepared statements, values in and out.
 *
 * The library runs in its MULTITHREAD mode without memory statistics (10-25 % on point queries): a connection belongs to
 * one thread at a time, which is how this file uses them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/sqlite.h"

enum {
	PROGRESS_STEPS = 1000, /* of the virtual machine between two looks at the clock: some 20 us */
	BUSY_MS = 5000         /* wait for another process (a command run beside the server) */
};

static void configure_library(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_initialize();
}

static struct sqlite_conn *of(struct conn *conn) { return (struct sqlite_conn *)(void *)conn; }

enum err sqlite_err(struct sqlite_conn *conn, int code, const char *name)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE: return OK;
	case SQLITE_INTERRUPT: return ERR_AGAIN_SLOW;
	case SQLITE_CONSTRAINT:
		if (code == SQLITE_CONSTRAINT_DATATYPE)
			break;
		return ERR_CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_NOMEM:
		store_log("%s: %s (%d)", name, sqlite3_errmsg(conn->db), code);
		return ERR_BUSY;
	default: break;
	}
	store_log("defect: %s: %s (%d)", name, sqlite3_errmsg(conn->db), code);
	return ERR_DB;
}

enum err sqlite_exec(struct conn *conn, const char *sql)
{
	return sqlite_err(of(conn), sqlite3_exec(of(conn)->db, sql, NULL, NULL, NULL), "script");
}

/* ---- connections -------------------------------------------------------------------------------------------------------- */

static int over_deadline(void *arg)
{
	const struct sqlite_conn *conn = arg;

	return conn->base.deadline_us != 0 && store_mono_us() > conn->base.deadline_us;
}

static int note_wal(void *arg, sqlite3 *db, const char *name, int frames)
{
	struct sqlite_conn *conn = arg;

	(void)db;
	(void)name;
	conn->wal_frames = frames;
	return SQLITE_OK;
}

struct sqlite_conn *sqlite_conn_open(struct sqlite_store *s, bool writing, enum err *ret, const char **ret_why)
{
	static const char settings[] =
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
		"PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-4096; PRAGMA wal_autocheckpoint=0;";
	struct sqlite_conn *conn = calloc(1, sizeof *conn);
	int code;

	*ret = ERR_BUSY;
	*ret_why = "no memory";
	if (conn == NULL)
		return NULL;
	code = sqlite3_open_v2(s->file, &conn->db, SQLITE_OPEN_READWRITE | (writing ? SQLITE_OPEN_CREATE : 0), s->vfs);
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(conn->db, BUSY_MS);
		sqlite3_extended_result_codes(conn->db, 1);
		sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
		sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
		sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		code = sqlite3_exec(conn->db, settings, NULL, NULL, NULL);
	}
	if (code == SQLITE_OK && !writing)
		code = sqlite3_exec(conn->db, "PRAGMA query_only=ON", NULL, NULL, NULL);
	if (code != SQLITE_OK) {
		*ret = (code & 0xff) == SQLITE_BUSY ? ERR_BUSY : ERR_IO;
		*ret_why = (code & 0xff) == SQLITE_NOTADB ? "it is not a database"
			   : (code & 0xff) == SQLITE_BUSY ? "another program holds it"
							  : "it cannot be opened or written";
		sqlite3_close(conn->db);
		free(conn);
		return NULL;
	}
	sqlite3_progress_handler(conn->db, PROGRESS_STEPS, over_deadline, conn);
	if (writing)
		sqlite3_wal_hook(conn->db, note_wal, conn);
	conn->base.store = s->store;
	conn->thread = pthread_self();
	*ret = OK;
	return conn;
}

static void prepared_free(struct prepared *p)
{
	sqlite3_finalize(p->stmt);
	free(p->sql);
	free(p);
}

void sqlite_conn_close(struct sqlite_conn *conn)
{
	if (conn == NULL)
		return;
	conn_end_cursors(&conn->base, NULL);
	for (size_t i = 0; i < CACHE_BUCKETS; i++) {
		while (conn->buckets[i] != NULL) {
			struct prepared *p = conn->buckets[i];

			conn->buckets[i] = p->next;
			prepared_free(p);
		}
	}
	if (sqlite3_close(conn->db) != SQLITE_OK)
		BUG("a statement outlives its connection");
	free(conn);
}

/* A thread that had read ends: its connection goes with it. */
static void close_reader(void *arg)
{
	struct sqlite_conn *conn = arg;
	struct sqlite_store *s = conn->base.store->engine;

	pthread_mutex_lock(&s->lock);
	for (struct sqlite_conn **p = &s->readers; *p != NULL; p = &(*p)->next) {
		if (*p == conn) {
			*p = conn->next;
			break;
		}
	}
	pthread_mutex_unlock(&s->lock);
	sqlite_conn_close(conn);
}

static enum err acquire(struct ctx *c)
{
	struct sqlite_store *s = c->store->engine;
	struct sqlite_conn *conn;
	enum err e;
	const char *why;

	/* A request may have moved to another thread since its last statement. */
	if (c->conn != NULL && pthread_equal(of(c->conn)->thread, pthread_self()))
		return OK;
	conn = pthread_getspecific(s->reader_key);
	if (conn == NULL) {
		conn = sqlite_conn_open(s, false, &e, &why);
		if (conn == NULL) {
			store_log("no further connection: %s", why);
			return ERR_BUSY;
		}
		pthread_setspecific(s->reader_key, conn);
		pthread_mutex_lock(&s->lock);
		conn->next = s->readers;
		s->readers = conn;
		pthread_mutex_unlock(&s->lock);
	}
	c->conn = &conn->base;
	return OK;
}

static void release(struct ctx *c) { (void)c; }

/* ---- prepared statements ------------------------------------------------------------------------------------------------- */

static uint64_t hash_of(const struct statement *st)
{
	if (st->identity == NULL)
		return str_hash(st->sql);
	return ((uint64_t)(uintptr_t)st->identity >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 20;
}

static void empty_cache(struct sqlite_conn *conn)
{
	for (size_t i = 0; i < CACHE_BUCKETS; i++) {
		for (struct prepared **p = &conn->buckets[i]; *p != NULL;) {
			struct prepared *gone = *p;

			if (gone->busy || gone->identity != NULL) {
				p = &gone->next;
				continue;
			}
			*p = gone->next;
			prepared_free(gone);
			conn->cached--;
		}
	}
}

static enum err prepare(struct sqlite_conn *conn, const struct statement *st, struct prepared **ret)
{
	uint64_t hash = hash_of(st);
	struct prepared **bucket = &conn->buckets[hash % CACHE_BUCKETS], *p;
	bool taken = false;
	int code;

	for (p = *bucket; p != NULL; p = p->next) {
		if (p->hash != hash || p->identity != st->identity ||
		    (st->identity == NULL && !str_eq(str_make(p->sql, p->sql_n), st->sql)))
			continue;
		if (!p->busy) {
			p->busy = true;
			*ret = p;
			return OK;
		}
		taken = true;
	}
	p = calloc(1, sizeof *p);
	if (p == NULL)
		return ERR_MEMORY;
	code = sqlite3_prepare_v3(conn->db, st->sql.p, (int)st->sql.n, taken ? 0 : SQLITE_PREPARE_PERSISTENT, &p->stmt, NULL);
	if (code != SQLITE_OK) {
		free(p);
		return sqlite_err(conn, code, st->name);
	}
	INVARIANT(st->in_count <= sizeof p->index);
	for (size_t i = 0; i < st->in_count; i++) {
		char name[32];

		snprintf(name, sizeof name, "$%zu", i + 1);
		p->index[i] = (unsigned char)sqlite3_bind_parameter_index(p->stmt, name);
	}
	p->hash = hash;
	p->identity = st->identity;
	p->busy = true;
	p->cached = !taken;
	if (p->cached) {
		if (st->identity == NULL) {
			p->sql = malloc(st->sql.n + 1);
			if (p->sql == NULL) {
				prepared_free(p);
				return ERR_MEMORY;
			}
			memcpy(p->sql, st->sql.p, st->sql.n);
			p->sql_n = st->sql.n;
			if (conn->cached >= CACHE_MAX)
				empty_cache(conn);
		}
		p->next = *bucket;
		*bucket = p;
		conn->cached++;
	}
	*ret = p;
	return OK;
}

static int bind(sqlite3_stmt *stmt, int index, const struct dbval *v)
{
	switch (v->type) {
	case DB_NULL: return sqlite3_bind_null(stmt, index);
	case DB_INT: return sqlite3_bind_int64(stmt, index, v->i);
	case DB_REAL: return sqlite3_bind_double(stmt, index, v->r);
	case DB_TEXT: return sqlite3_bind_text64(stmt, index, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BLOB: return sqlite3_bind_blob64(stmt, index, v->s.p, v->s.n, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static enum err start(struct conn *base, struct cursor *cur, const struct statement *st, const struct dbval *in)
{
	struct sqlite_conn *conn = of(base);
	struct prepared *p = NULL;

	TRY(prepare(conn, st, &p));
	cur->handle = p;
	for (size_t i = 0; i < st->in_count; i++) {
		int code = p->index[i] == 0 ? SQLITE_OK : bind(p->stmt, p->index[i], &in[i]);

		if (code != SQLITE_OK)
			return sqlite_err(conn, code, st->name);
	}
	return OK;
}

static enum err next(struct cursor *cur, bool *ret_row)
{
	struct sqlite_conn *conn = of(cur->conn);
	struct prepared *p = cur->handle;
	int code = sqlite3_step(p->stmt);

	*ret_row = code == SQLITE_ROW;
	if (code == SQLITE_DONE && cur->writes)
		cur->changes = sqlite3_changes64(conn->db);
	return sqlite_err(conn, code, cur->name);
}

static void end(struct cursor *cur)
{
	struct prepared *p = cur->handle;

	if (p == NULL)
		return;
	sqlite3_reset(p->stmt);
	sqlite3_clear_bindings(p->stmt);
	p->busy = false;
	if (!p->cached)
		prepared_free(p);
	cur->handle = NULL;
}

static sqlite3_stmt *stmt_of(struct cursor *cur) { return ((struct prepared *)cur->handle)->stmt; }

static bool is_null(struct cursor *cur, int column) { return sqlite3_column_type(stmt_of(cur), column) == SQLITE_NULL; }

static int64_t get_int(struct cursor *cur, int column)
{
	int type = sqlite3_column_type(stmt_of(cur), column);

	if (type != SQLITE_INTEGER && type != SQLITE_NULL)
		BUG("%s: column %d is not an integer", cur->name, column);
	return sqlite3_column_int64(stmt_of(cur), column);
}

static double get_real(struct cursor *cur, int column) { return sqlite3_column_double(stmt_of(cur), column); }

static str get_text(struct cursor *cur, int column, struct arena *a)
{
	const void *bytes = sqlite3_column_text(stmt_of(cur), column);
	size_t n = (size_t)sqlite3_column_bytes(stmt_of(cur), column);

	if (bytes == NULL)
		arena_exhausted(a); /* SQLite had no memory for it */
	return str_make(arena_copy(a, bytes, n), n);
}

static str get_blob(struct cursor *cur, int column, struct arena *a)
{
	const void *bytes = sqlite3_column_blob(stmt_of(cur), column);
	size_t n = (size_t)sqlite3_column_bytes(stmt_of(cur), column);

	return str_make(arena_copy(a, bytes, bytes == NULL ? 0 : n), bytes == NULL ? 0 : n);
}

/* ---- opening ---------------------------------------------------------------------------------------------------------------- */

static void close_store(struct store *base)
{
	struct sqlite_store *s = base->engine;

	sqlite_writer_stop(s);
	pthread_key_delete(s->reader_key);
	while (s->readers != NULL) {
		struct sqlite_conn *conn = s->readers;

		s->readers = conn->next;
		sqlite_conn_close(conn);
	}
	sqlite_conn_close(s->writer);
	pthread_mutex_destroy(&s->lock);
	pthread_cond_destroy(&s->work);
	free(s->file);
	free(s);
}

static enum err open_store(struct store *base, const struct store_options *options, struct arena *a, str *ret_why)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct sqlite_store *s = calloc(1, sizeof *s);
	const char *why;
	enum err e;

	pthread_once(&once, configure_library);
	if (s == NULL)
		return ERR_MEMORY;
	s->store = base;
	s->vfs = options->vfs;
	if (access(options->data_folder, options->read_only ? R_OK | X_OK : R_OK | W_OK | X_OK) != 0) {
		*ret_why = str_format(a, "The folder %s cannot be used: %s.", options->data_folder, strerror(errno));
		free(s);
		return ERR_IO;
	}
	if (asprintf(&s->file, "%s/talkoot.db", options->data_folder) < 0 || pthread_key_create(&s->reader_key, close_reader) != 0) {
		free(s->file);
		free(s);
		return ERR_MEMORY;
	}
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->work, NULL);
	s->queue_end = &s->queue;
	base->engine = s;
	s->writer = sqlite_conn_open(s, !options->read_only, &e, &why);
	if (s->writer == NULL) {
		*ret_why = str_format(a, "The database %s cannot be used: %s.", s->file, why);
		close_store(base);
		return e;
	}
	if (!options->read_only) {
		e = sqlite_writer_start(s);
		if (e != OK) {
			*ret_why = S("No thread could be started for the database.");
			close_store(base);
		}
	}
	return e;
}

const struct engine_ops sqlite_ops = {
	.engine = ENGINE_SQLITE,
	.open = open_store,
	.close = close_store,
	.acquire = acquire,
	.release = release,
	.write = sqlite_write,
	.alone = sqlite_alone,
	.exec = sqlite_exec,
	.start = start,
	.next = next,
	.end = end,
	.is_null = is_null,
	.get_int = get_int,
	.get_real = get_real,
	.get_text = get_text,
	.get_blob = get_blob,
};
