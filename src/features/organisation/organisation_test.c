/* Organisations of sign-ups, suggestions, changes by hand. */
#include "harness.h"

#include "features/organisation/organisation.h"
#include "support/store/store_support.h"
#include "text/fold.h"

struct signing {
	const char *key, *name, *business_id, *kind;
	int64_t id;
	str kept;
};

static str or_null(const char *s) { return s == NULL ? str_null : str_from(s); }

static enum err sign_up_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct signing *s = arg;

	return organisation_for_sign_up(c, tx, or_null(s->key), or_null(s->name), or_null(s->business_id), or_null(s->kind), &s->id,
					&s->kept);
}

static int64_t sign_up(struct test_store *t, struct ctx *c, const char *name, const char *business_id)
{
	struct signing s = { .name = name, .business_id = business_id };

	assert_ok(db_write(c, test_writer(t), sign_up_body, &s));
	return s.id;
}

/* An organisation of the register, straight into the table. */
static enum err put_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct q_organisation_insert_in *in = arg;
	int64_t changes;

	TRY(q_organisation_insert(c, tx, in, &changes));
	return changes == 1 ? OK : ERR_CONFLICT;
}

static int64_t put(struct test_store *t, struct ctx *c, const char *name, const char *business_id, const char *ended)
{
	struct q_organisation_insert_in in = { .id = ctx_id(c), .key = ctx_key(c), .business_id = or_null(business_id),
		.name = str_from(name), .name_fold = text_fold(c->a, str_from(name)), .name_sort = text_sort_key(c->a, str_from(name)),
		.kind = S("company"), .post_office = S("Lahti"), .source = S("register"), .source_date = S("2026-11-01"),
		.ended_on = or_null(ended), .now = c->now };

	assert_ok(db_write(c, test_writer(t), put_body, &in));
	return in.id;
}

static enum err further_body(struct ctx *c, struct tx *tx, void *arg) { return q_organisation_name_put(c, tx, arg); }

static void put_further(struct test_store *t, struct ctx *c, int64_t organisation, const char *kind, const char *name)
{
	struct q_organisation_name_put_in in = { .id = ctx_id(c), .organisation = organisation, .kind = str_from(kind),
		.name = str_from(name), .name_fold = text_fold(c->a, str_from(name)), .from_date = S("2000-01-01") };

	assert_ok(db_write(c, test_writer(t), further_body, &in));
}

static void test_sign_up_finds_or_makes(void **state)
{
	struct test_store t;
	struct ctx *c;
	int64_t nokia, typed, other;
	struct q_organisation_by_business_id_row row;
	bool found;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	nokia = put(&t, c, "Nokia Oyj", "0112038-9", NULL);
	assert_true(sign_up(&t, c, "whatever", "FI01120389") == nokia);
	assert_true(sign_up(&t, c, "", "0112038-9") == nokia);
	assert_true(sign_up(&t, c, " NOKIA oyj ", NULL) == nokia);
	assert_true(sign_up(&t, c, "", NULL) == 0);
	assert_true(sign_up(&t, c, NULL, "not an ID") == 0);
	/* The register's words stay as they are. */
	assert_ok(q_organisation_by_business_id(c, S("0112038-9"), &found, &row));
	assert_true(found);
	assert_str(row.name, "Nokia Oyj");
	assert_str(row.source, "register");

	typed = sign_up(&t, c, "Älykäs Å-Verstas Oy", NULL);
	assert_true(typed != 0 && typed != nokia);
	assert_true(sign_up(&t, c, "alykas a verstas oy", NULL) == typed);
	/* The ID comes later and stays with the same one. */
	assert_true(sign_up(&t, c, "Älykäs Å-Verstas Oy", "1234567-1") == typed);
	assert_true(sign_up(&t, c, "Another name", "1234567-1") == typed);
	/* Another ID is another organisation, though the name is the same; then the name alone says nothing. */
	other = sign_up(&t, c, "Älykäs Å-Verstas Oy", "0106575-4");
	assert_true(other != typed);
	assert_true(sign_up(&t, c, "Älykäs Å-Verstas Oy", "0106575-4") == other);
	int64_t third = sign_up(&t, c, "Älykäs Å-Verstas Oy", NULL);
	assert_true(third != typed && third != other);
	assert_true(sign_up(&t, c, "Älykäs Å-Verstas Oy", NULL) == third);
	/* An ID alone. */
	other = sign_up(&t, c, "", "0108477-9");
	assert_true(other != 0);
	assert_ok(q_organisation_by_business_id(c, S("0108477-9"), &found, &row));
	assert_str(row.name, "0108477-9");
	test_store_close(&t);
}

