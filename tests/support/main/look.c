/* See look.h. The parser of tags follows the tokenizer of the HTML standard as far as our templates go, and takes what is not
 * written as they write it for a fault. */
#include "support/main/look.h"

#include <expat.h>
#include <jansson.h>
#include <string.h>
#include <zip.h>

#include "base/buf.h"
#include "base/encode.h"

enum { DEPTH = 200, LINE_OCTETS = 75 };

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* ---- HTML and SVG --------------------------------------------------------------------------------------------------- */

static bool read_attributes(str page, size_t *at, struct look_tag *tag, const char **wrong)
{
	for (;;) {
		size_t start;

		while (*at < page.n && (space(page.p[*at]) || page.p[*at] == '/'))
			++*at;
		if (*at >= page.n) {
			*wrong = "a tag that does not end";
			return false;
		}
		if (page.p[*at] == '>') {
			++*at;
			return true;
		}
		start = *at;
		while (*at < page.n && !space(page.p[*at]) && strchr("=>/\"'<", page.p[*at]) == NULL)
			++*at;
		if (*at == start || tag->count == sizeof tag->attributes / sizeof *tag->attributes) {
			*wrong = "a tag with something in it that is no attribute";
			return false;
		}
		tag->attributes[tag->count].name = str_sub(page, start, *at - start);
		tag->attributes[tag->count].value = S("");
		if (*at < page.n && page.p[*at] == '=') {
			size_t end;

			if (++*at >= page.n || page.p[*at] != '"') {
				*wrong = "an attribute without quotes";
				return false;
			}
			end = ++*at;
			while (end < page.n && page.p[end] != '"')
				end++;
			tag->attributes[tag->count].value = str_sub(page, *at, end - *at);
			*at = end + 1;
		}
		tag->count++;
	}
}

bool look_next_tag(str page, size_t *at, struct look_tag *ret, const char **ret_wrong)
{
	*ret_wrong = NULL;
	ret->count = 0;
	for (; *at < page.n; ++*at) {
		size_t start;

		if (page.p[*at] != '<')
			continue;
		if (str_starts(str_sub(page, *at, 4), S("<!--"))) {
			*at += str_find_str(str_sub(page, *at, page.n), S("-->"));
			continue;
		}
		if (*at + 1 < page.n && (page.p[*at + 1] == '!' || page.p[*at + 1] == '?'))
			continue;
		start = *at + 1;
		*at = start + (start < page.n && page.p[start] == '/');
		if (*at >= page.n || !letter(page.p[*at])) {
			*ret_wrong = "a < that begins no tag";
			return false;
		}
		while (*at < page.n && !space(page.p[*at]) && page.p[*at] != '>' && !(page.p[*at] == '/' && *at > start))
			++*at;
		ret->name = str_sub(page, start, *at - start);
		return read_attributes(page, at, ret, ret_wrong);
	}
	return false;
}

str look_attribute(const struct look_tag *tag, const char *name)
{
	for (size_t i = 0; i < tag->count; i++)
		if (str_eq_c(tag->attributes[i].name, name))
			return tag->attributes[i].value;
	return str_null;
}

static bool one_of(str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq_c(s, *list))
			return true;
	return false;
}

static const char *const empty_elements[] = { "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
					      "source", "track", "wbr", NULL };
static const char *const address_attributes[] = { "href", "src", "action", "formaction", "srcset", "xlink:href", "poster",
						  "data", NULL };

/* Browsers leave white space and controls out of a scheme. */
static bool runs_script(str value)
{
	static const char *const schemes[] = { "javascript:", "vbscript:", "data:text" };
	char plain[32];
	size_t n = 0;

	for (size_t i = 0; i < value.n && n < sizeof plain; i++)
		if ((unsigned char)value.p[i] > ' ')
			plain[n++] = value.p[i];
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (n >= strlen(schemes[i]) && str_eq_nocase(str_make(plain, strlen(schemes[i])), str_from(schemes[i])))
			return true;
	return false;
}

