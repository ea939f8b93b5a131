/* Walks over a script once, word by word. */
#include "store/dialect.h"

#include <ctype.h>

#include "base/buf.h"

enum { SCRIPT_MAX = 1024 * 1024 };

struct walk {
	struct buf out;
	enum engine engine;
	str words[3];  /* the first three words of the running statement */
	int word_count;
	bool left_out; /* inside the other engine's part */
};

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static void add(struct walk *w, str s)
{
	if (!w->left_out)
		buf_str(&w->out, s);
}

static void take_word(struct walk *w, str word)
{
	static const struct {
		str from, to;
	} types[] = {
		{ S_INIT("INTEGER"), S_INIT("BIGINT") },
		{ S_INIT("REAL"), S_INIT("DOUBLE PRECISION") },
		{ S_INIT("BLOB"), S_INIT("BYTEA") },
		{ S_INIT("TEXT"), S_INIT("TEXT COLLATE \"C\"") },
	};

	if (!w->left_out && w->word_count < 3)
		w->words[w->word_count++] = word;
	for (size_t i = 0; w->engine == ENGINE_POSTGRESQL && i < sizeof types / sizeof *types; i++) {
		if (str_eq_nocase(word, types[i].from)) {
			add(w, types[i].to);
			return;
		}
	}
	add(w, word);
}

static void take_comment(struct walk *w, str comment)
{
	str text = str_trim(str_sub(comment, 2, comment.n));

	if (str_eq_c(text, "only: sqlite"))
		w->left_out = w->engine != ENGINE_SQLITE;
	else if (str_eq_c(text, "only: postgresql"))
		w->left_out = w->engine != ENGINE_POSTGRESQL;
	else if (str_eq_c(text, "both"))
		w->left_out = false;
}

static void end_statement(struct walk *w)
{
	if (!w->left_out && w->engine == ENGINE_SQLITE && w->word_count >= 2 && str_eq_nocase(w->words[0], S("CREATE")) &&
	    str_eq_nocase(w->words[1], S("TABLE")))
		buf_lit(&w->out, " STRICT");
	if (!w->left_out)
		w->word_count = 0;
	add(w, S(";"));
}

str dialect_script(struct arena *a, enum engine engine, str sql)
{
	struct walk w = { .engine = engine };

	buf_init(&w.out, a, SCRIPT_MAX);
	for (size_t i = 0; i < sql.n;) {
		char ch = sql.p[i];
		size_t n = 1;

		if (is_word(ch)) {
			while (i + n < sql.n && is_word(sql.p[i + n]))
				n++;
			take_word(&w, str_sub(sql, i, n));
		} else if (ch == '-' && i + 1 < sql.n && sql.p[i + 1] == '-') {
			while (i + n < sql.n && sql.p[i + n] != '\n')
				n++;
			take_comment(&w, str_sub(sql, i, n));
		} else if (ch == '\'' || ch == '"') {
			while (i + n < sql.n && sql.p[i + n] != ch)
				n++;
			INVARIANT(i + n < sql.n);
			add(&w, str_sub(sql, i, ++n));
		} else if (ch == ';') {
			end_statement(&w);
		} else {
			add(&w, str_sub(sql, i, 1));
		}
		i += n;
	}
	INVARIANT(buf_ok(&w.out));
	return buf_done(&w.out);
}
