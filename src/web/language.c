/* Which language a page has, and the cookie that remembers the choice. */
#include "text/lang.h"

#include "web/chain.h"

/* "a=1; b=2": the first with this name. No decoding: our values are plain. */
str cookie_value(const struct http_request *in, str name)
{
	str header = http_header(in, "Cookie");

	if (header.n > 4096)
		return str_null;
	for (str rest = header; !str_is_null(rest);) {
		str pair = str_trim(str_cut(&rest, ';'));
		size_t equals = str_find(pair, '=');

		if (equals < pair.n && str_eq(str_sub(pair, 0, equals), name))
			return str_sub(pair, equals + 1, pair.n);
	}
	return str_null;
}

bool lang_is_offered(const struct web *w, enum lang lang)
{
	for (size_t i = 0; i < w->o.site.offered_count; i++)
		if (w->o.site.offered[i] == lang)
			return true;
	return false;
}

enum lang lang_choose(const struct req *rq)
{
	const struct web *w = rq->web;
	enum lang lang;

	if (lang_from_code(cookie_value(rq->p->in, w->cookie_lang), &lang) && lang_is_offered(w, lang))
		return lang;
	return lang_negotiate(http_header(rq->p->in, "Accept-Language"), w->o.site.offered, w->o.site.offered_count);
}
