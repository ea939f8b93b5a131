/* Arena: memory that belongs to a lifetime (a request, a job step, a test), not to a variable.
 *
 * Invariants:
 *   - arena_alloc never returns NULL. When memory or the arena's cap is used up, control leaves the function that asked
 *     and continues at the innermost arena_run around it, which returns ERR_MEMORY. So features write no check after an
 *     allocation, and a request that wants too much costs that request only.
 *   - Everything is freed at once by arena_free; nothing singly. What is not memory (a file, a statement) registers
 *     arena_defer; the cleanups run last-registered first.
 *   - An arena is used by one thread at a time. Handing it to another thread that works while this one waits is allowed.
 *   - Code between arena_run and an allocation holds no resource that only a return would release (no lock, no FILE):
 *     such a resource is registered by arena_defer.
 *
 * Source of the habit: PostgreSQL's memory contexts and nginx's pools. */
#ifndef TALKOOT_BASE_ARENA_H
#define TALKOOT_BASE_ARENA_H

#include <stddef.h>

#include "base/err.h"

struct arena;

/* A new arena that will never hold more than cap bytes (0 < cap). NULL when the system has no memory. */
struct arena *arena_new(size_t cap);

/* Runs the cleanups, then frees all memory. NULL is allowed. */
void arena_free(struct arena *a);

/* Runs the cleanups and empties the arena for its next use; keeps its first block. */
void arena_reset(struct arena *a);

/* n bytes, zeroed, aligned for any type. n = 0 gives a valid pointer to no bytes. Cost: a pointer increment and a memset. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, returns_nonnull, alloc_size(2)));

/* count objects of size bytes, zeroed; the product is checked. */
void *arena_array(struct arena *a, size_t count, size_t size) __attribute__((malloc, returns_nonnull));

/* A copy of n bytes with a NUL behind it (the NUL is not counted in n). */
char *arena_copy(struct arena *a, const void *bytes, size_t n) __attribute__((returns_nonnull));

#define NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define NEW_ARRAY(a, count, type) ((type *)arena_array((a), (count), sizeof(type)))

/* Registers cleanup(arg) to run when the arena is reset or freed. */
void arena_defer(struct arena *a, void (*cleanup)(void *arg), void *arg);

/* Runs body(arg); returns its result, or ERR_MEMORY if an allocation in it failed. May be nested. */
MUST enum err arena_run(struct arena *a, enum err (*body)(void *arg), void *arg);

/* Bytes handed out since the arena was new or reset (alignment counted): what the page budgets of the tests look at. */
size_t arena_used(const struct arena *a);

/* For tests of failure: the nth allocation from now on fails (n >= 1); 0 switches off. */
void arena_fail_at(struct arena *a, size_t n);

/* Leaves to the innermost arena_run with ERR_MEMORY: for writers whose own buffer could not grow. */
NORETURN void arena_exhausted(struct arena *a);

#endif
