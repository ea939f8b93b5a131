/* The start page, the pages at the foot, the logo, and a plain search over events and organisations. */
#include "base/file.h"
#include "base/settings.h"
#include "features/event/event_view.h"
#include "features/organisation/organisation.h"
#include "features/site/site.h"
#include "features/site/site_pages.tpl.h"
#include "features/site/site_view.h"
#include "text/fold.h"

enum { HOME_EVENTS = 6, SEARCH_EVENTS = 200, LOGO_MAX = 500 * 1024 };

static enum err home_page(struct req *rq);
static enum err contact_page(struct req *rq);
static enum err privacy_page(struct req *rq);
static enum err cookies_page(struct req *rq);
static enum err accessibility_page(struct req *rq);
static enum err search_page(struct req *rq);
static enum err logo_get(struct req *rq);

static const struct route routes[] = {
	GET_PAGE("/", home_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/contact", contact_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/privacy", privacy_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/cookies", cookies_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/accessibility", accessibility_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/search", search_page, PERM_PUBLIC, SLOW, .rate = RATE_SEARCH),
	GET_API("/logo", logo_get, PERM_PUBLIC, SLOW),
};
const struct route_table site_web_routes = ROUTE_TABLE(routes);

/* ---- main menu -------------------------------------------------------------------------------------------------------- */

static struct page_link menu_link(struct req *rq, const char *path, str text)
{
	str here = req_url(rq, rq->c->lang, false);
	str whole = STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), str_from(path));

	return (struct page_link){ url_local(whole), text, str_eq(here, whole) };
}

/* Does the actor help at the door of some event? Coordinators of the instance go there from the event's page. */
static bool helps_somewhere(const struct actor *actor)
{
	for (size_t i = 0; i < actor->grant_count; i++)
		if (actor->grants[i].scope == SCOPE_EVENT &&
		    (actor->grants[i].role == ROLE_HELPER || actor->grants[i].role == ROLE_COORDINATOR))
			return true;
	return false;
}

void site_dress(struct req *rq, struct page *page)
{
	struct page_link *links = NEW_ARRAY(rq->c->a, 7, struct page_link);
	enum lang l = rq->c->lang;
	bool coordinator = actor_is_coordinator(rq->c->actor);
	size_t n = 0;

	links[n++] = menu_link(rq, "/events", tr(l, "Events"));
	links[n++] = menu_link(rq, "/series", tr(l, "Series"));
	if (helps_somewhere(rq->c->actor))
		links[n++] = menu_link(rq, "/attendance", tr(l, "At the door"));
	if (coordinator) {
		links[n++] = menu_link(rq, "/organisations", tr(l, "Companies"));
		links[n++] = menu_link(rq, "/projects", tr(l, "Projects"));
		links[n++] = menu_link(rq, "/mail", tr(l, "Mails"));
	}
	if (actor_has(rq->c->actor, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0))
		links[n++] = menu_link(rq, "/users", tr(l, "Users"));
	page->nav = links;
	page->nav_count = n;
	page->can_search = true;
}

/* ---- start page ------------------------------------------------------------------------------------------------------- */

static enum err home_page(struct req *rq)
{
	struct ctx *c = rq->c;
	struct event_query query = { .tab = EVENT_TAB_UPCOMING, .limit = HOME_EVENTS };
	struct q_event_list_result list;
	struct site_home_view v = { .name = c->settings->instance_name, .runs = actor_is_coordinator(c->actor) };
	struct page *page;
	struct html *h;

	TRY(event_list(c, &query, &list));
	v.items = event_items_make(c, &list);
	v.count = list.count;
	h = page_begin(rq, tr(c->lang, "Meet the companies of your region"), &page);
	page->description = tr(c->lang, "Company visits and other events of the region's business life: see, meet, cooperate.");
	tpl_site_home(h, &v);
	return reply_not_modified(rq, buf_done(h->b)) ? OK : page_send(rq, 200);
}

/* ---- pages at the foot ---------------------------------------------------------------------------------------------- */

