/* The table of translations that tools/po2c writes (texts.c). Only text/tr.c reads it. */
#ifndef TALKOOT_TEXT_TR_TABLE_H
#define TALKOOT_TEXT_TR_TABLE_H

#include <stdint.h>

#include "base/str.h"

enum { TR_FI, TR_SV, TR_TRANSLATED };

/* An empty slot has id.p == NULL. The id of a message with context is "context\004msgid", as in gettext.
 * A message without plural has the same text in both forms; a missing translation is str_null. */
struct tr_entry {
	str id;
	str text[TR_TRANSLATED][2];
};

/* Open addressing with linear steps; mask + 1 slots, at most half of them full. */
extern const struct tr_entry tr_table[];
extern const uint64_t tr_table_mask;

#endif
