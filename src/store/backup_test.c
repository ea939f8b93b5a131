/* Backups: nothing that was answered is missing, nothing damaged or foreign is restored, the right ones are kept. */
#include "store/backup.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/zone.h"
#include "harness.h"
#include "store/archive.h"
#include "store/job.h"
#include "support/store/store_support.h"
#include "tests/support/store/sample.sql.h"

enum { WRITERS = 8, ROWS_BEFORE = 40, ARCHIVE_MAX = 64 << 20 };

extern const struct job_table backup_job_handlers;

static struct test_store t, other; /* other: where to restore */
static struct settings target;

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	t.settings.data = str_from(t.folder);
	t.settings.db = str_from(t.url);
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

static struct backup_source source(struct ctx *c)
{
	return (struct backup_source){ .store = t.store, .settings = &t.settings, .a = c->a, .now = clock_now(&t.clock) };
}

static const char *in_folder(const char *name) { return str_format(t.a, "%s/%s", t.folder, name).p; }

static const char *make(struct ctx *c, const char *name)
{
	struct backup_source from = source(c);
	struct backup_info info;
	str why = S("");
	const char *path = in_folder(name);

	if (backup_make(&from, path, &info, &why) != OK)
		fail_msg("backup_make: %.*s", STR_ARG(why));
	return path;
}

/* Opens and unpacks into the target; *ret_why says what was refused. */
static enum err restore(const char *path, str *ret_why)
{
	struct backup *b;
	struct backup_info info;

	*ret_why = S("");
	TRY(backup_open(other.a, &target, path, &b, &info, ret_why));
	return backup_unpack(b, &target, ret_why);
}

static void refused(const char *path, enum err want, const char *words)
{
	str why;
	enum err e = restore(path, &why);

	if (e != want || str_find_str(why, str_from(words)) == why.n)
		fail_msg("%s: %s \"%.*s\", not \"%s\"", path, err_name(e), STR_ARG(why), words);
	assert_int_not_equal(access(target.data.p, F_OK), 0); /* nothing is left */
}

static struct store *open_restored(void)
{
	struct store_options options = { .data_folder = target.data.p, .url = target.db.n > 0 ? target.db.p : NULL };
	struct store *s;
	str why;

	assert_ok(store_open(&options, other.a, &s, &why));
	return s;
}

/* ---- while others write -------------------------------------------------------------------------------------------------- */

static struct writer_of {
	pthread_t thread;
	int64_t number;
	atomic_int answered;
} writers[WRITERS];
static atomic_bool stop;

static enum err both_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t id = *(const int64_t *)arg;

	TRY(q_sample_insert(c, tx, &(struct q_sample_insert_in){ .id = id, .name = S("row"), .bytes = S("") }));
	return q_sample_tag(c, tx, id, id, S("its tag"));
}

static void *write_on(void *arg)
{
	struct writer_of *w = arg;
	struct ctx *c = test_ctx(&t);

	for (int64_t i = 1; !atomic_load(&stop); i++) {
		int64_t id = w->number * 1000000 + i;

		assert_ok(db_write(c, test_writer(&t), both_body, &id));
		atomic_store(&w->answered, (int)i);
		ctx_end(c);
		arena_reset(c->a);
	}
	return NULL;
}

static void test_nothing_that_was_answered_is_missing(void **state)
{
	struct ctx *c = test_ctx(&t), restored;
	int before[WRITERS];
	const char *path;
	bool found;
	int64_t rows, tags;
	struct q_sample_by_id_row row;
	str why;

	(void)state;
	test_sample_tables(&t);
	atomic_store(&stop, false);
	for (int i = 0; i < WRITERS; i++) {
		writers[i].number = i + 1;
		atomic_store(&writers[i].answered, 0);
		assert_int_equal(pthread_create(&writers[i].thread, NULL, write_on, &writers[i]), 0);
		while (atomic_load(&writers[i].answered) < ROWS_BEFORE)
			sched_yield();
	}
	for (int i = 0; i < WRITERS; i++)
		before[i] = atomic_load(&writers[i].answered);
	path = make(c, "busy.zip");
	atomic_store(&stop, true);
	for (int i = 0; i < WRITERS; i++)
		pthread_join(writers[i].thread, NULL);

	assert_ok(restore(path, &why));
	restored = *test_ctx(&other);
	restored.store = open_restored();
	for (int i = 0; i < WRITERS; i++) {
		for (int k = 1; k <= before[i]; k++) {
			assert_ok(q_sample_by_id(&restored, (i + 1) * 1000000 + k, &found, &row));
			if (!found)
				fail_msg("row %d of writer %d of %d is missing", k, i + 1, before[i]);
		}
	}
	/* And it is of one moment: no row without its tag. */
	assert_ok(q_sample_count(&restored, &rows));
	assert_ok(q_sample_list_count(&restored, &(struct q_sample_list_filter){ .by_tagged = true, .tag = S("its tag") }, &tags));
	assert_int_equal(rows, tags);
	ctx_end(&restored);
	store_close(restored.store);
}

