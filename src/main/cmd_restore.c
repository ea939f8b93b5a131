/* talkoot restore: see restore.h. */
#include <stdio.h>

#include "main/restore.h"

enum { OUT_MAX = 1 << 20 };

static int restore(struct command_run *r)
{
	struct restore_options o = { .erasures = command_option(r, "--erasures") };
	struct buf out;
	int status;

	if (!command_no_more(r, 1))
		return 2;
	if (r->arg_count == 0) {
		command_complain("say which backup: talkoot restore FILE --data NEWFOLDER");
		return 2;
	}
	o.file = r->args[0];
	buf_init(&out, r->a, OUT_MAX);
	status = restore_instance(r, &o, &out);
	printf("%.*s", STR_ARG(buf_done(&out)));
	return status;
}

const struct command command_restore = {
	.name = "restore",
	.usage = "restore FILE --data NEWFOLDER [--db URL] [--erasures LIST|none]",
	.summary = "Makes an instance of a backup, in a new folder or an empty database.",
	.help = "Persons erased since the backup was made are erased again: the list lies beside the backups as \"erasures\", or is\n"
		"named by --erasures. Mails that waited are parked, all sign-ins end. Secrets (passwords) are not in a backup: set\n"
		"them anew. At the end the check runs.",
	.takes_args = true,
	.run = restore,
};
