/* What the two engines give to backup.c. Nobody else includes this. */
#ifndef TALKOOT_STORE_BACKUP_ENGINE_H
#define TALKOOT_STORE_BACKUP_ENGINE_H

#include "store/backup.h"

/* The database as of one moment into the file `to`, which does not exist; the schema's number at that moment. */
MUST enum err backup_copy_sqlite(struct store *s, struct arena *a, const char *to, int64_t *ret_schema, str *ret_why);
MUST enum err backup_dump_pg(const char *url, struct arena *a, const char *to, int64_t *ret_schema, str *ret_why);
/* ERR_CONFLICT: the database has tables. */
MUST enum err backup_restore_pg(const char *url, struct arena *a, const char *from, str *ret_why);

/* Does a database address hold a password? */
bool backup_url_has_password(str url, struct arena *a);

#endif
