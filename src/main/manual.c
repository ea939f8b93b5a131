/* Writes the manual page. */
#include "main/manual.h"

#include "base/roff.h"
#include "base/settings.h"
#include "main/commands.h"

static void print_lines(struct buf *out, const char *text)
{
	for (str rest = str_from(text); !str_is_null(rest);) {
		roff_add(out, str_trim(str_cut(&rest, '\n')));
		buf_lit(out, "\n");
	}
}

static void print_command(struct buf *out, const struct command *c)
{
	bool more = false;

	buf_lit(out, ".TP\n");
	/* A usage of several lines has the program's name in the later ones. */
	for (str rest = str_from(c->usage); !str_is_null(rest); more = true) {
		str line = str_trim(str_cut(&rest, '\n'));

		if (str_starts(line, S("talkoot ")))
			line = str_sub(line, 8, line.n);
		buf_str(out, more ? S(".TQ\n.B ") : S(".B "));
		roff_add(out, line);
		buf_lit(out, "\n");
	}
	print_lines(out, c->summary);
	if (c->help != NULL)
		print_lines(out, c->help);
}

void manual_print(struct buf *out, struct arena *a)
{
	buf_lit(out, ".\\\" Made by talkoot config \\-\\-man; do not edit.\n.TH TALKOOT 1 \"\" \"talkoot " TALKOOT_VERSION "\"\n"
		     ".SH NAME\ntalkoot \\- company visits, sign\\-ups and what comes of them\n"
		     ".SH SYNOPSIS\n.B talkoot\n.I command\n[settings]\n"
		     ".SH DESCRIPTION\n"
		     "Software with which a region's development company runs company visits: announcement, sign\\-up, waiting list, "
		     "attendance.\nOne program with all of it; it keeps its data in a folder (SQLite) or in a PostgreSQL database.\n"
		     ".PP\nA trial on this machine:\n.B talkoot serve \\-\\-data ./data\n"
		     ".SH COMMANDS\nEach takes the settings below as options.\n");
	for (size_t i = 0; i < all_commands_count; i++)
		if (!all_commands[i]->not_for_people)
			print_command(out, all_commands[i]);
	settings_print_man(out, a);
	buf_lit(out, ".SH FILES\nIn the data folder:\n"
		     ".TP\n.I talkoot.conf\nThe settings.\n"
		     ".TP\n.I talkoot.db\nThe database, with the files and pictures in it. While the program runs, talkoot.db\\-wal and "
		     "talkoot.db\\-shm belong to it: copy it by talkoot backup only.\n"
		     ".TP\n.I backups/\nThe backups, and\n.IR erasures ,\nthe list of persons that no backup may bring back.\n"
		     ".TP\n.I mail/\nMails, while no mail server is set.\n"
		     ".SH EXIT STATUS\n0: done. 1: failed, or the check found something. 2: used wrongly. A sentence on standard error says "
		     "what.\n"
		     ".SH SIGNALS\nFor talkoot serve. SIGTERM, SIGINT: answers what is under way and ends. SIGHUP: opens the log file anew.\n");
}
