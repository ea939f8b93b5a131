/* Languages: see the header. */
#include "text/lang.h"

enum { ACCEPT_BYTES = 1000, ACCEPT_RANGES = 32, Q_ONE = 1000, Q_UNNAMED = -1 };

static const char *const codes[LANG_COUNT] = { [LANG_FI] = "fi", [LANG_SV] = "sv", [LANG_EN] = "en" };

const char *lang_code(enum lang l)
{
	return codes[l];
}

str lang_own_name(enum lang l)
{
	switch (l) {
	case LANG_FI:
		return S("suomi");
	case LANG_SV:
		return S("svenska");
	case LANG_EN:
		break;
	}
	return S("English");
}

bool lang_from_code(str code, enum lang *ret)
{
	for (int l = 0; l < LANG_COUNT; l++) {
		if (str_eq_c(code, codes[l])) {
			*ret = (enum lang)l;
			return true;
		}
	}
	return false;
}

/* "0.8" -> 800; -1 when it is no weight. */
static int weight(str q)
{
	int value, scale = 100;

	if (q.n == 0 || q.n > 5 || (q.p[0] != '0' && q.p[0] != '1') || (q.n > 1 && q.p[1] != '.'))
		return -1;
	value = (q.p[0] - '0') * Q_ONE;
	for (size_t i = 2; i < q.n; i++, scale /= 10) {
		if (q.p[i] < '0' || q.p[i] > '9')
			return -1;
		value += (q.p[i] - '0') * scale;
	}
	return value > Q_ONE ? -1 : value;
}

/* One range, e.g. "sv-FI;q=0.8": its language part in *tag and its weight; -1 when it makes no sense. */
static int read_range(str range, str *tag)
{
	str rest = range, primary;

	primary = str_trim(str_cut(&rest, ';'));
	*tag = str_cut(&primary, '-');
	if (str_is_null(rest))
		return Q_ONE;
	rest = str_trim(rest);
	if (!str_starts(rest, S("q=")) && !str_starts(rest, S("Q=")))
		return -1;
	return weight(str_sub(rest, 2, rest.n));
}

enum lang lang_negotiate(str accept, const enum lang *offered, size_t n)
{
	int q[LANG_COUNT], order[LANG_COUNT], any = 0, any_order = ACCEPT_RANGES;
	size_t best = 0;
	int best_q = 0, best_order = 0;
	str rest = str_sub(accept, 0, ACCEPT_BYTES);

	INVARIANT(n >= 1);
	for (int l = 0; l < LANG_COUNT; l++) {
		q[l] = Q_UNNAMED;
		order[l] = ACCEPT_RANGES;
	}
	for (int i = 0; i < ACCEPT_RANGES && !str_is_null(rest); i++) {
		str tag;
		int w = read_range(str_cut(&rest, ','), &tag);

		if (w < 0)
			continue;
		if (str_eq(tag, S("*"))) {
			any = w;
			any_order = i;
			continue;
		}
		for (int l = 0; l < LANG_COUNT; l++) {
			if (str_eq_nocase(tag, str_from(codes[l])) && w > q[l]) {
				q[l] = w;
				order[l] = i;
			}
		}
	}
	for (size_t i = 0; i < n; i++) {
		bool named = q[offered[i]] != Q_UNNAMED;
		int w = named ? q[offered[i]] : any;
		int at = named ? order[offered[i]] : any_order;

		if (w > best_q || (w == best_q && w > 0 && at < best_order)) {
			best = i;
			best_q = w;
			best_order = at;
		}
	}
	return offered[best];
}
