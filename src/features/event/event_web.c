/* Events for everyone: lists, pages, short addresses. Calendars and posters: event_file_web.c. Changing: event_edit_web.c. */
#include "base/encode.h"
#include "features/event/event_list.tpl.h"
#include "features/event/event_schema.h"
#include "features/event/event_show.tpl.h"
#include "features/event/event_view.h"
#include "text/tr.h"
#include "web/request.h"
#include "web/web.h"

enum { EMBED_LIMIT = 10 };

static enum err event_list_page(struct req *rq);
static enum err event_show_page(struct req *rq);
static enum err event_embed_page(struct req *rq);
static enum err event_short_address(struct req *rq);

static const struct route routes[] = {
	GET_PAGE("/events", event_list_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/events/{key}", event_show_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/embed/events", event_embed_page, PERM_PUBLIC, QUICK, .embed = true, .cacheable = true),
	GET_API("/e/{short}", event_short_address, PERM_PUBLIC, QUICK),
};
const struct route_table event_web_routes = ROUTE_TABLE(routes);

/* ---- lists ---------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *code; /* ?state= */
	enum event_tab tab;
	const char *text;
} tabs[] = {
	{ "upcoming", EVENT_TAB_UPCOMING, N_("Upcoming") },
	{ "past", EVENT_TAB_PAST, N_("Past") },
	{ "draft", EVENT_TAB_DRAFTS, N_("Drafts") },
};

static enum event_tab tab_asked(struct req *rq)
{
	for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++)
		if (str_eq_c(req_query(rq, "state"), tabs[i].code))
			return tabs[i].tab;
	return EVENT_TAB_UPCOMING;
}

/* A parameter of a link, behind what is there already. */
static void add_parameter(struct buf *b, const char *name, str value)
{
	if (str_empty(value))
		return;
	buf_char(b, b->n == 0 ? '?' : '&');
	buf_str(b, str_from(name));
	buf_char(b, '=');
	buf_url(b, value);
}

/* The list with these filters: another tab, or another page of this one. */
static struct safe_url list_url(struct req *rq, enum event_tab tab, str cursor)
{
	struct buf b;

	buf_init(&b, rq->c->a, 8000);
	if (tab != EVENT_TAB_UPCOMING)
		add_parameter(&b, "state", str_from(tabs[tab].code));
	add_parameter(&b, "series", req_query(rq, "series"));
	add_parameter(&b, "host", req_query(rq, "host"));
	add_parameter(&b, "from", cursor);
	return url_local(STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), S("/events"), buf_done(&b)));
}

static struct safe_url page_url(struct req *rq, enum event_tab tab, str cursor)
{
	return str_is_null(cursor) ? (struct safe_url){ str_null } : list_url(rq, tab, cursor);
}

static void add_tabs(struct req *rq, enum event_tab current, struct event_list_view *v)
{
	v->tab_count = v->runs ? 3 : 2;
	for (size_t i = 0; i < v->tab_count; i++)
		v->tabs[i] = (struct event_tab_view){ .text = tr(rq->c->lang, tabs[i].text),
						      .url = list_url(rq, tabs[i].tab, str_null),
						      .current = tabs[i].tab == current };
	v->tabs[v->tab_count++] = (struct event_tab_view){
		.text = tr(rq->c->lang, "Series"),
		.url = url_local(STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), S("/series"))),
	};
}

static enum err event_list_page(struct req *rq)
{
	struct event_query query = { .tab = tab_asked(rq),
				     .series_key = req_query(rq, "series"),
				     .host_key = req_query(rq, "host"),
				     .cursor = req_query(rq, "from") };
	struct event_list_view v = { .runs = actor_is_coordinator(rq->c->actor) || query.tab == EVENT_TAB_DRAFTS };
	struct q_event_list_result list;
	struct page *page;
	struct html *h;

