/* XLSX over libxlsxwriter: see the header. The library writes to a named file (its option for memory came after Debian
 * 12), so there is a private folder for the time of the writing. */
#include "out/xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/time.h"
#include "out/clean.h"

enum { TEXT_MAX_UNITS = 32767, NAME_MAX_UNITS = 31, FILE_MAX = 256 << 20, SHEETS_MAX = 20 };

struct xlsx {
	struct arena *a;
	lxw_workbook *book; /* NULL once closed */
	lxw_worksheet *sheet;
	lxw_format *bold, *day, *time;
	char *folder, *path;
	lxw_row_t row;
	lxw_col_t column, columns;
	size_t rows_in_all, sheets;
	enum err failed; /* the first failure, said at the end */
};

static void forget(void *arg)
{
	struct xlsx *x = arg;

	if (x->book != NULL)
		lxw_workbook_free(x->book);
	x->book = NULL;
	if (x->path != NULL) {
		unlink(x->path);
		rmdir(x->folder);
	}
	x->path = NULL;
}

static enum err make_folder(struct xlsx *x)
{
	static const char name[] = "/book.xlsx";
	const char *where = getenv("TMPDIR");
	char *folder, *path;
	size_t n;

	if (where == NULL || *where == 0)
		where = "/tmp";
	folder = str_c(x->a, str_format(x->a, "%s/talkoot-xlsx-XXXXXX", where));
	n = strlen(folder);
	/* Taken before the folder is there: nothing may leave this function between making it and forget() knowing it. */
	path = arena_alloc(x->a, n + sizeof name);
	if (mkdtemp(folder) == NULL)
		return ERR_IO;
	memcpy(path, folder, n);
	memcpy(path + n, name, sizeof name);
	x->folder = folder;
	x->path = path;
	return OK;
}

enum err xlsx_open(struct arena *a, str title, struct xlsx **ret)
{
	struct xlsx *x = NEW(a, struct xlsx);
	char *title_c = str_c(a, str_limit(clean_line(a, title), 255));
	lxw_doc_properties properties = { .title = title_c };

	x->a = a;
	arena_defer(a, forget, x);
	TRY(make_folder(x));
	x->book = workbook_new(x->path);
	if (x->book == NULL)
		return ERR_MEMORY;
	workbook_set_properties(x->book, &properties);
	x->bold = workbook_add_format(x->book);
	x->day = workbook_add_format(x->book);
	x->time = workbook_add_format(x->book);
	if (x->bold == NULL || x->day == NULL || x->time == NULL)
		return ERR_MEMORY;
	format_set_bold(x->bold);
	/* The built-in formats 14 and 22 follow the settings of who opens the file. */
	format_set_num_format_index(x->day, 14);
	format_set_num_format_index(x->time, 22);
	*ret = x;
	return OK;
}

static void fail(struct xlsx *x, enum err e)
{
	if (x->failed == OK)
		x->failed = e;
}

/* The start of s that has at most max UTF-16 units, which is how Excel counts. */
static str limit_units(struct arena *a, str s, size_t max, str mark)
{
	size_t units = 0, fits = 0, at = 0;

	while (at < s.n) {
		units += str_point(s, &at) >= 0x10000 ? 2 : 1;
		if (units > max)
			return STR_CONCAT(a, str_sub(s, 0, fits), mark);
		if (units <= max - str_points(mark))
			fits = at;
	}
	return s;
}

static bool hex4(str s, size_t at)
{
	for (size_t i = at; i < at + 4; i++)
		if (i >= s.n || strchr("0123456789abcdefABCDEF", s.p[i]) == NULL || s.p[i] == 0)
			return false;
	return true;
}

/* "_x0041_" means "A" to Excel, so an underscore that begins such a thing is written as _x005F_ (ISO/IEC 29500
 * 22.4.2.4). */
static str protect_escapes(struct arena *a, str s)
{
	struct buf b;

	if (str_find_str(s, S("_x")) == s.n)
		return s;
	buf_init(&b, a, s.n * 7);
	for (size_t at = 0; at < s.n; at++) {
		if (s.p[at] == '_' && at + 6 < s.n && s.p[at + 1] == 'x' && hex4(s, at + 2) && s.p[at + 6] == '_')
			buf_lit(&b, "_x005F_");
		else
			buf_char(&b, s.p[at]);
	}
	return buf_done(&b);
}

