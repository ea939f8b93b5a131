/* Events change their state; what to know before; what is due. */
#include "features/event/event.h"

#include "base/settings.h"
#include "store/job.h"
#include "store/journal.h"
#include "text/lang.h"

struct turning {
	struct event event;
	const str *reasons;
	struct event_outcome *out;
};

static enum err publish_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct turning *t = arg;
	int64_t changes, asked;

	TRY(q_event_publish(c, tx, t->event.row.id, c->now, &changes));
	t->out->refusal = changes == 1 ? EVENT_OK : EVENT_NOT_IN_THIS_STATE;
	if (changes != 1)
		return OK;
	TRY(journal_note(c, tx, "event_published", "event", t->event.row.id, S("")));
	return event_ask_in(c, tx, &t->event, &asked);
}

static enum err cancel_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct turning *t = arg;
	int64_t changes;
	enum lang source;

	TRY(q_event_cancel(c, tx, t->event.row.id, c->now, &changes));
	t->out->refusal = changes == 1 ? EVENT_OK : EVENT_NOT_IN_THIS_STATE;
	if (changes != 1)
		return OK;
	INVARIANT(lang_from_code(t->event.row.source_lang, &source));
	for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++)
		if (!str_empty(t->reasons[lang]))
			TRY(q_event_cancel_reason_put(c, tx, t->event.row.id, str_from(lang_code(lang)),
						      t->reasons[lang]));
	TRY(journal_note(c, tx, "event_cancelled", "event", t->event.row.id, t->reasons[source]));
	return job_add_now(c, tx, "event_cancelled", t->event.row.id);
}

enum err event_hold_in(struct ctx *c, struct tx *tx, int64_t id, struct event_outcome *ret)
{
	int64_t changes;

	TRY(q_event_hold(c, tx, id, c->now, &changes));
	ret->refusal = changes == 1 ? EVENT_OK : EVENT_NOT_IN_THIS_STATE;
	return changes == 1 ? journal_note(c, tx, "event_held", "event", id, S("")) : OK;
}

static enum err delete_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct turning *t = arg;
	int64_t changes;

	TRY(q_event_delete_draft(c, tx, t->event.row.id, &changes));
	t->out->refusal = changes == 1 ? EVENT_OK : EVENT_NOT_IN_THIS_STATE;
	if (changes != 1)
		return OK;
	if (!str_empty(t->event.row.image_key))
		TRY(image_delete(c, tx, t->event.row.image_key));
	return journal_note(c, tx, "event_draft_deleted", "event", t->event.row.id, S(""));
}

static enum err turn(struct ctx *c, struct writer *w, str key, tx_body *body, const str *reasons,
		     struct event_outcome *ret)
{
	struct turning t = { .reasons = reasons, .out = ret };
	enum lang source;

	*ret = (struct event_outcome){ 0 };
	TRY(event_find(c, key, &t.event));
	if (!event_runs(c, t.event.row.id))
		return ERR_FORBIDDEN;
	ret->id = t.event.row.id;
	ret->key = t.event.row.key;
	INVARIANT(lang_from_code(t.event.row.source_lang, &source));
	if (reasons != NULL && str_empty(reasons[source])) {
		ret->refusal = EVENT_NO_REASON;
		ret->field = "reason";
		return OK;
	}
	return db_write(c, w, body, &t);
}

enum err event_publish(struct ctx *c, struct writer *w, str key, struct event_outcome *ret)
{
	return turn(c, w, key, publish_body, NULL, ret);
}

enum err event_publish_due(struct ctx *c, struct writer *w)
{
	struct q_events_to_publish_row *rows;
	struct event_outcome out;
	size_t count;

	/* One that meanwhile is published, cancelled or deleted is none of ours any more. */
	TRY(q_events_to_publish(c, c->now, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		enum err e = event_publish(c, w, rows[i].key, &out);

		if (e != OK && e != ERR_NOT_FOUND)
			return e;
	}
	return OK;
}

enum err event_cancel(struct ctx *c, struct writer *w, str key, const str reasons[LANG_COUNT],
		      struct event_outcome *ret)
{
	return turn(c, w, key, cancel_body, reasons, ret);
}

enum err event_delete_draft(struct ctx *c, struct writer *w, str key, struct event_outcome *ret)
{
	return turn(c, w, key, delete_body, NULL, ret);
}

enum err event_warnings(struct ctx *c, const struct event *event, struct event_warnings *ret)
{
	struct event_warnings warnings = {
		.no_decision_maker = str_eq(event->row.kind, S("visit")) && event->decision_maker_count == 0,
		.no_host = str_eq(event->row.kind, S("visit")) && !event->row.host_id.set,
		.no_remote_link = event->row.seats_remote > 0 && str_empty(event->row.remote_link),
		.no_contact = str_empty(event->row.contact_name),
		.in_the_past = event->row.starts_utc <= c->now,
	};

	for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++) {
		warnings.stale_text[lang] = !str_is_null(event->texts[lang].title) && event->texts[lang].stale;
	}
	for (size_t i = 0; i < c->settings->offered_n; i++)
		warnings.missing_text[c->settings->offered[i]] =
			str_is_null(event->texts[c->settings->offered[i]].title);
	TRY(project_covers(c, event->row.id, str_sub(event->row.starts_local, 0, 10), &warnings.outside_project));
	warnings.outside_project = !warnings.outside_project;
	*ret = warnings;
	return OK;
}
