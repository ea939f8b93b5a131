/* Files and folders: see the header. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BELOW_MAX = 1024 };

/* Gives temporary files of one process different names. */
static atomic_uint temporary_number;

/* Closes and keeps errno. */
static void close_quietly(int fd)
{
	int before = errno;

	close(fd);
	errno = before;
}

/* Up to size bytes; fewer only at the end. -1 on failure. */
static ssize_t read_all(int fd, char *p, size_t size)
{
	size_t n = 0;

	while (n < size) {
		ssize_t got = read(fd, p + n, size - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	return (ssize_t)n;
}

enum err file_read(struct arena *a, const char *path, size_t limit, str *ret)
{
	struct stat st;
	char *p;
	ssize_t n;
	int fd;

	if (stat(path, &st) != 0)
		return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO;
	if (!S_ISREG(st.st_mode))
		return ERR_INVALID;
	if ((uintmax_t)st.st_size > limit)
		return ERR_LIMIT;
	/* The allocation may leave this function, so it comes before anything is open. */
	p = arena_alloc(a, (size_t)st.st_size + 2);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return ERR_IO;
	n = read_all(fd, p, (size_t)st.st_size + 1);
	close_quietly(fd);
	if (n > st.st_size) /* it grew meanwhile */
		errno = EAGAIN;
	if (n < 0 || n > st.st_size)
		return ERR_IO;
	*ret = str_make(p, (size_t)n);
	return OK;
}

static bool write_all(int fd, str bytes)
{
	while (bytes.n > 0) {
		ssize_t done = write(fd, bytes.p, bytes.n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		bytes = str_make(bytes.p + done, bytes.n - (size_t)done);
	}
	return true;
}

/* Makes a rename in the folder of path durable. */
static bool sync_folder_of(const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t n = slash == NULL ? 0 : (size_t)(slash - path);
	bool ok;
	int fd;

	/* "name" lies in ".", "/name" in "/". */
	if (slash == NULL)
		snprintf(folder, sizeof folder, ".");
	else
		snprintf(folder, sizeof folder, "%.*s", n == 0 ? 1 : (int)n, path);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ok = fsync(fd) == 0;
	close_quietly(fd);
	return ok;
}

enum err file_write_atomic(const char *path, str bytes, unsigned mode)
{
	char temporary[PATH_MAX];
	int n = snprintf(temporary, sizeof temporary, "%s.%ld-%u.tmp", path, (long)getpid(),
			 atomic_fetch_add(&temporary_number, 1));
	int fd, before;
	bool ok;

	if (n < 0 || n >= (int)sizeof temporary) {
		errno = ENAMETOOLONG;
		return ERR_IO;
	}
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);
	if (fd < 0)
		return ERR_IO;
	ok = fchmod(fd, (mode_t)mode) == 0 && write_all(fd, bytes) && fsync(fd) == 0;
	close_quietly(fd);
	ok = ok && rename(temporary, path) == 0;
	if (!ok) {
		before = errno;
		unlink(temporary);
		errno = before;
		return ERR_IO;
	}
	return sync_folder_of(path) ? OK : ERR_IO;
}

enum err file_settle(const char *temporary, const char *path)
{
	int fd = open(temporary, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return ERR_IO;
	ok = fsync(fd) == 0;
	close_quietly(fd);
	return ok && rename(temporary, path) == 0 && sync_folder_of(path) ? OK : ERR_IO;
}

static enum err make_one_folder(const char *path, unsigned mode)
{
	struct stat st;

	if (mkdir(path, (mode_t)mode) == 0)
		return OK;
	if (errno != EEXIST)
		return ERR_IO;
	if (stat(path, &st) != 0)
		return ERR_IO;
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode) ? OK : ERR_IO;
}

enum err folder_make(const char *path, unsigned mode)
{
	char part[PATH_MAX];
	size_t n = strlen(path);

	if (n == 0 || n >= sizeof part) {
		errno = n == 0 ? ENOENT : ENAMETOOLONG;
		return ERR_IO;
	}
	memcpy(part, path, n + 1);
	for (size_t i = 1; i < n; i++) {
		if (part[i] != '/' || part[i - 1] == '/')
			continue;
		part[i] = '\0';
		TRY(make_one_folder(part, mode));
		part[i] = '/';
	}
	return make_one_folder(path, mode);
}

enum err path_join(struct arena *a, str base, str below, str *ret)
{
	if (below.n == 0 || below.n > BELOW_MAX)
		return ERR_INVALID;
	for (size_t i = 0; i < below.n; i++)
		if ((unsigned char)below.p[i] < 0x20 || below.p[i] == '\\' || below.p[i] == 0x7f)
			return ERR_INVALID;
	for (str rest = below; !str_is_null(rest);) {
		str part = str_cut(&rest, '/');

		if (part.n == 0 || str_eq(part, S(".")) || str_eq(part, S("..")))
			return ERR_INVALID;
	}
	*ret = str_ends(base, S("/")) ? STR_CONCAT(a, base, below) : STR_CONCAT(a, base, S("/"), below);
	return OK;
}
