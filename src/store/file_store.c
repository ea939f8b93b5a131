/* Writes and reads files as portions. */
#include "store/file_store.h"

#include <sodium.h>

#include "base/encode.h"
#include "store/engine.h"
#include "store/file_type.h"

enum { NAME_MAX_BYTES = 200, UNFINISHED_S = 86400, PURGE_AT_ONCE = 10 };

struct upload {
	const struct file_new *file;
	str bytes, sha256;
	struct file *ret;
	int64_t next; /* portion */
};

/* What a browser calls the file, without the folders some send. */
static str plain_name(struct arena *a, str name)
{
	size_t start = 0;

	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '/' || name.p[i] == '\\')
			start = i + 1;
	name = str_limit(str_trim(str_sub(name, start, name.n)), NAME_MAX_BYTES);
	return str_empty(name) ? S("file") : str_copy(a, name);
}

static str hash(struct arena *a, str bytes)
{
	unsigned char digest[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(digest, (const unsigned char *)bytes.p, bytes.n);
	return hex_encode(a, digest, sizeof digest);
}

int64_t file_part_count(int64_t size) { return (size + FILE_PART - 1) / FILE_PART; }

static enum err insert_row(struct ctx *c, struct tx *tx, void *arg)
{
	struct upload *u = arg;
	const struct file_new *f = u->file;
	struct opt_int total;
	const struct q_file_insert_in in = {
		.id = u->ret->id = ctx_id(c),
		.key = u->ret->key = ctx_key(c),
		.name = u->ret->name,
		.type = u->ret->type,
		.size = u->ret->size,
		.sha256 = u->sha256,
		.owner_kind = str_from(f->owner_kind),
		.owner = f->owner,
		.purpose = str_from(f->purpose),
		.keep_until = { f->keep_until != 0, f->keep_until },
		.person = { c->actor->person != 0, c->actor->person },
		.now = c->now,
	};

	TRY(q_file_total(c, in.owner_kind, f->owner, &total));
	if ((total.set ? total.v : 0) + in.size > (f->quota != 0 ? f->quota : FILE_QUOTA_DEFAULT))
		return ERR_LIMIT;
	return q_file_insert(c, tx, &in);
}

static enum err insert_parts(struct ctx *c, struct tx *tx, void *arg)
{
	struct upload *u = arg;
	int64_t end = u->next + FILE_PARTS_A_BODY;

	for (int64_t i = u->next; i < end && i < file_part_count(u->ret->size); i++)
		TRY(q_file_part_insert(c, tx, u->ret->id, i, str_sub(u->bytes, (size_t)i * FILE_PART, FILE_PART)));
	return OK;
}

enum err file_upload(struct ctx *c, struct writer *w, const struct file_new *file, str bytes, struct file *ret)
{
	struct upload u = { .file = file, .bytes = bytes, .ret = ret };

	if (bytes.n > FILE_MAX)
		return ERR_LIMIT;
	*ret = (struct file){ .size = (int64_t)bytes.n, .type = file_type_of(bytes), .name = plain_name(c->a, file->name) };
	if (str_is_null(ret->type))
		return ERR_INVALID;
	u.sha256 = hash(c->a, bytes);
	TRY(db_write(c, w, insert_row, &u));
	for (; u.next < file_part_count(ret->size); u.next += FILE_PARTS_A_BODY)
		TRY(db_write(c, w, insert_parts, &u));
	return OK;
}

enum err file_complete(struct ctx *c, struct tx *tx, const struct file *file)
{
	int64_t changes;

	TRY(q_file_complete(c, tx, file->id, &changes));
	return changes == 1 ? OK : ERR_NOT_FOUND;
}

static enum err complete_body(struct ctx *c, struct tx *tx, void *arg) { return file_complete(c, tx, arg); }

enum err file_put(struct ctx *c, struct writer *w, const struct file_new *file, str bytes, struct file *ret)
{
	TRY(file_upload(c, w, file, bytes, ret));
	return db_write(c, w, complete_body, ret);
}

enum err file_bytes(struct ctx *c, int64_t id, str *ret)
{
	struct q_file_by_id_row row;
	char *bytes;
	size_t n = 0;
	bool found;

	TRY(q_file_by_id(c, id, &found, &row));
	if (!found)
		return ERR_NOT_FOUND;
	bytes = arena_alloc(c->a, (size_t)row.size + 1);
	for (int64_t i = 0; i < file_part_count(row.size); i++) {
		struct q_file_part_row part;

		TRY(q_file_part(c, id, i, &found, &part));
		if (!found)
			return ERR_NOT_FOUND;
		if (part.bytes.n > (size_t)row.size - n)
			return ERR_DB;
		memcpy(bytes + n, part.bytes.p, part.bytes.n);
		n += part.bytes.n;
	}
	*ret = str_make(bytes, n);
	if (n == (size_t)row.size && str_eq(hash(c->a, *ret), row.sha256))
		return OK;
	store_log("defect: file %lld does not have its hash", (long long)id);
	return ERR_DB;
}

enum err file_purge(struct ctx *c, struct tx *tx, bool *ret_more)
{
	struct q_files_unfinished_row *unfinished;
	struct q_files_expired_row *expired;
	size_t unfinished_count, expired_count;
	int64_t changes;

	TRY(q_files_unfinished(c, c->now - UNFINISHED_S, &unfinished, &unfinished_count));
	for (size_t i = 0; i < unfinished_count; i++)
		TRY(q_file_delete(c, tx, unfinished[i].id, &changes));
	TRY(q_files_expired(c, c->now, &expired, &expired_count));
	for (size_t i = 0; i < expired_count; i++)
		TRY(q_file_delete(c, tx, expired[i].id, &changes));
	*ret_more = unfinished_count == PURGE_AT_ONCE || expired_count == PURGE_AT_ONCE;
	return OK;
}
