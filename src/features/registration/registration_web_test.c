/* The open form, in-process: what it asks, what it answers, what it does not give away. */
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

struct fixture {
	struct test_web t;
	struct ctx *c;
	struct test_event event;
	const char *form; /* address of the form in English */
};

static void open_event(struct fixture *f, int64_t site, int64_t remote)
{
	test_web_open(&f->t, all_route_tables, all_route_tables_count);
	f->c = test_ctx(&f->t.store);
	f->event = test_event_published(&f->t.store, f->c, site, remote);
	f->form = str_c(f->t.a, str_format(f->t.a, "/en/registrations/%.*s/new", STR_ARG(f->event.key)));
}

#define OPEN(f, site, remote) \
	struct fixture f;     \
	(void)state;          \
	open_event(&f, (site), (remote))
#define CLOSE(f) test_web_close(&f.t)

static int64_t number(struct fixture *f, const char *sql)
{
	test_ctx_renew(&f->t.store, f->c);
	return test_number(f->c, sql);
}

static str texts(struct fixture *f, const char *sql)
{
	test_ctx_renew(&f->t.store, f->c);
	return test_texts(f->c, sql);
}

static int64_t mails_to(struct fixture *f, const char *address)
{
	test_ctx_renew(&f->t.store, f->c);
	return test_mail_count(f->c, address, NULL);
}

/* ---- the form ----------------------------------------------------------------------------------------------------------- */

static void test_the_form_asks_little_and_ticks_nothing(void **state)
{
	OPEN(f, 2, 0);
	struct test_reply *r = get(&f.t, f.form);

	assert_status(r, 200);
	assert_text(r, "Company visit: Kuusiharju Machine Works");
	assert_text(r, "Who sees my data");
	assert_text(r, "2026-11");
	assert_text(r, "data-suggest=\"/api/v1/organisations/suggest\"");
	assert_text(r, "name=\"consents\" value=\"photographs\"");
	assert_no_text(r, "checked");
	assert_no_text(r, "name=\"mode\"");
	assert_text(r, FORM_HONEYPOT_FIELD);
	assert_text(r, "data-rows-next=\"1\"");
	assert_budget(r, 12, 24000, 400000);
	CLOSE(f);
}

static void test_both_ways_to_take_part_are_offered(void **state)
{
	OPEN(f, 1, 5);
	struct test_reply *r = get(&f.t, f.form);

	assert_text(r, "1 seat left");
	assert_text(r, "5 seats left");
	r = post(&f.t, f.form, "email=a%40example.com&name=Aino");
	assert_status(r, 422);
	assert_text(r, "Choose whether you come or take part remotely.");
	assert_status(post(&f.t, f.form, "email=a%40example.com&name=Aino&mode=remote"), 200);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration WHERE mode = 'remote' AND state = 'confirmed'"), 1);
	CLOSE(f);
}

static void test_a_remote_event_asks_nothing_about_it(void **state)
{
	OPEN(f, 0, 1);
	assert_no_text(get(&f.t, f.form), "name=\"mode\"");
	assert_status(post(&f.t, f.form, "email=a%40example.com&name=Aino"), 200);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration WHERE mode = 'remote'"), 1);
	CLOSE(f);
}

/* ---- signing up --------------------------------------------------------------------------------------------------------- */

static void test_a_seat_then_the_waiting_list(void **state)
{
	OPEN(f, 1, 0);
	struct test_reply *r = post(&f.t, f.form, "email=aino%40example.com&name=Aino&job_title=Boss&organisation=Levy+Oy"
						  "&business_id=0112038-9&size_class=small&message=Hello&consents=photographs");

	assert_status(r, 200);
	assert_text(r, "Welcome, your seat is reserved");
	assert_text(r, "aino@example.com");
	assert_text(r, "calendar entry");
	assert_budget(r, 60, 24000, 3000000);
	assert_str(texts(&f, "SELECT name || ',' || job_title || ',' || organisation_name || ',' || state FROM registration"),
		   "Aino,Boss,Levy Oy,confirmed\n");
	assert_str(texts(&f, "SELECT code FROM consent WHERE given = 1 ORDER BY code"), "photographs\n");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM consent WHERE given = 0"), 2);
	assert_str(texts(&f, "SELECT size_class FROM organisation_size"), "small\n");
	assert_int_equal(mails_to(&f, "aino@example.com"), 1);

	assert_text(get(&f.t, f.form), "You can join the waiting list");
	r = post(&f.t, f.form, "email=eero%40example.com&name=Eero");
	assert_text(r, "You are on the waiting list");
	assert_text(r, "On the waiting list, place 1");
	assert_text(post(&f.t, f.form, "email=iiro%40example.com&name=Iiro"), "On the waiting list, place 2");
	CLOSE(f);
}

