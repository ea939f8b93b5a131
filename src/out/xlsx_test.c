/* XLSX read back with libzip and expat: strings are strings, dates are dates, nothing is a formula or a link. */
#include "harness.h"

#include <expat.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "base/buf.h"
#include "out/xlsx.h"

static str zip_member(struct arena *a, str bytes, const char *name)
{
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
	char *p = arena_alloc(a, 1 << 20);
	zip_file_t *file;
	zip_int64_t n;

	assert_non_null(zip);
	file = zip_fopen(zip, name, 0);
	if (file == NULL)
		fail_msg("no %s", name);
	n = zip_fread(file, p, 1 << 20);
	assert_true(n > 0);
	zip_fclose(file);
	zip_close(zip);
	return str_make(p, (size_t)n);
}

/* What the test gathers of a sheet or of the shared strings: texts of <t> or cells as "ref:type:value ". */
struct gathered {
	struct arena *a;
	struct buf cells;
	str strings[100];
	size_t n;
	struct buf text;
	bool shared;
};

static void XMLCALL on_start(void *arg, const XML_Char *name, const XML_Char **attributes)
{
	struct gathered *g = arg;

	buf_init(&g->text, g->a, 1 << 20);
	assert_string_not_equal(name, "f");
	assert_string_not_equal(name, "hyperlink");
	if (strcmp(name, "c") == 0) {
		const char *ref = "", *type = "n", *style = "0";

		for (; *attributes != NULL; attributes += 2) {
			if (strcmp(attributes[0], "r") == 0)
				ref = attributes[1];
			if (strcmp(attributes[0], "t") == 0)
				type = attributes[1];
			if (strcmp(attributes[0], "s") == 0)
				style = attributes[1];
		}
		buf_format(&g->cells, "%s:%s:%s:", ref, type, style);
	}
}

static void XMLCALL on_text(void *arg, const XML_Char *text, int n)
{
	buf_add(&((struct gathered *)arg)->text, text, (size_t)n);
}

static void XMLCALL on_end(void *arg, const XML_Char *name)
{
	struct gathered *g = arg;

	if (g->shared && strcmp(name, "t") == 0) {
		assert_true(g->n < 100);
		g->strings[g->n++] = str_copy(g->a, buf_done(&g->text));
	} else if (!g->shared && strcmp(name, "v") == 0) {
		buf_str(&g->cells, buf_done(&g->text));
		buf_char(&g->cells, ' ');
	}
}

static void gather(struct arena *a, str bytes, const char *member, struct gathered *g)
{
	XML_Parser parser = XML_ParserCreate(NULL);
	str xml = zip_member(a, bytes, member);

	*g = (struct gathered){ .a = a, .shared = strstr(member, "shared") != NULL };
	buf_init(&g->cells, a, 1 << 20);
	XML_SetUserData(parser, g);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	assert_int_equal(XML_Parse(parser, xml.p, (int)xml.n, 1), XML_STATUS_OK);
	XML_ParserFree(parser);
}

static const struct xlsx_column two[] = { { S_INIT("Name <b>"), 30 }, { S_INIT("When"), 0 } };

