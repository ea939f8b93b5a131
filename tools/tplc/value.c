/* Values and messages in templates: see compiler.h. */
#include <ctype.h>
#include <string.h>

#include "tplc/compiler.h"

enum { ARGS_MAX = 16 };

struct markup m;

void need_expression(struct piece x, const char *directive)
{
	if (x.n == 0)
		fail(line_of(x.p), "{%s} needs an expression", directive);
}

void need_text(const char *p, const char *directive)
{
	if (m.now.place != IN_TEXT)
		fail(line_of(p), "{%s} may stand in text only", directive);
	if (markup_inside(&m, "title") || markup_inside(&m, "textarea") || markup_inside(&m, "option"))
		fail(line_of(p), "{%s} may not stand here: <%s> holds no elements", directive,
		     m.open[m.now.depth - 1].name);
}

static void put_address_part(struct piece x)
{
	switch (m.now.url) {
	case URL_START:
		fprintf(code, "\thtml_url(h, (%.*s));\n", PIECE(x));
		m.now.url = URL_WHOLE;
		return;
	case URL_ROOT:
		fprintf(code, "\thtml_first(h, (%.*s));\n", PIECE(x));
		m.now.url = URL_LOCAL;
		return;
	case URL_LOCAL:
		fprintf(code, "\thtml_part(h, (%.*s));\n", PIECE(x));
		return;
	case URL_WHOLE:
	case URL_LITERAL:
		break;
	}
	fail(line_of(x.p), "an address is one struct safe_url, or begins with /, ? or #");
}

void put_value(struct piece x)
{
	need_expression(x, "...");
	mark_line(x.p);
	if (m.now.place == IN_TEXT) {
		fprintf(code, "\thtml_put(h, (%.*s));\n", PIECE(x));
		m.now.space = m.now.entity = false;
	} else if (m.now.place == BEFORE_VALUE) {
		fail(line_of(x.p), "the value of %s= must stand in quotes", m.now.name);
	} else if (m.now.place != IN_VALUE) {
		fail(line_of(x.p), "a value may not stand in a tag or a name; see {bool}, {attr} and {if}");
	} else if (m.now.attr == ATTR_URL) {
		put_address_part(x);
	} else if (m.now.attr == ATTR_SRCSET) {
		fprintf(code, "\thtml_srcset(h, (%.*s));\n", PIECE(x));
	} else {
		fprintf(code, "\thtml_put(h, (%.*s));\n", PIECE(x));
	}
}

/* -- messages -------------------------------------------------------------------------------------------------------- */

struct arg {
	struct piece name, value;
	bool used;
};

/* A space followed by `name=`, but not by `name==`. */
static bool at_next_arg(const char *p, const char *from)
{
	if (p == from || !isspace((unsigned char)p[-1]) || !is_name_byte(*p))
		return false;
	while (is_name_byte(*p))
		p++;
	return p[0] == '=' && p[1] != '=';
}

static size_t read_args(struct piece x, struct arg args[ARGS_MAX])
{
	size_t n = 0;

	while (x.n > 0) {
		const char *end = x.p + x.n, *next;

		if (n == ARGS_MAX)
			fail(line_of(x.p), "more than %d arguments", ARGS_MAX);
		args[n].name = take_name(&x, "an argument name=value");
		args[n].used = false;
		if (x.n == 0 || x.p[0] != '=')
			fail(line_of(x.p), "= is expected after %.*s", PIECE(args[n].name));
		next = scan(x.p + 1, end, at_next_arg);
		args[n].value = between(x.p + 1, next);
		need_expression(args[n].value, "t");
		x = between(next, end);
		n++;
	}
	return n;
}

/* Each {name} of the message must have its argument. */
static void check_message(struct piece literal, struct arg *args, size_t n)
{
	for (size_t at = 1; at + 1 < literal.n; at++) {
		const char *name = literal.p + at + 1;
		size_t length = 0, i = 0;

		if (literal.p[at] != '{')
			continue;
		if (*name == '/') {
			if (m.now.place != IN_TEXT)
				fail(line_of(name), "a link may not stand in an attribute");
			name++;
		}
		while (is_name_byte(name[length]) && !isupper((unsigned char)name[length]))
			length++;
		if (length == 0 || name[length] != '}')
			fail(line_of(name), "in a message {name} stands for an argument (a-z, 0-9, _)");
		while (i < n && (args[i].name.n != length || memcmp(args[i].name.p, name, length) != 0))
			i++;
		if (i == n)
			fail(line_of(name), "no argument for {%.*s}", (int)length, name);
		args[i].used = true;
	}
}

/* A literal of a message; a line break in it and the white space around become one space. */
static void put_literal(struct piece x)
{
	for (size_t i = 0; i < x.n; i++) {
		size_t run = i;
		bool broken = false;

		for (; run < x.n && isspace((unsigned char)x.p[run]); run++)
			broken = broken || x.p[run] == '\n';
		if (broken) {
			fputc(' ', code);
			i = run - 1;
		} else if (x.p[i] == '?') {
			fputs("\\?", code);
		} else {
			fputc(x.p[i], code);
		}
	}
}

void put_message(const char *word, struct piece x)
{
	struct piece first, second = { NULL, 0 }, count = { NULL, 0 };
	struct arg args[ARGS_MAX];
	size_t n;

	if (m.now.place != IN_TEXT && (m.now.place != IN_VALUE || m.now.attr > ATTR_WORDS))
		fail(line_of(x.p), "{%s} may stand in text and in quoted values that are no address", word);
	mark_line(x.p);
	first = take_literal(&x);
	if (word[1] != '\0')
		second = take_literal(&x);
	n = read_args(x, args);
	if (strcmp(word, "tc") != 0)
		check_message(first, args, n);
	if (second.p != NULL)
		check_message(second, args, n);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(word, "tn") == 0 && args[i].name.n == 1 && args[i].name.p[0] == 'n')
			count = args[i].value;
		else if (!args[i].used)
			fail(line_of(args[i].name.p), "the message has no {%.*s}", PIECE(args[i].name));
	}
	fprintf(code, "\thtml_%s(h, ", word);
	put_literal(first);
	if (second.p != NULL) {
		fputs(", ", code);
		put_literal(second);
	}
	if (strcmp(word, "tn") == 0) {
		if (count.p == NULL)
			fail(line_of(first.p), "{tn} needs the argument n, the number that decides");
		fprintf(code, ", (int64_t)(%.*s)", PIECE(count));
	}
	if (n == 0)
		fputs(", NULL", code);
	for (size_t i = 0; i < n; i++)
		fprintf(code, "%shtml_arg(\"%.*s\", (%.*s))", i == 0 ? ", (const struct html_arg[]){ " : ", ",
			PIECE(args[i].name), PIECE(args[i].value));
	fprintf(code, "%s, %zu);\n", n == 0 ? "" : " }", n);
	m.now.space = m.now.entity = false;
}
