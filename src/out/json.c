/* JSON written straight into a buffer: see the header. */
#include "out/json.h"

#include <math.h>
#include <stdio.h>

#include "out/clean.h"

enum { JSON_DEPTH_MAX = 60 };

void jw_init(struct jw *j, struct buf *b)
{
	*j = (struct jw){ .b = b };
}

void jw_done(const struct jw *j)
{
	INVARIANT(j->depth == 0 && j->comma);
}

static bool in_object(const struct jw *j)
{
	return j->depth > 0 && (j->objects >> j->depth & 1) != 0;
}

/* What stands before every value: a comma, or nothing; and the check that a value may stand here. */
static void before_value(struct jw *j)
{
	if (in_object(j)) {
		INVARIANT(j->after_key);
	} else if (j->comma) {
		INVARIANT(j->depth > 0);
		buf_char(j->b, ',');
	}
	j->after_key = false;
	j->comma = true;
}

static void open_level(struct jw *j, char bracket)
{
	before_value(j);
	INVARIANT(j->depth < JSON_DEPTH_MAX);
	j->depth++;
	j->objects &= ~((uint64_t)1 << j->depth);
	if (bracket == '{')
		j->objects |= (uint64_t)1 << j->depth;
	j->comma = false;
	buf_char(j->b, bracket);
}

void jw_object(struct jw *j)
{
	open_level(j, '{');
}

void jw_array(struct jw *j)
{
	open_level(j, '[');
}

void jw_end(struct jw *j)
{
	INVARIANT(j->depth > 0 && !j->after_key);
	buf_char(j->b, in_object(j) ? '}' : ']');
	j->depth--;
	j->comma = true;
}

static void escape(struct buf *b, unsigned char c)
{
	switch (c) {
	case '"':
		buf_lit(b, "\\\"");
		break;
	case '\\':
		buf_lit(b, "\\\\");
		break;
	case '\n':
		buf_lit(b, "\\n");
		break;
	case '\r':
		buf_lit(b, "\\r");
		break;
	case '\t':
		buf_lit(b, "\\t");
		break;
	default:
		buf_format(b, "\\u%04x", (unsigned)c);
	}
}

/* U+2028 or U+2029 at s.p[at], which are E2 80 A8 and E2 80 A9. */
static bool is_line_separator(str s, size_t at)
{
	return s.n - at >= 3 && (unsigned char)s.p[at] == 0xe2 && (unsigned char)s.p[at + 1] == 0x80 &&
	       ((unsigned char)s.p[at + 2] & 0xfe) == 0xa8;
}

static void quoted(struct buf *b, str s)
{
	size_t from = 0;

	s = clean_utf8(b->a, s);
	buf_char(b, '"');
	for (size_t at = 0; at < s.n; at++) {
		unsigned char c = (unsigned char)s.p[at];

		if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7f && !is_line_separator(s, at))
			continue;
		buf_add(b, s.p + from, at - from);
		if (c == 0xe2) {
			buf_format(b, "\\u20%02x", (unsigned)(unsigned char)s.p[at + 2] - 0xa8U + 0x28U);
			at += 2;
		} else {
			escape(b, c);
		}
		from = at + 1;
	}
	if (from < s.n)
		buf_add(b, s.p + from, s.n - from);
	buf_char(b, '"');
}

void jw_key(struct jw *j, str key)
{
	INVARIANT(in_object(j) && !j->after_key);
	if (j->comma)
		buf_char(j->b, ',');
	quoted(j->b, key);
	buf_char(j->b, ':');
	j->after_key = true;
}

void jw_str(struct jw *j, str value)
{
	if (str_is_null(value)) {
		jw_null(j);
		return;
	}
	before_value(j);
	quoted(j->b, value);
}

void jw_int(struct jw *j, int64_t value)
{
	before_value(j);
	buf_int(j->b, value);
}

void jw_bool(struct jw *j, bool value)
{
	before_value(j);
	buf_str(j->b, value ? S("true") : S("false"));
}

void jw_null(struct jw *j)
{
	before_value(j);
	buf_lit(j->b, "null");
}

void jw_real(struct jw *j, double value, int decimals)
{
	char digits[350];
	int n;

	INVARIANT(decimals >= 0 && decimals <= 15);
	if (!isfinite(value)) {
		jw_null(j);
		return;
	}
	n = snprintf(digits, sizeof digits, "%.*f", decimals, value);
	INVARIANT(n > 0 && (size_t)n < sizeof digits);
	before_value(j);
	buf_add(j->b, digits, (size_t)n);
}

static size_t digits_at(str s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && s.p[at + n] >= '0' && s.p[at + n] <= '9')
		n++;
	return n;
}

/* The grammar "number" of RFC 8259 section 6. */
static bool is_number(str s)
{
	size_t at = s.n > 0 && s.p[0] == '-' ? 1 : 0;
	size_t n = digits_at(s, at);

	if (n == 0 || (n > 1 && s.p[at] == '0'))
		return false;
	at += n;
	if (at < s.n && s.p[at] == '.') {
		n = digits_at(s, at + 1);
		if (n == 0)
			return false;
		at += 1 + n;
	}
	if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
		at++;
		if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
			at++;
		n = digits_at(s, at);
		if (n == 0)
			return false;
		at += n;
	}
	return at == s.n;
}

void jw_number(struct jw *j, str digits)
{
	INVARIANT(is_number(digits));
	before_value(j);
	buf_str(j->b, digits);
}

void jw_field_str(struct jw *j, const char *key, str value)
{
	jw_key(j, str_from(key));
	jw_str(j, value);
}

void jw_field_str_if(struct jw *j, const char *key, str value)
{
	if (value.n > 0)
		jw_field_str(j, key, value);
}

void jw_field_int(struct jw *j, const char *key, int64_t value)
{
	jw_key(j, str_from(key));
	jw_int(j, value);
}

void jw_field_bool(struct jw *j, const char *key, bool value)
{
	jw_key(j, str_from(key));
	jw_bool(j, value);
}

void jw_field_object(struct jw *j, const char *key)
{
	jw_key(j, str_from(key));
	jw_object(j);
}

void jw_field_array(struct jw *j, const char *key)
{
	jw_key(j, str_from(key));
	jw_array(j);
}
