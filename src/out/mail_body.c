/* The body of a mail from blocks: see the header. */
#include "out/mail_body.h"

#include "out/clean.h"
#include "out/xml.h"

void mail_body_init(struct mail_body *body, struct arena *a, str lang, str title)
{
	*body = (struct mail_body){ .a = a, .lang = lang, .title = clean_line(a, title) };
}

static void add(struct mail_body *body, struct mail_block block)
{
	struct mail_block *new = NEW(body->a, struct mail_block);

	*new = block;
	if (body->last == NULL)
		body->first = new;
	else
		body->last->next = new;
	body->last = new;
}

void mail_heading(struct mail_body *body, str text)
{
	add(body, (struct mail_block){ .kind = MAIL_HEADING, .text = clean_line(body->a, text) });
}

static void add_lines(struct mail_body *body, enum mail_block_kind kind, str text)
{
	text = str_trim(clean_lines(body->a, text));
	if (!str_empty(text))
		add(body, (struct mail_block){ .kind = kind, .text = text });
}

void mail_paragraph(struct mail_body *body, str text)
{
	add_lines(body, MAIL_PARAGRAPH, text);
}

void mail_small(struct mail_body *body, str text)
{
	add_lines(body, MAIL_SMALL, text);
}

void mail_button(struct mail_body *body, str label, str url)
{
	add(body, (struct mail_block){
		.kind = MAIL_BUTTON, .text = clean_line(body->a, label), .url = clean_line(body->a, url) });
}

void mail_list(struct mail_body *body, const str *items, size_t n)
{
	if (n > 0)
		add(body, (struct mail_block){ .kind = MAIL_LIST, .items = items, .n = n });
}

void mail_table(struct mail_body *body, const struct mail_pair *pairs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!str_empty(pairs[i].value)) {
			add(body, (struct mail_block){ .kind = MAIL_TABLE, .pairs = pairs, .n = n });
			return;
		}
	}
}

void mail_image(struct mail_body *body, str cid, str alternative)
{
	add(body, (struct mail_block){
		.kind = MAIL_IMAGE, .text = clean_line(body->a, alternative), .url = clean_line(body->a, cid) });
}

static bool is_link(str url)
{
	return str_starts(url, S("https://")) || str_starts(url, S("http://")) || str_starts(url, S("mailto:"));
}

static void text_block(struct buf *b, const struct mail_block *block)
{
	switch (block->kind) {
	case MAIL_HEADING:
	case MAIL_PARAGRAPH:
	case MAIL_SMALL:
	case MAIL_IMAGE:
		buf_str(b, block->text);
		buf_char(b, '\n');
		return;
	case MAIL_BUTTON:
		buf_str(b, block->text);
		buf_char(b, '\n');
		buf_str(b, block->url);
		buf_char(b, '\n');
		return;
	case MAIL_LIST:
		for (size_t i = 0; i < block->n; i++) {
			buf_lit(b, "- ");
			buf_str(b, clean_line(b->a, block->items[i]));
			buf_char(b, '\n');
		}
		return;
	case MAIL_TABLE:
		for (size_t i = 0; i < block->n; i++) {
			if (str_empty(block->pairs[i].value))
				continue;
			buf_str(b, clean_line(b->a, block->pairs[i].label));
			buf_lit(b, ": ");
			buf_str(b, clean_line(b->a, block->pairs[i].value));
			buf_char(b, '\n');
		}
		return;
	}
	BUG("mail block %d", (int)block->kind);
}

void mail_body_text(const struct mail_body *body, struct buf *b)
{
	for (const struct mail_block *block = body->first; block != NULL; block = block->next) {
		if (block != body->first)
			buf_char(b, '\n');
		text_block(b, block);
	}
}

static void html_lines(struct buf *b, str text)
{
	for (str rest = text; !str_is_null(rest);) {
		xml_text(b, clean_next_line(&rest));
		if (!str_is_null(rest))
			buf_lit(b, "<br>\n");
	}
}

static void html_button(struct buf *b, const struct mail_block *block)
{
	buf_lit(b, "<p>");
	if (is_link(block->url)) {
		buf_lit(b, "<a class=\"button\" href=\"");
		xml_text(b, block->url);
		buf_lit(b, "\">");
		xml_text(b, block->text);
		buf_lit(b, "</a>");
	} else {
		xml_text(b, block->text);
	}
	buf_lit(b, "<br>\n<small>");
	xml_text(b, block->url);
	buf_lit(b, "</small></p>\n");
}

static void html_list(struct buf *b, const struct mail_block *block)
{
	buf_lit(b, "<ul>\n");
	for (size_t i = 0; i < block->n; i++) {
		buf_lit(b, "<li>");
		xml_text(b, clean_line(b->a, block->items[i]));
		buf_lit(b, "</li>\n");
	}
	buf_lit(b, "</ul>\n");
}

static void html_table(struct buf *b, const struct mail_block *block)
{
	bool first = true;

	buf_lit(b, "<p>");
	for (size_t i = 0; i < block->n; i++) {
		if (str_empty(block->pairs[i].value))
			continue;
		if (!first)
			buf_lit(b, "<br>\n");
		first = false;
		buf_lit(b, "<strong>");
		xml_text(b, clean_line(b->a, block->pairs[i].label));
		buf_lit(b, ":</strong> ");
		xml_text(b, clean_line(b->a, block->pairs[i].value));
	}
	buf_lit(b, "</p>\n");
}

static void html_block(struct buf *b, const struct mail_block *block)
{
	switch (block->kind) {
	case MAIL_HEADING:
		buf_lit(b, "<h1>");
		xml_text(b, block->text);
		buf_lit(b, "</h1>\n");
		return;
	case MAIL_PARAGRAPH:
		buf_lit(b, "<p>");
		html_lines(b, block->text);
		buf_lit(b, "</p>\n");
		return;
	case MAIL_SMALL:
		buf_lit(b, "<p><small>");
		html_lines(b, block->text);
		buf_lit(b, "</small></p>\n");
		return;
	case MAIL_IMAGE:
		buf_lit(b, "<p><img src=\"cid:");
		xml_text(b, block->url);
		buf_lit(b, "\" alt=\"");
		xml_text(b, block->text);
		buf_lit(b, "\"></p>\n");
		return;
	case MAIL_BUTTON:
		html_button(b, block);
		return;
	case MAIL_LIST:
		html_list(b, block);
		return;
	case MAIL_TABLE:
		html_table(b, block);
		return;
	}
	BUG("mail block %d", (int)block->kind);
}

void mail_body_html(const struct mail_body *body, struct buf *b)
{
	buf_lit(b, "<!DOCTYPE html>\n<html lang=\"");
	xml_text(b, body->lang);
	buf_lit(b, "\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
	xml_text(b, body->title);
	/* White on this blue has a contrast of 9:1 and is left alone by the dark modes that turn colours round. */
	buf_lit(b, "</title>\n<style>\n"
		"body { font-family: sans-serif; line-height: 1.5; max-width: 40em; margin: 1em auto; padding: 0 1em; }\n"
		"h1 { font-size: 1.3em; }\nimg { max-width: 100%; }\n.button { display: inline-block; "
		"padding: 0.6em 1.2em; border-radius: 0.3em; background: #00447c; color: #ffffff; font-weight: bold; "
		"text-decoration: none; }\nsmall { overflow-wrap: anywhere; }\n</style>\n</head>\n<body>\n");
	for (const struct mail_block *block = body->first; block != NULL; block = block->next)
		html_block(b, block);
	buf_lit(b, "</body>\n</html>\n");
}
