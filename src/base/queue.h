/* Bounded queue between threads: any number of producers and consumers.
 *
 * Invariants:
 *   - Items are copied in and out; they come out in the order they went in; none is lost, not even after queue_close.
 *   - It never grows: a full queue refuses (queue_try_push), it does not make the producer wait. The caller answers
 *     "busy", which is what keeps an overloaded program responsive.
 *   - The queue must outlive all threads that use it.
 * Cost: a mutex, no allocation after queue_new. */
#ifndef TALKOOT_BASE_QUEUE_H
#define TALKOOT_BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct queue;

/* A queue for capacity items (1 .. 1,000,000) of item_size bytes each (1 .. 4,096). NULL when the system has no
 * memory. */
struct queue *queue_new(size_t capacity, size_t item_size);
/* NULL is allowed. Nobody may be waiting in it. */
void queue_free(struct queue *q);

/* Puts a copy of *item at the end. False when the queue is full or closed. Never waits. */
MUST bool queue_try_push(struct queue *q, const void *item);
/* Waits for an item and takes it. False when the queue is closed and empty. */
MUST bool queue_pop(struct queue *q, void *item);
/* Waits for at least one item and takes up to max (>= 1) of those there: how the writer forms its batch. 0 when the
 * queue is closed and empty. */
MUST size_t queue_pop_many(struct queue *q, void *items, size_t max);
/* From now on nothing goes in; what is in comes out; then all waiting consumers are told. May be called again. */
void queue_close(struct queue *q);
/* Items in it now: for figures only, it may be another number already. */
size_t queue_length(struct queue *q);

#endif
