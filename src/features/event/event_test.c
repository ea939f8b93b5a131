/* Rules of events: times with zones, states, who sees and changes what, what a change sets going. */
#include "features/event/event.h"

#include "base/settings.h"
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"

static struct test_store t;
static struct settings settings;
static struct ctx *reader; /* what it reads lives as long as the test */

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	settings = settings_default(t.a);
	reader = test_ctx(&t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

static struct ctx *context(void)
{
	struct ctx *c = test_ctx(&t);

	c->settings = &settings;
	return c;
}

static void renew(struct ctx *c, const struct actor *actor)
{
	test_ctx_renew(&t, c);
	c->actor = actor;
	c->settings = &settings;
}

static struct event_outcome create(struct ctx *c, const struct event_input *in)
{
	struct event_outcome out;

	assert_ok(event_create(c, test_writer(&t), in, &out));
	out.key = str_copy(t.a, out.key);
	return out;
}

static struct event find(str key)
{
	struct event event;

	assert_ok(event_find(reader, key, &event));
	return event;
}

/* Saves the event with one more change: `in` was made from it. */
static enum event_refusal save(struct ctx *c, str key, const struct event_input *in)
{
	struct event_outcome out;

	assert_ok(event_save(c, test_writer(&t), key, find(key).row.version, in, &out));
	return out.refusal;
}

static struct event_input input_of(str key)
{
	struct event event = find(key);
	struct event_input in;

	assert_ok(event_input_from(reader, &event, &in));
	return in;
}

/* ---- times -------------------------------------------------------------------------------------------------------------- */

static void test_times_that_the_clocks_skip_or_repeat_are_asked_about(void **state)
{
	struct ctx *c = context();
	struct event_input in = test_event_input(10, 0);
	struct event_outcome out;

	(void)state;
	/* In the night to 28 March 2027 the clocks go from 3 to 4. */
	in.starts_local = S("2027-03-28T03:30");
	in.ends_local = S("2027-03-28T06:00");
	in.closes_local = S("2027-03-27T12:00");
	out = create(c, &in);
	assert_int_equal(out.refusal, EVENT_TIME_MISSING);
	assert_string_equal(out.field, "starts_local");
	/* And on 31 October from 4 back to 3. */
	in.starts_local = S("2027-10-31T03:30");
	in.ends_local = S("2027-10-31T06:00");
	in.closes_local = S("2027-10-30T12:00");
	assert_int_equal(create(c, &in).refusal, EVENT_TIME_TWICE);
	in.fold = FOLD_EARLIER;
	out = create(c, &in);
	assert_int_equal(out.refusal, EVENT_OK);
	assert_int_equal(find(out.key).row.starts_utc, INT64_C(1824942600)); /* 00:30 UTC */
	assert_int_equal(input_of(out.key).fold, FOLD_EARLIER);
	in.fold = FOLD_LATER;
	out = create(c, &in);
	assert_int_equal(find(out.key).row.starts_utc, INT64_C(1824946200)); /* 01:30 UTC */
	assert_int_equal(input_of(out.key).fold, FOLD_LATER);
}

static void test_order_of_times_and_other_rules_of_the_input(void **state)
{
	static const struct {
		const char *starts, *ends, *opens, *closes, *zone, *field;
		int64_t site;
		enum event_refusal want;
	} cases[] = {
		{ "2026-12-11T09:00", "2026-12-11T09:00", NULL, "2026-12-09T16:00", "Europe/Helsinki", "ends_local", 9,
		  EVENT_ENDS_BEFORE_START },
		{ "2026-12-11T09:00", "2026-12-11T11:00", NULL, "2026-12-11T11:01", "Europe/Helsinki", "closes_local", 9,
		  EVENT_CLOSES_AFTER_END },
		{ "2026-12-11T09:00", "2026-12-11T11:00", "2026-12-09T16:00", "2026-12-09T16:00", "Europe/Helsinki",
		  "opens_local", 9, EVENT_OPENS_AFTER_CLOSE },
		{ "2026-12-11T09:00", "2026-12-11T11:00", NULL, "2026-12-09T16:00", "Europe/Nowhere", "zone", 9,
		  EVENT_BAD_ZONE },
		{ "2026-12-11T09:00", "2026-12-11T11:00", NULL, "2026-12-09T16:00", "../../etc/passwd", "zone", 9,
		  EVENT_BAD_ZONE },
		{ "2026-12-11T09:00", "2026-12-11T11:00", NULL, "2026-12-09T16:00", "Europe/Helsinki", "seats_site", 0,
		  EVENT_NO_SEATS },
		{ "2026-12-11T09:00", "2026-12-11T11:00", NULL, "2026-12-11T11:00", "Europe/Helsinki", NULL, 9, EVENT_OK },
	};
	struct ctx *c = context();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct event_input in = test_event_input(cases[i].site, 0);
		struct event_outcome out;

		in.starts_local = str_from(cases[i].starts);
		in.ends_local = str_from(cases[i].ends);
		in.opens_local = str_from(cases[i].opens);
		in.closes_local = str_from(cases[i].closes);
		in.zone = str_from(cases[i].zone);
		out = create(c, &in);
		assert_int_equal(out.refusal, cases[i].want);
		if (cases[i].field != NULL)
			assert_string_equal(out.field, cases[i].field);
	}
}

