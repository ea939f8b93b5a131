/* The door over the JSON API, as checkin.js and other devices use it. The answers' form: docs/openapi.json. */
#include "base/random.h"
#include "base/time.h"
#include "features/attendance/attendance_view.h"
#include "out/json.h"
#include "text/tr.h"

enum { ANSWER_BYTES_MAX = 4 * 1024 * 1024, REASON_MAX = 300 };

static enum err attendance_get(struct req *rq);
static enum err mark_post(struct req *rq, struct writer *w);

struct mark_in {
	str mark_key, registration, what, at, reason;
};
static const struct field_option whats[] = {
	{ "arrived", N_("Here") }, { "absent", N_("Absent") }, { "unknown", N_("Not known") }, { NULL, NULL },
};
static const struct field mark_fields[] = {
	{ FIELD(struct mark_in, mark_key), .type = FIELD_KEY, .label = N_("Key of the mark"), .required = true },
	{ FIELD(struct mark_in, registration), .type = FIELD_KEY, .label = N_("Sign-up"), .required = true },
	{ FIELD(struct mark_in, what), .type = FIELD_CHOICE, .label = N_("What"), .required = true, .options = whats },
	{ FIELD(struct mark_in, at), .type = FIELD_TEXT, .label = N_("Time"), .required = true, .max = 40 },
	{ FIELD(struct mark_in, reason), .type = FIELD_TEXT, .label = N_("Reason"), .max = REASON_MAX },
};
static const struct form_def mark_form = FORM("api_mark", mark_fields, struct mark_in);

static const struct route routes[] = {
	GET_API("/api/v1/events/{key}/attendance", attendance_get, PERM_SIGNED_IN, QUICK),
	WRITE_API("POST", "/api/v1/events/{key}/attendance", mark_post, PERM_SIGNED_IN, &mark_form),
};
const struct route_table attendance_api_routes = ROUTE_TABLE(routes);

static void write_person(struct ctx *c, struct jw *j, const struct q_attendance_people_row *p)
{
	jw_object(j);
	jw_field_str(j, "key", p->key);
	jw_field_str(j, "name", p->name);
	jw_field_str(j, "job_title", p->job_title);
	jw_field_str(j, "organisation", p->organisation_name);
	jw_field_str(j, "business_id", p->business_id);
	jw_field_str(j, "mode", p->mode);
	jw_field_str(j, "state", p->state);
	jw_field_str(j, "code", p->code);
	jw_field_str(j, "ticket", p->ticket_key);
	jw_field_str(j, "arrived", p->arrived_utc.set ? time_print_instant(c->a, p->arrived_utc.v) : str_null);
	jw_field_bool(j, "absent", p->absent);
	jw_end(j);
}

static enum err attendance_get(struct req *rq)
{
	struct attendance a;
	struct buf b;
	struct jw j;

	TRY(attendance_find(rq->c, req_path(rq, "key"), &a));
	buf_init(&b, rq->c->a, ANSWER_BYTES_MAX);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_str(&j, "event", a.event.row.key);
	jw_field_str(&j, "title", a.event.text.title);
	jw_field_str(&j, "state", a.event.row.state);
	jw_field_int(&j, "arrived", (int64_t)a.arrived);
	jw_field_int(&j, "confirmed", (int64_t)a.confirmed);
	jw_field_array(&j, "people");
	for (size_t i = 0; i < a.count; i++)
		write_person(rq->c, &j, &a.people[i]);
	jw_end(&j);
	jw_end(&j);
	jw_done(&j);
	return buf_ok(&b) ? reply_json(rq, 200, buf_done(&b)) : ERR_LIMIT;
}

static enum err answer_mark(struct req *rq, enum mark_answer answer)
{
	str text;

	switch (answer) {
	case MARK_TAKEN: return reply_json(rq, 200, S("{\"answer\":\"taken\"}"));
	case MARK_OLDER: return reply_json(rq, 200, S("{\"answer\":\"older\"}"));
	case MARK_NO_PLACE: case MARK_NEEDS_REASON: case MARK_TOO_OLD: break;
	}
	text = attendance_refusal_text(rq->c->lang, answer);
	if (answer == MARK_NO_PLACE)
		return reply_problem(rq, 404, "no_sign_up", text);
	return reply_problem(rq, 409, answer == MARK_NEEDS_REASON ? "needs_reason" : "too_old", text);
}

static enum err mark_post(struct req *rq, struct writer *w)
{
	struct attendance_mark mark;
	enum mark_answer answer;
	struct mark_in in;

	TRY(req_json(rq, &mark_form, &in));
	mark = (struct attendance_mark){ .mark_key = in.mark_key, .registration_key = in.registration, .reason = in.reason };
	INVARIANT(attendance_what_from_code(in.what, &mark.what));
	if (!key_valid(in.mark_key))
		req_error(rq, "mark_key", tr(rq->c->lang, "A key has 16 characters of 0-9 and a-z without i, l, o and u."));
	if (!time_read_instant(in.at, &mark.at))
		req_error(rq, "at", tr(rq->c->lang, "Write a time like 2026-11-27T07:00:00Z."));
	TRY(req_json(rq, &mark_form, &in)); /* what was found above, too */
	TRY(attendance_marks(rq->c, w, req_path(rq, "key"), &mark, 1, &answer));
	if (answer == MARK_TAKEN || answer == MARK_OLDER)
		attendance_tell(rq->c, req_path(rq, "key"));
	return answer_mark(rq, answer);
}
