/* The writing half of sqlc: the generated header and code. Included by sqlc.c once. */

static const char *const c_types[] = { "int64_t", "double", "str", "str", "bool" };
static const char *const db_types[] = { "DB_INT", "DB_REAL", "DB_TEXT", "DB_BLOB", "DB_INT" };

static const char *c_type(const struct field *f)
{
	if (f->nullable && f->type == INT)
		return "struct opt_int";
	if (f->nullable && f->type == REAL)
		return "struct opt_real";
	return c_types[f->type];
}

/* The path as an identifier: features/event/event.sql -> features_event_event_sql. */
static const char *identifier(void)
{
	static char name[400];

	snprintf(name, sizeof name, "%s", short_path);
	for (char *p = name; *p != '\0'; p++)
		if (!is_word(*p))
			*p = '_';
	return name;
}

static const char *upper(const char *name)
{
	static char out[100];
	size_t i = 0;

	for (; name[i] != '\0' && i < sizeof out - 1; i++)
		out[i] = (char)toupper((unsigned char)name[i]);
	out[i] = '\0';
	return out;
}

static void write_string(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			fputc('\\', f);
		fputc(*s, f);
	}
	fputc('"', f);
}

static bool takes_struct(const struct item *it) { return !it->list && it->params.n > 6; }

static void write_fields(FILE *f, const struct fields *fields)
{
	for (int i = 0; i < fields->n; i++)
		fprintf(f, "\t%s %s;\n", c_type(&fields->f[i]), fields->f[i].name);
}

static void write_prototype(FILE *f, const struct item *it)
{
	fprintf(f, "enum err q_%s(struct ctx *c", it->name);
	if (it->writes)
		fputs(", struct tx *tx", f);
	if (takes_struct(it))
		fprintf(f, ", const struct q_%s_in *in", it->name);
	else
		for (int i = 0; i < it->params.n; i++)
			fprintf(f, ", %s %s", c_type(&it->params.f[i]), it->params.f[i].name);
	switch (it->result) {
	case ONE: fprintf(f, ", struct q_%s_row *ret", it->name); break;
	case MAYBE: fprintf(f, ", bool *ret_found, struct q_%s_row *ret", it->name); break;
	case MANY: fprintf(f, ", struct q_%s_row **ret, size_t *ret_count", it->name); break;
	case VALUE: fprintf(f, ", %s *ret", c_type(&it->columns.f[0])); break;
	case NONE: break;
	case CHANGES: fputs(", int64_t *ret_changes", f); break;
	}
	fputc(')', f);
}

/* Is the parameter always bound, or only under a condition? */
static bool of_condition(const struct item *it, int param)
{
	for (int i = 0; i < it->condition_count; i++)
		for (int k = 0; k < it->conditions[i].n; k++)
			if (it->conditions[i].params[k] == param)
				return true;
	return false;
}

static void write_list_header(FILE *f, const struct item *it)
{
	fprintf(f, "struct q_%s_filter {\n", it->name);
	if (it->condition_count == 0 && it->params.n == 0)
		fputs("\tchar unused;\n", f);
	for (int i = 0; i < it->params.n; i++)
		if (!of_condition(it, i))
			fprintf(f, "\t%s %s; /* always */\n", c_type(&it->params.f[i]), it->params.f[i].name);
	for (int i = 0; i < it->condition_count; i++)
		fprintf(f, "\tbool by_%s;\n", it->conditions[i].name);
	for (int i = 0; i < it->params.n; i++)
		if (of_condition(it, i))
			fprintf(f, "\t%s %s;\n", c_type(&it->params.f[i]), it->params.f[i].name);
	fprintf(f, "};\nenum q_%s_order {\n", it->name);
	for (int i = 0; i < it->order_count; i++) {
		fprintf(f, "\tQ_%s_BY_", upper(it->name));
		fprintf(f, "%s%s\n", upper(it->orders[i].name), i + 1 < it->order_count ? "," : "");
	}
	fprintf(f, "};\nstruct q_%s_result {\n\tstruct q_%s_row *rows;\n\tsize_t count;\n", it->name, it->name);
	fputs("\tstr next, previous; /* cursors of the neighbouring pages; str_null: none */\n};\n", f);
	fprintf(f, "extern const struct list_def list_%s;\n", it->name);
	fprintf(f, "MUST enum err q_%s(struct ctx *c, const struct q_%s_filter *filter, const struct list_page *page,\n", it->name,
		it->name);
	fprintf(f, "\tstruct q_%s_result *ret);\n", it->name);
	fprintf(f, "MUST enum err q_%s_count(struct ctx *c, const struct q_%s_filter *filter, int64_t *ret);\n\n", it->name,
		it->name);
}

