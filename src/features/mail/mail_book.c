/* See mail_book.h. */
#include "features/mail/mail_book.h"

#include "base/random.h"
#include "features/mail/mail.h"
#include "features/mail/mail_text.h"
#include "features/mail/sender.sql.h"
#include "out/mail_address.h"
#include "text/tr.h"

static enum err may(const struct ctx *c)
{
	if (actor_is_coordinator(c->actor))
		return OK;
	return c->actor->account == 0 ? ERR_SIGN_IN : ERR_FORBIDDEN;
}

/* ---- list and mail ---------------------------------------------------------------------------------------------------- */

static str key_of(str message_id) { return str_sub(message_id, 0, str_find(message_id, '@')); }

enum err mail_book_page(struct ctx *c, str state, str address, str cursor, struct mail_page *ret)
{
	struct q_mails_filter filter = { .by_state = state.n > 0, .state = state, .by_address = address.n > 0, .address = address };
	struct list_page page = { .order = Q_MAILS_BY_ID, .descending = true, .cursor = cursor };
	struct q_mails_result result;

	TRY(may(c));
	TRY(q_mails(c, &filter, &page, &result));
	*ret = (struct mail_page){ .lines = NEW_ARRAY(c->a, result.count, struct mail_line), .count = result.count,
				   .next = result.next, .previous = result.previous };
	for (size_t i = 0; i < result.count; i++) {
		const struct q_mails_row *r = &result.rows[i];

		ret->lines[i] = (struct mail_line){ .key = key_of(r->message_id), .kind = r->kind, .state = r->state,
						    .address = r->address, .subject = r->subject, .error = r->error,
						    .created = r->created, .next = r->next, .sent = r->sent, .attempts = r->attempts };
	}
	return OK;
}

static enum err find(struct ctx *c, str key, struct q_mail_by_key_row *ret)
{
	bool found;

	TRY(may(c));
	if (!key_valid(key))
		return ERR_NOT_FOUND;
	TRY(q_mail_by_key(c, STR_CONCAT(c->a, key, S("@")), STR_CONCAT(c->a, key, S("A")), &found, ret));
	return found ? OK : ERR_NOT_FOUND;
}

static bool is_hidden(const struct ctx *c, const struct q_mail_by_key_row *r)
{
	bool files = c->settings == NULL || c->settings->smtp_url.n == 0;

	return str_is_null(r->about_kind) && !(files && actor_has(c->actor, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0));
}

enum err mail_book_mail(struct ctx *c, str key, struct mail_shown *ret)
{
	struct q_mail_by_key_row r;

	TRY(find(c, key, &r));
	*ret = (struct mail_shown){ .line = { .key = key, .kind = r.kind, .state = r.state, .address = r.address, .subject = r.subject,
					      .error = r.error, .created = r.created, .next = r.next, .sent = r.sent,
					      .attempts = r.attempts },
				    .hidden = is_hidden(c, &r) };
	if (!ret->hidden && r.body.n > 0) {
		ret->text = mail_text_plain(c->a, r.body);
		ret->message = r.body;
	}
	return OK;
}

/* ---- acting ----------------------------------------------------------------------------------------------------------- */

static enum err retry_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t *id = arg, changes;

	TRY(q_outbox_retry(c, tx, *id, c->now, &changes));
	return changes > 0 ? OK : ERR_NOT_FOUND;
}

enum err mail_book_retry(struct ctx *c, struct writer *w, str key)
{
	struct q_mail_by_key_row r;

	TRY(find(c, key, &r));
	return db_write(c, w, retry_body, &r.id);
}

static enum err hurry_body(struct ctx *c, struct tx *tx, void *arg) { return q_mail_hurry(c, tx, c->now, arg); }

enum err mail_book_retry_waiting(struct ctx *c, struct writer *w)
{
	int64_t changes;

	TRY(may(c));
	return db_write(c, w, hurry_body, &changes);
}

