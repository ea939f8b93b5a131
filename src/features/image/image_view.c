/* Pictures for templates. */
#include "features/image/image_view.h"

#include "text/tr.h"

/* Width and height when the longest side is at most `side`. */
static void shrink(int64_t side, int64_t width, int64_t height, long long *ret_width, long long *ret_height)
{
	int64_t longest = width > height ? width : height;

	*ret_width = longest <= side ? width : (width * side + longest / 2) / longest;
	*ret_height = longest <= side ? height : (height * side + longest / 2) / longest;
}

struct image_view image_view_make(struct arena *a, str key, int64_t width, int64_t height)
{
	struct image_view v = { .url = url_local(image_path(a, key, "medium")),
				.small_url = url_local(image_path(a, key, "small")),
				.large_url = url_local(image_path(a, key, "large")),
				.large_width = width };
	long long height_of_small;

	shrink(image_longest_side[0], width, height, &v.small_width, &height_of_small);
	shrink(image_longest_side[1], width, height, &v.width, &v.height);
	v.has_sizes = v.small_width < v.width;
	return v;
}

struct image_view image_view_small(struct arena *a, str key, int64_t width, int64_t height)
{
	struct image_view v = { .url = url_local(image_path(a, key, "small")) };

	shrink(image_longest_side[0], width, height, &v.width, &v.height);
	return v;
}

static enum err view_of(struct ctx *c, str key, struct image_view (*make)(struct arena *a, str key, int64_t width, int64_t height),
			struct image_view *ret)
{
	struct q_image_by_key_row row;
	bool found = false;

	*ret = (struct image_view){ .url = { str_null } };
	if (str_empty(key))
		return OK;
	TRY(q_image_by_key(c, key, &found, &row));
	if (found)
		*ret = make(c->a, key, row.width, row.height);
	return OK;
}

enum err image_view_find(struct ctx *c, str key, struct image_view *ret)
{
	return view_of(c, key, image_view_make, ret);
}

enum err image_view_find_small(struct ctx *c, str key, struct image_view *ret)
{
	return view_of(c, key, image_view_small, ret);
}

str image_refusal_text(enum lang lang, enum image_answer answer)
{
	switch (answer) {
	case IMAGE_DONE: break;
	case IMAGE_NOT_ONE:
		return tr(lang, "This is no picture that can be shown. Choose a JPEG, PNG or WebP picture.");
	case IMAGE_TOO_LARGE:
		return tr(lang, "This picture is too large. Choose one of at most 10 MB and 50 million pixels.");
	case IMAGE_BUSY: return tr(lang, "Other pictures are being made just now. Choose it again and save.");
	}
	BUG("answer %d", (int)answer);
}
