/* Signing up over the JSON API, each answer held against docs/openapi.json. */
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/openapi_check.h"

struct fixture {
	struct test_web t;
	struct ctx *c;
	struct test_event event;
	const char *path;
};

static void open_event(struct fixture *f, int64_t site, int64_t remote)
{
	test_web_open(&f->t, all_route_tables, all_route_tables_count);
	f->c = test_ctx(&f->t.store);
	f->event = test_event_published(&f->t.store, f->c, site, remote);
	f->path = str_c(f->t.a, str_format(f->t.a, "/api/v1/events/%.*s/registrations", STR_ARG(f->event.key)));
}

#define OPEN(f, site, remote) \
	struct fixture f;     \
	(void)state;          \
	open_event(&f, (site), (remote))
#define CLOSE(f) test_web_close(&f.t)

static struct test_reply *send_in(struct fixture *f, const char *json)
{
	return assert_openapi(send_json(&f->t, "POST", f->path, json), "post", "/api/v1/events/{key}/registrations");
}

static struct test_reply *list(struct fixture *f, const char *query)
{
	const char *path = str_c(f->t.a, STR_CONCAT(f->t.a, str_from(f->path), str_from(query)));

	return assert_openapi(get(&f->t, path), "get", "/api/v1/events/{key}/registrations");
}

static int64_t number(struct fixture *f, const char *sql)
{
	test_ctx_renew(&f->t.store, f->c);
	return test_number(f->c, sql);
}

static str texts(struct fixture *f, const char *sql)
{
	test_ctx_renew(&f->t.store, f->c);
	return test_texts(f->c, sql);
}

static void test_a_seat_then_the_waiting_list(void **state)
{
	OPEN(f, 1, 0);
	struct test_reply *r = send_in(&f, "{\"name\":\"Aino\",\"email\":\"aino@example.com\",\"job_title\":\"Boss\",\"organisation\":"
					   "{\"name\":\"Levy Oy\",\"business_id\":\"01120389\"},\"consents\":[{\"code\":\"photographs\","
					   "\"version\":\"2026-11\",\"given\":true},{\"code\":\"later_invitations\",\"version\":"
					   "\"2026-11\",\"given\":false}],\"message\":\"Hello\"}");

	assert_status(r, 201);
	assert_text(r, "\"state\":\"confirmed\"");
	assert_text(r, "\"queue_position\":null");
	assert_budget(r, 60, 500, 3000000);
	assert_str(texts(&f, "SELECT r.name || ',' || r.job_title || ',' || o.business_id || ',' || r.source FROM registration r "
			     "JOIN organisation o ON o.id = r.organisation_id"),
		   "Aino,Boss,0112038-9,api\n");
	assert_str(texts(&f, "SELECT code FROM consent WHERE given = 1"), "photographs\n");
	assert_str(texts(&f, "SELECT code FROM consent WHERE given = 0"), "later_invitations\n");
	r = send_in(&f, "{\"name\":\"Eero\",\"email\":\"eero@example.com\"}");
	assert_status(r, 201);
	assert_text(r, "\"state\":\"waiting\"");
	assert_text(r, "\"queue_position\":1");
	CLOSE(f);
}

static void test_refusals_name_the_fields(void **state)
{
	OPEN(f, 1, 1);
	struct test_reply *r = send_in(&f, "{\"name\":\"\",\"email\":\"nobody\",\"organisation\":{\"business_id\":\"0112038-8\"}}");

	assert_status(r, 422);
	assert_text(r, "\"field\":\"name\"");
	assert_text(r, "\"field\":\"email\"");
	assert_text(r, "\"field\":\"organisation.business_id\"");
	r = send_in(&f, "{\"name\":\"A\",\"email\":\"a@example.com\"}");
	assert_status(r, 422);
	assert_text(r, "\"field\":\"mode\"");
	r = send_in(&f, "{\"name\":\"A\",\"email\":\"a@example.com\",\"mode\":\"site\",\"consents\":[{\"code\":\"photographs\","
			"\"given\":true}]}");
	assert_status(r, 422);
	assert_text(r, "\"field\":\"consents.version\"");
	assert_status(send_in(&f, "{\"name\":\"A\",\"email\":\"a@example.com\",\"mode\":\"site\",\"organisation\":[]"
				  ",\"consents\":[7]}"), 422);
	assert_status(send_in(&f, "{\"name\":\"A\",\"email\":\"a@example.com\",\"mode\":\"site\",\"organisation\":{\"nam\":\"X\"}}"), 422);
	assert_status(send_in(&f, "{\"name\":\"A\",\"email\":\"a@example.com\",\"organisation.name\":\"X\",\"mode\":\"site\"}"), 422);
	assert_status(send_in(&f, "[]"), 422);
	assert_status(send_in(&f, "{\"name\":7,\"email\":\"a@example.com\"}"), 422);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration"), 0);
	CLOSE(f);
}

