/* Form tables at work: what the chain does with a body before a handler sees it. Features use web/form.h.
 *
 * Reading never fails: what cannot be used becomes an error text at its field. Values are kept as typed, so that a refused
 * form comes back filled in. Names that the table does not have are ignored in forms (browsers' extensions add fields) and
 * refused in JSON (a program's typing mistake). */
#ifndef TALKOOT_WEB_FORM_CHECK_H
#define TALKOOT_WEB_FORM_CHECK_H

#include "web/form.h"

/* One field of a body, decoded, in the order of the body. */
struct form_item {
	str name, value;
	bool file;
	str filename;
};

struct form_slot {
	str *typed; /* `n` values; a single field has one, a per_language one LANG_COUNT */
	size_t n;
	str filename;
};

struct form_private {
	struct arena *a;
	enum lang lang;
	struct form_slot *slots; /* one per field of the definition */
	void *typed;             /* the form's struct */
	struct form_error *errors;
	size_t error_room;
};

struct form_result *form_read(struct arena *a, enum lang lang, const struct form_def *def, const struct form_item *items,
			      size_t n);
/* The same from a JSON object. A body that is no JSON object gives an error of the whole form. */
struct form_result *form_read_json(struct arena *a, enum lang lang, const struct form_def *def, str json);
/* Copies the struct: ERR_INVALID when there is an error. */
MUST enum err form_take(const struct form_result *r, void *ret);
/* field NULL: the whole form. */
void form_add_error(struct form_result *r, const char *field, int index, str text);

/* Checks one typed value: the normal form in *ret (str_null when left empty), or a text that says what to do (else
 * str_null). Types with members of their own (INT, BOOL, FILE) are checked as text here too. */
str form_check_value(struct arena *a, enum lang lang, const struct field *f, str typed, str *ret);
/* Largest number of characters of the field. */
size_t form_field_max(const struct field *f);
/* An empty result to be filled: slots and struct are there. */
struct form_result *form_start(struct arena *a, enum lang lang, const struct form_def *def);
/* Checks the slots and fills the struct; shared by both ways of reading. */
void form_check(struct form_result *r);

#endif
