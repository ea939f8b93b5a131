/* talkoot migrate: brings the database up to date. */
#include <stdio.h>

#include "main/commands.h"

static int migrate(struct command_run *r)
{
	struct store *store;
	int applied = 0;
	bool ok;

	if (!command_open_any(r, &store))
		return 1;
	ok = command_bring_up_to_date(r, store, &applied);
	store_close(store);
	if (ok && applied == 0)
		printf("The database is up to date.\n");
	else if (ok)
		printf("Migrations applied: %d\n", applied);
	return ok ? 0 : 1;
}

const struct command command_migrate = {
	.name = "migrate",
	.usage = "migrate [--data FOLDER] [--db URL]",
	.summary = "Brings the database up to date.",
	.help = "talkoot serve does the same at its start. With several nodes, run it once before they start.",
	.run = migrate,
};
