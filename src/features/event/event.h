/* Events: anything with a date that people sign up to. A company visit is an event of kind visit with a host organisation.
 *
 * States:  draft --publish--> published --hold--> held
 *                                  \----cancel--> cancelled (with a reason; everyone signed up is told)
 *
 * Invariants:
 *   - A draft is seen only by those who run it (event_runs). Everyone else gets ERR_NOT_FOUND, as for no event at all.
 *   - Planned times stand as entered, with their zone; the UTC columns are derived from them (event_times_derive).
 *   - A text exists at least in the source language; a missing translation falls back to it, visibly (text.lang tells).
 *   - remote_link is never part of what event_view_public shows; see event_remote_link_for.
 *   - A decision-maker's name shows after that person's own yes, given by the mailed link or told to the organiser; another
 *     name in its place starts without one.
 *   - version grows with every change; a save names the version it started from, so nobody overwrites another's change.
 *   - A picture belongs to one event; it goes with the change that replaces or removes it, and with a deleted draft. It is told
 *     in words in every language in which the event has a text.
 *   - sequence (of the calendar entry) grows when time, place or state changes.
 *   - What changes for those signed up is told by the job "event_changed" (its handler lives in registration/, which
 *     stands above this feature); seats that were added go to the waiting list by the job "event_seats_added".
 *
 * Permission: everyone reads what is published; writing needs event_runs (coordinator of the instance or of the event). */
#ifndef TALKOOT_FEATURES_EVENT_H
#define TALKOOT_FEATURES_EVENT_H

#include "base/lang.h"
#include "features/event/event.sql.h"
#include "features/image/image.h"
#include "features/project/project.h"
#include "store/db.h"

enum event_state { EVENT_DRAFT, EVENT_PUBLISHED, EVENT_CANCELLED, EVENT_HELD };
enum seat_mode { SEAT_SITE, SEAT_REMOTE };

enum event_state event_state_from_code(str code); /* of the column; unknown is a BUG */
const char *event_state_code(enum event_state state);
const char *seat_mode_code(enum seat_mode mode); /* "site", "remote" */
bool seat_mode_from_code(str code, enum seat_mode *ret);

/* What is possible now for one who wants to sign up. */
enum signup_status {
	SIGNUP_STATUS_OPEN,    /* a seat is free */
	SIGNUP_STATUS_WAITING, /* open, but full: one joins the waiting list */
	SIGNUP_STATUS_NOT_YET, /* opens at opens_utc */
	SIGNUP_STATUS_CLOSED,  /* closes_utc has passed, or the event has begun */
	SIGNUP_STATUS_CANCELLED,
	SIGNUP_STATUS_OVER /* the event has been */
};

struct event_text {
	enum lang lang; /* of these words; differs from the wanted one when they fell back */
	str title, summary, description, host_shows, host_looks_for, meeting_point, gate, image_alt, cancel_reason;
	int64_t updated_utc;
	bool stale; /* older than the source language's text */
};

struct programme_item {
	str starts_time;       /* "09:00" or str_null */
	str title[LANG_COUNT]; /* str_null where missing */
	str speaker;
};

struct decision_maker {
	str kind;  /* chief_executive, purchasing, business_development, production, other */
	str name;  /* shown to guests only when agreed */
	str email; /* to ask for the yes */
	bool agreed;            /* in an input: has told the organiser so; who agreed before need not be told again */
	bool refused;           /* has said no; the name is gone. Not read in an input */
	struct opt_int asked_utc; /* when the mail went. Not read in an input */
};

/* An event with everything its page shows. Rows live in the context's arena. */
struct event {
	struct q_event_by_key_row row;
	enum event_state state;
	struct event_text text;              /* in the context's language, or fallen back */
	struct event_text texts[LANG_COUNT]; /* title is str_null where there is none */
	struct programme_item *programme;
	size_t programme_count;
	struct decision_maker *decision_makers;
	size_t decision_maker_count;
};

/* May the actor of the context change this event? */
bool event_runs(const struct ctx *c, int64_t event_id);

/* The event of a key with its texts, programme and decision-makers. ERR_NOT_FOUND: none, or a draft of others.
 * Cost: four statements. */
