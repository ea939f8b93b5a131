/* Forgets which unconfirmed addresses were written to: the limit of mails a day needs one day, two are kept. */
#include "features/registration/registration.h"
#include "store/job.h"

enum { DAY = 86400 };

static enum err forget_body(struct ctx *c, struct tx *tx, void *arg)
{
	return q_unconfirmed_mail_forget(c, tx, c->now - 2 * DAY, arg);
}

static enum err forget(struct ctx *c, struct writer *w, struct job *job)
{
	int64_t changes;

	(void)job;
	return db_write(c, w, forget_body, &changes);
}

static const struct job_kind kinds[] = { { "unconfirmed.forget", forget, DAY } };
const struct job_table unconfirmed_job_handlers = JOB_TABLE(kinds);
