/* PDF documents over cairo, pango and libqpdf: see the header. What the libraries hold is registered at the arena;
 * memory that they fill by callback is malloc's, since an arena must not be left from within them. */
#include "out/pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>

#include "base/time.h"
#include "out/clean.h"
#include "out/qr.h"

enum { FILE_MAX = 64 << 20, PICTURE_SIDE_MAX = 4000, TREE_DEPTH_MAX = 20, TREE_NODES_MAX = 200000 };

struct pdf {
	struct arena *a;
	cairo_surface_t *surface;
	cairo_t *c;
	qpdf_data qpdf;
	char *bytes; /* cairo's file */
	size_t n, size;
	char *lang;
	char *alternatives[PDF_FIGURES_MAX];
	size_t figures, pages, open_tags;
	enum err failed;
};

static void forget(void *arg)
{
	struct pdf *p = arg;

	if (p->c != NULL)
		cairo_destroy(p->c);
	if (p->surface != NULL) {
		cairo_surface_finish(p->surface);
		cairo_surface_destroy(p->surface);
	}
	if (p->qpdf != NULL)
		qpdf_cleanup(&p->qpdf);
	free(p->bytes);
	p->c = NULL;
	p->surface = NULL;
	p->qpdf = NULL;
	p->bytes = NULL;
}

static cairo_status_t collect(void *arg, const unsigned char *bytes, unsigned n)
{
	struct pdf *p = arg;

	if (n > FILE_MAX - p->n) {
		p->failed = ERR_LIMIT;
		return CAIRO_STATUS_WRITE_ERROR;
	}
	if (p->n + n > p->size) {
		size_t size = p->size * 2 > p->n + n ? p->size * 2 : p->n + n + 65536;
		char *more = realloc(p->bytes, size);

		if (more == NULL)
			return CAIRO_STATUS_NO_MEMORY;
		p->bytes = more;
		p->size = size;
	}
	memcpy(p->bytes + p->n, bytes, n);
	p->n += n;
	return CAIRO_STATUS_SUCCESS;
}

enum err pdf_open(struct arena *a, const struct pdf_document *d, struct pdf **ret)
{
	struct pdf *p = NEW(a, struct pdf);
	char *title = str_c(a, clean_line(a, d->title)), *now = str_c(a, time_print_instant(a, d->now));

	p->a = a;
	p->lang = str_c(a, d->lang);
	arena_defer(a, forget, p);
	p->surface = cairo_pdf_surface_create_for_stream(collect, p, d->width, d->height);
	cairo_pdf_surface_restrict_to_version(p->surface, CAIRO_PDF_VERSION_1_5);
	cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title);
	cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "talkoot");
	cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, now);
	p->c = cairo_create(p->surface);
	*ret = p;
	return cairo_status(p->c) == CAIRO_STATUS_SUCCESS ? OK : ERR_MEMORY;
}

void pdf_page(struct pdf *p)
{
	INVARIANT(p->open_tags == 0);
	if (p->pages > 0)
		cairo_show_page(p->c);
	if (++p->pages > PDF_PAGES_MAX)
		p->failed = ERR_LIMIT;
}

void pdf_begin(struct pdf *p, const char *tag)
{
	INVARIANT(p->pages > 0);
	cairo_tag_begin(p->c, tag, "");
	p->open_tags++;
}

void pdf_end(struct pdf *p, const char *tag)
{
	INVARIANT(p->open_tags > 0);
	cairo_tag_end(p->c, tag);
	p->open_tags--;
}