static enum err test_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct mail m = { .kind = OUTBOX_CONFIRMATION, .to = c->actor->email, .lang = c->lang, .about_kind = "mail_test",
			  .subject = tr(c->lang, "Test of the mail settings") };
	struct mail_body *body = mail_begin(c, &m);

	(void)arg;
	mail_paragraph(body, tr(c->lang, "This mail was sent from the page of the mail settings. If you read it in your inbox, mails arrive."));
	mail_paragraph(body, tr(c->lang, "If it lay among junk mail, check the three records of the sender's domain on that page."));
	mail_button(body, tr(c->lang, "Mail settings"), mail_link(c, c->lang, S("/mail/settings")));
	return mail_put(c, tx, &m);
}

enum err mail_book_test(struct ctx *c, struct writer *w)
{
	TRY(may(c));
	if (!mail_address_ok(c->actor->email))
		return ERR_INVALID;
	return db_write(c, w, test_body, NULL);
}

/* ---- how it stands ---------------------------------------------------------------------------------------------------- */

enum err mail_book_state(struct ctx *c, struct mail_book_state *ret)
{
	struct q_outbox_counts_row *counts;
	struct q_mail_trouble_row trouble;
	struct opt_int minute, day;
	size_t n;
	bool found;

	TRY(may(c));
	TRY(q_outbox_counts(c, &counts, &n));
	TRY(q_pace_of(c, str_format(c->a, "m%lld", (long long)(c->now / 60)), &minute));
	TRY(q_pace_of(c, str_format(c->a, "d%lld", (long long)(c->now / 86400)), &day));
	TRY(q_mail_trouble(c, &found, &trouble));
	*ret = (struct mail_book_state){ .this_minute = minute.v, .this_day = day.v, .trouble = found ? trouble.error : str_null };
	for (size_t i = 0; i < n; i++) {
		if (str_eq_c(counts[i].state, "queued"))
			ret->waiting = counts[i].count;
		else if (str_eq_c(counts[i].state, "sending"))
			ret->sending = counts[i].count;
		else if (str_eq_c(counts[i].state, "sent"))
			ret->sent = counts[i].count;
		else
			ret->failed += counts[i].count;
	}
	return OK;
}

/* ---- records of the domain -------------------------------------------------------------------------------------------- */

/* Which servers may send for the domain. The two big providers name theirs; else it is the server we hand mails to. */
static str spf_value(struct arena *a, str host)
{
	if (str_ends(host, S(".office365.com")) || str_ends(host, S(".outlook.com")))
		return S("v=spf1 include:spf.protection.outlook.com ~all");
	if (str_ends(host, S(".gmail.com")) || str_ends(host, S(".google.com")))
		return S("v=spf1 include:_spf.google.com ~all");
	return STR_CONCAT(a, S("v=spf1 a:"), host, S(" ~all"));
}

void mail_records(struct arena *a, const struct settings *settings, struct mail_record ret[MAIL_RECORDS])
{
	str from = settings->mail_from, domain = str_sub(from, str_find(from, '@') + 1, from.n), host;
	str report = settings->mail_reply_to.n > 0 ? settings->mail_reply_to : from;

	host = str_sub(settings->smtp_url, str_find_str(settings->smtp_url, S("://")) + 3, settings->smtp_url.n);
	host = str_sub(host, 0, str_find(host, ':'));
	if (host.n == 0)
		host = STR_CONCAT(a, S("mail."), domain);
	ret[0] = (struct mail_record){ "SPF", "TXT", domain, spf_value(a, host),
		N_("Says which servers may send mail of this domain. If the domain has such a record already, add the middle part to it: "
		   "there may be only one.") };
	ret[1] = (struct mail_record){ "DKIM", "TXT", STR_CONCAT(a, S("talkoot._domainkey."), domain),
		S("v=DKIM1; k=rsa; p=..."),
		N_("Lets receivers check the signature of the mail server. The server's administrator or provider gives the name before "
		   "the first point and the key after p=; with some providers it is a CNAME.") };
	ret[2] = (struct mail_record){ "DMARC", "TXT", STR_CONCAT(a, S("_dmarc."), domain),
		STR_CONCAT(a, S("v=DMARC1; p=none; rua=mailto:"), report),
		N_("Says what to do with mail that fails both. Begin with p=none and read the reports for some weeks, then change it to "
		   "p=quarantine.") };
}
