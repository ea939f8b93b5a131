/* Backups: one archive that holds all of an instance, made while it serves, and the way back.
 *
 * In the archive (a ZIP file, mode 0600):
 *   manifest.json     format, program's version, schema number, engine, time, and size and SHA-256 of each other file
 *   talkoot.db        SQLite: a copy of the database as of one moment, or
 *   talkoot.pgdump    PostgreSQL: pg_dump's custom format, of one snapshot
 *   talkoot.conf      the settings file, when there is one, without secrets and without a database address that holds a password:
 *                     those stand as comments, so that a stolen backup opens no mail server
 * Files and pictures are rows of the database (file_store.h). Mails that were kept as files (data/mail/) are not in it.
 * An archive holds personal data and working links: keep it like the database itself.
 *
 * Invariants:
 *   - Every change that db_write had answered before backup_make began is in the archive, also while others write. Nobody
 *     waits for a backup (on SQLite the write-ahead log grows meanwhile).
 *   - An archive is there whole or not at all.
 *   - backup_unpack changes nothing before every file has proved its hash, and writes only where nothing is yet.
 *   - The password of PostgreSQL goes to pg_dump and pg_restore by the environment, never by the command line.
 *
 * Erasures: a person erased after a backup was made must not come back with it. The list of erasures (nameless: person's id
 * and time) is kept beside the backups as `erasures`: a job writes it after every erasure. Restoring applies it
 * (main/restore.h). With several nodes the folder of backups is to be one that all share.
 *
 * Limits: archives of any size; needs room for the database a second time while it works. */
#ifndef TALKOOT_STORE_BACKUP_H
#define TALKOOT_STORE_BACKUP_H

#include "base/settings.h"
#include "store/db.h"

enum { BACKUP_BEFORE_KEEP = 3 };

struct backup_source {
	struct store *store;
	const struct settings *settings;
	struct arena *a;
	int64_t now; /* UTC seconds, for the manifest */
};

struct backup_info {
	str program;  /* version that made it */
	enum engine engine;
	int64_t schema; /* number of the last migration in it */
	int64_t made;   /* UTC seconds: when it began */
	int64_t size;   /* bytes of the database's copy */
};

/* Makes an archive at path, which must not exist. *ret_why on failure: one clause in English. ERR_IO: disk, or PostgreSQL's tools;
 * ERR_CONFLICT: path exists; ERR_BUSY: database away. Cost: reads the database once, writes it twice. Any thread, also while
 * migrate.h waits for it. */
MUST enum err backup_make(const struct backup_source *from, const char *path, struct backup_info *ret, str *ret_why);

/* ---- the folder <data>/backups ---------------------------------------------------------------------------------------- */

/* "<data>/backups/<what>-20261127-0301.zip" in local time of the instance; makes the folder. what: "talkoot" for nightly ones. */
MUST enum err backup_path(const struct backup_source *from, const char *what, str *ret, str *ret_why);
/* Deletes all but the newest `keep` of one kind, and what a killed backup left behind. Never touches other names. */
MUST enum err backup_prune(const struct backup_source *from, const char *what, int keep);
/* The local time in the name of the newest archive of one kind. */
struct civil;
MUST enum err backup_last(const struct backup_source *from, const char *what, bool *ret_found, struct civil *ret);
/* UTC seconds of the newest archive of the folder, of any kind; not set: none. */
struct opt_int backup_newest(const struct backup_source *from);

/* For migrate_options.before; arg is a struct backup_source: "before-migration-20261127-0301.zip". Three are kept. */
MUST enum err backup_before_migration(void *source, int from, int to);

/* ---- the way back ------------------------------------------------------------------------------------------------------- */

/* Opens an archive and reads what it says of itself; proves no hash. ERR_NOT_FOUND, ERR_INVALID (not a backup, damaged, of a newer
 * schema or another engine than `settings` say), ERR_IO: *ret_why is a clause. */
struct backup;
MUST enum err backup_open(struct arena *a, const struct settings *settings, const char *path, struct backup **ret,
			  struct backup_info *ret_info, str *ret_why);
/* Proves every hash, then makes the database: SQLite in the data folder of the settings, which must hold no database yet; PostgreSQL in
 * the database of the settings, which must be empty. The settings file too, if the folder has none. Neither migrates nor erases.
 * ERR_INVALID: damaged; ERR_CONFLICT: something is there already; ERR_IO. What was begun is removed again. */
MUST enum err backup_unpack(struct backup *b, const struct settings *settings, str *ret_why);

/* ---- the list of erasures ------------------------------------------------------------------------------------------------ */

struct erasure {
	int64_t person, at;
};

/* Brings <data>/backups/erasures up to date: what stands in it, what stands in the database, and `more` (from another
 * list). Nothing is ever taken out. */
MUST enum err erasures_write(struct ctx *c, const struct erasure *more, size_t more_count);
/* Reads a list. ERR_NOT_FOUND; ERR_INVALID: a line is not "number time". Limit: 64 MB. */
MUST enum err erasures_read(struct arena *a, const char *path, const struct erasure **ret, size_t *ret_count);
/* Keeps the list up to date after an erasure, in its transaction. */
MUST enum err erasures_changed(struct ctx *c, struct tx *tx);

#endif
