/* Addresses of mail: see the header. */
#include "out/mail_address.h"

static bool is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* atext of RFC 5322 section 3.2.3. */
static bool is_atom_character(char c)
{
	return is_letter_or_digit(c) || (c != 0 && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool has_foreign(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

/* dot-atom of RFC 5322 section 3.2.3. */
static bool is_dot_atom(str s)
{
	for (str rest = s; !str_is_null(rest);) {
		str atom = str_cut(&rest, '.');

		if (str_empty(atom))
			return false;
		for (size_t i = 0; i < atom.n; i++)
			if (!is_atom_character(atom.p[i]))
				return false;
	}
	return s.n <= 64;
}

static bool is_label(str s)
{
	if (s.n == 0 || s.n > 63 || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter_or_digit(s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

static bool is_domain(str s)
{
	size_t labels = 0;
	str last = S("");

	for (str rest = s; !str_is_null(rest); labels++) {
		last = str_cut(&rest, '.');
		if (!is_label(last))
			return false;
	}
	/* The last label is a name: 192.0.2.1 is no domain. */
	return labels >= 2 && last.n >= 2 && !(last.p[0] >= '0' && last.p[0] <= '9');
}

enum mail_address_state mail_address_check(str address)
{
	size_t at = str_find(address, '@');
	str local = str_sub(address, 0, at);
	str domain = str_sub(address, at + 1, address.n);

	if (str_empty(address))
		return MAIL_ADDRESS_EMPTY;
	if (address.n > MAIL_ADDRESS_MAX)
		return MAIL_ADDRESS_TOO_LONG;
	if (at == address.n || str_empty(local) || str_empty(domain))
		return MAIL_ADDRESS_NO_AT;
	if (has_foreign(local))
		return MAIL_ADDRESS_LOCAL_FOREIGN;
	if (!is_dot_atom(local))
		return MAIL_ADDRESS_LOCAL;
	if (has_foreign(domain))
		return MAIL_ADDRESS_DOMAIN_FOREIGN;
	return is_domain(domain) ? MAIL_ADDRESS_OK : MAIL_ADDRESS_DOMAIN;
}

bool mail_address_ok(str address)
{
	return mail_address_check(address) == MAIL_ADDRESS_OK;
}

str mail_address_fold(struct arena *a, str address)
{
	return str_lower_ascii(a, address);
}
