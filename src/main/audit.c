/* Builds an actor of each role and asks for every route. */
#include "main/audit.h"

#include "web/request.h"

static const char *const permissions[] = {
	[PERM_UNSTATED] = "-",
	[PERM_PUBLIC] = "public",
	[PERM_LINK] = "link",
	[PERM_SIGNED_IN] = "signed-in",
	[PERM_HELPER] = "helper",
	[PERM_READER] = "reader",
	[PERM_EVENT_RUNNER] = "event-runner",
	[PERM_COORDINATOR] = "coordinator",
	[PERM_ADMINISTRATOR] = "administrator",
};

const char *permission_name(enum permission p) { return permissions[p]; }

/* What a route's permission leaves open is asked of the object, in the domain: that is what the words are for. */
static const struct audited {
	const char *name, *words;
	bool account, granted; /* is signed in; holds the role below */
	struct role_grant grant;
} audited[] = {
	{ "visitor", "Not signed in. Sees what is published, signs up, and uses the links of own mails.", false, false, { 0 } },
	{ "participant",
	  "Every account, without any further role. What visitors may; sees, corrects, downloads and erases its own data, and sees and "
	  "ends its own sign-ins.",
	  true, false, { 0 } },
	{ "representative", "Held for one organisation. What participants may, and acts for that organisation only.", true, true,
	  { ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, 1 } },
	{ "facilitator", "Held for one event. What participants may, and leads workshops of that event.", true, true,
	  { ROLE_FACILITATOR, SCOPE_EVENT, 1 } },
	{ "helper",
	  "Held for one event. What participants may, and at the door of that event: sees its list of sign-ups and checks people in. "
	  "Other events answer as if they did not exist.",
	  true, true, { ROLE_HELPER, SCOPE_EVENT, 1 } },
	{ "reader", "Held for the instance. Sees figures and lists without persons; changes nothing.", true, true,
	  { ROLE_READER, SCOPE_INSTANCE, 0 } },
	{ "event-coordinator",
	  "The role coordinator, held for one event. Runs that event: sees and changes it and its sign-ups, chooses its helpers. Other "
	  "events answer as if they did not exist.",
	  true, true, { ROLE_COORDINATOR, SCOPE_EVENT, 1 } },
	{ "coordinator", "Held for the instance. Runs all events, sees and changes people, organisations and mails.", true, true,
	  { ROLE_COORDINATOR, SCOPE_INSTANCE, 0 } },
	{ "administrator", "Held for the instance. All that a coordinator may, and users, roles and settings.", true, true,
	  { ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0 } },
};

enum { AUDITED = sizeof audited / sizeof *audited };

const char *const audit_roles[AUDITED + 1] = { "visitor", "participant",       "representative", "facilitator",   "helper",
					       "reader",  "event-coordinator", "coordinator",    "administrator", NULL };

static void print_routes(struct buf *out, const struct actor *actor)
{
	size_t open = 0, all = 0;

	for (size_t t = 0; t < all_route_tables_count; t++) {
		for (size_t i = 0; i < all_route_tables[t]->count; i++) {
			const struct route *route = &all_route_tables[t]->routes[i];

			all++;
			if (!guard_permission(actor, route->permission))
				continue;
			open++;
			buf_format(out, "%-6s %s%-44s %s\n", route->method, route->bare ? "" : "/{lang}", route->path,
				   permissions[route->permission]);
		}
	}
	buf_format(out, "\n%zu of %zu addresses. \"link\": the secret in the address is the permission.\n", open, all);
}

bool audit_print(struct buf *out, str role)
{
	for (size_t i = 0; i < AUDITED; i++) {
		const struct audited *a = &audited[i];
		struct actor actor = { .email = str_null, .name = str_null };

		if (!str_eq_c(role, a->name))
			continue;
		actor.account = a->account ? 1 : 0;
		if (a->granted) {
			actor.grants = &a->grant;
			actor.grant_count = 1;
		}
		buf_format(out, "%s: %s\n\n", a->name, a->words);
		print_routes(out, &actor);
		return true;
	}
	return false;
}
