/* Letters to many: who gets one, sending with time to take it back. */
#include "features/registration/registration_letter.h"

#include "features/mail/mail.h"
#include "store/list.h"
#include "store/outbox.h"
#include "text/tr.h"

enum { PAGE_ROWS = 500, JOURNAL_ROWS = 50 };

/* One who gets the letter. */
struct receiver {
	str email, name;
	int64_t person;
	enum lang lang;
};

struct receivers {
	struct receiver *all;
	size_t count;
	struct letter_receivers figures;
};

static void add_receiver(struct receivers *r, const struct q_registration_list_row *row)
{
	struct receiver *to = &r->all[r->count];

	if (str_empty(row->email)) {
		r->figures.without_email++;
	} else if (!row->email_confirmed_utc.set) {
		r->figures.unconfirmed++;
	} else {
		*to = (struct receiver){ row->email, row->name, row->person_id.v, LANG_EN };
		INVARIANT(lang_from_code(row->lang, &to->lang));
		r->count++;
		r->figures.count++;
	}
}

static enum err find_receivers(struct ctx *c, const struct event *event, const struct registration_query *query,
			       struct receivers *ret)
{
	struct registration_query page = *query;
	struct q_registration_list_result list;

	*ret = (struct receivers){ .all = NEW_ARRAY(c->a, LETTER_RECEIVERS_MAX + PAGE_ROWS, struct receiver) };
	page.active = !query->by_state;
	page.limit = PAGE_ROWS;
	page.cursor = str_null;
	do {
		TRY(registration_list(c, event->row.id, &page, &list));
		for (size_t i = 0; i < list.count; i++)
			add_receiver(ret, &list.rows[i]);
		page.cursor = list.next;
	} while (!str_is_null(list.next) && ret->count <= LETTER_RECEIVERS_MAX);
	return ret->count > LETTER_RECEIVERS_MAX ? ERR_LIMIT : OK;
}

enum err registration_letter_receivers(struct ctx *c, const struct event *event, const struct registration_query *query,
				       struct letter_receivers *ret)
{
	struct receivers r;

	TRY(find_receivers(c, event, query, &r));
	*ret = r.figures;
	return OK;
}

/* ---- writing ------------------------------------------------------------------------------------------------------------ */

void registration_letter_paragraphs(struct ctx *c, str text, const struct letter_paragraph **ret, size_t *ret_count)
{
	struct letter_paragraph *all = NEW_ARRAY(c->a, text.n / 3 + 1, struct letter_paragraph);

	*ret_count = 0;
	while (!str_empty(text)) {
		size_t end = str_find_str(text, S("\n\n"));
		str paragraph = str_trim(str_sub(text, 0, end));

		if (!str_empty(paragraph))
			all[(*ret_count)++].text = paragraph;
		text = str_sub(text, end < text.n ? end + 2 : end, text.n);
	}
	*ret = all;
}

static enum err put_letter(struct ctx *c, struct tx *tx, const struct event *event, const struct registration_letter *letter,
			   const struct receiver *to, enum outbox_kind kind, int64_t not_before)
{
	const struct q_event_by_key_row *e = &event->row;
	struct mail m = { .kind = kind, .to = to->email, .to_name = to->name, .person = to->person, .lang = to->lang,
			  .subject = letter->subject, .from_name = e->mail_from_name,
			  .reply_to = str_empty(e->mail_reply_to) ? e->contact_email : e->mail_reply_to,
			  .about_kind = "event", .about_id = e->id, .not_before = not_before,
			  .calendar = str_null, .calendar_method = str_null };
	struct mail_body *body = mail_begin(c, &m);
	const struct letter_paragraph *paragraphs;
	size_t count;

	mail_heading(body, event->text.title);
	if (!str_empty(to->name))
		mail_paragraph(body, trf(c->a, to->lang, "Hello {name},", TR_ARG("name", to->name)));
	registration_letter_paragraphs(c, letter->text, &paragraphs, &count);
	for (size_t i = 0; i < count; i++)
		mail_paragraph(body, paragraphs[i].text);
	return mail_put(c, tx, &m);
}

