/* Tests of talkoot user: what it does, prints and answers to mistakes. */
#include "main/user_command.h"

#include "base/random.h"
#include "features/access/access.h"
#include "features/access/sign_in.h"
#include "harness.h"
#include "support/features/feature_support.h"

static struct test_store t;

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

struct said {
	int status;
	str out, why;
};

/* talkoot user WORDS, words parted by single spaces ('_' stands for a space within a word). */
static struct said say(const char *words)
{
	struct ctx *c = test_ctx(&t);
	struct settings settings = settings_default(c->a);
	const char *args[12];
	struct command_run r = { .a = c->a, .settings = &settings, .args = args };
	struct said said;
	struct buf out;

	for (str rest = str_from(words); !str_is_null(rest);) {
		char *word = str_c(c->a, str_cut(&rest, ' '));

		for (char *p = word; *p != '\0'; p++)
			*p = *p == '_' ? ' ' : *p;
		args[r.arg_count++] = word;
	}
	settings.public_url = S("http://127.0.0.1:8080");
	buf_init(&out, c->a, 100000);
	said.status = user_command(&r, c, test_writer(&t), &out, &said.why);
	said.out = buf_done(&out);
	return said;
}

static void refused(const char *words, int status, const char *why)
{
	struct said said = say(words);

	assert_int_equal(said.status, status);
	if (!test_has(said.why, why))
		fail_msg("%s: \"%.*s\" does not say \"%s\"", words, STR_ARG(said.why), why);
}

static void test_users_are_added_and_listed(void **state)
{
	struct said said = say("add mari@example.fi --name Mari_Virtanen --role administrator");

	(void)state;
	test_event(&t, 1, "event0000000001");
	assert_int_equal(said.status, 0);
	assert_str(said.out, "mari@example.fi was added.\n");
	assert_int_equal(say("add ilkka@example.fi --name=Ilkka --lang sv").status, 0);
	assert_int_equal(say("role ilkka@example.fi helper --event event0000000001").status, 0);
	assert_int_equal(say("role ilkka@example.fi coordinator").status, 0);
	assert_str(say("list").out, "ilkka@example.fi\tIlkka\thelper event0000000001, coordinator\t-\n"
				    "mari@example.fi\tMari Virtanen\tadministrator\t-\n");
	assert_int_equal(say("role ilkka@example.fi coordinator --revoke").status, 0);
	assert_true(test_has(say("list").out, "Ilkka\thelper event0000000001\t-"));
}

static void test_mistakes_are_told(void **state)
{
	(void)state;
	assert_int_equal(say("add mari@example.fi --name Mari --role administrator").status, 0);
	refused("add mari@example.fi --name Mari", 1, "already");
	refused("add mari --name Mari", 1, "Mail cannot be sent");
	refused("add new@example.fi", 1, "Enter a name");
	refused("add new@example.fi --name N --role king", 2, "is no role");
	refused("add new@example.fi --name N --lang de", 2, "--lang");
	refused("role nobody@example.fi reader", 1, "there is no user with the address nobody@example.fi");
	refused("role mari@example.fi helper", 1, "cannot be held");
	refused("role mari@example.fi helper --event x", 1, "no such");
	refused("role mari@example.fi administrator --revoke", 1, "last administrator");
	refused("link nobody@example.fi", 1, "there is no user");
	refused("link", 2, "say what to do");
	refused("remove mari@example.fi", 2, "say what to do");
	refused("list --colour", 2, "not understood");
}

static void test_a_link_signs_in(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct sign_in_browser browser = { .secret = str_null };
	struct sign_in_new in;
	struct said said;
	str token;

	(void)state;
	assert_int_equal(say("add mari@example.fi --name Mari --lang en").status, 0);
	said = say("link mari@example.fi");
	assert_int_equal(said.status, 0);
	assert_true(str_starts(said.out, S("http://127.0.0.1:8080/en/sign-in/")));
	token = str_sub(said.out, 33, TOKEN_LENGTH);
	assert_ok(sign_in_with_link(c, test_writer(&t), token, &browser, &in));
	assert_int_equal(in.result, SIGN_IN_DONE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_users_are_added_and_listed), TEST(test_mistakes_are_told), TEST(test_a_link_signs_in))
