/* The pages of those who run an event, in-process: list, filters, pages, exports, adding, editing, cancelling; and who may
 * not. */
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

struct fixture {
	struct test_web t;
	struct ctx *c;
	struct test_event event;
	struct registration_outcome first; /* of "Aino" */
};

static void open_event(struct fixture *f, int64_t seats, int people)
{
	static const char *const names[] = { "Aino", "Bo", "=Cia", "<b>Dan" };

	test_web_open(&f->t, all_route_tables, all_route_tables_count);
	f->c = test_ctx(&f->t.store);
	f->event = test_event_published(&f->t.store, f->c, seats, 0);
	for (int i = 0; i < people; i++) {
		const char *name = i < 4 ? names[i] : str_c(f->t.a, str_format(f->t.a, "Guest %03d", i));

		test_pass(&f->t.store, 1);
		test_sign_up(&f->t.store, f->c, f->event.key, name, str_c(f->t.a, str_format(f->t.a, "guest%d@example.com", i)),
			     SEAT_SITE, i == 0 ? &f->first : NULL);
	}
	as_role(&f->t, ROLE_COORDINATOR, SCOPE_EVENT, f->event.id);
}

#define OPEN(f, seats, people) \
	struct fixture f;      \
	(void)state;           \
	open_event(&f, (seats), (people))
#define CLOSE(f) test_web_close(&f.t)

static str texts(struct fixture *f, const char *sql)
{
	test_ctx_renew(&f->t.store, f->c);
	return test_texts(f->c, sql);
}

static const char *list(struct fixture *f, const char *below)
{
	return str_c(f->t.a, str_format(f->t.a, "/en/registrations/%.*s%s", STR_ARG(f->event.key), below));
}

static const char *one(struct fixture *f, const char *below)
{
	return list(f, str_c(f->t.a, str_format(f->t.a, "/%.*s%s", STR_ARG(f->first.places[0].key), below)));
}

static void test_the_list_shows_figures_and_rows(void **state)
{
	OPEN(f, 2, 4);
	struct test_reply *r = get(&f.t, list(&f, ""));

	assert_status(r, 200);
	assert_text(r, "<b>2</b><span>have a seat</span>");
	assert_text(r, "<b>2</b><span>on the waiting list</span>");
	assert_text(r, "<b>4</b><span>address not confirmed</span>");
	assert_text(r, "&lt;b&gt;Dan");
	assert_text(r, "On the waiting list, place 2");
	assert_text(r, "Fri 27 Nov 2026");
	assert_budget(r, 8, 30000, 900000);
	CLOSE(f);
}

static void test_filters_stand_in_the_address(void **state)
{
	OPEN(f, 2, 4);
	struct test_reply *r = get(&f.t, list(&f, "?state=waiting&order=name"));

	assert_no_text(r, ">Aino<");
	assert_text(r, "=Cia");
	assert_text(r, "value=\"waiting\" selected");
	assert_text(r, "export.csv?state=waiting&amp;order=name");
	r = get(&f.t, list(&f, "?q=b%C3%B6"));
	assert_text(r, ">Bo<");
	assert_no_text(r, ">Aino<");
	assert_text(get(&f.t, list(&f, "?q=%25%5F")), ">Aino<"); /* signs mean nothing: as if nothing was asked */
	assert_text(get(&f.t, list(&f, "?state=cancelled")), "Nobody is here with these choices.");
	assert_text(get(&f.t, list(&f, "?state=nonsense&order=nonsense&mode=nonsense")), ">Aino<");
	assert_status(get(&f.t, list(&f, "?from=nonsense")), 400);
	CLOSE(f);
}

static void test_pages_follow_one_another(void **state)
{
	OPEN(f, 100, 60);
	struct test_reply *r = get(&f.t, list(&f, "?order=name"));
	size_t at = str_find_str(r->body, S("from=")), end = at;

	assert_text(r, ">Guest 010<");
	assert_no_text(r, ">Guest 059<");
	while (r->body.p[end] != '"')
		end++;
	r = get(&f.t, list(&f, str_c(f.t.a, STR_CONCAT(f.t.a, S("?order=name&"), str_sub(r->body, at, end - at)))));
	assert_text(r, ">Guest 059<");
	assert_no_text(r, ">Guest 010<");
	assert_text(r, "rel=\"prev\"");
	CLOSE(f);
}

static void test_exports_hold_all_rows_and_no_formula(void **state)
{
	OPEN(f, 2, 4);
	struct test_reply *r = get(&f.t, list(&f, "/export.csv"));

	assert_status(r, 200);
	assert_text(r, "Name;E-mail;Job title");
	assert_text(r, "'=Cia;guest2@example.com");
	assert_text(r, "<b>Dan");
	assert_text(r, "On the waiting list;2;2026-11-27 09:00;");
	assert_no_text(get(&f.t, list(&f, "/export.csv?state=waiting")), "Aino");
	r = get(&f.t, list(&f, "/export.xlsx"));
	assert_status(r, 200);
	assert_true(str_starts(r->body, S("PK")));
	CLOSE(f);
}

