/* The manual page talkoot(1), made of the tables of commands and settings: docs/talkoot.1 is its output, and a test compares. */
#ifndef TALKOOT_MAIN_MANUAL_H
#define TALKOOT_MAIN_MANUAL_H

#include "base/buf.h"

/* All of it, in man(7) macros. Made anew by: talkoot config --man > docs/talkoot.1 */
void manual_print(struct buf *out, struct arena *a);

#endif
