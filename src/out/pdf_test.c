/* The PDF documents, read back with pdftotext, pdfinfo and qpdf: letters, language, title, structure, pages. */
#include "harness.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "out/pdf_poster.h"
#include "out/pdf_signature_list.h"
#include "out/qr.h"

/* What command prints about the PDF; "%s" in it is the file. */
static str ask(struct arena *a, str pdf, const char *before, const char *after)
{
	char path[] = "/tmp/talkoot-pdf-XXXXXX";
	int fd = mkstemp(path);
	struct buf b;
	FILE *f;
	int c;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, pdf.p, pdf.n), (ssize_t)pdf.n);
	close(fd);
	buf_init(&b, a, 4 << 20);
	f = popen(str_c(a, str_format(a, "%s %s %s 2>&1", before, path, after)), "r");
	assert_non_null(f);
	while ((c = fgetc(f)) != EOF)
		buf_char(&b, (char)c);
	assert_int_equal(pclose(f), 0);
	unlink(path);
	return buf_done(&b);
}

static void need_tools(void)
{
	if (access("/usr/bin/pdftotext", X_OK) != 0 || access("/usr/bin/qpdf", X_OK) != 0)
		SKIP("no pdftotext or qpdf");
}

#define assert_has(text, part)                                                          \
	do {                                                                            \
		str text_ = (text);                                                     \
		if (str_find_str(text_, S(part)) == text_.n)                            \
			fail_msg("no \"%s\" in %.*s", part, STR_ARG(text_));            \
	} while (0)

static size_t count(str text, str needle)
{
	size_t n = 0;

	for (size_t at; (at = str_find_str(text, needle)) < text.n; n++)
		text = str_sub(text, at + needle.n, text.n);
	return n;
}

static struct pdf_picture a_mark(struct arena *a)
{
	struct pdf_picture mark = { .alternative = S("Euroopan unionin osarahoittama (ä)") };
	struct qr code;

	assert_ok(qr_encode(a, S("any picture will do"), &code));
	assert_ok(qr_png(a, &code, 2, &mark.png));
	return mark;
}

static struct signature_list a_list(struct signature_row *rows, size_t n)
{
	static const char *const names[] = { "Väinö Äijälä", "Åsa Öberg", "<b>Bold</b> & =1+1",
		"\xE2\x80\xAEkaanne\x01\xFF" };
	static const str lines[] = { S_INIT("Euroopan unionin osarahoittama, A80123, Päijät-Hämeen liitto"),
		S_INIT("Hanke 2, diaarinumero 12/2026") };

	for (size_t i = 0; i < n; i++)
		rows[i] = (struct signature_row){ .name = str_from(names[i % 4]),
			.organisation = S("Lahden Erittäin Pitkäniminen Konepaja ja Teräsrakenne Osakeyhtiö Ab Ltd, Nastolan toimipaikka"),
			.business_id = S("1234567-1"), .size_class = S("10–49") };
	return (struct signature_list){ .lang = S("fi"), .title = S("Yritysvierailu: Öljymäki Oy"),
		.when = S("27.11.2026 klo 9–11"),
		.place = S("Askonkatu 2, Lahti"), .project_lines = lines, .project_line_count = 2,
		.head_number = S("Nro"),
		.head_name = S("Nimi"), .head_organisation = S("Organisaatio"), .head_business_id = S("Y-tunnus"),
		.head_size_class = S("Kokoluokka"), .head_signature = S("Allekirjoitus"), .page = S("Sivu"),
		.rows = rows,
		.row_count = n, .empty_rows = 5, .now = 1795324260 };
}

static void test_signature_list(void **state)
{
	struct arena *a = arena_new(1 << 26);
	struct signature_row *rows = NEW_ARRAY(a, 40, struct signature_row);
	struct signature_list list = a_list(rows, 40);
	struct pdf_picture mark = a_mark(a);
	str pdf, again, text;

	(void)state;
	need_tools();
	list.marks = &mark;
	list.mark_count = 1;
	assert_ok(pdf_signature_list(a, &list, &pdf));
	text = ask(a, pdf, "pdftotext -layout", "-");
	assert_has(text, "Väinö Äijälä");
	assert_has(text, "Åsa Öberg");
	assert_has(text, "<b>Bold</b> & =1+1");
	assert_has(text, "Yritysvierailu: Öljymäki Oy");
	assert_has(text, "Päijät-Hämeen liitto");
	assert_has(text, "1234567-1");
	assert_has(text, "10–49");
	assert_has(text, "Sivu 1/4");
	assert_has(text, "Sivu 4/4");
	assert_int_equal(count(text, S("Allekirjoitus")), 4);
	assert_int_equal(count(text, S("\f")), 4);
	assert_has(text, "\n45"); /* the last empty row is numbered on */
	assert_has(ask(a, pdf, "qpdf --check", ""), "No syntax or stream encoding errors found");
	text = ask(a, pdf, "pdfinfo", "");
	assert_has(text, "Title:           Yritysvierailu: Öljymäki Oy");
	assert_has(text, "Tagged:          yes");
	assert_has(text, "842 x 595 pts (A4)");
	text = ask(a, pdf, "qpdf --qdf --object-streams=disable", "-");
	assert_has(text, "/Lang (fi)");
	assert_has(text, "/DisplayDocTitle true");
	assert_int_equal(count(text, S("/Alt ")), 4);
	text = ask(a, pdf, "pdfinfo -struct", "");
	assert_has(text, "H1");
	assert_has(text, "Table");
	assert_has(text, "TH");
	assert_ok(pdf_signature_list(a, &list, &again));
	assert_true(str_eq(pdf, again));
	arena_free(a);
}

