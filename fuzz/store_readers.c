/* What the store reads of strangers: cursors of lists, which stand in addresses, and the first bytes of uploaded files. */
#include <stdint.h>

#include "store/file_type.h"
#include "store/list.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const struct list_key keys[] = { { "a", DB_INT }, { "b", DB_REAL }, { "c", DB_TEXT } };
static const struct list_order orders[] = { { "one", keys, 1 }, { "two", keys + 1, 1 }, { "three", keys, 3 } };
static const struct list_def def = { .name = "x", .orders = orders, .order_count = 3 };

/* Once as it is, and once behind the right mark, which no fuzzer would guess. */
static void try_cursor(struct arena *a, const struct list_order *order, str text)
{
	struct dbval read[LIST_KEYS_MAX], again[LIST_KEYS_MAX];
	bool backward, backward_again;
	str made;

	if (list_cursor_read(a, &def, order, false, text, &backward, read) != OK)
		return;
	made = list_cursor_make(a, &def, order, false, backward, read);
	INVARIANT(list_cursor_read(a, &def, order, false, made, &backward_again, again) == OK && backward == backward_again);
	for (int i = 0; i < order->key_count; i++) {
		INVARIANT(read[i].type == again[i].type);
		if (read[i].type == DB_TEXT)
			INVARIANT(str_eq(read[i].s, again[i].s) && str_is_utf8(read[i].s));
		else
			INVARIANT(memcmp(&read[i].i, &again[i].i, sizeof read[i].i) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *a = arena_new(1024 * 1024);
	str s = str_make((const char *)bytes, length);

	if (length > 16384) {
		arena_free(a);
		return 0;
	}
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		const struct dbval zero[] = { db_int(0), db_real(0), db_text(S("")) };
		str mark = list_cursor_make(a, &def, &orders[i], false, length % 2 == 0, i == 1 ? zero + 1 : zero);

		try_cursor(a, &orders[i], s);
		try_cursor(a, &orders[i], STR_CONCAT(a, str_sub(mark, 0, 9), s));
	}
	(void)file_type_of(s);
	arena_free(a);
	return 0;
}
