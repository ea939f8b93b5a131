/* Bounded queue: a ring of copied items under one mutex. */
#include "base/queue.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t not_empty;
	size_t capacity, item_size;
	size_t first, n; /* the ring: n items from slot first on */
	bool closed;
	unsigned char slots[];
};

struct queue *queue_new(size_t capacity, size_t item_size)
{
	struct queue *q;

	INVARIANT(capacity >= 1 && capacity <= 1000000 && item_size >= 1 && item_size <= 4096);
	q = calloc(1, sizeof *q + capacity * item_size);
	if (q == NULL)
		return NULL;
	if (pthread_mutex_init(&q->lock, NULL) != 0 || pthread_cond_init(&q->not_empty, NULL) != 0)
		BUG("a mutex with default attributes cannot be made");
	q->capacity = capacity;
	q->item_size = item_size;
	return q;
}

void queue_free(struct queue *q)
{
	if (q == NULL)
		return;
	pthread_cond_destroy(&q->not_empty);
	pthread_mutex_destroy(&q->lock);
	free(q);
}

bool queue_try_push(struct queue *q, const void *item)
{
	bool room;

	pthread_mutex_lock(&q->lock);
	room = !q->closed && q->n < q->capacity;
	if (room) {
		memcpy(q->slots + (q->first + q->n) % q->capacity * q->item_size, item, q->item_size);
		q->n++;
		pthread_cond_signal(&q->not_empty);
	}
	pthread_mutex_unlock(&q->lock);
	return room;
}

size_t queue_pop_many(struct queue *q, void *items, size_t max)
{
	unsigned char *out = items;
	size_t taken;

	INVARIANT(max >= 1);
	pthread_mutex_lock(&q->lock);
	while (q->n == 0 && !q->closed)
		pthread_cond_wait(&q->not_empty, &q->lock);
	for (taken = 0; taken < max && q->n > 0; taken++) {
		memcpy(out + taken * q->item_size, q->slots + q->first * q->item_size, q->item_size);
		q->first = (q->first + 1) % q->capacity;
		q->n--;
	}
	pthread_mutex_unlock(&q->lock);
	return taken;
}

bool queue_pop(struct queue *q, void *item)
{
	return queue_pop_many(q, item, 1) == 1;
}

void queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	pthread_cond_broadcast(&q->not_empty);
	pthread_mutex_unlock(&q->lock);
}

size_t queue_length(struct queue *q)
{
	size_t n;

	pthread_mutex_lock(&q->lock);
	n = q->n;
	pthread_mutex_unlock(&q->lock);
	return n;
}
