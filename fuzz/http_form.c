/* Form tables over urlencoded and JSON bodies: whatever comes, a result is made whose values obey the table. */
#include <stdint.h>

#include "base/encode.h"
#include "web/form_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct in {
	str text, email, phone, url, business_id, date, time, datetime, choice, key;
	struct opt_int number;
	bool tick;
	struct str_list names;
	str title[LANG_COUNT];
};
static const struct field_option colours[] = { { "red", "Red" }, { NULL, NULL } };
static const struct field fields[] = {
	{ FIELD(struct in, text), .type = FIELD_LONG_TEXT, .max = 50 },
	{ FIELD(struct in, email), .type = FIELD_EMAIL },
	{ FIELD(struct in, phone), .type = FIELD_PHONE },
	{ FIELD(struct in, url), .type = FIELD_URL },
	{ FIELD(struct in, business_id), .type = FIELD_BUSINESS_ID },
	{ FIELD(struct in, date), .type = FIELD_DATE },
	{ FIELD(struct in, time), .type = FIELD_TIME },
	{ FIELD(struct in, datetime), .type = FIELD_DATETIME },
	{ FIELD(struct in, choice), .type = FIELD_CHOICE, .options = colours },
	{ FIELD(struct in, key), .type = FIELD_KEY },
	{ FIELD(struct in, number), .type = FIELD_INT, .low = 1, .high = 9 },
	{ FIELD(struct in, tick), .type = FIELD_BOOL },
	{ FIELD(struct in, names), .type = FIELD_TEXT, .repeat = 3 },
	{ FIELD(struct in, title), .type = FIELD_TEXT, .per_language = true },
};
static const struct form_def form = FORM("fuzz", fields, struct in);

static void look_at(const struct form_result *r)
{
	struct in in;

	for (size_t i = 0; i < r->error_count; i++)
		INVARIANT(r->errors[i].text.n > 0 && str_is_utf8(r->errors[i].text));
	if (form_take(r, &in) != OK)
		return;
	INVARIANT(str_is_null(in.text) || (str_is_utf8(in.text) && str_points(in.text) <= 50));
	INVARIANT(str_is_null(in.date) || in.date.n == 10);
	INVARIANT(str_is_null(in.time) || in.time.n == 5);
	INVARIANT(str_is_null(in.datetime) || in.datetime.n == 16);
	INVARIANT(str_is_null(in.choice) || str_eq(in.choice, S("red")));
	INVARIANT(str_is_null(in.url) || str_starts(in.url, S("http")));
	INVARIANT(!in.number.set || (in.number.v >= 1 && in.number.v <= 9));
	INVARIANT(in.names.n <= 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	str s = str_make((const char *)bytes, length);
	struct form_pair *pairs;
	struct form_item items[50];
	struct arena *a;
	size_t n;

	if (length > 100000)
		return 0;
	a = arena_new(64 << 20);
	INVARIANT(a != NULL);
	if (form_decode(a, s, 50, &pairs, &n) == OK) {
		for (size_t i = 0; i < n; i++)
			items[i] = (struct form_item){ .name = pairs[i].name, .value = pairs[i].value };
		look_at(form_read(a, LANG_FI, &form, items, n));
	}
	look_at(form_read_json(a, LANG_SV, &form, s));
	arena_free(a);
	return 0;
}
