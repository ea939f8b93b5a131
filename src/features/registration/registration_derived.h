/* What sign-ups are found by in the coordinator's list. */
#ifndef TALKOOT_FEATURES_REGISTRATION_DERIVED_H
#define TALKOOT_FEATURES_REGISTRATION_DERIVED_H

#include "base/str.h"

/* Name, address (str_null: none) and organisation, folded: the column find_fold. */
str registration_find_fold(struct arena *a, str name, str email, str organisation);

#endif
