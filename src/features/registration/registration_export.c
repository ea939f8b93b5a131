/* Sign-ups as CSV and XLSX: one list of columns for both. */
#include "features/registration/registration_export.h"

#include "base/time.h"
#include "base/zone.h"
#include "features/registration/registration_view.h"
#include "out/csv.h"
#include "out/xlsx.h"
#include "store/list.h"
#include "text/tr.h"

struct column {
	const char *title;
	unsigned width;
};

static const struct column columns[] = {
	{ N_("Name"), 24 },      { N_("E-mail"), 28 },  { N_("Job title"), 22 }, { N_("Company"), 28 },
	{ N_("Business ID"), 12 }, { N_("Way"), 12 },   { N_("State"), 18 },	 { N_("Place in the queue"), 8 },
	{ N_("Signed up"), 18 }, { N_("Address confirmed"), 10 }, { N_("Arrived"), 10 }, { N_("Told by"), 24 },
	{ N_("Note"), 30 },
};
enum { COLUMNS = sizeof columns / sizeof *columns };

struct writing {
	struct ctx *c;
	const struct zone *zone;
	struct csv_writer *csv; /* one of the two */
	struct xlsx *xlsx;
};

static void put_text(struct writing *w, str text)
{
	if (w->csv != NULL)
		csv_cell(w->csv, text);
	else
		xlsx_text(w->xlsx, text);
}

static void put_number(struct writing *w, struct opt_int number)
{
	if (!number.set)
		put_text(w, S(""));
	else if (w->csv != NULL)
		csv_cell_int(w->csv, number.v);
	else
		xlsx_int(w->xlsx, number.v);
}

static void put_moment(struct writing *w, int64_t utc)
{
	struct civil local = zone_utc_to_local(w->zone, utc);

	if (w->csv != NULL)
		csv_cell(w->csv, str_format(w->c->a, "%04d-%02d-%02d %02d:%02d", local.year, local.month, local.day, local.hour,
					    local.minute));
	else
		xlsx_time(w->xlsx, local);
}

static void put_yes(struct writing *w, bool yes)
{
	put_text(w, yes ? tr(w->c->lang, "yes") : S(""));
}

static void end_row(struct writing *w)
{
	if (w->csv != NULL)
		csv_end_row(w->csv);
	else
		xlsx_end_row(w->xlsx);
}

static void put_row(struct writing *w, const struct q_registration_list_row *row)
{
	enum registration_state state = registration_state_from_code(row->state);
	enum seat_mode mode;

	INVARIANT(seat_mode_from_code(row->mode, &mode));
	put_text(w, row->name);
	put_text(w, row->email);
	put_text(w, row->job_title);
	put_text(w, row->organisation_name);
	put_text(w, row->business_id);
	put_text(w, seat_mode_word(w->c->lang, mode));
	put_text(w, state == REGISTRATION_WAITING ? tr(w->c->lang, "On the waiting list")
						  : registration_place_text(w->c, state, 0));
	put_number(w, row->queue_position);
	put_moment(w, row->created_utc);
	put_yes(w, row->email_confirmed_utc.set);
	put_yes(w, row->arrived_utc.set);
	put_text(w, row->told_by);
	put_text(w, row->note);
	end_row(w);
}

static enum err put_rows(struct writing *w, int64_t event, const struct registration_query *query)
{
	struct registration_query page = *query;
	struct q_registration_list_result list;
	size_t count = 0;

	page.limit = LIST_LIMIT_MAX;
	page.cursor = str_null;
	do {
		TRY(registration_list(w->c, event, &page, &list));
		for (size_t i = 0; i < list.count; i++)
			put_row(w, &list.rows[i]);
		count += list.count;
		page.cursor = list.next;
	} while (!str_is_null(list.next) && count < EXPORT_ROWS_MAX);
	return str_is_null(list.next) ? OK : ERR_LIMIT;
}

static enum err write_csv(struct writing *w, int64_t event, const struct registration_query *query, str *ret)
{
	struct csv_writer csv;
	struct buf b;

	buf_init(&b, w->c->a, EXPORT_BYTES_MAX);
	csv_writer_init(&csv, &b, ';', true);
	w->csv = &csv;
	for (size_t i = 0; i < COLUMNS; i++)
		put_text(w, tr(w->c->lang, columns[i].title));
	end_row(w);
	TRY(put_rows(w, event, query));
	*ret = buf_done(&b);
	return buf_ok(&b) ? OK : ERR_LIMIT;
}

static enum err write_xlsx(struct writing *w, const struct event *event, const struct registration_query *query, str *ret)
{
	struct xlsx_column titles[COLUMNS];

	for (size_t i = 0; i < COLUMNS; i++)
		titles[i] = (struct xlsx_column){ tr(w->c->lang, columns[i].title), columns[i].width };
	TRY(xlsx_open(w->c->a, event->text.title, &w->xlsx));
	xlsx_sheet(w->xlsx, tr(w->c->lang, "Sign-ups"), titles, COLUMNS);
	TRY(put_rows(w, event->row.id, query));
	return xlsx_close(w->xlsx, ret);
}

enum err registration_export(struct ctx *c, const struct event *event, const struct registration_query *query,
			     enum export_form form, str *ret)
{
	struct writing w = { .c = c };

	TRY(zone_find(event->row.zone, &w.zone));
	return form == EXPORT_CSV ? write_csv(&w, event->row.id, query, ret) : write_xlsx(&w, event, query, ret);
}
