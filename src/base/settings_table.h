/* The table of settings, for the files settings*.c only. A new setting is a field in settings.h and a line in
 * settings_table.c. */
#ifndef TALKOOT_BASE_SETTINGS_TABLE_H
#define TALKOOT_BASE_SETTINGS_TABLE_H

#include "base/settings.h"

enum setting_type {
	SETTING_TEXT,     /* str */
	SETTING_SECRET,   /* str, never shown */
	SETTING_INT,      /* int within least..most */
	SETTING_BOOL,     /* bool */
	SETTING_CHOICE,   /* int: place of the word in `allowed`, whose words are separated by ", " */
	SETTING_LIST,     /* struct setting_list, separated by commas */
	SETTING_DURATION, /* int: seconds within least..most */
	SETTING_URL       /* str: scheme://host[:port], with one of `schemes`; a slash at the end is cut off */
};

struct setting {
	const char *name, *group, *help;
	const char *initial; /* the default, as it would stand in the file */
	enum setting_type type;
	size_t offset;
	int least, most;
	const char *schemes; /* separated by spaces */
	const char *allowed; /* completes "allowed is ..."; NULL where the type says it */
	/* More than the type asks of a value that is not empty; of each item of a list. */
	bool (*check)(str value);
	bool need; /* may not be empty */
	bool not_in_file;
};

struct setting_origin {
	enum setting_source { SOURCE_DEFAULT, SOURCE_FILE, SOURCE_ENVIRONMENT, SOURCE_FLAG } source;
	str file;
	int line;
	str text; /* the value as it was written */
};

extern const struct setting settings_table[];
extern const size_t settings_table_n;

/* The setting of a name; settings_table_n if there is none. */
size_t settings_find(str name);
/* The name nearest to a mistyped one; str_null if none is near. */
str settings_nearest(str name);
/* "--public-url" and "TALKOOT_PUBLIC_URL" */
str settings_flag_name(struct arena *a, const struct setting *t);
str settings_environment_name(struct arena *a, const struct setting *t);
/* What is allowed for a setting: "a whole number from 0 to 23". */
str settings_allowed(struct arena *a, const struct setting *t);
/* Reads text into the setting's field. False if it is not allowed; then nothing is written. */
MUST bool settings_store(struct arena *a, const struct setting *t, str text, struct settings *s);

#endif
