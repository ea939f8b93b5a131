/* Group commit: one thread writes; it runs the bodies of all threads that wait, each in a savepoint, and commits once.
 * A durable write so costs a share of one fsync, and nobody ever waits for a lock.
 *
 * A batch ends after BATCH_MAX bodies or BATCH_US. Nobody is answered before the commit. When the transaction is lost
 * on the way (SQLite rolls back all of it on a full disk or an I/O error) or the commit fails, each body runs again in its
 * own transaction, so that one that cannot be stored costs its neighbours nothing. */
#include <stdio.h>

#include "store/sqlite.h"

enum {
	BATCH_MAX = 256,
	BATCH_US = 20000,
	WAL_IDLE_FRAMES = 1000,  /* copied back when nobody waits */
	WAL_FORCE_FRAMES = 16000 /* copied back in any case (64 MB) */
};

struct write_job {
	struct write_job *next;
	struct ctx *c;
	tx_body *body;
	void *arg;
	enum err (*alone)(struct conn *conn, void *arg); /* instead of body: without a transaction */
	struct tx tx;
	enum err result;
	bool done;
	pthread_cond_t answered;
};

/* Is the transaction that was begun still there? */
static bool in_transaction(struct sqlite_conn *conn) { return sqlite3_get_autocommit(conn->db) == 0; }

static void roll_back(struct sqlite_conn *conn)
{
	if (in_transaction(conn))
		(void)sqlite_exec(&conn->base, "ROLLBACK");
}

static void run_single(struct sqlite_conn *conn, struct write_job *job)
{
	job->result = sqlite_exec(&conn->base, "BEGIN IMMEDIATE");
	if (job->result != OK)
		return;
	job->result = tx_run(&conn->base, &job->tx, job->c, job->body, job->arg);
	if (job->result == OK && !in_transaction(conn))
		job->result = ERR_BUSY;
	if (job->result == OK)
		job->result = sqlite_exec(&conn->base, "COMMIT");
	if (job->result != OK)
		roll_back(conn);
}

/* Runs the jobs up to *ret_rest in one transaction. False: nothing of it is stored, each must run by itself. */
static bool run_together(struct sqlite_conn *conn, struct write_job *jobs, struct write_job **ret_rest)
{
	struct write_job *job = jobs;
	bool sound = true;
	int64_t end;

	*ret_rest = NULL;
	if (sqlite_exec(&conn->base, "BEGIN IMMEDIATE") != OK)
		return false;
	end = store_mono_us() + BATCH_US;
	for (int n = 0; job != NULL && n < BATCH_MAX && (n == 0 || store_mono_us() < end); n++, job = job->next) {
		sound = sqlite_exec(&conn->base, "SAVEPOINT body") == OK;
		if (!sound)
			break;
		job->result = tx_run(&conn->base, &job->tx, job->c, job->body, job->arg);
		sound = in_transaction(conn) && (job->result == OK || sqlite_exec(&conn->base, "ROLLBACK TO body") == OK) &&
			sqlite_exec(&conn->base, "RELEASE body") == OK;
		if (!sound)
			break;
	}
	*ret_rest = job;
	if (sound && sqlite_exec(&conn->base, "COMMIT") == OK)
		return true;
	roll_back(conn);
	return false;
}

static void answer(struct sqlite_store *s, struct write_job *from, const struct write_job *to)
{
	for (struct write_job *job = from; job != to; job = job->next)
		if (job->result == OK && job->alone == NULL)
			tx_run_hooks(&job->tx);
	pthread_mutex_lock(&s->lock);
	for (struct write_job *next, *job = from; job != to; job = next) {
		next = job->next; /* the job lives on its thread's stack, which may go on at once */
		job->done = true;
		pthread_cond_signal(&job->answered);
	}
	pthread_mutex_unlock(&s->lock);
}

/* Runs the first jobs of the list; returns the rest. */
static struct write_job *run_batch(struct sqlite_store *s, struct write_job *jobs)
{
	struct sqlite_conn *conn = s->writer;
	struct write_job *rest = jobs->next, *alone;

