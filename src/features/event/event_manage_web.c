/* Pages by which an event changes its state, its time line, copies, and the decision-maker's answer by link. */
#include "base/settings.h"
#include "base/zone.h"
#include "features/event/event_manage.tpl.h"
#include "store/journal.h"
#include "text/format.h"
#include "text/tr.h"
#include "web/web.h"

enum { HISTORY_MAX = 200, REASON_MAX = 1000, WARNINGS_MAX = 16 };

static enum err event_publish_page(struct req *rq);
static enum err event_publish_post(struct req *rq, struct writer *w);
static enum err event_cancel_page(struct req *rq);
static enum err event_cancel_post(struct req *rq, struct writer *w);
static enum err event_delete_page(struct req *rq);
static enum err event_delete_post(struct req *rq, struct writer *w);
static enum err event_copy_post(struct req *rq, struct writer *w);
static enum err event_ask_post(struct req *rq, struct writer *w);
static enum err event_history_page(struct req *rq);
static enum err event_answer_page(struct req *rq);
static enum err event_answer_post(struct req *rq, struct writer *w);

struct reason_in {
	str reason[LANG_COUNT];
};
static const struct field reason_fields[] = {
	{ FIELD(struct reason_in, reason), .type = FIELD_LONG_TEXT, .label = N_("Reason"), .max = REASON_MAX,
	  .per_language = true, .hint = N_("Stands in the mail and on the page.") },
};
static const struct form_def reason_form = FORM("event_cancel", reason_fields, struct reason_in);

struct answer_in {
	str answer;
};
static const struct field_option answers[] = { { "yes", N_("Yes") }, { "no", N_("No") }, { NULL, NULL } };
static const struct field answer_fields[] = {
	{ FIELD(struct answer_in, answer), .type = FIELD_CHOICE, .options = answers, .required = true },
};
static const struct form_def answer_form = FORM("event_answer", answer_fields, struct answer_in);

static const struct route routes[] = {
	GET_PAGE("/events/{key}/publish", event_publish_page, PERM_EVENT_RUNNER, QUICK),
	POST_FORM("/events/{key}/publish", event_publish_post, PERM_EVENT_RUNNER, NULL),
	GET_PAGE("/events/{key}/cancel", event_cancel_page, PERM_EVENT_RUNNER, QUICK),
	POST_FORM("/events/{key}/cancel", event_cancel_post, PERM_EVENT_RUNNER, &reason_form),
	GET_PAGE("/events/{key}/delete", event_delete_page, PERM_EVENT_RUNNER, QUICK),
	POST_FORM("/events/{key}/delete", event_delete_post, PERM_EVENT_RUNNER, NULL),
	POST_FORM("/events/{key}/copy", event_copy_post, PERM_COORDINATOR, NULL),
	POST_FORM("/events/{key}/ask", event_ask_post, PERM_EVENT_RUNNER, NULL),
	GET_PAGE("/events/{key}/history", event_history_page, PERM_EVENT_RUNNER, QUICK),
	GET_PAGE("/events/answer/{token}", event_answer_page, PERM_LINK, QUICK),
	POST_FORM("/events/answer/{token}", event_answer_post, PERM_LINK, &answer_form),
};
const struct route_table event_manage_web_routes = ROUTE_TABLE(routes);

static enum err find_mine(struct req *rq, struct event *ret)
{
	TRY(event_find(rq->c, req_path(rq, "key"), ret));
	return event_runs(rq->c, ret->row.id) ? OK : ERR_FORBIDDEN;
}

static enum err to_event(struct req *rq, str key, str notice)
{
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/events/"), key), notice);
}

static struct event_step_view step(struct req *rq, const struct event *event, str title, str button)
{
	return (struct event_step_view){ .title = title,
					 .event_title = event->text.title,
					 .event_key = event->row.key,
					 .when = event_when(rq->c, event->row.starts_local, event->row.ends_local),
					 .form = req_form_view(rq, rq->form, (struct safe_url){ str_null }),
					 .button = button };
}

static enum err show_step(struct req *rq, const struct event_step_view *v)
{
	struct page *page;
	struct html *h = page_begin(rq, v->title, &page);

	tpl_event_step(h, v);
	return page_send(rq, v->error_count == 0 ? 200 : 422);
}

