/* What the templates of attendance show: plain values in the reader's language. The templates hold no rule.
 *
 * The door's page is filled by attendance_web.c, the page after the event by attendance_list_web.c. What they share is made
 * here. The markup of the door's list is also made by assets/js/checkin.js: what changes here changes there. */
#ifndef TALKOOT_FEATURES_ATTENDANCE_VIEW_H
#define TALKOOT_FEATURES_ATTENDANCE_VIEW_H

#include "features/attendance/attendance.h"
#include "web/web.h"

/* How long after an event's end a device keeps its list. */
enum { ATTENDANCE_DEVICE_SECONDS = 24 * 3600 };

struct attendance_head {
	str event_key, title, title_lang; /* title_lang: str_null unless it fell back to another language */
	str when, where;
};

struct attendee_view {
	str key, name, where; /* where: organisation, or "" */
	bool here, absent;
	str tag, tag_class;   /* "Here 8:52" with its class; "" for none */
	str hint;             /* "On the waiting list", "Remotely", or "" */
	str number;           /* place in the signature list */
};

struct door_view {
	struct attendance_head head;
	struct form_view form;
	const struct attendee_view *people; /* those that were searched for */
	size_t count;
	str counted; /* "12 of 33 here" */
	str q;
	bool closed, runs;
	struct safe_url api, live, worker, walk_in;
	str scope; /* of the service worker: "/fi/attendance/" */
	str until; /* UTC seconds: the device forgets the list then */
};

struct walk_in_view {
	struct attendance_head head;
	struct form_view form;
	const struct error_link *errors;
	size_t error_count;
	struct field_view name, organisation, email;
};

struct door_item_view {
	str key, title, when;
	bool held;
};

struct scan_view {
	str key, name, size;
};

struct attendance_list_view {
	struct attendance_head head;
	const struct error_link *errors;
	size_t error_count;
	struct form_view form, upload_form;
	struct field_view reason, scan;
	const struct attendee_view *people;
	size_t count;
	str counted, confirmed; /* confirmed: how many, in digits */
	bool held, may_close;
	struct safe_url api;
	const struct scan_view *scans;
	size_t scan_count;
	str consequence; /* of closing */
};

struct attendance_head attendance_head_make(struct ctx *c, const struct event *event);
/* The people whose name, organisation or code fits q (empty: all), in the order of the signature list. */
enum err attendance_people_make(struct ctx *c, const struct attendance *a, str q, struct attendee_view **ret, size_t *ret_count);
/* "12 of 33 here" */
str attendance_counted(struct ctx *c, const struct attendance *a);
/* The local clock of the event at an instant: "8:52"; with the day when it is another one. */
enum err attendance_clock(struct ctx *c, const struct event *event, int64_t utc, str *ret);
/* Was the person seen at the door? Otherwise the mark came afterwards from the signed list, and its time says nothing. */
bool attendance_seen_at_door(const struct event *event, int64_t arrived_utc);
/* The word for a refused mark. */
str attendance_refusal_text(enum lang lang, enum mark_answer answer);
/* Tells the open doors of the event that something changed. Call after the change is on disk. */
void attendance_tell(struct ctx *c, str event_key);
str attendance_topic(struct ctx *c, str event_key);

#endif
