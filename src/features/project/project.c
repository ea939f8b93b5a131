/* Projects that pay, their lines and marks. */
#include "features/project/project.h"

#include "store/journal.h"
#include "text/lang.h"

struct saving {
	const struct project_input *in;
	int64_t id; /* 0: new */
	str key;
};

static enum err write_lines(struct ctx *c, struct tx *tx, const struct saving *s)
{
	for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++) {
		str code = str_from(lang_code(lang));

		TRY(str_empty(s->in->line[lang]) ? q_project_line_delete(c, tx, s->id, code)
						 : q_project_line_put(c, tx, s->id, code, s->in->line[lang]));
	}
	return OK;
}

static enum err insert_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct saving *s = arg;
	const struct project_input *in = s->in;

	s->id = ctx_id(c);
	s->key = ctx_key(c);
	TRY(q_project_insert(c, tx,
			     &(struct q_project_insert_in){ .id = s->id,
							    .key = s->key,
							    .name = in->name,
							    .register_number = in->register_number,
							    .project_code = in->project_code,
							    .funder = in->funder,
							    .programme = in->programme,
							    .starts_on = in->starts_on,
							    .ends_on = in->ends_on,
							    .now = c->now }));
	TRY(write_lines(c, tx, s));
	return journal_note(c, tx, "project_created", "project", s->id, S(""));
}

static enum err update_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct saving *s = arg;
	const struct project_input *in = s->in;
	int64_t changes;

	TRY(q_project_update(c, tx,
			     &(struct q_project_update_in){ .id = s->id,
							    .name = in->name,
							    .register_number = in->register_number,
							    .project_code = in->project_code,
							    .funder = in->funder,
							    .programme = in->programme,
							    .starts_on = in->starts_on,
							    .ends_on = in->ends_on,
							    .now = c->now },
			     &changes));
	TRY(write_lines(c, tx, s));
	return journal_note(c, tx, "project_changed", "project", s->id, S(""));
}

enum err project_save(struct ctx *c, struct writer *w, str key, const struct project_input *in,
		      enum project_refusal *ret, str *ret_key)
{
	struct saving s = { .in = in, .key = key };
	bool line = false;

	if (!actor_is_coordinator(c->actor))
		return ERR_FORBIDDEN;
	*ret = PROJECT_OK;
	for (int lang = 0; lang < LANG_COUNT; lang++)
		line |= !str_empty(in->line[lang]);
	if (str_cmp(in->ends_on, in->starts_on) < 0)
		*ret = PROJECT_ENDS_BEFORE_START;
	else if (!line)
		*ret = PROJECT_NO_LINE;
	if (*ret != PROJECT_OK)
		return OK;
	if (!str_is_null(key)) {
		struct q_project_by_key_row row;
		bool found;

		TRY(q_project_by_key(c, key, &found, &row));
		if (!found)
			return ERR_NOT_FOUND;
		s.id = row.id;
	}
	TRY(db_write(c, w, s.id == 0 ? insert_body : update_body, &s));
	*ret_key = s.key;
	return OK;
}

enum err project_find(struct ctx *c, str key, struct project *ret)
{
	struct project p = { 0 };
	struct q_project_lines_row *lines;
	size_t count;
	bool found;

	TRY(q_project_by_key(c, key, &found, &p.row));
	if (!found)
		return ERR_NOT_FOUND;
	TRY(q_project_lines(c, p.row.id, &lines, &count));
	for (size_t i = 0; i < count; i++) {
		enum lang lang;

		if (lang_from_code(lines[i].lang, &lang))
			p.line[lang] = lines[i].line;
	}
	TRY(q_project_marks(c, p.row.id, &p.marks, &p.mark_count));
	*ret = p;
	return OK;
}

/* The line in the wanted language, else the first that there is; "" without any. */
static str choose_line(const struct q_event_project_lines_row *lines, size_t count, int64_t project, enum lang want)
{
	str line[LANG_COUNT] = { { NULL, 0 } };
	enum lang lang;

	for (size_t i = 0; i < count; i++)
		if (lines[i].project_id == project && lang_from_code(lines[i].lang, &lang))
			line[lang] = lines[i].line;
	for (lang = LANG_FI; str_is_null(line[want]) && (int)lang < LANG_COUNT; lang++)
		line[want] = line[lang];
	return str_is_null(line[want]) ? S("") : line[want];
}

enum err project_payers(struct ctx *c, int64_t event, struct event_payer **ret, size_t *ret_count)
{
	struct q_event_projects_row *rows;
	struct q_event_project_lines_row *lines;
	struct event_payer *payers;
	size_t count, line_count;

	TRY(q_event_projects(c, event, &rows, &count));
	payers = NEW_ARRAY(c->a, count, struct event_payer);
	*ret = payers;
	*ret_count = count;
	if (count == 0)
		return OK;
	TRY(q_event_project_lines(c, event, &lines, &line_count));
	for (size_t i = 0; i < count; i++) {
		str number = str_empty(rows[i].register_number) ? rows[i].project_code : rows[i].register_number;

		payers[i] = (struct event_payer){ .project_id = rows[i].project_id,
						  .key = rows[i].key,
						  .name = rows[i].name,
						  .number = str_is_null(number) ? S("") : number,
						  .line = choose_line(lines, line_count, rows[i].project_id, c->lang),
						  .per_cent = rows[i].per_cent };
		TRY(q_project_marks(c, rows[i].project_id, &payers[i].marks, &payers[i].mark_count));
	}
	return OK;
}

bool project_shares_fit(const struct payer_share *shares, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		if (shares[i].per_cent < 1 || shares[i].per_cent > 100)
			return false;
		sum += shares[i].per_cent;
		for (size_t k = 0; k < i; k++)
			if (shares[k].project == shares[i].project)
				return false;
	}
	return count <= PROJECT_EVENT_MAX && sum <= 100;
}

enum err project_shares(struct ctx *c, int64_t event, struct payer_share **ret, size_t *ret_count)
{
	struct q_event_projects_row *rows;

	TRY(q_event_projects(c, event, &rows, ret_count));
	*ret = NEW_ARRAY(c->a, *ret_count, struct payer_share);
	for (size_t i = 0; i < *ret_count; i++)
		(*ret)[i] = (struct payer_share){ rows[i].project_id, rows[i].per_cent };
	return OK;
}

enum err project_set_payers(struct ctx *c, struct tx *tx, int64_t event, const struct payer_share *shares, size_t count)
{
	if (!project_shares_fit(shares, count))
		return ERR_INVALID;
	TRY(q_event_projects_clear(c, tx, event));
	for (size_t i = 0; i < count; i++)
		TRY(q_event_project_put(c, tx, event, shares[i].project, shares[i].per_cent));
	return OK;
}

enum err project_covers(struct ctx *c, int64_t event, str date, bool *ret)
{
	struct q_event_projects_row *rows;
	size_t count;

	TRY(q_event_projects(c, event, &rows, &count));
	*ret = true;
	for (size_t i = 0; i < count; i++)
		*ret &= str_cmp(rows[i].starts_on, date) <= 0 && str_cmp(date, rows[i].ends_on) <= 0;
	return OK;
}
