/* Reading entries of the business register from JSON: the open data API v3, and v1 of old exports. */
#include <jansson.h>

#include "features/organisation/register_read.h"
#include "text/fold.h"

/* ---- JSON as it comes ----------------------------------------------------------------------------------------------- */

/* A member as text: the two years' answers write some numbers as text. The bytes live in the arena. */
static str text_of(struct arena *a, const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);

	if (json_is_string(v))
		return str_copy(a, str_make(json_string_value(v), json_string_length(v)));
	if (json_is_integer(v))
		return str_format(a, "%lld", (long long)json_integer_value(v));
	return str_null;
}

static bool text_is(const json_t *object, const char *key, const char *wanted)
{
	const json_t *v = json_object_get(object, key);

	if (json_is_string(v))
		return strcmp(json_string_value(v), wanted) == 0;
	return json_is_integer(v) && wanted[0] >= '0' && wanted[0] <= '9' && wanted[1] == '\0' &&
	       json_integer_value(v) == wanted[0] - '0';
}

/* Absent, null and "" all mean that it has not ended. */
static str end_of(struct arena *a, const json_t *object) { return register_date(text_of(a, object, "endDate")); }

/* The Finnish one, else the first. v3: [{languageCode: "1", description}], in any order. */
static str in_finnish(struct arena *a, const json_t *list, const char *language, const char *finnish, const char *key)
{
	str first = str_null;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *v = json_array_get(list, i);
		str text = text_of(a, v, key);

		if (text_is(v, language, finnish))
			return text;
		if (str_is_null(first))
			first = text;
	}
	return first;
}

/* ---- names ---------------------------------------------------------------------------------------------------------- */

/* Adds a further name; the same kind and name twice become one: from the earlier beginning to the later end. */
static void add_name(struct arena *a, struct register_entry *e, const char *kind, str name, str from, str to)
{
	struct register_name n = { .kind = kind, .name = register_name_text(a, name), .from_date = register_date(from),
				   .to_date = to };

	if (str_is_null(n.name))
		return;
	for (size_t i = 0; i < e->name_count; i++) {
		struct register_name *old = &e->names[i];

		if (strcmp(old->kind, kind) != 0 || !str_eq(old->name, n.name))
			continue;
		if (str_is_null(old->from_date) || (!str_is_null(n.from_date) && str_cmp(n.from_date, old->from_date) < 0))
			old->from_date = n.from_date;
		if (!str_is_null(old->to_date) && (str_is_null(to) || str_cmp(to, old->to_date) > 0))
			old->to_date = to;
		return;
	}
	if (e->name_count == REGISTER_NAMES_MAX)
		return;
	n.name_fold = text_fold(a, n.name);
	e->names[e->name_count++] = n;
}

static void make_names(struct arena *a, struct register_entry *e, size_t count)
{
	e->names = NEW_ARRAY(a, count < REGISTER_NAMES_MAX ? count : REGISTER_NAMES_MAX, struct register_name);
}

/* The current company name: without an end; of several (and when all have ended, as with a company that is gone) the one
 * that began last. */
static const json_t *current_name(struct arena *a, const json_t *names)
{
	const json_t *best = NULL;
	str best_from = str_null;
	bool best_ended = true;

	for (size_t i = 0; i < json_array_size(names); i++) {
		const json_t *n = json_array_get(names, i);
		bool ended = !str_is_null(end_of(a, n));
		str from = register_date(text_of(a, n, "registrationDate"));

		if (!text_is(n, "type", "1"))
			continue;
		if (best == NULL || ended < best_ended || (ended == best_ended && str_cmp(from, best_from) > 0)) {
			best = n;
			best_ended = ended;
			best_from = from;
		}
	}
	return best;
}

static str read_names_v3(struct arena *a, const json_t *root, struct register_entry *e)
{
	const json_t *names = json_object_get(root, "names"), *current = current_name(a, names);

	make_names(a, e, json_array_size(names));
	for (size_t i = 0; i < json_array_size(names); i++) {
		const json_t *n = json_array_get(names, i);
		const char *kind = text_is(n, "type", "1") ? "former" : text_is(n, "type", "2") ? "parallel" : "auxiliary";

		if (n != current && (strcmp(kind, "auxiliary") != 0 || text_is(n, "type", "3")))
			add_name(a, e, kind, text_of(a, n, "name"), text_of(a, n, "registrationDate"), end_of(a, n));
	}
	return text_of(a, current, "name");
}

/* ---- v3 ------------------------------------------------------------------------------------------------------------- */

/* Street and number, or the box. `co` is not looked at: it can be a person's name. */
static str street_of(struct arena *a, const json_t *address)
{
	static const char *const parts[] = { "street", "buildingNumber", "entrance", "apartmentNumber", "apartmentIdSuffix" };
	str street = str_null, box = register_field(a, text_of(a, address, "postOfficeBox"));

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		str part = register_field(a, text_of(a, address, parts[i]));

		if (i > 0 && str_is_null(street))
			break; /* a number alone is no address */
		if (!str_is_null(part))
			street = i == 0 ? part : STR_CONCAT(a, street, S(" "), part);
	}
	if (str_is_null(street) && !str_is_null(box))
		street = STR_CONCAT(a, S("PL "), box);
	return register_field(a, street);
}

static const json_t *address_of_type(const json_t *addresses, const char *type)
{
	for (size_t i = 0; i < json_array_size(addresses); i++) {
		const json_t *address = json_array_get(addresses, i);

		if (text_is(address, "type", type) && !json_is_string(json_object_get(address, "endDate")))
			return address;
	}
	return NULL;
}

