/* The HTML that stands between the directives of a template: where in the markup the compiler is at each byte.
 *
 * By this the compiler knows how a value must be escaped, and refuses it where no escaping would be safe. Along the way
 * it refuses markup that the house does not want: inline style and script, event attributes, unquoted values, pictures
 * without alternative text, words that are not translated, elements that are not closed. */
#ifndef TALKOOT_TOOLS_TPLC_MARKUP_H
#define TALKOOT_TOOLS_TPLC_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

enum place { IN_TEXT, IN_TAG_NAME, IN_DECLARATION, IN_TAG, IN_ATTR_NAME, BEFORE_VALUE, IN_VALUE };
enum attr_kind { ATTR_PLAIN, ATTR_WORDS, ATTR_URL, ATTR_SRCSET };
/* How far an address is: nothing yet; "/"; a local path or query; a whole safe_url; written out by the author. */
enum url_phase { URL_START, URL_ROOT, URL_LOCAL, URL_WHOLE, URL_LITERAL };

enum { NAME_MAX_LENGTH = 40, DEPTH_MAX = 200 };

/* Where the compiler is. A value: {if} keeps a copy and each branch starts from it. */
struct markup_state {
	enum place place;
	enum attr_kind attr;
	enum url_phase url;
	char quote;
	bool space;   /* in text: what was written last is white space, or white space here would not be seen */
	bool owed;    /* in a tag: a space must be written before the next attribute */
	bool closing; /* the tag is </...> */
	bool slash;   /* the tag ends with "/>" */
	bool entity;  /* in text: inside &...; */
	bool has_alt;
	char tag[NAME_MAX_LENGTH], name[NAME_MAX_LENGTH], start[16];
	int depth; /* open elements */
};

struct element {
	char name[NAME_MAX_LENGTH];
	int line;
};

struct markup {
	struct markup_state now;
	struct element open[DEPTH_MAX];
	int base; /* elements below were opened outside the current block and must not be closed in it */
	int line; /* of the byte being fed, for messages */
	void (*write)(char c); /* takes what goes to the page */
	void (*fail)(int line, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));
};

/* Takes one byte of literal markup. White space in text is the caller's affair (markup_keeps_space). */
void markup_feed(struct markup *m, char c);
/* Is white space kept as it is here (pre, textarea)? */
bool markup_keeps_space(const struct markup *m);
/* Is the innermost open element `name`? */
bool markup_inside(const struct markup *m, const char *name);
/* A directive stands here: ends a tag name or attribute name, pays the space owed. */
void markup_directive(struct markup *m, bool brings_space);
/* The kind of an attribute; refuses the forbidden ones. */
enum attr_kind markup_attr_kind(const struct markup *m, const char *name);
/* Both branches of a block end here: refuses ends that differ, leaves the weaker promises in *into. */
void markup_merge(const struct markup *m, int block_line, struct markup_state *into, const struct markup_state *other);

#endif
