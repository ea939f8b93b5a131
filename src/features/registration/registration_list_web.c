/* The list of sign-ups for those who run the event, and the same rows as CSV and XLSX. */
#include "features/registration/registration_list.tpl.h"
#include "features/registration/registration_export.h"
#include "text/tr.h"
#include "web/request.h"

static enum err list_page(struct req *rq);
static enum err export_csv(struct req *rq);
static enum err export_xlsx(struct req *rq);
static enum err live_stream(struct req *rq);

static const struct route routes[] = {
	GET_PAGE("/registrations/{event}", list_page, PERM_EVENT_RUNNER, SLOW),
	GET_PAGE("/registrations/{event}/export.csv", export_csv, PERM_EVENT_RUNNER, SLOW),
	GET_PAGE("/registrations/{event}/export.xlsx", export_xlsx, PERM_EVENT_RUNNER, SLOW),
	GET_PAGE("/registrations/{event}/live", live_stream, PERM_PUBLIC, QUICK),
};
const struct route_table registration_list_web_routes = ROUTE_TABLE(routes);

/* ---- figures and filters ------------------------------------------------------------------------------------------------ */

static const struct {
	const char *code; /* ?state= */
	const char *figure, *choice;
} states[LIST_FIGURES] = {
	{ "confirmed", N_("have a seat"), N_("Has a seat") },
	{ "waiting", N_("on the waiting list"), N_("On the waiting list") },
	{ "unconfirmed", N_("address not confirmed"), N_("Address not confirmed") },
	{ "cancelled", N_("cancelled"), N_("Sign-up cancelled") },
};
static const struct {
	const char *code, *label;
} orders[] = { { "created", N_("Newest first") }, { "name", N_("By name") }, { "organisation", N_("By company") } };

static void view_figures(struct req *rq, const struct q_registration_counts_row *counts, struct registration_list_view *v)
{
	const int64_t numbers[LIST_FIGURES] = { counts->confirmed, counts->waiting, counts->unconfirmed, counts->cancelled };

	for (size_t i = 0; i < LIST_FIGURES; i++) {
		str url = str_format(rq->c->a, "/%s/registrations/%.*s?state=%s", lang_code(rq->c->lang),
				     STR_ARG(v->head.event_key), states[i].code);

		v->figures[v->figure_count++] = (struct figure_view){ numbers[i], tr(rq->c->lang, states[i].figure), url_local(url),
								      str_eq_c(req_query(rq, "state"), states[i].code) };
	}
}

/* The first choice says nothing: all. */
static void add_filter(struct req *rq, struct registration_list_view *v, const char *name, str label,
		       const struct field_choice *choices, size_t n)
{
	struct field_choice *copy = NEW_ARRAY(rq->c->a, n, struct field_choice);

	for (size_t i = 0; i < n; i++) {
		copy[i] = choices[i];
		copy[i].chosen = str_eq(req_query(rq, name), copy[i].value);
	}
	v->filters[v->filter_count++] = (struct list_filter_view){ name, label, copy, n };
}

static void view_filters(struct req *rq, struct registration_list_view *v)
{
	enum lang lang = rq->c->lang;
	struct field_choice choices[LIST_FIGURES + 1] = { { .value = S(""), .label = tr(lang, "All") } };

	for (size_t i = 0; i < LIST_FIGURES; i++)
		choices[i + 1] = (struct field_choice){ .value = str_from(states[i].code), .label = tr(lang, states[i].choice) };
	add_filter(rq, v, "state", tr(lang, "State"), choices, LIST_FIGURES + 1);
	if (v->both_ways) {
		choices[1] = (struct field_choice){ .value = S("site"), .label = seat_mode_word(lang, SEAT_SITE) };
		choices[2] = (struct field_choice){ .value = S("remote"), .label = seat_mode_word(lang, SEAT_REMOTE) };
		add_filter(rq, v, "mode", tr(lang, "Way"), choices, 3);
	}
	for (size_t i = 0; i < 3; i++)
		choices[i] = (struct field_choice){ .value = str_from(orders[i].code), .label = tr(lang, orders[i].label) };
	add_filter(rq, v, "order", tr(lang, "Order"), choices, 3);
}

/* ---- the page ----------------------------------------------------------------------------------------------------------- */

