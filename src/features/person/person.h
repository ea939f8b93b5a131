/* People: who they are, how they are reached, what they agreed to; and what the law gives them: their data, corrected or
 * erased at their word.
 *
 * Invariants:
 *   - An e-mail address (folded: mail_address_fold) belongs to one person.
 *   - Names are folded and sorted where they are written (text/fold.h).
 *   - A person that is known is never changed by what somebody else typed into an open form.
 *   - An erased person keeps a nameless row and its sign-ups as figures, so that old reports add up; the row in `erasure` lets a
 *     restored backup erase again.
 *   - Every column tagged "personal:" in the migrations is emptied by erasing and is in the download, or stands with its
 *     reason in person_data_exceptions. A test walks over the tags, so a new column cannot be forgotten.
 *
 * Who may: a person about itself; coordinators of the instance about everyone. Others get ERR_NOT_FOUND, visitors
 * ERR_SIGN_IN.
 *
 * Law: GDPR articles 15 and 20 (copy of one's data, in a form that machines read), 16 (correction), 17 (erasure), 7(3)
 * (withdrawing a consent is as easy as giving it).
 *
 * Limits: name 120 characters, telephone 20 digits, download 8 MB. */
#ifndef TALKOOT_FEATURES_PERSON_H
#define TALKOOT_FEATURES_PERSON_H

#include "base/buf.h"
#include "store/db.h"

enum { PERSON_NAME_MAX = 120, PERSON_PHONE_MAX = 30, PERSON_DATA_MAX = 8 << 20 };

/* ---- for sign-ups --------------------------------------------------------------------------------------------------- */

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

/* A mail server refused the address for good. why: its words, at most 200 bytes are kept. */
MUST enum err person_email_refused(struct ctx *c, struct tx *tx, str email_fold, str why);

/* ---- consents ------------------------------------------------------------------------------------------------------- */

/* Has the person agreed, for this event (0: in general)? The last word counts, whether it was said for the event or for
 * all. Never asked: no. */
MUST enum err person_consent(struct ctx *c, int64_t person, str code, int64_t event, bool *ret_given);
/* Writes down what was said, inside the transaction of the form it was said in. registration 0: none; event 0: for all. */
MUST enum err person_consent_add(struct ctx *c, struct tx *tx, int64_t person, str code, str version, int64_t event,
				 int64_t registration, bool given);

struct person_consent_row {
	str code, version;
	str event_key, event_title; /* str_null: for all */
	bool given;
	int64_t at; /* UTC */
};
/* The last word for each code and event, newest first. */
MUST enum err person_consents(struct ctx *c, int64_t person, const struct person_consent_row **ret, size_t *ret_count);
/* The name of a consent for people; the code itself when it is none we know. */
str person_consent_name(enum lang lang, str code);
/* The actor withdraws one of its own. event_key str_null: the general one. ERR_NOT_FOUND: was not given. */
MUST enum err person_consent_withdraw(struct ctx *c, struct writer *w, str code, str event_key);

/* ---- one's own data ------------------------------------------------------------------------------------------------- */

struct person {
	int64_t id;
	str key;
	str name, phone; /* str_null: not known, or erased */
	enum lang lang;
	struct opt_int erased;
	const str *emails;
	size_t email_count;
};

MUST enum err person_by_id(struct ctx *c, int64_t id, struct person *ret);

enum person_result {
	PERSON_DONE,
	PERSON_NAME_WRONG,
	PERSON_PHONE_WRONG,
	PERSON_SIGNED_UP,          /* sign-ups for coming events stand: cancel them first, since others wait for the places */
	PERSON_LAST_ADMINISTRATOR  /* of the instance: another one is needed first */
};
/* What went wrong, in the language; str_null for PERSON_DONE. */
str person_result_text(enum lang lang, enum person_result result);

/* Changes name, telephone (empty: none) and language of the actor's own person and account; there may be only one of the two. */
MUST enum err person_correct_own(struct ctx *c, struct writer *w, str name, str phone, enum lang lang,
				 enum person_result *ret);

/* Everything that is known of the person as JSON. Of the actor itself, with its account, also when it has no person. */
MUST enum err person_own_data(struct ctx *c, struct buf *ret);
/* The same of anybody, for coordinators who answer a letter. */
MUST enum err person_data(struct ctx *c, str person_key, struct buf *ret);

/* Erases the actor: person, account, sign-ins. */
MUST enum err person_erase_own(struct ctx *c, struct writer *w, enum person_result *ret);
/* Erases anybody: coordinators. ERR_NOT_FOUND: no such person, or erased already. */
MUST enum err person_erase(struct ctx *c, struct writer *w, str person_key, enum person_result *ret);
/* Erases again after a backup was restored: whatever stands against it. Does nothing when the person is not there. */
MUST enum err person_erase_again(struct ctx *c, struct tx *tx, int64_t person, int64_t erased_utc);

/* Personal columns that erasing or the download leaves alone, and why. The last one has table NULL. */
struct person_data_exception {
	const char *table, *column;
	bool kept;     /* not emptied when the person is erased */
	bool not_told; /* not in the download */
	const char *why;
};
extern const struct person_data_exception person_data_exceptions[];

#endif
