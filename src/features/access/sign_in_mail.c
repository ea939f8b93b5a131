/* See sign_in_mail.h. */
#include "features/access/sign_in_mail.h"

#include "features/mail/mail.h"
#include "text/tr.h"

enum err sign_in_mail_link(struct ctx *c, struct tx *tx, enum lang lang, str email, str token)
{
	struct mail m = { .kind = OUTBOX_CONFIRMATION, .to = email, .lang = lang,
			  .subject = trf(c->a, lang, "Sign in to {instance}", TR_ARG("instance", mail_instance_name(c))) };
	struct mail_body *body = mail_begin(c, &m);

	mail_paragraph(body, tr(lang, "With this link you sign in. It works once, for 15 minutes."));
	mail_button(body, tr(lang, "Sign in"), mail_link(c, lang, STR_CONCAT(c->a, S("/sign-in/"), token)));
	mail_paragraph(body, tr(lang, "If you open the link on another device than the one on which you asked for it, you will see six digits. "
				      "Enter them on the device on which you asked."));
	mail_paragraph(body, tr(lang, "If you did not ask for this, you need not do anything. Do not pass the link or the digits on."));
	return mail_put(c, tx, &m);
}

enum err sign_in_mail_stranger(struct ctx *c, struct tx *tx, enum lang lang, str email)
{
	struct mail m = { .kind = OUTBOX_CONFIRMATION, .to = email, .lang = lang,
			  .subject = trf(c->a, lang, "Sign in to {instance}", TR_ARG("instance", mail_instance_name(c))) };
	struct mail_body *body = mail_begin(c, &m);

	mail_paragraph(body, tr(lang, "Somebody asked to sign in with this address, but it has no user account here."));
	mail_paragraph(body, tr(lang, "You need no account to sign up for an event. "
				      "To change or cancel a sign-up, use the link in its confirmation mail."));
	mail_button(body, tr(lang, "Events"), mail_link(c, lang, S("/events")));
	mail_paragraph(body, tr(lang, "If you did not ask for this, you need not do anything."));
	return mail_put(c, tx, &m);
}
