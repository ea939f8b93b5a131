/* After the event: quick entry from the signed sheets, the scans of the sheets, closing. For those who run the event.
 * Every mark is a form's button; assets/js/attendance-list.js makes them keys of the keyboard. */
#include "features/attendance/attendance_list.tpl.h"
#include "text/format.h"
#include "text/tr.h"

static enum err list_page(struct req *rq);
static enum err list_post(struct req *rq, struct writer *w);
static enum err scan_post(struct req *rq, struct writer *w);
static enum err scan_file(struct req *rq);
static enum err scan_remove_post(struct req *rq, struct writer *w);
static enum err close_post(struct req *rq, struct writer *w);

enum { REASON_MAX = 300, SCAN_BODY_MAX = FILE_MAX + 64 * 1024 };

struct entry_in {
	str arrived, absent, unknown, reason;
};
static const struct field entry_fields[] = {
	{ FIELD(struct entry_in, reason), .type = FIELD_TEXT, .label = N_("Reason for the change"), .max = REASON_MAX,
	  .hint = N_("It is kept with the change. Write it first, then press what is right."), .autocomplete = "off" },
	{ FIELD(struct entry_in, arrived), .type = FIELD_KEY },
	{ FIELD(struct entry_in, absent), .type = FIELD_KEY },
	{ FIELD(struct entry_in, unknown), .type = FIELD_KEY },
};
static const struct form_def entry_form = FORM("attendance_entry", entry_fields, struct entry_in);

struct scan_in {
	struct upload scan;
};
static const struct field scan_fields[] = {
	{ FIELD(struct scan_in, scan), .type = FIELD_FILE, .label = N_("Scan (PDF, JPEG or PNG, at most 10 MB)"),
	  .required = true, .max = FILE_MAX },
};
static const struct form_def scan_form = FORM("attendance_scan", scan_fields, struct scan_in);

#define DOOR "/attendance/{event}"
static const struct route routes[] = {
	GET_PAGE(DOOR "/list", list_page, PERM_EVENT_RUNNER, QUICK),
	POST_FORM(DOOR "/list", list_post, PERM_EVENT_RUNNER, &entry_form),
	POST_FORM(DOOR "/scans", scan_post, PERM_EVENT_RUNNER, &scan_form, .body_max = SCAN_BODY_MAX),
	GET_PAGE(DOOR "/scans/{file}", scan_file, PERM_EVENT_RUNNER, SLOW),
	POST_FORM(DOOR "/scans/{file}/remove", scan_remove_post, PERM_EVENT_RUNNER, NULL),
	POST_FORM(DOOR "/close", close_post, PERM_EVENT_RUNNER, NULL),
};
const struct route_table attendance_list_web_routes = ROUTE_TABLE(routes);

static str list_path(struct req *rq, const char *end)
{
	return STR_CONCAT(rq->c->a, S("/attendance/"), req_path(rq, "event"), str_from(end));
}

static struct safe_url local_url(struct req *rq, const char *end)
{
	return url_local(STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), list_path(rq, end)));
}

static str megabytes(struct ctx *c, int64_t bytes)
{
	return STR_CONCAT(c->a, format_number(c->a, c->lang, (bytes + 52428) / 104858, 1), S("\u00a0MB"));
}

static enum err view_scans(struct ctx *c, int64_t event, struct attendance_list_view *v)
{
	struct q_files_of_row *rows;
	struct scan_view *scans;

	TRY(attendance_scans(c, event, &rows, &v->scan_count));
	scans = NEW_ARRAY(c->a, v->scan_count, struct scan_view);
	for (size_t i = 0; i < v->scan_count; i++)
		scans[i] = (struct scan_view){ rows[i].key, rows[i].name, megabytes(c, rows[i].size) };
	v->scans = scans;
	return OK;
}

static str consequence(struct ctx *c, const struct attendance *a)
{
	int64_t open = 0;

	for (size_t i = 0; i < a->count; i++)
		open += str_eq(a->people[i].state, S("confirmed")) && !a->people[i].arrived_utc.set && !a->people[i].absent;
	return trnf(c->a, c->lang,
		    "The event then counts as held. {n} person who is not marked counts as absent. Later changes need a reason.",
		    "The event then counts as held. {n} people who are not marked count as absent. Later changes need a reason.",
		    open, TR_ARG("n", str_format(c->a, "%lld", (long long)open)));
}

static struct form_result *fresh(struct req *rq, const struct form_def *def)
{
	return form_new(rq->c->a, def, NULL);
}

/* Each of the two forms as it was typed, or NULL for an empty one. */
static enum err show_list(struct req *rq, const struct form_result *entry, const struct form_result *scan, int status)
{
	struct ctx *c = rq->c;
	struct attendance_list_view v = { 0 };
	struct attendance a;
	struct attendee_view *people;
	struct page *page;
	struct html *h;

