/* The same form tables over a JSON body: strings, whole numbers, true and false, arrays, and objects by language.
 *
 * Strict: one object, no key twice, no key that the table does not have, no NUL, no text behind it. */
#include <jansson.h>

#include "text/lang.h"
#include "text/tr.h"
#include "web/form_check.h"

/* The value as text, as a form would send it; false when the JSON type is wrong for the field. */
static bool as_text(struct form_result *r, const struct field *f, const json_t *v, str *ret)
{
	if (json_is_null(v))
		*ret = S("");
	else if (f->type == FIELD_INT && json_is_integer(v))
		*ret = str_format(r->p->a, "%lld", (long long)json_integer_value(v));
	else if (f->type == FIELD_BOOL && json_is_boolean(v))
		*ret = json_is_true(v) ? S("1") : S("");
	else if (f->type != FIELD_INT && f->type != FIELD_BOOL && f->type != FIELD_FILE && json_is_string(v))
		*ret = str_copy(r->p->a, str_make(json_string_value(v), json_string_length(v)));
	else
		return false;
	return true;
}

static bool put_array(struct form_result *r, const struct field *f, struct form_slot *s, const json_t *v)
{
	size_t n = json_array_size(v);

	if (json_is_null(v))
		return true;
	if (!json_is_array(v) || (f->repeat > 0 && n > f->repeat) || n > 1000)
		return false;
	s->typed = NEW_ARRAY(r->p->a, n, str);
	for (size_t i = 0; i < n; i++)
		if (!as_text(r, f, json_array_get(v, i), &s->typed[s->n++]))
			return false;
	return true;
}

static bool put_languages(struct form_result *r, const struct field *f, struct form_slot *s, json_t *v)
{
	const char *key;
	json_t *text;

	if (json_is_null(v))
		return true;
	if (!json_is_object(v))
		return false;
	json_object_foreach(v, key, text) {
		enum lang lang;

		if (!lang_from_code(str_from(key), &lang) || !as_text(r, f, text, &s->typed[lang]))
			return false;
	}
	return true;
}

static void put_value(struct form_result *r, size_t at, json_t *v)
{
	const struct field *f = &r->def->fields[at];
	struct form_slot *s = &r->p->slots[at];
	bool ok;

	if (f->repeat > 0 || f->type == FIELD_CHOICES) {
		ok = put_array(r, f, s, v);
	} else if (f->per_language) {
		ok = put_languages(r, f, s, v);
	} else {
		s->n = 1;
		ok = as_text(r, f, v, &s->typed[0]);
	}
	if (!ok)
		form_add_error(r, f->name, 0, tr(r->p->lang, "This value has the wrong type."));
}

static size_t find_name(const struct form_result *r, str name)
{
	size_t i = 0;

	while (i < r->def->count && !str_eq_c(name, r->def->fields[i].name))
		i++;
	return i;
}

static void no_such_field(struct form_result *r, str name)
{
	form_add_error(r, NULL, 0, trf(r->p->a, r->p->lang, "There is no field called {name}.",
				       TR_ARG("name", str_limit(str_copy(r->p->a, name), 64))));
}

/* {"organisation": {"name": ...}}: the field "organisation.name"; of an array's element, its place in it (else -1). */
static void put_members(struct form_result *r, const char *outer, json_t *object, int place)
{
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value) {
		str name = STR_CONCAT(r->p->a, str_from(outer), S("."), str_from(key));
		size_t at = find_name(r, name);
		const struct field *f = at < r->def->count ? &r->def->fields[at] : NULL;
		struct form_slot *s = at < r->def->count ? &r->p->slots[at] : NULL;

		if (f == NULL || (f->repeat > 0) != (place >= 0)) {
			no_such_field(r, name);
		} else if (place < 0) {
			put_value(r, at, value);
		} else if ((unsigned)place >= f->repeat || !as_text(r, f, value, &s->typed[place])) {
			form_add_error(r, f->name, place, tr(r->p->lang, "This value has the wrong type."));
		} else if (s->n <= (size_t)place) {
			s->n = (size_t)place + 1;
		}
	}
}

static bool has_members(const struct form_result *r, const char *outer)
{
	str start = STR_CONCAT(r->p->a, str_from(outer), S("."));

	for (size_t i = 0; i < r->def->count; i++)
		if (str_starts(str_from(r->def->fields[i].name), start))
			return true;
	return false;
}

static void wrong_type(struct form_result *r, const char *key)
{
	form_add_error(r, NULL, 0, trf(r->p->a, r->p->lang, "The field {name} has the wrong type.",
				       TR_ARG("name", str_limit(str_copy(r->p->a, str_from(key)), 64))));
}

static void put_nested(struct form_result *r, const char *key, json_t *value)
{
	if (json_is_object(value)) {
		put_members(r, key, value, -1);
	} else if (json_is_array(value) && json_array_size(value) <= 1000) {
		for (size_t i = 0; i < json_array_size(value); i++)
			if (json_is_object(json_array_get(value, i)))
				put_members(r, key, json_array_get(value, i), (int)i);
			else
				wrong_type(r, key);
	} else if (!json_is_null(value)) {
		wrong_type(r, key);
	}
}

static void put_object(struct form_result *r, json_t *root)
{
	const char *key;
	json_t *value;

	json_object_foreach(root, key, value) {
		size_t at = find_name(r, str_from(key));

		/* A dot in a key itself would be a second way to say a member. */
		if (at < r->def->count && strchr(key, '.') == NULL)
			put_value(r, at, value);
		else if (has_members(r, key))
			put_nested(r, key, value);
		else
			no_such_field(r, str_from(key));
	}
}

static void drop(void *root)
{
	json_decref(root);
}

struct form_result *form_read_json(struct arena *a, enum lang lang, const struct form_def *def, str json)
{
	struct form_result *r = form_start(a, lang, def);
	json_error_t why;
	json_t *root = json_loadb(json.p == NULL ? "" : json.p, json.n, JSON_REJECT_DUPLICATES, &why);

	if (root != NULL)
		arena_defer(a, drop, root);
	if (!json_is_object(root)) {
		form_add_error(r, NULL, 0, tr(lang, "Send one JSON object."));
		return r;
	}
	put_object(r, root);
	for (size_t i = 0; i < def->count; i++)
		for (size_t j = 0; j < r->p->slots[i].n; j++)
			if (str_is_null(r->p->slots[i].typed[j]))
				r->p->slots[i].typed[j] = S("");
	if (r->error_count == 0)
		form_check(r);
	return r;
}
