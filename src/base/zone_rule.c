/* POSIX zone rules: parsed once, then computed year by year. */
#include "base/zone_rule.h"

enum { HOUR = 3600, DAY = 86400 };

/* -- reading ------------------------------------------------------------------------------------------------------ */

static bool take(str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* A number of one to three digits, within least..most. */
static bool take_int(str *s, int least, int most, int *ret)
{
	int v = 0;
	size_t n = 0;

	while (n < 3 && n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		v = v * 10 + (s->p[n++] - '0');
	*s = str_sub(*s, n, s->n);
	*ret = v;
	return n > 0 && v >= least && v <= most;
}

/* [+-]h[h[h]][:mm[:ss]] */
static bool take_time(str *s, int hours_most, int32_t *ret)
{
	bool minus = take(s, '-');
	int h, m = 0, sec = 0;

	if (!minus)
		(void)take(s, '+');
	if (!take_int(s, 0, hours_most, &h))
		return false;
	if (take(s, ':') && (!take_int(s, 0, 59, &m) || (take(s, ':') && !take_int(s, 0, 59, &sec))))
		return false;
	*ret = h * HOUR + m * 60 + sec;
	if (minus)
		*ret = -*ret;
	return true;
}

static bool name_char(char c, bool quoted)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
}

/* "EET" or "<+03>" */
static bool take_name(str *s, char to[ZONE_ABBREVIATION_MAX + 1])
{
	bool quoted = take(s, '<');
	size_t n = 0;

	while (n < s->n && name_char(s->p[n], quoted))
		n++;
	if (n < 3 || n > ZONE_ABBREVIATION_MAX)
		return false;
	memcpy(to, s->p, n);
	to[n] = '\0';
	*s = str_sub(*s, n, s->n);
	return !quoted || take(s, '>');
}

/* ,Mm.w.d[/time] or ,Jn[/time] or ,n[/time] */
static bool take_date(str *s, struct zone_date_rule *d)
{
	if (!take(s, ','))
		return false;
	if (take(s, 'M')) {
		d->kind = RULE_MONTH;
		if (!take_int(s, 1, 12, &d->month) || !take(s, '.') || !take_int(s, 1, 5, &d->week) || !take(s, '.') ||
		    !take_int(s, 0, 6, &d->day))
			return false;
	} else if (take(s, 'J')) {
		d->kind = RULE_JULIAN;
		if (!take_int(s, 1, 365, &d->day))
			return false;
	} else {
		d->kind = RULE_DAY;
		if (!take_int(s, 0, 365, &d->day))
			return false;
	}
	d->seconds = 2 * HOUR;
	return !take(s, '/') || take_time(s, 167, &d->seconds);
}

enum err zone_rule_parse(str s, struct zone_rule *ret)
{
	struct zone_rule r = { 0 };
	int32_t west;

	if (!take_name(&s, r.standard) || !take_time(&s, 24, &west))
		return ERR_INVALID;
	r.standard_offset = -west;
	if (s.n > 0) {
		r.has_daylight = true;
		if (!take_name(&s, r.daylight))
			return ERR_INVALID;
		r.daylight_offset = r.standard_offset + HOUR;
		if (s.n > 0 && s.p[0] != ',') {
			if (!take_time(&s, 24, &west))
				return ERR_INVALID;
			r.daylight_offset = -west;
		}
		if (!take_date(&s, &r.start) || !take_date(&s, &r.end))
			return ERR_INVALID;
	}
	if (s.n != 0)
		return ERR_INVALID;
	*ret = r;
	return OK;
}

/* -- computing ---------------------------------------------------------------------------------------------------- */

/* Day number of a date rule in a year. */
static int64_t rule_day(const struct zone_date_rule *d, int year)
{
	int64_t first;
	int day;

	switch (d->kind) {
	case RULE_JULIAN: /* 29 February is never counted */
		return days_from_civil(year, 1, 1) + d->day - 1 + (civil_leap_year(year) && d->day >= 60);
	case RULE_DAY: return days_from_civil(year, 1, 1) + d->day;
	case RULE_MONTH:
		first = days_from_civil(year, d->month, 1);
		/* weekday_from_days % 7 has Sunday as 0 */
		day = (d->day - weekday_from_days(first) % 7 + 7) % 7 + (d->week - 1) * 7;
		if (day >= civil_days_in_month(year, d->month))
			day -= 7;
		return first + day;
	}
	BUG("kind of date rule %d", (int)d->kind);
}

/* The transition of a year: what is local before it counts. */
static int64_t start_of(const struct zone_rule *r, int year)
{
	return rule_day(&r->start, year) * DAY + r->start.seconds - r->standard_offset;
}

static int64_t end_of(const struct zone_rule *r, int year)
{
	return rule_day(&r->end, year) * DAY + r->end.seconds - r->daylight_offset;
}

/* Far beyond the years of a struct civil, so that no foreign number makes the arithmetic overflow. */
#define UTC_MOST INT64_C(1000000000000)

static int year_of(int64_t utc)
{
	return time_to_civil(utc > UTC_MOST ? UTC_MOST : utc < -UTC_MOST ? -UTC_MOST : utc).year;
}

struct zone_info zone_rule_at(const struct zone_rule *r, int64_t utc)
{
	struct zone_info standard = { r->standard_offset, false, r->standard };
	struct zone_info daylight = { r->daylight_offset, true, r->daylight };
	int64_t latest = INT64_MIN;
	bool is_daylight = false;

	if (!r->has_daylight)
		return standard;
	/* The latest transition that has happened decides. A rule's time may reach a week into another year. When
	 * an end and a start fall together (daylight time all the year), the start counts. */
	for (int year = year_of(utc) - 1, last = year + 2; year <= last; year++) {
		int64_t start = start_of(r, year), end = end_of(r, year);

		if (end <= utc && end > latest) {
			latest = end;
			is_daylight = false;
		}
		if (start <= utc && start >= latest) {
			latest = start;
			is_daylight = true;
		}
	}
	return is_daylight ? daylight : standard;
}

bool zone_rule_next(const struct zone_rule *r, int64_t utc, int64_t *ret)
{
	int64_t next = INT64_MAX;

	if (!r->has_daylight)
		return false;
	for (int year = year_of(utc) - 1, last = year + 3; year <= last; year++) {
		int64_t start = start_of(r, year), end = end_of(r, year);

		if (start > utc && start < next)
			next = start;
		if (end > utc && end < next)
			next = end;
	}
	*ret = next;
	return true;
}
