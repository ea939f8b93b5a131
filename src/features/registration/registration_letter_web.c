/* The pages of a letter to many. Whom it goes to stands in the address: the filters of the list it was begun from. */
#include "features/registration/registration_letter.h"
#include "features/registration/registration_letter.tpl.h"
#include "text/tr.h"

static enum err letter_page(struct req *rq);
static enum err letter_post(struct req *rq, struct writer *w);
static enum err withdraw_post(struct req *rq, struct writer *w);

struct letter_in {
	str subject, text, step;
};

static const struct field_option steps[] = { { "preview", N_("Preview") }, { "test", N_("Send a test to me") },
					     { "send", N_("Send") }, { "write", N_("Change the text") }, { NULL, NULL } };
static const struct field letter_fields[] = {
	{ FIELD(struct letter_in, subject), .type = FIELD_TEXT, .label = N_("Subject"), .required = true, .max = 150,
	  .autocomplete = "off" },
	{ FIELD(struct letter_in, text), .type = FIELD_LONG_TEXT, .label = N_("Text"), .required = true,
	  .hint = N_("It begins with a greeting by name. An empty line begins a new paragraph.") },
	{ FIELD(struct letter_in, step), .type = FIELD_CHOICE, .options = steps },
};
static const struct form_def letter_form = FORM("letter", letter_fields, struct letter_in);

static const struct route routes[] = {
	GET_PAGE("/registrations/{event}/mail", letter_page, PERM_EVENT_RUNNER, SLOW),
	POST_FORM("/registrations/{event}/mail", letter_post, PERM_EVENT_RUNNER, &letter_form),
	POST_FORM("/registrations/{event}/mail/withdraw", withdraw_post, PERM_EVENT_RUNNER, NULL),
};
const struct route_table registration_letter_web_routes = ROUTE_TABLE(routes);

/* What all pages of a letter show; ERR_NOT_FOUND for those who do not run the event. */
static enum err begin_view(struct req *rq, struct event *event, const struct form_result *r, struct letter_view *v)
{
	struct registration_query query = registration_query_read(rq);
	struct letter_receivers receivers;

	TRY(registration_letter_receivers(rq->c, event, &query, &receivers));
	*v = (struct letter_view){ .head = registration_head_make(rq->c, event), .receivers = receivers.count,
				   .unconfirmed = receivers.unconfirmed, .without_email = receivers.without_email,
				   .form = req_form_view(rq, r, (struct safe_url){ str_null }),
				   .subject = req_field(rq, r, "subject"), .text = req_field(rq, r, "text"),
				   .list_url = registration_list_url(rq, event->row.key, "", str_null), .notice = str_null };
	return OK;
}

static enum err show_write(struct req *rq, struct event *event, const struct form_result *r, int status)
{
	struct letter_view v;
	struct page *page;
	struct html *h;

	TRY(begin_view(rq, event, r, &v));
	v.errors = req_form_errors(rq, r, &v.error_count);
	v.form.guard = true;
	h = page_begin(rq, tr(rq->c->lang, "Write to these"), &page);
	tpl_letter_write(h, &v);
	return page_send(rq, status);
}

static enum err show_preview(struct req *rq, struct event *event, const struct letter_in *in, str notice)
{
	struct letter_view v;
	struct page *page;
	struct html *h;

	TRY(begin_view(rq, event, rq->form, &v));
	v.subject.look = v.text.look = LOOK_HIDDEN;
	v.subject_text = in->subject;
	registration_letter_paragraphs(rq->c, in->text, &v.paragraphs, &v.paragraph_count);
	v.notice = notice;
	h = page_begin(rq, tr(rq->c->lang, "Preview"), &page);
	tpl_letter_preview(h, &v);
	return page_send(rq, 200);
}

static enum err letter_page(struct req *rq)
{
	struct event event;

	TRY(event_find(rq->c, req_path(rq, "event"), &event));
	return show_write(rq, &event, form_new(rq->c->a, &letter_form, NULL), 200);
}

static enum err show_sent(struct req *rq, struct event *event)
{
	struct letter_view v;
	struct page *page;
	struct html *h;

	TRY(begin_view(rq, event, rq->form, &v));
	v.withdraw = req_form_view(rq, NULL, registration_list_url(rq, event->row.key, "mail/withdraw", str_null));
	h = page_begin(rq, tr(rq->c->lang, "The letter leaves in a minute"), &page);
	tpl_letter_sent(h, &v);
	return page_send(rq, 200);
}

static enum err send(struct req *rq, struct writer *w, struct event *event, const struct letter_in *in)
{
	struct registration_query query = registration_query_read(rq);
	struct registration_letter letter = { in->subject, in->text };
	enum letter_answer answer;

	TRY(registration_letter_send(rq->c, w, event, &query, &letter, &answer));
	switch (answer) {
	case LETTER_SENT: return show_sent(rq, event);
	case LETTER_NOBODY:
		return show_preview(rq, event, in, tr(rq->c->lang, "Nobody here has a confirmed address: nothing was sent."));
	case LETTER_SENT_ALREADY:
		return show_preview(rq, event, in, tr(rq->c->lang, "A letter with this subject was sent a moment ago: nothing was sent now."));
	}
	BUG("answer %d", (int)answer);
}

static enum err letter_post(struct req *rq, struct writer *w)
{
	struct event event;
	struct letter_in in;

	TRY(event_find(rq->c, req_path(rq, "event"), &event));
	if (req_form(rq, &in) != OK)
		return show_write(rq, &event, rq->form, 422);
	if (str_eq_c(in.step, "write"))
		return show_write(rq, &event, rq->form, 200);
	if (str_eq_c(in.step, "send"))
		return send(rq, w, &event, &in);
	if (!str_eq_c(in.step, "test"))
		return show_preview(rq, &event, &in, str_null);
	TRY(registration_letter_test(rq->c, w, &event, &(struct registration_letter){ in.subject, in.text }));
	return show_preview(rq, &event, &in, trf(rq->c->a, rq->c->lang, "A test is on its way to {email}.",
						 TR_ARG("email", rq->c->actor->email)));
}

static enum err withdraw_post(struct req *rq, struct writer *w)
{
	struct event event;
	int64_t count;

	TRY(event_find(rq->c, req_path(rq, "event"), &event));
	TRY(registration_letter_withdraw(rq->c, w, &event, &count));
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/registrations/"), event.row.key),
			      count > 0 ? tr(rq->c->lang, "The letter was taken back. Nobody got it.")
					: tr(rq->c->lang, "It was too late: the letter has left."));
}
