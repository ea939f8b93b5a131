/* Tests of the copy and the erasure of a person's data.
 *
 * They walk over the columns that the migrations tag as personal. A new tagged column fails here until the test fills it (in
 * fill_in), the download tells it and erasing empties it, or until it stands in person_data_exceptions with its reason. */
#include "features/person/person.h"

#include <jansson.h>

#include "features/person/person.sql.h"
#include "harness.h"
#include "store/outbox.h"
#include "support/features/feature_support.h"

/* Everything personal of person 1 holds this word. */
#define MARK "mark_"

static struct test_store t;
static const struct actor self = { .account = 1, .person = 1, .email = S_INIT("mark_account"), .name = S_INIT("mark_") };

static enum err put_mail(struct ctx *c, struct tx *tx, void *arg)
{
	struct outbox_mail mail = { .address = S(MARK "person_email@example.fi"), .subject = S(MARK "outbox_subject"),
				    .body = S(MARK "outbox_body"), .message_id = outbox_message_id(c) };

	(void)arg;
	return outbox_add(c, tx, &mail);
}

static void fill_in(void)
{
	test_event(&t, 1, "event0000000001");
	test_exec(&t,
		"INSERT INTO organisation (id, key, name, name_fold, name_sort, source, created_utc, updated_utc) "
		"VALUES (1, 'org1', 'Paja Oy', 'paja oy', 'x', 'typed', 1, 1);"
		"INSERT INTO person (id, key, name, name_fold, name_sort, lang, phone, created_utc, updated_utc) VALUES "
		"(1, 'person1', 'mark_person_name', 'mark_person_name_fold', 'mark_person_name_sort', 'fi', 'mark_person_phone', 1, 1), "
		"(2, 'person2', 'Other', 'other', 'other', 'fi', '1234567', 1, 1);"
		"INSERT INTO person_email (email, email_fold, person_id, created_utc) VALUES "
		"('mark_person_email@example.fi', 'mark_person_email_fold@example.fi', 1, 1), "
		"('other@example.fi', 'other@example.fi', 2, 1);"
		"INSERT INTO affiliation (id, person_id, organisation_id, job_title, created_utc) "
		"VALUES (1, 1, 1, 'mark_affiliation_job_title', 1), (2, 2, 1, 'Chief', 1);"
		"INSERT INTO consent (id, person_id, code, version, given, at_utc) VALUES (1, 1, 'photographs', '1', 1, 1);"
		"INSERT INTO account (id, key, email, person_id, name, name_sort, find_fold, lang, created_utc) VALUES "
		"(1, 'account1', 'mark_account_email', 1, 'mark_account_name', 'mark_account_name_sort', 'mark_account_find', 'fi', 1);"
		"INSERT INTO role_grant (id, account_id, role, scope, scope_id, granted_utc) VALUES (1, 1, 'reader', 'instance', 0, 1);"
		"INSERT INTO sign_in_link (token_hash, email, mailed, created_utc, expires_utc) "
		"VALUES ('h', 'mark_person_email_fold@example.fi', 1, 1, 1);"
		"INSERT INTO sign_in (id, key, token_hash, account_id, created_utc, seen_utc, expires_utc, browser) "
		"VALUES (1, 'signin1', 'h', 1, 1, 1, 1900000000, 'mark_sign_in_browser');"
		"INSERT INTO event_decision_maker (id, event_id, position, kind, name, email) "
		"VALUES (1, 1, 1, 'purchasing', 'mark_decision_maker_name', 'mark_person_email@example.fi');"
		"INSERT INTO party (id, key, event_id, manage_key, message, created_utc) VALUES (1, 'party1', 1, 'h', 'mark_party_message', 1);"
		"INSERT INTO registration (id, key, event_id, party_id, is_contact, person_id, organisation_id, name, find_fold, name_sort, "
		"email, email_fold, job_title, organisation_name, mode, state, lang, source, told_by, note, code, ticket_key, created_utc, "
		"updated_utc) VALUES "
		"(1, 'reg1', 1, 1, 1, 1, 1, 'mark_registration_name', 'mark_registration_find_fold', 'mark_registration_name_sort', "
		"'mark_registration_email', 'mark_registration_email_fold', 'mark_registration_job_title', 'Paja Oy', 'site', 'confirmed', "
		"'fi', 'self', 'mark_registration_told_by', 'mark_registration_note', 'AAAAAA', 'ticket1', 1, 1), "
		"(2, 'reg2', 1, 1, 0, 2, 1, 'Other', 'other', 'other', 'other@example.fi', 'other@example.fi', 'Chief', 'Paja Oy', 'site', "
		"'confirmed', 'fi', 'colleague', NULL, 'note', 'BBBBBB', 'ticket2', 1, 1);"
		"INSERT INTO unconfirmed_mail (id, email_fold, sent_utc) VALUES (1, 'mark_person_email_fold@example.fi', 1);"
		"INSERT INTO journal (id, at_utc, what, object_kind, object_id) VALUES (1, 1, 'person_corrected', 'person', 1);"
		"INSERT INTO journal_personal (journal_id, person_id, field, before_text, after_text) VALUES "
		"(1, 1, 'name', 'mark_journal_before', 'mark_journal_after'), (1, 2, 'name', 'a', 'Other');"
		"INSERT INTO file (id, key, state, name, type, size, sha256, owner_kind, owner_id, purpose, person_id, created_utc) VALUES "
		"(1, 'file1', 'complete', 'mark_file_name', 'image/png', 1, 'h', 'event', 1, 'image', 1, 1);");
	assert_ok(db_write(test_ctx(&t), test_writer(&t), put_mail, NULL));
}

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	fill_in();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

