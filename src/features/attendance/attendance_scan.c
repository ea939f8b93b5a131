/* Scans of the signed sheets: files of the event that only those who run it see. */
#include "features/attendance/attendance.h"

#include "store/file_type.h"
#include "store/journal.h"

static const char purpose[] = "signature_list";

static enum err find_event(struct ctx *c, str event_key, int64_t *ret)
{
	struct q_event_by_key_row row;

	TRY(event_find_row(c, event_key, &row));
	*ret = row.id;
	return event_runs(c, row.id) ? OK : ERR_NOT_FOUND;
}

static bool is_scan(str bytes)
{
	str type = file_type_of(bytes);

	return str_eq(type, S("application/pdf")) || str_eq(type, S("image/jpeg")) || str_eq(type, S("image/png"));
}

struct scan {
	int64_t event;
	struct file file;
};

static enum err add_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct scan *s = arg;

	TRY(file_complete(c, tx, &s->file));
	return journal_note(c, tx, "signature_list_added", "event", s->event, str_null);
}

enum err attendance_scan_add(struct ctx *c, struct writer *w, str event_key, str name, str bytes, enum scan_refusal *ret)
{
	struct file_new new = { .name = name, .owner_kind = "event", .purpose = purpose };
	struct q_files_of_row *scans;
	struct scan s;
	size_t count;
	enum err e;

	TRY(find_event(c, event_key, &s.event));
	TRY(attendance_scans(c, s.event, &scans, &count));
	*ret = SCAN_NOT_A_SCAN;
	if (!is_scan(bytes))
		return OK;
	*ret = SCAN_TOO_MUCH;
	if (count >= ATTENDANCE_SCANS_MAX)
		return OK;
	new.owner = s.event;
	e = file_upload(c, w, &new, bytes, &s.file);
	if (e == ERR_LIMIT)
		return OK;
	TRY(e);
	*ret = SCAN_OK;
	return db_write(c, w, add_body, &s);
}

enum err attendance_scans(struct ctx *c, int64_t event, struct q_files_of_row **ret, size_t *ret_count)
{
	struct q_files_of_row *rows;
	size_t count, n = 0;

	if (!event_runs(c, event))
		return ERR_NOT_FOUND;
	TRY(q_files_of(c, S("event"), event, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (str_eq(rows[i].purpose, str_from(purpose)))
			rows[n++] = rows[i];
	*ret = rows;
	*ret_count = n;
	return OK;
}

enum err attendance_scan_find(struct ctx *c, str event_key, str file_key, struct q_file_by_key_row *ret)
{
	int64_t event;
	bool found;

	TRY(find_event(c, event_key, &event));
	TRY(q_file_by_key(c, file_key, &found, ret));
	return found && str_eq(ret->owner_kind, S("event")) && ret->owner == event && str_eq(ret->purpose, str_from(purpose))
		       ? OK
		       : ERR_NOT_FOUND;
}

static enum err remove_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct scan *s = arg;
	int64_t changes;

	TRY(q_file_delete(c, tx, s->file.id, &changes));
	return changes == 0 ? OK : journal_note(c, tx, "signature_list_removed", "event", s->event, str_null);
}

enum err attendance_scan_remove(struct ctx *c, struct writer *w, str event_key, str file_key)
{
	struct q_file_by_key_row row;
	struct scan s = { 0 };

	TRY(attendance_scan_find(c, event_key, file_key, &row));
	s.event = row.owner;
	s.file.id = row.id;
	return db_write(c, w, remove_body, &s);
}
