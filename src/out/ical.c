/* iCalendar: see the header. */
#include "out/ical.h"

#include "base/encode.h"
#include "out/clean.h"
#include "out/ical_line.h"
#include "out/mail_address.h"

str ical_method_name(enum ical_method method)
{
	switch (method) {
	case ICAL_PUBLISH:
		return S("PUBLISH");
	case ICAL_REQUEST:
		return S("REQUEST");
	case ICAL_CANCEL:
		return S("CANCEL");
	}
	BUG("method %d", (int)method);
}

/* Whether the instant, written as local time, is read as the same instant. */
static bool is_first_of_its_local_time(const struct zone *zone, int64_t utc)
{
	int64_t first, second;

	return zone_local_to_utc(zone, zone_utc_to_local(zone, utc), &first, &second) != LOCAL_GAP && first == utc;
}

static bool uses_zone(const struct ical_calendar *c, const struct ical_event *e)
{
	return e->zone != NULL && c->method != ICAL_CANCEL && !e->all_day &&
	       is_first_of_its_local_time(e->zone, e->start) && is_first_of_its_local_time(e->zone, e->end);
}

static void date_line(struct ical_writer *w, const char *name, struct civil day)
{
	buf_format(&w->line, "%s;VALUE=DATE:%04d%02d%02d", name, day.year, day.month, day.day);
	ical_end_line(w);
}

static void local_line(struct ical_writer *w, const char *name, const struct ical_event *e, int64_t utc)
{
	buf_format(&w->line, "%s;TZID=%.*s:", name, STR_ARG(zone_name(e->zone)));
	ical_add_local(w, zone_utc_to_local(e->zone, utc));
	ical_end_line(w);
}

static struct civil day_of(const struct ical_event *e, int64_t utc)
{
	return e->zone == NULL ? time_to_civil(utc) : zone_utc_to_local(e->zone, utc);
}

static void times(struct ical_writer *w, const struct ical_calendar *c, const struct ical_event *e)
{
	if (e->all_day) {
		struct civil last = day_of(e, e->end);

		/* DTEND of a whole day is the day after the last one. */
		date_line(w, "DTSTART", day_of(e, e->start));
		date_line(w, "DTEND", civil_from_days(days_from_civil(last.year, last.month, last.day) + 1));
	} else if (uses_zone(c, e)) {
		local_line(w, "DTSTART", e, e->start);
		local_line(w, "DTEND", e, e->end);
	} else {
		ical_utc_line(w, S("DTSTART"), e->start);
		ical_utc_line(w, S("DTEND"), e->end);
	}
}

/* The address as a URI: what has a meaning in URIs is percent-encoded. */
static void add_mailto(struct ical_writer *w, str address)
{
	buf_lit(&w->line, ":mailto:");
	for (str rest = address; !str_is_null(rest);) {
		buf_url(&w->line, str_cut(&rest, '@'));
		if (!str_is_null(rest))
			buf_char(&w->line, '@');
	}
}

/* A parameter value may hold anything but quotes and control characters (RFC 5545 3.1). */
static void add_common_name(struct ical_writer *w, str name)
{
	name = clean_line(w->b->a, name);
	if (str_empty(name))
		return;
	buf_lit(&w->line, ";CN=\"");
	for (size_t i = 0; i < name.n; i++)
		buf_char(&w->line, name.p[i] == '"' ? '\'' : name.p[i]);
	buf_char(&w->line, '"');
}

/* What the receiver of the mail has answered: who signed up comes, who waits may come. */
static str answer(enum ical_status status)
{
	switch (status) {
	case ICAL_CONFIRMED:
		return S("ACCEPTED");
	case ICAL_TENTATIVE:
		return S("TENTATIVE");
	case ICAL_CANCELLED:
		return S("DECLINED");
	}
	BUG("status %d", (int)status);
}

static enum err parties(struct ical_writer *w, const struct ical_calendar *c, const struct ical_event *e)
{
	bool to_one = c->method != ICAL_PUBLISH;

	INVARIANT(to_one == !str_is_null(e->attendee.address) && (!to_one || !str_is_null(e->organiser.address)));
	if (!str_is_null(e->organiser.address)) {
		if (!mail_address_ok(e->organiser.address))
			return ERR_INVALID;
		buf_lit(&w->line, "ORGANIZER");
		add_common_name(w, e->organiser.name);
		add_mailto(w, e->organiser.address);
		ical_end_line(w);
	}
	if (to_one) {
		if (!mail_address_ok(e->attendee.address))
			return ERR_INVALID;
		buf_lit(&w->line, "ATTENDEE");
		add_common_name(w, e->attendee.name);
		buf_str(&w->line, S(";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;RSVP=FALSE;PARTSTAT="));
		buf_str(&w->line, answer(e->status));
		add_mailto(w, e->attendee.address);
		ical_end_line(w);
	}
	return OK;
}

static bool is_web_address(str url)
{
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] <= 0x20 || url.p[i] >= 0x7f)
			return false;
	return str_starts(url, S("https://")) || str_starts(url, S("http://"));
}

static str with_language(struct ical_writer *w, const char *name, str lang)
{
	return lang.n == 2 ? str_format(w->b->a, "%s;LANGUAGE=%.*s", name, STR_ARG(lang)) : str_from(name);
}

