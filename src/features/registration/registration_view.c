/* Words and values that several pages of sign-ups share. */
#include "features/registration/registration_view.h"

#include "base/encode.h"
#include "base/zone.h"
#include "features/event/event_view.h"
#include "store/list.h"
#include "text/format.h"
#include "text/lang.h"
#include "text/tr.h"

struct registration_head registration_head_make(struct ctx *c, const struct event *event)
{
	const struct q_event_by_key_row *row = &event->row;

	return (struct registration_head){
		.event_key = row->key,
		.title = event->text.title,
		.title_lang = event->text.lang == c->lang ? str_null : str_from(lang_code(event->text.lang)),
		.when = event_when(c, row->starts_local, row->ends_local),
		.where = event_where(c, row->place_name, row->street, row->post_office),
		.contact = event_where(c, row->contact_name, row->contact_phone, row->contact_email),
	};
}

void field_as_select(struct ctx *c, struct field_view *field)
{
	struct field_choice *choices = NEW_ARRAY(c->a, field->choice_count + 1, struct field_choice);

	choices[0] = (struct field_choice){ .value = S(""), .label = tr(c->lang, "Choose"), .hint = str_null };
	if (field->choice_count > 0)
		memcpy(choices + 1, field->choices, field->choice_count * sizeof *choices);
	field->look = LOOK_SELECT;
	field->choices = choices;
	field->choice_count++;
}

str registration_tag_class(enum registration_state state)
{
	switch (state) {
	case REGISTRATION_CONFIRMED: return S("tag good");
	case REGISTRATION_WAITING: return S("tag warn");
	case REGISTRATION_CANCELLED: return S("tag error");
	}
	BUG("state %d", (int)state);
}

const struct field_view *registration_fields(struct req *rq, const struct form_result *r, const char *const *names,
					     size_t count)
{
	struct field_view *fields = NEW_ARRAY(rq->c->a, count, struct field_view);

	for (size_t i = 0; i < count; i++)
		fields[i] = req_field(rq, r, names[i]);
	return fields;
}

str registration_place_text(struct ctx *c, enum registration_state state, int64_t queue_position)
{
	switch (state) {
	case REGISTRATION_CONFIRMED: return tr(c->lang, "Has a seat");
	case REGISTRATION_CANCELLED: return tr(c->lang, "Sign-up cancelled");
	case REGISTRATION_WAITING:
		return trf(c->a, c->lang, "On the waiting list, place {n}",
			   TR_ARG("n", str_format(c->a, "%lld", (long long)queue_position)));
	}
	BUG("state %d", (int)state);
}

str seat_mode_word(enum lang lang, enum seat_mode mode)
{
	return mode == SEAT_SITE ? tr(lang, "On site") : tr(lang, "Remotely");
}

str registration_moment(struct ctx *c, const struct q_event_by_key_row *event, int64_t utc)
{
	const struct zone *zone;
	struct civil local = zone_find(event->zone, &zone) == OK ? zone_utc_to_local(zone, utc) : time_to_civil(utc);

	return format_when(c->a, c->lang, local, CIVIL_NONE);
}

struct registration_query registration_query_read(struct req *rq)
{
	str state = req_query(rq, "state"), mode = req_query(rq, "mode"), order = req_query(rq, "order");
	struct registration_query q = { .words = req_query(rq, "q"), .cursor = req_query(rq, "from"),
					.order = Q_REGISTRATION_LIST_BY_CREATED, .descending = true };

	q.unconfirmed = str_eq_c(state, "unconfirmed");
	for (int i = REGISTRATION_CONFIRMED; i <= REGISTRATION_CANCELLED; i++)
		if (str_eq_c(state, registration_state_code((enum registration_state)i))) {
			q.by_state = true;
			q.state = (enum registration_state)i;
		}
	q.by_mode = seat_mode_from_code(str_is_null(mode) ? S("") : mode, &q.mode);
	if (list_order_from_code(&list_registration_list, order, &q.order))
		q.descending = q.order == Q_REGISTRATION_LIST_BY_CREATED;
	return q;
}

static void add_parameter(struct buf *b, const char *name, str value)
{
	if (str_empty(value))
		return;
	buf_char(b, str_find(buf_done(b), '?') < b->n ? '&' : '?');
	buf_str(b, str_from(name));
	buf_char(b, '=');
	buf_url(b, value);
}

struct safe_url registration_list_url(struct req *rq, str event_key, const char *page, str cursor)
{
	static const char *const kept[] = { "state", "mode", "q", "order" };
	struct buf b;

	buf_init(&b, rq->c->a, 8000);
	buf_format(&b, "/%s/registrations/%.*s", lang_code(rq->c->lang), STR_ARG(event_key));
	if (page[0] != '\0')
		buf_format(&b, "/%s", page);
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		add_parameter(&b, kept[i], req_query(rq, kept[i]));
	add_parameter(&b, "from", cursor);
	return url_local(buf_done(&b));
}
