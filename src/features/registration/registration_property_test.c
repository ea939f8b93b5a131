/* Random orders of sign up, cancel, change seats and send someone instead keep the promises of registration.h.
 *
 * 200 orders of 30 steps; TALKOOT_LONG=1: 10,000. A failing order prints its seed and is shrunk: steps are left out one by
 * one as long as it still fails. TALKOOT_TEST_SEED=n runs that order alone. */
#include "harness.h"
#include "support/features/event_support.h"

#include <stdlib.h>

#include "features/registration/seat_queue.h"
#include "store/job.h"

enum { STEPS = 30, SEATS_MAX = 6, ORDERS = 200, ORDERS_LONG = 10000 };

enum step_kind { STEP_SIGN_UP, STEP_SIGN_UP_TWO, STEP_CANCEL, STEP_SEATS, STEP_INSTEAD, STEP_COORDINATOR_CANCEL, STEP_KINDS };

struct step {
	enum step_kind kind;
	unsigned a, b;
	bool skip;
};

struct place {
	str manage_key, key;
};

/* What a run keeps in mind beside the database. */
struct run {
	struct test_store *t;
	struct ctx *c;
	struct test_event event;
	struct place places[2 * STEPS];
	size_t place_count;
	unsigned next_address;
	char why[200];
};

static enum err fill_job(struct ctx *c, struct writer *w, struct job *job);
static const struct job_kind kinds[] = { { "event_seats_added", fill_job, 0 } };
static const struct job_table table = JOB_TABLE(kinds);
static const struct job_table *const tables[] = { &table };

static enum err fill_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct q_event_lock_row row;
	int64_t moved, *event = arg;
	bool found;

	TRY(q_event_lock(c, tx, *event, &found, &row));
	return seat_queue_fill(c, tx, *event, "seats were added", 1000, &moved);
}

/* Stands in for the handler of registration_job.c, so that this program needs nothing of the pages. */
static enum err fill_job(struct ctx *c, struct writer *w, struct job *job)
{
	int64_t event = job_object(job);

	return db_write(c, w, fill_body, &event);
}

static void remember(struct run *r, const struct registration_outcome *out)
{
	for (size_t i = 0; i < out->place_count; i++)
		if (!str_is_null(out->places[i].key))
			r->places[r->place_count++] =
				(struct place){ str_copy(r->t->a, out->manage_key), str_copy(r->t->a, out->places[i].key) };
}

static void sign_up(struct run *r, const struct step *s, size_t people_count)
{
	struct registration_person people[2];
	struct registration_input in = { .people = people, .people_count = people_count, .source = SOURCE_SELF };
	struct registration_outcome out;

	for (size_t i = 0; i < people_count; i++) {
		/* Now and then an address that came before. */
		unsigned who = s->b % 5 == 0 && r->next_address > 0 ? s->a % r->next_address : r->next_address++;

		people[i] = (struct registration_person){ S("Aino Esimerkki"), str_format(r->c->a, "guest%u@example.fi", who + (unsigned)i * 100),
							  str_null, s->a % 3 == 0 ? SEAT_REMOTE : SEAT_SITE };
	}
	r->c->actor = &actor_anonymous;
	assert_ok(registration_sign_up(r->c, test_writer(r->t), r->event.key, &in, &out));
	remember(r, &out);
}

