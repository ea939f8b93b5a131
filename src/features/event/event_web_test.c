/* Public pages of events, through the whole chain: what everyone sees, in three languages, and what nobody may. */
#include "harness.h"
#include "store/journal.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

#define OPEN(t)                                     \
	struct test_web t;                          \
	struct ctx *c;                              \
	(void)state;                                \
	test_web_open(&t, all_route_tables, all_route_tables_count); \
	c = test_ctx(&t.store);                     \
	c->settings = &t.settings

/* "/fi/events/KEY" + rest */
static const char *path(struct test_web *t, const char *before, str key, const char *behind)
{
	return str_c(t->a, STR_CONCAT(t->a, str_from(before), key, str_from(behind)));
}

static void coordinator(struct test_web *t)
{
	as_role(t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
}

static struct test_event make(struct test_web *t, struct ctx *c, const struct event_input *in, bool publish)
{
	struct event_outcome out;

	test_ctx_renew(&t->store, c);
	c->actor = &actor_system;
	assert_ok(event_create(c, test_writer(&t->store), in, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	struct test_event event = { out.id, str_copy(t->a, out.key) };

	if (publish)
		assert_ok(event_publish(c, test_writer(&t->store), event.key, &out));
	return event;
}

/* ---- the page --------------------------------------------------------------------------------------------------------- */

static void test_the_page_answers_what_who_when_where_and_how_many(void **state)
{
	OPEN(t);
	struct test_event event = test_event_published(&t.store, c, 20, 5);
	struct test_reply *r = assert_status(get(&t, path(&t, "/en/events/", event.key, "")), 200);

	assert_text(r, "<h1>Company visit: Kuusiharju Machine Works</h1>");
	assert_text(r, "Fri 11 Dec 2026, 9\xe2\x80\x93" "11");
	assert_text(r, "Ahjokatu 12, Lahti");
	assert_text(r, "20 of 20 free");
	assert_text(r, "5 of 5 free");
	assert_text(r, "Kaisa Koordinaattori");
	assert_text(r, path(&t, "/en/registrations/", event.key, "/new"));
	assert_no_text(r, path(&t, "/en/events/", event.key, "/edit"));
	/* The remote link is for those who have a seat. */
	assert_no_text(r, "meet.example.fi");
	assert_text(r, "application/ld+json");
	assert_text(r, "\"BusinessEvent\"");
	assert_text(r, "og:title");
	assert_text(r, "rel=\"canonical\"");
	assert_budget(r, 8, 24000, 700000);
	test_web_close(&t);
}

static void test_three_languages_and_a_text_that_fell_back(void **state)
{
	OPEN(t);
	struct test_event event = test_event_published(&t.store, c, 20, 0);
	const char *sv = path(&t, "/sv/events/", event.key, "");
	struct test_reply *r = assert_status(get(&t, path(&t, "/fi/events/", event.key, "")), 200);

	assert_text(r, "<h1>Yritysvierailu: Kuusiharjun Konepaja</h1>");
	assert_text(r, "pe 11.12.2026 klo 9");
	assert_text(r, path(&t, "hreflang=\"en\" href=\"http://localhost:8080/en/events/", event.key, ""));
	assert_no_text(r, path(&t, "hreflang=\"sv\" href=\"http://localhost:8080/sv/events/", event.key, ""));
	r = assert_status(get(&t, sv), 200);
	assert_text(r, "<h1 lang=\"fi\">Yritysvierailu: Kuusiharjun Konepaja</h1>");
	assert_text(r, "fre 11.12.2026 kl. 9");
	/* The page that fell back belongs to the language of its words. */
	assert_text(r, path(&t, "rel=\"canonical\" href=\"http://localhost:8080/fi/events/", event.key, ""));
	test_web_close(&t);
}

static void test_a_draft_is_seen_by_its_organisers_only(void **state)
{
	OPEN(t);
	struct test_event event = test_event_draft(&t.store, c, 20, 0);
	const char *page = path(&t, "/en/events/", event.key, "");
	struct test_reply *r;

	assert_status(get(&t, page), 404);
	as_role(&t, ROLE_PARTICIPANT, SCOPE_INSTANCE, 0);
	assert_status(get(&t, page), 404);
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(get(&t, page), 404);
	as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, event.id + 1);
	assert_status(get(&t, page), 404);
	as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, event.id);
	r = assert_status(get(&t, page), 200);
	assert_text(r, "This is a preview");
	assert_text(r, "noindex");
	assert_no_text(r, "rel=\"canonical\"");
	assert_no_text(r, "ld+json");
	assert_status(get(&t, path(&t, "/en/events/", S("nothing000000000"), "")), 404);
	test_web_close(&t);
}

static void test_a_page_that_did_not_change_is_not_sent_again(void **state)
{
	OPEN(t);
	struct test_event event = test_event_published(&t.store, c, 1, 0);
	const char *page = path(&t, "/en/events/", event.key, "");
	struct test_reply *r = assert_status(get(&t, page), 200);
	str etag = test_reply_header(r, "ETag");

	assert_false(str_is_null(etag));
	test_header(&t, "If-None-Match", str_c(t.a, etag));
	r = assert_status(get(&t, page), 304);
	assert_int_equal(r->body.n, 0);
	/* Another language is another page; a taken seat is another page, too. */
	assert_status(get(&t, path(&t, "/fi/events/", event.key, "")), 200);
	test_sign_up(&t.store, c, event.key, "Aino Korhonen", "aino@example.fi", SEAT_SITE, NULL);
	r = assert_status(get(&t, page), 200);
	assert_text(r, "Join the waiting list");
	test_headers_clear(&t);
	test_web_close(&t);
}

static void test_hostile_words_stay_words(void **state)
{
	static const char *const hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
	OPEN(t);
	struct event_input in = test_event_input(20, 0);
	struct programme_item item = { .starts_time = S("09:00"), .title = { str_from(hostile) },
				       .speaker = str_from(hostile) };
	struct decision_maker who = { .kind = S("purchasing"), .name = str_from(hostile), .agreed = true };
	struct event_text *text = &in.texts[LANG_FI];
	struct test_reply *r;

	text->title = text->summary = text->description = text->host_shows = text->host_looks_for = text->meeting_point =
		text->gate = str_from(hostile);
	in.place_name = in.street = in.post_office = in.contact_name = in.contact_title = str_from(hostile);
	in.contact_email = S("x\"onclick=alert(1)@example.fi");
	in.programme = &item;
	in.programme_count = 1;
	in.decision_makers = &who;
	in.decision_maker_count = 1;
	struct test_event event = make(&t, c, &in, true);

	r = assert_status(get(&t, path(&t, "/fi/events/", event.key, "")), 200);
	assert_no_text(r, "<script>alert");
	assert_no_text(r, "<img src=x");
	assert_no_text(r, "\"onclick");
	assert_text(r, "&lt;script&gt;alert(1)");
	r = assert_status(get(&t, "/fi/events"), 200);
	assert_no_text(r, "<script>alert");
	assert_text(r, "&lt;script&gt;alert(1)");
	test_web_close(&t);
}

/* ---- lists ------------------------------------------------------------------------------------------------------------ */

static void test_lists_hold_what_their_tab_says(void **state)
{
	OPEN(t);
	struct event_input in = test_event_input(20, 0);
	struct event_outcome out;
	str reasons[LANG_COUNT] = { S("Isäntä perui") };

	in.texts[LANG_EN] = (struct event_text){ 0 };
	in.texts[LANG_FI].title = S("Tuleva");
	make(&t, c, &in, true);
	in.texts[LANG_FI].title = S("Peruttu");
	struct test_event cancelled = make(&t, c, &in, true);

	assert_ok(event_cancel(c, test_writer(&t.store), cancelled.key, reasons, &out));
	in.texts[LANG_FI].title = S("Luonnos");
	make(&t, c, &in, false);
	in.texts[LANG_FI].title = S("Mennyt");
	in.starts_local = S("2026-10-02T09:00");
	in.ends_local = S("2026-10-02T11:00");
	in.closes_local = S("2026-10-01T11:00");
	make(&t, c, &in, true);

	struct test_reply *r = assert_status(get(&t, "/fi/events"), 200);

	assert_text(r, ">Tuleva<");
	assert_text(r, ">Peruttu<");
	assert_no_text(r, ">Mennyt<");
	assert_no_text(r, ">Luonnos<");
	assert_no_text(r, "state=draft");
	assert_budget(r, 1, 16000, 700000);
	r = assert_status(get(&t, "/fi/events?state=past"), 200);
	assert_text(r, ">Mennyt<");
	assert_no_text(r, ">Tuleva<");
	assert_redirect(get(&t, "/fi/events?state=draft"), "/fi/sign-in");
	as_role(&t, ROLE_PARTICIPANT, SCOPE_INSTANCE, 0);
	assert_status(get(&t, "/fi/events?state=draft"), 403);
	as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, 77);
	assert_no_text(assert_status(get(&t, "/fi/events?state=draft"), 200), ">Luonnos<");
	coordinator(&t);
	r = assert_status(get(&t, "/fi/events?state=draft"), 200);
	assert_text(r, ">Luonnos<");
	assert_no_text(r, ">Tuleva<");
	assert_no_text(assert_status(get(&t, "/fi/events?series=nothing0000"), 200), ">Tuleva<");
	assert_no_text(assert_status(get(&t, "/fi/events?host=nothing0000"), 200), ">Tuleva<");
	assert_status(get(&t, "/fi/events?from=nonsense"), 400);
	test_web_close(&t);
}

