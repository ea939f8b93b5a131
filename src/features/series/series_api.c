/* Series over the JSON API. The answers' form: docs/openapi.json. */
#include "base/settings.h"
#include "features/series/series.h"
#include "out/json.h"
#include "text/lang.h"
#include "web/web.h"

enum { ANSWER_BYTES_MAX = 512 * 1024 };

static enum err series_get(struct req *rq);

static const struct route routes[] = {
	GET_API("/api/v1/series", series_get, PERM_PUBLIC, QUICK, .cacheable = true),
};
const struct route_table series_api_routes = ROUTE_TABLE(routes);

static enum err series_get(struct req *rq)
{
	struct ctx *c = rq->c;
	struct q_series_all_row *rows;
	size_t count;
	struct buf b;
	struct jw j;

	TRY(series_list(c, &rows, &count));
	buf_init(&b, c->a, ANSWER_BYTES_MAX);
	jw_init(&j, &b);
	jw_object(&j);
	jw_field_array(&j, "series");
	for (size_t i = 0; i < count; i++) {
		jw_object(&j);
		jw_field_str(&j, "key", rows[i].key);
		jw_field_str(&j, "url", STR_CONCAT(c->a, c->settings->public_url, S("/"), str_from(lang_code(c->lang)), S("/series/"),
						   rows[i].key));
		jw_field_str(&j, "title", rows[i].title);
		jw_field_str(&j, "summary", rows[i].summary);
		jw_field_str(&j, "language", rows[i].text_lang);
		jw_end(&j);
	}
	jw_end(&j);
	jw_end(&j);
	jw_done(&j);
	return reply_json(rq, 200, buf_done(&b));
}
