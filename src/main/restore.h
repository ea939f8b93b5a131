/* Makes an instance of a backup: `talkoot restore`.
 *
 * In this order: the archive proves its hashes and is unpacked where nothing is yet; migrations run; the list of erasures is
 * applied, so that nobody who was erased since comes back; mails that waited are parked and all sign-ins end, since
 * the backup does not know what happened after it; the check runs.
 *
 * The list of erasures lies beside the archive as `erasures` (store/backup.h) or is named. Without one nothing is restored
 * unless the caller says that there is none: an old backup must not bring people back unnoticed. */
#ifndef TALKOOT_MAIN_RESTORE_H
#define TALKOOT_MAIN_RESTORE_H

#include "base/buf.h"
#include "main/commands.h"

struct restore_options {
	const char *file;
	str erasures; /* path; "none": there is no list; str_null: beside the archive */
};

/* Restores into the data folder and database of r->settings. Returns the exit status; what was done and found goes to out. */
int restore_instance(struct command_run *r, const struct restore_options *o, struct buf *out);

#endif
