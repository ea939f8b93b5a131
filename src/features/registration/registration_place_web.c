/* What the link in the mail opens: a party looks at its places, changes and cancels them. The secret in the address is the
 * permission; a GET only shows, since mail scanners open every link. */
#include "features/event/event_calendar.h"
#include "features/registration/registration_place.tpl.h"
#include "out/qr.h"
#include "text/tr.h"

static enum err party_page(struct req *rq);
static enum err confirm_post(struct req *rq, struct writer *w);
static enum err add_page(struct req *rq);
static enum err add_post(struct req *rq, struct writer *w);
static enum err correct_page(struct req *rq);
static enum err correct_post(struct req *rq, struct writer *w);
static enum err instead_page(struct req *rq);
static enum err instead_post(struct req *rq, struct writer *w);
static enum err cancel_page(struct req *rq);
static enum err cancel_post(struct req *rq, struct writer *w);
static enum err cancel_all_page(struct req *rq);
static enum err cancel_all_post(struct req *rq, struct writer *w);
static enum err place_calendar(struct req *rq);

struct confirm_in {
	str mail_key;
};
static const struct field confirm_fields[] = {
	{ FIELD(struct confirm_in, mail_key), .type = FIELD_KEY, .required = true },
};
static const struct form_def confirm_form = FORM("confirm_address", confirm_fields, struct confirm_in);

struct person_in {
	str name, email, job_title, mode;
};
static const struct field_option modes[] = {
	{ "site", N_("On site") },
	{ "remote", N_("Remotely") },
	{ NULL, NULL },
};
#define NAME_FIELD { FIELD(struct person_in, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = 120 }
#define JOB_TITLE_FIELD { FIELD(struct person_in, job_title), .type = FIELD_TEXT, .label = N_("Job title"), .max = 120 }
#define EMAIL_FIELD { FIELD(struct person_in, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .required = true }
static const struct field correct_fields[] = { NAME_FIELD, JOB_TITLE_FIELD };
static const struct form_def correct_form = FORM("correct_place", correct_fields, struct person_in);
static const struct field instead_fields[] = { NAME_FIELD, EMAIL_FIELD, JOB_TITLE_FIELD };
static const struct form_def instead_form = FORM("send_instead", instead_fields, struct person_in);
static const struct field add_fields[] = {
	NAME_FIELD, EMAIL_FIELD, JOB_TITLE_FIELD,
	{ FIELD(struct person_in, mode), .type = FIELD_CHOICE, .label = N_("How does your colleague take part?"),
	  .options = modes },
};
static const struct form_def add_form = FORM("add_colleague", add_fields, struct person_in);

#define PARTY "/registrations/places/{manage}"
static const struct route routes[] = {
	GET_PAGE(PARTY, party_page, PERM_LINK, QUICK),
	POST_FORM(PARTY "/confirm", confirm_post, PERM_LINK, &confirm_form),
	GET_PAGE(PARTY "/add", add_page, PERM_LINK, QUICK),
	POST_FORM(PARTY "/add", add_post, PERM_LINK, &add_form, .rate = RATE_FORM),
	GET_PAGE(PARTY "/{registration}/edit", correct_page, PERM_LINK, QUICK),
	POST_FORM(PARTY "/{registration}/edit", correct_post, PERM_LINK, &correct_form),
	GET_PAGE(PARTY "/{registration}/instead", instead_page, PERM_LINK, QUICK),
	POST_FORM(PARTY "/{registration}/instead", instead_post, PERM_LINK, &instead_form, .rate = RATE_FORM),
	GET_PAGE(PARTY "/{registration}/cancel", cancel_page, PERM_LINK, QUICK),
	POST_FORM(PARTY "/{registration}/cancel", cancel_post, PERM_LINK, NULL),
	GET_PAGE(PARTY "/cancel", cancel_all_page, PERM_LINK, QUICK),
	POST_FORM(PARTY "/cancel", cancel_all_post, PERM_LINK, NULL),
	GET_API("/calendar/places/{manage}/{registration}.ics", place_calendar, PERM_LINK, QUICK),
};
const struct route_table registration_place_web_routes = ROUTE_TABLE(routes);

