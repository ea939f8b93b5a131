/* ISO 8601 texts and UTC seconds: see the header. */
#include "base/time.h"

int64_t time_from_civil(struct civil c)
{
	return days_from_civil(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 + c.second;
}

struct civil time_to_civil(int64_t utc)
{
	int64_t days = utc / 86400, rest = utc % 86400;
	struct civil c;

	if (rest < 0) {
		rest += 86400;
		days--;
	}
	c = civil_from_days(days);
	c.hour = (int)(rest / 3600);
	c.minute = (int)(rest / 60 % 60);
	c.second = (int)(rest % 60);
	return c;
}

/* Takes `digits` digits from the start of *s. */
static bool take_number(str *s, size_t digits, int *ret)
{
	int v = 0;

	if (s->n < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		v = v * 10 + (s->p[i] - '0');
	}
	*s = str_make(s->p + digits, s->n - digits);
	*ret = v;
	return true;
}

static bool take_char(str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_make(s->p + 1, s->n - 1);
	return true;
}

static bool take_date(str *s, struct civil *c)
{
	return take_number(s, 4, &c->year) && take_char(s, '-') && take_number(s, 2, &c->month) && take_char(s, '-') &&
	       take_number(s, 2, &c->day);
}

static bool take_clock(str *s, bool need_seconds, struct civil *c)
{
	if (!take_number(s, 2, &c->hour) || !take_char(s, ':') || !take_number(s, 2, &c->minute))
		return false;
	c->second = 0;
	if (take_char(s, ':'))
		return take_number(s, 2, &c->second);
	return !need_seconds;
}

/* ".123", which is cut off; nothing is fine too. */
static bool take_fraction(str *s)
{
	int digit, n = 0;

	if (!take_char(s, '.'))
		return true;
	while (n < 9 && take_number(s, 1, &digit))
		n++;
	return n > 0;
}

/* "Z" or "+02:00" in seconds. */
static bool take_offset(str *s, int *ret)
{
	int hour, minute, sign;

	if (take_char(s, 'Z') || take_char(s, 'z')) {
		*ret = 0;
		return true;
	}
	sign = take_char(s, '+') ? 1 : take_char(s, '-') ? -1 : 0;
	if (sign == 0 || !take_number(s, 2, &hour) || !take_char(s, ':') || !take_number(s, 2, &minute))
		return false;
	*ret = sign * (hour * 3600 + minute * 60);
	return hour <= 23 && minute <= 59;
}

bool time_read_instant(str s, int64_t *ret)
{
	struct civil c = { 0 };
	int offset;

	if (!take_date(&s, &c) || !(take_char(&s, 'T') || take_char(&s, 't')) || !take_clock(&s, true, &c) ||
	    !take_fraction(&s) || !take_offset(&s, &offset) || s.n != 0 || !civil_valid(c))
		return false;
	*ret = time_from_civil(c) - offset;
	return true;
}

bool time_read_date(str s, struct civil *ret)
{
	struct civil c = { 0 };

	if (!take_date(&s, &c) || s.n != 0 || !civil_valid(c))
		return false;
	*ret = c;
	return true;
}

bool time_read_clock(str s, struct civil *ret)
{
	struct civil c = { .year = 1, .month = 1, .day = 1 };

	if (!take_clock(&s, false, &c) || s.n != 0 || !civil_valid(c))
		return false;
	c.year = c.month = c.day = 0;
	*ret = c;
	return true;
}

bool time_read_local(str s, struct civil *ret)
{
	struct civil c = { 0 };

	if (!take_date(&s, &c) || !take_char(&s, 'T') || !take_clock(&s, false, &c) || s.n != 0 || !civil_valid(c))
		return false;
	*ret = c;
	return true;
}

str time_print_instant(struct arena *a, int64_t utc)
{
	struct civil c = time_to_civil(utc);

	return str_format(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

str time_print_date(struct arena *a, struct civil c)
{
	return str_format(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}

str time_print_clock(struct arena *a, struct civil c)
{
	return c.second == 0 ? str_format(a, "%02d:%02d", c.hour, c.minute)
			     : str_format(a, "%02d:%02d:%02d", c.hour, c.minute, c.second);
}

str time_print_local(struct arena *a, struct civil c)
{
	return STR_CONCAT(a, time_print_date(a, c), S("T"), time_print_clock(a, c));
}

int civil_compare(struct civil x, struct civil y)
{
	int64_t a = time_from_civil(x), b = time_from_civil(y);

	return (a > b) - (a < b);
}
