/* Tests of people: found or made by their address, consents, corrections. */
#include "features/person/person.h"

#include "features/person/person.sql.h"
#include "harness.h"
#include "support/features/feature_support.h"

static struct test_store t;

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	test_exec(&t, "INSERT INTO organisation (id, key, name, name_fold, name_sort, source, created_utc, updated_utc) "
		      "VALUES (1, 'org1', 'Paja Oy', 'paja oy', 'x', 'typed', 1, 1);");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

struct sign_up {
	const char *name, *email, *job_title;
	int64_t organisation;
	struct person_contact contact;
};

static enum err sign_up_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct sign_up *s = arg;

	return person_for_sign_up(c, tx, str_from(s->name), str_from(s->email), str_from(s->job_title), s->organisation, &s->contact);
}

static struct person_contact sign_up(struct ctx *c, const char *name, const char *email)
{
	struct sign_up s = { .name = name, .email = email, .job_title = "Chief", .organisation = 1 };

	assert_ok(db_write(c, test_writer(&t), sign_up_body, &s));
	return s.contact;
}

static enum err confirm_body(struct ctx *c, struct tx *tx, void *arg)
{
	return person_email_confirmed(c, tx, *(const str *)arg);
}

static enum err refuse_body(struct ctx *c, struct tx *tx, void *arg)
{
	return person_email_refused(c, tx, *(const str *)arg, S("550 no such user"));
}

static void test_statements(void **state)
{
	static const struct statement_module *const modules[] = { &statements_features_person_person_sql, NULL };

	(void)state;
	assert_int_equal(test_check_statements(&t, modules), 0);
}

static void test_a_person_is_made_once(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct person_contact first = sign_up(c, "Åke Hämäläinen", "Ake@Example.fi"), again = sign_up(c, "Somebody Else", "AKE@example.FI");
	struct person person;

	(void)state;
	assert_int_not_equal(first.person, 0);
	assert_int_equal(again.person, first.person);
	assert_ok(person_by_id(c, first.person, &person));
	assert_str(person.name, "Åke Hämäläinen"); /* what was typed into an open form changes nobody */
	assert_int_equal(person.email_count, 1);
	assert_str(person.emails[0], "Ake@Example.fi");
	assert_int_equal(person.lang, LANG_EN);
	assert_str(test_texts(c, "SELECT name_fold FROM person"), "ake hamalainen\n");
	assert_str(test_texts(c, "SELECT job_title FROM affiliation"), "Chief\n");
	assert_int_equal(person_by_id(c, 12345, &person), ERR_NOT_FOUND);
}

static void test_without_an_address_nobody_is_made(void **state)
{
	struct ctx *c = test_ctx(&t);

	(void)state;
	assert_int_equal(sign_up(c, "Told by phone", NULL).person, 0);
	assert_int_equal(test_number(c, "SELECT count(*) FROM person"), 0);
}

static void test_addresses_are_confirmed_and_refused(void **state)
{
	struct ctx *c = test_ctx(&t);
	str fold = S("ake@example.fi");

	(void)state;
	assert_false(sign_up(c, "Åke", "ake@example.fi").email_confirmed_utc.set);
	assert_ok(db_write(c, test_writer(&t), refuse_body, &fold));
	assert_str(test_texts(c, "SELECT refused_why FROM person_email"), "550 no such user\n");
	assert_ok(db_write(c, test_writer(&t), confirm_body, &fold));
	assert_int_equal(test_number(c, "SELECT count(*) FROM person_email WHERE refused_utc IS NULL"), 1);
	assert_int_equal(sign_up(c, "Åke", "ake@example.fi").email_confirmed_utc.v, TEST_NOW);
	test_pass(&t, 100);
	test_ctx_renew(&t, c);
	assert_ok(db_write(c, test_writer(&t), confirm_body, &fold)); /* the first time counts */
	assert_int_equal(sign_up(c, "Åke", "ake@example.fi").email_confirmed_utc.v, TEST_NOW);
}

struct said {
	int64_t person;
	const char *code;
	int64_t event;
	bool given;
};

static enum err say_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct said *s = arg;

	return person_consent_add(c, tx, s->person, str_from(s->code), S("2026-1"), s->event, 0, s->given);
}

static void say(struct ctx *c, int64_t person, const char *code, int64_t event, bool given)
{
	struct said s = { person, code, event, given };

	test_pass(&t, 1);
	test_ctx_renew(&t, c);
	assert_ok(db_write(c, test_writer(&t), say_body, &s));
}

