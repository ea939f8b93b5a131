/* tplc: what a template may say and how it comes out (golden), and what is refused with which line. */
#include "harness.h"

#include "tool_run.h"

#include "base/buf.h"
#include "tplc_sample.tpl.h"

enum { OUTPUT_MAX = 1 << 16 };

/* -- golden ---------------------------------------------------------------------------------------------------------- */

static const struct sample_row rows[] = { { S_INIT("A & B"), "k/1", 1 }, { S_INIT("Äiti"), "k2", 20 } };

static struct sample hostile(void)
{
	return (struct sample){ .title = S("<b>\"T\"</b>"), .tooltip = S("a' onclick='x"), .old_value = S("\">"),
				.url = url_check(S("https://x.example/?a=1&b='")), .rows = rows, .n = 2, .must = true,
				.page = 7 };
}

static str render(struct arena *a, enum lang l, void (*page)(struct html *, const struct sample *), struct sample *v)
{
	struct buf *b = NEW(a, struct buf);
	struct html h;

	buf_init(b, a, OUTPUT_MAX);
	html_init(&h, b, l);
	v->body = markdown_html(a, S("*x*"));
	page(&h, v);
	assert_true(buf_ok(b));
	return buf_done(b);
}

static void test_list_is_escaped_by_place(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct sample v = hostile();

	(void)state;
	assert_str(render(a, LANG_EN, tpl_sample_list, &v),
		   "<ul>\n<li class=\"first\">A &amp; B: 1 seat\n<a href=\"/en/events/k%2F1?q=A%20%26%20B&amp;n=0\">2</a>\n</li>\n"
		   "<li>Äiti: 20 seats\n<a href=\"/en/events/k2?q=%C3%84iti&amp;n=1\">2</a>\n</li></ul>");
	arena_free(a);
}

static void test_page_in_a_frame(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct sample v = hostile();

	(void)state;
	v.url = url_check(S("https://x.example/a&b"));
	v.n = 0;
	assert_str(render(a, LANG_FI, tpl_sample_page, &v),
		   "<!DOCTYPE html><html lang=\"fi\"><head><title>&lt;b&gt;&#34;T&#34;&lt;/b&gt; – talkoot</title>"
		   "<script src=\"/assets/app.js\" defer></script></head><body><main>"
		   "<h1 title=\"a&#39; onclick=&#39;x\">&lt;b&gt;&#34;T&#34;&lt;/b&gt;</h1><p>0</p>"
		   "<p data-n='0' aria-label=\"Ilmoittaudu\">Read the <a href=\"https://x.example/a&amp;b\">notice</a> of "
		   "&lt;b&gt;&#34;T&#34;&lt;/b&gt;, &#34;please&#34;.</p><p>Sulje</p>"
		   "<input name=\"x\" required value=\"&#34;&gt;\">\n"
		   "<a href=\"https://x.example/a&amp;b?page=7\" title=\"a&#39; onclick=&#39;x\">→</a>\n"
		   "<img src=\"https://x.example/a&amp;b\" alt=\"\">\n<pre>\n  1\n</pre>\n"
		   "<p><em>x</em></p>\n<ul></ul>\n<script type=\"application/ld+json\">"
		   "\\u003cb\\u003e\"T\"\\u003c/b\\u003e</script>\n</main></body></html>");
	v = hostile();
	assert_true(str_find_str(render(a, LANG_FI, tpl_sample_page, &v), S("<p>{2}</p>")) < OUTPUT_MAX);
	v.must = false;
	v.old_value = v.tooltip = str_null;
	assert_int_equal(str_find_str(render(a, LANG_FI, tpl_sample_page, &v), S("required")),
			 render(a, LANG_FI, tpl_sample_page, &v).n);
	arena_free(a);
}

/* -- refused --------------------------------------------------------------------------------------------------------- */

/* Compiles the template; 0 when tplc takes it. */
static int compile(const char *text, char *output, size_t size)
{
	tool_write("x.tpl", text);
	return tool_run(output, size, "cd %s && %s/tools/tplc x.tpl x.tpl.c x.tpl.h 2>&1", tool_folder, TALKOOT_BINARY_DIR);
}