static void test_colleagues_come_along(void **state)
{
	OPEN(f, 2, 0);
	struct test_reply *r = post(&f.t, f.form,
				    "email=a%40example.com&name=Aino&colleague_name.1=Bo&colleague_email.1=b%40example.com"
				    "&colleague_name.3=Cia&colleague_email.3=c%40example.com&colleague_job_title.3=Chemist");

	assert_status(r, 200);
	assert_text(r, "On the waiting list, place 1");
	assert_str(texts(&f, "SELECT name || ' ' || COALESCE(job_title, '-') || ' ' || source || ' ' || state FROM registration "
			     "ORDER BY id"),
		   "Aino - self confirmed\nBo - colleague confirmed\nCia Chemist colleague waiting\n");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM party"), 1);
	CLOSE(f);
}

static void test_a_row_more_without_script(void **state)
{
	OPEN(f, 2, 0);
	struct test_reply *r = post(&f.t, f.form, "email=broken&name=Aino&colleague_name.1=Bo&add_row=colleague");

	assert_status(r, 200);
	assert_text(r, "value=\"broken\"");
	assert_text(r, "value=\"Bo\"");
	assert_text(r, "name=\"colleague_email.2\"");
	assert_no_text(r, "error-summary");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration"), 0);
	CLOSE(f);
}

static void test_refusals_say_what_to_do(void **state)
{
	OPEN(f, 2, 0);
	struct test_reply *r = post(&f.t, f.form, "email=nobody&business_id=0112038-8&colleague_job_title.1=Boss");

	assert_status(r, 422);
	assert_text(r, "Please check 5 things");
	assert_text(r, "Check the digits of the business ID");
	assert_text(r, "href=\"#signup-colleague_email\"");
	r = post(&f.t, f.form, "email=a%40example.com&name=Aino&colleague_name.1=Bo&colleague_email.1=A%40example.com");
	assert_status(r, 422);
	assert_text(r, "This address stands twice in the form.");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration"), 0);
	CLOSE(f);
}

static void test_a_business_id_typed_as_the_company(void **state)
{
	OPEN(f, 3, 0);
	test_exec(&f.t.store, "INSERT INTO organisation (id, key, business_id, name, name_fold, name_sort, source, created_utc, "
			      "updated_utc) VALUES (7, 'organisation0007', '0112038-9', 'Levy Oy', 'levy oy', 'levy', 'register', 1, 1);");
	assert_status(post(&f.t, f.form, "email=a%40example.com&name=Aino&organisation=FI+01120389"), 200);
	assert_str(texts(&f, "SELECT organisation_name FROM registration WHERE organisation_id = 7"), "Levy Oy\n");
	CLOSE(f);
}

static void test_a_double_click_is_one_sign_up(void **state)
{
	OPEN(f, 5, 0);
	char *body = str_c(f.t.a, STR_CONCAT(f.t.a, S("_token="), test_token(&f.t), S("&email=a%40example.com&name=Aino")));

	f.t.no_token = true;
	struct test_reply *first = post(&f.t, f.form, body), *second = post(&f.t, f.form, body);

	assert_status(first, 200);
	assert_status(second, 200);
	assert_true(str_eq(first->body, second->body));
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration"), 1);
	assert_int_equal(mails_to(&f, "a@example.com"), 1);
	CLOSE(f);
}

/* ---- nothing is given away ---------------------------------------------------------------------------------------------- */

static void test_known_and_unknown_addresses_get_the_same_answer(void **state)
{
	/* With seats left, and with a waiting list. */
	for (int64_t seats = 9; seats >= 1; seats -= 8) {
		OPEN(f, seats, 0);
		struct test_reply *known, *unknown;

		assert_status(post(&f.t, f.form, "email=known%40example.com&name=Aino"), 200);
		if (seats == 1)
			assert_status(post(&f.t, f.form, "email=other%40example.com&name=Eero"), 200);
		known = post(&f.t, f.form, "email=known%40example.com&name=Kaino");
		unknown = post(&f.t, f.form, "email=zzzzz%40example.com&name=Kaino");
		assert_int_equal(known->status, unknown->status);
		assert_int_equal(known->body.n, unknown->body.n);
		assert_text(known, seats == 1 ? "On the waiting list, place 2" : "Has a seat");
		assert_text(unknown, seats == 1 ? "On the waiting list, place 2" : "Has a seat");
		assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration"), seats == 1 ? 3 : 2);
		/* The name that somebody else typed changed nothing. */
		assert_str(texts(&f, "SELECT name FROM registration WHERE email = 'known@example.com'"), "Aino\n");
		CLOSE(f);
	}
}

