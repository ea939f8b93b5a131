/* Events as schema.org sees them. */
#include "features/event/event_schema.h"

#include "base/settings.h"
#include "out/schema_event.h"

enum { SCHEMA_MAX = 64 * 1024 };

static str page_address(struct ctx *c, str folder, str key)
{
	return STR_CONCAT(c->a, c->settings->public_url, S("/"), str_from(lang_code(c->lang)), folder, key);
}

static void add_offer(struct ctx *c, const struct event *event, struct schema_event *e)
{
	const struct q_event_by_key_row *row = &event->row;

	e->has_sign_up = event->state == EVENT_PUBLISHED;
	e->sign_up_opens = row->opens_utc.v;
	e->sign_up_closes = row->closes_utc;
	e->sign_up_url = STR_CONCAT(c->a, page_address(c, S("/registrations/"), row->key), S("/new"));
	e->seats = row->seats_site + row->seats_remote;
	e->seats_left = event_seats_left(row, SEAT_SITE) + event_seats_left(row, SEAT_REMOTE);
}

str event_schema_json(struct ctx *c, const struct event *event, const struct event_view *view)
{
	const struct q_event_by_key_row *row = &event->row;
	const struct zone *zone = NULL;
	bool site = row->seats_site > 0, remote = row->seats_remote > 0;
	struct buf b;

	/* Without its data on this machine the times stand in UTC. */
	if (zone_find(row->zone, &zone) != OK)
		zone = NULL;
	struct schema_event e = {
		.type = SCHEMA_BUSINESS_EVENT,
		.status = event->state == EVENT_CANCELLED ? SCHEMA_CANCELLED : SCHEMA_SCHEDULED,
		.attendance = site && remote ? SCHEMA_MIXED : remote ? SCHEMA_REMOTE : SCHEMA_ON_SITE,
		.name = event->text.title,
		.description = event->text.summary,
		.url = page_address(c, S("/events/"), row->key),
		.lang = str_from(lang_code(event->text.lang)),
		.image = str_empty(view->image_url.s) ? str_null
						      : STR_CONCAT(c->a, c->settings->public_url, view->image_url.s),
		.zone = zone,
		.start = row->starts_utc,
		.end = row->ends_utc,
		.place = { .name = row->place_name,
			   .street = row->street,
			   .postal_code = row->postcode,
			   .locality = row->post_office,
			   .has_point = view->has_map,
			   .latitude = row->latitude.v,
			   .longitude = row->longitude.v },
		.organiser = { c->settings->instance_name, c->settings->public_url },
	};

	if (!str_empty(view->host_name))
		e.host = (struct schema_thing){ view->host_name, page_address(c, S("/organisations/"), view->host_key) };
	if (!str_empty(view->series_title))
		e.series = (struct schema_thing){ view->series_title, page_address(c, S("/series/"), view->series_key) };
	add_offer(c, event, &e);
	buf_init(&b, c->a, SCHEMA_MAX);
	schema_event(&b, &e);
	return buf_ok(&b) ? buf_done(&b) : str_null;
}