static struct registration_row_view row_view(struct ctx *c, const struct q_event_by_key_row *event,
					     const struct q_registration_list_row *row)
{
	enum registration_state state = registration_state_from_code(row->state);
	enum seat_mode mode;

	INVARIANT(seat_mode_from_code(row->mode, &mode));
	return (struct registration_row_view){
		.key = row->key,
		.name = str_empty(row->name) ? tr(c->lang, "(erased)") : row->name,
		.organisation = row->organisation_name,
		.job_title = str_is_null(row->job_title) ? S("") : row->job_title,
		.state = registration_place_text(c, state, row->queue_position.v),
		.tag_class = registration_tag_class(state),
		.mode = seat_mode_word(c->lang, mode),
		.created = registration_moment(c, event, row->created_utc),
		.unconfirmed = state != REGISTRATION_CANCELLED && !str_empty(row->email) && !row->email_confirmed_utc.set,
	};
}

static struct safe_url page_url(struct req *rq, str event_key, str cursor)
{
	return str_is_null(cursor) ? (struct safe_url){ str_null } : registration_list_url(rq, event_key, "", cursor);
}

static enum err list_page(struct req *rq)
{
	struct registration_query query = registration_query_read(rq);
	struct registration_list_view v = { .words = str_is_null(query.words) ? S("") : query.words };
	struct q_registration_list_result list;
	struct q_registration_counts_row counts;
	struct registration_row_view *rows;
	struct event event;
	struct page *page;
	struct html *h;

	TRY(event_find(rq->c, req_path(rq, "event"), &event));
	TRY(registration_list(rq->c, event.row.id, &query, &list));
	TRY(registration_figures(rq->c, event.row.id, &counts));
	v.head = registration_head_make(rq->c, &event);
	v.topic = STR_CONCAT(rq->c->a, S("event:"), event.row.key);
	v.both_ways = event.row.seats_site > 0 && event.row.seats_remote > 0;
	view_figures(rq, &counts, &v);
	view_filters(rq, &v);
	rows = NEW_ARRAY(rq->c->a, list.count, struct registration_row_view);
	for (size_t i = 0; i < list.count; i++)
		rows[i] = row_view(rq->c, &event.row, &list.rows[i]);
	v.rows = rows;
	v.row_count = list.count;
	v.csv_url = registration_list_url(rq, event.row.key, "export.csv", str_null);
	v.xlsx_url = registration_list_url(rq, event.row.key, "export.xlsx", str_null);
	v.mail_url = registration_list_url(rq, event.row.key, "mail", str_null);
	v.pager = (struct pager){ .previous = page_url(rq, event.row.key, list.previous),
				  .next = page_url(rq, event.row.key, list.next), .shown = str_null };
	h = page_begin(rq, STR_CONCAT(rq->c->a, tr(rq->c->lang, "Sign-ups"), S(": "), v.head.title), &page);
	if (web_live(rq->web) != NULL)
		page->live_url = url_local(str_format(rq->c->a, "/%s/registrations/%.*s/live", lang_code(rq->c->lang),
						      STR_ARG(event.row.key)));
	tpl_registration_list(h, &v);
	return page_send(rq, 200);
}

/* Says only that seats or queue have changed: whoever may open the event's page may hear it. */
static enum err live_stream(struct req *rq)
{
	struct q_event_by_key_row event;

	TRY(event_find_row(rq->c, req_path(rq, "event"), &event));
	return reply_events(rq, STR_CONCAT(rq->c->a, S("event:"), event.key));
}

/* ---- files -------------------------------------------------------------------------------------------------------------- */

static enum err export_csv(struct req *rq)
{
	struct registration_query query = registration_query_read(rq);
	struct event event;
	str file;

	TRY(event_find(rq->c, req_path(rq, "event"), &event));
	TRY(registration_export(rq->c, &event, &query, EXPORT_CSV, &file));
	return reply_bytes(rq, 200, "text/csv; charset=utf-8", file, S("sign-ups.csv"));
}

static enum err export_xlsx(struct req *rq)
{
	struct registration_query query = registration_query_read(rq);
	struct event event;
	str file;

	TRY(event_find(rq->c, req_path(rq, "event"), &event));
	TRY(registration_export(rq->c, &event, &query, EXPORT_XLSX, &file));
	return reply_bytes(rq, 200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file,
			   S("sign-ups.xlsx"));
}
