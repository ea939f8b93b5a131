/* The promises of log.h. */
#include "harness.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"

#define AT INT64_C(1795849200) /* 2026-11-28T07:00:00Z */

static char last[LOG_LINE_MAX + 1];
static size_t last_n;
static int lines;

static void remember(void *arg, const char *line, size_t n)
{
	(void)arg;
	assert_in_range(n, 1, LOG_LINE_MAX);
	memcpy(last, line, n);
	last_n = n;
	last[n] = '\0';
	lines++;
}

static struct clock_manual manual;

static struct log test_log(enum log_level least)
{
	struct clock c = clock_manual_start(&manual, AT);

	clock_manual_pass(&manual, 42);
	lines = 0;
	return log_new((struct log_sink){ remember, NULL }, c, least);
}

static void test_a_line(void **state)
{
	struct log log = test_log(LEVEL_INFO), mine = log_for_request(&log, S("4fk2"));
	struct address x;

	(void)state;
	assert_true(address_parse(S("192.0.2.77"), &x));
	LOG(&mine, LEVEL_WARNING, "mail.refused", log_str("host", S("mx.example.fi")), log_int("code", -550),
	    log_address("from", x), log_err("err", ERR_BUSY), log_int("least", INT64_MIN), log_int("zero", 0));
	assert_string_equal(last, "2026-11-28T07:00:00.042Z warning mail.refused req=4fk2 host=mx.example.fi code=-550 "
				  "from=192.0.2.0/24 err=busy least=-9223372036854775808 zero=0\n");
	LOG0(&log, LEVEL_ERROR, "stopped");
	assert_string_equal(last, "2026-11-28T07:00:00.042Z error stopped\n");
}

static void test_levels_below_the_least_are_silent(void **state)
{
	struct log log = test_log(LEVEL_WARNING);

	(void)state;
	LOG0(&log, LEVEL_DEBUG, "x");
	LOG0(&log, LEVEL_INFO, "x");
	assert_int_equal(lines, 0);
	LOG0(&log, LEVEL_WARNING, "x");
	LOG0(&log, LEVEL_ERROR, "x");
	assert_int_equal(lines, 2);
	log.sink.write = NULL;
	LOG0(&log, LEVEL_ERROR, "x");
}

static void check_value(const struct log *log, str value, const char *want)
{
	LOG(log, LEVEL_INFO, "v", log_str("k", value));
	assert_str(str_from(strstr(last, " v ") + 3), want);
	assert_ptr_equal(strchr(last, '\n'), last + last_n - 1);
	assert_true(str_is_utf8(str_make(last, last_n)));
}

static void test_values_cannot_pretend_to_be_something_else(void **state)
{
	struct log log = test_log(LEVEL_DEBUG);

	(void)state;
	check_value(&log, S(""), "k=\"\"\n");
	check_value(&log, str_null, "k=-\n");
	check_value(&log, S("-"), "k=\"-\"\n");
	check_value(&log, S("a b=c"), "k=\"a b=c\"\n");
	check_value(&log, S("say \"x\\y\""), "k=\"say \\\"x\\\\y\\\"\"\n");
	check_value(&log, S("x\n2026-11-27T07:00:00Z error forged\r\t"),
		    "k=\"x\\n2026-11-27T07:00:00Z error forged\\r\\t\"\n");
	check_value(&log, S("\x1b[31mred\x7f\x00"), "k=\"\\x1b[31mred\\u007f\\x00\"\n");
	check_value(&log, S("Päijät-Häme"), "k=\"Päijät-Häme\"\n");
	check_value(&log, S("\xe4\xff\xc3"), "k=\"\\xe4\\xff\\xc3\"\n");
	check_value(&log, S("a\u202eb\ufeff\xc2\x85\u2028"), "k=\"a\\u202eb\\ufeff\\u0085\\u2028\"\n");
	check_value(&log, S("\U000e0041"), "k=\"\\U000e0041\"\n");
}

static void test_long_lines_are_cut_and_say_so(void **state)
{
	static char text[3 * LOG_LINE_MAX];
	struct log log = test_log(LEVEL_DEBUG);

	(void)state;
	for (size_t n = LOG_LINE_MAX - 200; n < LOG_LINE_MAX + 200; n++) {
		for (size_t i = 0; i < n; i++)
			memcpy(text + 2 * i % (sizeof text - 2), "ä", 2);
		LOG(&log, LEVEL_INFO, "v", log_str("k", str_make(text, n)), log_int("next", 1));
		assert_true(str_is_utf8(str_make(last, last_n)));
		assert_int_equal(last[last_n - 1], '\n');
		assert_true(str_ends(str_make(last, last_n), n > LOG_LINE_MAX ? S(" truncated=1\n") : S("1\n")));
	}
	memset(text, 'x', sizeof text);
	LOG(&log, LEVEL_INFO, "v", log_str("k", str_make(text, sizeof text)));
	assert_true(str_ends(str_make(last, last_n), S(" truncated=1\n")));
}

enum { WRITERS = 4, LINES_EACH = 500 };

static void *write_many(void *arg)
{
	struct log *log = arg;

	for (int i = 0; i < LINES_EACH; i++)
		LOG(log, LEVEL_INFO, "many", log_int("i", i), log_str("text", S("some words in it")));
	return NULL;
}

static void test_threads_write_whole_lines_also_while_the_file_is_changed(void **state)
{
	char folder[] = "/tmp/talkoot-log-XXXXXX", path[64], moved[64], line[512];
	pthread_t t[WRITERS];
	struct log log;
	int fd, count = 0;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/log", folder);
	snprintf(moved, sizeof moved, "%s/log.1", folder);
	assert_ok(log_file_open(path, &fd));
	log = log_new(log_sink_fd(fd), clock_system(), LEVEL_INFO);
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&t[i], NULL, write_many, &log), 0);
	assert_int_equal(rename(path, moved), 0);
	assert_ok(log_file_reopen(path, fd));
	for (int i = 0; i < WRITERS; i++)
		pthread_join(t[i], NULL);
	LOG0(&log, LEVEL_INFO, "last");
	close(fd);
	for (int k = 0; k < 2; k++) {
		FILE *f = fopen(k == 0 ? moved : path, "r");

		assert_non_null(f);
		while (fgets(line, sizeof line, f) != NULL) {
			assert_true(str_ends(str_from(line), S("\n")));
			count += str_ends(str_from(line), S(" text=\"some words in it\"\n"));
			assert_int_equal(line[4], '-');
		}
		if (k == 1)
			assert_true(str_ends(str_from(line), S(" info last\n")));
		fclose(f);
	}
	assert_int_equal(count, WRITERS * LINES_EACH);
	assert_int_equal(log_file_open(folder, &fd), ERR_IO);
	unlink(path);
	unlink(moved);
	rmdir(folder);
}

TEST_MAIN(cmocka_unit_test(test_a_line), cmocka_unit_test(test_levels_below_the_least_are_silent),
	  cmocka_unit_test(test_values_cannot_pretend_to_be_something_else),
	  cmocka_unit_test(test_long_lines_are_cut_and_say_so),
	  cmocka_unit_test(test_threads_write_whole_lines_also_while_the_file_is_changed))
