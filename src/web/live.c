/* The hub: a ring of the last messages, and a list of readers with a short queue each. One lock over all. */
#include "web/live.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { TOPICS_MAX = 8, TOPIC_MAX = 100, MESSAGE_MAX = 16 * 1024, QUEUE = 32, HISTORY = 256, VERSIONS = 1024 };

struct message {
	unsigned refs; /* under the lock of the hub */
	uint64_t topic, number;
	size_t n;
	char bytes[];
};

struct live_reader {
	struct live *live;
	struct live_reader *previous, *next;
	uint64_t topics[TOPICS_MAX];
	size_t topic_count;
	struct message *queue[QUEUE];
	size_t first, count, offset; /* offset: bytes of the first message that were taken */
	bool waiting, over;
	void (*wake)(void *arg);
	void *arg;
};

struct live {
	pthread_mutex_t lock;
	struct live_reader *readers;
	size_t reader_count, readers_max;
	uint64_t epoch, number; /* number: of the last message */
	struct message *history[HISTORY];
	struct { uint64_t topic; int64_t version; } versions[VERSIONS];
	bool over;
	struct message *beat, *reload;
};

static _Atomic(struct live *) hub;

/* ---- messages ------------------------------------------------------------------------------------------------------- */

static struct message *message_new(const char *bytes, size_t n)
{
	struct message *m = malloc(sizeof *m + n);

	if (m == NULL)
		return NULL;
	*m = (struct message){ .refs = 1, .n = n };
	memcpy(m->bytes, bytes, n);
	return m;
}

static void message_drop(struct message *m)
{
	if (m != NULL && --m->refs == 0)
		free(m);
}

/* "id: e.n\nevent: topic\ndata: json\n\n" */
static struct message *message_event(const struct live *l, uint64_t number, str topic, str json)
{
	size_t room = topic.n + json.n + 100;
	struct message *m = calloc(1, sizeof *m + room);

	if (m == NULL)
		return NULL;
	m->refs = 1;
	m->topic = str_hash(topic);
	m->number = number;
	m->n = (size_t)snprintf(m->bytes, room, "id: %llx.%llu\nevent: %.*s\ndata: %.*s\n\n", (unsigned long long)l->epoch,
				(unsigned long long)number, STR_ARG(topic), STR_ARG(json));
	return m;
}

/* ---- the hub -------------------------------------------------------------------------------------------------------- */

struct live *live_start(struct random *random, size_t readers_max)
{
	static const char beat[] = ":\n\n", reload[] = "event: reload\ndata: {}\n\n";
	struct live *l = calloc(1, sizeof *l), *none = NULL;

	if (l == NULL)
		return NULL;
	l->beat = message_new(beat, sizeof beat - 1);
	l->reload = message_new(reload, sizeof reload - 1);
	if (l->beat == NULL || l->reload == NULL) {
		free(l->beat);
		free(l->reload);
		free(l);
		return NULL;
	}
	pthread_mutex_init(&l->lock, NULL);
	l->epoch = random_u64(random) >> 16;
	l->readers_max = readers_max;
	if (!atomic_compare_exchange_strong(&hub, &none, l))
		BUG("two live hubs");
	return l;
}

