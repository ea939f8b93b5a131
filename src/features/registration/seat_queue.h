/* The queue of an event: who gets a freed or added seat.
 *
 * First come, first served. All functions run inside the caller's transaction, which has locked the event's row, so that
 * no seat is ever seen free while somebody waits for it. */
#ifndef TALKOOT_FEATURES_SEAT_QUEUE_H
#define TALKOOT_FEATURES_SEAT_QUEUE_H

#include "features/event/event.h"
#include "store/db.h"

/* Tries to take a seat. *ret_taken false: full, or somebody waits already. */
MUST enum err seat_queue_take(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode, bool *ret_taken);
/* Takes a seat beyond what is offered: for one who stands at the door. */
MUST enum err seat_queue_take_anyway(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode);
/* Joins the end of the queue. */
MUST enum err seat_queue_join(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode, int64_t *ret_number,
			      int64_t *ret_position);
/* Gives back a confirmed place's seat. Call seat_queue_fill after it. */
MUST enum err seat_queue_give_back(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode);
/* Leaves the queue (the registration's own row is the caller's). */
MUST enum err seat_queue_leave(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode);
/* How many may move up in one body of the database, so that it stays short. */
enum { SEAT_QUEUE_PORTION = 10 };
/* Gives free seats to the first in the queue, at most `most` of them: confirms, journals with `reason`, mails.
 * *ret_moved: how many. Cost: five statements and a mail for each who moves up. */
MUST enum err seat_queue_fill(struct ctx *c, struct tx *tx, int64_t event, const char *reason, int64_t most,
			      int64_t *ret_moved);
/* Tells live pages, once this is on disk, that seats or queue of the event have changed: topic "event:<key>". */
void seat_queue_publish(struct ctx *c, struct tx *tx, str event_key);
/* Place in the queue from 1. */
MUST enum err seat_queue_position(struct ctx *c, int64_t event, enum seat_mode mode, int64_t queue_number,
				  int64_t *ret);

#endif
