/* Organisations: companies and other bodies, with their business ID where they have one.
 *
 * Invariants: a business ID stands once; name_fold and name_sort are derived from name (text/fold.h); what the register
 * told (source register) is never overwritten by what a guest typed in a sign-up.
 *
 * Permission: the directory data here are public (register data only); writing by a coordinator, or through a sign-up. */
#ifndef TALKOOT_FEATURES_ORGANISATION_H
#define TALKOOT_FEATURES_ORGANISATION_H

#include "store/db.h"

/* The organisation of a sign-up, found or made, inside the sign-up's transaction.
 * By key if it was picked from the list; else by valid business ID; else by exactly the same folded name when exactly one
 * organisation has it; else made new from what was typed (kind: of organisation.kind, str_null: company), source typed. An
 * empty name and no ID: no organisation (*ret_id 0, *ret_name ""). *ret_name is the name to keep in the sign-up: of the
 * organisation if it was picked, as typed otherwise. ERR_NOT_FOUND: no organisation has that key. */
MUST enum err organisation_for_sign_up(struct ctx *c, struct tx *tx, str key, str name, str business_id, str kind, int64_t *ret_id,
				       str *ret_name);

#endif
