/* Makes archives of an instance and unpacks them; what is in them and why: backup.h. */
#include "store/backup.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/time.h"
#include "store/archive.h"
#include "store/backup_engine.h"
#include "store/engine.h"
#include "store/migrate.h"

enum { MANIFEST_MAX = 64 * 1024, CONF_MAX = 128 * 1024, FORMAT = 1 };

#define FORMAT_NAME "talkoot backup"
#define CONF_NAME "talkoot.conf"

static const char *member_name(enum engine engine) { return engine == ENGINE_SQLITE ? "talkoot.db" : "talkoot.pgdump"; }
static const char *engine_name(enum engine engine) { return engine == ENGINE_SQLITE ? "sqlite" : "postgresql"; }

/* ---- the settings file ------------------------------------------------------------------------------------------------ */

static bool is_secret(struct arena *a, const struct settings *s, str name, str value)
{
	for (size_t i = 0; i < settings_count(); i++) {
		struct settings_row row = settings_row(a, s, i);

		if (str_eq(row.name, name))
			return str_is_null(row.flag) || (str_eq_c(name, "db") && value.n > 0 && backup_url_has_password(value, a));
	}
	return false;
}

static void add_line(struct buf *b, struct arena *a, const struct settings *s, str line)
{
	str value = line, name = str_trim(str_cut(&value, '='));

	if (!str_starts(str_trim(line), S("#")) && is_secret(a, s, name, str_trim(value)))
		buf_format(b, "# %.*s: held a secret, which backups do not have; set it anew\n", STR_ARG(name));
	else
		buf_format(b, "%.*s\n", STR_ARG(line));
}

/* The settings file without its secrets; str_null: there is none. */
static enum err read_conf(struct arena *a, const struct settings *s, str *ret)
{
	str text, path = s->config.n > 0 ? s->config : STR_CONCAT(a, s->data, S("/" CONF_NAME));
	enum err e = file_read(a, str_c(a, path), CONF_MAX / 2, &text);
	struct buf b;

	*ret = str_null;
	if (e != OK)
		return e == ERR_NOT_FOUND ? OK : e;
	buf_init(&b, a, CONF_MAX);
	while (text.n > 0)
		add_line(&b, a, s, str_cut(&text, '\n'));
	*ret = buf_done(&b);
	return buf_ok(&b) ? OK : ERR_LIMIT;
}

/* ---- making ----------------------------------------------------------------------------------------------------------- */

static json_t *describe(struct arena *a, const char *name, int64_t size, str sha256)
{
	return json_pack("{s:s, s:I, s:s}", "name", name, "size", (json_int_t)size, "sha256", str_c(a, sha256));
}

/* manifest.json of what lies in files[1..n-1]. */
static enum err describe_all(struct arena *a, const struct backup_info *info, const struct archive_file *files, size_t n, str *ret)
{
	json_t *members = json_array(), *manifest;
	int64_t size;
	str sha256;
	char *text;

	for (size_t i = 1; i < n; i++) {
		enum err e = OK;

		if (files[i].path != NULL)
			e = archive_file_hash(a, files[i].path, &size, &sha256);
		else
			archive_bytes_hash(a, files[i].bytes, &size, &sha256);
		if (e != OK || json_array_append_new(members, describe(a, files[i].name, size, sha256)) != 0) {
			json_decref(members);
			return e != OK ? e : ERR_MEMORY;
		}
	}
	manifest = json_pack("{s:s, s:i, s:s, s:s, s:I, s:s, s:I, s:o}", "format", FORMAT_NAME, "format_version", FORMAT, "program",
			     TALKOOT_VERSION, "engine", engine_name(info->engine), "schema", (json_int_t)info->schema, "made",
			     time_print_instant(a, info->made).p, "made_utc", (json_int_t)info->made, "members", members);
	text = manifest == NULL ? NULL : json_dumps(manifest, JSON_INDENT(1));
	json_decref(manifest);
	if (text == NULL)
		return ERR_MEMORY;
	*ret = str_copy(a, str_from(text));
	free(text);
	return OK;
}

static enum err pack(const struct backup_source *from, const char *copy, const char *path, struct backup_info *info, str *ret_why)
{
	struct arena *a = from->a;
	struct archive_file files[3] = {
		{ .name = "manifest.json" },
		{ .name = member_name(info->engine), .path = copy, .packed = info->engine == ENGINE_POSTGRESQL },
		{ .name = CONF_NAME },
	};
	size_t n = 2;
	struct stat st;

