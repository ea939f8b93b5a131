/* The coordinator's desk: adds people who told it by phone, looks at one sign-up, edits and cancels it. */
#include "base/business_id.h"
#include "features/registration/registration_desk.tpl.h"
#include "text/tr.h"

static enum err add_page(struct req *rq);
static enum err add_post(struct req *rq, struct writer *w);
static enum err show_page(struct req *rq);
static enum err edit_page(struct req *rq);
static enum err edit_post(struct req *rq, struct writer *w);
static enum err cancel_page(struct req *rq);
static enum err cancel_post(struct req *rq, struct writer *w);

struct desk_in {
	str name, email, job_title, organisation, business_id, mode, told_by, note, reason;
};

static const struct field_option modes[] = { { "site", N_("On site") }, { "remote", N_("Remotely") }, { NULL, NULL } };

#define NAME { FIELD(struct desk_in, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = 120, .autocomplete = "off" }
#define EMAIL { FIELD(struct desk_in, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .autocomplete = "off", \
		.hint = N_("Leave this empty for one who has no e-mail: then no mail is sent.") }
#define JOB_TITLE { FIELD(struct desk_in, job_title), .type = FIELD_TEXT, .label = N_("Job title"), .max = 120, .autocomplete = "off" }
#define ORGANISATION { FIELD(struct desk_in, organisation), .type = FIELD_TEXT, .label = N_("Company or other organisation"), \
		       .autocomplete = "off" }

static const struct field add_fields[] = {
	NAME, EMAIL, JOB_TITLE, ORGANISATION,
	{ FIELD(struct desk_in, business_id), .type = FIELD_BUSINESS_ID, .label = N_("Business ID") },
	{ FIELD(struct desk_in, told_by), .type = FIELD_TEXT, .label = N_("Told by"), .required = true, .max = 200,
	  .hint = N_("Who told you, how and when: “the person, by phone on 5 November”.") },
	{ FIELD(struct desk_in, mode), .type = FIELD_CHOICE, .label = N_("How does the person take part?"), .options = modes },
};
static const struct form_def add_form = FORM("add_registration", add_fields, struct desk_in);

static const struct field edit_fields[] = {
	NAME, EMAIL, JOB_TITLE, ORGANISATION,
	{ FIELD(struct desk_in, note), .type = FIELD_LONG_TEXT, .label = N_("Note"), .max = 2000,
	  .hint = N_("Only those who run the event see it; the person may ask for it.") },
};
static const struct form_def edit_form = FORM("edit_registration", edit_fields, struct desk_in);

static const struct field cancel_fields[] = {
	{ FIELD(struct desk_in, reason), .type = FIELD_TEXT, .label = N_("Reason"), .required = true, .max = 300,
	  .hint = N_("The person is told this by mail.") },
};
static const struct form_def cancel_form = FORM("cancel_registration", cancel_fields, struct desk_in);

static const struct route routes[] = {
	GET_PAGE("/registrations/{event}/add", add_page, PERM_EVENT_RUNNER, QUICK),
	POST_FORM("/registrations/{event}/add", add_post, PERM_EVENT_RUNNER, &add_form),
	GET_PAGE("/registrations/{event}/{registration}", show_page, PERM_EVENT_RUNNER, QUICK),
	GET_PAGE("/registrations/{event}/{registration}/edit", edit_page, PERM_EVENT_RUNNER, QUICK),
	POST_FORM("/registrations/{event}/{registration}/edit", edit_post, PERM_EVENT_RUNNER, &edit_form),
	GET_PAGE("/registrations/{event}/{registration}/cancel", cancel_page, PERM_EVENT_RUNNER, QUICK),
	POST_FORM("/registrations/{event}/{registration}/cancel", cancel_post, PERM_EVENT_RUNNER, &cancel_form),
};
const struct route_table registration_desk_web_routes = ROUTE_TABLE(routes);

/* ---- shared ------------------------------------------------------------------------------------------------------------- */

