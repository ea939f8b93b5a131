/* CSV, written: see the header. */
#include "out/csv.h"

#include "out/clean.h"

void csv_writer_init(struct csv_writer *w, struct buf *b, char separator, bool byte_order_mark)
{
	INVARIANT(separator == ';' || separator == ',' || separator == '\t');
	*w = (struct csv_writer){ .b = b, .separator = separator };
	if (byte_order_mark)
		buf_lit(b, "\xEF\xBB\xBF");
}

static bool needs_quotes(str s, char separator)
{
	if (s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' '))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == separator || s.p[i] == '"' || s.p[i] == '\r' || s.p[i] == '\n')
			return true;
	return false;
}

static void before_cell(struct csv_writer *w)
{
	if (w->in_row)
		buf_char(w->b, w->separator);
	w->in_row = true;
}

void csv_cell(struct csv_writer *w, str text)
{
	before_cell(w);
	text = clean_cell(w->b->a, text);
	if (!needs_quotes(text, w->separator)) {
		buf_str(w->b, text);
		return;
	}
	buf_char(w->b, '"');
	for (str rest = text; !str_is_null(rest);) {
		str part = str_cut(&rest, '"');

		buf_str(w->b, part);
		if (!str_is_null(rest))
			buf_lit(w->b, "\"\"");
	}
	buf_char(w->b, '"');
}

void csv_cell_int(struct csv_writer *w, int64_t value)
{
	before_cell(w);
	buf_int(w->b, value);
}

void csv_end_row(struct csv_writer *w)
{
	INVARIANT(w->in_row);
	buf_lit(w->b, "\r\n");
	w->in_row = false;
}
