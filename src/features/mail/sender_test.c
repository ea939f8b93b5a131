/* Tests of sending: order, pace over nodes, back-off, take-over, refusals, files. The mail server is a function here; a real
 * one stands in smtp_test.c. */
#include "features/mail/sender.h"

#include <dirent.h>
#include <stdlib.h>

#include "base/file.h"
#include "features/mail/mail.h"
#include "features/mail/sender.sql.h"
#include "features/person/person.h"
#include "harness.h"
#include "store/job.h"
#include "support/store/store_support.h"

static struct test_store t;
static struct settings settings;

/* A server that answers everything alike and keeps the last mail. */
static struct fake {
	struct mail_outcome answer;
	int sent;
	char to[100], bytes[8000];
} fake;

static void fake_send(void *arg, struct arena *a, const struct mail_letter *letter, struct mail_outcome *ret)
{
	struct fake *f = arg;

	(void)a;
	f->sent++;
	assert_true(letter->to.n < sizeof f->to && letter->bytes.n < sizeof f->bytes);
	snprintf(f->to, sizeof f->to, "%.*s", STR_ARG(letter->to));
	snprintf(f->bytes, sizeof f->bytes, "%.*s", STR_ARG(letter->bytes));
	*ret = f->answer;
}

static struct sender make_sender(void)
{
	return (struct sender){ .transport = { .send = fake_send, .arg = &fake, .paced = true }, .refused = person_email_refused };
}

static struct ctx *new_ctx(void)
{
	struct ctx *c = test_ctx(&t);

	c->settings = &settings;
	return c;
}

static enum err put_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct mail *m = arg;

	mail_paragraph(mail_begin(c, m), S("Hyvää päivää."));
	return mail_put(c, tx, m);
}

static void put(const char *to, enum outbox_kind kind)
{
	struct mail m = { .kind = kind, .to = str_from(to), .lang = LANG_FI, .subject = str_from(to) };

	assert_ok(db_write(new_ctx(), test_writer(&t), put_body, &m));
}

static struct ctx *run_ctx, *row_ctx;

static struct sender_ran run_on(struct ctx *c, struct sender *s)
{
	struct sender_ran ran;

	test_ctx_renew(&t, c);
	assert_ok(sender_run_one(c, store_writer(c->store), s, &ran));
	return ran;
}

static struct sender_ran run(struct sender *s) { return run_on(run_ctx, s); }

