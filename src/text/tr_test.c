/* Filling of names, and English; the tables are tried by tools/tests/po2c_test.c. */
#include "harness.h"

#include "text/tr.h"

static void test_english_is_the_source(void **state)
{
	(void)state;
	assert_str(tr(LANG_EN, "Sign up {now}"), "Sign up {now}");
	assert_str(tr(LANG_FI, ""), "");
	assert_str(trn(LANG_EN, "{n} seat", "{n} seats", 1), "{n} seat");
	assert_str(trn(LANG_EN, "{n} seat", "{n} seats", 0), "{n} seats");
	assert_str(trc(LANG_EN, "verb", "Close"), "Close");
}

static void test_filling(void **state)
{
	struct arena *a = arena_new(1 << 16);

	(void)state;
	assert_str(tr_fill(a, S("{a}, {b}! {c} {A} {} {a"), TR_ARGS(TR_ARG("a", S("{b}")), TR_ARG("b", S("x")))),
		   "{b}, x! {c} {A} {} {a");
	assert_str(tr_fill(a, S("{{a}}"), TR_ARGS(TR_ARG("a", S("1")))), "{1}");
	assert_str(tr_fill(a, S("{a}"), TR_ARGS(TR_ARG("a", str_null))), "");
	assert_str(tr_fill(a, S(""), NULL, 0), "");
	assert_str(trnf(a, LANG_EN, "{n} seat", "{n} seats", 3, TR_ARG("n", S("3"))), "3 seats");
	assert_str(trf(a, LANG_EN, "Host: {name}", TR_ARG("name", S("Ä"))), "Host: Ä");
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_english_is_the_source), cmocka_unit_test(test_filling))
