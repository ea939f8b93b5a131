/* The promises of file.h. */
#include "harness.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static struct arena *a;
static char folder[32];

static int setup(void **state)
{
	(void)state;
	a = arena_new(1 << 22);
	memcpy(folder, "/tmp/talkoot-file-XXXXXX", 25);
	return a == NULL || mkdtemp(folder) == NULL;
}

static int teardown(void **state)
{
	char command[64];

	(void)state;
	arena_free(a);
	snprintf(command, sizeof command, "rm -r %s", folder);
	return system(command);
}

static const char *in_folder(const char *name)
{
	return str_format(a, "%s/%s", folder, name).p;
}

static int entries(void)
{
	DIR *d = opendir(folder);
	int n = 0;

	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

static void test_what_is_written_is_read(void **state)
{
	const char *path = in_folder("x");
	struct stat st;
	str s;

	(void)state;
	assert_ok(file_write_atomic(path, S("first"), 0600));
	assert_ok(file_write_atomic(path, S("sec\0ond"), 0640));
	assert_ok(file_read(a, path, 7, &s));
	assert_true(str_eq(s, S("sec\0ond")));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(entries(), 1); /* no temporary file is left */
	assert_ok(file_write_atomic(path, S(""), 0600));
	assert_ok(file_read(a, path, 0, &s));
	assert_int_equal(s.n, 0);
}

static void test_reading_has_limits(void **state)
{
	str s;

	(void)state;
	assert_ok(file_write_atomic(in_folder("x"), S("12345"), 0600));
	assert_int_equal(file_read(a, in_folder("x"), 4, &s), ERR_LIMIT);
	assert_int_equal(file_read(a, in_folder("none"), 4, &s), ERR_NOT_FOUND);
	assert_int_equal(file_read(a, in_folder("x/y"), 4, &s), ERR_NOT_FOUND);
	assert_int_equal(file_read(a, folder, 4, &s), ERR_INVALID);
	assert_int_equal(file_read(a, "/dev/zero", 4, &s), ERR_INVALID);
}

static void test_a_failed_write_leaves_the_old_file(void **state)
{
	str s;

	(void)state;
	assert_int_equal(file_write_atomic(in_folder("none/x"), S("1"), 0600), ERR_IO);
	assert_int_equal(errno, ENOENT);
	/* A folder cannot be replaced by a file: the rename fails after the content was written. */
	assert_ok(folder_make(in_folder("there/below"), 0700));
	assert_int_equal(file_write_atomic(in_folder("there"), S("1"), 0600), ERR_IO);
	assert_int_equal(entries(), 1);
	assert_ok(file_write_atomic(in_folder("there/x"), S("1"), 0600));
	assert_ok(file_read(a, in_folder("there/x"), 10, &s));
}

static void test_folders_are_made_with_those_above(void **state)
{
	struct stat st;

	(void)state;
	assert_ok(folder_make(in_folder("a/b//c/"), 0700));
	assert_ok(folder_make(in_folder("a/b/c"), 0700));
	assert_int_equal(stat(in_folder("a/b/c"), &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_ok(folder_make("/", 0700));
	assert_ok(file_write_atomic(in_folder("file"), S("1"), 0600));
	assert_int_equal(folder_make(in_folder("file"), 0700), ERR_IO);
	assert_int_equal(errno, ENOTDIR);
	assert_int_equal(folder_make(in_folder("file/x"), 0700), ERR_IO);
	assert_int_equal(folder_make("", 0700), ERR_IO);
}

static void test_joined_paths_cannot_leave(void **state)
{
	static const char *const bad[] = {
		"", "/x", "../x", "x/..", "x/../y", ".", "./x", "x//y", "x/", "x\\y", "x\ny"
	};
	str s;

	(void)state;
	assert_ok(path_join(a, S("/data"), S("mail/x.eml"), &s));
	assert_str(s, "/data/mail/x.eml");
	assert_ok(path_join(a, S("/"), S("..x"), &s));
	assert_str(s, "/..x");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(path_join(a, S("/data"), str_from(bad[i]), &s), ERR_INVALID);
	assert_int_equal(path_join(a, S("/data"), S("x\0y"), &s), ERR_INVALID);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
TEST_MAIN(T(test_what_is_written_is_read), T(test_reading_has_limits), T(test_a_failed_write_leaves_the_old_file),
	  T(test_folders_are_made_with_those_above), T(test_joined_paths_cannot_leave))
