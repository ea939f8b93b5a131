/* What of the attendance leaves the pages: the signature list for the table at the door, and the attendance list for the
 * funder as CSV and XLSX. */
#include "base/zone.h"
#include "features/attendance/attendance_view.h"
#include "features/project/project.h"
#include "out/csv.h"
#include "out/pdf_signature_list.h"
#include "out/xlsx.h"
#include "text/tr.h"

enum { EMPTY_ROWS = 8, CSV_MAX = 8 * 1024 * 1024, COLUMNS = 8 };

static enum err signatures_file(struct req *rq);
static enum err csv_file(struct req *rq);
static enum err xlsx_file(struct req *rq);

#define DOOR "/attendance/{event}"
static const struct route routes[] = {
	GET_PAGE(DOOR "/signatures.pdf", signatures_file, PERM_HELPER, SLOW),
	GET_PAGE(DOOR "/attendance.csv", csv_file, PERM_EVENT_RUNNER, SLOW),
	GET_PAGE(DOOR "/attendance.xlsx", xlsx_file, PERM_EVENT_RUNNER, SLOW),
};
const struct route_table attendance_file_web_routes = ROUTE_TABLE(routes);

/* ---- the signature list ------------------------------------------------------------------------------------------------- */

static str size_class_word(enum lang lang, str code)
{
	if (str_eq(code, S("micro")))
		return tr(lang, "under 10");
	if (str_eq(code, S("small")))
		return S("10–49");
	if (str_eq(code, S("medium")))
		return S("50–249");
	if (str_eq(code, S("large")))
		return tr(lang, "250 or more");
	return S("–");
}

/* The rows come by organisation, the newest year last. */
static str size_class_of(const struct q_attendance_sizes_row *sizes, size_t count, struct opt_int organisation)
{
	str found = str_null;

	for (size_t i = 0; organisation.set && i < count; i++)
		if (sizes[i].organisation == organisation.v)
			found = sizes[i].size_class;
	return found;
}

static enum err make_rows(struct ctx *c, const struct attendance *a, struct signature_list *list)
{
	struct signature_row *rows = NEW_ARRAY(c->a, a->count, struct signature_row);
	struct q_attendance_sizes_row *sizes;
	size_t size_count;

	TRY(q_attendance_sizes(c, a->event.row.id, &sizes, &size_count));
	for (size_t i = 0; i < a->count; i++) {
		str size = size_class_of(sizes, size_count, a->people[i].organisation_id);

		rows[i] = (struct signature_row){ .name = a->people[i].name, .organisation = a->people[i].organisation_name,
						  .business_id = a->people[i].business_id,
						  .size_class = str_is_null(size) ? S("") : size_class_word(c->lang, size) };
	}
	list->rows = rows;
	list->row_count = a->count;
	return OK;
}

static enum err add_marks(struct ctx *c, const struct event_payer *payer, struct pdf_picture *marks, size_t *count)
{
	for (size_t i = 0; i < payer->mark_count && *count < SIGNATURE_MARKS_MAX; i++) {
		const struct q_project_marks_row *m = &payer->marks[i];
		struct q_file_by_key_row file;
		bool found;

		TRY(q_file_by_key(c, m->file_key, &found, &file));
		if (!found || !str_eq(file.type, S("image/png")))
			continue;
		marks[*count].alternative = c->lang == LANG_FI ? m->alt_fi : c->lang == LANG_SV ? m->alt_sv : m->alt_en;
		TRY(file_bytes(c, file.id, &marks[*count].png));
		(*count)++;
	}
	return OK;
}

/* "Yritysvierailut (R-01234): ...": the funder looks for the number on the sheet. */
static str payer_line(struct ctx *c, const struct event_payer *payer)
{
	str head = str_empty(payer->number) ? payer->name : STR_CONCAT(c->a, payer->name, S(" ("), payer->number, S(")"));

	return str_empty(payer->line) ? head : STR_CONCAT(c->a, head, S(": "), payer->line);
}

static enum err add_payers(struct ctx *c, int64_t event, struct signature_list *list)
{
	struct pdf_picture *marks = NEW_ARRAY(c->a, SIGNATURE_MARKS_MAX, struct pdf_picture);
	str *lines = NEW_ARRAY(c->a, SIGNATURE_LINES_MAX, str);
	struct event_payer *payers;
	size_t count;

	TRY(project_payers(c, event, &payers, &count));
	for (size_t i = 0; i < count && i < SIGNATURE_LINES_MAX; i++) {
		lines[list->project_line_count++] = payer_line(c, &payers[i]);
		TRY(add_marks(c, &payers[i], marks, &list->mark_count));
	}
	list->project_lines = lines;
	list->marks = marks;
	return OK;
}

static enum err signatures_file(struct req *rq)
{
	struct ctx *c = rq->c;
	struct attendance a;
	struct attendance_head head;
	str pdf;

	TRY(attendance_find(c, req_path(rq, "event"), &a));
	head = attendance_head_make(c, &a.event);
	struct signature_list list = {
		.lang = str_from(lang_code(c->lang)),
		.title = head.title,
		.when = head.when,
		.place = head.where,
		.head_number = tr(c->lang, "No."),
		.head_name = tr(c->lang, "Name"),
		.head_organisation = tr(c->lang, "Organisation"),
		.head_business_id = tr(c->lang, "Business ID"),
		.head_size_class = tr(c->lang, "Staff"),
		.head_signature = tr(c->lang, "Signature"),
		.page = tr(c->lang, "Page"),
		.empty_rows = EMPTY_ROWS,
		.now = c->now,
	};

