/* Series: for everyone the list and each with its events, for coordinators the form. */
#include "base/settings.h"
#include "features/series/series.tpl.h"
#include "text/tr.h"
#include "web/web.h"

enum { TITLE_MAX = 150, SUMMARY_MAX = 400, PAST_SHOWN = 10, COMING_SHOWN = 100 };

static enum err series_list_page(struct req *rq);
static enum err series_show_page(struct req *rq);
static enum err series_new_page(struct req *rq);
static enum err series_new_post(struct req *rq, struct writer *w);
static enum err series_edit_page(struct req *rq);
static enum err series_edit_post(struct req *rq, struct writer *w);

struct series_in {
	str state, source_lang;
	str title[LANG_COUNT], summary[LANG_COUNT], description[LANG_COUNT];
};
static const struct field_option states[] = {
	{ "draft", N_("Draft: only coordinators see it") },
	{ "published", N_("Public") },
	{ "archived", N_("Archived: the page stays, lists leave it out") },
	{ NULL, NULL },
};
static const struct field_option languages[] = {
	{ "fi", N_("Finnish") }, { "sv", N_("Swedish") }, { "en", N_("English") }, { NULL, NULL },
};
static const struct field fields[] = {
	{ FIELD(struct series_in, state), .type = FIELD_CHOICE, .label = N_("State"), .options = states, .required = true },
	{ FIELD(struct series_in, source_lang), .type = FIELD_CHOICE, .label = N_("The texts are written first in"),
	  .options = languages, .required = true,
	  .hint = N_("The other languages are translated from it, and shown in it until they are.") },
	{ FIELD(struct series_in, title), .type = FIELD_TEXT, .label = N_("Title"), .max = TITLE_MAX, .per_language = true },
	{ FIELD(struct series_in, summary), .type = FIELD_LONG_TEXT, .label = N_("Summary"), .max = SUMMARY_MAX,
	  .per_language = true },
	{ FIELD(struct series_in, description), .type = FIELD_LONG_TEXT, .label = N_("Description"), .per_language = true,
	  .hint = N_("An empty line begins a paragraph, a line that begins with a hyphen is an item of a list.") },
};
static const struct form_def series_form = FORM("series", fields, struct series_in);

static const struct route routes[] = {
	GET_PAGE("/series", series_list_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/series/{key}", series_show_page, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/series/new", series_new_page, PERM_COORDINATOR, QUICK),
	POST_FORM("/series/new", series_new_post, PERM_COORDINATOR, &series_form),
	GET_PAGE("/series/{key}/edit", series_edit_page, PERM_COORDINATOR, QUICK),
	POST_FORM("/series/{key}/edit", series_edit_post, PERM_COORDINATOR, &series_form),
};
const struct route_table series_web_routes = ROUTE_TABLE(routes);

static struct safe_url local(struct req *rq, str path)
{
	return url_local(STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), path));
}

/* ---- for everyone --------------------------------------------------------------------------------------------------- */

static str number(struct ctx *c, int64_t n)
{
	return str_format(c->a, "%lld", (long long)n);
}

static enum err series_list_page(struct req *rq)
{
	struct ctx *c = rq->c;
	struct series_list_view v = { .runs = actor_is_coordinator(c->actor) };
	struct series_item_view *items;
	struct q_series_all_row *rows;
	struct page *page;
	struct html *h;

	TRY(series_list(c, &rows, &v.count));
	items = NEW_ARRAY(c->a, v.count, struct series_item_view);
	for (size_t i = 0; i < v.count; i++)
		items[i] = (struct series_item_view){
			.key = rows[i].key,
			.title = rows[i].title,
			.summary = rows[i].summary,
			.text_lang = str_eq_c(rows[i].text_lang, lang_code(c->lang)) ? str_null : rows[i].text_lang,
			.count = trf(c->a, c->lang, "Upcoming: {coming}, past: {past}", TR_ARG("coming", number(c, rows[i].coming)),
				     TR_ARG("past", number(c, rows[i].past))),
			.tag = str_eq(rows[i].state, S("draft"))      ? tr(c->lang, "Draft")
			       : str_eq(rows[i].state, S("archived")) ? tr(c->lang, "Archived")
								      : S(""),
		};
	v.items = items;
	h = page_begin(rq, tr(c->lang, "Series"), &page);
	tpl_series_list(h, &v);
	return reply_not_modified(rq, buf_done(h->b)) ? OK : page_send(rq, 200);
}

static enum err add_events(struct req *rq, str key, struct series_page_view *v)
{
	struct event_query coming = { .tab = EVENT_TAB_UPCOMING, .series_key = key, .limit = COMING_SHOWN };
	struct event_query past = { .tab = EVENT_TAB_PAST, .series_key = key, .limit = PAST_SHOWN };
	struct q_event_list_result list;

	TRY(event_list(rq->c, &coming, &list));
	v->coming = event_items_make(rq->c, &list);
	v->coming_count = list.count;
	TRY(event_list(rq->c, &past, &list));
	v->past = event_items_make(rq->c, &list);
	v->past_count = list.count;
	if (!str_is_null(list.next))
		v->more_past = local(rq, STR_CONCAT(rq->c->a, S("/events?state=past&series="), key));
	return OK;
}

static enum err series_show_page(struct req *rq)
{
	struct page_link *crumb = NEW(rq->c->a, struct page_link);
	struct series series;
	struct page *page;
	struct html *h;

