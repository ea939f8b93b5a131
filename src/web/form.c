/* From a body's fields to the slots of a form table, and back from a struct to what a page shows. */
#include "web/form.h"

#include <stdlib.h>

#include "text/lang.h"
#include "text/tr.h"
#include "web/form_check.h"

struct form_result *form_start(struct arena *a, enum lang lang, const struct form_def *def)
{
	struct form_result *r = NEW(a, struct form_result);

	r->def = def;
	r->p = NEW(a, struct form_private);
	r->p->a = a;
	r->p->lang = lang;
	r->p->slots = NEW_ARRAY(a, def->count, struct form_slot);
	r->p->typed = arena_alloc(a, def->size);
	for (size_t i = 0; i < def->count; i++) {
		const struct field *f = &def->fields[i];
		struct form_slot *s = &r->p->slots[i];

		s->filename = str_null;
		if (f->per_language) {
			s->typed = NEW_ARRAY(a, LANG_COUNT, str);
			s->n = LANG_COUNT;
		} else if (f->repeat > 0) {
			s->typed = NEW_ARRAY(a, f->repeat, str);
		} else if (f->type == FIELD_CHOICES) {
			size_t options = 0;

			while (f->options != NULL && f->options[options].value != NULL)
				options++;
			s->typed = NEW_ARRAY(a, options, str);
		} else {
			s->typed = NEW(a, str);
		}
	}
	return r;
}

void form_add_error(struct form_result *r, const char *field, int index, str text)
{
	if (r->error_count == r->p->error_room) {
		size_t room = r->p->error_room == 0 ? 8 : r->p->error_room * 2;
		struct form_error *more = NEW_ARRAY(r->p->a, room, struct form_error);

		if (r->error_count > 0)
			memcpy(more, r->p->errors, r->error_count * sizeof *more);
		r->p->errors = more;
		r->p->error_room = room;
	}
	r->p->errors[r->error_count++] = (struct form_error){ field, index, text };
	r->errors = r->p->errors;
}

/* Where a name of the body belongs: name, name.1 .. name.<repeat>, name.fi. */
static const struct field *find_field(const struct form_def *def, str name, size_t *ret_slot, size_t *ret_index)
{
	for (size_t i = 0; i < def->count; i++) {
		const struct field *f = &def->fields[i];
		str base = str_from(f->name), end;
		int64_t number;
		enum lang lang;

		*ret_slot = i;
		*ret_index = 0;
		if (!str_starts(name, base))
			continue;
		end = str_sub(name, base.n, name.n);
		if (end.n == 0) {
			if (f->repeat == 0 && !f->per_language)
				return f;
			continue;
		}
		if (end.p[0] != '.')
			continue;
		end = str_sub(end, 1, end.n);
		if (f->repeat > 0 && str_to_int(end, &number) && number >= 1 && number <= (int64_t)f->repeat) {
			*ret_index = (size_t)number - 1;
			return f;
		}
		if (f->per_language && lang_from_code(end, &lang)) {
			*ret_index = (size_t)lang;
			return f;
		}
	}
	return NULL;
}

static size_t option_count(const struct field *f)
{
	size_t n = 0;

	while (f->options != NULL && f->options[n].value != NULL)
		n++;
	return n;
}

static bool already_there(const struct form_slot *s, str value)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->typed[i], value))
			return true;
	return false;
}

static void put_item(struct form_result *r, const struct form_item *item)
{
	size_t slot, index;
	const struct field *f = find_field(r->def, item->name, &slot, &index);
	struct form_slot *s = f == NULL ? NULL : &r->p->slots[slot];

	if (f == NULL || item->file != (f->type == FIELD_FILE))
		return;
	if (f->type == FIELD_CHOICES && f->repeat == 0) {
		/* A value twice, or more values than there are options, says nothing new. */
		if (s->n < option_count(f) && !already_there(s, item->value))
			s->typed[s->n++] = item->value;
		return;
	}
	if (index < s->n && !str_is_null(s->typed[index]))
		return; /* the first one counts */
	s->typed[index] = item->value;
	s->filename = item->file ? item->filename : str_null;
	if (index >= s->n)
		s->n = index + 1;
}

struct form_result *form_read(struct arena *a, enum lang lang, const struct form_def *def, const struct form_item *items,
			      size_t n)
{
	struct form_result *r = form_start(a, lang, def);

	for (size_t i = 0; i < n; i++)
		put_item(r, &items[i]);
	for (size_t i = 0; i < def->count; i++)
		for (size_t j = 0; j < r->p->slots[i].n; j++)
			if (str_is_null(r->p->slots[i].typed[j]))
				r->p->slots[i].typed[j] = S("");
	form_check(r);
	return r;
}

enum err form_take(const struct form_result *r, void *ret)
{
	if (r->error_count > 0)
		return ERR_INVALID;
	memcpy(ret, r->p->typed, r->def->size);
	return OK;
}

static size_t slot_of(const struct form_result *r, const char *field)
{
	for (size_t i = 0; i < r->def->count; i++)
		if (strcmp(r->def->fields[i].name, field) == 0)
			return i;
	BUG("form %s has no field %s", r->def->name, field);
}

str form_value(const struct form_result *r, const char *field, int index)
{
	const struct form_slot *s = &r->p->slots[slot_of(r, field)];

	return index >= 0 && (size_t)index < s->n ? s->typed[index] : str_null;
}

str form_error_text(const struct form_result *r, const char *field, int index)
{
	for (size_t i = 0; i < r->error_count; i++) {
		const struct form_error *e = &r->errors[i];

		if (field == NULL ? e->field == NULL
				  : e->field != NULL && strcmp(e->field, field) == 0 && e->index == index)
			return e->text;
	}
	return str_null;
}

/* ---- from a struct ------------------------------------------------------------------------------------------------- */

static void put_list(struct form_slot *s, const struct str_list *list, size_t max)
{
	for (size_t i = 0; i < list->n && i < max; i++)
		s->typed[s->n++] = list->v[i];
}

static void put_member(struct form_result *r, const struct field *f, struct form_slot *s, const void *member)
{
	if (f->type == FIELD_FILE)
		return;
	if (f->repeat > 0) {
		put_list(s, member, f->repeat);
	} else if (f->type == FIELD_CHOICES) {
		put_list(s, member, option_count(f));
	} else if (f->per_language) {
		memcpy(s->typed, member, LANG_COUNT * sizeof(str));
	} else {
		const struct opt_int *number = member;

		s->n = 1;
		if (f->type == FIELD_BOOL)
			s->typed[0] = *(const bool *)member ? S("1") : S("");
		else if (f->type == FIELD_INT)
			s->typed[0] = number->set ? str_format(r->p->a, "%lld", (long long)number->v) : S("");
		else
			s->typed[0] = *(const str *)member;
	}
}

struct form_result *form_new(struct arena *a, const struct form_def *def, const void *values)
{
	struct form_result *r = form_start(a, LANG_EN, def);

	if (values == NULL)
		return r;
	for (size_t i = 0; i < def->count; i++)
		put_member(r, &def->fields[i], &r->p->slots[i], (const char *)values + def->fields[i].offset);
	memcpy(r->p->typed, values, def->size);
	return r;
}
