/* Markup of templates: see the header. */
#include "tplc/markup.h"

#include <stdio.h>
#include <string.h>

static bool in_list(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters of the languages we write: ASCII and the block of U+00C0..U+00FF. */
static bool is_word_byte(char c)
{
	return is_letter(c) || (unsigned char)c == 0xc3;
}

static const char *const void_elements[] = { "area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track",
					     "wbr", NULL };
static const char *const refused_elements[] = { "style", "base", "object", "embed", "applet", "frame", "frameset", "font",
						"center", NULL };
/* White space next to these is not seen on the page. */
static const char *const block_elements[] = {
	"html", "head", "body", "main", "header", "footer", "nav", "section", "article", "aside", "div", "p", "ul", "ol",
	"li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "thead", "tbody", "tfoot", "tr",
	"td", "th", "form", "fieldset", "legend", "details", "summary", "figure", "figcaption", "blockquote", "option",
	"optgroup", "select", "datalist", "title", "meta", "link", "script", "hr", "br", "template", "colgroup", "col",
	"search", "address", "dialog", "noscript", "hgroup", "picture", "source", NULL };
static const char *const url_attributes[] = {
	"href", "src", "action", "formaction", "poster", "data", "cite", "background", "manifest", "ping", "longdesc",
	"xlink:href", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "hx-push-url", "hx-replace-url",
	"sse-connect", NULL };
static const char *const word_attributes[] = { "alt", "title", "placeholder", "aria-label", "aria-description",
					       "aria-roledescription", "aria-valuetext", "label", NULL };

static void lower(char *to, const char *from)
{
	for (; *from != '\0'; from++)
		*to++ = *from >= 'A' && *from <= 'Z' ? (char)(*from + ('a' - 'A')) : *from;
	*to = '\0';
}

enum attr_kind markup_attr_kind(const struct markup *m, const char *name)
{
	char low[NAME_MAX_LENGTH];

	if (strlen(name) >= NAME_MAX_LENGTH)
		m->fail(m->line, "the name of the attribute is too long");
	lower(low, name);
	if (strcmp(low, "style") == 0)
		m->fail(m->line, "style= is refused: give it a class");
	if (strncmp(low, "on", 2) == 0 || strncmp(low, "hx-on", 5) == 0)
		m->fail(m->line, "%s= is refused: no script in the page; put the behaviour into assets/", name);
	if (strcmp(low, "srcdoc") == 0 || strcmp(low, "http-equiv") == 0)
		m->fail(m->line, "%s= is refused", name);
	if (in_list(low, url_attributes))
		return ATTR_URL;
	if (strcmp(low, "srcset") == 0)
		return ATTR_SRCSET;
	return in_list(low, word_attributes) ? ATTR_WORDS : ATTR_PLAIN;
}

static void append(struct markup *m, char *name, char c)
{
	size_t n = strlen(name);

	if (n + 1 >= NAME_MAX_LENGTH)
		m->fail(m->line, "the name \"%s...\" is too long", name);
	name[n] = c;
	name[n + 1] = '\0';
}

static void write_all(struct markup *m, const char *s)
{
	for (; *s != '\0'; s++)
		m->write(*s);
}

bool markup_inside(const struct markup *m, const char *name)
{
	return m->now.depth > 0 && strcmp(m->open[m->now.depth - 1].name, name) == 0;
}

bool markup_keeps_space(const struct markup *m)
{
	for (int i = 0; i < m->now.depth; i++)
		if (strcmp(m->open[i].name, "pre") == 0 || strcmp(m->open[i].name, "textarea") == 0)
			return true;
	return false;
}

static bool in_svg(const struct markup *m)
{
	for (int i = 0; i < m->now.depth; i++)
		if (strcmp(m->open[i].name, "svg") == 0 || strcmp(m->open[i].name, "math") == 0)
			return true;
	return false;
}

static void close_element(struct markup *m)
{
	struct markup_state *s = &m->now;

	if (s->depth == 0)
		m->fail(m->line, "</%s> closes nothing", s->tag);
	if (strcmp(m->open[s->depth - 1].name, s->tag) != 0)
		m->fail(m->line, "</%s> stands where <%s> of line %d must be closed", s->tag, m->open[s->depth - 1].name,
			m->open[s->depth - 1].line);
	if (s->depth <= m->base)
		m->fail(m->line, "</%s> closes an element that was opened outside this {if}, {for} or {wrap}", s->tag);
	s->depth--;
}

static void open_element(struct markup *m)
{
	struct markup_state *s = &m->now;

	if (in_list(s->tag, refused_elements))
		m->fail(m->line, "<%s> is refused", s->tag);
	if (strcmp(s->tag, "img") == 0 && !s->has_alt)
		m->fail(m->line, "<img> needs alt (alt=\"\" for decoration)");
	if (in_list(s->tag, void_elements))
		return;
	if (s->slash) {
		if (!in_svg(m))
			m->fail(m->line, "<%s/> does not close the element: write </%s>", s->tag, s->tag);
		m->write('/');
		return;
	}
	if (s->depth == DEPTH_MAX)
		m->fail(m->line, "too many elements in each other");
	memcpy(m->open[s->depth].name, s->tag, sizeof s->tag);
	m->open[s->depth++].line = m->line;
}

static void finish_tag(struct markup *m)
{
	struct markup_state *s = &m->now;

	if (s->closing)
		close_element(m);
	else
		open_element(m);
	m->write('>');
	s->place = IN_TEXT;
	s->owed = false;
	s->space = in_list(s->tag, block_elements);
}

static void feed_text(struct markup *m, char c)
{
	struct markup_state *s = &m->now;

	s->space = false;
	if (c == '<') {
		s->place = IN_TAG_NAME;
		s->closing = s->slash = s->has_alt = s->owed = s->entity = false;
		s->tag[0] = '\0';
	} else if (s->entity) {
		s->entity = is_letter(c) || c == '#' || (c >= '0' && c <= '9');
	} else if (c == '&') {
		s->entity = true;
	} else if (is_word_byte(c)) {
		m->fail(m->line, "words must be translated: {t \"...\"} (a name that is the same in all languages: {\"...\"})");
	}
	m->write(c);
}

static void feed_tag(struct markup *m, char c)
{
	struct markup_state *s = &m->now;

	if (is_space(c)) {
		s->owed = true;
	} else if (c == '>') {
		finish_tag(m);
	} else if (c == '/') {
		s->slash = true;
	} else if (!is_letter(c) || s->closing || s->slash) {
		m->fail(m->line, "'%c' inside the tag <%s>", c, s->tag);
	} else {
		if (s->owed)
			m->write(' ');
		s->owed = false;
		s->place = IN_ATTR_NAME;
		s->name[0] = '\0';
		append(m, s->name, c);
		m->write(c);
	}
}

static void feed_tag_name(struct markup *m, char c)
{
	struct markup_state *s = &m->now;

	if (s->tag[0] == '\0') {
		if (c == '/' && !s->closing)
			s->closing = true;
		else if (c == '!' && !s->closing)
			s->place = IN_DECLARATION;
		else if (is_letter(c))
			append(m, s->tag, c);
		else
			m->fail(m->line, "a single < is written &lt;");
		m->write(c);
	} else if (is_space(c) || c == '>' || c == '/') {
		s->place = IN_TAG;
		feed_tag(m, c);
	} else {
		append(m, s->tag, c);
		m->write(c);
	}
}

static void end_attr_name(struct markup *m)
{
	struct markup_state *s = &m->now;

	s->attr = markup_attr_kind(m, s->name);
	if (strcmp(s->name, "alt") == 0)
		s->has_alt = true;
}

static void feed_attr_name(struct markup *m, char c)
{
	struct markup_state *s = &m->now;

	if (c == '=') {
		end_attr_name(m);
		s->place = BEFORE_VALUE;
		m->write(c);
	} else if (is_space(c) || c == '>' || c == '/') {
		end_attr_name(m);
		s->place = IN_TAG;
		feed_tag(m, c);
	} else if (c == '"' || c == '\'' || c == '<') {
		m->fail(m->line, "'%c' in the name of an attribute", c);
	} else {
		append(m, s->name, c);
		m->write(c);
	}
}

static void feed_address(struct markup *m, char c)
{
	struct markup_state *s = &m->now;
	size_t n = strlen(s->start);
	char low[sizeof s->start];

	if (is_space(c))
		m->fail(m->line, "white space in an address");
	switch (s->url) {
	case URL_START:
		s->url = c == '/' ? URL_ROOT : c == '?' || c == '#' ? URL_LOCAL : URL_LITERAL;
		break;
	case URL_ROOT:
		if (c == '/' || c == '\\')
			m->fail(m->line, "\"//\" begins an address on another host");
		s->url = URL_LOCAL;
		break;
	case URL_WHOLE:
		if (c != '?' && c != '#' && c != '&')
			m->fail(m->line, "after a whole address only ?, & or # may follow");
		s->url = URL_LOCAL;
		break;
	case URL_LOCAL:
	case URL_LITERAL:
		break;
	}
	if (s->url == URL_LITERAL && n + 1 < sizeof s->start) {
		s->start[n] = c;
		s->start[n + 1] = '\0';
		lower(low, s->start);
		if (strcmp(low, "javascript:") == 0 || strcmp(low, "vbscript:") == 0 || strcmp(low, "data:") == 0)
			m->fail(m->line, "%s addresses are refused", low);
	}
}

static void feed_value(struct markup *m, char c)
{
	struct markup_state *s = &m->now;

	if (c == s->quote) {
		s->place = IN_TAG;
	} else if (s->attr == ATTR_URL) {
		feed_address(m, c);
	} else if (s->attr == ATTR_WORDS && is_word_byte(c)) {
		m->fail(m->line, "words in %s= must be translated: %s=\"{t \"...\"}\"", s->name, s->name);
	}
	m->write(c);
}

void markup_feed(struct markup *m, char c)
{
	struct markup_state *s = &m->now;

	switch (s->place) {
	case IN_TEXT:
		feed_text(m, c);
		break;
	case IN_TAG_NAME:
		feed_tag_name(m, c);
		break;
	case IN_DECLARATION:
		m->write(c);
		if (c == '>') {
			s->place = IN_TEXT;
			s->space = true;
		}
		break;
	case IN_TAG:
		feed_tag(m, c);
		break;
	case IN_ATTR_NAME:
		feed_attr_name(m, c);
		break;
	case BEFORE_VALUE:
		if (c != '"' && c != '\'')
			m->fail(m->line, "the value of %s= must stand in quotes", s->name);
		s->place = IN_VALUE;
		s->quote = c;
		s->url = URL_START;
		s->start[0] = '\0';
		m->write(c);
		break;
	case IN_VALUE:
		feed_value(m, c);
		break;
	}
}

void markup_directive(struct markup *m, bool brings_space)
{
	struct markup_state *s = &m->now;

	if (s->place == IN_TAG_NAME && s->tag[0] != '\0' && !s->closing)
		s->place = IN_TAG;
	if (s->place == IN_ATTR_NAME) {
		end_attr_name(m);
		s->place = IN_TAG;
	}
	if (s->place == IN_TAG && s->owed && !brings_space)
		write_all(m, " ");
	s->owed = false;
}

void markup_merge(const struct markup *m, int block_line, struct markup_state *into, const struct markup_state *other)
{
	if (into->place != other->place || into->depth != other->depth ||
	    (into->place != IN_TEXT && strcmp(into->tag, other->tag) != 0) ||
	    (into->place == IN_VALUE && (into->attr != other->attr || into->quote != other->quote ||
					 (into->attr == ATTR_URL && into->url != other->url))))
		m->fail(m->line, "the ways through the block of line %d end at different places of the markup "
				 "(an element or quote left open, or closed, in one of them)", block_line);
	into->space = into->space && other->space;
	into->owed = into->owed || other->owed;
	into->has_alt = into->has_alt && other->has_alt;
}
