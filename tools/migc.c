/* migc: puts the migrations into the program:   migc out.c NNNN_what.sql...   (in order)
 *
 * Besides the text of each it collects, for the privacy register, column comments "-- personal: purpose; retention" (what
 * follows a full stop is a remark), and tables whose line before CREATE TABLE, or whose own, says "-- derived".
 * Fails on a gap in the numbers and on a personal comment without retention. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TAGS = 1000, MAX_FILES = 1000 };

struct tag {
	char table[64], column[64], purpose[200], keep[200];
};

static struct tag tags[MAX_TAGS];
static int tag_count;
static char derived[MAX_TAGS][64];
static int derived_count;

static const char *skip_blank(const char *p)
{
	while (isspace((unsigned char)*p))
		p++;
	return p;
}

static const char *copy_word(const char *p, char *to, size_t size)
{
	size_t n = 0;

	p = skip_blank(p);
	while (isalnum((unsigned char)*p) || *p == '_') {
		if (n < size - 1)
			to[n++] = *p;
		p++;
	}
	to[n] = '\0';
	return p;
}

static void trim_copy(const char *from, size_t n, char *to, size_t size)
{
	while (n > 0 && isspace((unsigned char)*from)) {
		from++;
		n--;
	}
	while (n > 0 && (isspace((unsigned char)from[n - 1]) || from[n - 1] == '.'))
		n--;
	if (n > size - 1)
		n = size - 1;
	memcpy(to, from, n);
	to[n] = '\0';
}

/* The column a line defines: its first word, or the one behind ADD COLUMN. */
static void see_line(const char *line, const char *file, int number, char *table, size_t table_size, bool *next_derived)
{
	const char *p = strstr(line, "CREATE TABLE "), *mark = strstr(line, "-- personal:"), *alter = strstr(line, "ALTER TABLE ");
	const char *comment = strstr(line, "--");
	bool says_derived = comment != NULL && strncmp(skip_blank(comment + 2), "derived", 7) == 0;

	if (p != NULL && (comment == NULL || p < comment)) {
		copy_word(p + 13, table, table_size);
		if ((says_derived || *next_derived) && derived_count < MAX_TAGS)
			memcpy(derived[derived_count++], table, 64);
		*next_derived = false;
	} else if (says_derived) {
		*next_derived = true;
	}
	if (alter != NULL && (comment == NULL || alter < comment))
		copy_word(alter + 12, table, table_size);
	if (mark != NULL) {
		struct tag *t = &tags[tag_count++];
		const char *add = strstr(line, "ADD COLUMN "), *end, *stop;

		if (tag_count == MAX_TAGS)
			abort();
		mark += 12;
		end = strchr(mark, ';');
		if (end == NULL) {
			fprintf(stderr, "%s:%d: error: personal: purpose; retention\n", file, number);
			exit(1);
		}
		stop = strstr(end, ". ");
		memcpy(t->table, table, sizeof t->table);
		copy_word(add != NULL ? add + 11 : line, t->column, sizeof t->column);
		trim_copy(mark, (size_t)(end - mark), t->purpose, sizeof t->purpose);
		trim_copy(end + 1, stop != NULL ? (size_t)(stop - end - 1) : strlen(end + 1), t->keep, sizeof t->keep);
	}
}

static void write_string(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			fputc('\\', f);
		fputc(*s, f);
	}
	fputc('"', f);
}

static void write_bytes(FILE *out, const char *file, int index)
{
	FILE *in = fopen(file, "r");
	char line[4096], table[64] = "";
	int number = 0, column = 0;
	bool next_derived = false;

	if (in == NULL) {
		fprintf(stderr, "migc: %s cannot be read\n", file);
		exit(1);
	}
	/* Numbers, since a string literal of C may end at 4095 characters. */
	fprintf(out, "static const unsigned char text_%d[] = {\n", index);
	while (fgets(line, sizeof line, in) != NULL) {
		see_line(line, file, ++number, table, sizeof table, &next_derived);
		for (const char *p = line; *p != '\0'; p++)
			fprintf(out, "%u,%s", (unsigned)(unsigned char)*p, ++column % 24 == 0 ? "\n" : "");
	}
	fputs("0 };\n", out);
	fclose(in);
}

int main(int argc, char **argv)
{
	FILE *out;

	if (argc < 2 || argc > MAX_FILES)
		return 2;
	out = fopen(argv[1], "w");
	if (out == NULL) {
		fprintf(stderr, "migc: cannot write %s\n", argv[1]);
		return 1;
	}
	fputs("/* Made by tools/migc from migrations/. */\n#include \"store/migrate.h\"\n\n", out);
	for (int i = 2; i < argc; i++)
		write_bytes(out, argv[i], i - 1);
	fputs("const struct migration migrations[] = {\n", out);
	for (int i = 2; i < argc; i++) {
		const char *slash = strrchr(argv[i], '/');
		const char *name = slash != NULL ? slash + 1 : argv[i];

		if (strtol(name, NULL, 10) != i - 1) {
			fprintf(stderr, "%s: error: number %04d is wanted here: migrations have no gaps\n", argv[i], i - 1);
			return 1;
		}
		fprintf(out, "\t{ %d, ", i - 1);
		write_string(out, name);
		fprintf(out, ", (const char *)text_%d },\n", i - 1);
	}
	fputs("\t{ 0, NULL, NULL }\n};\nconst struct personal_column personal_columns[] = {\n", out);
	for (int i = 0; i < tag_count; i++) {
		const char *parts[] = { tags[i].table, tags[i].column, tags[i].purpose, tags[i].keep };

		fputs("\t{ ", out);
		for (int k = 0; k < 4; k++) {
			write_string(out, parts[k]);
			fputs(k < 3 ? ", " : " },\n", out);
		}
	}
	fputs("\t{ NULL, NULL, NULL, NULL }\n};\nconst char *const derived_tables[] = {\n", out);
	for (int i = 0; i < derived_count; i++)
		fprintf(out, "\t\"%s\",\n", derived[i]);
	fputs("\tNULL\n};\n", out);
	return fclose(out) == 0 ? 0 : 1;
}