/* A button that came too late: someone else was faster. */
static enum err answer_outcome(struct req *rq, const struct event_outcome *outcome, str done)
{
	str text = outcome->refusal == EVENT_OK ? done : event_refusal_text(rq->c->lang, outcome->refusal);

	return to_event(rq, outcome->key, text);
}

/* ---- publishing ----------------------------------------------------------------------------------------------------- */

static str language_name(enum lang in, enum lang of)
{
	switch (of) {
	case LANG_FI: return tr(in, "Finnish");
	case LANG_SV: return tr(in, "Swedish");
	case LANG_EN: return tr(in, "English");
	}
	BUG("language %d", (int)of);
}

static void add_language_warnings(struct ctx *c, const struct event_warnings *w, str *texts, size_t *n)
{
	for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++) {
		str name = language_name(c->lang, lang);

		if (w->missing_text[lang])
			texts[(*n)++] = trf(c->a, c->lang, "A text is missing. Language: {language}", TR_ARG("language", name));
		if (w->stale_text[lang])
			texts[(*n)++] = trf(c->a, c->lang, "A translation is older than the text it was made of. Language: {language}",
					    TR_ARG("language", name));
	}
}

static enum err add_warnings(struct ctx *c, const struct event *event, struct event_step_view *v)
{
	str *texts = NEW_ARRAY(c->a, WARNINGS_MAX, str);
	struct event_warnings w;
	size_t n = 0;

	TRY(event_warnings(c, event, &w));
	if (w.no_host)
		texts[n++] = tr(c->lang, "The company visited is not named.");
	if (w.no_decision_maker)
		texts[n++] = tr(c->lang, "Nobody who decides at the host is named.");
	if (w.no_contact)
		texts[n++] = tr(c->lang, "No contact person is named.");
	if (w.no_remote_link)
		texts[n++] = tr(c->lang, "There are remote seats, but no link for taking part remotely.");
	if (w.in_the_past)
		texts[n++] = tr(c->lang, "The event has begun already.");
	if (w.outside_project)
		texts[n++] = tr(c->lang, "The event is outside the period of a project that pays for it.");
	add_language_warnings(c, &w, texts, &n);
	v->warnings = texts;
	v->warning_count = n;
	v->warnings_title = tr(c->lang, "Before you publish");
	return OK;
}

static enum err event_publish_page(struct req *rq)
{
	enum lang lang = rq->c->lang;
	str *words = NEW_ARRAY(rq->c->a, 2, str);
	struct event_step_view v;
	struct event event;

	TRY(find_mine(rq, &event));
	v = step(rq, &event, tr(lang, "Publish the event"), tr(lang, "Publish"));
	words[v.word_count++] = tr(lang, "Everyone then sees the page, and people can sign up when sign-up is open.");
	for (size_t i = 0; i < event.decision_maker_count; i++)
		if (!str_empty(event.decision_makers[i].email) && !event.decision_makers[i].agreed) {
			words[v.word_count++] = tr(lang, "The decision-makers whose address is known are asked by mail whether their "
							 "names may be shown.");
			break;
		}
	v.words = words;
	TRY(add_warnings(rq->c, &event, &v));
	return show_step(rq, &v);
}

static enum err event_publish_post(struct req *rq, struct writer *w)
{
	struct event_outcome outcome;

	TRY(event_publish(rq->c, w, req_path(rq, "key"), &outcome));
	return answer_outcome(rq, &outcome, tr(rq->c->lang, "The event is published."));
}

/* ---- cancelling and deleting ---------------------------------------------------------------------------------------- */

/* Reasons are asked for in the languages in which the event has texts. */
static enum err show_cancel(struct req *rq, const struct event *event, const struct form_result *r)
{
	struct ctx *c = rq->c;
	int64_t people = event->row.taken_site + event->row.taken_remote + event->row.waiting_site + event->row.waiting_remote;
	struct event_step_view v = step(rq, event, tr(c->lang, "Cancel the event"), tr(c->lang, "Cancel the event"));
	struct field_view *fields = NEW_ARRAY(c->a, LANG_COUNT, struct field_view);
	str *words = NEW_ARRAY(c->a, 2, str);

