/* What the link in the mail does: look, confirm the address, cancel, correct, send someone instead; and the same by the
 * coordinator. */
#include "features/registration/registration.h"

#include "base/random.h"
#include "features/organisation/organisation.h"
#include "features/person/person.h"
#include "features/registration/registration_derived.h"
#include "features/registration/registration_mail.h"
#include "features/registration/seat_queue.h"
#include "out/mail_address.h"
#include "store/journal.h"
#include "text/fold.h"

static enum err find_party(struct ctx *c, str manage_key, struct q_party_by_manage_key_row *ret)
{
	bool found;

	TRY(q_party_by_manage_key(c, manage_key, &found, ret));
	return found ? OK : ERR_NOT_FOUND;
}

enum err registration_party_find(struct ctx *c, str manage_key, struct registration_party *ret)
{
	struct q_party_by_manage_key_row party;
	struct registration_party p = { .manage_key = manage_key };

	TRY(find_party(c, manage_key, &party));
	TRY(event_find(c, party.event_key, &p.event));
	TRY(q_registrations_of_party(c, party.id, &p.people, &p.count));
	p.id = party.id;
	p.message = party.message;
	p.queue_positions = NEW_ARRAY(c->a, p.count, int64_t);
	for (size_t i = 0; i < p.count; i++) {
		enum seat_mode mode;

		INVARIANT(seat_mode_from_code(p.people[i].mode, &mode));
		if (p.people[i].queue_number.set)
			TRY(seat_queue_position(c, party.event_id, mode, p.people[i].queue_number.v,
						&p.queue_positions[i]));
	}
	p.may_change = p.event.state == EVENT_PUBLISHED && c->now < p.event.row.starts_utc;
	p.may_add = event_signup_status(&p.event.row, SEAT_SITE, c->now) <= SIGNUP_STATUS_WAITING;
	*ret = p;
	return OK;
}

/* One place about to change, inside the transaction that has locked its event. */
struct change {
	int64_t registration;
	str manage_key; /* of the link; str_null: by the coordinator */
	str reason;
	const struct registration_person *person;
	str organisation_name, note; /* of the coordinator's edit */
	struct q_registration_by_id_row row;
	struct q_event_lock_row event;
	enum seat_mode mode;
	enum change_answer *answer;
};

/* Locks the event, then reads the place: nobody else changes it meanwhile. */
static enum err lock(struct ctx *c, struct tx *tx, struct change *ch)
{
	bool found;

	*ch->answer = CHANGE_DONE;
	TRY(q_registration_by_id(c, ch->registration, &found, &ch->row));
	if (!found)
		return ERR_NOT_FOUND;
	TRY(q_event_lock(c, tx, ch->row.event_id, &found, &ch->event));
	INVARIANT(found);
	TRY(q_registration_by_id(c, ch->registration, &found, &ch->row));
	INVARIANT(found && seat_mode_from_code(ch->row.mode, &ch->mode));
	if (str_eq(ch->row.state, S("cancelled")))
		*ch->answer = CHANGE_ALREADY;
	else if (!str_is_null(ch->manage_key) &&
		 (!str_eq(ch->event.state, S("published")) || c->now >= ch->event.starts_utc))
		*ch->answer = CHANGE_NOT_NOW;
	return OK;
}

static enum err cancel_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct change *ch = arg;
	int64_t changes, moved;

	TRY(lock(c, tx, ch));
	if (*ch->answer != CHANGE_DONE)
		return OK;
	TRY(q_registration_cancel(c, tx, ch->row.id, c->now, &changes));
	if (str_eq(ch->row.state, S("waiting")))
		TRY(seat_queue_leave(c, tx, ch->row.event_id, ch->mode));
	else
		TRY(seat_queue_give_back(c, tx, ch->row.event_id, ch->mode));
	TRY(journal_note(c, tx, "registration_cancelled", "registration", ch->row.id, ch->reason));
	TRY(registration_mail(c, tx, ch->row.id, MAIL_CANCELLED, str_is_null(ch->manage_key) ? ch->reason : str_null));
	seat_queue_publish(c, tx, ch->event.key);
	return seat_queue_fill(c, tx, ch->row.event_id, "a place was cancelled", SEAT_QUEUE_PORTION,
			       &moved);
}

