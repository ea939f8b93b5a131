/* The languages of the pages, as a number: the context carries one, tables of texts are indexed by it. */
#ifndef TALKOOT_BASE_LANG_H
#define TALKOOT_BASE_LANG_H

enum lang { LANG_FI, LANG_SV, LANG_EN };
enum { LANG_COUNT = 3 };

#endif
