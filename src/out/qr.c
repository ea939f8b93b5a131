/* QR codes: see the header. */
#include "out/qr.h"

#include <zlib.h>
#include <errno.h>
#include <qrencode.h>

#include "out/clean.h"
#include "out/xml.h"

enum err qr_encode(struct arena *a, str text, struct qr *ret)
{
	QRcode *code;
	unsigned char *modules;
	size_t n;

	if (str_empty(text))
		return ERR_INVALID;
	if (text.n > QR_TEXT_MAX)
		return ERR_LIMIT;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < 0x20 || text.p[i] > 0x7e)
			return ERR_INVALID;
	/* Taken before the library's memory, since arena_alloc may leave this function. */
	modules = arena_alloc(a, (size_t)177 * 177);
	code = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (code == NULL)
		return errno == ERANGE ? ERR_LIMIT : ERR_MEMORY;
	INVARIANT(code->width >= 21 && code->width <= 177);
	n = (size_t)code->width * (size_t)code->width;
	for (size_t i = 0; i < n; i++)
		modules[i] = code->data[i] & 1; /* the other bits say what part of the code it is */
	*ret = (struct qr){ .size = (unsigned)code->width, .modules = modules };
	QRcode_free(code);
	return OK;
}

bool qr_dark(const struct qr *q, unsigned x, unsigned y)
{
	INVARIANT(x < q->size && y < q->size);
	return q->modules[(size_t)y * q->size + x] != 0;
}

unsigned qr_view(const struct qr *q)
{
	return q->size + 2 * QR_QUIET;
}

void qr_path(struct buf *b, const struct qr *q)
{
	for (unsigned y = 0; y < q->size; y++) {
		for (unsigned x = 0; x < q->size;) {
			unsigned n = 0;

			while (x + n < q->size && qr_dark(q, x + n, y))
				n++;
			if (n > 0)
				buf_format(b, "M%u %uh%uv1h-%uz", x + QR_QUIET, y + QR_QUIET, n, n);
			x += n + 1;
		}
	}
}

void qr_svg(struct buf *b, const struct qr *q, str title)
{
	unsigned view = qr_view(q);

	buf_format(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %u %u\" role=\"img\" "
		"shape-rendering=\"crispEdges\"><title>", view, view);
	xml_text(b, clean_line(b->a, title));
	buf_format(b, "</title><path fill=\"#fff\" d=\"M0 0h%uv%uH0z\"/><path fill=\"#000\" d=\"", view, view);
	qr_path(b, q);
	buf_lit(b, "\"/></svg>\n");
}

/* ---- PNG: one bit a pixel, so that a code in a mail has some hundred bytes and costs some microseconds ------------------ */

static void add_number(struct buf *b, uint32_t v)
{
	const char bytes[4] = { (char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v };

	buf_add(b, bytes, 4);
}

static void add_chunk(struct buf *b, const char *type, str bytes)
{
	uLong check = crc32(0, (const Bytef *)type, 4);

	if (bytes.n > 0)
		check = crc32(check, (const Bytef *)bytes.p, (uInt)bytes.n);
	add_number(b, (uint32_t)bytes.n);
	buf_add(b, type, 4);
	buf_str(b, bytes);
	add_number(b, (uint32_t)check);
}

/* The rows of the picture, each with its filter byte 0 before it; a set bit is white. */
static str rows(struct arena *a, const struct qr *q, unsigned scale)
{
	unsigned side = qr_view(q) * scale, row_size = 1 + (side + 7) / 8;
	unsigned char *bytes = arena_alloc(a, (size_t)row_size * side);

	for (unsigned y = 0; y < side; y++) {
		unsigned char *row = bytes + (size_t)y * row_size + 1;
		unsigned my = y / scale;

		for (unsigned x = 0; x < side; x++) {
			unsigned mx = x / scale;
			bool dark = mx >= QR_QUIET && my >= QR_QUIET && mx < QR_QUIET + q->size && my < QR_QUIET + q->size &&
				    qr_dark(q, mx - QR_QUIET, my - QR_QUIET);

			if (!dark)
				row[x / 8] = (unsigned char)(row[x / 8] | 0x80u >> x % 8);
		}
	}
	return str_make((char *)bytes, (size_t)row_size * side);
}

/* zlib keeps its state in the arena, so that an arena that runs out leaves nothing of zlib behind. */
static voidpf zlib_alloc(voidpf arena, uInt count, uInt size)
{
	return arena_array(arena, count, size);
}

static void zlib_free(voidpf arena, voidpf bytes)
{
	(void)arena;
	(void)bytes;
}

enum err qr_png(struct arena *a, const struct qr *q, unsigned scale, str *ret)
{
	enum { WINDOW_BITS = 9, MEMORY_LEVEL = 1 }; /* rows repeat the one before: 512 bytes of window see it */
	str raw = rows(a, q, scale);
	z_stream z = { .zalloc = zlib_alloc, .zfree = zlib_free, .opaque = a };
	size_t room = raw.n + raw.n / 100 + 100;
	char *packed = arena_alloc(a, room);
	unsigned side = qr_view(q) * scale;
	struct buf b, head;

	INVARIANT(scale >= 1 && scale <= 16);
	if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		return ERR_MEMORY;
	z.next_in = (Bytef *)(uintptr_t)raw.p;
	z.avail_in = (uInt)raw.n;
	z.next_out = (Bytef *)packed;
	z.avail_out = (uInt)room;
	INVARIANT(deflate(&z, Z_FINISH) == Z_STREAM_END);
	deflateEnd(&z);
	buf_init(&head, a, 13);
	add_number(&head, side);
	add_number(&head, side);
	buf_add(&head, "\1\0\0\0\0", 5); /* one bit, grey, no interlacing */
	buf_init(&b, a, room + 100);
	buf_add(&b, "\x89PNG\r\n\x1a\n", 8);
	add_chunk(&b, "IHDR", buf_done(&head));
	add_chunk(&b, "IDAT", str_make(packed, room - z.avail_out));
	add_chunk(&b, "IEND", S(""));
	INVARIANT(buf_ok(&b));
	*ret = buf_done(&b);
	return OK;
}
