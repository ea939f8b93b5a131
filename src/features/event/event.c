/* Reading events: what a page shows, and what is possible now. */
#include "features/event/event.h"

#include "text/lang.h"

static const char *const state_codes[] = { "draft", "published", "cancelled", "held" };
static const char *const mode_codes[] = { "site", "remote" };

enum { REMOTE_OPENS_BEFORE = 30 * 60, LIST_LIMIT = 20 };

enum event_state event_state_from_code(str code)
{
	for (int i = 0; i < 4; i++)
		if (str_eq_c(code, state_codes[i]))
			return (enum event_state)i;
	BUG("event state \"%.*s\"", STR_ARG(code));
}

const char *event_state_code(enum event_state state)
{
	return state_codes[state];
}

const char *seat_mode_code(enum seat_mode mode)
{
	return mode_codes[mode];
}

bool seat_mode_from_code(str code, enum seat_mode *ret)
{
	if (!str_eq(code, S("site")) && !str_eq(code, S("remote")))
		return false;
	*ret = str_eq(code, S("site")) ? SEAT_SITE : SEAT_REMOTE;
	return true;
}

bool event_runs(const struct ctx *c, int64_t event_id)
{
	return actor_runs_event(c->actor, event_id);
}

enum err event_find_row(struct ctx *c, str key, struct q_event_by_key_row *ret)
{
	bool found;

	TRY(q_event_by_key(c, key, &found, ret));
	if (!found || (str_eq(ret->state, S("draft")) && !event_runs(c, ret->id)))
		return ERR_NOT_FOUND;
	return OK;
}

static enum err read_texts(struct ctx *c, struct event *ev)
{
	struct q_event_texts_row *rows;
	size_t count;
	enum lang source, lang;

	TRY(q_event_texts(c, ev->row.id, &rows, &count));
	INVARIANT(lang_from_code(ev->row.source_lang, &source));
	for (size_t i = 0; i < count; i++) {
		INVARIANT(lang_from_code(rows[i].lang, &lang));
		ev->texts[lang] = (struct event_text){
			.lang = lang,
			.title = rows[i].title,
			.summary = rows[i].summary,
			.description = rows[i].description,
			.host_shows = rows[i].host_shows,
			.host_looks_for = rows[i].host_looks_for,
			.meeting_point = rows[i].meeting_point,
			.gate = rows[i].gate,
			.image_alt = rows[i].image_alt,
			.cancel_reason = rows[i].cancel_reason,
			.updated_utc = rows[i].updated_utc,
		};
	}
	INVARIANT(!str_is_null(ev->texts[source].title));
	for (lang = LANG_FI; (int)lang < LANG_COUNT; lang++)
		ev->texts[lang].stale = ev->texts[lang].updated_utc < ev->texts[source].updated_utc;
	ev->text = ev->texts[str_is_null(ev->texts[c->lang].title) ? source : c->lang];
	return OK;
}

static enum err read_programme(struct ctx *c, struct event *ev)
{
	struct q_programme_items_row *rows;
	size_t count;
	int64_t last = 0;
	enum lang lang;

	/* One row a language: items come together by their order. */
	TRY(q_programme_items(c, ev->row.id, &rows, &count));
	ev->programme = NEW_ARRAY(c->a, count, struct programme_item);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].id != last)
			ev->programme[ev->programme_count++] =
				(struct programme_item){ .starts_time = rows[i].starts_time,
							 .speaker = rows[i].speaker };
		last = rows[i].id;
		if (!str_is_null(rows[i].lang) && lang_from_code(rows[i].lang, &lang))
			ev->programme[ev->programme_count - 1].title[lang] = rows[i].title;
	}
	return OK;
}

static enum err read_decision_makers(struct ctx *c, struct event *ev)
{
	struct q_decision_makers_row *rows;
	size_t count;

	TRY(q_decision_makers(c, ev->row.id, &rows, &count));
	ev->decision_makers = NEW_ARRAY(c->a, count, struct decision_maker);
	ev->decision_maker_count = count;
	for (size_t i = 0; i < count; i++)
		ev->decision_makers[i] = (struct decision_maker){ .kind = rows[i].kind,
								  .name = rows[i].name,
								  .email = rows[i].email,
								  .agreed = rows[i].agreed_utc.set,
								  .refused = rows[i].refused_utc.set,
								  .asked_utc = rows[i].asked_utc };
	return OK;
}

