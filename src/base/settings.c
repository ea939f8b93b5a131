/* Loading of the settings: the four sources, their precedence, and what must agree between settings. */
#include "base/settings.h"

#include <errno.h>

#include "base/file.h"
#include "base/settings_table.h"

enum { FILE_MAX = 64 * 1024, VALUE_MAX = 1000, PROBLEMS_MAX = 32 * 1024 };

static const str env_start = S_INIT("TALKOOT_");
/* Names that the build and the tests use for themselves. */
static const char *const env_foreign[] = { "TEST_", "LONG", "CC" };

struct load {
	struct arena *a;
	struct setting_origin *origins; /* one for each setting: the best source so far */
	struct buf problems;
	const char **rest;
	size_t rest_n;
};

/* -- problems ----------------------------------------------------------------------------------------------------- */

/* "talkoot.conf line 3", "environment TALKOOT_LISTEN", "command line --listen" */
static str place(struct arena *a, const struct setting_origin *o, const struct setting *t)
{
	switch (o->source) {
	case SOURCE_DEFAULT: return str_format(a, "default of %s", t->name);
	case SOURCE_FILE: return str_format(a, "%.*s line %d", STR_ARG(o->file), o->line);
	case SOURCE_ENVIRONMENT: return STR_CONCAT(a, S("environment "), settings_environment_name(a, t));
	case SOURCE_FLAG: return STR_CONCAT(a, S("command line "), settings_flag_name(a, t));
	}
	BUG("source of a setting %d", (int)o->source);
}

/* What a person wrote, fit for a line on a terminal. */
static void add_quoted(struct buf *b, str s)
{
	str shown = str_limit(s, 100);

	buf_lit(b, "\"");
	for (size_t i = 0; i < shown.n; i++)
		buf_char(b, (unsigned char)shown.p[i] < 0x20 || shown.p[i] == 0x7f ? '?' : shown.p[i]);
	buf_str(b, shown.n < s.n ? S("...\"") : S("\""));
}

static void problem(struct load *l, str where, const char *what)
{
	buf_str(&l->problems, where);
	buf_lit(&l->problems, ": ");
	buf_str(&l->problems, str_from(what));
	buf_lit(&l->problems, "\n");
}

static void problem_unknown(struct load *l, str where, str name)
{
	str nearest = settings_nearest(name);

	buf_str(&l->problems, where);
	buf_lit(&l->problems, ": there is no setting ");
	add_quoted(&l->problems, name);
	if (!str_is_null(nearest)) {
		buf_lit(&l->problems, "; did you mean ");
		add_quoted(&l->problems, nearest);
		buf_lit(&l->problems, "?");
	}
	buf_lit(&l->problems, "\n");
}

static void problem_value(struct load *l, str where, const struct setting *t, str text)
{
	buf_str(&l->problems, where);
	buf_lit(&l->problems, ": ");
	buf_str(&l->problems, str_from(t->name));
	/* A secret, and a database address, which may hold a password, are not repeated. */
	if (t->type == SETTING_SECRET || t->offset == offsetof(struct settings, db)) {
		buf_lit(&l->problems, " has a value that is not allowed");
	} else {
		buf_lit(&l->problems, " is ");
		add_quoted(&l->problems, text);
	}
	buf_lit(&l->problems, "; allowed is ");
	buf_str(&l->problems, settings_allowed(l->a, t));
	buf_lit(&l->problems, "\n");
}

/* -- sources ------------------------------------------------------------------------------------------------------ */

static bool value_ok(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return s.n <= VALUE_MAX && str_is_utf8(s);
}

/* Notes a value, unless a better source gave one. */
static void note(struct load *l, size_t i, struct setting_origin o)
{
	struct setting_origin *now = &l->origins[i];

	if (!value_ok(o.text))
		problem(l, place(l->a, &o, &settings_table[i]),
			"the value is longer than 1,000 bytes, or not plain UTF-8 text");
	else if (o.source >= now->source)
		*now = o;
}

/* "--public-url" as "public_url" */
static str name_of_flag(struct arena *a, str flag)
{
	char *p = str_c(a, str_sub(flag, 2, flag.n));

	for (char *c = p; *c != '\0'; c++)
		if (*c == '-')
			*c = '_';
	return str_from(p);
}

