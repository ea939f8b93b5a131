/* The JSON writer against jansson as reader, with hostile strings; and clean.h, which all writers share. */
#include "harness.h"

#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "out/clean.h"
#include "out/json.h"

static const char *const hostile[] = { "", "a\"b\\c", "</script><script>alert(1)</script>", "<!--",
	"x\r\ny\tz\x01\x1f\x7f",
	"\xE2\x80\xA8 and \xE2\x80\xA9", "äöå € 𝄞", "=1+1", "{\"a\":1}", "\\u0000" };

static void test_json_strings_come_back(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		struct buf b;
		struct jw j;
		json_t *tree;
		str text;

		buf_init(&b, a, 1 << 16);
		jw_init(&j, &b);
		jw_object(&j);
		jw_field_str(&j, hostile[i], str_from(hostile[i]));
		jw_end(&j);
		jw_done(&j);
		text = buf_done(&b);
		assert_int_equal(str_find(text, '<'), text.n);
		assert_int_equal(str_find_str(text, S("\xE2\x80\xA8")), text.n);
		tree = json_loadb(text.p, text.n, 0, NULL);
		assert_non_null(tree);
		assert_string_equal(json_string_value(json_object_get(tree, hostile[i])), hostile[i]);
		json_decref(tree);
	}
	arena_free(a);
}

static void test_json_nests_and_sets_commas(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct buf b;
	struct jw j;

	(void)state;
	buf_init(&b, a, 1000);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_array(&j, "list");
	jw_int(&j, INT64_MIN);
	jw_object(&j);
	jw_end(&j);
	jw_array(&j);
	jw_end(&j);
	jw_bool(&j, true);
	jw_null(&j);
	jw_str(&j, str_null);
	jw_real(&j, 61.0625, 3);
	jw_real(&j, (double)NAN, 3);
	jw_number(&j, S("-0.50e+3"));
	jw_end(&j);
	jw_field_object(&j, "o");
	jw_field_int(&j, "i", 1);
	jw_field_bool(&j, "b", false);
	jw_field_str_if(&j, "none", str_null);
	jw_end(&j);
	jw_field_str(&j, "bad", S("a\xC3(\xFF"));
	jw_end(&j);
	jw_done(&j);
	assert_str(buf_done(&b), "{\"list\":[-9223372036854775808,{},[],true,null,null,61.062,null,-0.50e+3],"
		"\"o\":{\"i\":1,\"b\":false},\"bad\":\"a\xEF\xBF\xBD(\xEF\xBF\xBD\"}");
	arena_free(a);
}

static void value_without_key(struct jw *j)
{
	jw_object(j);
	jw_int(j, 1);
}

static void key_in_array(struct jw *j)
{
	jw_array(j);
	jw_key(j, S("k"));
}

static void two_values(struct jw *j)
{
	jw_int(j, 1);
	jw_int(j, 2);
}

static void end_after_key(struct jw *j)
{
	jw_object(j);
	jw_key(j, S("k"));
	jw_end(j);
}

static void not_closed(struct jw *j)
{
	jw_array(j);
	jw_done(j);
}

static void no_number(struct jw *j)
{
	jw_number(j, S("01"));
}

static void too_deep(struct jw *j)
{
	for (int i = 0; i < 61; i++)
		jw_array(j);
}

/* Each misuse must abort, in a child process. */
static void test_json_misuse_is_a_bug(void **state)
{
	static void (*const misuses[])(struct jw *) = { value_without_key, key_in_array, two_values, end_after_key,
		not_closed, no_number, too_deep };

	(void)state;
	for (size_t i = 0; i < sizeof misuses / sizeof misuses[0]; i++) {
		int status = 0;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			struct arena *a = arena_new(1 << 16);
			struct buf b;
			struct jw j;

			signal(SIGABRT, SIG_DFL);
			if (freopen("/dev/null", "w", stderr) == NULL)
				_exit(1);
			buf_init(&b, a, 1000);
			jw_init(&j, &b);
			misuses[i](&j);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
			fail_msg("misuse %zu passed", i);
	}
}

static void test_clean_lines_and_cells(void **state)
{
	struct arena *a = arena_new(1 << 16);

	(void)state;
	assert_str(clean_utf8(a, S("ok ä")), "ok ä");
	assert_true(str_is_null(clean_utf8(a, str_null)));
	assert_str(clean_utf8(a, (str){ "a\0b", 3 }), "a\xEF\xBF\xBD" "b");
	assert_str(clean_line(a, S(" x\r\n\tBcc: y\x7f \xE2\x80\xA8z ")), "x Bcc: y   z");
	assert_str(clean_lines(a, S("a\r\nb\rc\nd\x01\te")), "a\nb\nc\nd\te");
	assert_str(clean_cell(a, S("=1+1")), "'=1+1");
	assert_str(clean_cell(a, S("+358 40")), "'+358 40");
	assert_str(clean_cell(a, S("-1")), "'-1");
	assert_str(clean_cell(a, S("@x")), "'@x");
	assert_str(clean_cell(a, S("\tx")), "'\tx");
	assert_str(clean_cell(a, S("\rx")), "'\rx");
	assert_str(clean_cell(a, S("\xEF\xBC\x9D" "1")), "'\xEF\xBC\x9D" "1");
	assert_str(clean_cell(a, S("a=1")), "a=1");
	assert_str(clean_cell(a, S("")), "");
	assert_str(clean_cell_undo(S("'+358")), "+358");
	assert_str(clean_cell_undo(S("'n Sync")), "'n Sync");
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_json_strings_come_back), cmocka_unit_test(test_json_nests_and_sets_commas),
	cmocka_unit_test(test_json_misuse_is_a_bug), cmocka_unit_test(test_clean_lines_and_cells))
