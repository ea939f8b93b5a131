/* How often: token buckets in memory.
 *
 * A bucket holds up to `burst` tokens and gains `per_minute` of them a minute; an action takes one. Buckets are told apart
 * by their kind and a key (a network address, a form with a mail address).
 *
 * Invariants:
 *   - Generous per network address: 80 phones stand behind one address, and 500 people behind three are never refused with
 *     these figures (tested). What stops a pest is the bucket per form and mail address.
 *   - Memory is bounded (65,536 buckets, 1.5 MB): when a place is wanted, the one of eight that was not used for the
 *     longest time makes room.
 *   - Keys are hashed with a secret of the process: nobody can aim at another's bucket.
 *   - Buckets are per node; with n nodes the limits are up to n times as wide.
 * Safe over threads. Cost: a hash, a lock, eight comparisons. */
#ifndef TALKOOT_WEB_RATE_H
#define TALKOOT_WEB_RATE_H

#include "base/str.h"

enum rate_kind {
	RATE_OF_ADDRESS,         /* every request, per network address */
	RATE_OF_FORM_ADDRESS,    /* a form of a public page, per form and network address */
	RATE_OF_FORM_MAIL,       /* the same, per form and mail address: nobody's mailbox is filled */
	RATE_OF_SIGN_IN_ADDRESS, /* sign-in forms, per network address */
	RATE_OF_SIGN_IN_MAIL,    /* sign-in forms, per mail address */
	RATE_OF_SEARCH           /* searches, per network address */
};
enum { RATE_KINDS = RATE_OF_SEARCH + 1 };

struct rate;

/* NULL when the system has no memory. seed: secret of the process, 16 bytes. */
struct rate *rate_new(const unsigned char seed[16]);
void rate_free(struct rate *r);

/* Takes a token; false when there is none: *ret_wait is then the seconds until there is one (1 ..). now_ms may be any
 * clock that does not go back. */
bool rate_take(struct rate *r, enum rate_kind kind, str key, int64_t now_ms, int *ret_wait);

#endif
