/* The settings of the program: one table (settings_table.c) feeds the settings file, the environment, the command line,
 * `talkoot config` and the manual page.
 *
 *   file         smtp_url = smtp://mail.example.fi:587      lines "name = value"; a line beginning with # is a comment
 *   environment  TALKOOT_SMTP_URL=smtp://...
 *   command line --smtp-url=smtp://...  or  --smtp-url smtp://...
 *
 * Invariants:
 *   - The command line counts before the environment, that before the file, that before the default.
 *   - After settings_load every field is within what the table allows, and the derived fields agree with the others.
 *   - An unknown name is an error (with the nearest known name), not silence; every error names its source and line and
 *     says what is allowed. All errors are told at once.
 *   - Secrets are never printed, neither by settings_row nor in an error; they are refused on the command line, where
 *     every user of the machine could read them. A password within `db` is masked.
 *   - A struct settings does not change after it was loaded; its texts live in the arena it was loaded with.
 * Limits: a file of 64 KB, values of 1,000 bytes without control characters, lists of 64. */
#ifndef TALKOOT_BASE_SETTINGS_H
#define TALKOOT_BASE_SETTINGS_H

#include "base/address.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/log.h"

enum { SETTINGS_LIST_MAX = 64 };

struct setting_list {
	str *items;
	size_t n;
};

enum smtp_auth { SMTP_AUTH_PASSWORD, SMTP_AUTH_XOAUTH2, SMTP_AUTH_NONE };
enum smtp_tls { SMTP_TLS_REQUIRED, SMTP_TLS_NONE };

struct settings {
	/* Serving */
	str config;     /* path of the settings file; empty: the default one in the data folder, if it is there */
	str public_url; /* "https://talkoot.example.fi", no slash at the end; never empty after loading */
	str listen;
	struct setting_list trusted_proxies;
	int threads; /* 0: as many as there are processors */
	int max_connections;
	int request_timeout; /* seconds */
	bool rate_limit, page_cache;
	/* Data */
	str data;
	str db; /* empty: SQLite in the data folder; else postgresql://... */
	int backup_hour, backup_keep;
	/* The instance */
	str instance_name;
	str contact_phone, contact_email, contact_address;
	str brand_colour, accent_colour; /* "#00586a" or empty */
	str logo; /* path of a file, or empty */
	struct setting_list languages;
	int default_language; /* an enum lang */
	str zone;             /* of the instance; zone_find knows it */
	/* Mail */
	str smtp_url; /* empty: mails become files in the data folder */
	str smtp_user, smtp_password;
	int smtp_auth; /* an enum smtp_auth */
	str smtp_token;
	int smtp_tls; /* an enum smtp_tls */
	str smtp_ca;
	str mail_from, mail_reply_to;
	int mail_per_minute, mail_per_day, mail_connections;
	/* Log */
	int log_level; /* an enum log_level */
	str log_file;  /* empty: standard error */

	/* Derived from the above */
	str listen_host;
	int listen_port;
	struct address_range *trusted; /* trusted_proxies, read */
	size_t trusted_n;
	enum lang offered[LANG_COUNT]; /* languages, in their order */
	size_t offered_n;

	/* Where each value came from, for settings_row; as long as the table. */
	const struct setting_origin *origins;
};

struct settings_input {
	const char *const *args; /* the command line behind program and command; may be NULL when args_n is 0 */
	size_t args_n;
	const char *const *environment; /* like environ; NULL: none */
	const char *default_file; /* name in the data folder, read if no other is named and it is there; or NULL */
};

/* Reads all sources. OK: *ret is filled, and *ret_rest the arguments that are no settings, in their order (all behind a
 * "--" too); the command decides about those. ERR_INVALID: *ret_problems is one English sentence per line. */
MUST enum err settings_load(struct arena *a, const struct settings_input *in, struct settings *ret,
			    const char *const **ret_rest, size_t *ret_rest_n, str *ret_problems);
/* The defaults only: what tests start from. */
struct settings settings_default(struct arena *a);

/* The flag nearest to a mistyped one ("--lisen" -> "--listen"); str_null if none is near. */
str settings_nearest_flag(struct arena *a, str flag);

struct settings_row {
	str name, group, help, allowed;
	str value;  /* as text; "(set, not shown)" for a secret */
	str source; /* "default", "talkoot.conf line 3", "environment", "command line" */
	str default_value;
	str environment, flag; /* TALKOOT_PUBLIC_URL, --public-url; the flag is null for a secret */
};

size_t settings_count(void);
/* The row i (< settings_count) of the table with its value in s. */
struct settings_row settings_row(struct arena *a, const struct settings *s, size_t i);
/* What `talkoot config` prints: a settings file that gives these settings (without the secrets). */
void settings_print(struct buf *b, struct arena *a, const struct settings *s);
/* The section SETTINGS of the manual page, in man(7) macros. */
void settings_print_man(struct buf *b, struct arena *a);

#endif
