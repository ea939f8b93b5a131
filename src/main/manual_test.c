/* The manual page and the audit are made of the tables: they name everything, and the copy in docs/ is today's. */
#include "main/manual.h"

#include "base/file.h"
#include "base/roff.h"
#include "harness.h"
#include "main/audit.h"
#include "main/commands.h"
#include "web/request.h"

enum { TEXT_MAX = 1 << 20 };

static bool has(str text, const char *words) { return str_find_str(text, str_from(words)) < text.n; }

static void test_the_manual_page_is_up_to_date(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct buf out;
	str there;

	(void)state;
	buf_init(&out, a, TEXT_MAX);
	manual_print(&out, a);
	assert_true(buf_ok(&out));
	assert_ok(file_read(a, TALKOOT_SOURCE_DIR "/docs/talkoot.1", TEXT_MAX, &there));
	if (!str_eq(there, buf_done(&out)))
		fail_msg("docs/talkoot.1 is old: talkoot config --man > docs/talkoot.1");
	for (size_t i = 0; i < all_commands_count; i++)
		if (!all_commands[i]->not_for_people)
			assert_true(has(there, all_commands[i]->name));
	arena_free(a);
}

static void test_text_cannot_be_taken_for_a_request(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct buf out;

	(void)state;
	buf_init(&out, a, 1000);
	roff_add(&out, S(".so /etc/passwd\n--x \\fB"));
	assert_str(buf_done(&out), "\\&.so /etc/passwd \\-\\-x \\efB");
	arena_free(a);
}

/* How many addresses the role can open, from the words at the end. */
static str audit(struct arena *a, const char *role)
{
	struct buf out;

	buf_init(&out, a, TEXT_MAX);
	if (!audit_print(&out, str_from(role)))
		return str_null;
	return buf_done(&out);
}

static size_t lines_with(str text, const char *words)
{
	size_t n = 0;

	while (text.n > 0) {
		str line = str_cut(&text, '\n');

		n += str_ends(line, str_from(words));
	}
	return n;
}

static void test_an_audit_tells_each_role_its_own(void **state)
{
	struct arena *a = arena_new(16 << 20);
	size_t all = 0, administrators = 0;

	(void)state;
	for (size_t t = 0; t < all_route_tables_count; t++)
		for (size_t i = 0; i < all_route_tables[t]->count; i++) {
			all++;
			administrators += all_route_tables[t]->routes[i].permission == PERM_ADMINISTRATOR;
		}
	assert_true(administrators > 0);
	for (size_t i = 0; audit_roles[i] != NULL; i++) {
		str text = audit(a, audit_roles[i]);
		bool administrator = strcmp(audit_roles[i], "administrator") == 0;

		assert_true(str_starts(text, str_from(audit_roles[i])));
		assert_int_equal(lines_with(text, " administrator"), administrator ? administrators : 0);
		assert_int_equal(has(text, str_format(a, "%zu of %zu addresses", all, all).p), administrator);
	}
	assert_int_equal(lines_with(audit(a, "visitor"), " signed-in"), 0);
	assert_true(lines_with(audit(a, "participant"), " signed-in") > 0);
	assert_int_equal(lines_with(audit(a, "event-coordinator"), " coordinator"), 0);
	assert_true(lines_with(audit(a, "event-coordinator"), " event-runner") > 0);
	assert_int_equal(lines_with(audit(a, "helper"), " event-runner"), 0);
	assert_true(str_is_null(audit(a, "king")));
	arena_free(a);
}

static void test_commands_take_their_own_options(void **state)
{
	const char *args[] = { "file", "--list", "x", "--quick", "--other=y", "z" };
	struct arena *a = arena_new(1 << 20);
	struct command_run r = { .a = a, .args = args, .arg_count = 6 };

	(void)state;
	assert_str(command_option(&r, "--list"), "x");
	assert_str(command_option(&r, "--other"), "y");
	assert_true(str_is_null(command_option(&r, "--absent")));
	assert_true(command_flag(&r, "--quick"));
	assert_false(command_flag(&r, "--quick"));
	assert_int_equal(r.arg_count, 2);
	assert_string_equal(r.args[1], "z");
	assert_true(command_no_more(&r, 2));
	assert_false(command_no_more(&r, 1));
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_the_manual_page_is_up_to_date), cmocka_unit_test(test_text_cannot_be_taken_for_a_request),
	  cmocka_unit_test(test_an_audit_tells_each_role_its_own), cmocka_unit_test(test_commands_take_their_own_options))
