/* talkoot backup: one archive of this instance, also while it serves. */
#include <stdio.h>

#include "main/commands.h"
#include "store/backup.h"

static int backup(struct command_run *r)
{
	struct store *store;
	struct backup_info info;
	struct ctx *c;
	enum err e = OK;
	str path, why = S("");

	if (!command_no_more(r, 1))
		return 2;
	if (!command_open_store(r, false, &store))
		return 1;
	c = command_ctx(r, store);
	struct backup_source from = { .store = store, .settings = r->settings, .a = r->a, .now = c->now };

	if (r->arg_count == 1)
		path = str_from(r->args[0]);
	else
		e = backup_path(&from, "by-hand", &path, &why);
	if (e == OK)
		e = backup_make(&from, str_c(r->a, path), &info, &why);
	if (e == OK && (e = erasures_write(c, NULL, 0)) != OK)
		why = S("the list of erasures cannot be written");
	ctx_end(c);
	store_close(store);
	if (e != OK) {
		command_complain("no backup was made: %.*s", STR_ARG(why));
		return 1;
	}
	printf("%.*s\n", STR_ARG(path));
	return 0;
}

const struct command command_backup = {
	.name = "backup",
	.usage = "backup [FILE] [--data FOLDER] [--db URL]",
	.summary = "Makes a backup of everything, also while talkoot serves.",
	.help = "Writes FILE, else a new file in the folder backups of the data folder, and prints its name. The archive holds\n"
		"personal data: keep it as carefully as the database, and keep the file \"erasures\" of the folder backups with it.\n"
		"talkoot serve makes a backup every night by itself (settings backup_hour, backup_keep).",
	.takes_args = true,
	.run = backup,
};
