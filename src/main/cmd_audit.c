/* talkoot audit: see audit.h. */
#include <stdio.h>

#include "main/audit.h"
#include "main/commands.h"

enum { OUT_MAX = 1 << 20 };

static int audit(struct command_run *r)
{
	struct buf out;

	if (!command_no_more(r, 1))
		return 2;
	buf_init(&out, r->a, OUT_MAX);
	if (r->arg_count == 1 && audit_print(&out, str_from(r->args[0]))) {
		printf("%.*s", STR_ARG(buf_done(&out)));
		return 0;
	}
	buf_init(&out, r->a, OUT_MAX);
	for (size_t i = 0; audit_roles[i] != NULL; i++)
		buf_format(&out, "%s%s", i > 0 ? ", " : "", audit_roles[i]);
	command_complain("say which role: %.*s", STR_ARG(buf_done(&out)));
	return 2;
}

const struct command command_audit = {
	.name = "audit",
	.usage = "audit ROLE",
	.summary = "Tells what a role may do, and which addresses it can open.",
	.help = "Roles: visitor, participant, representative, facilitator, helper, reader, event-coordinator, coordinator,\n"
		"administrator. Asks the same question that the server asks for every request.",
	.takes_args = true,
	.run = audit,
};
