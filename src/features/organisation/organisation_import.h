/* Taking companies over from the business register: `talkoot import organisations`.
 *
 * Whose word counts, row by row (source: organisation.h):
 *   new        made, source register.
 *   register,  becomes what the register says now. What a form of the data does not tell at all (a CSV without addresses)
 *   demo       stays as it was; what the full form (v3) leaves out is gone. A name that changed stays as a former name.
 *   typed      a guest wrote it and nobody has looked at it: the register's words take its place, and it becomes register.
 *              What the guest wrote stays in the sign-up.
 *   import     a coordinator wrote it: name, kind and what is filled of address and website stay. The register fills what is
 *              empty, keeps line of business, form and dates up to date, and its own name stands beside as a parallel name.
 * A row whose data were taken on a later day than these is left alone. So the same file twice changes nothing, and an old file
 * spoils nothing. Further names are added and updated, never removed: the register keeps them too.
 *
 * Invariants: memory is bounded (one portion of entries), however long the file; a portion is one transaction that holds the
 * writer 20 ms at most; stopping in the middle leaves whole portions, and running again goes on.
 *
 * Limits: REGISTER_ENTRY_BYTES_MAX bytes a JSON object, the limits of out/csv.h, register_entry.h. */
#ifndef TALKOOT_FEATURES_ORGANISATION_IMPORT_H
#define TALKOOT_FEATURES_ORGANISATION_IMPORT_H

#include "out/csv.h"
#include "store/db.h"

enum { REGISTER_ENTRY_BYTES_MAX = 256 << 10, IMPORT_PORTION = 25 };

struct import_count {
	int64_t read;      /* entries of the file, refused ones too */
	int64_t made, updated, unchanged;
	int64_t older;     /* left alone: what is stored was taken on a later day */
	int64_t elsewhere; /* of another municipality than asked for */
	int64_t refused;
};

struct import_refusal {
	size_t line, number; /* where the entry begins; the how-manieth it is, 1-based (rows behind the heading) */
	str business_id;     /* as far as it can be told, else str_null */
	const char *why;     /* English; static */
};

struct organisation_import {
	bool dry_run;     /* counts what would happen; writes nothing. An entry that comes twice counts as new twice */
	str municipality; /* three digits: only companies there; str_null: all */
	str date;         /* ISO: the day on which the data were taken */
	str name;         /* of the file, for the journal */
	void (*refused)(void *arg, const struct import_refusal *refusal); /* each may be NULL */
	void (*progress)(void *arg, const struct import_count *so_far);   /* after each portion */
	void *arg;
};

/* Reads the source, JSON or CSV (told by its first byte). OK: *ret counts it. ERR_INVALID: the file is broken or not of these forms:
 * *ret_why says in English what and where; what came before is stored and counted. Other errors: of source or store, as
 * counted so far. For commands: the actor must be a coordinator, else ERR_FORBIDDEN. */
MUST enum err organisation_import_run(struct ctx *c, struct writer *w, csv_source *source, void *source_arg,
				      const struct organisation_import *how, struct import_count *ret, str *ret_why);

#endif
