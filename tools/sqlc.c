/* sqlc: makes typed C functions of a .sql file:   sqlc in.sql out.c out.h
 *
 * A .sql file holds statements and lists. Each begins with a comment line that names it; a comment directly above is
 * copied to the generated header. The head may go on over several comment lines while a bracket is open.
 *
 *   -- statement: event_by_key(key text) -> maybe {id int, title text, series int?}
 *   -- plan: why a scan of a table is meant                                     (optional)
 *   SELECT id, title, series_id FROM event WHERE key = :key;
 *
 *   -- list: event_list(lang text) {id int, title text, starts int}             (parameters optional)
 *   -- base: scan reason: why a scan is meant                                   (the part after "base:" is optional)
 *   SELECT e.id, e.title, e.starts_utc FROM event e WHERE e.lang = :lang
 *   -- condition: series(series int)
 *   e.series_id = :series
 *   -- order: starts
 *   e.starts_utc int, e.id int
 *
 * Types: int, real, text, blob; with ? they may be NULL (struct opt_int, struct opt_real, str_null); bool (0/1).
 * Results: one {..} (none: ERR_NOT_FOUND), maybe {..}, many {..} (at most 100,000), value TYPE, none, changes.
 * A statement that changes something takes a struct tx *. More than six parameters become a struct q_NAME_in.
 * A list becomes q_NAME (one page by key-set paging, see store/list.h) and q_NAME_count. The keys of an order together
 * must be unique and never NULL. Its base has no GROUP BY, ORDER BY or LIMIT at the top: put such things into a sub-select.
 *
 * Errors name file and line: unknown, unused and doubled parameters, a missing semicolon, a number of columns that does not
 * fit, and constructs that do not mean the same on SQLite and PostgreSQL (table below). */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PARAMS = 60, MAX_COLUMNS = 60, MAX_CONDITIONS = 30, MAX_ORDERS = 12, MAX_KEYS = 4, MAX_ITEMS = 200 };

static const char *path; /* as CMake gave it */
static const char *short_path; /* below src/ */

