/* What a role may: the addresses it can open, by the very question that the server asks for each request, and in words. */
#ifndef TALKOOT_MAIN_AUDIT_H
#define TALKOOT_MAIN_AUDIT_H

#include "base/buf.h"
#include "web/web.h"

/* "public", "link", "signed-in", ... */
const char *permission_name(enum permission p);

/* The names that audit_print knows: "visitor", the access roles, and "event-coordinator" (coordinator of some events); NULL behind the
 * last. */
extern const char *const audit_roles[];

/* Writes what the role may. False: there is no role of this name. */
bool audit_print(struct buf *out, str role);

#endif
