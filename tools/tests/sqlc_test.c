/* sqlc: what it refuses, with the line, and the shape of what it makes; that runs in the store's tests. */
#include "harness.h"

#include "tool_run.h"

static char output[16384];

/* Translates text as x.sql; the exit code. */
static int sqlc(const char *text)
{
	tool_write("x.sql", text);
	return tool_run(output, sizeof output, "%s/tools/sqlc %s/x.sql %s/x.c %s/x.h 2>&1", TALKOOT_BINARY_DIR, tool_folder,
			tool_folder, tool_folder);
}

#define HEAD "-- statement: x(a int) -> value int\n"

static void test_faults_are_named_with_their_line(void **state)
{
	static const struct {
		const char *text, *want;
	} faults[] = {
		{ "", "no statement in this file" },
		{ "SELECT 1;\n", "x.sql:1: error: SQL before the first" },
		{ HEAD "SELECT b FROM t WHERE id = :b;\n", "x.sql:2: error: unknown parameter :b" },
		{ HEAD "SELECT b FROM t;\n", "x.sql:1: error: x does not use its parameter a" },
		{ HEAD "SELECT b FROM t WHERE id = :a\n", "x does not end with ;" },
		{ HEAD "SELECT b FROM t\nWHERE id = :a; SELECT 1;\n", "x.sql:3: error: a semicolon inside" },
		{ HEAD "SELECT b, c FROM t WHERE id = :a;\n", "selects 2 columns and names 1" },
		{ HEAD "SELECT * FROM t WHERE id = :a;\n", "name the columns instead of *" },
		{ HEAD "SELECT t.* FROM t WHERE id = :a;\n", "name the columns instead of *" },
		{ HEAD "SELECT b FROM t WHERE id = :a::text;\n", "PostgreSQL's own cast" },
		{ HEAD "SELECT b FROM t WHERE id = ?;\n", "parameters are written :name" },
		{ HEAD "SELECT b FROM t WHERE id = $1;\n", "parameters are written :name" },
		{ HEAD "SELECT b FROM t WHERE id == :a;\n", "SQLite's own" },
		{ HEAD "SELECT b FROM t WHERE b = NULL AND id = :a;\n", "IS NULL" },
		{ HEAD "SELECT b FROM t WHERE b <> NULL AND id = :a;\n", "IS NULL" },
		{ HEAD "SELECT strftime('%s', b) FROM t WHERE id = :a;\n", "strftime( differs between the engines" },
		{ HEAD "SELECT\n  now()\nFROM t WHERE id = :a;\n", "x.sql:3: error: now( differs" },
		{ HEAD "SELECT b FROM t WHERE b ILIKE 'x' AND id = :a;\n", "ilike differs" },
		{ HEAD "SELECT b FROM t WHERE b LIKE 'x' AND id = :a;\n", "column that ends in _fold" },
		{ HEAD "SELECT json_extract(b, 'x') FROM t WHERE id = :a;\n", "JSON is text" },
		{ HEAD "SELECT max(b, :a) FROM t;\n", "use CASE" },
		{ HEAD "SELECT coalesce((SELECT max(y, 0) FROM u), 0) FROM t WHERE id = :a;\n", "use CASE" },
		{ HEAD "SELECT b FROM t WHERE id = :a; -- behind it\n", "x does not end with ;" },
		{ HEAD "SELECT CAST(b AS INTEGER) FROM t WHERE id = :a;\n", "32 bits" },
		{ HEAD "SELECT (b FROM t WHERE id = :a;\n", "a bracket is not closed" },
		{ HEAD "SELECT 'b FROM t WHERE id = :a;\n", "a quote is not closed" },
		{ "-- statement: x(a int) -> none\nSELECT b FROM t WHERE id = :a;\n", "names no columns" },
		{ "-- statement: x(a int) -> value\nSELECT 1;\n", "a type is missing" },
		{ "-- statement: x(a number) -> none\nSELECT 1;\n", "a type is missing here" },
		{ "-- statement: x(a int, a int) -> none\nSELECT 1;\n", "stands here twice" },
		{ "-- statement: x(ret int) -> none\nSELECT 1;\n", "uses the name \"ret\" itself" },
		{ "-- statement: x(a bool?) -> none\nSELECT 1;\n", "a bool cannot be NULL" },
		{ "-- statement: x(a int\nSELECT 1;\n", "x.sql:1: error: a bracket of the head is not closed" },
		{ HEAD "SELECT b FROM t WHERE id = :a;\n" HEAD "SELECT b FROM t WHERE id = :a;\n", "x.sql:3: error: x stands in line 1" },
		{ "-- list: x {a int}\n-- base\nSELECT a FROM t\n", "list x has no order" },
		{ "-- list: x {a int}\n-- base\nSELECT a FROM t ORDER BY a\n-- order: a\na int\n", "no GROUP BY" },
		{ "-- list: x {a int}\n-- base\nSELECT a FROM t\n-- order: a\na\n", "needs a type" },
		{ "-- list: x {a int}\n-- base\nSELECT a FROM t\n-- order: a\na blob\n", "never NULL" },
		{ "-- list: x {a int}\n-- base\nSELECT a FROM t\n-- condition: c(b int)\na = 1\n-- order: a\na int\n",
		  "does not use its parameter b" },
	};

	(void)state;
	tool_folder_make();
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		assert_int_equal(sqlc(faults[i].text), 1);
		if (strstr(output, faults[i].want) == NULL)
			fail_msg("\"%s\"\ngave: %s\nnot: %s", faults[i].text, output, faults[i].want);
	}
	tool_folder_remove();
}

static void test_good_ones_pass(void **state)
{
	static const char *const good[] = {
		HEAD "SELECT count(*) FROM t WHERE id = :a AND x = ':b; -- ''?''';\n",
		HEAD "SELECT max(b) FROM t WHERE id * 2 = :a;\n",
		"-- statement: x(a int,\n--     b text) -> none\nINSERT INTO t (id, b) SELECT id, :b FROM u WHERE id = :a;\n",
		"-- statement: x() -> changes\nWITH old AS (SELECT id FROM t) DELETE FROM t WHERE id IN (SELECT id FROM old);\n",
		"-- statement: x(a int) -> maybe {b int}\nUPDATE t SET b = NULL WHERE id = :a RETURNING b;\n",
		"-- statement: x(p text) -> many {b int}\nSELECT b FROM t WHERE name_fold LIKE :p;\n",
	};

	(void)state;
	tool_folder_make();
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (sqlc(good[i]) != 0)
			fail_msg("%s: %s", good[i], output);
	tool_folder_remove();
}

static void test_what_is_made(void **state)
{
	(void)state;
	tool_folder_make();
	assert_int_equal(sqlc("-- About x.\n-- statement: x(a int, b text?) -> changes\n"
			      "UPDATE t SET b = :b -- why\n WHERE id = :a AND c = 'a  b' AND d = :a;\n"), 0);
	assert_int_equal(tool_run(output, sizeof output, "cat %s/x.h %s/x.c", tool_folder, tool_folder), 0);
	assert_non_null(strstr(output, "About x."));
	assert_non_null(strstr(output, "MUST enum err q_x(struct ctx *c, struct tx *tx, int64_t a, str b, int64_t *ret_changes);"));
	assert_non_null(strstr(output, "\"UPDATE t SET b = $2 WHERE id = $1 AND c = 'a  b' AND d = $1\""));
	tool_folder_remove();
}

TEST_MAIN(cmocka_unit_test(test_faults_are_named_with_their_line), cmocka_unit_test(test_good_ones_pass),
	  cmocka_unit_test(test_what_is_made))
