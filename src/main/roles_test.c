/* Every route of the program, asked by every access role about its own side of a region and about the other one.
 *
 * Generated from the route tables (support/main/walk.h): a new route is covered without a line here. What is expected follows
 * from the permission that the route states. */
#include "harness.h"

#include <stdlib.h>

#include "support/main/walk.h"

static struct walk w;
static int faults;

static void PRINTF_LIKE(3, 4) fault(const struct walk_route *r, enum walk_role role, const char *format, ...)
{
	va_list ap;

	faults++;
	printf("# %s %s as %s: ", r->route->method, r->route->path, walk_role_names[role]);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	printf("\n");
}

/* May the role pass the door of the route? What it then may do to the object is another question. */
static bool passes(enum walk_role role, enum permission p)
{
	switch (p) {
	case PERM_PUBLIC: case PERM_LINK: return true;
	case PERM_SIGNED_IN: return role != WALK_NOBODY;
	case PERM_HELPER: return role == WALK_HELPER || role >= WALK_EVENT_COORDINATOR;
	case PERM_READER: return role == WALK_READER || role >= WALK_COORDINATOR;
	case PERM_EVENT_RUNNER: return role >= WALK_EVENT_COORDINATOR;
	case PERM_COORDINATOR: return role >= WALK_COORDINATOR;
	case PERM_ADMINISTRATOR: return role == WALK_ADMINISTRATOR;
	case PERM_UNSTATED: break;
	}
	fail_msg("a route without permission");
	return false;
}

static bool open_to_all(const struct route *r)
{
	return r->permission == PERM_PUBLIC || r->permission == PERM_LINK;
}

static bool refused(int status)
{
	return status == 403 || status == 404;
}

/* ---- what people see ------------------------------------------------------------------------------------------------ */

/* People of the other side are seen by those who run everything, and by who has the secret of a link. */
static void look_for_people(const struct walk_route *r, enum walk_role role, const struct test_reply *reply)
{
	if (role >= WALK_COORDINATOR || r->route->permission == PERM_LINK)
		return;
	for (int side = 0; side < WALK_SIDES; side++) {
		bool own = side == WALK_A && role != WALK_NOBODY && role != WALK_PARTICIPANT && role != WALK_READER;

		if (!own && test_has(reply->body, walk_person_mark[side]))
			fault(r, role, "shows a person of side %c", 'A' + side);
	}
}

static void expect_sign_in(const struct walk_route *r, const struct test_reply *reply)
{
	bool program = str_starts(str_from(r->route->path), S("/api/"));
	str to = test_reply_header(reply, "Location"), page = str_sub(to, sizeof "/en" - 1, to.n);

	if (program ? reply->status != 401 : reply->status != 303 || !str_starts(page, S("/sign-in")))
		fault(r, WALK_NOBODY, "%d instead of being asked to sign in", reply->status);
}

/* Events and organisations that everyone sees are no secret: 403 is the truer word then. */
static bool hidden(const struct walk_route *r, int status)
{
	const struct walk_side *b = &w.sides[WALK_B];
	str target = r->target[WALK_B];
	bool known = str_find_str(target, b->event_key) < target.n || str_find_str(target, b->organisation_key) < target.n;

	return status == 404 || (known && status == 403);
}

static void ask(const struct walk_route *r, enum walk_role role, int side)
{
	struct test_reply *reply;
	int wanted = r->status[side];

	walk_as(&w, role);
	reply = get(&w.web, str_c(w.web.a, r->target[side]));
	if (reply->status >= 500 && reply->status != wanted)
		fault(r, role, "%d at %.*s", reply->status, STR_ARG(r->target[side]));
	look_for_people(r, role, reply);
	if (!passes(role, r->route->permission)) {
		if (role == WALK_NOBODY)
			expect_sign_in(r, reply);
		else if (!refused(reply->status))
			fault(r, role, "%d at %.*s, which it may not see", reply->status, STR_ARG(r->target[side]));
	} else if (role >= WALK_COORDINATOR || open_to_all(r->route) || !r->named) {
		if (reply->status != wanted && (reply->status >= 400 || wanted >= 400))
			fault(r, role, "%d at %.*s, others get %d", reply->status, STR_ARG(r->target[side]), wanted);
	} else if (side == WALK_B && r->found[side] && role != WALK_READER) {
		if (!hidden(r, reply->status))
			fault(r, role, "%d at %.*s of the other side", reply->status, STR_ARG(r->target[side]));
	} else if (role == WALK_EVENT_COORDINATOR && r->route->permission == PERM_EVENT_RUNNER && r->found[side]) {
		if (reply->status >= 400)
			fault(r, role, "%d at %.*s, which it runs", reply->status, STR_ARG(r->target[side]));
	} else if (role == WALK_HELPER && r->route->permission == PERM_HELPER && r->found[side]) {
		if (reply->status >= 400)
			fault(r, role, "%d at %.*s, where it helps", reply->status, STR_ARG(r->target[side]));
	} else if (reply->status >= 400 && !refused(reply->status)) {
		fault(r, role, "%d at %.*s", reply->status, STR_ARG(r->target[side]));
	}
	walk_forget(&w);
}

