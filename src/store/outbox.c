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

struct pace {
	str minute, day;
	int64_t per_minute, per_day;
	bool minute_full;
};

/* Undone as a whole when one of the two is full. */
static enum err take_both(struct ctx *c, struct tx *tx, void *arg)
{
	struct pace *p = arg;
	int64_t changes;

	TRY(q_pace_take(c, tx, p->day, p->per_day > 0 ? p->per_day : INT64_MAX, &changes));
	if (changes == 0)
		return ERR_LIMIT;
	TRY(q_pace_take(c, tx, p->minute, p->per_minute > 0 ? p->per_minute : INT64_MAX, &changes));
	p->minute_full = changes == 0;
	return p->minute_full ? ERR_LIMIT : OK;
}

enum err outbox_take_pace(struct ctx *c, struct tx *tx, int64_t per_minute, int64_t per_day, bool *ret_may, int64_t *ret_wait_s)
{
	struct pace p = { .minute = str_format(c->a, "m%lld", (long long)(c->now / 60)),
			  .day = str_format(c->a, "d%lld", (long long)(c->now / 86400)),
			  .per_minute = per_minute, .per_day = per_day };
	enum err e = tx_part(c, tx, take_both, &p);

	*ret_may = e == OK;
	*ret_wait_s = e == OK ? 0 : p.minute_full ? 60 - c->now % 60 : 86400 - c->now % 86400;
	return e == ERR_LIMIT ? OK : e;
}