static void test_known_address_within_a_party_counts_as_a_newcomer(void **state)
{
	OPEN(f, 2, 0);
	assert_status(post(&f.t, f.form, "email=known%40example.com&name=Aino"), 200);
	/* One seat is left, and the first of the form takes it. */
	assert_text(post(&f.t, f.form, "email=new%40example.com&name=Bo&colleague_name.1=Aino&colleague_email.1=known%40example.com"),
		    "On the waiting list, place 1");
	CLOSE(f);
}

static void test_hostile_words_are_only_words(void **state)
{
	OPEN(f, 2, 0);
	struct test_reply *r = post(&f.t, f.form,
				    "email=a%40example.com&name=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27%26&organisation=%3Db%3Cb%3E");

	assert_status(r, 200);
	assert_no_text(r, "<script>alert");
	assert_text(r, "&lt;script&gt;alert(1)");
	r = post(&f.t, f.form, "email=%22%3E%3Cb%3Ex&name=%22%3E%3Cb%3E&message=%3C%2Ftextarea%3E%3Cb%3Eboo");
	assert_status(r, 422);
	assert_no_text(r, "<b>");
	CLOSE(f);
}

/* ---- when nobody can sign up -------------------------------------------------------------------------------------------- */

static void closed(struct fixture *f, const char *change, const char *words)
{
	test_exec(&f->t.store, change);
	struct test_reply *r = get(&f->t, f->form);

	assert_status(r, 200);
	assert_text(r, words);
	assert_text(r, "Kaisa Koordinaattori");
	assert_no_text(r, "<form class=\"form\"");
	r = post(&f->t, f->form, "email=a%40example.com&name=Aino");
	assert_status(r, 409);
	assert_text(r, words);
	assert_int_equal(number(f, "SELECT COUNT(*) FROM registration"), 0);
}

static void test_closed_events_say_so(void **state)
{
	OPEN(f, 2, 0);
	closed(&f, "UPDATE event SET opens_local = '2026-12-04T09:00', opens_utc = 1796367600;", "Sign-up opens: Fri 4 Dec 2026");
	closed(&f, "UPDATE event SET opens_utc = NULL, opens_local = NULL, closes_utc = 1795762800;", "Sign-up has closed");
	closed(&f, "UPDATE event SET state = 'held';", "This event has been held.");
	closed(&f, "UPDATE event SET state = 'cancelled';", "This event was cancelled.");
	test_exec(&f.t.store, "UPDATE event SET state = 'draft';");
	assert_status(get(&f.t, f.form), 404);
	assert_status(post(&f.t, f.form, "email=a%40example.com&name=Aino"), 404);
	assert_status(get(&f.t, "/en/registrations/nosuchevent/new"), 404);
	CLOSE(f);
}

static void test_the_page_speaks_the_readers_language(void **state)
{
	OPEN(f, 2, 0);
	char *fi = str_c(f.t.a, str_format(f.t.a, "/fi/registrations/%.*s/new", STR_ARG(f.event.key)));

	assert_text(get(&f.t, fi), "Kuka näkee tietoni");
	assert_text(post(&f.t, fi, "email=a%40example.com&name=Aino"), "Tervetuloa, paikkasi on varattu");
	assert_str(texts(&f, "SELECT lang FROM registration"), "fi\n");
	CLOSE(f);
}

TEST_MAIN(cmocka_unit_test(test_the_form_asks_little_and_ticks_nothing),
	  cmocka_unit_test(test_both_ways_to_take_part_are_offered),
	  cmocka_unit_test(test_a_remote_event_asks_nothing_about_it),
	  cmocka_unit_test(test_a_seat_then_the_waiting_list),
	  cmocka_unit_test(test_colleagues_come_along),
	  cmocka_unit_test(test_a_row_more_without_script),
	  cmocka_unit_test(test_refusals_say_what_to_do),
	  cmocka_unit_test(test_a_business_id_typed_as_the_company),
	  cmocka_unit_test(test_a_double_click_is_one_sign_up),
	  cmocka_unit_test(test_known_and_unknown_addresses_get_the_same_answer),
	  cmocka_unit_test(test_known_address_within_a_party_counts_as_a_newcomer),
	  cmocka_unit_test(test_hostile_words_are_only_words),
	  cmocka_unit_test(test_closed_events_say_so),
	  cmocka_unit_test(test_the_page_speaks_the_readers_language))
