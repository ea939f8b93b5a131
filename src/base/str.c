/* Strings of pointer and length: see the header. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

int str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	if (c != 0)
		return c;
	return a.n < b.n ? -1 : a.n > b.n;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_eq_nocase(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool str_starts(str s, str start)
{
	return s.n >= start.n && (start.n == 0 || memcmp(s.p, start.p, start.n) == 0);
}

bool str_ends(str s, str end)
{
	return s.n >= end.n && (end.n == 0 || memcmp(s.p + s.n - end.n, end.p, end.n) == 0);
}

str str_sub(str s, size_t from, size_t n)
{
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return str_make(s.p == NULL ? NULL : s.p + from, n);
}

size_t str_find(str s, char c)
{
	const char *p = s.n == 0 ? NULL : memchr(s.p, c, s.n);

	return p == NULL ? s.n : (size_t)(p - s.p);
}

size_t str_find_str(str s, str needle)
{
	const char *p = s.n < needle.n || s.n == 0 ? NULL : memmem(s.p, s.n, needle.p, needle.n);

	return p == NULL ? s.n : (size_t)(p - s.p);
}

static size_t space_at_start(str s)
{
	if (s.n >= 1 && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
		return 1;
	if (s.n >= 2 && s.p[0] == '\xc2' && s.p[1] == '\xa0')
		return 2;
	return 0;
}

static size_t space_at_end(str s)
{
	if (s.n >= 1 && (s.p[s.n - 1] == ' ' || (s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r')))
		return 1;
	if (s.n >= 2 && s.p[s.n - 2] == '\xc2' && s.p[s.n - 1] == '\xa0')
		return 2;
	return 0;
}

str str_trim(str s)
{
	size_t k;

	while ((k = space_at_start(s)) > 0)
		s = str_make(s.p + k, s.n - k);
	while ((k = space_at_end(s)) > 0)
		s.n -= k;
	return s;
}

str str_cut(str *rest, char sep)
{
	size_t at = str_find(*rest, sep);
	str part = str_sub(*rest, 0, at);

	*rest = at < rest->n ? str_sub(*rest, at + 1, rest->n) : str_null;
	return part;
}

char *str_c(struct arena *a, str s)
{
	return arena_copy(a, s.p, s.n);
}

str str_copy(struct arena *a, str s)
{
	return str_is_null(s) ? s : str_make(arena_copy(a, s.p, s.n), s.n);
}

str str_lower_ascii(struct arena *a, str s)
{
	char *p = arena_copy(a, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		p[i] = lower(p[i]);
	return str_make(p, s.n);
}

str str_format(struct arena *a, const char *format, ...)
{
	va_list ap;
	int n;
	char *p;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	INVARIANT(n >= 0);
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, format);
	vsnprintf(p, (size_t)n + 1, format, ap);
	va_end(ap);
	return str_make(p, (size_t)n);
}

str str_concat(struct arena *a, const str *parts, size_t n)
{
	size_t total = 0, at = 0;
	char *p;

	for (size_t i = 0; i < n; i++)
		if (__builtin_add_overflow(total, parts[i].n, &total))
			arena_exhausted(a);
	p = arena_alloc(a, total + 1);
	for (size_t i = 0; i < n; i++) {
		if (parts[i].n > 0)
			memcpy(p + at, parts[i].p, parts[i].n);
		at += parts[i].n;
	}
	return str_make(p, total);
}

bool str_to_int(str s, int64_t *ret)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	int64_t v = 0;

	if (s.n == (size_t)minus)
		return false;
	for (size_t i = minus; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
			return false;
	}
	/* The value was gathered as a negative number, whose range is one larger. */
	if (!minus && __builtin_sub_overflow(0, v, &v))
		return false;
	*ret = v;
	return true;
}

/* Length of the valid UTF-8 sequence at s, 0 if it is not valid; *point gets its code point. */
static size_t decode(str s, uint32_t *point)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)s.p[0];
	size_t len = c < 0x80 ? 1 : (c & 0xe0) == 0xc0 ? 2 : (c & 0xf0) == 0xe0 ? 3 : (c & 0xf8) == 0xf0 ? 4 : 0;
	uint32_t v;

	if (len == 0 || len > s.n)
		return 0;
	v = len == 1 ? c : c & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		unsigned char d = (unsigned char)s.p[i];

		if ((d & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (d & 0x3f);
	}
	if ((len > 1 && v < least[len]) || (v >= 0xd800 && v <= 0xdfff) || v > 0x10ffff)
		return 0;
	*point = v;
	return len;
}

bool str_is_utf8(str s)
{
	while (s.n > 0) {
		uint32_t v;
		size_t k = decode(s, &v);

		if (k == 0 || v == 0)
			return false;
		s = str_make(s.p + k, s.n - k);
	}
	return true;
}

size_t str_points(str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

str str_limit(str s, size_t n)
{
	if (s.n <= n)
		return s;
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_make(s.p, n);
}

uint32_t str_point(str s, size_t *pos)
{
	uint32_t v = 0xfffd;
	size_t k = decode(str_sub(s, *pos, s.n), &v);

	*pos += k == 0 ? 1 : k;
	return v;
}

bool str_eq_secret(str a, str b)
{
	unsigned char diff = 0;

	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		diff = (unsigned char)(diff | (a.p[i] ^ b.p[i]));
	return diff == 0;
}

uint64_t str_hash(str s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h;
}
