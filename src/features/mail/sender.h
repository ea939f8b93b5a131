/* The sender: takes mails from the outbox and hands them to a transport.
 *
 * Invariants:
 *   - A mail is claimed with a lease and a fence before it is handed over, and finished in a transaction of its own after that. A
 *     node that dies between the two leaves it to another when the lease is over (OUTBOX_LEASE_S): the mail then goes
 *     twice, with the same Message-ID. What could not be written down (database away) is written before the next mail is taken.
 *   - Confirmations go before notices, notices before bulk.
 *   - Over all nodes no more than mail_per_minute, mail_per_day and mail_connections of the settings, for paced transports; each
 *     attempt counts. (With SQLite there is one process, whose number of senders is mail_connections: claims left by a killed one
 *     are not counted there.)
 *   - By fate: tried again after 1, 5, 15, 60 min, then every 4 h, and given up as failed after three days (MAIL_ATTEMPTS_MAX);
 *     a refused address is failed and noted at the person; when we are not let in (sign-in, encryption, sender) the mail waits,
 *     however long, with the server's words where administrators see them.
 *   - After a fault that any mail would meet, the sender rests some seconds before it tries the next one.
 *   - Nothing personal is logged: the error kept with the mail and at the person has the address cut out. */
#ifndef TALKOOT_FEATURES_MAIL_SENDER_H
#define TALKOOT_FEATURES_MAIL_SENDER_H

#include "base/log.h"
#include "features/mail/transport.h"
#include "store/db.h"

enum { MAIL_ATTEMPTS_MAX = 23, MAIL_ERROR_MAX = 300, SENDER_REST_S = 30, MAIL_WAIT_NOT_LET_IN_S = 15 * 60 };

/* What is to be written about a mail that was handed over. */
struct sender_result {
	bool open; /* not written yet */
	int64_t id, fence, attempts;
	enum mail_fate fate;
	char address[256];
	size_t address_n;
	char error[MAIL_ERROR_MAX];
	size_t error_n;
};

/* One connection. Fill the first part, zero the rest. Used by one thread. */
struct sender {
	struct mail_transport transport;
	/* Notes at the person that the address (folded) was refused (features/person stands above this one); NULL: nobody. */
	enum err (*refused)(struct ctx *c, struct tx *tx, str email_fold, str why);
	const struct log *log; /* NULL: nothing is logged */

	int64_t rest_until; /* UTC */
	struct sender_result result;
};

struct sender_ran {
	bool ran;       /* false: nothing was due, or it may not go yet */
	int64_t id;
	enum mail_fate fate;
	bool gave_up;   /* failed for good */
	int64_t wait_s; /* when !ran: nothing to do before so many seconds (1 .. 86,400), unless a new mail comes */
};

/* Sends one due mail. c is new (its `now` counts). Errors of the database: nothing is lost, ask again. */
MUST enum err sender_run_one(struct ctx *c, struct writer *w, struct sender *s, struct sender_ran *ret);

/* Seconds to wait after the attempt of this number (1 is the first). */
int64_t sender_wait_s(int64_t attempts);

#endif
