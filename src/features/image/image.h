/* Pictures that people upload: event images, marks of funders, logos.
 *
 * Invariants:
 *   - What people sent is never served. It is decoded and made anew in three sizes, without metadata (place, camera, name),
 *     by a child process with little memory, little time and no files; a picture that breaks the decoder breaks the child.
 *   - JPEG, PNG and WebP come in; JPEG goes out, PNG where there is transparency and of marks. SVG is refused (a program).
 *   - A picture's bytes never change, so its address may be cached for ever.
 *   - A picture is public to whoever knows its random key; it stands on public pages.
 * Limits: 10 MB, 50 million pixels, 12,000 at a side, 20 s; two children at a time. */
#ifndef TALKOOT_FEATURES_IMAGE_H
#define TALKOOT_FEATURES_IMAGE_H

#include "features/image/image.sql.h"
#include "store/db.h"
#include "store/file_store.h"

enum { IMAGE_SIZES = 3, IMAGE_BYTES_MAX = 10 * 1024 * 1024 };
/* Longest side in pixels: small, medium, large. A smaller picture is not made larger. */
extern const int image_longest_side[IMAGE_SIZES];

enum image_answer {
	IMAGE_DONE,
	IMAGE_NOT_ONE,   /* not a picture of a kind that we take, or damaged */
	IMAGE_TOO_LARGE, /* bytes or pixels */
	IMAGE_BUSY       /* too many are being made just now: to be tried again */
};

/* What it is for. Marks stay PNG: signs with sharp edges, and documents take PNG only. */
enum image_use { IMAGE_PICTURE, IMAGE_MARK };

/* A picture whose bytes are stored and which nobody sees yet. */
struct image_ready {
	str key;
	const char *owner_kind;
	int64_t owner;
	uint32_t width, height; /* of the large size */
	struct file files[IMAGE_SIZES];
};

/* Makes and stores the three sizes. ERR_IO: the child could not be started. Waits for the child: only in a write handler. What
 * is not completed within a day is purged (file_store.h), so one that is refused afterwards needs nothing done. */
MUST enum err image_prepare(struct ctx *c, struct writer *w, str bytes, enum image_use use, const char *owner_kind,
			    int64_t owner, enum image_answer *ret, struct image_ready *ret_ready);
/* The same from a picture that is there, for another owner. ERR_NOT_FOUND. */
MUST enum err image_prepare_copy(struct ctx *c, struct writer *w, str key, const char *owner_kind, int64_t owner,
				 struct image_ready *ret);
/* Makes it visible, in the transaction that refers to its key. */
MUST enum err image_complete(struct ctx *c, struct tx *tx, const struct image_ready *ready);
/* Deletes a picture and its files, in the transaction that lets go of it. A key that is not there is no error. */
MUST enum err image_delete(struct ctx *c, struct tx *tx, str key);
/* Bytes of the large size. ERR_NOT_FOUND. */
MUST enum err image_large(struct ctx *c, str key, str *ret);

/* "/images/{key}/medium", for src; str_null for an empty key. */
str image_path(struct arena *a, str key, const char *size);

/* ---- between the program and its child ---------------------------------------------------------------------------------
 *
 * The child is this program again, called as `talkoot image-child picture` or `... mark`. It reads the picture from standard input until its end and
 * writes to standard output: one byte enum image_answer, and when it is IMAGE_DONE width and height of the large size and then the
 * length and bytes of each size; numbers are 4 bytes, the most significant first. */

struct image_made {
	uint32_t width, height;
	str size[IMAGE_SIZES];
};

/* Runs the child. program: path of talkoot; NULL: this very program. ERR_BUSY: two run already. */
MUST enum err image_make(struct arena *a, const char *program, str bytes, enum image_use use, enum image_answer *ret,
			 struct image_made *ret_made);

#endif
