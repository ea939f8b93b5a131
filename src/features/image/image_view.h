/* A picture as a template shows it: address, the sizes to choose from, and the shape, so that the page does not jump. */
#ifndef TALKOOT_FEATURES_IMAGE_VIEW_H
#define TALKOOT_FEATURES_IMAGE_VIEW_H

#include "features/image/image.h"
#include "web/page.h"

struct image_view {
	struct safe_url url; /* null: no picture */
	long long width, height;
	bool has_sizes; /* else the picture is small: all sizes are the same */
	struct safe_url small_url, large_url;
	long long small_width, large_width;
};

/* width, height: of the large size, as the row of the image has them. */
struct image_view image_view_make(struct arena *a, str key, int64_t width, int64_t height);
/* The same as the row tells it; without a picture of that key, an empty view. Cost: a statement. */
MUST enum err image_view_find(struct ctx *c, str key, struct image_view *ret);
MUST enum err image_view_find_small(struct ctx *c, str key, struct image_view *ret);
/* A small one, for forms and rows of marks. */
struct image_view image_view_small(struct arena *a, str key, int64_t width, int64_t height);
/* What to do about a refused picture; IMAGE_DONE is a BUG. */
str image_refusal_text(enum lang lang, enum image_answer answer);

#endif
