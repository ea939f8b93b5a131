/* Reading the register's files in portions, and writing each portion in one transaction. */
#include "features/organisation/organisation_import.h"

#include <stdarg.h>
#include <stdio.h>

#include "features/organisation/register_merge.h"
#include "out/json_cut.h"
#include "store/journal.h"

enum { PORTION_ARENA_MAX = 64 << 20, READER_ARENA_MAX = 4 << 20 };

struct import {
	const struct organisation_import *how;
	struct ctx c;         /* of the portion: with an arena of its own, emptied between portions */
	struct writer *w;
	struct import_count *count, portion;
	struct register_entry entries[IMPORT_PORTION];
	size_t n;
	struct arena *a;      /* of the reader: for the whole file */
	char head[64], why[200];
	size_t head_n, head_at;
	csv_source *source;
	void *source_arg;
};

/* ---- one entry ------------------------------------------------------------------------------------------------------ */

static enum err put_name(struct ctx *c, struct tx *tx, int64_t organisation, const struct register_name *n)
{
	if (tx == NULL)
		return OK;
	return q_organisation_name_put(c, tx, &(struct q_organisation_name_put_in){
		.id = ctx_id(c), .organisation = organisation, .kind = str_from(n->kind), .name = n->name, .name_fold = n->name_fold,
		.from_date = n->from_date, .to_date = n->to_date });
}

static bool is_there(const struct q_organisation_names_row *rows, size_t count, const struct register_name *n)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_c(rows[i].kind, n->kind) && str_eq(rows[i].name, n->name))
			return str_eq(rows[i].from_date, n->from_date) && str_eq(rows[i].to_date, n->to_date);
	return false;
}

/* Writes those names that are new or have other dates. */
static enum err put_names(struct ctx *c, struct tx *tx, int64_t organisation, const struct register_entry *e,
			  const struct register_name *beside, bool *changed)
{
	struct q_organisation_names_row *rows;
	size_t count;

	if (e->name_count == 0 && str_is_null(beside->name))
		return OK;
	TRY(q_organisation_names(c, organisation, &rows, &count));
	for (size_t i = 0; i < e->name_count; i++) {
		if (!is_there(rows, count, &e->names[i])) {
			*changed = true;
			TRY(put_name(c, tx, organisation, &e->names[i]));
		}
	}
	for (size_t i = 0; i < count; i++) /* a coordinator's or an earlier import's: its dates stay */
		if (str_eq_c(rows[i].kind, beside->kind == NULL ? "" : beside->kind) && str_eq(rows[i].name, beside->name))
			return OK;
	if (str_is_null(beside->name))
		return OK;
	*changed = true;
	return put_name(c, tx, organisation, beside);
}

static enum err update(struct ctx *c, struct tx *tx, const struct import *m, struct import_count *count,
		       const struct q_organisation_by_business_id_row *old, const struct register_entry *e)
{
	struct register_name beside;
	struct q_organisation_update_in in;
	bool changed;
	int64_t changes;

	if (!str_is_null(old->source_date) && str_cmp(old->source_date, m->how->date) > 0) {
		count->older++;
		return OK;
	}
	in = register_merge(old, e, m->how->date, &changed, &beside);
	in.now = c->now;
	TRY(put_names(c, tx, old->id, e, &beside, &changed));
	if (tx != NULL && (changed || !str_eq(old->source_date, m->how->date)))
		TRY(q_organisation_update(c, tx, &in, &changes));
	if (tx != NULL && str_eq_c(old->source, "typed"))
		TRY(journal_note(c, tx, "organisation_taken_from_register", "organisation", old->id, str_null));
	if (changed)
		count->updated++;
	else
		count->unchanged++;
	return OK;
}

static enum err insert(struct ctx *c, struct tx *tx, const struct import *m, const struct register_entry *e, bool *ret_made)
{
	int64_t id, changes;

	*ret_made = true;
	if (tx == NULL)
		return OK;
	id = ctx_id(c);
	TRY(q_organisation_insert(c, tx, &(struct q_organisation_insert_in){
		.id = id, .key = ctx_key(c), .business_id = e->business_id, .name = e->name, .name_fold = e->name_fold,
		.name_sort = e->name_sort, .kind = e->kind, .form = e->form, .street = e->street, .postcode = e->postcode,
		.post_office = e->post_office, .municipality = e->municipality, .tol_scheme = e->tol_scheme, .tol_code = e->tol_code,
		.tol_name = e->tol_name, .website = e->website, .registered_on = e->registered_on, .ended_on = e->ended_on,
		.source = S("register"), .source_date = m->how->date, .now = c->now }, &changes));
	*ret_made = changes == 1;
	for (size_t i = 0; *ret_made && i < e->name_count; i++)
		TRY(put_name(c, tx, id, &e->names[i]));
	return OK;
}

