/* Derived columns: what C made of other columns (folded names, sort keys, UTC of planned local times), and makes anew when its maker
 * has changed: another version of ICU or of our own folding, new zone data.
 *
 * A feature's x_derived.c defines `const struct derived_table x_derived_columns`; the build collects them. A job
 * (features/derived) brings stale ones up to date, `talkoot rebuild` all of them at once.
 *
 * Invariants:
 *   - A portion writes a row only if what it was made of is still what was read, so it can run beside everything else.
 *   - The version is noted when the last portion is done: a rebuild that was broken off goes on or begins anew.
 *   - Portions are small: they hold the writer some milliseconds. */
#ifndef TALKOOT_STORE_DERIVED_H
#define TALKOOT_STORE_DERIVED_H

#include "store/db.h"
#include "store/derived.sql.h"

enum { DERIVED_PORTION = 100, DERIVED_STEP_PORTIONS = 50 };

struct derived_kind {
	const char *name; /* "person": its version is kept as setting_value derived.person */
	/* Changes when the columns are to be made anew. */
	str (*version)(struct arena *a);
	/* Looks at up to DERIVED_PORTION rows with an id above `after` in their order; *ret_last: the last of them, or `after` when there
	 * are no more. */
	enum err (*portion)(struct ctx *c, struct tx *tx, int64_t after, int64_t *ret_last);
};

struct derived_table {
	const struct derived_kind *kinds;
	size_t count;
};
#define DERIVED_TABLE(array) { (array), sizeof(array) / sizeof *(array) }

/* Was it made by another version than this program's? */
MUST enum err derived_is_stale(struct ctx *c, const struct derived_kind *kind, bool *ret);
/* At most DERIVED_STEP_PORTIONS portions from *after (0: from the start) on; *ret_more: *after says where to go on. Notes the version
 * when it was the last. */
MUST enum err derived_step(struct ctx *c, struct writer *w, const struct derived_kind *kind, int64_t *after, bool *ret_more);

#endif
