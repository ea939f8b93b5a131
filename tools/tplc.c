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
#include <stdlib.h>
#include <string.h>

#include "tplc/compiler.h"

enum { BLOCKS_MAX = 50, WORD_MAX = 32 };

enum block_kind { BLOCK_TEMPLATE, BLOCK_IF, BLOCK_FOR, BLOCK_WRAP };

struct block {
	enum block_kind kind;
	int line, outer_base;
	struct markup_state start, end;
	bool has_end, has_else;
	const char *call; /* wrap: name(args) */
	size_t call_length;
};

static struct block blocks[BLOCKS_MAX];
static int block_count;
static struct piece frame_args; /* of the template being compiled, for {content} */
static struct piece frame_name;

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
		trim_static();
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

static bool at_brace(const char *p, const char *from)
{
	(void)from;
	return *p == '}';
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
