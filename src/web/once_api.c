/* Idempotency-Key of the API: the answer to a call is kept for a day and given again to its repetition. */
#include "text/tr.h"
#include "web/chain.h"
#include "web/once.sql.h"

enum { KEPT_S = 24 * 3600, RUN_MAX_S = 60 /* a call that has not answered by then never will */ };

struct beginning {
	str key, hash;
	bool mine; /* this call is to run */
	struct q_once_find_row row;
};

static enum err begin_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct beginning *b = arg;
	int64_t changes;
	bool found;

	TRY(q_once_forget(c, tx, c->now - KEPT_S, &changes));
	TRY(q_once_begin(c, tx, b->key, b->hash, c->now, &changes));
	if (changes == 0)
		TRY(q_once_take_over(c, tx, b->key, b->hash, c->now - RUN_MAX_S, c->now, &changes));
	b->mine = changes > 0;
	if (b->mine)
		return OK;
	TRY(q_once_find(c, b->key, &found, &b->row));
	return found ? OK : ERR_BUSY; /* dropped this very moment */
}

struct ending {
	str key, answer;
	int status;
};

static enum err end_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct ending *e = arg;
	int64_t changes;

	return e->status < 400 ? q_once_keep(c, tx, e->key, e->status, e->answer, &changes)
			       : q_once_drop(c, tx, e->key, &changes);
}

static enum err answer_again(struct req *rq, const struct beginning *b)
{
	if (!str_eq(b->row.request_hash, b->hash))
		return reply_problem(rq, 422, "idempotency_key_used",
				     tr(rq->c->lang, "This Idempotency-Key was used for another request."));
	if (b->row.status == 0)
		return reply_problem(rq, 409, "still_running",
				     tr(rq->c->lang, "The first request with this Idempotency-Key has not been answered yet."));
	return reply_json(rq, (int)b->row.status, b->row.answer);
}

enum err once_api(struct req *rq, enum err (*run)(void *rq))
{
	struct request_private *p = rq->p;
	struct writer *w = store_writer(rq->web->o.store);
	struct beginning b = { .key = p->api_once_key, .hash = p->once_key };
	struct ending end = { .key = p->api_once_key, .status = 500 };
	enum err e, kept;

	TRY(db_write(rq->c, w, begin_body, &b));
	if (!b.mine)
		return answer_again(rq, &b);
	/* The mark must go even when memory runs out on the way. */
	e = arena_run(rq->c->a, run, rq);
	if (e == OK && p->answered) {
		end.status = p->out->status;
		end.answer = p->out->body;
	}
	kept = db_write(rq->c, w, end_body, &end);
	return e == OK ? kept : e;
}