static str list_path(struct req *rq)
{
	return STR_CONCAT(rq->c->a, S("/registrations/"), req_path(rq, "event"));
}

static str show_path(struct req *rq)
{
	return STR_CONCAT(rq->c->a, list_path(rq), S("/"), req_path(rq, "registration"));
}

/* The sign-up of the address, which must belong to the event of the address. */
static enum err find(struct req *rq, struct registration *ret, struct event *ret_event)
{
	TRY(registration_find(rq->c, req_path(rq, "registration"), ret, ret_event));
	return str_eq(ret_event->row.key, req_path(rq, "event")) ? OK : ERR_NOT_FOUND;
}

struct desk_form {
	const struct form_result *result;
	const char *const *fields;
	size_t field_count;
	str title, text, button, back; /* back: path without language */
	bool danger;
};

static enum err show_form(struct req *rq, const struct event *event, const struct desk_form *f)
{
	struct desk_form_view v = { .head = registration_head_make(rq->c, event), .title = f->title, .text = f->text,
				    .button = f->button, .danger = f->danger,
				    .form = req_form_view(rq, f->result, (struct safe_url){ str_null }),
				    .fields = registration_fields(rq, f->result, f->fields, f->field_count),
				    .field_count = f->field_count };
	struct page *page;
	struct html *h = page_begin(rq, STR_CONCAT(rq->c->a, f->title, S(": "), v.head.title), &page);

	v.back = url_local(STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), f->back));
	v.errors = req_form_errors(rq, f->result, &v.error_count);
	tpl_desk_form(h, &v);
	return page_send(rq, v.error_count > 0 ? 422 : 200);
}

/* ---- add ---------------------------------------------------------------------------------------------------------------- */

static bool both_ways(const struct event *event)
{
	return event->row.seats_site > 0 && event->row.seats_remote > 0;
}

static enum err show_add(struct req *rq, const struct event *event, const struct form_result *r)
{
	static const char *const fields[] = { "name", "email", "job_title", "organisation", "business_id", "told_by", "mode" };

	return show_form(rq, event, &(struct desk_form){ .result = r, .fields = fields, .field_count = both_ways(event) ? 7 : 6,
							 .title = tr(rq->c->lang, "Add a person"),
							 .text = tr(rq->c->lang, "The person gets a free seat, or waits like all "
										 "others, and a mail if there is an address."),
							 .button = tr(rq->c->lang, "Add"), .back = list_path(rq) });
}

static enum err find_run_event(struct req *rq, struct event *ret)
{
	TRY(event_find(rq->c, req_path(rq, "event"), ret));
	return event_runs(rq->c, ret->row.id) ? OK : ERR_NOT_FOUND;
}

static enum err add_page(struct req *rq)
{
	struct event event;

	TRY(find_run_event(rq, &event));
	return show_add(rq, &event, form_new(rq->c->a, &add_form, NULL));
}

static enum err answer_add(struct req *rq, const struct event *event, str name, const struct registration_outcome *outcome)
{
	const struct registration_place *place = &outcome->places[0];

	switch (outcome->answer) {
	case ANSWER_CONFIRMED: case ANSWER_WAITING:
		return reply_redirect(rq, list_path(rq),
				      STR_CONCAT(rq->c->a, name, S(": "),
						 registration_place_text(rq->c, place->state, place->queue_position)));
	case ANSWER_ALREADY:
		req_error(rq, "email", tr(rq->c->lang, "This address is signed up already."));
		return show_add(rq, event, rq->form);
	default:
		req_error(rq, NULL, tr(rq->c->lang, "Nobody can be added to a cancelled event."));
		return show_add(rq, event, rq->form);
	}
}

static enum err add_post(struct req *rq, struct writer *w)
{
	struct registration_person person;
	struct registration_input input = { .people = &person, .people_count = 1, .source = SOURCE_COORDINATOR,
					    .privacy_version = str_from(registration_privacy_version) };
	struct registration_outcome outcome;
	struct desk_in in;
	struct event event;

