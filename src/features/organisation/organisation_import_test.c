/* Taking companies over from the register: its real files, all forms, running again, and files that are broken or hostile. */
#include "harness.h"

#include <stdlib.h>

#include "base/file.h"
#include "features/organisation/organisation.h"
#include "features/organisation/organisation_import.h"
#include "features/organisation/register_entry.h"
#include "support/store/store_support.h"

struct run {
	struct test_store t;
	struct ctx *c;
	struct organisation_import how;
	struct import_count count;
	str why;
	str refusals; /* "2:1 1234567-9 no name|" */
	int progress;
};

static void note_refusal(void *arg, const struct import_refusal *r)
{
	struct run *run = arg;

	run->refusals = str_format(run->t.a, "%.*s%zu:%zu %.*s %s|", STR_ARG(run->refusals), r->line, r->number, STR_ARG(r->business_id),
				   r->why);
}

static void note_progress(void *arg, const struct import_count *so_far)
{
	struct run *run = arg;

	assert_true(so_far->read > 0);
	run->progress++;
}

static void start(struct run *r)
{
	memset(r, 0, sizeof *r);
	test_store_open(&r->t);
	r->c = test_ctx(&r->t);
	r->how = (struct organisation_import){ .date = S("2026-11-01"), .name = S("file"), .refused = note_refusal,
					       .progress = note_progress, .arg = r };
}

static enum err import(struct run *r, str bytes)
{
	struct csv_memory m = { bytes, 0 };

	r->refusals = S("");
	return organisation_import_run(r->c, test_writer(&r->t), csv_source_memory, &m, &r->how, &r->count, &r->why);
}

static void assert_count(const struct run *r, int64_t read, int64_t made, int64_t updated, int64_t unchanged, int64_t refused)
{
	if (r->count.read != read || r->count.made != made || r->count.updated != updated || r->count.unchanged != unchanged ||
	    r->count.refused != refused)
		fail_msg("read %d made %d updated %d unchanged %d refused %d %.*s", (int)r->count.read, (int)r->count.made,
			 (int)r->count.updated, (int)r->count.unchanged, (int)r->count.refused, STR_ARG(r->refusals));
}

static struct q_organisation_by_business_id_row row_of(struct run *r, const char *business_id)
{
	struct q_organisation_by_business_id_row row;
	bool found;

	assert_ok(q_organisation_by_business_id(r->c, str_from(business_id), &found, &row));
	if (!found)
		fail_msg("%s is not there", business_id);
	return row;
}

/* "former Oy Nokia Ab 1966-06-10 1997-08-31|" for each further name, sorted as the page shows them. */
static str names_of(struct run *r, int64_t organisation)
{
	struct q_organisation_names_row *rows;
	size_t count;
	struct buf b;

	buf_init(&b, r->t.a, 10000);
	assert_ok(q_organisation_names(r->c, organisation, &rows, &count));
	for (size_t i = 0; i < count; i++)
		buf_format(&b, "%.*s %.*s %.*s %.*s|", STR_ARG(rows[i].kind), STR_ARG(rows[i].name), STR_ARG(rows[i].from_date),
			   STR_ARG(rows[i].to_date));
	return buf_done(&b);
}

/* ---- real files ----------------------------------------------------------------------------------------------------- */

static str real_file(struct arena *a, const char *name)
{
	const char *folder = getenv("TALKOOT_TEST_DATA");
	str path, bytes;
	enum err e;

	path = str_format(a, "%s/prh-ytj/%s", folder != NULL ? folder : TALKOOT_SOURCE_DIR "/../shared/data", name);
	e = file_read(a, path.p, 2 << 20, &bytes);
	if (e == ERR_NOT_FOUND)
		SKIP("test data not present");
	assert_ok(e);
	return bytes;
}

