/* Foreign text made fit for a document: what every writer of this layer does first with a text it is given.
 *
 * Text is checked where it enters the program (forms, JSON, imports), so nothing here should ever change anything. A
 * writer still must not make a broken document of a broken row: bytes that are not UTF-8 become U+FFFD. */
#ifndef TALKOOT_OUT_CLEAN_H
#define TALKOOT_OUT_CLEAN_H

#include "base/str.h"

/* s itself when it is UTF-8 without NUL; otherwise a copy in which each byte that belongs to no character, and each
 * NUL, is U+FFFD. str_null stays str_null. */
str clean_utf8(struct arena *a, str s);

/* The same as one line: runs of control characters (CR, LF, TAB among them, U+0085, U+2028, U+2029, and the marks that turn
 * the direction of text, with which a name would show other words than it has) become one space, white space at both ends
 * goes. For titles, names, subjects. */
str clean_line(struct arena *a, str s);

/* The same as lines: CR LF and CR become LF, other control characters but TAB go. */
str clean_lines(struct arena *a, str s);

/* Splits off the first line of *rest (LF ends a line; *rest becomes str_null after the last). */
str clean_next_line(str *rest);

/* A text that a spreadsheet must not take for a formula: a quote ' is put before a cell that begins with = + - @, their
 * full-width forms, TAB, CR or LF. Rule: OWASP "CSV Injection". Numbers are written as numbers, not through this. */
str clean_cell(struct arena *a, str s);

/* Undoes clean_cell, for our own exports that come back as imports. */
str clean_cell_undo(str s);

#endif