/* The place's id, if the link's party holds it. */
static enum err of_party(struct ctx *c, str manage_key, str registration_key, int64_t *ret)
{
	struct q_party_by_manage_key_row party;
	struct q_registration_id_by_key_row place;
	bool found;

	TRY(find_party(c, manage_key, &party));
	TRY(q_registration_id_by_key(c, registration_key, &found, &place));
	if (!found || place.party_id != party.id)
		return ERR_NOT_FOUND;
	*ret = place.id;
	return OK;
}

/* The place's id, if the actor runs its event. */
static enum err of_coordinator(struct ctx *c, str registration_key, int64_t *ret)
{
	struct q_registration_id_by_key_row place;
	bool found;

	TRY(q_registration_id_by_key(c, registration_key, &found, &place));
	if (!found || !event_runs(c, place.event_id))
		return ERR_NOT_FOUND;
	*ret = place.id;
	return OK;
}

enum err registration_cancel(struct ctx *c, struct writer *w, str manage_key, str registration_key,
			     enum change_answer *ret)
{
	struct change ch = { .manage_key = manage_key, .reason = S("by the link in the mail"), .answer = ret };

	TRY(of_party(c, manage_key, registration_key, &ch.registration));
	return db_write(c, w, cancel_body, &ch);
}

enum err registration_cancel_by_coordinator(struct ctx *c, struct writer *w, str registration_key, str reason,
					    enum change_answer *ret)
{
	struct change ch = { .manage_key = str_null, .reason = reason, .answer = ret };

	TRY(of_coordinator(c, registration_key, &ch.registration));
	return db_write(c, w, cancel_body, &ch);
}

struct confirming {
	int64_t party;
	const struct q_registrations_of_party_row *person;
};

static enum err confirm_email_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct confirming *f = arg;
	str fold = mail_address_fold(c->a, f->person->email);
	int64_t changes;

	TRY(q_registration_email_confirmed(c, tx, f->party, fold, c->now, &changes));
	TRY(person_email_confirmed(c, tx, fold));
	return changes > 0 ? journal_note(c, tx, "email_confirmed", "registration", f->person->id, S("")) : OK;
}

enum err registration_confirm_email(struct ctx *c, struct writer *w, str manage_key, str mail_key)
{
	struct q_party_by_manage_key_row party;
	struct q_registrations_of_party_row *people;
	size_t count;

	TRY(find_party(c, manage_key, &party));
	TRY(q_registrations_of_party(c, party.id, &people, &count));
	for (size_t i = 0; i < count; i++)
		if (!str_empty(people[i].mail_key) && !str_empty(people[i].email) &&
		    str_eq_secret(people[i].mail_key, mail_key))
			return db_write(c, w, confirm_email_body, &(struct confirming){ party.id, &people[i] });
	return ERR_NOT_FOUND;
}

/* The address has changed: what was sent to the old one opens and shows nothing any more. */
static enum err put_new_address(struct ctx *c, struct tx *tx, const struct change *ch, struct opt_int email_confirmed)
{
	bool has = !str_is_null(ch->person->email), had = !str_is_null(ch->row.email);
	int64_t changes;

	if (has == had && (!has || str_eq(mail_address_fold(c->a, ch->person->email), mail_address_fold(c->a, ch->row.email))))
		return OK;
	return q_registration_new_address(c, tx, ch->row.id, STR_CONCAT(c->a, ctx_key(c), ctx_key(c)),
					  code_check_in_new(c->a, c->random), ctx_key(c), email_confirmed, &changes);
}

/* Writes name, address, title of ch->person to the row; keeps its organisation unless the coordinator named another. */
static enum err put_person(struct ctx *c, struct tx *tx, const struct change *ch)
{
	const struct registration_person *person = ch->person;
	int64_t organisation = ch->row.organisation_id.set ? ch->row.organisation_id.v : 0, changes;
	str organisation_name = ch->row.organisation_name;
	struct person_contact contact = { 0 };
	bool has_email = !str_is_null(person->email);

