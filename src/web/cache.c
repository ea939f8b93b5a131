/* The micro-cache: replies of anonymous visitors' pages for a second at most, so that a mailing to 5,000 people that ends in
 * one page makes that page once a second.
 *
 * 256 places found by hash; what comes later takes the place of what was there. Bodies up to 256 KB; at most 64 MB. A reply
 * is copied in and out under the lock of its place, so nothing is freed while it is read. */
#include <pthread.h>
#include <stdlib.h>

#include "web/chain.h"

enum { PLACES = 256, BODY_MAX = 256 * 1024 };

struct place {
	pthread_mutex_t lock;
	struct arena *a; /* of the reply */
	char key_bytes[HTTP_TARGET_MAX];
	str key; /* null: nothing in it */
	int64_t at_ms;
	struct http_reply reply;
};

struct cache {
	struct place places[PLACES];
};

struct cache *cache_new(void)
{
	struct cache *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	for (int i = 0; i < PLACES; i++)
		pthread_mutex_init(&c->places[i].lock, NULL);
	return c;
}

void cache_free(struct cache *c)
{
	if (c == NULL)
		return;
	for (int i = 0; i < PLACES; i++) {
		pthread_mutex_destroy(&c->places[i].lock);
		arena_free(c->places[i].a);
	}
	free(c);
}

str cache_key(const struct req *rq)
{
	return rq->p->in->target;
}

bool cache_get(struct cache *c, struct arena *a, str key, int64_t now_ms, int max_age_ms, struct http_reply *out)
{
	struct place *p = &c->places[str_hash(key) % PLACES];
	bool found;

	pthread_mutex_lock(&p->lock);
	found = str_eq(p->key, key) && !str_is_null(p->key) && now_ms >= p->at_ms && now_ms - p->at_ms < max_age_ms &&
		reply_copy(a, out, &p->reply) == OK;
	pthread_mutex_unlock(&p->lock);
	return found;
}

void cache_put(struct cache *c, str key, int64_t now_ms, const struct http_reply *reply)
{
	struct place *p = &c->places[str_hash(key) % PLACES];

	if (key.n > HTTP_TARGET_MAX || reply->body.n > BODY_MAX || pthread_mutex_trylock(&p->lock) != 0)
		return;
	if (p->a == NULL)
		p->a = arena_new((size_t)2 * BODY_MAX);
	if (p->a != NULL) {
		arena_reset(p->a);
		p->key = str_null;
		if (reply_copy(p->a, &p->reply, reply) == OK) {
			memcpy(p->key_bytes, key.p, key.n);
			p->key = str_make(p->key_bytes, key.n);
			p->at_ms = now_ms;
		}
	}
	pthread_mutex_unlock(&p->lock);
}
