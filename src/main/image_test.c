/* Pictures through the real child process (the program must be built: TALKOOT_BINARY_DIR/talkoot). */
#include "harness.h"
#include "support/store/store_support.h"

#include <stdlib.h>

#include <vips/vips.h>

#include "features/image/image.h"
#include "store/file_store.h"
#include "store/file_type.h"

/* A red picture of this size in the format of the suffix. */
static str picture(struct arena *a, int width, int height, const char *suffix)
{
	VipsImage *black = NULL, *image = NULL;
	void *bytes;
	size_t n;
	str s;

	assert_int_equal(vips_black(&black, width, height, "bands", 3, NULL), 0);
	assert_int_equal(vips_linear1(black, &image, 1, 200, "uchar", TRUE, NULL), 0);
	assert_int_equal(vips_image_write_to_buffer(image, suffix, &bytes, &n, NULL), 0);
	s = str_make(arena_copy(a, bytes, n), n);
	g_free(bytes);
	g_object_unref(image);
	g_object_unref(black);
	return s;
}

static void test_three_sizes_are_made_and_deleted(void **state)
{
	static const char *const suffixes[] = { ".jpg", ".png", ".webp" };
	struct test_store t;
	struct ctx *c;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	for (int i = 0; i < 3; i++) {
		enum image_answer answer;
		struct q_image_by_key_row row;
		struct q_file_by_id_row file;
		str key, bytes;
		bool found;

		assert_ok(image_store(c, test_writer(&t), picture(c->a, 2000, 1000, suffixes[i]), "event", 7, &answer, &key));
		assert_int_equal(answer, IMAGE_DONE);
		assert_ok(q_image_by_key(c, key, &found, &row));
		assert_true(found && row.width == 1920 && row.height == 960);
		assert_ok(q_file_by_id(c, row.small_id, &found, &file));
		assert_true(found);
		assert_str(file.type, "image/jpeg");
		assert_ok(file_bytes(c, row.small_id, &bytes));
		assert_str(file_type_of(bytes), "image/jpeg");
	}
	test_store_close(&t);
}

static void test_what_is_no_picture_is_refused(void **state)
{
	struct test_store t;
	struct ctx *c;
	str good, cut, key;
	enum image_answer answer;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	good = picture(c->a, 300, 300, ".png");
	cut = str_sub(good, 0, 40);
	const str bad[] = { S("hello"), S("<svg xmlns='http://www.w3.org/2000/svg'/>"), S("GIF89a........"), cut,
			    S("\xff\xd8\xff\xe0 no picture at all"), S("\x89PNG\r\n\x1a\n"), S("RIFF....WEBPVP8 ") };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_ok(image_store(c, test_writer(&t), bad[i], "event", 7, &answer, &key));
		assert_int_equal(answer, IMAGE_NOT_ONE);
	}
	assert_ok(image_store(c, test_writer(&t), picture(c->a, 12100, 10, ".png"), "event", 7, &answer, &key));
	assert_int_equal(answer, IMAGE_TOO_LARGE);
	assert_ok(image_store(c, test_writer(&t), str_make(arena_alloc(c->a, IMAGE_BYTES_MAX + 1), IMAGE_BYTES_MAX + 1), "event",
			      7, &answer, &key));
	assert_int_equal(answer, IMAGE_TOO_LARGE);
	test_store_close(&t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(test_three_sizes_are_made_and_deleted),
						   cmocka_unit_test(test_what_is_no_picture_is_refused) };

	setenv("TALKOOT_TEST_PROGRAM", TALKOOT_BINARY_DIR "/talkoot", 1);
	if (VIPS_INIT("image_test") != 0)
		return 1;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
