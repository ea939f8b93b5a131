/* The instants of planned times, derived anew when the zone data of the machine change: people keep the local time that was
 * announced, and calendars get the new instant with the next sequence number. What has ended stays as it was. */
#include "base/zone.h"
#include "features/derived/derived.h"
#include "features/event/event.sql.h"
#include "store/journal.h"

/* Of a time that exists twice, or not at all under the new data: the instant that is nearest to the old one. */
static int64_t derive(const struct zone *zone, str local, int64_t old)
{
	struct civil civil;
	int64_t first, second;

	if (!time_read_local(local, &civil))
		return old;
	if (zone_local_to_utc(zone, civil, &first, &second) == LOCAL_OK)
		return first;
	return (old > first ? old - first : first - old) <= (old > second ? old - second : second - old) ? first : second;
}

static enum err derive_event(struct ctx *c, struct tx *tx, const struct q_event_derived_after_row *row)
{
	const struct zone *zone;
	struct opt_int opens = row->opens;
	int64_t starts, ends, closes, changes;

	if (zone_find(row->zone, &zone) != OK)
		return OK;
	starts = derive(zone, row->starts_local, row->starts);
	ends = derive(zone, row->ends_local, row->ends);
	closes = derive(zone, row->closes_local, row->closes);
	if (opens.set && !str_is_null(row->opens_local))
		opens.v = derive(zone, row->opens_local, opens.v);
	if (starts == row->starts && ends == row->ends && closes == row->closes && opens.v == row->opens.v)
		return OK;
	if (ends <= starts || closes > ends) /* the new rules leave no such event: people look at it */
		return journal_note(c, tx, "event_times_stale", "event", row->id, zone_data_version(c->a));
	TRY(q_event_derived_set(c, tx,
				&(struct q_event_derived_set_in){ .id = row->id,
								  .version = row->version,
								  .starts = starts,
								  .ends = ends,
								  .closes = closes,
								  .opens = opens,
								  .now = c->now },
				&changes));
	return changes == 0 ? OK : journal_note(c, tx, "event_times_derived", "event", row->id, zone_data_version(c->a));
}

static enum err portion(struct ctx *c, struct tx *tx, int64_t after, int64_t *ret_last)
{
	struct q_event_derived_after_row *rows;
	size_t n;

	TRY(q_event_derived_after(c, after, c->now, DERIVED_PORTION, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(derive_event(c, tx, &rows[i]));
		*ret_last = rows[i].id;
	}
	return OK;
}

static const struct derived_kind kinds[] = { { "event_times", zone_data_version, portion } };

const struct derived_table event_derived_columns = DERIVED_TABLE(kinds);
