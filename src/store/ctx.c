/* What an actor may be, and what the context makes: ids and keys. */
#include "store/ctx.h"

#include "base/random.h"

static const struct role_grant system_grants[] = { { .role = ROLE_ADMINISTRATOR, .scope = SCOPE_INSTANCE } };

const struct actor actor_anonymous = { .email = { NULL, 0 }, .name = { NULL, 0 } };
const struct actor actor_system = { .email = { NULL, 0 }, .name = S_INIT("talkoot"), .grants = system_grants, .grant_count = 1 };

static const char *const role_codes[ROLE_COUNT] = {
	[ROLE_ADMINISTRATOR] = "administrator", [ROLE_COORDINATOR] = "coordinator",
	[ROLE_READER] = "reader",               [ROLE_HELPER] = "helper",
	[ROLE_FACILITATOR] = "facilitator",     [ROLE_REPRESENTATIVE] = "representative",
	[ROLE_PARTICIPANT] = "participant",
};

static bool granted(const struct actor *actor, enum access_role role, enum role_scope scope, int64_t scope_id)
{
	for (size_t i = 0; i < actor->grant_count; i++) {
		const struct role_grant *g = &actor->grants[i];

		if (g->role != role)
			continue;
		if (g->scope == SCOPE_INSTANCE || (g->scope == scope && g->scope_id == scope_id && scope_id != 0))
			return true;
	}
	return false;
}

bool actor_has(const struct actor *actor, enum access_role role, enum role_scope scope, int64_t scope_id)
{
	if (role == ROLE_PARTICIPANT)
		return actor->account != 0;
	if (granted(actor, role, scope, scope_id))
		return true;
	return role == ROLE_COORDINATOR && granted(actor, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0);
}

bool actor_is_coordinator(const struct actor *actor) { return actor_has(actor, ROLE_COORDINATOR, SCOPE_INSTANCE, 0); }

bool actor_runs_event(const struct actor *actor, int64_t event)
{
	return actor_has(actor, ROLE_COORDINATOR, SCOPE_EVENT, event);
}

const char *role_code(enum access_role role)
{
	INVARIANT((unsigned)role < ROLE_COUNT);
	return role_codes[role];
}

bool role_from_code(str code, enum access_role *ret)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		if (str_eq_c(code, role_codes[i])) {
			*ret = (enum access_role)i;
			return true;
		}
	}
	return false;
}

int64_t ctx_id(struct ctx *c) { return id_new(c->random, c->now_ms); }
str ctx_key(struct ctx *c) { return key_new(c->a, c->random); }
