/* Reads a multipart/form-data body that lies in memory whole.
 *
 * Strict where laxness could hide something: a boundary is a line of its own, headers end with CR LF, a part needs
 * Content-Disposition: form-data with a name. Nothing is decoded but the quoting of names; transfer encodings are refused
 * (browsers send none). Form: RFC 7578, RFC 2046 section 5.1.
 * Limits: boundary 1-70 bytes, `max` parts, 4 headers of 1,000 bytes a part, names 64 bytes, filenames cut at 200 bytes. */
#ifndef TALKOOT_WEB_MULTIPART_H
#define TALKOOT_WEB_MULTIPART_H

#include "base/buf.h"

struct part {
	str name;
	str filename; /* str_null: an ordinary field. Without folders and control characters; "" when none was chosen */
	str body;
};

/* The boundary of a Content-Type value, or str_null when that is not multipart/form-data with a proper boundary. */
str multipart_boundary(str content_type);

/* ERR_INVALID: malformed; ERR_LIMIT: more than max parts. Names and filenames are valid UTF-8; bodies are the bytes as
 * they came, inside of `body`. */
MUST enum err multipart_parse(struct arena *a, str body, str boundary, size_t max, struct part **ret, size_t *ret_n);

#endif
