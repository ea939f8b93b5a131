/* The pages of mails, through the whole chain; and the words of a message. */
#include "features/mail/mail.h"
#include "features/mail/mail_book.h"
#include "features/mail/mail_text.h"
#include "features/mail/sender.h"
#include "harness.h"
#include "support/features/feature_support.h"
#include "support/web/web_test.h"

static struct test_web t;

static int set_up(void **state)
{
	(void)state;
	test_web_open(&t, all_route_tables, all_route_tables_count);
	as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_web_close(&t);
	return 0;
}

static enum err put_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct mail *m = arg;
	struct mail_body *body = mail_begin(c, m);

	mail_paragraph(body, S("Hyvää päivää, <b>&amp; tervetuloa. Tämä rivi on niin pitkä, että se jatkuu koodattuna "
			     "seuraavalle riville."));
	mail_button(body, S("Avaa"), S("https://x.example.fi/?a=1&b=2"));
	return mail_put(c, tx, m);
}

/* Its key. */
static const char *put(const char *to, const char *about)
{
	struct mail m = { .kind = OUTBOX_CONFIRMATION, .to = str_from(to), .lang = LANG_FI, .subject = S("Paikkasi <i>: Päivä"),
			  .about_kind = about };
	struct ctx *c = test_ctx(&t.store);

	assert_ok(db_write(c, test_writer(&t.store), put_body, &m));
	const char *key = str_c(t.a, str_sub(test_texts(c, "SELECT message_id FROM outbox ORDER BY id DESC LIMIT 1"), 0, KEY_LENGTH));

	ctx_end(c); /* many are put: its connection goes back */
	return key;
}

static const char *path(const char *key, const char *rest)
{
	return str_c(t.a, STR_CONCAT(t.a, S("/en/mail/"), str_from(key), str_from(rest)));
}

static void fail_send(void *arg, struct arena *a, const struct mail_letter *letter, struct mail_outcome *ret)
{
	(void)a;
	(void)letter;
	*ret = (struct mail_outcome){ .fate = *(enum mail_fate *)arg, .code = 550, .words = S("5.1.1 <unknown>") };
}

static void run_sender(enum mail_fate fate)
{
	struct sender s = { .transport = { .send = fail_send, .arg = &fate } };
	struct sender_ran ran;

	assert_ok(sender_run_one(test_ctx(&t.store), test_writer(&t.store), &s, &ran));
	assert_true(ran.ran);
}

static void test_who_may(void **state)
{
	static const char *const pages[] = { "/en/mail", "/en/mail/settings", "/en/mail/00000000000000aa", "/en/mail/00000000000000aa/file" };

	(void)state;
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		as_role(&t, ROLE_READER, SCOPE_INSTANCE, 0);
		assert_status(get(&t, pages[i]), 403);
		as_role(&t, ROLE_COORDINATOR, SCOPE_EVENT, 1);
		assert_status(get(&t, pages[i]), 403);
		as_nobody(&t);
		assert_true(get(&t, pages[i])->status != 200);
	}
	as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	assert_status(get(&t, "/en/mail/00000000000000aa"), 404);
	assert_status(get(&t, "/en/mail/%25"), 404);
	assert_status(post(&t, "/en/mail/00000000000000aa/retry", ""), 404);
}

static void test_list_and_filter(void **state)
{
	struct test_reply *r;

	(void)state;
	assert_text(get(&t, "/en/mail"), "There are no such mails.");
	put("aino@example.fi", "event");
	put("eero@example.fi", "event");
	r = get(&t, "/en/mail");
	assert_text(r, "aino@example.fi");
	assert_text(r, "Paikkasi &lt;i");
	assert_text(r, "Nobody gets these mails");
	assert_text(r, "Waiting");
	assert_budget(r, 6, 20000, 600000);
	r = get(&t, "/en/mail?to=eero%40example.fi");
	assert_text(r, "eero@example.fi");
	assert_no_text(r, "aino@example.fi");
	assert_text(get(&t, "/en/mail?state=failed"), "There are no such mails.");
	assert_status(get(&t, "/en/mail?at=nonsense"), 400);
	t.settings.smtp_url = S("smtp://mail.example.fi:587");
	assert_no_text(get(&t, "/en/mail"), "Nobody gets these mails");
}

static void test_many_mails_are_paged(void **state)
{
	struct test_reply *r;

	(void)state;
	for (int i = 0; i < 51; i++)
		put(i == 0 ? "first@example.fi" : "aino@example.fi", "event");
	r = get(&t, "/en/mail");
	assert_no_text(r, "first@example.fi");
	assert_text(r, "rel=\"next\"");
	str body = r->body, link = str_sub(body, str_find_str(body, S("?state=&amp;to=&amp;at=")), body.n);

	link = str_sub(link, 23, str_find(link, '"') - 23);
	assert_text(get(&t, str_c(t.a, STR_CONCAT(t.a, S("/en/mail?at="), link))), "first@example.fi");
}

static void test_a_mail_is_shown_as_text(void **state)
{
	const char *key = put("aino@example.fi", "event");
	struct test_reply *r = get(&t, path(key, ""));

	(void)state;
	assert_text(r, "Hyvää päivää, &lt;b&gt;&amp;amp; tervetuloa. Tämä rivi on niin pitkä, että se jatkuu");
	assert_text(r, "https://x.example.fi/?a=1&amp;b=2");
	assert_no_text(r, "=C3=A4");
	r = get(&t, path(key, "/file"));
	assert_status(r, 200);
	assert_str(test_reply_header(r, "Content-Type"), "message/rfc822");
	assert_text(r, "Hyv=C3=A4=C3=A4");
}

