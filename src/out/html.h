/* HTML written into a buffer: what the code made by tools/tplc calls, and the two types by which text counts as safe.
 *
 * Invariants:
 *   - Whatever is a str, a C string or a number is escaped. Markup goes out only as struct safe_html, an address in href,
 *     src and the like only as struct safe_url. Only this layer makes values of these two types (html_done, markdown_html,
 *     url_check, url_local): nobody else writes their `.s`.
 *   - All text between the tags of a template comes from tr, so a page has one language: h->lang.
 *   - Going over the buffer's maximum is seen by buf_ok(h->b), once, at the end.
 *
 * Functions whose names begin with html_ and that stand below "for generated code" are called by templates only. */
#ifndef TALKOOT_OUT_HTML_H
#define TALKOOT_OUT_HTML_H

#include "base/buf.h"
#include "text/tr.h"

struct html {
	struct buf *b;
	enum lang lang;
	void *page; /* what the page frame shows (name of the instance, who is signed in); belongs to web */
};

/* Markup that may go out as it is. */
struct safe_html {
	str s;
};

/* An address that may stand in href, src, action: not escaped yet. */
struct safe_url {
	str s;
};

/* h writes into b. */
void html_init(struct html *h, struct buf *b, enum lang lang);

/* What h has written, as markup to be put into another page: for parts that are written in C or kept. */
struct safe_html html_done(struct html *h);

/* -- addresses ------------------------------------------------------------------------------------------------------- */

/* An address that people entered. Allowed: http(s) with a host, mailto, tel, a local path, "?..." and "#...", without white
 * space, control characters, quotes, angle brackets and backslashes. Anything else becomes "#". null stays null: the
 * attribute is then left out. No allocation. */
struct safe_url url_check(str address);

/* The same, but only a path of this site: "/..." (not "//..."), "?..." or "#...". For next= and the like. */
struct safe_url url_local(str address);

/* -- Markdown -------------------------------------------------------------------------------------------------------- */

/* CommonMark as markup, safe whoever wrote it: raw HTML is shown as text, dangerous addresses become "#", headings move
 * down one level (the page keeps its one h1), pictures become their alternative text, links get
 * rel="noopener nofollow". Limit: the first 64 KB are read.
 * Cost: about 20 us per KB; keep the result when a page shows the same text often. */
struct safe_html markdown_html(struct arena *a, str markdown);

/* -- for generated code ---------------------------------------------------------------------------------------------- */

static inline void html_raw(struct html *h, const char *p, size_t n) { buf_add(h->b, p, n); }

/* Escaped for text and quoted attributes: & < > " ' */
void html_str(struct html *h, str s);
void html_cstr(struct html *h, const char *s);
void html_int(struct html *h, int64_t v);
void html_uint(struct html *h, uint64_t v);

/* A value by its C type. There is no entry for bool (write {if}), for pointers and for doubles (format them in C). */
#define HTML_BY_TYPE(v, name)                                                                                  \
	_Generic((v), str: name##_str, char *: name##_cstr, const char *: name##_cstr, short: name##_int,      \
		 int: name##_int, long: name##_int, long long: name##_int, unsigned short: name##_uint,        \
		 unsigned: name##_uint, unsigned long: name##_uint, unsigned long long: name##_uint)
#define html_put(h, v) HTML_BY_TYPE(v, html)((h), (v))

/* A part of an address: percent-encoded. */
void html_part_str(struct html *h, str s);
void html_part_cstr(struct html *h, const char *s);
void html_part_int(struct html *h, int64_t v);
void html_part_uint(struct html *h, uint64_t v);
#define html_part(h, v) HTML_BY_TYPE(v, html_part)((h), (v))
/* The part behind the first slash: "_" when it is empty, since "//x" would be another host. */
void html_first_str(struct html *h, str s);
void html_first_cstr(struct html *h, const char *s);
void html_first_int(struct html *h, int64_t v);
void html_first_uint(struct html *h, uint64_t v);
#define html_first(h, v) HTML_BY_TYPE(v, html_first)((h), (v))

/* A whole address, escaped. */
void html_url(struct html *h, struct safe_url url);
/* A part of srcset: an address, or the number of a width. */
#define html_srcset(h, v) \
	_Generic((v), struct safe_url: html_url, int: html_int, long: html_int, long long: html_int)((h), (v))
static inline void html_safe(struct html *h, struct safe_html s) { buf_str(h->b, s.s); }
/* <script type="application/ld+json">json</script>; json is not trusted: & < > are written as \u00xx. */
void html_jsonld(struct html *h, str json);

/* ` name="value"` unless the value is null. `start` is ` name="`. */
void html_attr_str(struct html *h, str start, str value);
void html_attr_cstr(struct html *h, str start, const char *value);
void html_attr_int(struct html *h, str start, int64_t value);
void html_attr_uint(struct html *h, str start, uint64_t value);
#define html_attr(h, start, v) HTML_BY_TYPE(v, html_attr)((h), (start), (v))
void html_attr_url(struct html *h, str start, struct safe_url value);

/* Arguments of {t}: a text, a number, or an address, which makes a link of the words between {name} and {/name}. */
struct html_arg {
	const char *name;
	enum { HTML_ARG_STR, HTML_ARG_INT, HTML_ARG_UINT, HTML_ARG_URL } kind;
	str s;
	uint64_t number;
};
struct html_arg html_arg_str(const char *name, str v);
struct html_arg html_arg_cstr(const char *name, const char *v);
struct html_arg html_arg_int(const char *name, int64_t v);
struct html_arg html_arg_uint(const char *name, uint64_t v);
struct html_arg html_arg_url(const char *name, struct safe_url v);
#define html_arg(name, v)                                                                                          \
	_Generic((v), str: html_arg_str, char *: html_arg_cstr, const char *: html_arg_cstr, short: html_arg_int,  \
		 int: html_arg_int, long: html_arg_int, long long: html_arg_int, unsigned short: html_arg_uint,    \
		 unsigned: html_arg_uint, unsigned long: html_arg_uint, unsigned long long: html_arg_uint,         \
		 struct safe_url: html_arg_url)((name), (v))

/* The translation of the message, escaped, with its escaped arguments. */
void html_t(struct html *h, const char *msgid, const struct html_arg *args, size_t n);
void html_tn(struct html *h, const char *one, const char *many, int64_t count, const struct html_arg *args, size_t n);
void html_tc(struct html *h, const char *context, const char *msgid, const struct html_arg *args, size_t n);

#endif
