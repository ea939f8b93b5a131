/* Mail of the features: a body in blocks becomes a message in the outbox, in the transaction that wants it sent.
 *
 * The one place that knows the sender, the links and the closing words of the instance.
 *
 *   struct mail m = { .kind = OUTBOX_CONFIRMATION, .to = email, .lang = lang, .subject = tr(lang, "...") };
 *   struct mail_body *body = mail_begin(c, &m);
 *   mail_paragraph(body, ...);
 *   mail_button(body, tr(lang, "..."), mail_link(c, lang, S("/sign-in/...")));
 *   TRY(mail_put(c, tx, &m));
 *
 * Invariants: text and HTML have the same words (out/mail_body.h); each mail has one receiver; each ends with who sends it.
 * Fit for a body of db_write that runs again: what was rolled back was not mailed. */
#ifndef TALKOOT_FEATURES_MAIL_H
#define TALKOOT_FEATURES_MAIL_H

#include "out/mail_message.h"
#include "store/outbox.h"

struct mail {
	enum outbox_kind kind;
	str to, to_name;         /* to_name: str_null for an address that its owner has not confirmed */
	int64_t person;          /* 0: none */
	enum lang lang;          /* of the receiver */
	str subject;
	str from_name, reply_to; /* of an event; str_null: the instance's */
	const char *about_kind;  /* "event"; NULL: nothing */
	int64_t about_id;
	int64_t not_before;      /* UTC; 0: at once */
	str calendar, calendar_method; /* iCalendar object, "REQUEST" or "CANCEL"; str_null: none */
	const struct mail_part *pictures, *attachments;
	size_t picture_count, attachment_count;
	struct mail_body body;   /* mail_begin makes it */
};

/* Begins m->body in m->lang under m->subject. */
struct mail_body *mail_begin(struct ctx *c, struct mail *m);
/* Ends the body with the sender's words and puts the message into the outbox. ERR_INVALID: an address or a text of the head
 * that cannot stand there. ERR_LIMIT: too large. */
MUST enum err mail_put(struct ctx *c, struct tx *tx, struct mail *m);

/* The absolute address of a page: path begins with "/" and has no language. */
str mail_link(struct ctx *c, enum lang lang, str path);
/* The instance's sender address. One that has no real address yet (a trial on one machine) still makes whole messages, which
 * lie as files: it gets an address that reaches nobody. */
str mail_sender(const struct ctx *c);
/* Name of the instance, for subjects and texts. */
str mail_instance_name(const struct ctx *c);

#endif
