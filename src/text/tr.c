/* Texts of the program: see the header. */
#include "text/tr.h"

#include "base/buf.h"
#include "text/tr_hash.h"
#include "text/tr_table.h"

enum { CONTEXT_MAX = 1000, FILLED_MAX = 1 << 20 };

/* The translation of id (form 0: one, 1: many), or null. */
static str find(enum lang l, str id, int form)
{
	int column = l == LANG_FI ? TR_FI : TR_SV;

	for (uint64_t at = tr_hash(id.p, id.n);; at++) {
		const struct tr_entry *e = &tr_table[at & tr_table_mask];

		if (e->id.p == NULL)
			return str_null;
		if (str_eq(e->id, id))
			return e->text[column][form];
	}
}

str tr(enum lang l, const char *msgid)
{
	str id = str_from(msgid), found;

	if (l == LANG_EN || id.n == 0)
		return id;
	found = find(l, id, 0);
	return str_is_null(found) ? id : found;
}

str trn(enum lang l, const char *one, const char *many, int64_t n)
{
	str found;

	if (l != LANG_EN) {
		found = find(l, str_from(one), n != 1);
		if (!str_is_null(found))
			return found;
	}
	return str_from(n == 1 ? one : many);
}

str trc(enum lang l, const char *context, const char *msgid)
{
	char key[CONTEXT_MAX + 1];
	size_t c = strlen(context), m = strlen(msgid);
	str found;

	if (l == LANG_EN)
		return str_make(msgid, m);
	INVARIANT(c + m < CONTEXT_MAX);
	memcpy(key, context, c);
	key[c] = '\004';
	memcpy(key + c + 1, msgid, m);
	found = find(l, str_make(key, c + 1 + m), 0);
	return str_is_null(found) ? str_make(msgid, m) : found;
}

/* Is s (without braces) what may stand between them? */
static bool is_name(str s)
{
	if (s.n > 0 && s.p[0] == '/')
		s = str_sub(s, 1, s.n);
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c < 'a' || c > 'z') && c != '_' && (c < '0' || c > '9'))
			return false;
	}
	return true;
}

str tr_next(str *rest, str *ret_name)
{
	str all = *rest;

	for (size_t at = 0; at < all.n; at++) {
		const char *open = memchr(all.p + at, '{', all.n - at);
		str name;

		if (open == NULL)
			break;
		at = (size_t)(open - all.p);
		name = str_sub(all, at + 1, all.n);
		name.n = str_find(name, '}');
		if (at + 1 + name.n == all.n || !is_name(name))
			continue;
		*ret_name = name;
		*rest = str_sub(all, at + name.n + 2, all.n);
		return str_sub(all, 0, at);
	}
	*ret_name = str_null;
	*rest = str_null;
	return all;
}

str tr_fill(struct arena *a, str text, const struct tr_arg *args, size_t n)
{
	struct buf b;
	str rest = text;

	buf_init(&b, a, FILLED_MAX);
	while (!str_is_null(rest)) {
		str name;
		size_t i = 0;

		buf_str(&b, tr_next(&rest, &name));
		if (str_is_null(name))
			break;
		while (i < n && !str_eq_c(name, args[i].name))
			i++;
		if (i < n) {
			buf_str(&b, args[i].value);
		} else {
			buf_char(&b, '{');
			buf_str(&b, name);
			buf_char(&b, '}');
		}
	}
	return buf_done(&b);
}
