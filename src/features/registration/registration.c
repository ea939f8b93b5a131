/* Signing up: one form, one transaction. */
#include "features/registration/registration.h"

#include "base/random.h"
#include "base/time.h"
#include "features/organisation/organisation.h"
#include "features/person/person.h"
#include "features/registration/registration_derived.h"
#include "features/registration/registration_mail.h"
#include "features/registration/seat_queue.h"
#include "out/mail_address.h"
#include "store/journal.h"
#include "text/fold.h"
#include "text/lang.h"

const char registration_privacy_version[] = "2026-11";

static const char *const state_codes[] = { "confirmed", "waiting", "cancelled" };
static const char *const source_codes[] = { "self", "colleague", "coordinator", "walk_in", "api", "import", "demo" };

enum registration_state registration_state_from_code(str code)
{
	for (int i = 0; i < 3; i++)
		if (str_eq_c(code, state_codes[i]))
			return (enum registration_state)i;
	BUG("registration state \"%.*s\"", STR_ARG(code));
}

const char *registration_state_code(enum registration_state state)
{
	return state_codes[state];
}

/* A sign-up on its way through the transaction; everything in it is set anew when the body runs again. */
struct signing_up {
	const struct registration_input *in;
	const struct registration_person *add; /* one more for an existing party, or NULL */
	int64_t event, party;
	struct q_event_lock_row row;
	int64_t organisation;
	str organisation_name;
	bool on_behalf;
	struct registration_outcome *out;
};

/* What the form's words may not say. OK with answer set to something else than CONFIRMED: refused. */
static bool people_fit_together(const struct registration_input *in, struct registration_outcome *out, struct arena *a)
{
	for (size_t i = 1; i < in->people_count; i++)
		for (size_t k = 0; k < i; k++)
			if (!str_is_null(in->people[i].email) && !str_is_null(in->people[k].email) &&
			    str_eq(mail_address_fold(a, in->people[i].email),
				   mail_address_fold(a, in->people[k].email))) {
				out->answer = ANSWER_TWICE_IN_FORM;
				out->which = i;
				return false;
			}
	return true;
}

static enum registration_answer answer_for_time(const struct q_event_lock_row *row, int64_t now)
{
	if (str_eq(row->state, S("cancelled")))
		return ANSWER_CANCELLED_EVENT;
	if (str_eq(row->state, S("held")) || row->ends_utc <= now)
		return ANSWER_OVER;
	if (row->opens_utc.set && now < row->opens_utc.v)
		return ANSWER_NOT_OPEN_YET;
	if (now >= row->closes_utc)
		return ANSWER_CLOSED;
	return ANSWER_CONFIRMED;
}

static bool offers_mode(const struct q_event_lock_row *row, enum seat_mode mode)
{
	return mode == SEAT_SITE ? row->seats_site > 0 : row->seats_remote > 0;
}

/* The event's row is locked and the rules of time and mode are asked. */
static enum err check_event(struct ctx *c, struct tx *tx, struct signing_up *s,
			    const struct registration_person *people, size_t count)
{
	bool found;

	TRY(q_event_lock(c, tx, s->event, &found, &s->row));
	if (!found || (str_eq(s->row.state, S("draft")) && !event_runs(c, s->event)))
		return ERR_NOT_FOUND;
	s->out->answer = s->on_behalf && !str_eq(s->row.state, S("cancelled")) ? ANSWER_CONFIRMED
									       : answer_for_time(&s->row, c->now);
	for (size_t i = 0; i < count && s->out->answer == ANSWER_CONFIRMED; i++)
		if (!offers_mode(&s->row, people[i].mode) && !s->on_behalf) {
			s->out->answer = people[i].mode == SEAT_REMOTE ? ANSWER_NO_REMOTE : ANSWER_NO_SITE;
			s->out->which = i;
		}
	return OK;
}

static enum err find_organisation(struct ctx *c, struct tx *tx, struct signing_up *s)
{
	const struct registration_input *in = s->in;

	return organisation_for_sign_up(c, tx, in->organisation_key, in->organisation_name, in->business_id,
					in->organisation_kind, &s->organisation, &s->organisation_name);
}

/* A seat if there is one, else the end of the queue. */
static enum err take_place(struct ctx *c, struct tx *tx, struct signing_up *s, enum seat_mode mode,
			   struct registration_place *place, struct opt_int *ret_number)
{
	bool taken;

	*ret_number = (struct opt_int){ 0 };
	if (s->in->source == SOURCE_WALK_IN) {
		TRY(seat_queue_take_anyway(c, tx, s->event, mode));
		taken = true;
	} else {
		TRY(seat_queue_take(c, tx, s->event, mode, &taken));
	}
	place->mode = mode;
	place->state = taken ? REGISTRATION_CONFIRMED : REGISTRATION_WAITING;
	if (!taken) {
		ret_number->set = true;
		TRY(seat_queue_join(c, tx, s->event, mode, &ret_number->v, &place->queue_position));
	}
	return OK;
}

