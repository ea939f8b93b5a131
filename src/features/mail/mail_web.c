/* The pages of mails: list, one mail, settings in force. For coordinators. */
#include "base/encode.h"
#include "base/time.h"
#include "base/zone.h"
#include "features/mail/mail_view.h"
#include "features/mail/mails.tpl.h"
#include "features/mail/transport.h"
#include "text/format.h"
#include "text/tr.h"

static enum err mails_page(struct req *rq);
static enum err mail_page(struct req *rq);
static enum err mail_file(struct req *rq);
static enum err retry_post(struct req *rq, struct writer *w);
static enum err settings_page(struct req *rq);
static enum err test_post(struct req *rq, struct writer *w);
static enum err retry_all_post(struct req *rq, struct writer *w);

static const struct route routes[] = {
	GET_PAGE("/mail", mails_page, PERM_COORDINATOR, SLOW),
	GET_PAGE("/mail/settings", settings_page, PERM_COORDINATOR, SLOW),
	POST_FORM("/mail/settings/test", test_post, PERM_COORDINATOR, NULL),
	POST_FORM("/mail/settings/retry", retry_all_post, PERM_COORDINATOR, NULL),
	GET_PAGE("/mail/{key}", mail_page, PERM_COORDINATOR, QUICK),
	GET_PAGE("/mail/{key}/file", mail_file, PERM_COORDINATOR, QUICK),
	POST_FORM("/mail/{key}/retry", retry_post, PERM_COORDINATOR, NULL),
};
const struct route_table mail_web_routes = ROUTE_TABLE(routes);

static const struct {
	const char *code, *name, *tag;
} states[] = {
	{ "queued", N_("Waiting"), "tag info" },
	{ "sending", N_("Being sent"), "tag info" },
	{ "sent", N_("Sent"), "tag good" },
	{ "failed", N_("Not delivered"), "tag error" },
	{ "parked", N_("Stopped"), "tag error" },
};
enum { STATES = sizeof states / sizeof *states };

static str when(struct ctx *c, int64_t utc)
{
	const struct zone *zone;

	if (zone_find(c->settings->zone, &zone) != OK)
		return time_print_instant(c->a, utc);
	return format_when(c->a, c->lang, zone_utc_to_local(zone, utc), CIVIL_NONE);
}

static str kind_name(struct ctx *c, str kind)
{
	if (str_eq_c(kind, "confirmation"))
		return tr(c->lang, "Confirmation");
	return str_eq_c(kind, "notice") ? tr(c->lang, "Notice") : tr(c->lang, "To many");
}

static struct mail_line_view view_of(struct ctx *c, const struct mail_line *line)
{
	bool waits = str_eq_c(line->state, "queued");
	struct mail_line_view v = { .line = line, .when = when(c, line->created), .kind = kind_name(c, line->kind),
				    .next = waits && line->next > c->now ? when(c, line->next) : S(""), .state = line->state,
				    .tag = "tag" };

	for (size_t i = 0; i < STATES; i++)
		if (str_eq_c(line->state, states[i].code)) {
			v.state = tr(c->lang, states[i].name);
			v.tag = waits && !str_is_null(line->error) ? "tag warn" : states[i].tag;
		}
	v.can_retry = (str_eq_c(line->state, "failed") || str_eq_c(line->state, "parked")) && !str_is_null(line->address);
	return v;
}

/* Where mails lie as files; str_null when they are sent. */
static str files_folder(struct ctx *c)
{
	return c->settings->smtp_url.n == 0 ? mail_folder(c->a, c->settings) : str_null;
}

/* ---- list and mail ---------------------------------------------------------------------------------------------------- */

static void fill_states(struct ctx *c, str chosen, struct mail_list_view *v)
{
	struct field_choice *choices = NEW_ARRAY(c->a, STATES + 1, struct field_choice);

	choices[v->state_count++] = (struct field_choice){ .value = S(""), .label = tr(c->lang, "All") };
	for (size_t i = 0; i < STATES; i++)
		choices[v->state_count++] = (struct field_choice){ .value = str_from(states[i].code),
								   .label = tr(c->lang, states[i].name),
								   .chosen = str_eq_c(chosen, states[i].code) };
	v->states = choices;
}

static struct safe_url page_url(struct ctx *c, str state, str to, str cursor)
{
	if (str_is_null(cursor))
		return (struct safe_url){ str_null };
	return url_local(STR_CONCAT(c->a, S("?state="), url_encode(c->a, state), S("&to="), url_encode(c->a, to), S("&at="),
				    url_encode(c->a, cursor)));
}

static enum err mails_page(struct req *rq)
{
	struct ctx *c = rq->c;
	str state = req_query(rq, "state"), to = str_trim(req_query(rq, "to"));
	struct mail_list_view v = { .folder = files_folder(c), .address = to, .token = req_csrf(rq), .trouble = str_null };
	struct mail_book_state now;
	struct mail_line_view *lines;
	struct mail_page mails;
	struct page *page;

	TRY(mail_book_page(c, state, to, req_query(rq, "at"), &mails));
	TRY(mail_book_state(c, &now));
	v.trouble = now.trouble;
	v.count = mails.count;
	v.lines = lines = NEW_ARRAY(c->a, mails.count, struct mail_line_view);
	for (size_t i = 0; i < mails.count; i++)
		lines[i] = view_of(c, &mails.lines[i]);
	v.pager = (struct pager){ .previous = page_url(c, state, to, mails.previous), .next = page_url(c, state, to, mails.next) };
	fill_states(c, state, &v);
	tpl_mails(page_begin(rq, tr(c->lang, "Mails"), &page), &v);
	return page_send(rq, 200);
}

