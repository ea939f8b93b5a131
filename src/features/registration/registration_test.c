/* The promises of registration.h and seat_queue.h, one by one. Random orders: registration_property_test.c. */
#include "harness.h"
#include "support/features/event_support.h"

#include "features/registration/seat_queue.h"
#include "store/journal.h"

struct fixture {
	struct test_store t;
	struct ctx *c;
	struct test_event event;
};

static void open(struct fixture *f, int64_t site, int64_t remote)
{
	test_store_open(&f->t);
	f->c = test_ctx(&f->t);
	f->event = test_event_published(&f->t, f->c, site, remote);
}

static struct registration_outcome sign_up(struct fixture *f, const char *name, const char *email)
{
	struct registration_outcome out;

	test_sign_up(&f->t, f->c, f->event.key, name, email, SEAT_SITE, &out);
	return out;
}

static struct q_event_by_key_row row_of(struct fixture *f)
{
	struct q_event_by_key_row row;

	assert_ok(event_find_row(f->c, f->event.key, &row));
	return row;
}

static enum registration_state state_of(struct fixture *f, str registration_key)
{
	struct q_registration_id_by_key_row id;
	struct q_registration_by_id_row row;
	bool found;

	assert_ok(q_registration_id_by_key(f->c, registration_key, &found, &id));
	assert_true(found);
	assert_ok(q_registration_by_id(f->c, id.id, &found, &row));
	return registration_state_from_code(row.state);
}

static void test_seats_then_the_queue_in_order(void **state)
{
	struct fixture f;
	struct registration_outcome out[4];

	(void)state;
	open(&f, 2, 0);
	out[0] = sign_up(&f, "Aino", "aino@example.fi");
	out[1] = sign_up(&f, "Eero", "eero@example.fi");
	out[2] = sign_up(&f, "Hanna", "hanna@example.fi");
	out[3] = sign_up(&f, "Juha", "juha@example.fi");
	for (int i = 0; i < 4; i++) {
		assert_int_equal(out[i].answer, i < 2 ? ANSWER_CONFIRMED : ANSWER_WAITING);
		assert_int_equal(out[i].places[0].queue_position, i < 2 ? 0 : i - 1);
	}
	assert_int_equal(row_of(&f).taken_site, 2);
	assert_int_equal(row_of(&f).waiting_site, 2);
	assert_int_equal(test_mail_count(f.c, "aino@example.fi", NULL), 1);
	assert_int_equal(test_mail_count(f.c, "hanna@example.fi", NULL), 1);
	test_store_close(&f.t);
}

static void test_a_freed_seat_goes_to_the_first_at_once(void **state)
{
	struct fixture f;
	struct registration_outcome first, second, third;
	struct q_journal_of_row *entries;
	struct q_registration_id_by_key_row id;
	enum change_answer answer;
	size_t count;
	bool found;

	(void)state;
	open(&f, 1, 0);
	first = sign_up(&f, "Aino", "aino@example.fi");
	second = sign_up(&f, "Eero", "eero@example.fi");
	third = sign_up(&f, "Hanna", "hanna@example.fi");
	test_ctx_renew(&f.t, f.c);
	f.c->actor = &actor_anonymous;
	assert_ok(registration_cancel(f.c, test_writer(&f.t), first.manage_key, first.places[0].key, &answer));
	assert_int_equal(answer, CHANGE_DONE);
	assert_int_equal(state_of(&f, first.places[0].key), REGISTRATION_CANCELLED);
	assert_int_equal(state_of(&f, second.places[0].key), REGISTRATION_CONFIRMED);
	assert_int_equal(state_of(&f, third.places[0].key), REGISTRATION_WAITING);
	assert_int_equal(row_of(&f).taken_site, 1);
	assert_int_equal(row_of(&f).waiting_site, 1);
	assert_int_equal(test_mail_count(f.c, "eero@example.fi", NULL), 2);
	assert_int_equal(test_mail_count(f.c, "aino@example.fi", NULL), 2);
	assert_ok(q_registration_id_by_key(f.c, second.places[0].key, &found, &id));
	assert_ok(journal_read(f.c, "registration", id.id, 10, &entries, &count));
	assert_str(entries[0].what, "registration_moved_up");
	assert_str(entries[0].reason, "a place was cancelled");
	/* Twice is once. */
	assert_ok(registration_cancel(f.c, test_writer(&f.t), first.manage_key, first.places[0].key, &answer));
	assert_int_equal(answer, CHANGE_ALREADY);
	test_store_close(&f.t);
}

