/* Projects that pay, for coordinators: list and form. */
#include "base/settings.h"
#include "base/time.h"
#include "features/project/project.tpl.h"
#include "text/format.h"
#include "text/tr.h"
#include "web/web.h"

enum { NAME_LENGTH = 200, NUMBER_LENGTH = 60, LINE_LENGTH = 300, FIELDS_MAX = 16 };

static enum err project_list_page(struct req *rq);
static enum err project_new_page(struct req *rq);
static enum err project_new_post(struct req *rq, struct writer *w);
static enum err project_edit_page(struct req *rq);
static enum err project_edit_post(struct req *rq, struct writer *w);
static enum err project_mark_add_post(struct req *rq, struct writer *w);
static enum err project_mark_raise_post(struct req *rq, struct writer *w);
static enum err project_mark_remove_post(struct req *rq, struct writer *w);

/* More than a picture may have, so that one that is too large is told at its field. */
enum { MARK_BODY_MAX = 24 * 1024 * 1024, MARK_ALT_MAX = 300 };

struct project_in {
	str name, register_number, project_code, funder, programme, starts_on, ends_on;
	str line[LANG_COUNT];
};
static const struct field fields[] = {
	{ FIELD(struct project_in, name), .type = FIELD_TEXT, .label = N_("Name of the project"), .required = true,
	  .max = NAME_LENGTH },
	{ FIELD(struct project_in, funder), .type = FIELD_TEXT, .label = N_("Funder"), .required = true, .max = NAME_LENGTH },
	{ FIELD(struct project_in, programme), .type = FIELD_TEXT, .label = N_("Funding programme"), .max = NAME_LENGTH },
	{ FIELD(struct project_in, register_number), .type = FIELD_TEXT, .label = N_("Register number"), .max = NUMBER_LENGTH },
	{ FIELD(struct project_in, project_code), .type = FIELD_TEXT, .label = N_("Project code"), .max = NUMBER_LENGTH },
	{ FIELD(struct project_in, starts_on), .type = FIELD_DATE, .label = N_("First day"), .required = true },
	{ FIELD(struct project_in, ends_on), .type = FIELD_DATE, .label = N_("Last day"), .required = true },
	{ FIELD(struct project_in, line), .type = FIELD_TEXT, .label = N_("Line to show"), .max = LINE_LENGTH,
	  .per_language = true, .hint = N_("As the funder wants it, like: Co-funded by the European Union") },
};
static const struct form_def project_form = FORM("project", fields, struct project_in);

struct mark_in {
	struct upload picture;
	str alt[LANG_COUNT];
};

static const struct field mark_fields[] = {
	{ FIELD(struct mark_in, picture), .type = FIELD_FILE, .label = N_("Mark of the funder"), .required = true,
	  .max = IMAGE_BYTES_MAX, .hint = N_("JPEG, PNG or WebP, at most 10 MB. A PNG with a transparent or white ground looks best.") },
	{ FIELD(struct mark_in, alt), .type = FIELD_TEXT, .label = N_("What the mark says"), .max = MARK_ALT_MAX,
	  .per_language = true, .hint = N_("Its words, for those who do not see it.") },
};
static const struct form_def mark_form = FORM("mark", mark_fields, struct mark_in);

static const struct route routes[] = {
	GET_PAGE("/projects", project_list_page, PERM_COORDINATOR, QUICK),
	GET_PAGE("/projects/new", project_new_page, PERM_COORDINATOR, QUICK),
	POST_FORM("/projects/new", project_new_post, PERM_COORDINATOR, &project_form),
	GET_PAGE("/projects/{key}/edit", project_edit_page, PERM_COORDINATOR, QUICK),
	POST_FORM("/projects/{key}/edit", project_edit_post, PERM_COORDINATOR, &project_form),
	POST_FORM("/projects/{key}/marks", project_mark_add_post, PERM_COORDINATOR, &mark_form, .body_max = MARK_BODY_MAX),
	POST_FORM("/projects/{key}/marks/{mark}/raise", project_mark_raise_post, PERM_COORDINATOR, NULL),
	POST_FORM("/projects/{key}/marks/{mark}/remove", project_mark_remove_post, PERM_COORDINATOR, NULL),
};
const struct route_table project_web_routes = ROUTE_TABLE(routes);

static str period(struct ctx *c, str first, str last)
{
	struct civil from, to;

	INVARIANT(time_read_date(first, &from) && time_read_date(last, &to));
	return format_days(c->a, c->lang, from, to);
}

static enum err project_list_page(struct req *rq)
{
	struct ctx *c = rq->c;
	struct project_list_view v = { 0 };
	struct project_item_view *items;
	struct q_projects_all_row *rows;
	struct page *page;
	struct html *h;

