/* See feature_support.h. */
#include "support/features/feature_support.h"

#include "base/buf.h"
#include "base/encode.h"
#include "harness.h"

int64_t test_number(struct ctx *c, const char *sql)
{
	struct cursor *cur;
	bool row;
	int64_t n;

	assert_ok(stmt_read_sql(c, "test_number", str_from(sql), NULL, NULL, 0, &cur));
	assert_ok(cursor_next(cur, &row));
	assert_true(row);
	n = cursor_int(cur, 0);
	cursor_end(cur);
	return n;
}

static str column(struct ctx *c, const char *sql, str (*get)(struct cursor *cur, int number, struct arena *a))
{
	struct cursor *cur;
	struct buf b;
	bool row;

	buf_init(&b, c->a, 16 << 20);
	assert_ok(stmt_read_sql(c, "test_texts", str_from(sql), NULL, NULL, 0, &cur));
	for (;;) {
		assert_ok(cursor_next(cur, &row));
		if (!row)
			break;
		buf_str(&b, get(cur, 0, c->a));
		buf_char(&b, '\n');
	}
	cursor_end(cur);
	assert_true(buf_ok(&b));
	return buf_done(&b);
}

str test_texts(struct ctx *c, const char *sql)
{
	return column(c, sql, cursor_text);
}

/* =XX and soft line breaks; an '=' that begins neither stays. */
static void decode(struct buf *to, struct arena *a, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		str byte;

		if (s.p[i] == '=' && str_starts(str_sub(s, i + 1, 2), S("\r\n"))) {
			i += 2;
		} else if (s.p[i] == '=' && hex_decode(a, str_sub(s, i + 1, 2), &byte) == OK && byte.n == 1) {
			buf_str(to, byte);
			i += 2;
		} else {
			buf_char(to, s.p[i]);
		}
	}
}

str test_mails(struct ctx *c)
{
	str raw = column(c, "SELECT body FROM outbox ORDER BY id", cursor_blob);
	struct buf b;

	buf_init(&b, c->a, raw.n + 1);
	decode(&b, c->a, raw);
	return buf_done(&b);
}

bool test_has(str text, const char *words)
{
	return str_find_str(text, str_from(words)) < text.n;
}

void test_event(struct test_store *t, int id, const char *key)
{
	str script = str_format(t->a,
		"INSERT INTO event (id, key, short_key, state, source_lang, zone, starts_local, ends_local, starts_utc, ends_utc, "
		"closes_local, closes_utc, seats_site, created_utc, updated_utc) VALUES (%d, '%s', 'e%d', 'published', 'fi', "
		"'Europe/Helsinki', '2026-12-04T09:00', '2026-12-04T11:00', 1796367600, 1796374800, '2026-12-02T12:00', "
		"1796205600, 20, 1, 1);"
		"INSERT INTO event_text (event_id, lang, title, updated_utc) VALUES (%d, 'fi', 'Vierailu %d', 1);",
		id, key, id, id, id);

	test_exec(t, str_c(t->a, script));
}
