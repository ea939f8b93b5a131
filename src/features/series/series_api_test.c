/* The JSON API of series, held against docs/openapi.json. */
#include "harness.h"
#include "support/web/openapi_check.h"

#include "features/series/series.h"

static void test_series_are_listed_without_drafts(void **state)
{
	static const char *const states[] = { "published", "draft" };
	struct test_web t;
	struct test_reply *r;
	struct ctx *c;

	(void)state;
	test_web_open(&t, all_route_tables, all_route_tables_count);
	c = test_ctx(&t.store);
	for (int i = 0; i < 2; i++) {
		struct series_input in = { .source_lang = LANG_FI, .state = str_from(states[i]) };
		enum series_refusal refusal;
		str key;

		in.texts[LANG_FI].title = i == 0 ? S("Partneriperjantai") : S("Salainen suunnitelma");
		assert_ok(series_save(c, test_writer(&t.store), str_null, &in, &refusal, &key));
		assert_int_equal(refusal, SERIES_OK);
	}
	ctx_end(c);
	r = assert_status(assert_openapi(get(&t, "/api/v1/series"), "get", "/api/v1/series"), 200);
	assert_text(r, "Partneriperjantai");
	assert_text(r, "\"language\":\"fi\"");
	assert_no_text(r, "Salainen");
	test_web_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_series_are_listed_without_drafts))