static _Noreturn void __attribute__((format(printf, 2, 3))) fail(int line, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: error: ", path, line);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

/* ---- text ----------------------------------------------------------------------------------------------------------- */

struct text {
	char *p;
	size_t n, size;
};

static void add_n(struct text *t, const char *p, size_t n)
{
	if (t->n + n + 1 > t->size) {
		t->size = (t->n + n + 1) * 2;
		t->p = realloc(t->p, t->size);
		if (t->p == NULL)
			abort();
	}
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
}

static void add(struct text *t, const char *p) { add_n(t, p, strlen(p)); }

static char *copy_n(const char *p, size_t n)
{
	struct text t = { 0 };

	add_n(&t, p, n);
	return t.p;
}

static const char *skip_blank(const char *p)
{
	while (isspace((unsigned char)*p))
		p++;
	return p;
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

/* Takes a word [a-z_][a-z0-9_]* from *p; NULL when there is none. */
static char *take_word(const char **p)
{
	const char *start = *p = skip_blank(*p);

	while (is_word(**p))
		(*p)++;
	return *p == start || isdigit((unsigned char)*start) ? NULL : copy_n(start, (size_t)(*p - start));
}

static bool take(const char **p, const char *mark)
{
	*p = skip_blank(*p);
	if (strncmp(*p, mark, strlen(mark)) != 0)
		return false;
	*p += strlen(mark);
	return true;
}

/* ---- what is in the file -------------------------------------------------------------------------------------------- */

enum type { INT, REAL, TEXT, BLOB, BOOL };

struct field {
	char *name;
	enum type type;
	bool nullable, used;
	int line;
};

struct fields {
	struct field f[MAX_PARAMS];
	int n;
};

struct condition {
	char *name, *sql;
	int line;
	int params[MAX_PARAMS], n; /* indexes into the item's parameters */
};

struct key {
	char *sql;
	enum type type;
};

struct order {
	char *name;
	struct key keys[MAX_KEYS];
	int n;
};

enum result { ONE, MAYBE, MANY, VALUE, NONE, CHANGES };

struct item {
	bool list;
	char *name, *doc, *plan, *sql;
	char *head, *tail; /* of a list's base: up to its FROM, and from it on */
	int line;
	enum result result;
	struct fields params, columns;
	bool writes;
	struct condition conditions[MAX_CONDITIONS];
	struct order orders[MAX_ORDERS];
	int condition_count, order_count;
};

static struct item *items[MAX_ITEMS];
static int item_count;

static enum type take_type(const char **p, int line, bool *ret_nullable)
{
	static const char *const names[] = { "int", "real", "text", "blob", "bool" };
	char *word = take_word(p);

	*ret_nullable = false;
	for (int i = 0; i < 5; i++) {
		if (word == NULL || strcmp(word, names[i]) != 0)
			continue;
		if (**p == '?') {
			(*p)++;
			*ret_nullable = true;
			if (i == BOOL)
				fail(line, "a bool cannot be NULL: use int?");
		}
		return (enum type)i;
	}
	fail(line, "a type is missing here (int, real, text, blob, bool): \"%s\"", word == NULL ? *p : word);
}

static int find_field(const struct fields *f, const char *name)
{
	for (int i = 0; i < f->n; i++)
		if (strcmp(f->f[i].name, name) == 0)
			return i;
	return -1;
}

/* name type, name type ... up to the closing mark. */
static void take_fields(const char **p, int line, const char *closing, struct fields *ret)
{
	static const char *const reserved[] = { "c", "tx", "ret", "ret_found", "ret_count", "ret_changes", "in", "cur" };

	if (take(p, closing))
		return;
	for (;;) {
		struct field f = { .line = line };

		f.name = take_word(p);
		if (f.name == NULL)
			fail(line, "a name is missing here: \"%s\"", *p);
		for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
			if (closing[0] == ')' && strcmp(f.name, reserved[i]) == 0)
				fail(line, "the generated code uses the name \"%s\" itself: take another", f.name);
		f.type = take_type(p, line, &f.nullable);
		if (find_field(ret, f.name) >= 0)
			fail(line, "\"%s\" stands here twice", f.name);
		if (ret->n == MAX_COLUMNS)
			fail(line, "more than %d names", MAX_COLUMNS);
		ret->f[ret->n++] = f;
		if (take(p, closing))
			return;
		if (!take(p, ","))
			fail(line, "a comma or %s is missing here: \"%s\"", closing, *p);
	}
}

static void take_result(const char **p, struct item *it)
{
	static const char *const names[] = { "one", "maybe", "many", "value", "none", "changes" };
	char *word;

	if (!take(p, "->"))
		fail(it->line, "-> and the result are missing");
	word = take_word(p);
	for (int i = 0; word != NULL && i <= CHANGES; i++) {
		if (strcmp(word, names[i]) != 0)
			continue;
		it->result = (enum result)i;
		if (i <= MANY) {
			if (!take(p, "{"))
				fail(it->line, "{ and the columns are missing");
			take_fields(p, it->line, "}", &it->columns);
			if (it->columns.n == 0)
				fail(it->line, "a result without columns");
		} else if (i == VALUE) {
			struct field *f = &it->columns.f[it->columns.n++];

			f->name = copy_n("value", 5);
			f->type = take_type(p, it->line, &f->nullable);
		}
		return;
	}
	fail(it->line, "a result is one of one, maybe, many, value, none, changes");
}

/* ---- SQL -------------------------------------------------------------------------------------------------------------- */

/* What does not mean the same on both engines. A name that ends in ( is banned as a function only. */
static const struct {
	const char *word, *instead;
} banned[] = {
	{ "datetime(", "compute times in C" }, { "date(", "compute dates in C" }, { "time(", "compute times in C" },
	{ "julianday(", "compute times in C" }, { "strftime(", "compute times in C" }, { "unixepoch(", "pass :now" },
	{ "now(", "pass :now" }, { "current_timestamp", "pass :now" }, { "current_date", "pass :today" },
	{ "current_time", "pass :now" }, { "extract(", "compute times in C" }, { "date_trunc(", "compute times in C" },
	{ "to_char(", "format in C" }, { "to_timestamp(", "compute times in C" }, { "ilike", "use a _fold column" },
	{ "glob", "use a _fold column and LIKE" }, { "regexp", "match in C" }, { "similar", "match in C" },
	{ "group_concat(", "aggregate in C" }, { "string_agg(", "aggregate in C" }, { "array_agg(", "aggregate in C" },
	{ "greatest(", "use CASE" }, { "least(", "use CASE" }, { "ifnull(", "use coalesce" }, { "iif(", "use CASE" },
	{ "nvl(", "use coalesce" }, { "printf(", "format in C" }, { "format(", "format in C" }, { "concat(", "use ||" },
	{ "lower(", "use a _fold column" }, { "upper(", "use a _fold column" }, { "instr(", "match in C" },
	{ "strpos(", "match in C" }, { "position(", "match in C" }, { "round(", "round in C" },
	{ "avg(", "select sum and count, divide in C" }, { "random(", "pass a random value" }, { "typeof(", "not needed" },
	{ "total(", "use sum" }, { "rowid", "name the primary key" }, { "true", "write 1" }, { "false", "write 0" },
	{ "last_insert_rowid(", "ids are made by the program" }, { "changes(", "use -> changes" },
	{ "to_tsvector(", "see store/search" }, { "any(", "write an IN list" }, { "pragma", "not a statement of a feature" },
	{ "begin", "db_write does it" }, { "commit", "db_write does it" }, { "rollback", "return an error" },
};

static void check_word(const char *word, const char *before, bool call, int line)
{
	if (strncmp(word, "json", 4) == 0 && call)
		fail(line, "%s(: JSON is text; what is searched for gets a column", word);
	if (strcmp(word, "like") == 0 && (strlen(before) < 5 || strcmp(before + strlen(before) - 5, "_fold") != 0))
		fail(line, "LIKE minds capitals on one engine only: use it on a column that ends in _fold");
	for (size_t i = 0; i < sizeof banned / sizeof *banned; i++) {
		size_t n = strlen(banned[i].word);
		bool function = banned[i].word[n - 1] == '(';

		if (function && (!call || strlen(word) != n - 1 || strncmp(word, banned[i].word, n - 1) != 0))
			continue;
		if (!function && strcmp(word, banned[i].word) != 0)
			continue;
		fail(line, "%s differs between the engines: %s", banned[i].word, banned[i].instead);
	}
}

/* What the walk over a statement found at the top level (outside brackets). */
struct shape {
	bool writes, where, grouped;      /* INSERT/UPDATE/DELETE; WHERE; GROUP, ORDER, LIMIT, UNION ... */
	size_t from;                      /* position of the top FROM in the output; 0: none */
	int columns;                      /* of the last SELECT or RETURNING at the top; 0: none */
};

static void see_top_word(struct shape *s, const char *word, const char *before, size_t position, bool *counting)
{
	static const char *const changes[] = { "insert", "update", "delete" };
	static const char *const ends[] = { "group", "order", "limit", "union", "intersect", "except", "having", "offset" };

	for (size_t i = 0; i < 3; i++)
		if (strcmp(word, changes[i]) == 0 && strcmp(before, "do") != 0)
			s->writes = true;
	for (size_t i = 0; i < 8; i++)
		if (strcmp(word, ends[i]) == 0) {
			s->grouped = true;
			*counting = false;
		}
	if (strcmp(word, "where") == 0)
		s->where = true;
	if (strcmp(word, "from") == 0 && *counting) {
		s->from = position;
		*counting = false;
	}
	if ((strcmp(word, "select") == 0 && s->columns == 0 && !s->writes) || strcmp(word, "returning") == 0) {
		s->columns = 1;
		*counting = true;
	}
}

/* The SQL with $1.. for :names and single blanks for white space; comments fall away. Marks the parameters it uses. */
static char *translate(const char *sql, int line, struct fields *params, struct shape *shape, int *used, int *used_count)
{
	struct text out = { 0 };
	char word[64] = "", before[64] = "";
	char last = ' '; /* the last character that is not blank */
	int depth = 0, max_depth = -1;
	bool counting = false, setting = false; /* setting: behind SET, where = gives a value */

	add(&out, "");
	for (const char *p = sql; *p != '\0';) {
		if (*p == '\n')
			line++;
		if (isspace((unsigned char)*p)) {
			if (out.n > 0 && out.p[out.n - 1] != ' ')
				add(&out, " ");
			p++;
			continue;
		}
		if (p[0] == '-' && p[1] == '-') {
			while (*p != '\0' && *p != '\n')
				p++;
			continue;
		}
		if (*p == '\'' || *p == '"') {
			const char *end = strchr(p + 1, *p);

			if (end == NULL)
				fail(line, "a quote is not closed");
			add_n(&out, p, (size_t)(end - p) + 1);
			last = *p;
			p = end + 1;
			continue;
		}
		if (*p == ':') {
			const char *q = p + 1;
			char *name;
			int i;
			char number[16];

			if (*q == ':')
				fail(line, ":: is PostgreSQL's own cast");
			name = take_word(&q);
			if (name == NULL)
				fail(line, "a parameter's name is missing after the colon");
			i = find_field(params, name);
			if (i < 0)
				fail(line, "unknown parameter :%s", name);
			params->f[i].used = true;
			if (used != NULL) {
				bool there = false;

				for (int k = 0; k < *used_count; k++)
					there = there || used[k] == i;
				if (!there)
					used[(*used_count)++] = i;
			}
			snprintf(number, sizeof number, "$%d", i + 1);
			add(&out, number);
			last = '$';
			p = q;
			continue;
		}
		if (is_word(*p) && !isdigit((unsigned char)*p)) {
			size_t n = 0, position = out.n;
			const char *after;

			snprintf(before, sizeof before, "%s", word);
			while (is_word(p[n])) {
				if (n < sizeof word - 1)
					word[n] = (char)tolower((unsigned char)p[n]);
				n++;
			}
			if (n >= sizeof word)
				fail(line, "a word of more than 63 letters");
			word[n] = '\0';
			after = skip_blank(p + n);
			if (last != '.')
				check_word(word, before, *after == '(', line);
			setting = strcmp(word, "set") == 0 ||
				  (setting && strcmp(word, "where") != 0 && strcmp(word, "from") != 0 && strcmp(word, "returning") != 0);
			if (strcmp(word, "null") == 0 && (last == '=' || last == '>') && !setting)
				fail(line, "nothing equals NULL: use IS NULL or IS NOT NULL");
			if (strcmp(word, "integer") == 0 && strcmp(before, "as") == 0)
				fail(line, "CAST AS INTEGER has 32 bits in PostgreSQL");
			if (depth == 0)
				see_top_word(shape, word, before, position, &counting);
			add_n(&out, p, n);
			last = p[n - 1];
			p += n;
			continue;
		}
		if (*p == '?' || *p == '$')
			fail(line, "parameters are written :name");
		if (*p == '=' && last == '=')
			fail(line, "== is SQLite's own: write =");
		if (*p == '*' && (last == ',' || last == '.' || strcmp(word, "select") == 0 || strcmp(word, "returning") == 0 ||
				  strcmp(word, "distinct") == 0) && last != '(' && !isdigit((unsigned char)last) && last != '$' &&
		    last != ')')
			fail(line, "name the columns instead of *");
		if (*p == ';')
			fail(line, "a semicolon inside the statement");
		if (*p == '(') {
			depth++;
			if (strcmp(word, "max") == 0 || strcmp(word, "min") == 0)
				max_depth = isalpha((unsigned char)last) ? depth : max_depth;
		}
		if (*p == ')') {
			if (depth == max_depth)
				max_depth = -1;
			depth--;
		}
		if (*p == ',' && depth == max_depth)
			fail(line, "max and min of two values are SQLite's own: use CASE");
		if (*p == ',' && depth == 0 && counting)
			shape->columns++;
		add_n(&out, p, 1);
		last = *p++;
	}
	if (depth != 0)
		fail(line, "a bracket is not closed");
	while (out.n > 0 && out.p[out.n - 1] == ' ')
		out.p[--out.n] = '\0';
	return out.p;
}

static void finish_statement(struct item *it, const char *sql, int line)
{
	struct shape shape = { 0 };
	size_t n = strlen(sql);

	while (n > 0 && isspace((unsigned char)sql[n - 1]))
		n--;
	if (n == 0)
		fail(it->line, "statement %s has no SQL", it->name);
	if (sql[n - 1] != ';')
		fail(line, "statement %s does not end with ;", it->name);
	it->sql = translate(copy_n(sql, n - 1), line, &it->params, &shape, NULL, NULL);
	it->writes = shape.writes;
	if (it->columns.n > 0 && shape.columns != it->columns.n)
		fail(it->line, "%s selects %d columns and names %d", it->name, shape.columns, it->columns.n);
	if (it->columns.n == 0 && shape.columns > 0)
		fail(it->line, "%s selects something and names no columns", it->name);
	if (it->result >= NONE && !it->writes)
		fail(it->line, "%s neither reads nor changes anything", it->name);
}

static void finish_base(struct item *it, const char *sql, int line)
{
	struct shape shape = { 0 };
	char *out = translate(sql, line, &it->params, &shape, NULL, NULL);
	struct text tail = { 0 };

	if (shape.from == 0 || shape.writes)
		fail(line, "the base of a list is SELECT ... FROM ...");
	if (shape.grouped)
		fail(line, "no GROUP BY, ORDER BY, LIMIT or UNION at the top of a list's base: use a sub-select");
	if (shape.columns != it->columns.n)
		fail(it->line, "%s selects %d columns and names %d", it->name, shape.columns, it->columns.n);
	it->head = copy_n(out, shape.from);
	add(&tail, out + shape.from);
	if (!shape.where)
		add(&tail, " WHERE 1=1");
	it->tail = tail.p;
}

static void finish_condition(struct item *it, const char *sql, int line)
{
	struct condition *k = &it->conditions[it->condition_count - 1];
	struct shape shape = { 0 };

	k->sql = translate(sql, line, &it->params, &shape, k->params, &k->n);
	if (k->sql[0] == '\0')
		fail(line, "condition %s is empty", k->name);
}

/* expression type, expression type ... */
static void finish_order(struct item *it, const char *sql, int line)
{
	struct order *o = &it->orders[it->order_count - 1];
	struct shape shape = { 0 };
	char *out = translate(sql, line, &it->params, &shape, NULL, NULL);
	char *start = out;
	int depth = 0;

	for (char *p = out;; p++) {
		char *blank;
		const char *type;
		bool nullable;
		struct key *k;

		depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
		if (*p != '\0' && (*p != ',' || depth != 0))
			continue;
		if (o->n == MAX_KEYS)
			fail(line, "more than %d keys", MAX_KEYS);
		k = &o->keys[o->n++];
		k->sql = copy_n(skip_blank(start), (size_t)(p - skip_blank(start)));
		blank = strrchr(k->sql, ' ');
		if (blank == NULL)
			fail(line, "a key of an order needs a type: \"%s\"", k->sql);
		*blank = '\0';
		type = blank + 1;
		k->type = take_type(&type, line, &nullable);
		if (nullable || k->type == BLOB || k->type == BOOL)
			fail(line, "a key of an order is int, real or text and never NULL");
		if (*p == '\0')
			return;
		start = p + 1;
	}
}

/* ---- reading ---------------------------------------------------------------------------------------------------------- */

enum part { NOTHING, STATEMENT, BASE, CONDITION, ORDER };

static void finish_part(struct item *it, enum part part, const struct text *sql, int line)
{
	const char *text = sql->p == NULL ? "" : sql->p;

	switch (part) {
	case NOTHING: break;
	case STATEMENT: finish_statement(it, text, line); break;
	case BASE: finish_base(it, text, line); break;
	case CONDITION: finish_condition(it, text, line); break;
	case ORDER: finish_order(it, text, line); break;
	}
}

static void finish_item(struct item *it)
{
	if (it == NULL)
		return;
	if (it->list && it->tail == NULL)
		fail(it->line, "list %s has no base", it->name);
	if (it->list && it->order_count == 0)
		fail(it->line, "list %s has no order", it->name);
	for (int i = 0; i < it->params.n; i++)
		if (!it->params.f[i].used)
			fail(it->params.f[i].line, "%s does not use its parameter %s", it->name, it->params.f[i].name);
}

static struct item *begin_item(const char *head, int line, bool list, const char *doc)
{
	struct item *it = calloc(1, sizeof *it);

	if (it == NULL || item_count == MAX_ITEMS)
		fail(line, "too many statements in a file");
	it->line = line;
	it->list = list;
	it->doc = copy_n(doc, strlen(doc));
	it->name = take_word(&head);
	if (it->name == NULL)
		fail(line, "a name is missing");
	for (int i = 0; i < item_count; i++)
		if (strcmp(items[i]->name, it->name) == 0)
			fail(line, "%s stands in line %d already", it->name, items[i]->line);
	if (take(&head, "("))
		take_fields(&head, line, ")", &it->params);
	else if (!list)
		fail(line, "( is missing after the name");
	if (list) {
		if (!take(&head, "{"))
			fail(line, "{ and the columns are missing");
		take_fields(&head, line, "}", &it->columns);
	} else {
		take_result(&head, it);
	}
	if (*skip_blank(head) != '\0')
		fail(line, "not understood: \"%s\"", head);
	items[item_count++] = it;
	return it;
}

static void begin_condition(struct item *it, const char *head, int line)
{
	struct condition *k = &it->conditions[it->condition_count++];
	struct fields params = { 0 };

	if (it->condition_count == MAX_CONDITIONS)
		fail(line, "more than %d conditions", MAX_CONDITIONS - 1);
	k->line = line;
	k->name = take_word(&head);
	if (k->name == NULL || !take(&head, "("))
		fail(line, "a condition is written name(parameters)");
	take_fields(&head, line, ")", &params);
	for (int i = 0; i < params.n; i++) {
		int there = find_field(&it->params, params.f[i].name);

		if (there >= 0 && it->params.f[there].type != params.f[i].type)
			fail(line, "%s has another type above", params.f[i].name);
		if (there < 0) {
			if (it->params.n == MAX_PARAMS)
				fail(line, "more than %d parameters", MAX_PARAMS);
			it->params.f[it->params.n++] = params.f[i];
		}
	}
}

static bool unbalanced(const char *s)
{
	int depth = 0;

	for (; *s != '\0'; s++)
		depth += *s == '(' || *s == '{' ? 1 : *s == ')' || *s == '}' ? -1 : 0;
	return depth > 0;
}

static void read_file(FILE *f)
{
	struct text sql = { 0 }, doc = { 0 };
	struct item *it = NULL;
	enum part part = NOTHING;
	char line_text[4096];
	int line = 0, sql_line = 0;
	struct text pending = { 0 }; /* the start of a head that goes on in the next line */
	int pending_line = 0;

	add(&doc, "");
	while (fgets(line_text, sizeof line_text, f) != NULL) {
		const char *p = line_text;
		char *end = line_text + strlen(line_text);
		bool statement, list;
		int head_line;

		line++;
		while (end > line_text && isspace((unsigned char)end[-1]))
			*--end = '\0';
		if (strncmp(p, "--", 2) != 0) {
			if (pending.n > 0)
				fail(pending_line, "a bracket of the head is not closed");
			if (*p == '\0')
				doc.n = 0;
			if (part == NOTHING && *p != '\0')
				fail(line, "SQL before the first \"-- statement:\"");
			if (part != NOTHING) {
				if (sql.n == 0)
					sql_line = line;
				if (sql.n > 0 || *p != '\0') {
					add(&sql, p);
					add(&sql, "\n");
				}
			}
			continue;
		}
		p = skip_blank(p + 2);
		head_line = line;
		if (pending.n > 0) {
			add(&pending, " ");
			add(&pending, p);
			if (unbalanced(pending.p))
				continue;
			p = copy_n(pending.p, pending.n);
			pending.n = 0;
			head_line = pending_line;
		} else if ((strncmp(p, "statement:", 10) == 0 || strncmp(p, "list:", 5) == 0 || strncmp(p, "condition:", 10) == 0) &&
			   unbalanced(p)) {
			add(&pending, p);
			pending_line = line;
			continue;
		}
		statement = take(&p, "statement:");
		list = !statement && take(&p, "list:");
		if (statement || list) {
			finish_part(it, part, &sql, sql_line);
			finish_item(it);
			sql.n = 0;
			doc.p[doc.n] = '\0';
			it = begin_item(p, head_line, list, doc.p);
			doc.n = 0;
			part = list ? NOTHING : STATEMENT;
		} else if (take(&p, "plan:")) {
			if (it == NULL)
				fail(line, "plan: belongs below a statement's head");
			it->plan = copy_n(skip_blank(p), strlen(skip_blank(p)));
		} else if (it != NULL && it->list && (strncmp(p, "base", 4) == 0 && (p[4] == ':' || p[4] == '\0'))) {
			const char *reason = p + (p[4] == ':' ? 5 : 4);

			part = BASE;
			if (take(&reason, "scan reason:"))
				it->plan = copy_n(skip_blank(reason), strlen(skip_blank(reason)));
		} else if (it != NULL && it->list && (strncmp(p, "condition:", 10) == 0 || strncmp(p, "order:", 6) == 0)) {
			if (part == NOTHING)
				fail(line, "the base comes first");
			finish_part(it, part, &sql, sql_line);
			sql.n = 0;
			if (take(&p, "condition:")) {
				begin_condition(it, p, head_line);
				part = CONDITION;
			} else {
				(void)take(&p, "order:");
				if (it->order_count == MAX_ORDERS)
					fail(line, "more than %d orders", MAX_ORDERS);
				it->orders[it->order_count].name = take_word(&p);
				if (it->orders[it->order_count++].name == NULL)
					fail(line, "an order needs a name");
				part = ORDER;
			}
		} else {
			add(&doc, " * ");
			add(&doc, p);
			add(&doc, "\n");
			if (sql.n > 0)
				add(&sql, "\n"); /* a comment inside a statement: keeps the line numbers right */
		}
	}
	if (pending.n > 0)
		fail(pending_line, "a bracket of the head is not closed");
	finish_part(it, part, &sql, sql_line);
	finish_item(it);
	if (item_count == 0)
		fail(line, "no statement in this file");
}

#include "sqlc/write.h"

int main(int argc, char **argv)
{
	FILE *in, *c, *h;
	const char *below;

	if (argc != 4) {
		fprintf(stderr, "usage: sqlc in.sql out.c out.h\n");
		return 2;
	}
	path = argv[1];
	below = strstr(path, "/src/");
	short_path = below != NULL ? below + 5 : strstr(path, "tests/") != NULL ? strstr(path, "tests/") : path;
	in = fopen(path, "r");
	if (in == NULL) {
		fprintf(stderr, "%s: cannot be read\n", path);
		return 1;
	}
	read_file(in);
	fclose(in);
	c = fopen(argv[2], "w");
	h = fopen(argv[3], "w");
	if (c == NULL || h == NULL) {
		fprintf(stderr, "sqlc: cannot write %s or %s\n", argv[2], argv[3]);
		return 1;
	}
	write_header(h);
	write_code(c);
	if (fclose(c) != 0 || fclose(h) != 0) {
		fprintf(stderr, "sqlc: disk full?\n");
		return 1;
	}
	return 0;
}
