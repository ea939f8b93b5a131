/* tplc: compiles a template into C.   tplc IN.tpl OUT.c OUT.h
 *
 *   {include "features/event/event.h"}                 outside templates: for types and other templates
 *   {# comment #}  <!-- is left out too -->
 *   {template event_show(const struct event_view *v)}  -> void tpl_event_show(struct html *h, const struct event_view *v)
 *     <h1>{v->title}</h1>                              any C expression; escaped by where it stands and by its type
 *     {if v->n > 0}..{elif expr}..{else}..{/if}
 *     {for const struct row *r : v->rows, v->nrows}..{/for}   r points at each element; r_i is its index, r_n their number
 *     {let str when = format_when(...)}                a variable until the end of the block
 *     {t "Seats left: {n}" n=v->left}                  translated; {tn "{n} seat" "{n} seats" n=v->left}; {tc "context" "text"}
 *     {t "Read the {a}privacy notice{/a}." a=v->url}   an argument of type struct safe_url makes a link
 *     <a href="{v->url}">  <a href="/{lang}/events/{v->key}?page={n}">   a whole struct safe_url, or a local path whose
 *                                                      parts are percent-encoded
 *     <input{bool required v->must}{attr value v->old}>   ` required` when true; ` value="..."` unless null
 *     {call other(args)}                               -> tpl_other(h, args)
 *     {html expr}                                      a struct safe_html
 *     {jsonld expr}                                    a script element with the JSON text expr
 *   {/template}
 *   {template page(args)} .. {content} .. {/template}  a frame: used by {wrap page(args)} .. {/wrap}; in C it is
 *                                                      tpl_page_begin and tpl_page_end
 *   {{ and }} are braces. In expressions `h` is the writer (h->lang, h->page).
 *
 * White space between elements and at the edges of a template goes, runs of it become one byte (not in pre, textarea).
 * What the markup itself must look like: tplc/markup.h. The first error ends the compilation: "file:line: error: ...".
 * Errors in expressions are found by the C compiler, which names the line of the template (#line). */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tplc/markup.h"

enum { BLOCKS_MAX = 50, STATIC_MAX = 4000, ARGS_MAX = 16, WORD_MAX = 32 };

enum block_kind { BLOCK_TEMPLATE, BLOCK_IF, BLOCK_FOR, BLOCK_WRAP };

struct block {
	enum block_kind kind;
	int line, outer_base;
	struct markup_state start, end;
	bool has_end, has_else;
	const char *call; /* wrap: name(args) */
	size_t call_length;
};

/* A piece of the source. */
struct piece {
	const char *p;
	size_t n;
};
#define PIECE(x) (int)(x).n, (x).p

static const char *source, *source_end, *shown_name;
static FILE *code, *header;
static struct markup m;
static struct block blocks[BLOCKS_MAX];
static int block_count;
static char pending[STATIC_MAX];
static size_t pending_count;
static struct piece frame_args; /* of the template being compiled, for {content} */
static struct piece frame_name;

