/* The page frame and its parts: what a search engine, a screen reader and a person who mistyped need is there, and nothing
 * that somebody typed becomes markup. */
#include "harness.h"

#include "web/page.h"
#include "web/page_frame.tpl.h"
#include "web/page_parts.tpl.h"

#define HOSTILE "\"'><script>alert(1)</script>{{x}}"

struct shown {
	struct arena *a;
	struct buf b;
	struct html h;
};

static void begin(struct shown *s, enum lang lang)
{
	s->a = arena_new(1 << 20);
	buf_init(&s->b, s->a, 1 << 18);
	html_init(&s->h, &s->b, lang);
}

/* What was written, each run of white space as one space: where a template breaks its lines is no matter. */
static str written(struct shown *s)
{
	struct buf b;
	str all = buf_done(&s->b);
	buf_init(&b, s->a, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		bool space = all.p[i] == ' ' || all.p[i] == '\n';
		if (!space)
			buf_char(&b, all.p[i]);
		else if (b.n > 0 && b.p[b.n - 1] != ' ')
			buf_char(&b, ' ');
	}
	return buf_done(&b);
}

static void assert_shows(struct shown *s, const char *part)
{
	str all = written(s);
	if (str_find_str(all, str_from(part)) == all.n)
		fail_msg("\"%s\" is missing in:\n%.*s", part, STR_ARG(all));
}

static void assert_lacks(struct shown *s, const char *part)
{
	str all = written(s);
	if (str_find_str(all, str_from(part)) != all.n)
		fail_msg("\"%s\" stands in:\n%.*s", part, STR_ARG(all));
}

static struct page_site site_of(struct arena *a)
{
	return (struct page_site){
		.name = S("Päijät-Häme visits"),
		.phone = S("044 123 4567"),
		.phone_url = page_tel_url(a, S("044 123 4567")),
		.email = S("visits@example.org"),
		.email_url = page_mail_url(a, S("visits@example.org")),
		.theme_version = S("7"),
	};
}

