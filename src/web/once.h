/* Once and not twice: the answer of a form or an API call is kept with its key in the same transaction as what it did.
 *
 *   static enum err body(struct ctx *c, struct tx *tx, void *arg)
 *   {
 *   	bool first;
 *   	TRY(once_begin(c, tx, in->once_key, &first, &out->answer));    // in->once_key: req_once_key of the handler
 *   	if (!first)
 *   		return OK;                                             // out->answer: what the first one answered
 *   	... do it ...
 *   	return once_end(c, tx, in->once_key, registration_key);
 *   }
 *
 * The chain itself catches double clicks on one node in a moment (once_guard); this is for what must not happen twice whatever
 * happens: a lost connection, another node, a client that tries again the next day. Keys are kept for 24 hours.
 * API calls with an Idempotency-Key are kept by the chain (once_api.c): their domain functions may do the same, and then are
 * exact even if a node dies between the commit and the keeping. */
#ifndef TALKOOT_WEB_ONCE_H
#define TALKOOT_WEB_ONCE_H

#include "store/db.h"

enum { ONCE_SECONDS = 24 * 3600 };

/* *ret_first: nothing has been done under this key. Else *ret_answer is what the first one gave to once_end ("" when it is not
 * known). A null key is always the first. */
MUST enum err once_begin(struct ctx *c, struct tx *tx, str key, bool *ret_first, str *ret_answer);
/* Keeps the answer: valid UTF-8, at most 10,000 bytes. */
MUST enum err once_end(struct ctx *c, struct tx *tx, str key, str answer);
/* Forgets keys that are over. */
MUST enum err once_purge(struct ctx *c, struct writer *w);

#endif