static void fail(int line, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));
static void fail(int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: error: ", shown_name, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

static int line_of(const char *p)
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

/* -- writing C ------------------------------------------------------------------------------------------------------- */

static void flush_static(void)
{
	if (pending_count == 0)
		return;
	fputs("\thtml_raw(h, \"", code);
	for (size_t i = 0; i < pending_count; i++) {
		char c = pending[i];

		if (c == '\n')
			fputs(i + 1 < pending_count ? "\\n\"\n\t\t\"" : "\\n", code);
		else if (c == '"' || c == '\\' || c == '?')
			fprintf(code, "\\%c", c);
		else if ((unsigned char)c < 32)
			fprintf(code, "\\%03o", (unsigned)c);
		else
			fputc(c, code);
	}
	fprintf(code, "\", %zu);\n", pending_count);
	pending_count = 0;
}

static void write_static(char c)
{
	if (pending_count == STATIC_MAX)
		flush_static();
	pending[pending_count++] = c;
}

/* The C that follows comes from this line of the template. */
static void mark_line(const char *p)
{
	flush_static();
	fprintf(code, "#line %d \"%s\"\n", line_of(p), shown_name);
}

/* -- reading --------------------------------------------------------------------------------------------------------- */

static bool is_name_byte(char c)
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

/* The piece from `from` to `to`, trimmed. */
static struct piece between(const char *from, const char *to)
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

/* The next byte at depth 0 for which `stop` holds; end when there is none. */
static const char *scan(const char *p, const char *end, bool (*stop)(const char *p, const char *from))
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

static bool at_brace(const char *p, const char *from)
{
	(void)from;
	return *p == '}';
}

static bool at_comma(const char *p, const char *from)
{
	(void)from;
	return *p == ',';
}

static bool at_colon(const char *p, const char *from)
{
	(void)from;
	return *p == ':';
}

/* A space followed by `name=`, but not by `name==`. */
static bool at_next_arg(const char *p, const char *from)
{
	if (p == from || !isspace((unsigned char)p[-1]) || !is_name_byte(*p))
		return false;
	while (is_name_byte(*p))
		p++;
	return p[0] == '=' && p[1] != '=';
}

/* Takes a name from the front of *x. */
static struct piece take_name(struct piece *x, const char *what)
{
	struct piece name = { x->p, 0 };

	while (name.n < x->n && (is_name_byte(x->p[name.n]) || strchr("-:", x->p[name.n]) != NULL))
		name.n++;
	if (name.n == 0)
		fail(line_of(x->p), "%s is expected", what);
	*x = trim((struct piece){ x->p + name.n, x->n - name.n });
	return name;
}

static struct piece take_literal(struct piece *x)
{
	struct piece literal = { x->p, 0 };

	if (x->n == 0 || x->p[0] != '"')
		fail(line_of(x->p), "a text in quotes is expected");
	literal.n = (size_t)(skip_literal(x->p, x->p + x->n) - x->p);
	*x = trim((struct piece){ x->p + literal.n, x->n - literal.n });
	return literal;
}

static void need_expression(struct piece x, const char *directive)
{
	if (x.n == 0)
		fail(line_of(x.p), "{%s} needs an expression", directive);
}

static void need_text(const char *p, const char *directive)
{
	if (m.now.place != IN_TEXT)
		fail(line_of(p), "{%s} may stand in text only", directive);
	if (markup_inside(&m, "title") || markup_inside(&m, "textarea") || markup_inside(&m, "option"))
		fail(line_of(p), "{%s} may not stand here: <%s> holds no elements", directive,
		     m.open[m.now.depth - 1].name);
}

/* -- values ---------------------------------------------------------------------------------------------------------- */

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

static void put_value(struct piece x)
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
		fprintf(code, "\thtml_url(h, (%.*s));\n", PIECE(x));
	} else {
		fprintf(code, "\thtml_put(h, (%.*s));\n", PIECE(x));
	}
}

/* -- messages -------------------------------------------------------------------------------------------------------- */

struct arg {
	struct piece name, value;
	bool used;
};

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

static void put_message(const char *word, struct piece x)
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

/* -- blocks ---------------------------------------------------------------------------------------------------------- */

static struct block *push_block(enum block_kind kind, int line)
{
	struct block *b = &blocks[block_count];

	if (block_count == BLOCKS_MAX)
		fail(line, "more than %d blocks in each other", BLOCKS_MAX);
	block_count++;
	*b = (struct block){ .kind = kind, .line = line, .start = m.now, .outer_base = m.base };
	m.base = m.now.depth;
	return b;
}

static struct block *top_block(enum block_kind kind, const char *word, int line)
{
	struct block *b = block_count == 0 ? NULL : &blocks[block_count - 1];

	if (b == NULL || b->kind != kind)
		fail(line, "{%s} does not fit: %s", word, b == NULL ? "no block is open" : "another block is open inside");
	return b;
}