static enum err words_page(struct req *rq, str title, void (*write)(struct html *h, const struct site_words_view *v))
{
	const struct settings *s = rq->c->settings;
	struct site_words_view v = { .name = s->instance_name, .address = s->contact_address, .phone = s->contact_phone,
				     .email = s->contact_email };
	struct page *page;
	struct html *h;

	v.phone_url = page_tel_url(rq->c->a, str_empty(s->contact_phone) ? str_null : s->contact_phone);
	v.email_url = page_mail_url(rq->c->a, str_empty(s->contact_email) ? str_null : s->contact_email);
	h = page_begin(rq, title, &page);
	write(h, &v);
	return reply_not_modified(rq, buf_done(h->b)) ? OK : page_send(rq, 200);
}

static enum err contact_page(struct req *rq)
{
	return words_page(rq, tr(rq->c->lang, "Contact"), tpl_site_contact);
}

static enum err privacy_page(struct req *rq)
{
	return words_page(rq, tr(rq->c->lang, "Privacy"), tpl_site_privacy);
}

static enum err cookies_page(struct req *rq)
{
	return words_page(rq, tr(rq->c->lang, "Cookies"), tpl_site_cookies);
}

static enum err accessibility_page(struct req *rq)
{
	return words_page(rq, tr(rq->c->lang, "Accessibility statement"), tpl_site_accessibility);
}

static enum err logo_get(struct req *rq)
{
	struct ctx *c = rq->c;
	str bytes;

	if (str_empty(c->settings->logo) || file_read(c->a, str_c(c->a, c->settings->logo), LOGO_MAX, &bytes) != OK)
		return ERR_NOT_FOUND;
	if (!str_starts(bytes, S("\x89PNG")) && !str_starts(bytes, S("\xff\xd8\xff")))
		return ERR_NOT_FOUND;
	if (reply_not_modified(rq, bytes))
		return OK;
	return reply_bytes(rq, 200, bytes.p[0] == '\x89' ? "image/png" : "image/jpeg", bytes, str_null);
}

/* ---- search ----------------------------------------------------------------------------------------------------------- */

/* Events whose title, summary or host holds the words, folded; newest of both kinds. A region has some hundred events. */
static enum err find_events(struct req *rq, str words, struct site_search_view *v)
{
	static const enum event_tab tabs[] = { EVENT_TAB_UPCOMING, EVENT_TAB_PAST };
	struct ctx *c = rq->c;
	struct event_item_view *found = NEW_ARRAY(c->a, 2 * SEARCH_EVENTS, struct event_item_view);

	for (size_t t = 0; t < 2; t++) {
		struct event_query query = { .tab = tabs[t], .limit = SEARCH_EVENTS };
		struct q_event_list_result list;

		TRY(event_list(c, &query, &list));
		for (size_t i = 0; i < list.count; i++) {
			const struct q_event_list_row *r = &list.rows[i];
			str all = STR_CONCAT(c->a, r->title, S(" "), r->summary, S(" "), str_is_null(r->host_name) ? S("") : r->host_name);

			if (str_find_str(text_fold(c->a, all), words) < text_fold(c->a, all).n)
				found[v->event_count++] = event_item_view_make(c, r);
		}
	}
	v->events = found;
	return OK;
}

static enum err search_page(struct req *rq)
{
	struct ctx *c = rq->c;
	struct site_search_view v = { .q = req_query(rq, "q") };
	str words;
	struct page *page;
	struct html *h;

	if (str_is_null(v.q))
		v.q = S("");
	words = text_fold(c->a, v.q);
	if (words.n >= 2) {
		TRY(find_events(rq, words, &v));
		TRY(organisation_suggest(c, v.q, &v.organisations, &v.organisation_count));
	}
	v.asked = words.n >= 2;
	h = page_begin(rq, tr(c->lang, "Search"), &page);
	page->no_index = true;
	tpl_site_search(h, &v);
	return page_send(rq, 200);
}
