/* The JSON API of events, each answer held against docs/openapi.json. */
#include "harness.h"
#include "support/features/event_support.h"
#include "support/web/openapi_check.h"

#include "features/api/openapi.h"


struct fixture {
	struct test_web t;
	struct ctx *c;
	struct test_event event, draft;
};

static void open(struct fixture *f)
{
	test_web_open(&f->t, all_route_tables, all_route_tables_count);
	f->c = test_ctx(&f->t.store);
	f->event = test_event_published(&f->t.store, f->c, 2, 3);
	f->draft = test_event_draft(&f->t.store, f->c, 2, 0);
	ctx_end(f->c);
}

static const char *path(struct fixture *f, str key)
{
	return str_c(f->t.a, STR_CONCAT(f->t.a, S("/api/v1/events/"), key));
}

static void test_one_event(void **state)
{
	struct fixture f;
	struct test_reply *r;

	(void)state;
	open(&f);
	r = assert_openapi(get(&f.t, path(&f, f.event.key)), "get", "/api/v1/events/{key}");
	assert_text(r, "\"seats\":5");
	assert_text(r, "\"seats_left\":5");
	assert_text(r, "\"url\":\"http://localhost:8080/");
	assert_no_text(r, "meet.example.fi"); /* the remote link is never public */
	assert_status(assert_openapi(get(&f.t, path(&f, f.draft.key)), "get", "/api/v1/events/{key}"), 404);
	as_role(&f.t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	assert_status(assert_openapi(get(&f.t, path(&f, f.draft.key)), "get", "/api/v1/events/{key}"), 200);
	test_web_close(&f.t);
}

static void test_lists(void **state)
{
	struct fixture f;
	struct test_reply *r;

	(void)state;
	open(&f);
	r = assert_openapi(get(&f.t, "/api/v1/events?state=upcoming"), "get", "/api/v1/events");
	assert_text(r, f.event.key.p);
	assert_no_text(r, f.draft.key.p);
	r = assert_openapi(get(&f.t, "/api/v1/events?state=past"), "get", "/api/v1/events");
	assert_text(r, "\"events\":[]");
	assert_status(assert_openapi(get(&f.t, "/api/v1/events?state=someday"), "get", "/api/v1/events"), 400);
	assert_status(assert_openapi(get(&f.t, "/api/v1/events?limit=0"), "get", "/api/v1/events"), 400);
	test_web_close(&f.t);
}

static void test_the_document_is_served(void **state)
{
	struct fixture f;
	struct test_reply *r;

	(void)state;
	open(&f);
	r = assert_status(get(&f.t, "/api/v1/openapi.json"), 200);
	assert_true(str_eq(r->body, openapi_document()));
	test_web_close(&f.t);
}

TEST_MAIN(cmocka_unit_test(test_one_event), cmocka_unit_test(test_lists), cmocka_unit_test(test_the_document_is_served))
