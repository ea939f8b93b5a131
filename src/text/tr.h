/* Texts of the program in the language of the page. English stands in the source and is the key (msgid).
 *
 *   tr(l, "Sign up")                                  trc(l, "verb", "Close")   one English word, two meanings
 *   trn(l, "{n} seat", "{n} seats", n)                the form for n; {n} is still to be filled
 *   trf(a, l, "Host: {name}", TR_ARG("name", name))   translated and filled
 *
 * The ids are found by xgettext in these calls, in templates and in N_("..."), which marks a literal of a table that is
 * translated later. A string built at run time cannot be a msgid.
 *
 * Sentences are whole: no gluing of pieces. Names in braces are the same in all languages (tools/po2c checks it).
 * All three languages say "one" for 1 and "many" for every other number, so there is no table of plural rules.
 *
 * Cost: English returns at once; Finnish and Swedish one hash and one comparison, some tens of nanoseconds, no allocation.
 * What has no translation comes back in English (a build with TALKOOT_TEXTS_STRICT has none missing). */
#ifndef TALKOOT_TEXT_TR_H
#define TALKOOT_TEXT_TR_H

#include "base/str.h"
#include "text/lang.h"

/* Marks a literal for extraction; is the literal. */
#define N_(literal) literal

/* The text of msgid; lives as long as the program (or as msgid). */
str tr(enum lang l, const char *msgid);
str trn(enum lang l, const char *one, const char *many, int64_t n);
/* context + msgid at most 1000 bytes. */
str trc(enum lang l, const char *context, const char *msgid);

struct tr_arg {
	const char *name; /* without braces */
	str value;
};
#define TR_ARG(name_, value_) ((struct tr_arg){ .name = (name_), .value = (value_) })
#define TR_ARGS(...)                              \
	(const struct tr_arg[]){ __VA_ARGS__ },   \
		sizeof((const struct tr_arg[]){ __VA_ARGS__ }) / sizeof(struct tr_arg)

/* text with each {name} replaced by its value, plain (no escaping: that is the writers' work). A name that is not among
 * args stays as it is. Braces in values are not looked at again. */
str tr_fill(struct arena *a, str text, const struct tr_arg *args, size_t n);

/* tr + tr_fill, trn + tr_fill: trf(a, l, "Host: {name}", TR_ARG("name", host)). */
#define trf(a, l, msgid, ...) tr_fill((a), tr((l), (msgid)), TR_ARGS(__VA_ARGS__))
#define trnf(a, l, one, many, n, ...) tr_fill((a), trn((l), (one), (many), (n)), TR_ARGS(__VA_ARGS__))

/* For writers that fill while they write: the next {name} or {/name} of *rest. Returns the plain text before it and, in
 * *ret_name, what stands between the braces (str_null at the end); *rest becomes what follows (str_null at the end). */
str tr_next(str *rest, str *ret_name);

#endif
