/* What a handler asks of its request. */
#include "text/lang.h"
#include "web/chain.h"
#include "web/form_check.h"

str req_path(struct req *rq, const char *name)
{
	const struct router_match *m = &rq->p->match;

	for (size_t i = 0; i < m->count; i++)
		if (str_eq_c(m->names[i], name))
			return m->values[i];
	BUG("route %s has no {%s}", rq->route->path, name);
}

str req_query(struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->p->param_count; i++)
		if (str_eq_c(rq->p->params[i].name, name))
			return rq->p->params[i].value;
	return str_null;
}

str req_header(struct req *rq, const char *name)
{
	return http_header(rq->p->in, name);
}

str req_sign_in_cookie(const struct req *rq)
{
	str value = cookie_value(rq->p->in, rq->web->cookie_sign_in);

	return value.n == 0 || value.n > 200 ? str_null : value;
}

str req_sign_in_hash(const struct req *rq) { return rq->p->sign_in; }

enum err req_form(struct req *rq, void *ret)
{
	if (rq->form == NULL)
		BUG("route %s %s has no form", rq->route->method, rq->route->path);
	return form_take(rq->form, ret);
}

enum err req_form_more(struct req *rq, const struct form_def *def, void *ret, struct form_result **ret_result)
{
	*ret_result = form_read(rq->c->a, rq->c->lang, def, rq->p->items, rq->p->item_count);
	return form_take(*ret_result, ret);
}

enum err req_json(struct req *rq, const struct form_def *form, void *ret)
{
	if (rq->form == NULL || rq->form->def != form)
		rq->form = form_read_json(rq->c->a, rq->c->lang, form, rq->p->in->body);
	return form_take(rq->form, ret);
}

void req_error(struct req *rq, const char *field, str text)
{
	req_error_at(rq, field, 0, text);
}

void req_error_at(struct req *rq, const char *field, int index, str text)
{
	if (rq->form == NULL)
		BUG("req_error without a form");
	form_add_error(rq->form, field, index, text);
}

/* Query parameters of the page itself: without the notice, which belongs to one reading. */
static str query_kept(struct req *rq)
{
	struct buf b;

	buf_init(&b, rq->c->a, HTTP_TARGET_MAX * 3);
	for (size_t i = 0; i < rq->p->param_count; i++) {
		if (str_eq(rq->p->params[i].name, S(NOTICE_PARAMETER)))
			continue;
		buf_char(&b, b.n == 0 ? '?' : '&');
		buf_url(&b, rq->p->params[i].name);
		buf_char(&b, '=');
		buf_url(&b, rq->p->params[i].value);
	}
	return b.n == 0 ? S("") : buf_done(&b);
}

str req_url(struct req *rq, enum lang lang, bool absolute)
{
	struct request_private *p = rq->p;
	struct buf b;

	buf_init(&b, rq->c->a, HTTP_TARGET_MAX * 4);
	if (absolute)
		buf_str(&b, rq->web->o.site.public_url);
	if (p->has_lang || rq->route == NULL || !rq->route->bare)
		buf_format(&b, "/%s", lang_code(lang));
	for (size_t i = p->first; i < p->segment_count; i++) {
		buf_char(&b, '/');
		buf_url(&b, p->segments[i]);
	}
	if (p->first == p->segment_count)
		buf_char(&b, '/');
	buf_str(&b, query_kept(rq));
	return buf_done(&b);
}

str req_csrf(struct req *rq)
{
	if (str_is_null(rq->p->form_token))
		rq->p->form_token = guard_token_new(rq);
	return rq->p->form_token;
}

str req_once_key(struct req *rq)
{
	return rq->p->once_key;
}
