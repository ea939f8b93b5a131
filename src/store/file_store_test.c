/* Files: bytes in portions, quotas, types found from bytes, what is purged. */
#include "harness.h"

#include "store/file_store.h"
#include "store/file_type.h"
#include "support/store/store_support.h"

static enum err purge_body(struct ctx *c, struct tx *tx, void *arg) { return file_purge(c, tx, arg); }

static void test_files_come_back_as_they_were(void **state)
{
	struct test_store t;
	struct ctx *c;
	struct file file, unfinished;
	struct file_new new = { .name = S("C:\\kuvat\\kuva.png"), .owner_kind = "event", .owner = 1, .purpose = "image" };
	size_t n = 3 * FILE_PART + 17;
	char *bytes;
	str back;
	struct q_file_by_key_row row;
	bool found, more;

	(void)state;
	test_store_open(&t);
	c = test_ctx(&t);
	bytes = arena_alloc(t.a, n);
	random_fill(&t.random, bytes, n);
	memcpy(bytes, "\x89PNG\r\n\x1a\n", 8);
	assert_ok(file_put(c, test_writer(&t), &new, str_make(bytes, n), &file));
	assert_ok(q_file_by_key(c, file.key, &found, &row));
	assert_true(found && row.size == (int64_t)n && row.id == file.id);
	assert_str(row.type, "image/png");
	assert_str(row.name, "kuva.png");
	assert_ok(file_bytes(c, file.id, &back));
	assert_true(str_eq(back, str_make(bytes, n)));

	assert_int_equal(file_put(c, test_writer(&t), &new, str_make(bytes, FILE_MAX + 1), &unfinished), ERR_LIMIT);
	new.quota = (int64_t)n + 10;
	assert_int_equal(file_put(c, test_writer(&t), &new, S("twelve bytes"), &unfinished), ERR_LIMIT);
	assert_int_equal(file_put(c, test_writer(&t), &new, S("<?xml?><svg onload='x'>"), &unfinished), ERR_INVALID);
	assert_ok(file_upload(c, test_writer(&t), &new, S("ten bytes!"), &unfinished));
	assert_ok(q_file_by_key(c, unfinished.key, &found, &row));
	assert_false(found);
	test_pass(&t, 86401);
	test_ctx_renew(&t, c);
	assert_ok(db_write(c, test_writer(&t), purge_body, &more));
	assert_false(more);
	struct opt_int total;

	assert_ok(q_file_total(c, S("event"), 1, &total));
	assert_int_equal(total.v, n);
	new = (struct file_new){ .name = S(""), .owner_kind = "event", .owner = 2, .purpose = "import" };
	assert_ok(file_put(c, test_writer(&t), &new, S(""), &file));
	assert_ok(file_bytes(c, file.id, &back));
	assert_int_equal(back.n, 0);
	assert_str(file.name, "file");
	test_store_close(&t);
}

static void test_types_are_found_from_bytes(void **state)
{
	(void)state;
	assert_str(file_type_of(S("\xff\xd8\xff\xe0")), "image/jpeg");
	assert_str(file_type_of(S("RIFF\x10\0\0\0WEBPVP8 ")), "image/webp");
	assert_str(file_type_of(S("%PDF-1.7")), "application/pdf");
	assert_str(file_type_of(S("PK\x03\x04....xl/workbook.xml")),
		   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	assert_str(file_type_of(S("PK\x03\x04")), "application/zip");
	assert_str(file_type_of(S("nimi;m\xc3\xa4\xc3\xa4r\xc3\xa4\r\n")), "text/plain");
	assert_str(file_type_of(S("a\0b")), "application/octet-stream");
	assert_true(str_is_null(file_type_of(S("\xff\xfe<\0s\0v\0g\0>\0"))));
	assert_true(str_is_null(file_type_of(S("<!DOCTYPE SVG>"))));
}

TEST_MAIN(cmocka_unit_test(test_files_come_back_as_they_were), cmocka_unit_test(test_types_are_found_from_bytes))
