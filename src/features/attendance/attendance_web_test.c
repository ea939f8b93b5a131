/* The pages of the door and its API through the whole chain; API answers are held against docs/openapi.json. */
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/openapi_check.h"

#include "features/attendance/attendance.h"

#define HOSTILE "<script>alert(1)</script>\"'=1+1"
#define API "/api/v1/events/{key}/attendance"

struct fixture {
	struct test_web t;
	struct ctx *c;
	struct test_event event, other;
	str aino; /* key of her sign-up */
};

/* The morning of the event. */
static void open(struct fixture *f)
{
	struct registration_outcome out;

	test_web_open(&f->t, all_route_tables, all_route_tables_count);
	f->c = test_ctx(&f->t.store);
	f->c->settings = &f->t.settings;
	f->event = test_event_published(&f->t.store, f->c, 10, 0);
	f->other = test_event_published(&f->t.store, f->c, 10, 0);
	test_sign_up(&f->t.store, f->c, f->event.key, "Aino", "aino@example.fi", SEAT_SITE, &out);
	f->aino = str_copy(f->t.a, out.places[0].key);
	test_sign_up(&f->t.store, f->c, f->event.key, HOSTILE, "x@example.fi", SEAT_SITE, &out);
	test_pass(&f->t.store, 14 * 86400);
	as_role(&f->t, ROLE_HELPER, SCOPE_EVENT, f->event.id);
}

#define OPEN(f)           \
	struct fixture f; \
	(void)state;      \
	open(&f)
#define CLOSE(f) test_web_close(&f.t)

static const char *at(struct fixture *f, const char *before, const char *behind)
{
	return str_c(f->t.a, STR_CONCAT(f->t.a, str_from(before), f->event.key, str_from(behind)));
}

static const char *door(struct fixture *f, const char *behind)
{
	return at(f, "/en/attendance/", behind);
}

static const char *pair(struct fixture *f, const char *name, str value)
{
	return str_c(f->t.a, STR_CONCAT(f->t.a, str_from(name), S("="), value));
}

static int64_t arrived(struct fixture *f)
{
	test_ctx_renew(&f->t.store, f->c);
	return test_number(f->c, "SELECT count(*) FROM registration WHERE arrived_utc IS NOT NULL");
}

static struct test_reply *mark(struct fixture *f, const char *mark_key, str who, const char *what, const char *more)
{
	str time = S("2026-12-11T06:55:00.250Z");
	const char *json = str_c(f->t.a, str_format(f->t.a, "{\"mark_key\":\"%s\",\"registration\":\"%.*s\",\"what\":\"%s\",\"at\":\"%.*s\"%s}",
						    mark_key, STR_ARG(who), what, STR_ARG(time), more));

	return send_json(&f->t, "POST", at(f, "/api/v1/events/", "/attendance"), json);
}

static void test_a_tap_marks_and_another_takes_it_back(void **state)
{
	OPEN(f);
	struct test_reply *r = assert_status(get(&f.t, door(&f, "")), 200);

	assert_text(r, "0 of 2 here");
	assert_text(r, "&lt;script&gt;alert(1)");
	assert_no_text(r, "<script>alert");
	assert_true(str_starts(test_reply_header(r, "Permissions-Policy"), S("camera=(self)")));
	assert_budget(r, 10, 40000, 400000);
	r = post(&f.t, door(&f, ""), pair(&f, "arrived", f.aino));
	assert_redirect(r, "/en/attendance/");
	assert_text(follow(&f.t, r), "1 of 2 here");
	assert_int_equal(arrived(&f), 1);
	test_pass(&f.t.store, 60);
	assert_redirect(post(&f.t, door(&f, ""), pair(&f, "unknown", f.aino)), "/en/attendance/");
	assert_int_equal(arrived(&f), 0);
	CLOSE(f);
}

static void test_the_search_finds_name_company_and_code(void **state)
{
	OPEN(f);
	str code = test_texts(f.c, "SELECT code FROM registration WHERE name = 'Aino'");

	assert_text(get(&f.t, door(&f, "?q=AIN")), "<b>Aino</b>");
	assert_no_text(get(&f.t, door(&f, "?q=eero")), "<b>Aino</b>");
	assert_text(get(&f.t, str_c(f.t.a, STR_CONCAT(f.t.a, str_from(door(&f, "?q=")), str_lower_ascii(f.t.a, str_trim(code))))),
		    "<b>Aino</b>");
	CLOSE(f);
}

