/* The demo can be made on both databases, once, and looks like a season. */
#include "harness.h"
#include "support/store/store_support.h"

#include "features/event/event.h"
#include "main/demo.h"

static void test_the_demo_is_a_season(void **state)
{
	struct test_store t;
	struct ctx *c;
	struct q_event_list_result list;
	int64_t full = 0;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	assert_ok(demo_make(c, test_writer(&t)));
	assert_ok(event_list(c, &(struct event_query){ .tab = EVENT_TAB_PAST, .limit = 100 }, &list));
	assert_int_equal(list.count, 7);
	assert_ok(event_list(c, &(struct event_query){ .tab = EVENT_TAB_UPCOMING, .limit = 100 }, &list));
	assert_int_equal(list.count, 6);
	for (size_t i = 0; i < list.count; i++)
		full += list.rows[i].waiting_site > 0;
	assert_int_equal(full, 1);
	assert_ok(event_list(c, &(struct event_query){ .tab = EVENT_TAB_DRAFTS, .limit = 100 }, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(demo_make(c, test_writer(&t)), ERR_CONFLICT);
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_the_demo_is_a_season))