static void test_real_answer_of_v3(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct q_organisation_by_business_id_row row;
	struct run r;
	str file;

	(void)state;
	file = real_file(a, "v3-companies-response.json");
	start(&r);
	assert_ok(import(&r, file));
	assert_count(&r, 1, 1, 0, 0, 0);
	row = row_of(&r, "0112038-9");
	assert_str(row.name, "Nokia Oyj");
	assert_str(row.form, "OYJ");
	assert_str(row.kind, "company");
	assert_str(row.street, "Karakaari 7");
	assert_str(row.postcode, "02610");
	assert_str(row.post_office, "Espoo");
	assert_str(row.municipality, "049");
	assert_str(row.tol_scheme, "TOL2025");
	assert_str(row.tol_code, "70100");
	assert_str(row.tol_name, "Pääkonttorien toiminta");
	assert_str(row.website, "https://www.nokia.com");
	assert_str(row.registered_on, "1896-12-19");
	assert_true(str_is_null(row.ended_on));
	assert_str(row.source, "register");
	assert_str(row.source_date, "2026-11-01");
	assert_str(names_of(&r, row.id),
		   "auxiliary Vertu 2006-03-08 |auxiliary Nokia Networks 2001-10-01 |auxiliary Telenokia 2001-10-01 |"
		   "parallel Nokia Abp 1997-09-01 |parallel Nokia Corporation 1997-09-01 |former Oy Nokia Ab 1966-06-10 1997-08-31|");
	assert_ok(import(&r, file));
	assert_count(&r, 1, 0, 0, 1, 0);
	test_store_close(&r.t);
	arena_free(a);
}

static void test_real_list_of_tampere(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct organisation_suggestion *suggestions;
	struct q_organisation_by_business_id_row row;
	struct run r;
	size_t count;
	str file;

	(void)state;
	file = real_file(a, "tampere-companies-2024-12.csv");
	start(&r);
	r.how.dry_run = true;
	assert_ok(import(&r, file));
	assert_count(&r, 9884, 9884, 0, 0, 0);
	assert_ok(organisation_suggest(r.c, S("tamrock"), &suggestions, &count));
	assert_int_equal(count, 0);
	r.how.dry_run = false;
	assert_ok(import(&r, file));
	assert_count(&r, 9884, 9884, 0, 0, 0);
	assert_true(r.progress > 100);
	row = row_of(&r, "0106575-4");
	assert_str(row.name, "Tamrock Oy");
	assert_str(row.tol_scheme, "TOL2008");
	assert_str(row.tol_code, "64990");
	assert_str(row.postcode, "33311");
	assert_ok(organisation_suggest(r.c, S("tamrock"), &suggestions, &count));
	assert_int_equal(count, 1);
	assert_ok(import(&r, file));
	assert_count(&r, 9884, 0, 0, 9884, 0);
	/* What the test of a register is good for: nothing was lost. */
	int64_t all;
	struct q_organisation_list_filter filter = { 0 };

	assert_ok(q_organisation_list_count(r.c, &filter, &all));
	assert_int_equal(all, 9884);
	test_store_close(&r.t);
	arena_free(a);
}

/* ---- forms ---------------------------------------------------------------------------------------------------------- */

static void test_v1_is_mapped(void **state)
{
	static const char file[] =
		"{\"type\":\"fi.prh.opendata.bis\",\"results\":[{\"businessId\":\"1234567-1\",\"registrationDate\":\"2017-03-21\","
		"\"companyForm\":\"OY\",\"name\":\"Esimerkki Oy\",\"names\":[{\"order\":0,\"version\":1,\"name\":\"Esimerkki Oy\","
		"\"registrationDate\":\"2018-01-01\",\"endDate\":null},{\"order\":0,\"version\":2,\"name\":\"Vanha Oy\","
		"\"registrationDate\":\"2017-03-21\",\"endDate\":\"2017-12-31\"}],\"auxiliaryNames\":[{\"order\":1,\"name\":\"Paja\"}],"
		"\"addresses\":[{\"type\":1,\"street\":\"Ahjokatu 12\",\"postCode\":\"15140\",\"city\":\"LAHTI\",\"careOf\":\"Maija\"}],"
		"\"businessLines\":[{\"code\":\"25620\",\"name\":\"Metallin ty\\u00f6st\\u00f6\",\"language\":\"FI\"}],"
		"\"registedOffices\":[{\"name\":\"LAHTIS\",\"language\":\"SE\"}]}]}";
	struct q_organisation_by_business_id_row row;
	struct run r;

	(void)state;
	start(&r);
	assert_ok(import(&r, str_from(file)));
	assert_count(&r, 1, 1, 0, 0, 0);
	row = row_of(&r, "1234567-1");
	assert_str(row.form, "OY");
	assert_str(row.street, "Ahjokatu 12");
	assert_str(row.post_office, "Lahti");
	assert_str(row.tol_scheme, "TOL2008");
	assert_str(row.tol_name, "Metallin työstö");
	assert_str(names_of(&r, row.id), "auxiliary Paja  |former Vanha Oy 2017-03-21 2017-12-31|");
	assert_ok(import(&r, str_from(file)));
	assert_count(&r, 1, 0, 0, 1, 0);
	test_store_close(&r.t);
}