static str look_at_tag(struct arena *a, const struct look_tag *tag)
{
	if (str_find_str(tag->name, S("zq7")) < tag->name.n)
		return str_format(a, "an element <%.*s>", STR_ARG(tag->name));
	for (size_t i = 0; i < tag->count; i++) {
		str name = tag->attributes[i].name, value = tag->attributes[i].value;

		if (str_find_str(name, S("zq7")) < name.n || str_starts(name, S("on")) || str_eq_c(name, "style"))
			return str_format(a, "an attribute %.*s of <%.*s>", STR_ARG(name), STR_ARG(tag->name));
		if (one_of(name, address_attributes) && runs_script(value))
			return str_format(a, "a link %.*s", STR_ARG(value));
		if (str_find(value, '<') < value.n)
			return str_format(a, "a < in the attribute %.*s of <%.*s>", STR_ARG(name), STR_ARG(tag->name));
	}
	return str_null;
}

static str look_at_json(struct arena *a, str body)
{
	json_error_t error;
	json_t *json = json_loadb(body.p == NULL ? "" : body.p, body.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

	if (json == NULL)
		return str_format(a, "JSON with a fault at %d: %s", error.position, error.text);
	json_decref(json);
	return str_null;
}

/* What stands in a script of a page is data, and ends where its element ends. */
static str look_at_script(struct arena *a, str page, size_t *at, const struct look_tag *tag)
{
	str rest = str_sub(page, *at, page.n), inside = str_sub(rest, 0, str_find_str(rest, S("</script")));

	*at += inside.n;
	if (!str_is_null(look_attribute(tag, "src")))
		return inside.n == 0 ? str_null : S("a script with words of its own");
	if (!str_eq_c(look_attribute(tag, "type"), "application/ld+json"))
		return S("a script inside the page");
	return look_at_json(a, inside);
}

static str look_at_tags(struct arena *a, str page, bool mail)
{
	str open[DEPTH];
	struct look_tag tag;
	const char *wrong;
	size_t at = 0, depth = 0;

	while (look_next_tag(page, &at, &tag, &wrong)) {
		str why = mail && !str_is_null(look_attribute(&tag, "style")) ? str_null : look_at_tag(a, &tag);

		if (!str_is_null(why))
			return why;
		if (str_eq_c(tag.name, "style")) /* of a mail */
			at += str_find_str(str_sub(page, at, page.n), S("</style"));
		if (str_eq_c(tag.name, "script")) {
			why = look_at_script(a, page, &at, &tag);
			if (!str_is_null(why))
				return why;
		}
		if (tag.name.p[0] != '/') {
			if (!one_of(tag.name, empty_elements) && page.p[at - 2] != '/') {
				if (depth == DEPTH)
					return S("a page too deep");
				open[depth++] = tag.name;
			}
		} else if (depth == 0 || !str_eq(open[--depth], str_sub(tag.name, 1, tag.name.n))) {
			return str_format(a, "<%.*s> closes what is not open", STR_ARG(tag.name));
		}
	}
	if (wrong != NULL)
		return str_format(a, "%s: %.*s", wrong, STR_ARG(str_sub(page, at < 40 ? 0 : at - 40, 120)));
	return depth == 0 ? str_null : str_format(a, "<%.*s> is never closed", STR_ARG(open[depth - 1]));
}

/* ---- calendars ------------------------------------------------------------------------------------------------------ */

static str look_at_calendar(struct arena *a, str body)
{
	str open[10];
	size_t depth = 0;

	while (body.n > 0) {
		size_t end = str_find_str(body, S("\r\n"));
		str line = str_sub(body, 0, end);

		if (end >= body.n)
			return S("a calendar whose last line does not end");
		body = str_sub(body, end + 2, body.n);
		if (str_find(line, '\n') < line.n || str_find(line, '\r') < line.n)
			return S("a line of a calendar with a bare line end");
		if (line.n > LINE_OCTETS)
			return str_format(a, "a line of a calendar of %zu octets", line.n);
		if (str_starts(line, S(" ")))
			continue;
		if (line.n == 0 || line.p[0] < 'A' || line.p[0] > 'Z' || str_starts(line, S("ZQ7")))
			return str_format(a, "a calendar with the line %.*s", STR_ARG(line));
		if (str_starts(line, S("BEGIN:")) && depth < 10)
			open[depth++] = str_sub(line, 6, line.n);
		if (str_starts(line, S("END:")) && (depth == 0 || !str_eq(open[--depth], str_sub(line, 4, line.n))))
			return str_format(a, "a calendar in which %.*s closes nothing", STR_ARG(line));
	}
	return depth == 0 ? str_null : S("a calendar with something open at its end");
}

/* ---- tables --------------------------------------------------------------------------------------------------------- */

static str look_at_csv(struct arena *a, str body)
{
	bool quoted = false, start = true;

	if (str_starts(body, S("\xEF\xBB\xBF")))
		body = str_sub(body, 3, body.n);
	for (size_t i = 0; i < body.n; i++) {
		char c = body.p[i];

		if (start && c == '"') {
			quoted = true;
			start = false;
			if (i + 1 < body.n && strchr("=+-@\t\r", body.p[i + 1]) != NULL)
				return str_format(a, "a formula in a cell: %.*s", STR_ARG(str_sub(body, i, 60)));
		} else if (quoted && c == '"') {
			quoted = i + 1 < body.n && body.p[i + 1] == '"';
			i += quoted;
		} else if (!quoted && (c == ';' || c == ',' || c == '\n')) {
			start = true;
		} else if (start) {
			start = false;
			if (strchr("=+-@\t", c) != NULL)
				return str_format(a, "a formula in a cell: %.*s", STR_ARG(str_sub(body, i, 60)));
		}
	}
	return quoted ? S("a quoted cell that does not end") : str_null;
}

static void found_element(void *user, const char *name, const char **attributes)
{
	(void)attributes;
	if (strcmp(name, "f") == 0 || strcmp(name, "zq7tag") == 0)
		*(bool *)user = true;
}

static str look_at_sheet(struct arena *a, const char *name, str xml)
{
	XML_Parser parser = XML_ParserCreate(NULL);
	bool formula = false, fine;

	XML_SetUserData(parser, &formula);
	XML_SetStartElementHandler(parser, found_element);
	fine = XML_Parse(parser, xml.p, (int)xml.n, 1) == XML_STATUS_OK;
	XML_ParserFree(parser);
	if (!fine)
		return str_format(a, "%s is not well-formed", name);
	return formula ? str_format(a, "%s has a formula", name) : str_null;
}

static str look_at_xlsx(struct arena *a, str body)
{
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(body.p, body.n, 0, &error);
	zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
	str why = str_null;

	if (zip == NULL)
		return S("a workbook that is no archive");
	for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0) && str_is_null(why); i++) {
		enum { PART_MAX = 4 * 1024 * 1024 };
		zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)i, 0);
		char *bytes = arena_alloc(a, PART_MAX);
		zip_int64_t n = zip_fread(file, bytes, PART_MAX);

		zip_fclose(file);
		if (str_find_str(str_from(zip_get_name(zip, (zip_uint64_t)i, 0)), S(".xml")) > 0)
			why = look_at_sheet(a, zip_get_name(zip, (zip_uint64_t)i, 0), str_make(bytes, n < 0 ? 0 : (size_t)n));
	}
	zip_discard(zip);
	return why;
}