static void read_address_v3(struct arena *a, const json_t *root, struct register_entry *e)
{
	const json_t *addresses = json_object_get(root, "addresses"), *visiting = address_of_type(addresses, "1");
	const json_t *postal = address_of_type(addresses, "2"), *address = visiting != NULL ? visiting : postal;
	const json_t *offices = json_object_get(address, "postOffices");

	e->street = street_of(a, address);
	e->postcode = register_field(a, text_of(a, address, "postCode"));
	e->post_office = register_post_office(a, in_finnish(a, offices, "languageCode", "1", "city"));
	e->municipality = register_municipality(in_finnish(a, offices, "languageCode", "1", "municipalityCode"));
	if (str_is_null(e->municipality))
		e->municipality = register_municipality(in_finnish(a, json_object_get(postal, "postOffices"), "languageCode", "1",
								   "municipalityCode"));
}

static str form_v3(struct arena *a, const json_t *root)
{
	const json_t *forms = json_object_get(root, "companyForms");

	for (size_t i = 0; i < json_array_size(forms); i++) {
		const json_t *form = json_array_get(forms, i);
		str name = in_finnish(a, json_object_get(form, "descriptions"), "languageCode", "1", "description");

		if (str_is_null(end_of(a, form)))
			return str_empty(name) ? text_of(a, form, "type") : name;
	}
	return str_null;
}

static enum err read_v3(struct arena *a, const json_t *root, struct register_entry *e, const char **ret_why)
{
	const json_t *id = json_object_get(root, "businessId"), *line = json_object_get(root, "mainBusinessLine");
	str name;

	e->whole = true;
	TRY(register_begin(a, text_of(a, id, "value"), e, ret_why));
	name = read_names_v3(a, root, e);
	TRY(register_finish(a, name, form_v3(a, root), e, ret_why));
	read_address_v3(a, root, e);
	register_line(e, a, text_of(a, line, "type"), text_of(a, line, "typeCodeSet"), text_of(a, line, "registrationDate"),
		      in_finnish(a, json_object_get(line, "descriptions"), "languageCode", "1", "description"));
	e->website = register_website(a, text_of(a, json_object_get(root, "website"), "url"));
	e->registered_on = register_date(text_of(a, root, "registrationDate"));
	if (str_is_null(e->registered_on))
		e->registered_on = register_date(text_of(a, id, "registrationDate"));
	e->ended_on = end_of(a, root);
	return OK;
}

/* ---- v1 ------------------------------------------------------------------------------------------------------------- */

/* order 0: the company's name, else a parallel one; those with an end are former. */
static void read_names_v1(struct arena *a, const json_t *root, str current, struct register_entry *e)
{
	const json_t *names = json_object_get(root, "names"), *auxiliary = json_object_get(root, "auxiliaryNames");

	make_names(a, e, json_array_size(names) + json_array_size(auxiliary));
	for (size_t i = 0; i < json_array_size(names); i++) {
		const json_t *n = json_array_get(names, i);
		str name = text_of(a, n, "name"), end = end_of(a, n);

		if (!text_is(n, "order", "0"))
			add_name(a, e, "parallel", name, text_of(a, n, "registrationDate"), end);
		else if (!str_is_null(end) || !str_eq(name, current))
			add_name(a, e, "former", name, text_of(a, n, "registrationDate"), end);
	}
	for (size_t i = 0; i < json_array_size(auxiliary); i++) {
		const json_t *n = json_array_get(auxiliary, i);

		add_name(a, e, "auxiliary", text_of(a, n, "name"), text_of(a, n, "registrationDate"), end_of(a, n));
	}
}

static enum err read_v1(struct arena *a, const json_t *root, struct register_entry *e, const char **ret_why)
{
	const json_t *addresses = json_object_get(root, "addresses"), *lines = json_object_get(root, "businessLines");
	const json_t *address = address_of_type(addresses, "1");
	str name = text_of(a, root, "name");

	TRY(register_begin(a, text_of(a, root, "businessId"), e, ret_why));
	TRY(register_finish(a, name, text_of(a, root, "companyForm"), e, ret_why));
	read_names_v1(a, root, name, e);
	if (address == NULL)
		address = address_of_type(addresses, "2");
	e->street = register_field(a, text_of(a, address, "street"));
	e->postcode = register_field(a, text_of(a, address, "postCode"));
	e->post_office = register_post_office(a, text_of(a, address, "city"));
	if (str_is_null(e->post_office)) /* the registered office is a municipality, which is where people look for it */
		e->post_office = register_post_office(a, in_finnish(a, json_object_get(root, "registedOffices"), "language", "FI",
								    "name"));
	register_line(e, a, in_finnish(a, lines, "language", "FI", "code"), S("TOIMI3"), str_null,
		      in_finnish(a, lines, "language", "FI", "name"));
	e->registered_on = register_date(text_of(a, root, "registrationDate"));
	return OK;
}

/* ---- */

struct reading {
	struct arena *a;
	const json_t *root;
	struct register_entry *entry;
	const char **why;
};

static enum err read_body(void *arg)
{
	struct reading *r = arg;
	const json_t *id = json_object_get(r->root, "businessId");

	return json_is_string(id) ? read_v1(r->a, r->root, r->entry, r->why) : read_v3(r->a, r->root, r->entry, r->why);
}

enum err register_entry_from_json(struct arena *a, str json, struct register_entry *ret, const char **ret_why)
{
	struct reading r = { .a = a, .entry = ret, .why = ret_why };
	json_t *root = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);
	enum err e;

	*ret = (struct register_entry){ 0 };
	if (!json_is_object(root)) {
		json_decref(root);
		return register_refuse(ret_why, root == NULL ? "no JSON" : "no JSON object");
	}
	r.root = root;
	e = arena_run(a, read_body, &r); /* jansson's memory is not the arena's: it goes also when that is used up */
	json_decref(root);
	return e;
}
