/* Inside of the SQLite engine: connections, shared by db_sqlite.c (statements) and sqlite_writer.c (group commit). */
#ifndef TALKOOT_STORE_SQLITE_H
#define TALKOOT_STORE_SQLITE_H

#include <pthread.h>
#include <sqlite3.h>

#include "store/engine.h"

/* A prepared statement in the cache of its connection, or (cached == false) a second one while the first is in use. */
struct prepared {
	struct prepared *next;
	sqlite3_stmt *stmt;
	const void *identity;
	uint64_t hash;
	char *sql; /* a copy, where identity == NULL */
	size_t sql_n;
	bool busy, cached;
	unsigned char index[80]; /* SQLite's number of $1, $2 ...; 0: not in the text */
};

enum { CACHE_BUCKETS = 256, CACHE_MAX = 800 };

struct sqlite_conn {
	struct conn base; /* first: a struct conn * of this engine points here */
	sqlite3 *db;
	struct prepared *buckets[CACHE_BUCKETS];
	int cached;
	int wal_frames; /* of the last commit; writer only */
	pthread_t thread;
	struct sqlite_conn *next;
};

struct write_job;

struct sqlite_store {
	struct store *store;
	char *file;
	const char *vfs;
	pthread_key_t reader_key; /* this thread's read connection */
	pthread_mutex_t lock;     /* over readers and the queue */
	struct sqlite_conn *readers;

	/* The writer thread (sqlite_writer.c). */
	struct sqlite_conn *writer;
	pthread_t thread;
	bool running, stopping;
	pthread_cond_t work;
	struct write_job *queue, **queue_end;
};

/* Opens a connection. writing false: query_only. NULL and *ret_why on failure. */
struct sqlite_conn *sqlite_conn_open(struct sqlite_store *s, bool writing, enum err *ret, const char **ret_why);
void sqlite_conn_close(struct sqlite_conn *conn);
/* The meaning of an SQLite result code; logs what is not expected in daily work. */
enum err sqlite_err(struct sqlite_conn *conn, int code, const char *name);
enum err sqlite_exec(struct conn *conn, const char *sql);

/* Starts and stops the writer thread. Stopping runs what is queued first. */
MUST enum err sqlite_writer_start(struct sqlite_store *s);
void sqlite_writer_stop(struct sqlite_store *s);
enum err sqlite_write(struct ctx *c, tx_body *body, void *arg);
enum err sqlite_alone(struct store *s, enum err (*f)(struct conn *conn, void *arg), void *arg);

#endif
