/* The steps of restoring. */
#include "main/restore.h"

#include <string.h>

#include "base/time.h"
#include "features/person/person.h"
#include "main/check.h"
#include "main/restore.sql.h"
#include "store/backup.h"

struct restoring {
	struct command_run *r;
	const struct restore_options *o;
	struct buf *out;
	struct backup_info info;
	const struct erasure *erasures;
	size_t erasure_count;
	struct ctx *c;
	int64_t parked, ended;
};

/* ---- the list of erasures ------------------------------------------------------------------------------------------------ */

static str beside(struct arena *a, const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash == NULL ? S("erasures") : STR_CONCAT(a, str_make(file, (size_t)(slash - file) + 1), S("erasures"));
}

static bool read_list(struct restoring *x)
{
	struct arena *a = x->r->a;
	bool named = !str_is_null(x->o->erasures);
	str path = named ? x->o->erasures : beside(a, x->o->file);
	enum err e;

	if (named && str_eq_c(path, "none"))
		return true;
	e = erasures_read(a, str_c(a, path), &x->erasures, &x->erasure_count);
	if (e == OK)
		return true;
	if (e == ERR_NOT_FOUND && !named)
		command_complain("no list of erasures lies beside the backup: name it by --erasures FILE (it is the file \"erasures\" in "
				 "the folder backups), or say --erasures none if there is none");
	else
		command_complain("the list of erasures %.*s cannot be read: %s", STR_ARG(path), err_name(e));
	return false;
}

static enum err erase_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct erasure *one = arg;

	return person_erase_again(c, tx, one->person, one->at);
}

/* Each in its own transaction and its own memory. */
static enum err apply_list(struct restoring *x)
{
	struct ctx one = *x->c;
	enum err e = OK;

	one.a = arena_new(16 << 20);
	if (one.a == NULL)
		return ERR_MEMORY;
	for (size_t i = 0; i < x->erasure_count && e == OK; i++) {
		struct erasure erasure = x->erasures[i];

		e = db_write(&one, store_writer(one.store), erase_body, &erasure);
		arena_reset(one.a);
	}
	ctx_end(&one);
	arena_free(one.a);
	return e;
}

/* ---- the steps ---------------------------------------------------------------------------------------------------------- */

static enum err quieten_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct restoring *x = arg;
	int64_t links;

	TRY(q_restore_park_mails(c, tx, &x->parked));
	TRY(q_restore_end_sign_ins(c, tx, &x->ended));
	return q_restore_forget_links(c, tx, &links);
}

static enum err finish(struct restoring *x)
{
	TRY(apply_list(x));
	TRY(db_write(x->c, store_writer(x->c->store), quieten_body, x));
	return erasures_write(x->c, x->erasures, x->erasure_count);
}

static bool unpack(struct restoring *x)
{
	struct backup *backup;
	str why = S("");

	if (backup_open(x->r->a, x->r->settings, x->o->file, &backup, &x->info, &why) != OK) {
		command_complain("%s is not restored: %.*s", x->o->file, STR_ARG(why));
		return false;
	}
	if (!read_list(x))
		return false;
	if (backup_unpack(backup, x->r->settings, &why) != OK) {
		command_complain("%s is not restored: %.*s", x->o->file, STR_ARG(why));
		return false;
	}
	return true;
}

static int check_all(struct restoring *x, struct store *s)
{
	int faults = 0;

	buf_format(x->out, "Restored the backup of %.*s (made by version %.*s).\n", STR_ARG(time_print_instant(x->r->a, x->info.made)),
		   STR_ARG(x->info.program));
	buf_format(x->out, "Erasures applied: %zu. Mails that waited and are parked now: %lld. Sign-ins ended: %lld.\n", x->erasure_count,
		   (long long)x->parked, (long long)x->ended);
	if (check_instance(x->r, s, &(struct check_options){ .restored = true }, x->out, &faults) != OK)
		return 1;
	return faults == 0 ? 0 : 1;
}

int restore_instance(struct command_run *r, const struct restore_options *o, struct buf *out)
{
	struct restoring x = { .r = r, .o = o, .out = out };
	struct store *s;
	int applied, status = 1;
	enum err e;

	if (!unpack(&x) || !command_open_any(r, &s))
		return 1;
	if (command_bring_up_to_date(r, s, &applied)) {
		x.c = command_ctx(r, s);
		e = finish(&x);
		if (e == OK)
			status = check_all(&x, s);
		else
			command_complain("the backup was unpacked, but erasures could not be applied: %s", err_name(e));
		ctx_end(x.c);
	}
	store_close(s);
	return status;
}
