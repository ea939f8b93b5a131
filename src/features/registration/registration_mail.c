/* Words of the mails to people who are signed up. */
#include "features/registration/registration_mail.h"

#include "base/settings.h"
#include "features/event/event_calendar.h"
#include "features/event/event_view.h"
#include "features/mail/mail.h"
#include "features/registration/seat_queue.h"
#include "out/mail_address.h"
#include "out/qr.h"
#include "text/tr.h"

enum { DAY = 86400, QR_SCALE = 6 };

struct writing {
	enum registration_mail kind;
	str extra;
	struct q_registration_by_id_row row;
	struct event event;
	bool confirmed_address; /* its owner has used a link sent to it: may be greeted by name */
	enum lang lang;
	str manage_url;
};

/* May one more mail go to an address that its owner has not confirmed? Counts it. */
static enum err may_write(struct ctx *c, struct tx *tx, const struct writing *w, bool *ret)
{
	str fold = mail_address_fold(c->a, w->row.email);
	int64_t count;

	*ret = true;
	if (w->confirmed_address)
		return OK;
	TRY(q_unconfirmed_mail_count(c, fold, c->now - DAY, &count));
	*ret = count < UNCONFIRMED_MAILS_A_DAY;
	return *ret ? q_unconfirmed_mail_add(c, tx, ctx_id(c), fold, c->now) : OK;
}

static str subject(struct ctx *c, const struct writing *w)
{
	enum lang l = w->lang;
	struct tr_arg title = TR_ARG("event", w->event.text.title);

	switch (w->kind) {
	case MAIL_CONFIRMED: return trf(c->a, l, "Your seat: {event}", title);
	case MAIL_WAITING: return trf(c->a, l, "On the waiting list: {event}", title);
	case MAIL_MOVED_UP: return trf(c->a, l, "You got a seat: {event}", title);
	case MAIL_CANCELLED: return trf(c->a, l, "Sign-up cancelled: {event}", title);
	case MAIL_ALREADY: return trf(c->a, l, "You are signed up already: {event}", title);
	case MAIL_SENT_INSTEAD: return trf(c->a, l, "Someone else goes in your place: {event}", title);
	case MAIL_EVENT_CHANGED: return trf(c->a, l, "Changed: {event}", title);
	case MAIL_EVENT_CANCELLED: return trf(c->a, l, "Cancelled: {event}", title);
	}
	BUG("mail %d", (int)w->kind);
}

static enum err first_words(struct ctx *c, const struct writing *w, str *ret)
{
	enum lang l = w->lang;
	enum seat_mode mode;
	int64_t position;

	switch (w->kind) {
	case MAIL_CONFIRMED: *ret = tr(l, "You have a seat. Welcome!"); return OK;
	case MAIL_MOVED_UP:
		*ret = tr(l, "A seat became free, and you were first on the waiting list: you have a seat now. If you "
			     "cannot come, please "
			     "cancel, so that the next one gets it.");
		return OK;
	case MAIL_WAITING:
		INVARIANT(seat_mode_from_code(w->row.mode, &mode));
		TRY(seat_queue_position(c, w->row.event_id, mode, w->row.queue_number.v, &position));
		*ret = trf(c->a, l,
			   "All seats are taken. You are on the waiting list, place {position}. When a seat becomes "
			   "free and it is your "
			   "turn, you get it at once and we write to you.",
			   TR_ARG("position", str_format(c->a, "%lld", (long long)position)));
		return OK;
	case MAIL_CANCELLED:
		*ret = tr(l, "Your sign-up was cancelled. The place goes to the next one on the waiting list.");
		return OK;
	case MAIL_ALREADY:
		*ret = tr(l, "Somebody has just signed you up with this address. You are signed up already, so nothing "
			     "has changed.");
		return OK;
	case MAIL_SENT_INSTEAD:
		*ret = tr(l, "Your place was given to someone else of your group. You need not do anything.");
		return OK;
	case MAIL_EVENT_CHANGED:
		*ret = tr(l, "Something has changed. Please look at the time and place below.");
		return OK;
	case MAIL_EVENT_CANCELLED: *ret = tr(l, "We are sorry: this event was cancelled."); return OK;
	}
	BUG("mail %d", (int)w->kind);
}

/* Does the receiver still come, so that facts, link and calendar entry make sense? */
static bool comes(enum registration_mail kind)
{
	return kind != MAIL_CANCELLED && kind != MAIL_SENT_INSTEAD && kind != MAIL_EVENT_CANCELLED;
}

static void facts(struct ctx *c, const struct writing *w, struct mail_body *body)
{
	const struct q_event_by_key_row *e = &w->event.row;
	bool site = str_eq(w->row.mode, S("site")),
	     link = !site && comes(w->kind) && !str_eq(w->row.state, S("waiting"));
	struct mail_pair *pairs = NEW_ARRAY(c->a, 6, struct mail_pair);

	pairs[0] = (struct mail_pair){ tr(w->lang, "Time"), event_when(c, e->starts_local, e->ends_local) };
	pairs[1] = (struct mail_pair){ tr(w->lang, "Place"),
				       site ? event_where(c, e->place_name, e->street, e->post_office) : S("") };
	pairs[2] = (struct mail_pair){ tr(w->lang, "Meeting point"), site ? w->event.text.meeting_point : S("") };
	pairs[3] = (struct mail_pair){ tr(w->lang, "Gate"), site ? w->event.text.gate : S("") };
	pairs[4] = (struct mail_pair){ tr(w->lang, "Remote link"),
				       link && !str_is_null(e->remote_link) ? e->remote_link : S("") };
	pairs[5] = (struct mail_pair){ tr(w->lang, "Contact person"),
				       event_where(c, e->contact_name, e->contact_phone, e->contact_email) };
	mail_table(body, pairs, 6);
}

