/* SMTP against a real server (tests/support/smtp_server.mjs, run by node): encryption, sign-in, refusals, connections. */
#include "features/mail/smtp.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

struct server {
	pid_t process;
	int input;
	FILE *output;
	int port;
	char certificate[200];
};

static struct arena *a;
static struct server server;

static void read_line(char *to, int size)
{
	if (fgets(to, size, server.output) == NULL)
		fail_msg("the mail server ended");
}

static void start(const char *mode, const char *user, const char *secret)
{
	int in[2], out[2];
	char line[400];

	if (access(TALKOOT_SOURCE_DIR "/node_modules/smtp-server", F_OK) != 0)
		SKIP("smtp-server is not installed");
	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(out), 0);
	server.process = fork();
	assert_true(server.process >= 0);
	if (server.process == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[0]);
		close(in[1]);
		close(out[0]);
		close(out[1]);
		execlp("node", "node", TALKOOT_SOURCE_DIR "/tests/support/smtp_server.mjs", mode, user, secret, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	server.input = in[1];
	server.output = fdopen(out[0], "r");
	assert_non_null(server.output);
	read_line(line, sizeof line);
	assert_int_equal(sscanf(line, "ready %d %199s", &server.port, server.certificate), 2);
}

static int set_up(void **state)
{
	(void)state;
	a = arena_new(1 << 22);
	server = (struct server){ 0 };
	return 0;
}

static int tear_down(void **state)
{
	int status = 0;

	(void)state;
	arena_free(a);
	if (server.process > 0) {
		close(server.input);
		waitpid(server.process, &status, 0);
		fclose(server.output);
	}
	return status;
}

static struct smtp_options options(const char *scheme, const char *host)
{
	return (struct smtp_options){ .url = str_format(a, "%s://%s:%d", scheme, host, server.port), .hello = S("talkoot.example.fi"),
				      .auth = SMTP_AUTH_NONE };
}

#define MESSAGE "From: a@example.fi\r\nSubject: x\r\n\r\nHei\r\n.\r\n..two\r\nend\r\n"

static struct mail_outcome deliver(const struct mail_transport *t, const char *from, const char *to)
{
	struct mail_letter letter = { .id = 1, .from = str_from(from), .to = str_from(to), .bytes = S(MESSAGE) };
	struct mail_outcome o;

	t->send(t->arg, a, &letter, &o);
	if (o.fate != FATE_SENT)
		print_message("# %s %d %.*s\n", mail_fate_name(o.fate), o.code, STR_ARG(o.words));
	return o;
}

static struct mail_outcome to(const struct mail_transport *t, const char *receiver)
{
	return deliver(t, "talkoot@example.fi", receiver);
}

static void expect_mail(const char *start_of_line)
{
	char line[400];

	read_line(line, sizeof line);
	if (!str_starts(str_from(line), str_from(start_of_line)))
		fail_msg("got %s, want %s", line, start_of_line);
}

static void test_mails_arrive_whole_over_one_connection(void **state)
{
	/* SHA-1 of MESSAGE: lines that begin with a dot come through, and nothing is added. */
	struct mail_transport t;
	struct smtp_options o;

	(void)state;
	start("none", NULL, NULL);
	o = options("smtp", "127.0.0.1");
	t = smtp_transport(a, &o);
	assert_true(t.paced);
	assert_int_equal(to(&t, "aino@example.fi").fate, FATE_SENT);
	assert_int_equal(to(&t, "eero@example.fi").fate, FATE_SENT);
	expect_mail("mail talkoot@example.fi aino@example.fi 1 false - 54 c3d80ed93272a1aa7ad253b2b95f74fe070362c8");
	expect_mail("mail talkoot@example.fi eero@example.fi 1 false - 54 ");
}

static void test_refusals(void **state)
{
	struct mail_transport t;
	struct smtp_options o;
	struct mail_outcome out;

	(void)state;
	start("none", NULL, NULL);
	o = options("smtp", "127.0.0.1");
	t = smtp_transport(a, &o);
	out = to(&t, "nobody@example.fi");
	assert_int_equal(out.fate, FATE_ADDRESS_REFUSED);
	assert_int_equal(out.code, 550);
	assert_str(out.words, "5.1.1 <nobody@example.fi>: no such user");
	assert_int_equal(to(&t, "grey@example.fi").fate, FATE_LATER);
	assert_int_equal(to(&t, "relay@example.fi").fate, FATE_LATER);
	assert_int_equal(to(&t, "full@example.fi").fate, FATE_LATER);
	out = to(&t, "bad@example.fi");
	assert_int_equal(out.fate, FATE_MAIL_REFUSED);
	assert_str(out.words, "5.6.0 we do not like these words");
	assert_int_equal(deliver(&t, "blocked@example.fi", "aino@example.fi").fate, FATE_NOT_LET_IN);
	/* After all this the next mail goes. */
	assert_int_equal(to(&t, "aino@example.fi").fate, FATE_SENT);
}

