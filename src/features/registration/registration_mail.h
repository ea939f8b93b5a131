/* Mails to people who are signed up. Written to the outbox in the caller's transaction.
 *
 * Invariants: an address that its owner has not confirmed gets fixed words (no typed name, no message of others), at most
 * UNCONFIRMED_MAILS_A_DAY; past that the mail is not written. A registration without an address gets none. */
#ifndef TALKOOT_FEATURES_REGISTRATION_MAIL_H
#define TALKOOT_FEATURES_REGISTRATION_MAIL_H

#include "features/registration/registration.h"

enum registration_mail {
	MAIL_CONFIRMED,     /* you have a seat: calendar entry, QR code, link */
	MAIL_WAITING,       /* you are on the waiting list, place n */
	MAIL_MOVED_UP,      /* a seat became free and is yours */
	MAIL_CANCELLED,     /* your place was cancelled: calendar entry goes */
	MAIL_ALREADY,       /* somebody signed you up again: nothing changed, here is your link */
	MAIL_SENT_INSTEAD,  /* somebody else goes in your place */
	MAIL_EVENT_CHANGED, /* time, place or link changed: what, with an updated calendar entry */
	MAIL_EVENT_CANCELLED
};

/* extra: what changed (MAIL_EVENT_CHANGED), the coordinator's reason (MAIL_CANCELLED); str_null otherwise. The reason of
 * MAIL_EVENT_CANCELLED is the event's own, in the receiver's language. */
MUST enum err registration_mail(struct ctx *c, struct tx *tx, int64_t registration, enum registration_mail kind,
				str extra);

#endif
