/* What the templates of the instance's own pages show. */
#ifndef TALKOOT_FEATURES_SITE_VIEW_H
#define TALKOOT_FEATURES_SITE_VIEW_H

#include "features/event/event_view.h"
#include "features/organisation/organisation.h"
#include "out/html.h"

struct site_home_view {
	str name;
	bool runs;
	const struct event_item_view *items;
	size_t count;
};

struct site_words_view {
	str name, address, phone, email; /* empty: not told */
	struct safe_url phone_url, email_url;
};

struct site_search_view {
	str q;
	bool asked;
	const struct event_item_view *events;
	size_t event_count;
	struct organisation_suggestion *organisations;
	size_t organisation_count;
};

#endif