static enum err store_entry(struct ctx *c, struct tx *tx, const struct import *m, struct import_count *count,
			    const struct register_entry *e)
{
	struct q_organisation_by_business_id_row old;
	bool found, made = false;

	TRY(q_organisation_by_business_id(c, e->business_id, &found, &old));
	if (!found) {
		TRY(insert(c, tx, m, e, &made));
		if (made) {
			count->made++;
			return OK;
		}
		/* A sign-up made it just now. */
		TRY(q_organisation_by_business_id(c, e->business_id, &found, &old));
		if (!found)
			return ERR_CONFLICT;
	}
	return update(c, tx, m, count, &old, e);
}

/* ---- portions ------------------------------------------------------------------------------------------------------- */

static enum err portion_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct import *m = arg;

	m->portion = (struct import_count){ 0 };
	for (size_t i = 0; i < m->n; i++)
		TRY(store_entry(c, tx, m, &m->portion, &m->entries[i]));
	return OK;
}

static enum err dry_portion(void *arg)
{
	struct import *m = arg;

	return portion_body(&m->c, NULL, m);
}

static enum err end_portion(struct import *m)
{
	enum err e = OK;

	if (m->n > 0)
		e = m->how->dry_run ? arena_run(m->c.a, dry_portion, m) : db_write(&m->c, m->w, portion_body, m);
	if (e == OK && m->n > 0) {
		m->count->made += m->portion.made;
		m->count->updated += m->portion.updated;
		m->count->unchanged += m->portion.unchanged;
		m->count->older += m->portion.older;
	}
	m->n = 0;
	ctx_end(&m->c);
	arena_reset(m->c.a);
	if (e == OK && m->count->read > 0 && m->how->progress != NULL)
		m->how->progress(m->how->arg, m->count);
	return e;
}

static void refuse(struct import *m, size_t line, str business_id, const char *why)
{
	struct import_refusal r = { .line = line, .number = (size_t)m->count->read, .business_id = business_id, .why = why };

	m->count->refused++;
	if (m->how->refused != NULL)
		m->how->refused(m->how->arg, &r);
}

/* An entry has been read, or refused. Each refused one counts for the portion too: its texts fill the arena alike. */
static enum err take_entry(struct import *m, size_t line, enum err read, const struct register_entry *e, const char *why)
{
	if (read == ERR_INVALID)
		refuse(m, line, e->business_id, why);
	else if (read != OK)
		return read;
	else if (!str_is_null(m->how->municipality) && !str_eq(e->municipality, m->how->municipality))
		m->count->elsewhere++;
	else
		m->entries[m->n++] = *e;
	if (m->n == IMPORT_PORTION || arena_used(m->c.a) > PORTION_ARENA_MAX / 4)
		return end_portion(m);
	return OK;
}

/* ---- the two forms of files ----------------------------------------------------------------------------------------- */

/* The file from its beginning, though that has been looked at. */
static enum err from_start(void *arg, char *bytes, size_t size, size_t *ret_n)
{
	struct import *m = arg;
	size_t n = m->head_n - m->head_at;

	if (n == 0)
		return m->source(m->source_arg, bytes, size, ret_n);
	*ret_n = n < size ? n : size;
	memcpy(bytes, m->head + m->head_at, *ret_n);
	m->head_at += *ret_n;
	return OK;
}

/* ERR_INVALID, and the sentence about it. */
static enum err broken(struct import *m, const char *format, ...) PRINTF_LIKE(2, 3);

static enum err broken(struct import *m, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(m->why, sizeof m->why, format, ap);
	va_end(ap);
	return ERR_INVALID;
}

static enum err broken_json(struct import *m, const struct json_cut *j)
{
	static const char *const whys[] = {
		[JSON_CUT_NOT_JSON] = "the file is no JSON",
		[JSON_CUT_NO_LIST] = "the file has no list of companies (\"companies\" or \"results\")",
		[JSON_CUT_BROKEN] = "the JSON is broken",
		[JSON_CUT_ENDS] = "the file ends in the middle",
	};

	return broken(m, "line %zu: %s", j->line, whys[j->problem]);
}

static enum err import_json(struct import *m)
{
	static const char *const lists[] = { "companies", "results", NULL };
	struct json_cut j;
	enum err e;
	str bytes;

	json_cut_init(&j, m->a, from_start, m, lists, REGISTER_ENTRY_BYTES_MAX);
	while ((e = json_cut_next(&j, &bytes)) != ERR_NOT_FOUND) {
		struct register_entry entry = { 0 };
		const char *why = "";

		if (e == ERR_INVALID)
			return broken_json(m, &j);
		if (e != OK && e != ERR_LIMIT)
			return e;
		m->count->read++;
		if (e == ERR_LIMIT) {
			refuse(m, j.line, str_null, "the entry has more than 256 KB");
			continue;
		}
		e = register_entry_from_json(m->c.a, bytes, &entry, &why);
		TRY(take_entry(m, j.line, e, &entry, why));
	}
	return end_portion(m);
}

