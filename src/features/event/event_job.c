/* What events do by themselves: drafts are published at their time. Telling people of changes is registration's work. */
#include "features/event/event.h"
#include "store/job.h"

enum { PUBLISH_EVERY_S = 60 };

static enum err publish_due(struct ctx *c, struct writer *w, struct job *job)
{
	(void)job;
	return event_publish_due(c, w);
}

static const struct job_kind kinds[] = {
	{ "event_publish_due", publish_due, PUBLISH_EVERY_S },
};
const struct job_table event_job_handlers = JOB_TABLE(kinds);
