/* Looks at every statement and every form of every list as the engines see them. */
#include "support/store/store_support.h"

#include <sqlite3.h>

#include "harness.h"
#include "store/engine.h"
#include "store/list.h"

enum { PLAN_LINES = 40, FAULTS_OF_ONE = 2 };

struct check {
	struct test_store *t;
	struct ctx *c;
	int faults;
	const char *last; /* what the last fault was about, and how many it has */
	int last_count;
};

static void PRINTF_LIKE(3, 4) fault(struct check *k, const char *name, const char *format, ...)
{
	va_list ap;

	k->faults++;
	k->last_count = k->last == name ? k->last_count + 1 : 1;
	k->last = name;
	if (k->last_count > FAULTS_OF_ONE)
		return;
	printf("# %s: ", name);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
}

/* Values that find nothing: what counts is that the engine understands them. */
static void dummies(const enum dbtype *types, size_t n, struct dbval *ret)
{
	for (size_t i = 0; i < n; i++) {
		switch (types[i]) {
		case DB_INT: ret[i] = db_int(1); break;
		case DB_REAL: ret[i] = db_real(1); break;
		case DB_BLOB: ret[i] = db_blob(S("x")); break;
		default: ret[i] = db_text(S("x")); break;
		}
	}
}

/* What the plan makes itself (a sub-select, a common table expression) is walked over by its nature. */
static bool made_by_plan(const str *lines, size_t count, str name)
{
	for (size_t i = 0; i < count; i++) {
		str rest = lines[i], verb = str_cut(&rest, ' ');

		if ((str_eq_c(verb, "MATERIALIZE") || str_eq_c(verb, "CO-ROUTINE")) && str_eq(rest, name))
			return true;
	}
	return str_starts(name, S("(")) || str_eq_c(name, "CONSTANT");
}

/* SQLite says "SCAN table" where it reads all rows; reading a whole index is the same walk. A reason is wanted. */
static void look_at_plan(struct check *k, const char *name, str sql, const enum dbtype *types, size_t n, const char *reason)
{
	struct cursor *cur;
	struct dbval in[80];
	str explain = str_format(k->c->a, "EXPLAIN QUERY PLAN %.*s", STR_ARG(sql)), lines[PLAN_LINES];
	size_t count = 0;
	bool row = true;

	if (reason != NULL)
		return;
	dummies(types, n, in);
	if (stmt_read_sql(k->c, name, explain, types, in, n, &cur) != OK)
		return; /* told already: it cannot be prepared */
	while (count < PLAN_LINES && cursor_next(cur, &row) == OK && row)
		lines[count++] = cursor_text(cur, 3, k->c->a);
	if (row)
		cursor_end(cur);
	for (size_t i = 0; i < count; i++) {
		str rest = lines[i], verb = str_cut(&rest, ' '), table = str_cut(&rest, ' ');

		if (str_eq_c(verb, "SCAN") && !made_by_plan(lines, count, table))
			fault(k, name, "%.*s without a reason (-- plan: ...)", STR_ARG(lines[i]));
	}
}

/* Lets the engine prepare it: for writing ones inside a transaction that is undone, run with dummies. */
static enum err run_writing(struct ctx *c, struct tx *tx, void *arg)
{
	const struct stmt_def *def = arg;
	struct dbval in[80];
	struct cursor *cur;
	int64_t changes;
	enum err e;

	dummies(def->in_types, def->in_count, in);
	e = stmt_write(c, tx, def, in, &cur);
	if (e == OK)
		e = cursor_changed(cur, &changes);
	/* Dummies may well break a constraint; the statement itself was understood. */
	return e == OK || e == ERR_CONFLICT ? ERR_NOT_FOUND : e;
}

static void check_statement(struct check *k, const struct stmt_def *def)
{
	struct dbval in[80];
	struct cursor *cur;
	bool row;
	enum err e;

	if (def->writes) {
		e = db_write(k->c, test_writer(k->t), run_writing, (void *)(uintptr_t)def);
		if (e != ERR_NOT_FOUND)
			fault(k, def->name, "%s (%s)", err_name(e), def->file);
	} else {
		dummies(def->in_types, def->in_count, in);
		e = stmt_read(k->c, def, in, &cur);
		if (e == OK)
			e = cursor_next(cur, &row);
		if (e == OK)
			cursor_end(cur);
		else
			fault(k, def->name, "%s (%s)", err_name(e), def->file);
	}
	if (store_engine(k->t->store) == ENGINE_SQLITE)
		look_at_plan(k, def->name, str_from(def->sql), def->in_types, def->in_count, def->scan_reason);
}

static void check_list_form(struct check *k, const struct list_def *def, uint32_t active, const struct list_order *order,
			    bool descending, bool from_cursor)
{
	enum dbtype types[80];
	struct dbval in[80];
	size_t n = 0;
	struct cursor *cur;
	str sql = list_sql(k->c->a, def, active, order, descending, from_cursor);
	bool row;
	enum err e;

	for (int i = 0; i < def->in_count; i++)
		types[n++] = def->in_types[i];
	for (int i = 0; i < order->key_count; i++)
		types[n++] = order->keys[i].type;
	types[n++] = DB_INT;
	dummies(types, n, in);
	e = stmt_read_sql(k->c, def->name, sql, types, in, n, &cur);
	if (e == OK)
		e = cursor_next(cur, &row);
	if (e == OK)
		cursor_end(cur);
	else
		fault(k, def->name, "%s: %.*s", err_name(e), STR_ARG(sql));
	if (store_engine(k->t->store) == ENGINE_SQLITE)
		look_at_plan(k, def->name, sql, types, n, def->scan_reason);
}

static void check_list(struct check *k, const struct list_def *def)
{
	for (int o = 0; o < def->order_count; o++) {
		for (int form = 0; form < 4; form++) {
			const struct list_order *order = &def->orders[o];

			check_list_form(k, def, 0, order, form & 1, form & 2);
			for (int i = 0; i < def->condition_count; i++)
				for (int j = i; j < def->condition_count; j++)
					check_list_form(k, def, UINT32_C(1) << i | UINT32_C(1) << j, order, form & 1, form & 2);
			test_ctx_renew(k->t, k->c);
		}
	}
	struct dbval in[80];
	int64_t count;
	enum err e;

	dummies(def->in_types, (size_t)def->in_count, in);
	e = list_count(k->c, def, 0, in, &count);
	if (e != OK)
		fault(k, def->name, "%s when counting", err_name(e));
}

int test_check_statements(struct test_store *t, const struct statement_module *const *modules)
{
	struct check k = { .t = t, .c = test_ctx(t) };

	for (; *modules != NULL; modules++) {
		for (size_t i = 0; i < (*modules)->statement_count; i++) {
			check_statement(&k, (*modules)->statements[i]);
			test_ctx_renew(t, k.c);
		}
		for (size_t i = 0; i < (*modules)->list_count; i++)
			check_list(&k, (*modules)->lists[i]);
	}
	return k.faults;
}
