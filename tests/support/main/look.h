/* Looks at what the program gives out - pages, mails, calendars, tables, JSON - with the eyes of its readers, for what a
 * hostile text could have made of it.
 *
 * Hostile texts (hostile_test.c) try to make an element <zq7tag>, an attribute zq7attr, a header line Zq7-Header, a calendar
 * line ZQ7PROP, a link javascript:..., a spreadsheet's formula, or a document that is not well-formed. */
#ifndef TALKOOT_TESTS_LOOK_H
#define TALKOOT_TESTS_LOOK_H

#include "base/arena.h"
#include "base/str.h"

/* str_null: nothing wrong; else what, in a sentence. type: of Content-Type; message/rfc822 for a mail of the outbox. */
str look_at(struct arena *a, str type, str body);
/* One of the sentences: found where nothing worse was. */
#define LOOK_TURNS S("a mark that turns the direction of text")

/* Calls for each start tag of a page. attributes: pairs of name and value, entities not decoded. */
struct look_tag {
	str name;
	struct { str name, value; } attributes[40];
	size_t count;
};
/* The next start tag at or behind *at; false at the end, or where the page is broken (*ret_wrong says so). End tags have a
 * name that begins with '/'. */
bool look_next_tag(str page, size_t *at, struct look_tag *ret, const char **ret_wrong);
str look_attribute(const struct look_tag *tag, const char *name); /* null: absent */

#endif
