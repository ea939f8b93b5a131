/* migc: the order of migrations, and the tags it reads from their comments. */
#include "harness.h"

#include "tool_run.h"

static char output[16384];

static int migc(const char *files)
{
	return tool_run(output, sizeof output, "cd %s && %s/tools/migc out.c %s 2>&1", tool_folder, TALKOOT_BINARY_DIR, files);
}

static void test_migrations_have_no_gaps_and_tags_are_read(void **state)
{
	(void)state;
	tool_folder_make();
	tool_write("0001_a.sql", "-- derived\nCREATE TABLE made (id INTEGER);\nCREATE TABLE t (\n  id INTEGER,\n"
				 "  name TEXT, -- personal: to call; one year. A remark\n  x TEXT\n);\n");
	tool_write("0002_b.sql", "ALTER TABLE t ADD COLUMN mail TEXT; -- personal: to write; as name\n");
	tool_write("0003_c.sql", "CREATE TABLE u (\n  x TEXT -- personal: without end\n);\n");
	assert_int_equal(migc("0001_a.sql 0002_b.sql"), 0);
	assert_int_equal(tool_run(output, sizeof output, "tail -n 14 %s/out.c", tool_folder), 0);
	assert_non_null(strstr(output, "{ \"t\", \"name\", \"to call\", \"one year\" },"));
	assert_non_null(strstr(output, "{ \"t\", \"mail\", \"to write\", \"as name\" },"));
	assert_non_null(strstr(output, "\"made\","));
	assert_int_equal(migc("0001_a.sql 0003_c.sql"), 1);
	assert_non_null(strstr(output, "0003_c.sql:2: error: personal"));
	tool_write("0003_c.sql", "SELECT 1;");
	assert_int_equal(migc("0001_a.sql 0003_c.sql"), 1);
	assert_non_null(strstr(output, "number 0002 is wanted"));
	tool_folder_remove();
}

TEST_MAIN(cmocka_unit_test(test_migrations_have_no_gaps_and_tags_are_read))
