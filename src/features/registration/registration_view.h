/* What the templates of sign-ups show: plain values in the reader's language. The templates hold no rule.
 *
 * The open form and its answer are filled by registration_web.c, the party's page by registration_place_web.c, the
 * coordinator's pages by registration_list_web.c and registration_letter_web.c. What they share is made here. */
#ifndef TALKOOT_FEATURES_REGISTRATION_VIEW_H
#define TALKOOT_FEATURES_REGISTRATION_VIEW_H

#include "features/registration/registration.h"
#include "features/registration/registration_letter.h"
#include "web/web.h"

/* Which event a page is about: stands on top of all of them. */
struct registration_head {
	str event_key, title, title_lang; /* title_lang: str_null unless it fell back to another language */
	str when, where;
	str contact; /* "Kaisa Virtanen, 044 123 4567, kaisa@example.org"; "" when nobody is named */
};
struct registration_head registration_head_make(struct ctx *c, const struct event *event);

/* ---- the open form (registration_form.tpl) ------------------------------------------------------------------------------ */

struct colleague_view {
	str number; /* from 1; "__i__" in the row that scripts copy */
	struct field_view name, email, job_title;
};

struct sign_up_view {
	struct registration_head head;
	struct form_view form;
	const struct error_link *errors;
	size_t error_count;
	struct field_view email, name, job_title, organisation, business_id, size_class, mode, message, consents;
	bool asks_mode; /* both on site and remote are offered */
	const struct colleague_view *colleagues;
	size_t colleague_count;
	struct colleague_view colleague_row; /* for scripts */
	bool full;                           /* who signs up now joins the waiting list */
	str button;
	str privacy_version;
};

/* Why nobody can sign up just now, and what is possible instead. */
struct sign_up_closed_view {
	struct registration_head head;
	enum notice_kind kind;
	str title, text;
	bool offer_calendar, offer_events; /* put it into the calendar; look at other events */
};

struct sign_up_place_view {
	str name, text;
	bool confirmed;
};

struct sign_up_answer_view {
	struct registration_head head;
	str title;
	const struct sign_up_place_view *places;
	size_t place_count;
	bool waits; /* at least one of them */
	str email;
};

/* ---- with the link of the mail (registration_place.tpl) ----------------------------------------------------------------- */

struct place_view {
	str key, name, job_title, state, tag_class;
	bool may_change;          /* not cancelled, and the event has not begun */
	bool has_seat;            /* confirmed: calendar entry */
	str code, qr_path;        /* for the door; str_null without a seat on site */
	unsigned qr_size;
	struct safe_url calendar_url;
};

struct party_view {
	struct registration_head head;
	str manage_key, mail_key, message;
	const struct place_view *places;
	size_t place_count;
	bool may_add, may_cancel_all;
	bool confirm;             /* the address this link was sent to is not confirmed yet */
	str confirm_email;
	struct form_view button;  /* of the confirmation */
	bool remote;              /* somebody of the party takes part remotely */
	struct safe_url remote_url; /* open now; str_null: not yet */
	bool cancelled_event;
	str cancel_reason;
};

/* One small form about a place or the whole party. */
struct place_form_view {
	struct registration_head head;
	str manage_key, title, text, button;
	bool danger; /* the button cancels something */
	struct form_view form;
	const struct error_link *errors;
	size_t error_count;
	const struct field_view *fields;
	size_t field_count;
};

/* ---- for those who run the event (registration_list.tpl, registration_desk.tpl) ------------------------------------------ */

struct figure_view {
	int64_t count;
	str label;
	struct safe_url url;
	bool current;
};

struct list_filter_view {
	const char *name; /* of the query parameter */
	str label;
	const struct field_choice *choices;
	size_t choice_count;
};

struct registration_row_view {
	str key, name, organisation, job_title, state, tag_class, mode, created;
	bool unconfirmed;
};

enum { LIST_FIGURES = 4, LIST_FILTERS = 3 };

struct registration_list_view {
	struct registration_head head;
	str topic, words;
	struct figure_view figures[LIST_FIGURES];
	size_t figure_count;
	struct list_filter_view filters[LIST_FILTERS];
	size_t filter_count;
	bool both_ways;
	const struct registration_row_view *rows;
	size_t row_count;
	struct safe_url csv_url, xlsx_url, mail_url;
	struct pager pager;
};

struct history_view {
	str when, who, what, reason;
};

struct registration_show_view {
	struct registration_head head;
	str key, name, state, tag_class, mode, email, job_title, organisation, told_by, note, message, code, created;
	bool unconfirmed, active;
	const struct history_view *history;
	size_t history_count;
};

/* A form about one sign-up, or a new one. */
struct desk_form_view {
	struct registration_head head;
	str title, text, button;
	bool danger;
	struct safe_url back;
	struct form_view form;
	const struct error_link *errors;
	size_t error_count;
	const struct field_view *fields;
	size_t field_count;
};

/* A letter to many (registration_letter.tpl). */
struct letter_view {
	struct registration_head head;
	struct form_view form;
	const struct error_link *errors;
	size_t error_count;
	struct field_view subject, text;
	str subject_text;          /* of the preview */
	const struct letter_paragraph *paragraphs;
	size_t paragraph_count;
	int64_t receivers, unconfirmed, without_email;
	str notice;                /* what has just happened; str_null: nothing */
	struct form_view withdraw; /* after sending */
	struct safe_url list_url;
};

/* ---- shared ------------------------------------------------------------------------------------------------------------- */

/* The class of a state's tag. */
str registration_tag_class(enum registration_state state);
/* Fields by name, in this order, for templates that only list them. */
const struct field_view *registration_fields(struct req *rq, const struct form_result *r, const char *const *names,
					     size_t count);
/* A select with an empty line on top out of a field of few choices. */
void field_as_select(struct ctx *c, struct field_view *field);
/* "You have a seat." or "On the waiting list, place 3." */
str registration_place_text(struct ctx *c, enum registration_state state, int64_t queue_position);
/* When, in the event's zone: "Fri 27 Nov 2026, 9:00". */
str registration_moment(struct ctx *c, const struct q_event_by_key_row *event, int64_t utc);
/* What the list's address asks for: state (also "unconfirmed"), mode, q, order, from. Unknown words count as not said. */
struct registration_query registration_query_read(struct req *rq);
/* The address of a page of this event with the same filters: "export.csv", "mail"; "" is the list. cursor: may be null. */
struct safe_url registration_list_url(struct req *rq, str event_key, const char *page, str cursor);
/* The word for a mode: "on site", "remotely". */
str seat_mode_word(enum lang lang, enum seat_mode mode);

#endif
