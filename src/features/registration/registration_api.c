/* Signing up over the JSON API, as the open form does; and the list for those who run the event. The answers' form:
 * docs/openapi.json. Idempotency-Key is the chain's work (web/once_api.c). */
#include "base/time.h"
#include "features/registration/registration.h"
#include "out/json.h"
#include "text/tr.h"
#include "web/web.h"

enum { ANSWER_BYTES_MAX = 1024 * 1024, CONSENTS_MAX = 10, LIST_LIMIT = 100 };

static enum err registrations_get(struct req *rq);
static enum err registration_post(struct req *rq, struct writer *w);

struct sign_up_in {
	str name, email, job_title, organisation_name, business_id, mode, message;
	struct str_list consent_code, consent_version, consent_given;
};

static const struct field_option modes[] = { { "site", N_("On site") }, { "remote", N_("Remotely") }, { NULL, NULL } };
static const struct field_option consents[] = {
	{ "show_to_participants", N_("My name is shown to the other participants") },
	{ "photographs", N_("Photographs of me may be published") },
	{ "later_invitations", N_("I may be invited to later events") },
	{ NULL, NULL },
};

#define MEMBER(name_, member) .name = (name_), .offset = offsetof(struct sign_up_in, member)
#define CONSENT_COLUMN .repeat = CONSENTS_MAX, .keep_places = true
static const struct field sign_up_fields[] = {
	{ FIELD(struct sign_up_in, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = 120 },
	{ FIELD(struct sign_up_in, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .required = true },
	{ FIELD(struct sign_up_in, job_title), .type = FIELD_TEXT, .label = N_("Job title"), .max = 120 },
	{ MEMBER("organisation.name", organisation_name), .type = FIELD_TEXT, .label = N_("Company or other organisation") },
	{ MEMBER("organisation.business_id", business_id), .type = FIELD_BUSINESS_ID, .label = N_("Business ID") },
	{ FIELD(struct sign_up_in, mode), .type = FIELD_CHOICE, .label = N_("How do you take part?"), .options = modes },
	{ FIELD(struct sign_up_in, message), .type = FIELD_LONG_TEXT, .label = N_("Message to the organiser"), .max = 2000 },
	{ MEMBER("consents.code", consent_code), .type = FIELD_CHOICE, .options = consents, CONSENT_COLUMN },
	{ MEMBER("consents.version", consent_version), .type = FIELD_TEXT, .max = 40, CONSENT_COLUMN },
	{ MEMBER("consents.given", consent_given), .type = FIELD_BOOL, CONSENT_COLUMN },
};
static const struct form_def sign_up_form = FORM("api_signup", sign_up_fields, struct sign_up_in);

static const struct route routes[] = {
	GET_API("/api/v1/events/{key}/registrations", registrations_get, PERM_SIGNED_IN, SLOW),
	WRITE_API("POST", "/api/v1/events/{key}/registrations", registration_post, PERM_PUBLIC, &sign_up_form,
		  .rate = RATE_FORM),
};
const struct route_table registration_api_routes = ROUTE_TABLE(routes);

/* ---- signing up --------------------------------------------------------------------------------------------------------- */

static str at(const struct str_list *list, size_t i)
{
	return i < list->n ? list->v[i] : str_null;
}

/* Each consent names its code and the version of the words that were shown; unnamed ones were not asked. */
static size_t read_consents(struct req *rq, const struct sign_up_in *in, struct consent_given *ret)
{
	size_t n = in->consent_code.n;

	n = in->consent_version.n > n ? in->consent_version.n : n;
	n = in->consent_given.n > n ? in->consent_given.n : n;
	for (size_t i = 0; i < n; i++) {
		ret[i] = (struct consent_given){ at(&in->consent_code, i), at(&in->consent_version, i),
						 !str_is_null(at(&in->consent_given, i)) };
		if (str_is_null(ret[i].code))
			req_error_at(rq, "consents.code", (int)i, tr(rq->c->lang, "Fill this in."));
		if (str_is_null(ret[i].version))
			req_error_at(rq, "consents.version", (int)i, tr(rq->c->lang, "Fill this in."));
	}
	return n;
}

/* The one way to take part that there is, or the one that was asked for. */
static enum seat_mode read_mode(struct req *rq, const struct q_event_by_key_row *event, str typed)
{
	enum seat_mode mode = event->seats_site > 0 ? SEAT_SITE : SEAT_REMOTE;

	if (!str_is_null(typed))
		INVARIANT(seat_mode_from_code(typed, &mode));
	else if (event->seats_site > 0 && event->seats_remote > 0)
		req_error(rq, "mode", tr(rq->c->lang, "Choose whether you come or take part remotely."));
	return mode;
}

static enum err answer_place(struct req *rq, const struct registration_place *place)
{
	struct buf b;
	struct jw j;

	buf_init(&b, rq->c->a, ANSWER_BYTES_MAX);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_str(&j, "event", req_path(rq, "key"));
	jw_field_str(&j, "state", str_from(registration_state_code(place->state)));
	jw_key(&j, S("queue_position"));
	if (place->state == REGISTRATION_WAITING)
		jw_int(&j, place->queue_position);
	else
		jw_null(&j);
	jw_end(&j);
	jw_done(&j);
	return reply_json(rq, 201, buf_done(&b));
}

static enum err refuse(struct req *rq, enum registration_answer answer)
{
	enum lang lang = rq->c->lang;

	switch (answer) {
	case ANSWER_NOT_OPEN_YET:
		return reply_problem(rq, 409, "not_open_yet", tr(lang, "Sign-up has not opened yet."));
	case ANSWER_CLOSED: return reply_problem(rq, 409, "closed", tr(lang, "Sign-up has closed."));
	case ANSWER_CANCELLED_EVENT: return reply_problem(rq, 409, "cancelled", tr(lang, "This event was cancelled."));
	case ANSWER_OVER: return reply_problem(rq, 409, "over", tr(lang, "This event has been held."));
	case ANSWER_NO_REMOTE: case ANSWER_NO_SITE:
		req_error(rq, "mode", tr(lang, "This way of taking part is not offered."));
		return reply_problem(rq, 422, "invalid", tr(lang, "This way of taking part is not offered."));
	default: BUG("answer %d", (int)answer);
	}
}

static enum err registration_post(struct req *rq, struct writer *w)
{
	struct consent_given given[CONSENTS_MAX];
	struct registration_person person;
	struct registration_input input = { .people = &person, .people_count = 1, .consents = given, .source = SOURCE_API,
					    .privacy_version = str_from(registration_privacy_version),
					    .told_by = str_null, .size_class = str_null, .organisation_key = str_null,
					    .organisation_kind = str_null };
	struct registration_outcome outcome;
	struct q_event_by_key_row event;
	struct sign_up_in in;

	TRY(event_find_row(rq->c, req_path(rq, "key"), &event));
	TRY(req_json(rq, &sign_up_form, &in));
	input.consent_count = read_consents(rq, &in, given);
	person = (struct registration_person){ in.name, in.email, in.job_title, read_mode(rq, &event, in.mode) };
	TRY(req_json(rq, &sign_up_form, &in)); /* what belongs together has been looked at, too */
	input.organisation_name = str_is_null(in.organisation_name) ? S("") : in.organisation_name;
	input.business_id = in.business_id;
	input.message = in.message;
	TRY(registration_sign_up(rq->c, w, event.key, &input, &outcome));
	if (outcome.answer == ANSWER_CONFIRMED || outcome.answer == ANSWER_WAITING)
		return answer_place(rq, &outcome.places[0]);
	return refuse(rq, outcome.answer);
}

/* ---- the list ----------------------------------------------------------------------------------------------------------- */

static void write_registration(struct ctx *c, struct jw *j, const struct q_registration_list_row *row)
{
	jw_object(j);
	jw_field_str(j, "key", row->key);
	jw_field_str(j, "name", row->name);
	jw_field_str(j, "email", row->email);
	jw_field_str(j, "job_title", row->job_title);
	jw_field_str(j, "organisation", row->organisation_name);
	jw_field_str(j, "business_id", row->business_id);
	jw_field_str(j, "mode", row->mode);
	jw_field_str(j, "state", row->state);
	jw_key(j, S("queue_position"));
	if (row->queue_position.set)
		jw_int(j, row->queue_position.v);
	else
		jw_null(j);
	jw_field_bool(j, "email_confirmed", row->email_confirmed_utc.set);
	jw_field_str(j, "created", time_print_instant(c->a, row->created_utc));
	jw_end(j);
}

static enum err registrations_get(struct req *rq)
{
	struct registration_query query = { .cursor = req_query(rq, "cursor"), .limit = LIST_LIMIT };
	struct q_registration_list_result list;
	struct q_event_by_key_row event;
	struct buf b;
	struct jw j;

	TRY(event_find_row(rq->c, req_path(rq, "key"), &event));
	TRY(registration_list(rq->c, event.id, &query, &list));
	buf_init(&b, rq->c->a, ANSWER_BYTES_MAX);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_array(&j, "registrations");
	for (size_t i = 0; i < list.count; i++)
		write_registration(rq->c, &j, &list.rows[i]);
	jw_end(&j);
	jw_field_str(&j, "next", list.next);
	jw_end(&j);
	jw_done(&j);
	return reply_json(rq, 200, buf_done(&b));
}
