/* The body of a mail: a list of blocks, from which the plain text and the HTML are both written, so that the words are
 * the same by construction.
 *
 *   struct mail_body body;
 *   mail_body_init(&body, a, S("fi"), subject);
 *   mail_heading(&body, S("..."));
 *   mail_paragraph(&body, S("..."));
 *   mail_button(&body, S("Change or cancel"), url);
 *
 * Texts are plain (never HTML) and come translated. Line breaks in a paragraph stay. The HTML has no tables, no
 * outside references, no inline styles; one small style sheet in the head, which names colours only for buttons, so
 * that dark mode keeps what it makes of the rest. A mail without any style is still whole. */
#ifndef TALKOOT_OUT_MAIL_BODY_H
#define TALKOOT_OUT_MAIL_BODY_H

#include "base/buf.h"

enum mail_block_kind { MAIL_HEADING, MAIL_PARAGRAPH, MAIL_BUTTON, MAIL_LIST, MAIL_TABLE, MAIL_IMAGE, MAIL_SMALL };

struct mail_pair {
	str label, value;
};

struct mail_block {
	struct mail_block *next;
	enum mail_block_kind kind;
	str text, url;
	const str *items;
	const struct mail_pair *pairs;
	size_t n;
};

struct mail_body {
	struct arena *a;
	str lang;  /* "fi", "sv", "en" */
	str title; /* the title of the HTML page: the subject */
	struct mail_block *first, *last;
};

void mail_body_init(struct mail_body *body, struct arena *a, str lang, str title);
void mail_heading(struct mail_body *body, str text);
/* Nothing for an empty text. */
void mail_paragraph(struct mail_body *body, str text);
/* A link on a line of its own; the address is shown too, since people should see where a link leads. An address that
 * is not http:, https: or mailto: is shown as words only. */
void mail_button(struct mail_body *body, str label, str url);
/* items and pairs are not copied: they live as long as the body. */
void mail_list(struct mail_body *body, const str *items, size_t n);
/* Lines "label: value"; pairs with an empty value are left out. */
void mail_table(struct mail_body *body, const struct mail_pair *pairs, size_t n);
/* A picture that the message carries under cid (see mail_message.h); the plain text has its alternative text. */
void mail_image(struct mail_body *body, str cid, str alternative);
/* Who sends this and why. */
void mail_small(struct mail_body *body, str text);

/* Plain text, lines end with LF, blocks are parted by an empty line. */
void mail_body_text(const struct mail_body *body, struct buf *b);
/* A whole HTML document, lines end with LF. */
void mail_body_html(const struct mail_body *body, struct buf *b);

#endif
