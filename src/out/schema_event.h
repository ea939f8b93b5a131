/* An event as schema.org JSON-LD for the page of the event: what search engines and other sites read of it.
 *
 * Vocabulary: schema.org Event and its BusinessEvent, EducationEvent. People who signed up are never in it; a remote
 * link is only given as the page's own address (VirtualLocation), since the real one is not public. Empty texts are
 * left out. The text is safe in <script type="application/ld+json"> (json.h); templates write it by html_jsonld. */
#ifndef TALKOOT_OUT_SCHEMA_EVENT_H
#define TALKOOT_OUT_SCHEMA_EVENT_H

#include "base/buf.h"
#include "base/zone.h"

enum schema_event_status { SCHEMA_SCHEDULED, SCHEMA_RESCHEDULED, SCHEMA_POSTPONED, SCHEMA_CANCELLED };
enum schema_attendance { SCHEMA_ON_SITE, SCHEMA_REMOTE, SCHEMA_MIXED };
enum schema_type { SCHEMA_EVENT, SCHEMA_BUSINESS_EVENT, SCHEMA_EDUCATION_EVENT };

struct schema_place {
	str name, street, postal_code, locality, country; /* country: "FI" */
	bool has_point;
	double latitude, longitude; /* WGS84 */
};

/* Organiser, host, series, workshop: something with a name and a page. */
struct schema_thing {
	str name, url;
};

struct schema_event {
	enum schema_type type;
	enum schema_event_status status;
	enum schema_attendance attendance;
	str name, description, url, lang;
	str image; /* absolute address, or null */
	const struct zone *zone; /* times are written with its offset; NULL: UTC */
	int64_t start, end;      /* UTC seconds */
	int64_t previous_start;  /* of one that was rescheduled; 0: none */
	struct schema_place place;
	struct schema_thing organiser; /* who runs it */
	struct schema_thing host;      /* the company visited; as a performer of the event, or empty */
	struct schema_thing series;    /* superEvent, or empty */
	const struct schema_thing *parts; /* subEvent: workshops */
	size_t part_count;
	/* The offer: taking part costs nothing. */
	bool has_sign_up;
	int64_t sign_up_opens, sign_up_closes; /* UTC seconds; 0: not said */
	str sign_up_url;
	int64_t seats;      /* both kinds together; -1: no limit or not told */
	int64_t seats_left; /* 0 makes the offer SoldOut; -1: not told */
};

/* Appends one JSON object. */
void schema_event(struct buf *b, const struct schema_event *e);

#endif
