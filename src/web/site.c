/* What the instance's settings say about its pages. */
#include "base/settings.h"
#include "web/chain.h"
#include "web/theme.h"

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

static str null_if_empty(str s)
{
	return str_empty(s) ? str_null : s;
}

bool site_dress_up(struct site *site, struct arena *a, const struct settings *settings, str *ret_why)
{
	struct page_site look = { .name = settings->instance_name,
				  .phone = null_if_empty(settings->contact_phone),
				  .email = null_if_empty(settings->contact_email),
				  .address = null_if_empty(settings->contact_address) };

	if (!theme_css(a, settings->brand_colour, settings->accent_colour, &site->theme_css, ret_why))
		return false;
	look.phone_url = page_tel_url(a, look.phone);
	look.email_url = page_mail_url(a, look.email);
	if (!str_empty(settings->logo))
		look.logo = url_local(S("/logo"));
	if (!str_empty(site->theme_css))
		look.theme_version = str_format(a, "%llx", (unsigned long long)str_hash(site->theme_css));
	for (int i = 0; i < LANG_COUNT; i++)
		site->page[i] = look;
	return true;
}

str web_absolute(const struct ctx *c, str path)
{
	INVARIANT(path.n > 0 && path.p[0] == '/');
	return STR_CONCAT(c->a, c->settings->public_url, path);
}
