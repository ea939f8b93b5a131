/* Dates, times, numbers and euros as each language writes them. Values come as civil fields of the event's zone.
 *
 *   fi  pe 16.9.2022 klo 9–11      16.–18.9.2022        1 234,50 €    12,5 %
 *   sv  fre 16.9.2022 kl. 9–11     16–18.9.2022         1 234,50 €    12,5 %
 *   en  Fri 16 Sep 2022, 9–11      16–18 Sep 2022       €1,234.50     12.5%
 *
 * Invariants: dates must be valid (civil_valid), else BUG; ranges use an en dash, between groups that hold spaces with
 * spaces around; spaces inside numbers and before units are no-break spaces (U+00A0), in dates ordinary ones. The clock
 * has 24 hours in all languages.
 * Sources: Kielitoimisto's guide for Finnish, Svenska skrivregler (Finland's use of "kl." and of points in dates). */
#ifndef TALKOOT_TEXT_FORMAT_H
#define TALKOOT_TEXT_FORMAT_H

#include "base/civil.h"
#include "base/str.h"
#include "text/lang.h"

/* "No end" for the functions that take one. */
#define CIVIL_NONE ((struct civil){ 0 })

/* "pe 16.9.2022", "fre 16.9.2022", "Fri 16 Sep 2022" */
str format_day(struct arena *a, enum lang l, struct civil c);
/* "16.9.2022", "16.9.2022", "16 Sep 2022" */
str format_date(struct arena *a, enum lang l, struct civil c);
/* First to last day: "16.–18.9.2022", "30.9.–2.10.2022", "30 Sep – 2 Oct 2022"; one day when they are the same. */
str format_days(struct arena *a, enum lang l, struct civil first, struct civil last);
/* "syyskuu 2022", "september 2022", "September 2022"; month 1..12 */
str format_month(struct arena *a, enum lang l, int year, int month);
/* The clock alone, for columns of a programme: "9.30", "9:30"; "9.00", "9:00" */
str format_clock(struct arena *a, enum lang l, struct civil c);
/* "klo 9–11.30", "kl. 9–11.30", "9–11:30"; without end "klo 9", "kl. 9", "9:00". Minutes only when they are not 0. An end at
 * 0:00 is written 24. Only the clocks are looked at; end CIVIL_NONE means none. */
str format_hours(struct arena *a, enum lang l, struct civil start, struct civil end);
/* Day and hours; over several days both: "pe 16.9.2022 klo 18 – la 17.9.2022 klo 2". An end at midnight belongs to the day
 * before it. end CIVIL_NONE: none. */
str format_when(struct arena *a, enum lang l, struct civil start, struct civil end);

/* value / 10^decimals: "1 234,5", "1,234.5". decimals 0..9. */
str format_number(struct arena *a, enum lang l, int64_t value, int decimals);
/* The same with the sign of per cent: "12,5 %", "12.5%". */
str format_percent(struct arena *a, enum lang l, int64_t value, int decimals);
/* Cents as euros: "1 234,50 €", "€1,234.50"; whole euros without decimals. */
str format_euros(struct arena *a, enum lang l, int64_t cents);

#endif