	TRY(attendance_find(c, req_path(rq, "event"), &a));
	TRY(view_scans(c, a.event.row.id, &v)); /* asks whether the actor runs the event */
	TRY(attendance_people_make(c, &a, str_null, &people, &v.count));
	h = page_begin(rq, STR_CONCAT(c->a, tr(c->lang, "After the event"), S(": "), a.event.text.title), &page);
	page->no_index = true;
	page->script = "attendance-list.js";
	v.errors = req_form_errors(rq, scan != NULL ? scan : entry != NULL ? entry : fresh(rq, &entry_form), &v.error_count);
	entry = entry != NULL ? entry : fresh(rq, &entry_form);
	scan = scan != NULL ? scan : fresh(rq, &scan_form);
	v.people = people;
	v.head = attendance_head_make(c, &a.event);
	v.form = req_form_view(rq, entry, local_url(rq, "/list"));
	v.upload_form = req_form_view(rq, scan, local_url(rq, "/scans"));
	v.reason = req_field(rq, entry, "reason");
	v.reason.required = true;
	v.scan = req_field(rq, scan, "scan");
	v.scan.accept = "application/pdf,image/jpeg,image/png";
	v.counted = attendance_counted(c, &a);
	v.confirmed = str_format(c->a, "%zu", a.confirmed);
	v.held = a.event.state == EVENT_HELD;
	v.may_close = a.event.state == EVENT_PUBLISHED;
	v.api = url_local(STR_CONCAT(c->a, S("/api/v1/events/"), a.event.row.key, S("/attendance")));
	v.consequence = consequence(c, &a);
	tpl_attendance_list(h, &v);
	return page_send(rq, status);
}

static enum err list_page(struct req *rq)
{
	return show_list(rq, NULL, NULL, 200);
}

/* Who runs this event, or 404: the door's own permission is wider. */
static enum err ask_runs(struct req *rq)
{
	struct q_event_by_key_row event;

	TRY(event_find_row(rq->c, req_path(rq, "event"), &event));
	return event_runs(rq->c, event.id) ? OK : ERR_NOT_FOUND;
}

static enum err list_post(struct req *rq, struct writer *w)
{
	struct attendance_mark mark = { .at = rq->c->now, .mark_key = attendance_mark_key(rq->c) };
	enum mark_answer answer;
	struct entry_in in;
	enum err e = req_form(rq, &in);

	TRY(ask_runs(rq));
	if (e == ERR_INVALID)
		return show_list(rq, rq->form, NULL, 422);
	TRY(e);
	mark.reason = in.reason;
	mark.what = !str_is_null(in.arrived) ? ATTENDANCE_ARRIVED : !str_is_null(in.absent) ? ATTENDANCE_ABSENT : ATTENDANCE_UNKNOWN;
	mark.registration_key = mark.what == ATTENDANCE_ARRIVED ? in.arrived : mark.what == ATTENDANCE_ABSENT ? in.absent : in.unknown;
	if (str_is_null(mark.registration_key)) /* Enter in the field of the reason */
		return show_list(rq, rq->form, NULL, 200);
	TRY(attendance_marks(rq->c, w, req_path(rq, "event"), &mark, 1, &answer));
	if (answer != MARK_TAKEN && answer != MARK_OLDER) {
		req_error(rq, answer == MARK_NEEDS_REASON ? "reason" : NULL, attendance_refusal_text(rq->c->lang, answer));
		return show_list(rq, rq->form, NULL, 422);
	}
	attendance_tell(rq->c, req_path(rq, "event"));
	return reply_redirect(rq, STR_CONCAT(rq->c->a, list_path(rq, "/list"), S("#p-"), mark.registration_key), str_null);
}

/* ---- scans ---------------------------------------------------------------------------------------------------------------- */

static enum err scan_post(struct req *rq, struct writer *w)
{
	enum scan_refusal refusal;
	struct scan_in in;
	enum err e = req_form(rq, &in);

	TRY(ask_runs(rq));
	if (e == ERR_INVALID)
		return show_list(rq, NULL, rq->form, 422);
	TRY(e);
	TRY(attendance_scan_add(rq->c, w, req_path(rq, "event"), in.scan.filename, in.scan.bytes, &refusal));
	if (refusal == SCAN_OK)
		return reply_redirect(rq, list_path(rq, "/list"), tr(rq->c->lang, "The scan was kept."));
	req_error(rq, "scan", refusal == SCAN_NOT_A_SCAN ? tr(rq->c->lang, "This is neither a PDF nor a JPEG or PNG picture.")
							 : tr(rq->c->lang, "The files of this event are too many or too large."));
	return show_list(rq, NULL, rq->form, 422);
}

static enum err scan_file(struct req *rq)
{
	struct q_file_by_key_row file;
	str bytes;

	TRY(attendance_scan_find(rq->c, req_path(rq, "event"), req_path(rq, "file"), &file));
	TRY(file_bytes(rq->c, file.id, &bytes));
	return reply_bytes(rq, 200, str_c(rq->c->a, file.type), bytes, file.name);
}

static enum err scan_remove_post(struct req *rq, struct writer *w)
{
	TRY(attendance_scan_remove(rq->c, w, req_path(rq, "event"), req_path(rq, "file")));
	return reply_redirect(rq, list_path(rq, "/list"), tr(rq->c->lang, "The scan was removed."));
}

/* ---- the end -------------------------------------------------------------------------------------------------------------- */

static enum err close_post(struct req *rq, struct writer *w)
{
	struct event_outcome outcome;
	int64_t absent;

	TRY(attendance_close(rq->c, w, req_path(rq, "event"), &absent, &outcome));
	if (outcome.refusal != EVENT_OK)
		return reply_redirect(rq, list_path(rq, "/list"),
				      tr(rq->c->lang, "The attendance cannot be closed: the event is not published, or it was "
						      "closed already."));
	attendance_tell(rq->c, req_path(rq, "event"));
	return reply_redirect(rq, list_path(rq, "/list"),
			      trnf(rq->c->a, rq->c->lang, "The attendance is closed. {n} person counts as absent.",
				   "The attendance is closed. {n} people count as absent.", absent,
				   TR_ARG("n", str_format(rq->c->a, "%lld", (long long)absent))));
}
