/* The open form: anyone signs up, without an account, with colleagues.
 *
 * The answer stands in the reply to the post itself and says the same for an address that is known or signed up already as
 * for a new one (registration.h). Sending it again is harmless: the chain answers a double click once, and the domain keeps
 * one sign-up for an address. */
#include "base/business_id.h"
#include "base/time.h"
#include "features/registration/registration_form.tpl.h"
#include "text/format.h"
#include "text/tr.h"

static enum err sign_up_page(struct req *rq);
static enum err sign_up_post(struct req *rq, struct writer *w);

enum { COLLEAGUES_MAX = REGISTRATION_PARTY_MAX - 1, NAME_MAX_LENGTH = 120, MESSAGE_MAX_LENGTH = 2000 };

struct sign_up_in {
	str email, name, job_title, organisation, business_id, size_class, mode, message, add_row;
	struct str_list colleague_name, colleague_email, colleague_job_title, consents;
};

static const struct field_option size_classes[] = {
	{ "micro", N_("Fewer than 10 people") }, { "small", N_("10 to 49 people") },
	{ "medium", N_("50 to 249 people") },    { "large", N_("250 people or more") },
	{ "not_company", N_("Not a company") },  { NULL, NULL },
};
static const struct field_option modes[] = {
	{ "site", N_("On site") },
	{ "remote", N_("Remotely") },
	{ NULL, NULL },
};
/* Each is separate and voluntary. */
static const struct field_option consents[] = {
	{ "show_to_participants", N_("My name is shown to the other participants") },
	{ "photographs", N_("Photographs of me may be published") },
	{ "later_invitations", N_("I may be invited to later events") },
	{ NULL, NULL },
};
static const struct field_option rows_to_add[] = { { "colleague", N_("Add a colleague") }, { NULL, NULL } };

