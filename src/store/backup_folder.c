/* The folder of backups: names, which are kept, the list of erasures. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/zone.h"
#include "store/backup.h"
#include "store/backup.sql.h"
#include "store/engine.h"
#include "store/job.h"

enum { NAMES_MAX = 10000, NAME_SIZE = 64, LEFT_BEHIND_S = 86400, ERASURES_MAX = 64 << 20, TRIES = 9 };

static str folder_of(struct arena *a, const struct settings *s) { return STR_CONCAT(a, s->data, S("/backups")); }

/* ---- names ------------------------------------------------------------------------------------------------------------ */

enum err backup_path(const struct backup_source *from, const char *what, str *ret, str *ret_why)
{
	struct arena *a = from->a;
	str folder = folder_of(a, from->settings), stem;
	const struct zone *zone;
	struct civil t;

	if (folder_make(folder.p, 0750) != OK) {
		*ret_why = str_format(a, "the folder %s cannot be made: %s", folder.p, strerror(errno));
		return ERR_IO;
	}
	TRY(zone_find(from->settings->zone, &zone));
	t = zone_utc_to_local(zone, from->now);
	stem = str_format(a, "%s/%s-%04d%02d%02d-%02d%02d", folder.p, what, t.year, t.month, t.day, t.hour, t.minute);
	*ret = STR_CONCAT(a, stem, S(".zip"));
	for (int i = 2; i <= TRIES && access(ret->p, F_OK) == 0; i++)
		*ret = str_format(a, "%.*s-%d.zip", STR_ARG(stem), i);
	return OK;
}

/* Does `name` match, '9' standing for any digit? */
static bool fits(str name, const char *pattern)
{
	if (name.n != strlen(pattern))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (pattern[i] == '9' ? name.p[i] < '0' || name.p[i] > '9' : name.p[i] != pattern[i])
			return false;
	return true;
}

static bool is_of(str name, const char *what)
{
	str rest = str_sub(name, strlen(what), name.n);

	return str_starts(name, str_from(what)) && (fits(rest, "-99999999-9999.zip") || fits(rest, "-99999999-9999-9.zip"));
}

/* Calls f with each name in the folder. No folder: nothing to do. */
static enum err each_name(str folder, void (*f)(void *arg, str name), void *arg)
{
	DIR *dir = opendir(folder.p);
	struct dirent *entry;

	if (dir == NULL)
		return errno == ENOENT ? OK : ERR_IO;
	while ((entry = readdir(dir)) != NULL)
		f(arg, str_from(entry->d_name));
	closedir(dir);
	return OK;
}

/* What a walk over the folder needs and finds; nothing is allocated while the folder is open. */
struct look {
	struct arena *a;
	str folder;
	const char *what;
	char (*names)[NAME_SIZE];
	size_t count;
	int64_t now;
	struct opt_int newest;
};

static struct look look_of(const struct backup_source *from, const char *what)
{
	return (struct look){ .a = from->a,
			      .folder = folder_of(from->a, from->settings),
			      .what = what,
			      .names = arena_array(from->a, NAMES_MAX, NAME_SIZE),
			      .now = from->now };
}

static const char *path_of(const struct look *l, str name, char ret[PATH_MAX])
{
	snprintf(ret, PATH_MAX, "%.*s/%.*s", STR_ARG(l->folder), STR_ARG(name));
	return ret;
}

/* ---- what is kept ----------------------------------------------------------------------------------------------------- */

static void note_name(void *arg, str name)
{
	struct look *l = arg;
	char path[PATH_MAX];
	struct stat st;
	bool left = str_find_str(name, S(".zip.copy-")) < name.n || str_find_str(name, S(".zip.part-")) < name.n;

	if (left && stat(path_of(l, name, path), &st) == 0 && l->now - st.st_mtime > LEFT_BEHIND_S)
		unlink(path);
	else if (l->count < NAMES_MAX && name.n < NAME_SIZE && is_of(name, l->what))
		memcpy(l->names[l->count++], name.p, name.n);
}

/* Newest first: the names hold the time. */
static int newer_first(const void *x, const void *y)
{
	str a = str_from(x), b = str_from(y);

	return str_cmp(str_sub(b, 0, b.n - 4), str_sub(a, 0, a.n - 4));
}

static enum err look_for(const struct backup_source *from, const char *what, struct look *ret)
{
	*ret = look_of(from, what);
	TRY(each_name(ret->folder, note_name, ret));
	qsort(ret->names, ret->count, NAME_SIZE, newer_first);
	return OK;
}

enum err backup_prune(const struct backup_source *from, const char *what, int keep)
{
	char path[PATH_MAX];
	struct look l;

	TRY(look_for(from, what, &l));
	for (size_t i = (size_t)keep; i < l.count; i++)
		if (unlink(path_of(&l, str_from(l.names[i]), path)) != 0 && errno != ENOENT)
			return ERR_IO;
	return OK;
}

static int number(str digits)
{
	int64_t v = 0;

	(void)!str_to_int(digits, &v); /* is_of has looked */
	return (int)v;
}

enum err backup_last(const struct backup_source *from, const char *what, bool *ret_found, struct civil *ret)
{
	struct look l;
	str time;