static void test_a_connection_that_died_is_made_anew(void **state)
{
	struct mail_transport t;
	struct smtp_options o;

	(void)state;
	start("none", NULL, NULL);
	o = options("smtp", "127.0.0.1");
	t = smtp_transport(a, &o);
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(to(&t, "last@example.fi").fate, FATE_SENT);
		usleep(100000); /* until the server has cut it; a cut that comes later is found, too */
	}
	expect_mail("mail talkoot@example.fi last@example.fi 1 ");
	expect_mail("mail talkoot@example.fi last@example.fi 2 ");
	expect_mail("mail talkoot@example.fi last@example.fi 3 ");
}

static void test_starttls_and_password(void **state)
{
	struct mail_transport t;
	struct smtp_options o;
	struct mail_outcome out;

	(void)state;
	start("starttls", "talkoot", "secret");
	o = options("smtp", "localhost");
	o.auth = SMTP_AUTH_PASSWORD;
	o.user = S("talkoot");
	o.password = S("secret");
	o.ca = str_from(server.certificate);
	t = smtp_transport(a, &o);
	assert_int_equal(to(&t, "aino@example.fi").fate, FATE_SENT);
	expect_mail("mail talkoot@example.fi aino@example.fi 1 true PLAIN ");
	o.password = S("wrong");
	t = smtp_transport(a, &o);
	out = to(&t, "aino@example.fi");
	assert_int_equal(out.fate, FATE_NOT_LET_IN);
	assert_int_equal(out.code, 535);
	/* A certificate that nobody vouches for. */
	o.password = S("secret");
	o.ca = S("");
	t = smtp_transport(a, &o);
	assert_int_equal(to(&t, "aino@example.fi").fate, FATE_NOT_LET_IN);
}

static void test_tls_from_the_first_byte_and_xoauth2(void **state)
{
	struct mail_transport t;
	struct smtp_options o;

	(void)state;
	start("tls", "talkoot", "token");
	o = options("smtps", "127.0.0.1");
	o.auth = SMTP_AUTH_XOAUTH2;
	o.user = S("talkoot");
	o.token = S("token");
	o.ca = str_from(server.certificate);
	t = smtp_transport(a, &o);
	assert_int_equal(to(&t, "aino@example.fi").fate, FATE_SENT);
	expect_mail("mail talkoot@example.fi aino@example.fi 1 true XOAUTH2 ");
	o.token = S("old");
	t = smtp_transport(a, &o);
	assert_int_equal(to(&t, "aino@example.fi").fate, FATE_NOT_LET_IN);
}

/* A server elsewhere that offers no encryption gets nothing: neither mail nor password. */
static void test_no_mail_without_encryption(void **state)
{
	struct mail_transport t;
	struct smtp_options o;
	struct mail_outcome out;

	(void)state;
	start("none", NULL, NULL);
	/* Linux takes this address as the machine itself; the rule does not. */
	o = options("smtp", "0.0.0.0");
	t = smtp_transport(a, &o);
	out = to(&t, "aino@example.fi");
	assert_int_equal(out.fate, FATE_NOT_LET_IN);
	o.tls = SMTP_TLS_NONE;
	t = smtp_transport(a, &o);
	assert_int_equal(to(&t, "aino@example.fi").fate, FATE_SENT);
	expect_mail("mail talkoot@example.fi aino@example.fi 2 false - 54 ");
}

static void test_a_server_that_is_not_there(void **state)
{
	struct smtp_options o = { .url = S("smtp://127.0.0.1:1"), .auth = SMTP_AUTH_NONE };
	struct mail_transport t = smtp_transport(a, &o);
	struct mail_outcome out = to(&t, "aino@example.fi");

	(void)state;
	assert_int_equal(out.fate, FATE_SERVER_AWAY);
	assert_int_equal(out.code, 0);
	assert_true(out.words.n > 0);
}

