/* At the door. Every tap is a plain form's button; assets/js/checkin.js makes the same marks over the API, at once and
 * without a network. The page is cached by a service worker of its own, whose scope is /{language}/attendance/. */
#include "base/encode.h"
#include "features/attendance/attendance.tpl.h"
#include "features/event/event_view.h"
#include "text/tr.h"
#include "web/asset.h"

static enum err doors_page(struct req *rq);
static enum err worker_file(struct req *rq);
static enum err door_page(struct req *rq);
static enum err door_live(struct req *rq);
static enum err tap_post(struct req *rq, struct writer *w);
static enum err walk_in_page(struct req *rq);
static enum err walk_in_post(struct req *rq, struct writer *w);

enum { DOORS_SHOWN_AFTER = 14 * 86400, Q_MAX = 100 };

struct tap_in {
	str arrived, unknown, q;
};
static const struct field tap_fields[] = {
	{ FIELD(struct tap_in, arrived), .type = FIELD_KEY },
	{ FIELD(struct tap_in, unknown), .type = FIELD_KEY },
	{ FIELD(struct tap_in, q), .type = FIELD_TEXT, .max = Q_MAX },
};
static const struct form_def tap_form = FORM("door", tap_fields, struct tap_in);

struct walk_in_in {
	str name, organisation, email;
};
static const struct field walk_in_fields[] = {
	{ FIELD(struct walk_in_in, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = 120,
	  .autocomplete = "off" },
	{ FIELD(struct walk_in_in, organisation), .type = FIELD_TEXT, .label = N_("Company or other organisation"),
	  .autocomplete = "off" },
	{ FIELD(struct walk_in_in, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .autocomplete = "off" },
};
static const struct form_def walk_in_form = FORM("walk_in", walk_in_fields, struct walk_in_in);

#define DOOR "/attendance/{event}"
static const struct route routes[] = {
	GET_PAGE("/attendance", doors_page, PERM_HELPER, QUICK),
	GET_PAGE("/attendance/worker.js", worker_file, PERM_PUBLIC, QUICK),
	GET_PAGE(DOOR, door_page, PERM_HELPER, QUICK, .camera = true),
	POST_FORM(DOOR, tap_post, PERM_HELPER, &tap_form),
	GET_PAGE(DOOR "/live", door_live, PERM_HELPER, QUICK),
	GET_PAGE(DOOR "/walk-in", walk_in_page, PERM_HELPER, QUICK),
	POST_FORM(DOOR "/walk-in", walk_in_post, PERM_HELPER, &walk_in_form),
};
const struct route_table attendance_web_routes = ROUTE_TABLE(routes);

static str local_path(struct req *rq, const char *end)
{
	return STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), S("/attendance/"), req_path(rq, "event"),
			  str_from(end));
}

static str door_path(struct req *rq, str q)
{
	struct buf b;

	buf_init(&b, rq->c->a, 1000);
	buf_lit(&b, "/attendance/");
	buf_str(&b, req_path(rq, "event"));
	if (!str_empty(q)) {
		buf_lit(&b, "?q=");
		buf_url(&b, q);
	}
	return buf_done(&b);
}

/* ---- which doors -------------------------------------------------------------------------------------------------------- */

static enum err doors_page(struct req *rq)
{
	struct ctx *c = rq->c;
	struct q_attendance_doors_row *rows;
	struct door_item_view *doors;
	struct page *page;
	size_t count;

	TRY(q_attendance_doors(c, c->actor->account, actor_is_coordinator(c->actor), c->now - DOORS_SHOWN_AFTER,
			       str_from(lang_code(c->lang)), &rows, &count));
	doors = NEW_ARRAY(c->a, count, struct door_item_view);
	for (size_t i = 0; i < count; i++)
		doors[i] = (struct door_item_view){ .key = rows[i].key, .title = rows[i].title,
						    .when = event_when(c, rows[i].starts_local, rows[i].ends_local),
						    .held = str_eq(rows[i].state, S("held")) };
	tpl_doors(page_begin(rq, tr(c->lang, "At the door"), &page), doors, count);
	return page_send(rq, 200);
}

/* A worker's scope is the folder it comes from, so it cannot be served from /assets/. It holds nothing of anyone. */
static enum err worker_file(struct req *rq)
{
	struct asset worker;

	if (!asset_find(asset_file("checkin-worker.js"), &worker))
		return ERR_NOT_FOUND;
	return reply_bytes(rq, 200, "text/javascript; charset=utf-8", worker.bytes, str_null);
}

/* ---- the door ----------------------------------------------------------------------------------------------------------- */

static enum err door_page(struct req *rq)
{
	struct ctx *c = rq->c;
	struct attendance a;
	struct attendee_view *people;
	struct door_view v = { .q = str_limit(req_query(rq, "q"), Q_MAX) };
	struct page *page;
	struct html *h;

