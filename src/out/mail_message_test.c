/* Mails read back: head, parts, encodings; hostile names cannot add a header; text and HTML say the same words. */
#include "harness.h"

#include <stdlib.h>

#include "base/encode.h"
#include "out/mail_address.h"
#include "out/mail_message.h"

static void test_addresses(void **state)
{
	static const struct {
		const char *address;
		enum mail_address_state want;
	} cases[] = {
		{ "matti.meikalainen@example.fi", MAIL_ADDRESS_OK },
		{ "a+b_c'd@x-y.example.co", MAIL_ADDRESS_OK },
		{ "x@xn--hmeenlinna-q5a.fi", MAIL_ADDRESS_OK },
		{ "", MAIL_ADDRESS_EMPTY },
		{ "matti", MAIL_ADDRESS_NO_AT },
		{ "@example.fi", MAIL_ADDRESS_NO_AT },
		{ "matti@", MAIL_ADDRESS_NO_AT },
		{ "a@b@c.fi", MAIL_ADDRESS_DOMAIN },
		{ ".a@b.fi", MAIL_ADDRESS_LOCAL },
		{ "a..b@c.fi", MAIL_ADDRESS_LOCAL },
		{ "a b@c.fi", MAIL_ADDRESS_LOCAL },
		{ "\"a\"@c.fi", MAIL_ADDRESS_LOCAL },
		{ "a,b@c.fi", MAIL_ADDRESS_LOCAL },
		{ "a\r\nBcc:x@c.fi", MAIL_ADDRESS_LOCAL },
		{ "mäkinen@c.fi", MAIL_ADDRESS_LOCAL_FOREIGN },
		{ "a@hämeenlinna.fi", MAIL_ADDRESS_DOMAIN_FOREIGN },
		{ "a@localhost", MAIL_ADDRESS_DOMAIN },
		{ "a@-x.fi", MAIL_ADDRESS_DOMAIN },
		{ "a@x..fi", MAIL_ADDRESS_DOMAIN },
		{ "a@192.0.2.1", MAIL_ADDRESS_DOMAIN },
		{ "a@[192.0.2.1]", MAIL_ADDRESS_DOMAIN },
		{ "a@x.fi ", MAIL_ADDRESS_DOMAIN },
		{ "aaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaa@x.fi", MAIL_ADDRESS_LOCAL },
	};
	struct arena *a = arena_new(1 << 16);
	char *big = arena_alloc(a, 300);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (mail_address_check(str_from(cases[i].address)) != cases[i].want)
			fail_msg("%s: %d", cases[i].address, (int)mail_address_check(str_from(cases[i].address)));
	memset(big, 'a', 300);
	memcpy(big, "x@", 2);
	assert_int_equal(mail_address_check(str_make(big, 255)), MAIL_ADDRESS_TOO_LONG);
	assert_false(mail_address_ok((str){ "a\0b@c.fi", 8 }));
	assert_str(mail_address_fold(a, S("Matti.M@Example.FI")), "matti.m@example.fi");
	arena_free(a);
}

/* Words of a text, one blank between them; bullets go; with html, tags and the head go and entities are decoded. */
static str words(struct arena *a, str s, bool html)
{
	static const struct {
		str entity, text;
	} entities[] = { { S_INIT("&amp;"), S_INIT("&") }, { S_INIT("&lt;"), S_INIT("<") }, { S_INIT("&gt;"),
		S_INIT(">") },
		{ S_INIT("&quot;"), S_INIT("\"") }, { S_INIT("&#39;"), S_INIT("'") } };
	struct buf plain, out;

	buf_init(&plain, a, 1 << 20);
	buf_init(&out, a, 1 << 20);
	if (html)
		s = str_sub(s, str_find_str(s, S("<body>")), s.n);
	for (size_t at = 0; at < s.n; at++) {
		if (html && s.p[at] == '<') {
			str tag = str_sub(s, at, str_find(str_sub(s, at, s.n), '>'));
			size_t alt = str_find_str(tag, S(" alt=\""));

			/* The alternative text of a picture counts as words. */
			if (alt < tag.n)
				buf_str(&plain, str_sub(tag, alt + 6, str_find(str_sub(tag, alt + 6, tag.n), '"')));
			at += tag.n;
		} else {
			buf_char(&plain, s.p[at]);
		}
	}
	for (str rest = buf_done(&plain); rest.n > 0;) {
		bool found = false;

		for (size_t i = 0; html && !found && i < 5; i++) {
			found = str_starts(rest, entities[i].entity);
			if (found) {
				buf_str(&out, entities[i].text);
				rest = str_sub(rest, entities[i].entity.n, rest.n);
			}
		}
		if (found)
			continue;
		if (!html && str_starts(rest, S("\n- "))) {
			rest = str_sub(rest, 3, rest.n);
			if (out.p[out.n - 1] != ' ')
				buf_char(&out, ' ');
			continue;
		}
		if (strchr(" \n", rest.p[0]) == NULL)
			buf_char(&out, rest.p[0]);
		else if (out.n > 0 && out.p[out.n - 1] != ' ')
			buf_char(&out, ' ');
		rest = str_sub(rest, 1, rest.n);
	}
	return str_trim(buf_done(&out));
}

