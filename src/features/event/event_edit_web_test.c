/* The event form, through the whole chain: what is typed is kept, refusals stand at their fields, nobody else gets in. */
#include "harness.h"
#include "base/encode.h"
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
	test_exec(&t.store, "INSERT INTO account (id, key, email, name, lang, created_utc) VALUES "
			    "(1001, 'account000000001', 'kaisa@example.fi', 'Kaisa Koordinaattori', 'fi', 1);"
			    "INSERT INTO role_grant (id, account_id, role, scope, scope_id, granted_utc) VALUES "
			    "(1, 1001, 'coordinator', 'instance', 0, 1);");
	as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
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

/* A body of the least that is needed, with some fields set differently (name, value, ..., NULL). */
static const char *body(const char *const *changes)
{
	static const char *const base[][2] = {
		{ "kind", "visit" },
		{ "source_lang", "fi" },
		{ "title.fi", "Yritysvierailu: Kuusiharju" },
		{ "starts_local", "2026-12-11T09:00" },
		{ "ends_local", "2026-12-11T11:00" },
		{ "closes_local", "2026-12-09T16:00" },
		{ "zone", "Europe/Helsinki" },
		{ "seats_site", "20" },
	};
	struct buf b;

	buf_init(&b, t.a, 1 << 20);
	for (size_t i = 0; changes != NULL && changes[i] != NULL; i += 2) {
		buf_str(&b, str_from(changes[i]));
		buf_char(&b, '=');
		buf_url(&b, str_from(changes[i + 1]));
		buf_char(&b, '&');
	}
	/* The first one of a name counts. */
	for (size_t i = 0; i < sizeof base / sizeof *base; i++) {
		buf_str(&b, str_from(base[i][0]));
		buf_char(&b, '=');
		buf_url(&b, str_from(base[i][1]));
		buf_char(&b, '&');
	}
	return str_c(t.a, buf_done(&b));
}
#define WITH(...) body((const char *const[]){ __VA_ARGS__, NULL })

static struct event only_event(void)
{
	str key = str_trim(test_texts(c, "SELECT key FROM event"));
	struct event event;

	test_ctx_renew(&t.store, c);
	key = str_copy(t.a, key);
	assert_ok(event_find(c, key, &event));
	return event;
}

/* ---- making ------------------------------------------------------------------------------------------------------------- */

