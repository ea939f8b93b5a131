/* talkoot routes: every address of the program, with who may open it and where it stands in the source. */
#include <stdio.h>

#include "main/audit.h"
#include "main/commands.h"
#include "web/request.h"
#include "web/web.h"

static int routes(struct command_run *r)
{
	(void)r;
	for (size_t t = 0; t < all_route_tables_count; t++) {
		for (size_t i = 0; i < all_route_tables[t]->count; i++) {
			const struct route *route = &all_route_tables[t]->routes[i];
			str file = str_from(route->file);
			size_t src = str_find_str(file, S("src/"));

			if (src < file.n)
				file = str_sub(file, src, file.n);
			printf("%-6s %s%-44s %-13s %-5s %.*s:%d\n", route->method, route->bare ? "" : "/{lang}", route->path,
			       permission_name(route->permission), route->cost == QUICK ? "quick" : "slow", STR_ARG(file), route->line);
		}
	}
	return 0;
}

const struct command command_routes = {
	.name = "routes", .usage = "routes", .summary = "Lists every address, who may open it, and where it is written.",
	.run = routes,
};
