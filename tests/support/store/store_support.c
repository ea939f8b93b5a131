/* Opens, migrates and removes databases of tests. */
#include "support/store/store_support.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness.h"
#include "store/dialect.h"
#include "store/engine.h"

static const char *test_url(void)
{
	const char *url = getenv("TALKOOT_TEST_DB");

	return url == NULL || url[0] == '\0' || strcmp(url, "sqlite") == 0 ? NULL : url;
}

static void pg_run(const char *url, const char *sql)
{
	PGconn *conn = PQconnectdb(url);
	PGresult *result = PQexec(conn, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(conn));
	PQclear(result);
	PQfinish(conn);
}

static void pg_command(const char *before, const char *database, const char *behind)
{
	char sql[200];

	snprintf(sql, sizeof sql, "%s %s %s", before, database, behind);
	pg_run(test_url(), sql);
}

/* postgresql://user@host/old?x -> .../database?x */
static void pg_name_database(struct test_store *t)
{
	const char *url = test_url(), *host = strstr(url, "://"), *path, *query = strchr(url, '?');
	unsigned char name[8];

	assert_non_null(host);
	path = strchr(host + 3, '/');
	if (path != NULL && query != NULL && query < path)
		path = NULL;
	struct random system = random_system();

	random_fill(&system, name, sizeof name);
	snprintf(t->database, sizeof t->database, "talkoot_test_");
	for (size_t i = 0; i < sizeof name; i++)
		snprintf(t->database + strlen(t->database), 3, "%02x", name[i]);
	snprintf(t->url, sizeof t->url, "%.*s/%s%s", (int)(path != NULL ? path - url : (query != NULL ? query - url : (long)strlen(url))),
		 url, t->database, query != NULL ? query : "");
}

static void open_store(struct test_store *t)
{
	struct store_options options = { .data_folder = t->folder, .url = t->url[0] != '\0' ? t->url : NULL };
	str why;

	if (store_open(&options, t->a, &t->store, &why) != OK)
		fail_msg("store_open: %.*s", STR_ARG(why));
}

static void begin(struct test_store *t)
{
	memset(t, 0, sizeof *t);
	t->clock = clock_manual_start(&t->clock_state, TEST_NOW);
	t->random = random_seeded_start(&t->random_state, 1);
	t->a = arena_new(16 * 1024 * 1024);
	assert_non_null(t->a);
	t->settings = settings_default(t->a);
	snprintf(t->folder, sizeof t->folder, "%s/talkoot-test-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(t->folder));
	if (test_url() != NULL)
		pg_name_database(t);
}

void test_store_open_empty(struct test_store *t)
{
	begin(t);
	t->changed = true;
	if (t->url[0] != '\0')
		pg_command("CREATE DATABASE", t->database, "TEMPLATE template0 ENCODING 'UTF8'");
	open_store(t);
}

/* ---- a migrated database to copy: migrating once in a program is enough ------------------------------------------------- */

static struct {
	bool made;
	char database[64]; /* PostgreSQL */
	char *bytes;       /* SQLite: the file */
	size_t size;
	/* PostgreSQL: of a test that has ended, emptied: making a database takes some hundred times as long. */
	char spare[64], spare_url[512];
} template;

/* Of all rows but the schema's version; without foreign keys looking on. */
static const char empty_all[] =
	"DO $$ DECLARE t record; BEGIN SET LOCAL session_replication_role = replica; SET LOCAL client_min_messages = warning;"
	" FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP"
	" EXECUTE format('DELETE FROM %I', t.tablename); END LOOP; END $$";
/* What empty_all relies on. */
static const char must_be_empty[] =
	"DO $$ DECLARE t record; n bigint; BEGIN"
	" FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP"
	" EXECUTE format('SELECT count(*) FROM %I', t.tablename) INTO n;"
	" IF n > 0 THEN RAISE EXCEPTION 'a migration fills %: the tests must learn to keep that', t.tablename; END IF;"
	" END LOOP; END $$";

static void drop_databases(void)
{
	pg_command("DROP DATABASE", template.database, "WITH (FORCE)");
	if (template.spare[0] != '\0')
		pg_command("DROP DATABASE", template.spare, "WITH (FORCE)");
}

static void sqlite_path(const struct test_store *t, char *ret, size_t size)
{
	snprintf(ret, size, "%s/talkoot.db", t->folder);
}

static void keep_file(const struct test_store *t)
{
	char path[100];
	FILE *f;

	sqlite_path(t, path, sizeof path);
	f = fopen(path, "rb");
	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	template.size = (size_t)ftell(f);
	template.bytes = malloc(template.size);
	rewind(f);
	assert_int_equal(fread(template.bytes, 1, template.size, f), template.size);
	fclose(f);
}

static void make_template(void)
{
	struct test_store t;
	int applied;
	str why;

	test_store_open_empty(&t);
	if (migrate_run(t.store, t.a, &(struct migrate_options){ .now = TEST_NOW }, &applied, &why) != OK)
		fail_msg("migrate_run: %.*s", STR_ARG(why));
	store_close(t.store); /* the last connection takes the log back into the file */
	t.store = NULL;
	if (t.url[0] != '\0') {
		pg_run(t.url, must_be_empty);
		memcpy(template.database, t.database, sizeof template.database);
		t.url[0] = '\0'; /* stays until the program ends */
		atexit(drop_databases);
	} else {
		keep_file(&t);
	}
	template.made = true;
	test_store_close(&t);
}

static void copy_template(struct test_store *t)
{
	char path[100], behind[100];
	FILE *f;

	if (t->url[0] != '\0' && template.spare[0] != '\0') {
		memcpy(t->database, template.spare, sizeof t->database);
		memcpy(t->url, template.spare_url, sizeof t->url);
		template.spare[0] = '\0';
		return;
	}
	if (t->url[0] != '\0') {
		snprintf(behind, sizeof behind, "TEMPLATE %s", template.database);
		pg_command("CREATE DATABASE", t->database, behind);
		return;
	}
	sqlite_path(t, path, sizeof path);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(template.bytes, 1, template.size, f), template.size);
	assert_int_equal(fclose(f), 0);
}

