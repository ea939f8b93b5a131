/* What the templates of events show: plain values, already put into words for the reader's language.
 *
 * Made by event_view.c from the domain's rows; the templates hold no rule. Everything lives in the context's arena. */
#ifndef TALKOOT_FEATURES_EVENT_VIEW_H
#define TALKOOT_FEATURES_EVENT_VIEW_H

#include "features/event/event.h"
#include "features/image/image_view.h"
#include "web/page.h"

struct event_person_view {
	str function, name; /* name "" until the person has agreed */
};

struct event_seats_view {
	str label; /* "Seats", or "Seats on site" and "Seats remotely" where there are both */
	str text;  /* "7 of 40 free", "full, 3 waiting" */
};

struct event_programme_view {
	str time, title, speaker;
};

struct event_mark_view {
	struct image_view image;
	str alt;
};

struct event_payer_view {
	str line, name, number;
	const struct event_mark_view *marks;
	size_t mark_count;
};

struct event_view {
	const struct q_event_by_key_row *row;
	const struct event_text *text;
	str text_lang; /* lang attribute when the text fell back to another language; str_null otherwise */
	str when, starts_iso, where;
	bool has_map;
	struct safe_url map_url;
	str host_name, host_key;
	str series_title, series_key;
	const struct event_person_view *decision_makers;
	size_t decision_maker_count;
	struct event_seats_view seats[2];
	size_t seats_count;
	bool can_sign_up; /* a seat or the waiting list */
	str button;       /* "Sign up" or "Join the waiting list" */
	str status_text;  /* until when, from when, why not */
	bool is_draft, is_published, is_cancelled, runs;
	struct safe_html description, host_shows, host_looks_for;
	struct image_view image;
	struct safe_url image_url; /* of the large size, for those who show the page elsewhere */
	struct safe_url contact_phone_url, contact_email_url;
	const struct event_programme_view *programme;
	size_t programme_count;
	const struct event_payer_view *payers;
	size_t payer_count;
	str short_url; /* absolute, for copying */
};

struct event_item_view {
	str key, date, clock, title, summary, place, text_lang;
	str tag, tag_class; /* "7 places left" with its class; "" for none */
};

struct event_tab_view {
	str text;
	struct safe_url url;
	bool current;
};

struct event_list_view {
	struct event_tab_view tabs[4];
	size_t tab_count;
	bool runs; /* may the reader make new events? */
	const struct event_item_view *items;
	size_t count;
	struct pager pager;
};

/* The view of an event's page. Statements: surroundings, picture, payers, lines and marks of each payer. */
MUST enum err event_view_make(struct ctx *c, const struct event *event, struct event_view *ret);
/* The event's row as far as a row of a list tells it: what the functions of sign-up and seats look at. */
struct q_event_by_key_row event_row_of_item(const struct q_event_list_row *row);
/* The view of a row of a list. No statement. */
struct event_item_view event_item_view_make(struct ctx *c, const struct q_event_list_row *row);
/* The same of all rows. */
const struct event_item_view *event_items_make(struct ctx *c, const struct q_event_list_result *list);

/* When an event is, in words: "pe 27.11.2026 klo 9-11". Used by pages, mails, documents alike. */
str event_when(struct ctx *c, str starts_local, str ends_local);
/* Where: "Salpausselän Konepaja, Ahjokatu 12, Lahti"; "" when no place is told. */
str event_where(struct ctx *c, str place_name, str street, str post_office);
/* The word for a decision-maker's kind. */
str decision_maker_function(enum lang lang, str kind);
/* What to do about a refusal; EVENT_OK is a BUG. */
str event_refusal_text(enum lang lang, enum event_refusal refusal);

#endif
