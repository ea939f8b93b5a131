/* Which language a browser gets. */
#include "harness.h"

#include "text/lang.h"

static const enum lang all[] = { LANG_FI, LANG_SV, LANG_EN }, lahti[] = { LANG_FI, LANG_EN };

static void test_codes(void **state)
{
	enum lang l;

	(void)state;
	for (int i = 0; i < LANG_COUNT; i++) {
		assert_true(lang_from_code(str_from(lang_code((enum lang)i)), &l));
		assert_int_equal(l, i);
		assert_true(lang_own_name(l).n > 0);
	}
	assert_false(lang_from_code(S("FI"), &l) || lang_from_code(S(""), &l) || lang_from_code(str_null, &l) ||
		     lang_from_code(S("fin"), &l));
}

static const struct {
	const char *header;
	enum lang of_all, of_lahti;
} cases[] = {
	{ "", LANG_FI, LANG_FI },
	{ "sv", LANG_SV, LANG_FI },
	{ "sv-FI,sv;q=0.9,en;q=0.8", LANG_SV, LANG_EN },
	{ "en;q=0.5, fi;q=0.7", LANG_FI, LANG_FI },
	{ "EN-gb", LANG_EN, LANG_EN },
	{ "de, en", LANG_EN, LANG_EN },
	{ "de, *", LANG_FI, LANG_FI },
	{ "fi;q=0, *;q=0.1", LANG_SV, LANG_EN },
	{ "fi;q=0", LANG_FI, LANG_FI },
	{ "en;q=2, sv;q=0.1", LANG_SV, LANG_FI },
	{ "en;q=abc,,;;, ;q=1,sv", LANG_SV, LANG_FI },
	{ "en;q=0.333,sv;q=0.334", LANG_SV, LANG_EN },
	{ "fin, english", LANG_FI, LANG_FI },
};

static void test_negotiation(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		str header = str_from(cases[i].header);

		if (lang_negotiate(header, all, 3) != cases[i].of_all || lang_negotiate(header, lahti, 2) != cases[i].of_lahti)
			fail_msg("%s: got %s and %s", cases[i].header, lang_code(lang_negotiate(header, all, 3)),
				 lang_code(lang_negotiate(header, lahti, 2)));
	}
	assert_int_equal(lang_negotiate(str_null, lahti + 1, 1), LANG_EN);
}

static void test_only_a_bounded_start_is_read(void **state)
{
	char header[4000] = "";

	(void)state;
	for (int i = 0; i < 40; i++)
		strcat(header, "de,");
	strcat(header, "en");
	assert_int_equal(lang_negotiate(str_from(header), all, 3), LANG_FI);
	memset(header, ' ', 2000);
	strcpy(header + 2000, "en");
	assert_int_equal(lang_negotiate(str_from(header), all, 3), LANG_FI);
}

TEST_MAIN(cmocka_unit_test(test_codes), cmocka_unit_test(test_negotiation),
	  cmocka_unit_test(test_only_a_bounded_start_is_read))
