/* The settings as text for people: `talkoot config`, the administrator's page, the manual page. */
#include "base/roff.h"
#include "base/settings_table.h"

size_t settings_count(void)
{
	return settings_table_n;
}

/* postgresql://user:password@host/db with the password as "***". A password may also be an option behind '?'. */
static str mask_password(struct arena *a, str url)
{
	size_t start = str_find_str(url, S("://")), at, colon, option;
	str rest, user;

	if (start == url.n)
		return url;
	start += 3;
	option = str_find_str(url, S("password="));
	if (option < url.n) {
		rest = str_sub(url, option + 9, url.n);
		rest = str_sub(rest, str_find(rest, '&'), rest.n);
		url = STR_CONCAT(a, str_sub(url, 0, option + 9), S("***"), rest);
	}
	rest = str_sub(url, start, url.n);
	rest = str_sub(rest, 0, str_find(rest, '/'));
	/* The last '@' ends the user's part. */
	for (at = rest.n; at > 0 && rest.p[at - 1] != '@'; at--)
		;
	if (at == 0)
		return url;
	user = str_sub(rest, 0, at - 1);
	colon = str_find(user, ':');
	if (colon == user.n)
		return url;
	return STR_CONCAT(a, str_sub(url, 0, start + colon + 1), S("***"), str_sub(url, start + at - 1, url.n));
}

static str shown_value(struct arena *a, const struct setting *t, const struct setting_origin *o,
		       const struct settings *s)
{
	if (t->type == SETTING_SECRET)
		return o->text.n > 0 ? S("(set, not shown)") : S("");
	if (t->offset == offsetof(struct settings, db))
		return mask_password(a, o->text);
	/* What was derived from listen is worth knowing. */
	if (t->offset == offsetof(struct settings, public_url))
		return s->public_url;
	return o->text;
}

struct settings_row settings_row(struct arena *a, const struct settings *s, size_t i)
{
	const struct setting *t = &settings_table[i];
	const struct setting_origin *o = &s->origins[i];
	struct settings_row r = { .name = str_from(t->name),
				  .group = str_from(t->group),
				  .help = str_from(t->help),
				  .allowed = settings_allowed(a, t),
				  .value = shown_value(a, t, o, s),
				  .default_value = str_from(t->initial),
				  .environment = settings_environment_name(a, t),
				  .flag = t->type == SETTING_SECRET ? str_null : settings_flag_name(a, t) };

	INVARIANT(i < settings_table_n);
	switch (o->source) {
	case SOURCE_DEFAULT: r.source = S("default"); break;
	case SOURCE_FILE: r.source = str_format(a, "%.*s line %d", STR_ARG(o->file), o->line); break;
	case SOURCE_ENVIRONMENT: r.source = S("environment"); break;
	case SOURCE_FLAG: r.source = S("command line"); break;
	}
	return r;
}

void settings_print(struct buf *b, struct arena *a, const struct settings *s)
{
	str group = str_null;

	for (size_t i = 0; i < settings_table_n; i++) {
		struct settings_row r = settings_row(a, s, i);
		/* What the file may not hold, and what it would hold wrongly, is shown as a comment. */
		bool comment = settings_table[i].not_in_file || settings_table[i].type == SETTING_SECRET ||
			       !str_eq(r.value, s->origins[i].text);

		if (!str_eq(group, r.group))
			buf_format(b, "%s# ---- %.*s ----\n", i == 0 ? "" : "\n", STR_ARG(r.group));
		group = r.group;
		buf_format(b, "\n# %.*s\n# Allowed: %.*s. From: %.*s.\n", STR_ARG(r.help), STR_ARG(r.allowed),
			   STR_ARG(r.source));
		buf_format(b, "%s%.*s =%s%.*s\n", comment ? "# " : "", STR_ARG(r.name), r.value.n > 0 ? " " : "",
			   STR_ARG(r.value));
	}
}

void settings_print_man(struct buf *b, struct arena *a)
{
	struct settings s = settings_default(a);
	str group = str_null;

	buf_lit(b,
		".SH SETTINGS\nThe command line counts before the environment, that before the settings file, that "
		"before the default.\nThe file has lines \"name = value\"; a line that begins with # is a comment.\n");
	for (size_t i = 0; i < settings_table_n; i++) {
		struct settings_row r = settings_row(a, &s, i);

		if (!str_eq(group, r.group)) {
			buf_lit(b, ".SS ");
			roff_add(b, r.group);
			buf_lit(b, "\n");
		}
		group = r.group;
		buf_lit(b, ".TP\n.B ");
		roff_add(b, r.name);
		buf_lit(b, "\n");
		roff_add(b, r.help);
		buf_lit(b, "\nAllowed: ");
		roff_add(b, r.allowed);
		buf_lit(b, ". Default: ");
		roff_add(b, r.default_value.n == 0 ? S("empty") : r.default_value);
		buf_lit(b, ".\n.br\n");
		if (!str_is_null(r.flag)) {
			buf_lit(b, "\\fB");
			roff_add(b, r.flag);
			buf_lit(b, "\\fR, ");
		}
		buf_lit(b, "\\fB");
		roff_add(b, r.environment);
		buf_lit(b, "\\fR\n");
	}
}
