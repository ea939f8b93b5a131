/* The form in which secrets are stored: tokens of links and sign-ins, codes.
 *
 * A secret of 256 random bits (token_new) needs no salt and no slow hash: nobody can try them all. A code of six digits
 * can be tried in a moment by whoever reads the table, so it is good for minutes and few attempts only, and only together
 * with something else that the reader does not have (features/access/sign_in.h). */
#ifndef TALKOOT_STORE_SECRET_H
#define TALKOOT_STORE_SECRET_H

#include "base/str.h"

enum { SECRET_HASH_LENGTH = 64 };

/* BLAKE2b with 256 bits as SECRET_HASH_LENGTH hexadecimal digits. Null and empty secrets are a BUG: they would be equal for
 * everyone who has none. */
str secret_hash(struct arena *a, str secret);

#endif
