/* What access writes to the journal: changes of accounts. */
#ifndef TALKOOT_FEATURES_ACCESS_NOTE_H
#define TALKOOT_FEATURES_ACCESS_NOTE_H

#include "store/db.h"

/* One entry about an account. before and after: the role in plain words ("helper event KEY"); str_null: none. */
MUST enum err access_note(struct ctx *c, struct tx *tx, const char *what, int64_t account, str before, str after);

#endif