#define COLLEAGUE_COLUMN .repeat = COLLEAGUES_MAX, .keep_places = true
static const struct field sign_up_fields[] = {
	{ FIELD(struct sign_up_in, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .required = true,
	  .hint = N_("The confirmation and the link for changes come to this address.") },
	{ FIELD(struct sign_up_in, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true,
	  .max = NAME_MAX_LENGTH, .autocomplete = "name" },
	{ FIELD(struct sign_up_in, job_title), .type = FIELD_TEXT, .label = N_("Job title"), .max = NAME_MAX_LENGTH,
	  .autocomplete = "organization-title" },
	{ FIELD(struct sign_up_in, organisation), .type = FIELD_TEXT, .label = N_("Company or other organisation"),
	  .hint = N_("Type the name or the business ID. If it is not found, just write the name: associations and sole "
		     "traders, too."),
	  .autocomplete = "off" },
	{ FIELD(struct sign_up_in, business_id), .type = FIELD_BUSINESS_ID, .label = N_("Business ID") },
	{ FIELD(struct sign_up_in, size_class), .type = FIELD_CHOICE, .label = N_("Size of the company"),
	  .options = size_classes, .hint = N_("The funder asks for this once a year from each company.") },
	{ FIELD(struct sign_up_in, mode), .type = FIELD_CHOICE, .label = N_("How do you take part?"), .options = modes },
	{ FIELD(struct sign_up_in, colleague_name), .type = FIELD_TEXT, .label = N_("Name"), .max = NAME_MAX_LENGTH,
	  .autocomplete = "off", COLLEAGUE_COLUMN },
	{ FIELD(struct sign_up_in, colleague_email), .type = FIELD_EMAIL, .label = N_("E-mail"), .autocomplete = "off",
	  COLLEAGUE_COLUMN },
	{ FIELD(struct sign_up_in, colleague_job_title), .type = FIELD_TEXT, .label = N_("Job title"),
	  .max = NAME_MAX_LENGTH, .autocomplete = "off", COLLEAGUE_COLUMN },
	{ FIELD(struct sign_up_in, message), .type = FIELD_LONG_TEXT, .label = N_("Message to the organiser"),
	  .max = MESSAGE_MAX_LENGTH },
	{ FIELD(struct sign_up_in, consents), .type = FIELD_CHOICES, .label = N_("What I agree to"), .options = consents,
	  .hint = N_("You can take part without agreeing to any of these, and you can take them back later.") },
	{ FIELD(struct sign_up_in, add_row), .type = FIELD_CHOICE, .options = rows_to_add },
};
static const struct form_def sign_up_form = FORM("signup", sign_up_fields, struct sign_up_in);

static const struct route routes[] = {
	GET_PAGE("/registrations/{event}/new", sign_up_page, PERM_PUBLIC, QUICK),
	POST_FORM("/registrations/{event}/new", sign_up_post, PERM_PUBLIC, &sign_up_form, .rate = RATE_FORM),
};
const struct route_table registration_web_routes = ROUTE_TABLE(routes);

/* ---- when nobody can sign up -------------------------------------------------------------------------------------------- */

static str moment(struct ctx *c, str local)
{
	struct civil civil;

	INVARIANT(time_read_local(local, &civil));
	return format_when(c->a, c->lang, civil, CIVIL_NONE);
}

static void closed_words(struct ctx *c, const struct event *event, enum registration_answer answer,
			 struct sign_up_closed_view *v)
{
	const struct q_event_by_key_row *row = &event->row;

	v->kind = NOTICE_INFO;
	v->text = str_null;
	switch (answer) {
	case ANSWER_NOT_OPEN_YET:
		v->title = trf(c->a, c->lang, "Sign-up opens: {time}", TR_ARG("time", moment(c, row->opens_local)));
		v->text = tr(c->lang, "Put the event into your calendar already now, and come back then.");
		v->offer_calendar = true;
		return;
	case ANSWER_CLOSED:
		v->title = trf(c->a, c->lang, "Sign-up has closed: {time}", TR_ARG("time", moment(c, row->closes_local)));
		v->text = tr(c->lang, "If you still want to come, ask the contact person.");
		v->offer_events = true;
		return;
	case ANSWER_CANCELLED_EVENT:
		v->kind = NOTICE_ERROR;
		v->title = tr(c->lang, "This event was cancelled.");
		v->text = event->text.cancel_reason;
		v->offer_events = true;
		return;
	default:
		v->title = tr(c->lang, "This event has been held.");
		v->text = tr(c->lang, "Look at what comes next.");
		v->offer_events = true;
	}
}

static enum err show_closed(struct req *rq, const struct event *event, enum registration_answer answer, int status)
{
	struct sign_up_closed_view v = { .head = registration_head_make(rq->c, event) };
	struct page *page;
	struct html *h = page_begin(rq, STR_CONCAT(rq->c->a, tr(rq->c->lang, "Sign up"), S(": "), v.head.title), &page);

	closed_words(rq->c, event, answer, &v);
	tpl_sign_up_closed(h, &v);
	return page_send(rq, status);
}

/* ---- the form ----------------------------------------------------------------------------------------------------------- */

/* The better of what is offered, and whether a newcomer gets a seat. */
static enum signup_status status_of(const struct ctx *c, const struct event *event)
{
	enum signup_status site = event_signup_status(&event->row, SEAT_SITE, c->now),
			   remote = event_signup_status(&event->row, SEAT_REMOTE, c->now);

	if (event->row.seats_site == 0)
		return remote;
	return event->row.seats_remote == 0 || site < remote ? site : remote;
}

static bool closed_answer(enum signup_status status, enum registration_answer *ret)
{
	switch (status) {
	case SIGNUP_STATUS_OPEN: case SIGNUP_STATUS_WAITING: return false;
	case SIGNUP_STATUS_NOT_YET: *ret = ANSWER_NOT_OPEN_YET; break;
	case SIGNUP_STATUS_CLOSED: *ret = ANSWER_CLOSED; break;
	case SIGNUP_STATUS_CANCELLED: *ret = ANSWER_CANCELLED_EVENT; break;
	case SIGNUP_STATUS_OVER: *ret = ANSWER_OVER; break;
	}
	return true;
}

static bool typed_in_row(const struct form_result *r, int i)
{
	return !str_empty(str_trim(form_value(r, "colleague_name", i))) ||
	       !str_empty(str_trim(form_value(r, "colleague_email", i))) ||
	       !str_empty(str_trim(form_value(r, "colleague_job_title", i)));
}

static struct colleague_view colleague_at(struct req *rq, const struct form_result *r, int i)
{
	struct colleague_view v = { .number = str_format(rq->c->a, "%d", i + 1),
				    .name = req_field_at(rq, r, "colleague_name", i),
				    .email = req_field_at(rq, r, "colleague_email", i),
				    .job_title = req_field_at(rq, r, "colleague_job_title", i) };

	v.name.required = v.email.required = true;
	return v;
}

/* Scripts put the row's number in place of __i__. */
static void number_later(struct req *rq, struct field_view *field, const char *name)
{
	field->id = str_format(rq->c->a, "%s-%s-__i__", sign_up_form.name, name);
	field->name = str_format(rq->c->a, "%s.__i__", name);
	field->value = field->error = str_null;
}

static void view_colleagues(struct req *rq, const struct form_result *r, bool add_row, struct sign_up_view *v)
{
	struct colleague_view *rows = NEW_ARRAY(rq->c->a, COLLEAGUES_MAX, struct colleague_view);

	for (int i = 0; i < COLLEAGUES_MAX; i++)
		if (typed_in_row(r, i))
			v->colleague_count = (size_t)i + 1;
	if (add_row && v->colleague_count < COLLEAGUES_MAX)
		v->colleague_count++;
	for (size_t i = 0; i < v->colleague_count; i++)
		rows[i] = colleague_at(rq, r, (int)i);
	v->colleagues = rows;
	v->colleague_row = colleague_at(rq, r, 0);
	v->colleague_row.number = S("__i__");
	number_later(rq, &v->colleague_row.name, "colleague_name");
	number_later(rq, &v->colleague_row.email, "colleague_email");
	number_later(rq, &v->colleague_row.job_title, "colleague_job_title");
}

/* Seats left, said at each of the two ways to take part. */
static void view_mode(struct req *rq, const struct form_result *r, const struct event *event, struct sign_up_view *v)
{
	struct field_choice *choices;

	v->asks_mode = event->row.seats_site > 0 && event->row.seats_remote > 0;
	v->mode = req_field(rq, r, "mode");
	v->mode.required = true;
	choices = NEW_ARRAY(rq->c->a, v->mode.choice_count, struct field_choice);
	for (size_t i = 0; i < v->mode.choice_count; i++) {
		int64_t left = event_seats_left(&event->row, (enum seat_mode)i);
		bool full = event_signup_status(&event->row, (enum seat_mode)i, rq->c->now) == SIGNUP_STATUS_WAITING;

		choices[i] = v->mode.choices[i];
		choices[i].hint = full ? tr(rq->c->lang, "Full: you join the waiting list")
				       : trnf(rq->c->a, rq->c->lang, "{n} seat left", "{n} seats left", left,
					      TR_ARG("n", str_format(rq->c->a, "%lld", (long long)left)));
	}
	v->mode.choices = choices;
}

static enum err show_form(struct req *rq, const struct event *event, const struct form_result *r, bool add_row, int status)
{
	struct sign_up_view v = { .head = registration_head_make(rq->c, event),
				  .form = req_form_view(rq, r, (struct safe_url){ str_null }),
				  .full = status_of(rq->c, event) == SIGNUP_STATUS_WAITING,
				  .privacy_version = str_from(registration_privacy_version) };
	struct page *page;
	struct html *h = page_begin(rq, STR_CONCAT(rq->c->a, tr(rq->c->lang, "Sign up"), S(": "), v.head.title), &page);

	v.form.guard = true;
	v.errors = req_form_errors(rq, r, &v.error_count);
	v.email = req_field(rq, r, "email");
	v.name = req_field(rq, r, "name");
	v.job_title = req_field(rq, r, "job_title");
	v.organisation = req_field(rq, r, "organisation");
	v.organisation.suggest = url_local(S("/api/v1/organisations/suggest"));
	v.organisation.suggest_also = "business_id";
	v.business_id = req_field(rq, r, "business_id");
	v.size_class = req_field(rq, r, "size_class");
	field_as_select(rq->c, &v.size_class);
	v.message = req_field(rq, r, "message");
	v.consents = req_field(rq, r, "consents");
	v.consents.no_optional = true;
	view_mode(rq, r, event, &v);
	view_colleagues(rq, r, add_row, &v);
	v.button = v.full ? tr(rq->c->lang, "Join the waiting list") : tr(rq->c->lang, "Sign up");
	tpl_sign_up(h, &v);
	return page_send(rq, status);
}

static enum err sign_up_page(struct req *rq)
{
	enum registration_answer answer = ANSWER_CLOSED;
	struct event event;

	TRY(event_find(rq->c, req_path(rq, "event"), &event));
	if (closed_answer(status_of(rq->c, &event), &answer))
		return show_closed(rq, &event, answer, 200);
	return show_form(rq, &event, form_new(rq->c->a, &sign_up_form, NULL), false, 200);
}

/* ---- signing up --------------------------------------------------------------------------------------------------------- */

/* What the table of fields cannot know: which fields belong together. */
static void check_together(struct req *rq, const struct event *event)
{
	struct form_result *r = rq->form;
	str fill_in = tr(rq->c->lang, "Fill this in.");

	for (int i = 0; i < COLLEAGUES_MAX; i++) {
		if (!typed_in_row(r, i))
			continue;
		if (str_empty(str_trim(form_value(r, "colleague_name", i))))
			req_error_at(rq, "colleague_name", i, fill_in);
		if (str_empty(str_trim(form_value(r, "colleague_email", i))))
			req_error_at(rq, "colleague_email", i, fill_in);
	}
	if (event->row.seats_site > 0 && event->row.seats_remote > 0 && str_empty(form_value(r, "mode", 0)))
		req_error(rq, "mode", tr(rq->c->lang, "Choose whether you come or take part remotely."));
}

static str at(const struct str_list *list, size_t i)
{
	return i < list->n ? list->v[i] : str_null;
}

static enum seat_mode mode_of(const struct event *event, str typed)
{
	enum seat_mode mode = event->row.seats_site > 0 ? SEAT_SITE : SEAT_REMOTE;

	if (event->row.seats_site > 0 && event->row.seats_remote > 0)
		INVARIANT(seat_mode_from_code(typed, &mode));
	return mode;
}

static void read_people(const struct event *event, const struct sign_up_in *in, struct registration_person *people,
			size_t *ret_count)
{
	enum seat_mode mode = mode_of(event, in->mode);
	size_t n = 0;

	people[n++] = (struct registration_person){ in->name, in->email, in->job_title, mode };
	for (size_t i = 0; i < COLLEAGUES_MAX; i++)
		if (!str_is_null(at(&in->colleague_name, i)))
			people[n++] = (struct registration_person){ at(&in->colleague_name, i), at(&in->colleague_email, i),
								    at(&in->colleague_job_title, i), mode };
	*ret_count = n;
}

static void read_consents(const struct sign_up_in *in, struct consent_given *given)
{
	for (size_t i = 0; consents[i].value != NULL; i++) {
		given[i] = (struct consent_given){ .code = str_from(consents[i].value),
						   .version = str_from(registration_privacy_version) };
		for (size_t k = 0; k < in->consents.n; k++)
			given[i].given = given[i].given || str_eq(in->consents.v[k], given[i].code);
	}
}

/* Who typed the business ID where the name belongs is understood. */
static void read_organisation(struct ctx *c, const struct sign_up_in *in, struct registration_input *to)
{
	str as_id = str_is_null(in->organisation) ? str_null : business_id_normal(c->a, in->organisation);
	bool is_id = !str_is_null(as_id);

	to->organisation_key = str_null;
	to->organisation_name = is_id || str_is_null(in->organisation) ? S("") : in->organisation;
	to->business_id = str_is_null(in->business_id) ? as_id : in->business_id;
	to->organisation_kind = str_eq_c(in->size_class, "not_company") ? S("other") : str_null;
	to->size_class = in->size_class;
}

static enum err show_answer(struct req *rq, const struct event *event, const struct registration_person *people,
			    const struct registration_outcome *outcome)
{
	struct sign_up_place_view *places = NEW_ARRAY(rq->c->a, outcome->place_count, struct sign_up_place_view);
	struct sign_up_answer_view v = { .head = registration_head_make(rq->c, event),
					 .places = places,
					 .place_count = outcome->place_count,
					 .email = people[0].email };
	struct page *page;
	struct html *h;

	for (size_t i = 0; i < outcome->place_count; i++) {
		const struct registration_place *p = &outcome->places[i];

		places[i] = (struct sign_up_place_view){ people[i].name,
							 registration_place_text(rq->c, p->state, p->queue_position),
							 p->state == REGISTRATION_CONFIRMED };
		v.waits = v.waits || p->state == REGISTRATION_WAITING;
	}
	v.title = v.waits ? tr(rq->c->lang, "You are on the waiting list") : tr(rq->c->lang, "Welcome, your seat is reserved");
	h = page_begin(rq, v.title, &page);
	tpl_sign_up_answer(h, &v);
	return page_send(rq, 200);
}

static enum err answer_sign_up(struct req *rq, const struct event *event, const struct registration_person *people,
			       const struct registration_outcome *outcome)
{
	switch (outcome->answer) {
	case ANSWER_CONFIRMED: case ANSWER_WAITING: return show_answer(rq, event, people, outcome);
	case ANSWER_TWICE_IN_FORM:
		req_error_at(rq, "colleague_email", (int)outcome->which - 1,
			     tr(rq->c->lang, "This address stands twice in the form. Each person needs an own address."));
		return show_form(rq, event, rq->form, false, 422);
	case ANSWER_NO_REMOTE: case ANSWER_NO_SITE:
		req_error(rq, "mode", tr(rq->c->lang, "This is not offered any more. Choose the other way."));
		return show_form(rq, event, rq->form, false, 422);
	default: return show_closed(rq, event, outcome->answer, 409);
	}
}

static enum err sign_up_post(struct req *rq, struct writer *w)
{
	struct registration_person people[REGISTRATION_PARTY_MAX];
	struct consent_given given[sizeof consents / sizeof *consents - 1];
	struct registration_input input = { .people = people,
					    .consents = given,
					    .consent_count = sizeof given / sizeof *given,
					    .privacy_version = str_from(registration_privacy_version),
					    .source = SOURCE_SELF,
					    .told_by = str_null };
	struct registration_outcome outcome;
	struct sign_up_in in;
	struct event event;

	TRY(event_find(rq->c, req_path(rq, "event"), &event));
	if (!str_empty(form_value(rq->form, "add_row", 0))) {
		rq->form->error_count = 0; /* nobody has sent the form yet: its mistakes are not pointed out */
		return show_form(rq, &event, rq->form, true, 200);
	}
	check_together(rq, &event);
	if (req_form(rq, &in) != OK)
		return show_form(rq, &event, rq->form, false, 422);
	read_people(&event, &in, people, &input.people_count);
	read_consents(&in, given);
	read_organisation(rq->c, &in, &input);
	input.message = in.message;
	TRY(registration_sign_up(rq->c, w, event.row.key, &input, &outcome));
	return answer_sign_up(rq, &event, people, &outcome);
}
