/* talkoot user: user accounts from the command line, and the first administrator of a new instance. */
#ifndef TALKOOT_MAIN_USER_COMMAND_H
#define TALKOOT_MAIN_USER_COMMAND_H

#include "base/buf.h"
#include "main/commands.h"

/* Does what the arguments of the run say and appends what is to be printed. Returns the exit status: 0 done, 1 failed, 2 used
 * wrongly; *ret_why is then one English sentence. */
int user_command(struct command_run *r, struct ctx *c, struct writer *w, struct buf *out, str *ret_why);

#endif
