/* Pages of organisations and the suggestions, through the whole chain: what everyone sees, in three languages, and what
 * only coordinators may. */
#include "features/organisation/organisation.h"
#include "harness.h"
#include "support/features/event_support.h"
#include "support/features/feature_support.h"
#include "support/web/openapi_check.h"
#include "support/web/web_test.h"
#include "text/fold.h"

#define OPEN(t)                                                      \
	struct test_web t;                                           \
	struct ctx *c;                                               \
	(void)state;                                                 \
	test_web_open(&t, all_route_tables, all_route_tables_count); \
	c = test_ctx(&t.store);                                      \
	c->settings = &t.settings

#define HOSTILE "<script>alert(1)</script> \"'>&amp; Oy"
#define HOSTILE_SHOWN "&lt;script&gt;alert(1)&lt;/script&gt; &#34;&#39;&gt;&amp;amp; Oy"

struct putting {
	struct q_organisation_insert_in in;
	const char *former;
};

static enum err put_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct putting *p = arg;
	int64_t changes;

	TRY(q_organisation_insert(c, tx, &p->in, &changes));
	if (p->former == NULL)
		return OK;
	return q_organisation_name_put(c, tx, &(struct q_organisation_name_put_in){
		.id = ctx_id(c), .organisation = p->in.id, .kind = S("former"), .name = str_from(p->former),
		.name_fold = text_fold(c->a, str_from(p->former)), .from_date = S("1990-01-01"), .to_date = S("1999-12-31") });
}

static void put(struct test_web *t, struct ctx *c, int64_t id, const char *key, const char *name, const char *business_id,
		const char *source)
{
	struct putting p = { .in = { .id = id, .key = str_from(key), .business_id = str_from(business_id), .name = str_from(name),
				     .name_fold = text_fold(c->a, str_from(name)), .name_sort = text_sort_key(c->a, str_from(name)),
				     .kind = S("company"), .municipality = S("049"), .post_office = S(HOSTILE), .tol_scheme = S("TOL2025"),
				     .tol_code = S("70100"), .tol_name = S(HOSTILE), .website = S("javascript:alert(1)"),
				     .source = str_from(source), .source_date = str_eq_c(str_from(source), "register") ?
					     S("2026-11-01") : str_null, .now = c->now }, .former = HOSTILE };

	assert_ok(db_write(c, test_writer(&t->store), put_body, &p));
}

static void coordinator(struct test_web *t) { as_role(t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0); }

static void test_a_page_shows_the_facts_harmlessly(void **state)
{
	OPEN(t);
	struct test_reply *r;

	put(&t, c, 1, "organisation0001", HOSTILE, "0112038-9", "register");
	r = assert_status(get(&t, "/en/organisations/organisation0001"), 200);
	assert_text(r, "<h1>" HOSTILE_SHOWN "</h1>");
	assert_text(r, "0112038-9");
	assert_text(r, "Espoo");
	assert_text(r, "1 Nov 2026");
	assert_text(r, "No event has been published yet.");
	assert_no_text(r, "<script>alert");
	assert_no_text(r, "alert(1)</a>");
	assert_no_text(r, "Website");
	assert_no_text(r, "/edit");
	assert_budget(r, 4, 16000, 500000);
	assert_text(get(&t, "/sv/organisations/organisation0001"), "Esbo");
	assert_text(get(&t, "/fi/organisations/organisation0001"), "Y-tunnus");
	assert_status(get(&t, "/en/organisations/organisation0009"), 404);
	coordinator(&t);
	assert_text(get(&t, "/en/organisations/organisation0001"), "/en/organisations/organisation0001/edit");
	test_web_close(&t);
}

