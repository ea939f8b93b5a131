/* Files and folders, as far as the program itself needs them (settings, data folder, mails as files).
 *
 * Invariants:
 *   - Whoever reads says how much at most.
 *   - A written file is there whole or not at all, also after a power cut, and durable when the function returns.
 *   - On ERR_IO, errno tells the reason; the caller logs it. */
#ifndef TALKOOT_BASE_FILE_H
#define TALKOOT_BASE_FILE_H

#include "base/str.h"

/* The whole content. ERR_NOT_FOUND: no such file; ERR_LIMIT: more than limit bytes; ERR_INVALID: not a regular file. */
MUST enum err file_read(struct arena *a, const char *path, size_t limit, str *ret);

/* Writes bytes to path with the given permission bits, replacing what was there: temporary file beside it, fsync,
 * rename, fsync of the folder. Cost: two disk flushes. Two writers of one path: the last one wins, no mixture. */
MUST enum err file_write_atomic(const char *path, str bytes, unsigned mode);

/* Gives a file that is written and closed its name: fsync, rename (what bore the name before is replaced), fsync of the folder. For
 * files too large for memory. Both names lie on one file system. ERR_IO: `temporary` is still there. */
MUST enum err file_settle(const char *temporary, const char *path);

/* Makes the folder and those above it that are missing, with the given permission bits. OK if it is there already;
 * ERR_IO with errno ENOTDIR if something else is. */
MUST enum err folder_make(const char *path, unsigned mode);

/* base and a relative path below it, joined by '/', with NUL. ERR_INVALID when `below` is empty, absolute, longer than
 * 1,024 bytes, or has an empty part, ".", "..", a backslash or a control character: so it can never leave base. */
MUST enum err path_join(struct arena *a, str base, str below, str *ret);

#endif