	if (!str_is_null(ch->organisation_name) && !str_eq(ch->organisation_name, organisation_name))
		TRY(organisation_for_sign_up(c, tx, str_null, ch->organisation_name, str_null, str_null, &organisation,
					     &organisation_name));
	TRY(person_for_sign_up(c, tx, person->name, person->email, person->job_title, organisation, &contact));
	TRY(put_new_address(c, tx, ch, contact.email_confirmed_utc));
	return q_registration_edit(c, tx,
				   &(struct q_registration_edit_in){
					   .id = ch->row.id,
					   .name = person->name,
					   .find_fold = registration_find_fold(c->a, person->name, person->email,
									      organisation_name),
					   .name_sort = text_sort_key(c->a, person->name),
					   .email = person->email,
					   .email_fold = has_email ? mail_address_fold(c->a, person->email) : str_null,
					   .job_title = person->job_title,
					   .organisation = { organisation != 0, organisation },
					   .organisation_name = organisation_name,
					   .organisation_sort = text_sort_key(c->a, organisation_name),
					   .person = { contact.person != 0, contact.person },
					   .now = c->now },
				   &changes);
}

/* Is the new person's address signed up already, by another row? */
static enum err taken_by_other(struct ctx *c, const struct change *ch, bool *ret)
{
	struct q_registration_active_by_email_row active;
	bool found = false;

	if (!str_is_null(ch->person->email))
		TRY(q_registration_active_by_email(c, ch->row.event_id, mail_address_fold(c->a, ch->person->email),
						   &found, &active));
	*ret = found && active.id != ch->row.id;
	return OK;
}

static enum err send_instead_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct change *ch = arg;
	bool taken;

	TRY(lock(c, tx, ch));
	if (*ch->answer != CHANGE_DONE)
		return OK;
	TRY(taken_by_other(c, ch, &taken));
	if (taken) {
		*ch->answer = CHANGE_ALREADY;
		return OK;
	}
	TRY(registration_mail(c, tx, ch->row.id, MAIL_SENT_INSTEAD,
			      str_null)); /* to the one who stays away: before the change */
	TRY(put_person(c, tx, ch));
	TRY(journal_note(c, tx, "registration_sent_instead", "registration", ch->row.id,
			 S("another person takes the place")));
	return registration_mail(c, tx, ch->row.id, str_eq(ch->row.state, S("waiting")) ? MAIL_WAITING : MAIL_CONFIRMED,
				 str_null);
}

enum err registration_send_instead(struct ctx *c, struct writer *w, str manage_key, str registration_key,
				   const struct registration_person *person, enum change_answer *ret)
{
	struct change ch = { .manage_key = manage_key, .person = person, .answer = ret };

	TRY(of_party(c, manage_key, registration_key, &ch.registration));
	return db_write(c, w, send_instead_body, &ch);
}

static enum err edit_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct change *ch = arg;
	int64_t changes;
	bool taken;

	TRY(lock(c, tx, ch));
	if (*ch->answer != CHANGE_DONE)
		return OK;
	TRY(taken_by_other(c, ch, &taken));
	if (taken) {
		*ch->answer = CHANGE_ALREADY;
		return OK;
	}
	TRY(put_person(c, tx, ch));
	if (str_is_null(ch->manage_key))
		TRY(q_registration_note(c, tx, ch->row.id, ch->note, c->now, &changes));
	return journal_note(c, tx, "registration_edited", "registration", ch->row.id,
			    str_is_null(ch->manage_key) ? S("by the coordinator") : S("by the link in the mail"));
}

enum err registration_correct(struct ctx *c, struct writer *w, str manage_key, str registration_key, str name,
			      str job_title, enum change_answer *ret)
{
	struct registration_person person = { .name = name, .job_title = job_title };
	struct change ch = {
		.manage_key = manage_key, .person = &person, .answer = ret, .organisation_name = str_null
	};
	struct q_registration_by_id_row row;
	bool found;

	TRY(of_party(c, manage_key, registration_key, &ch.registration));
	TRY(q_registration_by_id(c, ch.registration, &found, &row));
	person.email = found ? row.email : str_null;
	return db_write(c, w, edit_body, &ch);
}

enum err registration_edit_by_coordinator(struct ctx *c, struct writer *w, str registration_key,
					  const struct registration_person *person, str organisation_name, str note,
					  enum change_answer *ret)
{
	struct change ch = { .manage_key = str_null,
			     .person = person,
			     .answer = ret,
			     .organisation_name = organisation_name,
			     .note = note };

	TRY(of_coordinator(c, registration_key, &ch.registration));
	return db_write(c, w, edit_body, &ch);
}