static const char hostile[] = "<script>alert(\"1\")</script> & 'x'\r\nBcc: ä@example.fi = .";

static void full_body(struct mail_body *body, struct arena *a)
{
	static const str items[] = { S_INIT("yksi"), S_INIT("<b>kaksi</b>\nkolme") };
	static const struct mail_pair pairs[] = { { S_INIT("Paikka"), S_INIT("Lahti, Askonkatu 2") }, { S_INIT("Tyhjä"),
		S_INIT("") },
		{ S_INIT("Isäntä"), S_INIT("\"Oy\" <x>") } };

	mail_body_init(body, a, S("fi"), str_from(hostile));
	mail_heading(body, S("Tervetuloa yritysvierailulle"));
	mail_paragraph(body, str_from(hostile));
	mail_paragraph(body, S(""));
	mail_table(body, pairs, 3);
	mail_list(body, items, 2);
	mail_button(body, S("Muuta tai peru"), S("https://x.example/r/abc?a=1&b=\"2\""));
	mail_button(body, S("Paha"), S("javascript:alert(1)"));
	mail_image(body, S("code"), S("Koodi \"K7\""));
	mail_small(body, S("Lähettäjä: LADEC"));
}

static void test_text_and_html_say_the_same(void **state)
{
	struct arena *a = arena_new(1 << 22);
	struct mail_body body;
	struct buf text, html;
	str from_html;

	(void)state;
	full_body(&body, a);
	buf_init(&text, a, 1 << 16);
	buf_init(&html, a, 1 << 16);
	mail_body_text(&body, &text);
	mail_body_html(&body, &html);
	from_html = words(a, buf_done(&html), true);
	assert_true(from_html.n > 100);
	assert_str(words(a, buf_done(&text), false), str_c(a, from_html));
	assert_int_equal(str_find_str(buf_done(&html), S("<script")), html.n);
	assert_int_equal(str_find_str(buf_done(&html), S("href=\"javascript")), html.n);
	assert_int_equal(str_find_str(buf_done(&html), S("style=")), html.n);
	assert_int_equal(str_find_str(buf_done(&html), S("<table")), html.n);
	arena_free(a);
}

static struct mail_message message(const struct mail_body *body)
{
	return (struct mail_message){ .from = { S("Lahden seutu"), S("visits@example.fi") },
		.to = { S("Väinö \"V\" Äijälä"), S("vaino@example.fi") }, .subject = S("Vierailu: Öljymäki Oy"),
		.date = 1795324260,
		.message_id = S("abc.1@example.fi"), .body = body };
}

/* Every line ends with CR LF, has at most 78 characters and is ASCII. */
static void check_lines(str mail)
{
	for (str rest = mail; rest.n > 0;) {
		str line = str_cut(&rest, '\n');

		assert_true(line.n > 0 && line.p[line.n - 1] == '\r');
		if (line.n - 1 > 78)
			fail_msg("%zu: %.*s", line.n, STR_ARG(line));
		for (size_t i = 0; i + 1 < line.n; i++)
			assert_true(line.p[i] == '\t' || (line.p[i] >= 0x20 && line.p[i] < 0x7f));
	}
}

