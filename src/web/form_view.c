/* What a field of a form table looks like on a page. */
#include "text/lang.h"
#include "text/tr.h"
#include "web/chain.h"

enum { RADIOS_MAX = 5 };

static const struct field *field_named(const struct form_result *r, const char *name)
{
	for (size_t i = 0; i < r->def->count; i++)
		if (strcmp(r->def->fields[i].name, name) == 0)
			return &r->def->fields[i];
	BUG("form %s has no field %s", r->def->name, name);
}

/* signup-email, signup-colleague-2, event-title-sv */
static str field_id(struct arena *a, const struct form_result *r, const struct field *f, int index)
{
	if (f->per_language)
		return str_format(a, "%s-%s-%s", r->def->name, f->name, lang_code((enum lang)index));
	if (index > 0)
		return str_format(a, "%s-%s-%d", r->def->name, f->name, index + 1);
	return str_format(a, "%s-%s", r->def->name, f->name);
}

static str field_name(struct arena *a, const struct field *f, int index)
{
	if (f->per_language)
		return str_format(a, "%s.%s", f->name, lang_code((enum lang)index));
	return f->repeat > 0 ? str_format(a, "%s.%d", f->name, index + 1) : str_from(f->name);
}

static bool chosen(const struct form_result *r, const struct field *f, int index, str value)
{
	if (f->type != FIELD_CHOICES)
		return str_eq(form_value(r, f->name, index), value);
	for (int i = 0; !str_is_null(form_value(r, f->name, i)); i++)
		if (str_eq(form_value(r, f->name, i), value))
			return true;
	return false;
}

static void add_choices(struct req *rq, const struct form_result *r, const struct field *f, int index,
			struct field_view *v)
{
	size_t n = 0, at = 0;

	while (f->options != NULL && f->options[n].value != NULL)
		n++;
	if (f->type == FIELD_CHOICE)
		v->look = n > RADIOS_MAX ? LOOK_SELECT : LOOK_RADIOS;
	else
		v->look = LOOK_CHECKBOXES;
	struct field_choice *choices = NEW_ARRAY(rq->c->a, n + 1, struct field_choice);

	/* A select without an empty line would choose for the reader. */
	if (v->look == LOOK_SELECT)
		choices[at++] = (struct field_choice){ .value = S(""), .label = tr(rq->c->lang, "Choose"), .hint = str_null };
	for (size_t i = 0; i < n; i++, at++) {
		choices[at].value = str_from(f->options[i].value);
		choices[at].label = tr(rq->c->lang, f->options[i].label);
		choices[at].chosen = chosen(r, f, index, choices[at].value);
	}
	v->choices = choices;
	v->choice_count = at;
}

/* Date inputs show nothing of what is not ISO, and what was typed must not get lost: then it is a plain input. */
static bool is_iso(str value, size_t length, char separator)
{
	return str_empty(value) || (value.n == length && value.p[length == 5 ? 2 : 4] == separator);
}

static void set_type(struct field_view *v, enum field_type type)
{
	v->type = "text";
	switch (type) {
	case FIELD_EMAIL: v->type = "email"; break;
	case FIELD_PHONE: v->type = "tel"; v->width = WIDTH_MEDIUM; break;
	case FIELD_URL: v->inputmode = "url"; break;
	case FIELD_BUSINESS_ID: v->width = WIDTH_MEDIUM; break;
	case FIELD_INT: v->inputmode = "numeric"; v->width = WIDTH_SMALL; break;
	case FIELD_DATE: v->type = is_iso(v->value, 10, '-') ? "date" : "text"; v->width = WIDTH_MEDIUM; break;
	case FIELD_TIME: v->type = is_iso(v->value, 5, ':') ? "time" : "text"; v->width = WIDTH_MEDIUM; break;
	case FIELD_DATETIME:
		v->type = is_iso(v->value, 16, '-') ? "datetime-local" : "text";
		v->width = WIDTH_MEDIUM;
		break;
	default: break;
	}
}

static const char *autocomplete(const struct field *f)
{
	if (f->autocomplete != NULL)
		return f->autocomplete;
	return f->type == FIELD_EMAIL ? "email" : f->type == FIELD_PHONE ? "tel" : NULL;
}

struct field_view req_field_at(struct req *rq, const struct form_result *r, const char *field, int index)
{
	const struct field *f = field_named(r, field);
	struct field_view v = { .look = LOOK_INPUT };
	enum lang lang = rq->c->lang;

	v.id = field_id(rq->c->a, r, f, index);
	v.name = field_name(rq->c->a, f, index);
	v.label = f->label == NULL ? str_null : tr(lang, f->label);
	v.hint = f->hint == NULL ? str_null : tr(lang, f->hint);
	v.error = form_error_text(r, field, index);
	v.value = f->type == FIELD_FILE ? str_null : form_value(r, field, index);
	v.required = f->required && !f->per_language && index == 0;
	v.autocomplete = autocomplete(f);
	v.lang = f->per_language ? lang_code((enum lang)index) : NULL;
	switch (f->type) {
	case FIELD_LONG_TEXT: v.look = LOOK_TEXTAREA; v.maxlength = form_field_max(f); break;
	case FIELD_CHOICE: case FIELD_CHOICES: add_choices(rq, r, f, index, &v); break;
	case FIELD_BOOL:
		v.look = LOOK_CHECKBOX;
		v.checked = !str_empty(v.value) && !str_eq(v.value, S("0"));
		break;
	case FIELD_KEY: v.look = LOOK_HIDDEN; break;
	case FIELD_FILE: v.look = LOOK_FILE; break;
	default:
		set_type(&v, f->type);
		if (f->type == FIELD_TEXT || f->type == FIELD_EMAIL || f->type == FIELD_URL)
			v.maxlength = form_field_max(f);
	}
	return v;
}

struct field_view req_field(struct req *rq, const struct form_result *r, const char *field)
{
	return req_field_at(rq, r, field, 0);
}

void field_offered_languages(struct req *rq, struct field_view *field)
{
	struct field_choice *left = NEW_ARRAY(rq->c->a, field->choice_count, struct field_choice);
	size_t n = 0;

	for (size_t i = 0; i < field->choice_count; i++) {
		enum lang lang;

		if (field->choices[i].chosen ||
		    (lang_from_code(field->choices[i].value, &lang) && lang_is_offered(rq->web, lang)))
			left[n++] = field->choices[i];
	}
	field->choices = left;
	field->choice_count = n;
}

struct form_view req_form_view(struct req *rq, const struct form_result *r, struct safe_url action)
{
	struct form_view v = { .action = action, .token = req_csrf(rq), .honeypot = rq->c->actor->account == 0 };

	for (size_t i = 0; r != NULL && i < r->def->count; i++)
		v.multipart = v.multipart || r->def->fields[i].type == FIELD_FILE;
	return v;
}

struct error_link *req_form_errors(struct req *rq, const struct form_result *r, size_t *ret_n)
{
	struct arena *a = rq->c->a;
	struct error_link *links = NEW_ARRAY(a, r->error_count, struct error_link);

	for (size_t i = 0; i < r->error_count; i++) {
		const struct form_error *e = &r->errors[i];
		const struct field *f = e->field == NULL ? NULL : field_named(r, e->field);

		links[i].id = f == NULL ? str_null : field_id(a, r, f, e->index);
		links[i].text = f == NULL || f->label == NULL
				    ? e->text
				    : STR_CONCAT(a, tr(rq->c->lang, f->label), S(": "), e->text);
	}
	*ret_n = r->error_count;
	return links;
}