/* ---- the party's page --------------------------------------------------------------------------------------------------- */

static str party_path(struct req *rq)
{
	return STR_CONCAT(rq->c->a, S("/registrations/places/"), req_path(rq, "manage"));
}

static enum err back_to_party(struct req *rq, str notice)
{
	return reply_redirect(rq, party_path(rq), notice);
}

static enum err view_code(struct req *rq, const struct q_registrations_of_party_row *person, struct place_view *v)
{
	struct buf path;
	struct qr qr;

	TRY(qr_encode(rq->c->a, person->ticket_key, &qr));
	buf_init(&path, rq->c->a, 64 * 1024);
	qr_path(&path, &qr);
	v->qr_path = buf_done(&path);
	v->qr_size = qr_view(&qr);
	v->code = person->code;
	return OK;
}

static enum err view_place(struct req *rq, const struct registration_party *p, size_t i, struct place_view *ret)
{
	const struct q_registrations_of_party_row *person = &p->people[i];
	enum registration_state state = registration_state_from_code(person->state);
	struct arena *a = rq->c->a;

	*ret = (struct place_view){
		.key = person->key,
		.name = person->name,
		.job_title = person->job_title,
		.state = registration_place_text(rq->c, state, p->queue_positions[i]),
		.tag_class = registration_tag_class(state),
		.may_change = p->may_change && state != REGISTRATION_CANCELLED,
		.has_seat = state == REGISTRATION_CONFIRMED && p->event.state == EVENT_PUBLISHED,
		.code = str_null,
	};
	ret->calendar_url = url_local(STR_CONCAT(a, S("/calendar/places/"), p->manage_key, S("/"), person->key, S(".ics")));
	return ret->has_seat && str_eq_c(person->mode, "site") ? view_code(rq, person, ret) : OK;
}

/* Was this page opened by the link that was sent to one of them, who has not said yet that the address is theirs? */
static void view_confirmation(struct req *rq, const struct registration_party *p, struct party_view *v)
{
	v->mail_key = req_query(rq, "me");
	for (size_t i = 0; i < p->count && !str_empty(v->mail_key); i++)
		if (!str_empty(p->people[i].mail_key) && str_eq_secret(p->people[i].mail_key, v->mail_key)) {
			v->confirm = !p->people[i].email_confirmed_utc.set && !str_empty(p->people[i].email);
			v->confirm_email = p->people[i].email;
		}
	if (v->confirm)
		v->button = req_form_view(rq, NULL, url_local(STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)),
									  party_path(rq), S("/confirm"))));
}

static void view_remote(struct req *rq, const struct registration_party *p, struct party_view *v)
{
	str link = event_remote_link_now(&p->event.row, rq->c->now);

	for (size_t i = 0; i < p->count; i++)
		v->remote = v->remote || (str_eq_c(p->people[i].mode, "remote") && v->places[i].has_seat);
	v->remote_url = str_empty(link) ? (struct safe_url){ str_null } : url_check(link);
}

static enum err party_page(struct req *rq)
{
	struct registration_party p;
	struct place_view *places;
	struct party_view v = { 0 };
	struct page *page;
	struct html *h;

	TRY(registration_party_find(rq->c, req_path(rq, "manage"), &p));
	v.head = registration_head_make(rq->c, &p.event);
	v.manage_key = p.manage_key;
	v.message = p.message;
	v.may_add = p.may_add;
	v.cancelled_event = p.event.state == EVENT_CANCELLED;
	v.cancel_reason = p.event.text.cancel_reason;
	places = NEW_ARRAY(rq->c->a, p.count, struct place_view);
	for (size_t i = 0; i < p.count; i++) {
		TRY(view_place(rq, &p, i, &places[i]));
		v.may_cancel_all = v.may_cancel_all || (p.count > 1 && places[i].may_change);
	}
	v.places = places;
	v.place_count = p.count;
	view_confirmation(rq, &p, &v);
	view_remote(rq, &p, &v);
	h = page_begin(rq, STR_CONCAT(rq->c->a, tr(rq->c->lang, "Your sign-up"), S(": "), v.head.title), &page);
	tpl_party(h, &v);
	return page_send(rq, 200);
}

