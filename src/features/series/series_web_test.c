/* Series: rules and pages. */
#include "features/series/series.h"
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

/* Made by the form; its key. */
static str make(const char *title, const char *state)
{
	struct test_reply *r = post(&t, "/fi/series/new", str_c(t.a, str_format(t.a, "source_lang=fi&title.fi=%s&summary.fi=Perjantaisin&"
										     "state=%s", title, state)));

	assert_redirect(r, "/fi/series/");
	return str_sub(test_reply_header(r, "Location"), S("/fi/series/").n, 16);
}

static const char *path(const char *before, str key, const char *behind)
{
	return str_c(t.a, STR_CONCAT(t.a, str_from(before), key, str_from(behind)));
}

static void test_a_series_shows_its_events(void **state)
{
	str key = make("Kumppaniperjantai", "published");
	struct event_input in = test_event_input(10, 0);
	struct event_outcome out;
	struct series series;
	struct test_reply *r;

	(void)state;
	assert_ok(series_find(c, key, &series));
	in.series_id = series.row.id;
	for (int i = 0; i < 2; i++) {
		in.starts_local = i == 0 ? S("2026-12-11T09:00") : S("2026-10-02T09:00");
		in.ends_local = i == 0 ? S("2026-12-11T11:00") : S("2026-10-02T11:00");
		in.closes_local = in.starts_local;
		in.texts[LANG_FI].title = i == 0 ? S("Tuleva vierailu") : S("Mennyt vierailu");
		assert_ok(event_create(c, test_writer(&t.store), &in, &out));
		assert_ok(event_publish(c, test_writer(&t.store), out.key, &out));
	}
	in.series_id = 0;
	in.texts[LANG_FI].title = S("Muu vierailu");
	assert_ok(event_create(c, test_writer(&t.store), &in, &out));
	assert_ok(event_publish(c, test_writer(&t.store), out.key, &out));
	as_nobody(&t);
	r = assert_status(get(&t, path("/fi/series/", key, "")), 200);
	assert_text(r, "<h1>Kumppaniperjantai</h1>");
	assert_text(r, "Tuleva vierailu");
	assert_text(r, "Mennyt vierailu");
	assert_no_text(r, "Muu vierailu");
	assert_no_text(r, "/edit");
	assert_budget(r, 4, 16000, 700000);
	r = assert_status(get(&t, path("/fi/events?state=past&series=", key, "")), 200);
	assert_text(r, "Mennyt vierailu");
	assert_no_text(r, "Tuleva vierailu");
	/* The text falls back, and says so. */
	r = assert_status(get(&t, path("/sv/series/", key, "")), 200);
	assert_text(r, "<h1 lang=\"fi\">Kumppaniperjantai</h1>");
	r = assert_status(get(&t, "/en/series"), 200);
	assert_text(r, "Kumppaniperjantai");
	assert_budget(r, 1, 16000, 700000);
}

static void test_drafts_are_for_coordinators_and_archived_ones_leave_the_list(void **state)
{
	str draft = make("Luonnossarja", "draft"), old = make("Vanha+sarja", "archived");
	struct test_reply *r = assert_status(get(&t, "/en/series"), 200);

	(void)state;
	assert_text(r, "Luonnossarja");
	assert_text(r, "Vanha sarja");
	as_nobody(&t);
	r = assert_status(get(&t, "/en/series"), 200);
	assert_no_text(r, "Luonnossarja");
	assert_no_text(r, "Vanha sarja");
	assert_status(get(&t, path("/fi/series/", draft, "")), 404);
	assert_status(get(&t, path("/fi/series/", old, "")), 200);
	assert_redirect(get(&t, path("/fi/series/", old, "/edit")), "/fi/sign-in");
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(post(&t, path("/fi/series/", old, "/edit"), "state=draft&source_lang=fi&title.fi=x"), 403);
}

static void test_refusals_and_changes(void **state)
{
	str key = make("Sarja", "published");
	const char *edit = path("/en/series/", key, "/edit");
	struct test_reply *r;

	(void)state;
	r = assert_status(post(&t, edit, "state=published&source_lang=sv&title.fi=Sarja"), 422);
	assert_text(r, "href=\"#series-title-sv\"");
	r = assert_status(post(&t, edit, "state=published&source_lang=fi&title.fi=Sarja&description.en=Only+this"), 422);
	assert_text(r, "href=\"#series-title-en\"");
	assert_text(r, "Only this");
	r = assert_status(post(&t, edit, "state=published&source_lang=fi&title.fi=&summary.fi=%3Cscript%3Ealert(1)"), 422);
	assert_no_text(r, "<script>alert");
	assert_redirect(post(&t, edit, "state=published&source_lang=fi&title.fi=Uusi+nimi&title.sv=Serie&description.fi=*tervetuloa*"),
			"/en/series/");
	r = assert_status(get(&t, path("/sv/series/", key, "")), 200);
	assert_text(r, "<h1>Serie</h1>");
	r = assert_status(get(&t, path("/fi/series/", key, "")), 200);
	assert_text(r, "<em>tervetuloa</em>");
}

TEST_MAIN(cmocka_unit_test_setup_teardown(test_a_series_shows_its_events, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_drafts_are_for_coordinators_and_archived_ones_leave_the_list, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_refusals_and_changes, set_up, tear_down))
