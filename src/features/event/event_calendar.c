/* Calendar entries of events. */
#include "features/event/event_calendar.h"

#include "base/settings.h"
#include "base/zone.h"
#include "features/event/event_view.h"
#include "features/mail/mail.h"
#include "text/tr.h"

enum { CALENDAR_MAX = 256 * 1024, FEED_MAX = 4 * 1024 * 1024, FEED_EVENTS = 500, FEED_KEEPS = 28 * 86400,
       FEED_REFRESH_MINUTES = 60 };

static str host_of(str url)
{
	size_t at = str_find_str(url, S("://"));
	str host = str_sub(url, at + 3, url.n);

	host = str_sub(host, 0, str_find(host, '/'));
	return str_sub(host, 0, str_find(host, ':'));
}

/* Summary, where to go in, who to ask, the page. Plain text. */
static str describe(struct ctx *c, const struct event *event, bool personal, str url)
{
	struct buf b;

	buf_init(&b, c->a, 8000);
	buf_str(&b, event->text.summary);
	if (!str_empty(event->text.meeting_point)) {
		buf_lit(&b, "\n\n");
		buf_str(&b, trf(c->a, c->lang, "Meeting point: {place}", TR_ARG("place", event->text.meeting_point)));
	}
	if (!str_empty(event->text.gate)) {
		buf_lit(&b, "\n");
		buf_str(&b, trf(c->a, c->lang, "Gate: {gate}", TR_ARG("gate", event->text.gate)));
	}
	if (personal && !str_empty(event->row.remote_link)) {
		buf_lit(&b, "\n\n");
		buf_str(&b, trf(c->a, c->lang, "Take part remotely: {link}", TR_ARG("link", event->row.remote_link)));
	}
	if (!str_empty(event->row.contact_name)) {
		buf_lit(&b, "\n\n");
		buf_str(&b, trf(c->a, c->lang, "Contact person: {name}", TR_ARG("name", event->row.contact_name)));
		if (!str_empty(event->row.contact_phone)) {
			buf_lit(&b, ", ");
			buf_str(&b, event->row.contact_phone);
		}
	}
	buf_lit(&b, "\n\n");
	buf_str(&b, url);
	return buf_done(&b);
}

static str uid_of(struct ctx *c, str key)
{
	return STR_CONCAT(c->a, key, S("@"), host_of(c->settings->public_url));
}

static str address_of(struct ctx *c, str key)
{
	return STR_CONCAT(c->a, c->settings->public_url, S("/"), str_from(lang_code(c->lang)), S("/events/"), key);
}

/* The zone was checked when the event was saved; without its data on this machine the entry stands in UTC. */
static const struct zone *zone_of(str name)
{
	const struct zone *zone;

	return zone_find(name, &zone) == OK ? zone : NULL;
}

struct ical_event event_calendar_entry(struct ctx *c, const struct event *event, bool personal)
{
	const struct q_event_by_key_row *row = &event->row;
	str url = address_of(c, row->key);

	return (struct ical_event){
		.uid = uid_of(c, row->key),
		.sequence = row->sequence,
		.stamp = c->now,
		.modified = row->updated_utc,
		.start = row->starts_utc,
		.end = row->ends_utc,
		.zone = zone_of(row->zone),
		.status = event->state == EVENT_CANCELLED ? ICAL_CANCELLED : ICAL_CONFIRMED,
		.lang = str_from(lang_code(event->text.lang)),
		.summary = event->text.title,
		.description = describe(c, event, personal, url),
		.location = event_where(c, row->place_name, row->street, row->post_office),
		.url = url,
		.has_point = row->latitude.set && row->longitude.set,
		.latitude = row->latitude.v,
		.longitude = row->longitude.v,
	};
}

static enum err write_one(struct ctx *c, const struct ical_event *entry, enum ical_method method, str *ret)
{
	struct buf b;

	buf_init(&b, c->a, CALENDAR_MAX);
	TRY(ical_write(&b, &(struct ical_calendar){ .method = method, .events = entry, .event_count = 1 }));
	*ret = buf_done(&b);
	return OK;
}

enum err event_calendar_for_mail(struct ctx *c, const struct event *event, str address, bool cancel, str *ret)
{
	struct ical_event entry = event_calendar_entry(c, event, true);

	/* A place that is given back is cancelled for this one receiver, with a number above what was sent before. */
	if (cancel) {
		entry.status = ICAL_CANCELLED;
		entry.sequence++;
	}
	entry.attendee.address = address;
	entry.attendee.name = S("");
	entry.organiser.address = mail_sender(c);
	entry.organiser.name = mail_instance_name(c);
	return write_one(c, &entry, cancel ? ICAL_CANCEL : ICAL_REQUEST, ret);
}

enum err event_calendar_personal(struct ctx *c, const struct event *event, str *ret)
{
	struct ical_event entry = event_calendar_entry(c, event, true);

	return write_one(c, &entry, ICAL_PUBLISH, ret);
}

enum err event_calendar_one(struct ctx *c, const struct event *event, str *ret)
{
	struct ical_event entry = event_calendar_entry(c, event, false);

	return write_one(c, &entry, ICAL_PUBLISH, ret);
}

/* In a feed nothing is told that only some may know, and the stamp is that of the last change: the same feed is the same
 * bytes, so that readers are answered "not modified". */
static struct ical_event feed_entry(struct ctx *c, const struct q_event_list_row *row)
{
	str url = address_of(c, row->key);

	return (struct ical_event){
		.uid = uid_of(c, row->key),
		.sequence = row->sequence,
		.stamp = row->updated_utc,
		.modified = row->updated_utc,
		.start = row->starts_utc,
		.end = row->ends_utc,
		.zone = zone_of(row->zone),
		.status = str_eq(row->state, S("cancelled")) ? ICAL_CANCELLED : ICAL_CONFIRMED,
		.lang = row->text_lang,
		.summary = row->title,
		.description = str_empty(row->summary) ? url : STR_CONCAT(c->a, row->summary, S("\n\n"), url),
		.location = event_where(c, row->place_name, row->street, row->post_office),
		.url = url,
		.has_point = row->latitude.set && row->longitude.set,
		.latitude = row->latitude.v,
		.longitude = row->longitude.v,
	};
}

enum err event_calendar_feed(struct ctx *c, str *ret)
{
	struct event_query query = { .tab = EVENT_TAB_UPCOMING, .since = FEED_KEEPS, .limit = FEED_EVENTS };
	struct q_event_list_result list;
	struct ical_event *entries;
	struct buf b;

	TRY(event_list(c, &query, &list));
	entries = NEW_ARRAY(c->a, list.count, struct ical_event);
	for (size_t i = 0; i < list.count; i++)
		entries[i] = feed_entry(c, &list.rows[i]);
	buf_init(&b, c->a, FEED_MAX);
	TRY(ical_write(&b, &(struct ical_calendar){ .method = ICAL_PUBLISH,
						    .name = mail_instance_name(c),
						    .refresh_minutes = FEED_REFRESH_MINUTES,
						    .events = entries,
						    .event_count = list.count }));
	*ret = buf_done(&b);
	return OK;
}
