/* The two mails of signing in, written to the outbox in the caller's transaction. */
#ifndef TALKOOT_FEATURES_SIGN_IN_MAIL_H
#define TALKOOT_FEATURES_SIGN_IN_MAIL_H

#include "store/db.h"

/* To an address that has an account: the link with this secret. */
MUST enum err sign_in_mail_link(struct ctx *c, struct tx *tx, enum lang lang, str email, str token);
/* To an address that has none: fixed words only, since anybody may have typed it. */
MUST enum err sign_in_mail_stranger(struct ctx *c, struct tx *tx, enum lang lang, str email);

#endif
