/* Events as calendar entries: for the mail of one who is signed up, for the public feed, for one event's download.
 *
 * The UID is the event's key at the instance's host, for life. The remote link stands only in a personal entry. */
#ifndef TALKOOT_FEATURES_EVENT_CALENDAR_H
#define TALKOOT_FEATURES_EVENT_CALENDAR_H

#include "features/event/event.h"
#include "out/ical.h"

/* The entry of an event in the context's language. personal: with the remote link, for one who has a seat. url: of the
 * event's page. Everything lives in the context's arena. */
struct ical_event event_calendar_entry(struct ctx *c, const struct event *event, bool personal);
/* The object for a mail to one receiver: REQUEST, or CANCEL when `cancel`. */
MUST enum err event_calendar_for_mail(struct ctx *c, const struct event *event, str address, bool cancel, str *ret);
/* For one who is signed up: PUBLISH, with the remote link. */
MUST enum err event_calendar_personal(struct ctx *c, const struct event *event, str *ret);
/* One event to be kept by whoever wants: PUBLISH. */
MUST enum err event_calendar_one(struct ctx *c, const struct event *event, str *ret);
/* The feed of all public events of the context's language: what comes, and what ended or was cancelled in the last four
 * weeks, so that a cancelled one is seen as cancelled. At most 500. The bytes are the same until something changes. Cost:
 * one statement. */
MUST enum err event_calendar_feed(struct ctx *c, str *ret);

#endif