/* The body of {template x(str s, int n)} (its first line is line 1), and the message that must come. */
static const struct {
	const char *body, *message;
} refused[] = {
	{ "<script>{s}</script>", ":1: error: no script in the page" },
	{ "<script>alert(1)</script>", ":1: error: no script in the page" },
	{ "<style>\np{{}}</style>", ":1: error: <style> is refused" },
	{ "<!-- {s} -->", ":1: error: a directive in an HTML comment" },
	{ "<!-- ", ":1: error: the comment is not closed" },
	{ "<p>\n<b class={s}></b></p>", ":2: error: the value of class= must stand in quotes" },
	{ "<p id=x></p>", ":1: error: the value of id= must stand in quotes" },
	{ "<{s}>", ":1: error: a value may not stand in a tag" },
	{ "<p {s}></p>", ":1: error: a value may not stand in a tag" },
	{ "<p data-{s}=\"1\"></p>", ":1: error: a value may not stand in a tag" },
	{ "<p style=\"color:red\"></p>", ":1: error: style= is refused" },
	{ "<p STYLE=\"color:red\"></p>", ":1: error: style= is refused" },
	{ "<p onclick=\"x()\"></p>", ":1: error: onclick= is refused" },
	{ "<p hx-on:click=\"x()\"></p>", ":1: error: hx-on:click= is refused" },
	{ "<p{attr onclick s}></p>", ":1: error: onclick= is refused" },
	{ "<p{bool onload n}></p>", ":1: error: onload= is refused" },
	{ "<iframe srcdoc=\"{s}\"></iframe>", ":1: error: srcdoc= is refused" },
	{ "<a href=\"https://x.example/{s}\"></a>", ":1: error: an address is one struct safe_url" },
	{ "<a href=\"x{s}\"></a>", ":1: error: an address is one struct safe_url" },
	{ "<a href=\"//{s}\"></a>", ":1: error: \"//\" begins an address" },
	{ "<a href=\"{s}/x\"></a>", ":1: error: after a whole address" },
	{ "<a href=\"{s}{s}\"></a>", ":1: error: an address is one struct safe_url" },
	{ "<a href=\"JavaScript:x\"></a>", ":1: error: javascript: addresses are refused" },
	{ "<a href=\"/{t \"x\"}\"></a>", ":1: error: {t} may stand in text and in quoted values" },
	{ "<img src=\"/x\">", ":1: error: <img> needs alt" },
	{ "<p>words</p>", ":1: error: words must be translated" },
	{ "<p>\xc3\xa4</p>", ":1: error: words must be translated" },
	{ "<p title=\"words\"></p>", ":1: error: words in title= must be translated" },
	{ "<p>\n", ":2: error: <p> of line 1 is not closed" },
	{ "</p>", ":1: error: </p> closes nothing" },
	{ "<p><b></p></b>", ":1: error: </p> stands where <b> of line 1" },
	{ "<div/>", ":1: error: <div/> does not close" },
	{ "<p>1 < 2</p>", ":1: error: a single < is written" },
	{ "<p>}</p>", ":1: error: a single } is written" },
	{ "<p>{s</p>", ": error: " },
	{ "{if n}<p>{/if}", ":1: error: the ways through the block of line 1" },
	{ "{if n}<p>{else}<b>{/if}</p>", ":1: error: </p> stands where" },
	{ "<p>{if n}</p>{/if}", ":1: error: </p> closes an element that was opened outside" },
	{ "<p {if n}>{/if}</p>", ":1: error: the ways through the block" },
	{ "<p class=\"{if n}\"{/if}></p>", ":1: error: the ways through the block" },
	{ "<a href=\"{if n}/{/if}{s}\"></a>", ":1: error: the ways through the block" },
	{ "{if n}", ": error: {template} does not fit: another block is open" },
	{ "{/if}", ":1: error: {if} does not fit" },
	{ "{if n}{else}{else}{/if}", ":1: error: {else} after {else}" },
	{ "{for int *x : s}{/for}", ":1: error: the form is {for" },
	{ "{wrap y()}<p>{/wrap}</p>", ":1: error: the ways through the block" },
	{ "{t \"Hi {name}\"}", ":1: error: no argument for {name}" },
	{ "{t \"Hi\" name=s}", ":1: error: the message has no {name}" },
	{ "{tn \"{x} seat\" \"{x} seats\" x=n}", ":1: error: {tn} needs the argument n" },
	{ "<p title=\"{t \"{a}x{/a}\" a=s}\"></p>", ":1: error: a link may not stand in an attribute" },
	{ "{t s}", ":1: error: a text in quotes is expected" },
	{ "{foo bar}", ":1: error: unknown directive {foo}" },
	{ "{/foo}", ":1: error: unknown directive {/foo}" },
	{ "<p{html s}></p>", ":1: error: {html} may stand in text only" },
	{ "<textarea>{html s}</textarea>", ":1: error: {html} may not stand here" },
	{ "<p>{bool x n}</p>", ":1: error: {bool} may stand inside a tag only" },
	{ "{template y()}{/template}", ":1: error: a template inside the template" },
};

