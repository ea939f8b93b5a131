/* talkoot config: the settings as they are in force. */
#include <stdio.h>

#include "main/commands.h"

static int config(struct command_run *r)
{
	struct buf b;

	buf_init(&b, r->a, 1024 * 1024);
	settings_print(&b, r->a, r->settings);
	str text = buf_done(&b);

	return fwrite(text.p, 1, text.n, stdout) == text.n && fflush(stdout) == 0 ? 0 : 1;
}

const struct command command_config = {
	.name = "config",
	.usage = "config [settings]",
	.summary = "Prints the settings in force, as a settings file.",
	.help = "Secrets are not shown. Save the output as talkoot.conf in the data folder to keep the settings.",
	.run = config,
};