void test_store_open(struct test_store *t)
{
	if (!template.made)
		make_template();
	begin(t);
	copy_template(t);
	open_store(t);
}

static void end_contexts(struct test_store *t)
{
	while (t->context_count > 0) {
		struct ctx *c = t->contexts[--t->context_count];
		struct arena *a = c->a;

		ctx_end(c);
		arena_free(a);
	}
}

void test_store_reopen(struct test_store *t)
{
	end_contexts(t);
	store_close(t->store);
	open_store(t);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

void test_store_close(struct test_store *t)
{
	end_contexts(t);
	store_close(t->store);
	if (t->url[0] != '\0' && template.made && !t->changed && template.spare[0] == '\0') {
		pg_run(t->url, empty_all);
		memcpy(template.spare, t->database, sizeof template.spare);
		memcpy(template.spare_url, t->url, sizeof template.spare_url);
	} else if (t->url[0] != '\0') {
		pg_command("DROP DATABASE", t->database, "WITH (FORCE)");
	}
	arena_free(t->a);
	assert_int_equal(nftw(t->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static void fill_ctx(struct test_store *t, struct ctx *c, struct arena *a)
{
	*c = (struct ctx){ .a = a, .store = t->store, .actor = &actor_system, .lang = LANG_EN, .now = clock_now(&t->clock),
			   .now_ms = clock_now_ms(&t->clock), .random = &t->random, .settings = &t->settings, .request_id = S("test"),
			   .address = S("") };
}

struct ctx *test_ctx(struct test_store *t)
{
	struct ctx *c = NEW(t->a, struct ctx);
	struct arena *a = arena_new(64 * 1024 * 1024);

	assert_non_null(a);
	assert_true(t->context_count < TEST_CTX_MAX);
	fill_ctx(t, c, a);
	t->contexts[t->context_count++] = c;
	return c;
}

void test_ctx_renew(struct test_store *t, struct ctx *c)
{
	ctx_end(c);
	arena_reset(c->a);
	c->now = clock_now(&t->clock);
	c->now_ms = clock_now_ms(&t->clock);
	c->trace = (struct trace){ 0 };
}

struct writer *test_writer(struct test_store *t) { return store_writer(t->store); }
void test_pass(struct test_store *t, int64_t seconds) { clock_manual_pass(&t->clock_state, seconds * 1000); }

static enum err exec_alone(struct conn *conn, void *arg) { return conn->store->ops->exec(conn, arg); }

void test_exec(struct test_store *t, const char *script)
{
	struct arena *a = arena_new(4 * 1024 * 1024);
	str text = dialect_script(a, store_engine(t->store), str_from(script));
	char *copy = str_c(a, text);

	t->changed = t->changed || strstr(script, "CREATE") != NULL || strstr(script, "ALTER") != NULL ||
		     strstr(script, "DROP") != NULL;
	assert_int_equal(t->store->ops->alone(t->store, exec_alone, copy), OK);
	arena_free(a);
}

void test_sample_tables(struct test_store *t)
{
	test_exec(t, "CREATE TABLE sample (id INTEGER PRIMARY KEY, number INTEGER, share REAL NOT NULL, maybe_share REAL,"
		     " name TEXT NOT NULL, note TEXT, bytes BLOB NOT NULL, maybe_bytes BLOB,"
		     " active INTEGER NOT NULL CHECK (active IN (0,1)), CHECK (number >= 0));"
		     "CREATE TABLE sample_tag (id INTEGER PRIMARY KEY, sample_id INTEGER NOT NULL REFERENCES sample(id),"
		     " tag TEXT NOT NULL, UNIQUE (sample_id, tag));");
}
