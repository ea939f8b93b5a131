/* pg_dump and pg_restore as children.
 *
 * What the database's address says is given to them by the environment (libpq's PG... variables): command lines can be read by
 * everyone on the machine. An option that has no such variable does not reach them. */
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/backup_engine.h"

enum { WORDS_MAX = 2000, ENVIRONMENT_MAX = 2000, OPTIONS_MAX = 64 };

/* ---- running a tool --------------------------------------------------------------------------------------------------- */

static bool names(const char *entry, const char *variable)
{
	size_t n = strlen(variable);

	return strncmp(entry, variable, n) == 0 && entry[n] == '=';
}

/* Our environment, with what the address says in place of what stands there. NULL: the address is not one. */
static char **environment_for(struct arena *a, const char *url)
{
	char *why = NULL, **ret = NEW_ARRAY(a, ENVIRONMENT_MAX + OPTIONS_MAX + 2, char *);
	PQconninfoOption *options = PQconninfoParse(url, &why);
	size_t n = 0, own;

	if (options == NULL) {
		PQfreemem(why);
		return NULL;
	}
	ret[n++] = str_c(a, S("LC_ALL=C"));
	ret[n++] = str_c(a, S("PGCONNECT_TIMEOUT=10"));
	for (PQconninfoOption *o = options; o->keyword != NULL && n < OPTIONS_MAX; o++)
		if (o->val != NULL && o->val[0] != '\0' && o->envvar != NULL)
			ret[n++] = str_c(a, str_format(a, "%s=%s", o->envvar, o->val));
	PQconninfoFree(options);
	own = n;
	for (char **e = environ; *e != NULL && n < ENVIRONMENT_MAX; e++) {
		bool ours = false;

		for (size_t i = 0; i < own && !ours; i++) {
			str name = str_from(ret[i]);

			ours = names(*e, str_c(a, str_cut(&name, '=')));
		}
		if (!ours)
			ret[n++] = *e;
	}
	return ret;
}

/* All a child says, of which the end is kept. */
static str listen_to(struct arena *a, int fd)
{
	char words[WORDS_MAX], more[WORDS_MAX];
	size_t n = 0;
	ssize_t k;

	while ((k = read(fd, more, sizeof more)) > 0 || (k < 0 && errno == EINTR)) {
		size_t got = k < 0 ? 0 : (size_t)k, keep = n + got > sizeof words ? sizeof words - got : n;

		memmove(words, words + (n - keep), keep);
		memcpy(words + keep, more, got);
		n = keep + got;
	}
	return str_trim(str_copy(a, str_make(words, n)));
}

/* Starts argv[0], found in PATH, reading and printing nothing, its errors to fd. */
static int start(char *const argv[], char *const environment[], int fd, pid_t *ret)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, usual;
	int code;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, fd, 2);
	/* The server blocks and ignores signals; its children do not. */
	posix_spawnattr_init(&attributes);
	sigemptyset(&none);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	code = posix_spawnp(ret, argv[0], &actions, &attributes, argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return code;
}

static enum err run(struct arena *a, const char *url, const char *const *argv, str *ret_why)
{
	char **environment = environment_for(a, url);
	int ends[2], status = 0, code;
	pid_t pid;
	str words;

	if (environment == NULL) {
		*ret_why = S("the database's address cannot be read");
		return ERR_INVALID;
	}
	if (pipe2(ends, O_CLOEXEC) != 0)
		return ERR_IO;
	/* posix_spawn promises to leave the words alone. */
	code = start((char *const *)(uintptr_t)argv, environment, ends[1], &pid);
	close(ends[1]);
	if (code != 0) {
		close(ends[0]);
		*ret_why = str_format(a, "%s cannot be run: %s (Debian package postgresql-client)", argv[0], strerror(code));
		return ERR_IO;
	}
	words = listen_to(a, ends[0]);
	close(ends[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return OK;
	*ret_why = str_format(a, "%s failed: %.*s", argv[0], STR_ARG(words));
	return ERR_IO;
}

/* ---- our own connection ------------------------------------------------------------------------------------------------ */

static PGconn *connect_to(const char *url)
{
	const char *const names_[] = { "dbname", "connect_timeout", "fallback_application_name", NULL };
	const char *const values[] = { url, "10", "talkoot", NULL };

	return PQconnectdbParams(names_, values, 1);
}

/* One value as text; NULL when there is none. */
static char *ask(struct arena *a, PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);
	char *value = NULL;

	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1)
		value = str_c(a, str_from(PQgetvalue(result, 0, 0)));
	PQclear(result);
	return value;
}

static enum err lost(struct arena *a, PGconn *conn, str *ret_why)
{
	*ret_why = str_format(a, "PostgreSQL: %.*s", STR_ARG(str_trim(str_from(PQerrorMessage(conn)))));
	PQfinish(conn);
	return ERR_BUSY;
}

enum err backup_dump_pg(const char *url, struct arena *a, const char *to, int64_t *ret_schema, str *ret_why)
{
	PGconn *conn = connect_to(url);
	char *snapshot, *schema;
	enum err e;

	/* The number and the dump are of the same snapshot, which this transaction keeps. */
	PQclear(PQexec(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET idle_in_transaction_session_timeout = 0"));
	snapshot = ask(a, conn, "SELECT pg_export_snapshot()");
	schema = ask(a, conn, "SELECT coalesce(max(number), 0) FROM schema_version");
	if (snapshot == NULL || schema == NULL || !str_to_int(str_from(schema), ret_schema))
		return lost(a, conn, ret_why);
	const char *const argv[] = { "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password", "--file", to,
				     "--snapshot", snapshot, NULL };

	e = run(a, url, argv, ret_why);
	PQfinish(conn);
	return e;
}

enum err backup_restore_pg(const char *url, struct arena *a, const char *from, str *ret_why)
{
	PGconn *conn = connect_to(url);
	char *tables = ask(a, conn, "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
	char *database = str_c(a, str_from(PQdb(conn)));

	if (tables == NULL)
		return lost(a, conn, ret_why);
	PQfinish(conn);
	if (strcmp(tables, "0") != 0) {
		*ret_why = S("the database is not empty: make a new one and name it by --db");
		return ERR_CONFLICT;
	}
	const char *const argv[] = { "pg_restore",	  "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
				     "--no-password", "--dbname",	  database,		   from,	   NULL };

	return run(a, url, argv, ret_why);
}

bool backup_url_has_password(str url, struct arena *a)
{
	char *why = NULL;
	PQconninfoOption *options = PQconninfoParse(str_c(a, url), &why);
	bool found = options == NULL; /* not understood: better left out */

	PQfreemem(why);
	for (PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++)
		found |= o->val != NULL && o->val[0] != '\0' && strcmp(o->keyword, "password") == 0;
	PQconninfoFree(options);
	return found;
}
