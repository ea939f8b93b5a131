/* talkoot config: the settings as they are in force, and the manual page. */
#include <stdio.h>

#include "main/commands.h"
#include "main/manual.h"

static int config(struct command_run *r)
{
	bool man = command_flag(r, "--man");
	struct buf b;

	if (!command_no_more(r, 0))
		return 2;
	buf_init(&b, r->a, 1024 * 1024);
	if (man)
		manual_print(&b, r->a);
	else
		settings_print(&b, r->a, r->settings);
	str text = buf_done(&b);

	return fwrite(text.p, 1, text.n, stdout) == text.n && fflush(stdout) == 0 ? 0 : 1;
}

const struct command command_config = {
	.name = "config",
	.usage = "config [--man] [settings]",
	.summary = "Prints the settings in force, as a settings file, and where each comes from.",
	.help = "Secrets are not shown. Save the output as talkoot.conf in the data folder to keep the settings.\n"
		"--man prints the manual page instead.",
	.takes_args = true,
	.run = config,
};