	if (jobs->alone != NULL) {
		jobs->result = jobs->alone(&conn->base, jobs->arg);
		conn_end_cursors(&conn->base, NULL);
		roll_back(conn);
		answer(s, jobs, rest);
		return rest;
	}
	if (rest == NULL) {
		run_single(conn, jobs);
		answer(s, jobs, NULL);
		return NULL;
	}
	/* What must run alone ends the batch before it. */
	for (alone = jobs; alone->next != NULL && alone->next->alone == NULL;)
		alone = alone->next;
	rest = alone->next;
	alone->next = NULL;
	struct write_job *left;

	if (run_together(conn, jobs, &left)) {
		alone->next = rest;
		answer(s, jobs, left == NULL ? rest : left);
		return left == NULL ? rest : left;
	}
	alone->next = rest;
	for (struct write_job *job = jobs; job != rest; job = job->next)
		run_single(conn, job);
	answer(s, jobs, rest);
	return rest;
}

/* Copies the log back into the database file, so that it does not grow without end. Readers are not held up. */
static void checkpoint(struct sqlite_conn *conn, bool idle)
{
	int left = 0, copied = 0;

	if (conn->wal_frames < (idle ? WAL_IDLE_FRAMES : WAL_FORCE_FRAMES))
		return;
	sqlite3_wal_checkpoint_v2(conn->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &left, &copied);
	conn->wal_frames = left - copied;
}

static void *writer_thread(void *arg)
{
	struct sqlite_store *s = arg;
	struct write_job *jobs = NULL, **end;

	s->writer->thread = pthread_self();

	for (;;) {
		bool idle;

		pthread_mutex_lock(&s->lock);
		while (s->queue == NULL && jobs == NULL && !s->stopping)
			pthread_cond_wait(&s->work, &s->lock);
		for (end = &jobs; *end != NULL;)
			end = &(*end)->next;
		*end = s->queue;
		s->queue = NULL;
		s->queue_end = &s->queue;
		pthread_mutex_unlock(&s->lock);
		if (jobs == NULL)
			return NULL;
		jobs = run_batch(s, jobs);
		pthread_mutex_lock(&s->lock);
		idle = jobs == NULL && s->queue == NULL;
		pthread_mutex_unlock(&s->lock);
		checkpoint(s->writer, idle);
	}
}

static enum err submit(struct sqlite_store *s, struct write_job *job)
{
	pthread_cond_init(&job->answered, NULL);
	pthread_mutex_lock(&s->lock);
	*s->queue_end = job;
	s->queue_end = &job->next;
	pthread_cond_signal(&s->work);
	while (!job->done)
		pthread_cond_wait(&job->answered, &s->lock);
	pthread_mutex_unlock(&s->lock);
	pthread_cond_destroy(&job->answered);
	return job->result;
}

enum err sqlite_write(struct ctx *c, tx_body *body, void *arg)
{
	struct write_job job = { .c = c, .body = body, .arg = arg };

	return submit(c->store->engine, &job);
}

enum err sqlite_alone(struct store *base, enum err (*f)(struct conn *conn, void *arg), void *arg)
{
	struct sqlite_store *s = base->engine;
	struct write_job job = { .alone = f, .arg = arg };
	enum err e;

	if (s->running)
		return submit(s, &job);
	s->writer->thread = pthread_self(); /* opened for reading: there is no writer thread */
	e = f(&s->writer->base, arg);
	conn_end_cursors(&s->writer->base, NULL);
	return e;
}

enum err sqlite_writer_start(struct sqlite_store *s)
{
	if (pthread_create(&s->thread, NULL, writer_thread, s) != 0)
		return ERR_BUSY;
	s->running = true;
	return OK;
}

void sqlite_writer_stop(struct sqlite_store *s)
{
	if (!s->running)
		return;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_signal(&s->work);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
	s->running = false;
}
