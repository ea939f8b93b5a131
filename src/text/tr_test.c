/* Translation and filling, with the program's own tables. */
#include "harness.h"

#include "text/tr.h"

static void test_lookup(void **state)
{
	(void)state;
	assert_str(tr(LANG_EN, "Sign up"), "Sign up");
	assert_str(tr(LANG_FI, "Sign up"), "Ilmoittaudu");
	assert_str(tr(LANG_SV, "Sign up"), "Anmäl dig");
	assert_str(tr(LANG_FI, "no such message"), "no such message");
	assert_str(tr(LANG_FI, ""), "");
}

static void test_plural(void **state)
{
	static const struct {
		int64_t n;
		const char *text[LANG_COUNT];
	} forms[] = {
		{ 1, { "{n} paikka", "{n} plats", "{n} seat" } },
		{ 0, { "{n} paikkaa", "{n} platser", "{n} seats" } },
		{ -1, { "{n} paikkaa", "{n} platser", "{n} seats" } },
		{ 21, { "{n} paikkaa", "{n} platser", "{n} seats" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		for (int l = 0; l < LANG_COUNT; l++)
			assert_str(trn((enum lang)l, "{n} seat", "{n} seats", forms[i].n), forms[i].text[l]);
	assert_str(trn(LANG_SV, "{n} no such", "{n} no suches", 2), "{n} no suches");
}

static void test_context(void **state)
{
	(void)state;
	assert_str(trc(LANG_FI, "verb", "Close"), "Sulje");
	assert_str(trc(LANG_SV, "verb", "Close"), "Stäng");
	assert_str(trc(LANG_SV, "no such context", "Close"), "Close");
	assert_str(tr(LANG_SV, "Close"), "Close");
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
	assert_str(trnf(a, LANG_FI, "{n} seat", "{n} seats", 3, TR_ARG("n", S("3"))), "3 paikkaa");
	assert_str(trf(a, LANG_FI, "Sign up", TR_ARG("n", S("3"))), "Ilmoittaudu");
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_lookup), cmocka_unit_test(test_plural), cmocka_unit_test(test_context),
	  cmocka_unit_test(test_filling))
