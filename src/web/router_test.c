/* The tree of routes: what is refused when it is built, and what wins when two could answer. */
#include "harness.h"
#include "web/router.h"

static enum err page(struct req *rq)
{
	(void)rq;
	return OK;
}

static enum err act(struct req *rq, struct writer *w)
{
	(void)rq;
	(void)w;
	return OK;
}

static void assert_refused(const struct route *first, const struct route *second, const char *words)
{
	struct arena *a = arena_new(1 << 20);
	struct router *r = router_new(a);
	str why = S("");

	if (first != NULL)
		assert_ok(router_add(r, first, &why));
	if (router_add(r, second, &why) == OK)
		fail_msg("%s was taken", second->path);
	if (str_find_str(why, str_from(words)) == why.n)
		fail_msg("%s: \"%.*s\" without \"%s\"", second->path, STR_ARG(why), words);
	arena_free(a);
}

static void test_what_is_refused(void **state)
{
	static const struct route first = GET_PAGE("/events/{key}", page, PERM_PUBLIC, QUICK);
	static const struct route same = GET_PAGE("/events/{other}", page, PERM_PUBLIC, QUICK);
	static const struct route unstated = { .method = "GET", .path = "/x", .get = page };
	static const struct route no_slash = GET_PAGE("events", page, PERM_PUBLIC, QUICK);
	static const struct route empty_part = GET_PAGE("/events//x", page, PERM_PUBLIC, QUICK);
	static const struct route open_brace = GET_PAGE("/events/{key", page, PERM_PUBLIC, QUICK);
	static const struct route inner_brace = GET_PAGE("/events/a{key}", page, PERM_PUBLIC, QUICK);
	static const struct route two_names = GET_PAGE("/events/{a}{b}", page, PERM_PUBLIC, QUICK);
	static const struct route no_name = GET_PAGE("/events/{}", page, PERM_PUBLIC, QUICK);
	static const struct route method = { .method = "BREW", .path = "/x", .get = page, .permission = PERM_PUBLIC };
	static const struct route writing_get = { .method = "GET", .path = "/x", .write = act, .permission = PERM_PUBLIC };
	static const struct route embedded_post = POST_FORM("/x", act, PERM_PUBLIC, NULL, .embed = true);

	(void)state;
	assert_refused(&first, &same, "is also at");
	assert_refused(NULL, &unstated, "states no permission");
	assert_refused(NULL, &no_slash, "must begin with /");
	assert_refused(NULL, &empty_part, "malformed");
	assert_refused(NULL, &open_brace, "malformed");
	assert_refused(NULL, &inner_brace, "malformed");
	assert_refused(NULL, &two_names, "malformed");
	assert_refused(NULL, &no_name, "malformed");
	assert_refused(NULL, &method, "unknown method");
	assert_refused(NULL, &writing_get, "handler");
	assert_refused(NULL, &embedded_post, "embedded");
}

static const struct route tree[] = {
	GET_PAGE("/", page, PERM_PUBLIC, QUICK),
	GET_PAGE("/events/{key}", page, PERM_PUBLIC, QUICK),
	GET_PAGE("/events/new", page, PERM_PUBLIC, QUICK),
	GET_PAGE("/events/{key}.ics", page, PERM_PUBLIC, QUICK),
	GET_PAGE("/events/{key}.tar.ics", page, PERM_PUBLIC, QUICK),
	GET_PAGE("/events/new/{step}", page, PERM_PUBLIC, QUICK),
	GET_PAGE("/events/{key}/people/{person}", page, PERM_PUBLIC, QUICK),
	POST_FORM("/events/{key}", act, PERM_PUBLIC, NULL),
	GET_API("/events", page, PERM_PUBLIC, QUICK),
};

static const char *found(struct arena *a, struct router *r, bool bare, const char *path, struct router_match *m)
{
	str segments[ROUTER_SEGMENTS];
	size_t n;
	bool slash;

	assert_ok(router_split(a, str_from(path), segments, &n, &slash));
	router_find(r, bare, segments, n, METHOD_GET, m);
	return m->route == NULL ? "" : m->route->path;
}

static void test_who_wins(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct router *r = router_new(a);
	struct router_match m;
	str why;

	(void)state;
	for (size_t i = 0; i < sizeof tree / sizeof *tree; i++)
		assert_ok(router_add(r, &tree[i], &why));
	assert_string_equal(found(a, r, false, "/", &m), "/");
	assert_string_equal(found(a, r, false, "/events/new", &m), "/events/new");
	assert_string_equal(found(a, r, false, "/events/newer", &m), "/events/{key}");
	assert_int_equal(m.allowed, 1u << METHOD_GET | 1u << METHOD_POST);
	assert_string_equal(found(a, r, false, "/events/x.ics", &m), "/events/{key}.ics");
	assert_str(m.values[0], "x");
	assert_string_equal(found(a, r, false, "/events/x.tar.ics", &m), "/events/{key}.tar.ics");
	assert_string_equal(found(a, r, false, "/events/.ics", &m), "/events/{key}");
	/* "new" leads nowhere here, so the way back goes by {key}. */
	assert_string_equal(found(a, r, false, "/events/new/people/p", &m), "/events/{key}/people/{person}");
	assert_str(m.names[1], "person");
	assert_str(m.values[0], "new");
	assert_string_equal(found(a, r, false, "/events", &m), "");
	assert_string_equal(found(a, r, true, "/events", &m), "/events");
	assert_string_equal(found(a, r, true, "/%65vents", &m), "/events");
	assert_string_equal(found(a, r, false, "/events/a/b/c/d", &m), "");
	arena_free(a);
}

static void test_paths(void **state)
{
	static const char *const bad[] = { "", "x", "//", "/a//b", "/.", "/a/..", "/%2e%2e", "/a%2fb", "/a%5cb", "/%", "/%0", "/%00",
					   "/%ff", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17" };
	struct arena *a = arena_new(1 << 20);
	str segments[ROUTER_SEGMENTS];
	size_t n;
	bool slash;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (router_split(a, str_from(bad[i]), segments, &n, &slash) == OK)
			fail_msg("taken: %s", bad[i]);
	assert_ok(router_split(a, S("/a/b%20c/"), segments, &n, &slash));
	assert_int_equal(n, 2);
	assert_true(slash);
	assert_str(segments[1], "b c");
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_what_is_refused), cmocka_unit_test(test_who_wins), cmocka_unit_test(test_paths))
