/* The small readers of src/base that strangers can reach: URL parts, form fields, base64, hex, times, addresses, typed
 * codes. What they accept must print as something they read again as the same value. */
#include <stdint.h>

#include "base/address.h"
#include "base/encode.h"
#include "base/random.h"
#include "base/time.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void try_encodings(struct arena *a, str s)
{
	str out, again;
	struct form_pair *pairs;
	size_t n;

	/* One value has one spelling, hence encoding what was decoded gives the input. */
	if (hex_decode(a, s, &out) == OK)
		INVARIANT(str_eq_nocase(hex_encode(a, out.p, out.n), s));
	if (base64_decode(a, s, &out) == OK)
		INVARIANT(str_eq(base64_encode(a, out.p, out.n), s));
	if (base64url_decode(a, s, &out) == OK)
		INVARIANT(str_eq(base64url_encode(a, out.p, out.n), s));
	if (url_decode(a, s, &out) == OK)
		INVARIANT(str_is_utf8(out) && url_decode(a, url_encode(a, out), &again) == OK && str_eq(out, again));
	if (form_decode(a, s, 20, &pairs, &n) == OK) {
		INVARIANT(n <= 20);
		for (size_t i = 0; i < n; i++)
			INVARIANT(str_is_utf8(pairs[i].name) && str_is_utf8(pairs[i].value) &&
				  !str_is_null(pairs[i].value));
	}
}

static void try_times(struct arena *a, str s)
{
	struct civil c, d;
	int64_t t, u;

	/* A time zone can move the year out of 1..9999, which print does not promise to come back. */
	if (time_read_instant(s, &t) && civil_valid(time_to_civil(t)))
		INVARIANT(time_read_instant(time_print_instant(a, t), &u) && t == u);
	if (time_read_local(s, &c))
		INVARIANT(time_read_local(time_print_local(a, c), &d) && civil_compare(c, d) == 0);
	if (time_read_date(s, &c))
		INVARIANT(str_eq(time_print_date(a, c), s));
	if (time_read_clock(s, &c))
		INVARIANT(time_read_clock(time_print_clock(a, c), &d) && c.hour == d.hour && c.second == d.second);
}

static void try_addresses(str s)
{
	char text[ADDRESS_TEXT_SIZE];
	struct address x, y;
	struct address_range r;
	str host;
	int port;

	if (address_parse(s, &x))
		INVARIANT(address_parse(address_print(&x, text), &y) && memcmp(&x, &y, sizeof x) == 0);
	if (address_range_parse(s, &r))
		INVARIANT(address_in_range(&r.start, &r));
	if (address_split_port(s, &host, &port))
		INVARIANT(host.n > 0 && port > 0 && port < 65536);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	str s = str_make((const char *)bytes, length), code;
	struct arena *a;

	if (length > 1 << 20)
		return 0;
	a = arena_new(64 << 20);
	INVARIANT(a != NULL);
	try_encodings(a, s);
	try_times(a, s);
	try_addresses(s);
	code = code_check_in_read(a, s);
	INVARIANT(str_is_null(code) || str_eq(code_check_in_read(a, code), code));
	arena_free(a);
	return 0;
}
