/* The OpenAPI 3.1 document of /api/v1: docs/openapi.json, put into the binary by the build. */
#ifndef TALKOOT_FEATURES_OPENAPI_H
#define TALKOOT_FEATURES_OPENAPI_H

#include "base/str.h"

/* First byte, and the byte behind the last one (gen/openapi_json.S). */
extern const char openapi_json[], openapi_json_end[];

str openapi_document(void);

#endif
