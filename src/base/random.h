/* Randomness that is handed in, and what is made of it: ids, public keys, secret tokens, codes.
 *
 * Invariants:
 *   - The program uses random_system (the kernel's generator); tests use a seeded one, whose failing seed can be
 *     printed.
 *   - A struct random is a small value: copy it. Both kinds may be used by several threads at once.
 *   - Choices are even: no modulo bias.
 *
 * Which one to take:
 *   id_new             inside the database only (primary keys); tells when it was made, can be guessed
 *   key_new            what stands in public addresses and the API: names a thing, gives no right by itself
 *   token_new          a secret that gives a right (link in a mail, sign-in); store only its hash
 *   code_digits_new    six digits typed from a mail; only with few attempts and few minutes
 *   code_check_in_new  six characters typed at the door; no right beyond being recognised there */
#ifndef TALKOOT_BASE_RANDOM_H
#define TALKOOT_BASE_RANDOM_H

#include <stdatomic.h>

#include "base/str.h"

struct random {
	void (*fill)(void *arg, void *bytes, size_t n);
	void *arg;
};

/* The kernel's generator (getrandom). A kernel without one is a BUG, since nothing could go on safely. */
struct random random_system(void);

/* A generator whose bytes follow from its seed. With several threads the sequence is the same, who gets which part
 * is not. */
struct random_seeded {
	_Atomic uint64_t state;
};
/* Starts s and returns what reads it; s must outlive that. Never for anything a stranger might guess. */
struct random random_seeded_start(struct random_seeded *s, uint64_t seed);

static inline void random_fill(struct random *r, void *bytes, size_t n) { r->fill(r->arg, bytes, n); }
/* 64 even bits. */
uint64_t random_u64(struct random *r);
/* An even choice of 0 .. n-1; n > 0. */
uint64_t random_below(struct random *r, uint64_t n);

/* A new id > 0: milliseconds since 2020-01-01 (42 bits, until the year 2159) and 21 random bits below. Within a
 * process ids only grow, so none comes twice (the last one is a counter of the process, safe over threads; when
 * the clock goes back or a millisecond is crowded, ids go on from the last). Two processes draw the same id only
 * if they make ids in the same millisecond and then with odds of 1 in 2 million each; the primary key refuses the
 * second one, and the transaction's body, run again, gets another. now_ms: UTC milliseconds since 1970; before
 * 2020 counts as 2020. */
int64_t id_new(struct random *r, int64_t now_ms);

enum { KEY_LENGTH = 16, TOKEN_LENGTH = 43, CODE_LENGTH = 6 };

/* KEY_LENGTH characters of 0-9 a-z without i, l, o, u (80 bits). */
str key_new(struct arena *a, struct random *r);
/* Whether s has the form of a key: look before asking the database. */
bool key_valid(str s);
/* 32 random bytes as TOKEN_LENGTH characters of base64url (256 bits). */
str token_new(struct arena *a, struct random *r);
/* 000000 .. 999999 */
str code_digits_new(struct arena *a, struct random *r);
/* Six of 21 characters that look and sound apart (digits 3 4 6 7 9, capitals without vowels and B, I, L, S, U, V,
 * Z). */
str code_check_in_new(struct arena *a, struct random *r);
/* What a person typed (small letters, spaces, hyphens) as code_check_in_new writes it; str_null if it cannot be one. */
str code_check_in_read(struct arena *a, str typed);

#endif
