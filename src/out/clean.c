/* Foreign text made fit for a document: see the header. */
#include "out/clean.h"

#include "base/buf.h"

static const str REPLACEMENT = S_INIT("\xEF\xBF\xBD");

/* Bytes of the character at s.p[at], 0 when none begins there. */
static size_t char_length(str s, size_t at)
{
	for (size_t n = 1; n <= 4 && at + n <= s.n; n++)
		if (str_is_utf8(str_sub(s, at, n)))
			return n;
	return 0;
}

str clean_utf8(struct arena *a, str s)
{
	struct buf b;

	if (str_is_utf8(s))
		return s;
	buf_init(&b, a, s.n * 3);
	for (size_t at = 0; at < s.n;) {
		size_t n = char_length(s, at);

		buf_str(&b, n == 0 ? REPLACEMENT : str_sub(s, at, n));
		at += n == 0 ? 1 : n;
	}
	return buf_done(&b);
}

/* Unicode's C0 and C1 controls, its two line separators, and the marks that turn the direction of what follows. */
static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static bool has_control(str s)
{
	for (size_t at = 0; at < s.n;)
		if (is_control(str_point(s, &at)))
			return true;
	return false;
}

str clean_line(struct arena *a, str s)
{
	struct buf b;
	bool gap = false;

	s = clean_utf8(a, s);
	if (!has_control(s))
		return str_trim(s);
	buf_init(&b, a, s.n);
	for (size_t at = 0; at < s.n;) {
		size_t from = at;

		if (is_control(str_point(s, &at))) {
			gap = true;
			continue;
		}
		if (gap)
			buf_char(&b, ' ');
		gap = false;
		buf_add(&b, s.p + from, at - from);
	}
	return str_trim(buf_done(&b));
}

str clean_lines(struct arena *a, str s)
{
	struct buf b;

	s = clean_utf8(a, s);
	if (!has_control(s))
		return s;
	buf_init(&b, a, s.n);
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t c = str_point(s, &at);

		if (c == '\r') {
			if (at == s.n || s.p[at] != '\n')
				buf_char(&b, '\n');
		} else if (c == 0x85 || c == 0x2028 || c == 0x2029) {
			buf_char(&b, '\n');
		} else if (c == '\n' || c == '\t' || !is_control(c)) {
			buf_add(&b, s.p + from, at - from);
		}
	}
	return buf_done(&b);
}

str clean_next_line(str *rest)
{
	return str_cut(rest, '\n');
}

static bool begins_like_formula(str s)
{
	/* U+FF1D, U+FF0B, U+FF0D, U+FF20: East Asian spreadsheets take them for = + - @. */
	static const str wide[] = { S_INIT("\xEF\xBC\x9D"), S_INIT("\xEF\xBC\x8B"), S_INIT("\xEF\xBC\x8D"),
		S_INIT("\xEF\xBC\xA0") };

	if (s.n == 0)
		return false;
	if (memchr("=+-@\t\r\n", s.p[0], 7) != NULL)
		return true;
	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
		if (str_starts(s, wide[i]))
			return true;
	return false;
}

str clean_cell(struct arena *a, str s)
{
	s = clean_utf8(a, s);
	return begins_like_formula(s) ? STR_CONCAT(a, S("'"), s) : s;
}

str clean_cell_undo(str s)
{
	if (s.n > 1 && s.p[0] == '\'' && begins_like_formula(str_sub(s, 1, s.n - 1)))
		return str_sub(s, 1, s.n - 1);
	return s;
}
