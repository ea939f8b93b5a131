/* talkoot user: opens the database, does what user_command.h says, prints. */
#include <stdio.h>

#include "main/user_command.h"

enum { LIST_MAX = 8 << 20 };

static int user(struct command_run *r)
{
	struct store *store;
	struct ctx *c;
	struct buf out;
	str why;
	int status;

	if (!command_open_store(r, false, &store))
		return 1;
	c = command_ctx(r, store);
	buf_init(&out, r->a, LIST_MAX);
	status = user_command(r, c, store_writer(store), &out, &why);
	printf("%.*s", STR_ARG(buf_done(&out)));
	if (!str_is_null(why))
		command_complain("%.*s", STR_ARG(why));
	ctx_end(c);
	store_close(store);
	return status;
}

const struct command command_user = {
	.name = "user",
	.usage = "user add EMAIL --name NAME [--role ROLE] [--lang fi|sv|en] [settings]\n"
		 "       talkoot user role EMAIL ROLE [--event KEY | --organisation KEY] [--revoke] [settings]\n"
		 "       talkoot user list [settings]\n"
		 "       talkoot user link EMAIL [settings]",
	.summary = "Adds users, gives roles, prints a link to sign in with.",
	.help = "Roles: administrator, coordinator, reader; for one event (--event): coordinator, helper, facilitator;\n"
		"for one organisation (--organisation): representative.\n"
		"The link signs in once, within 24 hours, in any browser: pass it on to nobody else.",
	.takes_args = true,
	.run = user,
};
