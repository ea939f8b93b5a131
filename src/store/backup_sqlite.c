/* A copy of an SQLite database while others write to it.
 *
 * The copy is read within one read transaction, so it is of one moment and never begins anew, however much is written
 * meanwhile: sqlite3_backup_step restarts only when its source's snapshot moves. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/backup_engine.h"
#include "store/sqlite.h"

enum { STEP_PAGES = 1024, BUSY_MS = 5000 };

static int open_source(const struct sqlite_store *s, sqlite3 **ret)
{
	int code = sqlite3_open_v2(s->file, ret, SQLITE_OPEN_READWRITE, s->vfs);

	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(*ret, BUSY_MS);
	if (code == SQLITE_OK)
		code = sqlite3_exec(*ret, "PRAGMA query_only=ON; BEGIN", NULL, NULL, NULL);
	return code;
}

/* The transaction's first statement: from here on it sees this moment. */
static int read_schema(sqlite3 *db, int64_t *ret)
{
	sqlite3_stmt *stmt;
	int code = sqlite3_prepare_v2(db, "SELECT coalesce(max(number), 0) FROM schema_version", -1, &stmt, NULL);

	if (code != SQLITE_OK)
		return code;
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*ret = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return code == SQLITE_ROW ? SQLITE_OK : code;
}

static int copy(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int code;

	if (backup == NULL)
		return sqlite3_errcode(to);
	do
		code = sqlite3_backup_step(backup, STEP_PAGES);
	while (code == SQLITE_OK);
	sqlite3_backup_finish(backup);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

enum err backup_copy_sqlite(struct store *base, struct arena *a, const char *to, int64_t *ret_schema, str *ret_why)
{
	const struct sqlite_store *s = base->engine;
	sqlite3 *from = NULL, *into = NULL;
	int code = open_source(s, &from);

	if (code == SQLITE_OK)
		code = read_schema(from, ret_schema);
	if (code == SQLITE_OK)
		code = sqlite3_open_v2(to, &into, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
	/* Half a copy is thrown away, so it needs no journal. */
	if (code == SQLITE_OK)
		code = sqlite3_exec(into, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = copy(from, into);
	sqlite3_close(into);
	sqlite3_close(from);
	if (code == SQLITE_OK)
		return OK;
	*ret_why = str_format(a, "the database cannot be copied: %s", sqlite3_errstr(code));
	return (code & 0xff) == SQLITE_BUSY ? ERR_BUSY : ERR_IO;
}
