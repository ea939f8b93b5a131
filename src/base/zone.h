/* Time zones: which local time it is somewhere at an instant, and which instant a local time means.
 *
 * Invariants:
 *   - Zones are read from /usr/share/zoneinfo (TZif, RFC 8536) when first asked for, and then stay in the process,
 *     unchangeable and safe over threads. New zone data count after a restart; zone_data_version tells which they
 *     are, so that what was derived from older ones can be derived anew.
 *   - Works for all instants of the years 1..9999: after the last transition of the file, its POSIX rule goes on for
 *     ever; before the first one, the file's first type holds.
 *   - A local time may not exist (clocks went forward) or exist twice (back). zone_local_to_utc says which, and the
 *     caller asks the person; it is never guessed here.
 * Limits: names of 64 bytes; files of 64 KB; 2,048 zones in a process. */
#ifndef TALKOOT_BASE_ZONE_H
#define TALKOOT_BASE_ZONE_H

#include "base/time.h"

struct zone;

/* The zone of an IANA name such as "Europe/Helsinki". ERR_INVALID: not the form of a name, or a damaged file;
 * ERR_NOT_FOUND: unknown; ERR_IO; ERR_MEMORY; ERR_LIMIT. Cost: the first time reads a file, then a lock and a
 * search. */
MUST enum err zone_find(str name, const struct zone **ret);
/* Form only: parts of letters, digits, '_', '+', '-' between single slashes, beginning with a capital; so it
 * cannot leave the folder. */
bool zone_name_valid(str name);
/* The name it was found by. */
str zone_name(const struct zone *z);

struct zone_info {
	int32_t offset;           /* seconds east of UTC: local = UTC + offset */
	bool daylight;            /* the file calls it daylight saving time */
	const char *abbreviation; /* "EET"; lives as long as the zone */
};

struct zone_info zone_at(const struct zone *z, int64_t utc);
struct civil zone_utc_to_local(const struct zone *z, int64_t utc);

enum local_outcome {
	LOCAL_OK,  /* one instant: *ret_first and *ret_second are the same */
	LOCAL_GAP, /* does not exist. Offered: what clocks already, and not yet, put forward would mean by it:
		    * 03:30 in the gap 03-04 may have meant 02:30 (*ret_first) or 04:30 (*ret_second) */
	LOCAL_FOLD /* exists twice: *ret_first is the earlier instant, *ret_second the later one */
};

/* local must be civil_valid. */
MUST enum local_outcome zone_local_to_utc(const struct zone *z, struct civil local, int64_t *ret_first,
					  int64_t *ret_second);

struct zone_transition {
	int64_t at; /* the first instant at which `after` holds */
	struct zone_info before, after;
};

/* The transitions with from <= at < to at which offset, daylight or abbreviation change, in order, at most max; returns
 * how many were written. Two a year in most zones. */
size_t zone_transitions(const struct zone *z, int64_t from, int64_t to, struct zone_transition *ret, size_t max);

/* The release of the zone data, e.g. "2026b"; "unknown" if the system does not say. */
str zone_data_version(struct arena *a);

/* The reader itself, for tests and fuzzing: a zone of the bytes of a TZif file, freed by zone_free. */
MUST enum err zone_parse(str name, str file, struct zone **ret);
void zone_free(struct zone *z);

#endif
