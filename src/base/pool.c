/* Worker threads on a bounded queue. */
#include "base/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/queue.h"

enum { STACK_LEAST = 65536, THREADS_MOST = 1024 };

struct work {
	void (*run)(void *arg);
	void *arg;
};

struct pool {
	struct queue *queue;
	struct pool_options options;
	size_t running; /* threads started and not yet joined; only the owner looks at it */
	pthread_t threads[];
};

static void *worker(void *arg)
{
	struct pool *p = arg;
	struct work w;
	void *kept = NULL;

	if (p->options.thread_start != NULL)
		kept = p->options.thread_start(p->options.thread_arg);
	while (queue_pop(p->queue, &w))
		w.run(w.arg);
	if (p->options.thread_stop != NULL)
		p->options.thread_stop(kept);
	return NULL;
}

/* Starts the threads with all signals blocked; as many as the system gives. */
static void start_threads(struct pool *p)
{
	pthread_attr_t attr;
	sigset_t all, before;

	if (pthread_attr_init(&attr) != 0)
		return;
	if (p->options.stack_size == 0 || pthread_attr_setstacksize(&attr, p->options.stack_size) == 0) {
		sigfillset(&all);
		pthread_sigmask(SIG_SETMASK, &all, &before);
		while (p->running < p->options.threads &&
		       pthread_create(&p->threads[p->running], &attr, worker, p) == 0) {
			if (p->options.name != NULL)
				pthread_setname_np(p->threads[p->running], p->options.name);
			p->running++;
		}
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	}
	pthread_attr_destroy(&attr);
}

struct pool *pool_new(const struct pool_options *o)
{
	struct pool *p;

	INVARIANT(o->threads >= 1 && o->threads <= THREADS_MOST);
	INVARIANT(o->stack_size == 0 || o->stack_size >= STACK_LEAST);
	p = calloc(1, sizeof *p + o->threads * sizeof *p->threads);
	if (p == NULL)
		return NULL;
	p->options = *o;
	p->queue = queue_new(o->queue, sizeof(struct work));
	if (p->queue != NULL)
		start_threads(p);
	if (p->running < o->threads) {
		pool_free(p);
		return NULL;
	}
	return p;
}

bool pool_try_run(struct pool *p, void (*run)(void *arg), void *arg)
{
	return queue_try_push(p->queue, &(struct work){ run, arg });
}

size_t pool_waiting(struct pool *p)
{
	return queue_length(p->queue);
}

void pool_stop(struct pool *p)
{
	if (p->queue != NULL)
		queue_close(p->queue);
	while (p->running > 0)
		pthread_join(p->threads[--p->running], NULL);
}

void pool_free(struct pool *p)
{
	if (p == NULL)
		return;
	pool_stop(p);
	queue_free(p->queue);
	free(p);
}
