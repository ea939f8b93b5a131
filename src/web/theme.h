/* The instance's colours as a style sheet, checked for contrast.
 *
 * Source of the formulas: WCAG 2.1, relative luminance and contrast ratio. */
#ifndef TALKOOT_WEB_THEME_H
#define TALKOOT_WEB_THEME_H

#include "base/str.h"

struct colour {
	unsigned char r, g, b;
};

/* "#00586a" in any case of letters. */
MUST bool colour_read(str s, struct colour *ret);
/* 1 .. 21 */
double colour_contrast(struct colour a, struct colour b);

/* The body of /theme.css; "" when both colours are empty. The brand colour must stand out against white by 4.5:1 (it is the
 * colour of links and buttons); for the dark look it is made lighter until it does so there. false: *ret_why is a sentence for
 * the administrator. brand and accent: "#rrggbb" or empty. */
MUST bool theme_css(struct arena *a, str brand, str accent, str *ret_css, str *ret_why);

#endif
