/* The scanner that cuts long JSON files: whatever the bytes, it ends, keeps its limit, and cuts what jansson takes as a list
 * into the same number of values. */
#include <jansson.h>
#include <stdint.h>

#include "out/json_cut.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static size_t list_size(const json_t *root)
{
	const json_t *list = json_object_get(root, "companies");

	if (json_is_array(root))
		return json_array_size(root);
	return json_is_array(list) ? json_array_size(list) : SIZE_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const char *const names[] = { "companies", NULL };
	struct arena *a = arena_new(1 << 20);
	struct csv_memory m = { { (const char *)bytes, length }, 0 };
	json_t *root = json_loadb((const char *)bytes, length, JSON_REJECT_DUPLICATES, NULL);
	struct json_cut j;
	size_t count = 0;
	enum err e;
	str value;

	json_cut_init(&j, a, csv_source_memory, &m, names, 1000);
	while ((e = json_cut_next(&j, &value)) == OK || e == ERR_LIMIT) {
		INVARIANT(e != OK || (value.n > 0 && value.n <= 1000));
		INVARIANT(j.number == ++count);
	}
	INVARIANT(e == ERR_NOT_FOUND || e == ERR_INVALID);
	INVARIANT((e == ERR_INVALID) == (j.problem != JSON_CUT_FINE));
	if (root != NULL) {
		size_t size = list_size(root);

		/* Names with escapes (companie\u0073) are another spelling that the scanner does not take. */
		if (size != SIZE_MAX && memchr(bytes, '\\', length) == NULL)
			INVARIANT(e == ERR_NOT_FOUND && count == size);
	}
	json_decref(root);
	arena_free(a);
	return 0;
}
