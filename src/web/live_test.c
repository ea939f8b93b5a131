/* The hub without sockets: queues, overflow, coming back, versions, the end. */
#include "harness.h"
#include "support/store/store_support.h"
#include "web/live.h"

struct browser {
	struct live_reader *reader;
	int wakes, sleeps;
	char text[6000];
};

static void wake(void *arg)
{
	((struct browser *)arg)->wakes++;
}

static void fall_asleep(void *arg)
{
	((struct browser *)arg)->sleeps++;
}

static struct live *new_hub(size_t readers)
{
	struct random random = random_system();
	struct live *l = live_start(&random, readers);

	assert_non_null(l);
	return l;
}

static void join(struct live *l, struct browser *b, const char *topics, const char *last)
{
	memset(b, 0, sizeof *b);
	b->reader = live_join(l, str_from(topics), str_from(last), wake, b);
	assert_non_null(b->reader);
}

/* All there is, taken in pieces of `piece` bytes. */
static const char *take(struct browser *b, size_t piece)
{
	size_t n = 0;
	long got;

	while ((got = live_take(b->reader, b->text + n, piece, fall_asleep)) > 0)
		n += (size_t)got;
	b->text[n] = '\0';
	return b->text;
}

static void test_publish_without_a_hub_does_nothing(void **state)
{
	(void)state;
	live_publish(S("topic"), 1, S("{}"));
}

static void test_message_in_small_pieces(void **state)
{
	struct live *l = new_hub(2);
	struct browser b;

	(void)state;
	join(l, &b, "seats other", NULL);
	assert_string_equal(take(&b, 1), ":\n\n");
	assert_int_equal(b.sleeps, 1);
	live_publish(S("seats"), 1, S("{\"a\":1}"));
	live_publish(S("seats"), 2, S("{\"a\":2}"));
	assert_int_equal(b.wakes, 1); /* once, since nothing was taken in between */
	assert_non_null(strstr(take(&b, 3), "event: seats\ndata: {\"a\":1}\n\nid: "));
	assert_non_null(strstr(b.text, "data: {\"a\":2}\n\n"));
	live_leave(b.reader);
	live_stop(l);
}

static void test_slow_reader_is_told_to_reload(void **state)
{
	struct live *l = new_hub(2);
	struct browser slow, fast;

	(void)state;
	join(l, &slow, "t", NULL);
	join(l, &fast, "t", NULL);
	(void)take(&fast, 1000);
	for (int i = 1; i <= 100; i++) {
		live_publish(S("t"), i, S("{}"));
		(void)take(&fast, 1000);
		assert_null(strstr(fast.text, "reload"));
	}
	assert_non_null(strstr(take(&slow, 1000), "event: reload"));
	live_leave(slow.reader);
	live_leave(fast.reader);
	live_stop(l);
}

static void test_coming_back(void **state)
{
	struct live *l = new_hub(1);
	struct browser b;
	char id[64];

	(void)state;
	join(l, &b, "t", NULL);
	live_publish(S("t"), 1, S("{\"n\":1}"));
	assert_int_equal(sscanf(strstr(take(&b, 1000), "id: "), "id: %60s", id), 1);
	live_leave(b.reader);
	live_publish(S("t"), 2, S("{\"n\":2}"));
	join(l, &b, "t", id);
	assert_non_null(strstr(take(&b, 1000), "{\"n\":2}"));
	assert_null(strstr(b.text, "{\"n\":1}"));
	live_leave(b.reader);
	for (int i = 3; i < 400; i++)
		live_publish(S("t"), i, S("{}"));
	join(l, &b, "t", id);
	assert_non_null(strstr(take(&b, 1000), "reload"));
	live_leave(b.reader);
	join(l, &b, "t", "nonsense");
	assert_non_null(strstr(take(&b, 1000), "reload"));
	live_leave(b.reader);
	live_stop(l);
}

static void test_limits_beat_and_end(void **state)
{
	struct live *l = new_hub(1);
	struct browser b;

	(void)state;
	join(l, &b, "t", NULL);
	assert_null(live_join(l, S("t"), str_null, wake, &b));
	(void)take(&b, 1000);
	live_beat(l);
	live_beat(l);
	assert_string_equal(take(&b, 1000), ":\n\n");
	live_end_all(l);
	assert_int_equal(b.wakes, 2);
	assert_int_equal(live_take(b.reader, b.text, 10, fall_asleep), -1);
	live_leave(b.reader);
	assert_null(live_join(l, S("t"), str_null, wake, &b));
	live_stop(l);
}

static enum err tell_body(struct ctx *c, struct tx *tx, void *arg)
{
	live_after_commit(c, tx, S("t"), 1, S("{\"from\":\"tx\"}"));
	return *(bool *)arg ? ERR_CONFLICT : OK;
}

static void test_after_commit_only(void **state)
{
	struct live *l = new_hub(1);
	struct test_store t;
	struct browser b;
	bool fail = true;

	(void)state;
	test_store_open(&t);
	struct ctx *c = test_ctx(&t);

	join(l, &b, "t", NULL);
	assert_int_equal(db_write(c, test_writer(&t), tell_body, &fail), ERR_CONFLICT);
	assert_null(strstr(take(&b, 1000), "from"));
	fail = false;
	assert_ok(db_write(c, test_writer(&t), tell_body, &fail));
	assert_non_null(strstr(take(&b, 1000), "{\"from\":\"tx\"}"));
	live_leave(b.reader);
	live_stop(l);
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_publish_without_a_hub_does_nothing), cmocka_unit_test(test_message_in_small_pieces),
	  cmocka_unit_test(test_slow_reader_is_told_to_reload), cmocka_unit_test(test_coming_back),
	  cmocka_unit_test(test_limits_beat_and_end), cmocka_unit_test(test_after_commit_only))
