/* The files in the program: found by the name that pages link, whole, and packed forms that unpack to the same. With no
 * assets built only the empty table is tested. */
#include "harness.h"

#include <zlib.h>

#include "web/asset.h"
#include "web/asset_table.h"

static void test_unknown_names_find_nothing(void **state)
{
	(void)state;
	struct asset a = { .name = S_INIT("untouched") };
	static const char *const names[] = { "", ".", "..", "app.css", "app.000000000000.css", "../app.css", "nothing",
		"app.3f2a9c0b1d2e.css.gz" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_false(asset_find(str_from(names[i]), &a));
	assert_str(a.name, "untouched");
	assert_str(asset_url("no-such.css"), "/assets/missing");
	assert_str(asset_file("no-such.css"), "missing");
}

static void test_every_asset_is_found_by_its_link(void **state)
{
	(void)state;
	for (size_t i = 0; i < asset_table_size; i++) {
		const struct asset_row *row = &asset_table[i];
		struct asset a;
		str url = asset_url(row->name.p);
		assert_true(str_starts(url, S("/assets/")));
		assert_true(asset_find(str_sub(url, 8, url.n), &a));
		assert_true(str_eq(a.name, row->name));
		assert_true(str_eq(asset_file(row->name.p), row->file));
		assert_true(a.bytes.n > 0 && a.type.n > 0);
		assert_int_equal(a.etag.p[0], '"');
		assert_int_equal(a.etag.p[a.etag.n - 1], '"');
		/* The packed forms are smaller, else they would not be there. */
		assert_true(a.gz.n < a.bytes.n && a.br.n < a.bytes.n);
	}
}

static void test_gzip_unpacks_to_the_same_bytes(void **state)
{
	(void)state;
	static unsigned char plain[1 << 20];
	for (size_t i = 0; i < asset_table_size; i++) {
		struct asset a;
		assert_true(asset_find(asset_table[i].file, &a));
		if (str_is_null(a.gz))
			continue;
		z_stream z = { .next_in = (z_const Bytef *)(uintptr_t)a.gz.p, .avail_in = (uInt)a.gz.n };
		z.next_out = plain;
		z.avail_out = sizeof plain;
		assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
		assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
		assert_int_equal(z.total_out, a.bytes.n);
		assert_memory_equal(plain, a.bytes.p, a.bytes.n);
		inflateEnd(&z);
	}
}

static void test_the_page_frame_has_its_files(void **state)
{
	(void)state;
	if (asset_table_size == 0)
		SKIP("no assets were built");
	static const char *const names[] = { "app.css", "app.js", "icon.svg" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_false(str_eq(asset_url(names[i]), S("/assets/missing")));
	struct asset css;
	assert_true(asset_find(asset_file("app.css"), &css));
	assert_str(css.type, "text/css; charset=utf-8");
	assert_true(css.bytes.n <= 30 * 1024);
	/* The policy allows no other origin: a style sheet that names one would lose its font or picture. */
	assert_int_equal(str_find_str(css.bytes, S("http:")), str_find_str(css.bytes, S("http://www.w3.org")));
	assert_int_equal(str_find_str(css.bytes, S("https:")), css.bytes.n);
}

TEST_MAIN(cmocka_unit_test(test_unknown_names_find_nothing),
	  cmocka_unit_test(test_every_asset_is_found_by_its_link),
	  cmocka_unit_test(test_gzip_unpacks_to_the_same_bytes),
	  cmocka_unit_test(test_the_page_frame_has_its_files))
