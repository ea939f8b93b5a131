/* The link of the mail, in-process: look, confirm, correct, send someone instead, add, cancel; and who may not. */
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

struct fixture {
	struct test_web t;
	struct ctx *c;
	struct test_event event;
	struct registration_outcome out; /* of "Aino" */
};

static void open_event(struct fixture *f, int64_t site, int64_t remote)
{
	test_web_open(&f->t, all_route_tables, all_route_tables_count);
	f->c = test_ctx(&f->t.store);
	f->event = test_event_published(&f->t.store, f->c, site, remote);
	test_sign_up(&f->t.store, f->c, f->event.key, "Aino <b>", "aino@example.com", site > 0 ? SEAT_SITE : SEAT_REMOTE, &f->out);
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

static int64_t mails_to(struct fixture *f, const char *address, const char *words)
{
	test_ctx_renew(&f->t.store, f->c);
	return test_mail_count(f->c, address, words);
}

/* Address of the party's page, of something below it, of something below Aino's place. */
static const char *party(struct fixture *f, const char *below)
{
	return str_c(f->t.a, str_format(f->t.a, "/en/registrations/places/%.*s%s", STR_ARG(f->out.manage_key), below));
}

static const char *place(struct fixture *f, const char *below)
{
	return party(f, str_c(f->t.a, str_format(f->t.a, "/%.*s%s", STR_ARG(f->out.places[0].key), below)));
}

static void test_the_page_shows_places_and_the_code(void **state)
{
	OPEN(f, 1, 0);
	struct test_reply *r = get(&f.t, party(&f, ""));
	str code = texts(&f, "SELECT code FROM registration");

	assert_status(r, 200);
	assert_text(r, "Aino &lt;b&gt;");
	assert_text(r, "Has a seat");
	assert_text(r, "<svg");
	assert_text(r, str_c(f.t.a, str_sub(code, 0, 6)));
	assert_no_text(r, "aino@example.com");
	assert_text(r, "noindex");
	assert_budget(r, 14, 60000, 900000);
	assert_status(get(&f.t, "/en/registrations/places/nosuchkeynosuchkeynosuchkeynosuc"), 404);
	CLOSE(f);
}

static void test_only_the_owner_of_an_address_confirms_it(void **state)
{
	OPEN(f, 1, 0);
	str mail_key = str_trim(texts(&f, "SELECT mail_key FROM registration"));
	char *with_key = str_c(f.t.a, STR_CONCAT(f.t.a, S("mail_key="), mail_key));

	mail_key = str_copy(f.t.a, mail_key);
	assert_no_text(get(&f.t, party(&f, "")), "is mine");
	/* Opening the link, as a mail scanner does, is not yet a yes. */
	assert_text(get(&f.t, party(&f, str_c(f.t.a, STR_CONCAT(f.t.a, S("?me="), mail_key)))), "Is aino@example.com your address?");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration WHERE email_confirmed_utc IS NOT NULL"), 0);
	assert_status(post(&f.t, party(&f, "/confirm"), "mail_key=somethingelse00somethingelse0000"), 404);
	assert_redirect(post(&f.t, party(&f, "/confirm"), with_key), "/en/registrations/places/");
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration WHERE email_confirmed_utc IS NOT NULL"), 1);
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM person_email WHERE confirmed_utc IS NOT NULL"), 1);
	CLOSE(f);
}

static void test_the_mail_holds_the_key_of_its_receiver(void **state)
{
	OPEN(f, 1, 0);
	str mail_key = str_copy(f.t.a, str_trim(texts(&f, "SELECT mail_key FROM registration")));
	char *link = str_c(f.t.a, STR_CONCAT(f.t.a, f.out.manage_key, S("?me="), mail_key));

	test_ctx_renew(&f.t.store, f.c);
	assert_true(test_has(test_mails(f.c), link));
	CLOSE(f);
}

static void test_correct_a_name(void **state)
{
	OPEN(f, 1, 0);
	assert_text(get(&f.t, place(&f, "/edit")), "value=\"Aino &lt;b&gt;\"");
	assert_status(post(&f.t, place(&f, "/edit"), "name="), 422);
	assert_redirect(post(&f.t, place(&f, "/edit"), "name=Aino+Korhonen&job_title=Boss"), "/en/registrations/places/");
	assert_str(texts(&f, "SELECT name || ',' || job_title || ',' || email FROM registration"),
		   "Aino Korhonen,Boss,aino@example.com\n");
	CLOSE(f);
}

static void test_send_someone_instead(void **state)
{
	OPEN(f, 1, 0);
	str ticket = str_copy(f.t.a, texts(&f, "SELECT ticket_key FROM registration"));

	test_exec(&f.t.store, "UPDATE registration SET email_confirmed_utc = 5;");
	assert_redirect(post(&f.t, place(&f, "/instead"), "name=Bo&email=bo%40example.com"), "/en/registrations/places/");
	assert_str(texts(&f, "SELECT name || ',' || email || ',' || state FROM registration"), "Bo,bo@example.com,confirmed\n");
	assert_int_equal(mails_to(&f, "aino@example.com", NULL), 2);
	assert_int_equal(mails_to(&f, "bo@example.com", NULL), 1);
	/* The new address has confirmed nothing, and the old code opens no door. */
	assert_int_equal(number(&f, "SELECT COUNT(*) FROM registration WHERE email_confirmed_utc IS NOT NULL"), 0);
	assert_false(str_eq(ticket, texts(&f, "SELECT ticket_key FROM registration")));
	test_sign_up(&f.t.store, f.c, f.event.key, "Cia", "cia@example.com", SEAT_SITE, NULL);
	assert_status(post(&f.t, place(&f, "/instead"), "name=Cia&email=cia%40example.com"), 422);
	CLOSE(f);
}

static void test_add_a_colleague(void **state)
{
	OPEN(f, 1, 0);
	struct test_reply *r;

	assert_status(post(&f.t, party(&f, "/add"), "name=Bo"), 422);
	r = post(&f.t, party(&f, "/add"), "name=Bo&email=bo%40example.com");
	assert_redirect(r, "/en/registrations/places/");
	assert_text(follow(&f.t, r), "Bo: On the waiting list, place 1.");
	assert_int_equal(number(&f, "SELECT COUNT(DISTINCT party_id) FROM registration"), 1);
	test_exec(&f.t.store, "UPDATE event SET closes_utc = 5;");
	assert_no_text(get(&f.t, party(&f, "")), "Add a colleague");
	assert_text(follow(&f.t, post(&f.t, party(&f, "/add"), "name=Cia&email=cia%40example.com")), "cannot be changed here");
	CLOSE(f);
}

static void test_cancelling_moves_the_first_of_the_queue_up(void **state)
{
	OPEN(f, 1, 0);
	struct test_reply *r;

	test_sign_up(&f.t.store, f.c, f.event.key, "Eero", "eero@example.com", SEAT_SITE, NULL);
	r = get(&f.t, place(&f, "/cancel"));
	assert_text(r, "Cancel the place of Aino &lt;b&gt;?");
	assert_text(r, "The seat goes to the next one on the waiting list at once.");
	assert_str(texts(&f, "SELECT state FROM registration ORDER BY id"), "confirmed\nwaiting\n");
	assert_redirect(post(&f.t, place(&f, "/cancel"), NULL), "/en/registrations/places/");
	assert_str(texts(&f, "SELECT state FROM registration ORDER BY id"), "cancelled\nconfirmed\n");
	assert_int_equal(mails_to(&f, "eero@example.com", NULL), 2);
	/* Again: nothing happens, nothing breaks. */
	assert_text(follow(&f.t, post(&f.t, place(&f, "/cancel"), "x=1")), "This was done already.");
	assert_text(get(&f.t, party(&f, "")), "Sign-up cancelled");
	CLOSE(f);
}

static void test_cancel_all_places(void **state)
{
	OPEN(f, 5, 0);
	assert_no_text(get(&f.t, party(&f, "")), "Cancel all places");
	assert_redirect(post(&f.t, party(&f, "/add"), "name=Bo&email=bo%40example.com"), "/en/registrations/places/");
	assert_text(get(&f.t, party(&f, "")), "Cancel all places");
	assert_text(get(&f.t, party(&f, "/cancel")), "Cancel all places?");
	assert_redirect(post(&f.t, party(&f, "/cancel"), NULL), "/en/registrations/places/");
	assert_str(texts(&f, "SELECT state FROM registration ORDER BY id"), "cancelled\ncancelled\n");
	assert_int_equal(number(&f, "SELECT taken_site FROM event"), 0);
	CLOSE(f);
}

static void test_nothing_changes_once_it_has_begun(void **state)
{
	OPEN(f, 1, 0);
	test_exec(&f.t.store, "UPDATE event SET starts_utc = 1795762800;");
	assert_no_text(get(&f.t, party(&f, "")), "Cancel this place");
	assert_text(follow(&f.t, post(&f.t, place(&f, "/cancel"), NULL)), "cannot be changed here any more");
	assert_str(texts(&f, "SELECT state FROM registration"), "confirmed\n");
	CLOSE(f);
}

static void test_the_remote_link_opens_half_an_hour_before(void **state)
{
	OPEN(f, 0, 1);
	struct test_reply *r = get(&f.t, party(&f, ""));

	assert_no_text(r, "meet.example.fi");
	assert_text(r, "appears here 30 minutes before");
	test_exec(&f.t.store, "UPDATE event SET starts_utc = 1795764601, ends_utc = 1795771800, closes_utc = 1795762800;");
	assert_no_text(get(&f.t, party(&f, "")), "meet.example.fi");
	test_pass(&f.t.store, 1);
	assert_text(get(&f.t, party(&f, "")), "href=\"https://meet.example.fi/abc\"");
	test_exec(&f.t.store, "UPDATE registration SET state = 'waiting', queue_number = 1;");
	assert_no_text(get(&f.t, party(&f, "")), "meet.example.fi");
	CLOSE(f);
}

static void test_a_personal_calendar_entry(void **state)
{
	OPEN(f, 0, 1);
	char *address = str_c(f.t.a, str_format(f.t.a, "/calendar/places/%.*s/%.*s.ics", STR_ARG(f.out.manage_key),
						STR_ARG(f.out.places[0].key)));
	struct test_reply *r = get(&f.t, address);

	assert_status(r, 200);
	assert_text(r, "METHOD:PUBLISH");
	assert_text(r, "https://meet.example.fi/abc");
	assert_text(r, "Yritysvierailu"); /* the language of the sign-up */
	test_exec(&f.t.store, "UPDATE registration SET state = 'waiting', queue_number = 1;");
	assert_status(get(&f.t, address), 404);
	CLOSE(f);
}

static void test_a_place_of_another_party_is_not_there(void **state)
{
	OPEN(f, 5, 0);
	struct registration_outcome other;

	test_sign_up(&f.t.store, f.c, f.event.key, "Eero", "eero@example.com", SEAT_SITE, &other);
	const char *below[] = { "/edit", "/instead", "/cancel" };

	for (size_t i = 0; i < 3; i++) {
		const char *address = party(&f, str_c(f.t.a, str_format(f.t.a, "/%.*s%s", STR_ARG(other.places[0].key), below[i])));

		assert_status(get(&f.t, address), 404);
		assert_status(post(&f.t, address, "name=X&email=x%40example.com"), 404);
	}
	assert_str(texts(&f, "SELECT name FROM registration WHERE state = 'confirmed' ORDER BY id"), "Aino <b>\nEero\n");
	CLOSE(f);
}

static void test_a_cancelled_event_says_why(void **state)
{
	OPEN(f, 1, 0);
	test_exec(&f.t.store, "UPDATE event SET state = 'cancelled'; UPDATE event_text SET cancel_reason = 'Fire & water';");
	struct test_reply *r = get(&f.t, party(&f, ""));

	assert_text(r, "This event was cancelled.");
	assert_text(r, "Fire &amp; water");
	assert_no_text(r, "<svg");
	CLOSE(f);
}

TEST_MAIN(cmocka_unit_test(test_the_page_shows_places_and_the_code),
	  cmocka_unit_test(test_only_the_owner_of_an_address_confirms_it),
	  cmocka_unit_test(test_the_mail_holds_the_key_of_its_receiver), cmocka_unit_test(test_correct_a_name),
	  cmocka_unit_test(test_send_someone_instead), cmocka_unit_test(test_add_a_colleague),
	  cmocka_unit_test(test_cancelling_moves_the_first_of_the_queue_up), cmocka_unit_test(test_cancel_all_places),
	  cmocka_unit_test(test_nothing_changes_once_it_has_begun),
	  cmocka_unit_test(test_the_remote_link_opens_half_an_hour_before),
	  cmocka_unit_test(test_a_personal_calendar_entry), cmocka_unit_test(test_a_place_of_another_party_is_not_there),
	  cmocka_unit_test(test_a_cancelled_event_says_why))