/* The value of a header, unfolded, its encoded words decoded; NULL string when it is not there or there twice. */
static str header(struct arena *a, str mail, const char *name)
{
	str head = str_sub(mail, 0, str_find_str(mail, S("\r\n\r\n")) + 2);
	str needle = STR_CONCAT(a, S("\r\n"), str_from(name), S(":"));
	struct buf b;
	size_t at;

	head = STR_CONCAT(a, S("\r\n"), head);
	at = str_find_str(head, needle);
	if (at == head.n || str_find_str(str_sub(head, at + 2, head.n), needle) + at + 2 < head.n)
		return str_null;
	head = str_sub(head, at + needle.n, head.n);
	buf_init(&b, a, 1 << 16);
	for (bool word_before = false; head.n > 0;) {
		if (str_starts(head, S("\r\n"))) {
			head = str_sub(head, 2, head.n);
			if (head.n == 0 || head.p[0] != ' ')
				break;
			if (word_before && str_starts(head, S(" =?UTF-8?B?")))
				head = str_sub(head, 1, head.n);
		} else if (str_starts(head, S("=?UTF-8?B?"))) {
			str bytes, code = str_sub(head, 10, str_find_str(head, S("?=")) - 10);

			assert_true(code.n + 12 <= 75);
			assert_ok(base64_decode(a, code, &bytes));
			assert_true(str_is_utf8(bytes)); /* no letter is cut */
			buf_str(&b, bytes);
			head = str_sub(head, code.n + 12, head.n);
			word_before = true;
		} else {
			buf_char(&b, head.p[0]);
			head = str_sub(head, 1, head.n);
			word_before = false;
		}
	}
	return str_trim(buf_done(&b));
}

static str unquote(struct arena *a, str s)
{
	struct buf b;

	buf_init(&b, a, s.n + 1);
	for (size_t at = 0; at < s.n; at++) {
		if (s.p[at] == '=' && s.p[at + 1] == '\r') {
			at += 2;
		} else if (s.p[at] == '=') {
			char two[3] = { s.p[at + 1], s.p[at + 2], 0 };

			buf_char(&b, (char)strtol(two, NULL, 16));
			at += 2;
		} else if (s.p[at] != '\r') {
			buf_char(&b, s.p[at]);
		}
	}
	return buf_done(&b);
}

/* The content of the first part whose head has needle, up to the next boundary. */
static str part(str mail, const char *needle)
{
	str rest = str_sub(mail, str_find_str(mail, str_from(needle)), mail.n);
	size_t from = str_find_str(rest, S("\r\n\r\n")) + 4;

	rest = str_sub(rest, from, rest.n);
	return str_sub(rest, 0, str_find_str(rest, S("\r\n--=_")));
}