static bool agreed(struct ctx *c, int64_t person, const char *code, int64_t event)
{
	bool given;

	assert_ok(person_consent(c, person, str_from(code), event, &given));
	return given;
}

static void test_the_last_word_of_a_consent_counts(void **state)
{
	struct ctx *c = test_ctx(&t);
	int64_t ake = sign_up(c, "Åke", "ake@example.fi").person;
	const struct actor self = { .account = 5, .person = ake };
	const struct person_consent_row *rows;
	size_t n;

	(void)state;
	test_event(&t, 1, "event0000000001");
	test_event(&t, 2, "event0000000002");
	assert_false(agreed(c, ake, "photographs", 1));
	say(c, ake, "photographs", 1, true);
	assert_true(agreed(c, ake, "photographs", 1));
	assert_false(agreed(c, ake, "photographs", 2));
	assert_false(agreed(c, ake, "photographs", 0));
	say(c, ake, "photographs", 0, true);
	assert_true(agreed(c, ake, "photographs", 2));
	say(c, ake, "photographs", 0, false);
	assert_false(agreed(c, ake, "photographs", 1));
	say(c, ake, "photographs", 1, true);
	say(c, ake, "later_invitations", 0, true);
	assert_ok(person_consents(c, ake, &rows, &n));
	assert_int_equal(n, 3);
	assert_str(rows[0].code, "later_invitations");
	assert_str(rows[1].event_title, "Vierailu 1");
	/* Withdrawing is for oneself, and for what was given. */
	c->actor = &self;
	assert_ok(person_consent_withdraw(c, test_writer(&t), S("later_invitations"), str_null));
	assert_int_equal(person_consent_withdraw(c, test_writer(&t), S("later_invitations"), str_null), ERR_NOT_FOUND);
	assert_int_equal(person_consent_withdraw(c, test_writer(&t), S("photographs"), S("event0000000002")), ERR_NOT_FOUND);
	test_pass(&t, 1);
	test_ctx_renew(&t, c);
	c->actor = &self;
	assert_ok(person_consent_withdraw(c, test_writer(&t), S("photographs"), S("event0000000001")));
	assert_false(agreed(c, ake, "photographs", 1));
	assert_false(agreed(c, ake, "later_invitations", 0));
	c->actor = &actor_anonymous;
	assert_int_equal(person_consent_withdraw(c, test_writer(&t), S("photographs"), str_null), ERR_SIGN_IN);
}

static void test_people_correct_their_own_data(void **state)
{
	struct ctx *c = test_ctx(&t);
	int64_t ake = sign_up(c, "Ake", "ake@example.fi").person;
	const struct actor self = { .account = 5, .person = ake };
	enum person_result result;
	struct person person;

	(void)state;
	test_exec(&t, "INSERT INTO account (id, key, email, name, lang, created_utc) VALUES (5, 'a5', 'ake@example.fi', 'Ake', 'fi', 1);");
	c->actor = &self;
	assert_ok(person_correct_own(c, test_writer(&t), S(""), S(""), LANG_SV, &result));
	assert_int_equal(result, PERSON_NAME_WRONG);
	assert_ok(person_correct_own(c, test_writer(&t), S("Åke"), S("call me"), LANG_SV, &result));
	assert_int_equal(result, PERSON_PHONE_WRONG);
	assert_ok(person_correct_own(c, test_writer(&t), S("Åke"), S("+358 (0)40 123-4567"), LANG_SV, &result));
	assert_int_equal(result, PERSON_DONE);
	assert_ok(person_by_id(c, ake, &person));
	assert_str(person.name, "Åke");
	assert_str(person.phone, "+358 (0)40 123-4567");
	assert_int_equal(person.lang, LANG_SV);
	assert_str(test_texts(c, "SELECT name || ' ' || lang FROM account"), "Åke sv\n");
	assert_str(test_texts(c, "SELECT field || ': ' || coalesce(before_text, '-') || ' > ' || after_text FROM journal_personal "
				 "ORDER BY field"),
		   "name: Ake > Åke\nphone: - > +358 (0)40 123-4567\n");
	c->actor = &actor_anonymous;
	assert_int_equal(person_correct_own(c, test_writer(&t), S("Åke"), S(""), LANG_SV, &result), ERR_SIGN_IN);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_statements), TEST(test_a_person_is_made_once), TEST(test_without_an_address_nobody_is_made),
	  TEST(test_addresses_are_confirmed_and_refused), TEST(test_the_last_word_of_a_consent_counts),
	  TEST(test_people_correct_their_own_data))
