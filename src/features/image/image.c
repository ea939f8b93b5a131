/* Storing pictures in three sizes. */
#include "features/image/image.h"

#include <stdlib.h>

#include "store/file_type.h"

const int image_longest_side[IMAGE_SIZES] = { 480, 960, 1920 };

static const char *const size_names[IMAGE_SIZES] = { "small", "medium", "large" };

static enum err upload(struct ctx *c, struct writer *w, struct image_ready *r, int size, str bytes)
{
	bool png = str_eq(file_type_of(bytes), S("image/png"));

	return file_upload(c, w,
			   &(struct file_new){ .name = STR_CONCAT(c->a, str_from(size_names[size]), png ? S(".png") : S(".jpg")),
					       .owner_kind = r->owner_kind,
					       .owner = r->owner,
					       .purpose = "image" },
			   bytes, &r->files[size]);
}

enum err image_prepare(struct ctx *c, struct writer *w, str bytes, enum image_use use, const char *owner_kind,
		       int64_t owner, enum image_answer *ret, struct image_ready *ret_ready)
{
	struct image_made made;
	enum err e;

	*ret = IMAGE_TOO_LARGE;
	if (bytes.n > IMAGE_BYTES_MAX)
		return OK;
	*ret = IMAGE_NOT_ONE;
	if (!str_starts(file_type_of(bytes), S("image/")))
		return OK;
	e = image_make(c->a, getenv("TALKOOT_TEST_PROGRAM"), bytes, use, ret, &made);
	if (e == ERR_BUSY)
		*ret = IMAGE_BUSY;
	if (e == ERR_BUSY || (e == OK && *ret != IMAGE_DONE))
		return OK;
	TRY(e);
	*ret_ready = (struct image_ready){ .key = ctx_key(c),
					   .owner_kind = owner_kind,
					   .owner = owner,
					   .width = made.width,
					   .height = made.height };
	for (int i = 0; i < IMAGE_SIZES; i++) {
		e = upload(c, w, ret_ready, i, made.size[i]);
		if (e == ERR_LIMIT) { /* a photograph as PNG may become larger than a file may be */
			*ret = IMAGE_TOO_LARGE;
			return OK;
		}
		TRY(e);
	}
	return OK;
}

static enum err find(struct ctx *c, str key, struct q_image_by_key_row *ret)
{
	bool found;

	TRY(q_image_by_key(c, key, &found, ret));
	return found ? OK : ERR_NOT_FOUND;
}

enum err image_prepare_copy(struct ctx *c, struct writer *w, str key, const char *owner_kind, int64_t owner,
			    struct image_ready *ret)
{
	struct q_image_by_key_row row;

	TRY(find(c, key, &row));
	const int64_t ids[IMAGE_SIZES] = { row.small_id, row.medium_id, row.large_id };

	*ret = (struct image_ready){ .key = ctx_key(c),
				     .owner_kind = owner_kind,
				     .owner = owner,
				     .width = (uint32_t)row.width,
				     .height = (uint32_t)row.height };
	for (int i = 0; i < IMAGE_SIZES; i++) {
		str bytes;

		TRY(file_bytes(c, ids[i], &bytes));
		TRY(upload(c, w, ret, i, bytes));
	}
	return OK;
}

enum err image_complete(struct ctx *c, struct tx *tx, const struct image_ready *ready)
{
	for (int i = 0; i < IMAGE_SIZES; i++)
		TRY(file_complete(c, tx, &ready->files[i]));
	return q_image_insert(c, tx,
			      &(struct q_image_insert_in){ .id = ctx_id(c),
							   .key = ready->key,
							   .owner_kind = str_from(ready->owner_kind),
							   .owner = ready->owner,
							   .width = ready->width,
							   .height = ready->height,
							   .small = ready->files[0].id,
							   .medium = ready->files[1].id,
							   .large = ready->files[2].id,
							   .now = c->now });
}

enum err image_large(struct ctx *c, str key, str *ret)
{
	struct q_image_by_key_row row;

	TRY(find(c, key, &row));
	return file_bytes(c, row.large_id, ret);
}

enum err image_delete(struct ctx *c, struct tx *tx, str key)
{
	struct q_image_by_key_row row;
	int64_t changes;
	bool found;

	TRY(q_image_by_key(c, key, &found, &row));
	return found ? q_image_files_delete(c, tx, row.small_id, row.medium_id, row.large_id, &changes) : OK;
}

str image_path(struct arena *a, str key, const char *size)
{
	return str_empty(key) ? str_null : STR_CONCAT(a, S("/images/"), key, S("/"), str_from(size));
}
