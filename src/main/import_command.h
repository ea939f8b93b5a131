/* talkoot import: data of others from files, from the command line. */
#ifndef TALKOOT_MAIN_IMPORT_COMMAND_H
#define TALKOOT_MAIN_IMPORT_COMMAND_H

#include <stdio.h>

#include "main/commands.h"

enum { IMPORT_SOME_REFUSED = 3 };

/* Does what the arguments of the run say. `out` gets a line for each refused entry (file:line: entry N, business ID: reason) and
 * one for each file; `progress` a line that overwrites itself (live: a terminal) or one every 50,000 entries. Returns the exit
 * status: 0 everything was taken, 1 a file or the database failed, 2 used wrongly, IMPORT_SOME_REFUSED when some entries
 * were refused and all others taken; for 1 and 2 *ret_why is an English sentence. Goes on with the next file behind one
 * that failed. */
int import_command(struct command_run *r, struct ctx *c, struct writer *w, FILE *out, FILE *progress, bool live, str *ret_why);

#endif
