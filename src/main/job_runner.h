/* The thread that runs jobs (store/job.h), one after the other. */
#ifndef TALKOOT_MAIN_JOB_RUNNER_H
#define TALKOOT_MAIN_JOB_RUNNER_H

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/settings.h"
#include "store/job.h"

/* All x_job.c of src/store, src/web and src/features, collected by CMake. */
extern const struct job_table *const all_job_tables[];
extern const size_t all_job_tables_count;

struct job_runner;

struct job_runner_options {
	struct store *store;
	const struct settings *settings;
	struct clock clock;
	struct random random;
	const struct log *log;
	const struct job_table *const *tables;
	size_t table_count;
};

/* Makes sure of the periodic jobs and starts the thread, which looks for due jobs each second. NULL: no memory or no thread. The runner
 * lives in the arena. */
struct job_runner *job_runner_start(struct arena *a, const struct job_runner_options *options);
/* Lets the running job end; starts no other. NULL is allowed. */
void job_runner_stop(struct job_runner *r);

#endif
