/* CSV, read as a stream: see the header. One byte at a time through a small machine; a row is kept raw until it is
 * whole, then made UTF-8. All marks of the form are ASCII, so the encoding need not be known before. */
#include "out/csv.h"

enum { IN_SIZE = 1 << 16 };

void csv_reader_init(struct csv_reader *r, struct arena *a, csv_source *source, void *source_arg)
{
	*r = (struct csv_reader){ .a = a, .source = source, .source_arg = source_arg, .next_line = 1 };
	r->in = arena_alloc(a, IN_SIZE);
	r->row = arena_alloc(a, CSV_ROW_MAX);
	r->ends = NEW_ARRAY(a, CSV_COLUMNS_MAX, size_t);
}

enum err csv_source_memory(void *arg, char *bytes, size_t size, size_t *ret_n)
{
	struct csv_memory *m = arg;
	str part = str_sub(m->bytes, m->at, size);

	if (part.n > 0)
		memcpy(bytes, part.p, part.n);
	m->at += part.n;
	*ret_n = part.n;
	return OK;
}

/* Fills the input buffer as far as the source gives; what is unread moves to its start. */
static enum err fill(struct csv_reader *r)
{
	memmove(r->in, r->in + r->in_at, r->in_n - r->in_at);
	r->in_n -= r->in_at;
	r->in_at = 0;
	while (!r->source_ended && r->in_n < IN_SIZE) {
		size_t n = 0;

		TRY(r->source(r->source_arg, r->in + r->in_n, IN_SIZE - r->in_n, &n));
		INVARIANT(n <= IN_SIZE - r->in_n);
		r->in_n += n;
		r->source_ended = n == 0;
	}
	return OK;
}

/* The separator that is most frequent in the first row that has text, outside quotes; ';' when there is none. */
static char most_frequent_separator(str text)
{
	static const char candidates[] = ";,\t";
	size_t counts[3] = { 0 };
	size_t best = 0;
	bool quoted = false, any = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (c == '\n' || c == '\r') {
			if (any)
				break;
			continue;
		}
		any = true;
		for (size_t k = 0; k < 3; k++)
			counts[k] += c == candidates[k];
	}
	for (size_t k = 1; k < 3; k++)
		if (counts[k] > counts[best])
			best = k;
	return candidates[best];
}

/* Looks at the first bytes: marks, "sep=X", separator. */
static enum err start(struct csv_reader *r)
{
	str head;

	TRY(fill(r));
	r->started = true;
	head = str_make(r->in, r->in_n);
	if (str_starts(head, S("\xFF\xFE")) || str_starts(head, S("\xFE\xFF"))) {
		r->problem = CSV_UTF16;
		return OK;
	}
	if (str_starts(head, S("\xEF\xBB\xBF"))) {
		r->marked_utf8 = true;
		r->in_at = 3;
		head = str_sub(head, 3, head.n);
	}
	if (head.n >= 6 && str_starts(head, S("sep=")) && memchr(";,\t", head.p[4], 3) != NULL &&
	    (head.p[5] == '\r' || head.p[5] == '\n')) {
		r->separator = head.p[4];
		r->in_at += head.n > 6 && head.p[5] == '\r' && head.p[6] == '\n' ? 7 : 6;
		r->next_line = 2;
		return OK;
	}
	r->separator = most_frequent_separator(head);
	return OK;
}

/* The next byte, or -1 at the end. CR LF and CR come as LF. */
static enum err next_byte(struct csv_reader *r, int *ret)
{
	for (;;) {
		char c;

		if (r->in_at == r->in_n) {
			TRY(fill(r));
			if (r->in_n == 0) {
				*ret = -1;
				return OK;
			}
		}
		c = r->in[r->in_at++];
		if (c == '\n' && r->after_cr) {
			r->after_cr = false;
			continue;
		}
		r->after_cr = c == '\r';
		if (c == '\r')
			c = '\n';
		if (c == '\n')
			r->next_line++;
		*ret = (unsigned char)c;
		return OK;
	}
}

static void note(struct csv_reader *r, enum csv_problem problem, size_t column)
{
	if (r->problem != CSV_FINE)
		return;
	r->problem = problem;
	r->column = column;
}

static void add(struct csv_reader *r, int c)
{
	if (r->row_n == CSV_ROW_MAX) {
		note(r, CSV_ROW_TOO_LONG, 0);
		return;
	}
	if (c == 0)
		note(r, CSV_NOT_TEXT, r->columns + 1);
	r->row[r->row_n++] = (char)c;
}

static void end_cell(struct csv_reader *r)
{
	if (r->columns == CSV_COLUMNS_MAX) {
		note(r, CSV_TOO_MANY_COLUMNS, 0);
		return;
	}
	r->ends[r->columns++] = r->row_n;
}

enum cell_state { CELL_START, CELL_PLAIN, CELL_QUOTED, CELL_AFTER_QUOTE };

/* Reads one raw row into row and ends. *ret_end: the input ended before anything was read. After a problem with quotes
 * the quotes mean nothing any more until the line ends: an unclosed one must not swallow the rest of the file. */
static enum err read_raw(struct csv_reader *r, bool *ret_end)
{
	enum cell_state state = CELL_START;
	bool any = false;

