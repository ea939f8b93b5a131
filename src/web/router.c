/* The tree of path segments. */
#include "web/router.h"

#include <stdio.h>

#include "base/encode.h"

struct node {
	struct node *next;      /* sibling */
	struct node *literals;  /* children with a fixed text */
	struct node *endings;   /* children {name}.end, the longest end first */
	struct node *any;       /* child {name} */
	str text;               /* of a literal, or the end */
	const struct route *routes[METHOD_COUNT];
};

struct router {
	struct arena *a;
	struct node with_lang, bare;
};

static const char *const method_names[METHOD_COUNT] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

bool router_method(str method, enum router_method *ret)
{
	if (str_eq(method, S("HEAD")))
		method = S("GET");
	for (int i = 0; i < METHOD_COUNT; i++) {
		if (str_eq_c(method, method_names[i])) {
			*ret = (enum router_method)i;
			return true;
		}
	}
	return false;
}

str router_allow(struct arena *a, unsigned allowed)
{
	struct buf b;

	buf_init(&b, a, 100);
	for (int i = 0; i < METHOD_COUNT; i++) {
		if ((allowed & 1u << i) == 0)
			continue;
		if (b.n > 0)
			buf_lit(&b, ", ");
		buf_str(&b, str_from(method_names[i]));
		if (i == METHOD_GET)
			buf_lit(&b, ", HEAD");
	}
	return buf_done(&b);
}

struct router *router_new(struct arena *a)
{
	struct router *r = NEW(a, struct router);

	r->a = a;
	return r;
}

static struct node *child_literal(struct router *r, struct node **list, str text)
{
	struct node *n;

	for (n = *list; n != NULL; n = n->next)
		if (str_eq(n->text, text))
			return n;
	/* Longer texts first, so that ".tar.gz" is tried before ".gz". */
	while (*list != NULL && (*list)->text.n >= text.n)
		list = &(*list)->next;
	n = NEW(r->a, struct node);
	n->text = text;
	n->next = *list;
	*list = n;
	return n;
}

/* The child for one segment of a pattern; NULL when the segment is malformed. */
static struct node *child_for(struct router *r, struct node *n, str segment)
{
	size_t open = str_find(segment, '{'), close = str_find(segment, '}');

	if (segment.n == 0)
		return NULL;
	if (open == segment.n && close == segment.n)
		return child_literal(r, &n->literals, segment);
	if (open != 0 || close == segment.n || close < 2)
		return NULL;
	str end = str_sub(segment, close + 1, segment.n);

	if (str_find(end, '{') != end.n || str_find(end, '}') != end.n)
		return NULL;
	if (end.n > 0)
		return child_literal(r, &n->endings, end);
	if (n->any == NULL)
		n->any = NEW(r->a, struct node);
	return n->any;
}

static enum err complain(struct router *r, const struct route *route, const char *what, str *ret_why)
{
	*ret_why = str_format(r->a, "%s:%d: route %s %s: %s", route->file == NULL ? "?" : route->file, route->line,
			      route->method, route->path, what);
	return ERR_INVALID;
}

static enum err check_route(struct router *r, const struct route *route, str *ret_why)
{
	enum router_method m;

	if (!router_method(str_from(route->method), &m) || strcmp(route->method, "HEAD") == 0)
		return complain(r, route, "unknown method", ret_why);
	if (route->permission == PERM_UNSTATED)
		return complain(r, route, "states no permission", ret_why);
	if ((m == METHOD_GET) != (route->get != NULL) || (m != METHOD_GET) != (route->write != NULL))
		return complain(r, route, "needs the handler of its method and no other", ret_why);
	if (route->embed && m != METHOD_GET)
		return complain(r, route, "only a GET can be embedded", ret_why);
	return OK;
}

enum err router_add(struct router *r, const struct route *route, str *ret_why)
{
	struct node *n = route->bare ? &r->bare : &r->with_lang;
	str path = str_from(route->path);
	size_t segments = 0, names = 0;
	enum router_method m;

