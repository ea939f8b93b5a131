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

static const struct route routes[] = {
	GET_PAGE("/projects", project_list_page, PERM_COORDINATOR, QUICK),
	GET_PAGE("/projects/new", project_new_page, PERM_COORDINATOR, QUICK),
	POST_FORM("/projects/new", project_new_post, PERM_COORDINATOR, &project_form),
	GET_PAGE("/projects/{key}/edit", project_edit_page, PERM_COORDINATOR, QUICK),
	POST_FORM("/projects/{key}/edit", project_edit_post, PERM_COORDINATOR, &project_form),
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

static void add_marks(struct ctx *c, const struct project *p, struct project_edit_view *v)
{
	struct project_mark_view *marks = NEW_ARRAY(c->a, p->mark_count, struct project_mark_view);

	for (size_t i = 0; i < p->mark_count; i++) {
		const struct q_project_marks_row *m = &p->marks[i];

		marks[i].url = url_local(STR_CONCAT(c->a, S("/files/"), m->file_key));
		marks[i].alt = c->lang == LANG_FI ? m->alt_fi : c->lang == LANG_SV ? m->alt_sv : m->alt_en;
	}
	v->marks = marks;
	v->mark_count = p->mark_count;
}

/* project NULL: a new one. */
static enum err show_form(struct req *rq, const struct form_result *r, const struct project *project)
{
	struct project_edit_view v = {
		.title = project == NULL ? tr(rq->c->lang, "New project") : project->row.name,
		.form = req_form_view(rq, r, (struct safe_url){ str_null }),
	};
	struct page *page;
	struct html *h = page_begin(rq, v.title, &page);

	v.form.guard = true;
	v.errors = req_form_errors(rq, r, &v.error_count);
	add_fields(rq, r, &v);
	if (project != NULL)
		add_marks(rq->c, project, &v);
	tpl_project_edit(h, &v);
	return page_send(rq, r->error_count == 0 ? 200 : 422);
}

static enum err project_new_page(struct req *rq)
{
	return show_form(rq, form_new(rq->c->a, &project_form, NULL), NULL);
}

static enum err project_edit_page(struct req *rq)
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
	return show_form(rq, form_new(rq->c->a, &project_form, &in), &p);
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
