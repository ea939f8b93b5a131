/* The nightly backup, and the list of erasures that lies beside it. */
#include "base/zone.h"
#include "store/backup.h"
#include "store/engine.h"
#include "store/job.h"

enum { LOOK_S = 300, LIST_S = 3600, LEASE_S = 2 * 3600, DAY_S = 86400 };

/* Days counted from the hour of the backup on. */
static int64_t day_of(struct civil local, int hour)
{
	int64_t seconds = time_from_civil(local) - hour * 3600;

	return seconds / DAY_S - (seconds % DAY_S < 0);
}

/* Is it time? Once a day, at its hour or, when the program did not run then, as soon as it does. */
static enum err is_due(const struct backup_source *from, bool *ret)
{
	const struct settings *s = from->settings;
	const struct zone *zone;
	struct civil last;
	bool found;

	*ret = false;
	if (s->backup_keep == 0)
		return OK;
	TRY(zone_find(s->zone, &zone));
	TRY(backup_last(from, "talkoot", &found, &last));
	*ret = !found || day_of(zone_utc_to_local(zone, from->now), s->backup_hour) > day_of(last, s->backup_hour);
	return OK;
}

static enum err nightly(struct ctx *c, struct writer *w, struct job *job)
{
	struct backup_source from = { .store = c->store, .settings = c->settings, .a = c->a, .now = c->now };
	struct backup_info info;
	str path, why = S("");
	bool due;
	enum err e;

	(void)w;
	(void)job;
	TRY(is_due(&from, &due));
	if (!due)
		return OK;
	e = backup_path(&from, "talkoot", &path, &why);
	if (e == OK)
		e = backup_make(&from, path.p, &info, &why);
	if (e == OK)
		e = backup_prune(&from, "talkoot", c->settings->backup_keep);
	/* Not a failure of the job, which would be parked: it is tried again at the next look, and `talkoot check` tells how old the
	 * newest backup is. */
	if (e != OK)
		store_log("the nightly backup failed: %.*s", STR_ARG(why));
	return OK;
}

static enum err list(struct ctx *c, struct writer *w, struct job *job)
{
	(void)w;
	(void)job;
	return erasures_write(c, NULL, 0);
}

static const struct job_kind kinds[] = {
	{ .kind = "backup", .run = nightly, .every_s = LOOK_S, .lease_s = LEASE_S },
	{ .kind = "erasures", .run = list, .every_s = LIST_S },
};

const struct job_table backup_job_handlers = JOB_TABLE(kinds);
