/* What happens with mails later: addresses and words of old ones are forgotten, and the counts of past minutes. */
#include "store/job.h"
#include "store/outbox.h"

enum { DAY = 86400, KEEP_DAYS = 90, PORTION = 200 };

static enum err forget_body(struct ctx *c, struct tx *tx, void *arg)
{
	return q_outbox_forget(c, tx, c->now - (int64_t)KEEP_DAYS * DAY, PORTION, arg);
}

static enum err forget_pace_body(struct ctx *c, struct tx *tx, void *arg)
{
	return q_pace_forget(c, tx, str_format(c->a, "m%lld", (long long)((c->now - DAY) / 60)), arg);
}

/* 90 days after a mail was made (migrations: retention of outbox). The row stays, for figures and the list of mails. */
static enum err forget(struct ctx *c, struct writer *w, struct job *job)
{
	int64_t changes;

	(void)job;
	do {
		TRY(db_write(c, w, forget_body, &changes));
	} while (changes > 0);
	return db_write(c, w, forget_pace_body, &changes);
}

static const struct job_kind kinds[] = { { "mail.forget", forget, DAY } };
const struct job_table mail_job_handlers = JOB_TABLE(kinds);
