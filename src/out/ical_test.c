/* iCalendar: its lines are checked here, its meaning by libical where the build found it (an oracle for tests only). */
#include "harness.h"

#ifdef WITH_LIBICAL
#include <libical/ical.h>
#endif

#include "out/ical.h"

enum { MINUTE = 60, HOUR = 3600 };
static const int64_t november = 1795762800; /* 2026-11-27T07:00:00Z, 09:00 in Helsinki */

static const char hostile[] =
	"A;b,c\\d \"q\" ääkkösiä ääkkösiä ääkkösiä ääkkösiä ääkkösiä\r\nEND:VEVENT\rX:1\nBEGIN:VALARM\x01";

static const struct zone *zone(const char *name)
{
	const struct zone *z = NULL;

	assert_ok(zone_find(str_from(name), &z));
	return z;
}

static struct ical_event an_event(void)
{
	static const str categories[] = { S_INIT("Yritysvierailu"), S_INIT("a,b;c") };

	return (struct ical_event){ .uid = S("7Q3KXA@visits.example.fi"), .sequence = 3, .stamp = 1795324260,
		.modified = 1795324000, .start = november, .end = november + 2 * HOUR, .zone = zone("Europe/Helsinki"),
		.lang = S("fi"), .summary = str_from(hostile), .description = str_from(hostile),
		.location = str_from(hostile),
		.url = S("https://visits.example.fi/fi/events/7Q3KXA"), .has_point = true, .latitude = 60.983889,
		.longitude = 25.65, .categories = categories, .category_count = 2 };
}

static struct ical_event a_personal_event(void)
{
	struct ical_event e = an_event();

	e.organiser = (struct ical_party){ S("LADEC \"Oy\"\r\nX:1"), S("visits@example.fi") };
	e.attendee = (struct ical_party){ S("Äijälä, Väinö"), S("vaino+x%y@example.fi") };
	return e;
}

static str write_one(struct arena *a, enum ical_method method, const struct ical_event *e)
{
	struct buf b;

	buf_init(&b, a, 1 << 20);
	assert_ok(ical_write(&b, &(struct ical_calendar){ .method = method, .events = e, .event_count = 1 }));
	return buf_done(&b);
}

/* All lines end with CR LF, have at most 75 octets and whole characters; returns the text unfolded, with LF. */
static str unfold(struct arena *a, str text)
{
	struct buf b;

	buf_init(&b, a, text.n + 1);
	for (str rest = text; rest.n > 0;) {
		str line = str_cut(&rest, '\n');

		assert_true(line.n > 0 && line.p[line.n - 1] == '\r');
		line.n--;
		assert_true(line.n <= 75 && str_is_utf8(line));
		assert_int_equal(str_find(line, '\r'), line.n);
		if (str_starts(line, S(" ")))
			b.n--;
		buf_str(&b, str_starts(line, S(" ")) ? str_sub(line, 1, line.n) : line);
		buf_char(&b, '\n');
	}
	return STR_CONCAT(a, S("\n"), buf_done(&b));
}

#define assert_line(text, wanted)                                                             \
	do {                                                                                  \
		str text_ = (text);                                                           \
		if (str_find_str(text_, S("\n" wanted "\n")) == text_.n)                      \
			fail_msg("no line \"%s\" in %.*s", wanted, STR_ARG(text_));           \
	} while (0)
#define assert_no(text, part)                                                                 \
	do {                                                                                  \
		str text_ = (text);                                                           \
		if (str_find_str(text_, S(part)) < text_.n)                                   \
			fail_msg("\"%s\" in %.*s", part, STR_ARG(text_));                     \
	} while (0)