static void details(struct ical_writer *w, const struct ical_event *e)
{
	ical_text_line(w, with_language(w, "SUMMARY", e->lang), clean_line(w->b->a, e->summary));
	ical_text_line(w, with_language(w, "DESCRIPTION", e->lang), e->description);
	ical_text_line(w, with_language(w, "LOCATION", e->lang), clean_line(w->b->a, e->location));
	if (e->has_point) {
		buf_format(&w->line, "GEO:%.6f;%.6f", e->latitude, e->longitude);
		ical_end_line(w);
	}
	if (is_web_address(e->url)) {
		buf_lit(&w->line, "URL:");
		ical_line(w, e->url);
	}
	if (e->category_count > 0) {
		buf_lit(&w->line, "CATEGORIES:");
		for (size_t i = 0; i < e->category_count; i++) {
			if (i > 0)
				buf_char(&w->line, ',');
			ical_add_text(w, clean_line(w->b->a, e->categories[i]));
		}
		ical_end_line(w);
	}
	ical_line(w, e->private_class ? S("CLASS:PRIVATE") : S("CLASS:PUBLIC"));
}

static void reminder(struct ical_writer *w, const struct ical_event *e)
{
	ical_line(w, S("BEGIN:VALARM"));
	ical_line(w, S("ACTION:DISPLAY"));
	buf_format(&w->line, "TRIGGER:-PT%uM", e->reminder_minutes);
	ical_end_line(w);
	ical_text_line(w, S("DESCRIPTION"), str_empty(e->summary) ? S("-") : clean_line(w->b->a, e->summary));
	ical_line(w, S("END:VALARM"));
}

static bool is_uid(str uid)
{
	for (size_t i = 0; i < uid.n; i++)
		if (uid.p[i] <= 0x20 || uid.p[i] >= 0x7f || strchr("\\;,\"", uid.p[i]) != NULL)
			return false;
	return uid.n > 0 && uid.n <= 255;
}

static enum err event(struct ical_writer *w, const struct ical_calendar *c, const struct ical_event *e)
{
	static const str statuses[] = { S_INIT("CONFIRMED"), S_INIT("TENTATIVE"), S_INIT("CANCELLED") };

	INVARIANT(c->method != ICAL_CANCEL || e->status == ICAL_CANCELLED);
	if (!is_uid(e->uid) || e->start > e->end || (e->start == e->end && !e->all_day))
		return ERR_INVALID;
	ical_line(w, S("BEGIN:VEVENT"));
	buf_lit(&w->line, "UID:");
	ical_line(w, e->uid);
	buf_format(&w->line, "SEQUENCE:%lld", (long long)e->sequence);
	ical_end_line(w);
	ical_utc_line(w, S("DTSTAMP"), e->stamp);
	if (e->modified != 0)
		ical_utc_line(w, S("LAST-MODIFIED"), e->modified);
	times(w, c, e);
	buf_lit(&w->line, "STATUS:");
	ical_line(w, statuses[e->status]);
	TRY(parties(w, c, e));
	details(w, e);
	if (e->reminder_minutes > 0)
		reminder(w, e);
	ical_line(w, S("END:VEVENT"));
	return OK;
}

/* The VTIMEZONE of each zone that an event names, once, wide enough for all its events. */
static void zones(struct ical_writer *w, const struct ical_calendar *c)
{
	for (size_t i = 0; i < c->event_count; i++) {
		const struct ical_event *e = &c->events[i];
		int64_t from = e->start, to = e->end;
		bool seen = false;

		if (!uses_zone(c, e))
			continue;
		for (size_t k = 0; k < i && !seen; k++)
			seen = c->events[k].zone == e->zone && uses_zone(c, &c->events[k]);
		if (seen)
			continue;
		for (size_t k = i + 1; k < c->event_count; k++) {
			if (c->events[k].zone != e->zone)
				continue;
			from = c->events[k].start < from ? c->events[k].start : from;
			to = c->events[k].end > to ? c->events[k].end : to;
		}
		ical_zone(w, e->zone, from, to);
	}
}

static void head(struct ical_writer *w, const struct ical_calendar *c)
{
	ical_line(w, S("BEGIN:VCALENDAR"));
	ical_line(w, S("VERSION:2.0"));
	ical_line(w, S("PRODID:-//talkoot//talkoot " TALKOOT_VERSION "//EN"));
	ical_line(w, S("CALSCALE:GREGORIAN"));
	buf_lit(&w->line, "METHOD:");
	ical_line(w, ical_method_name(c->method));
	ical_text_line(w, S("NAME"), clean_line(w->b->a, c->name));
	ical_text_line(w, S("X-WR-CALNAME"), clean_line(w->b->a, c->name));
	if (c->refresh_minutes > 0) {
		buf_format(&w->line, "REFRESH-INTERVAL;VALUE=DURATION:PT%uM", c->refresh_minutes);
		ical_end_line(w);
		buf_format(&w->line, "X-PUBLISHED-TTL:PT%uM", c->refresh_minutes);
		ical_end_line(w);
	}
}

enum err ical_write(struct buf *b, const struct ical_calendar *calendar)
{
	struct ical_writer w;

	if (calendar->event_count > ICAL_EVENTS_MAX)
		return ERR_LIMIT;
	ical_writer_init(&w, b);
	head(&w, calendar);
	zones(&w, calendar);
	for (size_t i = 0; i < calendar->event_count; i++)
		TRY(event(&w, calendar, &calendar->events[i]));
	ical_line(&w, S("END:VCALENDAR"));
	return buf_ok(b) ? OK : ERR_LIMIT;
}
