/* HTML writer: see the header. Escapers copy whole runs of harmless bytes at once. */
#include "out/html.h"

#include "base/encode.h"

/* What a byte must become in text and quoted attributes; the harmless ones are empty. */
static const str escapes[256] = {
	['&'] = S_INIT("&amp;"), ['<'] = S_INIT("&lt;"),   ['>'] = S_INIT("&gt;"),
	['"'] = S_INIT("&#34;"), ['\''] = S_INIT("&#39;"),
};

/* The bytes of escapes[] again, small enough to stay in the first cache. */
static const bool special[256] = { ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true };

void html_init(struct html *h, struct buf *b, enum lang lang)
{
	*h = (struct html){ .b = b, .lang = lang };
}

struct safe_html html_done(struct html *h)
{
	return (struct safe_html){ buf_done(h->b) };
}

/* May one of eight bytes be special? A yes may be wrong, a no is not: & ~0x05 makes " & ' (and #) equal to 0x22, & ~0x02 makes
 * < > equal to 0x3c; then the usual test for a zero byte in a word (Anderson, "Bit Twiddling Hacks"). */
static bool may_be_special(const char *p)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t word, quotes, angles;

	memcpy(&word, p, sizeof word);
	quotes = (word & ~(ones * 0x05)) ^ ones * 0x22;
	angles = (word & ~(ones * 0x02)) ^ ones * 0x3c;
	return (((quotes - ones) & ~quotes) | ((angles - ones) & ~angles)) & ones * 0x80;
}

void html_str(struct html *h, str s)
{
	size_t run = 0, i = 0;

	while (i < s.n) {
		size_t stop;

		if (s.n - i >= 8 && !may_be_special(s.p + i)) {
			i += 8;
			continue;
		}
		for (stop = s.n - i >= 8 ? i + 8 : s.n; i < stop; i++) {
			unsigned char c = (unsigned char)s.p[i];

			if (!special[c])
				continue;
			buf_add(h->b, s.p + run, i - run);
			buf_str(h->b, escapes[c]);
			run = i + 1;
		}
	}
	if (run < s.n)
		buf_add(h->b, s.p + run, s.n - run);
}

void html_cstr(struct html *h, const char *s)
{
	html_str(h, str_from(s));
}

void html_int(struct html *h, int64_t v)
{
	buf_int(h->b, v);
}

void html_uint(struct html *h, uint64_t v)
{
	if (v > INT64_MAX) {
		buf_int(h->b, (int64_t)(v / 10));
		v %= 10;
	}
	buf_int(h->b, (int64_t)v);
}

/* -- addresses ------------------------------------------------------------------------------------------------------- */

void html_part_str(struct html *h, str s)
{
	buf_url(h->b, s);
}

void html_part_cstr(struct html *h, const char *s)
{
	buf_url(h->b, str_from(s));
}

void html_part_int(struct html *h, int64_t v)
{
	buf_int(h->b, v);
}

void html_part_uint(struct html *h, uint64_t v)
{
	html_uint(h, v);
}

void html_first_str(struct html *h, str s)
{
	buf_url(h->b, str_empty(s) ? S("_") : s);
}

void html_first_cstr(struct html *h, const char *s)
{
	html_first_str(h, str_from(s));
}

void html_first_int(struct html *h, int64_t v)
{
	buf_int(h->b, v);
}

void html_first_uint(struct html *h, uint64_t v)
{
	html_uint(h, v);
}

static bool has_harmful_byte(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c <= ' ' || c == 0x7f || c == '\\' || c == '"' || c == '<' || c == '>' || c == '`' || c == '\'')
			return true;
	}
	return false;
}

static bool is_local(str s)
{
	if (s.n == 0 || has_harmful_byte(s))
		return false;
	return s.p[0] == '?' || s.p[0] == '#' || (s.p[0] == '/' && !str_starts(s, S("//")));
}

struct safe_url url_local(str address)
{
	if (str_is_null(address) || is_local(address))
		return (struct safe_url){ address };
	return (struct safe_url){ S("#") };
}

struct safe_url url_check(str address)
{
	static const str schemes[] = { S_INIT("https"), S_INIT("http"), S_INIT("mailto"), S_INIT("tel") };
	size_t colon = str_find(address, ':');
	str rest = str_sub(address, colon + 1, address.n);

	if (colon < address.n && !has_harmful_byte(address)) {
		for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
			if (!str_eq_nocase(str_sub(address, 0, colon), schemes[i]))
				continue;
			if (i >= 2 && rest.n > 0)
				return (struct safe_url){ address };
			if (str_starts(rest, S("//")) && rest.n > 2 && rest.p[2] != '/')
				return (struct safe_url){ address };
		}
	}
	return url_local(address);
}

