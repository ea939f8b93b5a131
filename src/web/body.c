/* Queries and bodies to fields, within limits. */
#include "web/chain.h"
#include "web/multipart.h"

enum err body_parse_query(struct req *rq)
{
	struct request_private *p = rq->p;

	TRY(form_decode(rq->c->a, p->query, QUERY_PARAMS_MAX, &p->params, &p->param_count));
	for (size_t i = 0; i < p->param_count; i++)
		if (p->params[i].name.n > FIELD_NAME_MAX || p->params[i].value.n > QUERY_VALUE_MAX)
			return ERR_LIMIT;
	return OK;
}

static enum err parse_urlencoded(struct req *rq)
{
	struct request_private *p = rq->p;
	struct form_pair *pairs;
	size_t n;

	TRY(form_decode(rq->c->a, p->in->body, BODY_FIELDS_MAX, &pairs, &n));
	p->items = NEW_ARRAY(rq->c->a, n, struct form_item);
	for (size_t i = 0; i < n; i++) {
		if (pairs[i].name.n > FIELD_NAME_MAX)
			return ERR_LIMIT;
		p->items[i] = (struct form_item){ .name = pairs[i].name, .value = pairs[i].value };
	}
	p->item_count = n;
	return OK;
}

static enum err parse_multipart(struct req *rq, str boundary)
{
	struct request_private *p = rq->p;
	struct part *parts;
	size_t n;

	TRY(multipart_parse(rq->c->a, p->in->body, boundary, BODY_FIELDS_MAX, &parts, &n));
	p->items = NEW_ARRAY(rq->c->a, n, struct form_item);
	for (size_t i = 0; i < n; i++) {
		bool file = !str_is_null(parts[i].filename);

		if (!file && !str_is_utf8(parts[i].body))
			return ERR_INVALID;
		p->items[i] = (struct form_item){ parts[i].name, parts[i].body, file, parts[i].filename };
	}
	p->item_count = n;
	return OK;
}

static str media_type(const struct http_request *in)
{
	str type = http_header(in, "Content-Type");

	return str_trim(str_sub(type, 0, str_find(type, ';')));
}

bool body_is_json(const struct http_request *in)
{
	return str_eq_nocase(media_type(in), S("application/json"));
}

enum err body_parse(struct req *rq)
{
	const struct http_request *in = rq->p->in;
	str type = media_type(in), boundary;

	if (str_eq_nocase(type, S("application/x-www-form-urlencoded")) || (type.n == 0 && in->body.n == 0))
		return parse_urlencoded(rq);
	boundary = multipart_boundary(http_header(in, "Content-Type"));
	if (!str_is_null(boundary))
		return parse_multipart(rq, boundary);
	return ERR_CONFLICT;
}

str body_item(const struct req *rq, const char *name)
{
	for (size_t i = 0; i < rq->p->item_count; i++)
		if (str_eq_c(rq->p->items[i].name, name) && !rq->p->items[i].file)
			return rq->p->items[i].value;
	return str_null;
}
