/* The outbox: mail that a transaction wants sent.
 *
 * Invariants:
 *   - A mail is a row written in the transaction that wants it: nothing is mailed of what did not happen, and nothing is
 *     lost of what did.
 *   - Its bytes, and its Message-ID, are made once: if a node dies while sending, the receiver may get it twice, with the
 *     same Message-ID.
 *   - Confirmations go before notices, notices before bulk; within a kind the older first.
 *   - The pace (per minute, per day) is kept in the database, over all nodes.
 *
 * The one who sends (features/mail) claims with a lease and a fence like jobs do. */
#ifndef TALKOOT_STORE_OUTBOX_H
#define TALKOOT_STORE_OUTBOX_H

#include "store/db.h"
#include "store/outbox.sql.h"

enum outbox_kind { OUTBOX_CONFIRMATION, OUTBOX_NOTICE, OUTBOX_BULK };
enum { OUTBOX_LEASE_S = 300, OUTBOX_BODY_MAX = 12 * 1024 * 1024 };

struct outbox_mail {
	enum outbox_kind kind;
	str address;
	int64_t person;         /* 0: none */
	const char *about_kind; /* "event", ...; NULL: nothing */
	int64_t about_id;
	str message_id;         /* outbox_message_id */
	str subject;
	str body;               /* the whole message, as out/mail_message writes it */
	int64_t not_before;     /* UTC; 0: at once. Until then outbox_withdraw can take it back (undo) */
};

/* A new Message-ID "key@host" without angle brackets; host: of public_url, "localhost" without one. */
str outbox_message_id(struct ctx *c);
/* Puts a mail into the outbox. ERR_LIMIT: larger than OUTBOX_BODY_MAX. */
MUST enum err outbox_add(struct ctx *c, struct tx *tx, const struct outbox_mail *mail);

/* One more mail may go now? Counts it if so; else *ret_wait_s says how many seconds to wait. 0 as limit: no limit. */
MUST enum err outbox_take_pace(struct ctx *c, struct tx *tx, int64_t per_minute, int64_t per_day, bool *ret_may, int64_t *ret_wait_s);

#endif
