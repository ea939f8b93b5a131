/* The parser of multipart bodies: boundary to boundary, then the few headers of each part. */
#include "web/multipart.h"

#include "out/clean.h"

enum { HEADERS_MAX = 4, HEADER_MAX = 1000, NAME_MAX_BYTES = 64, FILENAME_MAX_BYTES = 200 };

static bool boundary_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c != '\0' && strchr("'()+_,-./:=? ", c) != NULL);
}

/* Value of parameter `name` in a header value, quotes taken off (the bytes between them as they stand); str_null: absent.
 * Quoted texts are skipped whole, so that filename="; name=x" hides nothing. */
static str parameter(str value, str name)
{
	size_t i = str_find(value, ';');

	while (i < value.n) {
		size_t start, end;
		str key;

		for (i++; i < value.n && (value.p[i] == ' ' || value.p[i] == '\t');)
			i++;
		start = i;
		while (i < value.n && value.p[i] != '=' && value.p[i] != ';')
			i++;
		key = str_trim(str_sub(value, start, i - start));
		if (i == value.n || value.p[i] == ';')
			continue;
		i++;
		if (i < value.n && value.p[i] == '"') {
			start = ++i;
			while (i < value.n && value.p[i] != '"')
				i++;
			if (i == value.n)
				return str_null;
			end = i++;
			while (i < value.n && value.p[i] != ';')
				i++;
		} else {
			start = i;
			while (i < value.n && value.p[i] != ';')
				i++;
			end = i;
		}
		if (str_eq_nocase(key, name))
			return str_sub(value, start, end - start);
	}
	return str_null;
}

str multipart_boundary(str content_type)
{
	str kind = str_trim(str_sub(content_type, 0, str_find(content_type, ';')));
	str boundary;

	if (!str_eq_nocase(kind, S("multipart/form-data")))
		return str_null;
	boundary = parameter(content_type, S("boundary"));
	if (boundary.n < 1 || boundary.n > 70 || boundary.p[boundary.n - 1] == ' ')
		return str_null;
	for (size_t i = 0; i < boundary.n; i++)
		if (!boundary_char(boundary.p[i]))
			return str_null;
	return boundary;
}

/* Browsers write %22, %0D and %0A for quote and line ends in names (WHATWG HTML, multipart/form-data encoding). */
static str unquote(struct arena *a, str s)
{
	struct buf b;

	buf_init(&b, a, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		str three = str_sub(s, i, 3);

		if (str_eq_nocase(three, S("%22"))) {
			buf_char(&b, '"');
			i += 2;
		} else if (str_eq_nocase(three, S("%0d")) || str_eq_nocase(three, S("%0a"))) {
			i += 2;
		} else {
			buf_char(&b, s.p[i]);
		}
	}
	return buf_done(&b);
}

/* A name fit to be shown and kept: what follows the last slash or backslash, one line, never "." or "..". */
static str clean_filename(struct arena *a, str s)
{
	for (size_t i = s.n; i > 0; i--) {
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\') {
			s = str_sub(s, i, s.n);
			break;
		}
	}
	s = str_limit(clean_line(a, s), FILENAME_MAX_BYTES);
	return str_eq(s, S(".")) || str_eq(s, S("..")) ? S("file") : s;
}

static enum err read_disposition(struct arena *a, str value, struct part *p)
{
	str kind = str_trim(str_sub(value, 0, str_find(value, ';')));
	str name = parameter(value, S("name")), filename = parameter(value, S("filename"));

	if (!str_eq_nocase(kind, S("form-data")) || name.n == 0 || name.n > NAME_MAX_BYTES || !str_is_utf8(name))
		return ERR_INVALID;
	p->name = unquote(a, name);
	if (!str_is_null(filename)) {
		if (!str_is_utf8(filename))
			return ERR_INVALID;
		p->filename = filename.n == 0 ? S("") : clean_filename(a, unquote(a, filename));
	}
	return OK;
}

/* Reads the headers at the start of *rest, which becomes the part's body. */
static enum err read_headers(struct arena *a, str *rest, struct part *p)
{
	for (int i = 0; i <= HEADERS_MAX; i++) {
		size_t end = str_find_str(str_sub(*rest, 0, HEADER_MAX + 2), S("\r\n"));
		str line = str_sub(*rest, 0, end), name;

		if (end > HEADER_MAX || end >= rest->n)
			return ERR_INVALID;
		*rest = str_sub(*rest, end + 2, rest->n);
		if (line.n == 0)
			return p->name.n > 0 ? OK : ERR_INVALID;
		name = str_sub(line, 0, str_find(line, ':'));
		if (name.n == 0 || name.n == line.n || str_trim(name).n != name.n)
			return ERR_INVALID;
		str value = str_trim(str_sub(line, name.n + 1, line.n));

		if (str_eq_nocase(name, S("Content-Disposition"))) {
			if (p->name.n > 0)
				return ERR_INVALID;
			TRY(read_disposition(a, value, p));
		} else if (str_eq_nocase(name, S("Content-Transfer-Encoding"))) {
			return ERR_INVALID;
		}
	}
	return ERR_INVALID;
}

enum err multipart_parse(struct arena *a, str body, str boundary, size_t max, struct part **ret, size_t *ret_n)
{
	str delimiter = STR_CONCAT(a, S("\r\n--"), boundary);
	str first = str_sub(delimiter, 2, delimiter.n), rest;
	struct part *parts = NEW_ARRAY(a, max, struct part);
	size_t n = 0;

	*ret = parts;
	*ret_n = 0;
	if (!str_starts(body, first))
		return ERR_INVALID;
	rest = str_sub(body, first.n, body.n);
	for (;;) {
		size_t end;

		if (str_starts(rest, S("--"))) {
			*ret_n = n;
			return OK;
		}
		if (!str_starts(rest, S("\r\n")))
			return ERR_INVALID;
		rest = str_sub(rest, 2, rest.n);
		if (n == max)
			return ERR_LIMIT;
		struct part *p = &parts[n++];

		p->filename = str_null;
		TRY(read_headers(a, &rest, p));
		end = str_find_str(rest, delimiter);
		if (end == rest.n)
			return ERR_INVALID;
		p->body = str_sub(rest, 0, end);
		rest = str_sub(rest, end + delimiter.n, rest.n);
	}
}
