/* Content lines of iCalendar: see the header. */
#include "out/ical_line.h"

#include "out/clean.h"

void ical_writer_init(struct ical_writer *w, struct buf *b)
{
	w->b = b;
	buf_init(&w->line, b->a, ICAL_LINE_MAX);
}

void ical_end_line(struct ical_writer *w)
{
	str rest = buf_done(&w->line);
	size_t room = 75;

	while (rest.n > 0) {
		str part = str_limit(rest, room);

		buf_str(w->b, part);
		rest = str_sub(rest, part.n, rest.n);
		if (rest.n > 0)
			buf_lit(w->b, "\r\n ");
		room = 74; /* the blank that marks a folded line counts */
	}
	buf_lit(w->b, "\r\n");
	if (!buf_ok(&w->line))
		w->b->full = true;
	w->line.n = 0;
}

void ical_line(struct ical_writer *w, str text)
{
	buf_str(&w->line, text);
	ical_end_line(w);
}

void ical_add_text(struct ical_writer *w, str text)
{
	text = clean_lines(w->b->a, text);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '\n') {
			buf_lit(&w->line, "\\n");
			continue;
		}
		if (c == '\\' || c == ';' || c == ',')
			buf_char(&w->line, '\\');
		buf_char(&w->line, c);
	}
}

void ical_text_line(struct ical_writer *w, str name, str text)
{
	if (str_empty(text))
		return;
	buf_str(&w->line, name);
	buf_char(&w->line, ':');
	ical_add_text(w, text);
	ical_end_line(w);
}

void ical_add_local(struct ical_writer *w, struct civil t)
{
	buf_format(&w->line, "%04d%02d%02dT%02d%02d%02d", t.year, t.month, t.day, t.hour, t.minute, t.second);
}

void ical_utc_line(struct ical_writer *w, str name, int64_t utc)
{
	buf_str(&w->line, name);
	buf_char(&w->line, ':');
	ical_add_local(w, time_to_civil(utc));
	buf_char(&w->line, 'Z');
	ical_end_line(w);
}