static void test_a_new_event_is_made_whole(void **state)
{
	struct test_reply *r = assert_status(get(&t, "/en/events/new"), 200);

	(void)state;
	assert_text(r, "<h1>New event</h1>");
	assert_text(r, "Texts in Finnish");
	assert_text(r, "value=\"Europe/Helsinki\"");
	assert_text(r, "<option value=\"account000000001\" selected>Kaisa Koordinaattori</option>");
	assert_budget(r, 3, 48000, 2500000);
	test_exec(&t.store,
		  "INSERT INTO organisation (id, key, business_id, name, name_fold, name_sort, source, created_utc, updated_utc) VALUES "
		  "(5, 'organisation0005', '0112038-9', 'Kuusiharjun Konepaja Oy', 'kuusiharjun konepaja oy', 'k', 'register', 1, 1);"
		  "INSERT INTO funding_project (id, key, name, funder, starts_on, ends_on, created_utc, updated_utc) VALUES "
		  "(6, 'project000000006', 'Kasvua', 'Liitto', '2026-01-01', '2026-12-31', 1, 1);"
		  "INSERT INTO series (id, key, source_lang, created_utc, updated_utc) VALUES (7, 'series0000000007', 'fi', 1, 1);"
		  "INSERT INTO series_text (series_id, lang, title, updated_utc) VALUES (7, 'fi', 'Kumppaniperjantai', 1);");
	r = post(&t, "/en/events/new",
		 WITH("title.en", "Company visit", "summary.fi", "Lyhyt", "description.fi", "Rivi\n\n- kohta", "series", "series0000000007",
		      "host", "kuusiharjun konepaja OY", "point", "60.9827, 25.6612", "seats_remote", "5", "remote_link",
		      "https://meet.example.fi/a", "item_time.1", "9.00", "item_title_fi.1", "Kahvi", "item_title_fi.3", "Kierros",
		      "item_title_en.3", "Tour", "item_speaker.3", "Aino", "who_kind.1", "purchasing", "who_name.1", "Eero Lind",
		      "who_agreed.1", "1", "payer.1", "project000000006", "payer_per_cent.1", "80", "responsible",
		      "account000000001", "contact_name", "Kaisa", "contact_phone", "+358 40 1234567", "publish_local",
		      "2026-11-30T08:00"));
	assert_redirect(r, "/en/events/");
	assert_text(follow(&t, r), "The draft was saved");
	struct event e = only_event();

	assert_int_equal(e.state, EVENT_DRAFT);
	assert_str(e.texts[LANG_EN].title, "Company visit");
	assert_int_equal(e.row.host_id.v, 5);
	assert_int_equal(e.row.series_id.v, 7);
	assert_true(e.row.latitude.v == 60.9827);
	assert_true(e.row.publish_utc.set);
	assert_int_equal(e.programme_count, 2);
	assert_str(e.programme[0].starts_time, "09:00");
	assert_str(e.programme[1].title[LANG_EN], "Tour");
	assert_true(str_is_null(e.programme[1].starts_time));
	assert_true(e.decision_makers[0].agreed);
	assert_int_equal(e.row.responsible_id.v, 1001);
	assert_int_equal(test_number(c, "SELECT per_cent FROM event_project"), 80);
	/* The form for changing it has all of it, and sent unchanged it changes nothing. */
	r = assert_status(get(&t, path("/en/events/", e.row.key, "/edit")), 200);
	assert_text(r, "value=\"Kuusiharjun Konepaja Oy\"");
	assert_text(r, "value=\"60.9827, 25.6612\"");
	assert_text(r, "<option value=\"series0000000007\" selected>");
	assert_text(r, "<option value=\"project000000006\" selected>");
	assert_text(r, "value=\"2026-11-30T08:00\"");
	assert_text(r, "name=\"item_title_fi.2\"");
	assert_text(r, "value=\"Kierros\"");
	assert_budget(r, 10, 64000, 3500000);
}

static void test_who_may_open_the_form(void **state)
{
	struct test_event event = test_event_published(&t.store, c, 10, 0);
	const char *edit = path("/en/events/", event.key, "/edit");

	(void)state;
	as_nobody(&t);
	assert_redirect(get(&t, "/en/events/new"), "/en/sign-in");
	assert_redirect(get(&t, edit), "/en/sign-in");
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(get(&t, "/en/events/new"), 403);
	assert_status(get(&t, edit), 403);
	assert_status(post(&t, "/en/events/new", body(NULL)), 403);
	as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, event.id + 1);
	assert_status(get(&t, edit), 403);
	assert_status(post(&t, edit, body(NULL)), 403);
	as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, event.id);
	assert_status(get(&t, "/en/events/new"), 403);
	assert_status(get(&t, edit), 200);
}

/* ---- refusals ----------------------------------------------------------------------------------------------------------- */

static void refused(const char *sent, const char *text, const char *link)
{
	struct test_reply *r = assert_status(post(&t, "/en/events/new", sent), 422);

	assert_text(r, text);
	assert_text(r, link);
	assert_text(r, "Yritysvierailu: Kuusiharju");
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM event"), 0);
}

