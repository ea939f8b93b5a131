/* Organisations for programs and for the field that suggests while people type. */
#include "features/organisation/organisation_view.h"
#include "out/json.h"
#include "text/tr.h"
#include "web/web.h"

enum { SUGGEST_ANSWER_MAX = 64 << 10 };

static enum err suggest(struct req *rq);

static const struct route routes[] = {
	GET_API("/api/v1/organisations/suggest", suggest, PERM_PUBLIC, QUICK, .rate = RATE_SEARCH),
};
const struct route_table organisation_api_routes = ROUTE_TABLE(routes);

/* "0112038-9, Espoo", "0112038-9, Espoo, has ended" */
static str detail_of(struct ctx *c, const struct organisation_suggestion *s)
{
	const str parts[] = { s->business_id, organisation_place(c->lang, s->municipality, s->post_office),
			      s->ended ? tr(c->lang, "has ended") : S("") };
	struct buf b;

	buf_init(&b, c->a, 1000);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (str_empty(parts[i]))
			continue;
		if (b.n > 0)
			buf_lit(&b, ", ");
		buf_str(&b, parts[i]);
	}
	return buf_done(&b);
}

/* {"items": [{"key", "value", "also", "detail"}]}: value is the name, also the business ID (absent: none). For the field of
 * assets/js/part/suggest.js; the schema is in docs/openapi.json. */
static enum err suggest(struct req *rq)
{
	struct organisation_suggestion *found;
	struct buf b;
	struct jw j;
	size_t count;

	TRY(organisation_suggest(rq->c, req_query(rq, "q"), &found, &count));
	buf_init(&b, rq->c->a, SUGGEST_ANSWER_MAX);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_array(&j, "items");
	for (size_t i = 0; i < count; i++) {
		jw_object(&j);
		jw_field_str(&j, "key", found[i].key);
		jw_field_str(&j, "value", found[i].name);
		jw_field_str_if(&j, "also", found[i].business_id);
		jw_field_str(&j, "detail", detail_of(rq->c, &found[i]));
		jw_end(&j);
	}
	jw_end(&j);
	jw_end(&j);
	jw_done(&j);
	return buf_ok(&b) ? reply_json(rq, 200, buf_done(&b)) : ERR_LIMIT;
}