/* Whoever reads a sign-in link can sign in. */
static void test_words_about_nothing_but_the_account_are_private(void **state)
{
	const char *key = put("admin@example.fi", NULL);

	(void)state;
	assert_no_text(get(&t, path(key, "")), "päivää");
	assert_status(get(&t, path(key, "/file")), 404);
	as_role(&t, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0);
	assert_text(get(&t, path(key, "")), "päivää");
	t.settings.smtp_url = S("smtp://mail.example.fi:587");
	assert_no_text(get(&t, path(key, "")), "päivää");
	assert_status(get(&t, path(key, "/file")), 404);
}

static void test_a_failed_mail_is_tried_again(void **state)
{
	const char *key = put("aino@example.fi", "event");
	struct test_reply *r;

	(void)state;
	assert_status(post(&t, path(key, "/retry"), ""), 404); /* has not failed */
	run_sender(FATE_ADDRESS_REFUSED);
	r = get(&t, path(key, ""));
	assert_text(r, "Not delivered");
	assert_text(r, "550: 5.1.1 &lt;unknown&gt;");
	assert_text(r, "Try again");
	r = post(&t, path(key, "/retry"), "");
	assert_redirect(r, "/en/mail/");
	assert_text(follow(&t, r), "Waiting");
	run_sender(FATE_SENT);
	r = get(&t, path(key, ""));
	assert_text(r, "Sent");
	assert_no_text(r, "Try again");
}

static void test_trouble_is_shown_and_waiting_mails_are_hurried(void **state)
{
	struct test_reply *r;

	(void)state;
	put("aino@example.fi", "event");
	run_sender(FATE_NOT_LET_IN);
	r = get(&t, "/en/mail/settings");
	assert_text(r, "Mails wait because sending failed");
	assert_text(r, "5.1.1 &lt;unknown&gt;");
	assert_text(r, "Try all waiting mails now");
	assert_redirect(post(&t, "/en/mail/settings/retry", ""), "/en/mail");
	run_sender(FATE_SENT);
	assert_no_text(get(&t, "/en/mail/settings"), "Mails wait because sending failed");
}

static void test_settings_without_secrets_and_a_test_mail(void **state)
{
	struct test_reply *r;
	struct ctx *c = test_ctx(&t.store);

	(void)state;
	t.settings.smtp_url = S("smtp://smtp.office365.com:587");
	t.settings.smtp_user = S("events@region.example.fi");
	t.settings.smtp_password = S("hunter2");
	t.settings.smtp_token = S("hunter3");
	t.settings.mail_from = S("events@region.example.fi");
	r = get(&t, "/en/mail/settings");
	assert_text(r, "smtp.office365.com");
	assert_no_text(r, "hunter");
	assert_text(r, "With a password, as events@region.example.fi");
	assert_text(r, "v=spf1 include:spf.protection.outlook.com ~all");
	assert_text(r, "talkoot._domainkey.region.example.fi");
	assert_text(r, "v=DMARC1; p=none; rua=mailto:events@region.example.fi");
	assert_budget(r, 6, 20000, 600000);
	assert_redirect(post(&t, "/en/mail/settings/test", ""), "/en/mail/settings");
	assert_str(test_texts(c, "SELECT address FROM outbox"), str_c(t.a, STR_CONCAT(t.a, t.actor.email, S("\n"))));
	assert_true(test_has(test_mails(c), "Test of the mail settings"));
}

static void test_pages_in_all_languages(void **state)
{
	(void)state;
	put("aino@example.fi", "event");
	assert_text(get(&t, "/fi/mail"), "Sähköpostit");
	assert_text(get(&t, "/sv/mail"), "E-postmeddelanden");
	assert_text(get(&t, "/fi/mail/settings"), "Sähköpostin asetukset");
	assert_text(get(&t, "/sv/mail/settings"), "Inställningar för e-post");
}

static void test_words_of_a_message(void **state)
{
	struct arena *a = arena_new(1 << 20);

	(void)state;
	assert_str(mail_text_plain(a, S("Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
					"quoted-printable\r\n\r\na=3Db=\r\nc=C3=A4\r\nd\r\n--=_alternative\r\nrest")),
		   "a=bcä\nd");
	assert_true(str_is_null(mail_text_plain(a, S("Subject: x\r\n\r\nno part"))));
	assert_true(str_is_null(mail_text_plain(a, S(""))));
	assert_true(str_is_null(mail_text_plain(a, S("Content-Type: text/plain\r\n\r\n=FF"))));
	assert_str(mail_text_plain(a, S("Content-Type: text/plain\r\n\r\n=")), "");
	assert_str(mail_text_plain(a, S("Content-Type: text/plain")), "");
	arena_free(a);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
TEST_MAIN(T(test_who_may), T(test_list_and_filter), T(test_many_mails_are_paged), T(test_a_mail_is_shown_as_text),
	  T(test_words_about_nothing_but_the_account_are_private), T(test_a_failed_mail_is_tried_again),
	  T(test_trouble_is_shown_and_waiting_mails_are_hurried), T(test_settings_without_secrets_and_a_test_mail),
	  T(test_pages_in_all_languages), cmocka_unit_test(test_words_of_a_message))
