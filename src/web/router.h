/* Which route answers a path: a tree of path segments, built once at start.
 *
 * A pattern's segment is a literal ("events"), a {name}, or a {name} with a literal end ("{key}.ics"). Literals win over
 * ends, ends over plain names, at each segment, with a way back when a choice leads nowhere deeper down.
 *
 * Invariants:
 *   - Two routes with one method and the same shape of path ({name}s count as equal) are refused when added.
 *   - A path is matched by its decoded segments, so "/%65vents" is "/events", and no decoded "/" can make another path.
 *   - Routes with a language and bare ones are separate trees.
 * Limits: 16 segments, 8 names in a path. Cost: a comparison per literal child on the way. */
#ifndef TALKOOT_WEB_ROUTER_H
#define TALKOOT_WEB_ROUTER_H

#include "base/str.h"
#include "web/web.h"

enum { ROUTER_SEGMENTS = 16, ROUTER_NAMES = 8 };

struct router;

struct router_match {
	const struct route *route; /* NULL: no such path, or not with this method */
	str values[ROUTER_NAMES];  /* of the {name}s in the order of the pattern, decoded */
	str names[ROUTER_NAMES];
	size_t count;
	unsigned allowed; /* bits by router_method: methods the path has */
};

enum router_method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE };
enum { METHOD_COUNT = METHOD_DELETE + 1 };

/* HEAD counts as GET. false: none of ours. */
bool router_method(str method, enum router_method *ret);
/* "GET, HEAD, POST" for the Allow header. */
str router_allow(struct arena *a, unsigned allowed);

/* The memory is in a. */
struct router *router_new(struct arena *a);
/* ERR_CONFLICT with *ret_why; ERR_INVALID when the pattern or the route is malformed. */
MUST enum err router_add(struct router *r, const struct route *route, str *ret_why);
/* segments: decoded, none empty but a last one that stands for a trailing slash (which does not match: the chain
 * redirects). */
void router_find(const struct router *r, bool bare, const str *segments, size_t n, enum router_method method,
		 struct router_match *ret);

/* Splits the path of a raw target ("/a/b%20c?x") into decoded segments. *ret_slash: it ended in "/" (and was not "/" alone).
 * ERR_INVALID: does not begin with "/", bad encoding, NUL, an empty, "." or ".." segment, a decoded slash or backslash, too
 * many segments. */
MUST enum err router_split(struct arena *a, str path, str segments[ROUTER_SEGMENTS], size_t *ret_n, bool *ret_slash);

#endif
