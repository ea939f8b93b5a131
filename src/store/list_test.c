/* Lists: every set of conditions in every order and direction, walked page by page forward and back, against a sort in C. */
#include "harness.h"

#include <stdlib.h>

#include "support/store/store_support.h"
#include "tests/support/store/sample.sql.h"

enum { ROWS = 61, PAGE = 7, AT_LEAST = 3 };

static const char *const names[] = { "", "Aalto", "aalto", "Zz", "\xc3\x84\xc3\xa4", "a b", "\xe4\xb8\xad", "aalto" };

struct model {
	int64_t id;
	bool numbered, active, tagged;
	const char *name;
	double share;
};

static struct model rows[ROWS];

static enum err fill(struct ctx *c, struct tx *tx, void *arg)
{
	(void)arg;
	for (int i = 0; i < ROWS; i++) {
		struct model *m = &rows[i];

		*m = (struct model){ .id = i, .numbered = i % 3 != 0, .active = i % 2 == 0, .tagged = i % 5 < 2,
				     .name = names[i * 7 % 8], .share = (i % 4 - 2) / 3.0 };
		TRY(q_sample_insert(c, tx, &(struct q_sample_insert_in){ .id = i, .number = { m->numbered, i }, .share = m->share,
									 .name = str_from(m->name), .bytes = S(""),
									 .active = m->active }));
		if (m->tagged)
			TRY(q_sample_tag(c, tx, i, i, S("t")));
	}
	return OK;
}

static int by_id(const void *a, const void *b)
{
	const struct model *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static int by_name(const void *a, const void *b)
{
	const struct model *x = a, *y = b;
	int order = str_cmp(str_from(x->name), str_from(y->name));

	return order != 0 ? order : by_id(a, b);
}

static int by_share(const void *a, const void *b)
{
	const struct model *x = a, *y = b;
	int order = (x->share > y->share) - (x->share < y->share);

	return order != 0 ? order : by_id(a, b);
}

/* What the list must give: ids in order. */
static size_t expect(const struct q_sample_list_filter *f, int order, bool descending, int64_t *ret)
{
	static int (*const compare[])(const void *, const void *) = { by_id, by_name, by_share };
	struct model sorted[ROWS];
	size_t n = 0;

	for (int i = 0; i < ROWS; i++) {
		const struct model *m = &rows[i];

		if (m->id < f->at_least || (f->by_active && m->active != f->active) ||
		    (f->by_name && !str_eq_c(f->name, m->name)) || (f->by_tagged && !m->tagged) ||
		    (f->by_unnumbered && m->numbered))
			continue;
		sorted[n++] = *m;
	}
	qsort(sorted, n, sizeof *sorted, compare[order]);
	for (size_t i = 0; i < n; i++)
		ret[i] = sorted[descending ? n - 1 - i : i].id;
	return n;
}

static void check_page(const struct q_sample_list_result *r, const int64_t *want, size_t at, size_t total)
{
	size_t n = total - at < PAGE ? total - at : PAGE;

	assert_int_equal(r->count, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(r->rows[i].id, want[at + i]);
	assert_int_equal(!str_is_null(r->next), at + n < total);
	assert_int_equal(!str_is_null(r->previous), at > 0 && n > 0);
}

static void walk(struct ctx *c, const struct q_sample_list_filter *filter, int order, bool descending)
{
	int64_t want[ROWS], count;
	size_t total = expect(filter, order, descending, want), at = 0;
	struct list_page page = { .order = order, .descending = descending, .limit = PAGE };
	struct q_sample_list_result r;

	assert_ok(q_sample_list_count(c, filter, &count));
	assert_int_equal(count, total);
	for (;;) {
		assert_ok(q_sample_list(c, filter, &page, &r));
		check_page(&r, want, at, total);
		if (str_is_null(r.next))
			break;
		page.cursor = r.next;
		at += PAGE;
	}
	while (at > 0) {
		page.cursor = r.previous;
		at -= PAGE;
		assert_ok(q_sample_list(c, filter, &page, &r));
		check_page(&r, want, at, total);
	}
}

static void test_every_condition_order_and_direction(void **state)
{
	struct test_store t;
	struct ctx *c;

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	c = test_ctx(&t);
	assert_ok(db_write(c, test_writer(&t), fill, NULL));
	for (int set = 0; set < 16; set++) {
		const struct q_sample_list_filter filter = {
			.at_least = AT_LEAST, .by_active = set & 1, .active = true, .by_name = set & 2, .name = S("aalto"),
			.by_tagged = set & 4, .tag = S("t"), .by_unnumbered = set & 8,
		};

		for (int order = 0; order < 3; order++) {
			walk(c, &filter, order, false);
			walk(c, &filter, order, true);
			test_ctx_renew(&t, c);
		}
	}
	test_store_close(&t);
}

static void test_cursors_of_others_are_refused(void **state)
{
	static const char *const bad[] = { "x", "a", "a00000000", "a00000000.1", "a00000000.1.2.3.4.5.6", "b.....", "a0000000g.1" };
	struct test_store t;
	struct ctx *c;
	struct q_sample_list_filter filter = { .at_least = 0 };
	struct list_page page = { .order = Q_SAMPLE_LIST_BY_NAME, .limit = 5 };
	struct q_sample_list_result r;
	str cursor;

	(void)state;
	test_store_open(&t);
	test_sample_tables(&t);
	c = test_ctx(&t);
	assert_ok(db_write(c, test_writer(&t), fill, NULL));
	assert_ok(q_sample_list(c, &filter, &page, &r));
	cursor = r.next;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		page.cursor = str_from(bad[i]);
		assert_int_equal(q_sample_list(c, &filter, &page, &r), ERR_INVALID);
	}
	/* Each cut and each further character is another text, or none. */
	for (size_t n = 1; n < cursor.n; n++) {
		enum err e;

		page.cursor = str_sub(cursor, 0, n);
		e = q_sample_list(c, &filter, &page, &r);
		assert_true(e == OK || e == ERR_INVALID);
	}
	page.cursor = STR_CONCAT(c->a, cursor, S("."));
	assert_int_equal(q_sample_list(c, &filter, &page, &r), ERR_INVALID);
	page.cursor = cursor;
	page.descending = true;
	assert_int_equal(q_sample_list(c, &filter, &page, &r), ERR_INVALID);
	page.descending = false;
	page.order = Q_SAMPLE_LIST_BY_ID;
	assert_int_equal(q_sample_list(c, &filter, &page, &r), ERR_INVALID);
	page.order = 99;
	assert_int_equal(q_sample_list(c, &filter, &page, &r), ERR_INVALID);
	test_store_close(&t);
}

static void test_orders_have_codes(void **state)
{
	int order = -1;

	(void)state;
	assert_true(list_order_from_code(&list_sample_list, S("share"), &order));
	assert_int_equal(order, Q_SAMPLE_LIST_BY_SHARE);
	assert_false(list_order_from_code(&list_sample_list, S("id; DROP TABLE sample"), &order));
}

TEST_MAIN(cmocka_unit_test(test_every_condition_order_and_direction), cmocka_unit_test(test_cursors_of_others_are_refused),
	  cmocka_unit_test(test_orders_have_codes))
