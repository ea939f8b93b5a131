/* Events and sign-ups for tests: made by the domain's own functions, as a coordinator and guests would. */
#ifndef TALKOOT_TESTS_EVENT_SUPPORT_H
#define TALKOOT_TESTS_EVENT_SUPPORT_H

#include "features/registration/registration.h"
#include "support/store/store_support.h"

struct test_event {
	int64_t id;
	str key; /* lives as long as the store */
};

/* A published company visit of Friday 2026-12-11 9-11 in Lahti, open until the Wednesday before; a Finnish and an English text. */
struct test_event test_event_published(struct test_store *t, struct ctx *c, int64_t seats_site, int64_t seats_remote);
/* The same as a draft. */
struct test_event test_event_draft(struct test_store *t, struct ctx *c, int64_t seats_site, int64_t seats_remote);
/* The input of which the two above are made, for tests that change something in it. */
struct event_input test_event_input(int64_t seats_site, int64_t seats_remote);

/* Signs one person up by the open form; renews the context first. ret may be NULL. */
void test_sign_up(struct test_store *t, struct ctx *c, str event_key, const char *name, const char *email, enum seat_mode mode,
		  struct registration_outcome *ret);

/* Runs the jobs of the tables that are due, until none is. */
struct job_table;
void test_run_jobs(struct test_store *t, struct ctx *c, const struct job_table *const *tables, size_t count);

/* How many mails wait in the outbox for the address; with a part of the subject when `words` is not NULL. */
int64_t test_mail_count(struct ctx *c, const char *address, const char *words);

#endif
