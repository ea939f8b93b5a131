/* QR codes: what is drawn is read back by zbar (zbarimg), the SVG is well-formed whatever its title. */
#include "harness.h"

#include <expat.h>
#include <stdlib.h>
#include <unistd.h>

#include "out/qr.h"

static void test_png_is_read_by_a_scanner(void **state)
{
	static const char *const texts[] = { "https://visits.example.fi/v/7Q3KXA", "A", "MAILTO:a@b.example?x=%C3%A4" };
	struct arena *a = arena_new(1 << 24);

	(void)state;
	if (access("/usr/bin/zbarimg", X_OK) != 0)
		SKIP("no zbarimg");
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char path[] = "/tmp/talkoot-qr-XXXXXX", command[100], got[200];
		struct qr q;
		str png;
		FILE *f;
		int fd = mkstemp(path);

		assert_true(fd >= 0);
		assert_ok(qr_encode(a, str_from(texts[i]), &q));
		assert_ok(qr_png(a, &q, 4, &png));
		assert_int_equal(write(fd, png.p, png.n), (ssize_t)png.n);
		close(fd);
		snprintf(command, sizeof command, "zbarimg -q --raw --nodbus -Sdisable -Sqrcode.enable %s 2>/dev/null",
			path);
		f = popen(command, "r");
		assert_non_null(f);
		assert_non_null(fgets(got, sizeof got, f));
		pclose(f);
		unlink(path);
		assert_str(str_trim(str_from(got)), texts[i]);
	}
	arena_free(a);
}

static void XMLCALL note_title(void *arg, const XML_Char *text, int n)
{
	buf_add(arg, text, (size_t)n);
}

static void test_svg_is_well_formed(void **state)
{
	static const char title[] = "</title><script>alert('ä\x01')</script>& \"x\"";
	struct arena *a = arena_new(1 << 24);
	XML_Parser parser = XML_ParserCreate(NULL);
	struct buf b, text;
	struct qr q;
	str svg;

	(void)state;
	buf_init(&b, a, 1 << 20);
	buf_init(&text, a, 1000);
	assert_ok(qr_encode(a, S("https://visits.example.fi/v/7Q3KXA"), &q));
	qr_svg(&b, &q, str_from(title));
	svg = buf_done(&b);
	XML_SetUserData(parser, &text);
	XML_SetCharacterDataHandler(parser, note_title);
	assert_int_equal(XML_Parse(parser, svg.p, (int)svg.n, 1), XML_STATUS_OK);
	XML_ParserFree(parser);
	assert_str(str_trim(buf_done(&text)), "</title><script>alert('ä ')</script>& \"x\"");
	assert_int_equal(str_find_str(svg, S("<script")), svg.n);
	assert_int_equal(str_find_str(svg, S("style")), svg.n);
	/* The finder pattern: seven dark modules in the corner. */
	assert_true(str_find_str(svg, S("M4 4h7v1h-7z")) < svg.n);
	arena_free(a);
}

static void test_limits(void **state)
{
	struct arena *a = arena_new(1 << 24);
	char *big = arena_alloc(a, QR_TEXT_MAX + 1);
	struct qr q;
	str png;

	(void)state;
	memset(big, 'a', QR_TEXT_MAX + 1);
	assert_int_equal(qr_encode(a, S(""), &q), ERR_INVALID);
	assert_int_equal(qr_encode(a, str_null, &q), ERR_INVALID);
	assert_int_equal(qr_encode(a, S("https://x.example/ä"), &q), ERR_INVALID);
	assert_int_equal(qr_encode(a, S("a\nb"), &q), ERR_INVALID);
	assert_int_equal(qr_encode(a, str_make(big, QR_TEXT_MAX + 1), &q), ERR_LIMIT);
	assert_ok(qr_encode(a, str_make(big, QR_TEXT_MAX), &q));
	assert_ok(qr_png(a, &q, 16, &png));
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_png_is_read_by_a_scanner), cmocka_unit_test(test_svg_is_well_formed),
	cmocka_unit_test(test_limits))
