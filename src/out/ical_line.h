/* Content lines of iCalendar: written into a scratch buffer, then folded into the real one. Only ical*.c uses it. */
#ifndef TALKOOT_OUT_ICAL_LINE_H
#define TALKOOT_OUT_ICAL_LINE_H

#include "base/buf.h"
#include "base/zone.h"

struct ical_writer {
	struct buf *b;
	struct buf line;
};

enum { ICAL_LINE_MAX = 1 << 17 };

void ical_writer_init(struct ical_writer *w, struct buf *b);
/* Ends the line that stands in w->line: folds it at 75 octets, between characters, and adds CR LF. */
void ical_end_line(struct ical_writer *w);
/* A whole line as it stands. */
void ical_line(struct ical_writer *w, str text);
/* name:VALUE with the value as TEXT (RFC 5545 3.3.11); nothing when it is empty. name may carry parameters. */
void ical_text_line(struct ical_writer *w, str name, str text);
/* Appends a TEXT value to w->line. */
void ical_add_text(struct ical_writer *w, str text);
/* name:20261122T051100Z */
void ical_utc_line(struct ical_writer *w, str name, int64_t utc);
/* Appends 20261122T071100. */
void ical_add_local(struct ical_writer *w, struct civil t);

/* The VTIMEZONE of a zone, right for all instants from..to. */
void ical_zone(struct ical_writer *w, const struct zone *zone, int64_t from, int64_t to);

#endif
