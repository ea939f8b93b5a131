/* Decodes a picture and makes it anew in three sizes. Runs as a process of its own: `talkoot image-child`. */
#include "main/image_child.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <vips/vips.h>

enum { PIXELS_MAX = 50 * 1000 * 1000, SIDE_MAX = 12000, QUALITY = 82 };

static void limit(__rlimit_resource_t what, rlim_t most)
{
	setrlimit(what, &(struct rlimit){ most, most });
}

static bool write_all(const void *bytes, size_t n)
{
	for (const char *p = bytes; n > 0;) {
		ssize_t k = write(1, p, n);

		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static bool write_number(size_t n)
{
	unsigned char bytes[4] = { (unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8),
				   (unsigned char)n };

	return write_all(bytes, 4);
}

static int answer(enum image_answer a)
{
	char byte = (char)a;

	return write_all(&byte, 1) ? 0 : 1;
}

/* All of standard input, at most one byte more than allowed. */
static size_t read_all(unsigned char *bytes, size_t max)
{
	size_t n = 0;

	while (n < max) {
		ssize_t k = read(0, bytes + n, max - n);

		if (k <= 0)
			break;
		n += (size_t)k;
	}
	return n;
}

struct made {
	void *bytes;
	size_t n;
	int width, height;
};

/* One size: turned upright as the camera says, without metadata. */
static bool make(void *bytes, size_t n, int side, enum image_use use, struct made *ret)
{
	VipsImage *picture = NULL;
	bool ok;

	if (vips_thumbnail_buffer(bytes, n, &picture, side, "height", side, "size", VIPS_SIZE_DOWN, NULL) != 0)
		return false;
	ret->width = vips_image_get_width(picture);
	ret->height = vips_image_get_height(picture);
	ok = use == IMAGE_MARK || vips_image_hasalpha(picture)
		     ? vips_pngsave_buffer(picture, &ret->bytes, &ret->n, "strip", TRUE, NULL) == 0
		     : vips_jpegsave_buffer(picture, &ret->bytes, &ret->n, "Q", QUALITY, "strip", TRUE, "interlace", TRUE,
					    NULL) == 0;
	g_object_unref(picture);
	return ok;
}

/* Only the head is read here; nothing is decoded yet. */
static enum image_answer look(void *bytes, size_t n)
{
	VipsImage *picture = vips_image_new_from_buffer(bytes, n, "", NULL);
	enum image_answer a = IMAGE_DONE;
	int64_t width, height;

	if (picture == NULL)
		return IMAGE_NOT_ONE;
	width = vips_image_get_width(picture);
	height = vips_image_get_height(picture);
	if (width > SIDE_MAX || height > SIDE_MAX || width * height > PIXELS_MAX)
		a = IMAGE_TOO_LARGE;
	g_object_unref(picture);
	return a;
}

static bool is_taken(const unsigned char *b, size_t n)
{
	return (n > 3 && memcmp(b, "\xff\xd8\xff", 3) == 0) || (n > 8 && memcmp(b, "\x89PNG\r\n\x1a\n", 8) == 0) ||
	       (n > 12 && memcmp(b, "RIFF", 4) == 0 && memcmp(b + 8, "WEBP", 4) == 0);
}

int image_child_run(enum image_use use)
{
	static unsigned char bytes[IMAGE_BYTES_MAX + 1];
	struct made sizes[IMAGE_SIZES] = { { 0 } };
	enum image_answer a;
	size_t n;

#ifndef __SANITIZE_ADDRESS__ /* whose shadow memory is larger than any limit */
	limit(RLIMIT_AS, (rlim_t)1 << 30);
#endif
	limit(RLIMIT_CPU, 15);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CORE, 0);
	n = read_all(bytes, sizeof bytes);
	if (n > IMAGE_BYTES_MAX)
		return answer(IMAGE_TOO_LARGE);
	if (!is_taken(bytes, n))
		return answer(IMAGE_NOT_ONE);
	/* Its run-time compiler would keep code in a file, which is not allowed here. */
	g_setenv("VIPS_NOVECTOR", "1", TRUE);
	g_setenv("ORC_CODE", "backup", TRUE);
	if (VIPS_INIT("talkoot") != 0)
		return 1;
	vips_concurrency_set(1);
	vips_block_untrusted_set(TRUE);
	a = look(bytes, n);
	for (int i = 0; i < IMAGE_SIZES && a == IMAGE_DONE; i++)
		if (!make(bytes, n, image_longest_side[i], use, &sizes[i]))
			a = IMAGE_NOT_ONE;
	if (answer(a) != 0 || a != IMAGE_DONE)
		return 0;
	if (!write_number((size_t)sizes[IMAGE_SIZES - 1].width) || !write_number((size_t)sizes[IMAGE_SIZES - 1].height))
		return 1;
	for (int i = 0; i < IMAGE_SIZES; i++)
		if (!write_number(sizes[i].n) || !write_all(sizes[i].bytes, sizes[i].n))
			return 1;
	return 0;
}
