/* Marks from the door and what they mean. */
#include "features/attendance/attendance.h"

#include "base/random.h"
#include "features/registration/seat_queue.h"
#include "store/journal.h"

static const char *const what_codes[] = { "arrived", "absent", "unknown" };

bool attendance_what_from_code(str code, enum attendance_what *ret)
{
	for (int i = 0; i < 3; i++)
		if (str_eq_c(code, what_codes[i])) {
			*ret = (enum attendance_what)i;
			return true;
		}
	return false;
}

bool attendance_may(const struct ctx *c, int64_t event)
{
	return event_runs(c, event) || actor_has(c->actor, ROLE_HELPER, SCOPE_EVENT, event);
}

/* The event's row, if the actor may work at its door. */
static enum err find_row(struct ctx *c, str event_key, struct q_event_by_key_row *ret)
{
	TRY(event_find_row(c, event_key, ret));
	return attendance_may(c, ret->id) && !str_eq(ret->state, S("draft")) ? OK : ERR_NOT_FOUND;
}

enum err attendance_find(struct ctx *c, str event_key, struct attendance *ret)
{
	struct attendance a = { 0 };
	struct q_event_by_key_row row;

	TRY(find_row(c, event_key, &row));
	TRY(event_find(c, event_key, &a.event));
	TRY(q_attendance_people(c, row.id, &a.people, &a.count));
	for (size_t i = 0; i < a.count; i++) {
		a.arrived += a.people[i].arrived_utc.set;
		a.confirmed += str_eq(a.people[i].state, S("confirmed"));
	}
	*ret = a;
	return OK;
}

/* ---- marks ----------------------------------------------------------------------------------------------------------- */

struct marking {
	struct q_event_by_key_row event;
	const struct attendance_mark *marks;
	size_t count;
	enum mark_answer *answers;
};

/* Someone from the queue stands in the room: the place is confirmed, beyond the seats if need be. */
static enum err let_in(struct ctx *c, struct tx *tx, int64_t event, int64_t registration, str mode_code)
{
	enum seat_mode mode;
	int64_t changes;

	INVARIANT(seat_mode_from_code(mode_code, &mode));
	TRY(seat_queue_leave(c, tx, event, mode));
	TRY(seat_queue_take_anyway(c, tx, event, mode));
	TRY(q_registration_confirm(c, tx, registration, c->now, &changes));
	return journal_note(c, tx, "registration_let_in", "registration", registration,
			    S("came from the waiting list"));
}

static enum err apply_newest(struct ctx *c, struct tx *tx, int64_t registration, str mark_key, enum mark_answer *ret)
{
	struct q_mark_newest_row newest;
	enum attendance_what what;
	int64_t changes;
	bool found;

	TRY(q_mark_newest(c, registration, &found, &newest));
	INVARIANT(found && attendance_what_from_code(newest.what, &what));
	*ret = str_eq(newest.mark_key, mark_key) ? MARK_TAKEN : MARK_OLDER;
	return q_attendance_set(c, tx, registration, (struct opt_int){ what == ATTENDANCE_ARRIVED, newest.at_utc },
				what == ATTENDANCE_ABSENT, c->now, &changes);
}

static enum err take_mark(struct ctx *c, struct tx *tx, const struct marking *m, const struct attendance_mark *mark,
			  enum mark_answer *ret)
{
	struct q_attendance_place_row place;
	bool found, held = str_eq(m->event.state, S("held"));
	int64_t at = mark->at > c->now ? c->now : mark->at, changes;

	*ret = MARK_NO_PLACE;
	TRY(q_attendance_place(c, m->event.id, mark->registration_key, &found, &place));
	if (!found || str_eq(place.state, S("cancelled")))
		return OK;
	*ret = MARK_TOO_OLD;
	if (at < c->now - ATTENDANCE_MARK_AGE_MAX)
		return OK;
	*ret = MARK_NEEDS_REASON;
	if (held && str_empty(mark->reason))
		return OK;
	*ret = MARK_TAKEN;
	TRY(q_mark_insert(c, tx,
			  &(struct q_mark_insert_in){
				  .mark_key = mark->mark_key,
				  .event = m->event.id,
				  .registration = place.id,
				  .what = str_from(what_codes[mark->what]),
				  .at = at,
				  .now = c->now,
				  .account = { c->actor->account != 0, c->actor->account },
				  .reason = str_empty(mark->reason) ? str_null : mark->reason,
			  },
			  &changes));
	if (changes == 0)
		return OK; /* sent before */
	if (mark->what == ATTENDANCE_ARRIVED && str_eq(place.state, S("waiting")))
		TRY(let_in(c, tx, m->event.id, place.id, place.mode));
	TRY(apply_newest(c, tx, place.id, mark->mark_key, ret));
	return held ? journal_note(c, tx, "attendance_corrected", "registration", place.id, mark->reason) : OK;
}

