/* The table of settings, and how a text becomes the value of a setting. */
#include "base/settings_table.h"

#include "base/zone.h"

/* -- checks beyond the type --------------------------------------------------------------------------------------- */

static bool is_listen(str s)
{
	str host;
	int port;

	return address_split_port(s, &host, &port);
}

static bool is_range(str s)
{
	struct address_range r;

	return address_range_parse(s, &r);
}

static bool is_postgres(str s)
{
	return str_starts(s, S("postgresql://")) || str_starts(s, S("postgres://"));
}

static bool is_language(str s)
{
	return str_eq(s, S("fi")) || str_eq(s, S("sv")) || str_eq(s, S("en"));
}

/* #rrggbb */
static bool is_colour(str s)
{
	if (s.n != 7 || s.p[0] != '#')
		return false;
	for (size_t i = 1; i < 7; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f') || (s.p[i] >= 'A' && s.p[i] <= 'F')))
			return false;
	return true;
}

static bool is_zone(str s)
{
	const struct zone *z;

	return zone_find(s, &z) == OK;
}

/* Enough to catch a slip; the mail writer looks closer. */
static bool is_mail_address(str s)
{
	size_t at = str_find(s, '@');

	for (size_t i = 0; i < s.n; i++)
		if (strchr(" <>()[],;:\"\\", s.p[i]) != NULL || (s.p[i] == '@' && i != at))
			return false;
	return at > 0 && at + 1 < s.n;
}

/* -- the table ---------------------------------------------------------------------------------------------------- */

#define FIELD(f) .name = #f, .offset = offsetof(struct settings, f)

const struct setting settings_table[] = {
	{ FIELD(config), .group = "Serving", .type = SETTING_TEXT, .initial = "", .not_in_file = true,
	  .help = "The settings file. Without it, talkoot.conf in the data folder is read if it exists." },
	{ FIELD(public_url), .group = "Serving", .type = SETTING_URL, .initial = "", .schemes = "https http",
	  .allowed = "https:// or http:// with a host name and perhaps a port, without a path",
	  .help = "The address people use: in links, cookies, the check of the Host header. Empty: made from listen." },
	{ FIELD(listen), .group = "Serving", .type = SETTING_TEXT, .initial = "127.0.0.1:8080", .need = true,
	  .check = is_listen, .allowed = "ADDRESS:PORT, for example 127.0.0.1:8080 or [::1]:8080",
	  .help = "The address and port to serve on." },
	{ FIELD(trusted_proxies), .group = "Serving", .type = SETTING_LIST, .initial = "", .check = is_range,
	  .allowed = "addresses and networks separated by commas, for example 127.0.0.1, 10.0.0.0/8",
	  .help = "Proxies whose X-Forwarded-For header is believed." },
	{ FIELD(threads), .group = "Serving", .type = SETTING_INT, .initial = "0", .least = 0, .most = 256,
	  .help = "Threads that answer requests and do slow work. 0: as many as there are processors." },
	{ FIELD(max_connections), .group = "Serving", .type = SETTING_INT, .initial = "4096", .least = 16,
	  .most = 100000, .help = "Open connections at most; further ones wait." },
	{ FIELD(request_timeout), .group = "Serving", .type = SETTING_DURATION, .initial = "10s", .least = 1,
	  .most = 300, .help = "Within this time the head of a request must have arrived." },
	{ FIELD(rate_limit), .group = "Serving", .type = SETTING_BOOL, .initial = "1",
	  .help = "Limit how often one address or network may send forms. 0 only for load tests." },
	{ FIELD(page_cache), .group = "Serving", .type = SETTING_BOOL, .initial = "1",
	  .help = "Keep public pages in memory until what they show changes." },

	{ FIELD(data), .group = "Data", .type = SETTING_TEXT, .initial = "data", .need = true,
	  .allowed = "the path of a folder",
	  .help = "The folder with the database, the backups and the mails kept as files." },
	{ FIELD(db), .group = "Data", .type = SETTING_TEXT, .initial = "", .check = is_postgres,
	  .allowed = "empty (SQLite in the data folder) or postgresql://USER@HOST/DATABASE",
	  .help = "The database. Empty: SQLite in the data folder." },
	{ FIELD(backup_hour), .group = "Data", .type = SETTING_INT, .initial = "3", .least = 0, .most = 23,
	  .help = "The hour, in local time, of the nightly backup." },
	{ FIELD(backup_keep), .group = "Data", .type = SETTING_INT, .initial = "14", .least = 0, .most = 1000,
	  .help = "Nightly backups kept. 0: none are made." },

	{ FIELD(instance_name), .group = "Instance", .type = SETTING_TEXT, .initial = "Talkoot", .need = true,
	  .help = "The name shown in the page head until one is set on the settings page." },
	{ FIELD(languages), .group = "Instance", .type = SETTING_LIST, .initial = "fi, sv, en", .need = true,
	  .check = is_language, .allowed = "one or more of fi, sv, en, each once, separated by commas",
	  .help = "The languages offered, in the order of the language switch." },
	{ FIELD(default_language), .group = "Instance", .type = SETTING_CHOICE, .initial = "fi",
	  .allowed = "fi, sv, en", .help = "The language for those whose browser wants none of the offered ones." },
	{ FIELD(zone), .group = "Instance", .type = SETTING_TEXT, .initial = "Europe/Helsinki", .need = true,
	  .check = is_zone, .allowed = "the name of a time zone, for example Europe/Helsinki",
	  .help = "The time zone of the region." },

	{ FIELD(contact_phone), .group = "Instance", .type = SETTING_TEXT, .initial = "",
	  .help = "The phone number at the top of every page." },
	{ FIELD(contact_email), .group = "Instance", .type = SETTING_TEXT, .initial = "", .check = is_mail_address,
	  .allowed = "an e-mail address", .help = "The address at the foot of every page." },
	{ FIELD(contact_address), .group = "Instance", .type = SETTING_TEXT, .initial = "",
	  .help = "The organisation that runs the instance, with its street address; also the controller in the privacy notice." },
	{ FIELD(brand_colour), .group = "Instance", .type = SETTING_TEXT, .initial = "", .check = is_colour,
	  .allowed = "empty or #rrggbb, dark enough to be read on white (contrast 4.5:1)",
	  .help = "The colour of buttons and links." },
	{ FIELD(accent_colour), .group = "Instance", .type = SETTING_TEXT, .initial = "", .check = is_colour,
	  .allowed = "empty or #rrggbb", .help = "The colour of the line at the top." },
	{ FIELD(logo), .group = "Instance", .type = SETTING_TEXT, .initial = "",
	  .help = "A PNG or JPEG file of at most 500 KB, shown beside the name." },

	{ FIELD(smtp_url), .group = "Mail", .type = SETTING_URL, .initial = "", .schemes = "smtp smtps",
	  .allowed = "smtp://HOST:587 (with STARTTLS) or smtps://HOST",
	  .help = "The mail server. Empty: mails are kept as files in the data folder and nobody gets them." },
	{ FIELD(smtp_user), .group = "Mail", .type = SETTING_TEXT, .initial = "",
	  .help = "The user name at the mail server." },
	{ FIELD(smtp_password), .group = "Mail", .type = SETTING_SECRET, .initial = "",
	  .help = "The password at the mail server, for smtp_auth = password." },
	{ FIELD(smtp_auth), .group = "Mail", .type = SETTING_CHOICE, .initial = "password",
	  .allowed = "password, xoauth2, none",
	  .help = "How to sign in at the mail server. none: it knows this machine by its address." },
	{ FIELD(smtp_token), .group = "Mail", .type = SETTING_SECRET, .initial = "",
	  .help = "The access token, for smtp_auth = xoauth2." },
	{ FIELD(smtp_tls), .group = "Mail", .type = SETTING_CHOICE, .initial = "required", .allowed = "required, none",
	  .help = "Encryption towards smtp://. required: nothing is sent without STARTTLS, except to this machine itself. "
		  "none: mails and the password travel readable for everyone on the way." },
	{ FIELD(smtp_ca), .group = "Mail", .type = SETTING_TEXT, .initial = "",
	  .help = "A file of certificates (PEM) to trust at the mail server in place of the system's." },
	{ FIELD(mail_from), .group = "Mail", .type = SETTING_TEXT, .initial = "talkoot@localhost", .need = true,
	  .check = is_mail_address, .allowed = "an e-mail address",
	  .help = "The sender of mails. Must be set when smtp_url is." },
	{ FIELD(mail_reply_to), .group = "Mail", .type = SETTING_TEXT, .initial = "", .check = is_mail_address,
	  .allowed = "an e-mail address", .help = "Where answers go. Empty: to the sender." },
	{ FIELD(mail_per_minute), .group = "Mail", .type = SETTING_INT, .initial = "30", .least = 1, .most = 100000,
	  .help = "Mails sent in a minute at most, all nodes together. An Exchange mailbox takes 30." },
	{ FIELD(mail_per_day), .group = "Mail", .type = SETTING_INT, .initial = "10000", .least = 1, .most = 100000000,
	  .help = "Mails sent in 24 hours at most, all nodes together." },
	{ FIELD(mail_connections), .group = "Mail", .type = SETTING_INT, .initial = "1", .least = 1, .most = 32,
	  .help = "Connections to the mail server at a time." },

	{ FIELD(log_level), .group = "Log", .type = SETTING_CHOICE, .initial = "info",
	  .allowed = "debug, info, warning, error", .help = "The least important lines that are logged." },
	{ FIELD(log_file), .group = "Log", .type = SETTING_TEXT, .initial = "",
	  .help = "The file to log to; opened anew on SIGHUP. Empty: standard error." },
};

const size_t settings_table_n = sizeof settings_table / sizeof *settings_table;

size_t settings_find(str name)
{
	size_t i = 0;

	while (i < settings_table_n && !str_eq_c(name, settings_table[i].name))
		i++;
	return i;
}

str settings_flag_name(struct arena *a, const struct setting *t)
{
	char *p = str_c(a, STR_CONCAT(a, S("--"), str_from(t->name)));

	for (char *c = p; *c != '\0'; c++)
		if (*c == '_')
			*c = '-';
	return str_from(p);
}

str settings_environment_name(struct arena *a, const struct setting *t)
{
	char *p = str_c(a, STR_CONCAT(a, S("TALKOOT_"), str_from(t->name)));

	for (char *c = p; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - ('a' - 'A'));
	return str_from(p);
}

/* -- the nearest name --------------------------------------------------------------------------------------------- */

enum { NAME_MOST = 40 };

/* Edit distance (insert, delete, replace): one row of the table at a time. */
static size_t distance(str x, str y)
{
	size_t row[NAME_MOST + 1];

	for (size_t j = 0; j <= y.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= x.n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= y.n; j++) {
			size_t best = diagonal + (x.p[i - 1] != y.p[j - 1]);

			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[y.n];
}

str settings_nearest(str name)
{
	size_t best = name.n / 3 + 2, at = settings_table_n;

	if (name.n > NAME_MOST)
		return str_null;
	for (size_t i = 0; i < settings_table_n; i++) {
		str known = str_from(settings_table[i].name);
		size_t d = known.n <= NAME_MOST ? distance(name, known) : best;

		if (d < best) {
			best = d;
			at = i;
		}
	}
	return at == settings_table_n ? str_null : str_from(settings_table[at].name);
}

/* -- text to value ------------------------------------------------------------------------------------------------ */

static str duration_text(struct arena *a, int seconds)
{
	static const struct {
		int seconds;
		char unit;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	size_t i = 0;

	while (seconds % units[i].seconds != 0)
		i++;
	return str_format(a, "%d%c", seconds / units[i].seconds, units[i].unit);
}

str settings_allowed(struct arena *a, const struct setting *t)
{
	switch (t->type) {
	case SETTING_INT: return str_format(a, "a whole number from %d to %d", t->least, t->most);
	case SETTING_BOOL: return S("1 or 0 (or yes, no, true, false, on, off)");
	case SETTING_CHOICE: return str_format(a, "one of %s", t->allowed);
	case SETTING_DURATION:
		return str_format(a, "a time such as 30s, 5m, 2h or 7d, from %s to %s",
				  duration_text(a, t->least).p, duration_text(a, t->most).p);
	case SETTING_TEXT:
	case SETTING_SECRET:
	case SETTING_LIST:
	case SETTING_URL: break;
	}
	if (t->allowed != NULL)
		return str_from(t->allowed);
	return t->need ? S("a text of 1 to 1,000 bytes") : S("a text of at most 1,000 bytes");
}

static bool read_int(str text, int64_t times, const struct setting *t, int *to)
{
	int64_t v;

	if (text.n > 10 || !str_to_int(text, &v) || v * times < t->least || v * times > t->most)
		return false;
	*to = (int)(v * times);
	return true;
}

static bool read_duration(str text, const struct setting *t, int *to)
{
	static const char units[] = "smhd";
	static const int seconds[] = { 1, 60, 3600, 86400 };
	const char *unit = text.n < 2 ? NULL : memchr(units, text.p[text.n - 1], 4);

	return unit != NULL && read_int(str_sub(text, 0, text.n - 1), seconds[unit - units], t, to);
}

static bool read_bool(str text, bool *to)
{
	static const char *const words[] = { "0", "1", "no", "yes", "false", "true", "off", "on" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq_nocase(text, str_from(words[i]))) {
			*to = i % 2 == 1;
			return true;
		}
	return false;
}

static bool read_choice(str text, const char *choices, int *to)
{
	int at = 0;

	for (str rest = str_from(choices); !str_is_null(rest); at++)
		if (str_eq(str_trim(str_cut(&rest, ',')), text)) {
			*to = at;
			return true;
		}
	return false;
}

static bool read_list(struct arena *a, str text, const struct setting *t, struct setting_list *to)
{
	struct setting_list l = { NEW_ARRAY(a, SETTINGS_LIST_MAX, str), 0 };

	for (str rest = str_trim(text); rest.n > 0 || l.n > 0;) {
		str item = str_trim(str_cut(&rest, ','));

		if (item.n == 0 || l.n == SETTINGS_LIST_MAX || (t->check != NULL && !t->check(item)))
			return false;
		for (size_t i = 0; i < l.n; i++)
			if (str_eq(l.items[i], item))
				return false;
		l.items[l.n++] = item;
		if (str_is_null(rest))
			break;
	}
	*to = l;
	return l.n > 0 || !t->need;
}

static bool read_url(struct arena *a, str text, const struct setting *t, str *to)
{
	size_t colon = str_find_str(text, S("://"));
	str host, rest = str_sub(text, colon + 3, text.n);
	bool known = false;
	int port;

	for (str schemes = str_from(t->schemes); !str_is_null(schemes);)
		known |= str_eq(str_cut(&schemes, ' '), str_sub(text, 0, colon));
	if (str_ends(rest, S("/")))
		rest.n--;
	/* With its port, or with one that we add. */
	if (!known || (!address_split_port(rest, &host, &port) &&
		       !address_split_port(STR_CONCAT(a, rest, S(":1")), &host, &port)))
		return false;
	*to = str_sub(text, 0, colon + 3 + rest.n);
	return true;
}

bool settings_store(struct arena *a, const struct setting *t, str text, struct settings *s)
{
	void *field = (char *)s + t->offset;

	if (text.n == 0 && t->need)
		return false;
	switch (t->type) {
	case SETTING_URL:
		if (text.n > 0)
			return read_url(a, text, t, field);
		*(str *)field = text;
		return true;
	case SETTING_TEXT:
	case SETTING_SECRET:
		if (text.n > 0 && t->check != NULL && !t->check(text))
			return false;
		*(str *)field = text;
		return true;
	case SETTING_INT: return read_int(text, 1, t, field);
	case SETTING_DURATION: return read_duration(text, t, field);
	case SETTING_BOOL: return read_bool(text, field);
	case SETTING_CHOICE: return read_choice(text, t->allowed, field);
	case SETTING_LIST: return read_list(a, text, t, field);
	}
	BUG("type %d of setting %s", (int)t->type, t->name);
}
