/* The main program of a fuzz target when it is not fuzzed: gives it every file of its corpus once, and no bytes at all
 * once, and prints TAP. A crash is seen by ./test as a program that ended before its plan. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { MAX_FILE = 16 << 20 };

static uint8_t bytes[MAX_FILE];

/* Returns 0, or 1 when the file cannot be read whole. */
static int replay(const char *name)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", REPLAY_CORPUS, name);
	fprintf(stderr, "%s\n", path); /* the last line before a crash names the file */
	FILE *file = fopen(path, "rb");
	if (!file)
		return 1;
	size_t length = fread(bytes, 1, sizeof bytes, file);
	int bad = ferror(file) || length == sizeof bytes;
	fclose(file);
	if (!bad) {
		/* A copy of the exact size, so that reading one byte too far is seen. */
		uint8_t *exact = malloc(length ? length : 1);
		if (!exact)
			return 1;
		for (size_t i = 0; i < length; i++)
			exact[i] = bytes[i];
		LLVMFuzzerTestOneInput(exact, length);
		free(exact);
	}
	return bad;
}

int main(void)
{
	puts("1..1");
	fflush(stdout);
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	DIR *folder = opendir(REPLAY_CORPUS);
	if (!folder) {
		printf("not ok 1 - %s has no corpus: fuzz/corpus/%s\n", REPLAY_NAME, REPLAY_NAME);
		return 1;
	}
	size_t files = 0;
	int bad = 0;
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (entry->d_name[0] == '.')
			continue;
		bad |= replay(entry->d_name);
		files++;
	}
	closedir(folder);
	if (files == 0)
		bad = 1;
	printf("%sok 1 - %s: %zu files\n", bad ? "not " : "", REPLAY_NAME, files);
	return bad;
}
