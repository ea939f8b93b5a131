/* What the pages show by which an event changes its state: publishing, cancelling, its time line, the decision-maker's answer. */
#ifndef TALKOOT_FEATURES_EVENT_MANAGE_H
#define TALKOOT_FEATURES_EVENT_MANAGE_H

#include "features/event/event_view.h"

/* A page with words and one button. */
struct event_step_view {
	const struct error_link *errors;
	size_t error_count;
	str title, event_title, event_key, when;
	const str *words; /* paragraphs: what will happen */
	size_t word_count;
	const str *warnings;
	size_t warning_count;
	str warnings_title;
	const struct field_view *fields;
	size_t field_count;
	struct form_view form;
	str button;
	bool danger; /* what the button does cannot be undone */
};

struct event_history_item {
	str instant; /* for <time datetime> */
	str when, text, who, reason;
};

struct event_history_view {
	str title, event_key;
	const struct event_history_item *items;
	size_t count;
	bool is_draft, may_ask, may_copy;
	struct form_view copy, ask;
};

struct event_answer_view {
	str name, function, event_title, event_key, when;
	bool agreed, refused;
	struct form_view form;
};

/* The words of a journal entry about an event; those of other features' entries are the general ones. */
str event_history_text(enum lang lang, str code);

#endif
