/* Civil date and time: what calendar and clock on the wall show, without a zone.
 *
 * Invariants of a valid struct civil (civil_valid says it): year 1..9999, month 1..12, day 1..days of that month,
 * hour 0..23, minute 0..59, second 0..59. The calendar is the Gregorian one, also before 1582 (as ISO 8601 wants it).
 * Days are counted from 1970-01-01, which is day 0. Everything here is pure and costs some nanoseconds.
 *
 * Source of the day arithmetic: the 400-year cycle of the Gregorian calendar has 146,097 days; counting years from
 * 1 March puts the leap day at the end of the year, so that month lengths follow (153*m+2)/5. */
#ifndef TALKOOT_BASE_CIVIL_H
#define TALKOOT_BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

struct civil {
	int year, month, day, hour, minute, second;
};

static inline bool civil_leap_year(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of month 1..12; 0 for another month. */
static inline int civil_days_in_month(int year, int month)
{
	static const int days[] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return month == 2 && civil_leap_year(year) ? 29 : days[month];
}

static inline bool civil_valid(struct civil c)
{
	return c.year >= 1 && c.year <= 9999 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
	       c.day <= civil_days_in_month(c.year, c.month) && c.hour >= 0 && c.hour <= 23 && c.minute >= 0 &&
	       c.minute <= 59 && c.second >= 0 && c.second <= 59;
}

/* Days from 1970-01-01 to the date; negative before. Month 1..12; any day is allowed and counts on (day 0 = the day
 * before the first). */
static inline int64_t days_from_civil(int year, int month, int day)
{
	int64_t y = month <= 2 ? (int64_t)year - 1 : year;
	int64_t cycle = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_cycle = y - cycle * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;

	return cycle * 146097 + day_of_cycle - 719468;
}

/* The date of a day number, at 00:00:00. The year of the result must fit into int. */
static inline struct civil civil_from_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t cycle = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_cycle = z - cycle * 146097;
	int64_t year_of_cycle =
	    (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
	int64_t day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
	int64_t shifted_month = (5 * day_of_year + 2) / 153;
	int month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);

	return (struct civil){ .year = (int)(year_of_cycle + cycle * 400 + (month <= 2)),
			       .month = month,
			       .day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1) };
}

/* ISO weekday of a day number: 1 = Monday .. 7 = Sunday. */
static inline int weekday_from_days(int64_t days)
{
	int64_t w = (days + 3) % 7; /* day 0 was a Thursday */

	return (int)(w < 0 ? w + 7 : w) + 1;
}

/* ISO weekday of a date: 1 = Monday .. 7 = Sunday. */
static inline int weekday(int year, int month, int day)
{
	return weekday_from_days(days_from_civil(year, month, day));
}

#endif
