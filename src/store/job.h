/* Jobs: work that a transaction wants done later, by whichever node is there.
 *
 * Invariants:
 *   - A job is a row written in the transaction that wants it: it exists exactly when that transaction committed.
 *   - It is claimed with a lease and a fence number that grows with each claim; the statement that finishes it carries the
 *     fence, so a node that was thought dead and wakes up finishes nothing.
 *   - A job may run more than once (a node is killed before it finished): handlers are repeatable. What must happen once is
 *     written in the same transaction as job's finish: handlers that write do so by db_write and leave out what is done.
 *   - Three failures park it where people see it (jobs_parked); a later try waits 10 s, then 100 s. A runner that
 *     went away counts as a failure, being busy (ERR_BUSY: again in 30 s) does not.
 *   - A periodic job (every_s) is queued again after each run, also after it was parked by hand.
 *
 * A feature's x_job.c defines `const struct job_table x_job_handlers`; the build collects them. */
#ifndef TALKOOT_STORE_JOB_H
#define TALKOOT_STORE_JOB_H

#include "store/db.h"
#include "store/job.sql.h"

enum { JOB_LEASE_S = 120, JOB_FAILURES_MAX = 3, JOB_BUSY_S = 30 };

struct job {
	int64_t id;
	str kind, payload;
	str progress;     /* what job_progress kept last; str_null at the first run */
	str *ret_progress;/* set it to go on later: the job runs again with this progress */
};

typedef enum err job_handler(struct ctx *c, struct writer *w, struct job *job);

struct job_kind {
	const char *kind;
	job_handler *run;
	int64_t every_s; /* 0: only when added; else the job exists always and runs so often */
	int64_t lease_s; /* 0: JOB_LEASE_S; more for what takes longer in one piece, such as a backup */
};

struct job_table {
	const struct job_kind *kinds;
	size_t count;
};
#define JOB_TABLE(array) { (array), sizeof(array) / sizeof *(array) }

/* Adds a job about an object, to run as soon as possible: payload is the id in decimal. At most one of the same kind and
 * object waits. */
MUST enum err job_add_now(struct ctx *c, struct tx *tx, const char *kind, int64_t object_id);
/* Adds a job: payload is any text without personal data; unique_key str_null: any number; run_utc: not before. A key that waits
 * or runs already makes this a no-op. */
MUST enum err job_add(struct ctx *c, struct tx *tx, const char *kind, str payload, str unique_key, int64_t run_utc);
/* The object id of a payload made by job_add_now. */
int64_t job_object(const struct job *job);

/* Makes sure that every periodic kind of the tables has its row. At start. */
MUST enum err job_ensure_periodic(struct ctx *c, struct writer *w, const struct job_table *const *tables, size_t count);

/* What became of a run; the caller logs it. */
struct job_ran {
	bool ran;        /* false: no job was due */
	int64_t id;
	str kind;
	enum err result; /* of the handler; also kept in the job's row */
	bool parked;
};

/* Claims and runs one due job. A kind that no table knows is parked. The caller renews the context between jobs. */
MUST enum err job_run_one(struct ctx *c, struct writer *w, const struct job_table *const *tables, size_t count, struct job_ran *ret);

#endif
