/* po2c: makes the table of translations (texts.c) of the .po files.
 *
 *   po2c [--pot TALKOOT.POT] OUT.C FI.PO SV.PO
 *
 * Refuses, with file and line: a fuzzy entry, a message twice, differing {names}, a wrong number of plural forms, a plural
 * rule other than n != 1 and, with --pot (the catalogue of what the sources say), a message without translation.
 * Without --pot missing ones are left out, and the program shows them in English.
 *
 * OUT is written only when it changes, so that nothing is compiled for nothing. Layout of the table: src/text/tr_table.h. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/tr_hash.h"

enum { LANGUAGES = 2, FORMS = 2, NAMES_MAX = 32 };

struct entry {
	char *context, *id, *plural, *text[FORMS];
	int line;
	bool fuzzy;
};

struct catalogue {
	const char *file;
	struct entry *entries;
	size_t n;
};

static int complaints;

static void complain(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void complain(const char *file, int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: error: ", file, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	complaints++;
}

static void *must(void *p)
{
	if (p == NULL) {
		fprintf(stderr, "po2c: no memory\n");
		exit(2);
	}
	return p;
}

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text;
	size_t n;

	if (f == NULL) {
		fprintf(stderr, "po2c: cannot read %s\n", path);
		exit(2);
	}
	fseek(f, 0, SEEK_END);
	n = (size_t)ftell(f);
	rewind(f);
	text = must(malloc(n + 1));
	if (fread(text, 1, n, f) != n) {
		fprintf(stderr, "po2c: cannot read %s\n", path);
		exit(2);
	}
	text[n] = '\0';
	fclose(f);
	return text;
}

/* -- reading a .po file ---------------------------------------------------------------------------------------------- */

/* Appends the text of a quoted line to *to. */
static void append_quoted(const struct catalogue *c, int line, const char *q, char **to)
{
	size_t n = *to == NULL ? 0 : strlen(*to);
	char *out = must(realloc(*to, n + strlen(q) + 1));

	*to = out;
	out[n] = '\0';
	if (*q++ != '"') {
		complain(c->file, line, "a quoted text is expected");
		return;
	}
	for (; *q != '\0' && *q != '"'; q++) {
		if (*q != '\\') {
			out[n++] = *q;
			continue;
		}
		switch (*++q) {
		case 'n': out[n++] = '\n'; break;
		case 't': out[n++] = '\t'; break;
		case '"': case '\\': out[n++] = *q; break;
		default: complain(c->file, line, "unknown escape \\%c", *q);
		}
	}
	if (*q != '"')
		complain(c->file, line, "the quote is not closed");
	out[n] = '\0';
}

static struct entry *new_entry(struct catalogue *c, int line)
{
	c->entries = must(realloc(c->entries, (c->n + 1) * sizeof *c->entries));
	c->entries[c->n] = (struct entry){ .line = line };
	return &c->entries[c->n++];
}

/* The keyword at the start of a line and the field of the entry that it fills; NULL when there is none. */
static char **field_of(struct entry *e, const char *line, const char **ret_value)
{
	struct { const char *word; char **field; } fields[] = {
		{ "msgctxt ", &e->context }, { "msgid_plural ", &e->plural }, { "msgid ", &e->id },
		{ "msgstr ", &e->text[0] }, { "msgstr[0] ", &e->text[0] }, { "msgstr[1] ", &e->text[1] } };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (strncmp(line, fields[i].word, strlen(fields[i].word)) == 0) {
			*ret_value = line + strlen(fields[i].word);
			return fields[i].field;
		}
	}
	return NULL;
}

static void read_catalogue(struct catalogue *c, const char *file)
{
	char *text = read_file(file), *next;
	struct entry *e = NULL;
	char **field = NULL;
	bool fuzzy = false;
	int number = 0;

	*c = (struct catalogue){ .file = file };
	for (char *line = text; line != NULL; line = next) {
		const char *value = line;

		number++;
		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		if (line[0] == '#') {
			if (line[1] == ',' && strstr(line, "fuzzy") != NULL)
				fuzzy = true;
			continue;
		}
		if (line[strspn(line, " \t\r")] == '\0')
			continue;
		if (line[0] != '"') {
			if (e == NULL || strncmp(line, "msgctxt ", 8) == 0 ||
			    (strncmp(line, "msgid ", 6) == 0 && e->id != NULL)) {
				e = new_entry(c, number);
				e->fuzzy = fuzzy;
				fuzzy = false;
			}
			field = field_of(e, line, &value);
			if (field != NULL && *field != NULL)
				complain(file, number, "this part of the message stands here twice (a merge?)");
		}
		if (field == NULL) {
			complain(file, number, "not understood: %s", line);
			continue;
		}
		append_quoted(c, number, value, field);
	}
	free(text);
}

