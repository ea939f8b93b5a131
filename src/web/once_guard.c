/* One answer for a double click: posts with the same form token, path and body.
 *
 * The first one runs; one that comes meanwhile waits for it and gets its answer; one that comes within ten seconds after
 * gets it too, when it was a success. This is for one node and for impatience; what must not happen twice for certain is
 * guarded in the transaction (web/once.h).
 *
 * 256 posts are known at a time; when all places are taken by posts under way, a post simply runs. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "web/chain.h"

enum { PLACES = 256, KEEP_MS = 10 * 1000, WAIT_S = 10, BODY_MAX = 64 * 1024 };

struct post {
	uint64_t key[2]; /* both 0: free */
	bool running, kept;
	int64_t at_ms;
	struct arena *a;
	struct http_reply reply;
};

struct once_guard {
	pthread_mutex_t lock;
	pthread_cond_t done;
	struct post posts[PLACES];
};

struct once_guard *once_guard_new(void)
{
	struct once_guard *g = calloc(1, sizeof *g);
	pthread_condattr_t attributes;

	if (g == NULL)
		return NULL;
	pthread_mutex_init(&g->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&g->done, &attributes);
	pthread_condattr_destroy(&attributes);
	return g;
}

void once_guard_free(struct once_guard *g)
{
	if (g == NULL)
		return;
	for (int i = 0; i < PLACES; i++)
		arena_free(g->posts[i].a);
	pthread_cond_destroy(&g->done);
	pthread_mutex_destroy(&g->lock);
	free(g);
}

/* The key is a MAC in hexadecimal digits (32), so its first and second half are as good as random. */
static void key_parts(str key, uint64_t parts[2])
{
	parts[0] = str_hash(str_sub(key, 0, key.n / 2)) | 1;
	parts[1] = str_hash(str_sub(key, key.n / 2, key.n));
}

static struct post *find(struct once_guard *g, const uint64_t parts[2])
{
	for (int i = 0; i < PLACES; i++)
		if (g->posts[i].key[0] == parts[0] && g->posts[i].key[1] == parts[1])
			return &g->posts[i];
	return NULL;
}

/* A place that is free or whose post was finished the longest ago. */
static struct post *take(struct once_guard *g)
{
	struct post *best = NULL;

	for (int i = 0; i < PLACES; i++) {
		struct post *p = &g->posts[i];

		if (p->key[0] == 0)
			return p;
		if (!p->running && (best == NULL || p->at_ms < best->at_ms))
			best = p;
	}
	return best;
}

bool once_guard_begin(struct once_guard *g, struct arena *a, str key, int64_t now_ms, struct http_reply *out)
{
	struct timespec until;
	uint64_t parts[2];
	bool go_on = true;

	key_parts(key, parts);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += WAIT_S;
	pthread_mutex_lock(&g->lock);
	struct post *p = find(g, parts);

	while (p != NULL && p->running && pthread_cond_timedwait(&g->done, &g->lock, &until) != ETIMEDOUT)
		p = find(g, parts);
	if (p != NULL && p->kept && now_ms - p->at_ms < KEEP_MS) {
		go_on = reply_copy(a, out, &p->reply) != OK;
	} else if (p == NULL || !p->running) {
		p = p == NULL ? take(g) : p;
		if (p != NULL) {
			p->key[0] = parts[0];
			p->key[1] = parts[1];
			p->running = true;
			p->kept = false;
		}
	}
	pthread_mutex_unlock(&g->lock);
	return go_on;
}

void once_guard_done(struct once_guard *g, str key, int64_t now_ms, const struct http_reply *reply)
{
	uint64_t parts[2];

	key_parts(key, parts);
	pthread_mutex_lock(&g->lock);
	struct post *p = find(g, parts);

	if (p != NULL && p->running) {
		p->running = false;
		p->at_ms = now_ms;
		p->kept = false;
		if (reply != NULL && reply->status < 400 && reply->body.n <= BODY_MAX) {
			if (p->a == NULL)
				p->a = arena_new((size_t)2 * BODY_MAX);
			if (p->a != NULL) {
				arena_reset(p->a);
				p->kept = reply_copy(p->a, &p->reply, reply) == OK;
			}
		}
		if (!p->kept)
			p->key[0] = p->key[1] = 0;
		pthread_cond_broadcast(&g->done);
	}
	pthread_mutex_unlock(&g->lock);
}