static str link_after(struct test_web *t, struct test_reply *r, const char *mark)
{
	size_t at = str_find_str(r->body, str_from(mark)), start = at;

	assert_true(at < r->body.n);
	while (start > 0 && !str_starts(str_sub(r->body, start, 6), S("href=\"")))
		start--;
	str href = str_sub(r->body, start + 6, r->body.n);
	str raw = str_sub(href, 0, str_find(href, '"'));
	struct buf b;

	buf_init(&b, t->a, 4000);
	for (size_t i = 0; i < raw.n; i++) {
		buf_char(&b, raw.p[i]);
		if (str_starts(str_sub(raw, i, 5), S("&amp;")))
			i += 4;
	}
	return buf_done(&b);
}

static void test_pages_of_a_list_show_each_event_once(void **state)
{
	OPEN(t);
	struct event_input in = test_event_input(20, 0);
	size_t seen[45] = { 0 };
	struct test_reply *r;

	for (int i = 0; i < 45; i++) {
		in.texts[LANG_FI].title = str_format(t.a, "Vierailu nro %d.", i);
		in.starts_local = str_format(t.a, "2027-01-%02dT09:00", i / 3 + 1);
		in.ends_local = str_format(t.a, "2027-01-%02dT11:00", i / 3 + 1);
		in.closes_local = in.starts_local;
		make(&t, c, &in, true);
	}
	r = assert_status(get(&t, "/fi/events"), 200);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 45; i++)
			seen[i] += test_has(r->body, str_c(t.a, str_format(t.a, ">Vierailu nro %d.<", i)));
		assert_budget(r, 1, 20000, 700000);
		if (round < 2)
			r = assert_status(get(&t, str_c(t.a, link_after(&t, r, "rel=\"next\""))), 200);
	}
	for (int i = 0; i < 45; i++)
		assert_int_equal(seen[i], 1);
	assert_no_text(r, "rel=\"next\"");
	r = assert_status(get(&t, str_c(t.a, link_after(&t, r, "rel=\"prev\""))), 200);
	assert_text(r, ">Vierailu nro 20.<");
	test_web_close(&t);
}