static void end_branch(struct block *b)
{
	if (b->has_end)
		markup_merge(&m, b->line, &b->end, &m.now);
	else
		b->end = m.now;
	b->has_end = true;
}

static void put_if(const char *word, struct piece x, const char *at)
{
	struct block *b;

	mark_line(at);
	if (strcmp(word, "if") == 0) {
		need_expression(x, word);
		push_block(BLOCK_IF, line_of(at));
		fprintf(code, "\tif (%.*s) {\n", PIECE(x));
		return;
	}
	b = top_block(BLOCK_IF, word, line_of(at));
	if (b->has_else)
		fail(line_of(at), "{%s} after {else}", word);
	end_branch(b);
	m.now = b->start;
	if (strcmp(word, "elif") == 0) {
		need_expression(x, word);
		fprintf(code, "\t} else if (%.*s) {\n", PIECE(x));
	} else {
		b->has_else = true;
		fputs("\t} else {\n", code);
	}
}

static void put_for(struct piece x, const char *at)
{
	const char *end = x.p + x.n, *colon = scan(x.p, end, at_colon), *comma = NULL, *next;
	struct piece declared, name, rows, count;

	for (const char *p = colon; p < end && (next = scan(p + 1, end, at_comma)) < end; p = next)
		comma = next;
	if (comma == NULL)
		fail(line_of(at), "the form is {for const struct row *r : rows, count}");
	declared = between(x.p, colon);
	rows = between(colon + 1, comma);
	count = between(comma + 1, end);
	for (name = (struct piece){ declared.p + declared.n, 0 }; name.p > declared.p && is_name_byte(name.p[-1]); name.n++)
		name.p--;
	if (name.n == 0 || name.n == declared.n || rows.n == 0 || count.n == 0)
		fail(line_of(at), "the form is {for const struct row *r : rows, count}");
	mark_line(at);
	push_block(BLOCK_FOR, line_of(at));
	fprintf(code, "\t{ %.*s = (%.*s); for (size_t %.*s_i = 0, %.*s_n = (size_t)(%.*s); %.*s_i < %.*s_n; %.*s_i++, %.*s++) {\n",
		PIECE(declared), PIECE(rows), PIECE(name), PIECE(name), PIECE(count), PIECE(name), PIECE(name),
		PIECE(name), PIECE(name));
	if (m.now.place == IN_TEXT) /* what stands before the second round is the end of the first one */
		m.now.space = false;
}

/* name(args) of {template}, {call} and {wrap}. */
static struct piece split_call(struct piece x, struct piece *ret_args, const char *word)
{
	struct piece name = take_name(&x, "a template's name");

	if (x.n < 2 || x.p[0] != '(' || x.p[x.n - 1] != ')')
		fail(line_of(x.p), "the form is {%s name(...)}", word);
	*ret_args = between(x.p + 1, x.p + x.n - 1);
	return name;
}

static void put_call(struct piece call, const char *suffix, const char *word)
{
	struct piece args, name = split_call(call, &args, word);

	mark_line(call.p);
	fprintf(code, "\ttpl_%.*s%s(h%s%.*s);\n", PIECE(name), suffix, args.n == 0 ? "" : ", ", PIECE(args));
	m.now.space = m.now.entity = false;
}

static void put_prototype(FILE *f, const char *suffix, const char *end)
{
	fprintf(f, "void tpl_%.*s%s(struct html *h%s%.*s)%s", PIECE(frame_name), suffix, frame_args.n == 0 ? "" : ", ",
		PIECE(frame_args), end);
}

static void begin_function(const char *suffix, const char *at)
{
	put_prototype(header, suffix, ";\n");
	mark_line(at);
	put_prototype(code, suffix, "\n{\n\t(void)h;\n");
}

