/* See roff.h. */
#include "base/roff.h"

void roff_add(struct buf *b, str s)
{
	buf_lit(b, "\\&");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '-')
			buf_lit(b, "\\-");
		else if (s.p[i] == '\\')
			buf_lit(b, "\\e");
		else
			buf_char(b, s.p[i] == '\n' ? ' ' : s.p[i]);
	}
}
