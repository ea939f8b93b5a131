/* Lists: one page of many rows, filtered by named conditions, in a named order, paged by keys (not by counting rows, so
 * page 500 costs what page 1 costs and nothing is shown twice when rows come or go).
 *
 * Callers use what sqlc makes of a list in a .sql file; this is what it stands on.
 *
 *   struct q_event_list_filter filter = { .by_series = true, .series = id };
 *   struct list_page page = { .order = Q_EVENT_LIST_BY_STARTS, .limit = 20, .cursor = from_the_address };
 *   TRY(q_event_list(c, &filter, &page, &result));   ... result.next and result.previous go into the links
 *
 * Limits: 1000 rows a page, 30 conditions, 4 keys, a cursor text of 2000 bytes. */
#ifndef TALKOOT_STORE_LIST_H
#define TALKOOT_STORE_LIST_H

#include "store/db.h"

enum { LIST_LIMIT_DEFAULT = 50, LIST_LIMIT_MAX = 1000, LIST_CURSOR_MAX = 2000, LIST_KEYS_MAX = 4 };

struct list_page {
	int order; /* one of the list's enum q_..._order */
	bool descending;
	int limit;  /* rows; 0: 50, more than 1000: 1000 */
	str cursor; /* next or previous of another page of the same order and direction; empty or null: the first page */
};

struct list_condition {
	const char *name, *sql;
	const unsigned char *params; /* indexes into in_types; 255 ends */
};

struct list_key {
	const char *sql;
	enum dbtype type;
};

struct list_order {
	const char *name;
	const struct list_key *keys;
	int key_count;
};

struct list_def {
	const char *name, *file;
	const char *head, *tail; /* the base before its FROM, and from it on */
	const char *scan_reason;
	const enum dbtype *in_types, *out_types;
	int in_count, out_count;
	const struct list_condition *conditions;
	int condition_count;
	const struct list_order *orders;
	int order_count;
};

struct list_result {
	void *rows;
	size_t count;
	str next, previous;
};

/* "starts" -> the number of that order; false when the list has none of this name. For query strings. */
bool list_order_from_code(const struct list_def *def, str code, int *ret);

/* Reads a page's cursor: its direction and as many key values as the order has. ERR_INVALID: not of this list, order and
 * direction. For list_run, and for the fuzzer, since cursors come from addresses. */
MUST enum err list_cursor_read(struct arena *a, const struct list_def *def, const struct list_order *order, bool descending, str text,
			       bool *ret_backward, struct dbval *ret_keys);
/* The other way round; str_null when the keys are too long for a cursor. */
str list_cursor_make(struct arena *a, const struct list_def *def, const struct list_order *order, bool descending, bool backward,
		     const struct dbval *keys);

/* One page. A cursor that is not of this list, order and direction: ERR_INVALID. */
MUST enum err list_run(struct ctx *c, const struct list_def *def, uint32_t active, const struct dbval *in,
		       const struct list_page *page, row_reader *read, size_t row_size, struct list_result *ret);
/* How many rows all pages have together. Costs a walk over all of them. */
MUST enum err list_count(struct ctx *c, const struct list_def *def, uint32_t active, const struct dbval *in, int64_t *ret);

/* The SQL of a page; for the test that prepares every form. */
str list_sql(struct arena *a, const struct list_def *def, uint32_t active, const struct list_order *order, bool descending,
	     bool from_cursor);

#endif