static void read_args(struct load *l, const struct settings_input *in)
{
	bool ended = false;

	l->rest = NEW_ARRAY(l->a, in->args_n + 1, const char *);
	for (size_t i = 0; i < in->args_n; i++) {
		str value = str_from(in->args[i]), flag;
		struct setting_origin o = { .source = SOURCE_FLAG };
		size_t at;

		if (!ended && str_eq(value, S("--"))) {
			ended = true;
			continue;
		}
		flag = str_cut(&value, '=');
		at = !ended && str_starts(flag, S("--")) ? settings_find(name_of_flag(l->a, flag)) : settings_table_n;
		if (at == settings_table_n) {
			l->rest[l->rest_n++] = in->args[i];
			continue;
		}
		if (settings_table[at].type == SETTING_SECRET) {
			problem(l, place(l->a, &o, &settings_table[at]),
				"every user of this machine can see the command line; use the file or the environment");
			i += str_is_null(value);
			continue;
		}
		if (str_is_null(value) && i + 1 == in->args_n) {
			problem(l, place(l->a, &o, &settings_table[at]), "a value is missing");
			continue;
		}
		o.text = str_is_null(value) ? str_from(in->args[++i]) : value;
		note(l, at, o);
	}
}

static bool is_foreign(str name)
{
	for (size_t i = 0; i < sizeof env_foreign / sizeof *env_foreign; i++) {
		str foreign = str_from(env_foreign[i]);

		if (str_ends(foreign, S("_")) ? str_starts(name, foreign) : str_eq(name, foreign))
			return true;
	}
	return false;
}

static void read_environment(struct load *l, const char *const *environment)
{
	for (; environment != NULL && *environment != NULL; environment++) {
		str value = str_from(*environment), name = str_cut(&value, '='), lower;
		struct setting_origin o = { .source = SOURCE_ENVIRONMENT, .text = value };
		size_t i;

		if (!str_starts(name, env_start) || is_foreign(str_sub(name, env_start.n, name.n)))
			continue;
		lower = str_lower_ascii(l->a, str_sub(name, env_start.n, name.n));
		i = settings_find(lower);
		if (i == settings_table_n)
			problem_unknown(l, STR_CONCAT(l->a, S("environment "), name), lower);
		else
			note(l, i, o);
	}
}

static void read_line(struct load *l, str line, struct setting_origin o)
{
	str value = line, name = str_trim(str_cut(&value, '='));
	str where = place(l->a, &o, NULL);
	size_t i;

	if (str_is_null(value)) {
		problem(l, where, "a line is \"name = value\", or begins with # as a comment");
		return;
	}
	o.text = str_trim(value);
	i = settings_find(name);
	if (i == settings_table_n)
		problem_unknown(l, where, name);
	else if (settings_table[i].not_in_file)
		problem(l, where, "this setting is only for the command line and the environment");
	else if (l->origins[i].source == SOURCE_FILE)
		problem(l, where,
			str_format(l->a, "%s stands in line %d already", settings_table[i].name, l->origins[i].line).p);
	else
		note(l, i, o);
}

static void read_lines(struct load *l, str file, str text)
{
	int line = 1;

	for (str rest = text; !str_is_null(rest); line++) {
		str s = str_trim(str_cut(&rest, '\n'));

		if (s.n > 0 && s.p[0] != '#')
			read_line(l, s, (struct setting_origin){ .source = SOURCE_FILE, .file = file, .line = line });
	}
}

static void read_file(struct load *l, const char *default_file)
{
	const struct setting_origin *config = &l->origins[settings_find(S("config"))];
	const struct setting_origin *data = &l->origins[settings_find(S("data"))];
	bool named = config->text.n > 0;
	str text, path = config->text;

	if (!named && (default_file == NULL || data->text.n == 0))
		return;
	if (!named)
		path = STR_CONCAT(l->a, data->text, str_ends(data->text, S("/")) ? S("") : S("/"),
				  str_from(default_file));
	switch (file_read(l->a, str_c(l->a, path), FILE_MAX, &text)) {
	case OK: read_lines(l, path, text); return;
	case ERR_NOT_FOUND:
		if (named)
			problem(l, path, "there is no such settings file");
		return;
	case ERR_LIMIT: problem(l, path, "a settings file has at most 64 KB"); return;
	case ERR_INVALID: problem(l, path, "this is not a file"); return;
	case ERR_IO: problem(l, path, strerror(errno)); return;
	default: BUG("file_read of %.*s", STR_ARG(path));
	}
}

/* -- values ------------------------------------------------------------------------------------------------------- */

static const struct setting_origin *origin_of(const struct load *l, const char *name)
{
	return &l->origins[settings_find(str_from(name))];
}

/* A problem with two settings that do not go together is told where the first one was given. */
static void problem_together(struct load *l, const char *name, const char *what)
{
	problem(l, place(l->a, origin_of(l, name), &settings_table[settings_find(str_from(name))]), what);
}

