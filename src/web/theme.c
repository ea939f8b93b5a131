/* Colours of the instance. */
#include "web/theme.h"

#include <math.h>

#include "base/buf.h"

#define CONTRAST_TEXT 4.5

static const struct colour white = { 255, 255, 255 }, black = { 0, 0, 0 }, night = { 0x14, 0x18, 0x1b };

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool colour_read(str s, struct colour *ret)
{
	unsigned char bytes[3];

	if (s.n != 7 || s.p[0] != '#')
		return false;
	for (size_t i = 0; i < 3; i++) {
		int high = hex_digit(s.p[1 + 2 * i]), low = hex_digit(s.p[2 + 2 * i]);

		if (high < 0 || low < 0)
			return false;
		bytes[i] = (unsigned char)(high * 16 + low);
	}
	*ret = (struct colour){ bytes[0], bytes[1], bytes[2] };
	return true;
}

static double channel(unsigned char value)
{
	double c = value / 255.0;

	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(struct colour c)
{
	return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
}

double colour_contrast(struct colour a, struct colour b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

/* Towards white by a tenth at a time, until it can be read on the dark ground. */
static struct colour lighter_for_night(struct colour c)
{
	while (colour_contrast(c, night) < CONTRAST_TEXT + 1.0) {
		c.r = (unsigned char)(c.r + (255 - c.r + 9) / 10);
		c.g = (unsigned char)(c.g + (255 - c.g + 9) / 10);
		c.b = (unsigned char)(c.b + (255 - c.b + 9) / 10);
	}
	return c;
}

static void variable(struct buf *b, const char *name, struct colour c)
{
	buf_format(b, "--theme-%s:#%02x%02x%02x;", name, (unsigned)c.r, (unsigned)c.g, (unsigned)c.b);
}

bool theme_css(struct arena *a, str brand, str accent, str *ret_css, str *ret_why)
{
	struct colour c;
	struct buf b;

	*ret_css = S("");
	if (str_empty(brand) && str_empty(accent))
		return true;
	buf_init(&b, a, 1000);
	buf_lit(&b, ":root{");
	if (!str_empty(brand)) {
		struct colour lighter;

		if (!colour_read(brand, &c) || colour_contrast(c, white) < CONTRAST_TEXT) {
			*ret_why = str_format(a, "brand_colour %.*s cannot be read on white: choose a darker one (contrast 4.5:1)",
					      STR_ARG(brand));
			return false;
		}
		lighter = lighter_for_night(c);
		variable(&b, "brand", c);
		variable(&b, "on-brand", white);
		variable(&b, "brand-night", lighter);
		variable(&b, "on-brand-night", black);
	}
	if (!str_empty(accent)) {
		if (!colour_read(accent, &c)) {
			*ret_why = str_format(a, "accent_colour %.*s is no colour: write #rrggbb", STR_ARG(accent));
			return false;
		}
		variable(&b, "accent", c);
	}
	buf_lit(&b, "}\n");
	*ret_css = buf_done(&b);
	return true;
}