	r->row_n = 0;
	r->columns = 0;
	r->line = r->next_line;
	for (;;) {
		bool lost;
		int c;

		TRY(next_byte(r, &c));
		lost = r->problem == CSV_QUOTE || r->problem == CSV_ROW_TOO_LONG;
		if (c < 0 || (c == '\n' && (state != CELL_QUOTED || lost))) {
			if (c < 0 && state == CELL_QUOTED)
				note(r, CSV_QUOTE_OPEN, r->columns + 1);
			end_cell(r);
			*ret_end = c < 0 && !any;
			return OK;
		}
		any = true;
		if (lost)
			continue;
		if (c == (unsigned char)r->separator && state != CELL_QUOTED) {
			end_cell(r);
			state = CELL_START;
		} else if (state == CELL_START && c == '"') {
			state = CELL_QUOTED;
		} else if (state == CELL_QUOTED && c == '"') {
			state = CELL_AFTER_QUOTE;
		} else if (state == CELL_AFTER_QUOTE) {
			if (c == '"') {
				add(r, c);
				state = CELL_QUOTED;
			} else {
				note(r, CSV_QUOTE, r->columns + 1);
			}
		} else {
			add(r, c);
			if (state == CELL_START)
				state = CELL_PLAIN;
		}
	}
}

/* What Windows-1252 has at 0x80-0x9F; its five holes are U+FFFD. Source: unicode.org mapping CP1252.TXT. */
static const uint16_t windows_1252_high[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6,
	0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
	0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178 };

/* Appends the byte as UTF-8; at most three bytes. */
static size_t put_windows_1252(char *to, unsigned char byte)
{
	unsigned point = byte >= 0x80 && byte < 0xa0 ? windows_1252_high[byte - 0x80] : byte;

	if (point < 0x80) {
		to[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		to[0] = (char)(0xc0 | point >> 6);
		to[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	to[0] = (char)(0xe0 | point >> 12);
	to[1] = (char)(0x80 | (point >> 6 & 0x3f));
	to[2] = (char)(0x80 | (point & 0x3f));
	return 3;
}

enum encoding { ENCODING_ASCII, ENCODING_UTF8, ENCODING_OTHER };

/* Of the raw row. Cell by cell: the bytes at both sides of a separator must not join to a character. */
static enum encoding row_encoding(const struct csv_reader *r)
{
	enum encoding found = ENCODING_ASCII;
	size_t from = 0;

	for (size_t i = 0; i < r->columns; i++) {
		str cell = str_make(r->row + from, r->ends[i] - from);

		from = r->ends[i];
		if (!str_is_utf8(cell))
			return ENCODING_OTHER;
		if (str_points(cell) != cell.n)
			found = ENCODING_UTF8;
	}
	return found;
}

/* Decides the encoding at the first row that tells, and notes a row that contradicts. */
static void check_encoding(struct csv_reader *r)
{
	if (r->windows_1252)
		return;
	switch (row_encoding(r)) {
	case ENCODING_ASCII:
		return;
	case ENCODING_UTF8:
		r->non_ascii_seen = true;
		return;
	case ENCODING_OTHER:
		if (!r->marked_utf8 && !r->non_ascii_seen)
			r->windows_1252 = true;
		else
			note(r, CSV_NOT_TEXT, 0);
		return;
	}
}

/* The cells of the raw row as UTF-8. */
static void make_cells(struct csv_reader *r, struct csv_row *ret)
{
	size_t from = 0, wide_n = 0;

	if (r->windows_1252 && r->wide == NULL)
		r->wide = arena_alloc(r->a, CSV_ROW_MAX * 3);
	for (size_t i = 0; i < r->columns; i++) {
		str cell = str_make(r->row + from, r->ends[i] - from);

		from = r->ends[i];
		if (r->windows_1252) {
			size_t wide_from = wide_n;

			for (size_t k = 0; k < cell.n; k++)
				wide_n += put_windows_1252(r->wide + wide_n, (unsigned char)cell.p[k]);
			cell = str_make(r->wide + wide_from, wide_n - wide_from);
		}
		if (cell.n > CSV_CELL_MAX)
			note(r, CSV_CELL_TOO_LONG, i + 1);
		ret->cells[i] = cell;
	}
	ret->columns = r->columns;
}

enum err csv_next_row(struct csv_reader *r, struct csv_row *ret)
{
	bool end = false;

	if (!r->started)
		TRY(start(r));
	if (r->problem == CSV_UTF16)
		return ERR_INVALID;
	if (ret->cells == NULL)
		ret->cells = NEW_ARRAY(r->a, CSV_COLUMNS_MAX, str);
	do {
		r->problem = CSV_FINE;
		r->column = 0;
		TRY(read_raw(r, &end));
		if (end)
			return ERR_NOT_FOUND;
	} while (r->problem == CSV_FINE && r->columns == 1 && r->row_n == 0);
	if (r->problem == CSV_FINE)
		check_encoding(r);
	if (r->problem == CSV_FINE)
		make_cells(r, ret);
	switch (r->problem) {
	case CSV_FINE:
		return OK;
	case CSV_ROW_TOO_LONG:
	case CSV_CELL_TOO_LONG:
	case CSV_TOO_MANY_COLUMNS:
		return ERR_LIMIT;
	case CSV_UTF16:
	case CSV_NOT_TEXT:
	case CSV_QUOTE:
	case CSV_QUOTE_OPEN:
		return ERR_INVALID;
	}
	BUG("csv problem %d", (int)r->problem);
}