static void derive_languages(struct load *l, struct settings *s)
{
	bool has_default = false;

	/* The same three words in the same order as enum lang. */
	static const char words[LANG_COUNT][3] = { [LANG_FI] = "fi", [LANG_SV] = "sv", [LANG_EN] = "en" };

	s->offered_n = 0;
	for (size_t i = 0; i < s->languages.n; i++)
		for (int k = 0; k < LANG_COUNT; k++)
			if (str_eq_c(s->languages.items[i], words[k])) {
				INVARIANT(s->offered_n < LANG_COUNT);
				s->offered[s->offered_n++] = (enum lang)k;
				has_default |= k == s->default_language;
			}
	if (!has_default)
		problem_together(l, "default_language", "default_language must be one of the languages offered");
}

static void derive_addresses(struct load *l, struct settings *s)
{
	INVARIANT(address_split_port(s->listen, &s->listen_host, &s->listen_port));
	s->trusted = NEW_ARRAY(l->a, s->trusted_proxies.n + 1, struct address_range);
	s->trusted_n = s->trusted_proxies.n;
	for (size_t i = 0; i < s->trusted_n; i++)
		INVARIANT(address_range_parse(s->trusted_proxies.items[i], &s->trusted[i]));
	if (s->public_url.n > 0)
		return;
	/* Whoever serves to all networks without a name is somebody who tries it out on this machine. */
	if (str_eq(s->listen_host, S("0.0.0.0")) || str_eq(s->listen_host, S("::")))
		s->public_url = str_format(l->a, "http://localhost:%d", s->listen_port);
	else
		s->public_url = STR_CONCAT(l->a, S("http://"), s->listen);
}

static void check_mail(struct load *l, const struct settings *s)
{
	if (s->smtp_url.n == 0)
		return;
	if (s->smtp_auth == SMTP_AUTH_PASSWORD && (s->smtp_user.n == 0 || s->smtp_password.n == 0))
		problem_together(l, "smtp_url",
				 "smtp_user and smtp_password must be set, or smtp_auth must be none or xoauth2");
	if (s->smtp_auth == SMTP_AUTH_XOAUTH2 && (s->smtp_user.n == 0 || s->smtp_token.n == 0))
		problem_together(l, "smtp_url", "with smtp_auth xoauth2, smtp_user and smtp_token must be set");
	if (origin_of(l, "mail_from")->source == SOURCE_DEFAULT)
		problem_together(l, "smtp_url", "mail_from, the sender, must be set too");
}

enum err settings_load(struct arena *a, const struct settings_input *in, struct settings *ret,
		       const char *const **ret_rest, size_t *ret_rest_n, str *ret_problems)
{
	struct load l = { .a = a };
	struct settings s = { 0 };

	l.origins = NEW_ARRAY(a, settings_table_n, struct setting_origin);
	buf_init(&l.problems, a, PROBLEMS_MAX);
	for (size_t i = 0; i < settings_table_n; i++)
		l.origins[i].text = str_from(settings_table[i].initial);
	/* The file comes last, since the others say which one; `note` keeps the better source. */
	read_args(&l, in);
	read_environment(&l, in->environment);
	read_file(&l, in->default_file);
	for (size_t i = 0; i < settings_table_n; i++)
		if (!settings_store(a, &settings_table[i], l.origins[i].text, &s))
			problem_value(&l, place(a, &l.origins[i], &settings_table[i]), &settings_table[i],
				      l.origins[i].text);
	if (l.problems.n == 0) {
		derive_languages(&l, &s);
		derive_addresses(&l, &s);
		check_mail(&l, &s);
	}
	if (l.problems.n > 0) {
		*ret_problems = buf_done(&l.problems);
		return ERR_INVALID;
	}
	s.origins = l.origins;
	*ret = s;
	*ret_rest = l.rest;
	*ret_rest_n = l.rest_n;
	return OK;
}

struct settings settings_default(struct arena *a)
{
	struct settings s;
	const char *const *rest;
	size_t rest_n;
	str problems;

	if (settings_load(a, &(struct settings_input){ .args_n = 0 }, &s, &rest, &rest_n, &problems) != OK)
		BUG("the defaults of the settings are wrong: %.*s", STR_ARG(problems));
	return s;
}

str settings_nearest_flag(struct arena *a, str flag)
{
	str name = flag, nearest;

	if (!str_starts(flag, S("--")))
		return str_null;
	nearest = settings_nearest(name_of_flag(a, str_cut(&name, '=')));
	return str_is_null(nearest) ? nearest : settings_flag_name(a, &settings_table[settings_find(nearest)]);
}
