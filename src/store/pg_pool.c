/* Connections to PostgreSQL: made when needed up to a maximum, kept, handed out one thread at a time. */
#include <stdlib.h>
#include <time.h>

#include "store/pg.h"

enum { BORROW_WAIT_S = 2, MINIMUM_VERSION = 130000 };

static void ignore_notice(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

void pg_forget_prepared(struct pg_conn *conn)
{
	for (size_t i = 0; i < PG_BUCKETS; i++) {
		while (conn->buckets[i] != NULL) {
			struct pg_prepared *p = conn->buckets[i];

			conn->buckets[i] = p->next;
			free(p->sql);
			free(p);
		}
	}
	conn->prepared_count = 0;
}

void pg_disconnect(struct pg_conn *conn)
{
	pg_forget_prepared(conn);
	PQfinish(conn->pg);
	conn->pg = NULL;
}

bool pg_alive(const struct pg_conn *conn) { return conn->pg != NULL && PQstatus(conn->pg) == CONNECTION_OK; }

/* What libpq says may name host and user, never the password. */
static enum err refuse(struct pg_conn *conn, const char *why)
{
	store_log("no connection to PostgreSQL: %s", why);
	pg_disconnect(conn);
	return ERR_BUSY;
}

enum err pg_connect(struct pg_conn *conn)
{
	static const char settings[] =
		"SET statement_timeout = 30000; SET lock_timeout = 5000; SET idle_in_transaction_session_timeout = 60000;"
		"SET default_transaction_isolation = 'read committed'; SET timezone = 'UTC'; SET bytea_output = 'hex';"
		"SET extra_float_digits = 1; SET client_min_messages = warning";
	const struct pg_store *s = conn->base.store->engine;
	const char *const names[] = { "dbname", "client_encoding", "connect_timeout", "keepalives", "keepalives_idle",
				      "keepalives_interval", "keepalives_count", "tcp_user_timeout", "fallback_application_name",
				      NULL };
	const char *const values[] = { s->url, "UTF8", "5", "1", "30", "5", "3", "15000", "talkoot", NULL };
	PGresult *result;
	bool set;

	pg_disconnect(conn);
	conn->pg = PQconnectdbParams(names, values, 1);
	if (!pg_alive(conn))
		return refuse(conn, conn->pg == NULL ? "no memory" : PQerrorMessage(conn->pg));
	PQsetNoticeProcessor(conn->pg, ignore_notice, NULL);
	if (PQserverVersion(conn->pg) < MINIMUM_VERSION)
		return refuse(conn, "version 13 or newer is needed");
	if (strcmp(PQparameterStatus(conn->pg, "server_encoding"), "UTF8") != 0)
		return refuse(conn, "the database's encoding must be UTF8");
	result = PQexec(conn->pg, settings);
	set = PQresultStatus(result) == PGRES_COMMAND_OK;
	PQclear(result);
	return set ? OK : refuse(conn, PQerrorMessage(conn->pg));
}

static struct pg_conn *take_idle(struct pg_store *s)
{
	struct pg_conn *conn = s->idle;

	if (conn != NULL) {
		s->idle = conn->next;
	} else if (s->made < s->most) {
		conn = calloc(1, sizeof *conn);
		if (conn != NULL) {
			conn->base.store = s->store;
			s->made++;
		}
	}
	return conn;
}

enum err pg_pool_borrow(struct pg_store *s, struct pg_conn **ret)
{
	struct timespec until;
	struct pg_conn *conn;
	enum err e;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += BORROW_WAIT_S;
	pthread_mutex_lock(&s->lock);
	while ((conn = take_idle(s)) == NULL)
		if (pthread_cond_timedwait(&s->freed, &s->lock, &until) != 0)
			break;
	pthread_mutex_unlock(&s->lock);
	if (conn == NULL) {
		store_log("all %d connections to PostgreSQL are in use", s->most);
		return ERR_BUSY;
	}
	conn->again = false;
	if (!pg_alive(conn)) {
		e = pg_connect(conn);
		if (e != OK) {
			pg_pool_return(conn);
			return e;
		}
	}
	*ret = conn;
	return OK;
}

void pg_pool_return(struct pg_conn *conn)
{
	struct pg_store *s = conn->base.store->engine;

	/* A transaction that is still open here would keep its locks: better no connection than that one. */
	if (pg_alive(conn) && PQtransactionStatus(conn->pg) != PQTRANS_IDLE)
		pg_disconnect(conn);
	pthread_mutex_lock(&s->lock);
	conn->next = s->idle;
	s->idle = conn;
	pthread_cond_signal(&s->freed);
	pthread_mutex_unlock(&s->lock);
}

void pg_pool_close(struct pg_store *s)
{
	while (s->idle != NULL) {
		struct pg_conn *conn = s->idle;

		s->idle = conn->next;
		pg_disconnect(conn);
		free(conn);
		s->made--;
	}
	if (s->made != 0)
		BUG("the store was closed while a request had a connection");
}