static enum err confirm_post(struct req *rq, struct writer *w)
{
	struct confirm_in in;

	TRY(req_form(rq, &in));
	TRY(registration_confirm_email(rq->c, w, req_path(rq, "manage"), in.mail_key));
	return back_to_party(rq, tr(rq->c->lang, "Thank you. We know now that this address is yours."));
}

/* ---- small forms -------------------------------------------------------------------------------------------------------- */

/* Everything about a small form but its fields; the texts are translated. */
struct small_form {
	const struct form_result *result; /* NULL: a button only */
	const char *const *fields;
	size_t field_count;
	str title, text, button;
	bool danger;
};

static enum err show_small_form(struct req *rq, const struct event *event, const struct small_form *s)
{
	struct place_form_view v = { .head = registration_head_make(rq->c, event),
				     .manage_key = req_path(rq, "manage"),
				     .title = s->title,
				     .text = s->text,
				     .button = s->button,
				     .danger = s->danger,
				     .form = req_form_view(rq, s->result, (struct safe_url){ str_null }),
				     .field_count = s->field_count };
	struct page *page;
	struct html *h = page_begin(rq, STR_CONCAT(rq->c->a, s->title, S(": "), v.head.title), &page);

	if (s->result != NULL) {
		v.errors = req_form_errors(rq, s->result, &v.error_count);
		v.fields = registration_fields(rq, s->result, s->fields, s->field_count);
	}
	tpl_place_form(h, &v);
	return page_send(rq, v.error_count > 0 ? 422 : 200);
}

/* The party of the address and the place in it; ERR_NOT_FOUND when the party does not hold it or it is cancelled. */
static enum err find_place(struct req *rq, struct registration_party *ret_party, size_t *ret_place)
{
	str key = req_path(rq, "registration");

	TRY(registration_party_find(rq->c, req_path(rq, "manage"), ret_party));
	for (size_t i = 0; i < ret_party->count; i++)
		if (str_eq(ret_party->people[i].key, key) && !str_eq_c(ret_party->people[i].state, "cancelled")) {
			*ret_place = i;
			return OK;
		}
	return ERR_NOT_FOUND;
}

/* What became of a change, for those for which there is no better word. */
static enum err after_change(struct req *rq, enum change_answer answer, str done)
{
	switch (answer) {
	case CHANGE_DONE: case CHANGE_WAITING: return back_to_party(rq, done);
	case CHANGE_ALREADY: return back_to_party(rq, tr(rq->c->lang, "This was done already."));
	case CHANGE_NOT_NOW:
		return back_to_party(rq, tr(rq->c->lang, "This cannot be changed here any more. Ask the contact person."));
	}
	BUG("answer %d", (int)answer);
}

/* ---- correct ------------------------------------------------------------------------------------------------------------ */

static enum err show_correct(struct req *rq, const struct event *event, const struct form_result *r)
{
	static const char *const fields[] = { "name", "job_title" };

	return show_small_form(rq, event, &(struct small_form){ .result = r, .fields = fields, .field_count = 2,
								.title = tr(rq->c->lang, "Correct name or title"),
								.button = tr(rq->c->lang, "Save") });
}

static enum err correct_page(struct req *rq)
{
	struct registration_party p;
	size_t i;

	TRY(find_place(rq, &p, &i));
	return show_correct(rq, &p.event,
			    form_new(rq->c->a, &correct_form,
				     &(struct person_in){ .name = p.people[i].name, .job_title = p.people[i].job_title }));
}

static enum err correct_post(struct req *rq, struct writer *w)
{
	struct registration_party p;
	enum change_answer answer;
	struct person_in in;
	size_t i;

