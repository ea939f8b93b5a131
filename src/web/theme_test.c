/* Colours that people can read, also at night. */
#include "harness.h"

#include <math.h>

#include "web/theme.h"

static struct colour colour(const char *s)
{
	struct colour c;

	assert_true(colour_read(str_from(s), &c));
	return c;
}

static void test_contrast_as_wcag_counts_it(void **state)
{
	(void)state;
	assert_true(fabs(colour_contrast(colour("#ffffff"), colour("#000000")) - 21.0) < 0.01);
	assert_true(fabs(colour_contrast(colour("#777777"), colour("#FFFFFF")) - 4.48) < 0.01);
	assert_true(fabs(colour_contrast(colour("#00586a"), colour("#00586a")) - 1.0) < 0.001);
}

static void test_a_colour_that_cannot_be_read_is_refused(void **state)
{
	struct arena *a = arena_new(1 << 16);
	str css, why;

	(void)state;
	assert_true(theme_css(a, S(""), S(""), &css, &why));
	assert_str(css, "");
	assert_false(theme_css(a, S("#ffcc00"), S(""), &css, &why));
	assert_true(str_find_str(why, S("darker")) < why.n);
	assert_true(theme_css(a, S("#123456"), S("#ffcc00"), &css, &why));
	assert_true(str_starts(css, S(":root{--theme-brand:#123456;--theme-on-brand:#ffffff;--theme-brand-night:#")));
	arena_free(a);
}

static void test_every_readable_colour_gets_a_readable_night(void **state)
{
	struct arena *a = arena_new(1 << 24);
	str css, why;

	(void)state;
	for (unsigned i = 0; i < 4096; i++) {
		str brand = str_format(a, "#%x0%x0%x0", i >> 8, i >> 4 & 15, i & 15);
		size_t at;

		if (!theme_css(a, brand, S(""), &css, &why))
			continue;
		at = str_find_str(css, S("--theme-brand-night:"));
		assert_true(colour_contrast(colour(str_c(a, str_sub(css, at + 20, 7))), colour("#14181b")) >= 4.5);
		assert_true(colour_contrast(colour(str_c(a, str_sub(css, at + 20, 7))), colour("#000000")) >= 4.5);
	}
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_contrast_as_wcag_counts_it), cmocka_unit_test(test_a_colour_that_cannot_be_read_is_refused),
	  cmocka_unit_test(test_every_readable_colour_gets_a_readable_night))
