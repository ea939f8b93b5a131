/* Whole requests through the chain: target, cookies, languages, content type and body as a stranger sends them. The input is
 * "METHOD TARGET\nHeader: value\n...\n\nbody". Always a reply comes, with the policy headers and no raw line ends. */
#include <stdint.h>

#include "web/request.h"
#include "web/web.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static enum err show(struct req *rq)
{
	struct page *page;
	struct html *h = page_begin(rq, S("Page"), &page);

	html_str(h, req_path(rq, "key"));
	html_str(h, req_query(rq, "q"));
	return page_send(rq, 200);
}

static enum err home(struct req *rq)
{
	return reply_not_modified(rq, S("1")) ? OK : reply_bytes(rq, 200, "text/plain", req_url(rq, LANG_SV, true), str_null);
}

static enum err json(struct req *rq)
{
	return reply_json(rq, 200, S("{}"));
}

static const struct route routes[] = {
	GET_PAGE("/", home, PERM_PUBLIC, QUICK, .cacheable = true),
	GET_PAGE("/events/{key}", show, PERM_PUBLIC, QUICK),
	GET_PAGE("/secret/{key}", show, PERM_COORDINATOR, QUICK),
	GET_API("/api/v1/events", json, PERM_PUBLIC, QUICK),
};
static const struct route_table table = ROUTE_TABLE(routes);

static struct web *the_web(void)
{
	static const struct route_table *tables[1];
	static struct web *web;
	static struct random_seeded seeded;
	struct web_options o = { .tables = tables, .table_count = 1 };
	str why;

	if (web != NULL)
		return web;
	tables[0] = &table;
	o.clock = clock_system();
	o.random = random_seeded_start(&seeded, 1);
	o.site.public_url = S("https://example.fi");
	o.site.offered[0] = LANG_FI;
	o.site.offered[1] = LANG_EN;
	o.site.offered_count = 2;
	o.site.page_cache_ms = 1000;
	o.site.theme_css = S("");
	for (int i = 0; i < LANG_COUNT; i++)
		o.site.page[i].name = S("Fuzz");
	INVARIANT(web_new(&o, arena_new(1 << 20), &web, &why) == OK);
	return web;
}

static void look_at(const struct http_reply *r)
{
	INVARIANT(r->status >= 200 && r->status < 600);
	INVARIANT(!str_is_null(http_reply_header(r, "Content-Security-Policy")));
	for (size_t i = 0; i < r->header_count; i++)
		for (size_t j = 0; j < r->headers[i].value.n; j++)
			INVARIANT((unsigned char)r->headers[i].value.p[j] >= ' ');
	str location = http_reply_header(r, "Location");

	INVARIANT(str_is_null(location) || (str_starts(location, S("/")) && !str_starts(location, S("//"))));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	str rest = str_make((const char *)bytes, length), line;
	struct http_header headers[20] = { { S_INIT("Host"), S_INIT("example.fi") } };
	struct http_request in = { .headers = headers, .header_count = 1, .peer = S("192.0.2.1") };
	struct http_reply out;
	struct arena *a;

	if (length > 100000 || length == 0)
		return 0;
	line = str_cut(&rest, '\n');
	in.method = str_sub(line, 0, str_find(line, ' '));
	in.target = str_sub(line, in.method.n + 1, line.n);
	while (!str_is_null(rest) && in.header_count < 20) {
		line = str_cut(&rest, '\n');
		if (line.n == 0)
			break;
		headers[in.header_count].name = str_sub(line, 0, str_find(line, ':'));
		headers[in.header_count++].value = str_trim(str_sub(line, str_find(line, ':') + 1, line.n));
	}
	in.body = str_is_null(rest) ? S("") : rest;
	a = arena_new(64 << 20);
	INVARIANT(a != NULL);
	(void)web_plan(the_web(), a, in.method, in.target);
	INVARIANT(web_handle(the_web(), a, &in, false, &out) == OK);
	look_at(&out);
	arena_free(a);
	return 0;
}
