/* Files in the database: a row, and the bytes in portions of 256 KB. Transaction, backup, erasure and several nodes need nothing
 * else then.
 *
 *   TRY(file_upload(c, w, &new, bytes, &file));      bytes are stored, nobody sees them yet
 *   db_write(...): TRY(file_complete(c, tx, &file));  together with the row that refers to it
 *
 * Invariants:
 *   - A file's bytes never change; its key is random; its type is what its bytes are (file_type.h).
 *   - What is not completed within a day is purged, as is what has passed keep_until.
 *   - Who may read a file is asked of its owner by the feature that serves it.
 * Limits: 10 MB a file, a quota per owner. */
#ifndef TALKOOT_STORE_FILE_STORE_H
#define TALKOOT_STORE_FILE_STORE_H

#include "store/db.h"
#include "store/file_store.sql.h"

enum { FILE_MAX = 10 * 1024 * 1024, FILE_PART = 256 * 1024, FILE_PARTS_A_BODY = 4 };
#define FILE_QUOTA_DEFAULT INT64_C(200 * 1024 * 1024)

struct file_new {
	str name;               /* as uploaded; its last part is kept, at most 200 bytes */
	const char *owner_kind; /* "event", "organisation" */
	int64_t owner;
	const char *purpose; /* "image", "signature_list" */
	int64_t keep_until;  /* UTC; 0: as long as its owner */
	int64_t quota;       /* bytes of all files of this owner together; 0: 200 MB */
};

struct file {
	int64_t id, size;
	str key, type, name;
};

/* Stores the bytes in portions of 1 MB a transaction. ERR_LIMIT: larger than 10 MB or over the quota. ERR_INVALID: SVG. */
MUST enum err file_upload(struct ctx *c, struct writer *w, const struct file_new *file, str bytes, struct file *ret);
/* Makes it visible. ERR_NOT_FOUND: purged meanwhile, or complete already. */
MUST enum err file_complete(struct ctx *c, struct tx *tx, const struct file *file);
/* upload and complete for files that nothing has to point to. */
MUST enum err file_put(struct ctx *c, struct writer *w, const struct file_new *file, str bytes, struct file *ret);

/* Number of portions of a file of this size; each is read by q_file_part(c, id, 0.., ...). */
int64_t file_part_count(int64_t size);
/* All of it in c's arena. ERR_NOT_FOUND: deleted meanwhile; ERR_DB: it does not have its hash any more. */
MUST enum err file_bytes(struct ctx *c, int64_t id, str *ret);

/* Deletes a few of what is to go; *ret_more: call again in another body. */
MUST enum err file_purge(struct ctx *c, struct tx *tx, bool *ret_more);

#endif
