/* Puts attendance into the words of the reader's language. */
#include "features/attendance/attendance_view.h"

#include <stdatomic.h>

#include "base/random.h"
#include "base/zone.h"
#include "features/event/event_view.h"
#include "text/fold.h"
#include "text/format.h"
#include "text/tr.h"
#include "web/live.h"

/* Who is marked later than this after the end was not seen at the door. */
enum { DOOR_STAYS_OPEN = 3600 };

struct attendance_head attendance_head_make(struct ctx *c, const struct event *event)
{
	return (struct attendance_head){
		.event_key = event->row.key,
		.title = event->text.title,
		.title_lang = event->text.lang == c->lang ? str_null : str_from(lang_code(event->text.lang)),
		.when = event_when(c, event->row.starts_local, event->row.ends_local),
		.where = event_where(c, event->row.place_name, event->row.street, event->row.post_office),
	};
}

enum err attendance_clock(struct ctx *c, const struct event *event, int64_t utc, str *ret)
{
	const struct zone *zone;
	struct civil local, start;

	TRY(zone_find(event->row.zone, &zone));
	local = zone_utc_to_local(zone, utc);
	start = zone_utc_to_local(zone, event->row.starts_utc);
	*ret = format_clock(c->a, c->lang, local);
	if (local.day != start.day || local.month != start.month || local.year != start.year)
		*ret = STR_CONCAT(c->a, format_date(c->a, c->lang, local), S(" "), *ret);
	return OK;
}

bool attendance_seen_at_door(const struct event *event, int64_t arrived_utc)
{
	return arrived_utc <= event->row.ends_utc + DOOR_STAYS_OPEN;
}

str attendance_counted(struct ctx *c, const struct attendance *a)
{
	return trf(c->a, c->lang, "{here} of {all} here", TR_ARG("here", str_format(c->a, "%zu", a->arrived)),
		   TR_ARG("all", str_format(c->a, "%zu", a->confirmed)));
}

static enum err view_person(struct ctx *c, const struct attendance *a, size_t i, struct attendee_view *v)
{
	const struct q_attendance_people_row *p = &a->people[i];
	str clock;

	*v = (struct attendee_view){ .key = p->key, .name = p->name, .where = p->organisation_name,
				     .here = p->arrived_utc.set, .absent = p->absent, .tag = S(""), .tag_class = S("tag"),
				     .hint = S(""), .number = str_format(c->a, "%zu", i + 1) };
	if (v->here) {
		TRY(attendance_clock(c, &a->event, p->arrived_utc.v, &clock));
		v->tag = attendance_seen_at_door(&a->event, p->arrived_utc.v)
				 ? trf(c->a, c->lang, "Here {time}", TR_ARG("time", clock))
				 : tr(c->lang, "Was here");
		v->tag_class = S("tag good");
	} else if (v->absent) {
		v->tag = tr(c->lang, "Absent");
		v->tag_class = S("tag warn");
	}
	if (str_eq(p->state, S("waiting")))
		v->hint = tr(c->lang, "On the waiting list");
	else if (str_eq(p->mode, S("remote")))
		v->hint = tr(c->lang, "Remotely");
	return OK;
}

static bool fits(struct ctx *c, const struct q_attendance_people_row *p, str folded, str code)
{
	str words = text_fold(c->a, STR_CONCAT(c->a, p->name, S(" "), p->organisation_name));

	return str_find_str(words, folded) < words.n || (!str_is_null(code) && str_eq(p->code, code));
}

enum err attendance_people_make(struct ctx *c, const struct attendance *a, str q, struct attendee_view **ret, size_t *ret_count)
{
	struct attendee_view *people = NEW_ARRAY(c->a, a->count, struct attendee_view);
	str folded = str_is_null(q) ? S("") : text_fold(c->a, q);
	str code = str_is_null(q) ? str_null : code_check_in_read(c->a, q);
	size_t n = 0;

	for (size_t i = 0; i < a->count; i++)
		if (folded.n == 0 || fits(c, &a->people[i], folded, code))
			TRY(view_person(c, a, i, &people[n++]));
	*ret = people;
	*ret_count = n;
	return OK;
}

str attendance_refusal_text(enum lang lang, enum mark_answer answer)
{
	switch (answer) {
	case MARK_NO_PLACE: return tr(lang, "This sign-up is not on the list any more. Load the page again.");
	case MARK_NEEDS_REASON: return tr(lang, "The attendance was closed. A change needs a reason.");
	case MARK_TOO_OLD: return tr(lang, "This mark is too old to count.");
	case MARK_TAKEN: case MARK_OLDER: break;
	}
	BUG("a mark that was taken needs no excuse");
}

str attendance_topic(struct ctx *c, str event_key)
{
	return STR_CONCAT(c->a, S("attendance:"), event_key);
}

/* A number that grows with each news, over restarts, too: two marks in one millisecond are both told. */
static int64_t next_version(int64_t now_ms)
{
	static _Atomic int64_t last;
	int64_t before = atomic_load(&last), next;

	do
		next = before + 1 > now_ms ? before + 1 : now_ms;
	while (!atomic_compare_exchange_weak(&last, &before, next));
	return next;
}

void attendance_tell(struct ctx *c, str event_key)
{
	live_publish(attendance_topic(c, event_key), next_version(c->now_ms), S("{}"));
}
