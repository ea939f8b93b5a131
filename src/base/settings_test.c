/* The promises of settings.h. */
#include "harness.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/settings.h"

static struct arena *a;
static char folder[40], path[64];

static int setup(void **state)
{
	(void)state;
	a = arena_new(8 << 20);
	memcpy(folder, "/tmp/talkoot-settings-XXXXXX", 29);
	if (a == NULL || mkdtemp(folder) == NULL)
		return 1;
	snprintf(path, sizeof path, "%s/talkoot.conf", folder);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(a);
	unlink(path); /* not every test wrote it */
	return rmdir(folder);
}

static struct settings s;
static const char *const *rest;
static size_t rest_n;
static str problems;

/* Words separated by spaces, and lines, as the three sources; the file lies in the data folder. */
static enum err load(const char *args, const char *environment, const char *file)
{
	const char *words[2][32] = { { NULL }, { NULL } };
	size_t n[2] = { 0, 0 };

	for (int k = 0; k < 2; k++)
		for (str r = str_from(k == 0 ? args : environment); !str_is_null(r);) {
			str word = str_cut(&r, ' ');

			if (word.n > 0)
				words[k][n[k]++] = str_c(a, word);
		}
	words[1][n[1]++] = str_format(a, "TALKOOT_DATA=%s", folder).p;
	assert_ok(file_write_atomic(path, str_from(file), 0600));
	problems = S("");
	return settings_load(a, &(struct settings_input){ words[0], n[0], words[1], "talkoot.conf" }, &s, &rest,
			     &rest_n, &problems);
}

/* The text with the file's name as FILE. */
static const char *without_path(str text)
{
	struct buf b;

	buf_init(&b, a, 100000);
	for (size_t at; (at = str_find_str(text, str_from(path))) < text.n;
	     text = str_sub(text, at + strlen(path), text.n)) {
		buf_str(&b, str_sub(text, 0, at));
		buf_lit(&b, "FILE");
	}
	buf_str(&b, text);
	return buf_done(&b).p;
}

static void check_problem(const char *args, const char *environment, const char *file, const char *want)
{
	assert_int_equal(load(args, environment, file), ERR_INVALID);
	assert_str(str_from(without_path(problems)), want);
}

static void test_defaults(void **state)
{
	(void)state;
	s = settings_default(a);
	assert_str(s.public_url, "http://127.0.0.1:8080");
	assert_str(s.listen_host, "127.0.0.1");
	assert_int_equal(s.listen_port, 8080);
	assert_str(s.data, "data");
	assert_str(s.db, "");
	assert_true(s.rate_limit && s.page_cache);
	assert_int_equal(s.offered_n, 3);
	assert_int_equal(s.offered[1], LANG_SV);
	assert_int_equal(s.default_language, LANG_FI);
	assert_str(s.zone, "Europe/Helsinki");
	assert_int_equal(s.mail_per_minute, 30);
	assert_int_equal(s.smtp_auth, SMTP_AUTH_PASSWORD);
	assert_int_equal(s.log_level, LEVEL_INFO);
	assert_int_equal(s.request_timeout, 10);
	assert_int_equal(s.trusted_n, 0);
}

static void test_flag_before_environment_before_file(void **state)
{
	const char *file = "# comment\n\nthreads = 1\n backup_hour=4\nbackup_keep = 5\r\ninstance_name = Seutu = #1 \n";

	(void)state;
	assert_ok(load("--threads=3 --backup-keep 7", "TALKOOT_THREADS=2 TALKOOT_BACKUP_HOUR=6 HOME=/x", file));
	assert_int_equal(s.threads, 3);
	assert_int_equal(s.backup_hour, 6);
	assert_int_equal(s.backup_keep, 7);
	assert_str(s.instance_name, "Seutu = #1");
	assert_ok(load("--threads=1 --threads=2", "", ""));
	assert_int_equal(s.threads, 2);
}

static void test_other_arguments_are_left_to_the_command(void **state)
{
	(void)state;
	assert_ok(load("user --listen [::1]:9000 link --all -v --threads=1 -- --threads x",
		       "TALKOOT_TEST_DB=x TALKOOT_LONG=1", ""));
	assert_int_equal(s.listen_port, 9000);
	assert_str(s.public_url, "http://[::1]:9000");
	assert_int_equal(rest_n, 6);
	assert_string_equal(rest[0], "user");
	assert_string_equal(rest[1], "link");
	assert_string_equal(rest[2], "--all");
	assert_string_equal(rest[3], "-v");
	assert_string_equal(rest[4], "--threads");
	assert_string_equal(rest[5], "x");
	assert_str(settings_nearest_flag(a, S("--lisen=x")), "--listen");
	assert_str(settings_nearest_flag(a, S("--public-ur")), "--public-url");
	assert_true(str_is_null(settings_nearest_flag(a, S("--elephant"))));
	assert_true(str_is_null(settings_nearest_flag(a, S("listen"))));
}

