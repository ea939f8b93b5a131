/* Token buckets: a table of sets of eight, each set behind one of 64 locks. */
#include "web/rate.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { SETS = 8192, WAYS = 8, LOCKS = 64 };

struct bucket {
	uint64_t key; /* 0: free */
	int64_t at_ms;
	double tokens;
};

struct rate {
	pthread_mutex_t locks[LOCKS];
	unsigned char seed[crypto_shorthash_KEYBYTES];
	struct bucket sets[SETS][WAYS];
};

static const struct {
	double burst, per_minute;
} limits[RATE_KINDS] = {
	[RATE_OF_ADDRESS] = { 6000, 12000 },      /* 170 people who each open 30 pages at once */
	[RATE_OF_FORM_ADDRESS] = { 1000, 600 },
	[RATE_OF_FORM_MAIL] = { 10, 2 },
	[RATE_OF_SIGN_IN_ADDRESS] = { 400, 120 },
	[RATE_OF_SIGN_IN_MAIL] = { 5, 0.5 },
	[RATE_OF_SEARCH] = { 2000, 6000 },        /* searching while typing asks some times a second */
};

struct rate *rate_new(const unsigned char seed[16])
{
	struct rate *r = calloc(1, sizeof *r);

	if (r == NULL)
		return NULL;
	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_init(&r->locks[i], NULL);
	memcpy(r->seed, seed, sizeof r->seed);
	return r;
}

void rate_free(struct rate *r)
{
	if (r == NULL)
		return;
	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_destroy(&r->locks[i]);
	free(r);
}

static uint64_t key_of(const struct rate *r, enum rate_kind kind, str key)
{
	unsigned char text[320], out[crypto_shorthash_BYTES];
	uint64_t h;

	text[0] = (unsigned char)kind;
	key = str_sub(key, 0, sizeof text - 1);
	if (key.n > 0)
		memcpy(text + 1, key.p, key.n);
	crypto_shorthash(out, text, key.n + 1, r->seed);
	memcpy(&h, out, sizeof h);
	return h == 0 ? 1 : h;
}

/* What a bucket holds now. */
static double filled(const struct bucket *b, double burst, double per_minute, int64_t now_ms)
{
	double gained = now_ms > b->at_ms ? (double)(now_ms - b->at_ms) * per_minute / 60000 : 0;
	double tokens = b->tokens + gained;

	return tokens > burst ? burst : tokens;
}

/* The bucket of the key; a new one takes a free place or that of the bucket not used for the longest time, which has
 * filled up the most. */
static struct bucket *bucket_of(struct bucket *set, uint64_t key, double burst, int64_t now_ms)
{
	struct bucket *oldest = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (oldest->key != 0 && (set[i].key == 0 || set[i].at_ms < oldest->at_ms))
			oldest = &set[i];
	}
	*oldest = (struct bucket){ .key = key, .at_ms = now_ms, .tokens = burst };
	return oldest;
}

bool rate_take(struct rate *r, enum rate_kind kind, str key, int64_t now_ms, int *ret_wait)
{
	uint64_t h = key_of(r, kind, key);
	size_t set = h % SETS;
	double burst = limits[kind].burst, per_minute = limits[kind].per_minute;
	bool allowed;

	*ret_wait = 0;
	pthread_mutex_lock(&r->locks[set % LOCKS]);
	struct bucket *b = bucket_of(r->sets[set], h, burst, now_ms);
	double tokens = filled(b, burst, per_minute, now_ms);

	allowed = tokens >= 1;
	b->tokens = allowed ? tokens - 1 : tokens;
	if (now_ms > b->at_ms)
		b->at_ms = now_ms;
	if (!allowed)
		*ret_wait = (int)((1 - tokens) * 60 / per_minute) + 1;
	pthread_mutex_unlock(&r->locks[set % LOCKS]);
	return allowed;
}
