/* The strict look at a request's head, and who the caller is. */
#include "web/server_private.h"

struct head {
	struct exchange *x;
	const char *value_end; /* of the header before; NULL before the first */
	int hosts, lengths, codings;
	bool wrong, too_many;
};

/* Token characters of RFC 9110, 5.6.2. */
static bool name_ok(str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL))
			return false;
	}
	return name.n > 0;
}

static bool value_ok(str value)
{
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];

		if ((c < ' ' && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static void look_at(struct head *h, str name, str value)
{
	struct exchange *x = h->x;

	if (!name_ok(name) || !value_ok(value))
		h->wrong = true;
	if (str_eq_nocase(name, S("Host"))) {
		h->hosts++;
	} else if (str_eq_nocase(name, S("Content-Length"))) {
		/* Digits only: str_to_int would take a minus. */
		h->lengths++;
		if (value.n == 0 || value.p[0] < '0' || value.p[0] > '9' || !str_to_int(value, &x->length))
			h->wrong = true;
	} else if (str_eq_nocase(name, S("Transfer-Encoding"))) {
		h->codings++;
		x->length = -1;
		if (!str_eq_nocase(value, S("chunked")))
			h->wrong = true;
	}
}

/* libmicrohttpd gives values as C strings that lie in the order of their arrival in its buffer, with NULs in the place of
 * CR and LF; so what stands between a value's end and the next name shows whether a NUL has cut the value, whether a line
 * ended in LF alone, and whether a line was folded (its value lies elsewhere). White space at the end of a value is allowed. */
static bool gap_ok(const char *value_end, const char *next)
{
	size_t nuls = 0, blanks = 0;

	if ((uintptr_t)next < (uintptr_t)value_end || (uintptr_t)next - (uintptr_t)value_end > 1000)
		return false;
	for (const char *p = value_end; p < next; p++) {
		if (*p != '\0' && *p != ' ' && *p != '\t')
			return false;
		nuls += *p == '\0';
		blanks += *p != '\0';
	}
	return nuls == 2 || (nuls == 3 && blanks > 0);
}

static enum MHD_Result each_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value,
				   size_t value_n)
{
	struct head *h = cls;
	struct exchange *x = h->x;

	(void)kind;
	if (x->in.header_count == HTTP_HEADERS_MAX) {
		h->too_many = true;
		return MHD_NO;
	}
	if (h->value_end != NULL && !gap_ok(h->value_end, name))
		h->wrong = true;
	h->value_end = value == NULL ? name : value + value_n;
	x->headers[x->in.header_count++] = (struct http_header){ str_make(name, name_n), str_make(value, value_n) };
	look_at(h, str_make(name, name_n), str_make(value == NULL ? "" : value, value_n));
	return MHD_YES;
}

int server_read_head(struct exchange *x, const char *method, const char *version)
{
	struct head h = { .x = x };

	x->in = (struct http_request){ .method = str_from(method), .target = str_from(x->target), .headers = x->headers };
	MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, each_header, &h);
	if (h.too_many)
		return 431;
	/* Behind the last value stand the ends of its line and of the empty one. */
	if (h.value_end != NULL && (h.value_end[0] != '\0' || (h.value_end[1] != '\0' && h.value_end[1] != ' ')))
		return 400;
	if (h.wrong || h.hosts > 1 || h.lengths > 1 || h.codings > 1 || (h.lengths > 0 && h.codings > 0))
		return 400;
	if (h.hosts == 0 || (strcmp(version, "HTTP/1.1") != 0 && strcmp(version, "HTTP/1.0") != 0))
		return 400;
	if (!value_ok(x->in.target) || !name_ok(x->in.method))
		return 400;
	return 0;
}

static bool trusted(const struct server_options *o, const struct address *a)
{
	for (size_t i = 0; i < o->trusted_n; i++)
		if (address_in_range(a, &o->trusted[i]))
			return true;
	return false;
}

/* Each proxy writes down, on the right, who called it; the first from the right that is no proxy of ours is the caller. What
 * stands further left anyone could have made up. */
void server_peer(const struct server_options *o, struct exchange *x, const struct address *from)
{
	struct address caller = *from, next;
	str list = http_header(&x->in, "X-Forwarded-For");

	while (trusted(o, &caller) && !str_is_null(list)) {
		size_t comma = list.n;

		while (comma > 0 && list.p[comma - 1] != ',')
			comma--;
		if (!address_parse(str_trim(str_sub(list, comma, list.n)), &next))
			break;
		caller = next;
		list = comma == 0 ? str_null : str_sub(list, 0, comma - 1);
	}
	x->in.peer = address_print(&caller, x->peer);
}
