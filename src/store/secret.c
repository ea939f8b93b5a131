/* See secret.h. */
#include "store/secret.h"

#include <sodium.h>

#include "base/encode.h"

str secret_hash(struct arena *a, str secret)
{
	unsigned char hash[SECRET_HASH_LENGTH / 2];

	INVARIANT(secret.n > 0);
	/* Needs no sodium_init: it picks no random numbers, and the plain C version runs when nobody chose a faster one. */
	if (crypto_generichash(hash, sizeof hash, (const unsigned char *)secret.p, secret.n, NULL, 0) != 0)
		BUG("BLAKE2b refused %zu bytes", secret.n);
	return hex_encode(a, hash, sizeof hash);
}
