/* The checks. Each writes its faults; one that cannot be done is a fault too. */
#include "main/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "main/check.sql.h"
#include "store/backup.h"
#include "store/file_store.h"
#include "store/job.h"
#include "store/list.h"
#include "store/migrate.h"
#include "store/outbox.h"
#include "web/request.h"

enum { PART_ARENA_MAX = 64 << 20, MB = 1 << 20 };

struct check {
	struct command_run *r;
	struct store *s;
	const struct check_options *o;
	struct ctx *c; /* of a part: its arena is emptied between files */
	struct buf *out;
	int faults, told; /* told: of the running check */
};

static void PRINTF_LIKE(2, 3) fault(struct check *k, const char *format, ...)
{
	char line[1000];
	va_list ap;

	k->faults++;
	if (++k->told > CHECK_TELL_MAX)
		return;
	va_start(ap, format);
	vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	buf_format(k->out, "%s\n", line);
}

static void renew(struct check *k)
{
	ctx_end(k->c);
	arena_reset(k->c->a);
}

/* ---- the database itself ------------------------------------------------------------------------------------------------ */

/* The rows of a PRAGMA of SQLite, all of which but `fine` are faults. */
static enum err ask_sqlite(struct check *k, const char *pragma, const char *fine, const char *what)
{
	struct cursor *cur;
	bool row;

	TRY(stmt_read_sql(k->c, pragma, str_format(k->c->a, "PRAGMA %s", pragma), NULL, NULL, 0, &cur));
	for (;;) {
		TRY(cursor_next(cur, &row));
		if (!row)
			break;
		str words = cursor_text(cur, 0, k->c->a);

		if (fine == NULL || !str_eq_c(words, fine))
			fault(k, "%s: %.*s", what, STR_ARG(words));
	}
	cursor_end(cur);
	return OK;
}

static enum err check_pages(struct check *k)
{
	if (store_engine(k->s) != ENGINE_SQLITE)
		return OK;
	if (!k->o->quick)
		TRY(ask_sqlite(k, "integrity_check", "ok", "The database file is damaged"));
	return ask_sqlite(k, "foreign_key_check", NULL, "A row refers to nothing, in the table");
}

static enum err check_schema(struct check *k)
{
	enum migrate_state state;
	str why = S("");

	TRY(migrate_look(k->s, k->c->a, NULL, &state, &why));
	if (state == MIGRATE_PENDING)
		fault(k, "The database is older than this program: run talkoot migrate.");
	else if (state != MIGRATE_CURRENT)
		fault(k, "%.*s", STR_ARG(why));
	return OK;
}

/* EXPLAIN lets the engine understand a statement without running it, a writing one too. */
static void prepare(struct check *k, const char *name, str sql, const enum dbtype *types, size_t n)
{
	struct dbval in[80];
	struct cursor *cur;
	bool row;

	INVARIANT(n <= sizeof in / sizeof *in);
	for (size_t i = 0; i < n; i++)
		in[i] = (struct dbval){ .type = DB_NULL };
	if (stmt_read_sql(k->c, name, STR_CONCAT(k->c->a, S("EXPLAIN "), sql), types, in, n, &cur) == OK && cursor_next(cur, &row) == OK)
		cursor_end(cur);
	else
		fault(k, "The database does not understand the statement %s.", name);
}

static void prepare_list(struct check *k, const struct list_def *def)
{
	uint32_t every = def->condition_count == 0 ? 0 : (UINT32_C(1) << def->condition_count) - 1;

	for (int o = 0; o < def->order_count; o++) {
		const struct list_order *order = &def->orders[o];
		enum dbtype types[80];
		size_t n = 0;

		for (int i = 0; i < def->in_count; i++)
			types[n++] = def->in_types[i];
		for (int i = 0; i < order->key_count; i++)
			types[n++] = order->keys[i].type;
		types[n++] = DB_INT;
		prepare(k, def->name, list_sql(k->c->a, def, every, order, false, true), types, n);
	}
}

static enum err check_statements(struct check *k)
{
	for (const struct statement_module *const *m = statement_modules; *m != NULL; m++) {
		for (size_t i = 0; i < (*m)->statement_count; i++) {
			const struct stmt_def *def = (*m)->statements[i];

			prepare(k, def->name, str_from(def->sql), def->in_types, def->in_count);
		}
		for (size_t i = 0; i < (*m)->list_count; i++)
			prepare_list(k, (*m)->lists[i]);
		renew(k);
	}
	return OK;
}

/* ---- what is in it ------------------------------------------------------------------------------------------------------ */

static enum err check_counters(struct check *k)
{
	struct q_check_counters_row *rows;
	size_t n;

	if (k->o->quick)
		return OK;
	TRY(q_check_counters(k->c, &rows, &n));
	for (size_t i = 0; i < n; i++)
		fault(k, "The seats of the event %.*s do not agree with its sign-ups.", STR_ARG(rows[i].key));
	return OK;
}

static enum err check_file(struct check *k, int64_t id, str key)
{
	str bytes;
	enum err e = file_bytes(k->c, id, &bytes);

	if (e == ERR_DB)
		fault(k, "The file %.*s is not as it was uploaded.", STR_ARG(key));
	return e == ERR_DB || e == ERR_NOT_FOUND ? OK : e;
}