	TRY(check_route(r, route, ret_why));
	if (path.n == 0 || path.p[0] != '/')
		return complain(r, route, "path must begin with /", ret_why);
	path = str_sub(path, 1, path.n);
	for (str rest = path.n == 0 ? str_null : path; !str_is_null(rest);) {
		str segment = str_cut(&rest, '/');

		n = child_for(r, n, segment);
		names += segment.n > 0 && segment.p[0] == '{';
		if (n == NULL || ++segments > ROUTER_SEGMENTS || names > ROUTER_NAMES)
			return complain(r, route, "malformed path", ret_why);
	}
	(void)router_method(str_from(route->method), &m);
	if (n->routes[m] != NULL) {
		*ret_why = str_format(r->a, "%s:%d: route %s %s is also at %s:%d (%s)", route->file, route->line,
				      route->method, route->path, n->routes[m]->file, n->routes[m]->line,
				      n->routes[m]->path);
		return ERR_CONFLICT;
	}
	n->routes[m] = route;
	return OK;
}

struct search {
	const str *segments;
	size_t n;
	enum router_method method;
	str values[ROUTER_NAMES];
	struct router_match *found;
};

static bool found_at(struct search *s, const struct node *n, size_t count)
{
	for (int i = 0; i < METHOD_COUNT; i++)
		if (n->routes[i] != NULL)
			s->found->allowed |= 1u << i;
	if (n->routes[s->method] == NULL)
		return false;
	s->found->route = n->routes[s->method];
	s->found->count = count;
	memcpy(s->found->values, s->values, sizeof s->values);
	return true;
}

/* The depth is bounded by ROUTER_SEGMENTS. */
static bool descend(struct search *s, const struct node *n, size_t at, size_t count)
{
	if (at == s->n)
		return found_at(s, n, count);
	str segment = s->segments[at];

	for (const struct node *c = n->literals; c != NULL; c = c->next)
		if (str_eq(c->text, segment) && descend(s, c, at + 1, count))
			return true;
	for (const struct node *c = n->endings; c != NULL; c = c->next) {
		if (segment.n <= c->text.n || !str_ends(segment, c->text))
			continue;
		s->values[count] = str_sub(segment, 0, segment.n - c->text.n);
		if (descend(s, c, at + 1, count + 1))
			return true;
	}
	if (n->any == NULL)
		return false;
	s->values[count] = segment;
	return descend(s, n->any, at + 1, count + 1);
}

void router_find(const struct router *r, bool bare, const str *segments, size_t n, enum router_method method,
		 struct router_match *ret)
{
	struct search s = { .segments = segments, .n = n, .method = method, .found = ret };
	size_t i = 0;

	*ret = (struct router_match){ 0 };
	if (!descend(&s, bare ? &r->bare : &r->with_lang, 0, 0))
		return;
	for (str rest = str_from(ret->route->path); i < ret->count; i++) {
		rest = str_sub(rest, str_find(rest, '{') + 1, rest.n);
		ret->names[i] = str_sub(rest, 0, str_find(rest, '}'));
	}
}

enum err router_split(struct arena *a, str path, str segments[ROUTER_SEGMENTS], size_t *ret_n, bool *ret_slash)
{
	*ret_n = 0;
	*ret_slash = false;
	if (path.n == 0 || path.p[0] != '/')
		return ERR_INVALID;
	path = str_sub(path, 1, path.n);
	if (path.n == 0)
		return OK;
	for (str rest = path; !str_is_null(rest);) {
		str segment = str_cut(&rest, '/'), decoded;

		if (segment.n == 0 && str_is_null(rest)) {
			*ret_slash = true;
			return OK;
		}
		TRY(url_decode(a, segment, &decoded));
		if (decoded.n == 0 || str_eq(decoded, S(".")) || str_eq(decoded, S("..")) ||
		    str_find(decoded, '/') != decoded.n || str_find(decoded, '\\') != decoded.n ||
		    *ret_n == ROUTER_SEGMENTS)
			return ERR_INVALID;
		segments[(*ret_n)++] = decoded;
	}
	return OK;
}
