/* A small validator of the JSON Schema that docs/openapi.json uses. */
#include "support/web/openapi_check.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "harness.h"

struct check {
	const json_t *document;
	char path[400]; /* where in the answer */
	char why[600];
};

static bool valid(struct check *c, const json_t *schema, const json_t *value);

static bool wrong(struct check *c, const char *why, const char *what)
{
	if (c->why[0] == '\0')
		snprintf(c->why, sizeof c->why, "%s: %s %s", c->path, why, what);
	return false;
}

static const json_t *resolve(struct check *c, const json_t *schema)
{
	const char *ref = json_string_value(json_object_get(schema, "$ref"));
	static const char start[] = "#/components/schemas/";

	if (ref == NULL)
		return schema;
	if (strncmp(ref, start, strlen(start)) != 0)
		return NULL;
	return json_object_get(json_object_get(json_object_get(c->document, "components"), "schemas"), ref + strlen(start));
}

static bool is_type(const json_t *value, const char *type)
{
	if (strcmp(type, "string") == 0)
		return json_is_string(value);
	if (strcmp(type, "integer") == 0)
		return json_is_integer(value);
	if (strcmp(type, "number") == 0)
		return json_is_number(value);
	if (strcmp(type, "boolean") == 0)
		return json_is_boolean(value);
	if (strcmp(type, "null") == 0)
		return json_is_null(value);
	if (strcmp(type, "array") == 0)
		return json_is_array(value);
	return strcmp(type, "object") == 0 && json_is_object(value);
}

static bool type_fits(struct check *c, const json_t *type, const json_t *value)
{
	size_t i;
	json_t *one;

	if (type == NULL)
		return true;
	if (json_is_string(type))
		return is_type(value, json_string_value(type)) || wrong(c, "should be", json_string_value(type));
	json_array_foreach((json_t *)(uintptr_t)type, i, one)
		if (is_type(value, json_string_value(one)))
			return true;
	return wrong(c, "has a type that is", "not among the allowed ones");
}

static bool in_enum(struct check *c, const json_t *list, const json_t *value)
{
	size_t i;
	json_t *one;

	if (list == NULL)
		return true;
	json_array_foreach((json_t *)(uintptr_t)list, i, one)
		if (json_equal(one, value))
			return true;
	return wrong(c, "is not one of the enum:", json_is_string(value) ? json_string_value(value) : "?");
}

static bool valid_object(struct check *c, const json_t *schema, json_t *value)
{
	const json_t *properties = json_object_get(schema, "properties");
	const json_t *required = json_object_get(schema, "required");
	bool closed = json_is_false(json_object_get(schema, "additionalProperties"));
	size_t i, depth = strlen(c->path);
	json_t *one, *field;
	const char *key;

	json_array_foreach((json_t *)(uintptr_t)required, i, one)
		if (json_object_get(value, json_string_value(one)) == NULL)
			return wrong(c, "lacks", json_string_value(one));
	json_object_foreach(value, key, field) {
		const json_t *property = json_object_get(properties, key);

		if (property == NULL && closed)
			return wrong(c, "has a field that the document does not know:", key);
		snprintf(c->path + depth, sizeof c->path - depth, ".%s", key);
		if (property != NULL && !valid(c, property, field))
			return false;
		c->path[depth] = '\0';
	}
	return true;
}

static bool valid_string(struct check *c, const json_t *schema, const json_t *value)
{
	str s = str_from(json_string_value(value));
	const json_t *least = json_object_get(schema, "minLength"), *most = json_object_get(schema, "maxLength");
	const char *format = json_string_value(json_object_get(schema, "format"));
	int64_t instant;

	if (least != NULL && str_points(s) < (size_t)json_integer_value(least))
		return wrong(c, "is too short:", s.p);
	if (most != NULL && str_points(s) > (size_t)json_integer_value(most))
		return wrong(c, "is too long:", s.p);
	if (format != NULL && strcmp(format, "date-time") == 0 && !time_read_instant(s, &instant))
		return wrong(c, "is no date-time:", s.p);
	if (format != NULL && strcmp(format, "uri") == 0 && !str_starts(s, S("http")))
		return wrong(c, "is no address:", s.p);
	return true;
}

