/* What was done under a key is not done again: in a transaction, and for API calls. */
#include "harness.h"
#include "support/web/web_test.h"
#include "web/once.h"

struct sign_up {
	str key;
	bool first, fail;
	str answer;
};

static int done;

static enum err sign_up_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct sign_up *s = arg;

	TRY(once_begin(c, tx, s->key, &s->first, &s->answer));
	if (!s->first)
		return OK;
	if (s->fail)
		return ERR_CONFLICT;
	done++;
	s->answer = S("place 7");
	return once_end(c, tx, s->key, s->answer);
}

static void test_in_a_transaction(void **state)
{
	struct test_store t;
	struct sign_up s = { .key = S("k1"), .fail = true };
	struct ctx *c;

	(void)state;
	done = 0;
	test_store_open(&t);
	c = test_ctx(&t);
	/* What failed left no mark. */
	assert_int_equal(db_write(c, test_writer(&t), sign_up_body, &s), ERR_CONFLICT);
	s.fail = false;
	assert_ok(db_write(c, test_writer(&t), sign_up_body, &s));
	assert_true(s.first);
	s.answer = str_null;
	assert_ok(db_write(c, test_writer(&t), sign_up_body, &s));
	assert_false(s.first);
	assert_str(s.answer, "place 7");
	assert_int_equal(done, 1);
	s.key = str_null;
	assert_ok(db_write(c, test_writer(&t), sign_up_body, &s));
	assert_ok(db_write(c, test_writer(&t), sign_up_body, &s));
	assert_int_equal(done, 3);
	/* A day later the key is free. */
	test_pass(&t, 25 * 3600);
	test_ctx_renew(&t, c);
	assert_ok(once_purge(c, test_writer(&t)));
	s.key = S("k1");
	assert_ok(db_write(c, test_writer(&t), sign_up_body, &s));
	assert_true(s.first);
	test_store_close(&t);
}

static int calls;

static enum err call_post(struct req *rq, struct writer *w)
{
	(void)w;
	calls++;
	return reply_json(rq, 201, str_format(rq->c->a, "{\"call\":%d}", calls));
}

static const struct route routes[] = { WRITE_API("POST", "/api/v1/call", call_post, PERM_PUBLIC, NULL) };
static const struct route_table table = ROUTE_TABLE(routes);
static const struct route_table *const tables[] = { &table };

static void test_idempotency_key_of_the_api(void **state)
{
	struct test_web t;

	(void)state;
	calls = 0;
	test_web_open(&t, tables, 1);
	assert_str(assert_status(send_json(&t, "POST", "/api/v1/call", "{}"), 201)->body, "{\"call\":1}");
	test_header(&t, "Idempotency-Key", "abc");
	assert_str(assert_status(send_json(&t, "POST", "/api/v1/call", "{}"), 201)->body, "{\"call\":2}");
	test_pass(&t.store, 3600);
	assert_str(assert_status(send_json(&t, "POST", "/api/v1/call", "{}"), 201)->body, "{\"call\":2}");
	assert_status(send_json(&t, "POST", "/api/v1/call", "{\"other\":1}"), 422);
	assert_int_equal(calls, 2);
	test_pass(&t.store, 24 * 3600);
	assert_str(assert_status(send_json(&t, "POST", "/api/v1/call", "{}"), 201)->body, "{\"call\":3}");
	test_web_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_in_a_transaction), cmocka_unit_test(test_idempotency_key_of_the_api))
