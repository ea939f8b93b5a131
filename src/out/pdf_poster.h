/* The poster of an event: A4 portrait, for a wall or a door. Title, when, where, host, a QR code and a short address to
 * type, the line and marks of the paying projects. All texts come translated; empty ones are left out. */
#ifndef TALKOOT_OUT_PDF_POSTER_H
#define TALKOOT_OUT_PDF_POSTER_H

#include "out/pdf.h"

enum { POSTER_MARKS_MAX = 4, POSTER_LINES_MAX = 6 };

struct poster {
	str lang, title, when, place, host;
	str invitation;     /* the line above the code: "Sign up" */
	str url;            /* what the code holds; printable ASCII */
	str shown_url;      /* how the short address is printed: "visits.example.fi/v/7Q3KXA" */
	str qr_alternative; /* what the code is, in words */
	const str *project_lines;
	size_t project_line_count;
	const struct pdf_picture *marks;
	size_t mark_count;
	int64_t now; /* UTC seconds */
};

/* *ret: the PDF, in the arena. ERR_INVALID: url cannot be a code; else as pdf_close. */
MUST enum err pdf_poster(struct arena *a, const struct poster *poster, str *ret);

#endif
