/* The municipalities of Finland: names by code, and codes by name.
 *
 * Codes are three digits with leading zeros ("049" Espoo), as the business register and Statistics Finland write them. Mergers
 * change them: a code that is gone has no name here. */
#ifndef TALKOOT_FEATURES_MUNICIPALITY_H
#define TALKOOT_FEATURES_MUNICIPALITY_H

#include "base/lang.h"
#include "base/str.h"

/* "Espoo", "Esbo". str_null for null and for a code that none has. Static. Cost: nine comparisons. */
str municipality_name(enum lang lang, str code);

/* The code of what a person typed: the Finnish or Swedish name in any spelling of case and accents, or the code itself.
 * str_null: none. Cost: folds all names (0.5 ms): for forms. */
str municipality_code(struct arena *a, str typed);

#endif
