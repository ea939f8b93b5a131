/* The promises of attendance.h. */
#include "harness.h"
#include "support/features/event_support.h"

#include "features/attendance/attendance.h"

struct fixture {
	struct test_store t;
	struct ctx *c;
	struct test_event event;
	str aino, eero; /* registration keys; Eero waits */
};

static void open(struct fixture *f)
{
	struct registration_outcome out;

	test_store_open(&f->t);
	f->c = test_ctx(&f->t);
	f->event = test_event_published(&f->t, f->c, 1, 0);
	test_sign_up(&f->t, f->c, f->event.key, "Aino", "aino@example.fi", SEAT_SITE, &out);
	f->aino = out.places[0].key;
	test_sign_up(&f->t, f->c, f->event.key, "Eero", "eero@example.fi", SEAT_SITE, &out);
	f->eero = out.places[0].key;
	test_pass(&f->t, 14 * 86400);
	test_ctx_renew(&f->t, f->c);
	f->c->actor = &actor_system;
}

static enum mark_answer mark(struct fixture *f, const char *mark_key, str who, enum attendance_what what, int64_t ago,
			     const char *reason)
{
	struct attendance_mark m = { str_from(mark_key), who, what, f->c->now - ago, str_from(reason) };
	enum mark_answer answer;

	assert_ok(attendance_marks(f->c, test_writer(&f->t), f->event.key, &m, 1, &answer));
	return answer;
}

static struct q_attendance_people_row person(struct fixture *f, str key)
{
	struct attendance a;

	assert_ok(attendance_find(f->c, f->event.key, &a));
	for (size_t i = 0; i < a.count; i++)
		if (str_eq(a.people[i].key, key))
			return a.people[i];
	fail_msg("not on the list");
	return (struct q_attendance_people_row){ 0 };
}

static void test_the_newest_mark_counts_whenever_it_comes(void **state)
{
	struct fixture f;

	(void)state;
	open(&f);
	assert_int_equal(mark(&f, "aaaaaaaaaaaaaaaa", f.aino, ATTENDANCE_ARRIVED, 60, NULL), MARK_TAKEN);
	assert_int_equal(person(&f, f.aino).arrived_utc.v, f.c->now - 60);
	/* A phone that was away sends what it marked before that. */
	assert_int_equal(mark(&f, "bbbbbbbbbbbbbbbb", f.aino, ATTENDANCE_ABSENT, 600, NULL), MARK_OLDER);
	assert_true(person(&f, f.aino).arrived_utc.set);
	assert_int_equal(mark(&f, "cccccccccccccccc", f.aino, ATTENDANCE_UNKNOWN, 0, NULL), MARK_TAKEN);
	assert_false(person(&f, f.aino).arrived_utc.set);
	/* The first mark again: sent twice, counts once. */
	assert_int_equal(mark(&f, "aaaaaaaaaaaaaaaa", f.aino, ATTENDANCE_ARRIVED, 0, NULL), MARK_TAKEN);
	assert_false(person(&f, f.aino).arrived_utc.set);
	/* A clock that goes ahead does not win for ever. */
	assert_int_equal(mark(&f, "dddddddddddddddd", f.aino, ATTENDANCE_ABSENT, -100000, NULL), MARK_TAKEN);
	assert_true(person(&f, f.aino).absent);
	test_store_close(&f.t);
}

static void test_one_who_waited_is_let_in(void **state)
{
	struct fixture f;
	struct q_event_by_key_row row;

	(void)state;
	open(&f);
	assert_int_equal(mark(&f, "aaaaaaaaaaaaaaaa", f.eero, ATTENDANCE_ARRIVED, 0, NULL), MARK_TAKEN);
	assert_str(person(&f, f.eero).state, "confirmed");
	assert_ok(event_find_row(f.c, f.event.key, &row));
	assert_int_equal(row.taken_site, 2);
	assert_int_equal(row.waiting_site, 0);
	test_store_close(&f.t);
}

static void test_after_closing_a_correction_needs_a_reason(void **state)
{
	struct fixture f;
	struct event_outcome out;
	int64_t absent;

	(void)state;
	open(&f);
	assert_int_equal(mark(&f, "aaaaaaaaaaaaaaaa", f.aino, ATTENDANCE_ARRIVED, 0, NULL), MARK_TAKEN);
	assert_ok(attendance_close(f.c, test_writer(&f.t), f.event.key, &absent, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	assert_int_equal(absent, 0); /* Eero only waited */
	assert_int_equal(mark(&f, "bbbbbbbbbbbbbbbb", f.aino, ATTENDANCE_ABSENT, 0, NULL), MARK_NEEDS_REASON);
	assert_int_equal(mark(&f, "bbbbbbbbbbbbbbbb", f.aino, ATTENDANCE_ABSENT, 0, "left before it began"),
			 MARK_TAKEN);
	assert_true(person(&f, f.aino).absent);
	assert_ok(attendance_close(f.c, test_writer(&f.t), f.event.key, &absent, &out));
	assert_int_equal(out.refusal, EVENT_NOT_IN_THIS_STATE);
	test_store_close(&f.t);
}

static void test_tickets_codes_and_walk_ins(void **state)
{
	struct fixture f;
	struct registration_person hanna = { S("Hanna"), str_null, S("CEO"), SEAT_SITE };
	struct registration_input in = { .people = &hanna, .people_count = 1 };
	struct registration_outcome out;
	struct q_attendance_people_row aino;
	str key;

	(void)state;
	open(&f);
	aino = person(&f, f.aino);
	assert_ok(attendance_look_up(f.c, f.event.key, aino.ticket_key, &key));
	assert_true(str_eq(key, f.aino));
	assert_ok(attendance_look_up(f.c, f.event.key, str_lower_ascii(f.c->a, aino.code), &key));
	assert_true(str_eq(key, f.aino));
	assert_int_equal(attendance_look_up(f.c, f.event.key, S("nonsense"), &key), ERR_NOT_FOUND);
	assert_ok(attendance_walk_in(f.c, test_writer(&f.t), f.event.key, &in, &out));
	assert_int_equal(out.answer, ANSWER_CONFIRMED);
	assert_true(person(&f, out.places[0].key).arrived_utc.set);
	test_store_close(&f.t);
}

static void test_only_helpers_of_this_event_work_at_its_door(void **state)
{
	struct fixture f;
	struct role_grant grant = { ROLE_HELPER, SCOPE_EVENT, 1 };
	struct actor helper = { .account = 9, .grants = &grant, .grant_count = 1 };
	struct attendance a;
	struct event_outcome out;
	int64_t absent;

	(void)state;
	open(&f);
	f.c->actor = &helper;
	assert_int_equal(attendance_find(f.c, f.event.key, &a), ERR_NOT_FOUND);
	grant.scope_id = f.event.id;
	assert_ok(attendance_find(f.c, f.event.key, &a));
	assert_int_equal(a.count, 2);
	assert_int_equal(attendance_close(f.c, test_writer(&f.t), f.event.key, &absent, &out), ERR_NOT_FOUND);
	test_store_close(&f.t);
}

TEST_MAIN(cmocka_unit_test(test_the_newest_mark_counts_whenever_it_comes),
	  cmocka_unit_test(test_one_who_waited_is_let_in),
	  cmocka_unit_test(test_after_closing_a_correction_needs_a_reason),
	  cmocka_unit_test(test_tickets_codes_and_walk_ins),
	  cmocka_unit_test(test_only_helpers_of_this_event_work_at_its_door))