MUST enum err event_find(struct ctx *c, str key, struct event *ret);
/* Only the row: one statement. Same visibility. */
MUST enum err event_find_row(struct ctx *c, str key, struct q_event_by_key_row *ret);

/* ---- lists --------------------------------------------------------------------------------------------------------- */

enum event_tab { EVENT_TAB_UPCOMING, EVENT_TAB_PAST, EVENT_TAB_DRAFTS };

struct event_query {
	enum event_tab tab;
	str series_key, host_key; /* empty: of all */
	bool without_cancelled;
	int64_t since; /* upcoming: also those that ended at most so many seconds ago */
	int limit;     /* rows a page; 0: 20 */
	str cursor;    /* next or previous of another page; empty: the first */
};

/* One page of events with their words in the context's language, or fallen back: the next one first, of past ones the
 * last. Drafts: those that the actor runs; ERR_SIGN_IN and ERR_FORBIDDEN for who runs none. ERR_INVALID: a cursor of
 * another list. Cost: one statement. */
MUST enum err event_list(struct ctx *c, const struct event_query *query, struct q_event_list_result *ret);

/* ---- signing up ---------------------------------------------------------------------------------------------------- */

/* Pure function of the row and the time. */
enum signup_status event_signup_status(const struct q_event_by_key_row *row, enum seat_mode mode, int64_t now);
/* The better of what is possible on site and remotely, of the modes that the event offers. */
enum signup_status event_signup_status_best(const struct q_event_by_key_row *row, int64_t now);
int64_t event_seats_left(const struct q_event_by_key_row *row, enum seat_mode mode); /* never below 0 */

/* The remote link, only for one who is signed up, and only from 30 minutes before the start until the end; str_null
 * otherwise. Mails and the personal calendar entry use row.remote_link directly. */
str event_remote_link_now(const struct q_event_by_key_row *row, int64_t now);

/* ---- changing ------------------------------------------------------------------------------------------------------ */

enum { EVENT_PROGRAMME_MAX = 15, EVENT_DECISION_MAKERS_MAX = 6 };

enum event_fold { FOLD_ASK, FOLD_EARLIER, FOLD_LATER }; /* which one of a local time that exists twice */

struct event_input {
	str kind; /* visit, meeting, seminar, fair, other */
	int64_t series_id; /* 0: none */
	int64_t host_id;   /* 0: none */
	enum lang source_lang;
	str zone;                                   /* IANA */
	str starts_local, ends_local, closes_local; /* 2026-11-27T09:00 */
	str opens_local;                            /* str_null: open as soon as published */
	str publish_local;                          /* of a draft: publishes itself then; str_null: by hand */
	enum event_fold fold;
	str place_name, street, postcode, post_office;
	bool has_point;
	double latitude, longitude;
	str remote_link;
	int64_t seats_site, seats_remote;
	str contact_name, contact_title, contact_phone, contact_email;
	str mail_from_name, mail_reply_to;
	int64_t responsible_id, deputy_id; /* accounts; 0: none */
	str image_key;    /* the picture that stays; empty: none, and the one that was is deleted */
	str picture;      /* bytes of a new one in its place (image.h); str_null: none */
	struct event_text texts[LANG_COUNT]; /* title str_null: no text in that language */
	const struct programme_item *programme;
	size_t programme_count;
	const struct decision_maker *decision_makers;
	size_t decision_maker_count;
	const struct payer_share *payers; /* projects, saved in the same transaction */
	size_t payer_count;
};

/* Which field a rule refused, and why. */
enum event_refusal {
	EVENT_OK,
	EVENT_NO_TITLE, /* the source language has no title */
	EVENT_BAD_ZONE,
	EVENT_TIME_MISSING, /* a clock change: this local time does not exist */
	EVENT_TIME_TWICE,   /* a clock change: this local time exists twice, and fold does not say which */
	EVENT_ENDS_BEFORE_START,
	EVENT_CLOSES_AFTER_END,
	EVENT_OPENS_AFTER_CLOSE,
	EVENT_NO_SEATS,  /* neither on site nor remotely */
	EVENT_BAD_PAYERS, /* more than 100 per cent, or a project twice */
	EVENT_TOO_MANY,  /* programme items or decision-makers */
	EVENT_NO_IMAGE_ALT,   /* the picture is not told in words in a language that has a text (lang) */
	EVENT_NO_IMAGE,       /* what was sent as a picture is none that can be shown */
	EVENT_IMAGE_TOO_LARGE,
	EVENT_IMAGE_BUSY,     /* too many pictures are being made: again in a moment */
	EVENT_CHANGED_MEANWHILE, /* someone else saved in between */
	EVENT_NOT_IN_THIS_STATE, /* e.g. publishing a cancelled one */
	EVENT_NO_REASON          /* a cancellation needs a reason in the source language */
};