static void put_template(struct piece x, const char *at)
{
	const char *end, *content;

	if (block_count > 0)
		fail(line_of(at), "a template inside the template of line %d", blocks[0].line);
	frame_name = split_call(x, &frame_args, "template");
	end = strstr(at, "{/template}");
	content = strstr(at, "{content}");
	m.now = (struct markup_state){ .place = IN_TEXT, .space = true };
	push_block(BLOCK_TEMPLATE, line_of(at));
	blocks[0].has_else = content != NULL && end != NULL && content < end;
	begin_function(blocks[0].has_else ? "_begin" : "", at);
}

static void put_content(const char *at)
{
	struct block *b = top_block(BLOCK_TEMPLATE, "content", line_of(at));

	need_text(at, "content");
	if (b->has_end)
		fail(line_of(at), "{content} stands twice");
	b->has_end = true;
	flush_static();
	fputs("}\n", code);
	begin_function("_end", at);
	m.now.space = true;
}

static void close_block(const char *word, const char *at)
{
	static const char *const words[] = { "template", "if", "for", "wrap" };
	struct block *b;
	int kind = 0;

	while (kind < 4 && strcmp(words[kind], word) != 0)
		kind++;
	if (kind == 4)
		fail(line_of(at), "unknown directive {/%s}", word);
	b = top_block((enum block_kind)kind, word, line_of(at));
	if (b->kind == BLOCK_TEMPLATE) {
		if (m.now.place != IN_TEXT)
			fail(line_of(at), "the template of line %d ends inside a tag", b->line);
		if (m.now.depth > 0)
			fail(line_of(at), "<%s> of line %d is not closed", m.open[m.now.depth - 1].name,
			     m.open[m.now.depth - 1].line);
		if (pending_count > 0 && isspace((unsigned char)pending[pending_count - 1]))
			pending_count--;
		flush_static();
		fputs("}\n\n", code);
	} else if (b->kind == BLOCK_IF) {
		end_branch(b);
		if (!b->has_else)
			markup_merge(&m, b->line, &b->end, &b->start);
		flush_static();
		fputs("\t}\n", code);
		m.now = b->end;
	} else {
		markup_merge(&m, b->line, &m.now, &b->start);
		flush_static();
		if (b->kind == BLOCK_FOR)
			fputs("\t} }\n", code);
		else
			put_call((struct piece){ b->call, b->call_length }, "_end", "wrap");
	}
	m.base = b->outer_base;
	block_count--;
}

/* -- directives ------------------------------------------------------------------------------------------------------ */

static void put_attribute(const char *word, struct piece x, const char *at)
{
	struct piece name;
	char text[NAME_MAX_LENGTH];
	enum attr_kind kind;

	if (m.now.place != IN_TAG)
		fail(line_of(at), "{%s} may stand inside a tag only", word);
	name = take_name(&x, "the name of an attribute");
	need_expression(x, word);
	if (name.n >= sizeof text)
		fail(line_of(at), "the name of the attribute is too long");
	memcpy(text, name.p, name.n);
	text[name.n] = '\0';
	m.line = line_of(at);
	kind = markup_attr_kind(&m, text);
	mark_line(at);
	if (strcmp(word, "bool") == 0) {
		fprintf(code, "\tif (%.*s)\n\t\thtml_raw(h, \" %s\", %zu);\n", PIECE(x), text, name.n + 1);
		return;
	}
	if (kind == ATTR_SRCSET)
		fail(line_of(at), "write srcset=\"...\"");
	if (strcmp(text, "alt") == 0)
		m.now.has_alt = true;
	fprintf(code, "\thtml_attr%s(h, S(\" %s=\\\"\"), (%.*s));\n", kind == ATTR_URL ? "_url" : "", text, PIECE(x));
}

static void put_let(struct piece x, const char *at)
{
	need_expression(x, "let");
	mark_line(at);
	fprintf(code, "\t%.*s;\n", PIECE(x));
}

static void put_include(struct piece x, const char *at)
{
	struct piece file = take_literal(&x);

	if (block_count > 0)
		fail(line_of(at), "{include} stands outside templates");
	fprintf(header, "#include %.*s\n", PIECE(file));
}