struct sending {
	const struct event *event;
	const struct registration_letter *letter;
	const struct receivers *receivers;
	size_t from; /* of this portion */
	struct receiver me;
	int64_t withdrawn;
};

static enum err test_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct sending *s = arg;

	return put_letter(c, tx, s->event, s->letter, &s->me, OUTBOX_NOTICE, 0);
}

enum err registration_letter_test(struct ctx *c, struct writer *w, const struct event *event,
				  const struct registration_letter *letter)
{
	struct sending s = { .event = event, .letter = letter,
			     .me = { c->actor->email, c->actor->name, c->actor->person, c->lang } };

	if (!event_runs(c, event->row.id) || str_empty(c->actor->email))
		return ERR_NOT_FOUND;
	return db_write(c, w, test_body, &s);
}

static enum err send_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct sending *s = arg;
	size_t to = s->from + LETTER_PORTION < s->receivers->count ? s->from + LETTER_PORTION : s->receivers->count;

	for (size_t i = s->from; i < to; i++)
		TRY(put_letter(c, tx, s->event, s->letter, &s->receivers->all[i], OUTBOX_BULK, c->now + LETTER_UNDO_S));
	return s->from > 0 ? OK : journal_note(c, tx, "letter_sent", "event", s->event->row.id, s->letter->subject);
}

static enum err withdraw_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct sending *s = arg;

	TRY(q_outbox_withdraw(c, tx, S("event"), s->event->row.id, S("bulk"), c->now, &s->withdrawn));
	return s->withdrawn == 0 ? OK : journal_note(c, tx, "letter_withdrawn", "event", s->event->row.id, S(""));
}

/* Was a letter of this subject the last thing sent, a moment ago? */
static enum err sent_already(struct ctx *c, const struct event *event, str subject, bool *ret)
{
	struct q_journal_of_row *rows;
	size_t count;

	*ret = false;
	TRY(journal_read(c, "event", event->row.id, JOURNAL_ROWS, &rows, &count));
	for (size_t i = 0; i < count && rows[i].at_utc > c->now - LETTER_AGAIN_S; i++) {
		if (str_eq_c(rows[i].what, "letter_withdrawn"))
			return OK;
		if (str_eq_c(rows[i].what, "letter_sent") && str_eq(rows[i].reason, subject)) {
			*ret = true;
			return OK;
		}
	}
	return OK;
}

enum err registration_letter_send(struct ctx *c, struct writer *w, const struct event *event,
				  const struct registration_query *query, const struct registration_letter *letter,
				  enum letter_answer *ret)
{
	struct receivers receivers;
	struct sending s = { .event = event, .letter = letter, .receivers = &receivers };
	enum err e = OK;
	bool already;

	TRY(find_receivers(c, event, query, &receivers));
	TRY(sent_already(c, event, letter->subject, &already));
	*ret = already ? LETTER_SENT_ALREADY : receivers.count == 0 ? LETTER_NOBODY : LETTER_SENT;
	if (*ret != LETTER_SENT)
		return OK;
	for (; s.from < receivers.count && e == OK; s.from += LETTER_PORTION)
		e = db_write(c, w, send_body, &s);
	/* Half a letter is none. */
	if (e != OK)
		TRY(db_write(c, w, withdraw_body, &s));
	return e;
}

enum err registration_letter_withdraw(struct ctx *c, struct writer *w, const struct event *event, int64_t *ret_count)
{
	struct sending s = { .event = event };

	if (!event_runs(c, event->row.id))
		return ERR_NOT_FOUND;
	TRY(db_write(c, w, withdraw_body, &s));
	*ret_count = s.withdrawn;
	return OK;
}
