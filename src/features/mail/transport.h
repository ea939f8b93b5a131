/* Transport: how one mail leaves the program. By SMTP (smtp.h), or as a file where no mail server is set (here). Tests hand
 * in their own.
 *
 * Invariants:
 *   - A transport tells what became of the mail in words for the sender's rules (enum mail_fate), never retries for long, and
 *     comes back within MAIL_SEND_MAX_S: before the lease of the mail is over.
 *   - It is used by one thread at a time. */
#ifndef TALKOOT_FEATURES_MAIL_TRANSPORT_H
#define TALKOOT_FEATURES_MAIL_TRANSPORT_H

#include <stdatomic.h>

#include "base/settings.h"
#include "base/str.h"

enum { MAIL_SEND_MAX_S = 280 };

enum mail_fate {
	FATE_SENT,
	FATE_LATER,           /* this mail is to be tried again: the server says so (4xx), or refuses by its policy */
	FATE_SERVER_AWAY,     /* no connection, a broken one, or a busy server: any other mail would fare the same now */
	FATE_NOT_LET_IN,      /* sign-in, encryption or sender are refused: somebody has to change settings */
	FATE_ADDRESS_REFUSED, /* there is no such mailbox */
	FATE_MAIL_REFUSED,    /* this message is refused for good, for another reason than its address */
	FATE_STOPPED          /* the program is ending: nothing was handed over */
};

/* "sent", "later", ... for logs. */
const char *mail_fate_name(enum mail_fate fate);

struct mail_letter {
	int64_t id;
	int64_t now;   /* UTC */
	str from, to;  /* addresses of the envelope */
	str bytes;     /* the whole message, lines ending with CR LF */
};

struct mail_outcome {
	enum mail_fate fate;
	int code;  /* of the server's last reply; 0: there was none */
	str words; /* what the server said, or what went wrong; may hold the address and any bytes; in the arena */
};

struct mail_transport {
	void (*send)(void *arg, struct arena *a, const struct mail_letter *letter, struct mail_outcome *ret);
	void *arg;
	bool paced; /* the limits of settings count: per minute, per day, connections */
};

/* The transport of the settings: SMTP with smtp_url, else files. Lives as long as the arena, which closes its connection.
 * *stopping set: a mail that the server does not have yet is given up. NULL: never. */
struct mail_transport mail_transport_of(struct arena *a, const struct settings *settings, const atomic_bool *stopping);

/* Mails as files <folder>/<time>-<id>.eml, each there whole or not at all, readable by the program's user only. The same mail
 * again writes another file. folder must outlive the transport. */
struct mail_transport mail_folder_transport(struct arena *a, str folder);
/* Where they are: "mail" in the data folder. */
str mail_folder(struct arena *a, const struct settings *settings);

#endif
