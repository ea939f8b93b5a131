/* The Finnish business ID (Y-tunnus, FO-nummer): seven digits, hyphen, check digit.
 *
 * Check digit: weights 7 9 10 5 8 4 2 over the seven digits, sum mod 11 = r; r = 0 gives 0, r = 1 is never issued, else
 * 11 - r. Source: Finnish Tax Administration's specification of check marks. */
#ifndef TALKOOT_BASE_BUSINESS_ID_H
#define TALKOOT_BASE_BUSINESS_ID_H

#include "base/str.h"

/* The written form 1234567-8 from any form people write: spaces, hyphens and dashes (also U+2010-2015, U+2212), FI
 * before it, old numbers of six digits. str_null when it is not a valid ID. At most 40 bytes are looked at. */
str business_id_normal(struct arena *a, str typed);

#endif
