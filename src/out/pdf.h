/* PDF documents: pages of text, lines, pictures, with a structure that screen readers and copying follow.
 *
 * A document has a title, a language and tags (headings, paragraphs, tables, figures with alternative text): cairo
 * writes the tags, libqpdf adds what cairo 1.16 cannot (language, alternative texts, the mark that the file is tagged,
 * "show the title in the window"). It is not promised to be PDF/UA: the HTML page stays the accessible version
 * (architecture section 3).
 *
 * Lengths are points (1/72 inch) from the upper left corner. Texts are UTF-8 from anywhere; they are cleaned here. The
 * font is DejaVu Sans (fonts-dejavu-core), through fontconfig; other scripts fall back to what the machine has.
 *
 * Invariants: pdf_begin and pdf_end are balanced on each page (checked); a text, figure or line needs a page. The time
 * in the document is the one given, and the same input gives the same bytes on the same machine. Failures of the
 * libraries are remembered and said by pdf_close. All is freed with the arena. Limits: PDF_PAGES_MAX pages,
 * PDF_FIGURES_MAX figures, pictures of at most 4000 x 4000 pixels. Cost: the first document of a thread loads fonts
 * (some 50 ms), then about 1 ms a page: a slow route. */
#ifndef TALKOOT_OUT_PDF_H
#define TALKOOT_OUT_PDF_H

#include "base/str.h"

enum { PDF_PAGES_MAX = 500, PDF_FIGURES_MAX = 64 };

/* A4. */
#define PDF_A4_SHORT 595.0
#define PDF_A4_LONG 842.0

struct pdf;

struct pdf_document {
	str title, lang;
	double width, height;
	int64_t now; /* UTC seconds */
};

enum pdf_align { PDF_LEFT, PDF_CENTRE, PDF_RIGHT };

struct pdf_style {
	double size; /* of the letters */
	bool bold;
	enum pdf_align align;
	int max_lines; /* longer texts end with "…"; 0: no limit */
};

/* A picture of a mark: PNG bytes (made by our own image job, never as uploaded) and what it shows, in words. */
struct pdf_picture {
	str png, alternative;
};

MUST enum err pdf_open(struct arena *a, const struct pdf_document *d, struct pdf **ret);
/* The next page. */
void pdf_page(struct pdf *p);
/* A structure element of PDF 1.7 section 14.8.4: "H1", "P", "Table", "TR", "TH", "TD". */
void pdf_begin(struct pdf *p, const char *tag);
void pdf_end(struct pdf *p, const char *tag);
/* Draws a text wrapped to width; y is its top. Returns its height. */
double pdf_text(struct pdf *p, const struct pdf_style *style, double x, double y, double width, str text);
/* The height it would have. */
double pdf_text_height(struct pdf *p, const struct pdf_style *style, double width, str text);
/* The same text as a link to an http(s) address. */
double pdf_link(struct pdf *p, const struct pdf_style *style, double x, double y, double width, str text, str url);
void pdf_line(struct pdf *p, double x1, double y1, double x2, double y2, double width);
/* A picture scaled into the box, keeping its shape, at the box's upper left. Returns the width used; 0 when the bytes
 * are no PNG or too large: the document is then made without it. */
double pdf_figure(struct pdf *p, const struct pdf_picture *picture, double x, double y, double width, double height);
/* A QR code of an address with its quiet zone, as a figure of side x side. False when it cannot be encoded. */
bool pdf_qr(struct pdf *p, str url, str alternative, double x, double y, double side);
/* The file; *ret lives in the arena. ERR_LIMIT, ERR_MEMORY, ERR_IO. p is gone in every case. */
MUST enum err pdf_close(struct pdf *p, str *ret);

#endif
