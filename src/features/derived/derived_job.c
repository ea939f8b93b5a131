/* Brings derived columns up to date after their maker has changed: looked for at the start and every hour. */
#include "features/derived/derived.h"

#include "store/job.h"
#include "text/fold.h"

enum { EVERY_S = 3600 };

#define FOLD_VERSION "1"

str derived_text_version(struct arena *a) { return STR_CONCAT(a, text_sort_version(), S("-" FOLD_VERSION)); }

const struct derived_kind *derived_next(int *number)
{
	int left = ++*number;

	for (size_t t = 0; t < all_derived_tables_count; t++) {
		if ((size_t)left < all_derived_tables[t]->count)
			return &all_derived_tables[t]->kinds[left];
		left -= (int)all_derived_tables[t]->count;
	}
	return NULL;
}

/* Progress is "kind id". */
static int64_t where(const struct job *job, const struct derived_kind *kind)
{
	str at = job->progress, name = str_is_null(at) ? S("") : str_cut(&at, ' ');
	int64_t after;

	return str_eq_c(name, kind->name) && str_to_int(at, &after) ? after : 0;
}

static enum err refresh(struct ctx *c, struct writer *w, struct job *job)
{
	const struct derived_kind *kind;

	for (int i = -1; (kind = derived_next(&i)) != NULL;) {
		int64_t after = where(job, kind);
		bool stale, more;

		TRY(derived_is_stale(c, kind, &stale));
		if (!stale)
			continue;
		TRY(derived_step(c, w, kind, &after, &more));
		if (more) {
			*job->ret_progress = str_format(c->a, "%s %lld", kind->name, (long long)after);
			return OK;
		}
	}
	return OK;
}

static const struct job_kind kinds[] = { { .kind = "derived", .run = refresh, .every_s = EVERY_S } };

const struct job_table derived_job_handlers = JOB_TABLE(kinds);
