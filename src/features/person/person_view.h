/* What the page of one's own data shows. */
#ifndef TALKOOT_FEATURES_PERSON_VIEW_H
#define TALKOOT_FEATURES_PERSON_VIEW_H

#include "features/access/access_view.h"
#include "features/person/person.h"

struct consent_row_view {
	str name, event, when; /* event: empty for all */
	str code, event_key;   /* for the button that withdraws it */
	bool given;
};

struct my_data_view {
	bool person; /* false: only an account; it has no telephone number */
	struct access_form_view f;
	struct field_view name, phone, lang;
	const str *emails;
	size_t email_count;
	const struct consent_row_view *consents;
	size_t consent_count;
	str token;
};

struct erase_view {
	struct access_form_view f;
	struct field_view sure;
	bool person; /* there are sign-ups and the like, not only an account */
};

#endif