	TRY(q_projects_all(c, &rows, &v.count));
	items = NEW_ARRAY(c->a, v.count, struct project_item_view);
	for (size_t i = 0; i < v.count; i++)
		items[i] = (struct project_item_view){
			.key = rows[i].key,
			.name = rows[i].name,
			.number = str_empty(rows[i].register_number) ? rows[i].project_code : rows[i].register_number,
			.funder = rows[i].funder,
			.period = period(c, rows[i].starts_on, rows[i].ends_on),
			.events = str_format(c->a, "%lld", (long long)rows[i].event_count),
		};
	v.items = items;
	h = page_begin(rq, tr(c->lang, "Projects"), &page);
	tpl_project_list(h, &v);
	return page_send(rq, 200);
}

/* ---- the form ------------------------------------------------------------------------------------------------------- */

static str line_label(enum lang in, enum lang of)
{
	switch (of) {
	case LANG_FI: return tr(in, "Line to show in Finnish");
	case LANG_SV: return tr(in, "Line to show in Swedish");
	case LANG_EN: return tr(in, "Line to show in English");
	}
	BUG("language %d", (int)of);
}

static void add_fields(struct req *rq, const struct form_result *r, struct project_edit_view *v)
{
	struct field_view *views = NEW_ARRAY(rq->c->a, FIELDS_MAX, struct field_view);
	const struct settings *settings = rq->c->settings;

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!fields[i].per_language)
			views[v->field_count++] = req_field(rq, r, fields[i].name);
	for (size_t i = 0; i < settings->offered_n; i++) {
		views[v->field_count] = req_field_at(rq, r, "line", (int)settings->offered[i]);
		views[v->field_count].label = line_label(rq->c->lang, settings->offered[i]);
		views[v->field_count++].no_optional = true;
	}
	v->fields = views;
}

static str mark_label(enum lang in, enum lang of)
{
	switch (of) {
	case LANG_FI: return tr(in, "What the mark says, in Finnish");
	case LANG_SV: return tr(in, "What the mark says, in Swedish");
	case LANG_EN: return tr(in, "What the mark says, in English");
	}
	BUG("language %d", (int)of);
}

static struct form_view mark_action(struct req *rq, str base, str mark, const char *what)
{
	return req_form_view(rq, NULL, url_local(STR_CONCAT(rq->c->a, base, S("/"), mark, S("/"), str_from(what))));
}

/* The marks that there are, and the form for another; `r`: what was typed into it, or NULL. */
static void add_marks(struct req *rq, const struct project *p, const struct form_result *r, struct project_edit_view *v)
{
	struct ctx *c = rq->c;
	struct project_mark_view *marks = NEW_ARRAY(c->a, p->mark_count, struct project_mark_view);
	struct field_view *views = NEW_ARRAY(c->a, FIELDS_MAX, struct field_view);
	str base = STR_CONCAT(c->a, S("/"), str_from(lang_code(c->lang)), S("/projects/"), p->row.key, S("/marks"));

	if (r == NULL)
		r = form_new(c->a, &mark_form, NULL);

	for (size_t i = 0; i < p->mark_count; i++) {
		const struct q_project_marks_row *m = &p->marks[i];

		marks[i] = (struct project_mark_view){ .image = image_view_small(c->a, m->file_key, m->width, m->height),
						       .alt = project_mark_alt(m, c->lang),
						       .raise = mark_action(rq, base, m->file_key, "raise"),
						       .remove = mark_action(rq, base, m->file_key, "remove"),
						       .first = i == 0 };
	}
	v->marks = marks;
	v->mark_count = p->mark_count;
	v->has_marks = true;
	v->may_add = p->mark_count < PROJECT_MARKS_MAX;
	v->add = req_form_view(rq, r, url_local(base));
	views[v->add_field_count] = req_field(rq, r, "picture");
	views[v->add_field_count++].accept = "image/jpeg,image/png,image/webp";
	for (size_t i = 0; i < c->settings->offered_n; i++) {
		views[v->add_field_count] = req_field_at(rq, r, "alt", (int)c->settings->offered[i]);
		views[v->add_field_count].no_optional = true;
		views[v->add_field_count++].label = mark_label(c->lang, c->settings->offered[i]);
	}
	v->add_fields = views;
}

/* project NULL: a new one. mark: the refused form of a mark, whose errors are told then; else NULL. */
static enum err show_page(struct req *rq, const struct form_result *r, const struct project *project,
			  const struct form_result *mark)
{
	const struct form_result *sent = mark == NULL ? r : mark;
	struct project_edit_view v = {
		.title = project == NULL ? tr(rq->c->lang, "New project") : project->row.name,
		.form = req_form_view(rq, r, (struct safe_url){ str_null }),
	};
	struct page *page;
	struct html *h = page_begin(rq, v.title, &page);

	v.form.guard = true;
	v.errors = req_form_errors(rq, sent, &v.error_count);
	add_fields(rq, r, &v);
	if (project != NULL)
		add_marks(rq, project, mark, &v);
	tpl_project_edit(h, &v);
	return page_send(rq, sent->error_count == 0 ? 200 : 422);
}

