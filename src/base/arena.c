/* Arena memory: blocks in a list, a cap, cleanups, and a jump out when there is no more. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_FIRST = 16 * 1024, BLOCK_MAX = 256 * 1024 };

struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

struct cleanup {
	struct cleanup *next;
	void (*run)(void *);
	void *arg;
};

struct guard {
	jmp_buf jump;
	struct guard *outer;
};

struct arena {
	struct block *blocks; /* the newest first; allocation happens in it */
	size_t cap, used, fail_at;
	struct cleanup *cleanups;
	struct guard *guard;
};

struct arena *arena_new(size_t cap)
{
	struct arena *a = calloc(1, sizeof *a);

	if (a != NULL)
		a->cap = cap;
	return a;
}

static void run_cleanups(struct arena *a)
{
	/* A cleanup may allocate or register another one: take them one by one. */
	while (a->cleanups != NULL) {
		struct cleanup *c = a->cleanups;

		a->cleanups = c->next;
		c->run(c->arg);
	}
}

void arena_reset(struct arena *a)
{
	run_cleanups(a);
	while (a->blocks != NULL && a->blocks->next != NULL) {
		struct block *b = a->blocks;

		a->blocks = b->next;
		free(b);
	}
	if (a->blocks != NULL)
		a->blocks->used = 0;
	a->used = 0;
	a->fail_at = 0;
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_reset(a);
	free(a->blocks);
	free(a);
}

void arena_exhausted(struct arena *a)
{
	if (a->guard == NULL)
		BUG("an arena of %zu bytes is used up and nothing guards it", a->cap);
	longjmp(a->guard->jump, 1);
}

void *arena_alloc(struct arena *a, size_t n)
{
	size_t want = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);

	if (want < n || want > a->cap - a->used)
		arena_exhausted(a);
	if (a->fail_at != 0 && --a->fail_at == 0)
		arena_exhausted(a);
	if (a->blocks == NULL || a->blocks->size - a->blocks->used < want) {
		size_t size = a->blocks == NULL ? BLOCK_FIRST : a->blocks->size * 2;
		struct block *b;

		if (size > BLOCK_MAX)
			size = BLOCK_MAX;
		if (size < want)
			size = want;
		b = malloc(sizeof *b + size);
		if (b == NULL)
			arena_exhausted(a);
		b->size = size;
		b->used = 0;
		b->next = a->blocks;
		a->blocks = b;
	}
	void *p = a->blocks->bytes + a->blocks->used;

	a->blocks->used += want;
	a->used += want;
	return memset(p, 0, want);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		arena_exhausted(a);
	return arena_alloc(a, n);
}

char *arena_copy(struct arena *a, const void *bytes, size_t n)
{
	char *p;

	if (n == SIZE_MAX)
		arena_exhausted(a);
	p = arena_alloc(a, n + 1);
	if (n > 0)
		memcpy(p, bytes, n);
	return p;
}

void arena_defer(struct arena *a, void (*cleanup)(void *arg), void *arg)
{
	struct cleanup *c = NEW(a, struct cleanup);

	c->run = cleanup;
	c->arg = arg;
	c->next = a->cleanups;
	a->cleanups = c;
}

enum err arena_run(struct arena *a, enum err (*body)(void *arg), void *arg)
{
	struct guard g;
	enum err e;

	g.outer = a->guard;
	a->guard = &g;
	if (setjmp(g.jump) == 0)
		e = body(arg);
	else
		e = ERR_MEMORY;
	a->guard = g.outer;
	return e;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

void arena_fail_at(struct arena *a, size_t n)
{
	a->fail_at = n;
}
