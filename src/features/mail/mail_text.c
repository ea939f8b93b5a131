/* See mail_text.h. */
#include "features/mail/mail_text.h"

#include "base/buf.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Quoted-printable (RFC 2045 6.7) as our writer makes it. */
static str decode(struct arena *a, str s)
{
	struct buf b;

	buf_init(&b, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1, low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;

		if (s.p[i] == '\r')
			continue;
		if (s.p[i] != '=') {
			buf_char(&b, s.p[i]);
		} else if (high >= 0 && low >= 0) {
			buf_char(&b, (char)(high * 16 + low));
			i += 2;
		} else if (i + 2 < s.n && s.p[i + 1] == '\r' && s.p[i + 2] == '\n') {
			i += 2; /* a line that goes on */
		}
	}
	return buf_done(&b);
}

str mail_text_plain(struct arena *a, str message)
{
	size_t part = str_find_str(message, S("Content-Type: text/plain"));
	str body = str_sub(message, part, message.n), text;

	body = str_sub(body, str_find_str(body, S("\r\n\r\n")) + 4, body.n);
	/* Boundaries hold "=_", which no encoded text does. */
	body = str_sub(body, 0, str_find_str(body, S("\r\n--=_")));
	if (part == message.n)
		return str_null;
	text = decode(a, body);
	return str_is_utf8(text) ? text : str_null;
}