	TRY(event_list(rq->c, &query, &list));
	add_tabs(rq, query.tab, &v);
	v.items = event_items_make(rq->c, &list);
	v.count = list.count;
	v.pager.previous = page_url(rq, query.tab, list.previous);
	v.pager.next = page_url(rq, query.tab, list.next);
	h = page_begin(rq, tr(rq->c->lang, "Events"), &page);
	page->no_index |= query.tab == EVENT_TAB_DRAFTS;
	tpl_event_list(h, &v);
	return reply_not_modified(rq, buf_done(h->b)) ? OK : page_send(rq, 200);
}

/* The next events, for a frame in the organiser's own site. */
static enum err event_embed_page(struct req *rq)
{
	struct event_query query = { .series_key = req_query(rq, "series"),
				     .host_key = req_query(rq, "host"),
				     .without_cancelled = true,
				     .limit = EMBED_LIMIT };
	struct event_list_view v = { 0 };
	struct q_event_list_result list;
	struct page *page;
	struct html *h;

	TRY(event_list(rq->c, &query, &list));
	v.items = event_items_make(rq->c, &list);
	v.count = list.count;
	h = page_begin(rq, tr(rq->c->lang, "Upcoming events"), &page);
	page->no_index = true;
	tpl_event_embed(h, &v);
	return reply_not_modified(rq, buf_done(h->b)) ? OK : page_send(rq, 200);
}

/* ---- one event ------------------------------------------------------------------------------------------------------ */

/* Search engines are sent to the languages in which there are words: a page that fell back belongs to its source. */
static void name_languages(struct req *rq, const struct event *event, struct page *page)
{
	struct page_language *languages = NEW_ARRAY(rq->c->a, page->language_count, struct page_language);

	for (size_t i = 0; i < page->language_count; i++) {
		languages[i] = page->languages[i];
		if (str_is_null(event->texts[languages[i].lang].title))
			languages[i].absolute = (struct safe_url){ str_null };
	}
	page->languages = languages;
	page->canonical = url_check(req_url(rq, event->text.lang, true));
}

static void describe(struct req *rq, const struct event *event, const struct event_view *v, struct page *page)
{
	struct page_link *crumbs = NEW_ARRAY(rq->c->a, 2, struct page_link);
	str lang = str_from(lang_code(rq->c->lang));

	crumbs[page->crumb_count++] = (struct page_link){ url_local(STR_CONCAT(rq->c->a, S("/"), lang, S("/events"))),
							  tr(rq->c->lang, "Events"), false };
	if (!str_empty(v->series_title))
		crumbs[page->crumb_count++] = (struct page_link){
			url_local(STR_CONCAT(rq->c->a, S("/"), lang, S("/series/"), v->series_key)), v->series_title, false
		};
	page->crumbs = crumbs;
	page->description = event->text.summary;
	if (v->is_draft) {
		page->no_index = true;
		page->canonical = (struct safe_url){ str_null };
		return;
	}
	name_languages(rq, event, page);
	if (!str_empty(v->image_url.s)) {
		page->image = url_check(web_absolute(rq->c, v->image_url.s));
		page->image_alt = event->text.image_alt;
	}
	page->json_ld = event_schema_json(rq->c, event, v);
}

/* The answer's version is what stands on the page: seats, names of host and projects change without the event's own. */
static enum err event_show_page(struct req *rq)
{
	struct event event;
	struct event_view v;
	struct page *page;
	struct html *h;

	TRY(event_find(rq->c, req_path(rq, "key"), &event));
	TRY(event_view_make(rq->c, &event, &v));
	h = page_begin(rq, event.text.title, &page);
	describe(rq, &event, &v, page);
	if (web_live(rq->web) != NULL)
		page->live_url = url_local(STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)),
						      S("/registrations/"), event.row.key, S("/live")));
	tpl_event_show(h, &v);
	return reply_not_modified(rq, buf_done(h->b)) ? OK : page_send(rq, 200);
}

/* What stands on posters. The reader's own language is chosen by the browser, so nothing here may be cached for others. */
static enum err event_short_address(struct req *rq)
{
	struct q_event_key_by_short_row row;
	bool found;

	TRY(q_event_key_by_short(rq->c, req_path(rq, "short"), &found, &row));
	return found ? reply_redirect(rq, STR_CONCAT(rq->c->a, S("/events/"), row.key), str_null) : ERR_NOT_FOUND;
}