void html_url(struct html *h, struct safe_url url)
{
	html_str(h, url.s);
}

/* -- attributes ------------------------------------------------------------------------------------------------------ */

void html_attr_str(struct html *h, str start, str value)
{
	if (str_is_null(value))
		return;
	buf_str(h->b, start);
	html_str(h, value);
	buf_char(h->b, '"');
}

void html_attr_cstr(struct html *h, str start, const char *value)
{
	html_attr_str(h, start, str_from(value));
}

void html_attr_int(struct html *h, str start, int64_t value)
{
	buf_str(h->b, start);
	buf_int(h->b, value);
	buf_char(h->b, '"');
}

void html_attr_uint(struct html *h, str start, uint64_t value)
{
	buf_str(h->b, start);
	html_uint(h, value);
	buf_char(h->b, '"');
}

void html_attr_url(struct html *h, str start, struct safe_url value)
{
	html_attr_str(h, start, value.s);
}

void html_jsonld(struct html *h, str json)
{
	size_t run = 0;

	buf_lit(h->b, "<script type=\"application/ld+json\">");
	for (size_t i = 0; i < json.n; i++) {
		char c = json.p[i];

		if (c != '<' && c != '>' && c != '&')
			continue;
		buf_add(h->b, json.p + run, i - run);
		buf_str(h->b, c == '<' ? S("\\u003c") : c == '>' ? S("\\u003e") : S("\\u0026"));
		run = i + 1;
	}
	buf_str(h->b, str_sub(json, run, json.n));
	buf_lit(h->b, "</script>");
}

/* -- messages -------------------------------------------------------------------------------------------------------- */

struct html_arg html_arg_str(const char *name, str v)
{
	return (struct html_arg){ .name = name, .kind = HTML_ARG_STR, .s = v };
}

struct html_arg html_arg_cstr(const char *name, const char *v)
{
	return html_arg_str(name, str_from(v));
}

struct html_arg html_arg_int(const char *name, int64_t v)
{
	return (struct html_arg){ .name = name, .kind = HTML_ARG_INT, .number = (uint64_t)v };
}

struct html_arg html_arg_uint(const char *name, uint64_t v)
{
	return (struct html_arg){ .name = name, .kind = HTML_ARG_UINT, .number = v };
}

struct html_arg html_arg_url(const char *name, struct safe_url v)
{
	return (struct html_arg){ .name = name, .kind = HTML_ARG_URL, .s = v.s };
}

/* {name} or {/name} of a message. `rest` is the message behind it. */
static void write_arg(struct html *h, const struct html_arg *arg, bool closing, str rest)
{
	switch (arg->kind) {
	case HTML_ARG_STR:
		html_str(h, arg->s);
		break;
	case HTML_ARG_INT:
		html_int(h, (int64_t)arg->number);
		break;
	case HTML_ARG_UINT:
		html_uint(h, arg->number);
		break;
	case HTML_ARG_URL:
		if (closing) {
			buf_lit(h->b, "</a>");
		} else if (str_find_str(rest, S("{/")) < rest.n) {
			buf_lit(h->b, "<a href=\"");
			html_str(h, arg->s);
			buf_lit(h->b, "\">");
		} else {
			html_str(h, arg->s);
		}
		break;
	}
}

static void write_message(struct html *h, str text, const struct html_arg *args, size_t n)
{
	str rest = text;

	if (n == 0) {
		html_str(h, text);
		return;
	}
	while (!str_is_null(rest)) {
		str name, bare;
		bool closing;
		size_t i = 0;

		html_str(h, tr_next(&rest, &name));
		closing = str_starts(name, S("/"));
		bare = closing ? str_sub(name, 1, name.n) : name;
		while (i < n && !str_eq_c(bare, args[i].name))
			i++;
		if (i < n && !str_is_null(name))
			write_arg(h, &args[i], closing, rest);
	}
}

void html_t(struct html *h, const char *msgid, const struct html_arg *args, size_t n)
{
	write_message(h, tr(h->lang, msgid), args, n);
}

void html_tn(struct html *h, const char *one, const char *many, int64_t count, const struct html_arg *args, size_t n)
{
	write_message(h, trn(h->lang, one, many, count), args, n);
}

void html_tc(struct html *h, const char *context, const char *msgid, const struct html_arg *args, size_t n)
{
	write_message(h, trc(h->lang, context, msgid), args, n);
}
