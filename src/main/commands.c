/* What several commands need. */
#include "main/commands.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/file.h"
#include "main/instance.h"
#include "store/migrate.h"

void command_complain(const char *format, ...)
{
	va_list ap;

	fputs("talkoot: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
}

bool command_bring_up_to_date(struct command_run *r, struct store *s, int *ret_applied)
{
	struct migrate_options options = { .now = clock_now(&r->clock) };
	str why = S("");

	if (migrate_run(s, r->a, &options, ret_applied, &why) == OK)
		return true;
	command_complain("%.*s", STR_ARG(why));
	return false;
}

static bool is_current(struct command_run *r, struct store *s)
{
	enum migrate_state state;
	str why = S("");

	if (migrate_look(s, r->a, NULL, &state, &why) != OK || (state != MIGRATE_CURRENT && state != MIGRATE_PENDING)) {
		command_complain("%.*s", STR_ARG(why));
		return false;
	}
	if (state == MIGRATE_PENDING)
		command_complain("the database is older than this program; run talkoot migrate first");
	return state == MIGRATE_CURRENT;
}

bool command_open_any(struct command_run *r, struct store **ret)
{
	const struct settings *settings = r->settings;
	struct store_options options = { .data_folder = str_c(r->a, settings->data),
					 .url = settings->db.n > 0 ? str_c(r->a, settings->db) : NULL };
	str why = S("");

	*ret = NULL;
	if (folder_make(options.data_folder, 0750) != OK) {
		command_complain("the data folder %s cannot be made", options.data_folder);
		return false;
	}
	if (store_open(&options, r->a, ret, &why) == OK)
		return true;
	*ret = NULL;
	command_complain("%.*s", STR_ARG(why));
	return false;
}

bool command_open_store(struct command_run *r, bool migrate, struct store **ret)
{
	int applied;

	if (!command_open_any(r, ret))
		return false;
	if (migrate ? command_bring_up_to_date(r, *ret, &applied) : is_current(r, *ret))
		return true;
	store_close(*ret);
	*ret = NULL;
	return false;
}

struct ctx *command_ctx(struct command_run *r, struct store *s)
{
	struct ctx *c = NEW(r->a, struct ctx);

	*c = (struct ctx){ .a = r->a, .store = s, .actor = &actor_system, .random = &r->random, .settings = r->settings,
			   .lang = (enum lang)r->settings->default_language, .request_id = S("command"), .address = S("") };
	c->now_ms = clock_now_ms(&r->clock);
	c->now = c->now_ms / 1000;
	return c;
}

bool command_secret(struct command_run *r, struct store *s, unsigned char secret[32])
{
	struct ctx *c = command_ctx(r, s);
	enum err e = instance_secret(c, store_writer(s), secret);

	ctx_end(c);
	if (e != OK)
		command_complain("the instance's secret cannot be read: %s", err_name(e));
	return e == OK;
}
