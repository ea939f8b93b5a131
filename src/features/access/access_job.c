/* What access does by itself: forget old links and sign-ins that are over, each hour. */
#include "features/access/sign_in.h"
#include "store/job.h"

static enum err purge(struct ctx *c, struct writer *w, struct job *job)
{
	(void)job;
	return sign_in_purge(c, w);
}

static const struct job_kind kinds[] = {
	{ .kind = "access_purge", .run = purge, .every_s = 3600 },
};
const struct job_table access_job_handlers = JOB_TABLE(kinds);