static const struct person_data_exception *exception_of(const struct personal_column *column)
{
	for (const struct person_data_exception *e = person_data_exceptions; e->table != NULL; e++)
		if (strcmp(e->table, column->table) == 0 && strcmp(e->column, column->column) == 0)
			return e;
	return NULL;
}

/* The marked values of a column. Bytes are read as text by the mails' own reader. */
static str marked(struct ctx *c, const struct personal_column *column)
{
	str all, found = S("");

	if (strcmp(column->table, "outbox") == 0 && strcmp(column->column, "body") == 0)
		all = test_mails(c);
	else
		all = test_texts(c, str_c(c->a, str_format(c->a, "SELECT %s FROM %s", column->column, column->table)));
	for (str rest = all; !str_is_null(rest);) {
		str line = str_cut(&rest, '\n');

		if (test_has(line, MARK))
			found = line;
	}
	return found;
}

static void test_every_personal_column_is_filled_told_and_emptied(void **state)
{
	struct ctx *c = test_ctx(&t);
	enum person_result result;
	struct buf data;
	int faults = 0;

	(void)state;
	c->actor = &self;
	buf_init(&data, c->a, PERSON_DATA_MAX);
	assert_ok(person_own_data(c, &data));
	for (const struct personal_column *k = personal_columns; k->table != NULL; k++) {
		const struct person_data_exception *e = exception_of(k);
		str value;

		if (e != NULL && e->kept && e->not_told)
			continue;
		value = marked(c, k);
		if (value.n == 0) {
			printf("# %s.%s is personal: fill it in this test\n", k->table, k->column);
			faults++;
		} else if ((e == NULL || !e->not_told) && str_find_str(buf_done(&data), value) == data.n) {
			printf("# %s.%s is personal and not in the download\n", k->table, k->column);
			faults++;
		}
	}
	test_pass(&t, 30 * 86400); /* after the event */
	test_ctx_renew(&t, c);
	c->actor = &self;
	assert_ok(person_erase_own(c, test_writer(&t), &result));
	assert_int_equal(result, PERSON_DONE);
	for (const struct personal_column *k = personal_columns; k->table != NULL; k++) {
		const struct person_data_exception *e = exception_of(k);

		if ((e == NULL || !e->kept) && marked(c, k).n > 0) {
			printf("# %s.%s is personal and is not emptied\n", k->table, k->column);
			faults++;
		}
	}
	assert_int_equal(faults, 0);
	assert_str(test_texts(c, "SELECT told_by FROM registration WHERE id = 1"), "\n");
}

/* An exception for a column that is not there any more would hide a new one of that name. */
static void test_exceptions_are_of_columns_that_exist(void **state)
{
	(void)state;
	for (const struct person_data_exception *e = person_data_exceptions; e->table != NULL; e++) {
		bool there = false;

		for (const struct personal_column *k = personal_columns; k->table != NULL; k++)
			there = there || (strcmp(e->table, k->table) == 0 && strcmp(e->column, k->column) == 0);
		if (!there)
			fail_msg("%s.%s is no personal column", e->table, e->column);
	}
}

static void test_the_download_is_json(void **state)
{
	struct ctx *c = test_ctx(&t);
	struct buf data;
	json_error_t error;
	json_t *json, *sign_up;

	(void)state;
	c->actor = &self;
	buf_init(&data, c->a, PERSON_DATA_MAX);
	assert_ok(person_own_data(c, &data));
	json = json_loadb(data.p, data.n, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL)
		fail_msg("%s at %d", error.text, error.position);
	assert_string_equal(json_string_value(json_object_get(json_object_get(json, "person"), "name")), "mark_person_name");
	sign_up = json_array_get(json_object_get(json, "sign_ups"), 0);
	assert_int_equal(json_array_size(json_object_get(json, "sign_ups")), 1);
	assert_string_equal(json_string_value(json_object_get(sign_up, "event_title")), "Vierailu 1");
	assert_int_equal(json_array_size(json_object_get(json, "accounts")), 1);
	assert_false(test_has(buf_done(&data), "other@example.fi"));
	json_decref(json);
}