static enum err marks_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct marking *m = arg;
	struct q_event_lock_row locked;
	bool found;

	TRY(q_event_lock(c, tx, m->event.id, &found, &locked));
	for (size_t i = 0; i < m->count; i++)
		TRY(take_mark(c, tx, m, &m->marks[i], &m->answers[i]));
	return OK;
}

enum err attendance_marks(struct ctx *c, struct writer *w, str event_key, const struct attendance_mark *marks,
			  size_t count, enum mark_answer *answers)
{
	struct marking m = { .marks = marks, .count = count, .answers = answers };

	TRY(find_row(c, event_key, &m.event));
	if (count > ATTENDANCE_MARKS_MAX)
		return ERR_LIMIT;
	for (size_t i = 0; i < count; i++)
		if (!key_valid(marks[i].mark_key))
			return ERR_INVALID;
	return db_write(c, w, marks_body, &m);
}

str attendance_mark_key(struct ctx *c)
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	char time[10];
	uint64_t ms = (uint64_t)c->now_ms;

	for (size_t i = sizeof time; i-- > 0; ms /= 32)
		time[i] = letters[ms % 32];
	return STR_CONCAT(c->a, str_make(time, sizeof time), str_sub(key_new(c->a, c->random), sizeof time, KEY_LENGTH));
}

enum err attendance_look_up(struct ctx *c, str event_key, str ticket_or_code, str *ret_registration_key)
{
	struct q_event_by_key_row event;
	struct q_attendance_by_ticket_row ticket;
	struct q_attendance_by_code_row by_code;
	str code;
	bool found;

	TRY(find_row(c, event_key, &event));
	TRY(q_attendance_by_ticket(c, event.id, ticket_or_code, &found, &ticket));
	if (found) {
		*ret_registration_key = ticket.key;
		return OK;
	}
	code = code_check_in_read(c->a, ticket_or_code);
	if (str_is_null(code))
		return ERR_NOT_FOUND;
	TRY(q_attendance_by_code(c, event.id, code, &found, &by_code));
	if (!found)
		return ERR_NOT_FOUND;
	*ret_registration_key = by_code.key;
	return OK;
}

enum err attendance_walk_in(struct ctx *c, struct writer *w, str event_key, const struct registration_input *in,
			    struct registration_outcome *ret)
{
	struct registration_input walk_in = *in;
	struct q_event_by_key_row event;
	struct attendance_mark mark = { .what = ATTENDANCE_ARRIVED, .at = c->now, .reason = S("walk-in") };
	enum mark_answer answer;

	TRY(find_row(c, event_key, &event));
	walk_in.source = SOURCE_WALK_IN;
	TRY(registration_sign_up(c, w, event_key, &walk_in, ret));
	for (size_t i = 0; i < ret->place_count; i++) {
		if (str_is_null(ret->places[i].key))
			continue;
		mark.mark_key = attendance_mark_key(c);
		mark.registration_key = ret->places[i].key;
		TRY(attendance_marks(c, w, event_key, &mark, 1, &answer));
	}
	return OK;
}

/* ---- the end --------------------------------------------------------------------------------------------------------- */

struct closing {
	struct q_event_by_key_row event;
	int64_t absent;
	struct event_outcome *out;
};

static enum err close_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct closing *closing = arg;

	TRY(q_attendance_rest_absent(c, tx, closing->event.id, c->now, &closing->absent));
	return event_hold_in(c, tx, closing->event.id, closing->out);
}

enum err attendance_close(struct ctx *c, struct writer *w, str event_key, int64_t *ret_absent,
			  struct event_outcome *ret)
{
	struct closing closing = { .out = ret };

	*ret = (struct event_outcome){ 0 };
	TRY(event_find_row(c, event_key, &closing.event));
	if (!event_runs(c, closing.event.id))
		return ERR_NOT_FOUND;
	if (!str_eq(closing.event.state, S("published"))) {
		ret->refusal = EVENT_NOT_IN_THIS_STATE;
		*ret_absent = 0;
		return OK;
	}
	TRY(db_write(c, w, close_body, &closing));
	*ret_absent = closing.absent;
	return OK;
}
