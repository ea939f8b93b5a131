/* XLSX (a spreadsheet), written: for exports that people open in Excel or LibreOffice.
 *
 *   struct xlsx *x;
 *   TRY(xlsx_open(a, title, &x));
 *   xlsx_sheet(x, S("Sign-ups"), columns, 3);
 *   xlsx_text(x, name); xlsx_date(x, day); xlsx_int(x, 5); xlsx_end_row(x);
 *   TRY(xlsx_close(x, &bytes));
 *
 * Each sheet has one header row: bold, frozen, with filters. Texts are typed as strings and defused like CSV
 * (clean_cell), never links or formulas; dates and times are real dates in the reader's own format; numbers are
 * numbers.
 *
 * Limits: XLSX_ROWS_MAX rows in all, XLSX_COLUMNS_MAX columns, texts cut to 32,767 UTF-16 units as the format demands
 * (the last one is then "…"), sheet names to 31. Going over a limit is remembered and said by xlsx_close. Cost:
 * libxlsxwriter needs memory of some 200 bytes a cell until closed and temporary files in $TMPDIR or /tmp; 10,000 rows
 * of 8 cells take 50 ms: a slow route. The library's memory is freed with the arena when xlsx_close was never
 * reached. */
#ifndef TALKOOT_OUT_XLSX_H
#define TALKOOT_OUT_XLSX_H

#include "base/civil.h"
#include "base/str.h"

enum { XLSX_ROWS_MAX = 200000, XLSX_COLUMNS_MAX = 200 };

struct xlsx;

struct xlsx_column {
	str title;
	unsigned width; /* in characters, 1-100; 0: from the title */
};

/* title: of the document, for its properties. ERR_IO when no temporary file can be made, ERR_MEMORY. */
MUST enum err xlsx_open(struct arena *a, str title, struct xlsx **ret);
/* Begins a sheet (at least one before the first cell). Characters that Excel forbids in names become spaces; an empty
 * or repeated name becomes the sheet's number. */
void xlsx_sheet(struct xlsx *x, str name, const struct xlsx_column *columns, size_t n);
/* The next cell of the row. Null or empty texts leave it empty. */
void xlsx_text(struct xlsx *x, str text);
void xlsx_int(struct xlsx *x, int64_t value);
void xlsx_real(struct xlsx *x, double value);
/* The date of day; its time is not looked at. 1900-03-01 or later, else it is written as text (Excel's calendar begins
 * there: it takes 1900 for a leap year). */
void xlsx_date(struct xlsx *x, struct civil day);
/* Local date and time to the minute. */
void xlsx_time(struct xlsx *x, struct civil time);
void xlsx_empty(struct xlsx *x);
void xlsx_end_row(struct xlsx *x);
/* The file; *ret lives in the arena. ERR_LIMIT: a limit was passed. x is gone in every case. */
MUST enum err xlsx_close(struct xlsx *x, str *ret);

#endif
