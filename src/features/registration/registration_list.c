/* What those who run an event look at: the list of sign-ups, and one of them with its time line. */
#include "features/registration/registration.h"
#include "features/registration/seat_queue.h"
#include "store/list.h"
#include "text/fold.h"

enum { HISTORY_MAX = 100 };

enum err registration_list(struct ctx *c, int64_t event, const struct registration_query *query,
			   struct q_registration_list_result *ret)
{
	struct q_registration_list_filter filter = { .by_event = true, .event = event };
	struct list_page page = { .order = query->order, .descending = query->descending, .limit = query->limit,
				  .cursor = query->cursor };
	/* Folded words are letters, digits and spaces: nothing in them means anything to LIKE. */
	str words = str_is_null(query->words) ? S("") : text_fold(c->a, query->words);

	if (!event_runs(c, event))
		return ERR_NOT_FOUND;
	filter.by_state = query->by_state;
	filter.state = str_from(registration_state_code(query->state));
	filter.by_mode = query->by_mode;
	filter.mode = str_from(seat_mode_code(query->mode));
	filter.by_unconfirmed = query->unconfirmed;
	filter.by_active = query->active || query->unconfirmed;
	filter.by_holds = !str_empty(words);
	filter.pattern = STR_CONCAT(c->a, S("%"), words, S("%"));
	return q_registration_list(c, &filter, &page, ret);
}

enum err registration_figures(struct ctx *c, int64_t event, struct q_registration_counts_row *ret)
{
	return event_runs(c, event) ? q_registration_counts(c, event, ret) : ERR_NOT_FOUND;
}

enum err registration_find(struct ctx *c, str registration_key, struct registration *ret, struct event *ret_event)
{
	struct q_registration_id_by_key_row id;
	struct q_event_key_by_id_row event;
	struct q_party_message_row party;
	enum seat_mode mode;
	bool found;

	*ret = (struct registration){ .queue_position = 0 };
	TRY(q_registration_id_by_key(c, registration_key, &found, &id));
	if (!found || !event_runs(c, id.event_id))
		return ERR_NOT_FOUND;
	TRY(q_registration_by_id(c, id.id, &found, &ret->row));
	INVARIANT(found && seat_mode_from_code(ret->row.mode, &mode));
	if (ret->row.queue_number.set)
		TRY(seat_queue_position(c, id.event_id, mode, ret->row.queue_number.v, &ret->queue_position));
	TRY(q_party_message(c, id.party_id, &party));
	ret->message = party.message;
	TRY(journal_read(c, "registration", id.id, HISTORY_MAX, &ret->history, &ret->history_count));
	TRY(q_event_key_by_id(c, id.event_id, &found, &event));
	INVARIANT(found);
	return event_find(c, event.key, ret_event);
}