static void test_refused_templates_name_the_line(void **state)
{
	char text[1024], output[2048];

	(void)state;
	tool_folder_make();
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		snprintf(text, sizeof text, "{template x(str s, int n)}%s{/template}", refused[i].body);
		if (compile(text, output, sizeof output) != 1 || strstr(output, refused[i].message) == NULL)
			fail_msg("%s: got \"%s\", want \"%s\"", refused[i].body, output, refused[i].message);
	}
	assert_int_equal(compile("words", output, sizeof output), 1);
	assert_int_equal(compile("{template x()}", output, sizeof output), 1);
	tool_folder_remove();
}

/* What only the C compiler can see: the type of a value. The first must compile, so that the others prove something. */
static const struct {
	const char *body;
	bool fine;
} typed[] = {
	{ "<a href=\"{u}\" title=\"{s}\">{s}{n}{c}</a>{html m}", true },
	{ "<p>{m}</p>", false },
	{ "<p>{u}</p>", false },
	{ "<p>{b}</p>", false },
	{ "<p>{&n}</p>", false },
	{ "{html s}", false },
	{ "{html c}", false },
	{ "<a href=\"{s}\"></a>", false },
	{ "<a href=\"{c}\"></a>", false },
	{ "<a {attr href s}></a>", false },
	{ "<img alt=\"\" srcset=\"{s} 2x\">", false },
	{ "<img alt=\"\" srcset=\"{u} {n}w\">", true },
	{ "<form action=\"{s}\"></form>", false },
	{ "<p hx-get=\"{s}\"></p>", false },
	{ "<p class=\"{m}\"></p>", false },
	{ "<a href=\"/x/{u}\"></a>", false },
};

static void test_types_decide(void **state)
{
	char text[1024], output[4096];

	(void)state;
	tool_folder_make();
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		snprintf(text, sizeof text,
			 "{template x(str s, int n, const char *c, bool b, struct safe_url u, struct safe_html m)}\n%s{/template}",
			 typed[i].body);
		if (compile(text, output, sizeof output) != 0)
			fail_msg("%s: %s", typed[i].body, output);
		if ((tool_run(output, sizeof output, "%s -std=c17 -fsyntax-only -Werror -I%s/src %s/x.tpl.c 2>&1", TALKOOT_CC,
			      TALKOOT_SOURCE_DIR, tool_folder) == 0) != typed[i].fine)
			fail_msg("%s: %s", typed[i].body, output);
		if (!typed[i].fine && strstr(output, "x.tpl:2:") == NULL)
			fail_msg("%s: the error does not name the template's line: %s", typed[i].body, output);
	}
	tool_folder_remove();
}

TEST_MAIN(cmocka_unit_test(test_list_is_escaped_by_place), cmocka_unit_test(test_page_in_a_frame),
	  cmocka_unit_test(test_refused_templates_name_the_line), cmocka_unit_test(test_types_decide))