/* `word` with the rest of the directive; false when there is no such directive. */
static bool put_directive(const char *word, struct piece x, const char *at)
{
	if (strcmp(word, "include") == 0) {
		put_include(x, at);
		return true;
	}
	if (strcmp(word, "template") == 0) {
		put_template(x, at);
		return true;
	}
	if (block_count == 0)
		fail(line_of(at), "{%s} outside a template", word);
	m.line = line_of(at);
	markup_directive(&m, strcmp(word, "bool") == 0 || strcmp(word, "attr") == 0);
	if (strcmp(word, "if") == 0 || strcmp(word, "elif") == 0 || strcmp(word, "else") == 0) {
		put_if(word, x, at);
	} else if (strcmp(word, "for") == 0) {
		put_for(x, at);
	} else if (strcmp(word, "let") == 0) {
		put_let(x, at);
	} else if (strcmp(word, "t") == 0 || strcmp(word, "tn") == 0 || strcmp(word, "tc") == 0) {
		put_message(word, x);
	} else if (strcmp(word, "bool") == 0 || strcmp(word, "attr") == 0) {
		put_attribute(word, x, at);
	} else if (strcmp(word, "call") == 0) {
		need_text(at, word);
		put_call(x, "", word);
	} else if (strcmp(word, "wrap") == 0) {
		struct block *b;

		need_text(at, word);
		put_call(x, "_begin", word);
		b = push_block(BLOCK_WRAP, line_of(at));
		b->call = x.p;
		b->call_length = x.n;
		m.now.space = true;
	} else if (strcmp(word, "content") == 0) {
		put_content(at);
	} else if (strcmp(word, "html") == 0 || strcmp(word, "jsonld") == 0) {
		need_text(at, word);
		need_expression(x, word);
		mark_line(at);
		fprintf(code, "\thtml_%s(h, (%.*s));\n", word[0] == 'h' ? "safe" : word, PIECE(x));
		m.now.space = m.now.entity = false;
	} else {
		return false;
	}
	return true;
}

/* The directive or expression whose brace stands at p; returns behind it. */
static const char *take_braces(const char *p)
{
	const char *open = p, *close;
	char word[WORD_MAX] = "";
	size_t n = 0;
	bool alone;

	if (p[1] == '#') {
		close = strstr(p, "#}");
		if (close == NULL)
			fail(line_of(p), "the comment is not closed");
		return close + 2;
	}
	p++;
	close = scan(p, source_end, at_brace);
	if (close == source_end)
		fail(line_of(open), "the brace is not closed");
	if (*p == '/') {
		for (p++; p < close && n + 1 < sizeof word; p++)
			word[n++] = *p;
		word[n] = '\0';
		m.line = line_of(open);
		markup_directive(&m, false);
		close_block(word, open);
		return close + 1;
	}
	while (p + n < close && n + 1 < sizeof word && is_name_byte(p[n]))
		n++;
	memcpy(word, p, n);
	alone = p + n == close;
	if (alone ? strcmp(word, "else") == 0 || strcmp(word, "content") == 0
		  : n > 0 && isspace((unsigned char)p[n])) {
		struct piece rest = between(p + n, close);
		char first = rest.n == 0 ? '\0' : rest.p[0];

		if (put_directive(word, rest, open))
			return close + 1;
		if (is_name_byte(first) || first == '"')
			fail(line_of(open), "unknown directive {%s}", word);
	}
	if (block_count == 0)
		fail(line_of(open), "a value outside a template");
	put_value(between(p, close));
	return close + 1;
}

/* -- the whole file -------------------------------------------------------------------------------------------------- */

/* A run of white space in text becomes one byte, or none where it would not be seen. */
static const char *take_space(const char *p)
{
	char c = ' ';

	for (; p < source_end && isspace((unsigned char)*p); p++)
		if (*p == '\n')
			c = '\n';
	if (!m.now.space && block_count > 0)
		write_static(c);
	m.now.space = true;
	m.now.entity = false;
	return p;
}