	words[0] = trnf(c->a, c->lang, "{n} person is told by mail at once.", "{n} people are told by mail at once.", people,
			TR_ARG("n", str_format(c->a, "%lld", (long long)people)));
	words[1] = tr(c->lang, "A cancelled event cannot be published again. Its page stays and says that it was cancelled.");
	v.words = words;
	v.word_count = 2;
	for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++) {
		if (str_is_null(event->texts[lang].title))
			continue;
		fields[v.field_count] = req_field_at(rq, r, "reason", (int)lang);
		fields[v.field_count].label = STR_CONCAT(c->a, tr(c->lang, "Reason"), S(" ("), language_name(c->lang, lang), S(")"));
		fields[v.field_count++].required = str_eq_c(event->row.source_lang, lang_code(lang));
	}
	v.fields = fields;
	v.danger = true;
	v.errors = req_form_errors(rq, r, &v.error_count);
	return show_step(rq, &v);
}

static enum err event_cancel_page(struct req *rq)
{
	struct event event;

	TRY(find_mine(rq, &event));
	return show_cancel(rq, &event, form_new(rq->c->a, &reason_form, NULL));
}

static enum err event_cancel_post(struct req *rq, struct writer *w)
{
	struct event_outcome outcome;
	struct reason_in in;
	struct event event;
	enum lang source;

	TRY(find_mine(rq, &event));
	if (req_form(rq, &in) != OK)
		return show_cancel(rq, &event, rq->form);
	TRY(event_cancel(rq->c, w, event.row.key, in.reason, &outcome));
	if (outcome.refusal == EVENT_NO_REASON) {
		INVARIANT(lang_from_code(event.row.source_lang, &source));
		req_error_at(rq, "reason", (int)source, event_refusal_text(rq->c->lang, outcome.refusal));
		return show_cancel(rq, &event, rq->form);
	}
	return answer_outcome(rq, &outcome, tr(rq->c->lang, "The event is cancelled, and those signed up are told."));
}

static enum err event_delete_page(struct req *rq)
{
	enum lang lang = rq->c->lang;
	str *words = NEW_ARRAY(rq->c->a, 1, str);
	struct event_step_view v;
	struct event event;

	TRY(find_mine(rq, &event));
	v = step(rq, &event, tr(lang, "Delete the draft"), tr(lang, "Delete the draft"));
	words[0] = tr(lang, "The draft and all its texts are gone then. This cannot be undone.");
	v.words = words;
	v.word_count = 1;
	v.danger = true;
	return show_step(rq, &v);
}

static enum err event_delete_post(struct req *rq, struct writer *w)
{
	struct event_outcome outcome;

	TRY(event_delete_draft(rq->c, w, req_path(rq, "key"), &outcome));
	if (outcome.refusal != EVENT_OK)
		return answer_outcome(rq, &outcome, str_null);
	return reply_redirect(rq, S("/events?state=draft"), tr(rq->c->lang, "The draft was deleted."));
}

/* ---- copies, history ------------------------------------------------------------------------------------------------ */

static enum err event_copy_post(struct req *rq, struct writer *w)
{
	struct event_outcome outcome;

	TRY(event_copy(rq->c, w, req_path(rq, "key"), &outcome));
	if (outcome.refusal != EVENT_OK)
		return to_event(rq, req_path(rq, "key"), event_refusal_text(rq->c->lang, outcome.refusal));
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/events/"), outcome.key, S("/edit")),
			      tr(rq->c->lang, "This is the copy. Set its time and check its texts."));
}

static enum err event_ask_post(struct req *rq, struct writer *w)
{
	struct ctx *c = rq->c;
	int64_t asked;

	TRY(event_ask_decision_makers(c, w, req_path(rq, "key"), &asked));
	return to_event(rq, req_path(rq, "key"),
			asked == 0 ? tr(c->lang, "There was nobody to ask.")
				   : trnf(c->a, c->lang, "{n} person was asked by mail.", "{n} people were asked by mail.", asked,
					  TR_ARG("n", str_format(c->a, "%lld", (long long)asked))));
}

