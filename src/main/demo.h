/* The region of the demo: invented companies of Päijät-Häme with fictional business IDs, the first Partner Friday as history (its
 * public facts), a past season with attendance, and an upcoming one whose dates are relative to today.
 *
 * Everything that happens is made by the domain's own functions, at the time it would have happened; so the demo also shows that they work.
 * The companies and texts stand in demo/region.json, which the binary carries. */
#ifndef TALKOOT_MAIN_DEMO_H
#define TALKOOT_MAIN_DEMO_H

#include "store/db.h"

/* Fills an empty, migrated database. ERR_CONFLICT: it is not empty. The accounts coordinator@example.fi (administrator and
 * coordinator), company@example.fi (representative of the next visit's host) and helper@example.fi (helper at the next
 * visit) can sign in. Takes some seconds. */
MUST enum err demo_make(struct ctx *c, struct writer *w);

/* First byte, and the byte behind the last one, of demo/region.json (gen/demo_region_json.S). */
extern const char demo_region_json[], demo_region_json_end[];

#endif