void live_stop(struct live *l)
{
	if (l == NULL)
		return;
	atomic_store(&hub, NULL);
	INVARIANT(l->reader_count == 0);
	for (size_t i = 0; i < HISTORY; i++)
		message_drop(l->history[i]);
	free(l->beat);
	free(l->reload);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

static bool reads(const struct live_reader *r, uint64_t topic)
{
	for (size_t i = 0; i < r->topic_count; i++)
		if (r->topics[i] == topic)
			return true;
	return false;
}

/* Drops what waits, but for a message that has been begun. */
static void empty_queue(struct live_reader *r)
{
	size_t keep = r->offset > 0 ? 1 : 0;

	while (r->count > keep)
		message_drop(r->queue[(r->first + --r->count) % QUEUE]);
}

static void push(struct live_reader *r, struct message *m)
{
	if (r->count == QUEUE - 1) {
		empty_queue(r);
		m = r->live->reload;
	}
	m->refs++;
	r->queue[(r->first + r->count++) % QUEUE] = m;
	if (r->waiting) {
		r->waiting = false;
		r->wake(r->arg);
	}
}

/* Is this version news? Remembers it. A topic whose place another one has taken is always news. */
static bool is_news(struct live *l, uint64_t topic, int64_t version)
{
	size_t i = topic % VERSIONS;

	if (l->versions[i].topic == topic && version <= l->versions[i].version)
		return false;
	l->versions[i].topic = topic;
	l->versions[i].version = version;
	return true;
}

void live_publish(str topic, int64_t version, str json)
{
	struct live *l = atomic_load(&hub);
	struct message *m;

	INVARIANT(topic.n > 0 && topic.n <= TOPIC_MAX && str_find(topic, '\n') == topic.n && str_find(topic, ' ') == topic.n);
	INVARIANT(str_find(json, '\n') == json.n && str_find(json, '\r') == json.n);
	if (l == NULL || json.n > MESSAGE_MAX)
		return;
	pthread_mutex_lock(&l->lock);
	m = !is_news(l, str_hash(topic), version) ? NULL : message_event(l, l->number + 1, topic, json);
	if (m != NULL) {
		struct message **place = &l->history[++l->number % HISTORY];

		message_drop(*place);
		*place = m;
		for (struct live_reader *r = l->readers; r != NULL; r = r->next)
			if (!r->over && reads(r, m->topic))
				push(r, m);
	}
	pthread_mutex_unlock(&l->lock);
}

struct published {
	str topic, json;
	int64_t version;
};

static void publish_now(void *arg)
{
	const struct published *p = arg;

	live_publish(p->topic, p->version, p->json);
}

void live_after_commit(struct ctx *c, struct tx *tx, str topic, int64_t version, str json)
{
	struct published *p = NEW(c->a, struct published);

	*p = (struct published){ topic, json, version };
	tx_after_commit(tx, publish_now, p);
}

/* ---- readers -------------------------------------------------------------------------------------------------------- */

/* What a reader that comes back has missed; "reload" when that is not known any more. */
static void catch_up(struct live_reader *r, str last_event)
{
	struct live *l = r->live;
	unsigned long long epoch, number;
	char text[64];

	if (str_empty(last_event))
		return;
	snprintf(text, sizeof text, "%.*s", STR_ARG(str_sub(last_event, 0, sizeof text - 1)));
	if (sscanf(text, "%llx.%llu", &epoch, &number) != 2 || epoch != l->epoch || number > l->number ||
	    l->number - number >= HISTORY) {
		push(r, l->reload);
		return;
	}
	for (uint64_t n = number + 1; n <= l->number; n++) {
		struct message *m = l->history[n % HISTORY];

		if (m != NULL && reads(r, m->topic))
			push(r, m);
	}
}

struct live_reader *live_join(struct live *l, str topics, str last_event, void (*wake)(void *arg), void *arg)
{
	struct live_reader *r = calloc(1, sizeof *r);

	if (r == NULL)
		return NULL;
	r->live = l;
	r->wake = wake;
	r->arg = arg;
	for (str rest = topics; !str_is_null(rest) && r->topic_count < TOPICS_MAX;) {
		str topic = str_cut(&rest, ' ');

		if (topic.n > 0)
			r->topics[r->topic_count++] = str_hash(topic);
	}
	pthread_mutex_lock(&l->lock);
	if (l->over || l->reader_count == l->readers_max) {
		pthread_mutex_unlock(&l->lock);
		free(r);
		return NULL;
	}
	l->reader_count++;
	r->next = l->readers;
	if (r->next != NULL)
		r->next->previous = r;
	l->readers = r;
	push(r, l->beat); /* the browser sees at once that the stream is open */
	catch_up(r, last_event);
	pthread_mutex_unlock(&l->lock);
	return r;
}

long live_take(struct live_reader *r, char *to, size_t max, void (*sleep)(void *arg))
{
	struct live *l = r->live;
	long taken = 0;

	pthread_mutex_lock(&l->lock);
	if (r->count > 0) {
		struct message *m = r->queue[r->first];
		size_t n = m->n - r->offset < max ? m->n - r->offset : max;

		memcpy(to, m->bytes + r->offset, n);
		r->offset += n;
		taken = (long)n;
		if (r->offset == m->n) {
			r->offset = 0;
			r->first = (r->first + 1) % QUEUE;
			r->count--;
			message_drop(m);
		}
	} else if (r->over) {
		taken = -1;
	} else {
		r->waiting = true;
		sleep(r->arg);
	}
	pthread_mutex_unlock(&l->lock);
	return taken;
}

void live_leave(struct live_reader *r)
{
	struct live *l = r->live;

	pthread_mutex_lock(&l->lock);
	r->offset = 0;
	empty_queue(r);
	if (r->previous != NULL)
		r->previous->next = r->next;
	else
		l->readers = r->next;
	if (r->next != NULL)
		r->next->previous = r->previous;
	l->reader_count--;
	pthread_mutex_unlock(&l->lock);
	free(r);
}

void live_beat(struct live *l)
{
	pthread_mutex_lock(&l->lock);
	/* A reader that has not taken the last beat gets no second one. */
	for (struct live_reader *r = l->readers; r != NULL; r = r->next)
		if (!r->over && r->count == 0)
			push(r, l->beat);
	pthread_mutex_unlock(&l->lock);
}

void live_end_all(struct live *l)
{
	if (l == NULL)
		return;
	pthread_mutex_lock(&l->lock);
	l->over = true;
	for (struct live_reader *r = l->readers; r != NULL; r = r->next) {
		r->over = true;
		if (r->waiting) {
			r->waiting = false;
			r->wake(r->arg);
		}
	}
	pthread_mutex_unlock(&l->lock);
}

size_t live_readers(struct live *l)
{
	size_t n;

	pthread_mutex_lock(&l->lock);
	n = l->reader_count;
	pthread_mutex_unlock(&l->lock);
	return n;
}
