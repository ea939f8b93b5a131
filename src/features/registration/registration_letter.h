/* A letter of those who run an event to many who signed up: the rows of the list with its filters.
 *
 * Invariants:
 *   - Only to addresses that their owners have confirmed: unconfirmed ones get fixed words only (registration_mail.h).
 *     Without a filter by state, those who cancelled get none.
 *   - Sent as bulk, behind confirmations and notices, and not before LETTER_UNDO_S have passed: until then
 *     registration_letter_withdraw takes back what was not yet sent of the event.
 *   - The same subject is not sent again within LETTER_AGAIN_S, unless it was withdrawn: reloading a page sends nothing.
 *   - Sending and withdrawing stand in the event's journal.
 *
 * Permission: event_runs; else ERR_NOT_FOUND. Limits: LETTER_RECEIVERS_MAX. Cost: a transaction for each LETTER_PORTION
 * receivers; when one fails, the whole letter is withdrawn. */
#ifndef TALKOOT_FEATURES_REGISTRATION_LETTER_H
#define TALKOOT_FEATURES_REGISTRATION_LETTER_H

#include "features/registration/registration.h"

enum { LETTER_UNDO_S = 60, LETTER_AGAIN_S = 600, LETTER_PORTION = 20, LETTER_RECEIVERS_MAX = 5000 };

struct registration_letter {
	str subject;
	str text; /* plain: paragraphs are parted by empty lines */
};

struct letter_paragraph {
	str text;
};
/* The paragraphs of a text, as the mail and its preview show them. */
void registration_letter_paragraphs(struct ctx *c, str text, const struct letter_paragraph **ret, size_t *ret_count);

struct letter_receivers {
	int64_t count;       /* get it */
	int64_t unconfirmed; /* have an address that is not confirmed */
	int64_t without_email;
};

enum letter_answer { LETTER_SENT, LETTER_NOBODY, LETTER_SENT_ALREADY };

MUST enum err registration_letter_receivers(struct ctx *c, const struct event *event, const struct registration_query *query,
					    struct letter_receivers *ret);
/* One copy to the actor's own address, at once. */
MUST enum err registration_letter_test(struct ctx *c, struct writer *w, const struct event *event,
				       const struct registration_letter *letter);
MUST enum err registration_letter_send(struct ctx *c, struct writer *w, const struct event *event,
				       const struct registration_query *query, const struct registration_letter *letter,
				       enum letter_answer *ret);
/* *ret_count: how many were taken back; 0: it was too late. */
MUST enum err registration_letter_withdraw(struct ctx *c, struct writer *w, const struct event *event, int64_t *ret_count);

#endif
