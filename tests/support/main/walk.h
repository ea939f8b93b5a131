/* A small region with two sides, A and B, and for every route of the program an address about each side: so that tests can
 * walk all routes without knowing any.
 *
 * How a route's {names} are filled: candidates are the keys in the database (every column called key or something_key) and
 * the segments of all addresses that stand in pages and mails. What was there before B was made is A's, the rest is B's. A
 * candidate fits a {name} when a GET by the least role that may see all of it answers; those that stood after the same word of an address, or in a
 * table or column of that name, are tried first. Routes that only act take the values of the GET routes they share a
 * beginning with. So a new route needs no line here, as long as its thing is made below or can be reached by a link. */
#ifndef TALKOOT_TESTS_WALK_H
#define TALKOOT_TESTS_WALK_H

#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

enum walk_role {
	WALK_NOBODY,
	WALK_PARTICIPANT,
	WALK_REPRESENTATIVE, /* of A's organisation */
	WALK_HELPER,         /* of A's events */
	WALK_FACILITATOR,    /* of A's events */
	WALK_READER,
	WALK_EVENT_COORDINATOR, /* of A's events */
	WALK_COORDINATOR,
	WALK_ADMINISTRATOR,
	WALK_ROLES
};
extern const char *const walk_role_names[WALK_ROLES];

enum { WALK_A, WALK_B, WALK_SIDES };
enum { WALK_ROUTES = 300, WALK_CANDIDATES = 1500, WALK_GRANTS = 4 };

struct walk_candidate {
	int side;
	str value, hint, hint2; /* the word before it in an address; table and column */
};

struct walk_route {
	const struct route *route;
	str target[WALK_SIDES]; /* "/en/events/x/edit"; filled with nonsense when nothing fitted */
	bool found[WALK_SIDES]; /* the {names} are those of a thing that is there */
	bool named;             /* has {names} */
	int status[WALK_SIDES]; /* what the least role that may see all got by GET; 0: the route only acts */
};

struct walk_side {
	str organisation_key, event_key, draft_key;
	int64_t organisation, event, draft;
};

struct walk {
	struct test_web web;
	struct ctx *c;
	struct walk_side sides[WALK_SIDES];
	struct actor actors[WALK_ROLES];
	struct role_grant grants[WALK_ROLES][WALK_GRANTS];
	struct walk_candidate candidates[WALK_CANDIDATES];
	size_t candidate_count;
	struct walk_route routes[WALK_ROUTES];
	size_t route_count;
};

/* A word that stands in the name and address of every person of a side but the actors', and nowhere else. */
extern const char *const walk_person_mark[WALK_SIDES];

/* Makes the region, and finds the addresses of all routes. The struct is large: keep it static. */
void walk_open(struct walk *w);
void walk_close(struct walk *w);
/* Who asks from now on. */
void walk_as(struct walk *w, enum walk_role role);
/* Frees the replies got so far: a walk makes more than fit. */
void walk_forget(struct walk *w);
/* Changes when anything was written that counts: rows of all tables. */
str walk_fingerprint(struct walk *w);

#endif
