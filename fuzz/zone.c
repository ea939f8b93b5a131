/* Time zone files: a damaged one is refused, or answers every question without a fault. */
#include <stdint.h>

#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const int64_t moments[] = { INT64_MIN / 2, -5000000000, 0, 1795762800, 2140668000, 7258118400, INT64_MAX / 2 };
	struct zone_transition t[20];
	struct zone *z;

	if (zone_parse(S("Fuzz"), str_make((const char *)bytes, length), &z) != OK)
		return 0;
	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
		INVARIANT(zone_at(z, moments[i]).abbreviation != NULL);
	for (int year = 1; year < 10000; year += 333) {
		int64_t first, second;
		enum local_outcome o = zone_local_to_utc(z, (struct civil){ year, 3, 28, 3, 30, 0 }, &first, &second);

		INVARIANT((first == second) == (o == LOCAL_OK));
	}
	for (size_t i = 0, n = zone_transitions(z, 0, 7258118400, t, 20); i < n; i++)
		INVARIANT(t[i].at >= 0 && t[i].at < 7258118400 && (i == 0 || t[i].at > t[i - 1].at));
	zone_free(z);
	return 0;
}
