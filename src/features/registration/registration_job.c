/* What happens to sign-ups later: everyone is told of a change or a cancellation, added seats go to the waiting list.
 *
 * Each person's row says which version of the event (its sequence) the person was told, and is written with the mail: a job
 * that runs again, or two changes in a row, tell nobody twice. A body of the database tells PORTION people; after a few of
 * them the job is queued again, so that others get their turn. */
#include "base/buf.h"
#include "features/registration/registration.h"
#include "features/registration/registration_mail.h"
#include "features/registration/seat_queue.h"
#include "store/job.h"
#include "store/journal.h"
#include "text/lang.h"
#include "text/tr.h"

enum { PORTION = 10, PORTIONS_A_RUN = 10, ENTRIES_MAX = 100, DAY = 86400 };

/* ---- telling ------------------------------------------------------------------------------------------------------------ */

/* What has changed since people were told last; read from the event's journal. */
struct changes {
	bool time, place, link;
};

struct telling {
	int64_t event;
	enum registration_mail kind;
	struct changes changes;
	size_t told; /* in this portion */
};

static enum err read_changes(struct ctx *c, int64_t event, struct changes *ret)
{
	struct q_journal_of_row *rows;
	size_t count;

	*ret = (struct changes){ 0 };
	TRY(journal_read(c, "event", event, ENTRIES_MAX, &rows, &count));
	for (size_t i = 0; i < count && !str_eq_c(rows[i].what, "event_change_told"); i++) {
		ret->time |= str_eq_c(rows[i].what, "event_time_changed");
		ret->place |= str_eq_c(rows[i].what, "event_place_changed");
		ret->link |= str_eq_c(rows[i].what, "event_link_changed");
	}
	return OK;
}

static str change_words(struct ctx *c, const struct changes *changes, enum lang lang)
{
	const struct {
		bool is;
		str words;
	} parts[] = { { changes->time, tr(lang, "The time has changed.") },
		      { changes->place, tr(lang, "The place has changed.") },
		      { changes->link, tr(lang, "The remote link has changed.") } };
	struct buf b;

	buf_init(&b, c->a, 1000);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].is) {
			if (b.n > 0)
				buf_char(&b, ' ');
			buf_str(&b, parts[i].words);
		}
	return b.n == 0 ? str_null : buf_done(&b);
}

static enum err tell_portion(struct ctx *c, struct tx *tx, void *arg)
{
	struct telling *t = arg;
	struct q_event_lock_row event;
	struct q_registrations_to_tell_row *rows;
	int64_t changes;
	bool found;

	t->told = 0;
	TRY(q_event_lock(c, tx, t->event, &found, &event));
	if (!found)
		return OK;
	TRY(q_registrations_to_tell(c, t->event, event.sequence, PORTION, &rows, &t->told));
	for (size_t i = 0; i < t->told; i++) {
		enum lang lang;

		INVARIANT(lang_from_code(rows[i].lang, &lang));
		TRY(q_registration_told(c, tx, rows[i].id, event.sequence, &changes));
		TRY(registration_mail(c, tx, rows[i].id, t->kind, change_words(c, &t->changes, lang)));
	}
	return t->told < PORTION ? journal_note(c, tx, "event_change_told", "event", t->event, S("")) : OK;
}

static enum err tell(struct ctx *c, struct writer *w, struct job *job, enum registration_mail kind)
{
	struct telling t = { .event = job_object(job), .kind = kind };

	if (kind == MAIL_EVENT_CHANGED)
		TRY(read_changes(c, t.event, &t.changes));
	for (int i = 0; i < PORTIONS_A_RUN; i++) {
		TRY(db_write(c, w, tell_portion, &t));
		if (t.told < PORTION)
			return OK;
	}
	*job->ret_progress = S("more");
	return OK;
}

static enum err tell_change(struct ctx *c, struct writer *w, struct job *job)
{
	return tell(c, w, job, MAIL_EVENT_CHANGED);
}

static enum err tell_cancellation(struct ctx *c, struct writer *w, struct job *job)
{
	return tell(c, w, job, MAIL_EVENT_CANCELLED);
}

/* ---- added seats -------------------------------------------------------------------------------------------------------- */

struct filling {
	int64_t event, moved;
};

static enum err fill_portion(struct ctx *c, struct tx *tx, void *arg)
{
	struct filling *f = arg;
	struct q_event_lock_row event;
	bool found;

	f->moved = 0;
	TRY(q_event_lock(c, tx, f->event, &found, &event));
	if (!found || !str_eq_c(event.state, "published"))
		return OK;
	seat_queue_publish(c, tx, event.key);
	return seat_queue_fill(c, tx, f->event, "seats were added", SEAT_QUEUE_PORTION, &f->moved);
}

static enum err fill_added_seats(struct ctx *c, struct writer *w, struct job *job)
{
	struct filling f = { .event = job_object(job) };

	for (int i = 0; i < PORTIONS_A_RUN; i++) {
		TRY(db_write(c, w, fill_portion, &f));
		if (f.moved < SEAT_QUEUE_PORTION)
			return OK;
	}
	*job->ret_progress = S("more");
	return OK;
}

/* ---- forgetting --------------------------------------------------------------------------------------------------------- */

static enum err forget_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t changes;

	(void)arg;
	return q_unconfirmed_mail_forget(c, tx, c->now - 2 * DAY, &changes);
}

/* The counts of mails to unconfirmed addresses are personal data that serve for a day. */
static enum err forget_counts(struct ctx *c, struct writer *w, struct job *job)
{
	(void)job;
	return db_write(c, w, forget_body, NULL);
}

static const struct job_kind kinds[] = {
	{ "event_changed", tell_change, 0 },
	{ "event_cancelled", tell_cancellation, 0 },
	{ "event_seats_added", fill_added_seats, 0 },
	{ "registration_forget_counts", forget_counts, DAY },
};
const struct job_table registration_job_handlers = JOB_TABLE(kinds);
