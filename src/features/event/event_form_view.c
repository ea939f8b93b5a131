/* The event form as the page shows it: which field stands in which section. */
#include "features/event/event_form.h"

#include "base/settings.h"
#include "text/tr.h"

enum { SECTIONS_MAX = 16, SECTION_FIELDS_MAX = 12, ROW_FIELDS_MAX = 5 };

struct builder {
	struct req *rq;
	const struct form_result *r;
	const struct event_choices *choices;
	struct event_form_section *sections;
	size_t count;
	bool with_picture; /* there is one now */
	bool with_fold; /* the choice between two equal times is asked for */
};

/* A select with an empty line first, so that nothing is chosen for the reader. */
static struct field_choice *begin_select(struct ctx *c, struct field_view *v, size_t count)
{
	struct field_choice *choices = NEW_ARRAY(c->a, count + 1, struct field_choice);

	choices[0] = (struct field_choice){ .value = S(""), .label = v->required ? tr(c->lang, "Choose") : tr(c->lang, "None"),
					    .hint = str_null };
	v->look = LOOK_SELECT;
	v->choices = choices;
	v->choice_count = count + 1;
	return choices;
}

static void choose(struct field_view *v, struct field_choice *choice, str value, str label)
{
	*choice = (struct field_choice){ .value = value, .label = label, .hint = str_null, .chosen = str_eq(value, v->value) };
}

static void add_choices(struct builder *b, const char *name, struct field_view *v)
{
	const struct event_choices *all = b->choices;
	struct field_choice *choices;

	if (strcmp(name, "series") == 0) {
		choices = begin_select(b->rq->c, v, all->series_count);
		for (size_t i = 0; i < all->series_count; i++)
			choose(v, &choices[i + 1], all->series[i].key, all->series[i].title);
	} else if (strcmp(name, "payer") == 0) {
		choices = begin_select(b->rq->c, v, all->project_count);
		for (size_t i = 0; i < all->project_count; i++)
			choose(v, &choices[i + 1], all->projects[i].key, all->projects[i].name);
	} else if (strcmp(name, "responsible") == 0 || strcmp(name, "deputy") == 0) {
		choices = begin_select(b->rq->c, v, all->organiser_count);
		for (size_t i = 0; i < all->organiser_count; i++)
			choose(v, &choices[i + 1], all->organisers[i].key,
			       str_empty(all->organisers[i].name) ? all->organisers[i].email : all->organisers[i].name);
	} else if (strcmp(name, "who_kind") == 0) {
		const struct field_choice *old = v->choices;

		choices = begin_select(b->rq->c, v, v->choice_count);
		for (size_t i = 1; i < v->choice_count; i++)
			choices[i] = old[i - 1];
	}
}

/* Only the languages that the instance offers are asked for. */
static bool is_offered(const struct ctx *c, enum lang lang)
{
	for (size_t i = 0; i < c->settings->offered_n; i++)
		if (c->settings->offered[i] == lang)
			return true;
	return false;
}

static bool is_hidden(const struct builder *b, const char *name)
{
	const struct ctx *c = b->rq->c;

	return (strcmp(name, "item_title_fi") == 0 && !is_offered(c, LANG_FI)) ||
	       (strcmp(name, "item_title_sv") == 0 && !is_offered(c, LANG_SV)) ||
	       (strcmp(name, "item_title_en") == 0 && !is_offered(c, LANG_EN)) ||
	       (strcmp(name, "fold") == 0 && !b->with_fold) || (strcmp(name, "picture_remove") == 0 && !b->with_picture);
}

static struct field_view make_field(struct builder *b, const char *name, int index)
{
	struct field_view v = req_field_at(b->rq, b->r, name, index);

	/* The language that the others are translated from needs its title. */
	if (strcmp(name, "title") == 0)
		v.required = str_eq_c(form_value(b->r, "source_lang", 0), lang_code((enum lang)index));
	if (strcmp(name, "source_lang") == 0)
		field_offered_languages(b->rq, &v);
	if (strcmp(name, "host") == 0) {
		v.suggest = url_local(S("/api/v1/organisations/suggest"));
		v.suggest_also = "host_business_id";
	}
	if (strcmp(name, "picture") == 0)
		v.accept = "image/jpeg,image/png,image/webp";
	add_choices(b, name, &v);
	return v;
}

static struct event_form_section *section(struct builder *b, str legend, str hint)
{
	struct event_form_section *s = &b->sections[b->count++];

	INVARIANT(b->count <= SECTIONS_MAX);
	s->legend = legend;
	s->hint = hint;
	return s;
}