static void test_a_title_in_the_source_language_is_needed(void **state)
{
	struct ctx *c = context();
	struct event_input in = test_event_input(10, 0);

	(void)state;
	in.source_lang = LANG_SV;
	assert_int_equal(create(c, &in).refusal, EVENT_NO_TITLE);
	in.texts[LANG_SV].title = S("Företagsbesök");
	assert_int_equal(create(c, &in).refusal, EVENT_OK);
}

/* ---- who ---------------------------------------------------------------------------------------------------------------- */

static void test_who_may_make_and_change(void **state)
{
	struct ctx *c = context();
	struct test_event event = test_event_published(&t, c, 10, 0);
	struct event_input in = test_event_input(12, 0);
	struct role_grant grant = { ROLE_COORDINATOR, SCOPE_EVENT, event.id };
	struct actor guest = { .account = 5, .email = S("g@example.fi") }, runner = guest;
	struct event_outcome out;

	(void)state;
	runner.grants = &grant;
	runner.grant_count = 1;
	renew(c, &guest);
	assert_int_equal(event_create(c, test_writer(&t), &in, &out), ERR_FORBIDDEN);
	assert_int_equal(event_save(c, test_writer(&t), event.key, 2, &in, &out), ERR_FORBIDDEN);
	assert_int_equal(event_copy(c, test_writer(&t), event.key, &out), ERR_FORBIDDEN);
	assert_int_equal(event_publish(c, test_writer(&t), event.key, &out), ERR_FORBIDDEN);
	assert_int_equal(event_cancel(c, test_writer(&t), event.key, (str[LANG_COUNT]){ S("x") }, &out), ERR_FORBIDDEN);
	assert_int_equal(event_delete_draft(c, test_writer(&t), event.key, &out), ERR_FORBIDDEN);
	renew(c, &runner);
	assert_int_equal(event_create(c, test_writer(&t), &in, &out), ERR_FORBIDDEN);
	assert_int_equal(save(c, event.key, &in), EVENT_OK);
}

