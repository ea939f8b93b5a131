/* The POSIX rule at the end of a TZif file, e.g. "EET-2EEST,M3.5.0/3,M10.5.0/4". Only zone.c uses it.
 *
 * Source: POSIX.1-2017 section 8.3 (TZ), with the hours -167..167 that RFC 8536 section 3.3.1 adds. */
#ifndef TALKOOT_BASE_ZONE_RULE_H
#define TALKOOT_BASE_ZONE_RULE_H

#include "base/zone.h"

enum { ZONE_ABBREVIATION_MAX = 15 };

struct zone_date_rule {
	enum { RULE_MONTH, RULE_JULIAN, RULE_DAY } kind;
	int month, week, day;  /* RULE_MONTH: month, week 1..5 (5 = last), day 0 = Sunday; else only day */
	int32_t seconds;       /* local time of day, may be negative or pass 24 h */
};

struct zone_rule {
	char standard[ZONE_ABBREVIATION_MAX + 1], daylight[ZONE_ABBREVIATION_MAX + 1];
	int32_t standard_offset, daylight_offset; /* seconds east of UTC */
	bool has_daylight;
	struct zone_date_rule start, end; /* of daylight time */
};

/* ERR_INVALID if text is not such a rule. */
MUST enum err zone_rule_parse(str text, struct zone_rule *ret);
struct zone_info zone_rule_at(const struct zone_rule *r, int64_t utc);
/* The first transition after utc; false when there is none. It may change nothing (zone_rule_at tells). */
MUST bool zone_rule_next(const struct zone_rule *r, int64_t utc, int64_t *ret);

#endif
