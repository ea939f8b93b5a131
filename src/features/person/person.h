/* People: who they are, how they are reached.
 *
 * Invariants: an e-mail address (folded: text_lower) belongs to one person; names are folded and sorted when written; an
 * erased person keeps a nameless row, so that old figures add up. */
#ifndef TALKOOT_FEATURES_PERSON_H
#define TALKOOT_FEATURES_PERSON_H

#include "store/db.h"

struct person_contact {
	int64_t person;                     /* 0: nothing to find again (no address) */
	struct opt_int email_confirmed_utc; /* its owner has opened a link sent to it */
};

/* The person of a sign-up, inside its transaction: found by the address, else made. A person that is known is NOT changed
 * by what somebody typed into an open form (name, job title), since the address's owner has not said it. Keeps an
 * affiliation with the organisation (0: none) if the person is new. email str_null: makes no person. */
MUST enum err person_for_sign_up(struct ctx *c, struct tx *tx, str name, str email, str job_title, int64_t organisation,
				 struct person_contact *ret);

/* The address's owner has used a link sent to it. */
MUST enum err person_email_confirmed(struct ctx *c, struct tx *tx, str email_fold);

#endif