static int set_up(void **state)
{
	(void)state;
	test_store_open(&t);
	settings = settings_default(t.a);
	run_ctx = new_ctx();
	row_ctx = new_ctx();
	fake = (struct fake){ .answer = { .fate = FATE_SENT, .code = 250, .words = S("2.0.0 ok") } };
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

/* The one mail there is. */
static struct q_mails_row row(void)
{
	struct q_mails_filter filter = { 0 };
	struct list_page page = { .order = Q_MAILS_BY_ID };
	struct q_mails_result result;

	test_ctx_renew(&t, row_ctx);
	assert_ok(q_mails(row_ctx, &filter, &page, &result));
	assert_int_equal(result.count, 1);
	return ((struct q_mails_row *)result.rows)[0];
}

static void test_statements(void **state)
{
	static const struct statement_module *const modules[] = { &statements_features_mail_sender_sql, NULL };

	(void)state;
	assert_int_equal(test_check_statements(&t, modules), 0);
}

static void test_confirmations_before_notices_before_bulk(void **state)
{
	struct sender s = make_sender();

	(void)state;
	put("bulk@example.fi", OUTBOX_BULK);
	put("notice@example.fi", OUTBOX_NOTICE);
	put("confirmation@example.fi", OUTBOX_CONFIRMATION);
	assert_true(run(&s).ran);
	assert_string_equal(fake.to, "confirmation@example.fi");
	assert_true(run(&s).ran);
	assert_string_equal(fake.to, "notice@example.fi");
	put("late@example.fi", OUTBOX_CONFIRMATION);
	assert_true(run(&s).ran);
	assert_string_equal(fake.to, "late@example.fi");
	assert_true(run(&s).ran);
	assert_string_equal(fake.to, "bulk@example.fi");
	assert_false(run(&s).ran);
	assert_int_equal(fake.sent, 4);
}

/* Another node: its own handle on the same database. */
static struct ctx *open_node(void)
{
	struct store_options options = { .data_folder = t.folder, .url = t.url[0] != '\0' ? t.url : NULL };
	struct ctx *c = new_ctx();
	str why;

	assert_ok(store_open(&options, t.a, &c->store, &why));
	return c;
}

static void close_node(struct ctx *c)
{
	ctx_end(c);
	store_close(c->store);
	c->store = t.store;
}

static void test_pace_over_two_nodes(void **state)
{
	struct sender one = make_sender(), two = make_sender();
	struct ctx *node = open_node();
	struct sender_ran ran;

	(void)state;
	settings.mail_per_minute = 3;
	settings.mail_per_day = 5;
	for (int i = 0; i < 9; i++)
		put("aino@example.fi", OUTBOX_BULK);
	assert_true(run(&one).ran && run_on(node, &two).ran && run(&one).ran);
	ran = run_on(node, &two);
	assert_false(ran.ran);
	assert_int_equal(ran.wait_s, 60);
	assert_false(run(&one).ran);
	assert_int_equal(fake.sent, 3);
	test_pass(&t, 60);
	assert_true(run_on(node, &two).ran && run_on(node, &two).ran);
	ran = run(&one);
	assert_false(ran.ran);
	assert_int_equal(ran.wait_s, 86400 - (TEST_NOW + 60) % 86400);
	test_pass(&t, ran.wait_s);
	assert_true(run(&one).ran);
	assert_int_equal(fake.sent, 6);
	close_node(node);
}

static void test_back_off_and_giving_up(void **state)
{
	static const int64_t waits[] = { 60, 300, 900, 3600, 14400, 14400 };
	struct sender s = make_sender();
	int64_t waited = 0;

	(void)state;
	fake.answer = (struct mail_outcome){ .fate = FATE_LATER, .code = 451, .words = S("4.3.0 try AINO@example.fi later\r\n") };
	put("aino@example.fi", OUTBOX_NOTICE);
	for (int attempt = 1;; attempt++) {
		struct sender_ran ran = run(&s);

		assert_true(ran.ran);
		assert_int_equal(row().attempts, attempt);
		if (ran.gave_up)
			break;
		int64_t wait = attempt <= 6 ? waits[attempt - 1] : 14400;

		assert_int_equal(row().next, TEST_NOW + waited + wait);
		test_pass(&t, wait - 1);
		assert_false(run(&s).ran);
		test_pass(&t, 1);
		waited += wait;
	}
	assert_in_range(waited, 3 * 86400, 3 * 86400 + 14400);
	assert_str(row().state, "failed");
	assert_str(row().error, "451: 4.3.0 try ... later");
	test_pass(&t, 86400);
	assert_false(run(&s).ran);
}

static void test_message_id_is_the_same_at_every_attempt(void **state)
{
	struct sender s = make_sender();
	char first[sizeof fake.bytes];

	(void)state;
	fake.answer.fate = FATE_SERVER_AWAY;
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	assert_true(run(&s).ran);
	memcpy(first, fake.bytes, sizeof first);
	assert_non_null(strstr(first, "Message-ID: <"));
	fake.answer.fate = FATE_SENT;
	test_pass(&t, 60);
	assert_true(run(&s).ran);
	assert_string_equal(first, fake.bytes);
	assert_str(row().state, "sent");
	assert_true(str_is_null(row().error));
}

static enum err claim_and_die(struct ctx *c, struct tx *tx, void *arg)
{
	bool found;

	TRY(q_outbox_claim(c, tx, c->now, c->now + OUTBOX_LEASE_S, &found, arg));
	assert_true(found);
	return OK;
}

static enum err finish_late(struct ctx *c, struct tx *tx, void *arg)
{
	struct q_outbox_claim_row *claimed = arg;
	int64_t changes;

	TRY(q_outbox_failed(c, tx, claimed->id, claimed->fence, S("late"), &changes));
	assert_int_equal(changes, 0);
	return OK;
}

static void test_the_mail_of_a_killed_node_is_taken_over(void **state)
{
	struct sender s = make_sender();
	struct q_outbox_claim_row claimed;

	(void)state;
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	assert_ok(db_write(new_ctx(), test_writer(&t), claim_and_die, &claimed));
	test_pass(&t, OUTBOX_LEASE_S - 1);
	assert_false(run(&s).ran);
	test_pass(&t, 1);
	assert_true(run(&s).ran);
	assert_str(row().state, "sent");
	/* The dead node wakes up and may not change anything. */
	assert_ok(db_write(new_ctx(), test_writer(&t), finish_late, &claimed));
	assert_str(row().state, "sent");
	assert_false(run(&s).ran);
	assert_int_equal(fake.sent, 1);
}

static void test_a_refused_address_is_noted_at_the_person(void **state)
{
	struct sender s = make_sender();
	struct cursor *cursor;
	bool found;

	(void)state;
	test_exec(&t, "INSERT INTO person (id, key, name, name_fold, name_sort, lang, created_utc, updated_utc) VALUES (1, 'k', 'Aino', "
		      "'aino', 'aino', 'fi', 1, 1);"
		      "INSERT INTO person_email (email, email_fold, person_id, created_utc) VALUES ('Aino@example.fi', "
		      "'aino@example.fi', 1, 1);");
	fake.answer = (struct mail_outcome){ .fate = FATE_ADDRESS_REFUSED, .code = 550, .words = S("5.1.1 <aino@example.fi>: unknown") };
	put("Aino@example.fi", OUTBOX_CONFIRMATION);
	assert_true(run(&s).gave_up);
	assert_str(row().state, "failed");
	assert_str(row().error, "550: 5.1.1 <...>: unknown");
	struct ctx *c = new_ctx();

	assert_ok(stmt_read_sql(c, "test", S("SELECT refused_utc, refused_why FROM person_email"), NULL, NULL, 0, &cursor));
	assert_ok(cursor_next(cursor, &found));
	assert_true(found);
	assert_int_equal(cursor_int(cursor, 0), TEST_NOW);
	assert_str(cursor_text(cursor, 1, c->a), "550: 5.1.1 <...>: unknown");
	cursor_end(cursor);
}

static void test_a_refused_mail_leaves_the_address_alone(void **state)
{
	struct sender s = make_sender();

	(void)state;
	s.refused = NULL;
	fake.answer = (struct mail_outcome){ .fate = FATE_MAIL_REFUSED, .code = 554, .words = S("5.6.0 bad\xff\x01 content") };
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	assert_true(run(&s).gave_up);
	assert_str(row().error, "554: 5.6.0 bad?  content");
}

/* Somebody has to change the password: nothing is given up, and no attempt is used up. */
static void test_mails_wait_while_we_are_not_let_in(void **state)
{
	struct sender s = make_sender();
	struct q_mail_trouble_row trouble;
	bool found;

	(void)state;
	fake.answer = (struct mail_outcome){ .fate = FATE_NOT_LET_IN, .code = 535, .words = S("5.7.8 bad credentials") };
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	put("eero@example.fi", OUTBOX_CONFIRMATION);
	for (int i = 0; i < 500; i++) {
		run(&s);
		test_pass(&t, 15 * 60);
	}
	assert_ok(q_mail_trouble(new_ctx(), &found, &trouble));
	assert_true(found);
	assert_str(trouble.error, "535: 5.7.8 bad credentials");
	fake.answer = (struct mail_outcome){ .fate = FATE_SENT };
	fake.sent = 0;
	assert_true(run(&s).ran && run(&s).ran);
	assert_int_equal(fake.sent, 2);
	assert_ok(q_mail_trouble(new_ctx(), &found, &trouble));
	assert_false(found);
}

static void test_a_sender_rests_when_the_server_is_away(void **state)
{
	struct sender s = make_sender();
	struct sender_ran ran;

	(void)state;
	fake.answer.fate = FATE_SERVER_AWAY;
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	put("eero@example.fi", OUTBOX_CONFIRMATION);
	assert_true(run(&s).ran);
	ran = run(&s);
	assert_false(ran.ran);
	assert_int_equal(ran.wait_s, SENDER_REST_S);
	test_pass(&t, SENDER_REST_S);
	fake.answer.fate = FATE_SENT;
	assert_true(run(&s).ran);
	assert_string_equal(fake.to, "eero@example.fi");
}

static void test_stopping_uses_up_no_attempt(void **state)
{
	struct sender s = make_sender();

	(void)state;
	fake.answer.fate = FATE_STOPPED;
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	assert_true(run(&s).ran);
	assert_int_equal(row().attempts, 0);
	assert_str(row().state, "queued");
	assert_true(str_is_null(row().error));
}

/* The answer came, but the database was away: it is written before the next mail is taken, and nothing goes twice. */
static void test_a_result_that_could_not_be_written_is_written_later(void **state)
{
	struct sender s = make_sender();
	struct q_outbox_claim_row claimed;

	(void)state;
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	assert_ok(db_write(new_ctx(), test_writer(&t), claim_and_die, &claimed));
	s.result = (struct sender_result){ .open = true, .id = claimed.id, .fence = claimed.fence, .fate = FATE_SENT };
	assert_false(run(&s).ran);
	assert_str(row().state, "sent");
	assert_int_equal(fake.sent, 0);
}

static void test_connections_over_two_nodes(void **state)
{
	struct sender s = make_sender();
	struct q_outbox_claim_row claimed;

	(void)state;
	if (store_engine(t.store) != ENGINE_POSTGRESQL)
		SKIP("only with PostgreSQL");
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	put("eero@example.fi", OUTBOX_CONFIRMATION);
	assert_ok(db_write(new_ctx(), test_writer(&t), claim_and_die, &claimed)); /* another node is sending */
	assert_false(run(&s).ran);
	settings.mail_connections = 2;
	assert_true(run(&s).ran);
}

static void test_without_a_mail_server_mails_are_files(void **state)
{
	struct sender s = make_sender();
	str folder = STR_CONCAT(t.a, str_from(t.folder), S("/mail")), bytes;
	struct dirent *entry;
	char name[300] = "";
	int files = 0;
	DIR *dir;

	(void)state;
	settings.data = str_from(t.folder);
	settings.mail_per_minute = 1; /* does not count for files */
	s.transport = mail_transport_of(t.a, &settings, NULL);
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	put("eero@example.fi", OUTBOX_NOTICE);
	assert_true(run(&s).ran && run(&s).ran);
	assert_false(run(&s).ran);
	dir = opendir(str_c(t.a, folder));
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.') {
			files++;
			snprintf(name, sizeof name, "%s", entry->d_name);
		}
	closedir(dir);
	assert_int_equal(files, 2);
	assert_true(str_starts(str_from(name), S("20261127T070000Z-")) && str_ends(str_from(name), S(".eml")));
	assert_ok(file_read(t.a, str_c(t.a, STR_CONCAT(t.a, folder, S("/"), str_from(name))), 100000, &bytes));
	assert_true(str_find_str(bytes, S("\r\nTo: ")) < bytes.n);
	assert_true(str_find_str(bytes, S("Hyv=C3=A4=C3=A4 p=C3=A4iv=C3=A4=C3=A4.")) < bytes.n);
}

