/* The poster of an event: see the header. */
#include "out/pdf_poster.h"

static const double MARGIN = 48, WIDTH = PDF_A4_SHORT - 96, CODE = 240, MARKS_HEIGHT = 48;

static const struct pdf_style when_style = { .size = 22, .bold = true, .align = PDF_CENTRE, .max_lines = 2 };
static const struct pdf_style place_style = { .size = 17, .align = PDF_CENTRE, .max_lines = 3 };
static const struct pdf_style invitation_style = { .size = 18, .bold = true, .align = PDF_CENTRE, .max_lines = 2 };
static const struct pdf_style url_style = { .size = 16, .align = PDF_CENTRE, .max_lines = 2 };
static const struct pdf_style line_style = { .size = 9, .align = PDF_CENTRE, .max_lines = 2 };

static void paragraph(struct pdf *pdf, const char *tag, const struct pdf_style *style, double *y, str text)
{
	if (str_empty(text))
		return;
	pdf_begin(pdf, tag);
	*y += pdf_text(pdf, style, MARGIN, *y, WIDTH, text) + style->size * 0.5;
	pdf_end(pdf, tag);
}

/* The largest letters with which the title takes at most 190 points of height. */
static struct pdf_style title_style(struct pdf *pdf, str title)
{
	struct pdf_style style = { .size = 44, .bold = true, .align = PDF_CENTRE };

	while (style.size > 20 && pdf_text_height(pdf, &style, WIDTH, title) > 190)
		style.size -= 2;
	style.max_lines = 7;
	return style;
}

/* Lines and marks stand at the foot, built upwards. Returns their top. */
static double foot_height(struct pdf *pdf, const struct poster *poster)
{
	double height = poster->mark_count > 0 ? MARKS_HEIGHT + 8 : 0;

	for (size_t i = 0; i < poster->project_line_count && i < POSTER_LINES_MAX; i++)
		height += pdf_text_height(pdf, &line_style, WIDTH, poster->project_lines[i]) + line_style.size * 0.5;
	return height;
}

static void foot(struct pdf *pdf, const struct poster *poster, double y)
{
	double x = MARGIN;

	for (size_t i = 0; i < poster->project_line_count && i < POSTER_LINES_MAX; i++)
		paragraph(pdf, "P", &line_style, &y, poster->project_lines[i]);
	for (size_t i = 0; i < poster->mark_count && i < POSTER_MARKS_MAX; i++)
		x += pdf_figure(pdf, &poster->marks[i], x, y + 8, WIDTH / POSTER_MARKS_MAX - 12, MARKS_HEIGHT) + 12;
}

enum err pdf_poster(struct arena *a, const struct poster *poster, str *ret)
{
	const struct pdf_document document = { .title = poster->title, .lang = poster->lang, .width = PDF_A4_SHORT,
		.height = PDF_A4_LONG, .now = poster->now };
	struct pdf_style title;
	struct pdf *pdf;
	double y = MARGIN, foot_y;

	TRY(pdf_open(a, &document, &pdf));
	title = title_style(pdf, poster->title);
	pdf_page(pdf);
	paragraph(pdf, "H1", &title, &y, poster->title);
	paragraph(pdf, "P", &when_style, &y, poster->when);
	paragraph(pdf, "P", &place_style, &y, poster->place);
	paragraph(pdf, "P", &place_style, &y, poster->host);
	foot_y = PDF_A4_LONG - MARGIN - foot_height(pdf, poster);
	/* The code and its words stand above the foot, whatever the length of what is above them. */
	y = foot_y - CODE - 90;
	paragraph(pdf, "P", &invitation_style, &y, poster->invitation);
	if (!pdf_qr(pdf, poster->url, poster->qr_alternative, (PDF_A4_SHORT - CODE) / 2, y, CODE))
		return ERR_INVALID;
	y += CODE;
	pdf_begin(pdf, "P");
	pdf_link(pdf, &url_style, MARGIN, y, WIDTH, poster->shown_url, poster->url);
	pdf_end(pdf, "P");
	foot(pdf, poster, foot_y);
	return pdf_close(pdf, ret);
}
