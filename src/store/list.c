/* Lists: puts the SQL of a page together from the text of the .sql file, reads the page, makes and reads cursors. */
#include "store/list.h"

#include "base/buf.h"
#include "base/encode.h"

enum { SQL_MAX = 64 * 1024, PARAMS_MAX = 60 + LIST_KEYS_MAX + 1 };

bool list_order_from_code(const struct list_def *def, str code, int *ret)
{
	for (int i = 0; i < def->order_count; i++) {
		if (str_eq_c(code, def->orders[i].name)) {
			*ret = i;
			return true;
		}
	}
	return false;
}

/* ---- cursors: "a" (after) or "b" (before), 8 digits that stand for list, order and direction, then .key .key ---------- */

static uint32_t cursor_mark(struct arena *a, const struct list_def *def, const struct list_order *order, bool descending)
{
	return (uint32_t)str_hash(str_format(a, "%s/%s/%d", def->name, order->name, descending));
}

str list_cursor_make(struct arena *a, const struct list_def *def, const struct list_order *order, bool descending, bool backward,
		     const struct dbval *keys)
{
	struct buf b;

	buf_init(&b, a, LIST_CURSOR_MAX);
	buf_format(&b, "%c%08x", backward ? 'b' : 'a', cursor_mark(a, def, order, descending));
	for (int i = 0; i < order->key_count; i++) {
		buf_char(&b, '.');
		if (keys[i].type == DB_INT)
			buf_int(&b, keys[i].i);
		else if (keys[i].type == DB_REAL)
			buf_hex(&b, &keys[i].r, sizeof keys[i].r);
		else
			buf_hex(&b, keys[i].s.p, keys[i].s.n);
	}
	/* A key longer than that is a defect of the list: paging ends here rather than going wrong. */
	return buf_ok(&b) ? buf_done(&b) : str_null;
}

enum err list_cursor_read(struct arena *a, const struct list_def *def, const struct list_order *order, bool descending, str text,
			  bool *ret_backward, struct dbval *ret_keys)
{
	str rest = text, head, bytes;

	if (text.n > LIST_CURSOR_MAX)
		return ERR_INVALID;
	head = str_cut(&rest, '.');
	if (head.n != 9 || (head.p[0] != 'a' && head.p[0] != 'b') ||
	    !str_eq(str_sub(head, 1, 8), str_format(a, "%08x", cursor_mark(a, def, order, descending))))
		return ERR_INVALID;
	*ret_backward = head.p[0] == 'b';
	for (int i = 0; i < order->key_count; i++) {
		str part;

		if (str_is_null(rest))
			return ERR_INVALID;
		part = str_cut(&rest, '.');
		ret_keys[i].type = order->keys[i].type;
		if (order->keys[i].type == DB_INT) {
			if (!str_to_int(part, &ret_keys[i].i))
				return ERR_INVALID;
			continue;
		}
		TRY(hex_decode(a, part, &bytes));
		if (order->keys[i].type == DB_REAL) {
			if (bytes.n != sizeof ret_keys[i].r)
				return ERR_INVALID;
			memcpy(&ret_keys[i].r, bytes.p, sizeof ret_keys[i].r);
		} else {
			if (!str_is_utf8(bytes))
				return ERR_INVALID;
			ret_keys[i].s = bytes;
		}
	}
	return str_is_null(rest) ? OK : ERR_INVALID;
}

/* ---- SQL ------------------------------------------------------------------------------------------------------------------ */

static void add_conditions(struct buf *b, const struct list_def *def, uint32_t active)
{
	for (int i = 0; i < def->condition_count; i++)
		if (active >> i & 1)
			buf_format(b, " AND (%s)", def->conditions[i].sql);
}

str list_sql(struct arena *a, const struct list_def *def, uint32_t active, const struct list_order *order, bool descending,
	     bool from_cursor)
{
	struct buf b;

	buf_init(&b, a, SQL_MAX);
	buf_str(&b, str_trim(str_from(def->head)));
	for (int i = 0; i < order->key_count; i++)
		buf_format(&b, ", %s", order->keys[i].sql);
	buf_format(&b, " %s", def->tail);
	add_conditions(&b, def, active);
	if (from_cursor) {
		buf_lit(&b, " AND (");
		for (int i = 0; i < order->key_count; i++)
			buf_format(&b, "%s%s", i > 0 ? ", " : "", order->keys[i].sql);
		buf_format(&b, ") %c (", descending ? '<' : '>');
		for (int i = 0; i < order->key_count; i++)
			buf_format(&b, "%s$%d", i > 0 ? ", " : "", def->in_count + 1 + i);
		buf_char(&b, ')');
	}
	buf_lit(&b, " ORDER BY ");
	for (int i = 0; i < order->key_count; i++)
		buf_format(&b, "%s%s%s", i > 0 ? ", " : "", order->keys[i].sql, descending ? " DESC" : "");
	buf_format(&b, " LIMIT $%d", def->in_count + order->key_count + 1);
	INVARIANT(buf_ok(&b));
	return buf_done(&b);
}