static const char *csv_why(enum csv_problem problem)
{
	switch (problem) {
	case CSV_UTF16: return "the file is UTF-16: save it as CSV UTF-8";
	case CSV_NOT_TEXT: return "no text, or in another encoding than the rows before";
	case CSV_QUOTE: return "text behind a closing quote";
	case CSV_QUOTE_OPEN: return "a quote is not closed";
	case CSV_ROW_TOO_LONG: return "the row has more than 256 KB";
	case CSV_CELL_TOO_LONG: return "a cell has more than 64 KB";
	case CSV_TOO_MANY_COLUMNS: return "more than 256 columns";
	default: return "the row cannot be read";
	}
}

/* The heading: which column is what. */
static enum err import_heading(struct import *m, struct csv_reader *r, struct register_columns *columns)
{
	struct csv_row row = { 0 };
	enum err e = csv_next_row(r, &row);

	if (e == ERR_INVALID || e == ERR_LIMIT)
		return broken(m, "line %zu: %s", r->line == 0 ? 1 : r->line, csv_why(r->problem));
	if (e == ERR_NOT_FOUND)
		return broken(m, "the file is empty");
	TRY(e);
	if (!register_columns_find(m->c.a, row.cells, row.columns, columns))
		return broken(m, "the first row names no columns \"businessId\" and \"name\"");
	if (!str_is_null(m->how->municipality) && !register_columns_municipality(columns))
		return broken(m, "the file has no column \"municipalityCode\", so the municipality cannot be chosen");
	return OK;
}

static enum err import_csv(struct import *m)
{
	struct csv_reader r;
	struct csv_row row = { 0 };
	struct register_columns columns;
	enum err e;

	csv_reader_init(&r, m->a, from_start, m);
	TRY(import_heading(m, &r, &columns));
	while ((e = csv_next_row(&r, &row)) != ERR_NOT_FOUND) {
		struct register_entry entry = { 0 };
		const char *why = "";

		if (e != OK && e != ERR_INVALID && e != ERR_LIMIT)
			return e;
		m->count->read++;
		if (e != OK) {
			refuse(m, r.line, str_null, csv_why(r.problem));
			continue;
		}
		e = register_entry_from_cells(m->c.a, &columns, row.cells, row.columns, &entry, &why);
		TRY(take_entry(m, r.line, e, &entry, why));
	}
	return end_portion(m);
}

/* ---- */

static enum err note_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct import *m = arg;

	return journal_note(c, tx, "organisations_imported", "organisation", 0,
			    str_format(c->a, "%.*s: %lld new, %lld changed, %lld refused", STR_ARG(m->how->name),
				       (long long)m->count->made, (long long)m->count->updated, (long long)m->count->refused));
}

/* Looks at the beginning, which from_start gives to the reader again: JSON or something else? */
static enum err looks_like_json(struct import *m, bool *ret)
{
	size_t at = 0, n;

	do {
		TRY(m->source(m->source_arg, m->head + m->head_n, sizeof m->head - m->head_n, &n));
		m->head_n += n;
	} while (n > 0 && m->head_n < sizeof m->head);
	if (str_starts(str_make(m->head, m->head_n), S("\xef\xbb\xbf")))
		at = 3;
	while (at < m->head_n && strchr(" \t\r\n", m->head[at]) != NULL && m->head[at] != '\0')
		at++;
	*ret = at < m->head_n && (m->head[at] == '{' || m->head[at] == '[');
	return OK;
}

static enum err run(void *arg)
{
	struct import *m = arg;
	bool json;
	enum err e;

	TRY(looks_like_json(m, &json));
	e = json ? import_json(m) : import_csv(m);
	if (e == ERR_INVALID) /* the file is broken: what came before counts */
		TRY(end_portion(m));
	if (!m->how->dry_run && m->count->made + m->count->updated > 0) {
		enum err noted = db_write(&m->c, m->w, note_body, m);

		return e == OK ? noted : e;
	}
	return e;
}

static enum err run_in_portion(void *arg)
{
	struct import *m = arg;

	return arena_run(m->c.a, run, m);
}

enum err organisation_import_run(struct ctx *c, struct writer *w, csv_source *source, void *source_arg,
				 const struct organisation_import *how, struct import_count *ret, str *ret_why)
{
	struct import m = { .how = how, .c = *c, .w = w, .count = ret, .source = source, .source_arg = source_arg };
	enum err e = ERR_MEMORY;

	if (!actor_is_coordinator(c->actor))
		return ERR_FORBIDDEN;
	*ret = (struct import_count){ 0 };
	m.c.conn = NULL;
	m.c.a = arena_new(PORTION_ARENA_MAX);
	m.a = arena_new(READER_ARENA_MAX);
	if (m.a != NULL && m.c.a != NULL) {
		e = arena_run(m.a, run_in_portion, &m);
		ctx_end(&m.c);
	}
	arena_free(m.c.a);
	arena_free(m.a);
	*ret_why = str_copy(c->a, str_from(m.why));
	return e;
}