static void test_signature_list_of_nobody_and_of_too_many(void **state)
{
	struct arena *a = arena_new(1 << 26);
	struct signature_list list = a_list(NULL, 0);
	str pdf, text;

	(void)state;
	need_tools();
	assert_ok(pdf_signature_list(a, &list, &pdf));
	text = ask(a, pdf, "pdftotext -layout", "-");
	assert_has(text, "Sivu 1/1");
	list.empty_rows = SIGNATURE_ROWS_MAX + 1;
	assert_int_equal(pdf_signature_list(a, &list, &pdf), ERR_LIMIT);
	arena_free(a);
}

static void test_poster(void **state)
{
	struct arena *a = arena_new(1 << 26);
	static const str lines[] = { S_INIT("Euroopan unionin osarahoittama, A80123") };
	struct pdf_picture marks[2] = { a_mark(a), { .png = S("no picture"), .alternative = S("x") } };
	struct poster poster = { .lang = S("sv"),
		.title = S("Företagsbesök: Öljymäki Oy visar sin nya svetslinje för alla intresserade "
		"företag i Päijänne-Tavastland"), .when = S("27.11.2026 kl. 9–11"), .place = S("Askonkatu 2, Lahtis"),
		.host = S("Värd: Öljymäki Oy"), .invitation = S("Anmäl dig"),
		.url = S("https://visits.example.fi/v/7Q3KXA"),
		.shown_url = S("visits.example.fi/v/7Q3KXA"), .qr_alternative = S("QR-kod till anmälan"),
		.project_lines = lines,
		.project_line_count = 1, .marks = marks, .mark_count = 2, .now = 1795324260 };
	str pdf, text;

	(void)state;
	need_tools();
	assert_ok(pdf_poster(a, &poster, &pdf));
	text = ask(a, pdf, "pdftotext -layout", "-");
	assert_has(text, "Företagsbesök");
	assert_has(text, "visits.example.fi/v/7Q3KXA");
	assert_has(text, "Euroopan unionin osarahoittama, A80123");
	assert_int_equal(count(text, S("\f")), 1);
	assert_has(ask(a, pdf, "qpdf --check", ""), "No syntax or stream encoding errors found");
	text = ask(a, pdf, "qpdf --qdf --object-streams=disable", "-");
	assert_has(text, "/Lang (sv)");
	assert_has(text, "/URI (https://visits.example.fi/v/7Q3KXA)");
	assert_int_equal(count(text, S("/Alt ")), 2);
	if (access("/usr/bin/zbarimg", X_OK) == 0) {
		text = ask(a, pdf,
			"f() { pdftoppm -r 60 -gray -singlefile $1 $1-p && zbarimg -q --raw --nodbus $1-p.pgm; "
			"rm -f $1-p.pgm; }; f", "");
		assert_has(text, "https://visits.example.fi/v/7Q3KXA");
	}
	poster.url = S("https://x.example/ä");
	assert_int_equal(pdf_poster(a, &poster, &pdf), ERR_INVALID);
	arena_free(a);
}

static enum err small_poster(void *arg)
{
	const struct poster poster = { .lang = S("fi"), .title = S("Öljymäki"), .url = S("https://x.example/1"),
		.shown_url = S("x.example/1"), .qr_alternative = S("QR") };
	str pdf;

	return pdf_poster(arg, &poster, &pdf);
}

/* Whichever allocation fails, the poster fails as a whole and nothing of cairo, pango or qpdf is left behind (the sanitizer
 * would say so). */
static void test_every_allocation_may_fail(void **state)
{
	struct arena *a = arena_new(1 << 24);
	enum err e = ERR_MEMORY;

	(void)state;
	for (size_t n = 1; e != OK; n++) {
		arena_reset(a);
		arena_fail_at(a, n);
		e = arena_run(a, small_poster, a);
		assert_true((e == OK || e == ERR_MEMORY) && n < 200);
	}
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_signature_list), cmocka_unit_test(test_signature_list_of_nobody_and_of_too_many),
	cmocka_unit_test(test_poster), cmocka_unit_test(test_every_allocation_may_fail))
