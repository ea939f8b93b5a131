/* What the start of the server hands to the chain (web/request.h), so that it knows who is signed in:
 *
 *   options.load_actor = access_load_actor;
 *   options.renew = sign_in_renew; */
#ifndef TALKOOT_FEATURES_ACCESS_HOOKS_H
#define TALKOOT_FEATURES_ACCESS_HOOKS_H

#include "features/access/sign_in.h"
#include "web/request.h"

/* Cookies are sign-ins. There are no API tokens yet: bearers are refused (ERR_SIGN_IN). */
MUST enum err access_load_actor(struct ctx *c, enum credential credential, str token_hash, struct actor *ret);

#endif
