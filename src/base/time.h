/* Moments and civil times as numbers and as ISO 8601 text.
 *
 * Words: an *instant* is UTC seconds since 1970 (no leap seconds); a *date*, *clock time* and *local time* are a struct
 * civil without a zone (zone.h connects the two).
 *
 * Invariants:
 *   - Reading is strict: exactly the forms named here, every number in range, nothing before or behind; on failure
 *     *ret is not written. Years 0001..9999.
 *   - What is printed is read back as the same value. */
#ifndef TALKOOT_BASE_TIME_H
#define TALKOOT_BASE_TIME_H

#include "base/civil.h"
#include "base/str.h"

/* UTC seconds of a civil time in UTC, and back. The year of the result must fit into int. */
int64_t time_from_civil(struct civil c);
struct civil time_to_civil(int64_t utc);

/* RFC 3339: "2026-11-27T07:00:00Z", "2026-11-27T09:00:00.5+02:00". Fractions (1-9 digits) are cut off; 't' and 'z' may
 * be small; a leap second (":60") is refused, since no planned thing has one. */
MUST bool time_read_instant(str s, int64_t *ret);
/* "2026-11-27"; the clock is 00:00:00. */
MUST bool time_read_date(str s, struct civil *ret);
/* "09:00" or "09:00:30"; the date is all zero. */
MUST bool time_read_clock(str s, struct civil *ret);
/* "2026-11-27T09:00" or "2026-11-27T09:00:30", as <input type=datetime-local> sends it. */
MUST bool time_read_local(str s, struct civil *ret);

/* "2026-11-27T07:00:00Z"; the year must be 1..9999. */
str time_print_instant(struct arena *a, int64_t utc);
/* "2026-11-27" */
str time_print_date(struct arena *a, struct civil c);
/* "09:00", with seconds only when they are not 0 */
str time_print_clock(struct arena *a, struct civil c);
/* "2026-11-27T09:00", with seconds only when they are not 0 */
str time_print_local(struct arena *a, struct civil c);

/* <0, 0, >0: order of two local times. */
int civil_compare(struct civil x, struct civil y);

#endif
