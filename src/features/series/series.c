/* Reading and changing series. */
#include "features/series/series.h"

#include "store/journal.h"
#include "text/lang.h"

enum err series_find(struct ctx *c, str key, struct series *ret)
{
	struct series s = { 0 };
	struct q_series_texts_row *rows;
	enum lang source, lang;
	size_t count;
	bool found;

	TRY(q_series_by_key(c, key, &found, &s.row));
	if (!found || (str_eq(s.row.state, S("draft")) && !actor_is_coordinator(c->actor)))
		return ERR_NOT_FOUND;
	TRY(q_series_texts(c, s.row.id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		INVARIANT(lang_from_code(rows[i].lang, &lang));
		s.texts[lang] = (struct series_text){ lang, rows[i].title, rows[i].summary, rows[i].description };
	}
	INVARIANT(lang_from_code(s.row.source_lang, &source));
	s.text = s.texts[str_is_null(s.texts[c->lang].title) ? source : c->lang];
	*ret = s;
	return OK;
}

enum err series_list(struct ctx *c, struct q_series_all_row **ret, size_t *ret_count)
{
	size_t shown = 0;

	TRY(q_series_all(c, str_from(lang_code(c->lang)), c->now, ret, ret_count));
	if (actor_is_coordinator(c->actor))
		return OK;
	for (size_t i = 0; i < *ret_count; i++)
		if (str_eq((*ret)[i].state, S("published")))
			(*ret)[shown++] = (*ret)[i];
	*ret_count = shown;
	return OK;
}

struct saving {
	const struct series_input *in;
	int64_t id; /* 0: new */
	str key;
};

static enum err write_texts(struct ctx *c, struct tx *tx, const struct saving *s)
{
	for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++) {
		const struct series_text *text = &s->in->texts[lang];
		str code = str_from(lang_code(lang));

		if (str_empty(text->title))
			TRY(q_series_text_delete(c, tx, s->id, code));
		else
			TRY(q_series_text_put(c, tx, s->id, code, text->title,
					      str_empty(text->summary) ? S("") : text->summary,
					      str_empty(text->description) ? S("") : text->description, c->now));
	}
	return OK;
}

static enum err insert_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct saving *s = arg;

	s->id = ctx_id(c);
	s->key = ctx_key(c);
	TRY(q_series_insert(c, tx, s->id, s->key, str_from(lang_code(s->in->source_lang)), s->in->state, c->now));
	TRY(write_texts(c, tx, s));
	return journal_note(c, tx, "series_created", "series", s->id, S(""));
}

static enum err update_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct saving *s = arg;

	TRY(q_series_update(c, tx, s->id, str_from(lang_code(s->in->source_lang)), s->in->state, c->now));
	TRY(write_texts(c, tx, s));
	return journal_note(c, tx, "series_changed", "series", s->id, S(""));
}

enum err series_save(struct ctx *c, struct writer *w, str key, const struct series_input *in, enum series_refusal *ret,
		     str *ret_key)
{
	struct saving s = { .in = in, .key = key };

	if (!actor_is_coordinator(c->actor))
		return ERR_FORBIDDEN;
	*ret_key = key;
	*ret = str_empty(in->texts[in->source_lang].title) ? SERIES_NO_TITLE : SERIES_OK;
	if (*ret != SERIES_OK)
		return OK;
	if (!str_is_null(key)) {
		struct series old;

		TRY(series_find(c, key, &old));
		s.id = old.row.id;
	}
	TRY(db_write(c, w, s.id == 0 ? insert_body : update_body, &s));
	*ret_key = s.key;
	return OK;
}
