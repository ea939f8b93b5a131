/* Cutting the values of a long list out of a JSON file. See json_cut.h. */
#include "out/json_cut.h"

enum { IN_SIZE = 1 << 16, END = -1 };
enum where { AT_START, IN_LIST_FIRST, IN_LIST, DONE, FAILED };

void json_cut_init(struct json_cut *j, struct arena *a, csv_source *source, void *source_arg, const char *const *names,
		   size_t value_max)
{
	INVARIANT(value_max > 0);
	*j = (struct json_cut){ .source = source, .source_arg = source_arg, .names = names, .value_max = value_max, .now_line = 1,
				.in = arena_alloc(a, IN_SIZE), .value = arena_alloc(a, value_max), .where = AT_START };
}

/* ---- bytes ---------------------------------------------------------------------------------------------------------- */

/* The next byte without taking it; END at the end or when the source failed. */
static int peek(struct json_cut *j)
{
	if (j->in_at == j->in_n) {
		j->in_at = j->in_n = 0;
		if (j->source_error == OK)
			j->source_error = j->source(j->source_arg, j->in, IN_SIZE, &j->in_n);
		if (j->source_error != OK || j->in_n == 0) {
			j->in_n = 0;
			return END;
		}
	}
	return (unsigned char)j->in[j->in_at];
}

static int take(struct json_cut *j)
{
	int c = peek(j);

	if (c != END)
		j->in_at++;
	if (c == '\n')
		j->now_line++;
	return c;
}

static void keep(struct json_cut *j, int c)
{
	if (j->value_n == j->value_max)
		j->too_long = true;
	else
		j->value[j->value_n++] = (char)c;
}

/* The next byte that is no white space, not taken. */
static int peek_mark(struct json_cut *j)
{
	int c = peek(j);

	while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
		take(j);
		c = peek(j);
	}
	return c;
}

static enum err fail(struct json_cut *j, enum json_cut_problem problem)
{
	j->where = FAILED;
	j->line = j->now_line;
	j->problem = problem;
	return j->source_error != OK ? j->source_error : ERR_INVALID;
}

static enum err fail_at(struct json_cut *j, int c) { return fail(j, c == END ? JSON_CUT_ENDS : JSON_CUT_BROKEN); }

/* ---- values --------------------------------------------------------------------------------------------------------- */

/* The rest of a string whose opening quote is taken and kept. */
static enum err cut_string(struct json_cut *j)
{
	for (;;) {
		int c = take(j);

		if (c == END)
			return fail(j, JSON_CUT_ENDS);
		keep(j, c);
		if (c == '"')
			return OK;
		if (c == '\\') {
			c = take(j);
			if (c == END)
				return fail(j, JSON_CUT_ENDS);
			keep(j, c);
		}
	}
}

static enum err cut_nested(struct json_cut *j)
{
	size_t depth = 0;

	do {
		int c = take(j);

		if (c == END)
			return fail(j, JSON_CUT_ENDS);
		keep(j, c);
		if (c == '"')
			TRY(cut_string(j));
		else if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
	} while (depth > 0);
	return OK;
}

static bool ends_scalar(int c) { return c == END || strchr(",:]}[{\" \t\r\n", c) != NULL; }

/* One whole value into j->value; peek_mark has been called. */
static enum err cut_value(struct json_cut *j)
{
	int c = peek(j);

	j->value_n = 0;
	j->too_long = false;
	if (c == '{' || c == '[')
		return cut_nested(j);
	if (c == '"') {
		keep(j, take(j));
		return cut_string(j);
	}
	if (c == 0 || ends_scalar(c))
		return fail_at(j, c);
	for (; c != 0 && !ends_scalar(c); c = peek(j))
		keep(j, take(j));
	return OK;
}

/* ---- the file around the list --------------------------------------------------------------------------------------- */

static bool is_wanted(const struct json_cut *j)
{
	str name = str_make(j->value + 1, j->value_n - 2);

	for (const char *const *n = j->names; !j->too_long && *n != NULL; n++)
		if (str_eq_c(name, *n))
			return true;
	return false;
}

/* Members of the outermost object, until the list begins (want_list) or the object ends. A comma is due before each but the
 * first. */
static enum err pass_members(struct json_cut *j, bool want_list, bool first)
{
	for (;; first = false) {
		bool wanted;
		int c = peek_mark(j);

		if (c == '}') {
			take(j);
			return want_list ? fail(j, JSON_CUT_NO_LIST) : OK;
		}
		if (!first) {
			if (c != ',')
				return fail_at(j, c);
			take(j);
			c = peek_mark(j);
		}
		if (c != '"')
			return fail_at(j, c);
		TRY(cut_value(j));
		wanted = want_list && is_wanted(j);
		c = peek_mark(j);
		if (c != ':')
			return fail_at(j, c);
		take(j);
		c = peek_mark(j);
		if (wanted && c == '[') {
			take(j);
			j->where = IN_LIST_FIRST;
			return OK;
		}
		TRY(cut_value(j));
	}
}

static enum err find_list(struct json_cut *j)
{
	static const char mark[] = "\xef\xbb\xbf";
	int c;

	for (int i = 0; i < 3 && peek(j) == (unsigned char)mark[i]; i++)
		take(j);
	c = peek_mark(j);
	if (c != '{' && c != '[')
		return fail(j, JSON_CUT_NOT_JSON);
	take(j);
	j->in_object = c == '{';
	if (j->in_object)
		return pass_members(j, true, true);
	j->where = IN_LIST_FIRST;
	return OK;
}

static enum err pass_rest(struct json_cut *j)
{
	if (j->in_object)
		TRY(pass_members(j, false, false));
	if (peek_mark(j) != END || j->source_error != OK)
		return fail(j, JSON_CUT_BROKEN);
	j->where = DONE;
	return ERR_NOT_FOUND;
}

enum err json_cut_next(struct json_cut *j, str *ret)
{
	int c;

	if (j->where == DONE)
		return ERR_NOT_FOUND;
	if (j->where == FAILED)
		return j->source_error != OK ? j->source_error : ERR_INVALID;
	j->problem = JSON_CUT_FINE;
	if (j->where == AT_START)
		TRY(find_list(j));
	c = peek_mark(j);
	if (c == ']') {
		take(j);
		return pass_rest(j);
	}
	if (j->where == IN_LIST) {
		if (c != ',')
			return fail_at(j, c);
		take(j);
		peek_mark(j);
	}
	j->where = IN_LIST;
	j->line = j->now_line;
	j->number++;
	TRY(cut_value(j));
	if (j->too_long) {
		j->problem = JSON_CUT_TOO_LONG;
		return ERR_LIMIT;
	}
	*ret = str_make(j->value, j->value_n);
	return OK;
}
