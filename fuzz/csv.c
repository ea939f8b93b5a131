/* Bytes of a file that someone imports, through the CSV reader: all cells are UTF-8 within their limit, the reading ends,
 * and rows written again are read as the same rows. */
#include "out/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_again(struct arena *a, const struct csv_row *row)
{
	struct csv_writer w;
	struct csv_reader r;
	struct csv_row again = { 0 };
	struct csv_memory memory = { 0 };
	struct buf b;

	buf_init(&b, a, 16 << 20);
	csv_writer_init(&w, &b, ';', true);
	for (size_t i = 0; i < row->columns; i++) {
		/* Cells that a spreadsheet would take for formulas get a quote before them. */
		csv_cell_int(&w, 1);
		csv_cell(&w, row->cells[i]);
		if (i == 100)
			break;
	}
	csv_end_row(&w);
	memory.bytes = buf_done(&b);
	csv_reader_init(&r, a, csv_source_memory, &memory);
	if (!buf_ok(&b) || csv_next_row(&r, &again) != OK)
		return; /* the row may have grown past a limit */
	for (size_t i = 0; 2 * i + 1 < again.columns; i++) {
		str cell = again.cells[2 * i + 1];

		INVARIANT(str_eq(cell, row->cells[i]) || (cell.n == row->cells[i].n + 1 && cell.p[0] == '\'') ||
			  str_find(row->cells[i], '\r') < row->cells[i].n);
	}
}

static void read_all(str text)
{
	struct csv_memory memory = { .bytes = text };
	struct arena *a = arena_new((size_t)64 << 20);
	struct csv_row row = { 0 };
	struct csv_reader r;
	size_t rows = 0;

	if (a == NULL)
		return;
	csv_reader_init(&r, a, csv_source_memory, &memory);
	for (;;) {
		enum err e = csv_next_row(&r, &row);

		if (e == ERR_NOT_FOUND || r.problem == CSV_UTF16)
			break;
		INVARIANT(rows++ <= memory.bytes.n);
		if (e != OK)
			continue;
		for (size_t i = 0; i < row.columns; i++)
			INVARIANT(str_is_utf8(row.cells[i]) && row.cells[i].n <= CSV_CELL_MAX);
		if (rows == 1)
			check_again(a, &row);
	}
	arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	str text = str_make((const char *)bytes, length);

	read_all(text);
	return 0;
}
