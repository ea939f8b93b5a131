/* CSV: what is written is read back; what others write is read; bad rows cost one row; random bytes never more than an
 * error. */
#include "harness.h"

#include <stdlib.h>

#include "out/csv.h"

struct trickle {
	str bytes;
	size_t at, step;
};

/* A source that gives a few bytes at a time. */
static enum err trickle(void *arg, char *bytes, size_t size, size_t *ret_n)
{
	struct trickle *t = arg;
	str part = str_sub(t->bytes, t->at, size < t->step ? size : t->step);

	if (part.n > 0)
		memcpy(bytes, part.p, part.n);
	t->at += part.n;
	*ret_n = part.n;
	return OK;
}

static const char *const cells[] = { "", "plain", "a;b,c\td", "say \"hello\"", "two\nlines", " space ", "äöå € Å",
	"</td>", "\"", ";" };
enum { CELLS = sizeof cells / sizeof cells[0] };

static void round_trip(char separator, bool mark, size_t step)
{
	struct arena *a = arena_new(1 << 23);
	struct trickle source = { .step = step };
	struct csv_writer w;
	struct csv_reader r;
	struct csv_row row = { 0 };
	struct buf b;

	buf_init(&b, a, 1 << 20);
	csv_writer_init(&w, &b, separator, mark);
	for (size_t i = 0; i < CELLS; i++) {
		csv_cell(&w, S("x"));
		csv_cell(&w, str_from(cells[i]));
		csv_cell_int(&w, -5);
		csv_end_row(&w);
	}
	source.bytes = buf_done(&b);
	csv_reader_init(&r, a, trickle, &source);
	for (size_t i = 0; i < CELLS; i++) {
		assert_ok(csv_next_row(&r, &row));
		assert_int_equal(row.columns, 3);
		assert_str(row.cells[1], cells[i]);
		assert_str(row.cells[2], "-5");
	}
	assert_int_equal(csv_next_row(&r, &row), ERR_NOT_FOUND);
	assert_int_equal(csv_next_row(&r, &row), ERR_NOT_FOUND);
	assert_int_equal(r.separator, separator);
	arena_free(a);
}

static void test_what_is_written_is_read(void **state)
{
	(void)state;
	round_trip(';', true, 1);
	round_trip(';', false, 7);
	round_trip(',', true, 100000);
	round_trip(',', false, 3);
}

static void test_written_form(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct csv_writer w;
	struct buf b;

	(void)state;
	buf_init(&b, a, 1000);
	csv_writer_init(&w, &b, ';', true);
	csv_cell(&w, S("=HYPERLINK(\"http://x\")"));
	csv_cell(&w, S("+358"));
	csv_cell(&w, S("\r=1"));
	csv_cell_int(&w, -1);
	csv_end_row(&w);
	assert_str(buf_done(&b), "\xEF\xBB\xBF\"'=HYPERLINK(\"\"http://x\"\")\";'+358;\"'\r=1\";-1\r\n");
	arena_free(a);
}

/* Reads all rows of text as "a|b/c|d/"; a bad row stands as "!problem@line:column/". */
static str read_all(struct arena *a, str text)
{
	struct csv_memory source = { .bytes = text };
	struct csv_reader r;
	struct csv_row row = { 0 };
	struct buf b;

	buf_init(&b, a, 1 << 20);
	csv_reader_init(&r, a, csv_source_memory, &source);
	for (;;) {
		enum err e = csv_next_row(&r, &row);

		if (e == ERR_NOT_FOUND)
			return buf_done(&b);
		if (e != OK) {
			buf_format(&b, "!%d@%zu:%zu/", (int)r.problem, r.line, r.column);
			if (r.problem == CSV_UTF16)
				return buf_done(&b);
			continue;
		}
		for (size_t i = 0; i < row.columns; i++) {
			assert_true(str_is_utf8(row.cells[i]));
			buf_str(&b, row.cells[i]);
			buf_char(&b, i + 1 < row.columns ? '|' : '/');
		}
	}
}

