/* Publishing, cancelling, copying, deleting, the time line, and the decision-maker's answer, through the whole chain. */
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

static void test_publishing_warns_first(void **state)
{
	struct test_event event = test_event_draft(&t.store, c, 10, 0);
	const char *publish = path("/en/events/", event.key, "/publish");
	struct test_reply *r = assert_status(get(&t, publish), 200);

	(void)state;
	assert_text(r, "The company visited is not named.");
	assert_text(r, "Nobody who decides at the host is named.");
	assert_text(r, "A text is missing. Language: Swedish");
	assert_no_text(r, "Language: English");
	assert_no_text(r, "No contact person");
	as_nobody(&t);
	assert_status(get(&t, path("/en/events/", event.key, "")), 404);
	as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	r = post(&t, publish, "");
	assert_redirect(r, "/en/events/");
	assert_text(follow(&t, r), "The event is published.");
	as_nobody(&t);
	assert_status(get(&t, path("/en/events/", event.key, "")), 200);
	as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	/* The other coordinator's button came too late. */
	test_pass(&t.store, 60);
	assert_text(follow(&t, post(&t, publish, "")), "The state of the event has changed meanwhile");
}

static void test_cancelling_names_the_consequence_and_needs_a_reason(void **state)
{
	struct test_event event = test_event_published(&t.store, c, 1, 0);
	const char *cancel = path("/en/events/", event.key, "/cancel");
	struct test_reply *r;

	(void)state;
	test_sign_up(&t.store, c, event.key, "Aino Korhonen", "aino@example.fi", SEAT_SITE, NULL);
	test_sign_up(&t.store, c, event.key, "Eero Lind", "eero@example.fi", SEAT_SITE, NULL);
	r = assert_status(get(&t, cancel), 200);
	assert_text(r, "2 people are told by mail at once.");
	assert_text(r, "name=\"reason.fi\"");
	assert_no_text(r, "name=\"reason.sv\"");
	r = assert_status(post(&t, cancel, "reason.en=The+host+is+ill"), 422);
	assert_text(r, "Say why");
	assert_text(r, "The host is ill");
	assert_text(r, "href=\"#event_cancel-reason-fi\"");
	assert_redirect(post(&t, cancel, "reason.en=The+host+is+ill&reason.fi=Is%C3%A4nt%C3%A4+sairastui"), "/en/events/");
	as_nobody(&t);
	r = assert_status(get(&t, path("/en/events/", event.key, "")), 200);
	assert_text(r, "This event was cancelled.");
	assert_text(r, "The host is ill");
	assert_no_text(r, "/new\"");
	assert_text(r, "EventCancelled");
}

static void test_copying_and_deleting(void **state)
{
	struct test_event event = test_event_published(&t.store, c, 10, 0);
	struct test_reply *r = post(&t, path("/en/events/", event.key, "/copy"), "");

	(void)state;
	assert_redirect(r, "/en/events/");
	assert_text(follow(&t, r), "This is the copy.");
	str location = test_reply_header(r, "Location"), copy = str_sub(location, S("/en/events/").n, 16);

	assert_false(str_eq(copy, event.key));
	assert_status(get(&t, path("/en/events/", copy, "/delete")), 200);
	r = post(&t, path("/en/events/", copy, "/delete"), "");
	assert_redirect(r, "/en/events?state=draft");
	assert_text(follow(&t, r), "The draft was deleted.");
	assert_status(get(&t, path("/en/events/", copy, "")), 404);
	/* What others have seen is not deleted. */
	assert_text(follow(&t, post(&t, path("/en/events/", event.key, "/delete"), "")), "has changed meanwhile");
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM event"), 1);
}

static void test_the_time_line_says_what_was_done(void **state)
{
	struct test_event event = test_event_published(&t.store, c, 10, 0);
	struct test_reply *r = assert_status(get(&t, path("/fi/events/", event.key, "/history")), 200);

	(void)state;
	assert_text(r, "<ol class=\"timeline\">");
	assert_text(r, "pe 27.11.2026 klo 9");
	assert_text(r, "poster.pdf");
	assert_budget(r, 6, 24000, 700000);
	as_role(&t, ROLE_HELPER, SCOPE_EVENT, event.id);
	assert_status(get(&t, path("/fi/events/", event.key, "/history")), 403);
}

static void test_nobody_else_acts(void **state)
{
	static const char *const actions[] = { "/publish", "/cancel", "/delete", "/copy", "/ask" };
	struct test_event event = test_event_draft(&t.store, c, 10, 0);

	(void)state;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		const char *action = path("/en/events/", event.key, actions[i]);

		as_nobody(&t);
		assert_status(post(&t, action, ""), 401);
		as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
		assert_status(post(&t, action, ""), 403);
		/* Whoever runs another event learns nothing of this draft. */
		as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, event.id + 1);
		assert_int_equal(post(&t, action, "")->status, i == 3 ? 403 : 404);
	}
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM event WHERE state = 'draft'"), 1);
}

/* ---- the decision-maker's answer ---------------------------------------------------------------------------------------- */

static void test_a_decision_maker_answers_by_the_link(void **state)
{
	struct decision_maker boss = { .kind = S("purchasing"), .name = S("Aino Korhonen"), .email = S("aino@example.fi") };
	struct event_input in = test_event_input(10, 0);
	struct event_outcome out;
	struct test_reply *r;

	(void)state;
	in.decision_makers = &boss;
	in.decision_maker_count = 1;
	assert_ok(event_create(c, test_writer(&t.store), &in, &out));
	str key = str_copy(t.a, out.key);

	assert_ok(event_publish(c, test_writer(&t.store), key, &out));
	str mails = test_mails(c);
	size_t at = str_find_str(mails, S("/events/answer/"));
	const char *link = path("/fi/events/answer/", str_sub(mails, at + S("/events/answer/").n, 43), "");

	as_nobody(&t);
	assert_no_text(get(&t, path("/en/events/", key, "")), "Aino Korhonen");
	assert_text(get(&t, path("/en/events/", key, "")), "Head of purchasing");
	/* Opening the link does nothing, however often a mail scanner does it. */
	r = assert_status(get(&t, link), 200);
	assert_text(r, "Aino Korhonen");
	assert_status(get(&t, link), 200);
	assert_no_text(get(&t, path("/en/events/", key, "")), "Aino Korhonen");
	assert_redirect(post(&t, link, "answer=yes"), link);
	assert_text(get(&t, path("/en/events/", key, "")), "Aino Korhonen");
	assert_redirect(post(&t, link, "answer=no"), link);
	assert_no_text(get(&t, path("/en/events/", key, "")), "Aino Korhonen");
	assert_no_text(assert_status(get(&t, link), 200), "Aino Korhonen");
	assert_status(get(&t, "/fi/events/answer/nonsense"), 404);
	assert_status(post(&t, "/fi/events/answer/nonsense", "answer=yes"), 404);
}

TEST_MAIN(cmocka_unit_test_setup_teardown(test_publishing_warns_first, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_cancelling_names_the_consequence_and_needs_a_reason, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_copying_and_deleting, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_the_time_line_says_what_was_done, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_nobody_else_acts, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_decision_maker_answers_by_the_link, set_up, tear_down))
