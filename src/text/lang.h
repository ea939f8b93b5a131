/* The languages of the pages: their codes, their own names, and which of them a browser wants.
 *
 * The enum itself stands in base/lang.h, since the context of the store carries it too. */
#ifndef TALKOOT_TEXT_LANG_H
#define TALKOOT_TEXT_LANG_H

#include "base/lang.h"
#include "base/str.h"

/* ISO 639-1 code: "fi", "sv", "en". The first part of every page's path, and the value of <html lang>. */
const char *lang_code(enum lang l);

/* The name in the language itself: "suomi", "svenska", "English". */
str lang_own_name(enum lang l);

/* Exactly one of the codes (lower case): true and *ret. */
MUST bool lang_from_code(str code, enum lang *ret);

/* The best of the offered languages for an Accept-Language header (RFC 9110, 12.5.4): highest q-value; of equals the one
 * named first. "fi-FI" counts as fi, "*" as any offered language that is not named elsewhere, q=0 as unwanted.
 * What is offered first is the default, and the answer when nothing fits or the header is null. n >= 1.
 * Limits: the first 1000 bytes and 32 ranges of the header are read; nonsense in it is skipped. */
enum lang lang_negotiate(str accept, const enum lang *offered, size_t n);

#endif
