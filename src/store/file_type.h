/* What a file is, found from its bytes: what a browser or a name says about it is not believed. */
#ifndef TALKOOT_STORE_FILE_TYPE_H
#define TALKOOT_STORE_FILE_TYPE_H

#include "base/str.h"

/* The media type: image/png, image/jpeg, image/gif, image/webp, application/pdf, the three of Office Open XML,
 * application/zip, text/plain (valid UTF-8 without control characters; also CSV and JSON) or application/octet-stream.
 * str_null for what is refused everywhere: SVG (a picture that is a program). An empty file is text/plain. */
str file_type_of(str bytes);

#endif
