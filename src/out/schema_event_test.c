/* JSON-LD of an event, read by jansson. */
#include "harness.h"

#include <jansson.h>

#include "out/schema_event.h"

static json_t *read_event(struct arena *a, const struct schema_event *e)
{
	struct buf b;
	str text;
	json_t *tree;

	buf_init(&b, a, 1 << 16);
	schema_event(&b, e);
	text = buf_done(&b);
	assert_int_equal(str_find(text, '<'), text.n);
	tree = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(tree);
	return tree;
}

static const char *text_of(json_t *tree, const char *key)
{
	const char *s = json_string_value(json_object_get(tree, key));

	return s == NULL ? "(none)" : s;
}

static struct schema_event an_event(void)
{
	static const struct schema_thing parts[] = { { S_INIT("Työpaja 1"), S_INIT("https://x.example/1") } };
	struct schema_event e = { .type = SCHEMA_BUSINESS_EVENT, .attendance = SCHEMA_MIXED,
		.name = S("</script><b>Öljymäki"),
		.description = S("a\n\"b\""), .url = S("https://x.example/fi/events/7"), .lang = S("fi"),
		.start = 1795762800,
		.end = 1795770000, .previous_start = 1792889400, .status = SCHEMA_RESCHEDULED,
		.place = { .name = S("Halli"), .street = S("Askonkatu 2"), .locality = S("Lahti"), .country = S("FI"),
		.has_point = true,
			.latitude = 60.98, .longitude = 25.65 },
		.organiser = { S("LADEC"), S("https://ladec.example") }, .host = { S("Öljymäki Oy"), str_null },
		.parts = parts,
		.part_count = 1, .has_sign_up = true, .sign_up_closes = 1795600000,
		.sign_up_url = S("https://x.example/s"),
		.seats = 20, .seats_left = 0 };

	assert_ok(zone_find(S("Europe/Helsinki"), &e.zone));
	return e;
}

static void test_all_fields(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct schema_event e = an_event();
	json_t *tree = read_event(a, &e), *offer, *locations;

	(void)state;
	assert_string_equal(text_of(tree, "@context"), "https://schema.org");
	assert_string_equal(text_of(tree, "@type"), "BusinessEvent");
	assert_string_equal(text_of(tree, "name"), "</script><b>Öljymäki");
	assert_string_equal(text_of(tree, "startDate"), "2026-11-27T09:00:00+02:00");
	assert_string_equal(text_of(tree, "endDate"), "2026-11-27T11:00:00+02:00");
	assert_string_equal(text_of(tree, "previousStartDate"), "2026-10-25T03:50:00+03:00");
	assert_string_equal(text_of(tree, "eventStatus"), "https://schema.org/EventRescheduled");
	assert_string_equal(text_of(tree, "eventAttendanceMode"), "https://schema.org/MixedEventAttendanceMode");
	assert_string_equal(text_of(tree, "image"), "(none)");
	assert_string_equal(text_of(json_object_get(tree, "organizer"), "name"), "LADEC");
	assert_string_equal(text_of(json_object_get(tree, "performer"), "url"), "(none)");
	assert_null(json_object_get(tree, "superEvent"));
	assert_int_equal(json_array_size(json_object_get(tree, "subEvent")), 1);
	locations = json_object_get(tree, "location");
	assert_int_equal(json_array_size(locations), 2);
	assert_string_equal(text_of(json_object_get(json_array_get(locations, 0), "address"), "streetAddress"),
		"Askonkatu 2");
	assert_string_equal(text_of(json_array_get(locations, 1), "url"), "https://x.example/fi/events/7");
	offer = json_object_get(tree, "offers");
	assert_string_equal(text_of(offer, "availability"), "https://schema.org/SoldOut");
	assert_string_equal(text_of(offer, "price"), "0");
	assert_string_equal(text_of(offer, "validFrom"), "(none)");
	assert_string_equal(text_of(offer, "validThrough"), "2026-11-25T11:46:40+02:00");
	assert_int_equal(json_integer_value(json_object_get(tree, "maximumAttendeeCapacity")), 20);
	assert_int_equal(json_integer_value(json_object_get(tree, "remainingAttendeeCapacity")), 0);
	json_decref(tree);
	arena_free(a);
}

static void test_what_is_not_known_is_left_out(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct schema_event e = an_event();
	json_t *tree;

	(void)state;
	e.zone = NULL;
	e.attendance = SCHEMA_ON_SITE;
	e.has_sign_up = false;
	e.seats = e.seats_left = -1;
	e.part_count = 0;
	e.status = SCHEMA_CANCELLED;
	tree = read_event(a, &e);
	assert_string_equal(text_of(tree, "startDate"), "2026-11-27T07:00:00+00:00");
	assert_string_equal(text_of(tree, "eventStatus"), "https://schema.org/EventCancelled");
	assert_null(json_object_get(tree, "offers"));
	assert_null(json_object_get(tree, "maximumAttendeeCapacity"));
	assert_null(json_object_get(tree, "remainingAttendeeCapacity"));
	assert_int_equal(json_array_size(json_object_get(tree, "location")), 1);
	json_decref(tree);
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_all_fields), cmocka_unit_test(test_what_is_not_known_is_left_out))
