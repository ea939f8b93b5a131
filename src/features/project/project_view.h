/* What the pages of projects show. */
#ifndef TALKOOT_FEATURES_PROJECT_VIEW_H
#define TALKOOT_FEATURES_PROJECT_VIEW_H

#include "features/image/image_view.h"
#include "features/project/project.h"
#include "web/page.h"

struct project_item_view {
	str key, name, number, funder, period, events;
};

struct project_list_view {
	const struct project_item_view *items;
	size_t count;
};

struct project_mark_view {
	struct image_view image;
	str alt;
	struct form_view raise, remove;
	bool first;
};

struct project_edit_view {
	const struct error_link *errors;
	size_t error_count;
	str title;
	struct form_view form;
	const struct field_view *fields;
	size_t field_count;
	const struct project_mark_view *marks;
	size_t mark_count;
	bool has_marks;                      /* the project is there already, so marks can be added */
	bool may_add;                        /* there is room for another */
	struct form_view add;
	const struct field_view *add_fields;
	size_t add_field_count;
};

#endif