	TRY(find_run_event(rq, &event));
	if (both_ways(&event) && str_empty(form_value(rq->form, "mode", 0)))
		req_error(rq, "mode", tr(rq->c->lang, "Choose one."));
	if (req_form(rq, &in) != OK)
		return show_add(rq, &event, rq->form);
	person = (struct registration_person){ in.name, in.email, in.job_title,
					       event.row.seats_site > 0 ? SEAT_SITE : SEAT_REMOTE };
	if (both_ways(&event))
		INVARIANT(seat_mode_from_code(in.mode, &person.mode));
	input.organisation_name = str_is_null(in.organisation) ? S("") : in.organisation;
	input.business_id = in.business_id;
	input.told_by = in.told_by;
	TRY(registration_sign_up(rq->c, w, event.row.key, &input, &outcome));
	return answer_add(rq, &event, in.name, &outcome);
}

/* ---- one sign-up -------------------------------------------------------------------------------------------------------- */

/* The program's own reasons stand in the journal in English; people's words stand as they wrote them. */
static const char *const known_reasons[] = { N_("a place was cancelled"), N_("seats were added"), N_("by the link in the mail"),
					     N_("by the coordinator"), N_("another person takes the place"),
					     N_("came from the waiting list") };
static const struct {
	const char *code, *words;
} happenings[] = {
	{ "registration_confirmed", N_("Signed up and got a seat") },
	{ "registration_waiting", N_("Signed up to the waiting list") },
	{ "registration_moved_up", N_("Moved up from the waiting list") },
	{ "registration_cancelled", N_("The place was cancelled") },
	{ "registration_edited", N_("Details were changed") },
	{ "registration_sent_instead", N_("Somebody else took the place") },
	{ "registration_let_in", N_("Was let in at the door") },
	{ "attendance_corrected", N_("Attendance was corrected") },
	{ "email_confirmed", N_("Confirmed the address") },
};

static str what_words(enum lang lang, str code)
{
	for (size_t i = 0; i < sizeof happenings / sizeof *happenings; i++)
		if (str_eq_c(code, happenings[i].code))
			return tr(lang, happenings[i].words);
	return code;
}

static str reason_words(enum lang lang, str reason)
{
	for (size_t i = 0; i < sizeof known_reasons / sizeof *known_reasons; i++)
		if (str_eq_c(reason, known_reasons[i]))
			return tr(lang, known_reasons[i]);
	return reason;
}

static void view_history(struct req *rq, const struct registration *r, const struct event *event,
			 struct registration_show_view *v)
{
	struct history_view *history = NEW_ARRAY(rq->c->a, r->history_count, struct history_view);

	for (size_t i = 0; i < r->history_count; i++)
		history[i] = (struct history_view){ .when = registration_moment(rq->c, &event->row, r->history[i].at_utc),
						    .who = r->history[i].actor_name,
						    .what = what_words(rq->c->lang, r->history[i].what),
						    .reason = reason_words(rq->c->lang, r->history[i].reason) };
	v->history = history;
	v->history_count = r->history_count;
}

static enum err show_page(struct req *rq)
{
	struct registration r;
	struct registration_show_view v = { 0 };
	enum registration_state state;
	enum seat_mode mode;
	struct event event;
	struct page *page;
	struct html *h;

	TRY(find(rq, &r, &event));
	state = registration_state_from_code(r.row.state);
	INVARIANT(seat_mode_from_code(r.row.mode, &mode));
	v.head = registration_head_make(rq->c, &event);
	v.key = r.row.key;
	v.name = str_empty(r.row.name) ? tr(rq->c->lang, "(erased)") : r.row.name;
	v.state = registration_place_text(rq->c, state, r.queue_position);
	v.tag_class = registration_tag_class(state);
	v.mode = seat_mode_word(rq->c->lang, mode);
	v.email = r.row.email;
	v.job_title = r.row.job_title;
	v.organisation = r.row.organisation_name;
	v.told_by = r.row.told_by;
	v.note = r.row.note;
	v.message = r.message;
	v.code = state == REGISTRATION_CONFIRMED && mode == SEAT_SITE ? r.row.code : str_null;
	v.created = registration_moment(rq->c, &event.row, r.row.created_utc);
	v.active = state != REGISTRATION_CANCELLED;
	v.unconfirmed = v.active && !str_empty(r.row.email) && !r.row.email_confirmed_utc.set;
	view_history(rq, &r, &event, &v);
	h = page_begin(rq, v.name, &page);
	tpl_registration_show(h, &v);
	return page_send(rq, 200);
}