str event_history_text(enum lang lang, str code)
{
	static const struct {
		const char *code, *text;
	} words[] = {
		{ "event_created", N_("The draft was made.") },
		{ "event_changed", N_("Texts or other details were changed.") },
		{ "event_time_changed", N_("The time was changed.") },
		{ "event_times_derived", N_("The rules of the time zone changed; the local time stayed.") },
		{ "event_times_stale", N_("The rules of the time zone changed, and the times no longer fit together: check them.") },
		{ "event_place_changed", N_("The place was changed.") },
		{ "event_seats_changed", N_("The number of seats was changed (on site + remotely).") },
		{ "event_published", N_("The event was published.") },
		{ "event_cancelled", N_("The event was cancelled.") },
		{ "event_held", N_("The event was held.") },
		{ "decision_makers_asked", N_("Decision-makers were asked whether their names may be shown.") },
		{ "decision_maker_agreed", N_("A decision-maker said yes by the link.") },
		{ "decision_maker_agreed_told", N_("A decision-maker's yes was entered by an organiser.") },
		{ "decision_maker_refused", N_("A decision-maker said no by the link.") },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_c(code, words[i].code))
			return tr(lang, words[i].text);
	return tr(lang, "Something else was done.");
}

static str local_moment(struct ctx *c, const struct zone *zone, int64_t utc)
{
	return format_when(c->a, c->lang, zone == NULL ? time_to_civil(utc) : zone_utc_to_local(zone, utc), CIVIL_NONE);
}

static enum err read_history(struct ctx *c, const struct event *event, struct event_history_view *v)
{
	struct event_history_item *items;
	struct q_journal_of_row *rows;
	const struct zone *zone;

	if (zone_find(event->row.zone, &zone) != OK)
		zone = NULL;
	TRY(journal_read(c, "event", event->row.id, HISTORY_MAX, &rows, &v->count));
	items = NEW_ARRAY(c->a, v->count, struct event_history_item);
	for (size_t i = 0; i < v->count; i++) {
		items[i].instant = time_print_instant(c->a, rows[i].at_utc);
		items[i].when = local_moment(c, zone, rows[i].at_utc);
		items[i].text = event_history_text(c->lang, rows[i].what);
		items[i].who = rows[i].actor_name;
		items[i].reason = rows[i].reason;
	}
	v->items = items;
	return OK;
}

static enum err event_history_page(struct req *rq)
{
	struct event_history_view v = { 0 };
	struct event event;
	struct page *page;
	struct html *h;
	str address;

	TRY(find_mine(rq, &event));
	TRY(read_history(rq->c, &event, &v));
	address = STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), S("/events/"), event.row.key);
	v.title = event.text.title;
	v.event_key = event.row.key;
	v.is_draft = event.state == EVENT_DRAFT;
	v.may_copy = actor_is_coordinator(rq->c->actor);
	v.may_ask = event.state == EVENT_PUBLISHED && event.decision_maker_count > 0;
	v.copy = req_form_view(rq, NULL, url_local(STR_CONCAT(rq->c->a, address, S("/copy"))));
	v.ask = req_form_view(rq, NULL, url_local(STR_CONCAT(rq->c->a, address, S("/ask"))));
	h = page_begin(rq, tr(rq->c->lang, "History"), &page);
	tpl_event_history(h, &v);
	return page_send(rq, 200);
}

/* ---- the decision-maker's answer ------------------------------------------------------------------------------------ */

static enum err event_answer_page(struct req *rq)
{
	struct event_asked asked;
	struct page *page;
	struct html *h;

	TRY(event_asked(rq->c, req_path(rq, "token"), &asked));
	struct event_answer_view v = {
		.name = asked.row.name,
		.function = decision_maker_function(rq->c->lang, asked.row.kind),
		.event_title = asked.event.text.title,
		.event_key = asked.event.row.key,
		.when = event_when(rq->c, asked.event.row.starts_local, asked.event.row.ends_local),
		.agreed = asked.row.agreed_utc.set,
		.refused = str_is_null(asked.row.name),
		.form = req_form_view(rq, NULL, (struct safe_url){ str_null }),
	};

	h = page_begin(rq, tr(rq->c->lang, "May your name be shown?"), &page);
	tpl_event_answer(h, &v);
	return page_send(rq, 200);
}

static enum err event_answer_post(struct req *rq, struct writer *w)
{
	str token = req_path(rq, "token");
	struct answer_in in;
	bool yes;

	if (req_form(rq, &in) != OK)
		return event_answer_page(rq);
	yes = str_eq(in.answer, S("yes"));
	TRY(event_answer(rq->c, w, token, yes));
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/events/answer/"), token), str_null);
}
