/* The list of sign-ups as a file for spreadsheets: the same rows and order as on the page, all pages.
 *
 * Cells that a spreadsheet would take for formulas are defused by the writers (out/csv.h, out/xlsx.h).
 * Limits: EXPORT_ROWS_MAX rows, EXPORT_BYTES_MAX bytes; past them ERR_LIMIT. Cost: a statement for 1,000 rows. */
#ifndef TALKOOT_FEATURES_REGISTRATION_EXPORT_H
#define TALKOOT_FEATURES_REGISTRATION_EXPORT_H

#include "features/registration/registration.h"

enum { EXPORT_ROWS_MAX = 20000, EXPORT_BYTES_MAX = 8 << 20 };

enum export_form { EXPORT_CSV, EXPORT_XLSX };

/* For those who run the event; ERR_NOT_FOUND else. The file lives in the context's arena. */
MUST enum err registration_export(struct ctx *c, const struct event *event, const struct registration_query *query,
				  enum export_form form, str *ret);

#endif
