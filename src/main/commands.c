/* What several commands need. */
#include "main/commands.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/file.h"
#include "main/instance.h"
#include "store/backup.h"
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

/* ---- options of a command ------------------------------------------------------------------------------------------------ */

static void take_away(struct command_run *r, size_t at, size_t n)
{
	const char **rest = NEW_ARRAY(r->a, r->arg_count + 1, const char *);
	size_t k = 0;

	for (size_t i = 0; i < r->arg_count; i++)
		if (i < at || i >= at + n)
			rest[k++] = r->args[i];
	r->args = rest;
	r->arg_count = k;
}

str command_option(struct command_run *r, const char *name)
{
	for (size_t i = 0; i < r->arg_count; i++) {
		str value = str_from(r->args[i]), flag = str_cut(&value, '=');
		bool next = str_is_null(value) && i + 1 < r->arg_count;

		if (!str_eq_c(flag, name))
			continue;
		if (str_is_null(value))
			value = next ? str_from(r->args[i + 1]) : S("");
		take_away(r, i, next ? 2 : 1);
		return value;
	}
	return str_null;
}

bool command_flag(struct command_run *r, const char *name)
{
	for (size_t i = 0; i < r->arg_count; i++) {
		if (strcmp(r->args[i], name) == 0) {
			take_away(r, i, 1);
			return true;
		}
	}
	return false;
}

bool command_no_more(struct command_run *r, size_t most)
{
	for (size_t i = 0; i < r->arg_count; i++) {
		if (i >= most || r->args[i][0] == '-') {
			command_complain("\"%s\" is not understood here", r->args[i]);
			return false;
		}
	}
	return true;
}

/* ---- the database -------------------------------------------------------------------------------------------------------- */

bool command_bring_up_to_date(struct command_run *r, struct store *s, int *ret_applied)
{
	struct backup_source from = { .store = s, .settings = r->settings, .a = r->a, .now = clock_now(&r->clock) };
	struct migrate_options options = { .now = from.now, .before = backup_before_migration, .arg = &from };
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
