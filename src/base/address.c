/* Network addresses: see the header. */
#include "base/address.h"

#include <arpa/inet.h>
#include <stdio.h>

static const unsigned char v4_start[12] = { [10] = 0xff, [11] = 0xff };

bool address_is_ipv4(const struct address *x)
{
	return memcmp(x->bytes, v4_start, sizeof v4_start) == 0;
}

bool address_parse(str s, struct address *ret)
{
	char text[INET6_ADDRSTRLEN];
	struct address x;

	if (s.n == 0 || s.n >= sizeof text || memchr(s.p, '\0', s.n) != NULL)
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	memcpy(x.bytes, v4_start, sizeof v4_start);
	if (inet_pton(AF_INET, text, x.bytes + sizeof v4_start) != 1 && inet_pton(AF_INET6, text, x.bytes) != 1)
		return false;
	*ret = x;
	return true;
}

/* Sets the bits after the first `bits` to zero. */
static void keep_bits(struct address *x, unsigned bits)
{
	for (unsigned i = 0; i < 16; i++, bits = bits > 8 ? bits - 8 : 0)
		if (bits < 8)
			x->bytes[i] = (unsigned char)(x->bytes[i] & (0xff00u >> bits));
}

bool address_range_parse(str s, struct address_range *ret)
{
	struct address_range r;
	struct address whole;
	str rest = s, start = str_cut(&rest, '/');
	int64_t bits = 128;

	if (!address_parse(start, &r.start))
		return false;
	if (!str_is_null(rest)) {
		bool v4 = str_find(start, ':') == start.n;

		if (!str_to_int(rest, &bits) || bits < 0 || bits > (v4 ? 32 : 128) || rest.n > 3)
			return false;
		if (v4)
			bits += 96;
	}
	whole = r.start;
	keep_bits(&r.start, (unsigned)bits);
	if (memcmp(&whole, &r.start, sizeof whole) != 0)
		return false;
	r.bits = (unsigned)bits;
	*ret = r;
	return true;
}

bool address_in_range(const struct address *x, const struct address_range *range)
{
	struct address y = *x;

	keep_bits(&y, range->bits);
	return memcmp(&y, &range->start, sizeof y) == 0;
}

str address_print(const struct address *x, char to[ADDRESS_TEXT_SIZE])
{
	if (address_is_ipv4(x))
		inet_ntop(AF_INET, x->bytes + 12, to, ADDRESS_TEXT_SIZE);
	else
		inet_ntop(AF_INET6, x->bytes, to, ADDRESS_TEXT_SIZE);
	return str_from(to);
}

str address_print_short(const struct address *x, char to[ADDRESS_TEXT_SIZE])
{
	bool v4 = address_is_ipv4(x);
	struct address y = *x;
	str s;

	keep_bits(&y, v4 ? 96 + 24 : 48);
	s = address_print(&y, to);
	snprintf(to + s.n, ADDRESS_TEXT_SIZE - s.n, v4 ? "/24" : "/48");
	return str_from(to);
}

static bool host_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool address_split_port(str s, str *ret_host, int *ret_port)
{
	size_t colon = s.n;
	str host, port;
	int64_t number;
	struct address x;

	while (colon > 0 && s.p[colon - 1] != ':')
		colon--;
	if (colon == 0)
		return false;
	host = str_sub(s, 0, colon - 1);
	port = str_sub(s, colon, s.n);
	if (port.n > 5 || !str_to_int(port, &number) || number < 1 || number > 65535)
		return false;
	if (str_starts(host, S("["))) {
		host = str_sub(host, 1, host.n - 1);
		if (!str_ends(host, S("]")))
			return false;
		host.n--;
		if (str_find(host, ':') == host.n || !address_parse(host, &x))
			return false;
	} else {
		if (host.n == 0 || host.n > 253)
			return false;
		for (size_t i = 0; i < host.n; i++)
			if (!host_name_char(host.p[i]))
				return false;
	}
	*ret_host = host;
	*ret_port = (int)number;
	return true;
}