/* Its list, its tickets, its documents: for a helper of another event there is no such event. */
static void test_a_helper_of_another_event_finds_nothing(void **state)
{
	static const char *const pages[] = { "", "/live", "/walk-in", "/signatures.pdf" };
	static const char *const for_runners[] = { "/list", "/attendance.csv", "/attendance.xlsx" };

	OPEN(f);
	for (size_t i = 0; i < sizeof for_runners / sizeof *for_runners; i++)
		assert_true(get(&f.t, door(&f, for_runners[i]))->status >= 403); /* not for a helper, even of this one */
	as_role(&f.t, ROLE_HELPER, SCOPE_EVENT, f.other.id);
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		assert_status(get(&f.t, door(&f, pages[i])), 404);
	assert_status(post(&f.t, door(&f, ""), pair(&f, "arrived", f.aino)), 404);
	assert_status(post(&f.t, door(&f, "/walk-in"), "name=Nobody"), 404);
	assert_status(assert_openapi(get(&f.t, at(&f, "/api/v1/events/", "/attendance")), "get", API), 404);
	assert_status(assert_openapi(mark(&f, "aaaaaaaaaaaaaaaa", f.aino, "arrived", ""), "post", API), 404);
	as_role(&f.t, ROLE_COORDINATOR, SCOPE_EVENT, f.other.id);
	for (size_t i = 0; i < sizeof for_runners / sizeof *for_runners; i++)
		assert_status(get(&f.t, door(&f, for_runners[i])), 404);
	assert_status(post(&f.t, door(&f, "/close"), ""), 404);
	assert_status(post(&f.t, door(&f, "/list"), pair(&f, "arrived", f.aino)), 404);
	as_nobody(&f.t);
	assert_status(assert_openapi(get(&f.t, at(&f, "/api/v1/events/", "/attendance")), "get", API), 401);
	assert_int_equal(arrived(&f), 0);
	CLOSE(f);
}

static void test_a_mark_sent_twice_counts_once(void **state)
{
	OPEN(f);
	struct test_reply *r;

	for (int i = 0; i < 2; i++)
		assert_text(assert_openapi(mark(&f, "aaaaaaaaaaaaaaaa", f.aino, "arrived", ""), "post", API), "taken");
	test_ctx_renew(&f.t.store, f.c);
	assert_int_equal(test_number(f.c, "SELECT count(*) FROM attendance_mark"), 1);
	/* Two of one second: the later key wins, whichever comes first. */
	assert_text(mark(&f, "aaaaaaaaaaaaaaac", f.aino, "unknown", ""), "taken");
	assert_text(assert_openapi(mark(&f, "aaaaaaaaaaaaaaab", f.aino, "arrived", ""), "post", API), "older");
	assert_int_equal(arrived(&f), 0);
	r = assert_status(assert_openapi(get(&f.t, at(&f, "/api/v1/events/", "/attendance")), "get", API), 200);
	assert_text(r, "\"state\":\"published\"");
	assert_text(r, "\"confirmed\":2");
	assert_status(assert_openapi(mark(&f, "aaaaaaaaaaaaaaad", S("nobody0000000000"), "arrived", ""), "post", API), 404);
	assert_status(assert_openapi(mark(&f, "short00", f.aino, "arrived", ""), "post", API), 422);
	assert_status(assert_openapi(mark(&f, "aaaaaaaaaaaaaaae", f.aino, "perhaps", ""), "post", API), 422);
	CLOSE(f);
}

static void test_a_walk_in_gets_a_place_and_has_arrived(void **state)
{
	OPEN(f);

	assert_status(get(&f.t, door(&f, "/walk-in")), 200);
	assert_text(assert_status(post(&f.t, door(&f, "/walk-in"), "organisation=X"), 422), "error-summary");
	assert_redirect(post(&f.t, door(&f, "/walk-in"), "name=Eero&organisation=K%C3%A4vely+ry"), "/en/attendance/");
	assert_int_equal(arrived(&f), 1);
	assert_text(assert_status(post(&f.t, door(&f, "/walk-in"), "name=Aino&email=aino@example.fi"), 422), "on the list already");
	CLOSE(f);
}