static void write_header(FILE *f)
{
	const char *id = identifier();

	fprintf(f, "/* Made by tools/sqlc from %s. */\n#ifndef SQL_%s\n#define SQL_%s\n\n", short_path, id, id);
	fputs("#include \"store/db.h\"\n#include \"store/list.h\"\n\n", f);
	fprintf(f, "extern const struct statement_module statements_%s;\n\n", id);
	for (int i = 0; i < item_count; i++) {
		const struct item *it = items[i];

		if (it->doc[0] != '\0')
			fprintf(f, "/*\n%s */\n", it->doc);
		if (it->columns.n > 0 && it->result != VALUE) {
			fprintf(f, "struct q_%s_row {\n", it->name);
			write_fields(f, &it->columns);
			fputs("};\n", f);
		}
		if (it->list) {
			write_list_header(f, it);
			continue;
		}
		if (takes_struct(it)) {
			fprintf(f, "struct q_%s_in {\n", it->name);
			write_fields(f, &it->params);
			fputs("};\n", f);
		}
		fputs("MUST ", f);
		write_prototype(f, it);
		fputs(";\n\n", f);
	}
	fputs("#endif\n", f);
}

static void write_types(FILE *f, const char *what, const char *name, const struct fields *fields)
{
	if (fields->n == 0)
		return;
	fprintf(f, "static const enum dbtype %s_%s[] = {", what, name);
	for (int i = 0; i < fields->n; i++)
		fprintf(f, "%s %s", i > 0 ? "," : "", db_types[fields->f[i].type]);
	fputs(" };\n", f);
}

static void write_row_reader(FILE *f, const struct item *it)
{
	static const char *const getters[] = { "int", "real", "text", "blob", "int" };
	const char *to = it->result == VALUE ? "" : "row->";

	fprintf(f, "static void read_%s(struct cursor *cur, struct arena *a, void *into)\n{\n", it->name);
	if (it->result == VALUE)
		fprintf(f, "\t%s *value = into;\n\n\t(void)a;\n", c_type(&it->columns.f[0]));
	else
		fprintf(f, "\tstruct q_%s_row *row = into;\n\n\t(void)a;\n", it->name);
	for (int i = 0; i < it->columns.n; i++) {
		const struct field *col = &it->columns.f[i];

		fprintf(f, "\t%s%s%s = ", it->result == VALUE ? "*" : "", to, col->name);
		if (col->type == TEXT || col->type == BLOB)
			fprintf(f, "cursor_%s(cur, %d, a);\n", getters[col->type], i);
		else if (col->nullable)
			fprintf(f, "cursor_opt%s(cur, %d);\n", col->type == REAL ? "_real" : "", i);
		else
			fprintf(f, "cursor_%s(cur, %d)%s;\n", getters[col->type], i, col->type == BOOL ? " != 0" : "");
	}
	fputs("}\n\n", f);
}

static void write_value(FILE *f, const struct field *p, const char *from)
{
	switch (p->type) {
	case INT: fprintf(f, "%s(%s%s)", p->nullable ? "db_opt" : "db_int", from, p->name); break;
	case REAL: fprintf(f, "%s(%s%s)", p->nullable ? "db_opt_real" : "db_real", from, p->name); break;
	case TEXT: fprintf(f, "db_text(%s%s)", from, p->name); break;
	case BLOB: fprintf(f, "db_blob(%s%s)", from, p->name); break;
	case BOOL: fprintf(f, "db_int(%s%s ? 1 : 0)", from, p->name); break;
	}
}

