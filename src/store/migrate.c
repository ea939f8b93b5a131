/* Runs migrations on a connection of its own, outside of any request. */
#include "store/migrate.h"

#include <sodium.h>

#include "base/encode.h"
#include "store/dialect.h"
#include "store/engine.h"

struct done {
	int64_t number;
	str checksum;
};

struct run {
	struct arena *a;
	const struct migration *list;
	const struct migrate_options *options;
	bool look_only;
	struct ctx c;
	struct done *done;
	size_t done_count;
	enum migrate_state state;
	int applied;
	str why;
};

static str checksum(struct arena *a, const char *sql)
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, (const unsigned char *)sql, strlen(sql));
	return hex_encode(a, hash, sizeof hash);
}

static void read_int(struct cursor *cur, struct arena *a, void *into)
{
	(void)a;
	*(int64_t *)into = cursor_int(cur, 0);
}

static void read_done(struct cursor *cur, struct arena *a, void *into)
{
	struct done *d = into;

	d->number = cursor_int(cur, 0);
	d->checksum = cursor_text(cur, 1, a);
}

static enum err read_versions(struct run *r)
{
	bool sqlite = store_engine(r->c.store) == ENGINE_SQLITE;
	struct cursor *cur;
	int64_t there;
	void *rows;

	r->done_count = 0;
	TRY(stmt_read_sql(&r->c, "schema_there",
			  sqlite ? S("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'")
				 : S("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version'"),
			  NULL, NULL, 0, &cur));
	TRY(cursor_one(cur, read_int, &there));
	if (there == 0)
		return OK;
	TRY(stmt_read_sql(&r->c, "schema_versions", S("SELECT number, checksum FROM schema_version ORDER BY number"), NULL, NULL, 0,
			  &cur));
	TRY(cursor_many(cur, read_done, sizeof *r->done, &rows, &r->done_count));
	r->done = rows;
	return OK;
}

static void judge(struct run *r)
{
	size_t known = 0;

	while (r->list[known].name != NULL)
		known++;
	r->state = r->done_count < known ? MIGRATE_PENDING : MIGRATE_CURRENT;
	for (size_t i = 0; i < r->done_count; i++) {
		if (i >= known || r->done[i].number != r->list[i].number) {
			r->state = MIGRATE_NEWER;
			r->why = str_format(r->a,
					    "The database has schema version %lld, this program knows versions up to %zu: run a newer "
					    "talkoot, or restore an older backup.",
					    (long long)r->done[r->done_count - 1].number, known);
			return;
		}
		if (!str_eq(r->done[i].checksum, checksum(r->a, r->list[i].sql))) {
			r->state = MIGRATE_CHANGED;
			r->why = str_format(r->a,
					    "Migration %s has run in this database with another text than this program has: it belongs to "
					    "another build.",
					    r->list[i].name);
			return;
		}
	}
}

static enum err note(struct run *r, const struct migration *m)
{
	const enum dbtype types[] = { DB_INT, DB_TEXT, DB_TEXT, DB_INT };
	const struct dbval in[] = { db_int(m->number), db_text(str_from(m->name)), db_text(checksum(r->a, m->sql)),
				    db_int(r->options->now) };
	struct cursor *cur;
	int64_t changes;

	TRY(stmt_read_sql(&r->c, "schema_note",
			  S("INSERT INTO schema_version (number, name, checksum, applied_utc) VALUES ($1, $2, $3, $4)"), types, in,
			  4, &cur));
	return cursor_changed(cur, &changes);
}

static enum err check_foreign_keys(struct run *r, const struct migration *m)
{
	struct cursor *cur;
	bool row;

	if (store_engine(r->c.store) != ENGINE_SQLITE)
		return OK; /* PostgreSQL checked them on the way */
	TRY(stmt_read_sql(&r->c, "foreign_keys", S("PRAGMA foreign_key_check"), NULL, NULL, 0, &cur));
	TRY(cursor_next(cur, &row));
	cursor_end(cur);
	if (!row)
		return OK;
	r->why = str_format(r->a, "Migration %s leaves rows that refer to nothing.", m->name);
	return ERR_DB;
}

static enum err apply_inside(struct run *r, struct conn *conn, const struct migration *m)
{
	str script = dialect_script(r->a, store_engine(r->c.store), str_from(m->sql));

	/* Another process may have been first while we waited for the lock. */
	TRY(read_versions(r));
	judge(r);
	if (r->state != MIGRATE_PENDING)
		return r->state == MIGRATE_CURRENT ? OK : ERR_CONFLICT;
	if (r->done_count != (size_t)m->number - 1)
		return OK;
	TRY(conn->store->ops->exec(conn, script.p));
	TRY(note(r, m));
	TRY(check_foreign_keys(r, m));
	r->applied++;
	return OK;
}

static enum err apply(struct run *r, struct conn *conn, const struct migration *m)
{
	const struct engine_ops *ops = conn->store->ops;
	enum err e;

	TRY(ops->exec(conn, ops->engine == ENGINE_SQLITE ? "BEGIN IMMEDIATE" : "BEGIN"));
	e = apply_inside(r, conn, m);
	conn_end_cursors(conn, NULL);
	if (e == OK)
		e = ops->exec(conn, "COMMIT");
	if (e != OK) {
		(void)!ops->exec(conn, "ROLLBACK");
		if (str_is_null(r->why))
			r->why = str_format(r->a, "Migration %s did not run; the log has the database's words.", m->name);
	}
	return e;
}

static enum err run_pending(struct run *r, struct conn *conn)
{
	const struct migrate_options *o = r->options;
	size_t last = 0;

	while (r->list[last].name != NULL)
		last++;
	if (o->before != NULL && r->done_count > 0) {
		enum err e = o->before(o->arg, (int)r->done_count, (int)last);

		if (e != OK) {
			r->why = S("The backup before the migration failed; nothing was changed.");
			return e;
		}
	}
	for (size_t i = r->done_count; i < last; i++)
		TRY(apply(r, conn, &r->list[i]));
	return OK;
}

static enum err run_on(struct conn *conn, void *arg)
{
	struct run *r = arg;
	const struct engine_ops *ops = conn->store->ops;
	bool sqlite = ops->engine == ENGINE_SQLITE;
	enum err e;

	ctx_for_conn(&r->c, r->a, conn);
	TRY(read_versions(r));
	judge(r);
	if (r->look_only || r->state == MIGRATE_CURRENT)
		return OK;
	if (r->state != MIGRATE_PENDING)
		return ERR_CONFLICT;
	TRY(ops->exec(conn, sqlite ? "PRAGMA foreign_keys=OFF" : "SELECT pg_advisory_lock(7274736)"));
	e = run_pending(r, conn);
	if (ops->exec(conn, sqlite ? "PRAGMA foreign_keys=ON" : "SELECT pg_advisory_unlock(7274736)") != OK && e == OK)
		e = ERR_DB;
	return e;
}

enum err migrate_look(struct store *s, struct arena *a, const struct migration *list, enum migrate_state *ret, str *ret_why)
{
	struct run r = { .a = a, .list = list != NULL ? list : migrations, .look_only = true };

	TRY(s->ops->alone(s, run_on, &r));
	*ret = r.state;
	*ret_why = r.why;
	return OK;
}

enum err migrate_run(struct store *s, struct arena *a, const struct migrate_options *options, int *ret_applied, str *ret_why)
{
	struct run r = { .a = a, .list = options->list != NULL ? options->list : migrations, .options = options };
	enum err e = s->ops->alone(s, run_on, &r);

	*ret_applied = r.applied;
	*ret_why = r.why;
	return e;
}
