/* Hostile texts in every field of every form, and then a look at all that the program gives out.
 *
 * Generated from the form tables of the routes: a field for text gets hostile ones in turn (each round others; with --long
 * all), a field of another kind gets what it takes. A form that refuses a text is sent again with the next one there, so
 * that what is refused by one field does not keep the others from being stored. Whatever is stored or shown again must be
 * harmless: pages, mails, tables, calendars, JSON (support/main/look.h). */
#include "harness.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/encode.h"
#include "main/job_runner.h"
#include "support/main/look.h"
#include "support/main/walk.h"
#include "web/form_check.h"

enum { ATTEMPTS = 14, REFUSALS_MAX = 4, FIELDS_MAX = 400, PAGES_MAX = 600 };

static const str hostile[] = {
	S_INIT("zq7\"><zq7tag zq7attr=1>"),
	S_INIT("<script>zq7()</script>"),
	S_INIT("=HYPERLINK(\"http://zq7.example\";\"zq7\")"),
	S_INIT("zq7' zq7attr='1"),
	S_INIT("javascript:zq7()"),
	S_INIT("zq7\r\nZq7-Header: 1\r\n\r\nzq7"),
	S_INIT("[zq7](javascript:zq7()) ![zq7](javascript:zq7()) <zq7tag zq7attr=1> <!-- zq7"),
	S_INIT("</textarea></title></script></style><zq7tag>zq7"),
	S_INIT("zq7\xE2\x80\xAEgpj.exe"),
	S_INIT("@SUM(1+1)*zq7"),
	S_INIT("zq7\nEND:VEVENT\nZQ7PROP:1\nBEGIN:VEVENT"),
	S_INIT("zq7 \xF0\x9F\xA4\xB7\xF0\x9F\x8F\xBD\xE2\x80\x8D\xE2\x99\x80\xEF\xB8\x8F \xE2\x80\x8B\xE2\x80\xA8\xC2\x85"),
	S_INIT("zq7\0<zq7tag>"),
	S_INIT("zq7 {name} {n} %s %n {{zq7}} $1 \\ ]]> --> ;,"),
	S_INIT("zq7\xC3\x28 \xF0\x28\x8C\xBC \xED\xA0\x80"),
	S_INIT("-1+1|zq7"),
	S_INIT("zq7, zq7@zq7.example <zq7tag@zq7.example>\"zq7"),
	S_INIT("zq7<svg/onload=zq7()><a href=\"data:text/html,zq7\">"),
};
enum { HOSTILE = sizeof hostile / sizeof *hostile + 1 }; /* the last one is as long as the field takes */

static struct walk w;
static int faults, stored;

/* typed: the page shows a form again as it was typed, to who typed it. */
static void look(const char *what, str type, str body, bool typed)
{
	str why;

	test_ctx_renew(&w.web.store, w.c);
	why = look_at(w.c->a, type, body);
	if (str_is_null(why) || (typed && str_eq(why, LOOK_TURNS)))
		return;
	if (faults++ < 40)
		printf("# %s: %.*s\n", what, STR_ARG(why));
}

/* typed: the answer to a form, which may show it again as it was typed. */
static void look_at_reply(const char *what, const struct test_reply *r, bool typed)
{
	for (size_t i = 0; i < r->r.header_count; i++) {
		str name = r->r.headers[i].name, value = r->r.headers[i].value;

		if (str_find(value, '\n') < value.n || str_find(value, '\r') < value.n || str_eq_nocase(name, S("Zq7-Header"))) {
			faults++;
			printf("# %s: the header %.*s\n", what, STR_ARG(name));
		}
	}
	if (r->status >= 500 && r->status != 503) {
		faults++;
		printf("# %s: status %d\n", what, r->status);
	}
	look(what, test_reply_header(r, "Content-Type"), r->body, typed);
}

/* ---- filling in ----------------------------------------------------------------------------------------------------- */

/* One input of a form as it will be sent. */
struct input {
	const struct field *field;
	str name;      /* in HTML: title.fi, name.1 */
	str given;     /* what the page has there */
	size_t number; /* of the hostile text */
	int refusals;
	bool text, send;
};

