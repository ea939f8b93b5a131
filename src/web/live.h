/* Live pages: what happened, told at once to the browsers that look.
 *
 *   in a transaction's body:  live_after_commit(c, tx, S("event:4k2..."), version, S("{\"seats\":7}"));
 *   in a GET handler:         return reply_events(rq, S("event:4k2..."));       several topics with spaces between
 *   in the browser:           new EventSource(...).addEventListener("event:4k2...", e => JSON.parse(e.data))
 *
 * One hub per process, started by the program; without one publishing does nothing, so rules and tests need none.
 *
 * Invariants:
 *   - Who publishes never waits for a reader. A reader has a bounded queue (32 messages); when it overflows, the reader gets the
 *     one event "reload" instead, upon which the page fetches itself anew.
 *   - A message carries an id "epoch.number". A reader that comes back with its Last-Event-ID gets what it missed while it
 *     is among the last 256 messages, else "reload". The epoch changes with each start.
 *   - A topic's version only grows: an older or equal one is dropped (hints from other nodes come twice or late).
 *   - Messages hold no personal data: whoever may open the page may read the topic. The handler has checked who may.
 * Limits: topic 100 bytes, 8 topics a reader, message 16 KB, readers as told at the start. Cost of publishing: a look at each
 * reader, some nanoseconds. */
#ifndef TALKOOT_WEB_LIVE_H
#define TALKOOT_WEB_LIVE_H

#include "base/random.h"
#include "store/db.h"

struct live;
struct live_reader;

/* The hub of the process. NULL when the system has no memory. A second one at a time is a BUG. */
struct live *live_start(struct random *random, size_t readers_max);
/* All readers must be gone (live_end_all, then live_leave by each). */
void live_stop(struct live *l);

/* Tells the readers of the topic. json: one line, "" for nothing but the news that something changed. */
void live_publish(str topic, int64_t version, str json);
/* The same once the transaction is on disk. Topic and json must live as long as the context. */
void live_after_commit(struct ctx *c, struct tx *tx, str topic, int64_t version, str json);

/* ---- for web/server.c ----------------------------------------------------------------------------------------------- */

/* A new reader; NULL when there are too many. wake(arg) is called, by any thread and under the hub's lock, once after each
 * live_take that found nothing, when there is something. last_event: Last-Event-ID or null. */
struct live_reader *live_join(struct live *l, str topics, str last_event, void (*wake)(void *arg), void *arg);
/* Bytes of the stream, at most max (>= 1). 0: nothing now; sleep(arg) has been called under the lock. -1: it is over. */
long live_take(struct live_reader *r, char *to, size_t max, void (*sleep)(void *arg));
void live_leave(struct live_reader *r);
/* Sends every reader a comment, so that dead connections are noticed: call every 15 seconds. */
void live_beat(struct live *l);
/* No more readers; those there are told the end. */
void live_end_all(struct live *l);
size_t live_readers(struct live *l);

#endif