	TRY(attendance_find(c, req_path(rq, "event"), &a));
	v.closed = a.event.state != EVENT_PUBLISHED;
	TRY(attendance_people_make(c, &a, v.q, &people, &v.count));
	v.people = people;
	v.head = attendance_head_make(c, &a.event);
	v.form = (struct form_view){ .token = req_csrf(rq), .action = url_local(local_path(rq, "")) };
	v.counted = attendance_counted(c, &a);
	v.runs = event_runs(c, a.event.row.id);
	v.api = url_local(STR_CONCAT(c->a, S("/api/v1/events/"), v.head.event_key, S("/attendance")));
	v.live = url_local(local_path(rq, "/live"));
	v.walk_in = url_local(local_path(rq, "/walk-in"));
	v.scope = STR_CONCAT(c->a, S("/"), str_from(lang_code(c->lang)), S("/attendance/"));
	v.worker = url_local(STR_CONCAT(c->a, v.scope, S("worker.js")));
	v.until = str_format(c->a, "%lld", (long long)(a.event.row.ends_utc + ATTENDANCE_DEVICE_SECONDS));
	h = page_begin(rq, STR_CONCAT(c->a, tr(c->lang, "At the door"), S(": "), v.head.title), &page);
	page->no_index = true;
	page->script = "checkin.js";
	tpl_door(h, &v);
	return page_send(rq, 200);
}

/* Only the news that something changed; the list itself is asked for again. */
static enum err door_live(struct req *rq)
{
	struct q_event_by_key_row event;

	TRY(event_find_row(rq->c, req_path(rq, "event"), &event));
	if (!attendance_may(rq->c, event.id) || str_eq(event.state, S("draft")))
		return ERR_NOT_FOUND;
	return reply_events(rq, attendance_topic(rq->c, event.key));
}

/* The chain answers a double click once, so the mark's key can be made here. */
static enum err tap_post(struct req *rq, struct writer *w)
{
	struct attendance_mark mark = { .at = rq->c->now, .mark_key = attendance_mark_key(rq->c), .reason = str_null };
	enum mark_answer answer;
	struct tap_in in;

	TRY(req_form(rq, &in));
	mark.what = str_is_null(in.arrived) ? ATTENDANCE_UNKNOWN : ATTENDANCE_ARRIVED;
	mark.registration_key = str_is_null(in.arrived) ? in.unknown : in.arrived;
	if (str_is_null(mark.registration_key)) /* Enter in the search of a browser without scripts */
		return reply_redirect(rq, door_path(rq, in.q), str_null);
	TRY(attendance_marks(rq->c, w, req_path(rq, "event"), &mark, 1, &answer));
	attendance_tell(rq->c, req_path(rq, "event"));
	if (answer == MARK_TAKEN || answer == MARK_OLDER)
		return reply_redirect(rq, door_path(rq, str_null), str_null);
	return reply_redirect(rq, door_path(rq, in.q), attendance_refusal_text(rq->c->lang, answer));
}

/* ---- someone who is not on the list --------------------------------------------------------------------------------------- */

static enum err show_walk_in(struct req *rq, const struct form_result *r, int status)
{
	struct walk_in_view v = { .form = req_form_view(rq, r, (struct safe_url){ str_null }) };
	struct event event;
	struct page *page;
	struct html *h;

	TRY(event_find(rq->c, req_path(rq, "event"), &event));
	if (!attendance_may(rq->c, event.row.id) || event.state == EVENT_DRAFT)
		return ERR_NOT_FOUND;
	h = page_begin(rq, tr(rq->c->lang, "Someone who is not on the list"), &page);
	page->script = "checkin.js";
	v.head = attendance_head_make(rq->c, &event);
	v.errors = req_form_errors(rq, r, &v.error_count);
	v.name = req_field(rq, r, "name");
	v.organisation = req_field(rq, r, "organisation");
	v.email = req_field(rq, r, "email");
	tpl_walk_in(h, &v);
	return page_send(rq, status);
}

static enum err walk_in_page(struct req *rq)
{
	return show_walk_in(rq, form_new(rq->c->a, &walk_in_form, NULL), 200);
}

static str walk_in_refusal(enum lang lang, enum registration_answer answer)
{
	switch (answer) {
	case ANSWER_ALREADY: return tr(lang, "Somebody with this address is on the list already. Search by the name.");
	case ANSWER_CANCELLED_EVENT: return tr(lang, "This event was cancelled.");
	case ANSWER_OVER: return tr(lang, "This event has been held.");
	default: return tr(lang, "This person cannot be added now.");
	}
}

static enum err walk_in_post(struct req *rq, struct writer *w)
{
	struct registration_person person = { .mode = SEAT_SITE, .job_title = str_null };
	struct registration_input input = { .people = &person, .people_count = 1, .organisation_key = str_null,
					    .business_id = str_null, .organisation_kind = str_null, .size_class = str_null,
					    .message = str_null, .told_by = str_null,
					    .privacy_version = str_from(registration_privacy_version) };
	struct registration_outcome outcome;
	struct walk_in_in in;
	enum err e = req_form(rq, &in);

	if (e == ERR_INVALID)
		return show_walk_in(rq, rq->form, 422);
	TRY(e);
	person.name = in.name;
	person.email = in.email;
	input.organisation_name = str_is_null(in.organisation) ? S("") : in.organisation;
	TRY(attendance_walk_in(rq->c, w, req_path(rq, "event"), &input, &outcome));
	if (outcome.answer != ANSWER_CONFIRMED && outcome.answer != ANSWER_WAITING) {
		req_error(rq, outcome.answer == ANSWER_ALREADY ? "email" : NULL, walk_in_refusal(rq->c->lang, outcome.answer));
		return show_walk_in(rq, rq->form, 422);
	}
	attendance_tell(rq->c, req_path(rq, "event"));
	return reply_redirect(rq, door_path(rq, str_null), trf(rq->c->a, rq->c->lang, "{name} is here", TR_ARG("name", in.name)));
}