static bool takes_text(enum field_type type)
{
	return type == FIELD_TEXT || type == FIELD_LONG_TEXT;
}

/* The first `max` characters. */
static str cut(str s, size_t max)
{
	size_t at = 0;

	if (!str_is_utf8(s))
		return str_sub(s, 0, max);
	for (size_t n = 0; n < max && at < s.n; n++)
		(void)str_point(s, &at);
	return str_sub(s, 0, at);
}

static str longest(struct arena *a, size_t max)
{
	struct buf b;

	buf_init(&b, a, max * 4 + 16);
	for (size_t n = 0; n < max; n++)
		buf_lit(&b, "<");
	return buf_done(&b);
}

static str valid(const struct input *in, size_t serial)
{
	const struct field *f = in->field;
	struct arena *a = w.web.a;
	str name = in->name;

	switch (f->type) {
	case FIELD_EMAIL: return str_format(a, "zq7.%zu@zq7.example", serial);
	case FIELD_PHONE: return S("+358 40 123 4567");
	case FIELD_URL: return S("https://zq7.example/a?b=1&c=2");
	case FIELD_INT: return str_format(a, "%lld", (long long)(f->low > 5 ? f->low : f->high > 0 && f->high < 5 ? f->high : 5));
	case FIELD_DATE: return str_starts(name, S("end")) ? S("2027-12-31") : S("2026-01-01");
	case FIELD_TIME: return S("09:00");
	case FIELD_DATETIME:
		return str_starts(name, S("end"))     ? S("2026-12-18T11:00")
		       : str_starts(name, S("close")) ? S("2026-12-16T16:00")
		       : str_starts(name, S("start")) ? S("2026-12-18T09:00")
						      : S("");
	case FIELD_BOOL: return f->required ? S("1") : S("");
	case FIELD_CHOICE: case FIELD_CHOICES: return f->required && f->options != NULL ? str_from(f->options[0].value) : S("");
	default: return S("");
	}
}

/* Of a choice that was wanted after all: the one after those that were refused. */
static str choice_of(const struct input *in)
{
	int n = 0;

	while (n + 1 < in->refusals && in->field->options[n + 1].value != NULL)
		n++;
	return str_from(in->field->options[n].value);
}

static str value_of(const struct input *in, size_t serial)
{
	size_t max;

	if (in->field->type == FIELD_CHOICE && in->refusals > 0 && in->field->options != NULL)
		return choice_of(in);
	if (in->field->type == FIELD_BOOL && in->refusals > 0)
		return S("1");
	if (!in->text || in->refusals >= REFUSALS_MAX)
		return str_empty(in->given) ? valid(in, serial) : in->given;
	max = form_field_max(in->field);
	return in->number % HOSTILE == HOSTILE - 1 ? longest(w.web.a, max) : cut(hostile[in->number % HOSTILE], max);
}

static size_t list_inputs(const struct form_def *def, struct input *ret, size_t round)
{
	static const char *const ends[] = { ".fi", ".sv", ".en" };
	size_t n = 0;

	for (size_t i = 0; i < def->count; i++) {
		const struct field *f = &def->fields[i];

		for (size_t k = 0; k < (f->per_language ? 3u : 1u); k++) {
			assert_true(n < FIELDS_MAX);
			ret[n] = (struct input){ .field = f, .number = round * 5 + n, .text = takes_text(f->type), .given = str_null };
			ret[n].name = STR_CONCAT(w.web.a, str_from(f->name), f->per_language ? str_from(ends[k])
								   : f->repeat > 0   ? S(".1") : S(""));
			ret[n].send = f->type != FIELD_FILE && !(f->type == FIELD_CHOICE && !f->required);
			n++;
		}
	}
	return n;
}

/* Rows that a script adds stand in the page with __i__ for their number. */
static bool is_named(const struct input *in, str name)
{
	str base = str_from(in->field->name);

	return str_eq(in->name, name) ||
	       (in->field->repeat > 0 && str_starts(name, base) && str_eq_c(str_sub(name, base.n, name.n), ".__i__"));
}

