/* The journal: every change that matters - who, when, what, why - which feeds the time lines people see.
 *
 * Invariants:
 *   - An entry is written in the transaction of its change, so the two are there together or not at all.
 *   - before/after hold no personal data; values of personal columns go beside the entry by journal_personal, keyed by the person,
 *     and are deleted when that person is erased.
 *   - Entries are never changed. */
#ifndef TALKOOT_STORE_JOURNAL_H
#define TALKOOT_STORE_JOURNAL_H

#include "store/db.h"
#include "store/journal.sql.h"

struct journal_entry {
	const char *what;        /* "event_published" */
	const char *object_kind; /* "event", "registration", "organisation", "person", "account", ... */
	int64_t object_id;
	str reason;              /* str_null or "": none */
	str before_json, after_json; /* str_null: not told */
};

/* Adds an entry with the context's actor, time and request. *ret_id (may be NULL): for journal_personal. */
MUST enum err journal_add(struct ctx *c, struct tx *tx, const struct journal_entry *entry, int64_t *ret_id);
/* The short form without values. */
MUST enum err journal_note(struct ctx *c, struct tx *tx, const char *what, const char *object_kind, int64_t object_id, str reason);
/* The value of a personal column before and after. */
MUST enum err journal_personal(struct ctx *c, struct tx *tx, int64_t journal_id, int64_t person, const char *field, str before, str after);

/* The newest entries of an object, newest first, at most max (1..1000). */
MUST enum err journal_read(struct ctx *c, const char *object_kind, int64_t object_id, int64_t max, struct q_journal_of_row **ret,
			   size_t *ret_count);

#endif
