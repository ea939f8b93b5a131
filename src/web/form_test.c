/* Form tables: every field type, what is refused and in which words, JSON, showing again. */
#include "harness.h"
#include "support/web/web_test.h"
#include "web/form_check.h"

struct all_in {
	str text, long_text, email, phone, url, business_id, date, time, datetime, choice, key;
	struct opt_int number;
	bool tick;
	struct str_list choices, names;
	str title[LANG_COUNT];
	struct upload file;
};

static const struct field_option colours[] = { { "red", "Red" }, { "blue", "Blue" }, { NULL, NULL } };
static const struct field all_fields[] = {
	{ FIELD(struct all_in, text), .type = FIELD_TEXT, .max = 5 },
	{ FIELD(struct all_in, long_text), .type = FIELD_LONG_TEXT },
	{ FIELD(struct all_in, email), .type = FIELD_EMAIL },
	{ FIELD(struct all_in, phone), .type = FIELD_PHONE },
	{ FIELD(struct all_in, url), .type = FIELD_URL },
	{ FIELD(struct all_in, business_id), .type = FIELD_BUSINESS_ID },
	{ FIELD(struct all_in, date), .type = FIELD_DATE },
	{ FIELD(struct all_in, time), .type = FIELD_TIME },
	{ FIELD(struct all_in, datetime), .type = FIELD_DATETIME },
	{ FIELD(struct all_in, choice), .type = FIELD_CHOICE, .options = colours },
	{ FIELD(struct all_in, key), .type = FIELD_KEY },
	{ FIELD(struct all_in, number), .type = FIELD_INT, .low = 1, .high = 100 },
	{ FIELD(struct all_in, tick), .type = FIELD_BOOL },
	{ FIELD(struct all_in, choices), .type = FIELD_CHOICES, .options = colours },
	{ FIELD(struct all_in, names), .type = FIELD_TEXT, .repeat = 3 },
	{ FIELD(struct all_in, title), .type = FIELD_TEXT, .per_language = true },
	{ FIELD(struct all_in, file), .type = FIELD_FILE, .max = 10 },
};
static const struct form_def all_form = FORM("all", all_fields, struct all_in);

struct must_in {
	str text;
	bool tick;
	struct str_list choices;
	str title[LANG_COUNT];
	struct upload file;
	struct opt_int number;
};
static const struct field must_fields[] = {
	{ FIELD(struct must_in, text), .type = FIELD_TEXT, .required = true },
	{ FIELD(struct must_in, tick), .type = FIELD_BOOL, .required = true },
	{ FIELD(struct must_in, choices), .type = FIELD_CHOICES, .options = colours, .required = true },
	{ FIELD(struct must_in, title), .type = FIELD_TEXT, .per_language = true, .required = true },
	{ FIELD(struct must_in, file), .type = FIELD_FILE, .required = true },
	{ FIELD(struct must_in, number), .type = FIELD_INT, .required = true },
};
static const struct form_def must_form = FORM("must", must_fields, struct must_in);

static struct arena *new_arena(void)
{
	struct arena *a = arena_new(16 * 1024 * 1024);

	assert_non_null(a);
	return a;
}

/* One field typed alone: the error text, or null. */
static str try_one(struct arena *a, const char *name, const char *value, struct all_in *ret)
{
	struct form_item item = { .name = str_from(name), .value = str_from(value) };
	struct form_result *r = form_read(a, LANG_EN, &all_form, &item, 1);

	if (form_take(r, ret) == OK)
		return str_null;
	assert_int_equal(r->error_count, 1);
	return r->errors[0].text;
}

