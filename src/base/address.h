/* Network addresses: read, compared with ranges, shortened for logs.
 *
 * Invariants:
 *   - Every address is held in the 16 bytes of IPv6; an IPv4 address as ::ffff:a.b.c.d, so both spellings are equal.
 *   - Text is read strictly: no host names, no port, no zone ("%eth0"), no short IPv4 forms ("10.1"). */
#ifndef TALKOOT_BASE_ADDRESS_H
#define TALKOOT_BASE_ADDRESS_H

#include "base/str.h"

struct address {
	unsigned char bytes[16];
};

/* Addresses that agree with `start` in their first `bits` (0..128) bits. */
struct address_range {
	struct address start;
	unsigned bits;
};

/* "192.0.2.7", "2001:db8::7". */
MUST bool address_parse(str s, struct address *ret);
/* An address, or one with "/bits" (0..32 for IPv4, 0..128 for IPv6); bits after the prefix must be zero. */
MUST bool address_range_parse(str s, struct address_range *ret);
bool address_in_range(const struct address *x, const struct address_range *range);
bool address_is_ipv4(const struct address *x);

enum { ADDRESS_TEXT_SIZE = 64 };
/* The address as text, with NUL. */
str address_print(const struct address *x, char to[ADDRESS_TEXT_SIZE]);
/* Shortened so that it points to a network and not to a person: "192.0.2.0/24", "2001:db8:1::/48". */
str address_print_short(const struct address *x, char to[ADDRESS_TEXT_SIZE]);

/* Splits "127.0.0.1:8080", "[::1]:8080" or "localhost:8080" into host (without brackets) and port 1..65535. An IPv6
 * address needs its brackets. Only the form of a host name is checked, it is not looked up. */
MUST bool address_split_port(str s, str *ret_host, int *ret_port);

#endif
