/* What the readers of the register's forms (register_entry.c, register_json.c) share; nobody else includes this. */
#ifndef TALKOOT_FEATURES_REGISTER_READ_H
#define TALKOOT_FEATURES_REGISTER_READ_H

#include "features/organisation/register_entry.h"

/* Each gives str_null for what is empty, too long or no such thing. */
str register_field(struct arena *a, str s);
str register_name_text(struct arena *a, str s);
str register_date(str s);
str register_municipality(str s);
str register_post_office(struct arena *a, str s);
str register_website(struct arena *a, str s);
/* Sets the line of business: code, code set (TOIMI3 ..., may be null), date since when, name. */
void register_line(struct register_entry *e, struct arena *a, str code, str set, str since, str name);

/* Returns ERR_INVALID with the reason. */
enum err register_refuse(const char **ret_why, const char *why);
/* Checks and sets the business ID. */
MUST enum err register_begin(struct arena *a, str business_id, struct register_entry *e, const char **ret_why);
/* Checks and sets the name, what is derived from it, form and kind. */
MUST enum err register_finish(struct arena *a, str name, str form, struct register_entry *e, const char **ret_why);

#endif
