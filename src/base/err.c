/* Names of errors, and the end of a program that met the impossible. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *err_name(enum err e)
{
	switch (e) {
	case OK: return "ok";
	case ERR_NOT_FOUND: return "not_found";
	case ERR_FORBIDDEN: return "forbidden";
	case ERR_SIGN_IN: return "sign_in";
	case ERR_INVALID: return "invalid";
	case ERR_CONFLICT: return "conflict";
	case ERR_LIMIT: return "limit";
	case ERR_BUSY: return "busy";
	case ERR_IO: return "io";
	case ERR_DB: return "db";
	case ERR_MEMORY: return "memory";
	case ERR_AGAIN_SLOW: return "again_slow";
	}
	return "unknown";
}

void bug_at(const char *file, int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "talkoot: BUG at %s:%d: ", file, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}
