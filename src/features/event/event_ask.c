/* Decision-makers are asked by mail whether their names may stand on the page, and answer by the link in it. */
#include "features/event/event.h"

#include "base/random.h"
#include "features/event/event_view.h"
#include "features/mail/mail.h"
#include "store/journal.h"
#include "store/secret.h"
#include "text/tr.h"

enum { ASK_AGAIN_AFTER = 86400 };

static bool wants_mail(const struct ctx *c, const struct q_decision_makers_row *d)
{
	return !str_empty(d->name) && !str_empty(d->email) && !d->agreed_utc.set && !d->refused_utc.set &&
	       (!d->asked_utc.set || d->asked_utc.v <= c->now - ASK_AGAIN_AFTER);
}

/* In the event's own language: nobody knows the person's. */
static enum err put_mail(struct ctx *c, struct tx *tx, const struct event *event, const struct q_decision_makers_row *d,
			 str token)
{
	const struct q_event_by_key_row *row = &event->row;
	struct mail m = { .kind = OUTBOX_NOTICE,
			  .to = d->email,
			  .from_name = row->mail_from_name,
			  .reply_to = row->mail_reply_to,
			  .about_kind = "event",
			  .about_id = row->id };
	struct ctx in_its_language = *c;
	struct mail_body *body;
	str title;

	INVARIANT(lang_from_code(row->source_lang, &m.lang));
	in_its_language.lang = m.lang;
	title = event->texts[m.lang].title;
	m.subject = trf(c->a, m.lang, "May your name stand on the page of the event {title}?", TR_ARG("title", title));
	body = mail_begin(c, &m);
	mail_paragraph(body, trf(c->a, m.lang, "You are named as one of those who decide and will be there: {function}.",
				 TR_ARG("function", decision_maker_function(m.lang, d->kind))));
	mail_paragraph(body, STR_CONCAT(c->a, title, S("\n"),
					event_when(&in_its_language, row->starts_local, row->ends_local)));
	mail_paragraph(body, tr(m.lang, "Guests see your name only if you say yes. Without your answer they see the function alone."));
	mail_button(body, tr(m.lang, "Answer"), mail_link(c, m.lang, STR_CONCAT(c->a, S("/events/answer/"), token)));
	return mail_put(c, tx, &m);
}

enum err event_ask_in(struct ctx *c, struct tx *tx, const struct event *event, int64_t *ret_asked)
{
	struct q_decision_makers_row *rows;
	size_t count;

	*ret_asked = 0;
	TRY(q_decision_makers(c, event->row.id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		str token = token_new(c->a, c->random);

		if (!wants_mail(c, &rows[i]))
			continue;
		TRY(q_decision_maker_asked(c, tx, rows[i].id, secret_hash(c->a, token), c->now));
		TRY(put_mail(c, tx, event, &rows[i], token));
		(*ret_asked)++;
	}
	return *ret_asked == 0 ? OK : journal_note(c, tx, "decision_makers_asked", "event", event->row.id, S(""));
}

struct asking {
	struct event event;
	int64_t asked;
};

static enum err ask_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct asking *a = arg;

	return event_ask_in(c, tx, &a->event, &a->asked);
}

enum err event_ask_decision_makers(struct ctx *c, struct writer *w, str key, int64_t *ret_asked)
{
	struct asking a = { .asked = 0 };

	*ret_asked = 0;
	TRY(event_find(c, key, &a.event));
	if (!event_runs(c, a.event.row.id))
		return ERR_FORBIDDEN;
	if (a.event.state != EVENT_PUBLISHED)
		return OK;
	TRY(db_write(c, w, ask_body, &a));
	*ret_asked = a.asked;
	return OK;
}

/* ---- the answer ----------------------------------------------------------------------------------------------------- */

static enum err find_asked(struct ctx *c, str token, struct q_decision_maker_by_token_row *ret)
{
	bool found;

	if (str_empty(token))
		return ERR_NOT_FOUND;
	TRY(q_decision_maker_by_token(c, secret_hash(c->a, token), &found, ret));
	return found ? OK : ERR_NOT_FOUND;
}

/* Whoever answers by a link is not signed in; that the event is one they may see follows from the link. */
enum err event_asked(struct ctx *c, str token, struct event_asked *ret)
{
	TRY(find_asked(c, token, &ret->row));
	return event_find(c, ret->row.event_key, &ret->event);
}

struct answering {
	struct q_decision_maker_by_token_row row;
	str token;
	bool yes;
};

/* The journal says that there was an answer, not whose. */
static enum err answer_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct answering *a = arg;
	int64_t changes;

	TRY(find_asked(c, a->token, &a->row));
	if (a->yes)
		TRY(q_decision_maker_agree(c, tx, a->row.id, c->now, &changes));
	else
		TRY(q_decision_maker_refuse(c, tx, a->row.id, c->now, &changes));
	if (changes == 0)
		return OK;
	return journal_note(c, tx, a->yes ? "decision_maker_agreed" : "decision_maker_refused", "event", a->row.event_id, S(""));
}

enum err event_answer(struct ctx *c, struct writer *w, str token, bool yes)
{
	struct answering a = { .token = token, .yes = yes };

	return db_write(c, w, answer_body, &a);
}
