/* Strings: a pointer and a length.
 *
 * Invariants:
 *   - The bytes are UTF-8 where they come from text (checked at the edge: forms, JSON, CSV, files).
 *   - str_null (p == NULL) means "no value" (SQL NULL, absent field); an empty string has p != NULL and n == 0.
 *   - A str owns nothing; its bytes live in an arena, a literal or the caller's buffer.
 *   - What these functions put in an arena has a NUL behind it, so str_c is free for them. */
#ifndef TALKOOT_BASE_STR_H
#define TALKOOT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

typedef struct {
	const char *p;
	size_t n;
} str;

/* A literal as str: S("text"). */
#define S(literal) ((str){ "" literal, sizeof(literal) - 1 })
/* The same where a constant initialiser is needed. */
#define S_INIT(literal) { "" literal, sizeof(literal) - 1 }
#define str_null ((str){ NULL, 0 })
/* For printf-like calls: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).p == NULL ? "" : (s).p

static inline str str_from(const char *c) { return c == NULL ? str_null : (str){ c, strlen(c) }; }
static inline str str_make(const char *p, size_t n) { return (str){ p, n }; }
static inline bool str_is_null(str s) { return s.p == NULL; }
static inline bool str_empty(str s) { return s.n == 0; }
static inline bool str_eq(str a, str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }
static inline bool str_eq_c(str a, const char *b) { return str_eq(a, str_from(b)); }

/* Bytewise order, shorter first on a common start: <0, 0, >0. */
int str_cmp(str a, str b);
/* Equality with A-Z equal to a-z; other bytes as they are. For header names, addresses' domains, tokens. */
bool str_eq_nocase(str a, str b);
bool str_starts(str s, str start);
bool str_ends(str s, str end);
/* Bytes [from, from+n) cut to what there is. */
str str_sub(str s, size_t from, size_t n);
/* Position of the first c, or s.n. */
size_t str_find(str s, char c);
/* Position of the first needle (not empty), or s.n. */
size_t str_find_str(str s, str needle);
/* Without white space (space, tab, CR, LF, and U+00A0) at both ends. */
str str_trim(str s);
/* Cuts off and returns the part before the first sep; *rest becomes what follows (str_null after the last part).
 * for (str rest = list; !str_is_null(rest);) { str part = str_cut(&rest, ','); ... } */
str str_cut(str *rest, char sep);

/* A NUL-terminated copy in the arena. */
char *str_c(struct arena *a, str s);
/* A copy in the arena. str_null stays str_null. */
str str_copy(struct arena *a, str s);
/* A copy with A-Z as a-z. */
str str_lower_ascii(struct arena *a, str s);
/* printf into the arena. */
str str_format(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
/* All parts one after the other; the list ends with a str_null: str_join(a, x, S("/"), y, str_null). */
str str_concat(struct arena *a, const str *parts, size_t n);
#define STR_CONCAT(a, ...) \
	str_concat((a), (const str[]){ __VA_ARGS__ }, sizeof((const str[]){ __VA_ARGS__ }) / sizeof(str))

/* Decimal, optional minus, nothing else, in range: true and *ret. */
bool str_to_int(str s, int64_t *ret);
/* Valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF) without NUL. */
bool str_is_utf8(str s);
/* Number of code points of valid UTF-8. */
size_t str_points(str s);
/* The longest start of valid UTF-8 with at most n bytes that cuts no code point. */
str str_limit(str s, size_t n);
/* Decodes the code point at *pos of valid UTF-8 and moves *pos behind it. */
uint32_t str_point(str s, size_t *pos);
/* Equality in time that depends on the length only: for secrets. */
bool str_eq_secret(str a, str b);
/* FNV-1a, for hash tables that hold no foreign keys. */
uint64_t str_hash(str s);

#endif
