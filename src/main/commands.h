/* The commands of the program: src/main/cmd_x.c holds `const struct command command_x`; CMake collects them by name. */
#ifndef TALKOOT_MAIN_COMMANDS_H
#define TALKOOT_MAIN_COMMANDS_H

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/settings.h"
#include "store/db.h"

/* What every command gets: settings read and checked, nothing opened. */
struct command_run {
	struct arena *a; /* 64 MB, for the whole run */
	const struct settings *settings;
	const char *const *args; /* what stands behind the command and is no setting */
	size_t arg_count;
	struct log log;
	int log_fd; /* where it goes; 2: standard error */
	struct clock clock;
	struct random random;
};

struct command {
	const char *name;    /* "serve" */
	const char *usage;   /* "serve [settings]" */
	const char *summary; /* one line for --help */
	const char *help;    /* further lines, or NULL */
	bool not_for_people; /* the program calls it itself: neither --help nor the manual page name it */
	bool takes_args; /* what is no setting is for it; else it is refused as a mistyped one */
	/* Returns the exit status: 0 done, 1 failed (a sentence stands on standard error), 2 used wrongly. */
	int (*run)(struct command_run *r);
};

extern const struct command *const all_commands[];
extern const size_t all_commands_count;

/* Opens the database of the settings. false: the reason was printed. `migrate`: runs pending migrations first; else pending
 * ones are refused. */
bool command_open_store(struct command_run *r, bool migrate, struct store **ret);
/* The same without a look at its state. */
bool command_open_any(struct command_run *r, struct store **ret);
/* Runs what is pending; *ret_applied: how many. false: the reason was printed. */
bool command_bring_up_to_date(struct command_run *r, struct store *s, int *ret_applied);
/* The secret that signs form tokens. false: the reason was printed. */
bool command_secret(struct command_run *r, struct store *s, unsigned char secret[32]);
/* Options of the command itself, among r->args, from which they are taken away: "--name VALUE" or "--name=VALUE" (str_null: not
 * given), and "--name" alone. */
str command_option(struct command_run *r, const char *name);
bool command_flag(struct command_run *r, const char *name);
/* What is left must be at most `most` words that are no options; else says so. */
bool command_no_more(struct command_run *r, size_t most);
/* A sentence on standard error, "talkoot: ..." */
void command_complain(const char *format, ...) PRINTF_LIKE(1, 2);
/* A context for work at the command line, acting as the program itself. */
struct ctx *command_ctx(struct command_run *r, struct store *s);

#endif
