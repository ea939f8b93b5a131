/* The hash of a message id, the same in the program and in tools/po2c, which lays out the table by it.
 *
 * Eight bytes a step, so that a sentence of 60 bytes takes some nanoseconds. Not for foreign keys: the ids are ours. */
#ifndef TALKOOT_TEXT_TR_HASH_H
#define TALKOOT_TEXT_TR_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t tr_hash(const char *p, size_t n)
{
	uint64_t h = 0x9e3779b97f4a7c15u ^ n, word;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&word, p, 8);
		h = (h ^ word) * 0xff51afd7ed558ccdu;
		h ^= h >> 32;
	}
	word = 0;
	memcpy(&word, p, n);
	h = (h ^ word) * 0xff51afd7ed558ccdu;
	return h ^ h >> 29;
}

#endif
