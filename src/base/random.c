/* Randomness: the kernel's or seeded, and the ids, keys, tokens and codes made of it. */
#include "base/random.h"

#include <errno.h>
#include <sys/random.h>

#include "base/encode.h"

/* 2020-01-01T00:00:00Z in ms */
#define ID_EPOCH_MS INT64_C(1577836800000)
enum { ID_RANDOM_BITS = 21, ID_TIME_BITS = 42, TOKEN_BYTES = 32 };

/* Crockford's base 32 in small letters: without i, l, o (look like digits) and u. */
static const char key_letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
static const char check_in_letters[] = "34679CDFGHJKMNPQRTWXY";

/* The one counter of the process: see id_new. */
static _Atomic int64_t id_last;

static void system_fill(void *arg, void *bytes, size_t n)
{
	unsigned char *p = bytes;

	(void)arg;
	while (n > 0) {
		ssize_t got = getrandom(p, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			BUG("getrandom gives nothing: errno %d", errno);
		p += got;
		n -= (size_t)got;
	}
}

struct random random_system(void)
{
	return (struct random){ system_fill, NULL };
}

/* Weyl sequence with a mixing function (SplitMix64; Steele, Lea and Flood 2014): the state only counts, so one atomic
 * addition makes it safe over threads. */
static uint64_t seeded_next(struct random_seeded *s)
{
	uint64_t z = atomic_fetch_add(&s->state, UINT64_C(0x9e3779b97f4a7c15)) + UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void seeded_fill(void *arg, void *bytes, size_t n)
{
	unsigned char *p = bytes;

	while (n > 0) {
		uint64_t v = seeded_next(arg);
		size_t k = n < sizeof v ? n : sizeof v;

		memcpy(p, &v, k);
		p += k;
		n -= k;
	}
}

struct random random_seeded_start(struct random_seeded *s, uint64_t seed)
{
	atomic_store(&s->state, seed);
	return (struct random){ seeded_fill, s };
}

uint64_t random_u64(struct random *r)
{
	uint64_t v;

	random_fill(r, &v, sizeof v);
	return v;
}

uint64_t random_below(struct random *r, uint64_t n)
{
	uint64_t v, uneven;

	INVARIANT(n > 0);
	/* The first 2^64 mod n values would make the small results likelier: draw again. */
	uneven = (0 - n) % n;
	do
		v = random_u64(r);
	while (v < uneven);
	return v % n;
}

int64_t id_new(struct random *r, int64_t now_ms)
{
	int64_t ms = now_ms > ID_EPOCH_MS ? now_ms - ID_EPOCH_MS : 0;
	int64_t last = atomic_load(&id_last), id, wish;

	INVARIANT(ms >> ID_TIME_BITS == 0);
	/* + 1, so that 0 never is an id */
	wish = ms << ID_RANDOM_BITS | (int64_t)random_below(r, (UINT64_C(1) << ID_RANDOM_BITS) - 1);
	wish++;
	do
		id = wish > last ? wish : last + 1;
	while (!atomic_compare_exchange_weak(&id_last, &last, id));
	return id;
}

static str draw(struct arena *a, struct random *r, size_t n, const char *letters, size_t choices)
{
	char *p = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++)
		p[i] = letters[random_below(r, choices)];
	return str_make(p, n);
}

str key_new(struct arena *a, struct random *r)
{
	return draw(a, r, KEY_LENGTH, key_letters, sizeof key_letters - 1);
}

bool key_valid(str s)
{
	if (s.n != KEY_LENGTH)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (memchr(key_letters, s.p[i], sizeof key_letters - 1) == NULL)
			return false;
	return true;
}

str token_new(struct arena *a, struct random *r)
{
	unsigned char bytes[TOKEN_BYTES];

	random_fill(r, bytes, sizeof bytes);
	return base64url_encode(a, bytes, sizeof bytes);
}

str code_digits_new(struct arena *a, struct random *r)
{
	return draw(a, r, CODE_LENGTH, "0123456789", 10);
}

str code_check_in_new(struct arena *a, struct random *r)
{
	return draw(a, r, CODE_LENGTH, check_in_letters, sizeof check_in_letters - 1);
}

str code_check_in_read(struct arena *a, str typed)
{
	char *p = arena_alloc(a, CODE_LENGTH + 1);
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c == ' ' || c == '-')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - ('a' - 'A'));
		if (n == CODE_LENGTH || memchr(check_in_letters, c, sizeof check_in_letters - 1) == NULL)
			return str_null;
		p[n++] = c;
	}
	return n == CODE_LENGTH ? str_make(p, n) : str_null;
}