static void test_nobody_overwrites_anothers_change(void **state)
{
	struct ctx *c = context();
	struct test_event event = test_event_draft(&t, c, 10, 0);
	struct event_input in = input_of(event.key);
	int64_t version = find(event.key).row.version;
	struct event_outcome out;

	(void)state;
	in.place_name = S("Ensin");
	assert_ok(event_save(c, test_writer(&t), event.key, version, &in, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	in.place_name = S("Toiseksi");
	in.texts[LANG_FI].title = S("Toinen otsikko");
	assert_ok(event_save(c, test_writer(&t), event.key, version, &in, &out));
	assert_int_equal(out.refusal, EVENT_CHANGED_MEANWHILE);
	assert_str(find(event.key).row.place_name, "Ensin");
	assert_str(find(event.key).texts[LANG_FI].title, "Yritysvierailu: Kuusiharjun Konepaja");
}

/* ---- texts -------------------------------------------------------------------------------------------------------------- */

static void test_a_translation_older_than_its_source_is_stale(void **state)
{
	struct ctx *c = context();
	struct test_event made = test_event_draft(&t, c, 10, 0);
	struct event_input in = input_of(made.key);
	struct event event;

	(void)state;
	assert_false(find(made.key).texts[LANG_EN].stale);
	test_pass(&t, 60);
	renew(c, &actor_system);
	in.texts[LANG_FI].summary = S("Uusi kuvaus");
	assert_int_equal(save(c, made.key, &in), EVENT_OK);
	event = find(made.key);
	assert_true(event.texts[LANG_EN].stale);
	assert_false(event.texts[LANG_FI].stale);
	/* Another change of the event makes no text newer; bringing the translation up to date does. */
	in.seats_site = 11;
	test_pass(&t, 60);
	renew(c, &actor_system);
	assert_int_equal(save(c, made.key, &in), EVENT_OK);
	assert_true(find(made.key).texts[LANG_EN].stale);
	in.texts[LANG_EN].summary = S("New summary");
	renew(c, &actor_system);
	assert_int_equal(save(c, made.key, &in), EVENT_OK);
	assert_false(find(made.key).texts[LANG_EN].stale);
	/* What is missing falls back to the source. */
	c->lang = LANG_SV;
	assert_ok(event_find(c, made.key, &event));
	assert_int_equal(event.text.lang, LANG_FI);
}

static void test_saving_what_was_read_changes_nothing(void **state)
{
	static const struct programme_item programme[] = {
		{ .starts_time = S_INIT("09:00"), .title = { S_INIT("Kahvi"), { NULL, 0 }, S_INIT("Coffee") } },
		{ .starts_time = { NULL, 0 }, .title = { S_INIT("Kierros") }, .speaker = S_INIT("Aino Korhonen") },
	};
	struct ctx *c = context();
	struct event_input in = test_event_input(10, 4);
	struct event_outcome made, out;
	struct event event;

	(void)state;
	in.opens_local = S("2026-11-30T08:00");
	in.publish_local = S("2026-11-29T08:00");
	in.has_point = true;
	in.latitude = 60.9827;
	in.longitude = 25.6612;
	in.programme = programme;
	in.programme_count = 2;
	made = create(c, &in);
	in = input_of(made.key);
	assert_str(in.publish_local, "2026-11-29T08:00");
	assert_ok(event_save(c, test_writer(&t), made.key, 1, &in, &out));
	event = find(made.key);
	assert_int_equal(event.row.sequence, 0);
	assert_true(event.row.publish_utc.set);
	assert_str(event.row.opens_local, "2026-11-30T08:00");
	assert_int_equal(event.programme_count, 2);
	assert_str(event.programme[0].title[LANG_EN], "Coffee");
	assert_true(str_is_null(event.programme[0].title[LANG_SV]));
	assert_str(event.programme[1].speaker, "Aino Korhonen");
	assert_true(event.row.latitude.v == in.latitude);
}

/* ---- what a change sets going ------------------------------------------------------------------------------------------- */

static int64_t jobs(struct ctx *c, const char *kind)
{
	return test_number(c, str_c(c->a, str_format(c->a, "SELECT COUNT(*) FROM job WHERE kind = '%s'", kind)));
}

static void test_only_changes_of_time_place_or_link_are_told(void **state)
{
	struct ctx *c = context();
	struct test_event event = test_event_draft(&t, c, 10, 5);
	struct event_input in = input_of(event.key);
	struct event_outcome out;

	(void)state;
	in.street = S("Toinen katu 1");
	assert_int_equal(save(c, event.key, &in), EVENT_OK);
	assert_int_equal(jobs(c, "event_changed"), 0); /* nobody knows a draft */
	assert_ok(event_publish(c, test_writer(&t), event.key, &out));
	in.contact_name = S("Joku Muu");
	in.texts[LANG_FI].summary = S("Muu kuvaus");
	in.seats_site = 8;
	assert_int_equal(save(c, event.key, &in), EVENT_OK);
	assert_int_equal(jobs(c, "event_changed"), 0);
	assert_int_equal(jobs(c, "event_seats_added"), 0);
	in.seats_remote = 6;
	assert_int_equal(save(c, event.key, &in), EVENT_OK);
	assert_int_equal(jobs(c, "event_seats_added"), 1);
	int64_t sequence = find(event.key).row.sequence;

	in.remote_link = S("https://meet.example.fi/other");
	assert_int_equal(save(c, event.key, &in), EVENT_OK);
	assert_int_equal(jobs(c, "event_changed"), 1);
	assert_int_equal(find(event.key).row.sequence, sequence + 1);
	assert_true(test_has(test_texts(c, "SELECT what FROM journal"), "event_seats_changed"));
}

static void test_states_go_one_way(void **state)
{
	struct ctx *c = context();
	struct test_event event = test_event_draft(&t, c, 10, 0);
	struct writer *w = test_writer(&t);
	str reasons[LANG_COUNT] = { S("Isäntä perui"), { NULL, 0 }, S("The host cancelled") };
	struct event_outcome out;

	(void)state;
	assert_ok(event_cancel(c, w, event.key, reasons, &out));
	assert_int_equal(out.refusal, EVENT_NOT_IN_THIS_STATE);
	assert_ok(event_publish(c, w, event.key, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	assert_ok(event_publish(c, w, event.key, &out));
	assert_int_equal(out.refusal, EVENT_NOT_IN_THIS_STATE);
	assert_ok(event_delete_draft(c, w, event.key, &out));
	assert_int_equal(out.refusal, EVENT_NOT_IN_THIS_STATE);
	assert_ok(event_cancel(c, w, event.key, (str[LANG_COUNT]){ str_null, str_null, S("only English") }, &out));
	assert_int_equal(out.refusal, EVENT_NO_REASON);
	assert_ok(event_cancel(c, w, event.key, reasons, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	assert_int_equal(jobs(c, "event_cancelled"), 1);
	assert_str(find(event.key).texts[LANG_EN].cancel_reason, "The host cancelled");
	assert_ok(event_publish(c, w, event.key, &out));
	assert_int_equal(out.refusal, EVENT_NOT_IN_THIS_STATE);
	struct event cancelled = find(event.key);

	assert_int_equal(event_signup_status(&cancelled.row, SEAT_SITE, c->now), SIGNUP_STATUS_CANCELLED);
}

static void test_a_draft_publishes_itself_at_its_time(void **state)
{
	struct ctx *c = context();
	struct event_input in = test_event_input(10, 0);
	struct event_outcome out;

	(void)state;
	in.publish_local = S("2026-11-28T08:00");
	out = create(c, &in);
	assert_ok(event_publish_due(c, test_writer(&t)));
	assert_int_equal(find(out.key).state, EVENT_DRAFT);
	test_pass(&t, 86400);
	renew(c, &actor_system);
	assert_ok(event_publish_due(c, test_writer(&t)));
	assert_int_equal(find(out.key).state, EVENT_PUBLISHED);
	assert_false(find(out.key).row.publish_utc.set);
}

static void test_a_deleted_draft_leaves_nothing(void **state)
{
	struct ctx *c = context();
	struct test_event event = test_event_draft(&t, c, 10, 0);
	struct event_outcome out;
	struct event gone;

	(void)state;
	assert_ok(event_delete_draft(c, test_writer(&t), event.key, &out));
	assert_int_equal(event_find(c, event.key, &gone), ERR_NOT_FOUND);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM event_text"), 0);
}

static void test_sign_up_is_possible_when_it_says_so(void **state)
{
	struct q_event_by_key_row r = { .state = S("published"), .opens_utc = { true, 100 }, .closes_utc = 200, .starts_utc = 300,
					.ends_utc = 400, .seats_site = 2, .taken_site = 1 };

	(void)state;
	assert_int_equal(event_signup_status(&r, SEAT_SITE, 99), SIGNUP_STATUS_NOT_YET);
	assert_int_equal(event_signup_status(&r, SEAT_SITE, 100), SIGNUP_STATUS_OPEN);
	assert_int_equal(event_signup_status(&r, SEAT_SITE, 199), SIGNUP_STATUS_OPEN);
	assert_int_equal(event_signup_status(&r, SEAT_SITE, 200), SIGNUP_STATUS_CLOSED);
	assert_int_equal(event_signup_status(&r, SEAT_SITE, 400), SIGNUP_STATUS_OVER);
	r.waiting_site = 1; /* a free seat belongs to who waits */
	assert_int_equal(event_signup_status(&r, SEAT_SITE, 150), SIGNUP_STATUS_WAITING);
	r.taken_site = 5; /* seats were lowered */
	assert_int_equal(event_seats_left(&r, SEAT_SITE), 0);
	r.remote_link = S("https://meet.example.fi/x");
	r.starts_utc = 10000;
	r.ends_utc = 20000;
	assert_true(str_is_null(event_remote_link_now(&r, 10000 - 1801)));
	assert_str(event_remote_link_now(&r, 10000 - 1800), "https://meet.example.fi/x");
	assert_true(str_is_null(event_remote_link_now(&r, 20000)));
}

/* ---- copies, payers, warnings ------------------------------------------------------------------------------------------ */

static int64_t project(struct ctx *c, const char *starts, const char *ends)
{
	struct project_input in = { .name = S("Kasvua läheltä"), .funder = S("Liitto"), .starts_on = str_from(starts),
				    .ends_on = str_from(ends), .line = { S("Euroopan unionin osarahoittama") } };
	enum project_refusal refusal;
	struct project p;
	str key;

	assert_ok(project_save(c, test_writer(&t), str_null, &in, &refusal, &key));
	assert_int_equal(refusal, PROJECT_OK);
	assert_ok(project_find(c, key, &p));
	return p.row.id;
}

static void test_payers_are_saved_with_the_event(void **state)
{
	struct ctx *c = context();
	int64_t one = project(c, "2026-01-01", "2026-12-31"), two = project(c, "2026-01-01", "2026-12-01");
	struct payer_share shares[] = { { one, 60 }, { two, 40 } };
	struct event_input in = test_event_input(10, 0);
	struct event_warnings warnings;
	struct event_outcome out;
	struct event event;

	(void)state;
	in.payers = shares;
	in.payer_count = 2;
	out = create(c, &in);
	in = input_of(out.key);
	assert_int_equal(in.payer_count, 2);
	assert_int_equal(in.payers[0].per_cent, 60);
	event = find(out.key);
	renew(c, &actor_system);
	assert_ok(event_warnings(c, &event, &warnings));
	assert_true(warnings.outside_project); /* the second one ends before the event */
	shares[1].per_cent = 41;
	in.payers = shares;
	assert_int_equal(save(c, out.key, &in), EVENT_BAD_PAYERS);
	shares[1] = (struct payer_share){ one, 10 };
	assert_int_equal(save(c, out.key, &in), EVENT_BAD_PAYERS);
	in.payer_count = 1;
	assert_int_equal(save(c, out.key, &in), EVENT_OK);
	event = find(out.key);
	renew(c, &actor_system);
	assert_ok(event_warnings(c, &event, &warnings));
	assert_false(warnings.outside_project);
}

static void test_a_copy_has_the_content_and_no_people(void **state)
{
	struct ctx *c = context();
	struct payer_share share = { project(c, "2026-01-01", "2026-12-31"), 100 };
	struct decision_maker boss = { .kind = S("chief_executive"), .name = S("Aino Korhonen"), .agreed = true };
	struct event_input in = test_event_input(1, 0);
	struct event_outcome made, out;
	struct event copy;

	(void)state;
	in.payers = &share;
	in.payer_count = 1;
	in.decision_makers = &boss;
	in.decision_maker_count = 1;
	made = create(c, &in);
	assert_ok(event_publish(c, test_writer(&t), made.key, &out));
	test_sign_up(&t, c, str_copy(t.a, made.key), "Eero Lind", "eero@example.fi", SEAT_SITE, NULL);
	renew(c, &actor_system);
	assert_ok(event_copy(c, test_writer(&t), made.key, &out));
	copy = find(out.key);
	assert_int_equal(copy.state, EVENT_DRAFT);
	assert_int_equal(copy.row.taken_site, 0);
	assert_str(copy.texts[LANG_EN].title, "Company visit: Kuusiharju Machine Works");
	assert_false(copy.decision_makers[0].agreed);
	assert_int_equal(input_of(out.key).payer_count, 1);
}

static void test_warnings_before_publishing(void **state)
{
	struct ctx *c = context();
	struct event_input in = test_event_input(10, 5);
	struct event_warnings warnings;
	struct event_outcome out;
	struct event event;

	(void)state;
	in.contact_name = in.remote_link = str_null;
	in.starts_local = S("2026-11-20T09:00");
	in.ends_local = S("2026-11-20T11:00");
	in.closes_local = S("2026-11-19T11:00");
	out = create(c, &in);
	event = find(out.key);
	renew(c, &actor_system);
	assert_ok(event_warnings(c, &event, &warnings));
	assert_true(warnings.no_decision_maker);
	assert_true(warnings.no_host);
	assert_true(warnings.no_contact);
	assert_true(warnings.no_remote_link);
	assert_true(warnings.in_the_past);
	assert_false(warnings.outside_project);
	assert_true(warnings.missing_text[LANG_SV]);
	assert_false(warnings.missing_text[LANG_FI]);
}

/* ---- decision-makers ---------------------------------------------------------------------------------------------------- */

static str token_mailed(struct ctx *c)
{
	str mails = test_mails(c), mark = S("/events/answer/");
	size_t at = 0, next;

	/* The last one. */
	while ((next = str_find_str(str_sub(mails, at, mails.n), mark)) < mails.n - at)
		at += next + mark.n;
	return str_copy(t.a, str_sub(mails, at, 43));
}

static void test_a_name_shows_after_its_owners_yes(void **state)
{
	struct decision_maker people[] = {
		{ .kind = S("chief_executive"), .name = S("Aino Korhonen"), .email = S("aino@example.fi") },
		{ .kind = S("purchasing") },
		{ .kind = S("production"), .name = S("Eero Lind") },
	};
	struct ctx *c = context();
	struct event_input in = test_event_input(10, 0);
	struct event_outcome out, published;
	struct event_asked asked;
	int64_t n;
	str token;

	(void)state;
	in.decision_makers = people;
	in.decision_maker_count = 3;
	out = create(c, &in);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM outbox"), 0);
	assert_ok(event_publish(c, test_writer(&t), out.key, &published));
	assert_int_equal(test_mail_count(c, "aino@example.fi", "Kuusiharjun"), 1);
	token = token_mailed(c);
	assert_false(find(out.key).decision_makers[0].agreed);
	/* Asking again waits a day. */
	assert_ok(event_ask_decision_makers(c, test_writer(&t), out.key, &n));
	assert_int_equal(n, 0);
	/* Who answers is not signed in. */
	renew(c, &actor_anonymous);
	assert_int_equal(event_asked(c, S("nonsense"), &asked), ERR_NOT_FOUND);
	assert_int_equal(event_answer(c, test_writer(&t), S("nonsense"), true), ERR_NOT_FOUND);
	assert_ok(event_asked(c, token, &asked));
	assert_str(asked.row.name, "Aino Korhonen");
	assert_ok(event_answer(c, test_writer(&t), token, true));
	assert_ok(event_answer(c, test_writer(&t), token, true));
	assert_true(find(out.key).decision_makers[0].agreed);
	/* A save by a coordinator who saw the page before the yes keeps it; another name in its place has none. */
	renew(c, &actor_system);
	assert_int_equal(save(c, out.key, &in), EVENT_OK);
	assert_true(find(out.key).decision_makers[0].agreed);
	people[0].name = S("Aino Uusi");
	renew(c, &actor_system);
	assert_int_equal(save(c, out.key, &in), EVENT_OK);
	assert_false(find(out.key).decision_makers[0].agreed);
	renew(c, &actor_anonymous);
	assert_int_equal(event_asked(c, token, &asked), ERR_NOT_FOUND);
}

static void test_a_no_deletes_name_and_address(void **state)
{
	struct decision_maker boss = { .kind = S("chief_executive"), .name = S("Aino Korhonen"), .email = S("aino@example.fi") };
	struct ctx *c = context();
	struct event_input in = test_event_input(10, 0);
	struct event_outcome out, published;
	struct decision_maker *after;
	int64_t n;
	str token;

	(void)state;
	in.decision_makers = &boss;
	in.decision_maker_count = 1;
	out = create(c, &in);
	assert_ok(event_publish(c, test_writer(&t), out.key, &published));
	token = token_mailed(c);
	renew(c, &actor_anonymous);
	assert_ok(event_answer(c, test_writer(&t), token, true));
	assert_ok(event_answer(c, test_writer(&t), token, false)); /* a yes can be taken back */
	after = find(out.key).decision_makers;
	assert_true(str_is_null(after->name) && str_is_null(after->email));
	assert_false(after->agreed);
	assert_true(after->refused);
	assert_ok(event_answer(c, test_writer(&t), token, true)); /* after a no there is no name to show */
	assert_false(find(out.key).decision_makers->agreed);
	test_pass(&t, 2 * 86400);
	renew(c, &actor_system);
	assert_ok(event_ask_decision_makers(c, test_writer(&t), out.key, &n));
	assert_int_equal(n, 0);
	/* The journal names nobody. */
	assert_false(test_has(test_texts(c, "SELECT COALESCE(reason, '') FROM journal"), "Aino"));
}

TEST_MAIN(cmocka_unit_test_setup_teardown(test_times_that_the_clocks_skip_or_repeat_are_asked_about, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_order_of_times_and_other_rules_of_the_input, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_title_in_the_source_language_is_needed, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_who_may_make_and_change, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_nobody_overwrites_anothers_change, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_translation_older_than_its_source_is_stale, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_saving_what_was_read_changes_nothing, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_only_changes_of_time_place_or_link_are_told, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_states_go_one_way, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_draft_publishes_itself_at_its_time, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_deleted_draft_leaves_nothing, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_sign_up_is_possible_when_it_says_so, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_payers_are_saved_with_the_event, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_copy_has_the_content_and_no_people, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_warnings_before_publishing, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_name_shows_after_its_owners_yes, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_a_no_deletes_name_and_address, set_up, tear_down))