/* Fields of the form by name, up to NULL. */
static void add_fields(struct builder *b, struct event_form_section *s, const char *const *names, int index)
{
	struct field_view *fields = NEW_ARRAY(b->rq->c->a, SECTION_FIELDS_MAX, struct field_view);

	for (size_t i = 0; names[i] != NULL; i++)
		if (!is_hidden(b, names[i]))
			fields[s->count++] = make_field(b, names[i], index);
	s->fields = fields;
}

static str language_legend(enum lang in, enum lang of)
{
	switch (of) {
	case LANG_FI: return tr(in, "Texts in Finnish");
	case LANG_SV: return tr(in, "Texts in Swedish");
	case LANG_EN: return tr(in, "Texts in English");
	}
	BUG("language %d", (int)of);
}

static void add_texts(struct builder *b)
{
	static const char *const names[] = { "title",	       "summary",	"description", "host_shows",
					     "host_looks_for", "meeting_point", "gate",	       NULL };
	const struct settings *settings = b->rq->c->settings;

	for (size_t i = 0; i < settings->offered_n; i++) {
		enum lang lang = settings->offered[i];

		add_fields(b, section(b, language_legend(b->rq->c->lang, lang), str_null), names, (int)lang);
	}
}

static str picture_legend(enum lang in, enum lang of)
{
	switch (of) {
	case LANG_FI: return tr(in, "What the picture shows, in Finnish");
	case LANG_SV: return tr(in, "What the picture shows, in Swedish");
	case LANG_EN: return tr(in, "What the picture shows, in English");
	}
	BUG("language %d", (int)of);
}

static void add_picture(struct builder *b, const struct image_view *picture)
{
	static const char *const file[] = { "picture", "picture_remove", NULL };
	const struct settings *settings = b->rq->c->settings;
	struct event_form_section *s = section(b, tr(b->rq->c->lang, "Picture"), str_null);
	struct field_view *fields;

	s->picture = *picture;
	add_fields(b, s, file, 0);
	fields = NEW_ARRAY(b->rq->c->a, s->count + LANG_COUNT, struct field_view);
	memcpy(fields, s->fields, s->count * sizeof *fields);
	for (size_t i = 0; i < settings->offered_n; i++) {
		fields[s->count] = make_field(b, "image_alt", (int)settings->offered[i]);
		fields[s->count].no_optional = true;
		fields[s->count++].label = picture_legend(b->rq->c->lang, settings->offered[i]);
	}
	s->fields = fields;
}

/* ---- rows ----------------------------------------------------------------------------------------------------------- */

struct row_group {
	const char *kind;
	const char *const *names; /* its columns, up to NULL */
	const char *legend, *add; /* N_() */
	size_t max, start;        /* start: rows shown when there are none yet */
};

static bool typed_in_row(struct builder *b, const struct row_group *g, size_t row)
{
	for (size_t i = 0; g->names[i] != NULL; i++)
		if (!str_empty(form_value(b->r, g->names[i], (int)row)))
			return true;
	return false;
}

static struct event_form_row make_row(struct builder *b, const struct row_group *g, size_t row, str number)
{
	struct field_view *fields = NEW_ARRAY(b->rq->c->a, ROW_FIELDS_MAX, struct field_view);
	struct event_form_row v = { .legend = trf(b->rq->c->a, b->rq->c->lang, g->legend, TR_ARG("n", number)),
				    .fields = fields };

	for (size_t i = 0; g->names[i] != NULL; i++)
		if (!is_hidden(b, g->names[i]))
			fields[v.count++] = make_field(b, g->names[i], (int)row);
	return v;
}

/* A row for the script to copy: it puts a number in place of __i__. */
static struct event_form_row blank_row(struct builder *b, const struct row_group *g)
{
	struct event_form_row v = make_row(b, g, g->max, S("__i__"));
	struct field_view *fields = NEW_ARRAY(b->rq->c->a, v.count, struct field_view);
	size_t n = 0;

	for (size_t i = 0; g->names[i] != NULL; i++) {
		if (is_hidden(b, g->names[i]))
			continue;
		fields[n] = v.fields[n];
		fields[n].id = str_format(b->rq->c->a, "%s-%s-__i__", event_form.name, g->names[i]);
		fields[n].name = str_format(b->rq->c->a, "%s.__i__", g->names[i]);
		n++;
	}
	v.fields = fields;
	return v;
}