static void test_values_become_normal(void **state)
{
	static const struct {
		const char *name, *typed, *want; /* want NULL: refused */
		size_t member;
	} rows[] = {
#define ROW(field, typed_, want_) { #field, typed_, want_, offsetof(struct all_in, field) }
		ROW(text, "  a\tb ", "a b"), ROW(text, "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4", "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"),
		ROW(text, "abcdef", NULL), ROW(text, "\xff", NULL), ROW(long_text, "a\r\nb\rc", "a\nb\nc"),
		ROW(email, " Anna.Virtanen@EXAMPLE.Com ", "Anna.Virtanen@example.com"), ROW(email, "a@b", NULL),
		ROW(email, "a b@example.com", NULL), ROW(email, "a@example.com,b@example.com", NULL),
		ROW(phone, "+358 (40) 123-4567", "+358 (40) 123-4567"), ROW(phone, "call me", NULL), ROW(phone, "1234", NULL),
		ROW(url, "www.example.com/x?y", "https://www.example.com/x?y"), ROW(url, "http://a.fi", "http://a.fi"),
		ROW(url, "javascript:alert(1)", NULL), ROW(url, "https://", NULL), ROW(url, "https://a.fi/\"x", NULL),
		ROW(url, "ftp://a.fi", NULL), ROW(business_id, "FI01120389", "0112038-9"), ROW(business_id, "0112038-8", NULL),
		ROW(date, "27.11.2026", "2026-11-27"), ROW(date, "2026-02-28", "2026-02-28"), ROW(date, "29.2.2027", NULL),
		ROW(date, "1. 2. 2027", "2027-02-01"), ROW(date, "27.11.26", NULL), ROW(date, "2026-11-27x", NULL),
		ROW(time, "9", "09:00"), ROW(time, "9.05", "09:05"), ROW(time, "23:59", "23:59"), ROW(time, "24:00", NULL),
		ROW(time, "9:5", NULL), ROW(time, "09:00:00", "09:00"), ROW(datetime, "2026-11-27T09:30", "2026-11-27T09:30"),
		ROW(datetime, "27.11.2026 9.30", "2026-11-27T09:30"), ROW(datetime, "2026-11-27", NULL),
		ROW(choice, "red", "red"), ROW(choice, "green", NULL), ROW(key, "0123456789abcdef", "0123456789abcdef"),
		ROW(key, "../../etc", NULL), ROW(key, "ABCDEF", NULL),
#undef ROW
	};
	struct arena *a = new_arena();

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct all_in in;
		str why = try_one(a, rows[i].name, rows[i].typed, &in);

		if (str_is_null(why) != (rows[i].want != NULL))
			fail_msg("%s \"%s\": %.*s", rows[i].name, rows[i].typed, STR_ARG(why));
		if (rows[i].want != NULL)
			assert_str(*(str *)(void *)((char *)&in + rows[i].member), rows[i].want);
	}
	arena_free(a);
}

static void test_numbers_and_ticks(void **state)
{
	struct arena *a = new_arena();
	struct all_in in;

	(void)state;
	assert_true(str_is_null(try_one(a, "number", "+20", &in)));
	assert_true(in.number.set && in.number.v == 20);
	assert_str(try_one(a, "number", "101", &in), "Enter a number from 1 to 100.");
	assert_str(try_one(a, "number", "1.5", &in), "Enter a whole number in digits.");
	assert_str(try_one(a, "number", "99999999999999999999", &in), "Enter a whole number in digits.");
	assert_true(str_is_null(try_one(a, "number", "", &in)));
	assert_false(in.number.set);
	assert_true(str_is_null(try_one(a, "tick", "1", &in)));
	assert_true(in.tick);
	arena_free(a);
}

static void test_lists_and_languages(void **state)
{
	struct form_item items[] = {
		{ .name = S("choices"), .value = S("blue") }, { .name = S("choices"), .value = S("red") },
		{ .name = S("choices"), .value = S("red") },  { .name = S("names.3"), .value = S("third") },
		{ .name = S("names.1"), .value = S("first") }, { .name = S("names.4"), .value = S("too many") },
		{ .name = S("names.0"), .value = S("none") },  { .name = S("title.sv"), .value = S("p\xc3\xa5") },
		{ .name = S("title.de"), .value = S("nein") }, { .name = S("text"), .value = S("one") },
		{ .name = S("text"), .value = S("two") },      { .name = S("file"), .value = S("no upload") },
	};
	struct arena *a = new_arena();
	struct form_result *r = form_read(a, LANG_EN, &all_form, items, sizeof items / sizeof *items);
	struct all_in in;

	(void)state;
	assert_ok(form_take(r, &in));
	assert_int_equal(in.choices.n, 2);
	assert_int_equal(in.names.n, 2);
	assert_str(in.names.v[0], "first");
	assert_str(in.names.v[1], "third");
	assert_str(form_value(r, "names", 2), "third");
	assert_str(in.title[LANG_SV], "p\xc3\xa5");
	assert_true(str_is_null(in.title[LANG_FI]));
	assert_str(in.text, "one");
	assert_true(str_is_null(in.file.filename));
	arena_free(a);
}