/* A v3 entry; `more` are further members, each with its comma before it. */
static str v3(struct arena *a, const char *id, const char *name, const char *more)
{
	return str_format(a, "{\"businessId\":{\"value\":\"%s\"},\"names\":[{\"name\":\"%s\",\"type\":\"1\",\"registrationDate\":"
			  "\"2001-01-01\",\"endDate\":null}]%s}", id, name, more);
}

static void entry_of(struct arena *a, const char *more, struct register_entry *ret)
{
	const char *why = "";

	assert_ok(register_entry_from_json(a, v3(a, "1234567-1", "Esimerkki Oy", more), ret, &why));
}

static void test_fields_of_v3(void **state)
{
	struct arena *a = arena_new(8 << 20);
	struct register_entry e;

	(void)state;
	/* 2024's answers: null instead of absent; the type of an address as text. `co` is kept nowhere. */
	entry_of(a, ",\"endDate\":\"2019-05-31\",\"addresses\":[{\"type\":\"2\",\"street\":\"\",\"postOfficeBox\":\"226\",\"postCode\":"
		 "\"00045\",\"co\":\"Maija Meikalainen\",\"postOffices\":[{\"city\":\"HELSINGFORS\",\"languageCode\":\"2\",\"municipalityCode\":"
		 "\"091\"},{\"city\":\"H\\u00c4MEEN-LINNA \\u00c5BO\",\"languageCode\":\"1\",\"municipalityCode\":\"091\"}]}]", &e);
	assert_str(e.ended_on, "2019-05-31");
	assert_str(e.street, "PL 226");
	assert_str(e.post_office, "Hämeen-Linna Åbo");
	assert_str(e.municipality, "091");
	/* The visiting address before the postal one; the municipality of the other if it has none. */
	entry_of(a, ",\"addresses\":[{\"type\":2,\"street\":\"Posti\",\"postOffices\":[{\"municipalityCode\":\"398\"}]},{\"type\":1,"
		 "\"street\":\"Katu\",\"buildingNumber\":\"3\",\"entrance\":\"A\",\"apartmentNumber\":\"12\",\"postCode\":\"15140\"}]", &e);
	assert_str(e.street, "Katu 3 A 12");
	assert_str(e.postcode, "15140");
	assert_str(e.municipality, "398");
	entry_of(a, ",\"mainBusinessLine\":{\"type\":\"62010\",\"typeCodeSet\":\"TOIMI3\",\"descriptions\":[{\"languageCode\":\"3\","
		 "\"description\":\"Programming\"},{\"languageCode\":\"1\",\"description\":\"Ohjelmointi\"}]}", &e);
	assert_str(e.tol_scheme, "TOL2008");
	assert_str(e.tol_name, "Ohjelmointi");
	entry_of(a, ",\"mainBusinessLine\":{\"type\":\"62010\",\"typeCodeSet\":\"TOIMI9\"}", &e);
	assert_true(str_is_null(e.tol_code) && str_is_null(e.tol_scheme));
	entry_of(a, ",\"mainBusinessLine\":{\"type\":\"62010\",\"registrationDate\":\"2026-01-01\"}", &e);
	assert_str(e.tol_scheme, "TOL2025");
	/* Nonsense is left out, the entry stays. */
	entry_of(a, ",\"registrationDate\":\"2019-02-30\",\"endDate\":\"soon\",\"addresses\":7,\"mainBusinessLine\":[],\"companyForms\":{}", &e);
	assert_true(str_is_null(e.registered_on) && str_is_null(e.ended_on) && str_is_null(e.street) && str_is_null(e.form));
	arena_free(a);
}