	*ret_why = S("the settings file cannot be read");
	TRY(read_conf(a, from->settings, &files[2].bytes));
	n += !str_is_null(files[2].bytes);
	*ret_why = S("the copy of the database cannot be read");
	TRY(describe_all(a, info, files, n, &files[0].bytes));
	if (stat(copy, &st) != 0)
		return ERR_IO;
	info->size = st.st_size;
	return archive_write(a, path, files, n, ret_why);
}

enum err backup_make(const struct backup_source *from, const char *path, struct backup_info *ret, str *ret_why)
{
	struct arena *a = from->a;
	char *copy = str_c(a, str_format(a, "%s.copy-XXXXXX", path));
	enum err e;
	int fd;

	*ret = (struct backup_info){ .program = S(TALKOOT_VERSION), .engine = store_engine(from->store), .made = from->now };
	if (access(path, F_OK) == 0) {
		*ret_why = str_format(a, "%s exists already", path);
		return ERR_CONFLICT;
	}
	fd = mkstemp(copy);
	if (fd < 0) {
		*ret_why = str_format(a, "%s cannot be written: %s", path, strerror(errno));
		return ERR_IO;
	}
	close(fd);
	e = ret->engine == ENGINE_SQLITE
		    ? backup_copy_sqlite(from->store, a, copy, &ret->schema, ret_why)
		    : backup_dump_pg(str_c(a, from->settings->db), a, copy, &ret->schema, ret_why);
	if (e == OK)
		e = pack(from, copy, path, ret, ret_why);
	unlink(copy);
	return e;
}

/* ---- reading ---------------------------------------------------------------------------------------------------------- */

struct member {
	str name, sha256;
	int64_t size;
};

struct backup {
	struct arena *a;
	struct archive *archive;
	struct backup_info info;
	struct member members[ARCHIVE_FILES_MAX];
	size_t member_count;
};

static bool read_member(struct backup *b, json_t *json)
{
	struct member *m = &b->members[b->member_count++];
	const char *name, *sha256;
	json_int_t size;

	if (json_unpack(json, "{s:s, s:I, s:s}", "name", &name, "size", &size, "sha256", &sha256) != 0)
		return false;
	*m = (struct member){ .name = str_copy(b->a, str_from(name)), .sha256 = str_copy(b->a, str_from(sha256)), .size = size };
	return size >= 0;
}

static bool read_fields(struct backup *b, json_t *json)
{
	const char *format, *program, *engine;
	json_int_t version, schema, made;
	json_t *members;

	if (json_unpack(json, "{s:s, s:I, s:s, s:s, s:I, s:I, s:o}", "format", &format, "format_version", &version, "program", &program,
			"engine", &engine, "schema", &schema, "made_utc", &made, "members", &members) != 0 ||
	    strcmp(format, FORMAT_NAME) != 0 || version != FORMAT || json_array_size(members) == 0 ||
	    json_array_size(members) > ARCHIVE_FILES_MAX || (strcmp(engine, "sqlite") != 0 && strcmp(engine, "postgresql") != 0))
		return false;
	b->info = (struct backup_info){ .program = str_copy(b->a, str_from(program)),
					.engine = strcmp(engine, "sqlite") == 0 ? ENGINE_SQLITE : ENGINE_POSTGRESQL,
					.schema = schema,
					.made = made };
	for (size_t i = 0; i < json_array_size(members); i++)
		if (!read_member(b, json_array_get(members, i)))
			return false;
	return true;
}

static const struct member *find(const struct backup *b, const char *name)
{
	for (size_t i = 0; i < b->member_count; i++)
		if (str_eq_c(b->members[i].name, name))
			return &b->members[i];
	return NULL;
}

static enum err read_manifest(struct backup *b, str *ret_why)
{
	str text;
	json_t *json;
	bool ok;

	*ret_why = S("it is not a backup of talkoot, or it is damaged");
	TRY(archive_bytes(b->archive, b->a, S("manifest.json"), MANIFEST_MAX, &text) == OK ? OK : ERR_INVALID);
	json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	ok = json != NULL && read_fields(b, json);
	json_decref(json);
	if (!ok || find(b, member_name(b->info.engine)) == NULL)
		return ERR_INVALID;
	b->info.size = find(b, member_name(b->info.engine))->size;
	return OK;
}

static int64_t newest_schema(void)
{
	size_t n = 0;

	while (migrations[n].name != NULL)
		n++;
	return n == 0 ? 0 : migrations[n - 1].number;
}