static void test_what_is_required(void **state)
{
	struct arena *a = new_arena();
	struct form_result *r = form_read(a, LANG_EN, &must_form, NULL, 0);
	struct must_in in;

	(void)state;
	assert_int_equal(form_take(r, &in), ERR_INVALID);
	assert_int_equal(r->error_count, 6);
	assert_str(form_error_text(r, "text", 0), "Fill this in.");
	assert_str(form_error_text(r, "tick", 0), "Tick this box to go on.");
	assert_str(form_error_text(r, "choices", 0), "Choose one.");
	assert_str(form_error_text(r, "file", 0), "Choose a file.");
	arena_free(a);
}

static void test_files(void **state)
{
	struct arena *a = new_arena();
	struct form_item item = { .name = S("file"), .value = S("0123456789"), .file = true, .filename = S("a.txt") };
	struct all_in in;

	(void)state;
	assert_ok(form_take(form_read(a, LANG_EN, &all_form, &item, 1), &in));
	assert_str(in.file.filename, "a.txt");
	item.value = S("01234567890");
	assert_int_equal(form_take(form_read(a, LANG_EN, &all_form, &item, 1), &in), ERR_INVALID);
	item.value = S("");
	assert_int_equal(form_take(form_read(a, LANG_EN, &all_form, &item, 1), &in), ERR_INVALID);
	item.filename = S(""); /* none was chosen */
	assert_ok(form_take(form_read(a, LANG_EN, &all_form, &item, 1), &in));
	arena_free(a);
}

static void test_json(void **state)
{
	static const char *const bad[] = {
		"", "[]", "null", "{\"text\":\"a\",\"text\":\"b\"}", "{\"text\":1}", "{\"number\":\"5\"}", "{\"number\":5.0}",
		"{\"tick\":\"1\"}", "{\"names\":\"a\"}", "{\"names\":[\"a\",\"b\",\"c\",\"d\"]}", "{\"title\":{\"de\":\"x\"}}",
		"{\"title\":\"x\"}", "{\"file\":\"x\"}", "{\"text\":\"\\u0000\"}", "{\"text\":\"\xff\"}", "{\"more\":1}", "{} x",
		"{\"choices\":[\"green\"]}", "{\"number\":1e999}", "{\"text\":NaN}",
	};
	struct arena *a = new_arena();
	struct all_in in;

	(void)state;
	assert_ok(form_take(form_read_json(a, LANG_EN, &all_form,
					   S("{\"text\":\"a\",\"number\":5,\"tick\":true,\"names\":[\"x\",\"y\"],\"choices\":[\"red\"],"
					     "\"title\":{\"fi\":\"nimi\"},\"email\":null}")), &in));
	assert_true(in.tick && in.number.v == 5 && in.names.n == 2 && in.choices.n == 1);
	assert_str(in.title[LANG_FI], "nimi");
	assert_true(str_is_null(in.email));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (form_take(form_read_json(a, LANG_EN, &all_form, str_from(bad[i])), &in) != ERR_INVALID)
			fail_msg("taken: %s", bad[i]);
	arena_free(a);
}

static void test_shown_from_a_struct(void **state)
{
	struct arena *a = new_arena();
	str names[] = { S("x"), S("y") };
	struct all_in in = { .text = S("a"), .tick = true, .number = { true, 7 }, .names = { names, 2 } };
	struct form_result *r;

	(void)state;
	in.title[LANG_EN] = S("title");
	r = form_new(a, &all_form, &in);
	assert_str(form_value(r, "text", 0), "a");
	assert_str(form_value(r, "tick", 0), "1");
	assert_str(form_value(r, "number", 0), "7");
	assert_str(form_value(r, "names", 1), "y");
	assert_str(form_value(r, "title", LANG_EN), "title");
	assert_true(str_is_null(form_value(r, "names", 2)));
	assert_int_equal(form_new(a, &all_form, NULL)->error_count, 0);
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_values_become_normal), cmocka_unit_test(test_numbers_and_ticks),
	  cmocka_unit_test(test_lists_and_languages), cmocka_unit_test(test_what_is_required), cmocka_unit_test(test_files),
	  cmocka_unit_test(test_json), cmocka_unit_test(test_shown_from_a_struct))