static void write_def(FILE *f, const struct item *it)
{
	fprintf(f, "static const struct stmt_def def_%s = {\n\t.name = \"%s\", .file = \"%s:%d\",\n\t.sql = ", it->name, it->name,
		short_path, it->line);
	write_string(f, it->sql);
	fprintf(f, ",\n\t.in_count = %d, .out_count = %d, .writes = %s,\n\t.scan_reason = ", it->params.n, it->columns.n,
		it->writes ? "true" : "false");
	if (it->plan != NULL)
		write_string(f, it->plan);
	else
		fputs("NULL", f);
	fprintf(f, ",\n\t.in_types = %s%s, ", it->params.n > 0 ? "in_" : "NULL", it->params.n > 0 ? it->name : "");
	fprintf(f, ".out_types = %s%s\n};\n\n", it->columns.n > 0 ? "out_" : "NULL", it->columns.n > 0 ? it->name : "");
}

static void write_statement(FILE *f, const struct item *it)
{
	write_def(f, it);
	if (it->columns.n > 0)
		write_row_reader(f, it);
	write_prototype(f, it);
	fputs("\n{\n\tstruct cursor *cur;\n", f);
	if (it->params.n > 0) {
		fputs("\tconst struct dbval values[] = {", f);
		for (int i = 0; i < it->params.n; i++) {
			fputs(i > 0 ? ",\n\t\t" : "\n\t\t", f);
			write_value(f, &it->params.f[i], takes_struct(it) ? "in->" : "");
		}
		fputs("\n\t};\n", f);
	}
	fprintf(f, "\n\tTRY(stmt_%s(c, %s&def_%s, %s, &cur));\n", it->writes ? "write" : "read", it->writes ? "tx, " : "", it->name,
		it->params.n > 0 ? "values" : "NULL");
	switch (it->result) {
	case ONE:
	case VALUE: fprintf(f, "\treturn cursor_one(cur, read_%s, ret);\n}\n\n", it->name); break;
	case MAYBE: fprintf(f, "\treturn cursor_maybe(cur, read_%s, ret_found, ret);\n}\n\n", it->name); break;
	case MANY:
		fprintf(f, "\tvoid *rows = NULL;\n\tenum err e = cursor_many(cur, read_%s, sizeof **ret, &rows, ret_count);\n\n", it->name);
		fputs("\t*ret = rows;\n\treturn e;\n}\n\n", f);
		break;
	case NONE: fputs("\tint64_t changes;\n\n\treturn cursor_changed(cur, &changes);\n}\n\n", f); break;
	case CHANGES: fputs("\treturn cursor_changed(cur, ret_changes);\n}\n\n", f); break;
	}
}

static void write_list_tables(FILE *f, const struct item *it)
{
	for (int i = 0; i < it->condition_count; i++) {
		const struct condition *k = &it->conditions[i];

		fprintf(f, "static const unsigned char params_%s_%s[] = {", it->name, k->name);
		for (int p = 0; p < k->n; p++)
			fprintf(f, " %d,", k->params[p]);
		fputs(" 255 };\n", f);
	}
	if (it->condition_count > 0) {
		fprintf(f, "static const struct list_condition conditions_%s[] = {\n", it->name);
		for (int i = 0; i < it->condition_count; i++) {
			fprintf(f, "\t{ \"%s\", ", it->conditions[i].name);
			write_string(f, it->conditions[i].sql);
			fprintf(f, ", params_%s_%s },\n", it->name, it->conditions[i].name);
		}
		fputs("};\n", f);
	}
	for (int i = 0; i < it->order_count; i++) {
		fprintf(f, "static const struct list_key keys_%s_%s[] = {\n", it->name, it->orders[i].name);
		for (int k = 0; k < it->orders[i].n; k++) {
			fputs("\t{ ", f);
			write_string(f, it->orders[i].keys[k].sql);
			fprintf(f, ", %s },\n", db_types[it->orders[i].keys[k].type]);
		}
		fputs("};\n", f);
	}
	fprintf(f, "static const struct list_order orders_%s[] = {\n", it->name);
	for (int i = 0; i < it->order_count; i++)
		fprintf(f, "\t{ \"%s\", keys_%s_%s, %d },\n", it->orders[i].name, it->name, it->orders[i].name, it->orders[i].n);
	fputs("};\n", f);
	fprintf(f, "const struct list_def list_%s = {\n\t.name = \"%s\", .file = \"%s:%d\",\n\t.head = ", it->name, it->name,
		short_path, it->line);
	write_string(f, it->head);
	fputs(",\n\t.tail = ", f);
	write_string(f, it->tail);
	fputs(",\n\t.scan_reason = ", f);
	if (it->plan != NULL)
		write_string(f, it->plan);
	else
		fputs("NULL", f);
	fprintf(f, ",\n\t.in_types = %s%s, .in_count = %d, .out_types = out_%s, .out_count = %d,\n", it->params.n > 0 ? "in_" : "NULL",
		it->params.n > 0 ? it->name : "", it->params.n, it->name, it->columns.n);
	fprintf(f, "\t.conditions = %s%s, .condition_count = %d, .orders = orders_%s, .order_count = %d\n};\n\n",
		it->condition_count > 0 ? "conditions_" : "NULL", it->condition_count > 0 ? it->name : "", it->condition_count,
		it->name, it->order_count);
}