static void test_add_one_who_told_it_by_phone(void **state)
{
	OPEN(f, 1, 1);
	struct test_reply *r = post(&f.t, list(&f, "/add"), "name=Otto");

	assert_status(r, 422); /* who told it is missing */
	r = post(&f.t, list(&f, "/add"), "name=Otto&organisation=Levy+Oy&told_by=himself%2C+by+phone");
	assert_redirect(r, list(&f, ""));
	assert_text(follow(&f.t, r), "Otto: On the waiting list, place 1");
	assert_str(texts(&f, "SELECT name || ',' || COALESCE(email, '-') || ',' || source || ',' || told_by FROM registration "
			     "WHERE name = 'Otto'"),
		   "Otto,-,coordinator,himself, by phone\n");
	r = post(&f.t, list(&f, "/add"), "name=Aino&email=guest0%40example.com&told_by=x");
	assert_status(r, 422);
	assert_text(r, "This address is signed up already.");
	/* After closing, too. */
	test_exec(&f.t.store, "UPDATE event SET closes_utc = 5;");
	assert_redirect(post(&f.t, list(&f, "/add"), "name=Late&told_by=x"), list(&f, ""));
	CLOSE(f);
}

static void test_one_sign_up_with_its_time_line(void **state)
{
	OPEN(f, 1, 1);
	struct test_reply *r = get(&f.t, one(&f, ""));

	assert_status(r, 200);
	assert_text(r, "guest0@example.com");
	assert_text(r, "Signed up and got a seat");
	assert_budget(r, 12, 20000, 700000);
	assert_redirect(post(&f.t, one(&f, "/edit"), "name=Aino+K&email=aino%40example.com&organisation=Levy&note=Vegan"), one(&f, ""));
	r = get(&f.t, one(&f, ""));
	assert_text(r, "aino@example.com");
	assert_text(r, "Vegan");
	assert_text(r, "Details were changed");
	assert_status(post(&f.t, one(&f, "/edit"), "name="), 422);
	CLOSE(f);
}

static void test_cancel_with_a_reason(void **state)
{
	OPEN(f, 1, 2);
	assert_status(post(&f.t, one(&f, "/cancel"), "reason="), 422);
	assert_redirect(post(&f.t, one(&f, "/cancel"), "reason=The+hall+is+small"), one(&f, ""));
	assert_str(texts(&f, "SELECT state FROM registration ORDER BY id"), "cancelled\nconfirmed\n");
	assert_text(get(&f.t, one(&f, "")), "The hall is small");
	test_ctx_renew(&f.t.store, f.c);
	assert_true(test_has(test_mails(f.c), "The hall is small"));
	assert_text(follow(&f.t, post(&f.t, one(&f, "/cancel"), "reason=Again")), "This was done already.");
	CLOSE(f);
}

static void test_others_see_nothing(void **state)
{
	static const char *const below[] = { "", "/export.csv", "/export.xlsx", "/add", "/mail" };
	static const char *const below_one[] = { "", "/edit", "/cancel" };
	OPEN(f, 1, 1);
	struct test_event other = test_event_published(&f.t.store, (test_ctx_renew(&f.t.store, f.c), f.c->actor = &actor_system, f.c),
						       1, 0);

	/* Runs another event: this one is not there. Has no such role: forbidden. Nobody: sign in first. */
	as_role(&f.t, ROLE_COORDINATOR, SCOPE_EVENT, other.id);
	for (size_t i = 0; i < 5; i++)
		assert_status(get(&f.t, list(&f, below[i])), 404);
	for (size_t i = 0; i < 3; i++)
		assert_status(get(&f.t, one(&f, below_one[i])), 404);
	assert_status(post(&f.t, one(&f, "/cancel"), "reason=x"), 404);
	assert_status(post(&f.t, one(&f, "/edit"), "name=x"), 404);
	assert_status(post(&f.t, list(&f, "/add"), "name=x&told_by=x"), 404);
	/* A sign-up under the address of another event is not there either. */
	assert_status(get(&f.t, str_c(f.t.a, str_format(f.t.a, "/en/registrations/%.*s/%.*s", STR_ARG(other.key),
							STR_ARG(f.first.places[0].key)))), 404);
	as_role(&f.t, ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, 1);
	assert_status(get(&f.t, list(&f, "")), 403);
	as_role(&f.t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(get(&f.t, list(&f, "")), 403);
	as_nobody(&f.t);
	assert_redirect(get(&f.t, list(&f, "")), "/en/sign-in");
	assert_str(texts(&f, "SELECT name || state FROM registration"), "Ainoconfirmed\n");
	CLOSE(f);
}

TEST_MAIN(cmocka_unit_test(test_the_list_shows_figures_and_rows), cmocka_unit_test(test_filters_stand_in_the_address),
	  cmocka_unit_test(test_pages_follow_one_another), cmocka_unit_test(test_exports_hold_all_rows_and_no_formula),
	  cmocka_unit_test(test_add_one_who_told_it_by_phone), cmocka_unit_test(test_one_sign_up_with_its_time_line),
	  cmocka_unit_test(test_cancel_with_a_reason), cmocka_unit_test(test_others_see_nothing))
