/* Publicly funded projects: who pays an event, and what must then be shown.
 *
 * Invariants: a project has a period (both days inclusive) and a line per language that stands on everything it pays for;
 * an event is paid by none, one or several projects whose shares are whole per cents and together at most 100. An event
 * outside the project's period is allowed, with a warning before it is published.
 *
 * Permission: coordinators write; what events show of a project is public. */
#ifndef TALKOOT_FEATURES_PROJECT_H
#define TALKOOT_FEATURES_PROJECT_H

#include "features/image/image.h"
#include "features/project/project.sql.h"
#include "out/pdf.h"
#include "store/db.h"

enum { PROJECT_EVENT_MAX = 5, PROJECT_MARKS_MAX = 6 };

struct project_input {
	str name, register_number, project_code, funder, programme;
	str starts_on, ends_on; /* ISO dates */
	str line[LANG_COUNT];   /* str_null or empty: none in that language */
};

enum project_refusal { PROJECT_OK, PROJECT_ENDS_BEFORE_START, PROJECT_NO_LINE };

/* Makes (key str_null) or changes a project. ERR_FORBIDDEN, ERR_NOT_FOUND. */
MUST enum err project_save(struct ctx *c, struct writer *w, str key, const struct project_input *in,
			   enum project_refusal *ret, str *ret_key);

struct project {
	struct q_project_by_key_row row;
	str line[LANG_COUNT];
	struct q_project_marks_row *marks;
	size_t mark_count;
};
MUST enum err project_find(struct ctx *c, str key, struct project *ret);

struct project_mark_input {
	str bytes;           /* of a picture, as it was sent */
	str alt[LANG_COUNT]; /* what it shows, in words; "" or str_null where another language's words must do */
};
/* Puts a mark behind those that are there. *ret: what became of the picture; only IMAGE_DONE added it. ERR_LIMIT: there are
 * PROJECT_MARKS_MAX; ERR_INVALID: no words in any language. */
MUST enum err project_mark_add(struct ctx *c, struct writer *w, str key, const struct project_mark_input *in,
			       enum image_answer *ret);
/* Marks are named by the key of their picture. ERR_NOT_FOUND: gone meanwhile, or of another project. Removing deletes the picture;
 * raising changes places with the one before, and of the first changes nothing. */
MUST enum err project_mark_remove(struct ctx *c, struct writer *w, str key, str mark);
MUST enum err project_mark_raise(struct ctx *c, struct writer *w, str key, str mark);
/* What the mark shows, in the wanted language, else in Finnish, Swedish, English in this order. */
str project_mark_alt(const struct q_project_marks_row *mark, enum lang want);

/* What a page, mail or list of an event shows of the projects that pay it, in the context's language. */
struct event_payer {
	int64_t project_id;
	str key, name, number; /* number: register number, else project code, else "" */
	str line;              /* falls back to Finnish, Swedish, English in this order; "" without any */
	int64_t per_cent;
	struct q_project_marks_row *marks;
	size_t mark_count;
};
MUST enum err project_payers(struct ctx *c, int64_t event, struct event_payer **ret, size_t *ret_count);

/* The marks of all payers as documents take them, in order, at most max. Marks whose picture is gone are left out.
 * Cost: the bytes of each: a slow route. */
MUST enum err project_mark_pictures(struct ctx *c, const struct event_payer *payers, size_t count, size_t max,
				    struct pdf_picture **ret, size_t *ret_count);

struct payer_share {
	int64_t project;
	int64_t per_cent; /* 1..100 */
};
/* At most PROJECT_EVENT_MAX different projects, together at most 100 per cent? */
bool project_shares_fit(const struct payer_share *shares, size_t count);
/* The shares of an event, largest first. */
MUST enum err project_shares(struct ctx *c, int64_t event, struct payer_share **ret, size_t *ret_count);
/* Replaces the payers of an event. ERR_INVALID: more than 100 per cent or more than PROJECT_EVENT_MAX. Inside the caller's
 * transaction; the caller has asked for the permission. */
MUST enum err project_set_payers(struct ctx *c, struct tx *tx, int64_t event, const struct payer_share *shares,
				 size_t count);

/* Does the date (ISO) lie in the period of every project that pays the event? True without any. */
MUST enum err project_covers(struct ctx *c, int64_t event, str date, bool *ret);

#endif
