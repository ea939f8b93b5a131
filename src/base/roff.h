/* Text in manual pages (man(7)). */
#ifndef TALKOOT_BASE_ROFF_H
#define TALKOOT_BASE_ROFF_H

#include "base/buf.h"

/* Appends s so that it shows as it is: no hyphen turned into a dash, no backslash, no line taken for a request. A line end becomes
 * a space. */
void roff_add(struct buf *b, str s);

#endif
