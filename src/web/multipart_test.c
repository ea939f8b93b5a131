/* Multipart bodies: whole ones, hostile ones, and every truncation and changed byte of a whole one. */
#include "harness.h"
#include "web/multipart.h"

#define DISPOSITION "Content-Disposition: form-data; name="
#define WHOLE                                                                                    \
	"--B\r\n" DISPOSITION "\"a\"\r\n\r\nvalue\r\n"                                            \
	"--B\r\n" DISPOSITION "\"f\"; filename=\"C:\\\\x\\\\re%22port.pdf\"\r\nContent-Type: x/y\r\n\r\n\0\r\n--C\r\n" \
	"--B\r\n" DISPOSITION "e\r\n\r\n\r\n--B--\r\n"

static enum err parse(struct arena *a, str body, struct part **parts, size_t *n)
{
	return multipart_parse(a, body, S("B"), 3, parts, n);
}

static void test_whole_body(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct part *p;
	size_t n;

	(void)state;
	assert_ok(parse(a, S(WHOLE), &p, &n));
	assert_int_equal(n, 3);
	assert_str(p[0].name, "a");
	assert_str(p[0].body, "value");
	assert_true(str_is_null(p[0].filename));
	assert_str(p[1].filename, "re\"port.pdf");
	assert_true(str_eq(p[1].body, S("\0\r\n--C")));
	assert_str(p[2].name, "e");
	assert_int_equal(p[2].body.n, 0);
	arena_free(a);
}

static void test_boundaries(void **state)
{
	(void)state;
	assert_str(multipart_boundary(S("multipart/form-data; boundary=abc")), "abc");
	assert_str(multipart_boundary(S("Multipart/Form-Data; charset=x; boundary=\"a b:c\"")), "a b:c");
	assert_true(str_is_null(multipart_boundary(S("multipart/form-data"))));
	assert_true(str_is_null(multipart_boundary(S("multipart/mixed; boundary=x"))));
	assert_true(str_is_null(multipart_boundary(S("multipart/form-data; boundary="))));
	assert_true(str_is_null(multipart_boundary(S("multipart/form-data; boundary=\"a"))));
	assert_true(str_is_null(multipart_boundary(S("multipart/form-data; boundary=a\rb"))));
}

static void test_hostile_bodies(void **state)
{
	static const struct {
		str body;
		enum err want;
	} rows[] = {
		{ S_INIT(""), ERR_INVALID },
		{ S_INIT("--B--"), OK },
		{ S_INIT("--B\r\n"), ERR_INVALID },
		{ S_INIT("preamble\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\r\n\r\nno name\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\r\n" DISPOSITION "\"\"\r\n\r\nx\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\r\n" DISPOSITION "a\r\n" DISPOSITION "b\r\n\r\nx\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\r\n" DISPOSITION "a\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\r\n" DISPOSITION "a \r\nX : 1\r\n\r\nx\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\r\n" DISPOSITION "\xff\r\n\r\nx\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\r\n" DISPOSITION "a\r\nA: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n\r\nx\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\n" DISPOSITION "a\n\nx\n--B--"), ERR_INVALID },
		{ S_INIT("--Bx\r\n" DISPOSITION "a\r\n\r\nx\r\n--B--"), ERR_INVALID },
		{ S_INIT("--B\r\n" DISPOSITION "a\r\n\r\nx\r\n--B\r\n" DISPOSITION "a\r\n\r\nx\r\n--B\r\n" DISPOSITION
			 "a\r\n\r\nx\r\n--B\r\n" DISPOSITION "a\r\n\r\nx\r\n--B--"), ERR_LIMIT },
	};
	struct arena *a = arena_new(1 << 20);
	struct part *p;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (parse(a, rows[i].body, &p, &n) != rows[i].want)
			fail_msg("row %zu", i);
	arena_free(a);
}

static void test_filenames_hide_no_folder(void **state)
{
	static const char *const rows[][2] = {
		{ "../../etc/passwd", "passwd" }, { "C:\\a\\b.doc", "b.doc" }, { "..", "file" }, { "a\tb", "a b" }, { "x/", "" },
	};
	struct arena *a = arena_new(1 << 20);
	struct part *p;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		str body = str_format(a, "--B\r\n" DISPOSITION "a; filename=\"%s\"\r\n\r\nx\r\n--B--", rows[i][0]);

		assert_ok(parse(a, body, &p, &n));
		assert_str(p[0].filename, rows[i][1]);
	}
	arena_free(a);
}

static void test_no_truncation_or_change_is_read_beyond(void **state)
{
	str whole = S(WHOLE);
	struct arena *a = arena_new(1 << 20);
	struct part *p;
	size_t n;

	(void)state;
	/* Each in a block of its own size, so that the sanitizer sees one byte too many. */
	for (size_t cut = 0; cut < whole.n; cut++) {
		char *bytes = test_malloc(cut + 1);

		memcpy(bytes, whole.p, cut);
		(void)(parse(a, str_make(bytes, cut), &p, &n) == OK);
		test_free(bytes);
		arena_reset(a);
	}
	for (size_t at = 0; at < whole.n; at++) {
		char *bytes = test_malloc(whole.n);

		memcpy(bytes, whole.p, whole.n);
		bytes[at] = (char)(bytes[at] ^ 0x21);
		(void)(parse(a, str_make(bytes, whole.n), &p, &n) == OK);
		test_free(bytes);
		arena_reset(a);
	}
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_whole_body), cmocka_unit_test(test_boundaries), cmocka_unit_test(test_hostile_bodies),
	  cmocka_unit_test(test_filenames_hide_no_folder), cmocka_unit_test(test_no_truncation_or_change_is_read_beyond))
