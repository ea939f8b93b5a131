/* Growing buffer that knows its maximum when it is born.
 *
 * Invariants:
 *   - The bytes live in the arena; there is always a NUL behind them.
 *   - Going over max does not grow the buffer: `full` becomes true, later appends do nothing, and the caller looks once
 *     at the end (buf_ok). The content is then a truncated start that must not be used as if it were whole. */
#ifndef TALKOOT_BASE_BUF_H
#define TALKOOT_BASE_BUF_H

#include "base/str.h"

struct buf {
	struct arena *a;
	char *p;
	size_t n, size, max;
	bool full;
};

/* An empty buffer for at most max bytes; takes no memory yet. */
void buf_init(struct buf *b, struct arena *a, size_t max);
void buf_add_slow(struct buf *b, const char *p, size_t n);
static inline void buf_add(struct buf *b, const char *p, size_t n)
{
	if (n < b->size - b->n && b->size != 0) {
		memcpy(b->p + b->n, p, n);
		b->n += n;
	} else {
		buf_add_slow(b, p, n);
	}
}
static inline void buf_str(struct buf *b, str s)
{
	if (s.n > 0)
		buf_add(b, s.p, s.n);
}
#define buf_lit(b, literal) buf_add((b), "" literal, sizeof(literal) - 1)
static inline void buf_char(struct buf *b, char c) { buf_add(b, &c, 1); }
void buf_int(struct buf *b, int64_t v);
void buf_format(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
/* The content so far; valid until the next append. NUL behind it. */
str buf_done(struct buf *b);
static inline bool buf_ok(const struct buf *b) { return !b->full; }

#endif
