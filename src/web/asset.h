/* The files browsers get - style sheets, scripts, fonts, icons - as they lie in the program.
 *
 * assets/build.mjs makes them with a name that carries a hash of the content, tools/assetc puts them into the binary.
 * So an answer under /assets/ may be kept for ever ("public, max-age=31536000, immutable"), a new version has new names,
 * and nothing is read from disk.
 *
 * Invariants: everything here is constant and lives as long as the program. A program built without assets has none:
 * asset_find finds nothing, asset_url gives a path that answers 404; pages still work as plain HTML. */
#ifndef TALKOOT_WEB_ASSET_H
#define TALKOOT_WEB_ASSET_H

#include "base/str.h"

struct asset {
	str name;  /* "app.css" */
	str type;  /* "text/css; charset=utf-8" */
	str etag;  /* with its quotes */
	str bytes;
	str gz, br; /* the same bytes compressed; str_null where that saves less than a tenth */
};

/* The asset with this file name, "app.3f2a9c0b1d2e.css" (what follows "/assets/" in the path). False: there is none, and
 * *ret is untouched. Cost: a binary search of at most 256 names. */
bool asset_find(str file, struct asset *ret);

/* The path of an asset by its logical name, "app.css" -> "/assets/app.3f2a9c0b1d2e.css". Unknown names give
 * "/assets/missing". Cost as asset_find. */
str asset_url(const char *name);

/* What stands behind "/assets/": for templates, href="/assets/{asset_file("app.css")}". */
str asset_file(const char *name);

#endif
