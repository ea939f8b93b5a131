/* iCalendar, written: one event for a mail (REQUEST, CANCEL), or a feed of many (PUBLISH). RFC 5545, 5546, 7986.
 *
 * What interoperable senders do, and this writer therefore always does:
 *   - Lines fold at 75 octets without cutting a character, and end with CR LF.
 *   - The UID is the caller's and stays for life; SEQUENCE grows with each change of time, place or state.
 *   - Times stand as local time with TZID, and the zone has its own VTIMEZONE made of the system's zone data: as a
 *     yearly rule where there is one, else as single changes around the events. CANCEL uses UTC, since Outlook stumbles
 *     over TZID there. A local time that exists twice is written in UTC, since iCalendar cannot name the second one.
 *   - REQUEST and CANCEL name the organiser and exactly one attendee, the receiver of the mail; PUBLISH names no
 *     attendee. RSVP=FALSE: nobody reads answers.
 *   - A cancelled event in a feed stays, as STATUS:CANCELLED, as long as the caller gives it.
 * Texts are plain and come in one language. A place for remote people (a link) is never put in a feed by this writer:
 * it writes what it is given. */
#ifndef TALKOOT_OUT_ICAL_H
#define TALKOOT_OUT_ICAL_H

#include "base/buf.h"
#include "base/zone.h"

enum { ICAL_EVENTS_MAX = 5000 };

enum ical_method { ICAL_PUBLISH, ICAL_REQUEST, ICAL_CANCEL };
enum ical_status { ICAL_CONFIRMED, ICAL_TENTATIVE, ICAL_CANCELLED };

struct ical_party {
	str name;    /* may be empty */
	str address; /* mail_address_ok */
};

struct ical_event {
	str uid; /* "key@host" */
	int64_t sequence;
	int64_t stamp;    /* when this object was made, UTC seconds */
	int64_t modified; /* when the event was last changed; 0: not said */
	int64_t start, end; /* UTC seconds, start < end; for all_day only the dates in zone count, end's day included */
	const struct zone *zone; /* NULL: UTC */
	bool all_day;
	enum ical_status status;
	str lang; /* of the texts, or null */
	str summary, description, location;
	str url; /* http(s); another one is left out */
	bool has_point;
	double latitude, longitude; /* WGS84 */
	const str *categories;
	size_t category_count;
	bool private_class;        /* CLASS:PRIVATE: an appointment of persons */
	unsigned reminder_minutes; /* an alarm so long before; 0: none. Only in personal feeds and only if asked. */
	struct ical_party organiser, attendee; /* none when the address is null */
};

struct ical_calendar {
	enum ical_method method;
	str name;                 /* of a feed, or null */
	unsigned refresh_minutes; /* of a feed: how often readers should ask; 0: not said */
	const struct ical_event *events;
	size_t event_count;
};

/* "PUBLISH", "REQUEST", "CANCEL": for the Content-Type of the mail's part, which must say the same. */
str ical_method_name(enum ical_method method);

/* Appends the whole object. ERR_INVALID: an address that is none, or a UID with blanks or control characters;
 * ERR_LIMIT: more than ICAL_EVENTS_MAX events, or b is full. Parties that do not fit the method are a BUG. */
MUST enum err ical_write(struct buf *b, const struct ical_calendar *calendar);

#endif
