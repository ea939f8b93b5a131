/* Events and sign-ups for tests. */
#include "support/features/event_support.h"

#include "harness.h"
#include "store/job.h"
#include "store/outbox.h"

struct event_input test_event_input(int64_t seats_site, int64_t seats_remote)
{
	struct event_input in = {
		.kind = S("visit"),
		.source_lang = LANG_FI,
		.zone = S("Europe/Helsinki"),
		.starts_local = S("2026-12-11T09:00"),
		.ends_local = S("2026-12-11T11:00"),
		.closes_local = S("2026-12-09T16:00"),
		.opens_local = str_null,
		.place_name = S("Kuusiharjun Konepaja"),
		.street = S("Ahjokatu 12"),
		.post_office = S("Lahti"),
		.remote_link = seats_remote > 0 ? S("https://meet.example.fi/abc") : str_null,
		.seats_site = seats_site,
		.seats_remote = seats_remote,
		.contact_name = S("Kaisa Koordinaattori"),
		.contact_phone = S("+358 40 123 4567"),
		.contact_email = S("kaisa@example.fi"),
	};

	in.texts[LANG_FI].title = S("Yritysvierailu: Kuusiharjun Konepaja");
	in.texts[LANG_FI].summary = S("Konepaja etsii pintakäsittelyn toimittajia.");
	in.texts[LANG_EN].title = S("Company visit: Kuusiharju Machine Works");
	return in;
}

struct test_event test_event_draft(struct test_store *t, struct ctx *c, int64_t seats_site, int64_t seats_remote)
{
	struct event_input in = test_event_input(seats_site, seats_remote);
	struct event_outcome out;

	assert_ok(event_create(c, test_writer(t), &in, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	return (struct test_event){ out.id, str_copy(t->a, out.key) };
}

struct test_event test_event_published(struct test_store *t, struct ctx *c, int64_t seats_site, int64_t seats_remote)
{
	struct test_event event = test_event_draft(t, c, seats_site, seats_remote);
	struct event_outcome out;

	assert_ok(event_publish(c, test_writer(t), event.key, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	return event;
}

void test_sign_up(struct test_store *t, struct ctx *c, str event_key, const char *name, const char *email, enum seat_mode mode,
		  struct registration_outcome *ret)
{
	struct registration_person person = { str_from(name), str_from(email), str_null, mode };
	struct registration_input in = {
		.people = &person, .people_count = 1, .source = SOURCE_SELF,
		.privacy_version = str_from(registration_privacy_version),
	};
	struct registration_outcome out;

	test_ctx_renew(t, c);
	c->actor = &actor_anonymous;
	c->lang = LANG_FI;
	assert_ok(registration_sign_up(c, test_writer(t), event_key, &in, &out));
	if (ret != NULL) {
		*ret = out;
		ret->manage_key = str_copy(t->a, out.manage_key);
		for (size_t i = 0; i < out.place_count; i++)
			ret->places[i].key = str_copy(t->a, out.places[i].key);
	}
}

void test_run_jobs(struct test_store *t, struct ctx *c, const struct job_table *const *tables, size_t count)
{
	for (struct job_ran ran = { .ran = true }; ran.ran;) {
		test_ctx_renew(t, c);
		assert_ok(job_run_one(c, test_writer(t), tables, count, &ran));
		assert_int_equal(ran.result, OK);
	}
}

int64_t test_mail_count(struct ctx *c, const char *address, const char *words)
{
	struct q_outbox_to_row *rows;
	size_t count;
	int64_t n = 0;

	assert_ok(q_outbox_to(c, str_from(address), &rows, &count));
	for (size_t i = 0; i < count; i++)
		n += words == NULL || str_find_str(rows[i].subject, str_from(words)) < rows[i].subject.n;
	return n;
}