/* The code for the door, as a picture and as six characters. */
static enum err door_code(struct ctx *c, const struct writing *w, struct mail_body *body, struct mail *m)
{
	struct mail_part *picture = NEW(c->a, struct mail_part);
	struct qr qr;

	if (!str_eq(w->row.state, S("confirmed")) || !str_eq(w->row.mode, S("site")) || !comes(w->kind) ||
	    w->kind == MAIL_ALREADY)
		return OK;
	TRY(qr_encode(c->a, w->row.ticket_key, &qr));
	*picture = (struct mail_part){ .name = S("code.png"), .type = S("image/png"), .cid = S("door@talkoot") };
	TRY(qr_png(c->a, &qr, QR_SCALE, &picture->bytes));
	mail_image(body, picture->cid, trf(c->a, w->lang, "Code for the door: {code}", TR_ARG("code", w->row.code)));
	mail_paragraph(body, trf(c->a, w->lang, "Show this at the door. If it cannot be read, say {code}.",
				 TR_ARG("code", w->row.code)));
	m->pictures = picture;
	m->picture_count = 1;
	return OK;
}

static enum err calendar(struct ctx *c, const struct writing *w, struct mail *m)
{
	bool cancel = !comes(w->kind);

	if (w->kind == MAIL_ALREADY || (!cancel && !str_eq(w->row.state, S("confirmed"))))
		return OK;
	/* One who only waited has no entry to take back. */
	if (cancel && !w->row.confirmed_utc.set)
		return OK;
	m->calendar_method = cancel ? S("CANCEL") : S("REQUEST");
	return event_calendar_for_mail(c, &w->event, w->row.email, cancel, &m->calendar);
}

static enum err compose(struct ctx *c, struct tx *tx, const struct writing *w)
{
	const struct q_event_by_key_row *e = &w->event.row;
	struct mail m = {
		.kind = w->kind == MAIL_EVENT_CHANGED || w->kind == MAIL_EVENT_CANCELLED ? OUTBOX_NOTICE
											 : OUTBOX_CONFIRMATION,
		.to = w->row.email,
		.to_name = w->confirmed_address ? w->row.name : str_null,
		.person = w->row.person_id.set ? w->row.person_id.v : 0,
		.lang = w->lang,
		.subject = subject(c, w),
		.from_name = e->mail_from_name,
		.reply_to = str_empty(e->mail_reply_to) ? e->contact_email : e->mail_reply_to,
		.about_kind = "event",
		.about_id = e->id,
		.calendar = str_null,
		.calendar_method = str_null,
	};
	struct mail_body *body = mail_begin(c, &m);
	str words;

	TRY(first_words(c, w, &words));
	mail_heading(body, w->event.text.title);
	if (w->confirmed_address)
		mail_paragraph(body, trf(c->a, w->lang, "Hello {name},", TR_ARG("name", w->row.name)));
	mail_paragraph(body, words);
	if (!str_empty(w->extra))
		mail_paragraph(body, w->extra);
	if (w->kind == MAIL_EVENT_CANCELLED && !str_empty(w->event.text.cancel_reason))
		mail_paragraph(body, w->event.text.cancel_reason);
	facts(c, w, body);
	TRY(door_code(c, w, body, &m));
	if (comes(w->kind)) {
		mail_button(body, tr(w->lang, "Change, cancel, add a colleague or send someone instead"),
			    w->manage_url);
		if (!w->confirmed_address)
			mail_paragraph(body, tr(w->lang, "Please open the link once, so that we know that this address "
							 "is yours. If you did not sign "
							 "up, you can cancel there."));
	}
	TRY(calendar(c, w, &m));
	return mail_put(c, tx, &m);
}

enum err registration_mail(struct ctx *c, struct tx *tx, int64_t registration, enum registration_mail kind, str extra)
{
	struct writing w = { .kind = kind, .extra = extra };
	struct q_party_manage_key_row party;
	struct q_event_key_by_id_row key;
	enum lang page_lang = c->lang;
	bool found, may;
	enum err e;

	TRY(q_registration_by_id(c, registration, &found, &w.row));
	INVARIANT(found);
	if (str_is_null(w.row.email))
		return OK;
	w.confirmed_address = w.row.email_confirmed_utc.set;
	TRY(may_write(c, tx, &w, &may));
	if (!may)
		return OK;
	TRY(q_party_manage_key(c, w.row.party_id, &party));
	TRY(q_event_key_by_id(c, w.row.event_id, &found, &key));
	INVARIANT(found && lang_from_code(w.row.lang, &w.lang));
	/* The mail speaks the receiver's language, whoever caused it. */
	c->lang = w.lang;
	w.manage_url = mail_link(c, w.lang,
				 STR_CONCAT(c->a, S("/registrations/places/"), party.manage_key, S("?me="), w.row.mail_key));
	e = event_find(c, key.key, &w.event);
	if (e == OK)
		e = compose(c, tx, &w);
	c->lang = page_lang;
	return e;
}
