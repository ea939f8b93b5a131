/* schema.org JSON-LD of an event: see the header. */
#include "out/schema_event.h"

#include "out/json.h"

#define SCHEMA "https://schema.org/"

/* ISO 8601 with the offset that holds there: "2026-11-27T09:00:00+02:00". */
static void time_field(struct jw *j, const char *key, const struct zone *zone, int64_t utc)
{
	int offset = zone == NULL ? 0 : zone_at(zone, utc).offset;
	struct civil c = time_to_civil(utc + offset);
	int minutes = (offset < 0 ? -offset : offset) / 60;

	jw_field_str(j, key, str_format(j->b->a, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year, c.month, c.day,
		c.hour, c.minute, c.second, offset < 0 ? '-' : '+', minutes / 60, minutes % 60));
}

static void thing(struct jw *j, const char *type, struct schema_thing t)
{
	jw_object(j);
	jw_field_str(j, "@type", str_from(type));
	jw_field_str(j, "name", t.name);
	jw_field_str_if(j, "url", t.url);
	jw_end(j);
}

static void thing_field(struct jw *j, const char *key, const char *type, struct schema_thing t)
{
	if (str_empty(t.name))
		return;
	jw_key(j, str_from(key));
	thing(j, type, t);
}

static void place(struct jw *j, const struct schema_place *p)
{
	jw_object(j);
	jw_field_str(j, "@type", S("Place"));
	jw_field_str_if(j, "name", p->name);
	jw_field_object(j, "address");
	jw_field_str(j, "@type", S("PostalAddress"));
	jw_field_str_if(j, "streetAddress", p->street);
	jw_field_str_if(j, "postalCode", p->postal_code);
	jw_field_str_if(j, "addressLocality", p->locality);
	jw_field_str_if(j, "addressCountry", p->country);
	jw_end(j);
	if (p->has_point) {
		jw_field_object(j, "geo");
		jw_field_str(j, "@type", S("GeoCoordinates"));
		jw_key(j, S("latitude"));
		jw_real(j, p->latitude, 6);
		jw_key(j, S("longitude"));
		jw_real(j, p->longitude, 6);
		jw_end(j);
	}
	jw_end(j);
}

static void location(struct jw *j, const struct schema_event *e)
{
	jw_field_array(j, "location");
	if (e->attendance != SCHEMA_REMOTE)
		place(j, &e->place);
	if (e->attendance != SCHEMA_ON_SITE) {
		jw_object(j);
		jw_field_str(j, "@type", S("VirtualLocation"));
		jw_field_str_if(j, "url", e->url);
		jw_end(j);
	}
	jw_end(j);
}

static void offer(struct jw *j, const struct schema_event *e)
{
	if (!e->has_sign_up)
		return;
	jw_field_object(j, "offers");
	jw_field_str(j, "@type", S("Offer"));
	jw_field_str(j, "price", S("0"));
	jw_field_str(j, "priceCurrency", S("EUR"));
	jw_field_str(j, "availability", e->seats_left == 0 ? S(SCHEMA "SoldOut") : S(SCHEMA "InStock"));
	if (e->sign_up_opens != 0)
		time_field(j, "validFrom", e->zone, e->sign_up_opens);
	if (e->sign_up_closes != 0)
		time_field(j, "validThrough", e->zone, e->sign_up_closes);
	jw_field_str_if(j, "url", e->sign_up_url);
	jw_end(j);
}

static void seats(struct jw *j, const struct schema_event *e)
{
	if (e->seats >= 0)
		jw_field_int(j, "maximumAttendeeCapacity", e->seats);
	if (e->seats_left >= 0)
		jw_field_int(j, "remainingAttendeeCapacity", e->seats_left);
}

void schema_event(struct buf *b, const struct schema_event *e)
{
	static const str types[] = { S_INIT("Event"), S_INIT("BusinessEvent"), S_INIT("EducationEvent") };
	static const str statuses[] = { S_INIT(SCHEMA "EventScheduled"), S_INIT(SCHEMA "EventRescheduled"),
		S_INIT(SCHEMA "EventPostponed"), S_INIT(SCHEMA "EventCancelled") };
	static const str modes[] = { S_INIT(SCHEMA "OfflineEventAttendanceMode"),
		S_INIT(SCHEMA "OnlineEventAttendanceMode"),
		S_INIT(SCHEMA "MixedEventAttendanceMode") };
	struct jw j;

	jw_init(&j, b);
	jw_object(&j);
	jw_field_str(&j, "@context", S("https://schema.org"));
	jw_field_str(&j, "@type", types[e->type]);
	jw_field_str(&j, "name", e->name);
	jw_field_str_if(&j, "description", e->description);
	jw_field_str_if(&j, "url", e->url);
	jw_field_str_if(&j, "image", e->image);
	jw_field_str_if(&j, "inLanguage", e->lang);
	time_field(&j, "startDate", e->zone, e->start);
	time_field(&j, "endDate", e->zone, e->end);
	if (e->previous_start != 0)
		time_field(&j, "previousStartDate", e->zone, e->previous_start);
	jw_field_str(&j, "eventStatus", statuses[e->status]);
	jw_field_str(&j, "eventAttendanceMode", modes[e->attendance]);
	location(&j, e);
	thing_field(&j, "organizer", "Organization", e->organiser);
	thing_field(&j, "performer", "Organization", e->host);
	thing_field(&j, "superEvent", "EventSeries", e->series);
	if (e->part_count > 0) {
		jw_field_array(&j, "subEvent");
		for (size_t i = 0; i < e->part_count; i++)
			thing(&j, "Event", e->parts[i]);
		jw_end(&j);
	}
	offer(&j, e);
	seats(&j, e);
	jw_field_bool(&j, "isAccessibleForFree", true);
	jw_end(&j);
	jw_done(&j);
}