/* ---- mails ---------------------------------------------------------------------------------------------------------- */

static str quoted_printable(struct arena *a, str s)
{
	struct buf b;

	buf_init(&b, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		str byte;

		if (s.p[i] == '=' && str_starts(str_sub(s, i + 1, 2), S("\r\n"))) {
			i += 2;
		} else if (s.p[i] == '=' && hex_decode(a, str_sub(s, i + 1, 2), &byte) == OK && byte.n == 1) {
			buf_str(&b, byte);
			i += 2;
		} else {
			buf_char(&b, s.p[i]);
		}
	}
	return buf_done(&b);
}

static str look_at_mail_head(struct arena *a, str head)
{
	while (head.n > 0) {
		size_t end = str_find_str(head, S("\r\n"));
		str line = str_sub(head, 0, end), name = str_sub(line, 0, str_find(line, ':'));

		head = str_sub(head, end + 2, head.n);
		if (str_find(line, '\n') < line.n || str_find(line, '\r') < line.n || line.n > 998)
			return S("a mail's header with a bare line end, or too long");
		if (line.n == 0 || line.p[0] == ' ')
			continue;
		if (name.n == line.n || str_find(name, ' ') < name.n || str_eq_nocase(name, S("Zq7-Header")))
			return str_format(a, "a mail's header %.*s", STR_ARG(line));
	}
	return str_null;
}