static enum err check_files(struct check *k)
{
	struct list_page page = { .limit = 200 };
	struct q_file_list_result files;
	struct ctx *outer = command_ctx(k->r, k->s);
	enum err e = OK;

	if (k->o->quick)
		return OK;
	do {
		e = q_file_list(outer, &(struct q_file_list_filter){ 0 }, &page, &files);
		for (size_t i = 0; e == OK && i < files.count; i++) {
			e = check_file(k, files.rows[i].id, files.rows[i].key);
			renew(k);
		}
		if (e == OK)
			page.cursor = files.next;
	} while (e == OK && !str_is_null(files.next));
	ctx_end(outer);
	return e;
}

static enum err check_given_up(struct check *k)
{
	struct q_jobs_parked_row *jobs;
	struct q_outbox_counts_row *mails;
	size_t n;

	if (k->o->restored)
		return OK;
	TRY(q_jobs_parked(k->c, &jobs, &n));
	for (size_t i = 0; i < n; i++)
		fault(k, "Work was given up after several failures: %.*s (%.*s).", STR_ARG(jobs[i].kind), STR_ARG(jobs[i].error));
	TRY(q_outbox_counts(k->c, &mails, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq_c(mails[i].state, "parked"))
			fault(k, "%lld mails wait for somebody to decide about them: see the page of mails.", (long long)mails[i].count);
	return OK;
}

/* ---- around it ---------------------------------------------------------------------------------------------------------- */

static enum err check_routes(struct check *k)
{
	struct web_options o = { .store = k->s, .settings = k->r->settings, .tables = all_route_tables,
				 .table_count = all_route_tables_count, .clock = k->r->clock, .random = k->r->random };
	struct web *web = NULL;
	str why = S("");

	site_from_settings(&o.site, k->r->settings);
	if (web_new(&o, k->r->a, &web, &why) != OK)
		fault(k, "%.*s", STR_ARG(why));
	web_free(web);
	return OK;
}

static enum err check_room(struct check *k)
{
	char *data = str_c(k->c->a, k->r->settings->data);
	char *file = str_c(k->c->a, STR_CONCAT(k->c->a, k->r->settings->data, S("/talkoot.db")));
	struct statvfs fs;
	struct stat st;
	int64_t room, wanted = CHECK_FREE_MIN_MB;

	if (statvfs(data, &fs) != 0) {
		fault(k, "The data folder %s cannot be looked at.", data);
		return OK;
	}
	room = (int64_t)(fs.f_bavail * fs.f_frsize / MB);
	if (store_engine(k->s) == ENGINE_SQLITE && stat(file, &st) == 0)
		wanted += 2 * st.st_size / MB;
	if (room < wanted)
		fault(k, "The disk of the data folder has %lld MB left; a backup and a day's work want %lld MB.", (long long)room,
		      (long long)wanted);
	return OK;
}

static enum err check_backup(struct check *k)
{
	struct backup_source from = { .store = k->s, .settings = k->r->settings, .a = k->c->a, .now = k->c->now };
	struct opt_int born, newest = backup_newest(&from);

	if (k->o->restored || k->r->settings->backup_keep == 0)
		return OK;
	TRY(q_check_born(k->c, &born));
	if (!newest.set && born.set && k->c->now - born.v > CHECK_BACKUP_MAX_H * 3600)
		fault(k, "There is no backup. talkoot serve makes one every night, talkoot backup makes one now.");
	else if (newest.set && k->c->now - newest.v > CHECK_BACKUP_MAX_H * 3600)
		fault(k, "The newest backup is %lld hours old.", (long long)((k->c->now - newest.v) / 3600));
	return OK;
}

/* ---- all of them -------------------------------------------------------------------------------------------------------- */

static const struct part {
	const char *what;
	enum err (*check)(struct check *k);
} parts[] = {
	{ "schema", check_schema },       { "database", check_pages },   { "statements", check_statements },
	{ "counters", check_counters },   { "files", check_files },      { "work given up", check_given_up },
	{ "settings and routes", check_routes }, { "room on the disk", check_room }, { "backups", check_backup },
};

static void run_part(struct check *k, const struct part *part)
{
	enum err e;

	k->told = 0;
	e = part->check(k);
	if (k->told > CHECK_TELL_MAX)
		buf_format(k->out, "... and %d more like these.\n", k->told - CHECK_TELL_MAX);
	k->told = 0;
	if (e != OK)
		fault(k, "This could not be checked: %s (%s).", part->what, err_name(e));
	renew(k);
}

enum err check_instance(struct command_run *r, struct store *s, const struct check_options *o, struct buf *out, int *ret_faults)
{
	struct arena *a = arena_new(PART_ARENA_MAX);
	struct check k = { .r = r, .s = s, .o = o, .out = out };

	if (a == NULL)
		return ERR_MEMORY;
	k.c = command_ctx(r, s);
	k.c->a = a;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		run_part(&k, &parts[i]);
		/* Nothing else makes sense on another schema. */
		if (i == 0 && k.faults > 0)
			break;
	}
	arena_free(a);
	*ret_faults = k.faults;
	if (k.faults == 0)
		buf_format(out, "Everything that was checked%s is in order.\n", o->quick ? " (the quick part)" : "");
	else
		buf_format(out, "Faults: %d\n", k.faults);
	return buf_ok(out) ? OK : ERR_LIMIT;
}
