/* Words and values that several pages of sign-ups share. */
#include "features/registration/registration_view.h"

#include "features/event/event_view.h"
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
