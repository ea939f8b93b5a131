/* Holds an API answer against docs/openapi.json: the status must stand there, and the body must be of its schema.
 *
 * Looks at type, enum, required, properties, additionalProperties, items, oneOf, $ref, minLength, maxLength, minimum, maximum,
 * format date-time. Anything else in a schema that would restrict it ends the test, so that no word of the document
 * goes unchecked. */
#ifndef TALKOOT_TESTS_OPENAPI_CHECK_H
#define TALKOOT_TESTS_OPENAPI_CHECK_H

#include "support/web/web_test.h"

/* method: "get", "post"; path: as in the document, "/api/v1/events/{key}". Returns reply. */
struct test_reply *test_openapi(struct test_reply *reply, const char *method, const char *path, const char *file, int line);
#define assert_openapi(reply, method, path) test_openapi((reply), (method), (path), __FILE__, __LINE__)

#endif