/* ---- what is refused ------------------------------------------------------------------------------------------------------ */

static void write_changed(const char *path, str bytes, size_t at)
{
	char *copy = arena_copy(t.a, bytes.p, bytes.n);

	/* One bit of a packed file may change nothing: a longer way back in a run of zeros gives the same zeros. */
	for (size_t i = at; i < at + 64; i++)
		copy[i] ^= 0x55;
	assert_ok(file_write_atomic(path, str_make(copy, bytes.n), 0600));
}

static void test_damaged_archives_are_refused(void **state)
{
	struct ctx *c = test_ctx(&t);
	const char *path = make(c, "sound.zip"), *bad = in_folder("bad.zip");
	str bytes;

	(void)state;
	assert_ok(file_read(c->a, path, ARCHIVE_MAX, &bytes));
	/* Its middle is the database's. */
	write_changed(bad, bytes, bytes.n / 2);
	refused(bad, ERR_INVALID, "is damaged");
	assert_ok(file_write_atomic(bad, str_sub(bytes, 0, bytes.n - 100), 0600));
	refused(bad, ERR_INVALID, "not a backup");
	assert_ok(file_write_atomic(bad, S("no archive"), 0600));
	refused(bad, ERR_INVALID, "not a backup");
	refused(in_folder("nowhere.zip"), ERR_NOT_FOUND, "cannot be opened");
}

/* An archive whose own check sums are right, with this manifest. */
static const char *forge(struct ctx *c, const char *schema, const char *engine, const char *sha256)
{
	const char *path = in_folder("forged.zip"), *member = strcmp(engine, "sqlite") == 0 ? "talkoot.db" : "talkoot.pgdump";
	struct archive_file files[] = {
		{ .name = "manifest.json",
		  .bytes = str_format(c->a,
				      "{\"format\":\"talkoot backup\",\"format_version\":1,\"program\":\"9.9\",\"engine\":\"%s\",\"schema\":%s,"
				      "\"made\":\"\",\"made_utc\":1,\"members\":[{\"name\":\"%s\",\"size\":3,\"sha256\":\"%s\"}]}",
				      engine, schema, member, sha256) },
		{ .name = member, .bytes = S("abc") },
	};
	str why;

	assert_ok(archive_write(c->a, path, files, 2, &why));
	return path;
}