static PangoLayout *new_layout(struct pdf *p, const struct pdf_style *style, double width, str text)
{
	static const PangoAlignment alignments[] = { PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT };
	PangoLayout *layout;
	PangoFontDescription *font;

	text = clean_lines(p->a, text);
	layout = pango_cairo_create_layout(p->c);
	font = pango_font_description_from_string("DejaVu Sans");
	pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
	if (style->bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_context_set_language(pango_layout_get_context(layout), pango_language_from_string(p->lang));
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_alignment(layout, alignments[style->align]);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	if (style->max_lines > 0) {
		pango_layout_set_height(layout, -style->max_lines);
		pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
	}
	pango_layout_set_text(layout, text.n == 0 ? "" : text.p, (int)text.n);
	return layout;
}

static double layout_height(PangoLayout *layout)
{
	int width, height;

	pango_layout_get_size(layout, &width, &height);
	return (double)height / PANGO_SCALE;
}

double pdf_text_height(struct pdf *p, const struct pdf_style *style, double width, str text)
{
	PangoLayout *layout = new_layout(p, style, width, text);
	double height = layout_height(layout);

	g_object_unref(layout);
	return height;
}

double pdf_text(struct pdf *p, const struct pdf_style *style, double x, double y, double width, str text)
{
	PangoLayout *layout = new_layout(p, style, width, text);
	double height = layout_height(layout);

	INVARIANT(p->pages > 0);
	cairo_set_source_rgb(p->c, 0, 0, 0);
	cairo_move_to(p->c, x, y);
	pango_cairo_show_layout(p->c, layout);
	g_object_unref(layout);
	return height;
}

double pdf_link(struct pdf *p, const struct pdf_style *style, double x, double y, double width, str text, str url)
{
	bool linked = (str_starts(url, S("https://")) || str_starts(url, S("http://"))) && str_is_utf8(url) &&
		      str_find(url, '\'') == url.n && str_find(url, '\\') == url.n && str_find(url, '\n') == url.n;
	double height;

	if (linked)
		cairo_tag_begin(p->c, CAIRO_TAG_LINK, str_c(p->a, STR_CONCAT(p->a, S("uri='"), url, S("'"))));
	height = pdf_text(p, style, x, y, width, text);
	if (linked)
		cairo_tag_end(p->c, CAIRO_TAG_LINK);
	return height;
}

void pdf_line(struct pdf *p, double x1, double y1, double x2, double y2, double width)
{
	INVARIANT(p->pages > 0);
	cairo_set_source_rgb(p->c, 0, 0, 0);
	cairo_set_line_width(p->c, width);
	cairo_move_to(p->c, x1, y1);
	cairo_line_to(p->c, x2, y2);
	cairo_stroke(p->c);
}

/* Keeps the alternative text for pdf_close; figures come in the order of the structure tree. */
static bool begin_figure(struct pdf *p, str alternative)
{
	if (p->figures == PDF_FIGURES_MAX) {
		p->failed = ERR_LIMIT;
		return false;
	}
	p->alternatives[p->figures++] = str_c(p->a, clean_line(p->a, alternative));
	pdf_begin(p, "Figure");
	return true;
}

static cairo_status_t supply(void *arg, unsigned char *bytes, unsigned n)
{
	str *rest = arg;

	if (n > rest->n)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(bytes, rest->p, n);
	*rest = str_sub(*rest, n, rest->n);
	return CAIRO_STATUS_SUCCESS;
}

static uint32_t big_endian(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

/* Signature, then the first chunk IHDR with width and height (PNG, W3C, section 11.2.2): looked at before any memory is
 * taken for the picture. */
static bool png_size_ok(str png)
{
	return png.n > 33 && str_starts(png, S("\x89PNG\r\n\x1a\n")) && memcmp(png.p + 12, "IHDR", 4) == 0 &&
	       big_endian(png.p + 16) - 1 < PICTURE_SIDE_MAX && big_endian(png.p + 20) - 1 < PICTURE_SIDE_MAX;
}

double pdf_figure(struct pdf *p, const struct pdf_picture *picture, double x, double y, double width, double height)
{
	str rest = picture->png;
	cairo_surface_t *image;
	double scale, w, h;

	if (!png_size_ok(picture->png) || !begin_figure(p, picture->alternative))
		return 0;
	image = cairo_image_surface_create_from_png_stream(supply, &rest);
	if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
		cairo_surface_destroy(image);
		pdf_end(p, "Figure");
		return 0;
	}
	w = cairo_image_surface_get_width(image);
	h = cairo_image_surface_get_height(image);
	scale = width / w < height / h ? width / w : height / h;
	cairo_save(p->c);
	cairo_translate(p->c, x, y);
	cairo_scale(p->c, scale, scale);
	cairo_set_source_surface(p->c, image, 0, 0);
	cairo_paint(p->c);
	cairo_restore(p->c);
	cairo_surface_destroy(image);
	pdf_end(p, "Figure");
	return w * scale;
}

bool pdf_qr(struct pdf *p, str url, str alternative, double x, double y, double side)
{
	struct qr code;
	double module;

	if (qr_encode(p->a, url, &code) != OK || !begin_figure(p, alternative))
		return false;
	module = side / qr_view(&code);
	cairo_set_source_rgb(p->c, 0, 0, 0);
	/* Bars of whole runs: single modules would show hairlines between them. */
	for (unsigned row = 0; row < code.size; row++) {
		for (unsigned column = 0; column < code.size;) {
			unsigned n = 0;

			while (column + n < code.size && qr_dark(&code, column + n, row))
				n++;
			if (n > 0)
				cairo_rectangle(p->c, x + (column + QR_QUIET) * module,
					y + (row + QR_QUIET) * module, n * module, module);
			column += n + 1;
		}
	}
	cairo_fill(p->c);
	pdf_end(p, "Figure");
	return true;
}

/* -- what cairo cannot -- */

struct walk {
	struct pdf *p;
	size_t figure, nodes;
};

/* Sets /Alt of the figures below node, in the order they were drawn. */
static void set_alternatives(struct walk *w, qpdf_oh node, int depth)
{
	qpdf_data q = w->p->qpdf;

	if (depth > TREE_DEPTH_MAX || ++w->nodes > TREE_NODES_MAX)
		return;
	if (qpdf_oh_is_array(q, node)) {
		int n = qpdf_oh_get_array_n_items(q, node);

		for (int i = 0; i < n; i++) {
			qpdf_oh item = qpdf_oh_get_array_item(q, node, i);

			set_alternatives(w, item, depth + 1);
			qpdf_oh_release(q, item);
		}
	} else if (qpdf_oh_is_dictionary(q, node) && qpdf_oh_has_key(q, node, "/K")) {
		qpdf_oh kind = qpdf_oh_get_key(q, node, "/S"), kids = qpdf_oh_get_key(q, node, "/K");

		if (qpdf_oh_is_name_and_equals(q, kind, "/Figure") && w->figure < w->p->figures)
			qpdf_oh_replace_key(q, node, "/Alt",
				qpdf_oh_new_unicode_string(q, w->p->alternatives[w->figure++]));
		set_alternatives(w, kids, depth + 1);
		qpdf_oh_release(q, kind);
		qpdf_oh_release(q, kids);
	}
}

static void finish_catalogue(struct pdf *p)
{
	qpdf_oh root = qpdf_get_root(p->qpdf), viewer = qpdf_oh_new_dictionary(p->qpdf);
	qpdf_oh marked = qpdf_oh_new_dictionary(p->qpdf);
	struct walk w = { .p = p };

	qpdf_oh_replace_key(p->qpdf, root, "/Lang", qpdf_oh_new_unicode_string(p->qpdf, p->lang));
	qpdf_oh_replace_key(p->qpdf, viewer, "/DisplayDocTitle", qpdf_oh_new_bool(p->qpdf, QPDF_TRUE));
	qpdf_oh_replace_key(p->qpdf, root, "/ViewerPreferences", viewer);
	qpdf_oh_replace_key(p->qpdf, marked, "/Marked", qpdf_oh_new_bool(p->qpdf, QPDF_TRUE));
	qpdf_oh_replace_key(p->qpdf, root, "/MarkInfo", marked);
	set_alternatives(&w, qpdf_oh_get_key(p->qpdf, root, "/StructTreeRoot"), 0);
}

static enum err rewrite(struct pdf *p, str *ret)
{
	p->qpdf = qpdf_init();
	qpdf_silence_errors(p->qpdf);
	qpdf_set_suppress_warnings(p->qpdf, QPDF_TRUE);
	if ((qpdf_read_memory(p->qpdf, "cairo", p->bytes, p->n, NULL) & QPDF_ERRORS) != 0)
		return ERR_IO;
	finish_catalogue(p);
	if ((qpdf_init_write_memory(p->qpdf) & QPDF_ERRORS) != 0)
		return ERR_MEMORY;
	qpdf_set_deterministic_ID(p->qpdf, QPDF_TRUE);
	qpdf_set_object_stream_mode(p->qpdf, qpdf_o_generate);
	if ((qpdf_write(p->qpdf) & QPDF_ERRORS) != 0)
		return ERR_IO;
	ret->n = qpdf_get_buffer_length(p->qpdf);
	ret->p = arena_copy(p->a, qpdf_get_buffer(p->qpdf), ret->n);
	return OK;
}

enum err pdf_close(struct pdf *p, str *ret)
{
	cairo_status_t status;
	enum err e = p->failed;
	str bytes = str_null;

	INVARIANT(p->open_tags == 0 && p->pages > 0);
	cairo_show_page(p->c);
	status = cairo_status(p->c);
	cairo_surface_finish(p->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(p->surface);
	if (e == OK)
		e = p->failed; /* the file may have grown too large just now */
	if (e == OK && status != CAIRO_STATUS_SUCCESS)
		e = status == CAIRO_STATUS_NO_MEMORY ? ERR_MEMORY : ERR_IO;
	if (e == OK)
		e = rewrite(p, &bytes);
	forget(p);
	if (e == OK)
		*ret = bytes;
	return e;
}
