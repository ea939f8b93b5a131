/* What the pages of series show. */
#ifndef TALKOOT_FEATURES_SERIES_VIEW_H
#define TALKOOT_FEATURES_SERIES_VIEW_H

#include "features/event/event_view.h"
#include "features/series/series.h"

struct series_item_view {
	str key, title, summary, text_lang; /* text_lang: str_null when it is the page's */
	str count;                          /* "2 coming, 7 past" */
	str tag;                            /* "" for a public one */
};

struct series_list_view {
	const struct series_item_view *items;
	size_t count;
	bool runs;
};

struct series_page_view {
	const struct series_text *text;
	str key, text_lang;
	struct safe_html description;
	bool runs, is_draft;
	const struct event_item_view *coming, *past;
	size_t coming_count, past_count;
	struct safe_url more_past; /* null: these are all */
};

struct series_language_view {
	str legend;
	struct field_view title, summary, description;
};

struct series_edit_view {
	const struct error_link *errors;
	size_t error_count;
	str title;
	struct safe_url back;
	struct form_view form;
	struct field_view state, source_lang;
	struct series_language_view languages[LANG_COUNT];
	size_t language_count;
};

#endif
