/* Jobs of sign-ups: everyone is told once, in the own language, what changed; added seats go to the waiting list. */
#include "harness.h"
#include "store/job.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"

extern const struct job_table registration_job_handlers;
static const struct job_table *const tables[] = { &registration_job_handlers };

static struct test_store t;
static struct ctx *c;
static struct test_event event;

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

static void as_coordinator(void)
{
	test_ctx_renew(&t, c);
	c->actor = &actor_system;
}

static void sign_up(int i)
{
	test_sign_up(&t, c, event.key, "Guest", str_c(t.a, str_format(t.a, "guest%d@example.com", i)), SEAT_SITE, NULL);
}

/* Saves the event with other words in it. */
static void change(void (*how)(struct event_input *in))
{
	struct event_outcome out;
	struct event_input in;
	struct event ev;

	as_coordinator();
	assert_ok(event_find(c, event.key, &ev));
	assert_ok(event_input_from(c, &ev, &in));
	how(&in);
	assert_ok(event_save(c, test_writer(&t), event.key, ev.row.version, &in, &out));
	assert_int_equal(out.refusal, EVENT_OK);
}

static void run(void)
{
	as_coordinator();
	test_run_jobs(&t, c, tables, 1);
}

static void later(struct event_input *in) { in->ends_local = S("2026-12-11T12:00"); }
static void elsewhere(struct event_input *in) { in->place_name = S("Other hall"); }
static void more_seats(struct event_input *in) { in->seats_site = 14; }
static void other_title(struct event_input *in) { in->texts[LANG_FI].title = S("Uusi otsikko"); }

static int64_t mails(const char *words)
{
	as_coordinator();
	return test_number(c, str_c(t.a, str_format(t.a, "SELECT COUNT(*) FROM outbox WHERE subject LIKE '%%%s%%'", words)));
}

static void test_everyone_is_told_once(void **state)
{
	(void)state;
	as_coordinator();
	event = test_event_published(&t, c, 20, 0);
	for (int i = 0; i < 23; i++)
		sign_up(i);
	test_exec(&t, "UPDATE registration SET state = 'cancelled', queue_number = NULL WHERE email = 'guest3@example.com';");
	/* Two changes before the first job runs: one mail that names both. */
	change(later);
	change(elsewhere);
	run();
	assert_int_equal(mails("Muuttunut"), 22);
	as_coordinator();
	str all = test_mails(c);
	assert_true(test_has(all, "Aika on muuttunut. Paikka on muuttunut."));
	/* The jobs again, as after a lost node. */
	test_exec(&t, str_c(t.a, str_format(t.a, "INSERT INTO job (id, kind, payload, state, run_utc, created_utc) VALUES "
						 "(1, 'event_changed', '%lld', 'queued', 1, 1);", (long long)event.id)));
	run();
	assert_int_equal(mails("Muuttunut"), 22);
	/* The next change names only itself, and one who signs up afterwards need not be told. */
	change(elsewhere);
	change(later);
	sign_up(50);
	run();
	assert_int_equal(mails("Muuttunut"), 22);
}

static void test_words_alone_tell_nobody(void **state)
{
	(void)state;
	as_coordinator();
	event = test_event_published(&t, c, 2, 0);
	sign_up(1);
	change(other_title);
	run();
	assert_int_equal(mails("Muuttunut"), 0);
}

static void test_a_cancellation_tells_the_reason(void **state)
{
	const str reasons[LANG_COUNT] = { S("Halli on kiinni."), str_null, str_null };
	struct event_outcome out;

	(void)state;
	as_coordinator();
	event = test_event_published(&t, c, 1, 0);
	sign_up(1);
	sign_up(2);
	as_coordinator();
	assert_ok(event_cancel(c, test_writer(&t), event.key, reasons, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	run();
	run();
	assert_int_equal(mails("Peruttu"), 2);
	as_coordinator();
	str all = test_mails(c);
	assert_true(test_has(all, "Halli on kiinni."));
	/* Only who had a seat had a calendar entry that must go. */
	assert_true(test_has(all, "; method\xca" "NCEL")); /* "=CA" reads as quoted-printable */
}

static void test_added_seats_go_to_the_queue(void **state)
{
	(void)state;
	as_coordinator();
	event = test_event_published(&t, c, 1, 0);
	for (int i = 0; i < 16; i++)
		sign_up(i);
	change(more_seats);
	run();
	as_coordinator();
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM registration WHERE state = 'confirmed'"), 14);
	assert_int_equal(test_number(c, "SELECT taken_site FROM event"), 14);
	assert_int_equal(test_number(c, "SELECT waiting_site FROM event"), 2);
	assert_str(test_texts(c, "SELECT email FROM registration WHERE state = 'waiting' ORDER BY queue_number"),
		   "guest14@example.com\nguest15@example.com\n");
	assert_int_equal(mails("Sait paikan"), 13);
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM journal WHERE what = 'registration_moved_up'"), 13);
}

static void test_counts_are_forgotten(void **state)
{
	struct job job = { .ret_progress = &(str){ 0 } };

	(void)state;
	test_exec(&t, "INSERT INTO unconfirmed_mail (id, email_fold, sent_utc) VALUES (1, 'a@example.com', 1);");
	as_coordinator();
	assert_ok(registration_job_handlers.kinds[3].run(c, test_writer(&t), &job));
	assert_int_equal(test_number(c, "SELECT COUNT(*) FROM unconfirmed_mail"), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
TEST_MAIN(TEST(test_everyone_is_told_once), TEST(test_words_alone_tell_nobody), TEST(test_a_cancellation_tells_the_reason),
	  TEST(test_added_seats_go_to_the_queue), TEST(test_counts_are_forgotten))