/* What a newcomer would be told now: the same answer for an address that is signed up already. s->row is how the event was
 * before this form: those who stand before this one in it count, too. */
static enum err as_if_new(struct ctx *c, struct signing_up *s, enum seat_mode mode, struct registration_place *place)
{
	struct q_queue_first_row first;
	bool waits;
	int64_t seats = mode == SEAT_SITE ? s->row.seats_site : s->row.seats_remote;
	int64_t taken = mode == SEAT_SITE ? s->row.taken_site : s->row.taken_remote;
	int64_t waiting = mode == SEAT_SITE ? s->row.waiting_site : s->row.waiting_remote;

	for (const struct registration_place *p = s->out->places; p < place; p++)
		if (p->mode == mode) {
			taken += p->state == REGISTRATION_CONFIRMED;
			waiting += p->state == REGISTRATION_WAITING;
		}
	TRY(q_queue_first(c, s->event, str_from(seat_mode_code(mode)), &waits, &first));
	place->mode = mode;
	place->state = !waits && taken < seats ? REGISTRATION_CONFIRMED : REGISTRATION_WAITING;
	place->queue_position = place->state == REGISTRATION_WAITING ? waiting + 1 : 0;
	return OK;
}

static enum err already_signed_up(struct ctx *c, struct tx *tx, struct signing_up *s, size_t i, int64_t registration,
				  const struct registration_person *person)
{
	struct registration_place *place = &s->out->places[s->out->place_count++];

	if (s->on_behalf) {
		s->out->answer = ANSWER_ALREADY;
		s->out->which = i;
		return ERR_CONFLICT; /* nothing of the form is kept; registration_sign_up turns it into the answer */
	}
	TRY(as_if_new(c, s, person->mode, place));
	if (place->state == REGISTRATION_WAITING)
		s->out->answer = ANSWER_WAITING;
	return registration_mail(c, tx, registration, MAIL_ALREADY, str_null);
}

/* The party is made with its first person: a form in which everyone is signed up already leaves none behind. */
static enum err make_party(struct ctx *c, struct tx *tx, struct signing_up *s)
{
	if (s->party != 0)
		return OK;
	s->party = ctx_id(c);
	s->out->manage_key = STR_CONCAT(c->a, ctx_key(c), ctx_key(c));
	return q_party_insert(c, tx, s->party, ctx_key(c), s->event, s->out->manage_key, s->in->message, c->now);
}

static enum err insert_person(struct ctx *c, struct tx *tx, struct signing_up *s, size_t i,
			      const struct registration_person *person)
{
	struct registration_place *place = &s->out->places[s->out->place_count];
	bool has_email = !str_is_null(person->email);
	struct q_registration_active_by_email_row active;
	struct person_contact contact = { 0 };
	struct q_registration_insert_in row;
	bool already = false;

	if (has_email)
		TRY(q_registration_active_by_email(c, s->event, mail_address_fold(c->a, person->email), &already,
						   &active));
	if (already)
		return already_signed_up(c, tx, s, i, active.id, person);
	TRY(person_for_sign_up(c, tx, person->name, person->email, person->job_title, s->organisation, &contact));
	s->out->place_count++;
	TRY(make_party(c, tx, s));
	row = (struct q_registration_insert_in){
		.id = ctx_id(c),
		.key = ctx_key(c),
		.event = s->event,
		.party = s->party,
		.is_contact = i == 0 && s->add == NULL,
		.person = { contact.person != 0, contact.person },
		.organisation = { s->organisation != 0, s->organisation },
		.name = person->name,
		.find_fold = registration_find_fold(c->a, person->name, person->email, s->organisation_name),
		.name_sort = text_sort_key(c->a, person->name),
		.email = person->email,
		.email_fold = has_email ? mail_address_fold(c->a, person->email) : str_null,
		.job_title = person->job_title,
		.organisation_name = s->organisation_name,
		.organisation_sort = text_sort_key(c->a, s->organisation_name),
		.mode = str_from(seat_mode_code(person->mode)),
		.lang = str_from(lang_code(c->lang)),
		.told_by = s->in->told_by,
		.source = str_from(
			source_codes[i > 0 && s->in->source == SOURCE_SELF ? SOURCE_COLLEAGUE : s->in->source]),
		.code = code_check_in_new(c->a, c->random),
		.ticket_key = ctx_key(c),
		.mail_key = STR_CONCAT(c->a, ctx_key(c), ctx_key(c)),
		.now = c->now,
		.privacy_version = str_is_null(s->in->privacy_version) ? S("") : s->in->privacy_version,
		.email_confirmed = contact.email_confirmed_utc,
		.told_sequence = s->row.sequence,
	};
	TRY(take_place(c, tx, s, person->mode, place, &row.queue_number));
	place->key = row.key;
	row.state = str_from(state_codes[place->state]);
	row.confirmed = (struct opt_int){ place->state == REGISTRATION_CONFIRMED, c->now };
	TRY(q_registration_insert(c, tx, &row));
	for (size_t k = 0; k < s->in->consent_count && row.is_contact && contact.person != 0; k++)
		TRY(person_consent_add(c, tx, contact.person, s->in->consents[k].code, s->in->consents[k].version,
				       s->event, row.id, s->in->consents[k].given));
	TRY(journal_note(c, tx,
			 place->state == REGISTRATION_CONFIRMED ? "registration_confirmed" : "registration_waiting",
			 "registration", row.id, str_is_null(s->in->told_by) ? S("") : s->in->told_by));
	if (place->state == REGISTRATION_WAITING)
		s->out->answer = ANSWER_WAITING;
	return registration_mail(c, tx, row.id, place->state == REGISTRATION_CONFIRMED ? MAIL_CONFIRMED : MAIL_WAITING,
				 str_null);
}

