/* All derived columns of the features (store/derived.h), collected by CMake from the names of the files x_derived.c. */
#ifndef TALKOOT_FEATURES_DERIVED_H
#define TALKOOT_FEATURES_DERIVED_H

#include "store/derived.h"

extern const struct derived_table *const all_derived_tables[];
extern const size_t all_derived_tables_count;

/* The next kind behind `number` (-1: the first), NULL: no more; *number goes on. */
const struct derived_kind *derived_next(int *number);
/* What the columns made by text/fold.h depend on: ICU's rules and our own. Raise FOLD_VERSION when a formula changes. */
str derived_text_version(struct arena *a);

#endif