static void test_frame_of_a_public_page(void **state)
{
	(void)state;
	struct shown s;
	begin(&s, LANG_FI);
	struct page_site site = site_of(s.a);
	const struct page_language languages[] = {
		{ LANG_FI, url_local(S("/fi/events/k3")), url_check(S("https://x.example/fi/events/k3")) },
		{ LANG_EN, url_local(S("/en/events/k3")), url_check(S("https://x.example/en/events/k3")) },
	};
	const struct page_link crumbs[] = { { url_local(S("/fi/events")), S("Events"), false } };
	struct page p = {
		.site = &site, .title = S("Visit"), .description = S("A visit."), .languages = languages, .language_count = 2,
		.canonical = url_check(S("https://x.example/fi/events/k3")), .crumbs = crumbs, .crumb_count = 1,
		.json_ld = S("{\"@type\":\"Event\",\"name\":\"</script>\"}"), .can_search = true,
	};
	tpl_page_frame_begin(&s.h, &p);
	html_str(&s.h, S("BODY"));
	tpl_page_frame_end(&s.h, &p);
	assert_true(buf_ok(&s.b));
	assert_true(str_starts(buf_done(&s.b), S("<!DOCTYPE html>")));
	static const char *const parts[] = {
		"<html lang=\"fi\">", "<title>Visit – Päijät-Häme visits</title>", "name=\"viewport\"",
		"<link rel=\"canonical\" href=\"https://x.example/fi/events/k3\">",
		"hreflang=\"en\" href=\"https://x.example/en/events/k3\"", "property=\"og:title\" content=\"Visit\"",
		"content=\"fi_FI\"", "href=\"/theme.css?v=7\"", "href=\"#main\"", "<main id=\"main\"", "BODY</main>",
		"<a href=\"/en/events/k3\" lang=\"en\" hreflang=\"en\">In English</a>", "href=\"tel:0441234567\"",
		"href=\"mailto:visits@example.org\"", "href=\"/fi/privacy\"", "href=\"/fi/accessibility\"", "href=\"/fi/sign-in\"",
		"type=\"application/ld+json\">{\"@type\"", "role=\"search\"", "<a href=\"/fi/events\">Events</a>",
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		assert_shows(&s, parts[i]);
	assert_lacks(&s, "Suomeksi"); /* the page's own language is no link */
	assert_lacks(&s, "\"</script>\"}");
	assert_lacks(&s, "noindex");
	assert_lacks(&s, "style=");
	assert_lacks(&s, FORM_TOKEN_FIELD);
	arena_free(s.a);
}

static void test_frame_of_a_page_that_is_not_public(void **state)
{
	(void)state;
	struct shown s;
	begin(&s, LANG_EN);
	struct page_site site = site_of(s.a);
	struct page p = { .site = &site, .title = S(HOSTILE), .no_index = true, .refused = true, .account = S(HOSTILE),
		.token = S("tok"), .notice = S(HOSTILE), .notice_kind = NOTICE_GOOD, .request_id = S("r-17") };
	tpl_page_frame_begin(&s.h, &p);
	tpl_page_frame_end(&s.h, &p);
	assert_shows(&s, "<title>Error: &#34;");
	assert_shows(&s, "content=\"noindex\"");
	assert_shows(&s, "name=\"" FORM_TOKEN_FIELD "\" value=\"tok\"");
	assert_shows(&s, "<div class=\"notice good\" role=\"status\">");
	assert_shows(&s, "r-17");
	assert_lacks(&s, "og:");
	assert_lacks(&s, "canonical");
	assert_lacks(&s, "<script>");
	assert_lacks(&s, "sign-in");
	arena_free(s.a);
}

static void test_embedded_page_has_no_frame(void **state)
{
	(void)state;
	struct shown s;
	begin(&s, LANG_SV);
	struct page_site site = site_of(s.a);
	struct page p = { .site = &site, .title = S("List"), .embed = true };
	tpl_page_frame_begin(&s.h, &p);
	tpl_page_frame_end(&s.h, &p);
	assert_lacks(&s, "<header");
	assert_lacks(&s, "<footer");
	assert_shows(&s, "<main id=\"main\"");
	arena_free(s.a);
}

static void test_field_with_error_ties_words_to_the_control(void **state)
{
	(void)state;
	struct shown s;
	begin(&s, LANG_EN);
	struct field_view f = { .id = S("email"), .name = S("email"), .label = S("E-mail"), .hint = S("Where we write."),
		.error = S("Write an address."), .value = S(HOSTILE), .type = "email", .autocomplete = "email", .maxlength = 254,
		.required = true };
	tpl_form_field(&s.h, &f);
	static const char *const parts[] = {
		"<label for=\"email\">E-mail</label>", "id=\"email-hint\">Where we write.", "id=\"email-error\"",
		"aria-describedby=\"email-hint email-error\"", "aria-invalid=\"true\"", "type=\"email\"", "maxlength=\"254\"",
		" required", "value=\"&#34;&#39;&gt;&lt;script&gt;",
	};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		assert_shows(&s, parts[i]);
	assert_lacks(&s, "(optional)");
	assert_lacks(&s, "<script>");
	arena_free(s.a);
}

static void test_every_look_escapes_and_labels(void **state)
{
	(void)state;
	const struct field_choice choices[] = {
		{ .value = S("a"), .label = S(HOSTILE), .hint = S(HOSTILE) },
		{ .value = S("b"), .label = S("B"), .chosen = true },
	};
	for (enum field_look look = LOOK_INPUT; look <= LOOK_HIDDEN; look++) {
		struct shown s;
		begin(&s, LANG_EN);
		struct field_view f = { .look = look, .id = S("x"), .name = S("x"), .label = S(HOSTILE), .hint = S(HOSTILE),
			.error = S(HOSTILE), .value = S(HOSTILE), .choices = choices, .choice_count = 2, .checked = true };
		tpl_form_field(&s.h, &f);
		assert_lacks(&s, "<script>");
		if (look == LOOK_HIDDEN) {
			assert_lacks(&s, "label");
		} else {
			assert_shows(&s, "id=\"x\"");
			assert_shows(&s, "for=\"x\"");
			assert_shows(&s, "id=\"x-error\"");
			assert_shows(&s, "aria-describedby=\"x-hint x-error\"");
		}
		if (look == LOOK_RADIOS || look == LOOK_CHECKBOXES) {
			assert_shows(&s, "<legend>");
			assert_shows(&s, "id=\"x-2\" name=\"x\" value=\"b\"");
			assert_shows(&s, " checked");
		}
		arena_free(s.a);
	}
}

static void test_suggestions_name_their_address(void **state)
{
	(void)state;
	struct shown s;
	begin(&s, LANG_EN);
	struct field_view f = { .id = S("o"), .name = S("o"), .label = S("Company"), .suggest_also = "business_id",
		.suggest = url_local(S("/api/v1/organisations/suggest")) };
	tpl_form_field(&s.h, &f);
	assert_shows(&s, "data-suggest=\"/api/v1/organisations/suggest\" data-suggest-also=\"business_id\"");
	assert_shows(&s, "data-many=\"{n} suggestions\"");
	assert_shows(&s, "(optional)");
	arena_free(s.a);
}

static void test_error_summary_links_to_fields(void **state)
{
	(void)state;
	struct shown s;
	begin(&s, LANG_EN);
	const struct error_link errors[] = { { S("email"), S("Write an address.") }, { str_null, S("The event is full.") } };
	tpl_error_summary(&s.h, NULL, 0);
	assert_int_equal(s.b.n, 0);
	tpl_error_summary(&s.h, errors, 2);
	assert_shows(&s, "role=\"alert\" tabindex=\"-1\"");
	assert_shows(&s, "Please check 2 things");
	assert_shows(&s, "<a href=\"#email\">Write an address.</a>");
	assert_shows(&s, "<li>The event is full.</li>");
	arena_free(s.a);
}

static void test_form_carries_token_and_honeypot(void **state)
{
	(void)state;
	struct shown s;
	begin(&s, LANG_EN);
	struct form_view f = { .action = url_local(S("/en/events/k3/sign-up")), .token = S("tok"), .honeypot = true, .guard = true };
	tpl_post_form_begin(&s.h, &f);
	tpl_post_form_end(&s.h, &f);
	assert_shows(&s, "method=\"post\" novalidate action=\"/en/events/k3/sign-up\" data-guard");
	assert_shows(&s, "name=\"" FORM_TOKEN_FIELD "\" value=\"tok\"");
	assert_shows(&s, "name=\"" FORM_HONEYPOT_FIELD "\" tabindex=\"-1\"");
	assert_lacks(&s, "enctype");
	arena_free(s.a);
}

static void test_pager_shows_what_there_is(void **state)
{
	(void)state;
	struct shown s;
	begin(&s, LANG_EN);
	struct pager none = { .shown = S("1-3") };
	tpl_pager(&s.h, &none);
	assert_int_equal(s.b.n, 0);
	struct pager g = { .next = url_local(S("/en/x?after=1&q=a")), .shown = S("1-50") };
	tpl_pager(&s.h, &g);
	assert_shows(&s, "href=\"/en/x?after=1&amp;q=a\" rel=\"next\"");
	assert_lacks(&s, "rel=\"prev\"");
	arena_free(s.a);
}

static void test_links_to_phones_and_mail(void **state)
{
	(void)state;
	struct arena *a = arena_new(1 << 16);
	assert_str(page_tel_url(a, S("+358 (44) 123-4567")).s, "tel:+358441234567");
	assert_str(page_tel_url(a, S("044 123+4567")).s, "tel:0441234567");
	assert_true(str_is_null(page_tel_url(a, S("ask the desk")).s));
	assert_true(str_is_null(page_tel_url(a, str_null).s));
	assert_str(page_mail_url(a, S("a.b@example.org")).s, "mailto:a.b@example.org");
	assert_str(page_mail_url(a, S("a?cc=x&b@example.org")).s, "mailto:a%3Fcc%3Dx%26b@example.org");
	assert_true(str_is_null(page_mail_url(a, str_null).s));
	assert_true(str_is_null(page_mail_url(a, S("nobody")).s));
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_frame_of_a_public_page), cmocka_unit_test(test_frame_of_a_page_that_is_not_public),
	  cmocka_unit_test(test_embedded_page_has_no_frame),
	  cmocka_unit_test(test_field_with_error_ties_words_to_the_control),
	  cmocka_unit_test(test_every_look_escapes_and_labels), cmocka_unit_test(test_suggestions_name_their_address),
	  cmocka_unit_test(test_error_summary_links_to_fields), cmocka_unit_test(test_form_carries_token_and_honeypot),
	  cmocka_unit_test(test_pager_shows_what_there_is), cmocka_unit_test(test_links_to_phones_and_mail))
