/* The promises of queue.h and pool.h. Runs under the thread sanitizer, too. No test sleeps: threads wait for gates. */
#include "harness.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/pool.h"
#include "base/queue.h"

enum { STACK = 256 * 1024 };

/* A gate holds threads until it is opened, and tells how many came. */
struct gate {
	pthread_mutex_t lock;
	pthread_cond_t change;
	int arrived;
	bool open;
};

#define GATE_SHUT                                                             \
	{                                                                     \
		PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false \
	}

static void gate_pass(void *arg)
{
	struct gate *g = arg;

	pthread_mutex_lock(&g->lock);
	g->arrived++;
	pthread_cond_broadcast(&g->change);
	while (!g->open)
		pthread_cond_wait(&g->change, &g->lock);
	pthread_mutex_unlock(&g->lock);
}

static void gate_wait_for(struct gate *g, int n)
{
	pthread_mutex_lock(&g->lock);
	while (g->arrived < n)
		pthread_cond_wait(&g->change, &g->lock);
	pthread_mutex_unlock(&g->lock);
}

static void gate_open(struct gate *g)
{
	pthread_mutex_lock(&g->lock);
	g->open = true;
	pthread_cond_broadcast(&g->change);
	pthread_mutex_unlock(&g->lock);
}

static void count_up(void *arg)
{
	atomic_int *n = arg;

	atomic_fetch_add(n, 1);
}

static void test_queue_keeps_order_and_refuses_when_full(void **state)
{
	struct queue *q = queue_new(3, sizeof(int));
	int out[5], next = 0, want = 0;

	(void)state;
	/* Round and round the ring, in batches of changing size. */
	for (int round = 0; round < 50; round++) {
		size_t n, max = (size_t)(round % 4) + 1;

		while (queue_try_push(q, &next))
			next++;
		assert_int_equal(queue_length(q), 3);
		n = queue_pop_many(q, out, max);
		assert_int_equal(n, max < 3 ? max : 3);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(out[i], want++);
	}
	queue_close(q);
	assert_false(queue_try_push(q, &next));
	while (queue_pop(q, out))
		assert_int_equal(out[0], want++);
	assert_int_equal(want, next);
	assert_int_equal(queue_pop_many(q, out, 5), 0);
	queue_free(q);
	queue_free(NULL);
}

enum { PRODUCERS = 3, CONSUMERS = 3, EACH = 5000 };

struct traffic {
	struct queue *q;
	atomic_long sum;
};

static void *produce(void *arg)
{
	struct traffic *t = arg;

	for (long i = 1; i <= EACH;)
		if (queue_try_push(t->q, &i))
			i++;
		else
			sched_yield();
	return NULL;
}

static void *consume(void *arg)
{
	struct traffic *t = arg;
	long v[7];
	size_t n;

	while ((n = queue_pop_many(t->q, v, 7)) > 0)
		while (n > 0)
			atomic_fetch_add(&t->sum, v[--n]);
	return NULL;
}

static void test_queue_loses_nothing_between_threads(void **state)
{
	struct traffic t = { queue_new(16, sizeof(long)), 0 };
	pthread_t p[PRODUCERS], c[CONSUMERS];

	(void)state;
	for (int i = 0; i < CONSUMERS; i++)
		assert_int_equal(pthread_create(&c[i], NULL, consume, &t), 0);
	for (int i = 0; i < PRODUCERS; i++)
		assert_int_equal(pthread_create(&p[i], NULL, produce, &t), 0);
	for (int i = 0; i < PRODUCERS; i++)
		pthread_join(p[i], NULL);
	queue_close(t.q);
	for (int i = 0; i < CONSUMERS; i++)
		pthread_join(c[i], NULL);
	assert_int_equal(atomic_load(&t.sum), (long)PRODUCERS * EACH * (EACH + 1) / 2);
	queue_free(t.q);
}

static void test_pool_refuses_when_full_and_drains_when_stopped(void **state)
{
	struct pool *p =
		pool_new(&(struct pool_options){ .name = "test", .threads = 2, .stack_size = STACK, .queue = 3 });
	struct gate g = GATE_SHUT;
	atomic_int done = 0;

	(void)state;
	assert_non_null(p);
	/* Both threads are held at the gate, so three more wait and the next is refused. */
	assert_true(pool_try_run(p, gate_pass, &g));
	assert_true(pool_try_run(p, gate_pass, &g));
	gate_wait_for(&g, 2);
	for (int i = 0; i < 3; i++)
		assert_true(pool_try_run(p, count_up, &done));
	assert_int_equal(pool_waiting(p), 3);
	assert_false(pool_try_run(p, count_up, &done));
	assert_int_equal(atomic_load(&done), 0);
	gate_open(&g);
	pool_stop(p);
	assert_int_equal(atomic_load(&done), 3);
	assert_false(pool_try_run(p, count_up, &done));
	pool_stop(p);
	pool_free(p);
	pool_free(NULL);
}

struct flood {
	struct pool *pool;
	atomic_int accepted, done;
};

static void flood_done(void *arg)
{
	struct flood *f = arg;

	atomic_fetch_add(&f->done, 1);
}

static void *flood_push(void *arg)
{
	struct flood *f = arg;

	for (int i = 0; i < EACH; i++)
		if (pool_try_run(f->pool, flood_done, f))
			atomic_fetch_add(&f->accepted, 1);
	return NULL;
}

static void test_what_was_accepted_is_done_also_while_stopping(void **state)
{
	struct flood f = { pool_new(&(struct pool_options){ .threads = 4, .stack_size = STACK, .queue = 8 }), 0, 0 };
	pthread_t t[PRODUCERS];

	(void)state;
	assert_non_null(f.pool);
	for (int i = 0; i < PRODUCERS; i++)
		assert_int_equal(pthread_create(&t[i], NULL, flood_push, &f), 0);
	pool_stop(f.pool);
	for (int i = 0; i < PRODUCERS; i++)
		pthread_join(t[i], NULL);
	assert_int_equal(atomic_load(&f.done), atomic_load(&f.accepted));
	pool_free(f.pool);
}

static _Thread_local int kept_here;

static void *keep(void *arg)
{
	kept_here = 42;
	atomic_fetch_add((atomic_int *)arg, 1);
	return arg;
}

static void let_go(void *kept)
{
	atomic_fetch_sub((atomic_int *)kept, 1);
}

static void look_at_kept(void *arg)
{
	atomic_fetch_add((atomic_int *)arg, kept_here);
}

static void test_threads_may_keep_something(void **state)
{
	atomic_int alive = 0, seen = 0;
	struct pool *p = pool_new(&(struct pool_options){
		.threads = 3, .queue = 4, .thread_start = keep, .thread_stop = let_go, .thread_arg = &alive });

	(void)state;
	assert_non_null(p);
	assert_true(pool_try_run(p, look_at_kept, &seen));
	pool_stop(p);
	assert_int_equal(atomic_load(&seen), 42);
	assert_int_equal(atomic_load(&alive), 0);
	pool_free(p);
}

TEST_MAIN(cmocka_unit_test(test_queue_keeps_order_and_refuses_when_full),
	  cmocka_unit_test(test_queue_loses_nothing_between_threads),
	  cmocka_unit_test(test_pool_refuses_when_full_and_drains_when_stopped),
	  cmocka_unit_test(test_what_was_accepted_is_done_also_while_stopping),
	  cmocka_unit_test(test_threads_may_keep_something))
