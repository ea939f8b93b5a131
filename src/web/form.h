/* Form tables: one declaration of a field feeds the HTML5 attributes, the server's check, the JSON check and the error
 * texts.
 *
 *   struct signup_in { str email; str name; bool remote; struct str_list colleagues; };
 *   static const struct field signup_fields[] = {
 *   	{ FIELD(struct signup_in, email), .type = FIELD_EMAIL, .label = N_("E-mail"), .required = true },
 *   	{ FIELD(struct signup_in, name), .type = FIELD_TEXT, .label = N_("Name"), .required = true, .max = 120,
 *   	  .autocomplete = "name" },
 *   };
 *   const struct form_def signup_form = FORM("signup", signup_fields, struct signup_in);
 *
 * C type of the struct's member by field type: TEXT, LONG_TEXT, EMAIL, PHONE, URL, BUSINESS_ID, CHOICE, KEY, DATE, TIME,
 * DATETIME: str (str_null when left empty; trimmed, valid UTF-8, line ends as \n); INT: struct opt_int; BOOL: bool;
 * CHOICES: struct str_list; FILE: struct upload. With .repeat > 0: struct str_list, named name.1, name.2, ... in HTML and
 * an array in JSON. With .per_language: str[LANG_COUNT], named name.fi, name.sv, name.en, an object in JSON.
 *
 * In JSON, a field whose name has a dot is a member of an object: "organisation.name" is {"organisation": {"name": ...}};
 * with .repeat and .keep_places of an array of objects: "consents.code" is {"consents": [{"code": ...}, ...]}. There a
 * repeated BOOL is "1" or str_null.
 *
 * Lengths are counted in characters (code points). Limits: at most 200 fields in a body, names 64 bytes. */
#ifndef TALKOOT_WEB_FORM_H
#define TALKOOT_WEB_FORM_H

#include <stddef.h>

#include "base/lang.h"
#include "base/str.h"
#include "store/db.h"

enum field_type {
	FIELD_TEXT,        /* one line, max 200 unless stated */
	FIELD_LONG_TEXT,   /* several lines, max 5,000 unless stated */
	FIELD_EMAIL,       /* at most 254; checked as an address; the domain becomes lower case */
	FIELD_PHONE,       /* digits, +, spaces, hyphens, brackets; 5-20 digits */
	FIELD_URL,         /* http or https, at most 2,000 */
	FIELD_BUSINESS_ID, /* any form people write; becomes 1234567-8, check digit verified */
	FIELD_INT,         /* between low and high */
	FIELD_DATE,        /* 2026-11-27 (what date fields send), also 27.11.2026 typed by hand; becomes ISO */
	FIELD_TIME,        /* 09:00, also 9.00 or 9; becomes HH:MM */
	FIELD_DATETIME,    /* 2026-11-27T09:00 */
	FIELD_BOOL,        /* a checkbox */
	FIELD_CHOICE,      /* one of `options` */
	FIELD_CHOICES,     /* several of `options` */
	FIELD_KEY,         /* an opaque key: [0-9a-z]{6,64}; hidden, or from a list made by the page */
	FIELD_FILE         /* multipart; `max` in bytes */
};

struct field_option {
	const char *value;
	const char *label; /* N_() */
};

struct field {
	const char *name;
	size_t offset;
	enum field_type type;
	const char *label;   /* N_(): English, shown translated; ends up in error texts */
	const char *hint;    /* N_() or NULL */
	bool required;
	size_t max;          /* characters (bytes for files); 0: the type's default */
	int64_t low, high;   /* FIELD_INT; both 0: no bound but 63 bits */
	const struct field_option *options; /* ends with { NULL, NULL } */
	const char *autocomplete; /* HTML autocomplete token */
	unsigned repeat;     /* 0: single; else at most so many */
	bool keep_places;    /* with repeat, for the columns of a table of rows: an empty value stays as str_null in its
			      * place, so that name.3 and title.3 are the same row */
	bool per_language;   /* one input per language the instance offers */
};

struct form_def {
	const char *name; /* unique; the rate limit and the idempotency key are per form */
	const struct field *fields;
	size_t count;
	size_t size; /* of the typed struct */
};

#define FIELD(type_, member) .name = #member, .offset = offsetof(type_, member)
#define FORM(name_, array, type_) { (name_), (array), sizeof(array) / sizeof *(array), sizeof(type_) }

struct str_list {
	const str *v;
	size_t n;
};

struct upload {
	str filename; /* as sent, without folders; str_null: no file */
	str bytes;
};

struct form_error {
	const char *field; /* NULL: the whole form */
	int index;         /* of a repeated field (0-based) or language, else 0 */
	str text;          /* translated */
};

/* What was typed and what was wrong with it. */
struct form_result {
	const struct form_def *def;
	const struct form_error *errors;
	size_t error_count;
	struct form_private *p;
};

/* The value as typed, and the error text (str_null: none) of a field, for templates. */
str form_value(const struct form_result *r, const char *field, int index);
str form_error_text(const struct form_result *r, const char *field, int index);

/* A result for showing a form the first time, filled from `values` (of the form's struct; NULL: all empty). */
struct form_result *form_new(struct arena *a, const struct form_def *def, const void *values);

#endif