static void read_keys(struct cursor *cur, struct arena *a, const struct list_def *def, const struct list_order *order,
		      struct dbval *ret)
{
	for (int i = 0; i < order->key_count; i++) {
		int column = def->out_count + i;

		ret[i].type = order->keys[i].type;
		switch (ret[i].type) {
		case DB_INT: ret[i].i = cursor_int(cur, column); break;
		case DB_REAL: ret[i].r = cursor_real(cur, column); break;
		default: ret[i].s = cursor_text(cur, column, a); break;
		}
	}
}

/* ---- pages ---------------------------------------------------------------------------------------------------------------- */

struct page_run {
	const struct list_def *def;
	const struct list_order *order;
	struct dbval values[PARAMS_MAX];
	enum dbtype types[PARAMS_MAX];
	size_t value_count, limit;
	bool backward, from_cursor;
	struct dbval first[LIST_KEYS_MAX], last[LIST_KEYS_MAX];
	bool more;
};

static void bind_page(struct page_run *run, const struct dbval *in, const struct dbval *keys)
{
	const struct list_def *def = run->def;
	size_t n = 0;

	for (int i = 0; i < def->in_count; i++, n++) {
		run->values[n] = in[i];
		run->types[n] = def->in_types[i];
	}
	for (int i = 0; i < run->order->key_count; i++, n++) {
		run->values[n] = run->from_cursor ? keys[i] : (struct dbval){ .type = DB_NULL };
		run->types[n] = run->order->keys[i].type;
	}
	run->values[n] = db_int((int64_t)run->limit + 1);
	run->types[n++] = DB_INT;
	run->value_count = n;
}

static void reverse(char *rows, size_t count, size_t size)
{
	for (size_t i = 0; i < count / 2; i++) {
		char *low = rows + i * size, *high = rows + (count - 1 - i) * size;

		for (size_t k = 0; k < size; k++) {
			char swap = low[k];

			low[k] = high[k];
			high[k] = swap;
		}
	}
}

static enum err read_page(struct ctx *c, struct page_run *run, str sql, row_reader *read, size_t row_size, struct list_result *ret)
{
	struct cursor *cur;
	char *rows = arena_array(c->a, run->limit, row_size);

	TRY(stmt_read_sql(c, run->def->name, sql, run->types, run->values, run->value_count, &cur));
	for (;;) {
		bool row;

		TRY(cursor_next(cur, &row));
		if (!row)
			break;
		if (ret->count == run->limit) {
			run->more = true;
			break;
		}
		read(cur, c->a, rows + ret->count * row_size);
		read_keys(cur, c->a, run->def, run->order, run->last);
		if (ret->count++ == 0)
			memcpy(run->first, run->last, sizeof run->first);
	}
	cursor_end(cur);
	if (run->backward)
		reverse(rows, ret->count, row_size);
	ret->rows = rows;
	return OK;
}

enum err list_run(struct ctx *c, const struct list_def *def, uint32_t active, const struct dbval *in,
		  const struct list_page *page, row_reader *read, size_t row_size, struct list_result *ret)
{
	struct page_run run = { .def = def };
	struct dbval keys[LIST_KEYS_MAX] = { 0 };
	bool has_next, has_previous;

	if (page->order < 0 || page->order >= def->order_count)
		return ERR_INVALID;
	*ret = (struct list_result){ 0 };
	run.order = &def->orders[page->order];
	run.limit = page->limit <= 0 ? LIST_LIMIT_DEFAULT : page->limit > LIST_LIMIT_MAX ? LIST_LIMIT_MAX : (size_t)page->limit;
	run.from_cursor = !str_empty(page->cursor);
	if (run.from_cursor)
		TRY(list_cursor_read(c->a, def, run.order, page->descending, page->cursor, &run.backward, keys));
	bind_page(&run, in, keys);
	TRY(read_page(c, &run, list_sql(c->a, def, active, run.order, page->descending != run.backward, run.from_cursor), read,
		      row_size, ret));
	if (ret->count == 0)
		return OK;
	/* Going back there is a next page: the one we come from; going forward from a cursor there is a previous one. */
	has_next = run.backward || run.more;
	has_previous = run.backward ? run.more : run.from_cursor;
	if (has_next)
		ret->next = list_cursor_make(c->a, def, run.order, page->descending, false, run.backward ? run.first : run.last);
	if (has_previous)
		ret->previous =
			list_cursor_make(c->a, def, run.order, page->descending, true, run.backward ? run.last : run.first);
	return OK;
}

static void read_count(struct cursor *cur, struct arena *a, void *into)
{
	(void)a;
	*(int64_t *)into = cursor_int(cur, 0);
}

enum err list_count(struct ctx *c, const struct list_def *def, uint32_t active, const struct dbval *in, int64_t *ret)
{
	struct buf b;
	struct cursor *cur;

	buf_init(&b, c->a, SQL_MAX);
	buf_format(&b, "SELECT count(*) FROM (%s%s", def->head, def->tail);
	add_conditions(&b, def, active);
	buf_lit(&b, ") counted");
	INVARIANT(buf_ok(&b));
	TRY(stmt_read_sql(c, def->name, buf_done(&b), def->in_types, in, (size_t)def->in_count, &cur));
	return cursor_one(cur, read_count, ret);
}
