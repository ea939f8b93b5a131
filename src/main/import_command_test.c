/* talkoot import: arguments, what is printed, exit status. */
#include "main/import_command.h"

#include <stdlib.h>

#include "base/file.h"
#include "harness.h"
#include "support/store/store_support.h"

struct said {
	int status;
	str out, progress, why;
};

static struct said say(struct test_store *t, const char *const *args)
{
	struct ctx *c = test_ctx(t);
	struct command_run r = { .a = t->a, .args = args };
	char *out, *progress;
	size_t out_n, progress_n;
	FILE *o = open_memstream(&out, &out_n), *p = open_memstream(&progress, &progress_n);
	struct said said;

	assert_true(o != NULL && p != NULL);
	while (args[r.arg_count] != NULL)
		r.arg_count++;
	said.status = import_command(&r, c, test_writer(t), o, p, true, &said.why);
	fclose(o);
	fclose(p);
	said.out = str_copy(t->a, str_make(out, out_n));
	said.progress = str_copy(t->a, str_make(progress, progress_n));
	free(out);
	free(progress);
	return said;
}
#define SAY(t, ...) say((t), (const char *const[]){ __VA_ARGS__, NULL })

static const char *file(struct test_store *t, const char *name, str bytes)
{
	str path = str_format(t->a, "%s/%s", t->folder, name);

	assert_ok(file_write_atomic(path.p, bytes, 0600));
	return path.p;
}

/* why NULL: no sentence. */
static void assert_said(struct said said, int status, const char *why)
{
	if (said.status != status || str_is_null(said.why) != (why == NULL) || !str_eq_c(said.why, why))
		fail_msg("status %d, why \"%.*s\"", said.status, STR_ARG(said.why));
}

/* What was printed, without the folder of the files. */
static void assert_out(struct test_store *t, struct said said, const char *want)
{
	struct buf b;
	str folder = str_format(t->a, "%s/", t->folder);

	buf_init(&b, t->a, 10000);
	for (str rest = said.out; !str_is_null(rest);) {
		str line = str_cut(&rest, '\n');

		if (str_starts(line, folder))
			line = str_sub(line, folder.n, line.n);
		buf_str(&b, line);
		if (!str_is_null(rest))
			buf_char(&b, '\n');
	}
	assert_str(buf_done(&b), want);
}

static void test_arguments(void **state)
{
	struct test_store t;

	(void)state;
	test_store_open(&t);
	assert_said(SAY(&t, "persons", "x"), 2, "say what to import from where: talkoot import organisations FILE...");
	assert_said(SAY(&t, "organisations"), 2, "say what to import from where: talkoot import organisations FILE...");
	assert_said(SAY(&t, "organisations", "--dry", "x"), 2,
		    "\"--dry\" is not understood; talkoot import --help tells more");
	assert_said(SAY(&t, "organisations", "x", "--date"), 2, "--date wants a value");
	assert_said(SAY(&t, "organisations", "x", "--date=yesterday"), 2, "\"yesterday\" is no date: write 2026-11-27");
	assert_said(SAY(&t, "organisations", "x", "--municipality", "Atlantis"), 2, "there is no municipality \"Atlantis\"");
	assert_said(SAY(&t, "organisations", "/nowhere/x"), 1, "/nowhere/x cannot be read: No such file or directory");
	test_store_close(&t);
}

static void test_what_is_printed(void **state)
{
	struct test_store t;
	const char *good, *bad, *broken;
	struct said said;

	(void)state;
	test_store_open(&t);
	good = file(&t, "good.csv", S("businessId,name,municipalityCode\n0106575-4,Good Oy,398\n0108477-9,Other Oy,091\n"));
	bad = file(&t, "bad.csv", S("businessId,name\n0106575-4,Good Oy\n0106575-5,Bad Oy\n,None\n"));
	broken = file(&t, "broken.json", S("{\"companies\":["));

	said = SAY(&t, "organisations", "--dry-run", good);
	assert_said(said, 0, NULL);
	assert_out(&t, said, "good.csv: 2 read, 2 would be new, 0 would be changed, 0 unchanged, 0 refused\n");
	said = SAY(&t, "organisations", good, "--municipality", "lahti");
	assert_out(&t, said, "good.csv: 2 read, 1 new, 0 changed, 0 unchanged, 1 elsewhere, 0 refused\n");
	said = SAY(&t, "organisations", bad);
	assert_said(said, IMPORT_SOME_REFUSED, NULL);
	assert_out(&t, said, "bad.csv:3: entry 2, 0106575-5: no valid business ID: its digits or its check digit are wrong\n"
			     "bad.csv:4: entry 3: no business ID\n"
			     "bad.csv: 3 read, 0 new, 0 changed, 1 unchanged, 2 refused\n");
	said = SAY(&t, "organisations", "--date", "2020-01-01", good);
	assert_out(&t, said, "good.csv: 2 read, 1 new, 0 changed, 0 unchanged, 1 left alone (newer data are stored), 0 refused\n");
	/* One that fails does not keep the next from being read. */
	said = SAY(&t, "organisations", broken, good);
	assert_int_equal(said.status, 1);
	assert_true(str_ends(said.why, S("broken.json: line 1: the file ends in the middle")));
	assert_out(&t, said, "broken.json: 0 read, 0 new, 0 changed, 0 unchanged, 0 refused\n"
			     "good.csv: 2 read, 0 new, 0 changed, 2 unchanged, 0 refused\n");
	test_store_close(&t);
}

static void test_progress(void **state)
{
	struct test_store t;
	struct said said;
	struct buf b;

	(void)state;
	test_store_open(&t);
	buf_init(&b, t.a, 100000);
	buf_lit(&b, "businessId,name\n");
	for (int i = 0; i < 1200; i++)
		buf_lit(&b, "1,x\n");
	said = SAY(&t, "organisations", "--dry-run", file(&t, "many.csv", buf_done(&b)));
	assert_int_equal(said.status, IMPORT_SOME_REFUSED);
	assert_true(str_starts(said.progress, S("\r")));
	assert_true(str_ends(said.progress, S("refused\n")));
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_arguments), cmocka_unit_test(test_what_is_printed), cmocka_unit_test(test_progress))