static void test_foreign_archives_are_refused(void **state)
{
	static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	struct ctx *c = test_ctx(&t);
	bool pg = t.url[0] != '\0';
	const char *own = pg ? "postgresql" : "sqlite";

	(void)state;
	refused(forge(c, "9999", own, abc), ERR_INVALID, "newer program (9.9, schema 9999");
	refused(forge(c, "1", pg ? "sqlite" : "postgresql", abc), ERR_INVALID, pg ? "leave out --db" : "name an empty database");
	refused(forge(c, "1", own, "00"), ERR_INVALID, "is damaged");
	refused(forge(c, "1", own, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae"), ERR_INVALID, "is damaged");
	refused(forge(c, "\"1\"", own, abc), ERR_INVALID, "not a backup");
}

static void test_nothing_is_overwritten(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct backup_source from = source(c);
	struct backup_info info;
	const char *path = make(c, "a.zip");
	str why;

	(void)state;
	assert_int_equal(backup_make(&from, path, &info, &why), ERR_CONFLICT);
	assert_ok(restore(path, &why));
	assert_int_equal(restore(path, &why), ERR_CONFLICT);
	store_close(open_restored());
}

static void test_secrets_stay_out(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct archive *archive;
	const char *path;
	struct stat st;
	str conf;

	(void)state;
	assert_ok(file_write_atomic(in_folder("talkoot.conf"),
				    S("# smtp_password is below\nsmtp_user = mari\nsmtp_password = hush\n smtp_token=hush\n"
				      "db = postgresql://u:hush@h/d\n"),
				    0600));
	path = make(c, "a.zip");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_ok(archive_open(c->a, path, &archive));
	assert_ok(archive_bytes(archive, c->a, S("talkoot.conf"), 10000, &conf));
	assert_true(str_starts(conf, S("# smtp_password is below\nsmtp_user = mari\n# smtp_password: ")));
	assert_int_equal(str_find_str(conf, S("hush")), conf.n);
}

/* ---- what is kept ------------------------------------------------------------------------------------------------------- */

/* The names in the folder of backups that begin with `what`, the last in order. */
static int count_of(const char *what, str *ret_last)
{
	DIR *dir = opendir(in_folder("backups"));
	struct dirent *entry;
	int n = 0;

	*ret_last = S("");
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		str name = str_from(entry->d_name);

		if (!str_starts(name, str_from(what)))
			continue;
		n++;
		if (str_cmp(name, *ret_last) > 0)
			*ret_last = str_copy(t.a, name);
	}
	if (dir != NULL)
		closedir(dir);
	return n;
}

static void look(struct ctx *c)
{
	static const struct job_table *const tables[] = { &backup_job_handlers };
	struct job_ran ran = { .ran = true };

	while (ran.ran) {
		test_ctx_renew(&t, c);
		assert_ok(job_run_one(c, test_writer(&t), tables, 1, &ran));
		assert_int_equal(ran.result, OK);
	}
}

static void test_every_night_one_and_the_newest_are_kept(void **state)
{
	static const struct job_table *const tables[] = { &backup_job_handlers };
	struct ctx *c = test_ctx(&t);
	str last;

	(void)state;
	t.settings.backup_keep = 3;
	assert_ok(file_write_atomic(in_folder("mine.zip"), S("x"), 0600));
	assert_ok(job_ensure_periodic(c, test_writer(&t), tables, 1));
	look(c); /* Friday at nine: there is none yet */
	assert_int_equal(count_of("talkoot-", &last), 1);
	assert_str(last, "talkoot-20261127-0900.zip");
	test_pass(&t, 17 * 3600); /* Saturday at two: not yet its hour */
	look(c);
	assert_int_equal(count_of("talkoot-", &last), 1);
	test_pass(&t, 3600 + 300);
	look(c);
	assert_int_equal(count_of("talkoot-", &last), 2);
	assert_str(last, "talkoot-20261128-0305.zip");
	test_pass(&t, 600);
	look(c);
	assert_int_equal(count_of("talkoot-", &last), 2);
	for (int i = 0; i < 4; i++) {
		test_pass(&t, 86400);
		look(c);
	}
	assert_int_equal(count_of("talkoot-", &last), 3);
	assert_str(last, "talkoot-20261202-0315.zip");
	assert_int_equal(access(in_folder("mine.zip"), F_OK), 0);
	t.settings.backup_keep = 0;
	test_pass(&t, 86400);
	look(c);
	assert_int_equal(count_of("talkoot-", &last), 3);
}

static void test_a_migration_is_preceded_by_a_backup(void **state)
{
	static struct migration more[100];
	struct ctx *c = test_ctx(&t);
	struct backup_source from = source(c);
	struct migrate_options options = { .list = more, .now = TEST_NOW, .before = backup_before_migration, .arg = &from };
	size_t n = 0;
	int applied;
	str why, last;

	(void)state;
	while (migrations[n].name != NULL) {
		more[n] = migrations[n];
		n++;
	}
	more[n] = (struct migration){ (int)n + 1, "more", "CREATE TABLE more (id INTEGER PRIMARY KEY);" };
	t.changed = true;
	assert_ok(migrate_run(t.store, t.a, &options, &applied, &why));
	assert_int_equal(applied, 1);
	assert_int_equal(count_of("before-migration-", &last), 1);
	assert_ok(restore(in_folder(str_format(t.a, "backups/%.*s", STR_ARG(last)).p), &why));
}

/* ---- the list of erasures -------------------------------------------------------------------------------------------------- */

static void test_the_list_of_erasures_only_grows(void **state)
{
	const struct erasure more[] = { { 7, 1700000000 }, { 3, 1700000100 } };
	struct ctx *c = test_ctx(&t);
	const struct erasure *list;
	size_t n;
	const char *path = in_folder("backups/erasures");

	(void)state;
	assert_int_equal(erasures_read(c->a, path, &list, &n), ERR_NOT_FOUND);
	assert_ok(erasures_write(c, NULL, 0));
	assert_ok(erasures_read(c->a, path, &list, &n));
	assert_int_equal(n, 0);
	test_exec(&t, "INSERT INTO erasure (person_id, erased_utc) VALUES (5, 1700000050), (7, 1700000000);");
	assert_ok(erasures_write(c, more, 2));
	test_exec(&t, "DELETE FROM erasure;");
	test_ctx_renew(&t, c);
	assert_ok(erasures_write(c, NULL, 0));
	assert_ok(erasures_read(c->a, path, &list, &n));
	assert_int_equal(n, 3);
	assert_int_equal(list[0].person, 3);
	assert_int_equal(list[1].person, 5);
	assert_int_equal(list[2].person, 7);
	assert_int_equal(list[2].at, 1700000000);
	assert_ok(file_write_atomic(path, S("3 yesterday\n"), 0600));
	assert_int_equal(erasures_read(c->a, path, &list, &n), ERR_INVALID);
	assert_int_equal(erasures_write(c, NULL, 0), ERR_INVALID); /* and does not write over what it cannot read */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_nothing_that_was_answered_is_missing), TEST(test_damaged_archives_are_refused),
	  TEST(test_foreign_archives_are_refused), TEST(test_nothing_is_overwritten), TEST(test_secrets_stay_out),
	  TEST(test_every_night_one_and_the_newest_are_kept), TEST(test_a_migration_is_preceded_by_a_backup),
	  TEST(test_the_list_of_erasures_only_grows))
