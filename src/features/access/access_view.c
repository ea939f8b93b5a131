/* What the pages of access share. */
#include "features/access/access_view.h"

#include "base/settings.h"
#include "base/zone.h"
#include "text/format.h"
#include "text/tr.h"

const struct field_option access_lang_options[] = {
	{ "fi", N_("Finnish") }, { "sv", N_("Swedish") }, { "en", N_("English") }, { NULL, NULL }
};

str access_when(struct ctx *c, struct opt_int utc)
{
	str name = c->settings == NULL || c->settings->zone.n == 0 ? S("Europe/Helsinki") : c->settings->zone;
	const struct zone *zone;

	if (!utc.set)
		return S("");
	if (zone_find(name, &zone) != OK)
		return time_print_instant(c->a, utc.v);
	return format_when(c->a, c->lang, zone_utc_to_local(zone, utc.v), CIVIL_NONE);
}

struct safe_url access_action(struct req *rq, str path)
{
	return url_local(STR_CONCAT(rq->c->a, S("/"), str_from(lang_code(rq->c->lang)), path));
}

struct access_form_view access_form(struct req *rq, const struct form_result *r, struct safe_url action)
{
	struct access_form_view v = { .form = req_form_view(rq, r, action) };

	v.errors = req_form_errors(rq, r, &v.error_count);
	return v;
}
