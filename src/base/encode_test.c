/* The promises of encode.h; the base64 vectors are those of RFC 4648 section 10. */
#include "harness.h"

#include "base/encode.h"
#include "base/random.h"

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new(8 << 20);
	return a == NULL;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void test_rfc_4648_vectors(void **state)
{
	static const char *const vectors[][2] = { { "", "" },
						  { "f", "Zg==" },
						  { "fo", "Zm8=" },
						  { "foo", "Zm9v" },
						  { "foob", "Zm9vYg==" },
						  { "fooba", "Zm9vYmE=" },
						  { "foobar", "Zm9vYmFy" } };
	str s;

	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		assert_str(base64_encode(a, vectors[i][0], strlen(vectors[i][0])), vectors[i][1]);
		assert_ok(base64_decode(a, str_from(vectors[i][1]), &s));
		assert_str(s, vectors[i][0]);
	}
	assert_str(hex_encode(a, "foobar", 6), "666f6f626172");
	assert_str(base64url_encode(a, "\xfb\xff\xfe", 3), "-__-");
	assert_str(base64url_encode(a, "\xfb", 1), "-w");
}

static void test_bytes_come_back(void **state)
{
	struct random_seeded seed;
	struct random r = random_seeded_start(&seed, 4648);

	(void)state;
	for (size_t n = 0; n < 200; n++) {
		unsigned char bytes[200];
		str in = str_make((const char *)bytes, n), out;

		random_fill(&r, bytes, n);
		assert_ok(hex_decode(a, hex_encode(a, bytes, n), &out));
		assert_true(str_eq(in, out));
		assert_ok(base64_decode(a, base64_encode(a, bytes, n), &out));
		assert_true(str_eq(in, out));
		assert_ok(base64url_decode(a, base64url_encode(a, bytes, n), &out));
		assert_true(str_eq(in, out));
	}
}

static void test_wrong_spellings_are_refused(void **state)
{
	static const char *const bad64[] = { "Zg",   "Zg=",  "Zg===",  "Z===",	   "====", "Zh==",
					     "Zm9=", "Zm 9", "Zm9v\n", "Zg==Zg==", "Zm9_", "=Zg=" };
	static const char *const bad64url[] = { "Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm9vY" };
	static const char *const badhex[] = { "6", "6g", "0x", " 6", "66 6" };
	str s;

	(void)state;
	for (size_t i = 0; i < sizeof bad64 / sizeof *bad64; i++)
		assert_int_equal(base64_decode(a, str_from(bad64[i]), &s), ERR_INVALID);
	for (size_t i = 0; i < sizeof bad64url / sizeof *bad64url; i++)
		assert_int_equal(base64url_decode(a, str_from(bad64url[i]), &s), ERR_INVALID);
	for (size_t i = 0; i < sizeof badhex / sizeof *badhex; i++)
		assert_int_equal(hex_decode(a, str_from(badhex[i]), &s), ERR_INVALID);
}

static void test_url_components(void **state)
{
	str s;

	(void)state;
	assert_str(url_encode(a, S("Päijät-Häme & a/b?c=~d+e")),
		   "P%C3%A4ij%C3%A4t-H%C3%A4me%20%26%20a%2Fb%3Fc%3D~d%2Be");
	assert_ok(url_decode(a, S("P%C3%A4ij%c3%a4t+%26"), &s));
	assert_str(s, "Päijät+&");
	assert_int_equal(url_decode(a, S("%"), &s), ERR_INVALID);
	assert_int_equal(url_decode(a, S("%2"), &s), ERR_INVALID);
	assert_int_equal(url_decode(a, S("%2x"), &s), ERR_INVALID);
	assert_int_equal(url_decode(a, S("%00"), &s), ERR_INVALID);
	assert_int_equal(url_decode(a, S("%C3"), &s), ERR_INVALID);
	assert_int_equal(url_decode(a, S("%C0%AF"), &s), ERR_INVALID);
	assert_ok(url_decode(a, S(""), &s));
	assert_int_equal(s.n, 0);
}

static void test_form_fields(void **state)
{
	struct form_pair *p;
	size_t n;

	(void)state;
	assert_ok(form_decode(a, S("name=Aino+M%C3%A4ki&&empty=&bare&a=b=c&x=1&x=2"), 10, &p, &n));
	assert_int_equal(n, 6);
	assert_str(p[0].name, "name");
	assert_str(p[0].value, "Aino Mäki");
	assert_str(p[1].name, "empty");
	assert_str(p[1].value, "");
	assert_false(str_is_null(p[1].value));
	assert_str(p[2].name, "bare");
	assert_false(str_is_null(p[2].value));
	assert_str(p[3].value, "b=c");
	assert_str(p[5].value, "2");
	assert_int_equal(form_decode(a, S("a=1&b=2&c=3"), 2, &p, &n), ERR_LIMIT);
	assert_ok(form_decode(a, S("a=1&b=2&"), 2, &p, &n));
	assert_int_equal(n, 2);
	assert_int_equal(form_decode(a, S("a=%ff"), 2, &p, &n), ERR_INVALID);
	assert_int_equal(form_decode(a, S("%zz=1"), 2, &p, &n), ERR_INVALID);
	assert_ok(form_decode(a, str_null, 2, &p, &n));
	assert_int_equal(n, 0);
	assert_ok(form_decode(a, S("&&&"), 1, &p, &n));
	assert_int_equal(n, 0);
}

static void test_buffers_stay_bounded(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, a, 5);
	buf_base64(&b, "foobar", 6);
	assert_false(buf_ok(&b));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
TEST_MAIN(T(test_rfc_4648_vectors), T(test_bytes_come_back), T(test_wrong_spellings_are_refused),
	  T(test_url_components), T(test_form_fields), T(test_buffers_stay_bounded))