static void test_who_sees_what(void **state)
{
	size_t found = 0, named = 0;

	(void)state;
	walk_open(&w);
	faults = 0;
	for (size_t i = 0; i < w.route_count; i++) {
		const struct walk_route *r = &w.routes[i];

		if (r->route->get == NULL)
			continue;
		named += r->named;
		found += r->named && r->found[WALK_A] && r->found[WALK_B];
		for (int role = 0; role < WALK_ROLES; role++)
			for (int side = 0; side < (r->named ? WALK_SIDES : 1); side++)
				ask(r, (enum walk_role)role, side);
	}
	/* A walk that finds nothing proves nothing. */
	assert_true(found * 10 >= named * 8);
	assert_int_equal(faults, 0);
	walk_close(&w);
}

/* Drafts of the other side do not exist, whatever page of events one asks. */
static void test_drafts_of_others_are_not_there(void **state)
{
	(void)state;
	walk_open(&w);
	faults = 0;
	for (size_t i = 0; i < w.route_count; i++) {
		const struct walk_route *r = &w.routes[i];
		str a_event = w.sides[WALK_B].event_key, target = r->target[WALK_B], draft;
		size_t at = str_find_str(target, a_event);

		if (r->route->get == NULL || at >= target.n)
			continue;
		draft = STR_CONCAT(w.web.a, str_sub(target, 0, at), w.sides[WALK_B].draft_key,
				   str_sub(target, at + a_event.n, target.n));
		for (int role = 0; role <= WALK_EVENT_COORDINATOR; role++) {
			struct test_reply *reply;

			walk_as(&w, (enum walk_role)role);
			reply = get(&w.web, str_c(w.web.a, draft));
			if (passes((enum walk_role)role, r->route->permission) && reply->status != 404)
				fault(r, (enum walk_role)role, "%d for a draft of the other side", reply->status);
			walk_forget(&w);
		}
	}
	assert_int_equal(faults, 0);
	walk_close(&w);
}

/* ---- what people do ------------------------------------------------------------------------------------------------- */

/* With the cookie of the role, but from nowhere and without a token: what a page of somebody else can send. */
static void act_without_token(const struct walk_route *r, enum walk_role role, int side)
{
	struct test_reply *reply;

	walk_as(&w, role);
	reply = send_raw(&w.web, r->route->method, str_c(w.web.a, r->target[side]), S(""));
	if (reply->status < 400 || reply->status >= 500)
		fault(r, role, "%d without origin and token", reply->status);
	w.web.no_token = true;
	if (!r->route->bare) {
		reply = post(&w.web, str_c(w.web.a, r->target[side]), "name=x");
		if (reply->status < 400 || reply->status >= 500)
			fault(r, role, "%d without token", reply->status);
	}
	w.web.no_token = false;
	walk_forget(&w);
}

/* Refused; or, where the role may pass the door: told what is wrong with a body before anything was looked at, or led to a
 * page that refuses. That nothing was written is told by the rows of all tables. */
static bool does_nothing(const struct walk_route *r, enum walk_role role, struct test_reply *reply)
{
	if (refused(reply->status))
		return true;
	if (!passes(role, r->route->permission))
		return false;
	return (r->route->bare && reply->status == 422) || (reply->status == 303 && refused(follow(&w.web, reply)->status));
}

/* From a page of ours, by who may not, or about what belongs to the other side. */
static void act_without_right(const struct walk_route *r, enum walk_role role, int side)
{
	const char *target = str_c(w.web.a, r->target[side]);
	struct test_reply *reply;

	walk_as(&w, role);
	reply = r->route->bare ? send_json(&w.web, r->route->method, target, "{}") : post(&w.web, target, "");
	if (role == WALK_NOBODY ? reply->status != 401 && reply->status != 403 : !does_nothing(r, role, reply))
		fault(r, role, "%d at %.*s", reply->status, STR_ARG(r->target[side]));
	look_for_people(r, role, reply);
	walk_forget(&w);
}

static void test_who_does_what(void **state)
{
	(void)state;
	walk_open(&w);
	faults = 0;
	for (size_t i = 0; i < w.route_count; i++) {
		const struct walk_route *r = &w.routes[i];
		str before;

		if (r->route->write == NULL)
			continue;
		before = walk_fingerprint(&w);
		for (int role = 0; role < WALK_ROLES; role++) {
			bool pass = passes((enum walk_role)role, r->route->permission);

			act_without_token(r, (enum walk_role)role, WALK_A);
			if (!pass)
				act_without_right(r, (enum walk_role)role, WALK_A);
			if (role < WALK_COORDINATOR && r->named && !open_to_all(r->route) && r->found[WALK_B])
				act_without_right(r, (enum walk_role)role, WALK_B);
		}
		if (!str_eq(before, walk_fingerprint(&w)))
			fault(r, WALK_NOBODY, "something was written: %.*s, before %.*s", STR_ARG(walk_fingerprint(&w)),
			      STR_ARG(before));
	}
	assert_int_equal(faults, 0);
	walk_close(&w);
}

TEST_MAIN(cmocka_unit_test(test_who_sees_what), cmocka_unit_test(test_drafts_of_others_are_not_there),
	  cmocka_unit_test(test_who_does_what))
