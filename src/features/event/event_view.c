/* Puts events into the words of the reader's language, for pages and mails. */
#include "features/event/event_view.h"

#include "base/settings.h"
#include "base/time.h"
#include "features/project/project.h"
#include "text/format.h"

str event_when(struct ctx *c, str starts_local, str ends_local)
{
	struct civil start, end;

	INVARIANT(time_read_local(starts_local, &start) && time_read_local(ends_local, &end));
	return format_when(c->a, c->lang, start, end);
}

str event_where(struct ctx *c, str place_name, str street, str post_office)
{
	const str parts[] = { place_name, street, post_office };
	struct buf b;

	buf_init(&b, c->a, 2000);
	for (size_t i = 0; i < 3; i++)
		if (!str_empty(parts[i])) {
			if (b.n > 0)
				buf_lit(&b, ", ");
			buf_str(&b, parts[i]);
		}
	return buf_done(&b);
}

str decision_maker_function(enum lang lang, str kind)
{
	if (str_eq(kind, S("chief_executive")))
		return tr(lang, "Managing director");
	if (str_eq(kind, S("purchasing")))
		return tr(lang, "Head of purchasing");
	if (str_eq(kind, S("business_development")))
		return tr(lang, "Head of business development");
	if (str_eq(kind, S("production")))
		return tr(lang, "Head of production");
	return tr(lang, "A person who decides");
}

/* A local time as day and clock: "ke 25.11.2026 klo 16". */
static str moment(struct ctx *c, str local)
{
	struct civil civil;

	INVARIANT(time_read_local(local, &civil));
	return format_when(c->a, c->lang, civil, CIVIL_NONE);
}

static str seats_text(struct ctx *c, const struct q_event_by_key_row *row, enum seat_mode mode)
{
	int64_t left = event_seats_left(row, mode), seats = mode == SEAT_SITE ? row->seats_site : row->seats_remote;
	int64_t waiting = mode == SEAT_SITE ? row->waiting_site : row->waiting_remote;
	str number = str_format(c->a, "%lld", (long long)left), all = str_format(c->a, "%lld", (long long)seats);

	if (left > 0 && waiting == 0)
		return trf(c->a, c->lang, "{left} of {seats} free", TR_ARG("left", number), TR_ARG("seats", all));
	if (waiting > 0)
		return trf(c->a, c->lang, "full, {waiting} on the waiting list",
			   TR_ARG("waiting", str_format(c->a, "%lld", (long long)waiting)));
	return tr(c->lang, "full");
}

static void view_seats(struct ctx *c, const struct q_event_by_key_row *row, struct event_view *v)
{
	bool both = row->seats_site > 0 && row->seats_remote > 0;

	if (row->seats_site > 0)
		v->seats[v->seats_count++] =
			(struct event_seats_view){ both ? tr(c->lang, "Seats on site") : tr(c->lang, "Seats"),
						   seats_text(c, row, SEAT_SITE) };
	if (row->seats_remote > 0)
		v->seats[v->seats_count++] =
			(struct event_seats_view){ both ? tr(c->lang, "Seats remotely") : tr(c->lang, "Remote seats"),
						   seats_text(c, row, SEAT_REMOTE) };
}

static void view_status(struct ctx *c, const struct q_event_by_key_row *row, struct event_view *v)
{
	enum signup_status status = event_signup_status_best(row, c->now);

	v->can_sign_up = status == SIGNUP_STATUS_OPEN || status == SIGNUP_STATUS_WAITING;
	v->button = status == SIGNUP_STATUS_WAITING ? tr(c->lang, "Join the waiting list") : tr(c->lang, "Sign up");
	v->status_text = S("");
	switch (status) {
	case SIGNUP_STATUS_OPEN:
		v->status_text =
			trf(c->a, c->lang, "Sign-up closes: {time}", TR_ARG("time", moment(c, row->closes_local)));
		break;
	case SIGNUP_STATUS_WAITING:
		v->status_text =
			trf(c->a, c->lang,
			    "All seats are taken. The waiting list is open until: {time}. A seat that becomes free "
			    "goes to the first on the list at once.",
			    TR_ARG("time", moment(c, row->closes_local)));
		break;
	case SIGNUP_STATUS_NOT_YET:
		v->status_text =
			trf(c->a, c->lang, "Sign-up opens: {time}", TR_ARG("time", moment(c, row->opens_local)));
		break;
	case SIGNUP_STATUS_CLOSED:
		v->status_text =
			trf(c->a, c->lang, "Sign-up closed: {time}. If you still want to come, ask the contact person.",
			    TR_ARG("time", moment(c, row->closes_local)));
		break;
	case SIGNUP_STATUS_OVER: v->status_text = tr(c->lang, "This event has been held."); break;
	case SIGNUP_STATUS_CANCELLED: break;
	}
}

