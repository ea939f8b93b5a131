/* Calendars, posters and codes of events, through the whole chain. */
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

static struct test_web t;
static struct ctx *c;

static int set_up(void **state)
{
	(void)state;
	test_web_open(&t, all_route_tables, all_route_tables_count);
	c = test_ctx(&t.store);
	c->settings = &t.settings;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_web_close(&t);
	return 0;
}

static const char *path(const char *before, str key, const char *behind)
{
	return str_c(t.a, STR_CONCAT(t.a, str_from(before), key, str_from(behind)));
}

/* The value of a property, unfolded; str_null when it is not there. */
static str property(const struct test_reply *r, const char *name, size_t nth)
{
	struct buf b;
	size_t from = 0;

	buf_init(&b, t.a, r->body.n + 1);
	for (size_t i = 0; i < r->body.n; i++) {
		if (str_starts(str_sub(r->body, i, 3), S("\r\n ")))
			i += 2;
		else
			buf_char(&b, r->body.p[i]);
	}
	str text = buf_done(&b), mark = STR_CONCAT(t.a, S("\r\n"), str_from(name));

	for (size_t n = 0;; n++) {
		str rest = str_sub(text, from, text.n);
		size_t at = str_find_str(rest, mark);

		if (at == rest.n)
			return str_null;
		from += at + mark.n;
		if (n == nth)
			return str_sub(text, from, str_find(str_sub(text, from, text.n), '\r'));
	}
}

static void test_one_event_for_a_calendar(void **state)
{
	struct test_event event = test_event_published(&t.store, c, 10, 5);
	struct test_reply *r = assert_status(get(&t, path("/calendar/events/", event.key, "/fi.ics")), 200);

	(void)state;
	assert_str(test_reply_header(r, "Content-Type"), "text/calendar; charset=utf-8");
	assert_true(str_starts(r->body, S("BEGIN:VCALENDAR\r\n")));
	assert_str(property(r, "METHOD:", 0), "PUBLISH");
	assert_str(property(r, "UID:", 0), path("", event.key, "@localhost"));
	assert_str(property(r, "DTSTART;TZID=Europe/Helsinki:", 0), "20261211T090000");
	assert_str(property(r, "STATUS:", 0), "CONFIRMED");
	assert_text(r, "BEGIN:VTIMEZONE");
	assert_no_text(r, "ATTENDEE");
	assert_no_text(r, "meet.example.fi");
	assert_text(assert_status(get(&t, path("/calendar/events/", event.key, "/en.ics")), 200), "Company visit: Kuusiharju");
	assert_status(get(&t, path("/calendar/events/", event.key, "/de.ics")), 404);
	assert_status(get(&t, "/calendar/events/nothing000000000/fi.ics"), 404);
	struct test_event draft = test_event_draft(&t.store, c, 10, 5);

	assert_status(get(&t, path("/calendar/events/", draft.key, "/fi.ics")), 404);
}

static void test_the_feed_keeps_a_cancelled_event_and_is_sent_once(void **state)
{
	struct test_event stays = test_event_published(&t.store, c, 10, 5), goes = test_event_published(&t.store, c, 10, 0);
	struct event_outcome out;
	struct test_reply *r;

	(void)state;
	test_event_draft(&t.store, c, 3, 0);
	assert_ok(event_cancel(c, test_writer(&t.store), goes.key, (str[LANG_COUNT]){ S("Isäntä perui") }, &out));
	r = assert_status(get(&t, "/calendar/fi/events.ics"), 200);
	assert_false(str_is_null(property(r, "X-WR-CALNAME:", 0)));
	assert_str(property(r, "UID:", 0), path("", stays.key, "@localhost"));
	assert_str(property(r, "UID:", 1), path("", goes.key, "@localhost"));
	assert_true(str_is_null(property(r, "UID:", 2)));
	assert_str(property(r, "STATUS:", 0), "CONFIRMED");
	assert_str(property(r, "STATUS:", 1), "CANCELLED");
	assert_str(property(r, "SEQUENCE:", 1), "1");
	assert_no_text(r, "meet.example.fi");
	assert_budget(r, 1, 16000, 700000);
	test_header(&t, "If-None-Match", str_c(t.a, test_reply_header(r, "ETag")));
	test_pass(&t.store, 600);
	assert_status(get(&t, "/calendar/fi/events.ics"), 304);
	assert_status(get(&t, "/calendar/sv/events.ics"), 200);
	test_headers_clear(&t);
	/* Four weeks after its day it is gone. */
	test_pass(&t.store, 45 * 86400);
	assert_no_text(assert_status(get(&t, "/calendar/fi/events.ics"), 200), "BEGIN:VEVENT");
}

static void test_poster_and_code_lead_to_the_short_address(void **state)
{
	struct test_event event = test_event_published(&t.store, c, 10, 0);
	struct test_reply *r = assert_status(get(&t, path("/fi/events/", event.key, "/poster.pdf")), 200);

	(void)state;
	assert_str(test_reply_header(r, "Content-Type"), "application/pdf");
	assert_true(str_starts(r->body, S("%PDF-1.")));
	r = assert_status(get(&t, path("/sv/events/", event.key, "/qr.svg")), 200);
	assert_str(test_reply_header(r, "Content-Type"), "image/svg+xml");
	assert_text(r, "<path");
	assert_no_text(r, "<script");
	assert_status(get(&t, "/fi/events/nothing000000000/poster.pdf"), 404);
	assert_status(get(&t, "/fi/events/nothing000000000/qr.svg"), 404);
}

TEST_MAIN(cmocka_unit_test_setup_teardown(test_one_event_for_a_calendar, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_the_feed_keeps_a_cancelled_event_and_is_sent_once, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_poster_and_code_lead_to_the_short_address, set_up, tear_down))
