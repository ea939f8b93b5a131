/* Folding and sorting of names: how "Älykäs Å-Verstas Oy" is found by "alykas a verstas" and stands behind Zeta.
 *
 * Both forms are stored in columns (name_fold, name_sort), because neither engine can compute them alike. They are
 * derived: whoever writes the name writes both in the same statement.
 *
 * Invariants:
 *   - A folded text holds only small letters, digits and single spaces between words, none at the ends. So it may stand in
 *     a LIKE pattern without escaping, and folding it again changes nothing.
 *   - Sort keys are hexadecimal digits; comparing them byte by byte compares the texts as a Finnish reader expects (z, å, ä, ö;
 *     v and w are different letters since CLDR 30). Keys of different versions do not compare: text_sort_version.
 *   - All functions are safe over threads. */
#ifndef TALKOOT_TEXT_FOLD_H
#define TALKOOT_TEXT_FOLD_H

#include "base/str.h"

/* For finding: small letters without diacritics (ä and å become a, ö and ø o, æ ae, ß ss, þ th, đ d, ł l), compatibility
 * forms resolved (ﬁ fi, ² 2). Apostrophes vanish (D'Angelo: dangelo), all else that is neither letter nor digit separates
 * words. A text of signs only gives "". str_null stays str_null. Only the first 2,000 bytes count.
 * Source of the decompositions: Unicode NFKD by ICU. Cost: about 1 us for a name. */
str text_fold(struct arena *a, str s);

/* Small letters by Unicode's rules without a language (Ä becomes ä, İ i with a dot above): for comparing addresses.
 * str_null stays str_null. Only the first 2,000 bytes count. */
str text_lower(struct arena *a, str s);

/* For ORDER BY: the collation key of the first 200 characters for Finnish (CLDR by ICU, tertiary strength) as hexadecimal
 * digits, behind text_sort_version. str_null stays str_null, "" gives the version alone. At most about 2,500 bytes. */
str text_sort_key(struct arena *a, str s);

/* Eight hexadecimal digits that change when ICU's rules change: keys that do not begin with them are stale. Static. */
str text_sort_version(void);

#endif
