/* The signature list of an event: A4 landscape, printed for the door, signed by hand, kept for the funder.
 *
 * Each sheet stands by itself, since signed sheets get parted: heading, date, place, the project's lines and marks,
 * the column heads and "page x/y" are on all of them. Rows come in the caller's order (the same as on the entry page);
 * names are numbered; empty rows for walk-ins follow, numbered on. All texts come translated. */
#ifndef TALKOOT_OUT_PDF_SIGNATURE_LIST_H
#define TALKOOT_OUT_PDF_SIGNATURE_LIST_H

#include "out/pdf.h"

enum { SIGNATURE_ROWS_MAX = 3000, SIGNATURE_LINES_MAX = 6, SIGNATURE_MARKS_MAX = 4 };

struct signature_row {
	str name, organisation, business_id, size_class;
};

struct signature_list {
	str lang, title, when, place;
	const str *project_lines; /* the line of each paying project; the first SIGNATURE_LINES_MAX are shown */
	size_t project_line_count;
	const struct pdf_picture *marks; /* the first SIGNATURE_MARKS_MAX are shown */
	size_t mark_count;
	/* Column heads, and the word before "1/3". */
	str head_number, head_name, head_organisation, head_business_id, head_size_class, head_signature, page;
	const struct signature_row *rows;
	size_t row_count, empty_rows;
	int64_t now; /* UTC seconds */
};

/* *ret: the PDF, in the arena. ERR_LIMIT: more than SIGNATURE_ROWS_MAX rows, empty ones counted; else as pdf_close. */
MUST enum err pdf_signature_list(struct arena *a, const struct signature_list *list, str *ret);

#endif
