/* Writing C: see compiler.h. */
#include <ctype.h>

#include "tplc/compiler.h"

enum { STATIC_MAX = 4000 }; /* below the 4095 bytes that C promises for a literal */

FILE *code, *header;

static char pending[STATIC_MAX];
static size_t pending_count;

void flush_static(void)
{
	if (pending_count == 0)
		return;
	fputs("\thtml_raw(h, \"", code);
	for (size_t i = 0; i < pending_count; i++) {
		char c = pending[i];

		if (c == '\n')
			fputs(i + 1 < pending_count ? "\\n\"\n\t\t\"" : "\\n", code);
		else if (c == '"' || c == '\\' || c == '?')
			fprintf(code, "\\%c", c);
		else if ((unsigned char)c < 32)
			fprintf(code, "\\%03o", (unsigned)c);
		else
			fputc(c, code);
	}
	fprintf(code, "\", %zu);\n", pending_count);
	pending_count = 0;
}

void write_static(char c)
{
	if (pending_count == STATIC_MAX)
		flush_static();
	pending[pending_count++] = c;
}

void mark_line(const char *p)
{
	flush_static();
	fprintf(code, "#line %d \"%s\"\n", line_of(p), shown_name);
}

void trim_static(void)
{
	while (pending_count > 0 && isspace((unsigned char)pending[pending_count - 1]))
		pending_count--;
}
