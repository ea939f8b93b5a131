/* talkoot demo: fills an empty folder with the region of the demo. */
#include "main/commands.h"
#include "main/demo.h"

static int run(struct command_run *r)
{
	struct store *s;
	struct ctx *c;
	enum err e;

	if (!command_open_store(r, true, &s))
		return 1;
	c = command_ctx(r, s);
	e = demo_make(c, store_writer(s));
	ctx_end(c);
	store_close(s);
	if (e == ERR_CONFLICT)
		command_complain("the database is not empty; the demo fills an empty one only");
	else if (e != OK)
		command_complain("the demo could not be made (%s)", err_name(e));
	return e == OK ? 0 : 1;
}

const struct command command_demo = {
	.name = "demo",
	.usage = "demo [settings]",
	.summary = "Fills an empty folder with the region of the demo.",
	.run = run,
};
