/* CSV, written and read. Form: RFC 4180, with what spreadsheets in Finland do to it (';', byte order mark,
 * Windows-1252).
 *
 * Writing: rows end with CR LF; a cell is quoted when it holds the separator, a quote, CR, LF, or a space at an end;
 * texts that a spreadsheet would take for a formula are defused (clean_cell). The buffer's maximum bounds the file.
 *
 * Reading is streaming: memory is the limits below, however long the file. It takes UTF-8 (with or without mark) and
 * Windows-1252, finds the separator (';', ',' or TAB: the one most frequent in the first row outside quotes; a first
 * line "sep=X" as Excel writes it decides), takes CR LF, LF or CR as row end, and skips empty rows. A bad row costs
 * that row only: the caller notes the problem with its line and reads on.
 *
 * Encoding: UTF-16 is refused. Without a mark the text is UTF-8 as long as all rows are; the first row that is not
 * makes it Windows-1252 if all rows before were ASCII, else that row is bad. */
#ifndef TALKOOT_OUT_CSV_H
#define TALKOOT_OUT_CSV_H

#include "base/buf.h"

/* -- writing -- */

struct csv_writer {
	struct buf *b;
	char separator;
	bool in_row;
};

/* separator: ';' (what Excel with Finnish settings opens) or ','. byte_order_mark: Excel takes UTF-8 only with it. */
void csv_writer_init(struct csv_writer *w, struct buf *b, char separator, bool byte_order_mark);
/* The next cell of the row; null is an empty cell. */
void csv_cell(struct csv_writer *w, str text);
void csv_cell_int(struct csv_writer *w, int64_t value);
void csv_end_row(struct csv_writer *w);

/* -- reading -- */

enum {
	CSV_ROW_MAX = 1 << 18, /* bytes of a row, quotes and line breaks included */
	CSV_CELL_MAX = 1 << 16, /* bytes of a cell as UTF-8 */
	CSV_COLUMNS_MAX = 256
};

enum csv_problem {
	CSV_FINE,
	CSV_UTF16,          /* the file is UTF-16: "save as CSV UTF-8" */
	CSV_NOT_TEXT,       /* a NUL byte, or neither UTF-8 nor Windows-1252 as before */
	CSV_QUOTE,          /* text between a closing quote and the next separator */
	CSV_QUOTE_OPEN,     /* the file ends within a quoted cell */
	CSV_ROW_TOO_LONG,
	CSV_CELL_TOO_LONG,
	CSV_TOO_MANY_COLUMNS
};

/* Gives up to size bytes; *ret_n = 0 at the end. Any error ends the reading with that error. */
typedef enum err csv_source(void *arg, char *bytes, size_t size, size_t *ret_n);

struct csv_reader {
	/* For the caller to look at. */
	enum csv_problem problem; /* of the last csv_next_row that returned ERR_INVALID or ERR_LIMIT */
	size_t line;              /* where the last row began, 1-based, counting line breaks in cells too */
	size_t column;            /* the bad cell of the last problem, 1-based; 0 when it is the row */
	char separator;           /* known after the first csv_next_row */
	bool windows_1252;        /* true as soon as that was seen */
	/* Its own. */
	struct arena *a;
	csv_source *source;
	void *source_arg;
	char *in, *row, *wide;
	size_t in_at, in_n, row_n, next_line;
	size_t *ends; /* where each cell ends in row */
	size_t columns;
	bool started, source_ended, non_ascii_seen, marked_utf8, after_cr;
};

struct csv_row {
	str *cells; /* columns of them; valid until the next call. NULL before the first one */
	size_t columns;
};

/* Takes about 1 MB from the arena. */
void csv_reader_init(struct csv_reader *r, struct arena *a, csv_source *source, void *source_arg);

/* OK: the next row. ERR_NOT_FOUND: no more rows. ERR_INVALID, ERR_LIMIT: this row is bad (r->problem, line, column);
 * the next call goes on behind it, except after CSV_UTF16, where it says the same again. Other errors come from the
 * source. */
MUST enum err csv_next_row(struct csv_reader *r, struct csv_row *ret);

/* A source over bytes in memory: pass a struct csv_memory as its argument. */
struct csv_memory {
	str bytes;
	size_t at;
};
csv_source csv_source_memory;

#endif
