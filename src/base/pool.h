/* A fixed number of threads that do what is put into their bounded queue.
 *
 * Invariants:
 *   - Every piece of work that pool_try_run accepted is run exactly once, also when the pool is being stopped.
 *   - A full queue refuses at once: the caller answers 503 and Retry-After.
 *   - Work may put more work into the same pool (and may be refused), but must not wait for it, nor stop its own pool.
 *   - Signals of the process are blocked in these threads: the main thread handles them. */
#ifndef TALKOOT_BASE_POOL_H
#define TALKOOT_BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct pool;

struct pool_options {
	const char *name;  /* shown by ps and top for the threads; at most 15 bytes */
	size_t threads;    /* 1 .. 1,024 */
	size_t stack_size; /* bytes, at least 65,536; 0 = the system's default. Sanitizers need more */
	size_t queue;      /* pieces of work that may wait, 1 .. 1,000,000; those being done do not count */
	/* Optional, run in each thread before its first and after its last work; what start returns is handed to stop.
	 * For what a thread keeps for itself (it then puts it into a thread-local variable). */
	void *(*thread_start)(void *arg);
	void (*thread_stop)(void *kept);
	void *thread_arg;
};

/* Starts the threads. NULL when the system has no memory or no thread left; nothing runs then. */
struct pool *pool_new(const struct pool_options *o);
/* Has run(arg) done by one of the threads. False when the queue is full or the pool is being stopped; never waits. */
MUST bool pool_try_run(struct pool *p, void (*run)(void *arg), void *arg);
/* Pieces of work that wait: for figures. */
size_t pool_waiting(struct pool *p);
/* Refuses new work and waits until all accepted work is done and the threads have ended. The pool stays readable
 * (pool_try_run says false), so that late callers are safe. May be called again by the same thread. */
void pool_stop(struct pool *p);
/* Stops if needed and frees. NULL is allowed. */
void pool_free(struct pool *p);

#endif
