/* One company as the Finnish business register tells it, read from the forms in which its data go round:
 *
 *   v3   the open data API of the Finnish Patent and Registration Office since 2024 (both its spellings: endDate absent or
 *        null, numbers as text or number)
 *   v1   the closed API "bis/v1", from old exports: business ID as plain text, organisation form as code
 *   CSV  columns named as the fields of v3 (businessId, name, mainBusinessLineType, postCode, ...), or as ours
 *
 * What is kept: business ID (check digit verified), the current name, former, parallel and auxiliary names with their dates,
 * one address (visiting if there is one, else postal), line of business with its code set, legal form, website, dates of
 * registration and end. What is never kept: `co` of an address, since it can be a person's name.
 *
 * Fields that the register leaves empty or that make no sense (a date that does not exist, a website with a space) are
 * str_null; only a missing or false business ID and a missing or too long name refuse the entry.
 *
 * Code sets: TOIMI2 = TOL2002, TOIMI3 = TOL2008, TOIMI4 = TOL2025 (in force since 2026-01-01). Without a code set the date
 * of the line of business tells it. Names of lines and post offices are kept in Finnish where there is such.
 *
 * Limits: 200 further names an entry (more are left out), 200 characters a name, 100 bytes the other fields. */
#ifndef TALKOOT_FEATURES_REGISTER_ENTRY_H
#define TALKOOT_FEATURES_REGISTER_ENTRY_H

#include "base/str.h"

enum { REGISTER_NAMES_MAX = 200, REGISTER_NAME_POINTS_MAX = 200, REGISTER_FIELD_MAX = 100, REGISTER_COLUMNS = 14 };

struct register_name {
	const char *kind; /* of organisation_name: "former", "parallel", "auxiliary" */
	str name, name_fold, from_date, to_date;
};

struct register_entry {
	bool whole; /* all the register has (v3): what is not here is not there. Else: what is not here is not told */
	str business_id, name, name_fold, name_sort;
	str kind;   /* of organisation.kind */
	str form;   /* OY, OYJ, KY, AY, OSK ...; another form by its Finnish name */
	str street, postcode, post_office, municipality;
	str tol_scheme, tol_code, tol_name;
	str website; /* with http:// or https:// */
	str registered_on, ended_on;
	struct register_name *names; /* each kind and name once */
	size_t name_count;
};

/* An entry from the bytes of a JSON object, v3 or v1. ERR_INVALID: *ret_why says in English why it is refused (static). What was
 * found until then stands in *ret: the business ID may, for the report. */
MUST enum err register_entry_from_json(struct arena *a, str json, struct register_entry *ret, const char **ret_why);

/* Which column holds what; -1: none. */
struct register_columns {
	int at[REGISTER_COLUMNS];
};
/* From the names in the first row (any case; "Y-tunnus" as well). false: no column for the business ID or none for the name. */
bool register_columns_find(struct arena *a, const str *cells, size_t count, struct register_columns *ret);
/* Does the file tell the municipality? */
bool register_columns_municipality(const struct register_columns *columns);
/* As register_entry_from_json. Rows may be shorter than the first one. */
MUST enum err register_entry_from_cells(struct arena *a, const struct register_columns *columns, const str *cells, size_t count,
					struct register_entry *ret, const char **ret_why);

#endif
