/* Projects: rules and pages. */
#include "features/project/project.h"
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

#define PROJECT "name=Kasvua+l%C3%A4helt%C3%A4&funder=Liitto&project_code=A80123&line.fi=EU%3An+osarahoittama&"

static struct project only_project(void)
{
	str key = str_trim(test_texts(c, "SELECT key FROM funding_project"));
	struct project p;

	assert_ok(project_find(c, key, &p));
	return p;
}

static void test_a_project_is_made_and_changed(void **state)
{
	struct test_reply *r = post(&t, "/fi/projects/new", PROJECT "starts_on=1.1.2026&ends_on=2026-12-31");
	struct project p;

	(void)state;
	assert_redirect(r, "/fi/projects");
	r = assert_status(follow(&t, r), 200);
	assert_text(r, "Kasvua l\xc3\xa4helt\xc3\xa4");
	assert_text(r, "A80123");
	assert_text(r, "1.1.\xe2\x80\x93" "31.12.2026");
	assert_budget(r, 1, 20000, 700000);
	p = only_project();
	const char *edit = str_c(t.a, STR_CONCAT(t.a, S("/fi/projects/"), p.row.key, S("/edit")));

	r = assert_status(get(&t, edit), 200);
	assert_text(r, "value=\"EU:n osarahoittama\"");
	assert_redirect(post(&t, edit, PROJECT "starts_on=2026-01-01&ends_on=2027-01-31&line.sv=Delfinansieras+av+EU"), "/fi/projects");
	p = only_project();
	assert_str(p.row.ends_on, "2027-01-31");
	assert_str(p.line[LANG_SV], "Delfinansieras av EU");
	assert_true(str_is_null(p.line[LANG_EN]));
}

static void test_refusals_stand_at_their_fields(void **state)
{
	struct test_reply *r = assert_status(post(&t, "/en/projects/new", PROJECT "starts_on=2026-01-02&ends_on=2026-01-01"), 422);

	(void)state;
	assert_text(r, "href=\"#project-ends_on\"");
	r = assert_status(post(&t, "/en/projects/new", "name=X&funder=Y&starts_on=2026-01-01&ends_on=2026-01-01"), 422);
	assert_text(r, "href=\"#project-line-fi\"");
	r = assert_status(post(&t, "/en/projects/new", "name=%22%3E%3Cscript%3Ealert(1)&funder=&starts_on=2026-01-01&ends_on=x"), 422);
	assert_no_text(r, "<script>alert");
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM funding_project"), 0);
}

static void test_only_coordinators_come_in(void **state)
{
	(void)state;
	as_nobody(&t);
	assert_redirect(get(&t, "/en/projects"), "/en/sign-in");
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(get(&t, "/en/projects"), 403);
	assert_status(post(&t, "/en/projects/new", PROJECT "starts_on=2026-01-01&ends_on=2026-12-31"), 403);
}

static void test_line_and_number_stand_on_the_event(void **state)
{
	struct event_input in = test_event_input(10, 0);
	struct payer_share share = { 0, 100 };
	struct event_outcome out;
	struct test_reply *r;

	(void)state;
	assert_redirect(post(&t, "/fi/projects/new", PROJECT "starts_on=2026-01-01&ends_on=2026-12-31"), "/fi/projects");
	share.project = only_project().row.id;
	in.payers = &share;
	in.payer_count = 1;
	assert_ok(event_create(c, test_writer(&t.store), &in, &out));
	assert_ok(event_publish(c, test_writer(&t.store), out.key, &out));
	as_nobody(&t);
	/* In a language without a line, the line of another. */
	r = assert_status(get(&t, str_c(t.a, STR_CONCAT(t.a, S("/en/events/"), out.key))), 200);
	assert_text(r, "EU:n osarahoittama");
	assert_text(r, "(A80123)");
}

static void test_shares_fit_together(void **state)
{
	const struct payer_share fit[] = { { 1, 60 }, { 2, 40 } }, over[] = { { 1, 60 }, { 2, 41 } }, twice[] = { { 1, 10 }, { 1, 10 } },
				 none[] = { { 1, 0 } };

	(void)state;
	assert_true(project_shares_fit(fit, 2));
	assert_true(project_shares_fit(NULL, 0));
	assert_false(project_shares_fit(over, 2));
	assert_false(project_shares_fit(twice, 2));
	assert_false(project_shares_fit(none, 1));
}

TEST_MAIN(cmocka_unit_test_setup_teardown(test_a_project_is_made_and_changed, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_refusals_stand_at_their_fields, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_only_coordinators_come_in, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_line_and_number_stand_on_the_event, set_up, tear_down),
	  cmocka_unit_test(test_shares_fit_together))
