/* See access_hooks.h. */
#include "features/access/access_hooks.h"

enum err access_load_actor(struct ctx *c, enum credential credential, str token_hash, struct actor *ret)
{
	return credential == CREDENTIAL_COOKIE ? sign_in_load(c, token_hash, ret) : ERR_SIGN_IN;
}
