/* Marks of the funders: pictures that stand wherever a project pays. */
#include "features/project/project.h"
#include "store/journal.h"

struct mark_change {
	const struct project_mark_input *in;
	struct image_ready image;
	struct project project;
	size_t at; /* which of the project's marks */
};

static str filled(str s)
{
	return str_is_null(s) ? S("") : s;
}

/* Positions are counted anew, since two may be equal: of marks that were added at the same time. */
static enum err write_order(struct ctx *c, struct tx *tx, const struct project *p)
{
	int64_t changes;

	for (size_t i = 0; i < p->mark_count; i++)
		TRY(q_project_mark_place(c, tx, p->marks[i].id, p->row.id, (int64_t)i, &changes));
	return OK;
}

static enum err add_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct mark_change *m = arg;

	TRY(image_complete(c, tx, &m->image));
	TRY(q_project_mark_insert(c, tx,
				  &(struct q_project_mark_insert_in){ .id = ctx_id(c),
								      .project = m->project.row.id,
								      .position = (int64_t)m->project.mark_count,
								      .file_key = m->image.key,
								      .alt_fi = filled(m->in->alt[LANG_FI]),
								      .alt_sv = filled(m->in->alt[LANG_SV]),
								      .alt_en = filled(m->in->alt[LANG_EN]) }));
	return journal_note(c, tx, "project_changed", "project", m->project.row.id, S(""));
}

enum err project_mark_add(struct ctx *c, struct writer *w, str key, const struct project_mark_input *in,
			  enum image_answer *ret)
{
	struct mark_change m = { .in = in };

	if (!actor_is_coordinator(c->actor))
		return ERR_FORBIDDEN;
	if (str_empty(in->alt[LANG_FI]) && str_empty(in->alt[LANG_SV]) && str_empty(in->alt[LANG_EN]))
		return ERR_INVALID;
	TRY(project_find(c, key, &m.project));
	if (m.project.mark_count >= PROJECT_MARKS_MAX)
		return ERR_LIMIT;
	TRY(image_prepare(c, w, in->bytes, IMAGE_MARK, "project", m.project.row.id, ret, &m.image));
	return *ret == IMAGE_DONE ? db_write(c, w, add_body, &m) : OK;
}

/* The project and which of its marks has this picture. */
static enum err find(struct ctx *c, str key, str mark, struct mark_change *ret)
{
	if (!actor_is_coordinator(c->actor))
		return ERR_FORBIDDEN;
	TRY(project_find(c, key, &ret->project));
	for (ret->at = 0; ret->at < ret->project.mark_count; ret->at++)
		if (str_eq(ret->project.marks[ret->at].file_key, mark))
			return OK;
	return ERR_NOT_FOUND;
}

static enum err remove_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct mark_change *m = arg;
	const struct q_project_marks_row *mark = &m->project.marks[m->at];
	int64_t changes;

	TRY(q_project_mark_delete(c, tx, mark->id, m->project.row.id, &changes));
	if (changes == 0)
		return ERR_NOT_FOUND;
	TRY(image_delete(c, tx, mark->file_key));
	return journal_note(c, tx, "project_changed", "project", m->project.row.id, S(""));
}

enum err project_mark_remove(struct ctx *c, struct writer *w, str key, str mark)
{
	struct mark_change m = { .at = 0 };

	TRY(find(c, key, mark, &m));
	return db_write(c, w, remove_body, &m);
}

static enum err raise_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct mark_change *m = arg;

	TRY(write_order(c, tx, &m->project));
	return journal_note(c, tx, "project_changed", "project", m->project.row.id, S(""));
}

enum err project_mark_raise(struct ctx *c, struct writer *w, str key, str mark)
{
	struct mark_change m = { .at = 0 };
	struct q_project_marks_row before;

	TRY(find(c, key, mark, &m));
	if (m.at == 0)
		return OK;
	before = m.project.marks[m.at - 1];
	m.project.marks[m.at - 1] = m.project.marks[m.at];
	m.project.marks[m.at] = before;
	return db_write(c, w, raise_body, &m);
}

str project_mark_alt(const struct q_project_marks_row *mark, enum lang want)
{
	const str alts[LANG_COUNT] = { [LANG_FI] = mark->alt_fi, [LANG_SV] = mark->alt_sv, [LANG_EN] = mark->alt_en };

	if (!str_empty(alts[want]))
		return alts[want];
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (!str_empty(alts[lang]))
			return alts[lang];
	return S("");
}

enum err project_mark_pictures(struct ctx *c, const struct event_payer *payers, size_t count, size_t max,
			       struct pdf_picture **ret, size_t *ret_count)
{
	*ret = NEW_ARRAY(c->a, max, struct pdf_picture);
	*ret_count = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < payers[i].mark_count && *ret_count < max; k++) {
			struct pdf_picture *picture = &(*ret)[*ret_count];
			enum err e = image_large(c, payers[i].marks[k].file_key, &picture->png);

			if (e == ERR_NOT_FOUND)
				continue;
			TRY(e);
			picture->alternative = project_mark_alt(&payers[i].marks[k], c->lang);
			(*ret_count)++;
		}
	return OK;
}
