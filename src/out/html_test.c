/* The HTML writer: what escapes, what an address may be, what Markdown may do. */
#include "harness.h"

#include "out/html.h"

static struct arena *a;
static struct buf b;
static struct html h;

static int begin(void **state)
{
	(void)state;
	a = arena_new(1 << 22);
	buf_init(&b, a, 1 << 20);
	html_init(&h, &b, LANG_EN);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void test_values_by_type(void **state)
{
	char text[] = "<c>";

	(void)state;
	html_put(&h, S("<a href='x'>\"&amp;"));
	html_put(&h, text);
	html_put(&h, "\"");
	html_put(&h, INT64_MIN);
	html_put(&h, UINT64_MAX);
	html_put(&h, (short)-7);
	html_put(&h, str_null);
	html_put(&h, (const char *)NULL);
	assert_str(buf_done(&b), "&lt;a href=&#39;x&#39;&gt;&#34;&amp;amp;&lt;c&gt;&#34;-9223372036854775808"
				 "18446744073709551615-7");
}

/* A step of a random walk that needs no library (xorshift); the same bytes each run. */
static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void test_hostile_bytes_never_come_through(void **state)
{
	static const char alphabet[] = "<>\"'&;#x3c=/ {}!-a\\`\xc3\xa4\x80\xff\x01\n";
	uint64_t seed = 88172645463325252u;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char bytes[40], back[80];
		size_t n = next_random(&seed) % sizeof bytes, m = 0;
		str out;

		for (size_t i = 0; i < n; i++)
			bytes[i] = alphabet[next_random(&seed) % (sizeof alphabet - 1)];
		b.n = 0;
		html_str(&h, str_make(bytes, n));
		out = buf_done(&b);
		/* Nothing dangerous stands in it, each & begins one of our five, and undone it is the input again. */
		for (size_t i = 0; i < out.n; i++) {
			static const struct { const char *escape; char c; } undo[] = {
				{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&#34;", '"' }, { "&#39;", '\'' } };
			size_t e = 0;

			assert_null(strchr("<>\"'", out.p[i] == '\0' ? 'x' : out.p[i]));
			if (out.p[i] != '&') {
				back[m++] = out.p[i];
				continue;
			}
			while (e < 5 && !str_starts(str_sub(out, i, out.n), str_from(undo[e].escape)))
				e++;
			assert_true(e < 5);
			back[m++] = undo[e].c;
			i += strlen(undo[e].escape) - 1;
		}
		assert_int_equal(m, n);
		assert_memory_equal(back, bytes, n);
		b.n = 0;
		html_part(&h, str_make(bytes, n));
		out = buf_done(&b);
		for (size_t i = 0; i < out.n; i++)
			assert_non_null(strchr("%0123456789ABCDEFacx-~_.", out.p[i]));
	}
}

static void test_addresses(void **state)
{
	static const char *const good[] = { "https://yritys.example/a?b=c&d#e", "HTTP://x", "mailto:a@b.example", "tel:+358401",
					    "/", "/fi/events", "?page=2", "#top", "https://ä.example/ö" };
	static const char *const bad[] = { "javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "java\nscript:x", "data:text/html,x",
					   "//evil.example", "/\\evil.example", "\\\\evil", "http:evil", "http://", "https:///x", "ftp://x",
					   "mailto:", "www.yritys.example", "", "x", "https://x y", "https://x\"", "/a\tb", "vbscript:x",
					   "https\t://x", "http:/x", ":x" };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_str(url_check(str_from(good[i])).s, good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!str_eq(url_check(str_from(bad[i])).s, S("#")))
			fail_msg("%s is taken for an address", bad[i]);
	assert_str(url_local(S("/fi/events?x=1")).s, "/fi/events?x=1");
	assert_str(url_local(S("https://x.example/")).s, "#");
	assert_str(url_local(S("//x.example/")).s, "#");
	assert_true(str_is_null(url_check(str_null).s));
	html_first(&h, S(""));
	html_attr_url(&h, S(" href=\""), url_check(str_null));
	html_attr(&h, S(" x=\""), (int64_t)-1);
	html_attr(&h, S(" y=\""), str_null);
	html_attr(&h, S(" z=\""), S("\""));
	assert_str(buf_done(&b), "_ x=\"-1\" z=\"&#34;\"");
}

static void test_messages(void **state)
{
	const struct html_arg args[] = { html_arg("a", url_check(S("/x?a&b"))), html_arg("who", S("<i>{a}")),
					 html_arg("n", 5u) };

	(void)state;
	html_t(&h, "{n} <b> {a}see{/a} {who} {other}", args, 3);
	assert_str(buf_done(&b), "5 &lt;b&gt; <a href=\"/x?a&amp;b\">see</a> &lt;i&gt;{a} ");
	b.n = 0;
	html_t(&h, "at {a}", args, 3);
	assert_str(buf_done(&b), "at /x?a&amp;b");
	b.n = 0;
	html_tn(&h, "{n} seat", "{n} seats", 1, (const struct html_arg[]){ html_arg("n", 1) }, 1);
	html_tc(&h, "verb", "Close", NULL, 0);
	assert_str(buf_done(&b), "1 seatClose");
}

static void test_jsonld_cannot_end_the_script(void **state)
{
	(void)state;
	html_jsonld(&h, S("{\"a\":\"</script><!--&\"}"));
	assert_str(buf_done(&b), "<script type=\"application/ld+json\">{\"a\":\"\\u003c/script\\u003e\\u003c!--\\u0026\"}</script>");
}

static const struct {
	const char *markdown, *html;
} texts[] = {
	{ "", "" },
	{ "# Hei\n\n###### Kuusi", "<h2>Hei</h2>\n<h6>Kuusi</h6>" },
	{ "*a* **b** `<c>`", "<p><em>a</em> <strong>b</strong> <code>&lt;c&gt;</code></p>" },
	{ "[x](https://a.example/?b&c)", "<p><a href=\"https://a.example/?b&amp;c\" rel=\"noopener nofollow\">x</a></p>" },
	{ "[*x*](javascript:alert(1))", "<p><a href=\"#\" rel=\"noopener nofollow\"><em>x</em></a></p>" },
	{ "[x](<//evil.example>)", "<p><a href=\"#\" rel=\"noopener nofollow\">x</a></p>" },
	{ "<https://a.example>", "<p><a href=\"https://a.example\" rel=\"noopener nofollow\">https://a.example</a></p>" },
	{ "a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>" },
	{ "<script>\nx\n</script>", "<p>&lt;script&gt;\nx\n&lt;/script&gt;\n</p>" },
	{ "![teksti](https://a.example/x.png)", "<p>teksti</p>" },
	{ "[![t](x)](/y)", "<p><a href=\"/y\" rel=\"noopener nofollow\">t</a></p>" },
};

static void test_markdown(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_str(markdown_html(a, str_from(texts[i].markdown)).s, texts[i].html);
}

static void test_markdown_has_limits(void **state)
{
	static const char *const pieces[] = { "> ", "[", "*a _", "![", "<!--", "`a``", "[a](", "- ", "&#" };
	char *text = arena_alloc(a, 100000);

	(void)state;
	memset(text, 'a', 100000);
	assert_int_equal(markdown_html(a, str_make(text, 100000)).s.n, 64 * 1024 + strlen("<p></p>"));
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		size_t n = strlen(pieces[i]);
		str out;

		for (size_t at = 0; at + n <= 20000; at += n)
			memcpy(text + at, pieces[i], n);
		out = markdown_html(a, str_make(text, 20000 / n * n)).s;
		assert_int_equal(str_find_str(out, S("<!--")), out.n);
		arena_reset(a);
		text = arena_alloc(a, 100000);
	}
	buf_init(&b, a, 1 << 20);
}

static enum err write_markdown(void *arg)
{
	markdown_html(arg, S("[x](/a) *b* <i> [y](/c)"));
	return OK;
}

static void test_markdown_without_memory_leaks_nothing(void **state)
{
	enum err e = ERR_MEMORY;

	(void)state;
	for (size_t nth = 1; e == ERR_MEMORY; nth++) {
		arena_fail_at(a, nth);
		e = arena_run(a, write_markdown, a);
		arena_fail_at(a, 0);
	}
	assert_ok(e);
}

#define IN_ARENA(test) cmocka_unit_test_setup_teardown(test, begin, end)

TEST_MAIN(IN_ARENA(test_values_by_type), IN_ARENA(test_hostile_bytes_never_come_through), IN_ARENA(test_addresses),
	  IN_ARENA(test_messages), IN_ARENA(test_jsonld_cannot_end_the_script), IN_ARENA(test_markdown),
	  IN_ARENA(test_markdown_has_limits), IN_ARENA(test_markdown_without_memory_leaks_nothing))