static void test_each_refusal_stands_at_its_field(void **state)
{
	(void)state;
	refused(WITH("starts_local", ""), "Fill this in.", "href=\"#event-starts_local\"");
	refused(WITH("ends_local", "2026-12-11T08:00"), "The end must be after the start.", "href=\"#event-ends_local\"");
	refused(WITH("closes_local", "2026-12-12T08:00"), "Sign-up must close before the event ends.",
		"href=\"#event-closes_local\"");
	refused(WITH("opens_local", "2026-12-10T08:00"), "Sign-up must open before it closes.", "href=\"#event-opens_local\"");
	refused(WITH("zone", "Lahti"), "This time zone is not known.", "href=\"#event-zone\"");
	refused(WITH("seats_site", "0"), "Give at least one seat", "href=\"#event-seats_site\"");
	refused(WITH("source_lang", "sv"), "needs a title", "href=\"#event-title-sv\"");
	refused(WITH("summary.en", "Only a summary"), "Give the text in this language a title", "href=\"#event-title-en\"");
	refused(WITH("starts_local", "2027-03-28T03:30", "ends_local", "2027-03-28T06:00"), "this time does not exist",
		"href=\"#event-starts_local\"");
	refused(WITH("starts_local", "2027-10-31T03:30", "ends_local", "2027-10-31T06:00"), "this time exists twice",
		"href=\"#event-fold\"");
	refused(WITH("point", "north of the lake"), "Write two numbers", "href=\"#event-point\"");
	refused(WITH("point", "95, 25"), "Write two numbers", "href=\"#event-point\"");
	refused(WITH("host", "Nobody knows it Oy"), "No organisation has this name", "href=\"#event-host\"");
	refused(WITH("item_time.2", "10:00"), "Fill this in.", "href=\"#event-item_title_fi-2\"");
	refused(WITH("who_email.1", "a@example.fi", "who_kind.1", "other"), "Fill this in.", "href=\"#event-who_name\"");
	refused(WITH("who_name.2", "Aino"), "Choose one.", "href=\"#event-who_kind-2\"");
	refused(WITH("payer.1", "project000000006", "payer_per_cent.1", "50"), "Choose one from the list.", "href=\"#event-payer\"");
	refused(WITH("responsible", "account000000002"), "Choose one from the list.", "href=\"#event-responsible\"");
	refused(WITH("contact_email", "nonsense"), "Enter an e-mail address", "href=\"#event-contact_email\"");
}

static void test_a_time_that_exists_twice_is_chosen(void **state)
{
	(void)state;
	assert_redirect(post(&t, "/en/events/new", WITH("starts_local", "2027-10-31T03:30", "ends_local", "2027-10-31T06:00", "fold",
							 "later")), "/en/events/");
	assert_int_equal(only_event().row.starts_utc, INT64_C(1824946200));
}

static void test_a_row_is_added_without_a_script(void **state)
{
	struct test_reply *r = assert_status(post(&t, "/en/events/new", WITH("item_title_fi.1", "Kahvi", "starts_local", "",
									     "add_row", "programme")), 200);

	(void)state;
	assert_text(r, "name=\"item_title_fi.2\"");
	assert_text(r, "value=\"Kahvi\"");
	assert_no_text(r, "error-summary\" role");
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM event"), 0);
}

static void test_another_change_meanwhile_loses_nothing(void **state)
{
	struct test_event event = test_event_draft(&t.store, c, 10, 0);
	const char *edit = path("/en/events/", event.key, "/edit");
	struct test_reply *r;

	(void)state;
	assert_redirect(post(&t, edit, WITH("version", "1", "place_name", "First")), "/en/events/");
	r = assert_status(post(&t, edit, WITH("version", "1", "place_name", "Second")), 422);
	assert_text(r, "Someone else has changed this event meanwhile");
	assert_text(r, "value=\"Second\"");
	assert_text(r, "name=\"version\" value=\"2\"");
	assert_str(only_event().row.place_name, "First");
	assert_redirect(post(&t, edit, WITH("version", "2", "place_name", "Second")), "/en/events/");
	assert_str(only_event().row.place_name, "Second");
}

static void test_hostile_words_come_back_as_words(void **state)
{
	static const char *const fields[] = { "title.fi", "summary.fi",	  "description.fi", "host_shows.fi",   "meeting_point.fi",
					      "gate.fi",  "place_name",	  "street",	    "post_office",     "point",
					      "host",	  "item_title_fi.1", "item_speaker.1", "who_name.1",  "contact_name",
					      "zone",	  "contact_email", "remote_link",   "contact_phone",   "starts_local" };
	struct test_reply *r;

	(void)state;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		r = assert_status(post(&t, "/fi/events/new", WITH(fields[i], "\"><script>alert(1)</script>", "ends_local", "")), 422);
		assert_no_text(r, "<script>alert");
		assert_text(r, "&lt;script&gt;alert(1)");
	}
}

TEST_MAIN(cmocka_unit_test_setup_teardown(test_a_new_event_is_made_whole, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_who_may_open_the_form, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_each_refusal_stands_at_its_field, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_time_that_exists_twice_is_chosen, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_row_is_added_without_a_script, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_another_change_meanwhile_loses_nothing, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_hostile_words_come_back_as_words, set_up, tear_down))
