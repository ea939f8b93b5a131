/* Files as downloads: who gets which, and the daily purge. */
#include "harness.h"
#include "store/file_store.h"
#include "store/job.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

extern const struct job_table file_job_handlers;

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

static const char *put(const char *owner_kind, int64_t owner, const char *purpose)
{
	const struct file_new new = { .name = S("sheet \"1\".pdf"), .owner_kind = owner_kind, .owner = owner, .purpose = purpose };
	struct file file;

	assert_ok(file_put(c, test_writer(&t.store), &new, S("%PDF-1.7 signed"), &file));
	return str_c(t.a, STR_CONCAT(t.a, S("/files/"), file.key));
}

static void test_signed_sheets_are_for_who_runs_the_event(void **state)
{
	struct test_event mine = test_event_published(&t.store, c, 10, 0), other = test_event_published(&t.store, c, 10, 0);
	const char *path = put("event", mine.id, "signature_list");
	struct test_reply *r;

	(void)state;
	as_nobody(&t);
	assert_redirect(get(&t, path), "/");
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(get(&t, path), 404);
	as_role(&t, ROLE_HELPER, SCOPE_EVENT, mine.id);
	assert_status(get(&t, path), 404);
	as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, other.id);
	assert_status(get(&t, path), 404);
	as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, mine.id);
	r = assert_status(get(&t, path), 200);
	assert_str(r->body, "%PDF-1.7 signed");
	assert_str(test_reply_header(r, "Content-Type"), "application/pdf");
	assert_str(test_reply_header(r, "X-Content-Type-Options"), "nosniff");
	assert_str(test_reply_header(r, "Cache-Control"), "no-store");
	assert_true(str_starts(test_reply_header(r, "Content-Disposition"), S("attachment; filename=\"sheet _1_.pdf\"")));
}

static void test_what_the_register_does_not_name_is_not_there(void **state)
{
	struct test_event event = test_event_published(&t.store, c, 10, 0);

	(void)state;
	as_role(&t, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0);
	assert_status(get(&t, put("event", event.id, "signature_list")), 200);
	assert_status(get(&t, put("event", event.id, "import")), 404);
	assert_status(get(&t, put("organisation", event.id, "signature_list")), 404);
	assert_status(get(&t, "/files/0000000000000000"), 404);
}

static void test_the_purge_goes_on_until_nothing_is_left(void **state)
{
	const struct job_table *const tables[] = { &file_job_handlers };
	const struct file_new lasts = { .name = S("a"), .owner_kind = "event", .owner = 1, .purpose = "x" };
	struct file file;

	(void)state;
	for (int i = 0; i < 25; i++) {
		struct file_new new = lasts;

		new.keep_until = c->now + 10;
		assert_ok(file_put(c, test_writer(&t.store), &new, S("%PDF-1.7"), &file));
	}
	assert_ok(file_upload(c, test_writer(&t.store), &lasts, S("%PDF-1.7"), &file));
	assert_ok(file_put(c, test_writer(&t.store), &lasts, S("%PDF-1.7"), &file));
	clock_manual_pass(&t.store.clock_state, 86401 * 1000);
	test_ctx_renew(&t.store, c);
	assert_ok(job_ensure_periodic(c, test_writer(&t.store), tables, 1));
	test_run_jobs(&t.store, c, tables, 1);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM file"), 1);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM file_part"), 1);
}

TEST_MAIN(cmocka_unit_test_setup_teardown(test_signed_sheets_are_for_who_runs_the_event, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_what_the_register_does_not_name_is_not_there, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_the_purge_goes_on_until_nothing_is_left, set_up, tear_down))