/* What the page has in its fields: keys, versions, times. Of a select its first choice that says something. */
static void take_given(str page, struct input *inputs, size_t count)
{
	struct look_tag tag;
	const char *wrong;
	size_t at = 0;
	str select = S("");

	while (look_next_tag(page, &at, &tag, &wrong)) {
		str name = look_attribute(&tag, "name"), value = look_attribute(&tag, "value");

		if (str_eq_c(tag.name, "select"))
			select = name;
		else if (str_eq_c(tag.name, "/select"))
			select = S("");
		else if (str_eq_c(tag.name, "option"))
			name = select;
		else if (!str_eq_c(tag.name, "input"))
			continue;
		for (size_t i = 0; i < count; i++)
			if (is_named(&inputs[i], name) && !str_empty(value) && str_empty(inputs[i].given) &&
			    inputs[i].field->type != FIELD_BOOL && inputs[i].field->type != FIELD_EMAIL &&
			    (inputs[i].field->type != FIELD_CHOICE || inputs[i].field->required))
				inputs[i].given = str_copy(w.web.a, value);
	}
}

static str form_body(const struct input *inputs, size_t count, size_t serial)
{
	struct arena *a = w.web.a;
	struct buf b;

	buf_init(&b, a, 1 << 20);
	for (size_t i = 0; i < count; i++) {
		str value = value_of(&inputs[i], serial * 100 + i);

		if (!inputs[i].send || (value.n == 0 && inputs[i].field->type == FIELD_BOOL))
			continue;
		if (b.n > 0)
			buf_char(&b, '&');
		buf_str(&b, url_encode(a, inputs[i].name));
		buf_char(&b, '=');
		buf_str(&b, url_encode(a, value));
	}
	return buf_done(&b);
}

/* Marks what the page says is wrong. Returns how many fields it named. */
static size_t take_refusals(str page, struct input *inputs, size_t count)
{
	struct look_tag tag;
	const char *wrong;
	size_t at = 0, n = 0;
	bool next = false; /* the error stands at the group of choices */

	while (look_next_tag(page, &at, &tag, &wrong)) {
		str name = look_attribute(&tag, "name");

		if (str_eq_c(tag.name, "fieldset"))
			next = str_eq_c(look_attribute(&tag, "class"), "field wrong");
		if (str_is_null(look_attribute(&tag, "aria-invalid")) && !(next && str_eq_c(tag.name, "input")))
			continue;
		next = false;
		for (size_t i = 0; i < count; i++)
			if (str_eq(inputs[i].name, name)) {
				inputs[i].refusals++;
				inputs[i].number++;
				inputs[i].send = true;
				n++;
			}
	}
	return n;
}

/* A body with bytes that are no text is refused whole: those texts give way to the next ones. */
static bool skip_bytes(struct input *inputs, size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		str value = value_of(&inputs[i], 0);

		if (inputs[i].text && (!str_is_utf8(value) || str_find(value, '\0') < value.n)) {
			inputs[i].number++;
			any = true;
		}
	}
	return any;
}

static enum walk_role sender(const struct route *route)
{
	if (route->permission == PERM_PUBLIC || route->permission == PERM_LINK)
		return WALK_NOBODY;
	return route->permission == PERM_SIGNED_IN ? WALK_PARTICIPANT : WALK_ADMINISTRATOR;
}

static void fill_in(const struct walk_route *r, size_t round)
{
	static struct input inputs[FIELDS_MAX];
	static size_t serial;
	size_t count = list_inputs(r->route->form, inputs, round);
	char *target = str_c(w.web.a, r->target[WALK_A]);
	struct test_reply *reply;

	walk_as(&w, sender(r->route));
	take_given(get(&w.web, target)->body, inputs, count);
	walk_forget(&w);
	for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
		reply = post(&w.web, target, str_c(w.web.a, form_body(inputs, count, ++serial)));
		look_at_reply(r->route->path, reply, true);
		if (reply->status < 400) {
			stored++;
			walk_forget(&w);
			return;
		}
		if (reply->status == 400 && skip_bytes(inputs, count)) {
			walk_forget(&w);
			continue;
		}
		if (reply->status != 422 || take_refusals(reply->body, inputs, count) == 0)
			break;
		walk_forget(&w);
	}
	printf("# %s %s (%s) was not taken: %d\n", r->route->method, r->route->path, r->route->form->name, reply->status);
	walk_forget(&w);
}

