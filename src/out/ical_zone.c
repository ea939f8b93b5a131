/* VTIMEZONE from the transitions of a zone. Where the coming years repeat one rule ("last Sunday of March at 03:00"),
 * two observances with a yearly rule say it, as all calendars understand best; otherwise each change is written
 * singly. */
#include "out/ical_line.h"

enum { SAMPLE_YEARS = 8, CHANGES_MAX = 128 };

/* One change of the clocks, as a yearly rule would describe it. */
struct change {
	struct zone_transition t;
	struct civil local; /* what the clocks showed when it came: by the offset before */
	int weekday;        /* 1 = Monday */
	int week;           /* 1..5 of the month */
	bool in_last_week;
};

static int64_t year_start(int year)
{
	return time_from_civil((struct civil){ .year = year, .month = 1, .day = 1 });
}

static size_t changes_between(const struct zone *zone, int64_t from, int64_t to, struct change changes[CHANGES_MAX])
{
	struct zone_transition transitions[CHANGES_MAX];
	size_t n = zone_transitions(zone, from, to, transitions, CHANGES_MAX);

	for (size_t i = 0; i < n; i++) {
		struct civil local = time_to_civil(transitions[i].at + transitions[i].before.offset);

		changes[i] = (struct change){ .t = transitions[i], .local = local,
			.weekday = weekday(local.year, local.month, local.day), .week = (local.day + 6) / 7,
			.in_last_week = local.day + 7 > civil_days_in_month(local.year, local.month) };
	}
	return n;
}

static bool same_rule(const struct change *x, const struct change *y)
{
	return x->local.month == y->local.month && x->weekday == y->weekday && x->local.hour == y->local.hour &&
	       x->local.minute == y->local.minute && x->local.second == y->local.second &&
	       x->t.before.offset == y->t.before.offset && x->t.after.offset == y->t.after.offset &&
	       x->t.after.daylight == y->t.after.daylight;
}

/* The week by which all changes at first, first+2, ... fall: 1..4, -1 for the last one, 0 when there is no such
 * rule. */
static int week_of(const struct change *changes, size_t n, size_t first)
{
	bool last = true, same = true;

	for (size_t i = first; i < n; i += 2) {
		if (!same_rule(&changes[i], &changes[first]) ||
		    changes[i].local.year != changes[first].local.year + (int)(i - first) / 2)
			return 0;
		last = last && changes[i].in_last_week;
		same = same && changes[i].week == changes[first].week;
	}
	return last ? -1 : same ? changes[first].week : 0;
}

static void add_offset(struct ical_writer *w, const char *name, int32_t offset)
{
	int32_t seconds = offset < 0 ? -offset : offset;

	buf_format(&w->line, "%s:%c%02d%02d", name, offset < 0 ? '-' : '+', (int)(seconds / 3600),
		(int)(seconds / 60 % 60));
	if (seconds % 60 != 0)
		buf_format(&w->line, "%02d", (int)(seconds % 60));
	ical_end_line(w);
}

/* week: as week_of says; 0: this change alone. */
static void observance(struct ical_writer *w, const struct change *c, int week)
{
	static const char days[] = "MOTUWETHFRSASU";
	str name = c->t.after.daylight ? S("DAYLIGHT") : S("STANDARD");

	buf_lit(&w->line, "BEGIN:");
	ical_line(w, name);
	buf_lit(&w->line, "DTSTART:");
	ical_add_local(w, c->local);
	ical_end_line(w);
	if (week != 0) {
		buf_format(&w->line, "RRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%.2s", c->local.month, week,
			days + 2 * (c->weekday - 1));
		ical_end_line(w);
	}
	add_offset(w, "TZOFFSETFROM", c->t.before.offset);
	add_offset(w, "TZOFFSETTO", c->t.after.offset);
	ical_text_line(w, S("TZNAME"), str_from(c->t.after.abbreviation));
	buf_lit(&w->line, "END:");
	ical_line(w, name);
}

/* What holds before the first change that is written. */
static void first_observance(struct ical_writer *w, struct zone_info info)
{
	struct change c = { .t = { .before = info, .after = info }, .local = { .year = 1970, .month = 1, .day = 1 } };

	observance(w, &c, 0);
}

void ical_zone(struct ical_writer *w, const struct zone *zone, int64_t from, int64_t to)
{
	int first_year = time_to_civil(from).year - 1, last_year = time_to_civil(to).year + 2;
	struct change changes[CHANGES_MAX];
	size_t n = changes_between(zone, year_start(first_year), year_start(first_year + SAMPLE_YEARS), changes);
	int even = n == 2 * SAMPLE_YEARS ? week_of(changes, n, 0) : 0;
	int odd = even != 0 ? week_of(changes, n, 1) : 0;

	ical_line(w, S("BEGIN:VTIMEZONE"));
	buf_lit(&w->line, "TZID:");
	ical_line(w, zone_name(zone));
	if (odd != 0) {
		observance(w, &changes[0], even);
		observance(w, &changes[1], odd);
	} else {
		n = changes_between(zone, year_start(first_year), year_start(last_year), changes);
		first_observance(w, n == 0 ? zone_at(zone, from) : changes[0].t.before);
		for (size_t i = 0; i < n; i++)
			observance(w, &changes[i], 0);
	}
	ical_line(w, S("END:VTIMEZONE"));
}