/* Words of a schema that this validator understands or that restrict nothing. */
static bool known_word(const char *word)
{
	static const char *const words[] = { "type", "enum", "required", "properties", "additionalProperties", "items", "oneOf",
					     "$ref", "minLength", "maxLength", "minimum", "maximum", "format", "description",
					     "default" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static bool valid_one_of(struct check *c, const json_t *choices, const json_t *value)
{
	size_t i, fitting = 0;
	json_t *one;

	json_array_foreach((json_t *)(uintptr_t)choices, i, one) {
		struct check inner = { .document = c->document };

		fitting += valid(&inner, one, value);
	}
	return fitting == 1 || wrong(c, "fits not exactly one of", "oneOf");
}

static bool valid(struct check *c, const json_t *schema, const json_t *value)
{
	size_t depth = strlen(c->path), i;
	const char *word;
	json_t *entry;
	const json_t *items, *low, *high;

	schema = resolve(c, schema);
	if (schema == NULL)
		return wrong(c, "the document's $ref leads", "nowhere");
	json_object_foreach((json_t *)(uintptr_t)schema, word, entry)
		if (!known_word(word))
			return wrong(c, "the validator does not know", word);
	if (json_object_get(schema, "oneOf") != NULL)
		return valid_one_of(c, json_object_get(schema, "oneOf"), value);
	if (!type_fits(c, json_object_get(schema, "type"), value) || !in_enum(c, json_object_get(schema, "enum"), value))
		return false;
	if (json_is_string(value))
		return valid_string(c, schema, value);
	low = json_object_get(schema, "minimum");
	high = json_object_get(schema, "maximum");
	if (json_is_number(value) && ((low != NULL && json_number_value(value) < json_number_value(low)) ||
				      (high != NULL && json_number_value(value) > json_number_value(high))))
		return wrong(c, "is out of its range", "");
	if (json_is_object(value))
		return valid_object(c, schema, (json_t *)(uintptr_t)value);
	items = json_object_get(schema, "items");
	json_array_foreach((json_t *)(uintptr_t)value, i, entry) {
		snprintf(c->path + depth, sizeof c->path - depth, "[%zu]", i);
		if (items != NULL && !valid(c, items, entry))
			return false;
		c->path[depth] = '\0';
	}
	return true;
}

struct test_reply *test_openapi(struct test_reply *reply, const char *method, const char *path, const char *file, int line)
{
	json_t *document = json_load_file(TALKOOT_SOURCE_DIR "/docs/openapi.json", 0, NULL);
	json_t *body = json_loadb(reply->body.p, reply->body.n, JSON_REJECT_DUPLICATES, NULL);
	const char *type = reply->status < 400 ? "application/json" : "application/problem+json";
	struct check c = { .document = document, .path = "answer" };
	char status[8];
	const json_t *operation, *response, *schema;

	if (document == NULL || body == NULL) {
		print_error("%s:%d: the answer (status %d) or the document is no JSON\n", file, line, reply->status);
		fail();
	}
	snprintf(status, sizeof status, "%d", reply->status);
	operation = json_object_get(json_object_get(json_object_get(document, "paths"), path), method);
	response = json_object_get(json_object_get(operation, "responses"), status);
	schema = json_object_get(json_object_get(json_object_get(response, "content"), type), "schema");
	if (schema == NULL) {
		print_error("%s:%d: the document has no %s %s with status %s and type %s\n", file, line, method, path, status, type);
		fail();
	}
	if (!valid(&c, schema, body)) {
		print_error("%s:%d: %s\n%.*s\n", file, line, c.why, STR_ARG(reply->body));
		fail();
	}
	json_decref(document);
	json_decref(body);
	return reply;
}
