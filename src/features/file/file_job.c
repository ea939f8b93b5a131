/* Deletes files that nobody completed and those that have been kept long enough, a few a transaction. */
#include "store/file_store.h"
#include "store/job.h"

enum { DAY = 86400, PORTIONS_A_RUN = 50 };

static enum err purge_body(struct ctx *c, struct tx *tx, void *arg)
{
	return file_purge(c, tx, arg);
}

/* What is left after so many portions is done by the same job a moment later, so that it never holds its lease for long. */
static enum err purge(struct ctx *c, struct writer *w, struct job *job)
{
	bool more = true;

	for (int i = 0; i < PORTIONS_A_RUN && more; i++)
		TRY(db_write(c, w, purge_body, &more));
	if (more)
		*job->ret_progress = S("more");
	return OK;
}

static const struct job_kind kinds[] = { { "file.purge", purge, DAY } };
const struct job_table file_job_handlers = JOB_TABLE(kinds);
