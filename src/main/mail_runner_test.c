/* The threads that send mail: they find what is put into the outbox, and end when told to. */
#include "main/mail_runner.h"

#include <time.h>

#include "features/mail/mail.h"
#include "harness.h"
#include "support/store/store_support.h"

enum { PATIENCE_S = 60 };

static enum err put_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct mail m = { .kind = OUTBOX_NOTICE, .to = S("aino@example.fi"), .lang = LANG_FI, .subject = S("x") };

	(void)arg;
	mail_begin(c, &m);
	return mail_put(c, tx, &m);
}

static int64_t sent(struct test_store *t)
{
	struct ctx *c = test_ctx(t);
	struct q_outbox_counts_row *rows;
	size_t count;
	int64_t n = 0;

	assert_ok(q_outbox_counts(c, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (str_eq_c(rows[i].state, "sent"))
			n = rows[i].count;
	ctx_end(c);
	t->context_count--; /* asked often: the arena is given back at once */
	arena_free(c->a);
	return n;
}

static void test_mails_leave_by_themselves(void **state)
{
	struct test_store t;
	struct settings settings;
	struct mail_runner *r;
	time_t end = time(NULL) + PATIENCE_S;

	(void)state;
	test_store_open(&t);
	settings = settings_default(t.a);
	settings.data = str_from(t.folder);
	r = mail_runner_start(t.a, &(struct mail_runner_options){ .store = t.store, .settings = &settings, .clock = t.clock,
								  .random = t.random });
	assert_non_null(r);
	for (int i = 0; i < 3; i++)
		assert_ok(db_write(test_ctx(&t), test_writer(&t), put_body, NULL));
	while (sent(&t) < 3 && time(NULL) < end)
		nanosleep(&(struct timespec){ .tv_nsec = 20000000 }, NULL);
	assert_int_equal(sent(&t), 3);
	mail_runner_stop(r);
	mail_runner_stop(NULL);
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_mails_leave_by_themselves))
