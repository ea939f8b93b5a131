/* The one dialect of the migrations, turned into the engine's. Five mechanical rules, nothing else:
 *
 *   - CREATE TABLE gets STRICT (SQLite).
 *   - INTEGER becomes BIGINT, REAL becomes DOUBLE PRECISION, BLOB becomes BYTEA (PostgreSQL).
 *   - TEXT becomes TEXT COLLATE "C" (PostgreSQL), so that both engines order by bytes in any database.
 *   - What stands between "-- only: sqlite" (or postgresql) and "-- both" goes to that engine only: full text search.
 *   - Comments fall away.
 *
 * Strings ('...') and quoted names ("...") are left as they are. */
#ifndef TALKOOT_STORE_DIALECT_H
#define TALKOOT_STORE_DIALECT_H

#include "store/db.h"

/* The script for one engine, in a. A quote that is not closed is a BUG: scripts come from the program itself. */
str dialect_script(struct arena *a, enum engine engine, str sql);

#endif
