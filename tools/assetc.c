/* assetc MANIFEST OUT.c: puts the files of assets/dist/ into the program.
 *
 * The manifest (made by assets/build.mjs) has a line per file with six fields between tabs: logical name, file, type,
 * sha256, gz file or "-", br file or "-"; sorted by logical name. The C file pulls the bytes in by the assembler's
 * .incbin, so no compiler reads them, and defines asset_table and asset_table_size of src/web/asset_table.h.
 * MANIFEST "-": an empty table, for builds without Node.
 *
 * Limits: 256 files, lines of 1,000 bytes. A wrong manifest ends the build with its line. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 6, LINE_MAX_BYTES = 1000, FILES_MAX = 256 };
enum { NAME, FILE_NAME, TYPE, SHA, GZ, BR };

static const char *manifest_path;
static int line_number;

static void fail(const char *what)
{
	fprintf(stderr, "%s:%d: %s\n", manifest_path, line_number, what);
	exit(1);
}

static FILE *open_or_fail(const char *path, const char *mode)
{
	FILE *f = fopen(path, mode);
	if (f == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
	return f;
}

static void close_or_fail(FILE *f, const char *path)
{
	if (ferror(f) || fclose(f) != 0) {
		fprintf(stderr, "%s: cannot be written\n", path);
		exit(1);
	}
}

/* Everything from the manifest stands in string literals and assembler text: only harmless characters may come in. */
static void check_field(const char *field, bool is_type)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	if (field[0] == '\0')
		fail("empty field");
	size_t n = strspn(field, allowed);
	for (; is_type && field[n] != '\0' && strchr("/;= +", field[n]) != NULL;)
		n += 1 + strspn(field + n + 1, allowed);
	if (field[n] != '\0')
		fail("character that may not stand in a name");
}

static void split(char *line, char *fields[FIELDS])
{
	int n = 0;
	for (char *p = line; p != NULL; n++) {
		if (n == FIELDS)
			fail("more than six fields");
		fields[n] = p;
		p = strchr(p, '\t');
		if (p != NULL)
			*p++ = '\0';
	}
	if (n != FIELDS)
		fail("fewer than six fields");
	for (n = 0; n < FIELDS; n++)
		check_field(fields[n], n == TYPE);
	if (strlen(fields[SHA]) != 64)
		fail("the fourth field is no SHA-256");
}

/* The bytes of one file, between two symbols that only this C file knows. */
static void write_bytes(FILE *out, const char *folder, const char *file, const char *kind, int i)
{
	if (strcmp(file, "-") == 0)
		return;
	fprintf(out,
	        "__asm__(\".section .rodata\\n.balign 16\\n\"\n"
	        "\t\"asset_%s_%d: .incbin \\\"%s/%s\\\"\\n\"\n"
	        "\t\"asset_%s_%d_end: .byte 0\\n.previous\\n\");\n"
	        "extern const char asset_%s_%d[], asset_%s_%d_end[];\n",
	        kind, i, folder, file, kind, i, kind, i, kind, i);
}

static void write_table(FILE *out, char rows[FILES_MAX][LINE_MAX_BYTES], int count)
{
	/* The lengths are differences of symbols, which C does not allow in a constant: so the table holds both ends. */
	fprintf(out, "\nconst struct asset_row asset_table[] = {\n");
	for (int i = 0; i < count; i++) {
		char *f[FIELDS];
		split(rows[i], f);
		fprintf(out, "\t{ S_INIT(\"%s\"), S_INIT(\"%s\"), S_INIT(\"/assets/%s\"), S_INIT(\"%s\"), S_INIT(\"\\\"%.16s\\\"\"),\n",
		        f[NAME], f[FILE_NAME], f[FILE_NAME], f[TYPE], f[SHA]);
		fprintf(out, "\t  { asset_raw_%d, asset_raw_%d_end }", i, i);
		for (int k = GZ; k <= BR; k++) {
			if (strcmp(f[k], "-") == 0)
				fprintf(out, ", { 0, 0 }");
			else
				fprintf(out, ", { asset_%s_%d, asset_%s_%d_end }", k == GZ ? "gz" : "br", i, k == GZ ? "gz" : "br", i);
		}
		fprintf(out, " },\n");
	}
	if (count == 0)
		fprintf(out, "\t{ S_INIT(\"\"), S_INIT(\"\"), S_INIT(\"\"), S_INIT(\"\"), S_INIT(\"\"), { 0, 0 }, { 0, 0 }, { 0, 0 } },\n");
	fprintf(out, "};\nconst size_t asset_table_size = %d;\n", count);
}

int main(int argc, char **argv)
{
	static char rows[FILES_MAX][LINE_MAX_BYTES];
	static char previous[LINE_MAX_BYTES];
	int count = 0;

	if (argc != 3) {
		fprintf(stderr, "usage: assetc MANIFEST OUT.c\n");
		return 1;
	}
	manifest_path = argv[1];
	FILE *out = open_or_fail(argv[2], "w");
	fprintf(out, "/* Made by assetc of %s. */\n#include \"web/asset_table.h\"\n\n", "assets/dist/manifest.txt");

	if (strcmp(argv[1], "-") != 0) {
		char folder[LINE_MAX_BYTES];
		const char *slash = strrchr(argv[1], '/');
		snprintf(folder, sizeof folder, "%.*s", slash == NULL ? 1 : (int)(slash - argv[1]), slash == NULL ? "." : argv[1]);
		if (strpbrk(folder, "\"\\\n") != NULL)
			fail("the folder's name has a quote or a backslash");
		FILE *in = open_or_fail(argv[1], "r");
		char line[LINE_MAX_BYTES];
		while (fgets(line, sizeof line, in) != NULL) {
			line_number++;
			size_t n = strcspn(line, "\n");
			if (line[n] != '\n')
				fail("line without end, or longer than 1,000 bytes");
			line[n] = '\0';
			if (count == FILES_MAX)
				fail("more than 256 files");
			memcpy(rows[count], line, n + 1);
			char *f[FIELDS];
			split(line, f);
			if (strcmp(previous, f[NAME]) >= 0)
				fail("not sorted by the first field, or a name twice");
			snprintf(previous, sizeof previous, "%s", f[NAME]);
			write_bytes(out, folder, f[FILE_NAME], "raw", count);
			write_bytes(out, folder, f[GZ], "gz", count);
			write_bytes(out, folder, f[BR], "br", count);
			count++;
		}
		if (ferror(in))
			fail("cannot be read");
		fclose(in);
		if (count == 0)
			fail("empty");
	}
	write_table(out, rows, count);
	close_or_fail(out, argv[2]);
	return 0;
}