static void test_websites(void **state)
{
	static const char *const cases[][2] = {
		{ "www.nokia.com", "https://www.nokia.com" }, { "http://a.fi/b?c=d", "http://a.fi/b?c=d" }, { "HTTPS://a.fi", "HTTPS://a.fi" },
		{ "javascript:alert(1)", NULL }, { "javascript://a.fi/%0aalert(1)", NULL }, { "ftp://a.fi", NULL }, { "nokia", NULL },
		{ "a b.fi", NULL }, { "a.fi\\\"onclick", NULL }, { "user@a.fi", NULL }, { "", NULL }, { "data:text/html,a.b", NULL },
		{ "\\u0001a.fi\\u0000", NULL }, { ".", NULL }, { "//a.fi", NULL },
	};
	struct arena *a = arena_new(8 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct register_entry e;
		const char *why = "";
		str more = str_format(a, ",\"website\":{\"url\":\"%s\"}", cases[i][0]);
		enum err fault = register_entry_from_json(a, v3(a, "1234567-1", "Esimerkki Oy", more.p), &e, &why);

		/* A NUL in a text refuses the whole entry. */
		if (fault == ERR_INVALID ? strstr(cases[i][0], "u0000") == NULL :
					   !str_eq_c(e.website, cases[i][1]) || str_is_null(e.website) != (cases[i][1] == NULL))
			fail_msg("%s gave %.*s", cases[i][0], STR_ARG(e.website));
	}
	arena_free(a);
}

static void test_csv_forms(void **state)
{
	struct q_organisation_by_business_id_row row;
	struct run r;

	(void)state;
	start(&r);
	/* As Excel with Finnish settings saves it: mark, semicolons, Windows line ends; cells that were defused. */
	assert_ok(import(&r, S("\xef\xbb\xbfNimi;Y-tunnus;Kuntakoodi;x;Lakannut\r\nÄlykäs Oy;FI 01065754;398;;\r\n"
			       "'=Plus Oy;0108477-9;091;;2020-01-31\r\n")));
	assert_count(&r, 2, 2, 0, 0, 0);
	assert_str(row_of(&r, "0106575-4").municipality, "398");
	row = row_of(&r, "0108477-9");
	assert_str(row.name, "=Plus Oy");
	assert_str(row.ended_on, "2020-01-31");
	r.how.municipality = S("398");
	assert_ok(import(&r, S("name,businessId,municipalityCode\nLahti Oy,1234567-1,398\nHelsinki Oy,0112038-9,091\n")));
	assert_count(&r, 2, 1, 0, 0, 0);
	assert_int_equal(r.count.elsewhere, 1);
	assert_int_equal(import(&r, S("name,businessId\nLahti Oy,1234567-1\n")), ERR_INVALID);
	assert_str(r.why, "the file has no column \"municipalityCode\", so the municipality cannot be chosen");
	test_store_close(&r.t);
}

/* ---- whose word counts ---------------------------------------------------------------------------------------------- */

static enum err guest_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t id;
	str kept;

	return organisation_for_sign_up(c, tx, str_null, S("what a guest typed"), *(str *)arg, str_null, &id, &kept);
}