/* A folder that cannot be written is like a server that is away. */
static void test_a_folder_that_cannot_be_written(void **state)
{
	struct sender s = make_sender();

	(void)state;
	s.transport = mail_folder_transport(t.a, S("/proc/none/mail"));
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	assert_int_equal(run(&s).fate, FATE_SERVER_AWAY);
	assert_true(str_starts(row().error, S("The mail cannot be kept as a file: ")));
}

extern const struct job_table mail_job_handlers;

static struct job_ran run_job(void)
{
	static const struct job_table *const tables[] = { &mail_job_handlers };
	struct job_ran ran;

	test_ctx_renew(&t, run_ctx);
	assert_ok(job_ensure_periodic(run_ctx, test_writer(&t), tables, 1));
	assert_ok(job_run_one(run_ctx, test_writer(&t), tables, 1, &ran));
	assert_int_equal(ran.result, OK);
	return ran;
}

static void test_old_mails_are_forgotten(void **state)
{
	struct sender s = make_sender();

	(void)state;
	put("aino@example.fi", OUTBOX_CONFIRMATION);
	assert_true(run(&s).ran);
	test_pass(&t, 90 * 86400);
	assert_true(run_job().ran);
	assert_str(row().address, "aino@example.fi");
	assert_false(run_job().ran); /* once a day */
	test_pass(&t, 86400);
	assert_true(run_job().ran);
	assert_true(str_is_null(row().address) && str_is_null(row().subject));
	assert_str(row().state, "sent");
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
TEST_MAIN(T(test_statements), T(test_confirmations_before_notices_before_bulk), T(test_pace_over_two_nodes),
	  T(test_back_off_and_giving_up), T(test_message_id_is_the_same_at_every_attempt),
	  T(test_the_mail_of_a_killed_node_is_taken_over), T(test_a_refused_address_is_noted_at_the_person),
	  T(test_a_refused_mail_leaves_the_address_alone), T(test_mails_wait_while_we_are_not_let_in),
	  T(test_a_sender_rests_when_the_server_is_away), T(test_stopping_uses_up_no_attempt),
	  T(test_a_result_that_could_not_be_written_is_written_later), T(test_connections_over_two_nodes),
	  T(test_without_a_mail_server_mails_are_files), T(test_a_folder_that_cannot_be_written), T(test_old_mails_are_forgotten))
