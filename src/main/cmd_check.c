/* talkoot check: could this instance serve? Settings, routes, database. */
#include <stdio.h>

#include "main/commands.h"
#include "web/request.h"

static bool routes_fit(struct command_run *r, struct store *store)
{
	struct web_options o = { .store = store, .settings = r->settings, .tables = all_route_tables,
				 .table_count = all_route_tables_count, .clock = r->clock, .random = r->random };
	struct web *web;
	str why;

	site_from_settings(&o.site, r->settings);
	if (web_new(&o, r->a, &web, &why) != OK) {
		command_complain("%.*s", STR_ARG(why));
		return false;
	}
	web_free(web);
	return true;
}

static int check(struct command_run *r)
{
	struct store *store;
	bool ok;

	if (!command_open_store(r, false, &store))
		return 1;
	ok = routes_fit(r, store);
	store_close(store);
	if (ok)
		printf("Settings, routes and database are in order.\n");
	return ok ? 0 : 1;
}

const struct command command_check = {
	.name = "check",
	.usage = "check [settings]",
	.summary = "Checks settings, routes and database without serving.",
	.run = check,
};
