/* Markdown: CommonMark by cmark, changed in its tree before it is written. See html.h for what is promised. */
#include <cmark.h>
#include <stdlib.h>

#include "out/html.h"

enum { MARKDOWN_MAX = 64 * 1024, LINK_MAX = 1 << 20 };

/* What cmark allocated; freed with the arena when an allocation in between leaves this function. */
struct work {
	cmark_node *tree;
	cmark_iter *walk;
	char *html;
};

static void free_work(void *arg)
{
	struct work *w = arg;

	if (w->walk != NULL)
		cmark_iter_free(w->walk);
	if (w->tree != NULL)
		cmark_node_free(w->tree);
	free(w->html);
	*w = (struct work){ NULL };
}

/* Puts `with` in the place of node and keeps its children; node is freed. */
static void replace(cmark_node *node, cmark_node *with)
{
	cmark_node *child;

	INVARIANT(with != NULL && cmark_node_replace(node, with) != 0);
	while ((child = cmark_node_first_child(node)) != NULL)
		INVARIANT(cmark_node_append_child(with, child) != 0);
	cmark_node_free(node);
}

/* Raw HTML becomes text: what somebody typed is shown and not lost. */
static void show_html(cmark_node *node, bool block)
{
	cmark_node *text = cmark_node_new(CMARK_NODE_TEXT), *paragraph;

	INVARIANT(text != NULL && cmark_node_set_literal(text, cmark_node_get_literal(node)) != 0);
	if (!block) {
		replace(node, text);
		return;
	}
	paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
	replace(node, paragraph);
	INVARIANT(cmark_node_append_child(paragraph, text) != 0);
}

/* A link becomes a pair of markup pieces, since cmark itself writes no rel. */
static void mark_link(struct arena *a, cmark_node *node)
{
	cmark_node *link;
	struct buf b;
	struct html h;

	buf_init(&b, a, LINK_MAX);
	html_init(&h, &b, LANG_EN);
	buf_lit(&b, "<a href=\"");
	html_url(&h, url_check(str_from(cmark_node_get_url(node))));
	buf_lit(&b, "\" rel=\"noopener nofollow\">");
	buf_done(&b); /* the NUL behind */
	link = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
	INVARIANT(link != NULL && cmark_node_set_on_enter(link, b.p) != 0 &&
		  cmark_node_set_on_exit(link, "</a>") != 0);
	replace(node, link);
}

/* A picture would come from another host, which the page's policy forbids: its alternative text stays. */
static void keep_alternative_text(cmark_node *node)
{
	cmark_node *holder = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);

	INVARIANT(holder != NULL);
	replace(node, holder);
}

static void change(struct arena *a, cmark_node *node)
{
	int level;

	switch ((int)cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		level = cmark_node_get_heading_level(node) + 1;
		cmark_node_set_heading_level(node, level > 6 ? 6 : level);
		break;
	case CMARK_NODE_HTML_BLOCK:
		show_html(node, true);
		break;
	case CMARK_NODE_HTML_INLINE:
		show_html(node, false);
		break;
	case CMARK_NODE_LINK:
		mark_link(a, node);
		break;
	case CMARK_NODE_IMAGE:
		keep_alternative_text(node);
		break;
	default:
		break;
	}
}

struct safe_html markdown_html(struct arena *a, str markdown)
{
	str text = str_limit(markdown, MARKDOWN_MAX), copy;
	struct work *w = NEW(a, struct work);
	cmark_event_type event;

	if (text.n == 0)
		return (struct safe_html){ S("") };
	arena_defer(a, free_work, w);
	w->tree = cmark_parse_document(text.p, text.n, CMARK_OPT_DEFAULT);
	w->walk = cmark_iter_new(w->tree);
	/* The walk stands one step ahead, so a node may be replaced when it is left (leaves have no leaving of their own). */
	while ((event = cmark_iter_next(w->walk)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(w->walk);
		cmark_node_type type = cmark_node_get_type(node);

		if (event == CMARK_EVENT_EXIT || type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
			change(a, node);
	}
	w->html = cmark_render_html(w->tree, CMARK_OPT_DEFAULT);
	copy = str_trim(str_copy(a, str_from(w->html)));
	free_work(w);
	return (struct safe_html){ copy };
}
