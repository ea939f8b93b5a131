/* Inside of the PostgreSQL engine: connections and their pool, shared by db_pg.c (statements, transactions) and pg_pool.c. */
#ifndef TALKOOT_STORE_PG_H
#define TALKOOT_STORE_PG_H

#include <libpq-fe.h>
#include <pthread.h>

#include "store/engine.h"

struct pg_prepared {
	struct pg_prepared *next;
	const void *identity;
	uint64_t hash;
	char *sql; /* a copy, where identity == NULL */
	size_t sql_n;
	unsigned number; /* its name on the server is s<number> */
};

enum { PG_BUCKETS = 256, PG_CACHE_MAX = 800 };

struct pg_conn {
	struct conn base; /* first: a struct conn * of this engine points here */
	PGconn *pg;       /* NULL: not connected */
	struct pg_prepared *buckets[PG_BUCKETS];
	unsigned prepared_count, last_number;
	bool again; /* the running transaction failed for a reason that running it again may heal */
	struct pg_conn *next;
};

struct pg_store {
	struct store *store;
	char *url;
	pthread_mutex_t lock;
	pthread_cond_t freed;
	struct pg_conn *idle; /* the last returned first: few are warm when few are needed */
	int made, most;
};

/* The pool. Borrowing waits at most 2 s, connecting 5 s, then ERR_BUSY. */
MUST enum err pg_pool_borrow(struct pg_store *s, struct pg_conn **ret);
void pg_pool_return(struct pg_conn *conn);
void pg_pool_close(struct pg_store *s);
/* Connects anew, also after a restart of the server; nothing is prepared then. */
MUST enum err pg_connect(struct pg_conn *conn);
/* The connection is of no use any more: forget it and what was prepared on it. */
void pg_disconnect(struct pg_conn *conn);
void pg_forget_prepared(struct pg_conn *conn);
bool pg_alive(const struct pg_conn *conn);

#endif
