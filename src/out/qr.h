/* QR codes: of a short address on a poster, of a check-in key in a mail.
 *
 * Error correction is level M (15 % of the code may be covered). A quiet zone of four modules belongs to every picture
 * made here, as ISO/IEC 18004 demands. Colours are always dark on white: a code in inverse colours is not read by all
 * phones, so dark mode must not change it. Encoding by libqrencode. */
#ifndef TALKOOT_OUT_QR_H
#define TALKOOT_OUT_QR_H

#include "base/buf.h"

enum { QR_QUIET = 4, QR_TEXT_MAX = 600 };

struct qr {
	unsigned size;                /* modules at a side, 21-177, without the quiet zone */
	const unsigned char *modules; /* size * size bytes, row by row; 1 is dark */
};

/* text: printable ASCII (readers guess at other encodings, differently; addresses are percent-encoded anyway).
 * ERR_INVALID for another or an empty text, ERR_LIMIT for more than QR_TEXT_MAX bytes, ERR_MEMORY. Cost: some 40 us. */
MUST enum err qr_encode(struct arena *a, str text, struct qr *ret);
bool qr_dark(const struct qr *q, unsigned x, unsigned y);

/* The d attribute of an SVG path in a view box of qr_view(q): one horizontal bar for each run of dark modules. */
void qr_path(struct buf *b, const struct qr *q);
/* Width and height of the picture in modules, quiet zone counted. */
unsigned qr_view(const struct qr *q);
/* A whole SVG document (image/svg+xml) without style, script or outside references. title: what it is, for readers. */
void qr_svg(struct buf *b, const struct qr *q, str title);
/* PNG bytes of one bit a pixel, each module scale x scale pixels (1-16); *ret lives in the arena. ERR_MEMORY. Cost: some 50 us. */
MUST enum err qr_png(struct arena *a, const struct qr *q, unsigned scale, str *ret);

#endif