static void test_erasing_leaves_others_and_figures(void **state)
{
	struct ctx *c = test_ctx(&t);
	enum person_result result;

	(void)state;
	test_pass(&t, 30 * 86400);
	test_ctx_renew(&t, c);
	c->actor = &self;
	assert_ok(person_erase_own(c, test_writer(&t), &result));
	assert_int_equal(result, PERSON_DONE);
	assert_int_equal(test_number(c, "SELECT count(*) FROM registration WHERE state = 'confirmed'"), 2);
	assert_str(test_texts(c, "SELECT name FROM registration WHERE id = 2"), "Other\n");
	assert_str(test_texts(c, "SELECT note FROM registration WHERE id = 2"), "note\n");
	assert_str(test_texts(c, "SELECT email FROM person_email"), "other@example.fi\n");
	assert_int_equal(test_number(c, "SELECT count(*) FROM journal_personal"), 1);
	assert_int_equal(test_number(c, "SELECT count(*) FROM erasure WHERE person_id = 1"), 1);
	assert_int_equal(test_number(c, "SELECT count(*) FROM sign_in"), 0);
	assert_int_equal(test_number(c, "SELECT count(*) FROM journal WHERE what = 'person_erased'"), 1);
	c->actor = &actor_system;
	assert_int_equal(person_erase(c, test_writer(&t), S("person1"), &result), ERR_NOT_FOUND); /* done already */
}

static void test_coming_sign_ups_are_cancelled_first(void **state)
{
	struct ctx *c = test_ctx(&t);
	enum person_result result;

	(void)state;
	c->actor = &self;
	assert_ok(person_erase_own(c, test_writer(&t), &result));
	assert_int_equal(result, PERSON_SIGNED_UP);
	/* Nothing was done by halves: the account is open. */
	assert_int_equal(test_number(c, "SELECT count(*) FROM account WHERE closed_utc IS NULL"), 1);
	assert_int_equal(test_number(c, "SELECT count(*) FROM sign_in"), 1);
	test_exec(&t, "UPDATE registration SET state = 'cancelled' WHERE id = 1;");
	test_ctx_renew(&t, c);
	c->actor = &self;
	assert_ok(person_erase_own(c, test_writer(&t), &result));
	assert_int_equal(result, PERSON_DONE);
}

static void test_the_last_administrator_is_not_erased(void **state)
{
	struct ctx *c = test_ctx(&t);
	enum person_result result;

	(void)state;
	test_exec(&t, "UPDATE role_grant SET role = 'administrator'; UPDATE registration SET state = 'cancelled';");
	c->actor = &self;
	assert_ok(person_erase_own(c, test_writer(&t), &result));
	assert_int_equal(result, PERSON_LAST_ADMINISTRATOR);
	assert_int_equal(test_number(c, "SELECT count(*) FROM person WHERE erased_utc IS NULL"), 2);
}

static void test_strangers_see_and_erase_nobody(void **state)
{
	struct ctx *c = test_ctx(&t);
	const struct role_grant reader = { .role = ROLE_READER, .scope = SCOPE_INSTANCE };
	const struct actor stranger = { .account = 8, .person = 2, .grants = &reader, .grant_count = 1 };
	enum person_result result;
	struct buf data;

	(void)state;
	buf_init(&data, c->a, PERSON_DATA_MAX);
	c->actor = &stranger;
	assert_int_equal(person_data(c, S("person1"), &data), ERR_NOT_FOUND);
	assert_int_equal(person_erase(c, test_writer(&t), S("person1"), &result), ERR_NOT_FOUND);
	c->actor = &actor_anonymous;
	assert_int_equal(person_data(c, S("person1"), &data), ERR_SIGN_IN);
	assert_int_equal(person_own_data(c, &data), ERR_SIGN_IN);
	assert_int_equal(person_erase_own(c, test_writer(&t), &result), ERR_SIGN_IN);
	c->actor = &actor_system;
	assert_ok(person_data(c, S("person1"), &data));
	assert_true(test_has(buf_done(&data), "mark_person_phone"));
}

static enum err erase_again(struct ctx *c, struct tx *tx, void *arg)
{
	(void)arg;
	return person_erase_again(c, tx, 1, 1700000000);
}

/* After an old backup was restored: the mark of the erasure counts, coming sign-ups or not. */
static void test_restoring_erases_again(void **state)
{
	struct ctx *c = test_ctx(&t);

	(void)state;
	assert_ok(db_write(c, test_writer(&t), erase_again, NULL));
	assert_int_equal(test_number(c, "SELECT erased_utc FROM person WHERE id = 1"), 1700000000);
	assert_str(test_texts(c, "SELECT name FROM registration WHERE id = 1"), "\n");
	assert_ok(db_write(c, test_writer(&t), erase_again, NULL)); /* and twice is once */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TEST_MAIN(TEST(test_every_personal_column_is_filled_told_and_emptied), TEST(test_exceptions_are_of_columns_that_exist),
	  TEST(test_the_download_is_json), TEST(test_erasing_leaves_others_and_figures),
	  TEST(test_coming_sign_ups_are_cancelled_first), TEST(test_the_last_administrator_is_not_erased),
	  TEST(test_strangers_see_and_erase_nobody), TEST(test_restoring_erases_again))
