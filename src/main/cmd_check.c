/* talkoot check: see check.h. */
#include <stdio.h>

#include "main/check.h"

enum { OUT_MAX = 1 << 20 };

static int check(struct command_run *r)
{
	struct check_options o = { .quick = command_flag(r, "--quick") };
	struct store *store;
	struct buf out;
	int faults = 0;
	enum err e;

	if (!command_no_more(r, 0))
		return 2;
	if (!command_open_any(r, &store))
		return 1;
	buf_init(&out, r->a, OUT_MAX);
	e = check_instance(r, store, &o, &out, &faults);
	printf("%.*s", STR_ARG(buf_done(&out)));
	store_close(store);
	return e == OK && faults == 0 ? 0 : 1;
}

const struct command command_check = {
	.name = "check",
	.usage = "check [--quick] [settings]",
	.summary = "Checks the database and the health of this instance.",
	.help = "Says what is wrong in plain words and ends with status 1 when something is. May run beside talkoot serve.\n"
		"--quick leaves out what reads all of the database.",
	.takes_args = true,
	.run = check,
};
