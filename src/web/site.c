/* What the instance's settings say about its pages. */
#include "base/settings.h"
#include "web/chain.h"

enum { PAGE_CACHE_MS = 1000 };

void site_from_settings(struct site *site, const struct settings *settings)
{
	enum lang first = (enum lang)settings->default_language;

	*site = (struct site){ .public_url = settings->public_url, .rate_limit = settings->rate_limit,
			       .page_cache_ms = settings->page_cache ? PAGE_CACHE_MS : 0, .theme_css = S("") };
	/* The default stands first. */
	site->offered[site->offered_count++] = first;
	for (size_t i = 0; i < settings->offered_n; i++)
		if (settings->offered[i] != first)
			site->offered[site->offered_count++] = settings->offered[i];
	for (int i = 0; i < LANG_COUNT; i++)
		site->page[i].name = settings->instance_name;
}

str web_absolute(const struct ctx *c, str path)
{
	INVARIANT(path.n > 0 && path.p[0] == '/');
	return STR_CONCAT(c->a, c->settings->public_url, path);
}
