/* Runs portions and keeps versions. */
#include "store/derived.h"

static str name_of(struct arena *a, const struct derived_kind *kind) { return STR_CONCAT(a, S("derived."), str_from(kind->name)); }

enum err derived_is_stale(struct ctx *c, const struct derived_kind *kind, bool *ret)
{
	struct q_derived_version_row row;
	bool found;

	TRY(q_derived_version(c, name_of(c->a, kind), &found, &row));
	*ret = !found || !str_eq(row.value, kind->version(c->a));
	return OK;
}

struct portion {
	const struct derived_kind *kind;
	int64_t after, last;
	bool note;
};

static enum err portion_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct portion *p = arg;

	p->last = p->after;
	if (p->note)
		return q_derived_note(c, tx, name_of(c->a, p->kind), p->kind->version(c->a), c->now);
	return p->kind->portion(c, tx, p->after, &p->last);
}

enum err derived_step(struct ctx *c, struct writer *w, const struct derived_kind *kind, int64_t *after, bool *ret_more)
{
	struct portion p = { .kind = kind, .after = *after };

	*ret_more = true;
	for (int i = 0; i < DERIVED_STEP_PORTIONS; i++) {
		TRY(db_write(c, w, portion_body, &p));
		if (p.last == p.after) {
			*ret_more = false;
			p.note = true;
			return db_write(c, w, portion_body, &p);
		}
		p.after = p.last;
		*after = p.last;
	}
	return OK;
}
