/* Putting mail into the outbox, and the pace at which it leaves. */
#include "store/outbox.h"

#include "base/settings.h"

static const char *const kind_codes[] = { "confirmation", "notice", "bulk" };

str outbox_message_id(struct ctx *c)
{
	str url = c->settings == NULL ? S("") : c->settings->public_url;
	size_t at = str_find_str(url, S("://"));
	str host = str_sub(url, at + 3, url.n);

	host = str_sub(host, 0, str_find(host, '/'));
	host = str_sub(host, 0, str_find(host, ':'));
	return STR_CONCAT(c->a, ctx_key(c), S("@"), str_empty(host) ? S("localhost") : host);
}

enum err outbox_add(struct ctx *c, struct tx *tx, const struct outbox_mail *mail)
{
	if (mail->body.n > OUTBOX_BODY_MAX)
		return ERR_LIMIT;
	return q_outbox_insert(c, tx, &(struct q_outbox_insert_in){
		.id = ctx_id(c), .kind = str_from(kind_codes[mail->kind]), .rank = (int64_t)mail->kind, .address = mail->address,
		.person = { mail->person != 0, mail->person }, .about_kind = str_from(mail->about_kind),
		.about_id = { mail->about_kind != NULL, mail->about_id }, .message_id = mail->message_id, .subject = mail->subject,
		.body = mail->body, .now = c->now, .next = mail->not_before > c->now ? mail->not_before : c->now });
}

enum err outbox_take_pace(struct ctx *c, struct tx *tx, int64_t per_minute, int64_t per_day, bool *ret_may, int64_t *ret_wait_s)
{
	str minute = str_format(c->a, "m%lld", (long long)(c->now / 60)), day = str_format(c->a, "d%lld", (long long)(c->now / 86400));
	struct opt_int in_minute, in_day;
	struct q_pace_add_row row;

	TRY(q_pace_of(c, minute, &in_minute));
	TRY(q_pace_of(c, day, &in_day));
	*ret_may = false;
	if (per_day > 0 && in_day.v >= per_day) {
		*ret_wait_s = 86400 - c->now % 86400;
		return OK;
	}
	if (per_minute > 0 && in_minute.v >= per_minute) {
		*ret_wait_s = 60 - c->now % 60;
		return OK;
	}
	TRY(q_pace_add(c, tx, minute, 1, &row));
	TRY(q_pace_add(c, tx, day, 1, &row));
	*ret_may = true;
	*ret_wait_s = 0;
	return OK;
}
