/* What of an event leaves the pages: calendar entries and the feed, the poster for a wall, the code alone. */
#include "features/event/event_calendar.h"
#include "features/event/event_view.h"
#include "features/project/project.h"
#include "out/pdf_poster.h"
#include "out/qr.h"
#include "text/tr.h"
#include "web/web.h"

enum { SVG_MAX = 256 * 1024 };

#define TYPE_CALENDAR "text/calendar; charset=utf-8"

static enum err event_calendar_file(struct req *rq);
static enum err event_feed_file(struct req *rq);
static enum err event_poster_file(struct req *rq);
static enum err event_code_file(struct req *rq);

static const struct route routes[] = {
	GET_API("/calendar/events/{key}/{lang}.ics", event_calendar_file, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_API("/calendar/{lang}/events.ics", event_feed_file, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/events/{key}/poster.pdf", event_poster_file, PERM_PUBLIC, SLOW),
	GET_PAGE("/events/{key}/qr.svg", event_code_file, PERM_PUBLIC, QUICK, .cacheable = true),
};
const struct route_table event_file_web_routes = ROUTE_TABLE(routes);

/* ---- calendars ------------------------------------------------------------------------------------------------------ */

/* Calendar programs keep one address for years, so the language stands in it and not in a header. */
static enum err take_language(struct req *rq)
{
	return lang_from_code(req_path(rq, "lang"), &rq->c->lang) ? OK : ERR_NOT_FOUND;
}

static enum err event_calendar_file(struct req *rq)
{
	struct event event;
	str entry;

	TRY(take_language(rq));
	TRY(event_find(rq->c, req_path(rq, "key"), &event));
	TRY(event_calendar_one(rq->c, &event, &entry));
	return reply_bytes(rq, 200, TYPE_CALENDAR, entry, STR_CONCAT(rq->c->a, event.text.title, S(".ics")));
}

static enum err event_feed_file(struct req *rq)
{
	str feed;

	TRY(take_language(rq));
	TRY(event_calendar_feed(rq->c, &feed));
	return reply_not_modified(rq, feed) ? OK : reply_bytes(rq, 200, TYPE_CALENDAR, feed, str_null);
}

/* ---- poster and code ------------------------------------------------------------------------------------------------ */

static enum err add_payers(struct ctx *c, int64_t event, struct poster *poster)
{
	struct pdf_picture *marks;
	str *lines = NEW_ARRAY(c->a, POSTER_LINES_MAX, str);
	struct event_payer *payers;
	size_t count;

	TRY(project_payers(c, event, &payers, &count));
	for (size_t i = 0; i < count && i < POSTER_LINES_MAX; i++)
		lines[poster->project_line_count++] = payers[i].line;
	TRY(project_mark_pictures(c, payers, count, POSTER_MARKS_MAX, &marks, &poster->mark_count));
	poster->project_lines = lines;
	poster->marks = marks;
	return OK;
}

static str short_address(struct ctx *c, const struct q_event_by_key_row *row)
{
	return web_absolute(c, STR_CONCAT(c->a, S("/e/"), row->short_key));
}

static enum err event_poster_file(struct req *rq)
{
	struct ctx *c = rq->c;
	struct q_event_surroundings_row around;
	struct event event;
	str pdf, address;

	TRY(event_find(c, req_path(rq, "key"), &event));
	TRY(q_event_surroundings(c, event.row.id, str_from(lang_code(c->lang)), &around));
	address = short_address(c, &event.row);
	struct poster poster = {
		.lang = str_from(lang_code(c->lang)),
		.title = event.text.title,
		.when = event_when(c, event.row.starts_local, event.row.ends_local),
		.place = event_where(c, event.row.place_name, event.row.street, event.row.post_office),
		.host = str_is_null(around.host_name)
				? S("")
				: trf(c->a, c->lang, "Host: {name}", TR_ARG("name", around.host_name)),
		.invitation = tr(c->lang, "Sign up"),
		.url = address,
		.shown_url = str_sub(address, str_find_str(address, S("://")) + 3, address.n),
		.qr_alternative = tr(c->lang, "QR code: the address of the event's page"),
		.now = c->now,
	};

	TRY(add_payers(c, event.row.id, &poster));
	TRY(pdf_poster(c->a, &poster, &pdf));
	return reply_bytes(rq, 200, "application/pdf", pdf, STR_CONCAT(c->a, event.text.title, S(".pdf")));
}

static enum err event_code_file(struct req *rq)
{
	struct q_event_by_key_row row;
	struct qr code;
	struct buf b;

	TRY(event_find_row(rq->c, req_path(rq, "key"), &row));
	TRY(qr_encode(rq->c->a, short_address(rq->c, &row), &code));
	buf_init(&b, rq->c->a, SVG_MAX);
	qr_svg(&b, &code, tr(rq->c->lang, "QR code: the address of the event's page"));
	return buf_ok(&b) ? reply_bytes(rq, 200, "image/svg+xml", buf_done(&b), str_null) : ERR_LIMIT;
}
