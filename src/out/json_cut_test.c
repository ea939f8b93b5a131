/* Cutting lists out of JSON files: whole, broken, hostile, and in small portions. */
#include "harness.h"

#include "out/json_cut.h"

/* Gives so many bytes at a time, so that every byte of the file is once the last of a portion. */
struct drops {
	struct csv_memory memory;
	size_t size;
};

static enum err drop(void *arg, char *bytes, size_t size, size_t *ret_n)
{
	struct drops *d = arg;

	return csv_source_memory(&d->memory, bytes, size < d->size ? size : d->size, ret_n);
}

static const char *const names[] = { "companies", "results", NULL };

/* All values joined by '|', then '.' for a good end or the problem's number. */
static str cut(struct arena *a, const char *file, size_t drop_size, size_t value_max)
{
	struct drops d = { { str_from(file), 0 }, drop_size };
	struct json_cut j;
	struct buf b;
	enum err e;
	str value;

	buf_init(&b, a, 10000);
	json_cut_init(&j, a, drop, &d, names, value_max);
	while ((e = json_cut_next(&j, &value)) == OK || e == ERR_LIMIT) {
		if (e == OK)
			buf_str(&b, value);
		else
			buf_lit(&b, "LONG");
		buf_char(&b, '|');
	}
	if (e == ERR_NOT_FOUND) {
		buf_char(&b, '.');
		assert_int_equal(json_cut_next(&j, &value), ERR_NOT_FOUND);
	} else {
		assert_int_equal(e, ERR_INVALID);
		assert_int_equal(json_cut_next(&j, &value), ERR_INVALID);
		buf_format(&b, "%d@%zu", j.problem, j.line);
	}
	return buf_done(&b);
}

static void test_files(void **state)
{
	static const struct {
		const char *file, *want;
	} cases[] = {
		{ "[]", "." },
		{ " [ {\"a\":1} ,\n{\"b\":[2,\"]\"]} ] \n", "{\"a\":1}|{\"b\":[2,\"]\"]}|." },
		{ "\xef\xbb\xbf[1,true,\"x\\\"],[\"]", "1|true|\"x\\\"],[\"|." },
		{ "{\"total\":2,\"companies\":[{},{}],\"x\":{\"companies\":[9]}}", "{}|{}|." },
		{ "{\"x\":[1,{\"results\":[3]}],\"results\":[2]}", "2|." },
		{ "{\"companies\":null,\"results\":[2]}", "2|." },
		{ "{\"companies\":{}}", "2@1" },
		{ "{}", "2@1" },
		{ "", "1@1" },
		{ "\n\nhello", "1@3" },
		{ "[", "4@1" },
		{ "[{\"a\":\n1}", "{\"a\":\n1}|4@2" },
		{ "[{\"a\":1", "4@1" },
		{ "[\"a\\", "4@1" },
		{ "[{},]", "{}|3@1" },
		{ "[,{}]", "3@1" },
		{ "[{}{}]", "{}|3@1" },
		{ "[{}\n}", "{}|3@2" },
		{ "[{}]x", "{}|3@1" },
		{ "[{}][{}]", "{}|3@1" },
		{ "{\"results\":[1]", "1|4@1" },
		{ "{\"results\":[1],}", "1|3@1" },
		{ "{\"results\" [1]}", "3@1" },
		{ "{results:[1]}", "3@1" },
		/* What is between the brackets is not judged here. */
		{ "[{]},{x}]", "{]|3@1" },
		{ "[{x}]", "{x}|." },
	};
	struct arena *a = arena_new(100 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (size_t size = 1; size <= 64; size *= 4) {
			str got = cut(a, cases[i].file, size, 1000);

			if (!str_eq_c(got, cases[i].want))
				fail_msg("%s: got %.*s, want %s", cases[i].file, STR_ARG(got), cases[i].want);
			arena_reset(a);
		}
	}
	arena_free(a);
}

static void test_long_values_are_passed_over(void **state)
{
	struct arena *a = arena_new(10 << 20);

	(void)state;
	assert_str(cut(a, "[{\"a\":\"12345\"},{},\"12345678\",\"123456\"]", 3, 8), "LONG|{}|LONG|\"123456\"|.");
	/* A long name of a member is not the wanted one. */
	assert_str(cut(a, "{\"companies\":[1],\"companiescompanies\":2}", 3, 9), "2@1");
	arena_free(a);
}

static void test_line_and_number(void **state)
{
	struct arena *a = arena_new(10 << 20);
	struct csv_memory m = { S("{\n\"companies\": [\n {\n\"a\":1},\n\n {}\n]}"), 0 };
	struct json_cut j;
	str value;

	(void)state;
	json_cut_init(&j, a, csv_source_memory, &m, names, 100);
	assert_ok(json_cut_next(&j, &value));
	assert_int_equal(j.line, 3);
	assert_int_equal(j.number, 1);
	assert_ok(json_cut_next(&j, &value));
	assert_int_equal(j.line, 6);
	assert_int_equal(j.number, 2);
	arena_free(a);
}

static enum err broken_source(void *arg, char *bytes, size_t size, size_t *ret_n)
{
	int *calls = arg;

	(void)size;
	if ((*calls)++ > 0)
		return ERR_IO;
	memcpy(bytes, "[{},", 4);
	*ret_n = 4;
	return OK;
}

static void test_source_fails(void **state)
{
	struct arena *a = arena_new(10 << 20);
	struct json_cut j;
	int calls = 0;
	str value;

	(void)state;
	json_cut_init(&j, a, broken_source, &calls, names, 100);
	assert_ok(json_cut_next(&j, &value));
	assert_int_equal(json_cut_next(&j, &value), ERR_IO);
	assert_int_equal(json_cut_next(&j, &value), ERR_IO);
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_files), cmocka_unit_test(test_long_values_are_passed_over), cmocka_unit_test(test_line_and_number),
	  cmocka_unit_test(test_source_fails))
