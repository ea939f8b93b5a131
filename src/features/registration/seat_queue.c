/* Who gets a freed or added seat: first come, first served. */
#include "features/registration/seat_queue.h"

#include "features/registration/registration.h"
#include "features/registration/registration_mail.h"
#include "store/journal.h"
#include "web/live.h"

static enum err take_if_free(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode, bool *ret_taken)
{
	struct q_seat_take_site_row site;
	struct q_seat_take_remote_row remote;

	return mode == SEAT_SITE ? q_seat_take_site(c, tx, event, c->now, ret_taken, &site)
				 : q_seat_take_remote(c, tx, event, c->now, ret_taken, &remote);
}

enum err seat_queue_take(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode, bool *ret_taken)
{
	struct q_queue_first_row first;
	bool waits;

	*ret_taken = false;
	TRY(q_queue_first(c, event, str_from(seat_mode_code(mode)), &waits, &first));
	if (waits)
		return OK;
	return take_if_free(c, tx, event, mode, ret_taken);
}

enum err seat_queue_take_anyway(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode)
{
	int64_t changes;

	TRY(mode == SEAT_SITE ? q_seat_add_taken_site(c, tx, event, c->now, &changes)
			      : q_seat_add_taken_remote(c, tx, event, c->now, &changes));
	INVARIANT(changes == 1);
	return OK;
}

enum err seat_queue_join(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode, int64_t *ret_number,
			 int64_t *ret_position)
{
	if (mode == SEAT_SITE) {
		struct q_queue_join_site_row row;

		TRY(q_queue_join_site(c, tx, event, c->now, &row));
		*ret_number = row.queue_number;
		*ret_position = row.waiting;
	} else {
		struct q_queue_join_remote_row row;

		TRY(q_queue_join_remote(c, tx, event, c->now, &row));
		*ret_number = row.queue_number;
		*ret_position = row.waiting;
	}
	return OK;
}

enum err seat_queue_give_back(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode)
{
	int64_t changes;

	TRY(mode == SEAT_SITE ? q_seat_give_back_site(c, tx, event, c->now, &changes)
			      : q_seat_give_back_remote(c, tx, event, c->now, &changes));
	INVARIANT(changes == 1);
	return OK;
}

enum err seat_queue_leave(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode)
{
	int64_t changes;

	TRY(mode == SEAT_SITE ? q_queue_leave_site(c, tx, event, c->now, &changes)
			      : q_queue_leave_remote(c, tx, event, c->now, &changes));
	INVARIANT(changes == 1);
	return OK;
}

/* Moves the first of a queue up if a seat is free. */
static enum err move_first_up(struct ctx *c, struct tx *tx, int64_t event, enum seat_mode mode, const char *reason,
			      bool *ret_moved)
{
	struct q_queue_first_row first;
	int64_t changes;
	bool taken;

	TRY(q_queue_first(c, event, str_from(seat_mode_code(mode)), ret_moved, &first));
	if (!*ret_moved)
		return OK;
	TRY(take_if_free(c, tx, event, mode, &taken));
	if (!taken) {
		*ret_moved = false;
		return OK;
	}
	TRY(seat_queue_leave(c, tx, event, mode));
	TRY(q_registration_confirm(c, tx, first.id, c->now, &changes));
	INVARIANT(changes == 1);
	TRY(journal_note(c, tx, "registration_moved_up", "registration", first.id, str_from(reason)));
	return registration_mail(c, tx, first.id, MAIL_MOVED_UP, str_null);
}

enum err seat_queue_fill(struct ctx *c, struct tx *tx, int64_t event, const char *reason, int64_t most,
			 int64_t *ret_moved)
{
	*ret_moved = 0;
	for (enum seat_mode mode = SEAT_SITE; mode <= SEAT_REMOTE; mode++)
		for (bool moved = true; moved && *ret_moved < most;) {
			TRY(move_first_up(c, tx, event, mode, reason, &moved));
			*ret_moved += moved;
		}
	return OK;
}

void seat_queue_publish(struct ctx *c, struct tx *tx, str event_key)
{
	/* Ids grow with time, as versions of a topic must. */
	live_after_commit(c, tx, STR_CONCAT(c->a, S("event:"), event_key), ctx_id(c), S("{}"));
}

enum err seat_queue_position(struct ctx *c, int64_t event, enum seat_mode mode, int64_t queue_number, int64_t *ret)
{
	return q_queue_position(c, event, str_from(seat_mode_code(mode)), queue_number, ret);
}
