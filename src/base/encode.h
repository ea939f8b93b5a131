/* Bytes as text and back: hexadecimal, base64, base64url, percent-encoding, form fields.
 *
 * Invariants:
 *   - Encoders cannot fail; those named buf_... append to a bounded buffer (look at buf_ok at the end).
 *   - Decoders are strict: a foreign character, wrong length, wrong padding or bits that should be zero give
 *     ERR_INVALID, so one value has one spelling. On failure *ret is not written.
 *   - Decoded URL and form texts are valid UTF-8 without NUL; decoded hex and base64 are any bytes.
 * Sources: RFC 4648 (base16, base64), RFC 3986 section 2 (percent-encoding), WHATWG URL section 5 (form fields). */
#ifndef TALKOOT_BASE_ENCODE_H
#define TALKOOT_BASE_ENCODE_H

#include "base/buf.h"

/* Lower-case digits, two per byte. */
void buf_hex(struct buf *b, const void *bytes, size_t n);
/* With padding, in one line; for lines of 76 characters call it with 57 bytes at a time. */
void buf_base64(struct buf *b, const void *bytes, size_t n);
/* Letters of base64url, without padding. */
void buf_base64url(struct buf *b, const void *bytes, size_t n);
/* A component of a URL (path segment, query name or value): all but A-Z a-z 0-9 - . _ ~ as %XX. */
void buf_url(struct buf *b, str s);

/* The same into an arena. */
str hex_encode(struct arena *a, const void *bytes, size_t n);
str base64_encode(struct arena *a, const void *bytes, size_t n);
str base64url_encode(struct arena *a, const void *bytes, size_t n);
str url_encode(struct arena *a, str s);

/* Both cases of digits. */
MUST enum err hex_decode(struct arena *a, str s, str *ret);
/* With padding; white space is foreign (a mail reader removes it first). */
MUST enum err base64_decode(struct arena *a, str s, str *ret);
/* Without padding. */
MUST enum err base64url_decode(struct arena *a, str s, str *ret);
/* %XX decoded, '+' stays '+': for path segments. */
MUST enum err url_decode(struct arena *a, str s, str *ret);

struct form_pair {
	str name, value;
};
/* application/x-www-form-urlencoded (bodies and query strings): pairs in their order, '+' is a space, a pair without
 * '=' has an empty value, empty pairs (&&) are left out. More than max pairs: ERR_LIMIT. s may be empty or null. */
MUST enum err form_decode(struct arena *a, str s, size_t max, struct form_pair **ret, size_t *ret_n);

#endif
