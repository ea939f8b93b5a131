/* Making and changing events by their form. */
#include "features/event/event_edit.tpl.h"
#include "features/event/event_form.h"
#include "features/event/event_view.h"
#include "text/tr.h"

/* More than a picture may have, so that one that is too large is told at its field. */
enum { EVENT_BODY_MAX = 24 * 1024 * 1024 };

static enum err event_new_page(struct req *rq);
static enum err event_new_post(struct req *rq, struct writer *w);
static enum err event_edit_page(struct req *rq);
static enum err event_edit_post(struct req *rq, struct writer *w);

static const struct route routes[] = {
	GET_PAGE("/events/new", event_new_page, PERM_COORDINATOR, QUICK),
	POST_FORM("/events/new", event_new_post, PERM_COORDINATOR, &event_form, .body_max = EVENT_BODY_MAX),
	GET_PAGE("/events/{key}/edit", event_edit_page, PERM_EVENT_RUNNER, QUICK),
	POST_FORM("/events/{key}/edit", event_edit_post, PERM_EVENT_RUNNER, &event_form, .body_max = EVENT_BODY_MAX),
};
const struct route_table event_edit_web_routes = ROUTE_TABLE(routes);

/* event NULL: a new one. replaces: saving this form replaces another's change, of which the reader is told here. */
static enum err show(struct req *rq, const struct event *event, const struct form_result *r,
		     const struct event_choices *choices, bool replaces)
{
	enum lang lang = rq->c->lang;
	struct event_edit_view v = {
		.title = event == NULL ? tr(lang, "New event")
				       : trf(rq->c->a, lang, "Edit: {title}", TR_ARG("title", event->text.title)),
		.event_key = event == NULL ? S("") : event->row.key,
		.button = event == NULL || event->state == EVENT_DRAFT ? tr(lang, "Save as a draft") : tr(lang, "Save and show to everyone"),
	};
	struct page *page;
	struct html *h = page_begin(rq, v.title, &page);

	TRY(event_form_view(rq, r, choices, event, &v));
	if (replaces)
		v.version.value = str_format(rq->c->a, "%lld", (long long)event->row.version);
	tpl_event_edit(h, &v);
	return page_send(rq, r->error_count == 0 ? 200 : 422);
}

/* The button that adds a row sends the form as it is: what is half typed is no mistake yet. */
static enum err show_with_row(struct req *rq, const struct event *event, const struct event_choices *choices)
{
	rq->form->error_count = 0;
	event_form_ask_picture_again(rq);
	return show(rq, event, rq->form, choices, false);
}

static enum err saved(struct req *rq, str key, str notice)
{
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/events/"), key), notice);
}

static enum err event_new_page(struct req *rq)
{
	struct event_choices choices;
	struct form_result *r;

	TRY(event_choices_find(rq->c, &choices));
	TRY(event_form_fill(rq, NULL, &choices, &r));
	return show(rq, NULL, r, &choices, false);
}

static enum err event_new_post(struct req *rq, struct writer *w)
{
	struct event_choices choices;
	struct event_input in;
	struct event_outcome outcome = { 0 };
	int64_t version;
	bool fits;

	TRY(event_choices_find(rq->c, &choices));
	if (event_form_adds_row(rq->form))
		return show_with_row(rq, NULL, &choices);
	TRY(event_form_read(rq, &choices, NULL, &in, &version, &fits));
	if (fits)
		TRY(event_create(rq->c, w, &in, &outcome));
	if (outcome.refusal != EVENT_OK)
		event_form_refuse(rq, &in, &outcome);
	if (!fits || outcome.refusal != EVENT_OK) {
		event_form_ask_picture_again(rq);
		return show(rq, NULL, rq->form, &choices, false);
	}
	return saved(rq, outcome.key, tr(rq->c->lang, "The draft was saved. Only organisers see it until it is published."));
}

/* The event that is to be changed, if the actor may. */
static enum err find_mine(struct req *rq, struct event *ret)
{
	TRY(event_find(rq->c, req_path(rq, "key"), ret));
	return event_runs(rq->c, ret->row.id) ? OK : ERR_FORBIDDEN;
}

static enum err event_edit_page(struct req *rq)
{
	struct event_choices choices;
	struct form_result *r;
	struct event event;

	TRY(find_mine(rq, &event));
	TRY(event_choices_find(rq->c, &choices));
	TRY(event_form_fill(rq, &event, &choices, &r));
	return show(rq, &event, r, &choices, false);
}

static enum err event_edit_post(struct req *rq, struct writer *w)
{
	struct event_choices choices;
	struct event_input before, in;
	struct event_outcome outcome = { 0 };
	struct event event;
	int64_t version;
	bool fits;

	TRY(find_mine(rq, &event));
	TRY(event_choices_find(rq->c, &choices));
	if (event_form_adds_row(rq->form))
		return show_with_row(rq, &event, &choices);
	TRY(event_input_from(rq->c, &event, &before));
	TRY(event_form_read(rq, &choices, &before, &in, &version, &fits));
	if (fits)
		TRY(event_save(rq->c, w, event.row.key, version, &in, &outcome));
	if (outcome.refusal != EVENT_OK)
		event_form_refuse(rq, &in, &outcome);
	if (!fits || outcome.refusal != EVENT_OK) {
		event_form_ask_picture_again(rq);
		return show(rq, &event, rq->form, &choices, outcome.refusal == EVENT_CHANGED_MEANWHILE);
	}
	return saved(rq, event.row.key, tr(rq->c->lang, "The changes were saved."));
}
