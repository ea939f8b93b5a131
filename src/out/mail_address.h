/* Addresses of mail as people type them: which ones talkoot takes.
 *
 * The rule is the plain form of RFC 5322 that real mailboxes have: a dot-atom of at most 64 characters, '@', a domain
 * of at least two labels (RFC 1035 letters, digits, hyphens; at most 63 each); 254 characters in all (RFC 3696 erratum
 * 1690). Quoted local parts, comments, routes and address literals are refused: nobody has them, and parsers differ on
 * them. Domains with letters beyond ASCII are refused with a word of their own, so that the form can say "write it as
 * xn--...". */
#ifndef TALKOOT_OUT_MAIL_ADDRESS_H
#define TALKOOT_OUT_MAIL_ADDRESS_H

#include "base/str.h"

enum { MAIL_ADDRESS_MAX = 254 };

enum mail_address_state {
	MAIL_ADDRESS_OK,
	MAIL_ADDRESS_EMPTY,
	MAIL_ADDRESS_TOO_LONG,
	MAIL_ADDRESS_NO_AT,        /* no '@', or nothing before or behind it */
	MAIL_ADDRESS_LOCAL,        /* a character, dot or length before '@' that mailboxes do not have */
	MAIL_ADDRESS_LOCAL_FOREIGN, /* letters beyond ASCII before '@' (ä): this mail system cannot reach it */
	MAIL_ADDRESS_DOMAIN,       /* not a domain */
	MAIL_ADDRESS_DOMAIN_FOREIGN /* letters beyond ASCII in the domain: its xn-- form would do */
};

/* White space around is not trimmed: the form does that. */
enum mail_address_state mail_address_check(str address);
bool mail_address_ok(str address);
/* The form under which an address is looked up and compared: all ASCII letters small. Mail goes to it as it was
 * written. */
str mail_address_fold(struct arena *a, str address);

#endif
