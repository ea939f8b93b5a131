/* The signature list: see the header. */
#include "out/pdf_signature_list.h"

enum { COLUMNS = 6 };

static const double MARGIN = 36, WIDTH = PDF_A4_LONG - 72, BOTTOM = PDF_A4_SHORT - 52;
/* A signature needs 9 mm. */
static const double ROW = 27, MARKS_HEIGHT = 42;
/* Number, name, organisation, business ID, size class, signature: together WIDTH. */
static const double widths[COLUMNS] = { 30, 165, 180, 74, 86, 235 };

static const struct pdf_style title_style = { .size = 15, .bold = true, .max_lines = 2 };
static const struct pdf_style when_style = { .size = 10.5, .max_lines = 2 };
static const struct pdf_style line_style = { .size = 8.5, .max_lines = 2 };
static const struct pdf_style head_style = { .size = 8.5, .bold = true, .max_lines = 2 };
static const struct pdf_style cell_style = { .size = 9, .max_lines = 2 };
static const struct pdf_style page_style = { .size = 8.5, .align = PDF_RIGHT, .max_lines = 1 };

struct sheet {
	const struct signature_list *list;
	struct pdf *pdf;
	struct arena *a;
	double text_width; /* of the heading, beside the marks */
	size_t rows, per_page, pages;
};

static void paragraph(struct sheet *s, const char *tag, const struct pdf_style *style, double *y, str text, bool draw)
{
	if (str_empty(text))
		return;
	if (draw) {
		pdf_begin(s->pdf, tag);
		pdf_text(s->pdf, style, MARGIN, *y, s->text_width, text);
		pdf_end(s->pdf, tag);
	}
	*y += pdf_text_height(s->pdf, style, s->text_width, text) + 2;
}

/* The heading of a sheet; returns where the table begins. Without draw it is only measured. */
static double heading(struct sheet *s, bool first, bool draw)
{
	const struct signature_list *l = s->list;
	double y = MARGIN, x = MARGIN + s->text_width + 12;

	paragraph(s, first ? "H1" : "P", &title_style, &y, l->title, draw);
	paragraph(s, "P", &when_style, &y, l->when, draw);
	paragraph(s, "P", &when_style, &y, l->place, draw);
	for (size_t i = 0; i < l->project_line_count && i < SIGNATURE_LINES_MAX; i++)
		paragraph(s, "P", &line_style, &y, l->project_lines[i], draw);
	for (size_t i = 0; draw && i < l->mark_count && i < SIGNATURE_MARKS_MAX; i++)
		x += pdf_figure(s->pdf, &l->marks[i], x, MARGIN, 90, MARKS_HEIGHT) + 8;
	if (l->mark_count > 0 && y < MARGIN + MARKS_HEIGHT)
		y = MARGIN + MARKS_HEIGHT;
	return y + 6;
}

static void table_row(struct sheet *s, double y, const char *tag, const struct pdf_style *style,
	const str cells[COLUMNS])
{
	double x = MARGIN;

	pdf_begin(s->pdf, "TR");
	for (size_t i = 0; i < COLUMNS; i++) {
		pdf_begin(s->pdf, tag);
		if (!str_empty(cells[i])) {
			double height = pdf_text_height(s->pdf, style, widths[i] - 6, cells[i]);

			pdf_text(s->pdf, style, x + 3, y + (ROW - height) / 2, widths[i] - 6, cells[i]);
		}
		pdf_end(s->pdf, tag);
		x += widths[i];
	}
	pdf_end(s->pdf, "TR");
}

static void grid(struct sheet *s, double top, size_t rows)
{
	double x = MARGIN, bottom = top + ROW * (double)rows;

	for (size_t i = 0; i <= rows; i++)
		pdf_line(s->pdf, MARGIN, top + ROW * (double)i, MARGIN + WIDTH, top + ROW * (double)i,
			i == 1 ? 1.2 : 0.5);
	for (size_t i = 0; i <= COLUMNS; i++) {
		pdf_line(s->pdf, x, top, x, bottom, 0.5);
		if (i < COLUMNS)
			x += widths[i];
	}
}

static void page(struct sheet *s, size_t number)
{
	const struct signature_list *l = s->list;
	const str heads[COLUMNS] = { l->head_number, l->head_name, l->head_organisation, l->head_business_id,
		l->head_size_class, l->head_signature };
	size_t from = number * s->per_page, n = s->rows - from < s->per_page ? s->rows - from : s->per_page;
	double top, y;

	pdf_page(s->pdf);
	top = y = heading(s, number == 0, true);
	pdf_begin(s->pdf, "Table");
	table_row(s, y, "TH", &head_style, heads);
	for (size_t i = from; i < from + n; i++) {
		static const struct signature_row empty = { 0 };
		const struct signature_row *row = i < l->row_count ? &l->rows[i] : &empty;
		const str cells[COLUMNS] = { str_format(s->a, "%zu", i + 1), row->name, row->organisation,
			row->business_id, row->size_class, str_null };

		y += ROW;
		table_row(s, y, "TD", &cell_style, cells);
	}
	pdf_end(s->pdf, "Table");
	grid(s, top, n + 1);
	pdf_begin(s->pdf, "P");
	pdf_text(s->pdf, &page_style, MARGIN, PDF_A4_SHORT - 44, WIDTH,
		str_format(s->a, "%.*s %zu/%zu", STR_ARG(l->page), number + 1, s->pages));
	pdf_end(s->pdf, "P");
}

enum err pdf_signature_list(struct arena *a, const struct signature_list *list, str *ret)
{
	struct sheet s = { .list = list, .a = a, .rows = list->row_count + list->empty_rows };
	const struct pdf_document document = { .title = list->title, .lang = list->lang, .width = PDF_A4_LONG,
		.height = PDF_A4_SHORT, .now = list->now };
	size_t marks = list->mark_count < SIGNATURE_MARKS_MAX ? list->mark_count : SIGNATURE_MARKS_MAX;

	if (list->row_count > SIGNATURE_ROWS_MAX || s.rows > SIGNATURE_ROWS_MAX)
		return ERR_LIMIT;
	TRY(pdf_open(a, &document, &s.pdf));
	s.text_width = marks == 0 ? WIDTH : WIDTH - 98 * (double)marks - 12;
	/* The column heads take one row of the table's height. At the longest heading ten rows are left. */
	s.per_page = (size_t)((BOTTOM - heading(&s, true, false)) / ROW) - 1;
	s.pages = s.rows == 0 ? 1 : (s.rows + s.per_page - 1) / s.per_page;
	for (size_t i = 0; i < s.pages; i++)
		page(&s, i);
	return pdf_close(s.pdf, ret);
}
