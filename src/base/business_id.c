/* Business IDs: reading what people write, and the check digit. */
#include "base/business_id.h"

static bool is_separator(uint32_t point)
{
	return point == ' ' || point == '-' || point == 0xa0 || (point >= 0x2010 && point <= 0x2015) || point == 0x2212 ||
	       point == 0x202f;
}

str business_id_normal(struct arena *a, str typed)
{
	static const int weights[7] = { 7, 9, 10, 5, 8, 4, 2 };
	char digits[9] = "00000000";
	size_t n = 0;
	int sum = 0, r;

	typed = str_trim(typed);
	if (typed.n > 40)
		return str_null;
	if (typed.n >= 2 && str_eq_nocase(str_sub(typed, 0, 2), S("FI")))
		typed = str_sub(typed, 2, typed.n);
	for (size_t at = 0; at < typed.n;) {
		uint32_t point = str_point(typed, &at);

		if (is_separator(point))
			continue;
		if (point < '0' || point > '9' || n == 8)
			return str_null;
		digits[n++] = (char)point;
	}
	if (n == 7) { /* an old number: six digits and the check digit */
		memmove(digits + 1, digits, 7);
		digits[0] = '0';
	} else if (n != 8) {
		return str_null;
	}
	for (int i = 0; i < 7; i++)
		sum += weights[i] * (digits[i] - '0');
	r = sum % 11;
	if (r == 1 || digits[7] - '0' != (r == 0 ? 0 : 11 - r))
		return str_null;
	return str_format(a, "%.7s-%c", digits, digits[7]);
}
