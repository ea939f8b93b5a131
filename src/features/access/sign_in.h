/* Signing in by a mailed single-use link, and the browsers that are signed in.
 *
 * The way of it:
 *   1. Someone gives an address (sign_in_ask). The page answers the same to every address. A known one is mailed a link; an
 *      unknown one, at most once a day, a short mail that there is no account and that sign-ups need none.
 *   2. The link opens a page with one button. Opening it changes nothing, since mail scanners open every link.
 *   3. In the browser that asked, the button signs in (sign_in_with_link). In another browser it shows six digits
 *      (sign_in_show_code), which the browser that asked takes (sign_in_with_code). So a link that was forwarded or read by
 *      someone else signs nobody else in.
 *
 * Invariants:
 *   - The database holds hashes only (store/secret.h): of the link, of the browser's secret, of the code, of the sign-in.
 *   - A link signs in once, within SIGN_IN_LINK_SECONDS. The code is made when its owner asks to see it, not before; five
 *     tries, counted before they are compared; then only a new link helps.
 *   - Known and unknown addresses cause the same statements and one mail at most, and the same answer. Tries of codes are
 *     counted alike for both.
 *   - A sign-in ends SIGN_IN_IDLE_SECONDS after it was last used, SIGN_IN_ABSOLUTE_SECONDS after it began, when its owner ends
 *     it, and when the account is closed. Each has a new secret; none is reused.
 *   - Mails to one address: SIGN_IN_MAILS_AN_HOUR, SIGN_IN_MAILS_A_DAY; what is above is not sent and not told.
 *
 * Signing in proves that the address is the account's: the person who has the same address becomes the account's person, and
 * the address counts as confirmed. */
#ifndef TALKOOT_FEATURES_SIGN_IN_H
#define TALKOOT_FEATURES_SIGN_IN_H

#include "store/db.h"

enum {
	SIGN_IN_LINK_SECONDS = 15 * 60,
	SIGN_IN_COMMAND_LINK_SECONDS = 24 * 3600,
	SIGN_IN_CODE_TRIES = 5,
	SIGN_IN_MAILS_AN_HOUR = 5,
	SIGN_IN_MAILS_A_DAY = 20,
	SIGN_IN_STRANGER_MAILS_A_DAY = 1,
	SIGN_IN_IDLE_SECONDS = 30 * 86400,
	SIGN_IN_ABSOLUTE_SECONDS = 90 * 86400,
	SIGN_IN_RENEW_SECONDS = 3600 /* "last used" is at most this old */
};

/* ---- asking for a link ---------------------------------------------------------------------------------------------- */

struct sign_in_ask {
	str email;   /* an address that mail_address_ok takes */
	str browser; /* secret of the asking browser */
	str next;    /* local path to go to afterwards; anything else is ignored */
};

/* Sends what is to be sent. Tells nothing about the address. */
MUST enum err sign_in_ask(struct ctx *c, struct writer *w, const struct sign_in_ask *in);

/* A link for the command line: for any browser, SIGN_IN_COMMAND_LINK_SECONDS, not mailed. *ret: path with the secret,
 * "/sign-in/...", without language. ERR_NOT_FOUND: no open account has the address. */
MUST enum err sign_in_command_link(struct ctx *c, struct writer *w, str email, str *ret_path);

/* ---- using it ------------------------------------------------------------------------------------------------------- */

enum sign_in_link_state {
	SIGN_IN_LINK_HERE,      /* this browser asked (or any may): the button signs in */
	SIGN_IN_LINK_ELSEWHERE, /* another browser asked: the button shows the code */
	SIGN_IN_LINK_USED,
	SIGN_IN_LINK_OVER,      /* too old */
	SIGN_IN_LINK_UNKNOWN    /* no such link, or so old that it was forgotten */
};

/* What opening the link shows. Changes nothing. */
MUST enum err sign_in_link_look(struct ctx *c, str token, str browser, enum sign_in_link_state *ret);

enum sign_in_result {
	SIGN_IN_DONE,
	SIGN_IN_NO,        /* the link is used, over, unknown, for another browser, or its account was closed */
	SIGN_IN_WRONG_CODE,
	SIGN_IN_NO_TRIES   /* no try left, or nothing was asked for by this browser */
};

struct sign_in_browser {
	str secret;     /* of the browser */
	str user_agent; /* as sent; may be null */
	str old_token;  /* a sign-in that this browser still has: it ends; null: none */
};

struct sign_in_new {
	str token; /* the secret for the cookie */
	str next;  /* local path, or str_null */
	enum lang lang; /* of the account */
	enum sign_in_result result;
	int tries_left; /* with SIGN_IN_WRONG_CODE */
};

MUST enum err sign_in_with_link(struct ctx *c, struct writer *w, str token, const struct sign_in_browser *browser,
				struct sign_in_new *ret);
/* code: digits as typed; spaces and hyphens between them do not matter. */
MUST enum err sign_in_with_code(struct ctx *c, struct writer *w, str code, const struct sign_in_browser *browser,
				struct sign_in_new *ret);
/* Makes and shows the six digits. ERR_NOT_FOUND: the link is no longer good. */
MUST enum err sign_in_show_code(struct ctx *c, struct writer *w, str token, str *ret_code);

/* ---- being signed in ------------------------------------------------------------------------------------------------ */

/* Who has this sign-in? Fills *ret with memory of the context; ret->renew: sign_in_renew is due. ERR_SIGN_IN: nobody (unknown,
 * ended, account closed). One statement, by its unique key. */
MUST enum err sign_in_load(struct ctx *c, str token_hash, struct actor *ret);
/* It was used now: moves the end of the sign-in. Does nothing more often than each SIGN_IN_RENEW_SECONDS. */
MUST enum err sign_in_renew(struct ctx *c, struct writer *w, str token_hash);

struct sign_in_row {
	str key;
	str browser; /* "Firefox, Android"; may be empty */
	int64_t created, seen; /* UTC */
	bool current;
};

/* The actor's own sign-ins, last used first. current_hash: of the browser that asks. */
MUST enum err sign_in_rows(struct ctx *c, str current_hash, const struct sign_in_row **ret, size_t *ret_count);
/* Ends one of the actor's own. ERR_NOT_FOUND: not one of them. */
MUST enum err sign_in_end(struct ctx *c, struct writer *w, str key);
/* Ends all of the actor's own. */
MUST enum err sign_in_end_all(struct ctx *c, struct writer *w);
/* Signs out the browser that shows this secret; unknown ones do nothing. */
MUST enum err sign_in_end_token(struct ctx *c, struct writer *w, str token_hash);

/* Forgets links older than a day and sign-ins that are over: for the job of the night. */
MUST enum err sign_in_purge(struct ctx *c, struct writer *w);

/* "Firefox, Android" from a User-Agent header; "" when it says nothing known. Static or in the arena. */
str sign_in_browser_name(struct arena *a, str user_agent);

#endif
