/* Claims and runs due jobs until it is stopped. */
#include "main/job_runner.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

enum { ARENA_MAX = 256 * 1024 * 1024, LOOK_SECONDS = 1 };

struct job_runner {
	struct job_runner_options o;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t stop;
	bool stopping;
	struct arena *a;
};

static struct ctx *new_ctx(struct job_runner *r)
{
	struct ctx *c = NEW(r->a, struct ctx);

	*c = (struct ctx){ .a = r->a, .store = r->o.store, .actor = &actor_system, .random = &r->o.random,
			   .settings = r->o.settings, .lang = (enum lang)r->o.settings->default_language,
			   .request_id = S("job"), .address = S("") };
	c->now_ms = clock_now_ms(&r->o.clock);
	c->now = c->now_ms / 1000;
	return c;
}

struct one {
	struct job_runner *r;
	bool ensure; /* the periodic jobs instead of a due one */
	bool ran;
	struct ctx *c;
};

static enum err run_body(void *arg)
{
	struct one *one = arg;
	struct job_runner *r = one->r;
	struct job_ran ran = { .ran = false };

	one->c = new_ctx(r);
	if (one->ensure)
		return job_ensure_periodic(one->c, store_writer(r->o.store), r->o.tables, r->o.table_count);
	TRY(job_run_one(one->c, store_writer(r->o.store), r->o.tables, r->o.table_count, &ran));
	one->ran = ran.ran;
	if (ran.ran && ran.result != OK && r->o.log != NULL)
		LOG(r->o.log, ran.parked ? LEVEL_ERROR : LEVEL_WARNING, ran.parked ? "job.parked" : "job.failed",
		    log_str("kind", ran.kind), log_int("id", ran.id), log_err("why", ran.result));
	return OK;
}

/* True when a job was run, so that there may be another one. */
static bool run_one(struct job_runner *r, bool ensure)
{
	struct one one = { .r = r, .ensure = ensure };
	enum err e = arena_run(r->a, run_body, &one);

	if (one.c != NULL)
		ctx_end(one.c);
	arena_reset(r->a);
	if (e != OK && e != ERR_BUSY && r->o.log != NULL)
		LOG(r->o.log, LEVEL_ERROR, "job.runner", log_err("why", e));
	return e == OK && one.ran;
}

static void *run(void *arg)
{
	struct job_runner *r = arg;

	run_one(r, true);
	pthread_mutex_lock(&r->lock);
	while (!r->stopping) {
		struct timespec until;
		bool more;

		pthread_mutex_unlock(&r->lock);
		more = run_one(r, false);
		pthread_mutex_lock(&r->lock);
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += LOOK_SECONDS;
		while (!more && !r->stopping && pthread_cond_timedwait(&r->stop, &r->lock, &until) != ETIMEDOUT)
			continue;
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

struct job_runner *job_runner_start(struct arena *a, const struct job_runner_options *options)
{
	struct job_runner *r = NEW(a, struct job_runner);
	pthread_condattr_t attributes;

	r->o = *options;
	r->a = arena_new(ARENA_MAX);
	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&r->stop, &attributes);
	pthread_condattr_destroy(&attributes);
	if (r->a == NULL || pthread_create(&r->thread, NULL, run, r) != 0) {
		arena_free(r->a);
		return NULL;
	}
	return r;
}

void job_runner_stop(struct job_runner *r)
{
	if (r == NULL)
		return;
	pthread_mutex_lock(&r->lock);
	r->stopping = true;
	pthread_cond_signal(&r->stop);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	pthread_cond_destroy(&r->stop);
	pthread_mutex_destroy(&r->lock);
	arena_free(r->a);
}