	TRY(make_rows(c, &a, &list));
	TRY(add_payers(c, a.event.row.id, &list));
	TRY(pdf_signature_list(c->a, &list, &pdf));
	return reply_bytes(rq, 200, "application/pdf", pdf,
			   STR_CONCAT(c->a, tr(c->lang, "Signature list"), S(" "), head.title, S(".pdf")));
}

/* ---- the attendance list ------------------------------------------------------------------------------------------------ */

static str attendance_word(enum lang lang, const struct q_attendance_people_row *p)
{
	if (p->arrived_utc.set)
		return tr(lang, "Was here");
	if (p->absent)
		return tr(lang, "Absent");
	return str_eq(p->state, S("waiting")) ? tr(lang, "On the waiting list") : tr(lang, "Not known");
}

static void heads(enum lang lang, str titles[COLUMNS])
{
	titles[0] = tr(lang, "Name");
	titles[1] = tr(lang, "Job title");
	titles[2] = tr(lang, "Organisation");
	titles[3] = tr(lang, "Business ID");
	titles[4] = tr(lang, "Way of taking part");
	titles[5] = tr(lang, "Attendance");
	titles[6] = tr(lang, "Arrived at");
	titles[7] = tr(lang, "Walk-in");
}

/* The texts of a row but the time, which stands at 6. */
static void cells(enum lang lang, const struct q_attendance_people_row *p, str texts[COLUMNS])
{
	texts[0] = p->name;
	texts[1] = p->job_title;
	texts[2] = p->organisation_name;
	texts[3] = p->business_id;
	texts[4] = str_eq(p->mode, S("remote")) ? tr(lang, "Remotely") : tr(lang, "On site");
	texts[5] = attendance_word(lang, p);
	texts[6] = str_null;
	texts[7] = str_eq(p->source, S("walk_in")) ? tr(lang, "yes") : str_null;
}

/* Those who run the event only: the file leaves the house. */
static enum err find_for_export(struct req *rq, struct attendance *a, const struct zone **zone)
{
	TRY(attendance_find(rq->c, req_path(rq, "event"), a));
	if (!event_runs(rq->c, a->event.row.id))
		return ERR_NOT_FOUND;
	return zone_find(a->event.row.zone, zone);
}

static bool arrival(const struct attendance *a, size_t i, const struct zone *zone, struct civil *ret)
{
	const struct q_attendance_people_row *p = &a->people[i];

	if (!p->arrived_utc.set || !attendance_seen_at_door(&a->event, p->arrived_utc.v))
		return false;
	*ret = zone_utc_to_local(zone, p->arrived_utc.v);
	ret->second = 0;
	return true;
}

static str file_name(struct req *rq, const struct attendance *a, const char *end)
{
	return STR_CONCAT(rq->c->a, tr(rq->c->lang, "Attendance"), S(" "), a->event.text.title, str_from(end));
}

static enum err csv_file(struct req *rq)
{
	const struct zone *zone;
	struct csv_writer w;
	struct attendance a;
	struct buf b;
	str texts[COLUMNS];

	TRY(find_for_export(rq, &a, &zone));
	buf_init(&b, rq->c->a, CSV_MAX);
	csv_writer_init(&w, &b, ';', true);
	heads(rq->c->lang, texts);
	for (size_t k = 0; k < COLUMNS; k++)
		csv_cell(&w, texts[k]);
	csv_end_row(&w);
	for (size_t i = 0; i < a.count; i++) {
		struct civil at;

		cells(rq->c->lang, &a.people[i], texts);
		if (arrival(&a, i, zone, &at))
			texts[6] = time_print_local(rq->c->a, at);
		for (size_t k = 0; k < COLUMNS; k++)
			csv_cell(&w, texts[k]);
		csv_end_row(&w);
	}
	return buf_ok(&b) ? reply_bytes(rq, 200, "text/csv; charset=utf-8", buf_done(&b), file_name(rq, &a, ".csv")) : ERR_LIMIT;
}

static enum err xlsx_file(struct req *rq)
{
	static const unsigned widths[COLUMNS] = { 30, 24, 34, 12, 14, 14, 18, 10 };
	struct xlsx_column columns[COLUMNS];
	const struct zone *zone;
	struct attendance a;
	struct xlsx *x;
	str texts[COLUMNS], file;

	TRY(find_for_export(rq, &a, &zone));
	heads(rq->c->lang, texts);
	for (size_t k = 0; k < COLUMNS; k++)
		columns[k] = (struct xlsx_column){ texts[k], widths[k] };
	TRY(xlsx_open(rq->c->a, a.event.text.title, &x));
	xlsx_sheet(x, tr(rq->c->lang, "Attendance"), columns, COLUMNS);
	for (size_t i = 0; i < a.count; i++) {
		struct civil at;

		cells(rq->c->lang, &a.people[i], texts);
		for (size_t k = 0; k < COLUMNS; k++)
			if (k == 6 && arrival(&a, i, zone, &at))
				xlsx_time(x, at);
			else
				xlsx_text(x, texts[k]);
		xlsx_end_row(x);
	}
	TRY(xlsx_close(x, &file));
	return reply_bytes(rq, 200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file,
			   file_name(rq, &a, ".xlsx"));
}