struct event_outcome {
	enum event_refusal refusal;
	const char *field; /* of struct event_input, NULL: the whole */
	enum lang lang;    /* of EVENT_NO_IMAGE_ALT */
	int64_t id;
	str key;
};

/* Makes a draft. ERR_FORBIDDEN without the right. */
MUST enum err event_create(struct ctx *c, struct writer *w, const struct event_input *in, struct event_outcome *ret);
/* Saves changes. Of a published event it tells those signed up when time, place, state or link changed. */
MUST enum err event_save(struct ctx *c, struct writer *w, str key, int64_t version, const struct event_input *in,
			 struct event_outcome *ret);
/* The input that would save the event unchanged: for the edit form and for copies. Cost: a statement for the payers. */
MUST enum err event_input_from(struct ctx *c, const struct event *event, struct event_input *ret);
/* Does the picture lack its words in this language? */
bool event_image_alt_missing(const struct event_input *in, enum lang lang);
/* A draft with the same content and no people, the same times; with a picture of its own. */
MUST enum err event_copy(struct ctx *c, struct writer *w, str key, struct event_outcome *ret);
/* Shows a draft to everyone, and asks the decision-makers with an address for their yes. */
MUST enum err event_publish(struct ctx *c, struct writer *w, str key, struct event_outcome *ret);
/* Publishes the drafts whose time has come, at most 100. For the job. */
MUST enum err event_publish_due(struct ctx *c, struct writer *w);
/* reasons: per language, the source language's is required. Everyone signed up is told by a job. */
MUST enum err event_cancel(struct ctx *c, struct writer *w, str key, const str reasons[LANG_COUNT],
			   struct event_outcome *ret);
/* The event is over and its attendance is known (attendance/ calls it): published becomes held, inside the caller's
 * transaction; the caller has asked for the permission. */
MUST enum err event_hold_in(struct ctx *c, struct tx *tx, int64_t id, struct event_outcome *ret);
/* Deletes a draft that nobody else has seen. */
MUST enum err event_delete_draft(struct ctx *c, struct writer *w, str key, struct event_outcome *ret);

/* ---- decision-makers' yes -------------------------------------------------------------------------------------------- */

/* Asks by mail those who have a name and an address, have not answered and were not asked within a day. Of a published
 * event; *ret_asked: how many mails. */
MUST enum err event_ask_decision_makers(struct ctx *c, struct writer *w, str key, int64_t *ret_asked);
/* The same inside a transaction, permission already asked. */
MUST enum err event_ask_in(struct ctx *c, struct tx *tx, const struct event *event, int64_t *ret_asked);

struct event_asked {
	struct q_decision_maker_by_token_row row;
	struct event event;
};
/* Who is asked by this token (of the mailed link), and of which event. ERR_NOT_FOUND: no such link, or it is over. */
MUST enum err event_asked(struct ctx *c, str token, struct event_asked *ret);
/* The answer: yes shows the name, no deletes name and address. A yes can be taken back; after a no there is nothing left. */
MUST enum err event_answer(struct ctx *c, struct writer *w, str token, bool yes);

/* ---- before publishing ----------------------------------------------------------------------------------------------- */

/* What the coordinator should know before publishing; the texts are the page's matter. */
struct event_warnings {
	bool no_decision_maker;        /* a visit names none */
	bool no_host;                  /* a visit without the company visited */
	bool no_remote_link;           /* seats to take part remotely, but no link to do so */
	bool missing_text[LANG_COUNT]; /* an offered language has no text */
	bool stale_text[LANG_COUNT];
	bool outside_project; /* the date is outside a paying project's period */
	bool no_contact;
	bool in_the_past;
};
MUST enum err event_warnings(struct ctx *c, const struct event *event, struct event_warnings *ret);

#endif