	TRY(series_find(rq->c, req_path(rq, "key"), &series));
	struct series_page_view v = { .text = &series.text,
				      .key = series.row.key,
				      .text_lang = series.text.lang == rq->c->lang ? str_null
										   : str_from(lang_code(series.text.lang)),
				      .description = markdown_html(rq->c->a, series.text.description),
				      .runs = actor_is_coordinator(rq->c->actor),
				      .is_draft = str_eq(series.row.state, S("draft")) };

	TRY(add_events(rq, series.row.key, &v));
	h = page_begin(rq, series.text.title, &page);
	*crumb = (struct page_link){ local(rq, S("/series")), tr(rq->c->lang, "Series"), false };
	page->crumbs = crumb;
	page->crumb_count = 1;
	page->description = series.text.summary;
	if (v.is_draft) {
		page->no_index = true;
		page->canonical = (struct safe_url){ str_null };
	}
	tpl_series_page(h, &v);
	return reply_not_modified(rq, buf_done(h->b)) ? OK : page_send(rq, 200);
}

/* ---- the form ------------------------------------------------------------------------------------------------------- */

static str language_legend(enum lang in, enum lang of)
{
	switch (of) {
	case LANG_FI: return tr(in, "Texts in Finnish");
	case LANG_SV: return tr(in, "Texts in Swedish");
	case LANG_EN: return tr(in, "Texts in English");
	}
	BUG("language %d", (int)of);
}

/* key str_null: a new one. */
static enum err show_form(struct req *rq, const struct form_result *r, str key)
{
	const struct settings *settings = rq->c->settings;
	struct series_edit_view v = {
		.title = str_is_null(key) ? tr(rq->c->lang, "New series") : tr(rq->c->lang, "Edit the series"),
		.back = local(rq, str_is_null(key) ? S("/series") : STR_CONCAT(rq->c->a, S("/series/"), key)),
		.form = req_form_view(rq, r, (struct safe_url){ str_null }),
		.state = req_field(rq, r, "state"),
		.source_lang = req_field(rq, r, "source_lang"),
	};
	struct page *page;
	struct html *h = page_begin(rq, v.title, &page);

	v.form.guard = true;
	v.errors = req_form_errors(rq, r, &v.error_count);
	field_offered_languages(rq, &v.source_lang);
	for (size_t i = 0; i < settings->offered_n; i++) {
		int lang = (int)settings->offered[i];

		v.languages[v.language_count++] = (struct series_language_view){
			.legend = language_legend(rq->c->lang, (enum lang)lang),
			.title = req_field_at(rq, r, "title", lang),
			.summary = req_field_at(rq, r, "summary", lang),
			.description = req_field_at(rq, r, "description", lang),
		};
	}
	tpl_series_edit(h, &v);
	return page_send(rq, r->error_count == 0 ? 200 : 422);
}

static enum err series_new_page(struct req *rq)
{
	struct series_in in = { .state = S("published"),
				.source_lang = str_from(lang_code((enum lang)rq->c->settings->default_language)) };

	return show_form(rq, form_new(rq->c->a, &series_form, &in), str_null);
}

static enum err series_edit_page(struct req *rq)
{
	struct series series;
	struct series_in in;

	TRY(series_find(rq->c, req_path(rq, "key"), &series));
	in = (struct series_in){ .state = series.row.state, .source_lang = series.row.source_lang };
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		in.title[lang] = series.texts[lang].title;
		in.summary[lang] = series.texts[lang].summary;
		in.description[lang] = series.texts[lang].description;
	}
	return show_form(rq, form_new(rq->c->a, &series_form, &in), series.row.key);
}

/* A language is filled in or left empty: nothing that was typed is dropped for want of a title. */
static bool read_form(struct req *rq, struct series_input *ret)
{
	struct series_in in;

	if (req_form(rq, &in) != OK)
		return false;
	*ret = (struct series_input){ .state = in.state };
	INVARIANT(lang_from_code(in.source_lang, &ret->source_lang));
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		ret->texts[lang] = (struct series_text){ (enum lang)lang, in.title[lang], in.summary[lang], in.description[lang] };
		if (str_empty(in.title[lang]) && !(str_empty(in.summary[lang]) && str_empty(in.description[lang])))
			req_error_at(rq, "title", lang,
				     tr(rq->c->lang, "Give the text in this language a title, or leave the language empty."));
	}
	return rq->form->error_count == 0;
}

static enum err save(struct req *rq, struct writer *w, str key)
{
	struct series_input in;
	enum series_refusal refusal;
	str saved;

	if (!read_form(rq, &in))
		return show_form(rq, rq->form, key);
	TRY(series_save(rq->c, w, key, &in, &refusal, &saved));
	if (refusal == SERIES_NO_TITLE) {
		req_error_at(rq, "title", (int)in.source_lang,
			     tr(rq->c->lang, "The language in which the texts are written first needs a title."));
		return show_form(rq, rq->form, key);
	}
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/series/"), saved), tr(rq->c->lang, "The series was saved."));
}

static enum err series_new_post(struct req *rq, struct writer *w)
{
	return save(rq, w, str_null);
}

static enum err series_edit_post(struct req *rq, struct writer *w)
{
	return save(rq, w, req_path(rq, "key"));
}