static str unbase64(struct arena *a, str s)
{
	struct buf b;
	str ret;

	buf_init(&b, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r' && s.p[i] != '\n')
			buf_char(&b, s.p[i]);
	assert_ok(base64_decode(a, buf_done(&b), &ret));
	return ret;
}

static void test_message_comes_back(void **state)
{
	static const struct mail_part picture = { .type = S_INIT("image/png"), .cid = S_INIT("code"),
		.bytes = S_INIT("\x89PNG\r\n") };
	static const struct mail_part files[] = { { .name = S_INIT("kutsu.ics"), .type = S_INIT("text/calendar"),
		.bytes = S_INIT("BEGIN") },
		{ .name = S_INIT("../Yritysvierailu \"Öljymäki\" äöå-ohjelma ja kartta.pdf"),
		.type = S_INIT("application/pdf"), .bytes = S_INIT("%PDF") } };
	struct arena *a = arena_new(1 << 22);
	struct mail_body body;
	struct mail_message m;
	struct buf b, text;
	str mail;

	(void)state;
	full_body(&body, a);
	m = message(&body);
	m.calendar = S("BEGIN:VCALENDAR\r\n");
	m.calendar_method = S("REQUEST");
	m.pictures = &picture;
	m.picture_count = 1;
	m.attachments = files;
	m.attachment_count = 2;
	m.reply_to = (struct mail_party){ S("Koordinaattori, Lahti"), S("kaisa@example.fi") };
	m.unsubscribe_url = S("https://x.example/u/abc");
	m.unsubscribe_one_click = true;
	buf_init(&b, a, 1 << 20);
	assert_ok(mail_message_write(&b, &m));
	mail = buf_done(&b);
	check_lines(mail);
	assert_str(header(a, mail, "Subject"), "Vierailu: Öljymäki Oy");
	assert_str(header(a, mail, "To"), "Väinö \"V\" Äijälä <vaino@example.fi>");
	assert_str(header(a, mail, "From"), "\"Lahden seutu\" <visits@example.fi>");
	assert_str(header(a, mail, "Reply-To"), "\"Koordinaattori, Lahti\" <kaisa@example.fi>");
	assert_str(header(a, mail, "Date"), "Sun, 22 Nov 2026 05:11:00 +0000");
	assert_str(header(a, mail, "Message-ID"), "<abc.1@example.fi>");
	assert_str(header(a, mail, "Auto-Submitted"), "auto-generated");
	assert_str(header(a, mail, "List-Unsubscribe"), "<https://x.example/u/abc>");
	assert_str(header(a, mail, "MIME-Version"), "1.0");
	assert_true(str_is_null(header(a, mail, "Bcc")));
	buf_init(&text, a, 1 << 16);
	mail_body_text(&body, &text);
	assert_str(unquote(a, part(mail, "Content-Type: text/plain")), buf_done(&text).p);
	assert_str(unbase64(a, part(mail, "Content-Type: text/calendar; charset=utf-8; method=REQUEST")),
		"BEGIN:VCALENDAR\r\n");
	assert_str(unbase64(a, part(mail, "Content-ID: <code>")), "\x89PNG\r\n");
	assert_str(unbase64(a, part(mail, "filename=\"kutsu.ics\"")), "BEGIN");
	assert_str(unbase64(a, part(mail, "filename=\".._Yritysvierailu __ljym_ki_ ___-ohjelma ja kartt.pdf\"")),
		"%PDF");
	assert_true(str_find_str(mail, S("filename*0*=UTF-8''..%2FYritysvierailu%20%22%C3%96ljym")) < mail.n);
	arena_free(a);
}

static void test_long_heads_fold(void **state)
{
	struct arena *a = arena_new(1 << 22);
	struct mail_body body;
	struct mail_message m;

	(void)state;
	mail_body_init(&body, a, S("fi"), S(""));
	for (size_t n = 0; n < 240; n += 7) {
		struct buf b, subject;

		buf_init(&subject, a, 1000);
		for (size_t i = 0; i < n; i++)
			buf_str(&subject, n % 2 == 0 ? S("ä𝄞") : i % 9 == 8 ? S(" ") : S("=x"));
		m = message(&body);
		m.subject = str_limit(str_trim(buf_done(&subject)), MAIL_SUBJECT_MAX);
		m.to.name = str_limit(m.subject, MAIL_NAME_MAX);
		buf_init(&b, a, 1 << 16);
		assert_ok(mail_message_write(&b, &m));
		check_lines(buf_done(&b));
		assert_str(header(a, buf_done(&b), "Subject"), str_c(a, m.subject));
	}
	arena_free(a);
}

static void test_bad_messages_are_refused(void **state)
{
	struct arena *a = arena_new(1 << 22);
	struct mail_body body;
	struct mail_message bad[8], limit;
	struct buf b;

	(void)state;
	mail_body_init(&body, a, S("fi"), S(""));
	for (size_t i = 0; i < 8; i++)
		bad[i] = message(&body);
	bad[0].subject = S("Hi\r\nBcc: x@example.fi");
	bad[1].to.name = S("Matti\nX: y");
	bad[2].to.address = S("a@example.fi>\r\nX: <y");
	bad[3].message_id = S("x@y>\r\nX: y");
	bad[4].unsubscribe_url = S("https://x.example/\r\nX: y");
	bad[5].from.address = str_null;
	bad[6].reply_to.address = S("nobody");
	bad[7].calendar = S("BEGIN");
	bad[7].calendar_method = S("REQUEST\r\nX: y");
	for (size_t i = 0; i < 8; i++) {
		buf_init(&b, a, 1 << 16);
		if (mail_message_write(&b, &bad[i]) != ERR_INVALID)
			fail_msg("%zu was taken", i);
	}
	limit = message(&body);
	buf_init(&b, a, 500);
	assert_int_equal(mail_message_write(&b, &limit), ERR_LIMIT);
	arena_free(a);
}

static void test_quoted_printable(void **state)
{
	struct arena *a = arena_new(1 << 22);
	static const char *const texts[] = { "", "a", "a \n\tb\t\n", "From me\n.\n=\n",
		"ääääääääääääääääääääääääääääääääääääääääääääää",
		"01234567890123456789012345678901234567890123456789012345678901234567890123456789", "x\n\n\n" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct buf b;

		buf_init(&b, a, 10000);
		mail_quoted_printable(&b, str_from(texts[i]));
		buf_lit(&b, "\r\n");
		check_lines(buf_done(&b));
		b.n -= 2;
		b.p[b.n] = 0;
		assert_str(unquote(a, buf_done(&b)), texts[i]);
		assert_false(str_starts(buf_done(&b), S("From")));
	}
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_addresses), cmocka_unit_test(test_text_and_html_say_the_same),
	cmocka_unit_test(test_message_comes_back), cmocka_unit_test(test_long_heads_fold),
	cmocka_unit_test(test_bad_messages_are_refused), cmocka_unit_test(test_quoted_printable))
