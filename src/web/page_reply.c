/* Whole pages: the handler writes the body, the frame goes around it when the page is sent. */
#include "text/lang.h"
#include "web/chain.h"
#include "web/page_frame.tpl.h"

enum { PAGE_MAX = 4 * 1024 * 1024 };

static bool is_public(const struct req *rq)
{
	return rq->route != NULL && rq->route->permission == PERM_PUBLIC && rq->p->method == METHOD_GET;
}

static void add_languages(struct req *rq, struct page *page)
{
	const struct site *site = &rq->web->o.site;
	struct page_language *languages = NEW_ARRAY(rq->c->a, site->offered_count, struct page_language);

	for (size_t i = 0; i < site->offered_count; i++) {
		enum lang lang = site->offered[i];

		languages[i].lang = lang;
		languages[i].url = url_local(req_url(rq, lang, false));
		languages[i].absolute = is_public(rq) ? url_check(req_url(rq, lang, true)) : (struct safe_url){ str_null };
	}
	page->languages = languages;
	page->language_count = site->offered_count;
}

struct html *page_begin(struct req *rq, str title, struct page **ret_page)
{
	struct request_private *p = rq->p;
	struct page *page = NEW(rq->c->a, struct page);

	page->site = &rq->web->o.site.page[rq->c->lang];
	page->title = title;
	page->embed = rq->route != NULL && rq->route->embed;
	page->no_index = !is_public(rq);
	if (rq->c->actor->account != 0) {
		page->account = str_empty(rq->c->actor->name) ? rq->c->actor->email : rq->c->actor->name;
		page->token = req_csrf(rq);
	}
	page->notice = p->notice;
	page->notice_kind = NOTICE_GOOD;
	/* Languages and canonical address need the path, which a refused request may not have. */
	if (p->segment_count > 0)
		add_languages(rq, page);
	if (is_public(rq) && p->has_lang)
		page->canonical = url_check(req_url(rq, rq->c->lang, true));
	p->page = page;
	buf_init(&p->body, rq->c->a, PAGE_MAX);
	html_init(&p->html, &p->body, rq->c->lang);
	p->html.page = page;
	if (rq->web->o.dress != NULL)
		rq->web->o.dress(rq, page);
	*ret_page = page;
	return &p->html;
}

enum err page_send(struct req *rq, int status)
{
	struct request_private *p = rq->p;
	struct page *page = p->page;
	struct buf whole;
	struct html h;

	if (page == NULL)
		BUG("page_send without page_begin");
	if (!buf_ok(&p->body))
		return ERR_LIMIT;
	page->refused = rq->form != NULL && rq->form->error_count > 0;
	if (status != 200) {
		page->canonical = (struct safe_url){ str_null };
		page->no_index = true;
	}
	buf_init(&whole, rq->c->a, PAGE_MAX + 256 * 1024);
	html_init(&h, &whole, rq->c->lang);
	h.page = page;
	tpl_page_frame_begin(&h, page);
	html_safe(&h, html_done(&p->html));
	tpl_page_frame_end(&h, page);
	if (!buf_ok(&whole))
		return ERR_LIMIT;
	return reply_bytes(rq, status, "text/html; charset=utf-8", buf_done(&whole), str_null);
}