static void test_nobody_passes_the_queue(void **state)
{
	struct fixture f;
	struct event_outcome out;
	struct event_input in = test_event_input(2, 0);
	struct registration_outcome newcomer;

	(void)state;
	open(&f, 1, 0);
	sign_up(&f, "Aino", "aino@example.fi");
	sign_up(&f, "Eero", "eero@example.fi");
	/* A seat is added, and before the job that fills it has run somebody new comes. */
	test_ctx_renew(&f.t, f.c);
	f.c->actor = &actor_system;
	assert_ok(event_save(f.c, test_writer(&f.t), f.event.key, row_of(&f).version, &in, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	newcomer = sign_up(&f, "Hanna", "hanna@example.fi");
	assert_int_equal(newcomer.answer, ANSWER_WAITING);
	assert_int_equal(newcomer.places[0].queue_position, 2);
	test_store_close(&f.t);
}

static void test_the_answer_tells_nobody_who_is_signed_up(void **state)
{
	struct fixture f;
	struct registration_outcome known, unknown;

	(void)state;
	open(&f, 2, 0);
	sign_up(&f, "Aino", "aino@example.fi");
	known = sign_up(&f, "Somebody", "AINO@example.FI");
	assert_int_equal(known.answer, ANSWER_CONFIRMED);
	assert_int_equal(known.places[0].state, REGISTRATION_CONFIRMED);
	assert_int_equal(row_of(&f).taken_site, 1);
	sign_up(&f, "Eero", "eero@example.fi");
	known = sign_up(&f, "Somebody", "eero@example.fi");
	unknown = sign_up(&f, "Hanna", "hanna@example.fi");
	assert_int_equal(known.answer, unknown.answer);
	assert_int_equal(known.places[0].state, unknown.places[0].state);
	assert_int_equal(known.places[0].queue_position, unknown.places[0].queue_position);
	assert_int_equal(known.place_count, unknown.place_count);
	test_store_close(&f.t);
}

static void test_an_unconfirmed_address_gets_three_mails_a_day(void **state)
{
	struct fixture f;

	(void)state;
	open(&f, 2, 0);
	for (int i = 0; i < 6; i++)
		sign_up(&f, "Eve", "victim@example.fi");
	assert_int_equal(test_mail_count(f.c, "victim@example.fi", NULL), UNCONFIRMED_MAILS_A_DAY);
	test_pass(&f.t, 86401);
	sign_up(&f, "Eve", "victim@example.fi");
	assert_int_equal(test_mail_count(f.c, "victim@example.fi", NULL), UNCONFIRMED_MAILS_A_DAY + 1);
	test_store_close(&f.t);
}

static void test_closed_not_open_cancelled_over(void **state)
{
	struct fixture f;
	struct event_outcome out;
	str reasons[LANG_COUNT] = { S("Isäntä sairastui"), str_null, str_null };

	(void)state;
	open(&f, 2, 0);
	test_pass(&f.t, 13 * 86400); /* Thursday 10 December */
	assert_int_equal(sign_up(&f, "Aino", "aino@example.fi").answer, ANSWER_CLOSED);
	test_pass(&f.t, 2 * 86400);
	assert_int_equal(sign_up(&f, "Aino", "aino@example.fi").answer, ANSWER_OVER);
	test_ctx_renew(&f.t, f.c);
	f.c->actor = &actor_system;
	assert_ok(event_cancel(f.c, test_writer(&f.t), f.event.key, reasons, &out));
	assert_int_equal(sign_up(&f, "Aino", "aino@example.fi").answer, ANSWER_CANCELLED_EVENT);
	assert_int_equal(row_of(&f).taken_site, 0);
	test_store_close(&f.t);
}

static void test_remote_and_site_are_apart(void **state)
{
	struct fixture f;
	struct registration_outcome out;

	(void)state;
	open(&f, 1, 1);
	sign_up(&f, "Aino", "aino@example.fi");
	test_sign_up(&f.t, f.c, f.event.key, "Eero", "eero@example.fi", SEAT_REMOTE, &out);
	assert_int_equal(out.answer, ANSWER_CONFIRMED);
	test_sign_up(&f.t, f.c, f.event.key, "Hanna", "hanna@example.fi", SEAT_REMOTE, &out);
	assert_int_equal(out.answer, ANSWER_WAITING);
	assert_int_equal(row_of(&f).taken_remote, 1);
	assert_int_equal(row_of(&f).waiting_remote, 1);
	assert_int_equal(row_of(&f).waiting_site, 0);
	test_store_close(&f.t);
}

static void test_a_party_is_all_or_queue_and_twice_in_a_form_is_refused(void **state)
{
	struct fixture f;
	struct registration_person people[3] = { { S("Aino"), S("aino@example.fi"), S("CEO"), SEAT_SITE },
						 { S("Eero"), S("eero@example.fi"), str_null, SEAT_SITE },
						 { S("Hanna"), S("Aino@Example.fi"), str_null, SEAT_SITE } };
	struct registration_input in = { .people = people, .people_count = 3, .source = SOURCE_SELF };
	struct registration_outcome out;

	(void)state;
	open(&f, 1, 0);
	f.c->actor = &actor_anonymous;
	assert_ok(registration_sign_up(f.c, test_writer(&f.t), f.event.key, &in, &out));
	assert_int_equal(out.answer, ANSWER_TWICE_IN_FORM);
	assert_int_equal(out.which, 2);
	assert_int_equal(row_of(&f).taken_site, 0);
	in.people_count = 2;
	assert_ok(registration_sign_up(f.c, test_writer(&f.t), f.event.key, &in, &out));
	assert_int_equal(out.answer, ANSWER_WAITING);
	assert_int_equal(out.places[0].state, REGISTRATION_CONFIRMED);
	assert_int_equal(out.places[1].queue_position, 1);
	test_store_close(&f.t);
}

static void test_send_someone_instead_keeps_the_place(void **state)
{
	struct fixture f;
	struct registration_outcome aino, eero;
	struct registration_person hanna = { S("Hanna"), S("hanna@example.fi"), S("CFO"), SEAT_SITE };
	struct registration_party party;
	enum change_answer answer;

	(void)state;
	open(&f, 1, 0);
	aino = sign_up(&f, "Aino", "aino@example.fi");
	eero = sign_up(&f, "Eero", "eero@example.fi");
	assert_ok(registration_send_instead(f.c, test_writer(&f.t), aino.manage_key, aino.places[0].key, &hanna, &answer));
	assert_int_equal(answer, CHANGE_DONE);
	assert_ok(registration_party_find(f.c, aino.manage_key, &party));
	assert_str(party.people[0].name, "Hanna");
	assert_str(party.people[0].state, "confirmed");
	assert_int_equal(row_of(&f).taken_site, 1);
	hanna.email = S("eero@example.fi");
	assert_ok(registration_send_instead(f.c, test_writer(&f.t), aino.manage_key, aino.places[0].key, &hanna, &answer));
	assert_int_equal(answer, CHANGE_ALREADY);
	/* A key of one party opens nothing of another. */
	assert_int_equal(registration_cancel(f.c, test_writer(&f.t), aino.manage_key, eero.places[0].key, &answer),
			 ERR_NOT_FOUND);
	test_store_close(&f.t);
}

static void test_only_those_who_run_the_event_may_act_for_others(void **state)
{
	static const struct role_grant other_event = { ROLE_COORDINATOR, SCOPE_EVENT, 1 };
	static const struct role_grant representative = { ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, 7 };
	struct actor strangers[2] = { { .account = 5, .grants = &other_event, .grant_count = 1 },
				      { .account = 6, .grants = &representative, .grant_count = 1 } };
	struct fixture f;
	struct registration_outcome aino, out;
	struct registration_person eero = { S("Eero"), str_null, str_null, SEAT_SITE };
	struct registration_input in = { .people = &eero, .people_count = 1, .source = SOURCE_COORDINATOR,
					 .told_by = S("phone, Friday") };
	enum change_answer answer;

	(void)state;
	open(&f, 2, 0);
	aino = sign_up(&f, "Aino", "aino@example.fi");
	for (int i = 0; i < 2; i++) {
		f.c->actor = &strangers[i];
		assert_int_equal(registration_sign_up(f.c, test_writer(&f.t), f.event.key, &in, &out), ERR_NOT_FOUND);
		assert_int_equal(registration_cancel_by_coordinator(f.c, test_writer(&f.t), aino.places[0].key, S("x"), &answer),
				 ERR_NOT_FOUND);
	}
	f.c->actor = &actor_system;
	assert_ok(registration_sign_up(f.c, test_writer(&f.t), f.event.key, &in, &out));
	assert_int_equal(out.answer, ANSWER_CONFIRMED);
	assert_ok(registration_cancel_by_coordinator(f.c, test_writer(&f.t), aino.places[0].key, S("doubled"), &answer));
	assert_int_equal(answer, CHANGE_DONE);
	test_store_close(&f.t);
}

TEST_MAIN(cmocka_unit_test(test_seats_then_the_queue_in_order), cmocka_unit_test(test_a_freed_seat_goes_to_the_first_at_once),
	  cmocka_unit_test(test_nobody_passes_the_queue), cmocka_unit_test(test_the_answer_tells_nobody_who_is_signed_up),
	  cmocka_unit_test(test_an_unconfirmed_address_gets_three_mails_a_day),
	  cmocka_unit_test(test_closed_not_open_cancelled_over), cmocka_unit_test(test_remote_and_site_are_apart),
	  cmocka_unit_test(test_a_party_is_all_or_queue_and_twice_in_a_form_is_refused),
	  cmocka_unit_test(test_send_someone_instead_keeps_the_place),
	  cmocka_unit_test(test_only_those_who_run_the_event_may_act_for_others))
