/* The file of a backup: a ZIP archive, so that people can look into it with what every system has. Inside of the store: others
 * use backup.h.
 *
 * Invariants:
 *   - An archive is there whole or not at all: written under another name, flushed, renamed.
 *   - What is taken out is compared with the size and the SHA-256 that the caller names; on a difference nothing is left
 *     behind.
 *   - Names in an archive are only compared, never used as paths.
 * Limits: ARCHIVE_FILES_MAX files; a file in an archive is at most as large as the caller said. */
#ifndef TALKOOT_STORE_ARCHIVE_H
#define TALKOOT_STORE_ARCHIVE_H

#include "base/str.h"

enum { ARCHIVE_FILES_MAX = 16 };

/* A file that goes into an archive: from a path, or (path NULL) from memory. */
struct archive_file {
	const char *name;
	const char *path;
	str bytes;
	bool packed; /* is packed already: only stored */
};

/* Size and SHA-256 (hexadecimal) of a file on disk. Cost: reads all of it. */
MUST enum err archive_file_hash(struct arena *a, const char *path, int64_t *ret_size, str *ret_sha256);

void archive_bytes_hash(struct arena *a, str bytes, int64_t *ret_size, str *ret_sha256);

/* Writes the archive to path with mode 0600, over a temporary file beside it. ERR_IO: disk full and the like, *ret_why says. */
MUST enum err archive_write(struct arena *a, const char *path, const struct archive_file *files, size_t n, str *ret_why);

struct archive;

/* Opens an archive; it is closed with the arena. ERR_NOT_FOUND: no such file; ERR_INVALID: not an archive, or damaged. */
MUST enum err archive_open(struct arena *a, const char *path, struct archive **ret);
/* A small file of it. ERR_NOT_FOUND; ERR_LIMIT: more than limit bytes; ERR_INVALID: damaged. */
MUST enum err archive_bytes(struct archive *z, struct arena *a, str name, size_t limit, str *ret);
/* Writes a file of it to `to` (mode 0600, must not exist; NULL: only compares). ERR_INVALID: it is missing, or differs in size or
 * SHA-256; ERR_IO: cannot be written. */
MUST enum err archive_extract(struct archive *z, struct arena *a, str name, int64_t size, str sha256, const char *to);

#endif