static void test_people_and_register(void **state)
{
	static const char first[] = "businessId,name,mainBusinessLineType,mainBusinessLineDescription,mainBusinessLineRegDate,postCode,street\n"
				    "0106575-4,Tamrock Oy,64990,Rahoitus,2007-12-31,33311,Vanha katu 1\n";
	struct organisation_input by_hand = { .name = S("Our Name"), .business_id = S("0108477-9"), .kind = S("school"),
					      .website = S("https://ours.fi") };
	struct q_organisation_by_business_id_row row;
	enum organisation_refusal refusal;
	struct run r;
	str id = S("1234567-1"), key;

	(void)state;
	start(&r);
	assert_ok(db_write(r.c, test_writer(&r.t), guest_body, &id));
	assert_ok(organisation_save(r.c, test_writer(&r.t), str_null, &by_hand, &refusal, &key));
	assert_ok(import(&r, str_from(first)));
	assert_count(&r, 1, 1, 0, 0, 0);

	/* The guest's words give way, the coordinator's stay with the register's beside. */
	r.how.date = S("2026-11-02");
	assert_ok(import(&r, str_format(r.c->a, "[%.*s,%.*s]",
		STR_ARG(v3(r.c->a, "1234567-1", "Registered Oy", "")),
		STR_ARG(v3(r.c->a, "0108477-9", "Official Oy", ",\"website\":{\"url\":\"theirs.fi\"},\"registrationDate\":\"2000-01-01\","
			   "\"addresses\":[{\"type\":1,\"street\":\"Katu\",\"postCode\":\"00100\"}]")))));
	assert_count(&r, 2, 0, 2, 0, 0);
	row = row_of(&r, "1234567-1");
	assert_str(row.name, "Registered Oy");
	assert_str(row.source, "register");
	assert_str(names_of(&r, row.id), "");
	row = row_of(&r, "0108477-9");
	assert_str(row.name, "Our Name");
	assert_str(row.kind, "school");
	assert_str(row.source, "import");
	assert_str(row.website, "https://ours.fi");
	assert_str(row.street, "Katu");
	assert_str(row.registered_on, "2000-01-01");
	assert_str(names_of(&r, row.id), "parallel Official Oy  |");

	/* A CSV that tells less takes nothing away; a new name makes the former one former. */
	assert_ok(import(&r, S("businessId,name,postCode\n0106575-4,TAMROCK OY,33311\n")));
	assert_count(&r, 1, 0, 1, 0, 0);
	row = row_of(&r, "0106575-4");
	assert_str(row.name, "TAMROCK OY");
	assert_str(row.street, "Vanha katu 1");
	assert_str(row.tol_code, "64990");
	assert_str(names_of(&r, row.id), "");
	assert_ok(import(&r, S("businessId,name,postCode\n0106575-4,Sandvik Rock Oy,33310\n")));
	row = row_of(&r, "0106575-4");
	assert_true(str_is_null(row.street));
	assert_str(names_of(&r, row.id), "former TAMROCK OY  2026-11-02|");
	/* An old file spoils nothing. */
	r.how.date = S("2024-12-01");
	assert_ok(import(&r, str_from(first)));
	assert_int_equal(r.count.older, 1);
	assert_str(row_of(&r, "0106575-4").name, "Sandvik Rock Oy");
	/* The full form takes away what is gone. */
	r.how.date = S("2026-11-03");
	assert_ok(import(&r, str_format(r.c->a, "[%.*s]", STR_ARG(v3(r.c->a, "0106575-4", "Sandvik Rock Oy", "")))));
	row = row_of(&r, "0106575-4");
	assert_true(str_is_null(row.tol_code));
	assert_str(row.postcode, "33310"); /* but no address at all is no news */
	test_store_close(&r.t);
}

/* ---- broken and hostile --------------------------------------------------------------------------------------------- */

static void test_refused_entries_are_told(void **state)
{
	struct run r;
	struct buf b;

	(void)state;
	start(&r);
	assert_ok(import(&r, S("businessId,name\n0106575-4,Good Oy\n0106575-5,Wrong digit Oy\n,No ID Oy\n1234567-1,\n\"a\"b,Quote Oy\n"
			       "xyz,Letters Oy\n0108477-9,Also good Oy\n")));
	assert_count(&r, 7, 2, 0, 0, 5);
	assert_str(r.refusals, "3:2 0106575-5 no valid business ID: its digits or its check digit are wrong|4:3  no business ID|"
			       "5:4 1234567-1 no name|6:5  text behind a closing quote|"
			       "7:6 xyz no valid business ID: its digits or its check digit are wrong|");

	buf_init(&b, r.c->a, 1 << 20);
	buf_str(&b, S("{\"companies\":[\n{},\n[],\n7,\n\"x\",\n{x},\n"));
	buf_str(&b, v3(r.c->a, "1234567-2", "Wrong Oy", ""));
	buf_lit(&b, ",\n{\"businessId\":{\"value\":\"1234567-1\"}},\n{\"businessId\":{\"value\":1234567}},\n{\"a\":\"");
	for (int i = 0; i < REGISTER_ENTRY_BYTES_MAX; i++)
		buf_char(&b, 'x');
	buf_lit(&b, "\"},\n");
	for (int i = 0; i < 3000; i++)
		buf_char(&b, '[');
	for (int i = 0; i < 3000; i++)
		buf_char(&b, ']');
	buf_lit(&b, ",\n");
	buf_str(&b, v3(r.c->a, "0112038-9", "<script>alert(1)</script>\\u0007\\nOy", ""));
	buf_lit(&b, "]}");
	assert_ok(import(&r, buf_done(&b)));
	assert_count(&r, 11, 1, 0, 0, 10);
	assert_str(r.refusals, "2:1  no business ID|3:2  no JSON object|4:3  no JSON|5:4  no JSON|6:5  no JSON|"
			       "7:6 1234567-2 no valid business ID: its digits or its check digit are wrong|8:7 1234567-1 no name|"
			       "9:8 1234567 no valid business ID: its digits or its check digit are wrong|"
			       "10:9  the entry has more than 256 KB|11:10  no JSON|");
	assert_str(row_of(&r, "0112038-9").name, "<script>alert(1)</script> Oy");
	test_store_close(&r.t);
}

