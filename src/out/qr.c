/* QR codes: see the header. */
#include "out/qr.h"

#include <cairo.h>
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

/* Bytes of a PNG. Reserved beforehand: an arena that runs out within cairo's call would leave cairo's memory behind. */
enum { PNG_MAX = 1 << 18 };
struct png_bytes {
	char *p;
	size_t n;
};

static cairo_status_t append(void *arg, const unsigned char *bytes, unsigned n)
{
	struct png_bytes *png = arg;

	if (n > PNG_MAX - png->n)
		return CAIRO_STATUS_WRITE_ERROR;
	memcpy(png->p + png->n, bytes, n);
	png->n += n;
	return CAIRO_STATUS_SUCCESS;
}

static void draw(const struct qr *q, cairo_t *c, unsigned scale)
{
	cairo_set_antialias(c, CAIRO_ANTIALIAS_NONE);
	cairo_set_source_rgb(c, 1, 1, 1);
	cairo_paint(c);
	cairo_set_source_rgb(c, 0, 0, 0);
	cairo_scale(c, scale, scale);
	for (unsigned y = 0; y < q->size; y++)
		for (unsigned x = 0; x < q->size; x++)
			if (qr_dark(q, x, y))
				cairo_rectangle(c, x + QR_QUIET, y + QR_QUIET, 1, 1);
	cairo_fill(c);
}

enum err qr_png(struct arena *a, const struct qr *q, unsigned scale, str *ret)
{
	struct png_bytes png = { .p = arena_alloc(a, PNG_MAX) };
	int side = (int)(qr_view(q) * scale);
	cairo_surface_t *surface;
	cairo_status_t status;
	cairo_t *c;

	INVARIANT(scale >= 1 && scale <= 16);
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side);
	c = cairo_create(surface);
	draw(q, c, scale);
	cairo_destroy(c);
	status = cairo_surface_write_to_png_stream(surface, append, &png);
	cairo_surface_destroy(surface);
	if (status == CAIRO_STATUS_NO_MEMORY)
		return ERR_MEMORY;
	if (status != CAIRO_STATUS_SUCCESS)
		return ERR_IO;
	*ret = str_make(png.p, png.n);
	return OK;
}