enum err event_find(struct ctx *c, str key, struct event *ret)
{
	struct event ev = { 0 };

	TRY(event_find_row(c, key, &ev.row));
	ev.state = event_state_from_code(ev.row.state);
	TRY(read_texts(c, &ev));
	TRY(read_programme(c, &ev));
	TRY(read_decision_makers(c, &ev));
	*ret = ev;
	return OK;
}

/* Coordinators of the instance see all drafts, those of events their own. */
static enum err only_own_drafts(const struct ctx *c, struct q_event_list_filter *filter)
{
	filter->by_drafts = true;
	if (actor_is_coordinator(c->actor))
		return OK;
	if (c->actor->account == 0)
		return ERR_SIGN_IN;
	filter->by_run_by = true;
	filter->account = c->actor->account;
	for (size_t i = 0; i < c->actor->grant_count; i++)
		if (c->actor->grants[i].role == ROLE_COORDINATOR)
			return OK;
	return ERR_FORBIDDEN;
}

enum err event_list(struct ctx *c, const struct event_query *query, struct q_event_list_result *ret)
{
	struct q_event_list_filter filter = {
		.lang = str_from(lang_code(c->lang)),
		.by_public = query->tab != EVENT_TAB_DRAFTS && !query->without_cancelled,
		.by_not_cancelled = query->tab != EVENT_TAB_DRAFTS && query->without_cancelled,
		.by_ends_after = query->tab == EVENT_TAB_UPCOMING,
		.by_ends_before = query->tab == EVENT_TAB_PAST,
		.t = c->now - query->since,
		.by_of_series = !str_empty(query->series_key),
		.series_key = query->series_key,
		.by_of_host = !str_empty(query->host_key),
		.host_key = query->host_key,
	};
	struct list_page page = { .order = Q_EVENT_LIST_BY_STARTS,
				  .descending = query->tab == EVENT_TAB_PAST,
				  .limit = query->limit == 0 ? LIST_LIMIT : query->limit,
				  .cursor = query->cursor };

	if (query->tab == EVENT_TAB_DRAFTS)
		TRY(only_own_drafts(c, &filter));
	return q_event_list(c, &filter, &page, ret);
}

int64_t event_seats_left(const struct q_event_by_key_row *row, enum seat_mode mode)
{
	int64_t left = mode == SEAT_SITE ? row->seats_site - row->taken_site : row->seats_remote - row->taken_remote;

	return left > 0 ? left : 0;
}

enum signup_status event_signup_status(const struct q_event_by_key_row *row, enum seat_mode mode, int64_t now)
{
	int64_t waiting = mode == SEAT_SITE ? row->waiting_site : row->waiting_remote;

	if (str_eq(row->state, S("cancelled")))
		return SIGNUP_STATUS_CANCELLED;
	if (str_eq(row->state, S("held")) || row->ends_utc <= now)
		return SIGNUP_STATUS_OVER;
	if (row->opens_utc.set && now < row->opens_utc.v)
		return SIGNUP_STATUS_NOT_YET;
	if (now >= row->closes_utc)
		return SIGNUP_STATUS_CLOSED;
	return event_seats_left(row, mode) > 0 && waiting == 0 ? SIGNUP_STATUS_OPEN : SIGNUP_STATUS_WAITING;
}

enum signup_status event_signup_status_best(const struct q_event_by_key_row *row, int64_t now)
{
	enum signup_status site = event_signup_status(row, SEAT_SITE, now),
			   remote = event_signup_status(row, SEAT_REMOTE, now);

	if (row->seats_site == 0)
		return remote;
	if (row->seats_remote == 0)
		return site;
	return site < remote ? site : remote;
}

str event_remote_link_now(const struct q_event_by_key_row *row, int64_t now)
{
	bool open = now >= row->starts_utc - REMOTE_OPENS_BEFORE && now < row->ends_utc &&
		    str_eq(row->state, S("published"));

	return open ? row->remote_link : str_null;
}