static void test_the_file_can_be_named(void **state)
{
	char other[80];

	(void)state;
	snprintf(other, sizeof other, "%s/other", folder);
	assert_ok(file_write_atomic(other, S("threads = 9\n"), 0600));
	assert_ok(load(str_format(a, "--config %s", other).p, "", "threads = 1\n"));
	assert_int_equal(s.threads, 9);
	assert_ok(load("", str_format(a, "TALKOOT_CONFIG=%s", other).p, "threads = 1\n"));
	assert_int_equal(s.threads, 9);
	unlink(other);
	check_problem("--data=", "", "", "command line --data: data is \"\"; allowed is the path of a folder\n");
	check_problem("--config /nowhere/x", "", "", "/nowhere/x: there is no such settings file\n");
	check_problem("--config /tmp", "", "", "/tmp: this is not a file\n");
	/* None in the data folder: the defaults. */
	assert_ok(settings_load(a, &(struct settings_input){ .default_file = "none" }, &s, &rest, &rest_n, &problems));
}

static void test_problems_name_place_and_remedy(void **state)
{
	(void)state;
	check_problem("", "", "\nlissten = x\n",
		      "FILE line 2: there is no setting \"lissten\"; did you mean \"listen\"?\n");
	check_problem("", "", "elephants = 3", "FILE line 1: there is no setting \"elephants\"\n");
	check_problem(
		"", "TALKOOT_PUBLICURL=x", "",
		"environment TALKOOT_PUBLICURL: there is no setting \"publicurl\"; did you mean \"public_url\"?\n");
	check_problem("", "", "backup_hour = 24\n",
		      "FILE line 1: backup_hour is \"24\"; allowed is a whole number from 0 to 23\n");
	check_problem(
		"--log-level loud", "", "",
		"command line --log-level: log_level is \"loud\"; allowed is one of debug, info, warning, error\n");
	check_problem("", "TALKOOT_RATE_LIMIT=2", "",
		      "environment TALKOOT_RATE_LIMIT: rate_limit is \"2\"; allowed is 1 or 0 (or yes, no, true, "
		      "false, on, off)\n");
	check_problem("--request-timeout 1h", "", "",
		      "command line --request-timeout: request_timeout is \"1h\"; allowed is a time such as 30s, 5m, "
		      "2h or 7d, "
		      "from 1s to 5m\n");
	check_problem("--listen", "", "", "command line --listen: a value is missing\n");
	check_problem("", "", "threads\n", "FILE line 1: a line is \"name = value\", or begins with # as a comment\n");
	check_problem("", "", "threads = 1\nthreads = 1\n", "FILE line 2: threads stands in line 1 already\n");
	check_problem("", "", "config = x\n",
		      "FILE line 1: this setting is only for the command line and the environment\n");
	check_problem("", "", "instance_name =\n",
		      "FILE line 1: instance_name is \"\"; allowed is a text of 1 to 1,000 bytes\n");
	check_problem("", "", "threads = x\nbackup_hour = y\n",
		      "FILE line 1: threads is \"x\"; allowed is a whole number from 0 to 256\n"
		      "FILE line 2: backup_hour is \"y\"; allowed is a whole number from 0 to 23\n");
	check_problem("", "", "instance_name = a\tb\xff\n",
		      "FILE line 1: the value is longer than 1,000 bytes, or not plain UTF-8 text\n");
}

