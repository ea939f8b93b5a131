/* See mail.h. */
#include "features/mail/mail.h"

#include "base/settings.h"
#include "out/mail_address.h"
#include "text/tr.h"

/* Tests and some commands have no settings. */
static str setting(const struct ctx *c, str value, str otherwise)
{
	return c->settings == NULL || value.n == 0 ? otherwise : value;
}
#define SETTING(c, member, otherwise) setting((c), (c)->settings == NULL ? str_null : (c)->settings->member, (otherwise))

str mail_instance_name(const struct ctx *c) { return SETTING(c, instance_name, S("Talkoot")); }

str mail_link(struct ctx *c, enum lang lang, str path)
{
	return STR_CONCAT(c->a, SETTING(c, public_url, S("http://localhost")), S("/"), str_from(lang_code(lang)), path);
}

struct mail_body *mail_begin(struct ctx *c, struct mail *m)
{
	mail_body_init(&m->body, c->a, str_from(lang_code(m->lang)), m->subject);
	return &m->body;
}

str mail_sender(const struct ctx *c)
{
	str from = SETTING(c, mail_from, S(""));

	return mail_address_ok(from) ? from : S("talkoot@localhost.invalid");
}

enum err mail_put(struct ctx *c, struct tx *tx, struct mail *m)
{
	str name = m->from_name.n > 0 ? m->from_name : mail_instance_name(c);
	struct mail_message message = {
		.from = { .name = name, .address = mail_sender(c) },
		.to = { .name = str_is_null(m->to_name) ? S("") : m->to_name, .address = m->to },
		.reply_to.address = m->reply_to.n > 0 ? m->reply_to : SETTING(c, mail_reply_to, str_null),
		.subject = m->subject, .date = c->now, .message_id = outbox_message_id(c), .body = &m->body,
		.calendar = m->calendar, .calendar_method = m->calendar_method, .pictures = m->pictures,
		.picture_count = m->picture_count, .attachments = m->attachments, .attachment_count = m->attachment_count
	};
	struct buf bytes;

	mail_small(&m->body, trf(c->a, m->lang, "This mail was sent by {sender}: {address}", TR_ARG("sender", name),
				 TR_ARG("address", mail_link(c, m->lang, S("/")))));
	buf_init(&bytes, c->a, OUTBOX_BODY_MAX);
	TRY(mail_message_write(&bytes, &message));
	return outbox_add(c, tx, &(struct outbox_mail){
		.kind = m->kind, .address = m->to, .person = m->person, .about_kind = m->about_kind, .about_id = m->about_id,
		.message_id = message.message_id, .subject = m->subject, .body = buf_done(&bytes), .not_before = m->not_before });
}