enum err backup_open(struct arena *a, const struct settings *settings, const char *path, struct backup **ret,
		     struct backup_info *ret_info, str *ret_why)
{
	struct backup *b = NEW(a, struct backup);
	enum engine wanted = settings->db.n > 0 ? ENGINE_POSTGRESQL : ENGINE_SQLITE;
	enum err e;

	b->a = a;
	*ret_why = S("it is not a backup of talkoot, or it is damaged");
	e = archive_open(a, path, &b->archive);
	if (e == ERR_NOT_FOUND || e == ERR_IO)
		*ret_why = str_format(a, "%s cannot be opened", path);
	TRY(e);
	TRY(read_manifest(b, ret_why));
	*ret_info = b->info;
	*ret = b;
	if (b->info.schema > newest_schema()) {
		*ret_why = str_format(a, "it was made by a newer program (%.*s, schema %lld; this one knows schemas up to %lld)",
				      STR_ARG(b->info.program), (long long)b->info.schema, (long long)newest_schema());
		return ERR_INVALID;
	}
	if (b->info.engine != wanted) {
		*ret_why = wanted == ENGINE_SQLITE ? S("it is of PostgreSQL: name an empty database by --db postgresql://...")
						   : S("it is of SQLite: leave out --db");
		return ERR_INVALID;
	}
	return OK;
}

/* ---- unpacking -------------------------------------------------------------------------------------------------------- */

static enum err damaged(struct backup *b, enum err e, const char *name, str *ret_why)
{
	*ret_why = e == ERR_IO ? str_format(b->a, "%s cannot be written: %s", name, strerror(errno))
			       : str_format(b->a, "%s in it is damaged", name);
	return e;
}

/* Everything but the database's copy, which proves its hash on its way out. */
static enum err prove_others(struct backup *b, str *ret_why)
{
	for (size_t i = 0; i < b->member_count; i++) {
		const struct member *m = &b->members[i];
		enum err e;

		if (str_eq_c(m->name, member_name(b->info.engine)))
			continue;
		e = archive_extract(b->archive, b->a, m->name, m->size, m->sha256, NULL);
		if (e != OK)
			return damaged(b, e, str_c(b->a, m->name), ret_why);
	}
	return OK;
}

static enum err unpack_conf(struct backup *b, str data, str *ret_why)
{
	const struct member *m = find(b, CONF_NAME);
	str path = STR_CONCAT(b->a, data, S("/" CONF_NAME));
	enum err e;

	if (m == NULL || access(path.p, F_OK) == 0)
		return OK;
	e = archive_extract(b->archive, b->a, m->name, m->size, m->sha256, path.p);
	return e == OK ? OK : damaged(b, e, e == ERR_IO ? path.p : CONF_NAME, ret_why);
}

static enum err unpack_database(struct backup *b, const struct settings *settings, str *ret_why)
{
	const struct member *m = find(b, member_name(b->info.engine));
	str database = STR_CONCAT(b->a, settings->data, S("/talkoot.db"));
	str fresh = STR_CONCAT(b->a, settings->data, S("/"), m->name, S(".restoring"));
	enum err e;

	if (b->info.engine == ENGINE_SQLITE && access(database.p, F_OK) == 0) {
		*ret_why = str_format(b->a, "%s exists already: restore into a new folder", database.p);
		return ERR_CONFLICT;
	}
	unlink(fresh.p); /* of a restore that was killed */
	e = archive_extract(b->archive, b->a, m->name, m->size, m->sha256, fresh.p);
	if (e != OK)
		return damaged(b, e, e == ERR_IO ? fresh.p : m->name.p, ret_why);
	if (b->info.engine == ENGINE_POSTGRESQL) {
		e = backup_restore_pg(str_c(b->a, settings->db), b->a, fresh.p, ret_why);
		unlink(fresh.p);
		return e;
	}
	e = file_settle(fresh.p, database.p);
	if (e == OK)
		return OK;
	unlink(fresh.p);
	return damaged(b, e, database.p, ret_why);
}

enum err backup_unpack(struct backup *b, const struct settings *settings, str *ret_why)
{
	char *data = str_c(b->a, settings->data);
	enum err e = prove_others(b, ret_why);

	if (e != OK)
		return e;
	if (folder_make(data, 0750) != OK)
		return damaged(b, ERR_IO, data, ret_why);
	e = unpack_database(b, settings, ret_why);
	if (e == OK)
		e = unpack_conf(b, settings->data, ret_why);
	else
		(void)rmdir(data); /* stays when anything is in it */
	return e;
}
