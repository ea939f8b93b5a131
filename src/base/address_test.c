/* The promises of address.h. */
#include "harness.h"

#include "base/address.h"

static void test_addresses_are_read_strictly(void **state)
{
	static const char *const good[][2] = { { "192.0.2.7", "192.0.2.7" },
					       { "::ffff:192.0.2.7", "192.0.2.7" },
					       { "2001:DB8::7", "2001:db8::7" },
					       { "::1", "::1" },
					       { "0.0.0.0", "0.0.0.0" } };
	static const char *const bad[] = { "",		 "localhost",	 "10.1",	 "192.0.2.256",
					   "1.2.3.4:80", "[::1]",	 "fe80::1%eth0", "::1 ",
					   " ::1",	 "2001:db8:::7", "1.2.3.4.5" };
	char text[ADDRESS_TEXT_SIZE];
	struct address x;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(address_parse(str_from(good[i][0]), &x));
		assert_str(address_print(&x, text), good[i][1]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(address_parse(str_from(bad[i]), &x));
	assert_false(address_parse(str_make("::1\0", 4), &x));
}

static bool in(const char *address, const char *range)
{
	struct address x;
	struct address_range r;

	assert_true(address_parse(str_from(address), &x));
	assert_true(address_range_parse(str_from(range), &r));
	return address_in_range(&x, &r);
}

static void test_ranges(void **state)
{
	static const char *const bad[] = { "10.0.0.0/33",  "10.0.0.0/-1",  "10.0.0.1/8",     "10.0.0.0/",
					   "10.0.0.0/8/8", "::/129",	   "2001:db8::1/32", "/8",
					   "10.0.0.0/08x", "10.0.0.0/0008" };
	struct address_range r;

	(void)state;
	assert_true(in("10.255.0.1", "10.0.0.0/8"));
	assert_false(in("11.0.0.1", "10.0.0.0/8"));
	assert_true(in("192.0.2.129", "192.0.2.128/25"));
	assert_false(in("192.0.2.127", "192.0.2.128/25"));
	assert_true(in("::ffff:10.0.0.1", "10.0.0.0/8"));
	assert_true(in("10.0.0.1", "0.0.0.0/0"));
	assert_false(in("2001:db8::1", "0.0.0.0/0"));
	assert_true(in("2001:db8:1::9", "2001:db8::/32"));
	assert_false(in("2001:db9::9", "2001:db8::/32"));
	assert_true(in("2001:db8::9", "::/0"));
	assert_true(in("127.0.0.1", "127.0.0.1"));
	assert_false(in("127.0.0.2", "127.0.0.1"));
	assert_true(in("::1", "::1"));
	assert_false(in("::2", "::1"));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(address_range_parse(str_from(bad[i]), &r));
}

static void test_short_forms_point_to_nobody(void **state)
{
	char text[ADDRESS_TEXT_SIZE];
	struct address x;

	(void)state;
	assert_true(address_parse(S("192.0.2.77"), &x));
	assert_str(address_print_short(&x, text), "192.0.2.0/24");
	assert_true(address_parse(S("2001:db8:1:2:3:4:5:6"), &x));
	assert_str(address_print_short(&x, text), "2001:db8:1::/48");
}

static void test_host_and_port(void **state)
{
	static const char *const bad[] = { "",
					   ":",
					   ":80",
					   "host",
					   "host:",
					   "host:0",
					   "host:65536",
					   "host:-1",
					   "host:080808",
					   "::1:80",
					   "[::1]",
					   "[::1:80",
					   "[]:80",
					   "[1.2.3.4]:80",
					   "ho st:80",
					   "http://host:80" };
	str host;
	int port;

	(void)state;
	assert_true(address_split_port(S("127.0.0.1:8080"), &host, &port));
	assert_str(host, "127.0.0.1");
	assert_int_equal(port, 8080);
	assert_true(address_split_port(S("[::1]:443"), &host, &port));
	assert_str(host, "::1");
	assert_true(address_split_port(S("mail.example.fi:587"), &host, &port));
	assert_str(host, "mail.example.fi");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(address_split_port(str_from(bad[i]), &host, &port));
}

TEST_MAIN(cmocka_unit_test(test_addresses_are_read_strictly), cmocka_unit_test(test_ranges),
	  cmocka_unit_test(test_short_forms_point_to_nobody), cmocka_unit_test(test_host_and_port))