static void change_seats(struct run *r, const struct step *s)
{
	struct event_input in = test_event_input(s->a % SEATS_MAX + 1, s->b % SEATS_MAX + 1);
	struct q_event_by_key_row row;
	struct event_outcome out;

	assert_ok(event_find_row(r->c, r->event.key, &row));
	assert_ok(event_save(r->c, test_writer(r->t), r->event.key, row.version, &in, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	test_run_jobs(r->t, r->c, tables, 1);
}

static void take_step(struct run *r, const struct step *s)
{
	const struct place *place = r->place_count == 0 ? NULL : &r->places[s->a % r->place_count];
	struct registration_person person = { S("Eero Esimerkki"), str_null, str_null, SEAT_SITE };
	enum change_answer answer;

	test_ctx_renew(r->t, r->c);
	r->c->actor = &actor_system;
	switch (s->kind) {
	case STEP_SIGN_UP: sign_up(r, s, 1); break;
	case STEP_SIGN_UP_TWO: sign_up(r, s, 2); break;
	case STEP_CANCEL:
		if (place != NULL)
			assert_ok(registration_cancel(r->c, test_writer(r->t), place->manage_key, place->key, &answer));
		break;
	case STEP_COORDINATOR_CANCEL:
		if (place != NULL)
			assert_ok(registration_cancel_by_coordinator(r->c, test_writer(r->t), place->key, S("asked by phone"), &answer));
		break;
	case STEP_INSTEAD:
		person.email = str_format(r->c->a, "guest%u@example.fi", s->b % 40);
		if (place != NULL)
			assert_ok(registration_send_instead(r->c, test_writer(r->t), place->manage_key, place->key, &person, &answer));
		break;
	case STEP_SEATS: change_seats(r, s); break;
	case STEP_KINDS: break;
	}
}

/* ---- the promises ---------------------------------------------------------------------------------------------------- */

static bool broken(struct run *r, const char *why, int64_t got, int64_t want)
{
	if (got == want)
		return false;
	snprintf(r->why, sizeof r->why, "%s: %lld, should be %lld", why, (long long)got, (long long)want);
	return true;
}

static bool any_broken(struct run *r)
{
	struct q_registration_tally_row *rows;
	struct q_event_by_key_row e;
	int64_t confirmed[2] = { 0 }, waiting[2] = { 0 };
	size_t count;

	test_ctx_renew(r->t, r->c);
	r->c->actor = &actor_system;
	assert_ok(event_find_row(r->c, r->event.key, &e));
	assert_ok(q_registration_tally(r->c, e.id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		enum seat_mode mode;

		assert_true(seat_mode_from_code(rows[i].mode, &mode));
		if (str_eq(rows[i].state, S("confirmed")))
			confirmed[mode] = rows[i].count;
		if (str_eq(rows[i].state, S("waiting")))
			waiting[mode] = rows[i].count;
	}
	return broken(r, "taken_site", e.taken_site, confirmed[SEAT_SITE]) ||
	       broken(r, "taken_remote", e.taken_remote, confirmed[SEAT_REMOTE]) ||
	       broken(r, "waiting_site", e.waiting_site, waiting[SEAT_SITE]) ||
	       broken(r, "waiting_remote", e.waiting_remote, waiting[SEAT_REMOTE]) ||
	       broken(r, "a seat is free though somebody waits on site", waiting[SEAT_SITE] > 0 && e.taken_site < e.seats_site, 0) ||
	       broken(r, "a seat is free though somebody waits remotely", waiting[SEAT_REMOTE] > 0 && e.taken_remote < e.seats_remote, 0);
}

/* Overbooked only by what lowering the seats left: a step that is no change of seats never makes more taken than offered. */
static bool overbooked(struct run *r, int64_t before_site, int64_t before_remote, struct q_event_by_key_row *e)
{
	assert_ok(event_find_row(r->c, r->event.key, e));
	return broken(r, "overbooked on site", e->taken_site > e->seats_site && e->taken_site > before_site, 0) ||
	       broken(r, "overbooked remotely", e->taken_remote > e->seats_remote && e->taken_remote > before_remote, 0);
}

static void make_steps(uint64_t seed, struct step steps[STEPS])
{
	struct random_seeded state;
	struct random random = random_seeded_start(&state, seed);

	for (int i = 0; i < STEPS; i++)
		steps[i] = (struct step){ .kind = (enum step_kind)random_below(&random, STEP_KINDS),
					  .a = (unsigned)random_below(&random, 1000), .b = (unsigned)random_below(&random, 1000) };
}

/* Plays the steps that are not skipped; true when a promise was broken. */
static bool play(struct test_store *t, struct ctx *c, const struct step steps[STEPS], char why[200])
{
	struct run r = { .t = t, .c = c };
	struct q_event_by_key_row e = { 0 };
	bool bad = false;

	test_ctx_renew(t, c);
	c->actor = &actor_system;
	r.event = test_event_published(t, c, 2, 2);
	for (int i = 0; i < STEPS && !bad; i++) {
		if (steps[i].skip)
			continue;
		take_step(&r, &steps[i]);
		bad = any_broken(&r) || overbooked(&r, e.taken_site, e.taken_remote, &e);
	}
	snprintf(why, 200, "%s", r.why);
	return bad;
}

static void shrink_and_fail(struct test_store *t, struct ctx *c, uint64_t seed, struct step steps[STEPS])
{
	char why[200];
	struct buf b;

	for (int i = 0; i < STEPS; i++) {
		steps[i].skip = true;
		if (!play(t, c, steps, why))
			steps[i].skip = false;
	}
	play(t, c, steps, why);
	test_ctx_renew(t, c);
	buf_init(&b, c->a, 10000);
	for (int i = 0; i < STEPS; i++)
		if (!steps[i].skip)
			buf_format(&b, " %d(%u,%u)", (int)steps[i].kind, steps[i].a, steps[i].b);
	fail_msg("seed %llu: %s; shrunk to:%s", (unsigned long long)seed, why, buf_done(&b).p);
}

static void test_random_orders_keep_the_promises(void **state)
{
	const char *one = getenv("TALKOOT_TEST_SEED");
	uint64_t first = one == NULL ? 1 : strtoull(one, NULL, 10);
	uint64_t orders = one != NULL ? 1 : getenv("TALKOOT_LONG") != NULL ? ORDERS_LONG : ORDERS;
	struct step steps[STEPS];
	char why[200];

	(void)state;
	for (uint64_t seed = first; seed < first + orders;) {
		struct test_store t;
		struct ctx *c;

		/* A new database now and then: the store's arena keeps the keys of its events. */
		test_store_open(&t);
		c = test_ctx(&t);
		for (int i = 0; i < 100 && seed < first + orders; i++, seed++) {
			make_steps(seed, steps);
			if (play(&t, c, steps, why))
				shrink_and_fail(&t, c, seed, steps);
		}
		test_store_close(&t);
	}
	printf("# %llu orders of %d steps, seeds from %llu\n", (unsigned long long)orders, STEPS, (unsigned long long)first);
}

TEST_MAIN(cmocka_unit_test(test_random_orders_keep_the_promises))