static void write_text(struct xlsx *x, lxw_row_t row, lxw_col_t column, str text, lxw_format *format)
{
	/* Cut first: the limit counts what is shown, and protecting may make it longer. */
	str shown = limit_units(x->a, clean_cell(x->a, clean_lines(x->a, text)), TEXT_MAX_UNITS, S("…"));
	lxw_error e;

	if (str_empty(shown))
		return;
	e = worksheet_write_string(x->sheet, row, column, str_c(x->a, protect_escapes(x->a, shown)), format);
	/* What protecting made too long for the library's own check is shown unprotected: an odd sight, nothing
	 * worse. */
	if (e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
		e = worksheet_write_string(x->sheet, row, column, str_c(x->a, shown), format);
	if (e != LXW_NO_ERROR)
		fail(x, ERR_MEMORY);
}

static char *sheet_name(struct xlsx *x, str name)
{
	char *c = str_c(x->a, limit_units(x->a, clean_line(x->a, name), NAME_MAX_UNITS, S("")));

	for (char *p = c; *p != 0; p++)
		if (strchr("[]:*?/\\'", *p) != NULL)
			*p = ' ';
	c = str_c(x->a, str_trim(str_from(c)));
	if (*c == 0 || workbook_validate_sheet_name(x->book, c) != LXW_NO_ERROR)
		return str_c(x->a, str_format(x->a, "%zu", x->sheets));
	return c;
}

static void end_sheet(struct xlsx *x)
{
	INVARIANT(x->column == 0);
	if (x->sheet != NULL && x->columns > 0)
		worksheet_autofilter(x->sheet, 0, 0, x->row == 0 ? 0 : x->row - 1, (lxw_col_t)(x->columns - 1));
}

static double column_width(const struct xlsx_column *column)
{
	size_t width = column->width != 0 ? column->width : str_points(column->title) + 4;

	return width > 100 ? 100 : (double)width;
}

void xlsx_sheet(struct xlsx *x, str name, const struct xlsx_column *columns, size_t n)
{
	end_sheet(x);
	INVARIANT(n > 0 && n <= XLSX_COLUMNS_MAX && x->sheets < SHEETS_MAX);
	x->sheets++;
	x->sheet = workbook_add_worksheet(x->book, sheet_name(x, name));
	if (x->sheet == NULL)
		arena_exhausted(x->a);
	x->columns = (lxw_col_t)n;
	x->row = 0;
	for (size_t i = 0; i < n; i++) {
		worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, column_width(&columns[i]), NULL);
		write_text(x, 0, (lxw_col_t)i, columns[i].title, x->bold);
	}
	worksheet_freeze_panes(x->sheet, 1, 0);
	x->row = 1;
}

/* Whether the next cell may be written at all; BUG when the row has more cells than the sheet columns. */
static bool cell_fits(struct xlsx *x)
{
	INVARIANT(x->sheet != NULL && x->column < x->columns);
	if (x->rows_in_all >= XLSX_ROWS_MAX)
		fail(x, ERR_LIMIT);
	return x->failed == OK;
}

void xlsx_text(struct xlsx *x, str text)
{
	if (cell_fits(x))
		write_text(x, x->row, x->column, text, NULL);
	x->column++;
}

void xlsx_real(struct xlsx *x, double value)
{
	if (cell_fits(x) && worksheet_write_number(x->sheet, x->row, x->column, value, NULL) != LXW_NO_ERROR)
		fail(x, ERR_MEMORY);
	x->column++;
}

void xlsx_int(struct xlsx *x, int64_t value)
{
	xlsx_real(x, (double)value);
}

static void write_civil(struct xlsx *x, struct civil t, bool with_time)
{
	lxw_datetime at = { .year = t.year, .month = t.month, .day = t.day, .hour = with_time ? t.hour : 0,
		.min = with_time ? t.minute : 0 };

	INVARIANT(civil_valid(t));
	if (t.year < 1900 || (t.year == 1900 && t.month < 3)) {
		xlsx_text(x, with_time ? time_print_local(x->a, t) : time_print_date(x->a, t));
		return;
	}
	if (cell_fits(x) &&
	    worksheet_write_datetime(x->sheet, x->row, x->column, &at, with_time ? x->time : x->day) != LXW_NO_ERROR)
		fail(x, ERR_MEMORY);
	x->column++;
}

void xlsx_date(struct xlsx *x, struct civil day)
{
	write_civil(x, day, false);
}

void xlsx_time(struct xlsx *x, struct civil time)
{
	write_civil(x, time, true);
}

void xlsx_empty(struct xlsx *x)
{
	(void)cell_fits(x);
	x->column++;
}

void xlsx_end_row(struct xlsx *x)
{
	x->column = 0;
	x->row++;
	x->rows_in_all++;
}

static enum err read_back(struct xlsx *x, str *ret)
{
	FILE *f = fopen(x->path, "rb");
	long size;
	char *bytes;

	if (f == NULL)
		return ERR_IO;
	size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
	fclose(f);
	if (size <= 0)
		return ERR_IO;
	if (size > FILE_MAX)
		return ERR_LIMIT;
	/* No file is open while the arena may leave this function. */
	bytes = arena_alloc(x->a, (size_t)size);
	f = fopen(x->path, "rb");
	if (f == NULL)
		return ERR_IO;
	if (fread(bytes, 1, (size_t)size, f) != (size_t)size) {
		fclose(f);
		return ERR_IO;
	}
	fclose(f);
	*ret = str_make(bytes, (size_t)size);
	return OK;
}

enum err xlsx_close(struct xlsx *x, str *ret)
{
	lxw_error closed;

	INVARIANT(x->sheet != NULL);
	end_sheet(x);
	if (x->failed != OK) {
		forget(x);
		return x->failed;
	}
	closed = workbook_close(x->book); /* frees it, also when it fails */
	x->book = NULL;
	if (closed == LXW_NO_ERROR)
		x->failed = read_back(x, ret);
	else
		x->failed = closed == LXW_ERROR_MEMORY_MALLOC_FAILED ? ERR_MEMORY : ERR_IO;
	forget(x);
	return x->failed;
}