	TRY(find_place(rq, &p, &i));
	if (req_form(rq, &in) != OK)
		return show_correct(rq, &p.event, rq->form);
	TRY(registration_correct(rq->c, w, p.manage_key, p.people[i].key, in.name, in.job_title, &answer));
	return after_change(rq, answer, tr(rq->c->lang, "Saved."));
}

/* ---- send someone instead ----------------------------------------------------------------------------------------------- */

static enum err show_instead(struct req *rq, const struct registration_party *p, size_t i, const struct form_result *r)
{
	static const char *const fields[] = { "name", "email", "job_title" };
	str text = trf(rq->c->a, rq->c->lang,
		       "Who comes instead of {name}? The new person gets the place, or the place on the waiting list, and a mail.",
		       TR_ARG("name", p->people[i].name));

	return show_small_form(rq, &p->event,
			       &(struct small_form){ .result = r, .fields = fields, .field_count = 3,
						     .title = tr(rq->c->lang, "Send someone instead"), .text = text,
						     .button = tr(rq->c->lang, "Send this person") });
}

static enum err instead_page(struct req *rq)
{
	struct registration_party p;
	size_t i;

	TRY(find_place(rq, &p, &i));
	return show_instead(rq, &p, i, form_new(rq->c->a, &instead_form, NULL));
}

static enum err instead_post(struct req *rq, struct writer *w)
{
	struct registration_party p;
	enum change_answer answer;
	struct person_in in;
	size_t i;

	TRY(find_place(rq, &p, &i));
	if (req_form(rq, &in) != OK)
		return show_instead(rq, &p, i, rq->form);
	TRY(registration_send_instead(rq->c, w, p.manage_key, p.people[i].key,
				      &(struct registration_person){ .name = in.name, .email = in.email,
								     .job_title = in.job_title },
				      &answer));
	if (answer == CHANGE_ALREADY) {
		req_error(rq, "email", tr(rq->c->lang, "This address cannot take the place: it may be signed up already."));
		return show_instead(rq, &p, i, rq->form);
	}
	return after_change(rq, answer, tr(rq->c->lang, "The place has a new holder. We wrote to both."));
}

/* ---- add a colleague ---------------------------------------------------------------------------------------------------- */

static bool both_ways(const struct event *event)
{
	return event->row.seats_site > 0 && event->row.seats_remote > 0;
}

static enum err show_add(struct req *rq, const struct event *event, const struct form_result *r)
{
	static const char *const fields[] = { "name", "email", "job_title", "mode" };

	return show_small_form(rq, event,
			       &(struct small_form){ .result = r, .fields = fields, .field_count = both_ways(event) ? 4 : 3,
						     .title = tr(rq->c->lang, "Add a colleague"),
						     .button = tr(rq->c->lang, "Sign up this person") });
}

static enum err add_page(struct req *rq)
{
	struct registration_party p;

	TRY(registration_party_find(rq->c, req_path(rq, "manage"), &p));
	if (!p.may_add)
		return after_change(rq, CHANGE_NOT_NOW, str_null);
	return show_add(rq, &p.event, form_new(rq->c->a, &add_form, NULL));
}

static str added_words(struct req *rq, const struct registration_place *place, str name)
{
	return trf(rq->c->a, rq->c->lang, "{name}: {state}. We wrote to the address.", TR_ARG("name", name),
		   TR_ARG("state", registration_place_text(rq->c, place->state, place->queue_position)));
}

static enum err add_post(struct req *rq, struct writer *w)
{
	struct registration_outcome outcome;
	struct registration_person person;
	struct registration_party p;
	struct person_in in;