static void view_people(struct ctx *c, const struct event *event, struct event_view *v)
{
	struct event_person_view *people = NEW_ARRAY(c->a, event->decision_maker_count, struct event_person_view);
	struct event_programme_view *items = NEW_ARRAY(c->a, event->programme_count, struct event_programme_view);
	enum lang source;

	for (size_t i = 0; i < event->decision_maker_count; i++) {
		const struct decision_maker *d = &event->decision_makers[i];

		people[i] = (struct event_person_view){ decision_maker_function(c->lang, d->kind),
							d->agreed && !str_is_null(d->name) ? d->name : S("") };
	}
	v->decision_makers = people;
	v->decision_maker_count = event->decision_maker_count;
	INVARIANT(lang_from_code(event->row.source_lang, &source));
	for (size_t i = 0; i < event->programme_count; i++) {
		const struct programme_item *p = &event->programme[i];
		struct civil clock;

		items[i] = (struct event_programme_view){
			.time = !str_empty(p->starts_time) && time_read_clock(p->starts_time, &clock)
					? format_clock(c->a, c->lang, clock)
					: S(""),
			.title = str_is_null(p->title[c->lang]) ? p->title[source] : p->title[c->lang],
			.speaker = p->speaker
		};
	}
	v->programme = items;
	v->programme_count = event->programme_count;
}

static enum err view_payers(struct ctx *c, int64_t event, struct event_view *v)
{
	struct event_payer *payers;
	struct event_payer_view *views;

	TRY(project_payers(c, event, &payers, &v->payer_count));
	views = NEW_ARRAY(c->a, v->payer_count, struct event_payer_view);
	for (size_t i = 0; i < v->payer_count; i++) {
		struct event_mark_view *marks = NEW_ARRAY(c->a, payers[i].mark_count, struct event_mark_view);

		for (size_t k = 0; k < payers[i].mark_count; k++) {
			const struct q_project_marks_row *m = &payers[i].marks[k];

			marks[k].image = image_view_small(c->a, m->file_key, m->width, m->height);
			marks[k].alt = project_mark_alt(m, c->lang);
		}
		views[i] = (struct event_payer_view){ payers[i].line, payers[i].name, payers[i].number, marks,
						      payers[i].mark_count };
	}
	v->payers = views;
	return OK;
}

static enum err view_links(struct ctx *c, const struct event *event, struct event_view *v)
{
	const struct q_event_by_key_row *row = &event->row;
	struct q_event_surroundings_row around;

	TRY(q_event_surroundings(c, row->id, str_from(lang_code(c->lang)), &around));
	v->host_name = str_is_null(around.host_name) ? S("") : around.host_name;
	v->host_key = around.host_key;
	v->series_title = str_is_null(around.series_title) ? S("") : around.series_title;
	v->series_key = around.series_key;
	v->has_map = row->latitude.set && row->longitude.set;
	if (v->has_map)
		v->map_url = url_check(
			str_format(c->a, "https://www.openstreetmap.org/?mlat=%.5f&mlon=%.5f#map=16/%.5f/%.5f",
				   row->latitude.v, row->longitude.v, row->latitude.v, row->longitude.v));
	TRY(image_view_find(c, row->image_key, &v->image));
	if (!str_empty(v->image.url.s))
		v->image_url = url_local(image_path(c->a, row->image_key, "large"));
	v->contact_phone_url = page_tel_url(c->a, row->contact_phone);
	v->contact_email_url = page_mail_url(c->a, row->contact_email);
	v->short_url = STR_CONCAT(c->a, c->settings->public_url, S("/e/"), row->short_key);
	return OK;
}

enum err event_view_make(struct ctx *c, const struct event *event, struct event_view *ret)
{
	const struct q_event_by_key_row *row = &event->row;
	struct event_view v = { .row = row,
				.text = &event->text,
				.is_draft = event->state == EVENT_DRAFT,
				.is_published = event->state == EVENT_PUBLISHED,
				.is_cancelled = event->state == EVENT_CANCELLED,
				.runs = event_runs(c, row->id) };

	v.text_lang = event->text.lang == c->lang ? str_null : str_from(lang_code(event->text.lang));
	v.when = event_when(c, row->starts_local, row->ends_local);
	v.starts_iso = time_print_instant(c->a, row->starts_utc);
	v.where = event_where(c, row->place_name, row->street, row->post_office);
	v.description = markdown_html(c->a, event->text.description);
	v.host_shows = markdown_html(c->a, event->text.host_shows);
	v.host_looks_for = markdown_html(c->a, event->text.host_looks_for);
	view_seats(c, row, &v);
	view_status(c, row, &v);
	view_people(c, event, &v);
	TRY(view_links(c, event, &v));
	TRY(view_payers(c, row->id, &v));
	*ret = v;
	return OK;
}