static void test_stopping_gives_up_before_the_message(void **state)
{
	static atomic_bool stopping = true;
	struct mail_transport t;
	struct smtp_options o;

	(void)state;
	start("none", NULL, NULL);
	o = options("smtp", "127.0.0.1");
	o.stopping = &stopping;
	t = smtp_transport(a, &o);
	assert_int_equal(to(&t, "aino@example.fi").fate, FATE_STOPPED);
}

static void test_what_replies_mean(void **state)
{
	static const struct {
		enum smtp_stage stage;
		int code;
		const char *words;
		enum mail_fate fate;
	} cases[] = {
		{ SMTP_CONNECT, 0, "", FATE_SERVER_AWAY },
		{ SMTP_CONNECT, 554, "no service", FATE_NOT_LET_IN },
		{ SMTP_CONNECT, 421, "busy", FATE_SERVER_AWAY },
		{ SMTP_SIGN_IN, 535, "5.7.8 wrong", FATE_NOT_LET_IN },
		{ SMTP_SIGN_IN, 454, "4.7.0 later", FATE_SERVER_AWAY },
		{ SMTP_SENDER, 530, "5.7.57 not signed in", FATE_NOT_LET_IN },
		{ SMTP_SENDER, 552, "5.3.4 too big", FATE_MAIL_REFUSED },
		{ SMTP_SENDER, 452, "4.3.1 disk full", FATE_SERVER_AWAY },
		{ SMTP_RECEIVER, 550, "no such user", FATE_ADDRESS_REFUSED },
		{ SMTP_RECEIVER, 550, "5.1.1 no such user", FATE_ADDRESS_REFUSED },
		{ SMTP_RECEIVER, 550, "5.2.1 mailbox closed", FATE_ADDRESS_REFUSED },
		{ SMTP_RECEIVER, 550, "Relaying denied", FATE_LATER },
		{ SMTP_RECEIVER, 530, "5.7.0 sign in first", FATE_NOT_LET_IN },
		{ SMTP_RECEIVER, 550, "5.7.1 blocked", FATE_LATER },
		{ SMTP_RECEIVER, 450, "4.2.0 greylisted", FATE_LATER },
		{ SMTP_RECEIVER, 421, "4.3.2 closing", FATE_SERVER_AWAY },
		{ SMTP_MESSAGE, 554, "5.6.0 no", FATE_MAIL_REFUSED },
		{ SMTP_MESSAGE, 554, "5.2.252 SendAsDenied", FATE_NOT_LET_IN },
		{ SMTP_MESSAGE, 552, "5.2.2 mailbox full", FATE_LATER },
		{ SMTP_MESSAGE, 550, "5.1.1 unknown", FATE_ADDRESS_REFUSED },
		{ SMTP_MESSAGE, 451, "later", FATE_LATER },
		{ SMTP_MESSAGE, 250, "ok, and then the line broke", FATE_SERVER_AWAY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (smtp_fate(cases[i].stage, cases[i].code, str_from(cases[i].words)) != cases[i].fate)
			fail_msg("%d %s", cases[i].code, cases[i].words);
}

static void test_which_server_is_this_machine(void **state)
{
	static const char *const yes[] = { "smtp://127.0.0.1:25", "smtp://127.8.7.6", "smtp://localhost", "smtp://LOCALHOST:2525",
					   "smtp://[::1]:25", "smtp://[::1]" };
	static const char *const no[] = { "smtp://10.0.0.1", "smtp://localhost.example.fi", "smtp://127.0.0.1.example.fi:25",
					  "smtp://[::2]", "smtp://mail.example.fi:587", "smtp://128.0.0.1" };

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(smtp_is_loopback(str_from(yes[i])));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(smtp_is_loopback(str_from(no[i])));
	assert_str(smtp_hello_name(a, S("https://talkoot.example.fi")), "talkoot.example.fi");
	assert_str(smtp_hello_name(a, S("https://talkoot.example.fi:8443")), "talkoot.example.fi");
	assert_str(smtp_hello_name(a, S("http://127.0.0.1:8080")), "");
	assert_str(smtp_hello_name(a, S("http://localhost:8080")), "");
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
TEST_MAIN(T(test_mails_arrive_whole_over_one_connection), T(test_refusals), T(test_a_connection_that_died_is_made_anew),
	  T(test_starttls_and_password), T(test_tls_from_the_first_byte_and_xoauth2), T(test_no_mail_without_encryption),
	  T(test_a_server_that_is_not_there), T(test_stopping_gives_up_before_the_message), T(test_what_replies_mean),
	  T(test_which_server_is_this_machine))
