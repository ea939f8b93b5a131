/* See mail_runner.h. */
#include "main/mail_runner.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "features/mail/sender.h"
#include "features/person/person.h"

/* A mail of 12 MB is held twice, and there is room for its reading. */
enum { ARENA_MAX = 64 * 1024 * 1024, KEPT_MAX = 4 * 1024 * 1024, WAIT_MAX_S = 60 };

struct sending {
	struct mail_runner *r;
	pthread_t thread;
	struct arena *a, *kept; /* of one mail; of the thread (its connection) */
	struct sender sender;
	bool started;
};

struct mail_runner {
	struct mail_runner_options o;
	pthread_mutex_t lock;
	pthread_cond_t stop;
	atomic_bool stopping;
	struct sending *all;
	size_t count;
};

struct one {
	struct sending *s;
	struct ctx *c;
	struct sender_ran ran;
};

static enum err run_body(void *arg)
{
	struct one *one = arg;
	struct mail_runner *r = one->s->r;
	struct ctx *c = NEW(one->s->a, struct ctx);

	*c = (struct ctx){ .a = one->s->a, .store = r->o.store, .actor = &actor_system, .random = &r->o.random,
			   .settings = r->o.settings, .lang = (enum lang)r->o.settings->default_language,
			   .request_id = S("mail"), .address = S("") };
	c->now_ms = clock_now_ms(&r->o.clock);
	c->now = c->now_ms / 1000;
	one->c = c;
	return sender_run_one(c, store_writer(r->o.store), &one->s->sender, &one->ran);
}

/* Seconds to wait before the next mail. */
static int64_t run_one(struct sending *s)
{
	struct one one = { .s = s };
	enum err e = arena_run(s->a, run_body, &one);

	if (one.c != NULL)
		ctx_end(one.c);
	arena_reset(s->a);
	if (e != OK && e != ERR_BUSY && s->r->o.log != NULL)
		LOG(s->r->o.log, LEVEL_ERROR, "mail.runner", log_err("why", e));
	if (e != OK)
		return 1;
	return one.ran.ran ? 0 : one.ran.wait_s > WAIT_MAX_S ? WAIT_MAX_S : one.ran.wait_s;
}

static void *run(void *arg)
{
	struct sending *s = arg;
	struct mail_runner *r = s->r;

	pthread_mutex_lock(&r->lock);
	while (!atomic_load(&r->stopping)) {
		struct timespec until;
		int64_t wait;

		pthread_mutex_unlock(&r->lock);
		wait = run_one(s);
		pthread_mutex_lock(&r->lock);
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec += wait;
		while (wait > 0 && !atomic_load(&r->stopping) && pthread_cond_timedwait(&r->stop, &r->lock, &until) != ETIMEDOUT)
			continue;
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

static bool start_thread(struct mail_runner *r, struct sending *s)
{
	s->r = r;
	s->a = arena_new(ARENA_MAX);
	s->kept = arena_new(KEPT_MAX);
	if (s->a == NULL || s->kept == NULL)
		return false;
	s->sender = (struct sender){ .transport = mail_transport_of(s->kept, r->o.settings, &r->stopping),
				     .refused = person_email_refused, .log = r->o.log };
	s->started = pthread_create(&s->thread, NULL, run, s) == 0;
	return s->started;
}

struct mail_runner *mail_runner_start(struct arena *a, const struct mail_runner_options *options)
{
	struct mail_runner *r = NEW(a, struct mail_runner);
	pthread_condattr_t attributes;

	r->o = *options;
	r->count = options->settings->smtp_url.n == 0 ? 1 : (size_t)options->settings->mail_connections;
	r->all = NEW_ARRAY(a, r->count, struct sending);
	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&r->stop, &attributes);
	pthread_condattr_destroy(&attributes);
	for (size_t i = 0; i < r->count; i++)
		if (!start_thread(r, &r->all[i])) {
			mail_runner_stop(r);
			return NULL;
		}
	return r;
}

void mail_runner_stop(struct mail_runner *r)
{
	if (r == NULL)
		return;
	pthread_mutex_lock(&r->lock);
	atomic_store(&r->stopping, true);
	pthread_cond_broadcast(&r->stop);
	pthread_mutex_unlock(&r->lock);
	for (size_t i = 0; i < r->count; i++) {
		if (r->all[i].started)
			pthread_join(r->all[i].thread, NULL);
		arena_free(r->all[i].kept);
		arena_free(r->all[i].a);
	}
	pthread_cond_destroy(&r->stop);
	pthread_mutex_destroy(&r->lock);
}
