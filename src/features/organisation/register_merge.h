/* What becomes of a stored organisation when the register says something about it: the rules of organisation_import.h, as a
 * function of the two. */
#ifndef TALKOOT_FEATURES_REGISTER_MERGE_H
#define TALKOOT_FEATURES_REGISTER_MERGE_H

#include "features/organisation/organisation.sql.h"
#include "features/organisation/register_entry.h"

/* The row to write. *ret_changed: something besides source_date is different. *ret_beside: a name to keep as a further one, with
 * its kind; name str_null: none. */
struct q_organisation_update_in register_merge(const struct q_organisation_by_business_id_row *old, const struct register_entry *entry,
					       str date, bool *ret_changed,
					       struct register_name *ret_beside);

#endif