static void test_broken_files(void **state)
{
	static const struct {
		str file;
		const char *why;
	} cases[] = {
		{ S_INIT(""), "the file is empty" },
		{ S_INIT("hello\nworld\n"), "the first row names no columns \"businessId\" and \"name\"" },
		{ S_INIT("{\"error\":\"too many requests\"}"), "line 1: the file has no list of companies (\"companies\" or \"results\")" },
		{ S_INIT("  \n["), "line 2: the file ends in the middle" },
		{ S_INIT("\xef\xbb\xbf[}"), "line 1: the JSON is broken" },
		{ S_INIT("\xff\xfe" "b\0"), "line 1: the file is UTF-16: save it as CSV UTF-8" },
		{ S_INIT("PK\3\4\0\0\0\0"), "line 1: no text, or in another encoding than the rows before" },
	};
	struct run r;

	(void)state;
	start(&r);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(import(&r, cases[i].file), ERR_INVALID);
		assert_str(r.why, cases[i].why);
	}
	/* What came before the break is stored. */
	assert_int_equal(import(&r, str_format(r.c->a, "[%.*s", STR_ARG(v3(r.c->a, "0112038-9", "Nokia Oyj", "")))), ERR_INVALID);
	assert_str(r.why, "line 1: the file ends in the middle");
	assert_count(&r, 1, 1, 0, 0, 0);
	assert_str(row_of(&r, "0112038-9").name, "Nokia Oyj");
	r.c->actor = &actor_anonymous;
	assert_int_equal(import(&r, S("[]")), ERR_FORBIDDEN);
	test_store_close(&r.t);
}

/* Long: memory stays that of a portion. 20,000 entries of 2 KB are 40 MB; the arenas of the import hold 64 and 4 at most, and
 * the portion's is emptied in between. */
struct endless {
	struct arena *a;
	int left;
	str rest;
};

static enum err give_endless(void *arg, char *bytes, size_t size, size_t *ret_n)
{
	struct endless *s = arg;

	if (str_empty(s->rest) && s->left > 0) {
		arena_reset(s->a);
		s->left--;
		s->rest = str_format(s->a, "%s{\"businessId\":{\"value\":\"wrong\"},\"x\":\"%01900d\"}%s", s->left == 19999 ? "[" : ",", 7,
				     s->left == 0 ? "]" : "");
	}
	*ret_n = s->rest.n < size ? s->rest.n : size;
	if (*ret_n > 0)
		memcpy(bytes, s->rest.p, *ret_n);
	s->rest = str_sub(s->rest, *ret_n, s->rest.n);
	return OK;
}

static void test_long_file(void **state)
{
	struct endless s = { .a = arena_new(1 << 20), .left = 20000, .rest = str_null };
	struct run r;

	(void)state;
	start(&r);
	r.how.refused = NULL;
	assert_ok(organisation_import_run(r.c, test_writer(&r.t), give_endless, &s, &r.how, &r.count, &r.why));
	assert_count(&r, 20000, 0, 0, 0, 20000);
	test_store_close(&r.t);
	arena_free(s.a);
}

TEST_MAIN(cmocka_unit_test(test_real_answer_of_v3), cmocka_unit_test(test_real_list_of_tampere), cmocka_unit_test(test_v1_is_mapped),
	  cmocka_unit_test(test_fields_of_v3), cmocka_unit_test(test_websites), cmocka_unit_test(test_csv_forms),
	  cmocka_unit_test(test_people_and_register), cmocka_unit_test(test_refused_entries_are_told), cmocka_unit_test(test_broken_files),
	  cmocka_unit_test(test_long_file))