static void test_cells_have_their_types(void **state)
{
	static const char *const hostile[] = { "=cmd|'/c calc'!A1", "</t><t>", "http://x.example", "_x0041_",
		"ä\x01\xFF", "123",
		"a\r\nb" };
	static const char *const want[] = { "'=cmd|'/c calc'!A1", "</t><t>", "http://x.example", "_x005F_x0041_",
		"ä\xEF\xBF\xBD",
		"123", "a\nb" };
	struct arena *a = arena_new(1 << 25);
	struct gathered g;
	struct xlsx *x;
	str bytes, sheet;

	(void)state;
	assert_ok(xlsx_open(a, S("Sign-ups & <more>"), &x));
	xlsx_sheet(x, S("A/B[c]:'"), two, 2);
	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		xlsx_text(x, str_from(hostile[i]));
		xlsx_empty(x);
		xlsx_end_row(x);
	}
	xlsx_sheet(x, S("A/B[c]:'"), two, 2);
	xlsx_int(x, -42);
	xlsx_date(x, (struct civil){ .year = 2026, .month = 11, .day = 22 });
	xlsx_end_row(x);
	xlsx_real(x, 0.5);
	xlsx_time(x, (struct civil){ .year = 2026, .month = 11, .day = 22, .hour = 18 });
	xlsx_end_row(x);
	assert_ok(xlsx_close(x, &bytes));

	gather(a, bytes, "xl/sharedStrings.xml", &g);
	assert_str(g.strings[0], "Name <b>");
	assert_int_equal(g.n, 2 + sizeof hostile / sizeof hostile[0]);
	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++)
		assert_str(g.strings[2 + i], want[i]);
	gather(a, bytes, "xl/worksheets/sheet1.xml", &g);
	assert_true(str_starts(buf_done(&g.cells), S("A1:s:1:0 B1:s:1:1 A2:s:0:2 A3:s:0:3 ")));
	gather(a, bytes, "xl/worksheets/sheet2.xml", &g);
	assert_str(buf_done(&g.cells), "A1:s:1:0 B1:s:1:1 A2:n:0:-42 B2:n:2:46348 A3:n:0:0.5 B3:n:3:46348.75 ");
	sheet = zip_member(a, bytes, "xl/worksheets/sheet2.xml");
	assert_true(str_find_str(sheet, S("<autoFilter ref=\"A1:B3\"")) < sheet.n);
	assert_true(str_find_str(sheet, S("state=\"frozen\"")) < sheet.n);
	sheet = zip_member(a, bytes, "docProps/core.xml");
	assert_true(str_find_str(sheet, S("Sign-ups &amp; &lt;more&gt;")) < sheet.n);
	sheet = zip_member(a, bytes, "xl/workbook.xml");
	assert_true(str_find_str(sheet, S("name=\"A B c\"")) < sheet.n);
	assert_true(str_find_str(sheet, S("name=\"2\"")) < sheet.n);
	arena_free(a);
}

static void test_long_text_is_cut_as_excel_counts(void **state)
{
	struct arena *a = arena_new(1 << 25);
	struct gathered g;
	struct xlsx *x;
	struct buf b;
	str bytes;

	(void)state;
	buf_init(&b, a, 1 << 20);
	for (int i = 0; i < 20000; i++)
		buf_lit(&b, "𝄞");
	assert_ok(xlsx_open(a, S(""), &x));
	xlsx_sheet(x, S(""), two, 1);
	xlsx_text(x, buf_done(&b));
	xlsx_end_row(x);
	assert_ok(xlsx_close(x, &bytes));
	gather(a, bytes, "xl/sharedStrings.xml", &g);
	assert_int_equal(str_points(g.strings[1]), 16383 + 1);
	assert_true(str_ends(g.strings[1], S("𝄞…")));
	arena_free(a);
}

static void test_too_many_rows_is_said(void **state)
{
	struct arena *a = arena_new(1 << 25);
	struct xlsx *x;
	str bytes;

	(void)state;
	assert_ok(xlsx_open(a, S("t"), &x));
	xlsx_sheet(x, S("s"), two, 1);
	for (size_t i = 0; i <= XLSX_ROWS_MAX; i++) {
		xlsx_empty(x);
		xlsx_end_row(x);
	}
	assert_int_equal(xlsx_close(x, &bytes), ERR_LIMIT);
	/* One that is never closed leaves nothing behind. */
	assert_ok(xlsx_open(a, S("t"), &x));
	arena_free(a);
}

static enum err small_book(void *arg)
{
	struct xlsx *x;
	str bytes;

	TRY(xlsx_open(arg, S("t"), &x));
	xlsx_sheet(x, S("a/b"), two, 2);
	xlsx_text(x, S("=1\r\n_x0041_"));
	xlsx_date(x, (struct civil){ .year = 1899, .month = 1, .day = 1 });
	xlsx_end_row(x);
	return xlsx_close(x, &bytes);
}

/* Whichever allocation fails, nothing of the library and no file is left behind. */
static void test_every_allocation_may_fail(void **state)
{
	char folder[] = "/tmp/talkoot-test-XXXXXX";
	struct arena *a = arena_new(1 << 22);
	enum err e = ERR_MEMORY;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(setenv("TMPDIR", folder, 1), 0);
	for (size_t n = 1; e != OK; n++) {
		arena_reset(a);
		arena_fail_at(a, n);
		e = arena_run(a, small_book, a);
		assert_true((e == OK || e == ERR_MEMORY) && n < 200);
	}
	arena_free(a);
	assert_int_equal(rmdir(folder), 0); /* works for an empty one only */
	assert_int_equal(setenv("TMPDIR", folder, 1), 0);
	a = arena_new(1 << 22);
	assert_int_equal(small_book(a), ERR_IO);
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_cells_have_their_types), cmocka_unit_test(test_long_text_is_cut_as_excel_counts),
	cmocka_unit_test(test_too_many_rows_is_said),
	cmocka_unit_test(test_every_allocation_may_fail))
