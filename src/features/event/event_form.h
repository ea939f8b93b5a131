/* The form by which events are made and changed: from what the domain has to the page and back.
 *
 * Fields that belong together are sections; programme items, decision-makers and payers are rows that can be added. The form
 * works without JavaScript: the button that adds a row sends the form, which comes back with one more. */
#ifndef TALKOOT_FEATURES_EVENT_FORM_H
#define TALKOOT_FEATURES_EVENT_FORM_H

#include "features/event/event.h"
#include "features/image/image_view.h"
#include "features/series/series.h"
#include "web/web.h"

extern const struct form_def event_form;

/* What there is to choose from. */
struct event_choices {
	struct q_event_organisers_row *organisers;
	struct q_series_all_row *series;
	struct q_projects_all_row *projects;
	size_t organiser_count, series_count, project_count;
};
/* Cost: three statements. */
MUST enum err event_choices_find(struct ctx *c, struct event_choices *ret);

/* The form filled in with an event, or with what a new one begins with (event NULL). Cost: a statement for the host. */
MUST enum err event_form_fill(struct req *rq, const struct event *event, const struct event_choices *choices,
			      struct form_result **ret);
/* What was sent, as the domain takes it; of `before` the picture that stays. Errors are put
 * at their fields: *ret_fits false. before: NULL for a new event. */
MUST enum err event_form_read(struct req *rq, const struct event_choices *choices, const struct event_input *before,
			      struct event_input *ret, int64_t *ret_version, bool *ret_fits);
/* Tells at its field that a picture which was chosen must be chosen again, when something else is to be corrected: a page cannot
 * put a file back into its form. */
void event_form_ask_picture_again(struct req *rq);
/* Did the button send the form that adds a row? */
bool event_form_adds_row(const struct form_result *r);
/* Puts what the domain refused at its field, in the reader's language. */
void event_form_refuse(struct req *rq, const struct event_input *in, const struct event_outcome *outcome);

/* ---- what the template shows ---------------------------------------------------------------------------------------- */

struct event_form_row {
	str legend;
	const struct field_view *fields;
	size_t count;
};

struct event_form_rows {
	const char *kind;  /* value of the button that adds one; NULL: the section has no rows */
	str add;           /* its text */
	const struct event_form_row *rows;
	size_t count, max;
	struct event_form_row blank; /* with __i__ for the number */
};

struct event_form_section {
	str legend, hint;
	const struct field_view *fields;
	size_t count;
	struct event_form_rows rows;
	struct image_view picture; /* the one that stands now, above the fields */
};

struct event_edit_view {
	const struct error_link *errors;
	size_t error_count;
	str title, event_key; /* event_key "" for a new one */
	str button;
	struct form_view form;
	struct field_view version;
	const struct event_form_section *sections;
	size_t section_count;
};

/* All of it but title, button and event_key. event NULL: a new one. Cost: a statement for the picture. */
MUST enum err event_form_view(struct req *rq, const struct form_result *r, const struct event_choices *choices,
			      const struct event *event, struct event_edit_view *v);

#endif