/* -- checks ---------------------------------------------------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static const struct entry *find(const struct catalogue *c, const struct entry *like)
{
	for (size_t i = 0; i < c->n; i++)
		if (same(c->entries[i].id, like->id) && same(c->entries[i].context, like->context))
			return &c->entries[i];
	return NULL;
}

/* The {names} of a text, as pieces of it; returns how many. */
static size_t names_of(const char *text, char names[NAMES_MAX][64])
{
	size_t n = 0;

	for (const char *p = text; p != NULL && (p = strchr(p, '{')) != NULL; p++) {
		size_t length = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz0123456789_/");

		if (length == 0 || length > 63 || p[1 + length] != '}' || n == NAMES_MAX)
			continue;
		memcpy(names[n], p + 1, length);
		names[n++][length] = '\0';
	}
	return n;
}

static bool has_name(const char *name, const char *text)
{
	char names[NAMES_MAX][64];
	size_t n = names_of(text, names);

	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Each {name} of `text` must stand in `in` (or in `or_in`). */
static void check_names(const char *file, const struct entry *e, const char *text, const char *in, const char *or_in,
			const char *what)
{
	char names[NAMES_MAX][64];
	size_t n = names_of(text, names);

	for (size_t i = 0; i < n; i++)
		if (!has_name(names[i], in) && (or_in == NULL || !has_name(names[i], or_in)))
			complain(file, e->line, "{%s} %s: \"%s\"", names[i], what, e->id);
}

static bool translated(const struct entry *e)
{
	return e->text[0] != NULL && e->text[0][0] != '\0' &&
	       (e->plural == NULL || (e->text[1] != NULL && e->text[1][0] != '\0'));
}

static void check_header(const struct catalogue *c, const struct entry *e)
{
	const char *rule = e->text[0] == NULL ? NULL : strstr(e->text[0], "Plural-Forms:");
	char squeezed[80];
	size_t n = 0;

	for (; rule != NULL && *rule != '\0' && *rule != '\n' && n + 1 < sizeof squeezed; rule++)
		if (*rule != ' ' && *rule != '(' && *rule != ')')
			squeezed[n++] = *rule;
	squeezed[n] = '\0';
	if (strcmp(squeezed, "Plural-Forms:nplurals=2;plural=n!=1;") != 0)
		complain(c->file, e->line, "the plural rule must be nplurals=2; plural=(n != 1);");
}

static void check_catalogue(const struct catalogue *c)
{
	bool header = false;

	for (size_t i = 0; i < c->n; i++) {
		const struct entry *e = &c->entries[i];

		if (e->id == NULL) {
			complain(c->file, e->line, "an entry without msgid");
			continue;
		}
		if (e->id[0] == '\0' && e->context == NULL) {
			check_header(c, e);
			header = true;
			continue;
		}
		if (find(c, e) != e)
			complain(c->file, e->line, "the message stands twice: \"%s\"", e->id);
		if (e->fuzzy)
			complain(c->file, e->line, "fuzzy: read it and remove the mark: \"%s\"", e->id);
		if (!translated(e))
			continue;
		check_names(c->file, e, e->text[0], e->id, e->plural, "is not in the English text");
		if (e->plural == NULL) {
			check_names(c->file, e, e->id, e->text[0], NULL, "is missing in the translation");
			if (e->text[1] != NULL)
				complain(c->file, e->line, "two forms of a message without plural");
		} else {
			check_names(c->file, e, e->text[1], e->plural, NULL, "is not in the English text");
			check_names(c->file, e, e->plural, e->text[1], NULL, "is missing in the translation");
		}
	}
	if (!header)
		complain(c->file, 1, "there is no header with the plural rule");
}

static void check_complete(const struct catalogue *pot, const struct catalogue *c)
{
	for (size_t i = 0; i < pot->n; i++) {
		const struct entry *want = &pot->entries[i], *got;

		if (want->id == NULL || want->id[0] == '\0')
			continue;
		got = find(c, want);
		if (got == NULL || !translated(got))
			complain(c->file, got == NULL ? 1 : got->line, "no translation of \"%s\"", want->id);
		else if (!same(want->plural, got->plural))
			complain(c->file, got->line, "another plural than in the source: \"%s\"", want->id);
	}
}

/* -- the table ------------------------------------------------------------------------------------------------------- */

struct slot {
	char *key;
	size_t length;
	const struct entry *of[LANGUAGES];
};

static void put_string(FILE *f, const char *s)
{
	if (s == NULL || s[0] == '\0') {
		fputs("{ NULL, 0 }", f);
		return;
	}
	fputs("{ \"", f);
	for (const char *p = s; *p != '\0'; p++) {
		if (*p == '\n')
			fputs("\\n", f);
		else if (*p == '"' || *p == '\\' || *p == '?')
			fprintf(f, "\\%c", *p);
		else if ((unsigned char)*p < 32)
			fprintf(f, "\\%03o", (unsigned)*p);
		else
			fputc(*p, f);
	}
	fprintf(f, "\", %zu }", strlen(s));
}

static struct slot *slot_of(struct slot *table, size_t mask, const struct entry *e)
{
	size_t c = e->context == NULL ? 0 : strlen(e->context) + 1, n = c + strlen(e->id);
	char *key = must(malloc(n + 1));

	if (c > 0) {
		memcpy(key, e->context, c - 1);
		key[c - 1] = '\004';
	}
	memcpy(key + c, e->id, n - c + 1);
	for (size_t at = tr_hash(key, n) & mask;; at = (at + 1) & mask) {
		if (table[at].key == NULL) {
			table[at].key = key;
			table[at].length = n;
			return &table[at];
		}
		if (strcmp(table[at].key, key) == 0) {
			free(key);
			return &table[at];
		}
	}
}

static void write_table(FILE *f, const struct catalogue *c)
{
	size_t size = 16;
	struct slot *table;

	while (size < 2 * (c[0].n + c[1].n))
		size *= 2;
	table = must(calloc(size, sizeof *table));
	for (size_t l = 0; l < LANGUAGES; l++)
		for (size_t i = 0; i < c[l].n; i++)
			if (c[l].entries[i].id[0] != '\0' && translated(&c[l].entries[i]))
				slot_of(table, size - 1, &c[l].entries[i])->of[l] = &c[l].entries[i];
	fprintf(f, "/* Made by tools/po2c of the .po files. */\n#include \"text/tr_table.h\"\n\n"
		   "const uint64_t tr_table_mask = %zu;\nconst struct tr_entry tr_table[%zu] = {\n", size - 1, size + 1);
	for (size_t i = 0; i < size; i++) {
		if (table[i].key == NULL)
			continue;
		fprintf(f, "\t[%zu] = { ", i);
		put_string(f, table[i].key);
		fputs(", { ", f);
		for (size_t l = 0; l < LANGUAGES; l++) {
			const struct entry *e = table[i].of[l];

			fputs(l == 0 ? "{ " : ", { ", f);
			put_string(f, e == NULL ? NULL : e->text[0]);
			fputs(", ", f);
			put_string(f, e == NULL ? NULL : e->text[e->plural == NULL ? 0 : 1]);
			fputs(" }", f);
		}
		fputs(" } },\n", f);
		free(table[i].key);
	}
	fprintf(f, "\t[%zu] = { { NULL, 0 } } /* never looked at; C wants at least one */\n};\n", size);
	free(table);
}

static bool same_as_before(const char *path, const char *text)
{
	FILE *f = fopen(path, "rb");
	char *old;
	bool equal;

	if (f == NULL)
		return false;
	fclose(f);
	old = read_file(path);
	equal = strcmp(old, text) == 0;
	free(old);
	return equal;
}

int main(int argc, char **argv)
{
	struct catalogue pot = { 0 }, c[LANGUAGES];
	const char *pot_file = NULL;
	char *text = NULL;
	size_t n = 0;
	FILE *f;

	if (argc == 6 && strcmp(argv[1], "--pot") == 0) {
		pot_file = argv[2];
		argv += 2;
		argc -= 2;
	}
	if (argc != 4) {
		fprintf(stderr, "usage: po2c [--pot TALKOOT.POT] OUT.C FI.PO SV.PO\n");
		return 2;
	}
	for (int l = 0; l < LANGUAGES; l++) {
		read_catalogue(&c[l], argv[2 + l]);
		if (complaints == 0)
			check_catalogue(&c[l]);
	}
	if (pot_file != NULL && complaints == 0) {
		read_catalogue(&pot, pot_file);
		for (int l = 0; l < LANGUAGES; l++)
			check_complete(&pot, &c[l]);
	}
	if (complaints > 0)
		return 1;
	f = must(open_memstream(&text, &n));
	write_table(f, c);
	fclose(f);
	if (same_as_before(argv[1], text))
		return 0;
	f = fopen(argv[1], "wb");
	if (f == NULL || fwrite(text, 1, n, f) != n || fclose(f) != 0) {
		fprintf(stderr, "po2c: cannot write %s\n", argv[1]);
		return 2;
	}
	free(text);
	return 0;
}
