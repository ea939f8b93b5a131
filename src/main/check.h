/* Integrity and health of an instance: what `talkoot check` tells, and what a restored backup must pass.
 *
 * Looked at: settings and routes; the schema; the database's own check of its pages and of rows that refer to nothing (SQLite;
 * PostgreSQL keeps both itself); every statement, prepared; each event's counters against its sign-ups; each file's bytes
 * against their hash; work and mails that were given up; free room on the disk; the newest backup's age. */
#ifndef TALKOOT_MAIN_CHECK_H
#define TALKOOT_MAIN_CHECK_H

#include "base/buf.h"
#include "main/commands.h"

enum {
	CHECK_FREE_MIN_MB = 200,   /* and as much as the database is large: a backup needs that */
	CHECK_BACKUP_MAX_H = 26,   /* a nightly one and some time to make it */
	CHECK_TELL_MAX = 20        /* faults of one kind that are told singly */
};

struct check_options {
	bool quick;    /* leaves out what reads all of the database: pages, counters, files */
	bool restored; /* leaves out what a database that was just restored cannot have: a new backup, mails on their way */
};

/* Writes a sentence per fault, and one at the end; *ret_faults: how many. Does not change anything. */
MUST enum err check_instance(struct command_run *r, struct store *s, const struct check_options *o, struct buf *out, int *ret_faults);

#endif
