/* The threads that send mail (features/mail/sender.h): one for each connection of the settings, one for files. */
#ifndef TALKOOT_MAIN_MAIL_RUNNER_H
#define TALKOOT_MAIN_MAIL_RUNNER_H

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/settings.h"
#include "store/db.h"

struct mail_runner;

struct mail_runner_options {
	struct store *store;
	const struct settings *settings;
	struct clock clock;
	struct random random;
	const struct log *log; /* NULL: nothing is logged */
};

/* Starts the threads, which look for due mails each second. NULL: no memory or no thread. The runner lives in the arena. */
struct mail_runner *mail_runner_start(struct arena *a, const struct mail_runner_options *options);
/* Gives up mails that no server has yet, lets the others be finished (some seconds at most), ends the threads. NULL is allowed. */
void mail_runner_stop(struct mail_runner *r);

#endif