static enum err show_form(struct req *rq, const struct form_result *r, const struct project *project)
{
	return show_page(rq, r, project, NULL);
}

static enum err project_new_page(struct req *rq)
{
	return show_form(rq, form_new(rq->c->a, &project_form, NULL), NULL);
}

/* The page of a project as it is; mark: see show_page. */
static enum err show_saved(struct req *rq, const struct form_result *mark)
{
	struct project p;
	struct project_in in;

	TRY(project_find(rq->c, req_path(rq, "key"), &p));
	in = (struct project_in){ .name = p.row.name,
				  .register_number = p.row.register_number,
				  .project_code = p.row.project_code,
				  .funder = p.row.funder,
				  .programme = p.row.programme,
				  .starts_on = p.row.starts_on,
				  .ends_on = p.row.ends_on };
	memcpy(in.line, p.line, sizeof in.line);
	return show_page(rq, form_new(rq->c->a, &project_form, &in), &p, mark);
}

static enum err project_edit_page(struct req *rq)
{
	return show_saved(rq, NULL);
}

static enum err save(struct req *rq, struct writer *w, const struct project *project)
{
	enum project_refusal refusal;
	struct project_input in;
	struct project_in typed;
	str key;

	if (req_form(rq, &typed) != OK)
		return show_form(rq, rq->form, project);
	in = (struct project_input){ .name = typed.name,
				     .register_number = typed.register_number,
				     .project_code = typed.project_code,
				     .funder = typed.funder,
				     .programme = typed.programme,
				     .starts_on = typed.starts_on,
				     .ends_on = typed.ends_on };
	memcpy(in.line, typed.line, sizeof in.line);
	TRY(project_save(rq->c, w, project == NULL ? str_null : project->row.key, &in, &refusal, &key));
	if (refusal == PROJECT_ENDS_BEFORE_START)
		req_error(rq, "ends_on", tr(rq->c->lang, "The last day must not be before the first."));
	if (refusal == PROJECT_NO_LINE)
		req_error_at(rq, "line", (int)rq->c->settings->offered[0],
			     tr(rq->c->lang, "Fill this in in at least one language."));
	if (refusal != PROJECT_OK)
		return show_form(rq, rq->form, project);
	return reply_redirect(rq, S("/projects"), tr(rq->c->lang, "The project was saved."));
}

static enum err project_new_post(struct req *rq, struct writer *w)
{
	return save(rq, w, NULL);
}

static enum err project_edit_post(struct req *rq, struct writer *w)
{
	struct project p;

	TRY(project_find(rq->c, req_path(rq, "key"), &p));
	return save(rq, w, &p);
}

/* ---- marks ---------------------------------------------------------------------------------------------------------- */

static enum err marks_changed(struct req *rq, str notice)
{
	return reply_redirect(rq, STR_CONCAT(rq->c->a, S("/projects/"), req_path(rq, "key"), S("/edit")), notice);
}

static enum err project_mark_add_post(struct req *rq, struct writer *w)
{
	const struct settings *settings = rq->c->settings;
	struct mark_in typed;
	struct project_mark_input in;
	enum image_answer answer;
	enum err e;

	for (size_t i = 0; i < settings->offered_n; i++)
		if (str_empty(form_value(rq->form, "alt", (int)settings->offered[i])))
			req_error_at(rq, "alt", (int)settings->offered[i], tr(rq->c->lang, "Fill this in."));
	if (req_form(rq, &typed) != OK)
		return show_saved(rq, rq->form);
	in = (struct project_mark_input){ .bytes = typed.picture.bytes };
	memcpy(in.alt, typed.alt, sizeof in.alt);
	e = project_mark_add(rq->c, w, req_path(rq, "key"), &in, &answer);
	if (e == ERR_LIMIT)
		return marks_changed(rq, tr(rq->c->lang, "These are too many. Remove some."));
	TRY(e);
	if (answer != IMAGE_DONE) {
		req_error(rq, "picture", image_refusal_text(rq->c->lang, answer));
		return show_saved(rq, rq->form);
	}
	return marks_changed(rq, tr(rq->c->lang, "The mark was added."));
}

static enum err project_mark_raise_post(struct req *rq, struct writer *w)
{
	TRY(project_mark_raise(rq->c, w, req_path(rq, "key"), req_path(rq, "mark")));
	return marks_changed(rq, str_null);
}

static enum err project_mark_remove_post(struct req *rq, struct writer *w)
{
	TRY(project_mark_remove(rq->c, w, req_path(rq, "key"), req_path(rq, "mark")));
	return marks_changed(rq, tr(rq->c->lang, "The mark was removed."));
}
