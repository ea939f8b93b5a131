/* See fold.h. Texts are turned to UTF-16 for ICU, which normalises, folds and collates. */
#include "text/fold.h"

#include <pthread.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/encode.h"

enum { MAX_BYTES = 2000, MAX_SORT_POINTS = 200 };

struct utf16 {
	UChar *p;
	int32_t n;
};

static struct utf16 to_utf16(struct arena *a, str s)
{
	int32_t room = (int32_t)s.n + 1; /* a byte of UTF-8 never makes more than one unit */
	struct utf16 u = { .p = NEW_ARRAY(a, (size_t)room, UChar) };
	UErrorCode status = U_ZERO_ERROR;

	u_strFromUTF8WithSub(u.p, room, &u.n, s.p, (int32_t)s.n, 0xFFFD, NULL, &status);
	INVARIANT(U_SUCCESS(status));
	return u;
}

static str to_utf8(struct arena *a, struct utf16 u)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t room = u.n * 3 + 1, n = 0;
	char *out = arena_alloc(a, (size_t)room);

	u_strToUTF8(out, room, &n, u.p, u.n, &status);
	INVARIANT(U_SUCCESS(status));
	return str_make(out, (size_t)n);
}

static struct utf16 to_small(struct arena *a, struct utf16 u)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t room = u.n * 3 + 1;
	struct utf16 small = { .p = NEW_ARRAY(a, (size_t)room, UChar) };

	small.n = u_strToLower(small.p, room, u.p, u.n, "", &status);
	INVARIANT(U_SUCCESS(status));
	return small;
}

/* Compatibility decomposition. Runs twice: to learn the length, then to do it. */
static struct utf16 decompose(struct arena *a, struct utf16 u)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	struct utf16 d = { 0 };

	INVARIANT(U_SUCCESS(status));
	d.n = unorm2_normalize(nfkd, u.p, u.n, NULL, 0, &status);
	status = U_ZERO_ERROR;
	d.p = NEW_ARRAY(a, (size_t)d.n + 1, UChar);
	d.n = unorm2_normalize(nfkd, u.p, u.n, d.p, d.n + 1, &status);
	INVARIANT(U_SUCCESS(status));
	return d;
}

/* Letters that Unicode does not take apart but people leave out. NULL: none of these. */
static const char *plain_letters(UChar32 point)
{
	switch (point) {
	case 0x00E6: return "ae";
	case 0x0153: return "oe";
	case 0x00F8: return "o";
	case 0x00DF: return "ss";
	case 0x00FE: return "th";
	case 0x00F0:
	case 0x0111: return "d";
	case 0x0142: return "l";
	case 0x0127: return "h";
	case 0x0131: return "i";
	case 0x014B: return "n";
	case 0x0167: return "t";
	default: return NULL;
	}
}

static bool is_apostrophe(UChar32 point)
{
	return point == '\'' || point == 0x2019 || point == 0x2018 || point == 0x02BC || point == 0x00B4 || point == '`';
}

str text_fold(struct arena *a, str s)
{
	struct buf b;
	bool gap = false;

	if (str_is_null(s))
		return str_null;
	s = to_utf8(a, to_small(a, decompose(a, to_utf16(a, str_limit(s, MAX_BYTES)))));
	buf_init(&b, a, s.n * 2 + 16);
	for (size_t pos = 0; pos < s.n;) {
		size_t start = pos;
		UChar32 point = (UChar32)str_point(s, &pos);
		const char *plain = plain_letters(point);

		if (u_charType(point) == U_NON_SPACING_MARK || is_apostrophe(point))
			continue;
		if (!u_isalnum(point)) {
			gap = true;
			continue;
		}
		if (gap && b.n > 0)
			buf_char(&b, ' ');
		gap = false;
		buf_str(&b, plain != NULL ? str_from(plain) : str_sub(s, start, pos - start));
	}
	return buf_done(&b);
}

str text_lower(struct arena *a, str s)
{
	if (str_is_null(s))
		return str_null;
	return to_utf8(a, to_small(a, to_utf16(a, str_limit(s, MAX_BYTES))));
}

/* -- sorting -- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static UCollator *collator; /* read-only after open_collator, so threads share it (ICU: const use is safe) */
static char version[9];

static void open_collator(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UVersionInfo v;
	static const char digits[] = "0123456789abcdef";

	collator = ucol_open("fi", &status);
	if (U_FAILURE(status))
		BUG("no collation rules in ICU: %s", u_errorName(status));
	ucol_setStrength(collator, UCOL_TERTIARY);
	ucol_getVersion(collator, v);
	for (size_t i = 0; i < 4; i++) {
		version[2 * i] = digits[v[i] >> 4];
		version[2 * i + 1] = digits[v[i] & 15];
	}
}

str text_sort_version(void)
{
	pthread_once(&once, open_collator);
	return str_make(version, 8);
}

static str first_points(str s, size_t points)
{
	size_t pos = 0;

	while (pos < s.n && points-- > 0)
		str_point(s, &pos);
	return str_make(s.p, pos);
}

str text_sort_key(struct arena *a, str s)
{
	str start = text_sort_version();
	struct utf16 u;
	uint8_t *key;
	int32_t n;

	if (str_is_null(s))
		return str_null;
	if (s.n == 0)
		return start;
	s = first_points(str_limit(s, MAX_BYTES), MAX_SORT_POINTS);
	u = to_utf16(a, s);
	n = ucol_getSortKey(collator, u.p, u.n, NULL, 0);
	key = arena_alloc(a, (size_t)n);
	n = ucol_getSortKey(collator, u.p, u.n, key, n);
	INVARIANT(n > 0);
	return STR_CONCAT(a, start, hex_encode(a, key, (size_t)n - 1)); /* without its closing zero */
}