static void test_sign_up_by_key_and_kind(void **state)
{
	struct test_store t;
	struct ctx *c;
	struct signing s = { .name = "Lahden Seudun Yrittäjät ry", .kind = "association" };
	struct q_organisation_by_business_id_row by_id;
	bool found;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	put(&t, c, "Nokia Oyj", "0112038-9", NULL);
	assert_ok(q_organisation_by_business_id(c, S("0112038-9"), &found, &by_id));
	assert_ok(db_write(c, test_writer(&t), sign_up_body, &s));
	assert_str(s.kept, "Lahden Seudun Yrittäjät ry");
	s = (struct signing){ .key = str_c(c->a, by_id.key), .name = "typed before it was picked" };
	assert_ok(db_write(c, test_writer(&t), sign_up_body, &s));
	assert_true(s.id == by_id.id);
	assert_str(s.kept, "Nokia Oyj");
	s = (struct signing){ .key = "0000000000000000", .name = "x" };
	assert_int_equal(db_write(c, test_writer(&t), sign_up_body, &s), ERR_NOT_FOUND);
	test_store_close(&t);
}

static void suggest(struct ctx *c, const char *typed, const char *const *want, size_t want_count)
{
	struct organisation_suggestion *got;
	size_t count;

	assert_ok(organisation_suggest(c, str_from(typed), &got, &count));
	for (size_t i = 0; i < count; i++)
		if (i >= want_count || !str_eq_c(got[i].name, want[i]))
			fail_msg("\"%s\": %zu is %.*s", typed, i, STR_ARG(got[i].name));
	assert_int_equal(count, want_count);
}
#define SUGGEST(c, typed, ...) \
	suggest((c), (typed), (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void test_suggestions(void **state)
{
	struct test_store t;
	struct ctx *c;
	int64_t id;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	id = put(&t, c, "Nokia Oyj", "0112038-9", NULL);
	put_further(&t, c, id, "parallel", "Nokia Corporation");
	put_further(&t, c, id, "auxiliary", "Telenokia");
	put(&t, c, "Nokian Renkaat Oyj", "0680006-8", NULL);
	put(&t, c, "Nokia", NULL, "1999-12-31");
	put(&t, c, "Nokian Lämpö Oy", NULL, "2019-01-01");
	put(&t, c, "Äänekosken Pyörä Oy", NULL, NULL);
	sign_up(&t, c, "Nokia who typed this", NULL);
	/* The same name first though it has ended; then what exists, then what does not. */
	SUGGEST(c, "nokia", "Nokia", "Nokia Oyj", "Nokian Renkaat Oyj", "Nokian Lämpö Oy");
	SUGGEST(c, "NOKIA cor", "Nokia Oyj");
	SUGGEST(c, "telen", "Nokia Oyj");
	SUGGEST(c, "aanekosken p", "Äänekosken Pyörä Oy");
	SUGGEST(c, "Ää", "Äänekosken Pyörä Oy");
	SUGGEST(c, "0112038-9", "Nokia Oyj");
	SUGGEST(c, "FI01120389", "Nokia Oyj");
	SUGGEST(c, "fi 0112", "Nokia Oyj");
	SUGGEST(c, "1120389", "Nokia Oyj"); /* without its zero */
	SUGGEST(c, "068", "Nokian Renkaat Oyj");
	suggest(c, "n", NULL, 0);
	suggest(c, "", NULL, 0);
	suggest(c, "%", NULL, 0);
	suggest(c, "%%", NULL, 0);
	suggest(c, "renkaat", NULL, 0);
	for (int i = 0; i < 30; i++) {
		char name[40];

		snprintf(name, sizeof name, "Sahko %02d Oy", 29 - i);
		put(&t, c, name, NULL, NULL);
	}
	SUGGEST(c, "sähkö", "Sahko 00 Oy", "Sahko 01 Oy", "Sahko 02 Oy", "Sahko 03 Oy", "Sahko 04 Oy", "Sahko 05 Oy", "Sahko 06 Oy",
		"Sahko 07 Oy", "Sahko 08 Oy", "Sahko 09 Oy");
	test_store_close(&t);
}

static void test_by_hand(void **state)
{
	struct test_store t;
	struct ctx *c;
	struct organisation_input in = { .name = S("Salpausselän Konepaja Oy"), .business_id = S("1234567-1"), .kind = S("company") };
	enum organisation_refusal refusal;
	struct organisation o;
	str key, other;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	put(&t, c, "Nokia Oyj", "0112038-9", NULL);
	assert_ok(organisation_save(c, test_writer(&t), str_null, &in, &refusal, &key));
	assert_int_equal(refusal, ORGANISATION_OK);
	assert_ok(organisation_find(c, key, &o));
	assert_str(o.row.source, "import");
	SUGGEST(c, "salpaus", "Salpausselän Konepaja Oy");

	assert_ok(organisation_save(c, test_writer(&t), str_null, &in, &refusal, &other));
	assert_int_equal(refusal, ORGANISATION_ID_TAKEN);
	assert_true(str_eq(key, other));
	in.business_id = S("0112038-9");
	assert_ok(organisation_save(c, test_writer(&t), key, &in, &refusal, &other));
	assert_int_equal(refusal, ORGANISATION_ID_TAKEN);
	assert_false(str_eq(key, other));

	/* A name of the register stays beside; its ID cannot be changed. */
	in = (struct organisation_input){ .name = S("Nokia"), .business_id = S("0112038-9"), .kind = S("company") };
	key = other;
	assert_ok(organisation_save(c, test_writer(&t), key, &in, &refusal, &other));
	assert_int_equal(refusal, ORGANISATION_OK);
	assert_ok(organisation_find(c, key, &o));
	assert_str(o.row.name, "Nokia");
	assert_int_equal(o.name_count, 1);
	assert_str(o.names[0].name, "Nokia Oyj");
	SUGGEST(c, "nokia oyj", "Nokia");
	in.business_id = str_null;
	assert_ok(organisation_save(c, test_writer(&t), key, &in, &refusal, &other));
	assert_int_equal(refusal, ORGANISATION_ID_FROM_REGISTER);

	in.name = S(" ?! ");
	assert_ok(organisation_save(c, test_writer(&t), str_null, &in, &refusal, &other));
	assert_int_equal(refusal, ORGANISATION_NAME_EMPTY);
	in.name = S("x");
	in.municipality = S("39");
	assert_ok(organisation_save(c, test_writer(&t), str_null, &in, &refusal, &other));
	assert_int_equal(refusal, ORGANISATION_MUNICIPALITY_WRONG);
	assert_int_equal(organisation_save(c, test_writer(&t), S("0000000000000000"), &(struct organisation_input){ .name = S("y"),
		.kind = S("company") }, &refusal, &other), ERR_NOT_FOUND);
	c->actor = &actor_anonymous;
	assert_int_equal(organisation_save(c, test_writer(&t), str_null, &in, &refusal, &other), ERR_FORBIDDEN);
	test_store_close(&t);
}

static void add_event(struct test_store *t, int64_t id, int64_t host, const char *state, const char *title)
{
	char sql[1200];

	snprintf(sql, sizeof sql,
		 "INSERT INTO event (id, key, short_key, host_id, state, source_lang, zone, starts_local, ends_local, starts_utc, ends_utc,"
		 " closes_local, closes_utc, seats_site, created_utc, updated_utc) VALUES (%d, 'e%d', 's%d', %lld, '%s', 'fi',"
		 " 'Europe/Helsinki', '2026-11-%02dT09:00', '2026-11-%02dT11:00', %d, %d, '2026-11-01T09:00', %d, 20, 1, 1);"
		 "INSERT INTO event_text (event_id, lang, title, updated_utc) VALUES (%d, 'fi', '%s', 1);",
		 (int)id, (int)id, (int)id, (long long)host, state, (int)id, (int)id, (int)id * 10, (int)id * 10 + 5, (int)id, (int)id,
		 title);
	test_exec(t, sql);
}

static void test_page_and_who_sees_it(void **state)
{
	struct test_store t;
	struct ctx *c;
	int64_t id;
	struct organisation o;
	str key;
	struct q_organisation_list_result list;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	id = sign_up(&t, c, "Typed by a guest", "1234567-1");
	struct q_organisation_by_business_id_row row;
	bool found;

	assert_ok(q_organisation_by_business_id(c, S("1234567-1"), &found, &row));
	key = row.key;
	assert_ok(organisation_find(c, key, &o));
	c->actor = &actor_anonymous;
	assert_int_equal(organisation_find(c, key, &o), ERR_NOT_FOUND);
	add_event(&t, 1, id, "draft", "Draft");
	add_event(&t, 2, id, "cancelled", "Cancelled");
	assert_int_equal(organisation_find(c, key, &o), ERR_NOT_FOUND);
	add_event(&t, 3, id, "held", "Held");
	add_event(&t, 4, id, "published", "Published");
	test_exec(&t, "INSERT INTO event_text (event_id, lang, title, updated_utc) VALUES (4, 'en', 'Published in English', 1);");
	assert_ok(organisation_find(c, key, &o));
	assert_int_equal(o.visit_count, 2);
	assert_str(o.visits[0].title, "Published in English");
	assert_str(o.visits[1].title, "Held");
	assert_int_equal(c->trace.statements > 0, 1);

	struct q_organisation_list_filter filter = { .by_named = true, .pattern = S("% by%") };
	struct list_page page = { .order = Q_ORGANISATION_LIST_BY_NAME };

	assert_ok(q_organisation_list(c, &filter, &page, &list));
	assert_int_equal(list.count, 1);
	filter.pattern = S("% y%");
	assert_ok(q_organisation_list(c, &filter, &page, &list));
	assert_int_equal(list.count, 0);
	test_store_close(&t);
}

TEST_MAIN(cmocka_unit_test(test_sign_up_finds_or_makes), cmocka_unit_test(test_sign_up_by_key_and_kind),
	  cmocka_unit_test(test_suggestions), cmocka_unit_test(test_by_hand), cmocka_unit_test(test_page_and_who_sees_it))
