/* JSON written straight into a buffer: no tree, no copies. Reading is jansson's work.
 *
 *   struct jw j;
 *   jw_init(&j, &buf);
 *   jw_object(&j);
 *   jw_field_str(&j, "name", name);
 *   jw_key(&j, S("seats")); jw_int(&j, 20);
 *   jw_end(&j);
 *   jw_done(&j);
 *
 * The prefix is jw_ (JSON writer), since jansson owns json_.
 *
 * Invariants, checked always (a violation is BUG): one value in all; inside an object each value follows a key; a key
 * follows no key; jw_end closes what is open; at most 60 levels. Commas are set by the writer. Twice the same key in
 * one object is the caller's mistake and not seen.
 *
 * Strings come out as valid UTF-8. '<' is written as \u003c, so that the text can stand in <script type="application/
 * ld+json"> ("</script" and "<!--" cannot arise); U+2028 and U+2029 are escaped for readers that take JSON for
 * JavaScript. Form: RFC 8259. Numbers beyond 53 bits lose digits in JavaScript: keys of objects are strings
 * (architecture section 3). Going over the buffer's maximum is seen by buf_ok, as everywhere. */
#ifndef TALKOOT_OUT_JSON_H
#define TALKOOT_OUT_JSON_H

#include "base/buf.h"

struct jw {
	struct buf *b;
	uint64_t objects; /* bit n: level n is an object, else an array */
	unsigned depth;
	bool comma;     /* a value stands before the next one on this level */
	bool after_key; /* the next thing must be a value */
};

void jw_init(struct jw *j, struct buf *b);
/* Checks that one whole value was written. */
void jw_done(const struct jw *j);

void jw_object(struct jw *j);
void jw_array(struct jw *j);
/* Closes the innermost object or array. */
void jw_end(struct jw *j);
void jw_key(struct jw *j, str key);

/* A string; str_null is written as null. */
void jw_str(struct jw *j, str value);
void jw_int(struct jw *j, int64_t value);
void jw_bool(struct jw *j, bool value);
void jw_null(struct jw *j);
/* value with so many decimals (0-15); not-a-number and infinity become null. */
void jw_real(struct jw *j, double value, int decimals);
/* A number as it stands, e.g. a decimal that must not pass through a double. BUG when it is no JSON number. */
void jw_number(struct jw *j, str digits);

/* Key and value in one. */
void jw_field_str(struct jw *j, const char *key, str value);
/* Nothing at all when the value is null or empty. */
void jw_field_str_if(struct jw *j, const char *key, str value);
void jw_field_int(struct jw *j, const char *key, int64_t value);
void jw_field_bool(struct jw *j, const char *key, bool value);
/* The key, then an object or array that jw_end closes. */
void jw_field_object(struct jw *j, const char *key);
void jw_field_array(struct jw *j, const char *key);

#endif
