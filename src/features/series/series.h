/* Series: repeated events of one concept, such as "Partner Friday autumn 2026".
 *
 * States: draft (coordinators only), published, archived (its page stays, lists leave it out).
 *
 * Invariants: a text exists at least in the source language; what is missing in a language falls back to it. An event belongs
 * to one series or none; a series is never deleted.
 *
 * Permission: everyone reads what is not a draft; coordinators write. */
#ifndef TALKOOT_FEATURES_SERIES_H
#define TALKOOT_FEATURES_SERIES_H

#include "features/series/series.sql.h"
#include "store/db.h"

struct series_text {
	enum lang lang; /* of these words; differs from the wanted one when they fell back */
	str title, summary, description; /* description: Markdown */
};

struct series {
	struct q_series_by_key_row row;
	struct series_text text;              /* in the context's language, or fallen back */
	struct series_text texts[LANG_COUNT]; /* title is str_null where there is none */
};

/* ERR_NOT_FOUND: none, or a draft and the actor is no coordinator. Cost: two statements. */
MUST enum err series_find(struct ctx *c, str key, struct series *ret);

/* All series in the context's language, the newest first; drafts and archived ones for coordinators only. Cost: one statement. */
MUST enum err series_list(struct ctx *c, struct q_series_all_row **ret, size_t *ret_count);

struct series_input {
	enum lang source_lang;
	str state; /* draft, published, archived */
	struct series_text texts[LANG_COUNT]; /* title empty: no text in that language */
};

enum series_refusal { SERIES_OK, SERIES_NO_TITLE /* the source language has none */ };

/* Makes (key str_null) or changes a series; *ret_key names it. ERR_FORBIDDEN, ERR_NOT_FOUND. */
MUST enum err series_save(struct ctx *c, struct writer *w, str key, const struct series_input *in, enum series_refusal *ret,
			  str *ret_key);

#endif
