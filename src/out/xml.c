/* Escaped text for XML: see the header. */
#include "out/xml.h"

#include "out/clean.h"

static str entity(char c)
{
	switch (c) {
	case '&':
		return S("&amp;");
	case '<':
		return S("&lt;");
	case '>':
		return S("&gt;");
	case '"':
		return S("&quot;");
	case '\'':
		return S("&#39;");
	case '\t':
	case '\n':
	case '\r':
		return str_null;
	default:
		return (unsigned char)c < 0x20 ? S("\xEF\xBF\xBD") : str_null;
	}
}

void xml_text(struct buf *b, str s)
{
	size_t from = 0;

	s = clean_utf8(b->a, s);
	for (size_t at = 0; at < s.n; at++) {
		str e = entity(s.p[at]);

		if (str_is_null(e))
			continue;
		buf_add(b, s.p + from, at - from);
		buf_str(b, e);
		from = at + 1;
	}
	if (from < s.n)
		buf_add(b, s.p + from, s.n - from);
}