	TRY(look_for(from, what, &l));
	*ret_found = l.count > 0;
	if (l.count == 0)
		return OK;
	time = str_sub(str_from(l.names[0]), strlen(what) + 1, 13); /* 20261127-0301 */
	*ret = (struct civil){ .year = number(str_sub(time, 0, 4)),
			       .month = number(str_sub(time, 4, 2)),
			       .day = number(str_sub(time, 6, 2)),
			       .hour = number(str_sub(time, 9, 2)),
			       .minute = number(str_sub(time, 11, 2)) };
	return OK;
}

static void note_age(void *arg, str name)
{
	struct look *l = arg;
	char path[PATH_MAX];
	struct stat st;

	if (str_ends(name, S(".zip")) && stat(path_of(l, name, path), &st) == 0 && (!l->newest.set || st.st_mtime > l->newest.v))
		l->newest = (struct opt_int){ true, st.st_mtime };
}

struct opt_int backup_newest(const struct backup_source *from)
{
	struct look l = look_of(from, "");

	return each_name(l.folder, note_age, &l) == OK ? l.newest : (struct opt_int){ 0 };
}

enum err backup_before_migration(void *source, int before, int after)
{
	const struct backup_source *from = source;
	struct backup_info info;
	str path, why = S("");
	enum err e;

	(void)before;
	(void)after;
	e = backup_path(from, "before-migration", &path, &why);
	if (e == OK)
		e = backup_make(from, path.p, &info, &why);
	if (e == OK)
		e = backup_prune(from, "before-migration", BACKUP_BEFORE_KEEP);
	if (e != OK)
		store_log("the backup before the migration failed: %.*s", STR_ARG(why));
	return e;
}

/* ---- the list of erasures ---------------------------------------------------------------------------------------------- */

#define HEAD "# Persons erased (number, time): talkoot restore applies this list, so that no backup brings them back. " \
	     "Keep it with the backups.\n"

static bool read_erasure(str line, struct erasure *ret)
{
	str number = str_cut(&line, ' ');

	return str_to_int(number, &ret->person) && time_read_instant(line, &ret->at);
}

enum err erasures_read(struct arena *a, const char *path, const struct erasure **ret, size_t *ret_count)
{
	struct erasure *list;
	size_t lines = 1, n = 0;
	str text;

	TRY(file_read(a, path, ERASURES_MAX, &text));
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	list = NEW_ARRAY(a, lines, struct erasure);
	while (text.n > 0) {
		str line = str_trim(str_cut(&text, '\n'));

		if (line.n > 0 && line.p[0] != '#' && !read_erasure(line, &list[n++]))
			return ERR_INVALID;
	}
	*ret = list;
	*ret_count = n;
	return OK;
}

struct known {
	struct arena *a;
	struct erasure *list;
	size_t count, size;
};

static void add(struct known *k, const struct erasure *more, size_t n)
{
	if (k->count + n > k->size) {
		struct erasure *larger = NEW_ARRAY(k->a, 2 * (k->count + n), struct erasure);

		if (k->count > 0)
			memcpy(larger, k->list, k->count * sizeof *larger);
		k->list = larger;
		k->size = 2 * (k->count + n);
	}
	if (n > 0)
		memcpy(k->list + k->count, more, n * sizeof *more);
	k->count += n;
}

static int by_person(const void *x, const void *y)
{
	const struct erasure *a = x, *b = y;

	return a->person != b->person ? (a->person < b->person ? -1 : 1) : (a->at > b->at) - (a->at < b->at);
}

static enum err add_database(struct ctx *c, struct known *k)
{
	struct q_erasures_after_row *rows;
	int64_t last = INT64_MIN;
	size_t n;

	do {
		TRY(q_erasures_after(c, last, &rows, &n));
		for (size_t i = 0; i < n; i++)
			add(k, &(struct erasure){ rows[i].person, rows[i].at }, 1);
		if (n > 0)
			last = rows[n - 1].person;
	} while (n > 0);
	return OK;
}

static str print(struct known *k)
{
	struct buf b;

	buf_init(&b, k->a, ERASURES_MAX);
	buf_lit(&b, HEAD);
	for (size_t i = 0; i < k->count; i++)
		if (i == 0 || k->list[i].person != k->list[i - 1].person)
			buf_format(&b, "%lld %s\n", (long long)k->list[i].person, time_print_instant(k->a, k->list[i].at).p);
	return buf_ok(&b) ? buf_done(&b) : str_null;
}

enum err erasures_write(struct ctx *c, const struct erasure *more, size_t more_count)
{
	struct known k = { .a = c->a };
	const struct erasure *there;
	str folder = folder_of(c->a, c->settings), path = STR_CONCAT(c->a, folder, S("/erasures")), text;
	size_t n = 0;
	enum err e = erasures_read(c->a, path.p, &there, &n);

	if (e == OK)
		add(&k, there, n);
	else if (e != ERR_NOT_FOUND)
		return e;
	add(&k, more, more_count);
	TRY(add_database(c, &k));
	if (k.count > 0)
		qsort(k.list, k.count, sizeof *k.list, by_person);
	text = print(&k);
	if (str_is_null(text))
		return ERR_LIMIT;
	TRY(folder_make(folder.p, 0750));
	return file_write_atomic(path.p, text, 0640);
}

enum err erasures_changed(struct ctx *c, struct tx *tx) { return job_add_now(c, tx, "erasures", 0); }