static void write_list_input(FILE *f, const struct item *it)
{
	if (it->params.n > 0) {
		fputs("\tconst struct dbval values[] = {", f);
		for (int i = 0; i < it->params.n; i++) {
			fputs(i > 0 ? ",\n\t\t" : "\n\t\t", f);
			write_value(f, &it->params.f[i], "filter->");
		}
		fputs("\n\t};\n", f);
	}
	fputs("\tuint32_t active = 0;\n\n", f);
	if (it->params.n == 0 && it->condition_count == 0)
		fputs("\t(void)filter;\n", f);
	for (int i = 0; i < it->condition_count; i++)
		fprintf(f, "\tactive |= filter->by_%s ? UINT32_C(1) << %d : 0;\n", it->conditions[i].name, i);
}

static void write_list(FILE *f, const struct item *it)
{
	const char *values = it->params.n > 0 ? "values" : "NULL";

	write_list_tables(f, it);
	write_row_reader(f, it);
	fprintf(f, "enum err q_%s(struct ctx *c, const struct q_%s_filter *filter, const struct list_page *page,\n", it->name, it->name);
	fprintf(f, "\tstruct q_%s_result *ret)\n{\n", it->name);
	write_list_input(f, it);
	fputs("\tstruct list_result out;\n\n", f);
	fprintf(f, "\tTRY(list_run(c, &list_%s, active, %s, page, read_%s, sizeof *ret->rows, &out));\n", it->name, values, it->name);
	fputs("\tret->rows = out.rows;\n\tret->count = out.count;\n\tret->next = out.next;\n\tret->previous = out.previous;\n", f);
	fprintf(f, "\treturn OK;\n}\n\nenum err q_%s_count(struct ctx *c, const struct q_%s_filter *filter, int64_t *ret)\n{\n",
		it->name, it->name);
	write_list_input(f, it);
	fprintf(f, "\treturn list_count(c, &list_%s, active, %s, ret);\n}\n\n", it->name, values);
}

static void write_code(FILE *f)
{
	const char *id = identifier();
	int statements = 0, lists = 0;

	fprintf(f, "/* Made by tools/sqlc from %s. */\n#include \"%s.h\"\n\n", short_path, short_path);
	for (int i = 0; i < item_count; i++) {
		const struct item *it = items[i];

		fprintf(f, "#line %d \"%s\"\n", it->line, short_path);
		write_types(f, "in", it->name, &it->params);
		write_types(f, "out", it->name, &it->columns);
		if (it->list)
			write_list(f, it);
		else
			write_statement(f, it);
		statements += !it->list;
		lists += it->list;
	}
	if (statements > 0) {
		fputs("static const struct stmt_def *const all_statements[] = {\n", f);
		for (int i = 0; i < item_count; i++)
			if (!items[i]->list)
				fprintf(f, "\t&def_%s,\n", items[i]->name);
		fputs("};\n", f);
	}
	if (lists > 0) {
		fputs("static const struct list_def *const all_lists[] = {\n", f);
		for (int i = 0; i < item_count; i++)
			if (items[i]->list)
				fprintf(f, "\t&list_%s,\n", items[i]->name);
		fputs("};\n", f);
	}
	fprintf(f, "const struct statement_module statements_%s = {\n\t.file = \"%s\", ", id, short_path);
	fprintf(f, ".statements = %s, .statement_count = %d, .lists = %s, .list_count = %d\n};\n",
		statements > 0 ? "all_statements" : "NULL", statements, lists > 0 ? "all_lists" : "NULL", lists);
}