static void test_closing_and_what_comes_after(void **state)
{
	OPEN(f);
	struct test_reply *r;

	as_role(&f.t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	r = assert_status(get(&f.t, door(&f, "/list")), 200);
	assert_text(r, "2 people who are not marked count as absent");
	assert_no_text(r, "<script>alert");
	assert_budget(r, 12, 40000, 500000);
	assert_redirect(post(&f.t, door(&f, "/list"), pair(&f, "arrived", f.aino)), "/en/attendance/");
	assert_redirect(post(&f.t, door(&f, "/close"), ""), "/en/attendance/");
	assert_text(get(&f.t, door(&f, "")), "The attendance of this event was closed.");
	assert_no_text(get(&f.t, door(&f, "")), "<b>Aino</b>");
	assert_text(assert_status(post(&f.t, door(&f, "/list"), pair(&f, "absent", f.aino)), 422), "A change needs a reason.");
	assert_status(assert_openapi(mark(&f, "aaaaaaaaaaaaaaaa", f.aino, "absent", ""), "post", API), 409);
	assert_int_equal(arrived(&f), 1);
	test_pass(&f.t.store, 60);
	assert_redirect(post(&f.t, door(&f, "/list"), str_c(f.t.a, STR_CONCAT(f.t.a, S("reason=left&absent="), f.aino))), "/en/attendance/");
	assert_int_equal(arrived(&f), 0);
	r = assert_status(get(&f.t, door(&f, "/attendance.csv")), 200);
	assert_text(r, "Aino;");
	assert_text(r, "Absent");
	assert_true(str_starts(assert_status(get(&f.t, door(&f, "/attendance.xlsx")), 200)->body, S("PK")));
	assert_true(str_starts(assert_status(get(&f.t, door(&f, "/signatures.pdf")), 200)->body, S("%PDF-")));
	CLOSE(f);
}

static struct test_reply *upload(struct fixture *f, const char *bytes)
{
	str body = STR_CONCAT(f->t.a, S("--b\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n"), test_token(&f->t),
			      S("\r\n--b\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"sheet.pdf\"\r\n"
				"Content-Type: application/pdf\r\n\r\n"),
			      str_from(bytes), S("\r\n--b--\r\n"));

	return post_multipart(&f->t, door(f, "/scans"), body, "b");
}

static void test_scans_are_only_for_those_who_run_the_event(void **state)
{
	OPEN(f);
	struct test_reply *r;
	str key;

	as_role(&f.t, ROLE_COORDINATOR, SCOPE_EVENT, f.event.id);
	assert_text(assert_status(upload(&f, "<html>no scan"), 422), "neither a PDF nor");
	assert_redirect(upload(&f, "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"), "/en/attendance/");
	test_ctx_renew(&f.t.store, f.c);
	key = str_trim(test_texts(f.c, "SELECT key FROM file WHERE purpose = 'signature_list'"));
	const char *file = str_c(f.t.a, STR_CONCAT(f.t.a, str_from(door(&f, "/scans/")), key));

	r = assert_status(get(&f.t, file), 200);
	assert_true(str_starts(test_reply_header(r, "Content-Disposition"), S("attachment")));
	as_role(&f.t, ROLE_COORDINATOR, SCOPE_EVENT, f.other.id);
	assert_status(get(&f.t, file), 404);
	as_role(&f.t, ROLE_HELPER, SCOPE_EVENT, f.event.id);
	assert_status(get(&f.t, file), 403);
	as_role(&f.t, ROLE_COORDINATOR, SCOPE_EVENT, f.event.id);
	assert_redirect(post(&f.t, str_c(f.t.a, STR_CONCAT(f.t.a, str_from(file), S("/remove"))), ""), "/en/attendance/");
	assert_status(get(&f.t, file), 404);
	CLOSE(f);
}

static void test_the_doors_of_a_helper(void **state)
{
	OPEN(f);
	struct test_reply *r = assert_status(get(&f.t, "/en/attendance"), 200);

	/* The test's account has no row, so its own doors are none; a coordinator sees all. */
	assert_text(r, "There is no event now");
	as_role(&f.t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	r = assert_status(get(&f.t, "/en/attendance"), 200);
	assert_text(r, str_c(f.t.a, f.event.key));
	assert_text(r, str_c(f.t.a, f.other.key));
	assert_budget(r, 4, 20000, 200000);
	CLOSE(f);
}

TEST_MAIN(cmocka_unit_test(test_a_tap_marks_and_another_takes_it_back),
	  cmocka_unit_test(test_the_search_finds_name_company_and_code),
	  cmocka_unit_test(test_a_helper_of_another_event_finds_nothing),
	  cmocka_unit_test(test_a_mark_sent_twice_counts_once),
	  cmocka_unit_test(test_a_walk_in_gets_a_place_and_has_arrived),
	  cmocka_unit_test(test_closing_and_what_comes_after),
	  cmocka_unit_test(test_scans_are_only_for_those_who_run_the_event),
	  cmocka_unit_test(test_the_doors_of_a_helper))
