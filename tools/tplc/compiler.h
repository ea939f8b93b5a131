/* What the parts of tplc share: the source and its pieces (source.c), the C being written (output.c), values and messages
 * (value.c). One template file is compiled per run, so its state is global; the first error ends the run. */
#ifndef TALKOOT_TOOLS_TPLC_COMPILER_H
#define TALKOOT_TOOLS_TPLC_COMPILER_H

#include <stdio.h>

#include "tplc/markup.h"

/* -- source.c -------------------------------------------------------------------------------------------------------- */

/* A piece of the source. */
struct piece {
	const char *p;
	size_t n;
};
#define PIECE(x) (int)(x).n, (x).p

/* The template file (a NUL stands behind its end) and its name for messages and #line. */
extern const char *source, *source_end, *shown_name;

void fail(int line, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));
/* The line of a byte of the source. */
int line_of(const char *p);
bool is_name_byte(char c);
/* The piece from `from` to `to`, trimmed. */
struct piece between(const char *from, const char *to);
/* The next byte at depth 0 (of parentheses, brackets, braces; outside literals) for which `stop` holds; else end. */
const char *scan(const char *p, const char *end, bool (*stop)(const char *p, const char *from));
/* Takes a name from the front of *x; `what` is said when there is none. */
struct piece take_name(struct piece *x, const char *what);
/* Takes a string literal, with its quotes. */
struct piece take_literal(struct piece *x);
/* name(args) of {template}, {call} and {wrap}. */
struct piece split_call(struct piece x, struct piece *ret_args, const char *word);

/* -- output.c -------------------------------------------------------------------------------------------------------- */

extern FILE *code, *header;

/* Markup to be written; runs of it become one call. */
void write_static(char c);
void flush_static(void);
/* Drops white space at the end of what is not flushed yet. */
void trim_static(void);
/* The C that follows comes from this line of the template. */
void mark_line(const char *p);

/* -- value.c --------------------------------------------------------------------------------------------------------- */

/* Where in the markup the compiler is. */
extern struct markup m;

void need_expression(struct piece x, const char *directive);
/* Refuses what may stand in text only. */
void need_text(const char *p, const char *directive);
/* {expr} */
void put_value(struct piece x);
/* {t}, {tn}, {tc}: `word` with what follows it */
void put_message(const char *word, struct piece x);

#endif
