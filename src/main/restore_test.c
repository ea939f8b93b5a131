/* Restoring and checking: nobody who was erased comes back, nothing goes out twice, faults are told. */
#include "main/restore.h"

#include <unistd.h>

#include "base/file.h"
#include "features/person/person.h"
#include "harness.h"
#include "main/check.h"
#include "main/job_runner.h"
#include "store/backup.h"
#include "store/file_store.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"

static struct test_store t, other;
static struct settings target;
static struct test_event event;

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	t.settings.data = str_from(t.folder);
	t.settings.db = str_from(t.url);
	event = test_event_published(&t, test_ctx(&t), 2, 1);
	test_store_open_empty(&other);
	target = settings_default(other.a);
	target.data = str_format(other.a, "%s/new", other.folder);
	target.db = str_from(other.url);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	test_store_close(&other);
	return 0;
}

static struct command_run run_with(struct test_store *of, const struct settings *settings)
{
	struct arena *a = test_ctx(of)->a;

	return (struct command_run){ .a = a, .settings = settings, .clock = of->clock, .random = of->random };
}

static const char *in_folder(const char *name) { return str_format(t.a, "%s/%s", t.folder, name).p; }

static void back_up(const char *path)
{
	struct ctx *c = test_ctx(&t);
	struct backup_source from = { .store = t.store, .settings = &t.settings, .a = c->a, .now = clock_now(&t.clock) };
	struct backup_info info;
	str why = S("");

	if (backup_make(&from, path, &info, &why) != OK)
		fail_msg("backup_make: %.*s", STR_ARG(why));
}

static int restore(const char *path, const char *erasures, str *ret_out)
{
	struct command_run r = run_with(&other, &target);
	struct buf out;
	int status;

	buf_init(&out, r.a, 100000);
	status = restore_instance(&r, &(struct restore_options){ .file = path, .erasures = str_from(erasures) }, &out);
	*ret_out = buf_done(&out);
	return status;
}

static void test_who_was_erased_stays_erased(void **state)
{
	struct ctx *c = test_ctx(&t), *restored = test_ctx(&other);
	const char *path = in_folder("old.zip");
	struct store_options options = { .data_folder = target.data.p, .url = target.db.n > 0 ? target.db.p : NULL };
	struct store *s;
	struct ctx look;
	enum person_result result;
	str out, why;

	(void)state;
	test_sign_up(&t, c, event.key, "Aino Ahola", "aino@example.fi", SEAT_SITE, NULL);
	test_sign_up(&t, c, event.key, "Beda Berg", "beda@example.fi", SEAT_REMOTE, NULL);
	back_up(path);
	/* After the visit Aino is erased, and her mails with her. */
	test_pass(&t, 30 * 86400);
	test_ctx_renew(&t, c);
	c->actor = &actor_system;
	assert_ok(person_erase(c, test_writer(&t), str_trim(test_texts(c, "SELECT key FROM person WHERE name = 'Aino Ahola'")),
			       &result));
	assert_int_equal(result, PERSON_DONE);

	assert_int_equal(restore(path, NULL, &out), 1); /* no list beside it */
	assert_int_not_equal(access(target.data.p, F_OK), 0);
	test_run_jobs(&t, c, all_job_tables, all_job_tables_count);
	assert_int_equal(restore(path, in_folder("backups/erasures"), &out), 0);
	assert_true(test_has(out, "Erasures applied: 1."));
	assert_true(test_has(out, "are parked now: 1."));

	assert_ok(store_open(&options, other.a, &s, &why));
	look = *restored;
	look.store = s;
	assert_str(test_texts(&look, "SELECT name FROM person WHERE name IS NOT NULL"), "Beda Berg\n");
	assert_int_equal(test_number(&look, "SELECT count(*) FROM person_email WHERE email_fold = 'aino@example.fi'"), 0);
	assert_int_equal(test_number(&look, "SELECT count(*) FROM outbox WHERE state = 'queued'"), 0);
	ctx_end(&look);
	store_close(s);
	/* The new instance's own backups are covered too. */
	assert_int_equal(access(str_format(t.a, "%s/backups/erasures", target.data.p).p, F_OK), 0);
}

/* ---- the check ------------------------------------------------------------------------------------------------------------ */

static str check(bool quick, int *ret_faults)
{
	struct command_run r = run_with(&t, &t.settings);
	struct buf out;

	buf_init(&out, r.a, 100000);
	assert_ok(check_instance(&r, t.store, &(struct check_options){ .quick = quick }, &out, ret_faults));
	return buf_done(&out);
}

static void told_nothing(void)
{
	int faults;
	str out = check(false, &faults);

	if (faults != 0)
		fail_msg("%.*s", STR_ARG(out));
}

static void test_a_sound_instance_passes(void **state)
{
	int faults;

	(void)state;
	test_sign_up(&t, test_ctx(&t), event.key, "Aino Ahola", "aino@example.fi", SEAT_SITE, NULL);
	told_nothing();
	assert_true(test_has(check(true, &faults), "the quick part"));
}

static void told(const char *words)
{
	int faults;
	str out = check(false, &faults);

	if (faults != 1 || !test_has(out, words))
		fail_msg("%d faults, not one with \"%s\":\n%.*s", faults, words, STR_ARG(out));
}

static void test_faults_are_told(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct file file;
	int faults;

	(void)state;
	test_exec(&t, "UPDATE event SET taken_site = 1;");
	told("The seats of the event");
	check(true, &faults);
	assert_int_equal(faults, 0); /* too much reading for the quick part */
	test_exec(&t, "UPDATE event SET taken_site = 0;");

	assert_ok(file_put(c, test_writer(&t), &(struct file_new){ .name = S("a"), .owner_kind = "event", .owner = 1, .purpose = "x" },
			   S("plain text"), &file));
	told_nothing();
	test_exec(&t, "UPDATE file SET sha256 = '00';");
	told("is not as it was uploaded");
	test_exec(&t, "DELETE FROM file;");

	test_exec(&t, "INSERT INTO job (id, kind, payload, state, run_utc, created_utc, error) VALUES (1, 'x', '', 'parked', 1, 1, 'io');");
	told("Work was given up after several failures: x (io)");
	test_exec(&t, "DELETE FROM job;");

	test_pass(&t, 3 * 86400);
	told("There is no backup");
	t.settings.backup_keep = 0;
	told_nothing();
}

static void test_another_schema_is_told(void **state)
{
	(void)state;
	test_exec(&t, "DELETE FROM schema_version WHERE number > 1;");
	t.changed = true;
	told("run talkoot migrate");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_who_was_erased_stays_erased), TEST(test_a_sound_instance_passes), TEST(test_faults_are_told),
	  TEST(test_another_schema_is_told))
