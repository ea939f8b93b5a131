/* po2c: the tables that it makes (of sample_fi.po and sample_sv.po) as text/tr.h finds them, and what it refuses. */
#include "harness.h"

#include "tool_run.h"

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


/* -- refused --------------------------------------------------------------------------------------------------------- */

#define HEADER "msgid \"\"\nmsgstr \"\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n\n"

static const struct {
	const char *fi, *pot, *message; /* message NULL: must be taken */
} cases[] = {
	{ HEADER "msgid \"a\"\nmsgstr \"b\"\n", "msgid \"a\"\nmsgstr \"\"\n", NULL },
	{ HEADER "msgid \"a\"\nmsgstr \"\"\n", NULL, NULL },
	{ HEADER "msgid \"\"\n\"a \"\n\"{x}\"\nmsgstr \"\"\n\"{x} b\"\n", "msgid \"a {x}\"\nmsgstr \"\"\n", NULL },
	{ HEADER "#~ msgid \"a\"\n#~ msgstr \"b\"\n", NULL, NULL },
	{ HEADER "msgid \"1 {x}\"\nmsgid_plural \"{n} {x}\"\nmsgstr[0] \"yksi {x}\"\nmsgstr[1] \"{n} {x}\"\n", NULL, NULL },
	{ HEADER "msgid \"a\"\nmsgstr \"\"\n", "msgid \"a\"\nmsgstr \"\"\n", "fi.po:5: error: no translation of \"a\"" },
	{ HEADER, "msgid \"a\"\nmsgstr \"\"\n", "fi.po:1: error: no translation of \"a\"" },
	{ HEADER "msgid \"a\"\nmsgstr \"b\"\n", "msgctxt \"c\"\nmsgid \"a\"\nmsgstr \"\"\n", "no translation of \"a\"" },
	{ HEADER "msgid \"a\"\nmsgstr \"b\"\n", "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n",
	  "another plural than in the source" },
	{ HEADER "#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n", NULL, "fi.po:6: error: fuzzy" },
	{ HEADER "#, c-format, fuzzy\nmsgctxt \"c\"\nmsgid \"a\"\nmsgstr \"b\"\n", NULL, "error: fuzzy" },
	{ HEADER "msgid \"a {x}\"\nmsgstr \"b\"\n", NULL, "{x} is missing in the translation" },
	{ HEADER "msgid \"a\"\nmsgstr \"b {x}\"\n", NULL, "{x} is not in the English text" },
	{ HEADER "msgid \"{l}a{/l}\"\nmsgstr \"{l}a\"\n", NULL, "{/l} is missing in the translation" },
	{ HEADER "msgid \"{n} a\"\nmsgid_plural \"{n} b\"\nmsgstr[0] \"{n} c\"\nmsgstr[1] \"d\"\n", NULL,
	  "{n} is missing in the translation" },
	{ HEADER "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n", NULL, "fi.po:8: error: the message stands twice" },
	{ HEADER "msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"\n", NULL, "stands here twice" },
	{ "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=3; plural=n%3;\\n\"\n", NULL, "the plural rule must be" },
	{ "msgid \"a\"\nmsgstr \"b\"\n", NULL, "no header" },
	{ HEADER "msgid \"a\nmsgstr \"b\"\n", NULL, "fi.po:5: error: the quote is not closed" },
	{ HEADER "nonsense\n", NULL, "fi.po:5: error: not understood" },
};

static void test_refused_catalogues_name_the_line(void **state)
{
	char output[4096];

	(void)state;
	tool_folder_make();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int code;

		tool_write("fi.po", cases[i].fi);
		tool_write("sv.po", HEADER "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a {x}\"\nmsgstr \"b {x}\"\n");
		tool_write("t.pot", cases[i].pot == NULL ? "" : cases[i].pot);
		code = tool_run(output, sizeof output, "cd %s && %s/tools/po2c %s texts.c fi.po sv.po 2>&1", tool_folder,
				TALKOOT_BINARY_DIR, cases[i].pot == NULL ? "" : "--pot t.pot");
		if (cases[i].message == NULL ? code != 0 : code != 1 || strstr(output, cases[i].message) == NULL)
			fail_msg("%zu: %s: got %d \"%s\", want \"%s\"", i, cases[i].fi, code, output,
				 cases[i].message == NULL ? "success" : cases[i].message);
	}
	tool_folder_remove();
}

static void test_output_is_touched_only_when_it_changes(void **state)
{
	char first[256], second[256];

	(void)state;
	tool_folder_make();
	tool_write("fi.po", HEADER);
	tool_write("sv.po", HEADER);
	for (int i = 0; i < 2; i++)
		assert_int_equal(tool_run(i == 0 ? first : second, sizeof first,
					  "cd %s && %s/tools/po2c texts.c fi.po sv.po && stat -c %%i.%%z texts.c", tool_folder,
					  TALKOOT_BINARY_DIR), 0);
	assert_string_equal(first, second);
	tool_folder_remove();
}

TEST_MAIN(cmocka_unit_test(test_lookup), cmocka_unit_test(test_plural), cmocka_unit_test(test_context),
	  cmocka_unit_test(test_refused_catalogues_name_the_line),
	  cmocka_unit_test(test_output_is_touched_only_when_it_changes))