/* ---- edit --------------------------------------------------------------------------------------------------------------- */

static enum err show_edit(struct req *rq, const struct event *event, const struct form_result *r)
{
	static const char *const fields[] = { "name", "email", "job_title", "organisation", "note" };

	return show_form(rq, event, &(struct desk_form){ .result = r, .fields = fields, .field_count = 5,
							 .title = tr(rq->c->lang, "Edit the sign-up"),
							 .button = tr(rq->c->lang, "Save"), .back = show_path(rq) });
}

static enum err edit_page(struct req *rq)
{
	struct registration r;
	struct event event;

	TRY(find(rq, &r, &event));
	return show_edit(rq, &event,
			 form_new(rq->c->a, &edit_form,
				  &(struct desk_in){ .name = r.row.name, .email = r.row.email, .job_title = r.row.job_title,
						     .organisation = r.row.organisation_name, .note = r.row.note }));
}

static enum err after_change(struct req *rq, enum change_answer answer, str done)
{
	return reply_redirect(rq, show_path(rq), answer == CHANGE_DONE ? done : tr(rq->c->lang, "This was done already."));
}

static enum err edit_post(struct req *rq, struct writer *w)
{
	struct registration r;
	enum change_answer answer;
	struct desk_in in;
	struct event event;

	TRY(find(rq, &r, &event));
	if (req_form(rq, &in) != OK)
		return show_edit(rq, &event, rq->form);
	TRY(registration_edit_by_coordinator(rq->c, w, r.row.key,
					     &(struct registration_person){ .name = in.name, .email = in.email,
									    .job_title = in.job_title },
					     str_is_null(in.organisation) ? S("") : in.organisation, in.note, &answer));
	if (answer == CHANGE_ALREADY && !str_eq_c(r.row.state, "cancelled")) {
		req_error(rq, "email", tr(rq->c->lang, "This address is signed up already."));
		return show_edit(rq, &event, rq->form);
	}
	return after_change(rq, answer, tr(rq->c->lang, "Saved."));
}

/* ---- cancel ------------------------------------------------------------------------------------------------------------- */

static enum err show_cancel(struct req *rq, const struct event *event, const struct registration *r,
			    const struct form_result *result)
{
	static const char *const fields[] = { "reason" };

	return show_form(rq, event,
			 &(struct desk_form){ .result = result, .fields = fields, .field_count = 1, .danger = true,
					      .title = trf(rq->c->a, rq->c->lang, "Cancel the place of {name}?",
							   TR_ARG("name", r->row.name)),
					      .text = tr(rq->c->lang, "A seat goes to the next one on the waiting list at once."),
					      .button = tr(rq->c->lang, "Cancel this place"), .back = show_path(rq) });
}

static enum err cancel_page(struct req *rq)
{
	struct registration r;
	struct event event;

	TRY(find(rq, &r, &event));
	return show_cancel(rq, &event, &r, form_new(rq->c->a, &cancel_form, NULL));
}

static enum err cancel_post(struct req *rq, struct writer *w)
{
	struct registration r;
	enum change_answer answer;
	struct desk_in in;
	struct event event;

	TRY(find(rq, &r, &event));
	if (req_form(rq, &in) != OK)
		return show_cancel(rq, &event, &r, rq->form);
	TRY(registration_cancel_by_coordinator(rq->c, w, r.row.key, in.reason, &answer));
	return after_change(rq, answer, tr(rq->c->lang, "The place is cancelled."));
}
