/* Forgets the keys of yesterday. */
#include "store/job.h"
#include "web/once.h"

static enum err purge(struct ctx *c, struct writer *w, struct job *job)
{
	(void)job;
	return once_purge(c, w);
}

static const struct job_kind kinds[] = { { "once.purge", purge, 3600 } };
const struct job_table once_job_handlers = JOB_TABLE(kinds);
