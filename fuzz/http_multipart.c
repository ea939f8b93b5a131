/* Multipart bodies and their boundaries: what is read lies inside the body, names and filenames are clean. The first line of
 * the input is the Content-Type, the rest the body. */
#include <stdint.h>

#include "web/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	str s = str_make((const char *)bytes, length), boundary, body;
	struct arena *a;
	struct part *parts;
	size_t n, line = str_find(s, '\n');

	if (length > 1 << 20)
		return 0;
	a = arena_new(64 << 20);
	INVARIANT(a != NULL);
	boundary = multipart_boundary(str_sub(s, 0, line));
	body = line < s.n ? str_sub(s, line + 1, s.n) : S("");
	if (!str_is_null(boundary) && multipart_parse(a, body, boundary, 50, &parts, &n) == OK) {
		INVARIANT(n <= 50);
		for (size_t i = 0; i < n; i++) {
			str f = parts[i].filename;

			INVARIANT(parts[i].name.n > 0 && str_is_utf8(parts[i].name));
			INVARIANT(parts[i].body.p >= body.p && parts[i].body.p + parts[i].body.n <= body.p + body.n);
			INVARIANT(str_is_null(f) || (str_is_utf8(f) && str_find(f, '/') == f.n && str_find(f, '\\') == f.n &&
						     str_find(f, '\n') == f.n && f.n <= 200));
		}
	}
	arena_free(a);
	return 0;
}