static void test_visits_stand_on_the_page(void **state)
{
	OPEN(t);
	struct event_input in = test_event_input(20, 0);
	struct event_outcome out;
	struct test_reply *r;

	put(&t, c, 1, "organisation0001", "Kuusiharjun Konepaja Oy", "0112038-9", "typed");
	assert_status(get(&t, "/en/organisations/organisation0001"), 404);
	in.host_id = 1;
	assert_ok(event_create(c, test_writer(&t.store), &in, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	str key = str_copy(t.a, out.key);
	/* A draft shows nobody anything. */
	assert_status(get(&t, "/en/organisations/organisation0001"), 404);
	assert_ok(event_publish(c, test_writer(&t.store), key, &out));
	r = assert_status(get(&t, "/en/organisations/organisation0001"), 200);
	assert_text(r, "Company visit: Kuusiharju Machine Works");
	assert_text(r, "Fri 11 Dec 2026, 9\xe2\x80\x93" "11");
	assert_text(r, "Upcoming");
	assert_text(r, str_c(t.a, STR_CONCAT(t.a, S("/en/events/"), key)));
	assert_text(get(&t, "/sv/organisations/organisation0001"), "lang=\"fi\"");
	test_web_close(&t);
}

static void test_what_a_guest_typed_is_for_coordinators(void **state)
{
	OPEN(t);

	put(&t, c, 1, "organisation0001", "Typed Oy", "0112038-9", "typed");
	assert_status(get(&t, "/en/organisations/organisation0001"), 404);
	as_role(&t, ROLE_PARTICIPANT, SCOPE_INSTANCE, 0);
	assert_status(get(&t, "/en/organisations/organisation0001"), 404);
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(get(&t, "/en/organisations/organisation0001"), 200);
	coordinator(&t);
	assert_text(get(&t, "/en/organisations/organisation0001"), "A guest typed this organisation");
	assert_text(get(&t, "/en/organisations?typed=1"), "Not checked");
	/* Saving says that somebody has looked at it. */
	assert_redirect(post(&t, "/en/organisations/organisation0001/edit", "name=Typed+Oy&kind=company&business_id=0112038-9"),
			"/en/organisations/organisation0001");
	assert_text(get(&t, "/en/organisations?typed=1"), "No organisation was found.");
	as_nobody(&t);
	assert_status(get(&t, "/en/organisations/organisation0001"), 200);
	test_web_close(&t);
}

static void test_the_list(void **state)
{
	OPEN(t);
	struct test_reply *r;

	put(&t, c, 1, "organisation0001", HOSTILE, "0112038-9", "register");
	put(&t, c, 2, "organisation0002", "\xc3\x84lyk\xc3\xa4s Verstas Oy", "1234567-1", "register");
	assert_redirect(get(&t, "/en/organisations"), "/en/sign-in");
	as_role(&t, ROLE_PARTICIPANT, SCOPE_INSTANCE, 0);
	assert_status(get(&t, "/en/organisations"), 403);
	coordinator(&t);
	r = assert_status(get(&t, "/en/organisations"), 200);
	assert_text(r, HOSTILE_SHOWN);
	assert_text(r, "New organisation");
	assert_no_text(r, "<script>alert");
	assert_budget(r, 1, 16000, 600000);
	r = get(&t, "/en/organisations?q=VERS");
	assert_text(r, "organisation0002");
	assert_no_text(r, "organisation0001");
	assert_text(get(&t, "/en/organisations?q=fi+12345671"), "organisation0002");
	assert_text(get(&t, "/en/organisations?q=%25"), "organisation0001");
	assert_text(get(&t, "/en/organisations?q=ersta"), "No organisation was found.");
	assert_status(get(&t, "/en/organisations?at=nonsense"), 400);
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_no_text(assert_status(get(&t, "/fi/organisations"), 200), "/fi/organisations/new");
	test_web_close(&t);
}

static void test_adding_and_changing_by_hand(void **state)
{
	OPEN(t);
	struct test_reply *r;

	put(&t, c, 1, "organisation0001", "Nokia Oyj", "0112038-9", "register");
	assert_redirect(get(&t, "/en/organisations/new"), "/en/sign-in");
	coordinator(&t);
	assert_text(assert_status(get(&t, "/en/organisations/new"), 200), "New organisation");
	r = assert_status(post(&t, "/en/organisations/new", "name=%3F%21&kind=company"), 422);
	assert_text(r, "Write a name with letters or digits.");
	r = assert_status(post(&t, "/en/organisations/new", "name=Uusi+Oy&kind=company&business_id=1234567-8"), 422);
	assert_text(r, "value=\"Uusi Oy\"");
	r = assert_status(post(&t, "/en/organisations/new", "name=Uusi+Oy&kind=company&business_id=0112038-9"), 422);
	assert_text(r, "Another organisation has this business ID: Nokia Oyj");
	r = assert_status(post(&t, "/en/organisations/new", "name=Uusi+Oy&kind=company&municipality=Atlantis"), 422);
	assert_text(r, "There is no municipality of this name in Finland.");
	r = post(&t, "/en/organisations/new", "name=Uusi+Oy&kind=association&municipality=lahtis&website=https%3A%2F%2Fuusi.fi%2F");
	assert_redirect(r, "/en/organisations/");
	r = follow(&t, r);
	assert_text(r, "Uusi Oy");
	assert_text(r, "Lahti");
	assert_text(r, "Association");
	assert_text(r, "href=\"https://uusi.fi/\" rel=\"noopener nofollow\">uusi.fi</a>");

	r = assert_status(get(&t, "/en/organisations/organisation0001/edit"), 200);
	assert_text(r, "The register gave it; it cannot be changed here.");
	assert_text(r, "value=\"Espoo\"");
	r = assert_status(post(&t, "/en/organisations/organisation0001/edit", "name=Nokia&kind=company&business_id=1234567-1"), 422);
	assert_text(r, "The register gave it; it cannot be changed here.");
	assert_redirect(post(&t, "/en/organisations/organisation0001/edit", "name=Nokia&kind=company&business_id=0112038-9"),
			"/en/organisations/organisation0001");
	r = get(&t, "/en/organisations/organisation0001");
	assert_text(r, "<h1>Nokia</h1>");
	assert_text(r, "Nokia Oyj"); /* also known as */
	assert_status(get(&t, "/en/organisations/organisation0009/edit"), 404);
	assert_status(post(&t, "/en/organisations/organisation0009/edit", "name=Nokia&kind=company"), 404);
	as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
	assert_status(post(&t, "/en/organisations/organisation0001/edit", "name=x&kind=company"), 403);
	test_web_close(&t);
}

static void test_suggestions_for_the_field(void **state)
{
	OPEN(t);
	struct test_reply *r;

	put(&t, c, 1, "organisation0001", "Nokia Oyj", "0112038-9", "register");
	put(&t, c, 2, "organisation0002", "Nokia typed", "1234567-1", "typed");
	put(&t, c, 3, "organisation0003", HOSTILE, "0108477-9", "register");
	put(&t, c, 4, "organisation0004", "Without Number Ky", NULL, "register");
	r = assert_openapi(get(&t, "/api/v1/organisations/suggest?q=nok"), "get", "/api/v1/organisations/suggest");
	assert_str(r->body, "{\"items\":[{\"key\":\"organisation0001\",\"value\":\"Nokia Oyj\",\"also\":\"0112038-9\","
			    "\"detail\":\"0112038-9, Espoo\"}]}");
	assert_budget(r, 4, 1000, 400000);
	assert_str(get(&t, "/api/v1/organisations/suggest?q=0112038")->body,
		   "{\"items\":[{\"key\":\"organisation0001\",\"value\":\"Nokia Oyj\",\"also\":\"0112038-9\","
		   "\"detail\":\"0112038-9, Espoo\"}]}");
	assert_str(get(&t, "/api/v1/organisations/suggest?q=n")->body, "{\"items\":[]}");
	assert_str(get(&t, "/api/v1/organisations/suggest")->body, "{\"items\":[]}");
	assert_str(get(&t, "/api/v1/organisations/suggest?q=%25%27--")->body, "{\"items\":[]}");
	r = assert_openapi(get(&t, "/api/v1/organisations/suggest?q=without"), "get", "/api/v1/organisations/suggest");
	assert_str(r->body, "{\"items\":[{\"key\":\"organisation0004\",\"value\":\"Without Number Ky\",\"detail\":\"Espoo\"}]}");
	r = get(&t, "/api/v1/organisations/suggest?q=script");
	assert_no_text(r, "<script>");
	assert_text(r, "\\u003cscript>alert(1)");
	test_web_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_a_page_shows_the_facts_harmlessly), cmocka_unit_test(test_visits_stand_on_the_page),
	  cmocka_unit_test(test_what_a_guest_typed_is_for_coordinators), cmocka_unit_test(test_the_list),
	  cmocka_unit_test(test_adding_and_changing_by_hand), cmocka_unit_test(test_suggestions_for_the_field))
