/* A letter to many, in-process: preview, test, sending to confirmed addresses only, and taking it back. */
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

struct fixture {
	struct test_web t;
	struct ctx *c;
	struct test_event event;
};

/* 45 people with confirmed addresses, one unconfirmed, one cancelled, one without e-mail. */
static void open_event(struct fixture *f)
{
	test_web_open(&f->t, all_route_tables, all_route_tables_count);
	f->c = test_ctx(&f->t.store);
	f->event = test_event_published(&f->t.store, f->c, 40, 0);
	for (int i = 0; i < 48; i++)
		test_sign_up(&f->t.store, f->c, f->event.key, "Guest", str_c(f->t.a, str_format(f->t.a, "guest%d@example.com", i)),
			     SEAT_SITE, NULL);
	test_exec(&f->t.store,
		  "UPDATE registration SET email_confirmed_utc = 5 WHERE email <> 'guest0@example.com';"
		  "UPDATE registration SET state = 'cancelled', queue_number = NULL WHERE email = 'guest1@example.com';"
		  "UPDATE registration SET email = NULL, email_fold = NULL WHERE email = 'guest2@example.com';"
		  "DELETE FROM outbox;");
	as_role(&f->t, ROLE_COORDINATOR, SCOPE_EVENT, f->event.id);
}

#define OPEN(f)           \
	struct fixture f; \
	(void)state;      \
	open_event(&f)
#define CLOSE(f) test_web_close(&f.t)

static int64_t number(struct fixture *f, const char *sql)
{
	test_ctx_renew(&f->t.store, f->c);
	return test_number(f->c, sql);
}

static const char *letter(struct fixture *f, const char *below)
{
	return str_c(f->t.a, str_format(f->t.a, "/en/registrations/%.*s/mail%s", STR_ARG(f->event.key), below));
}

#define WORDS "subject=Parking&text=%3Cb%3EPark+behind+the+hall.%0D%0A%0D%0ASee+you%21&step="

static void test_write_and_look(void **state)
{
	OPEN(f);
	struct test_reply *r = get(&f.t, letter(&f, ""));

	assert_text(r, "45 people get this letter.");
	assert_text(r, "1 person is left out: the address is not confirmed.");
	assert_text(r, "1 person has no e-mail.");
	assert_text(get(&f.t, letter(&f, "?state=waiting")), "8 people get this letter.");
	assert_status(post(&f.t, letter(&f, ""), "subject=Parking&text=&step=preview"), 422);
	r = post(&f.t, letter(&f, ""), WORDS "preview");
	assert_status(r, 200);
	assert_text(r, "<p>&lt;b&gt;Park behind the hall.</p>");
	assert_text(r, "<p>See you!</p>");
	r = post(&f.t, letter(&f, ""), WORDS "write");
	assert_text(r, "</textarea>");
	assert_text(r, "value=\"Parking\"");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox"), 0);
	CLOSE(f);
}

static void test_a_test_goes_to_me_only(void **state)
{
	OPEN(f);
	assert_text(post(&f.t, letter(&f, ""), WORDS "test"), "A test is on its way to somebody@example.com.");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox"), 1);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox WHERE address = 'somebody@example.com'"), 1);
	CLOSE(f);
}

static void test_send_and_take_back(void **state)
{
	OPEN(f);
	struct test_reply *r = post(&f.t, letter(&f, ""), WORDS "send");

	assert_status(r, 200);
	assert_text(r, "you can take it back");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox WHERE kind = 'bulk' AND next_utc = 1795762860"), 45);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox WHERE address IN ('guest0@example.com', 'guest1@example.com')"), 0);
	/* Sent again by a reload, long after a double click: nothing. */
	test_pass(&f.t.store, 30);
	assert_text(post(&f.t, letter(&f, ""), WORDS "send"), "nothing was sent now");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox"), 45);
	r = post(&f.t, letter(&f, "/withdraw"), NULL);
	assert_text(follow(&f.t, r), "The letter was taken back.");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox"), 0);
	/* Corrected and sent again; then it is too late. */
	assert_text(post(&f.t, letter(&f, "?state=waiting"), WORDS "send"), "8 people get this letter.");
	test_pass(&f.t.store, 61);
	assert_text(follow(&f.t, post(&f.t, letter(&f, "/withdraw"), "x=1")), "It was too late");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox"), 8);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM journal WHERE what = 'letter_sent'"), 2);
	CLOSE(f);
}

static void test_nobody_to_write_to(void **state)
{
	OPEN(f);
	test_exec(&f.t.store, "UPDATE registration SET email_confirmed_utc = NULL;");
	assert_text(post(&f.t, letter(&f, ""), WORDS "send"), "nothing was sent.");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox"), 0);
	CLOSE(f);
}

static void test_others_may_not(void **state)
{
	OPEN(f);
	as_role(&f.t, ROLE_COORDINATOR, SCOPE_EVENT, f.event.id + 1);
	assert_status(get(&f.t, letter(&f, "")), 404);
	assert_status(post(&f.t, letter(&f, ""), WORDS "send"), 404);
	assert_status(post(&f.t, letter(&f, ""), WORDS "test"), 404);
	assert_status(post(&f.t, letter(&f, "/withdraw"), NULL), 404);
	as_role(&f.t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(post(&f.t, letter(&f, ""), WORDS "send"), 403);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM outbox"), 0);
	CLOSE(f);
}

TEST_MAIN(cmocka_unit_test(test_write_and_look), cmocka_unit_test(test_a_test_goes_to_me_only),
	  cmocka_unit_test(test_send_and_take_back), cmocka_unit_test(test_nobody_to_write_to),
	  cmocka_unit_test(test_others_may_not))
