/* Organisations: companies and other bodies, with their business ID where they have one.
 *
 * Where the data of a row come from (source), and who may change it:
 *   typed     a guest wrote it in a sign-up, and nobody has looked at it. Shown to coordinators only, until the organisation
 *             hosts a public event (a coordinator chose it then). Later guests change nothing, but may add a missing business ID.
 *   import    a coordinator wrote or corrected it. Nothing but a coordinator changes name, kind, address and website again;
 *             the register fills what is empty, and adds its own name beside (organisation_name).
 *   register  from the business register. The register changes it (organisation_import.h), guests never. A coordinator who
 *             changes it makes it `import`.
 *   demo      invented; as register.
 *
 * Invariants: a business ID stands once; name_fold and name_sort are derived from name (text/fold.h) and written with it.
 *
 * Permission: directory data (name, business ID, place, line of business) are public, but for typed rows; writing is for
 * coordinators, or goes through a sign-up.
 *
 * Limits: 10 suggestions; 200 visits on a page. */
#ifndef TALKOOT_FEATURES_ORGANISATION_H
#define TALKOOT_FEATURES_ORGANISATION_H

#include "features/organisation/organisation.sql.h"
#include "store/db.h"

enum { ORGANISATION_SUGGESTIONS_MAX = 10, ORGANISATION_NAME_MAX = 200 };

/* The organisation of a sign-up, found or made, inside the sign-up's transaction.
 * By key if it was picked from the list; else by valid business ID; else by exactly the same folded name when exactly one
 * organisation has it (with several, the oldest that a guest typed without ID); else made new from what was typed (kind: of
 * organisation.kind, str_null: company), source typed. Who wrote a business ID is never given an organisation that has
 * another one. An empty name and no ID: no organisation (*ret_id 0, *ret_name ""). *ret_name is the name to keep in the
 * sign-up: of the organisation if it was picked, as typed otherwise. An invalid business ID counts as none (forms check it).
 * ERR_NOT_FOUND: no organisation has that key. Cost: up to three statements. */
MUST enum err organisation_for_sign_up(struct ctx *c, struct tx *tx, str key, str name, str business_id, str kind, int64_t *ret_id,
				       str *ret_name);

/* ---- finding -------------------------------------------------------------------------------------------------------- */

struct organisation_suggestion {
	int64_t id;
	str key, name, business_id, municipality, post_office; /* the last three may be str_null */
	bool ended;
};

/* What a person means who has typed `typed` so far: organisations whose name, further name or business ID (any form, three digits
 * or more) begins with it, at most ORGANISATION_SUGGESTIONS_MAX. The same name first, then longer ones; of each those that
 * still exist first, then by name. Fewer than two letters: none. Cost: at most six statements by index. */
MUST enum err organisation_suggest(struct ctx *c, str typed, struct organisation_suggestion **ret, size_t *ret_count);

struct organisation {
	struct q_organisation_by_key_row row;
	struct q_organisation_names_row *names; /* current ones first */
	size_t name_count;
	struct q_organisation_visits_row *visits; /* newest first, titles in the context's language where there are such */
	size_t visit_count;
};

/* All that the organisation's page shows. ERR_NOT_FOUND: none has the key, or it is typed, hosts nothing public, and the actor is
 * neither coordinator nor reader. Cost: three statements. */
MUST enum err organisation_find(struct ctx *c, str key, struct organisation *ret);

struct organisation_query {
	str search;     /* words of a name, or a business ID; str_null or empty: all */
	bool typed;     /* only what guests typed and nobody has looked at */
	bool ended_too; /* also those that exist no more */
	str cursor;     /* of another page of the same query, or str_null */
};

/* A page of organisations by name. ERR_FORBIDDEN: neither coordinator nor reader of the instance. ERR_INVALID: not a cursor of this
 * query. Cost: one statement that walks over the names. */
MUST enum err organisation_search(struct ctx *c, const struct organisation_query *query, struct q_organisation_list_result *ret);

/* ---- by hand -------------------------------------------------------------------------------------------------------- */

struct organisation_input {
	str name, business_id, kind;                       /* business_id normal (base/business_id.h) or str_null */
	str street, postcode, post_office, municipality;   /* each may be str_null; municipality: its code */
	str website;                                       /* http(s)://... or str_null */
};

enum organisation_refusal {
	ORGANISATION_OK,
	ORGANISATION_NAME_EMPTY,        /* nothing in it that could be found: no letter or digit */
	ORGANISATION_ID_TAKEN,          /* *ret_key is the organisation that has it */
	ORGANISATION_ID_FROM_REGISTER,  /* a business ID that the register gave cannot be changed */
	ORGANISATION_MUNICIPALITY_WRONG /* no municipality has this code */
};

/* Makes (key str_null) or changes an organisation; *ret_key names it. A name that the register gave stays beside as a further
 * name. Coordinators: else ERR_FORBIDDEN. ERR_NOT_FOUND: none has the key. */
MUST enum err organisation_save(struct ctx *c, struct writer *w, str key, const struct organisation_input *in,
				enum organisation_refusal *ret, str *ret_key);

#endif