struct q_event_by_key_row event_row_of_item(const struct q_event_list_row *row)
{
	return (struct q_event_by_key_row){ .id = row->id,
					    .key = row->key,
					    .kind = row->kind,
					    .zone = row->zone,
					    .starts_local = row->starts_local,
					    .ends_local = row->ends_local,
					    .starts_utc = row->starts_utc,
					    .closes_utc = row->closes_utc,
					    .updated_utc = row->updated_utc,
					    .state = row->state,
					    .opens_utc = row->opens_utc,
					    .ends_utc = row->ends_utc,
					    .seats_site = row->seats_site,
					    .taken_site = row->taken_site,
					    .waiting_site = row->waiting_site,
					    .seats_remote = row->seats_remote,
					    .taken_remote = row->taken_remote,
					    .waiting_remote = row->waiting_remote };
}

struct event_item_view event_item_view_make(struct ctx *c, const struct q_event_list_row *row)
{
	struct civil start, end;
	struct q_event_by_key_row r = event_row_of_item(row);
	int64_t left = event_seats_left(&r, SEAT_SITE) + event_seats_left(&r, SEAT_REMOTE);
	struct event_item_view item = {
		.key = row->key, .title = row->title, .summary = row->summary, .tag = S(""), .tag_class = S("tag")
	};
	enum signup_status status = event_signup_status_best(&r, c->now);

	INVARIANT(time_read_local(row->starts_local, &start) && time_read_local(row->ends_local, &end));
	item.date = format_day(c->a, c->lang, start);
	item.clock = format_hours(c->a, c->lang, start, end);
	item.place = event_where(c, str_is_null(row->host_name) ? row->place_name : row->host_name, str_null,
				 row->post_office);
	item.text_lang = str_eq_c(row->text_lang, lang_code(c->lang)) ? str_null : row->text_lang;
	if (str_eq(row->state, S("draft"))) {
		item.tag = tr(c->lang, "Draft");
	} else if (status == SIGNUP_STATUS_OPEN) {
		item.tag = trnf(c->a, c->lang, "{n} seat left", "{n} seats left", left,
				TR_ARG("n", str_format(c->a, "%lld", (long long)left)));
		item.tag_class = S("tag good");
	} else if (status == SIGNUP_STATUS_WAITING) {
		item.tag = tr(c->lang, "Full, waiting list open");
		item.tag_class = S("tag warn");
	} else if (status == SIGNUP_STATUS_NOT_YET) {
		item.tag = tr(c->lang, "Sign-up not yet open");
	} else if (status == SIGNUP_STATUS_CANCELLED) {
		item.tag = tr(c->lang, "Cancelled");
		item.tag_class = S("tag error");
	} else if (status == SIGNUP_STATUS_CLOSED) {
		item.tag = tr(c->lang, "Sign-up closed");
	}
	return item;
}

const struct event_item_view *event_items_make(struct ctx *c, const struct q_event_list_result *list)
{
	struct event_item_view *items = NEW_ARRAY(c->a, list->count, struct event_item_view);

	for (size_t i = 0; i < list->count; i++)
		items[i] = event_item_view_make(c, &list->rows[i]);
	return items;
}

str event_refusal_text(enum lang lang, enum event_refusal refusal)
{
	switch (refusal) {
	case EVENT_OK: break;
	case EVENT_NO_TITLE: return tr(lang, "The language in which the texts are written first needs a title.");
	case EVENT_BAD_ZONE: return tr(lang, "This time zone is not known. Write it like Europe/Helsinki.");
	case EVENT_TIME_MISSING:
		return tr(lang, "The clocks go forward then, and this time does not exist. Choose another time.");
	case EVENT_TIME_TWICE:
		return tr(lang, "The clocks go back then, and this time exists twice. Choose below which one is meant.");
	case EVENT_ENDS_BEFORE_START: return tr(lang, "The end must be after the start.");
	case EVENT_CLOSES_AFTER_END: return tr(lang, "Sign-up must close before the event ends.");
	case EVENT_OPENS_AFTER_CLOSE: return tr(lang, "Sign-up must open before it closes.");
	case EVENT_NO_SEATS: return tr(lang, "Give at least one seat, on site or remotely.");
	case EVENT_BAD_PAYERS: return tr(lang, "The shares are together at most 100 per cent, and each project stands once.");
	case EVENT_TOO_MANY: return tr(lang, "These are too many. Remove some.");
	case EVENT_NO_IMAGE_ALT: return tr(lang, "Tell in words what the picture shows.");
	case EVENT_NO_IMAGE: return image_refusal_text(lang, IMAGE_NOT_ONE);
	case EVENT_IMAGE_TOO_LARGE: return image_refusal_text(lang, IMAGE_TOO_LARGE);
	case EVENT_IMAGE_BUSY: return image_refusal_text(lang, IMAGE_BUSY);
	case EVENT_CHANGED_MEANWHILE:
		return tr(lang, "Someone else has changed this event meanwhile. What you typed is below; saving it again replaces "
				"the other change.");
	case EVENT_NOT_IN_THIS_STATE: return tr(lang, "The state of the event has changed meanwhile. Look at it first.");
	case EVENT_NO_REASON: return tr(lang, "Say why, at least in the language in which the texts were written first.");
	}
	BUG("refusal %d", (int)refusal);
}