	TRY(registration_party_find(rq->c, req_path(rq, "manage"), &p));
	if (both_ways(&p.event) && str_empty(form_value(rq->form, "mode", 0)))
		req_error(rq, "mode", tr(rq->c->lang, "Choose whether your colleague comes or takes part remotely."));
	if (req_form(rq, &in) != OK)
		return show_add(rq, &p.event, rq->form);
	person = (struct registration_person){ .name = in.name, .email = in.email, .job_title = in.job_title,
					       .mode = p.event.row.seats_site > 0 ? SEAT_SITE : SEAT_REMOTE };
	if (both_ways(&p.event))
		INVARIANT(seat_mode_from_code(in.mode, &person.mode));
	TRY(registration_add_colleague(rq->c, w, p.manage_key, &person, &outcome));
	if (outcome.answer != ANSWER_CONFIRMED && outcome.answer != ANSWER_WAITING)
		return after_change(rq, CHANGE_NOT_NOW, str_null);
	return back_to_party(rq, added_words(rq, &outcome.places[0], in.name));
}

/* ---- cancel ------------------------------------------------------------------------------------------------------------- */

static str consequence(struct req *rq, bool seat)
{
	if (seat)
		return tr(rq->c->lang, "The seat goes to the next one on the waiting list at once. You cannot take it back: who "
				       "signs up again stands behind those who wait.");
	return tr(rq->c->lang, "The place on the waiting list is given up. Who signs up again stands at its end.");
}

static enum err cancel_page(struct req *rq)
{
	struct registration_party p;
	size_t i;

	TRY(find_place(rq, &p, &i));
	if (!p.may_change)
		return after_change(rq, CHANGE_NOT_NOW, str_null);
	return show_small_form(rq, &p.event,
			       &(struct small_form){ .title = trf(rq->c->a, rq->c->lang, "Cancel the place of {name}?",
								  TR_ARG("name", p.people[i].name)),
						     .text = consequence(rq, str_eq_c(p.people[i].state, "confirmed")),
						     .button = tr(rq->c->lang, "Cancel this place"), .danger = true });
}

static enum err cancel_post(struct req *rq, struct writer *w)
{
	enum change_answer answer;

	TRY(registration_cancel(rq->c, w, req_path(rq, "manage"), req_path(rq, "registration"), &answer));
	return after_change(rq, answer, tr(rq->c->lang, "The place is cancelled. Thank you for telling us in time."));
}

static enum err cancel_all_page(struct req *rq)
{
	struct registration_party p;
	bool seat = false;

	TRY(registration_party_find(rq->c, req_path(rq, "manage"), &p));
	if (!p.may_change)
		return after_change(rq, CHANGE_NOT_NOW, str_null);
	for (size_t i = 0; i < p.count; i++)
		seat = seat || str_eq_c(p.people[i].state, "confirmed");
	return show_small_form(rq, &p.event,
			       &(struct small_form){ .title = tr(rq->c->lang, "Cancel all places?"),
						     .text = consequence(rq, seat),
						     .button = tr(rq->c->lang, "Cancel all places"), .danger = true });
}

/* One after the other: each frees its seat for those who wait; what was cancelled already stays so. */
static enum err cancel_all_post(struct req *rq, struct writer *w)
{
	enum change_answer answer = CHANGE_ALREADY;
	struct registration_party p;

	TRY(registration_party_find(rq->c, req_path(rq, "manage"), &p));
	for (size_t i = 0; i < p.count; i++)
		if (!str_eq_c(p.people[i].state, "cancelled"))
			TRY(registration_cancel(rq->c, w, p.manage_key, p.people[i].key, &answer));
	return after_change(rq, answer, tr(rq->c->lang, "All places are cancelled. Thank you for telling us in time."));
}

/* ---- calendar ----------------------------------------------------------------------------------------------------------- */

static enum err place_calendar(struct req *rq)
{
	struct registration_party p;
	size_t i;
	str file;

	TRY(find_place(rq, &p, &i));
	if (!str_eq_c(p.people[i].state, "confirmed"))
		return ERR_NOT_FOUND;
	/* In the language that the person signed up in: a calendar sends no wish. */
	if (lang_from_code(p.people[i].lang, &rq->c->lang))
		TRY(event_find(rq->c, p.event.row.key, &p.event));
	TRY(event_calendar_personal(rq->c, &p.event, &file));
	return reply_bytes(rq, 200, "text/calendar; charset=utf-8", file, S("event.ics"));
}