static void test_what_others_write(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "a,b\nc,d", "a|b/c|d/" },
		{ "a;b\r\rc;d\r", "a|b/c|d/" },
		{ "\r\n\r\na\tb,c\tx\r\n", "a|b,c|x/" },
		{ "sep=,\r\na;b,c\n", "a;b|c/" },
		{ "\xEF\xBB\xBFsep=;\nx;\n", "x|/" },
		{ "\"a,b\";\"c\r\nd\"\nx;y\n", "a,b|c\nd/x|y/" },
		{ "n;\x8Fit\xE4 \x80 \x96\n", "n|\xEF\xBF\xBDitä € –/" },
		{ "a;b\nT\xF6\xF6;ok\n", "a|b/Töö|ok/" },
		{ "5\" pipe;x\n", "5\" pipe|x/" },
		{ "", "" },
		{ ";\n", "|/" },
		{ "\"\"\n\nx", "x/" },
	};
	struct arena *a = arena_new(1 << 26);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_str(read_all(a, str_from(cases[i].in)), cases[i].out);
	arena_free(a);
}

static void test_bad_rows_cost_one_row(void **state)
{
	struct arena *a = arena_new(1 << 27);
	char *big = arena_alloc(a, CSV_ROW_MAX + 100);
	struct buf b;

	(void)state;
	assert_str(read_all(a, S("a;b\n\"x\"y;z\nc;d\n")), "a|b/!3@2:1/c|d/");
	assert_str(read_all(a, S("a;b\n\"m\nn\";1\nx;\"open\nc;d\n")), "a|b/m\nn|1/!4@4:2/");
	assert_str(read_all(a, S("\xC3\xA4;b\nT\xF6;x\nc;d\n")), "ä|b/!2@2:0/c|d/");
	assert_str(read_all(a, (str){ "a;b\n\0;x\nc;d\n", 12 }), "a|b/!2@2:1/c|d/");
	assert_str(read_all(a, S("\xFF\xFE" "a")), "!1@0:0/");
	buf_init(&b, a, 1 << 24);
	buf_lit(&b, "a;b\n\"");
	memset(big, 'x', CSV_ROW_MAX + 100);
	buf_add(&b, big, CSV_ROW_MAX + 100);
	buf_lit(&b, "\nc;d\n");
	memset(big, ';', CSV_COLUMNS_MAX);
	buf_add(&b, big, CSV_COLUMNS_MAX);
	buf_lit(&b, "\n");
	memset(big, 'y', CSV_CELL_MAX + 1);
	buf_add(&b, big, CSV_CELL_MAX + 1);
	buf_lit(&b, ";1\ne;f");
	assert_str(read_all(a, buf_done(&b)), "a|b/!5@2:0/c|d/!7@4:0/!6@5:1/e|f/");
	arena_free(a);
}

/* Random texts made of the bytes that matter: no crash, progress, valid UTF-8 out (asserted in read_all), and the same
 * result whatever the pieces the source gives. */
static void test_random_bytes(void **state)
{
	static const char alphabet[] = "\"\";,\t\r\n\n ab=\xE4\xC3\xA4\xEF\xBB\xBF\x80";
	uint64_t seed = 20261122;

	(void)state;
	for (int round = 0; round < 1000; round++) {
		struct arena *a = arena_new(1 << 22);
		struct csv_row one = { 0 }, two = { 0 };
		struct csv_reader whole, piecewise;
		struct csv_memory memory = { 0 };
		struct trickle slow = { .step = 1 };
		char text[40];
		size_t n = 0, rows = 0;

		for (seed = seed * 6364136223846793005U + 1; n < (size_t)round % sizeof text; n++) {
			seed = seed * 6364136223846793005U + 1442695040888963407U;
			text[n] = alphabet[(seed >> 33) % (sizeof alphabet - (seed >> 60 != 0))];
		}
		memory.bytes = slow.bytes = str_make(text, n);
		csv_reader_init(&whole, a, csv_source_memory, &memory);
		csv_reader_init(&piecewise, a, trickle, &slow);
		for (;;) {
			enum err e = csv_next_row(&whole, &one);

			assert_int_equal(csv_next_row(&piecewise, &two), e);
			assert_int_equal(whole.line, piecewise.line);
			if (e == ERR_NOT_FOUND || whole.problem == CSV_UTF16)
				break;
			assert_true(++rows <= n + 1);
			if (e == OK) {
				assert_int_equal(one.columns, two.columns);
				for (size_t i = 0; i < one.columns; i++)
					assert_true(str_eq(one.cells[i], two.cells[i]) && str_is_utf8(one.cells[i]));
			}
		}
		arena_free(a);
	}
}

TEST_MAIN(cmocka_unit_test(test_what_is_written_is_read), cmocka_unit_test(test_written_form),
	cmocka_unit_test(test_what_others_write), cmocka_unit_test(test_bad_rows_cost_one_row),
	cmocka_unit_test(test_random_bytes))