static enum err mail_page(struct req *rq)
{
	struct ctx *c = rq->c;
	struct mail_one_view v = { .token = req_csrf(rq) };
	struct mail_shown mail;
	struct page *page;
	str title;

	TRY(mail_book_mail(c, req_path(rq, "key"), &mail));
	v.mail = &mail;
	v.line = view_of(c, &mail.line);
	title = mail.line.subject.n > 0 ? mail.line.subject : tr(c->lang, "Forgotten");
	tpl_mail(page_begin(rq, title, &page), &v);
	return page_send(rq, 200);
}

static enum err mail_file(struct req *rq)
{
	struct mail_shown mail;

	TRY(mail_book_mail(rq->c, req_path(rq, "key"), &mail));
	if (str_empty(mail.message))
		return ERR_NOT_FOUND;
	return reply_bytes(rq, 200, "message/rfc822", mail.message, STR_CONCAT(rq->c->a, mail.line.key, S(".eml")));
}

static enum err retry_post(struct req *rq, struct writer *w)
{
	str key = req_path(rq, "key");

	TRY(mail_book_retry(rq->c, w, key));
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/mail/"), key), tr(rq->c->lang, "The mail is tried again."));
}

/* ---- settings --------------------------------------------------------------------------------------------------------- */

static str number(struct ctx *c, int n) { return format_number(c->a, c->lang, n, 0); }

static str sign_in_name(struct ctx *c, const struct settings *s)
{
	switch ((enum smtp_auth)s->smtp_auth) {
	case SMTP_AUTH_PASSWORD:
		return trf(c->a, c->lang, "With a password, as {user}", TR_ARG("user", s->smtp_user));
	case SMTP_AUTH_XOAUTH2:
		return trf(c->a, c->lang, "With a token (XOAUTH2), as {user}", TR_ARG("user", s->smtp_user));
	case SMTP_AUTH_NONE:
		break;
	}
	return tr(c->lang, "None: the mail server knows this machine");
}

static str encryption_name(struct ctx *c, const struct settings *s)
{
	if (str_starts(s->smtp_url, S("smtps://")))
		return tr(c->lang, "TLS from the start");
	return s->smtp_tls == SMTP_TLS_NONE ? tr(c->lang, "None: mails can be read on the way") : S("STARTTLS");
}

enum { FACTS_MAX = 10 };

static void fill_facts(struct ctx *c, struct mail_settings_view *v)
{
	const struct settings *s = c->settings;
	struct mail_fact *f = NEW_ARRAY(c->a, FACTS_MAX, struct mail_fact);
	size_t n = 0;

	if (s->smtp_url.n > 0) {
		f[n++] = (struct mail_fact){ tr(c->lang, "Mail server"), s->smtp_url };
		f[n++] = (struct mail_fact){ tr(c->lang, "Encryption"), encryption_name(c, s) };
		f[n++] = (struct mail_fact){ tr(c->lang, "Sign-in at the mail server"), sign_in_name(c, s) };
	}
	f[n++] = (struct mail_fact){ tr(c->lang, "Sender"), s->mail_from };
	f[n++] = (struct mail_fact){ tr(c->lang, "Replies go to"), s->mail_reply_to.n > 0 ? s->mail_reply_to : s->mail_from };
	f[n++] = (struct mail_fact){ tr(c->lang, "Mails a minute at most"), number(c, s->mail_per_minute) };
	f[n++] = (struct mail_fact){ tr(c->lang, "Mails a day at most"), number(c, s->mail_per_day) };
	f[n++] = (struct mail_fact){ tr(c->lang, "Connections at a time"), number(c, s->mail_connections) };
	INVARIANT(n <= FACTS_MAX);
	v->facts = f;
	v->fact_count = n;
}

static enum err settings_page(struct req *rq)
{
	struct ctx *c = rq->c;
	str from = c->settings->mail_from;
	struct mail_settings_view v = { .domain = str_sub(from, str_find(from, '@') + 1, from.n), .folder = files_folder(c),
					.email = c->actor->email, .token = req_csrf(rq) };
	struct mail_record *records = NEW_ARRAY(c->a, MAIL_RECORDS, struct mail_record);
	struct page *page;

	TRY(mail_book_state(c, &v.state));
	v.trouble = v.state.trouble;
	mail_records(c->a, c->settings, records);
	v.records = records;
	fill_facts(c, &v);
	tpl_mail_settings(page_begin(rq, tr(c->lang, "Mail settings"), &page), &v);
	return page_send(rq, 200);
}

static enum err test_post(struct req *rq, struct writer *w)
{
	TRY(mail_book_test(rq->c, w));
	return reply_redirect(rq, S("/mail/settings"),
			      trf(rq->c->a, rq->c->lang, "A test mail is on its way to {email}.", TR_ARG("email", rq->c->actor->email)));
}

static enum err retry_all_post(struct req *rq, struct writer *w)
{
	TRY(mail_book_retry_waiting(rq->c, w));
	return reply_redirect(rq, S("/mail"), tr(rq->c->lang, "The waiting mails are tried now."));
}
