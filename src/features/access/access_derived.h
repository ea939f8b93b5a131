/* What accounts are found by in the list of users. */
#ifndef TALKOOT_FEATURES_ACCESS_DERIVED_H
#define TALKOOT_FEATURES_ACCESS_DERIVED_H

#include "base/str.h"

/* What people type to find an account, parts of the name or of the address: the column find_fold. */
str account_find_fold(struct arena *a, str name, str email);

#endif
