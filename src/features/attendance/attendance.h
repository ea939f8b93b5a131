/* Attendance: who came - marked at the door, from the signed list afterwards, or corrected later.
 *
 * Invariants:
 *   - A mark has a key of its own, made by the device. The same mark sent twice (a phone whose network dropped) counts once.
 *   - What counts for a person is the newest mark by the time it was made, not by the time it was received: a phone that was
 *     away for ten minutes does not undo what another helper has marked since.
 *   - A device's clock may be wrong: a mark from the future counts as made now.
 *   - One who waited for a seat and stands at the door may be marked arrived; the place becomes confirmed.
 *   - After the event was held (attendance_close) a change needs a reason, which is kept.
 *
 * Permission: those who run the event, and its helpers (role helper for this event). Others: ERR_NOT_FOUND. A draft has no
 * door: ERR_NOT_FOUND for everyone.
 * Limits: ATTENDANCE_MARKS_MAX marks in one go; marks older than 14 days are refused. */
#ifndef TALKOOT_FEATURES_ATTENDANCE_H
#define TALKOOT_FEATURES_ATTENDANCE_H

#include "features/attendance/attendance.sql.h"
#include "features/event/event.h"
#include "features/registration/registration.h"
#include "store/file_store.h"

enum { ATTENDANCE_MARKS_MAX = 500, ATTENDANCE_MARK_AGE_MAX = 14 * 86400 };

/* May the actor work at this event's door? */
bool attendance_may(const struct ctx *c, int64_t event);

struct attendance {
	struct event event;
	struct q_attendance_people_row *people;
	size_t count;
	size_t arrived, confirmed; /* of the people */
};
/* The list for the door, by name. */
MUST enum err attendance_find(struct ctx *c, str event_key, struct attendance *ret);

enum attendance_what { ATTENDANCE_ARRIVED, ATTENDANCE_ABSENT, ATTENDANCE_UNKNOWN };
bool attendance_what_from_code(str code, enum attendance_what *ret);

struct attendance_mark {
	str mark_key; /* key_valid; made by the device, beginning with the time, as attendance_mark_key does */
	str registration_key;
	enum attendance_what what;
	int64_t at; /* UTC, by the device's clock */
	str reason; /* needed once the event was held */
};

enum mark_answer {
	MARK_TAKEN,    /* counts, or counted before */
	MARK_OLDER,    /* kept, but a newer mark counts */
	MARK_NO_PLACE, /* no such sign-up at this event, or cancelled */
	MARK_NEEDS_REASON,
	MARK_TOO_OLD
};

/* Takes marks, all in one transaction; answers[i] belongs to marks[i]. ERR_LIMIT: too many at once. */
MUST enum err attendance_marks(struct ctx *c, struct writer *w, str event_key, const struct attendance_mark *marks,
			       size_t count, enum mark_answer *answers);

/* A new mark_key for a mark that no device made; keys of a later millisecond sort behind, which decides between two marks of
 * one second. */
str attendance_mark_key(struct ctx *c);

/* The sign-up that a scanned ticket key or typed code belongs to; ERR_NOT_FOUND: none of this event. */
MUST enum err attendance_look_up(struct ctx *c, str event_key, str ticket_or_code, str *ret_registration_key);

/* Someone who is not signed up stands at the door: signs up beyond the seats and marks as arrived. */
MUST enum err attendance_walk_in(struct ctx *c, struct writer *w, str event_key, const struct registration_input *in,
				 struct registration_outcome *ret);

/* The attendance is known: everyone confirmed and not marked counts as absent, and the event is held. *ret_absent: how many
 * were set. EVENT_NOT_IN_THIS_STATE in *ret: not published. Only those who run the event. */
MUST enum err attendance_close(struct ctx *c, struct writer *w, str event_key, int64_t *ret_absent,
			       struct event_outcome *ret);

/* ---- scans of the signed sheets (attendance_scan.c): only for those who run the event, others get ERR_NOT_FOUND ---------- */

enum { ATTENDANCE_SCANS_MAX = 50 };
enum scan_refusal { SCAN_OK, SCAN_NOT_A_SCAN /* neither PDF nor JPEG nor PNG */, SCAN_TOO_MUCH /* 10 MB, or the event's quota */ };

/* Keeps a scan as long as the event, noted in the journal. */
MUST enum err attendance_scan_add(struct ctx *c, struct writer *w, str event_key, str name, str bytes,
				  enum scan_refusal *ret);
/* The scans of an event, oldest first. */
MUST enum err attendance_scans(struct ctx *c, int64_t event, struct q_files_of_row **ret, size_t *ret_count);
MUST enum err attendance_scan_find(struct ctx *c, str event_key, str file_key, struct q_file_by_key_row *ret);
/* Deletes one that was uploaded by mistake, noted in the journal. */
MUST enum err attendance_scan_remove(struct ctx *c, struct writer *w, str event_key, str file_key);

#endif
