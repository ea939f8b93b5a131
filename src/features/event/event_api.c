/* Events over the JSON API: lists and one event, for everyone. The answers' form: docs/openapi.json. */
#include "base/settings.h"
#include "base/time.h"
#include "features/event/event_view.h"
#include "out/json.h"
#include "web/web.h"

enum { ANSWER_BYTES_MAX = 2 * 1024 * 1024, LIMIT_MAX = 100 };

static enum err events_get(struct req *rq);
static enum err event_get(struct req *rq);

static const struct route routes[] = {
	GET_API("/api/v1/events", events_get, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_API("/api/v1/events/{key}", event_get, PERM_PUBLIC, QUICK, .cacheable = true),
};
const struct route_table event_api_routes = ROUTE_TABLE(routes);

static const char *const status_codes[] = { "open", "waiting_list", "not_yet", "closed", "cancelled", "over" };

/* What a list and one event tell alike. */
static void write_common(struct ctx *c, struct jw *j, const struct q_event_by_key_row *row, str title, str summary,
			 str lang)
{
	enum signup_status status = event_signup_status_best(row, c->now);
	str url = STR_CONCAT(c->a, c->settings->public_url, S("/"), str_from(lang_code(c->lang)), S("/events/"),
			     row->key);

	jw_field_str(j, "key", row->key);
	jw_field_str(j, "url", url);
	jw_field_str(j, "kind", row->kind);
	jw_field_str(j, "state", row->state);
	jw_field_str(j, "title", title);
	jw_field_str(j, "summary", summary);
	jw_field_str(j, "language", lang);
	jw_field_str(j, "starts", time_print_instant(c->a, row->starts_utc));
	jw_field_str(j, "ends", time_print_instant(c->a, row->ends_utc));
	jw_field_str(j, "starts_local", row->starts_local);
	jw_field_str(j, "ends_local", row->ends_local);
	jw_field_str(j, "zone", row->zone);
	jw_field_int(j, "seats", row->seats_site + row->seats_remote);
	jw_field_int(j, "seats_left", event_seats_left(row, SEAT_SITE) + event_seats_left(row, SEAT_REMOTE));
	jw_field_int(j, "seats_site", row->seats_site);
	jw_field_int(j, "seats_site_left", event_seats_left(row, SEAT_SITE));
	jw_field_int(j, "seats_remote", row->seats_remote);
	jw_field_int(j, "seats_remote_left", event_seats_left(row, SEAT_REMOTE));
	jw_field_int(j, "waiting", row->waiting_site + row->waiting_remote);
	jw_field_str(j, "sign_up", str_from(status_codes[status]));
	jw_field_str(j, "sign_up_opens", row->opens_utc.set ? time_print_instant(c->a, row->opens_utc.v) : str_null);
	jw_field_str(j, "sign_up_closes", time_print_instant(c->a, row->closes_utc));
	jw_field_str(j, "updated", time_print_instant(c->a, row->updated_utc));
}

static void write_place(struct jw *j, str name, str street, str postcode, str post_office, struct opt_real latitude,
			struct opt_real longitude)
{
	jw_field_object(j, "place");
	jw_field_str(j, "name", name);
	jw_field_str(j, "street", street);
	jw_field_str(j, "postcode", postcode);
	jw_field_str(j, "post_office", post_office);
	if (latitude.set && longitude.set) {
		jw_key(j, S("latitude"));
		jw_real(j, latitude.v, 6);
		jw_key(j, S("longitude"));
		jw_real(j, longitude.v, 6);
	}
	jw_end(j);
}

static void write_ref(struct jw *j, const char *field, str key, const char *name_field, str name)
{
	jw_key(j, str_from(field));
	if (str_is_null(key)) {
		jw_null(j);
		return;
	}
	jw_object(j);
	jw_field_str(j, "key", key);
	jw_field_str(j, name_field, name);
	jw_end(j);
}

/* ---- the list --------------------------------------------------------------------------------------------------------- */

static bool read_query(struct req *rq, struct event_query *ret)
{
	str state = req_query(rq, "state"), limit = req_query(rq, "limit");
	int64_t n = 0;

	*ret = (struct event_query){ .series_key = req_query(rq, "series"),
				     .host_key = req_query(rq, "host"),
				     .cursor = req_query(rq, "cursor") };
	if (str_eq(state, S("past")))
		ret->tab = EVENT_TAB_PAST;
	else if (!str_is_null(state) && !str_eq(state, S("upcoming")))
		return false;
	if (!str_is_null(limit) && (!str_to_int(limit, &n) || n < 1 || n > LIMIT_MAX))
		return false;
	ret->limit = (int)n;
	return true;
}

static void write_item(struct ctx *c, struct jw *j, const struct q_event_list_row *item)
{
	struct q_event_by_key_row row = event_row_of_item(item);

	jw_object(j);
	write_common(c, j, &row, item->title, item->summary, item->text_lang);
	write_place(j, item->place_name, item->street, str_null, item->post_office, item->latitude, item->longitude);
	write_ref(j, "host", item->host_key, "name", item->host_name);
	jw_end(j);
}

static enum err events_get(struct req *rq)
{
	struct ctx *c = rq->c;
	struct event_query query;
	struct q_event_list_result list;
	struct buf b;
	struct jw j;

	if (!read_query(rq, &query))
		return reply_problem(rq, 400, "bad_parameter",
				     tr(c->lang, "state is upcoming or past; limit is a number from 1 to 100."));
	TRY(event_list(c, &query, &list));
	buf_init(&b, c->a, ANSWER_BYTES_MAX);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_array(&j, "events");
	for (size_t i = 0; i < list.count; i++)
		write_item(c, &j, &list.rows[i]);
	jw_end(&j);
	jw_field_str(&j, "next", list.next);
	jw_end(&j);
	jw_done(&j);
	return reply_json(rq, 200, buf_done(&b));
}

/* ---- one event -------------------------------------------------------------------------------------------------------- */

static void write_people_and_programme(struct jw *j, const struct event_view *v)
{
	jw_field_array(j, "decision_makers");
	for (size_t i = 0; i < v->decision_maker_count; i++) {
		jw_object(j);
		jw_field_str(j, "function", v->decision_makers[i].function);
		jw_field_str(j, "name", str_empty(v->decision_makers[i].name) ? str_null : v->decision_makers[i].name);
		jw_end(j);
	}
	jw_end(j);
	jw_field_array(j, "programme");
	for (size_t i = 0; i < v->programme_count; i++) {
		jw_object(j);
		jw_field_str(j, "time", str_empty(v->programme[i].time) ? str_null : v->programme[i].time);
		jw_field_str(j, "title", v->programme[i].title);
		jw_field_str(j, "speaker", v->programme[i].speaker);
		jw_end(j);
	}
	jw_end(j);
	jw_field_array(j, "projects");
	for (size_t i = 0; i < v->payer_count; i++) {
		jw_object(j);
		jw_field_str(j, "name", v->payers[i].name);
		jw_field_str(j, "number", v->payers[i].number);
		jw_field_str(j, "line", v->payers[i].line);
		jw_end(j);
	}
	jw_end(j);
}

static enum err event_get(struct req *rq)
{
	struct ctx *c = rq->c;
	struct event event;
	struct event_view v;
	struct buf b;
	struct jw j;
	const struct q_event_by_key_row *row = &event.row;

	TRY(event_find(c, req_path(rq, "key"), &event));
	TRY(event_view_make(c, &event, &v));
	buf_init(&b, c->a, ANSWER_BYTES_MAX);
	jw_init(&j, &b);
	jw_object(&j);
	write_common(c, &j, row, event.text.title, event.text.summary, str_from(lang_code(event.text.lang)));
	write_place(&j, row->place_name, row->street, row->postcode, row->post_office, row->latitude, row->longitude);
	write_ref(&j, "host", str_empty(v.host_name) ? str_null : v.host_key, "name", v.host_name);
	write_ref(&j, "series", str_empty(v.series_title) ? str_null : v.series_key, "title", v.series_title);
	jw_field_str(&j, "description", event.text.description);
	jw_field_str(&j, "host_shows", event.text.host_shows);
	jw_field_str(&j, "host_looks_for", event.text.host_looks_for);
	jw_field_str(&j, "cancel_reason", event.state == EVENT_CANCELLED ? event.text.cancel_reason : str_null);
	write_people_and_programme(&j, &v);
	jw_end(&j);
	jw_done(&j);
	return reply_json(rq, 200, buf_done(&b));
}
