/* Storing pictures in three sizes. */
#include "features/image/image.h"

#include <stdlib.h>

#include "store/file_store.h"
#include "store/file_type.h"
#include "store/journal.h"

const int image_longest_side[IMAGE_SIZES] = { 480, 960, 1920 };

static const char *const size_names[IMAGE_SIZES] = { "small", "medium", "large" };

struct storing {
	const char *owner_kind;
	int64_t owner;
	struct file files[IMAGE_SIZES];
	const struct image_made *made;
	str key;
};

static enum err store_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct storing *s = arg;

	for (int i = 0; i < IMAGE_SIZES; i++)
		TRY(file_complete(c, tx, &s->files[i]));
	s->key = ctx_key(c);
	return q_image_insert(c, tx,
			      &(struct q_image_insert_in){ .id = ctx_id(c),
							   .key = s->key,
							   .owner_kind = str_from(s->owner_kind),
							   .owner = s->owner,
							   .width = s->made->width,
							   .height = s->made->height,
							   .small = s->files[0].id,
							   .medium = s->files[1].id,
							   .large = s->files[2].id,
							   .now = c->now });
}

enum err image_store(struct ctx *c, struct writer *w, str bytes, const char *owner_kind, int64_t owner,
		     enum image_answer *ret, str *ret_key)
{
	struct image_made made;
	struct storing s = { .owner_kind = owner_kind, .owner = owner, .made = &made };

	*ret = IMAGE_TOO_LARGE;
	if (bytes.n > IMAGE_BYTES_MAX)
		return OK;
	*ret = IMAGE_NOT_ONE;
	if (!str_starts(file_type_of(bytes), S("image/")))
		return OK;
	TRY(image_make(c->a, getenv("TALKOOT_TEST_PROGRAM"), bytes, ret, &made));
	if (*ret != IMAGE_DONE)
		return OK;
	for (int i = 0; i < IMAGE_SIZES; i++) {
		bool png = str_eq(file_type_of(made.size[i]), S("image/png"));

		TRY(file_upload(c, w,
				&(struct file_new){
					.name = STR_CONCAT(c->a, str_from(size_names[i]), png ? S(".png") : S(".jpg")),
					.owner_kind = owner_kind,
					.owner = owner,
					.purpose = "image" },
				made.size[i], &s.files[i]));
	}
	TRY(db_write(c, w, store_body, &s));
	*ret_key = s.key;
	return OK;
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
