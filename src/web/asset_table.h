/* The table that tools/assetc writes and asset.c reads; nobody else needs it. */
#ifndef TALKOOT_WEB_ASSET_TABLE_H
#define TALKOOT_WEB_ASSET_TABLE_H

#include "base/str.h"

struct asset_span {
	const char *start, *end; /* both NULL: not there */
};

struct asset_row {
	str name, file, url, type, etag;
	struct asset_span bytes, gz, br;
};

/* Sorted by name. Since a file is called like its name with the hash before the ending, looking for a file means looking
 * for the name it was made of. */
extern const struct asset_row asset_table[];
extern const size_t asset_table_size;

#endif
