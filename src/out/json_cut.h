/* Cuts a long JSON file into the values of its one list, one at a time, so that a file of gigabytes needs the memory of one
 * value. It looks only for where values begin and end (brackets, strings); what is between is for jansson to judge.
 *
 *   json_cut_init(&j, a, source, arg, (const char *const[]){ "companies", "results", NULL }, 256 << 10);
 *   while ((e = json_cut_next(&j, &value)) != ERR_NOT_FOUND) ...
 *
 * The list is the outermost array, or the array under one of `names` in the outermost object; other members of that object
 * are passed over, before and behind it. A byte order mark is passed over.
 *
 * Limits: value_max bytes a value; a longer one is passed over and told. */
#ifndef TALKOOT_OUT_JSON_CUT_H
#define TALKOOT_OUT_JSON_CUT_H

#include "out/csv.h"

enum json_cut_problem {
	JSON_CUT_FINE,
	JSON_CUT_NOT_JSON, /* begins neither with { nor with [ */
	JSON_CUT_NO_LIST,  /* the object has no array under any of the names */
	JSON_CUT_BROKEN,   /* a bracket, comma, colon or quote is not where it must be */
	JSON_CUT_ENDS,     /* the file ends in the middle */
	JSON_CUT_TOO_LONG  /* this value has more than value_max bytes */
};

struct json_cut {
	/* For the caller to look at. */
	enum json_cut_problem problem; /* of the last json_cut_next that returned ERR_INVALID or ERR_LIMIT */
	size_t line;                   /* where the last value began, or where the file is broken; 1-based */
	size_t number;                 /* of the last value, 1-based */
	/* Its own. */
	csv_source *source;
	void *source_arg;
	const char *const *names;
	char *in, *value;
	size_t in_at, in_n, value_n, value_max, now_line;
	int where;
	bool in_object, too_long;
	enum err source_error;
};

/* names: of the member that holds the list, NULL behind the last; must outlive the reading. value_max > 0. Takes value_max + 64 KB of
 * the arena. The source is as that of csv.h. */
void json_cut_init(struct json_cut *j, struct arena *a, csv_source *source, void *source_arg, const char *const *names,
		   size_t value_max);

/* OK: the bytes of the next value (any JSON value; not looked into), valid until the next call. ERR_NOT_FOUND: the list and the file
 * have ended as they should. ERR_LIMIT: this value is too long; the next call goes on behind it. ERR_INVALID: the file is
 * broken here; so says each further call. Other errors come from the source. */
MUST enum err json_cut_next(struct json_cut *j, str *ret);

#endif