static void add_rows(struct builder *b, struct event_form_section *s, const struct row_group *g)
{
	struct event_form_row *rows = NEW_ARRAY(b->rq->c->a, g->max, struct event_form_row);
	size_t count = g->start;

	for (size_t i = 0; i < g->max; i++)
		if (typed_in_row(b, g, i))
			count = i + 1;
	if (str_eq_c(form_value(b->r, "add_row", 0), g->kind) && count < g->max)
		count++;
	for (size_t i = 0; i < count; i++)
		rows[i] = make_row(b, g, i, str_format(b->rq->c->a, "%zu", i + 1));
	s->rows = (struct event_form_rows){ .kind = g->kind,
					    .add = tr(b->rq->c->lang, g->add),
					    .rows = rows,
					    .count = count,
					    .max = g->max,
					    .blank = blank_row(b, g) };
}

/* ---- the whole ------------------------------------------------------------------------------------------------------ */

static void add_people(struct builder *b)
{
	static const char *const host[] = { "host", "host_business_id", NULL };
	static const char *const who[] = { "who_kind", "who_name", "who_email", "who_agreed", NULL };
	static const char *const contact[] = { "contact_name", "contact_title",	 "contact_phone", "contact_email",
					       "mail_from_name", "mail_reply_to", NULL };
	static const struct row_group people = { "decision_makers", who, N_("Person {n}"), N_("Add a person"),
						 EVENT_DECISION_MAKERS_MAX, 0 };
	enum lang lang = b->rq->c->lang;
	struct event_form_section *s;

	add_fields(b, section(b, tr(lang, "Host"), str_null), host, 0);
	s = section(b, tr(lang, "Those who decide at the host and will be there"),
		    tr(lang, "Guests see the task. A name is shown only after the person's own yes: we ask by mail when the event is "
			     "published, or you tick that you have been told."));
	add_rows(b, s, &people);
	add_fields(b, section(b, tr(lang, "Contact person and mails"), str_null), contact, 0);
}

static void add_organisers(struct builder *b, bool draft)
{
	static const char *const payer[] = { "payer", "payer_per_cent", NULL };
	static const char *const organisers[] = { "responsible", "deputy", NULL };
	static const char *const publishing[] = { "publish_local", NULL };
	static const struct row_group payers = { "payers", payer, N_("Project {n}"), N_("Add a project"), PROJECT_EVENT_MAX, 0 };
	enum lang lang = b->rq->c->lang;

	add_rows(b, section(b, tr(lang, "Projects that pay"), str_null), &payers);
	add_fields(b, section(b, tr(lang, "Organisers"), str_null), organisers, 0);
	if (draft)
		add_fields(b, section(b, tr(lang, "Publishing"), str_null), publishing, 0);
}

enum err event_form_view(struct req *rq, const struct form_result *r, const struct event_choices *choices,
			 const struct event *event, struct event_edit_view *v)
{
	static const char *const what[] = { "kind", "series", "source_lang", NULL };
	static const char *const when[] = { "starts_local", "ends_local", "fold", "zone", NULL };
	static const char *const where[] = { "place_name", "street", "postcode", "post_office", "point", "remote_link", NULL };
	static const char *const seats[] = { "seats_site", "seats_remote", "opens_local", "closes_local", NULL };
	static const char *const item[] = { "item_time",     "item_title_fi", "item_title_sv",
					    "item_title_en", "item_speaker",  NULL };
	static const struct row_group programme = { "programme", item, N_("Programme item {n}"), N_("Add a programme item"),
						    EVENT_PROGRAMME_MAX, 0 };
	struct builder b = { rq, r, choices, NEW_ARRAY(rq->c->a, SECTIONS_MAX, struct event_form_section), 0, false, false };
	struct image_view picture;
	enum lang lang = rq->c->lang;

	TRY(image_view_find_small(rq->c, event == NULL ? str_null : event->row.image_key, &picture));
	b.with_picture = !str_is_null(picture.url.s);
	b.with_fold = !str_is_null(form_error_text(r, "fold", 0)) || !str_empty(form_value(r, "fold", 0));
	v->errors = req_form_errors(rq, r, &v->error_count);
	v->form = req_form_view(rq, r, (struct safe_url){ str_null });
	v->form.guard = true;
	v->version = req_field(rq, r, "version");
	v->version.look = LOOK_HIDDEN;
	add_fields(&b, section(&b, tr(lang, "Event"), str_null), what, 0);
	add_texts(&b);
	add_picture(&b, &picture);
	add_fields(&b, section(&b, tr(lang, "Time"), str_null), when, 0);
	add_fields(&b, section(&b, tr(lang, "Place"), str_null), where, 0);
	add_fields(&b, section(&b, tr(lang, "Seats and sign-up"), str_null), seats, 0);
	add_rows(&b, section(&b, tr(lang, "Programme"), str_null), &programme);
	add_people(&b);
	add_organisers(&b, event == NULL || event->state == EVENT_DRAFT);
	v->sections = b.sections;
	v->section_count = b.count;
	return OK;
}