static void test_values_are_strict(void **state)
{
	static const char *const bad[] = { "public_url = example.fi",
					   "public_url = ftp://example.fi",
					   "public_url = https://example.fi/path",
					   "public_url = https://u:p@example.fi",
					   "public_url = https://",
					   "public_url = https://ex ample.fi",
					   "public_url = https://h:0",
					   "listen = 8080",
					   "listen = 127.0.0.1",
					   "trusted_proxies = 10.0.0.0/8,",
					   "trusted_proxies = ,10.0.0.0/8",
					   "trusted_proxies = proxy.example.fi",
					   "trusted_proxies = 10.0.0.1/8",
					   "languages = fi, de",
					   "languages = fi, fi",
					   "languages =",
					   "default_language = de",
					   "zone = Europe/Atlantis",
					   "zone = ../etc/passwd",
					   "db = mysql://x",
					   "smtp_url = http://x",
					   "mail_from = x",
					   "mail_from = a@b@c",
					   "mail_from = A <a@b>",
					   "mail_reply_to = @x",
					   "threads = 1.5",
					   "threads = 99999999999",
					   "threads = -1",
					   "request_timeout = 10",
					   "request_timeout = s",
					   "request_timeout = -1s",
					   "request_timeout = 10x" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (load("", "", bad[i]) != ERR_INVALID)
			fail_msg("taken: %s", bad[i]);
	assert_ok(load("", "",
		       "public_url = https://talkoot.example.fi:8443/\ntrusted_proxies = 127.0.0.1,::1, 10.0.0.0/8\n"
		       "languages = sv,fi\ndefault_language = sv\nrate_limit = off\nrequest_timeout = 2m\n"
		       "db = postgresql:///talkoot\n"));
	assert_str(s.public_url, "https://talkoot.example.fi:8443");
	assert_int_equal(s.trusted_n, 3);
	assert_int_equal(s.trusted[2].bits, 96 + 8);
	assert_int_equal(s.offered_n, 2);
	assert_int_equal(s.offered[0], LANG_SV);
	assert_int_equal(s.default_language, LANG_SV);
	assert_false(s.rate_limit);
	assert_int_equal(s.request_timeout, 120);
	assert_ok(load("--listen 0.0.0.0:80", "", ""));
	assert_str(s.public_url, "http://localhost:80");
}

static void test_settings_that_must_agree(void **state)
{
	(void)state;
	check_problem("", "", "languages = sv\n",
		      "default of default_language: default_language must be one of the languages offered\n");
	check_problem("", "", "smtp_url = smtp://m:25\n",
		      "FILE line 1: smtp_user and smtp_password must be set, or smtp_auth must be none or xoauth2\n"
		      "FILE line 1: mail_from, the sender, must be set too\n");
	check_problem("--smtp-auth=xoauth2 --mail-from=a@b.fi --smtp-user=u", "", "smtp_url = smtps://m\n",
		      "FILE line 1: with smtp_auth xoauth2, smtp_user and smtp_token must be set\n");
	assert_ok(load("--smtp-auth=none --mail-from=a@b.fi", "", "smtp_url = smtp://m:25\n"));
	assert_ok(load("--mail-from=a@b.fi --smtp-user=u", "TALKOOT_SMTP_PASSWORD=p", "smtp_url = smtp://m\n"));
}

static void test_secrets_are_never_shown(void **state)
{
	struct buf b;
	str shown;

	(void)state;
	check_problem("--smtp-password=hunter2", "", "",
		      "command line --smtp-password: every user of this machine can see the command line; use the file "
		      "or the "
		      "environment\n");
	check_problem(
		"--smtp-token hunter2 --threads=x", "", "",
		"command line --smtp-token: every user of this machine can see the command line; use the file or the "
		"environment\ncommand line --threads: threads is \"x\"; allowed is a whole number from 0 to 256\n");
	assert_int_equal(load("--db mysql://u:hunter2@h", "", ""), ERR_INVALID);
	assert_int_equal(str_find_str(problems, S("hunter2")), problems.n);
	assert_ok(load("--db postgresql://u:hun@ter2@h/d?password=hunter2&sslmode=require",
		       "TALKOOT_SMTP_PASSWORD=hunter2", "smtp_token = hunter2\n"));
	assert_str(s.smtp_password, "hunter2");
	buf_init(&b, a, 100000);
	settings_print(&b, a, &s);
	settings_print_man(&b, a);
	shown = buf_done(&b);
	assert_true(buf_ok(&b));
	assert_int_equal(str_find_str(shown, S("hunter2")), shown.n);
	assert_int_equal(str_find_str(shown, S("hun@ter2")), shown.n);
	assert_true(str_find_str(shown, S("db = postgresql://u:***@h/d?password=***&sslmode=require\n")) < shown.n);
	assert_true(str_find_str(shown, S("# smtp_password = (set, not shown)\n")) < shown.n);
}

static void test_what_config_prints_is_a_settings_file(void **state)
{
	struct buf b;
	str first;

	(void)state;
	assert_ok(load("--threads=3", "TALKOOT_LANGUAGES=sv,fi", "instance_name = Seutu\nlog_level = debug\n"));
	buf_init(&b, a, 100000);
	settings_print(&b, a, &s);
	first = buf_done(&b);
	assert_true(
		str_find_str(first, S("Allowed: a whole number from 0 to 256. From: command line.\nthreads = 3\n")) <
		first.n);
	assert_true(str_find_str(first, str_format(a, "From: %s line 1.\ninstance_name = Seutu\n", path)) < first.n);
	assert_ok(load("", "", first.p));
	assert_int_equal(s.threads, 3);
	assert_int_equal(s.offered[0], LANG_SV);
	assert_str(s.instance_name, "Seutu");
	assert_int_equal(s.log_level, LEVEL_DEBUG);
}

static void test_each_row_is_complete(void **state)
{
	struct buf b;

	(void)state;
	s = settings_default(a);
	for (size_t i = 0; i < settings_count(); i++) {
		struct settings_row r = settings_row(a, &s, i);

		assert_true(r.help.n > 10 && str_ends(r.help, S(".")));
		assert_true(r.allowed.n > 0 && r.group.n > 0);
		assert_str(r.source, "default");
		assert_true(str_starts(r.environment, S("TALKOOT_")));
	}
	buf_init(&b, a, 100000);
	settings_print_man(&b, a);
	assert_true(str_find_str(buf_done(&b), S("\\&\\-\\-public\\-url")) < b.n);
	assert_true(buf_ok(&b));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
TEST_MAIN(T(test_defaults), T(test_flag_before_environment_before_file),
	  T(test_other_arguments_are_left_to_the_command), T(test_the_file_can_be_named),
	  T(test_problems_name_place_and_remedy), T(test_values_are_strict), T(test_settings_that_must_agree),
	  T(test_secrets_are_never_shown), T(test_what_config_prints_is_a_settings_file), T(test_each_row_is_complete))
