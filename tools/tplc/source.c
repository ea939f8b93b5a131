/* Reading templates: pieces of the source. See compiler.h. */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tplc/compiler.h"

const char *source, *source_end, *shown_name;

void fail(int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: error: ", shown_name, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

int line_of(const char *p)
{
	static const char *at;
	static int line;

	if (at == NULL || p < at) {
		at = source;
		line = 1;
	}
	for (; at < p; at++)
		line += *at == '\n';
	return line;
}

bool is_name_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static struct piece trim(struct piece x)
{
	while (x.n > 0 && isspace((unsigned char)x.p[0])) {
		x.p++;
		x.n--;
	}
	while (x.n > 0 && isspace((unsigned char)x.p[x.n - 1]))
		x.n--;
	return x;
}

struct piece between(const char *from, const char *to)
{
	return trim((struct piece){ from, (size_t)(to - from) });
}

/* Behind the string or character literal that begins at p. */
static const char *skip_literal(const char *p, const char *end)
{
	char quote = *p;
	const char *from = p;

	for (p++; p < end && *p != quote; p++)
		if (*p == '\\')
			p++;
	if (p >= end)
		fail(line_of(from), "the quote %c is not closed", quote);
	return p + 1;
}

const char *scan(const char *p, const char *end, bool (*stop)(const char *p, const char *from))
{
	const char *from = p;
	int depth = 0;

	while (p < end) {
		if (depth == 0 && stop(p, from))
			return p;
		if (*p == '"' || *p == '\'') {
			p = skip_literal(p, end);
			continue;
		}
		if (strchr("([{", *p) != NULL)
			depth++;
		else if (strchr(")]}", *p) != NULL)
			depth--;
		p++;
	}
	return end;
}

struct piece take_name(struct piece *x, const char *what)
{
	struct piece name = { x->p, 0 };

	while (name.n < x->n && (is_name_byte(x->p[name.n]) || strchr("-:", x->p[name.n]) != NULL))
		name.n++;
	if (name.n == 0)
		fail(line_of(x->p), "%s is expected", what);
	*x = trim((struct piece){ x->p + name.n, x->n - name.n });
	return name;
}

struct piece take_literal(struct piece *x)
{
	struct piece literal = { x->p, 0 };

	if (x->n == 0 || x->p[0] != '"')
		fail(line_of(x->p), "a text in quotes is expected");
	literal.n = (size_t)(skip_literal(x->p, x->p + x->n) - x->p);
	*x = trim((struct piece){ x->p + literal.n, x->n - literal.n });
	return literal;
}

struct piece split_call(struct piece x, struct piece *ret_args, const char *word)
{
	struct piece name = take_name(&x, "a template's name");

	if (x.n < 2 || x.p[0] != '(' || x.p[x.n - 1] != ')')
		fail(line_of(x.p), "the form is {%s name(...)}", word);
	*ret_args = between(x.p + 1, x.p + x.n - 1);
	return name;
}
