/* Bytes as text and back: see the header. */
#include "base/encode.h"

static const char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* -- encoding ---------------------------------------------------------------------------------------------------- */

static void add_hex_digits(struct buf *b, unsigned char c, const char *digits)
{
	buf_char(b, digits[c >> 4]);
	buf_char(b, digits[c & 15]);
}

void buf_hex(struct buf *b, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		add_hex_digits(b, p[i], "0123456789abcdef");
}

static void add_base64(struct buf *b, const void *bytes, size_t n, const char *letters, bool padding)
{
	const unsigned char *p = bytes;

	for (; n > 0; p += 3) {
		size_t k = n < 3 ? n : 3;
		uint32_t v = (uint32_t)p[0] << 16 | (k > 1 ? (uint32_t)p[1] << 8 : 0) | (k > 2 ? p[2] : 0);
		char four[4] = { letters[v >> 18], letters[v >> 12 & 63], letters[v >> 6 & 63], letters[v & 63] };

		buf_add(b, four, k + 1);
		if (padding)
			buf_add(b, "==", 3 - k);
		n -= k;
	}
}

void buf_base64(struct buf *b, const void *bytes, size_t n)
{
	add_base64(b, bytes, n, base64_letters, true);
}

void buf_base64url(struct buf *b, const void *bytes, size_t n)
{
	add_base64(b, bytes, n, base64url_letters, false);
}

static bool unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
	       c == '_' || c == '~';
}

void buf_url(struct buf *b, str s)
{
	size_t run = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (unreserved(s.p[i]))
			continue;
		if (run < i)
			buf_add(b, s.p + run, i - run);
		buf_char(b, '%');
		add_hex_digits(b, (unsigned char)s.p[i], "0123456789ABCDEF");
		run = i + 1;
	}
	if (run < s.n)
		buf_add(b, s.p + run, s.n - run);
}

/* A buffer that nothing can fill up: `times` is the most that an encoder makes of one byte. */
static struct buf room(struct arena *a, size_t n, size_t times)
{
	struct buf b;
	size_t max;

	if (__builtin_mul_overflow(n, times, &max) || max > SIZE_MAX / 2)
		arena_exhausted(a);
	buf_init(&b, a, max + 4);
	return b;
}

str hex_encode(struct arena *a, const void *bytes, size_t n)
{
	struct buf b = room(a, n, 2);

	buf_hex(&b, bytes, n);
	return buf_done(&b);
}

str base64_encode(struct arena *a, const void *bytes, size_t n)
{
	struct buf b = room(a, n, 2);

	buf_base64(&b, bytes, n);
	return buf_done(&b);
}

str base64url_encode(struct arena *a, const void *bytes, size_t n)
{
	struct buf b = room(a, n, 2);

	buf_base64url(&b, bytes, n);
	return buf_done(&b);
}

str url_encode(struct arena *a, str s)
{
	struct buf b = room(a, s.n, 3);

	buf_url(&b, s);
	return buf_done(&b);
}

/* -- decoding ---------------------------------------------------------------------------------------------------- */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte of the two digits at p, -1 if they are none. */
static int hex_pair(const char *p)
{
	int high = hex_value(p[0]), low = hex_value(p[1]);

	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

enum err hex_decode(struct arena *a, str s, str *ret)
{
	char *out;

	if (s.n % 2 != 0)
		return ERR_INVALID;
	out = arena_alloc(a, s.n / 2 + 1);
	for (size_t i = 0; i < s.n; i += 2) {
		int v = hex_pair(s.p + i);

		if (v < 0)
			return ERR_INVALID;
		out[i / 2] = (char)v;
	}
	*ret = str_make(out, s.n / 2);
	return OK;
}

/* s without its padding. */
static enum err decode_base64(struct arena *a, str s, const char *letters, str *ret)
{
	char *out;
	size_t n = 0;
	uint32_t bits = 0;
	int have = 0;

	if (s.n % 4 == 1)
		return ERR_INVALID;
	out = arena_alloc(a, s.n / 4 * 3 + 3);
	for (size_t i = 0; i < s.n; i++) {
		const char *at = memchr(letters, s.p[i], 64);

		if (at == NULL)
			return ERR_INVALID;
		bits = bits << 6 | (uint32_t)(at - letters);
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (char)(bits >> have & 0xff);
		}
	}
	/* The bits left over carry nothing: another value there would be a second spelling. */
	if ((bits & ((1u << have) - 1)) != 0)
		return ERR_INVALID;
	*ret = str_make(out, n);
	return OK;
}

enum err base64_decode(struct arena *a, str s, str *ret)
{
	if (s.n % 4 != 0)
		return ERR_INVALID;
	for (int i = 0; i < 2 && s.n > 0 && s.p[s.n - 1] == '='; i++)
		s.n--;
	return decode_base64(a, s, base64_letters, ret);
}

enum err base64url_decode(struct arena *a, str s, str *ret)
{
	return decode_base64(a, s, base64url_letters, ret);
}

static enum err percent_decode(struct arena *a, str s, bool plus_is_space, str *ret)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int v = (unsigned char)s.p[i];

		if (v == '%') {
			if (s.n - i < 3 || (v = hex_pair(s.p + i + 1)) < 0)
				return ERR_INVALID;
			i += 2;
		} else if (v == '+' && plus_is_space) {
			v = ' ';
		}
		out[n++] = (char)v;
	}
	out[n] = '\0';
	if (!str_is_utf8(str_make(out, n)))
		return ERR_INVALID;
	*ret = str_make(out, n);
	return OK;
}

enum err url_decode(struct arena *a, str s, str *ret)
{
	return percent_decode(a, s, false, ret);
}

enum err form_decode(struct arena *a, str s, size_t max, struct form_pair **ret, size_t *ret_n)
{
	size_t n = 0, most = s.n > 0 ? 1 : 0;
	struct form_pair *pairs;

	for (size_t i = 0; i < s.n; i++)
		most += s.p[i] == '&';
	pairs = NEW_ARRAY(a, most < max ? most : max, struct form_pair);
	for (str rest = s; !str_is_null(rest);) {
		str value = str_cut(&rest, '&'), name;

		if (value.n == 0)
			continue;
		if (n == max)
			return ERR_LIMIT;
		name = str_cut(&value, '=');
		if (str_is_null(value))
			value = S("");
		TRY(percent_decode(a, name, true, &pairs[n].name));
		TRY(percent_decode(a, value, true, &pairs[n].value));
		n++;
	}
	*ret = pairs;
	*ret_n = n;
	return OK;
}