static void may_be_framed(struct web_options *o)
{
	o->site.frame_ancestors = S("https://www.example.fi");
}

static void test_the_list_for_frames_of_other_sites(void **state)
{
	struct test_web t;
	struct test_reply *r;

	(void)state;
	test_web_open_with(&t, all_route_tables, all_route_tables_count, may_be_framed);
	test_event_published(&t.store, test_ctx(&t.store), 20, 0);
	coordinator(&t);
	r = assert_status(get(&t, "/fi/embed/events"), 200);
	assert_text(r, "Kuusiharjun Konepaja");
	assert_text(r, "target=\"_top\"");
	assert_no_text(r, "site-head");
	assert_no_text(r, "Some Body");
	assert_true(str_is_null(test_reply_header(r, "Set-Cookie")));
	assert_true(test_has(test_reply_header(r, "Content-Security-Policy"), "frame-ancestors https://www.example.fi"));
	test_web_close(&t);
}

static void test_the_short_address_leads_to_the_page_in_the_readers_language(void **state)
{
	OPEN(t);
	struct test_event event = test_event_published(&t.store, c, 20, 0);
	str short_key = str_trim(test_texts(c, "SELECT short_key FROM event"));
	const char *address = path(&t, "/e/", short_key, "");

	assert_redirect(get(&t, address), path(&t, "/fi/events/", event.key, ""));
	test_header(&t, "Accept-Language", "sv");
	assert_redirect(get(&t, address), path(&t, "/sv/events/", event.key, ""));
	assert_status(get(&t, "/e/nothing1"), 404);
	test_web_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_the_page_answers_what_who_when_where_and_how_many),
	  cmocka_unit_test(test_three_languages_and_a_text_that_fell_back),
	  cmocka_unit_test(test_a_draft_is_seen_by_its_organisers_only),
	  cmocka_unit_test(test_a_page_that_did_not_change_is_not_sent_again),
	  cmocka_unit_test(test_hostile_words_stay_words),
	  cmocka_unit_test(test_lists_hold_what_their_tab_says),
	  cmocka_unit_test(test_pages_of_a_list_show_each_event_once),
	  cmocka_unit_test(test_the_list_for_frames_of_other_sites),
	  cmocka_unit_test(test_the_short_address_leads_to_the_page_in_the_readers_language))