static str look_at_mail(struct arena *a, str body)
{
	size_t head = str_find_str(body, S("\r\n\r\n"));
	str why = look_at_mail_head(a, str_sub(body, 0, head)), text = quoted_printable(a, str_sub(body, head, body.n));
	size_t html = str_find_str(text, S("<!DOCTYPE html")), end = str_find_str(text, S("</html>"));
	size_t calendar = str_find_str(text, S("BEGIN:VCALENDAR"));

	if (html >= text.n)
		html = str_find_str(text, S("<!doctype html"));
	if (str_is_null(why) && head >= body.n)
		why = S("a mail without an end of its head");
	if (str_is_null(why) && html < text.n)
		why = end < html || end >= text.n ? S("a mail whose HTML does not end")
						   : look_at_tags(a, str_sub(text, html, end + 7 - html), true);
	if (str_is_null(why) && calendar < text.n) {
		str rest = str_sub(text, calendar, text.n);

		why = look_at_calendar(a, str_sub(rest, 0, str_find_str(rest, S("END:VCALENDAR")) + 15));
	}
	return why;
}

/* ---- all ------------------------------------------------------------------------------------------------------------ */

static str look_at_text(struct arena *a, str body)
{
	if (!str_is_utf8(body))
		return S("not UTF-8");
	for (size_t i = 0; i < body.n; i++)
		if ((unsigned char)body.p[i] < ' ' && !space(body.p[i]))
			return str_format(a, "a control character %d at %zu", body.p[i], i);
	return str_null;
}

/* U+202A..U+202E: show other words than there are. */
static bool turns(str body)
{
	for (size_t i = 0; i + 2 < body.n; i++)
		if (body.p[i] == '\xE2' && body.p[i + 1] == '\x80' && body.p[i + 2] >= '\xAA' && body.p[i + 2] <= '\xAE')
			return true;
	return false;
}

static str look_at_kind(struct arena *a, str type, str body)
{
	str kind = str_trim(str_sub(type, 0, str_find(type, ';'))), why;

	if (str_eq_c(kind, "application/pdf"))
		return str_starts(body, S("%PDF-")) ? str_null : S("no PDF");
	if (str_find_str(kind, S("spreadsheetml")) < kind.n)
		return look_at_xlsx(a, body);
	if (str_starts(kind, S("image/")) && !str_eq_c(kind, "image/svg+xml"))
		return str_null;
	why = look_at_text(a, body);
	if (!str_is_null(why))
		return why;
	if (str_eq_c(kind, "text/html") || str_eq_c(kind, "image/svg+xml"))
		return look_at_tags(a, body, false);
	if (str_eq_c(kind, "text/calendar"))
		return look_at_calendar(a, body);
	if (str_eq_c(kind, "text/csv"))
		return look_at_csv(a, body);
	if (str_eq_c(kind, "message/rfc822"))
		return look_at_mail(a, body);
	if (str_find_str(kind, S("json")) < kind.n)
		return look_at_json(a, body);
	return str_null;
}

str look_at(struct arena *a, str type, str body)
{
	str why = look_at_kind(a, type, body);

	return str_is_null(why) && (str_starts(type, S("text/")) || str_starts(type, S("message/"))) && turns(body) ? LOOK_TURNS : why;
}