static void test_what_is_not_offered(void **state)
{
	OPEN(f, 1, 0);
	struct test_reply *r = send_in(&f, "{\"name\":\"A\",\"email\":\"a@example.com\",\"mode\":\"remote\"}");

	assert_status(r, 422);
	assert_text(r, "\"field\":\"mode\"");
	test_exec(&f.t.store, "UPDATE event SET closes_utc = 5;");
	r = send_in(&f, "{\"name\":\"A\",\"email\":\"a@example.com\"}");
	assert_status(r, 409);
	assert_text(r, "\"code\":\"closed\"");
	test_exec(&f.t.store, "UPDATE event SET state = 'draft';");
	assert_status(send_in(&f, "{\"name\":\"A\",\"email\":\"a@example.com\"}"), 404);
	CLOSE(f);
}

static void test_known_and_unknown_addresses_get_the_same_answer(void **state)
{
	OPEN(f, 5, 0);
	struct test_reply *known, *unknown;

	assert_status(send_in(&f, "{\"name\":\"A\",\"email\":\"known@example.com\"}"), 201);
	known = send_in(&f, "{\"name\":\"B\",\"email\":\"known@example.com\"}");
	unknown = send_in(&f, "{\"name\":\"B\",\"email\":\"other@example.com\"}");
	assert_int_equal(known->status, unknown->status);
	assert_true(str_eq(known->body, unknown->body));
	CLOSE(f);
}

static void test_an_idempotency_key_holds_for_a_day(void **state)
{
	OPEN(f, 1, 0);
	const char *aino = "{\"name\":\"Aino\",\"email\":\"aino@example.com\"}";
	struct test_reply *first, *again;

	test_header(&f.t, "Idempotency-Key", "k-1");
	first = send_in(&f, aino);
	assert_status(first, 201);
	/* Long after the guard against double clicks has forgotten. */
	test_pass(&f.t.store, 23 * 3600);
	again = send_in(&f, aino);
	assert_status(again, 201);
	assert_true(str_eq(first->body, again->body));
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox"), 1);
	again = send_in(&f, "{\"name\":\"Eero\",\"email\":\"eero@example.com\"}");
	assert_status(again, 422);
	assert_text(again, "idempotency_key_used");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration"), 1);
	/* A day later the key is free again: now the address is signed up already, and the answer is a newcomer's. */
	test_pass(&f.t.store, 2 * 3600);
	again = send_in(&f, aino);
	assert_status(again, 201);
	assert_text(again, "\"state\":\"waiting\"");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration"), 1);
	CLOSE(f);
}

static void test_a_refused_call_may_be_corrected(void **state)
{
	OPEN(f, 1, 0);
	test_header(&f.t, "Idempotency-Key", "k-2");
	assert_status(send_in(&f, "{\"name\":\"Aino\",\"email\":\"broken\"}"), 422);
	assert_status(send_in(&f, "{\"name\":\"Aino\",\"email\":\"aino@example.com\"}"), 201);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM idempotency_key"), 1);
	CLOSE(f);
}

static void test_a_call_that_was_cut_off_is_taken_over(void **state)
{
	OPEN(f, 1, 0);
	const char *aino = "{\"name\":\"Aino\",\"email\":\"aino@example.com\"}";

	test_header(&f.t, "Idempotency-Key", "k-3");
	assert_status(send_in(&f, aino), 201);
	test_exec(&f.t.store, "UPDATE idempotency_key SET status = 0, answer = NULL; DELETE FROM registration;");
	test_pass(&f.t.store, 30);
	assert_status(send_in(&f, aino), 409);
	test_pass(&f.t.store, 60);
	assert_status(send_in(&f, aino), 201);
	CLOSE(f);
}

static void test_the_list_is_for_those_who_run_the_event(void **state)
{
	OPEN(f, 1, 0);
	struct test_reply *r;

	assert_status(send_in(&f, "{\"name\":\"\\u003cb\\u003eAino\",\"email\":\"aino@example.com\"}"), 201);
	assert_status(send_in(&f, "{\"name\":\"Eero\",\"email\":\"eero@example.com\"}"), 201);
	assert_status(list(&f, ""), 401);
	as_role(&f.t, ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, 1);
	assert_status(list(&f, ""), 404);
	as_role(&f.t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(list(&f, ""), 404);
	as_role(&f.t, ROLE_COORDINATOR, SCOPE_EVENT, f.event.id + 1);
	assert_status(list(&f, ""), 404);
	as_role(&f.t, ROLE_COORDINATOR, SCOPE_EVENT, f.event.id);
	r = list(&f, "");
	assert_status(r, 200);
	assert_text(r, "\"name\":\"\\u003cb>Aino\"");
	assert_text(r, "\"queue_position\":1");
	assert_text(r, "\"email_confirmed\":false");
	assert_text(r, "\"next\":null");
	assert_budget(r, 3, 2000, 400000);
	CLOSE(f);
}

TEST_MAIN(cmocka_unit_test(test_a_seat_then_the_waiting_list), cmocka_unit_test(test_refusals_name_the_fields),
	  cmocka_unit_test(test_what_is_not_offered),
	  cmocka_unit_test(test_known_and_unknown_addresses_get_the_same_answer),
	  cmocka_unit_test(test_an_idempotency_key_holds_for_a_day), cmocka_unit_test(test_a_refused_call_may_be_corrected),
	  cmocka_unit_test(test_a_call_that_was_cut_off_is_taken_over),
	  cmocka_unit_test(test_the_list_is_for_those_who_run_the_event))
