/* Dates, times, numbers as each language writes them: see the header. */
#include "text/format.h"

#include "base/buf.h"

enum { FORMATTED_MAX = 200 };

#define DASH "\u2013"
#define MINUS "\u2212"
#define NO_BREAK "\u00a0"

static const char *const weekdays[LANG_COUNT][7] = {
	[LANG_FI] = { "ma", "ti", "ke", "to", "pe", "la", "su" },
	[LANG_SV] = { "mån", "tis", "ons", "tors", "fre", "lör", "sön" },
	[LANG_EN] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
};
static const char *const months[LANG_COUNT][12] = {
	[LANG_FI] = { "tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu",
		      "lokakuu", "marraskuu", "joulukuu" },
	[LANG_SV] = { "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
		      "november", "december" },
	[LANG_EN] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		      "November", "December" },
};
/* The names that English shortens to three letters. */
enum { SHORT_MONTH = 3 };

static void add(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

static struct buf start(struct arena *a)
{
	struct buf b;

	buf_init(&b, a, FORMATTED_MAX);
	return b;
}

static void add_short_month(struct buf *b, struct civil c)
{
	buf_add(b, months[LANG_EN][c.month - 1], SHORT_MONTH);
}

static void add_date(struct buf *b, enum lang l, struct civil c)
{
	INVARIANT(civil_valid(c));
	if (l == LANG_EN) {
		buf_format(b, "%d ", c.day);
		add_short_month(b, c);
		buf_format(b, " %d", c.year);
	} else {
		buf_format(b, "%d.%d.%d", c.day, c.month, c.year);
	}
}

static void add_day(struct buf *b, enum lang l, struct civil c)
{
	INVARIANT(civil_valid(c));
	add(b, weekdays[l][weekday(c.year, c.month, c.day) - 1]);
	buf_char(b, ' ');
	add_date(b, l, c);
}

str format_day(struct arena *a, enum lang l, struct civil c)
{
	struct buf b = start(a);

	add_day(&b, l, c);
	return buf_done(&b);
}

str format_date(struct arena *a, enum lang l, struct civil c)
{
	struct buf b = start(a);

	add_date(&b, l, c);
	return buf_done(&b);
}

str format_days(struct arena *a, enum lang l, struct civil first, struct civil last)
{
	struct buf b = start(a);
	bool same_year = first.year == last.year, same_month = same_year && first.month == last.month;

	INVARIANT(civil_valid(first));
	if (same_month && first.day == last.day) {
		add_date(&b, l, first);
		return buf_done(&b);
	}
	if (l == LANG_EN) {
		buf_format(&b, "%d", first.day);
		if (!same_month) {
			buf_char(&b, ' ');
			add_short_month(&b, first);
		}
		if (!same_year)
			buf_format(&b, " %d", first.year);
		add(&b, same_month ? DASH : " " DASH " ");
	} else {
		buf_format(&b, "%d", first.day);
		if (!same_month)
			buf_format(&b, ".%d", first.month);
		if (!same_year)
			buf_format(&b, ".%d", first.year);
		else if (l == LANG_FI)
			buf_char(&b, '.'); /* a Finnish ordinal keeps its point, a Swedish one drops it before the dash */
		add(&b, DASH);
	}
	add_date(&b, l, last);
	return buf_done(&b);
}

str format_month(struct arena *a, enum lang l, int year, int month)
{
	INVARIANT(month >= 1 && month <= 12);
	return str_format(a, "%s %d", months[l][month - 1], year);
}

static char clock_mark(enum lang l)
{
	return l == LANG_EN ? ':' : '.';
}

str format_clock(struct arena *a, enum lang l, struct civil c)
{
	return str_format(a, "%d%c%02d", c.hour, clock_mark(l), c.minute);
}

static void add_hour(struct buf *b, enum lang l, int hour, int minute)
{
	buf_int(b, hour);
	if (minute != 0)
		buf_format(b, "%c%02d", clock_mark(l), minute);
}

static void add_hours(struct buf *b, enum lang l, struct civil from, struct civil to)
{
	add(b, l == LANG_FI ? "klo " : l == LANG_SV ? "kl. " : "");
	if (to.year == 0) {
		if (l == LANG_EN) /* a bare "9" would say nothing */
			buf_format(b, "%d:%02d", from.hour, from.minute);
		else
			add_hour(b, l, from.hour, from.minute);
		return;
	}
	add_hour(b, l, from.hour, from.minute);
	add(b, DASH);
	add_hour(b, l, to.hour == 0 && to.minute == 0 ? 24 : to.hour, to.minute);
}

str format_hours(struct arena *a, enum lang l, struct civil from, struct civil to)
{
	struct buf b = start(a);

	add_hours(&b, l, from, to);
	return buf_done(&b);
}

static void add_day_hours(struct buf *b, enum lang l, struct civil from, struct civil to)
{
	add_day(b, l, from);
	add(b, l == LANG_EN ? ", " : " ");
	add_hours(b, l, from, to);
}

str format_when(struct arena *a, enum lang l, struct civil from, struct civil to)
{
	struct buf b = start(a);
	int64_t days = to.year == 0 ? 0
				    : days_from_civil(to.year, to.month, to.day) -
					      days_from_civil(from.year, from.month, from.day);
	bool at_midnight = to.hour == 0 && to.minute == 0;

	if (days == 0 && to.hour == from.hour && to.minute == from.minute)
		to = CIVIL_NONE;
	if (days == 0 || (days == 1 && at_midnight)) {
		add_day_hours(&b, l, from, to);
		return buf_done(&b);
	}
	add_day_hours(&b, l, from, CIVIL_NONE);
	add(&b, " " DASH " ");
	add_day_hours(&b, l, to, CIVIL_NONE);
	return buf_done(&b);
}

static void add_number(struct buf *b, enum lang l, uint64_t value, int decimals)
{
	uint64_t scale = 1, whole, rest;
	char digits[20];
	int n = 0;

	INVARIANT(decimals >= 0 && decimals <= 9);
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	whole = value / scale;
	rest = value % scale;
	do
		digits[n++] = (char)('0' + whole % 10);
	while ((whole /= 10) > 0);
	while (n > 0) {
		buf_char(b, digits[--n]);
		if (n > 0 && n % 3 == 0)
			add(b, l == LANG_EN ? "," : NO_BREAK);
	}
	if (decimals > 0)
		buf_format(b, "%c%0*llu", l == LANG_EN ? '.' : ',', decimals, (unsigned long long)rest);
}

static void add_minus(struct buf *b, int64_t value)
{
	if (value < 0)
		add(b, MINUS);
}

static uint64_t size_of(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

str format_number(struct arena *a, enum lang l, int64_t value, int decimals)
{
	struct buf b = start(a);

	add_minus(&b, value);
	add_number(&b, l, size_of(value), decimals);
	return buf_done(&b);
}

str format_percent(struct arena *a, enum lang l, int64_t value, int decimals)
{
	struct buf b = start(a);

	add_minus(&b, value);
	add_number(&b, l, size_of(value), decimals);
	add(&b, l == LANG_EN ? "%" : NO_BREAK "%");
	return buf_done(&b);
}

str format_euros(struct arena *a, enum lang l, int64_t cents)
{
	struct buf b = start(a);
	uint64_t size = size_of(cents);

	add_minus(&b, cents);
	if (l == LANG_EN)
		add(&b, "€");
	if (size % 100 == 0)
		add_number(&b, l, size / 100, 0);
	else
		add_number(&b, l, size, 2);
	if (l != LANG_EN)
		add(&b, NO_BREAK "€");
	return buf_done(&b);
}