static void test_request(void **state)
{
	struct arena *a = arena_new(1 << 22);
	struct ical_event e = a_personal_event();
	str text = unfold(a, write_one(a, ICAL_REQUEST, &e));

	(void)state;
	assert_line(text, "METHOD:REQUEST");
	assert_line(text, "UID:7Q3KXA@visits.example.fi");
	assert_line(text, "SEQUENCE:3");
	assert_line(text, "DTSTAMP:20261122T051100Z");
	assert_line(text, "LAST-MODIFIED:20261122T050640Z");
	assert_line(text, "DTSTART;TZID=Europe/Helsinki:20261127T090000");
	assert_line(text, "DTEND;TZID=Europe/Helsinki:20261127T110000");
	assert_line(text, "STATUS:CONFIRMED");
	assert_line(text, "ORGANIZER;CN=\"LADEC 'Oy' X:1\":mailto:visits@example.fi");
	assert_line(text, "ATTENDEE;CN=\"Äijälä, Väinö\";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;RSVP=FALSE;"
		"PARTSTAT=ACCEPTED:mailto:vaino%2Bx%25y@example.fi");
	assert_line(text, "GEO:60.983889;25.650000");
	assert_line(text, "URL:https://visits.example.fi/fi/events/7Q3KXA");
	assert_line(text, "CATEGORIES:Yritysvierailu,a\\,b\\;c");
	assert_line(text, "CLASS:PUBLIC");
	assert_line(text, "DESCRIPTION;LANGUAGE=fi:A\\;b\\,c\\\\d \"q\" ääkkösiä ääkkösiä ääkkösiä ääkkösiä ääkkösiä"
		"\\nEND:VEVENT\\nX:1\\nBEGIN:VALARM");
	assert_no(text, "\nX:1");
	assert_no(text, "\nBEGIN:VALARM");
	/* The Helsinki rule as every calendar knows it. */
	assert_line(text, "TZID:Europe/Helsinki\nBEGIN:DAYLIGHT\nDTSTART:20250330T030000\n"
		"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\nTZNAME:EEST\nEND:DAYLIGHT\n"
		"BEGIN:STANDARD\nDTSTART:20251026T040000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:+0300\n"
		"TZOFFSETTO:+0200\nTZNAME:EET\nEND:STANDARD");
	arena_free(a);
}

static void test_cancel_is_in_utc(void **state)
{
	struct arena *a = arena_new(1 << 22);
	struct ical_event e = a_personal_event();
	str text;

	(void)state;
	e.status = ICAL_CANCELLED;
	text = unfold(a, write_one(a, ICAL_CANCEL, &e));
	assert_line(text, "METHOD:CANCEL");
	assert_line(text, "STATUS:CANCELLED");
	assert_line(text, "DTSTART:20261127T070000Z");
	assert_no(text, "TZID");
	arena_free(a);
}

static void test_feed(void **state)
{
	struct arena *a = arena_new(1 << 22);
	struct ical_event events[3] = { an_event(), an_event(), an_event() };
	struct buf b;
	str text;

	(void)state;
	events[1].all_day = true;
	events[1].uid = S("2@x.example");
	events[1].end = events[1].start + 86400;
	events[2].uid = S("3@x.example");
	events[2].start = 1792889400; /* 2026-10-25T00:50Z: 03:50 for the first time */
	events[2].end = 1792893000;   /* an hour later: 03:50 for the second time */
	events[2].url = S("javascript:alert(1)");
	events[2].private_class = true;
	events[2].reminder_minutes = 30;
	buf_init(&b, a, 1 << 20);
	assert_ok(ical_write(&b, &(struct ical_calendar){ .method = ICAL_PUBLISH, .name = S("Vierailut; Lahti"),
		.refresh_minutes = 60, .events = events, .event_count = 3 }));
	text = unfold(a, buf_done(&b));
	assert_line(text, "METHOD:PUBLISH");
	assert_line(text, "NAME:Vierailut\\; Lahti");
	assert_line(text, "X-WR-CALNAME:Vierailut\\; Lahti");
	assert_line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT60M");
	assert_line(text, "X-PUBLISHED-TTL:PT60M");
	assert_line(text, "DTSTART;VALUE=DATE:20261127\nDTEND;VALUE=DATE:20261129");
	assert_line(text, "DTSTART:20261025T005000Z\nDTEND:20261025T015000Z");
	assert_line(text, "CLASS:PRIVATE\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT30M");
	assert_no(text, "ATTENDEE");
	assert_no(text, "javascript");
	assert_int_equal(str_find_str(str_sub(text, str_find_str(text, S("END:VTIMEZONE")), text.n),
		S("BEGIN:VTIMEZONE")),
		text.n - str_find_str(text, S("END:VTIMEZONE")));
	arena_free(a);
}

