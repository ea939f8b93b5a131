/* What belongs to the instance itself and is made at its first start. */
#ifndef TALKOOT_MAIN_INSTANCE_H
#define TALKOOT_MAIN_INSTANCE_H

#include "store/db.h"

/* The secret that signs form tokens: made once, kept in the database, so that all nodes have the same. */
MUST enum err instance_secret(struct ctx *c, struct writer *w, unsigned char secret[32]);

#endif
