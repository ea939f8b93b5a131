/* For tests of build-time tools: a folder for their files, and running them. Each test makes and removes its folder. */
#ifndef TALKOOT_TOOLS_TESTS_TOOL_RUN_H
#define TALKOOT_TOOLS_TESTS_TOOL_RUN_H

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char tool_folder[64];

/* Runs a command line; its exit code, and the start of what it wrote to standard output. */
__attribute__((format(printf, 3, 4))) static int tool_run(char *output, size_t size, const char *format, ...)
{
	char command[2048];
	va_list ap;
	FILE *f;
	size_t n;
	int status;

	va_start(ap, format);
	assert_in_range(vsnprintf(command, sizeof command, format, ap), 1, sizeof command - 1);
	va_end(ap);
	f = popen(command, "r");
	assert_non_null(f);
	n = fread(output, 1, size - 1, f);
	output[n] = '\0';
	while (fgetc(f) != EOF)
		;
	status = pclose(f);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void tool_folder_make(void)
{
	snprintf(tool_folder, sizeof tool_folder, "/tmp/talkoot-tool-XXXXXX");
	assert_non_null(mkdtemp(tool_folder));
}

static void tool_folder_remove(void)
{
	char output[256];

	assert_int_equal(tool_run(output, sizeof output, "rm -r %s", tool_folder), 0);
}

/* Writes a file of the folder. */
static void tool_write(const char *name, const char *text)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", tool_folder, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	assert_int_equal(fclose(f), 0);
}

#endif