static void test_bad_events_are_refused(void **state)
{
	struct arena *a = arena_new(1 << 22);
	struct ical_event bad[4] = { a_personal_event(), a_personal_event(), a_personal_event(), a_personal_event() };
	struct buf b;

	(void)state;
	bad[0].uid = S("a\r\nX:1");
	bad[1].attendee.address = S("x@y\r\nX:1");
	bad[2].organiser.address = S("nobody");
	bad[3].end = bad[3].start;
	for (size_t i = 0; i < 4; i++) {
		buf_init(&b, a, 1 << 20);
		assert_int_equal(
			ical_write(&b, &(struct ical_calendar){ .method = ICAL_REQUEST, .events = &bad[i],
			.event_count = 1 }),
			ERR_INVALID);
	}
	bad[0] = an_event();
	buf_init(&b, a, 100);
	assert_int_equal(ical_write(&b, &(struct ical_calendar){ .events = bad, .event_count = 1 }), ERR_LIMIT);
	arena_free(a);
}

#ifdef WITH_LIBICAL
/* libical reads our object, finds nothing wrong, and by our VTIMEZONE comes to the same instants as our own zones, at
 * every six hours of two years. */
static void test_libical_agrees(void **state)
{
	static const char *const names[] = { "Europe/Helsinki", "America/New_York", "Europe/Dublin",
		"Africa/Casablanca",
		"Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Auckland" };
	struct arena *a = arena_new(1 << 24);

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct ical_event e = a_personal_event();
		icalcomponent *calendar, *event;
		icaltimezone *their;
		struct icaltimetype start;

		e.zone = zone(names[i]);
		calendar = icalparser_parse_string(str_c(a, write_one(a, ICAL_REQUEST, &e)));
		assert_non_null(calendar);
		assert_int_equal(icalcomponent_count_errors(calendar), 0);
		assert_true(icalrestriction_check(calendar));
		event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
		start = icalcomponent_get_dtstart(event);
		their = icalcomponent_get_timezone(calendar, names[i]);
		assert_non_null(their);
		assert_int_equal(icaltime_as_timet_with_zone(start, their), e.start);
		assert_int_equal(icalcomponent_get_sequence(event), 3);
		assert_string_equal(icalcomponent_get_summary(event),
			"A;b,c\\d \"q\" ääkkösiä ääkkösiä ääkkösiä ääkkösiä ääkkösiä END:VEVENT X:1 BEGIN:VALARM");
		assert_string_equal(icalcomponent_get_description(event),
			"A;b,c\\d \"q\" ääkkösiä ääkkösiä ääkkösiä ääkkösiä ääkkösiä\nEND:VEVENT\nX:1\nBEGIN:VALARM");
		for (int64_t t = 1767225600; t < 1767225600 + 2 * 365 * 86400; t += 6 * HOUR) {
			struct icaltimetype utc = icaltime_from_timet_with_zone((time_t)t, 0,
				icaltimezone_get_utc_timezone());

			if (icaltimezone_get_utc_offset_of_utc_time(their, &utc, NULL) != zone_at(e.zone, t).offset)
				fail_msg("%s at %lld", names[i], (long long)t);
		}
		icalcomponent_free(calendar);
	}
	arena_free(a);
}
#else
static void test_libical_agrees(void **state)
{
	(void)state;
	SKIP("built without libical-dev");
}
#endif

TEST_MAIN(cmocka_unit_test(test_request), cmocka_unit_test(test_cancel_is_in_utc), cmocka_unit_test(test_feed),
	cmocka_unit_test(test_bad_events_are_refused), cmocka_unit_test(test_libical_agrees))
