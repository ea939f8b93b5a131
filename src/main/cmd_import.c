/* talkoot import: opens the database, does what import_command.h says. */
#include <unistd.h>

#include "main/import_command.h"

static int import(struct command_run *r)
{
	struct store *store;
	struct ctx *c;
	str why;
	int status;

	if (r->arg_count < 2) { /* before a database is opened, or even made */
		command_complain("say what to import from where: talkoot import organisations FILE...");
		return 2;
	}
	if (!command_open_store(r, false, &store))
		return 1;
	c = command_ctx(r, store);
	status = import_command(r, c, store_writer(store), stdout, stderr, isatty(STDERR_FILENO) == 1, &why);
	if (!str_is_null(why))
		command_complain("%.*s", STR_ARG(why));
	ctx_end(c);
	store_close(store);
	return status;
}

const struct command command_import = {
	.name = "import",
	.usage = "import organisations FILE... [--dry-run] [--municipality NAME] [--date DATE] [settings]",
	.summary = "Takes companies over from files of the business register.",
	.help = "FILE is JSON of the register's open data (v3, or v1 of old exports) or CSV with the columns businessId and name;\n"
		"\"-\" reads standard input. Running it again updates what came from the register; what coordinators wrote stays.\n\n"
		"  --dry-run            tells what would happen and writes nothing\n"
		"  --municipality NAME  takes only companies of this municipality (name or code)\n"
		"  --date DATE          the day on which the data were taken (2026-11-27); today if it is not told.\n"
		"                       Data that are newer in the database stay as they are\n\n"
		"Every refused entry is printed with its line and the reason. Exit status: 0 all taken, 1 failed, 2 used wrongly,\n"
		"3 some entries were refused.",
	.takes_args = true,
	.run = import,
};
