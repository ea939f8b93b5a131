/* Markdown of anyone: the markup made of it never holds an element, attribute or address that we did not mean. */
#include <stdint.h>

#include "out/html.h"

enum { ARENA_MAX = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* What may follow a '<' in the result. */
static const str elements[] = { S_INIT("p"), S_INIT("h2"), S_INIT("h3"), S_INIT("h4"), S_INIT("h5"), S_INIT("h6"), S_INIT("em"),
				S_INIT("strong"), S_INIT("code"), S_INIT("pre"), S_INIT("ul"), S_INIT("ol"), S_INIT("li"),
				S_INIT("blockquote"), S_INIT("hr /"), S_INIT("br /"), S_INIT("a") };
static const str attributes[] = { S_INIT(">"), S_INIT(" href=\"http://"), S_INIT(" href=\"https://"), S_INIT(" href=\"mailto:"),
				  S_INIT(" href=\"tel:"), S_INIT(" href=\"/"), S_INIT(" href=\"?"), S_INIT(" href=\"#"),
				  S_INIT(" start=\""), S_INIT(" class=\"language-") };

static bool starts_with_one(str *rest, const str *list, size_t n)
{
	for (size_t i = n; i-- > 0;) {
		str after = str_sub(*rest, list[i].n, rest->n);

		if (str_starts(*rest, list[i]) && (list != elements || after.n == 0 || after.p[0] == '>' || after.p[0] == ' ')) {
			*rest = after;
			return true;
		}
	}
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *a = arena_new(ARENA_MAX);
	str text = str_make((const char *)bytes, length), rest;

	if (!str_is_utf8(text)) {
		arena_free(a);
		return 0;
	}
	rest = markdown_html(a, text).s;
	while (rest.n > 0) {
		str_cut(&rest, '<');
		if (rest.n > 0 && rest.p[0] == '/')
			rest = str_sub(rest, 1, rest.n);
		if (rest.n > 0)
			INVARIANT(starts_with_one(&rest, elements, sizeof elements / sizeof *elements) &&
				  starts_with_one(&rest, attributes, sizeof attributes / sizeof *attributes));
	}
	arena_free(a);
	return 0;
}
