/* Adding, claiming and running jobs. */
#include "store/job.h"

struct adding {
	const char *kind;
	str payload, unique_key;
	int64_t run_utc;
	struct opt_int every;
};

static enum err add(struct ctx *c, struct tx *tx, const struct adding *a)
{
	return q_job_insert(c, tx, &(struct q_job_insert_in){ .id = ctx_id(c), .kind = str_from(a->kind), .unique_key = a->unique_key,
							      .payload = a->payload, .run = a->run_utc, .every = a->every,
							      .now = c->now });
}

enum err job_add(struct ctx *c, struct tx *tx, const char *kind, str payload, str unique_key, int64_t run_utc)
{
	return add(c, tx, &(struct adding){ kind, payload, unique_key, run_utc, { 0 } });
}

enum err job_add_now(struct ctx *c, struct tx *tx, const char *kind, int64_t object_id)
{
	str payload = str_format(c->a, "%lld", (long long)object_id);

	/* Not unique: a second change while the first job runs must be looked at again. */
	return add(c, tx, &(struct adding){ kind, payload, str_null, c->now, { 0 } });
}

int64_t job_object(const struct job *job)
{
	int64_t id;

	INVARIANT(str_to_int(job->payload, &id));
	return id;
}

struct tables {
	const struct job_table *const *tables;
	size_t count;
};

static enum err ensure_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct tables *t = arg;

	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->tables[i]->count; k++) {
			const struct job_kind *kind = &t->tables[i]->kinds[k];

			if (kind->every_s > 0)
				TRY(add(c, tx, &(struct adding){ kind->kind, S(""), STR_CONCAT(c->a, S("every:"), str_from(kind->kind)),
								 c->now, { true, kind->every_s } }));
		}
	return OK;
}

enum err job_ensure_periodic(struct ctx *c, struct writer *w, const struct job_table *const *tables, size_t count)
{
	struct tables t = { tables, count };

	return db_write(c, w, ensure_body, &t);
}

static const struct job_kind *find(const struct tables *t, str kind)
{
	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->tables[i]->count; k++)
			if (str_eq_c(kind, t->tables[i]->kinds[k].kind))
				return &t->tables[i]->kinds[k];
	return NULL;
}

struct claim {
	const struct tables *tables;
	bool found;
	struct q_job_claim_row row;
	const struct job_kind *kind; /* NULL: no table knows it */
};

static enum err claim_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct claim *claim = arg;
	int64_t changes;

	TRY(q_job_claim(c, tx, c->now, c->now + JOB_LEASE_S, &claim->found, &claim->row));
	if (!claim->found)
		return OK;
	claim->kind = find(claim->tables, claim->row.kind);
	if (claim->kind != NULL && claim->kind->lease_s > JOB_LEASE_S)
		TRY(q_job_lease(c, tx, claim->row.id, claim->row.fence, c->now + claim->kind->lease_s));
	if (claim->row.failures < JOB_FAILURES_MAX)
		return OK;
	/* Its runners went away three times: it is not given to a fourth. */
	claim->found = false;
	return q_job_park(c, tx, claim->row.id, claim->row.fence, S("runner lost"), c->now, &changes);
}

struct finish {
	const struct q_job_claim_row *row;
	enum err result;
	str progress;
	bool unknown;
};

static enum err finish_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct finish *f = arg;
	const struct q_job_claim_row *row = f->row;
	int64_t changes;

	if (f->result == OK && !str_is_null(f->progress))
		return q_job_go_on(c, tx, row->id, row->fence, f->progress, c->now, &changes);
	if (f->result == OK && row->every_s.set)
		return q_job_again(c, tx, row->id, row->fence, c->now + row->every_s.v, &changes);
	if (f->result == OK)
		return q_job_done(c, tx, row->id, row->fence, &changes);
	if (f->result == ERR_BUSY)
		return q_job_later(c, tx, row->id, row->fence, c->now + JOB_BUSY_S, &changes);
	if (f->unknown || row->failures + 1 >= JOB_FAILURES_MAX)
		return q_job_park(c, tx, row->id, row->fence, f->unknown ? S("unknown kind") : str_from(err_name(f->result)), c->now, &changes);
	return q_job_failed(c, tx, row->id, row->fence, c->now + (row->failures == 0 ? 10 : 100), str_from(err_name(f->result)), &changes);
}

struct run {
	struct ctx *c;
	struct writer *w;
	struct job *job;
	const struct job_kind *kind;
};

static enum err run_guarded(void *arg)
{
	struct run *r = arg;

	return r->kind->run(r->c, r->w, r->job);
}

enum err job_run_one(struct ctx *c, struct writer *w, const struct job_table *const *tables, size_t count, struct job_ran *ret)
{
	struct tables t = { tables, count };
	struct claim claim = { .tables = &t };
	struct finish f = { .row = &claim.row, .progress = str_null };

	*ret = (struct job_ran){ 0 };
	TRY(db_write(c, w, claim_body, &claim));
	if (!claim.found)
		return OK;
	struct job job = { .id = claim.row.id, .kind = claim.row.kind, .payload = claim.row.payload, .progress = claim.row.progress,
			   .ret_progress = &f.progress };
	const struct job_kind *kind = claim.kind;

	f.unknown = kind == NULL;
	f.result = kind == NULL ? ERR_NOT_FOUND : arena_run(c->a, run_guarded, &(struct run){ c, w, &job, kind });
	*ret = (struct job_ran){ .ran = true, .id = job.id, .kind = job.kind, .result = f.result,
				 .parked = f.result != OK && f.result != ERR_BUSY && (f.unknown || claim.row.failures + 1 >= JOB_FAILURES_MAX) };
	return db_write(c, w, finish_body, &f);
}