static const char *take_comment(const char *p)
{
	const char *end = strstr(p, "-->"), *brace = memchr(p, '{', (size_t)(source_end - p));

	if (end == NULL)
		fail(line_of(p), "the comment is not closed");
	if (brace != NULL && brace < end)
		fail(line_of(brace), "a directive in an HTML comment: use {# #}");
	return end + 3;
}

/* One step through the source. */
static const char *take(const char *p)
{
	bool text = m.now.place == IN_TEXT;

	if (text && markup_inside(&m, "script") && strncmp(p, "</script>", 9) != 0)
		fail(line_of(p), "no script in the page: put it into assets/ (JSON-LD: {jsonld ...})");
	if (*p == '{' && p[1] != '{')
		return take_braces(p);
	if (*p == '}' && p[1] != '}')
		fail(line_of(p), "a single } is written }}");
	if (text && isspace((unsigned char)*p) && !markup_keeps_space(&m))
		return take_space(p);
	if (text && strncmp(p, "<!--", 4) == 0)
		return take_comment(p);
	if (block_count == 0)
		fail(line_of(p), "'%c' outside a template", *p);
	m.line = line_of(p);
	markup_feed(&m, *p);
	return p + (*p == '{' || *p == '}' ? 2 : 1);
}

static char *read_file(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	char *text = NULL;
	size_t n = 0, size = 0;

	if (f == NULL) {
		fprintf(stderr, "tplc: cannot read %s\n", path);
		exit(2);
	}
	for (;;) {
		if (size - n < 4096) {
			size = size * 2 + 8192;
			text = realloc(text, size);
			if (text == NULL)
				exit(2);
		}
		size_t got = fread(text + n, 1, size - n - 1, f);

		if (got == 0)
			break;
		n += got;
	}
	fclose(f);
	text[n] = '\0';
	*ret_n = n;
	return text;
}

/* "src/..." of a path, so that neither messages nor the binary carry the place of the checkout. */
static const char *short_name(const char *path)
{
	const char *found = path;

	for (const char *p = path; (p = strstr(p, "/src/")) != NULL; p++)
		found = p + 1;
	return found;
}

static void write_file(const char *path, const char *text, size_t n)
{
	FILE *out = fopen(path, "wb");

	if (out == NULL || fwrite(text, 1, n, out) != n || fclose(out) != 0) {
		fprintf(stderr, "tplc: cannot write %s\n", path);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	char *code_text, *header_text, *text;
	size_t code_n, header_n, n;
	const char *base;

	if (argc != 4) {
		fprintf(stderr, "usage: tplc IN.tpl OUT.c OUT.h\n");
		return 2;
	}
	shown_name = short_name(argv[1]);
	source = text = read_file(argv[1], &n);
	source_end = source + n;
	code = open_memstream(&code_text, &code_n);
	header = open_memstream(&header_text, &header_n);
	if (code == NULL || header == NULL)
		return 2;
	base = strrchr(argv[3], '/') == NULL ? argv[3] : strrchr(argv[3], '/') + 1;
	fprintf(header, "/* Made by tools/tplc of %s. */\n#pragma once\n#include \"out/html.h\"\n", shown_name);
	fprintf(code, "/* Made by tools/tplc of %s. */\n#include \"%s\"\n\n"
		"/* Both halves of a frame take all its arguments. */\n"
		"#pragma GCC diagnostic ignored \"-Wunused-parameter\"\n\n", shown_name, base);
	m.write = write_static;
	m.fail = fail;
	m.now = (struct markup_state){ .place = IN_TEXT, .space = true };
	for (const char *p = source; p < source_end;)
		p = take(p);
	if (block_count > 0)
		fail(line_of(source_end), "the block of line %d is not closed", blocks[block_count - 1].line);
	fclose(code);
	fclose(header);
	write_file(argv[2], code_text, code_n);
	write_file(argv[3], header_text, header_n);
	free(code_text);
	free(header_text);
	free(text);
	return 0;
}
