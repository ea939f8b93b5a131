/* The mails as people see them: the list, one mail, trying again, a test, and what the mail system is set to.
 *
 * Who may: coordinators and administrators of the instance. Others get ERR_FORBIDDEN, visitors ERR_SIGN_IN.
 *
 * A mail that is about nothing but the account (sign-in links) is private: who reads it could sign in as somebody else. Its words
 * are shown to nobody once mails are really sent; without a mail server to administrators, who could read the files, too. */
#ifndef TALKOOT_FEATURES_MAIL_BOOK_H
#define TALKOOT_FEATURES_MAIL_BOOK_H

#include "base/settings.h"
#include "store/db.h"

struct mail_line {
	str key;
	str kind, state;      /* as stored in the outbox */
	str address, subject; /* null when forgotten */
	str error;            /* what the server said last; null: nothing */
	int64_t created, next;/* UTC */
	struct opt_int sent;
	int64_t attempts;
};

struct mail_page {
	struct mail_line *lines;
	size_t count;
	str next, previous; /* cursors; str_null: none */
};

/* 50 mails, newest first. state: of the outbox, empty: all; address: whole, in any case, empty: all. ERR_INVALID: a cursor that
 * is not of this list. */
MUST enum err mail_book_page(struct ctx *c, str state, str address, str cursor, struct mail_page *ret);

struct mail_shown {
	struct mail_line line;
	bool hidden; /* private */
	str text;    /* its words; null: hidden or forgotten */
	str message; /* the whole, as it was or will be sent; null: hidden or forgotten */
};

MUST enum err mail_book_mail(struct ctx *c, str key, struct mail_shown *ret);
/* Has a failed mail sent after all. ERR_NOT_FOUND: there is none of this key, or it has not failed, or its words are forgotten. */
MUST enum err mail_book_retry(struct ctx *c, struct writer *w, str key);
/* Has all mails that wait after a fault tried at once. */
MUST enum err mail_book_retry_waiting(struct ctx *c, struct writer *w);
/* A test mail to the actor's own address. ERR_INVALID: the actor has none. */
MUST enum err mail_book_test(struct ctx *c, struct writer *w);

struct mail_book_state {
	int64_t waiting, sending, failed, sent;
	int64_t this_minute, this_day; /* sent of what the pace allows */
	str trouble;                   /* what the server said to the last mail that waits after a fault; null: none */
};
MUST enum err mail_book_state(struct ctx *c, struct mail_book_state *ret);

/* A DNS record that the sender's domain should have, so that mails do not end among junk. */
struct mail_record {
	const char *title; /* "SPF" */
	const char *type;  /* "TXT" */
	str name, value;
	const char *why;   /* N_() */
};
enum { MAIL_RECORDS = 3 };
/* For the domain of mail_from. Asks no name server. Sources: RFC 7208 (SPF), RFC 6376 (DKIM), RFC 7489 (DMARC). */
void mail_records(struct arena *a, const struct settings *settings, struct mail_record ret[MAIL_RECORDS]);

#endif