static enum err note_size_class(struct ctx *c, struct tx *tx, const struct signing_up *s)
{
	struct civil today = time_to_civil(c->now);

	if (str_is_null(s->in->size_class) || s->organisation == 0)
		return OK;
	return q_size_class_put(c, tx, s->organisation, today.year, s->in->size_class, c->now);
}

static enum err sign_up_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct signing_up *s = arg;
	const struct registration_input *in = s->in;

	*s->out = (struct registration_outcome){ 0 };
	s->party = 0;
	TRY(check_event(c, tx, s, in->people, in->people_count));
	if (s->out->answer != ANSWER_CONFIRMED)
		return OK;
	TRY(find_organisation(c, tx, s));
	for (size_t i = 0; i < in->people_count; i++)
		TRY(insert_person(c, tx, s, i, &in->people[i]));
	seat_queue_publish(c, tx, s->row.key);
	return note_size_class(c, tx, s);
}

/* Runs a sign-up; turns the refusal that must keep nothing into its answer. Any other conflict is a random code that the
 * event has already (one in 10^8 at a thousand sign-ups): try again with new ones. */
static enum err run(struct ctx *c, struct writer *w, tx_body *body, struct signing_up *s)
{
	enum err e = ERR_CONFLICT;

	for (int i = 0; i < 3 && e == ERR_CONFLICT; i++) {
		e = db_write(c, w, body, s);
		if (e == ERR_CONFLICT && s->out->answer == ANSWER_ALREADY)
			return OK;
	}
	return e;
}

enum err registration_sign_up(struct ctx *c, struct writer *w, str event_key, const struct registration_input *in,
			      struct registration_outcome *ret)
{
	struct q_event_by_key_row row;
	struct signing_up s = { .in = in, .out = ret };

	INVARIANT(in->people_count >= 1 && in->people_count <= REGISTRATION_PARTY_MAX);
	*ret = (struct registration_outcome){ 0 };
	TRY(event_find_row(c, event_key, &row));
	s.event = row.id;
	s.on_behalf = in->source == SOURCE_COORDINATOR || in->source == SOURCE_WALK_IN;
	if (in->source == SOURCE_COORDINATOR && !event_runs(c, row.id))
		return ERR_NOT_FOUND;
	if (in->source == SOURCE_WALK_IN && !event_runs(c, row.id) &&
	    !actor_has(c->actor, ROLE_HELPER, SCOPE_EVENT, row.id))
		return ERR_NOT_FOUND;
	if (!people_fit_together(in, ret, c->a))
		return OK;
	return run(c, w, sign_up_body, &s);
}

static enum err add_colleague_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct signing_up *s = arg;

	*s->out = (struct registration_outcome){ 0 };
	TRY(check_event(c, tx, s, s->add, 1));
	if (s->out->answer != ANSWER_CONFIRMED)
		return OK;
	seat_queue_publish(c, tx, s->row.key);
	return insert_person(c, tx, s, 1, s->add);
}

enum err registration_add_colleague(struct ctx *c, struct writer *w, str manage_key,
				    const struct registration_person *person, struct registration_outcome *ret)
{
	struct q_party_by_manage_key_row party;
	struct q_registrations_of_party_row *people;
	struct q_registration_by_id_row contact;
	size_t count;
	bool found;
	struct registration_input in = { .people = person,
					 .people_count = 1,
					 .source = SOURCE_COLLEAGUE,
					 .told_by = str_null,
					 .size_class = str_null,
					 .privacy_version = str_from(registration_privacy_version) };
	struct signing_up s = { .in = &in, .add = person, .out = ret };

	*ret = (struct registration_outcome){ 0 };
	TRY(q_party_by_manage_key(c, manage_key, &found, &party));
	if (!found)
		return ERR_NOT_FOUND;
	TRY(q_registrations_of_party(c, party.id, &people, &count));
	if (count == 0 || count >= 5 * REGISTRATION_PARTY_MAX)
		return ERR_LIMIT;
	TRY(q_registration_by_id(c, people[0].id, &found, &contact));
	s.event = party.event_id;
	s.party = party.id;
	s.organisation = found && contact.organisation_id.set ? contact.organisation_id.v : 0;
	s.organisation_name = found ? contact.organisation_name : S("");
	return run(c, w, add_colleague_body, &s);
}