/* ---- JSON ----------------------------------------------------------------------------------------------------------- */

static json_t *json_text(str s)
{
	json_t *text = json_stringn(s.p, s.n);

	return text == NULL ? json_string("zq7") : text; /* jansson makes no text that is not UTF-8 */
}

static void fill_in_json(const struct walk_route *r, size_t round)
{
	static struct input inputs[FIELDS_MAX];
	static size_t serial = 5000;
	size_t count = list_inputs(r->route->form, inputs, round);

	walk_as(&w, WALK_NOBODY);
	for (size_t k = 0; k < 6; k++) {
		json_t *root = json_object();
		struct test_reply *reply;
		char *body;

		for (size_t i = 0; i < count; i++) {
			const struct field *f = inputs[i].field;
			str name = str_from(f->name), outer = str_sub(name, 0, str_find(name, '.'));
			str value = (inputs[i].number = round * 7 + k * 3 + i, value_of(&inputs[i], ++serial));
			json_t *to = root, *v = f->type == FIELD_INT ? json_integer(5) : f->type == FIELD_BOOL ? json_true() : json_text(value);

			if (f->repeat > 0 || (!inputs[i].text && value.n == 0)) {
				json_decref(v);
				continue;
			}
			if (outer.n < name.n) {
				to = json_object_get(root, str_c(w.web.a, outer));
				if (to == NULL) {
					json_object_set_new(root, str_c(w.web.a, outer), json_object());
					to = json_object_get(root, str_c(w.web.a, outer));
				}
				name = str_sub(name, outer.n + 1, name.n);
			}
			json_object_set_new(to, str_c(w.web.a, name), v);
		}
		body = json_dumps(root, 0);
		reply = send_json(&w.web, r->route->method, str_c(w.web.a, r->target[WALK_A]), body);
		look_at_reply(r->route->path, reply, true);
		stored += reply->status < 400;
		free(body);
		json_decref(root);
		walk_forget(&w);
	}
}

/* ---- looking at all of it ------------------------------------------------------------------------------------------- */

static void look_at_mails(void)
{
	struct cursor *cur;
	bool row = true;
	size_t n = 0;
	static str mails[2000];

	test_ctx_renew(&w.web.store, w.c);
	assert_ok(stmt_read_sql(w.c, "mails", S("SELECT body FROM outbox WHERE body IS NOT NULL ORDER BY id"), NULL, NULL, 0, &cur));
	for (;;) {
		assert_ok(cursor_next(cur, &row));
		if (!row || n == 2000)
			break;
		mails[n++] = str_copy(w.web.a, cursor_blob(cur, 0, w.c->a));
	}
	cursor_end(cur);
	for (size_t i = 0; i < n; i++)
		look("a mail", S("message/rfc822"), mails[i], false);
}

struct crawl {
	str paths[PAGES_MAX];
	size_t count;
};

/* Local links; keys stand in some query, and the pages of a list need one of each only. */
static void add_links(struct crawl *k, str page)
{
	struct look_tag tag;
	const char *wrong;
	size_t at = 0;

	while (look_next_tag(page, &at, &tag, &wrong)) {
		str href = look_attribute(&tag, str_eq_c(tag.name, "a") ? "href" : "src");
		bool known = false;

		href = str_sub(href, 0, str_find(href, '#'));
		href = str_sub(href, 0, str_find(href, '&'));
		if (!str_starts(href, S("/")) || k->count == PAGES_MAX)
			continue;
		for (size_t i = 0; i < k->count && !known; i++)
			known = str_eq(k->paths[i], href);
		if (!known)
			k->paths[k->count++] = str_copy(w.web.a, href);
	}
}

