/* Growing buffer with a maximum: see the header. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

enum { BUF_FIRST = 1024 };

void buf_init(struct buf *b, struct arena *a, size_t max)
{
	*b = (struct buf){ .a = a, .max = max };
}

/* Makes room for n more bytes and the NUL. False when that would pass the maximum. */
static bool room_for(struct buf *b, size_t n)
{
	size_t want, size;
	char *p;

	if (b->full || n > b->max - b->n) {
		b->full = true;
		return false;
	}
	want = b->n + n + 1;
	if (want <= b->size)
		return true;
	size = b->size == 0 ? BUF_FIRST : b->size * 2;
	if (size < want)
		size = want;
	/* buf_add trusts that what fits into size fits into max. */
	if (size - 1 > b->max)
		size = b->max + 1;
	p = arena_alloc(b->a, size);
	if (b->n > 0)
		memcpy(p, b->p, b->n);
	b->p = p;
	b->size = size;
	return true;
}

void buf_add_slow(struct buf *b, const char *p, size_t n)
{
	if (n == 0 || !room_for(b, n))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void buf_int(struct buf *b, int64_t v)
{
	char digits[20];
	size_t at = sizeof digits;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do
		digits[--at] = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	if (v < 0)
		buf_char(b, '-');
	buf_add(b, digits + at, sizeof digits - at);
}

void buf_format(struct buf *b, const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	INVARIANT(n >= 0);
	if (!room_for(b, (size_t)n))
		return;
	va_start(ap, format);
	vsnprintf(b->p + b->n, (size_t)n + 1, format, ap);
	va_end(ap);
	b->n += (size_t)n;
}

str buf_done(struct buf *b)
{
	if (b->p == NULL)
		return S("");
	b->p[b->n] = '\0';
	return str_make(b->p, b->n);
}
