/* Tests of folding and sort keys: what Finnish and Swedish names need. */
#include "text/fold.h"

#include "base/buf.h"
#include "base/random.h"
#include "harness.h"

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new(8 << 20);
	return a == NULL;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void test_fold_keeps_letters_and_digits(void **state)
{
	(void)state;
	assert_str(text_fold(a, S("  Älykäs Å-Verstas  Oy ")), "alykas a verstas oy");
	assert_str(text_fold(a, S("Mölnlycke & Søn A/S")), "molnlycke son a s");
	assert_str(text_fold(a, S("D'Angelo")), "dangelo");
	assert_str(text_fold(a, S("Šefčovič Łukasz")), "sefcovic lukasz");
	assert_str(text_fold(a, S("Æbleskiver Straße Þór")), "aebleskiver strasse thor");
	assert_str(text_fold(a, S("3D-tulostus 2.0 m²")), "3d tulostus 2 0 m2");
	assert_str(text_fold(a, S("ALLU Finland Oy")), "allu finland oy");
	assert_str(text_fold(a, S("a%b_c\\")), "a b c");
	assert_str(text_fold(a, S("+++")), "");
	assert_str(text_fold(a, S("")), "");
	assert_true(str_is_null(text_fold(a, str_null)));
}

/* Composed and decomposed spelling (as macOS sends it) are one name. */
static void test_fold_and_key_see_one_name_in_two_spellings(void **state)
{
	(void)state;
	assert_str(text_fold(a, S("Ma\xCC\x88ki")), "maki");
	assert_true(str_eq(text_sort_key(a, S("Ma\xCC\x88ki")), text_sort_key(a, S("Mäki"))));
}

static void test_fold_is_stable(void **state)
{
	struct random_seeded seeded;
	struct random r = random_seeded_start(&seeded, 20261122);

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct buf b;
		str once, twice;

		arena_reset(a);
		buf_init(&b, a, 400);
		for (uint64_t n = random_below(&r, 30); n > 0; n--) {
			uint32_t p = (uint32_t)random_below(&r, 0x2fff - 0x20) + 0x20;

			if (p < 0x80) {
				buf_char(&b, (char)p);
			} else if (p < 0x800) {
				buf_char(&b, (char)(0xc0 | p >> 6));
				buf_char(&b, (char)(0x80 | (p & 63)));
			} else {
				buf_char(&b, (char)(0xe0 | p >> 12));
				buf_char(&b, (char)(0x80 | (p >> 6 & 63)));
				buf_char(&b, (char)(0x80 | (p & 63)));
			}
		}
		once = text_fold(a, buf_done(&b));
		twice = text_fold(a, once);
		if (!str_eq(once, twice))
			fail_msg("\"%.*s\" folds to \"%.*s\", then to \"%.*s\"", STR_ARG(buf_done(&b)), STR_ARG(once),
				 STR_ARG(twice));
		assert_int_equal(str_find(once, '%'), once.n);
		assert_int_equal(str_find(once, '_'), once.n);
	}
}

static void test_lower(void **state)
{
	(void)state;
	assert_str(text_lower(a, S("Mari.VIRTANEN@Example.FI")), "mari.virtanen@example.fi");
	assert_str(text_lower(a, S("ÄÖÅ")), "äöå");
	assert_true(str_is_null(text_lower(a, str_null)));
}

static void test_sort_keys_follow_the_finnish_alphabet(void **state)
{
	static const char *const names[] = { "", "aalto", "Aalto", "Aaltonen", "de Geer", "Vilén", "Virtanen", "Wiik", "Zetterberg", "Åberg",
					     "Äikäs", "Öberg" };

	(void)state;
	for (size_t i = 1; i < sizeof names / sizeof *names; i++) {
		str before = text_sort_key(a, str_from(names[i - 1])), after = text_sort_key(a, str_from(names[i]));

		if (str_cmp(before, after) >= 0)
			fail_msg("%s should stand before %s", names[i - 1], names[i]);
		assert_true(str_starts(after, text_sort_version()));
	}
	assert_int_equal(text_sort_version().n, 8);
}

static void test_long_names_have_bounded_keys(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, a, 5000);
	while (b.n < 4000)
		buf_lit(&b, "ÄöZ ");
	assert_true(text_sort_key(a, buf_done(&b)).n <= 2500);
	assert_true(text_fold(a, buf_done(&b)).n <= 2000);
}

TEST_MAIN(cmocka_unit_test_setup_teardown(test_fold_keeps_letters_and_digits, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_fold_and_key_see_one_name_in_two_spellings, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_fold_is_stable, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_lower, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_sort_keys_follow_the_finnish_alphabet, set_up, tear_down),
	  cmocka_unit_test_setup_teardown(test_long_names_have_bounded_keys, set_up, tear_down))
