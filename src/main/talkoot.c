/* The program's entry: finds the command, reads the settings, runs it. */
#include <stdio.h>
#include <string.h>

#include "main/commands.h"

extern char **environ;

enum { RUN_ARENA_MAX = 64 * 1024 * 1024 };

static void print_help(void)
{
	printf("talkoot %s - company visits, sign-ups and what comes of them\n\nUsage: talkoot COMMAND [settings]\n\n", TALKOOT_VERSION);
	for (size_t i = 0; i < all_commands_count; i++)
		if (!all_commands[i]->not_for_people)
			printf("  %-12s %s\n", all_commands[i]->name, all_commands[i]->summary);
	printf("\n  talkoot COMMAND --help tells more; talkoot config shows all settings.\n"
	       "  A trial on this machine: talkoot serve --data ./data\n");
}

static void print_command_help(const struct command *c)
{
	printf("Usage: talkoot %s\n\n%s\n", c->usage, c->summary);
	if (c->help != NULL)
		printf("\n%s\n", c->help);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < all_commands_count; i++)
		if (strcmp(all_commands[i]->name, name) == 0)
			return all_commands[i];
	return NULL;
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

/* For commands without arguments of their own: names the setting that was probably meant. */
static void complain_of_argument(struct arena *a, const char *arg)
{
	str near = arg[0] == '-' ? settings_nearest_flag(a, str_from(arg)) : str_null;

	if (str_is_null(near))
		command_complain("\"%s\" is not understood; talkoot config shows all settings", arg);
	else
		command_complain("\"%s\" is not understood; did you mean %.*s?", arg, STR_ARG(near));
}

static int run(const struct command *command, int argc, char **argv, struct arena *a)
{
	struct settings settings;
	struct command_run r = { .a = a, .settings = &settings, .clock = clock_system(), .random = random_system() };
	struct settings_input input = { .args = (const char *const *)argv + 2, .args_n = (size_t)argc - 2,
					.environment = (const char *const *)environ, .default_file = "talkoot.conf" };
	str problems;
	int fd = 2;

	if (settings_load(a, &input, &settings, &r.args, &r.arg_count, &problems) != OK) {
		command_complain("%.*s", STR_ARG(str_trim(problems)));
		return 2;
	}
	if (r.arg_count > 0 && !command->takes_args) {
		complain_of_argument(a, r.args[0]);
		return 2;
	}
	if (settings.log_file.n > 0 && log_file_open(str_c(a, settings.log_file), &fd) != OK) {
		command_complain("the log file %.*s cannot be written", STR_ARG(settings.log_file));
		return 1;
	}
	r.log_fd = fd;
	r.log = log_new(log_sink_fd(fd), r.clock, (enum log_level)settings.log_level);
	return command->run(&r);
}

struct whole {
	const struct command *command;
	int argc, status;
	char **argv;
	struct arena *a;
};

static enum err run_whole(void *arg)
{
	struct whole *w = arg;

	w->status = run(w->command, w->argc, w->argv, w->a);
	return OK;
}

int main(int argc, char **argv)
{
	struct whole w = { .argc = argc, .argv = argv };

	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
		print_help();
		return argc < 2 ? 2 : 0;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("talkoot %s\n", TALKOOT_VERSION);
		return 0;
	}
	w.command = find_command(argv[1]);
	if (w.command == NULL) {
		command_complain("there is no command \"%s\"; talkoot --help lists them", argv[1]);
		return 2;
	}
	if (wants_help(argc, argv)) {
		print_command_help(w.command);
		return 0;
	}
	w.a = arena_new(RUN_ARENA_MAX);
	if (w.a == NULL || arena_run(w.a, run_whole, &w) != OK) {
		command_complain("there is not enough memory");
		w.status = 1;
	}
	arena_free(w.a);
	return w.status;
}
