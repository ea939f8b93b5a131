/* The context: what one request, one job step or one command has with it on its way down to the database.
 *
 * It is the first argument of every domain function. One lifetime: the arena's. Used by one thread at a time.
 *
 * Invariants:
 *   - `actor` is never NULL: a visitor who has not signed in is the anonymous actor (account 0).
 *   - `now` does not change during the request: two rules that look at the time see the same.
 *   - `conn` reads. Only inside a db_write body is it the writing transaction's connection; statements that change
 *     something want a `struct tx *`, which exists nowhere else. */
#ifndef TALKOOT_STORE_CTX_H
#define TALKOOT_STORE_CTX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/str.h"

struct store;
struct conn;
struct random;
struct settings;

/* Access roles (glossary: access_role). Held for the instance, for one organisation or for one event. */
enum access_role {
	ROLE_ADMINISTRATOR, /* instance: settings, accounts, everything a coordinator may */
	ROLE_COORDINATOR,   /* instance or event: runs programmes, sees people */
	ROLE_READER,        /* instance: figures and lists without persons */
	ROLE_HELPER,        /* event: check-in */
	ROLE_FACILITATOR,   /* event: workshops */
	ROLE_REPRESENTATIVE,/* organisation: acts for it */
	ROLE_PARTICIPANT    /* oneself: every account has it */
};
enum { ROLE_COUNT = ROLE_PARTICIPANT + 1 };

enum role_scope { SCOPE_INSTANCE, SCOPE_ORGANISATION, SCOPE_EVENT };

struct role_grant {
	enum access_role role;
	enum role_scope scope;
	int64_t scope_id; /* organisation or event id; 0 for the instance */
};

struct actor {
	int64_t account; /* 0: anonymous */
	int64_t person;  /* the person behind the account; 0: none */
	str email;       /* of the account; str_null when anonymous */
	str name;
	const struct role_grant *grants;
	size_t grant_count;
	bool renew; /* its sign-in was noted as used long ago: the chain renews it */
};

extern const struct actor actor_anonymous;
/* Jobs and the command line act as the program itself: an administrator without a person. */
extern const struct actor actor_system;

/* May the actor act as `role` for this object? An administrator may what a coordinator may. scope_id 0 asks for the
 * instance only. Cost: a walk over the grants (a few). */
bool actor_has(const struct actor *actor, enum access_role role, enum role_scope scope, int64_t scope_id);
/* Instance-wide coordinator or administrator. */
bool actor_is_coordinator(const struct actor *actor);
/* Coordinator of the instance or of this event. */
bool actor_runs_event(const struct actor *actor, int64_t event);
/* "administrator", "coordinator", ... as stored and as the API says; never NULL. */
const char *role_code(enum access_role role);
bool role_from_code(str code, enum access_role *ret);

/* What a request did, for budgets in tests, logs and Server-Timing. */
struct trace {
	uint32_t statements; /* executed */
	uint32_t rows;       /* read */
	int64_t db_us;       /* spent in the database */
};

struct ctx {
	struct arena *a;
	struct store *store;
	struct conn *conn; /* the store fills it at the first statement when NULL, and takes it back at ctx_end */
	const struct actor *actor;
	enum lang lang;
	int64_t now;    /* UTC seconds */
	int64_t now_ms; /* the same instant in milliseconds: for new ids */
	struct random *random;
	const struct settings *settings;
	struct trace trace;
	str request_id; /* goes to logs, the journal and error pages */
	str address;    /* shortened network address of the caller, "" for jobs */
	int64_t quick_deadline_us; /* monotonic; 0: no limit. Passing it makes reads return ERR_AGAIN_SLOW */
};

/* A new 63-bit id, ordered by time. */
int64_t ctx_id(struct ctx *c);
/* A new opaque key for URLs and the API: 16 characters of [0-9a-z], 80 random bits. */
str ctx_key(struct ctx *c);

#endif
