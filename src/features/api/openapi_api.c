/* The description of the JSON API: docs/openapi.json, carried in the binary. The API's tests hold every answer against it. */
#include "features/api/openapi.h"
#include "web/web.h"

static enum err openapi_get(struct req *rq);

static const struct route routes[] = {
	GET_API("/api/v1/openapi.json", openapi_get, PERM_PUBLIC, QUICK),
};
const struct route_table openapi_api_routes = ROUTE_TABLE(routes);

str openapi_document(void)
{
	return str_make(openapi_json, (size_t)(openapi_json_end - openapi_json));
}

static enum err openapi_get(struct req *rq)
{
	if (reply_not_modified(rq, openapi_document()))
		return OK;
	return reply_json(rq, 200, openapi_document());
}