static void look_at_pages(enum walk_role role)
{
	static struct crawl k;

	k.count = 0;
	walk_as(&w, role);
	for (size_t i = 0; i < w.route_count; i++)
		if (w.routes[i].route->get != NULL)
			k.paths[k.count++] = w.routes[i].target[WALK_A];
	for (size_t i = 0; i < k.count; i++) {
		struct test_reply *reply = get(&w.web, str_c(w.web.a, k.paths[i]));

		look_at_reply(str_c(w.web.a, k.paths[i]), reply, false);
		if (str_starts(test_reply_header(reply, "Content-Type"), S("text/html")))
			add_links(&k, reply->body);
		walk_forget(&w);
	}
}

static bool ends_things(const struct route *route)
{
	static const char *const words[] = { "cancel", "erase", "close", "remove", "delete", "instead", "end" };
	str path = str_from(route->path), last = S("");

	while (path.n > 0)
		last = str_cut(&path, '/');
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_starts(last, str_from(words[i])))
			return true;
	return false;
}

static void fill_in_all(size_t round, bool ending)
{
	for (size_t i = 0; i < w.route_count; i++) {
		const struct walk_route *r = &w.routes[i];

		if (r->route->form == NULL || ends_things(r->route) != ending)
			continue;
		if (r->route->bare)
			fill_in_json(r, round);
		else
			fill_in(r, round);
	}
	test_run_jobs(&w.web.store, w.c, all_job_tables, all_job_tables_count);
	look_at_mails();
	look_at_pages(WALK_ADMINISTRATOR);
	look_at_pages(WALK_NOBODY);
	look_at_pages(WALK_PARTICIPANT);
}

static void test_hostile_texts_are_shown_harmless(void **state)
{
	size_t rounds = getenv("TALKOOT_LONG") != NULL ? HOSTILE : 2;

	(void)state;
	faults = stored = 0;
	for (size_t round = 0; round < rounds; round++) {
		walk_open(&w);
		fill_in_all(round, false);
		fill_in_all(round, true);
		walk_close(&w);
	}
	/* Texts that were never stored prove nothing. */
	assert_true((size_t)stored >= rounds * 8);
	assert_int_equal(faults, 0);
}

/* The eyes are good only if they see: each of these is found. */
static void test_the_look_sees(void **state)
{
	static const struct {
		const char *type, *body;
	} bad[] = {
		{ "text/html", "<p><zq7tag></zq7tag></p>" },
		{ "text/html", "<p title=\"\" zq7attr=\"1\"></p>" },
		{ "text/html", "<p title='x'></p>" },
		{ "text/html", "<a href=\" java&#9;script:zq7()\">x</a><a href=\"\tJavaScript:x\">y</a>" },
		{ "text/html", "<p><b>x</p></b>" },
		{ "text/html", "<p>1 < 2</p>" },
		{ "text/html", "<script>zq7()</script>" },
		{ "text/html", "<script type=\"application/ld+json\">{\"a\": \"</script><b>\"}</script>" },
		{ "text/html", "<p>zq7\xE2\x80\xAEgpj</p>" },
		{ "text/html", "<p>\xC3\x28</p>" },
		{ "text/calendar", "BEGIN:VCALENDAR\r\nZQ7PROP:1\r\nEND:VCALENDAR\r\n" },
		{ "text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:a\nb\r\nEND:VCALENDAR\r\n" },
		{ "text/csv", "name;x\r\n=1+1;2\r\n" },
		{ "text/csv", "name;\"=1+1\"\r\n" },
		{ "application/json", "{\"a\": \"x\" \"}" },
		{ "message/rfc822", "Subject: x\r\nZq7-Header: 1\r\n\r\nx" },
		{ "message/rfc822", "Subject: x\r\n\r\n<!DOCTYPE html><html><zq7tag></zq7tag></html>" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (str_is_null(look_at(a, str_from(bad[i].type), str_from(bad[i].body))))
			fail_msg("not seen: %s", bad[i].body);
	assert_true(str_is_null(look_at(a, S("text/html"), S("<!doctype html><p title=\"a\">b &lt; c<br></p><svg><path/></svg>"))));
	arena_free(a);
}

TEST_MAIN(cmocka_unit_test(test_the_look_sees), cmocka_unit_test(test_hostile_texts_are_shown_harmless))
