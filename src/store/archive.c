/* Archives of backups, by libzip. */
#include "store/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "base/encode.h"
#include "base/file.h"

enum { PORTION = 256 * 1024, LEVEL = 3 /* of 1..9: databases shrink well at any of them, and the server works meanwhile */ };

static str digest(struct arena *a, crypto_hash_sha256_state *state)
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(state, hash);
	return hex_encode(a, hash, sizeof hash);
}

enum err archive_file_hash(struct arena *a, const char *path, int64_t *ret_size, str *ret_sha256)
{
	unsigned char *portion = arena_alloc(a, PORTION);
	crypto_hash_sha256_state state;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return ERR_IO;
	crypto_hash_sha256_init(&state);
	*ret_size = 0;
	while ((n = read(fd, portion, PORTION)) > 0) {
		crypto_hash_sha256_update(&state, portion, (unsigned long long)n);
		*ret_size += n;
	}
	close(fd);
	if (n < 0)
		return ERR_IO;
	*ret_sha256 = digest(a, &state);
	return OK;
}

void archive_bytes_hash(struct arena *a, str bytes, int64_t *ret_size, str *ret_sha256)
{
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)bytes.p, bytes.n);
	*ret_size = (int64_t)bytes.n;
	*ret_sha256 = digest(a, &state);
}

/* ---- writing ---------------------------------------------------------------------------------------------------------- */

static bool add(zip_t *zip, const struct archive_file *file)
{
	zip_source_t *source = file->path != NULL ? zip_source_file(zip, file->path, 0, -1)
						  : zip_source_buffer(zip, file->bytes.p, file->bytes.n, 0);
	zip_int64_t index;

	if (source == NULL)
		return false;
	index = zip_file_add(zip, file->name, source, ZIP_FL_ENC_UTF_8);
	if (index < 0) {
		zip_source_free(source);
		return false;
	}
	return zip_set_file_compression(zip, (zip_uint64_t)index, file->packed ? ZIP_CM_STORE : ZIP_CM_DEFLATE, LEVEL) == 0;
}

static enum err fill(struct arena *a, const char *path, const struct archive_file *files, size_t n, str *ret_why)
{
	int code;
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
	bool ok = zip != NULL;

	if (zip == NULL) {
		*ret_why = str_format(a, "the archive cannot be written: %s", strerror(errno));
		return ERR_IO;
	}
	for (size_t i = 0; i < n && ok; i++)
		ok = add(zip, &files[i]);
	if (ok && zip_close(zip) == 0) /* everything is read and written here */
		return OK;
	*ret_why = str_format(a, "the archive cannot be written: %s", zip_strerror(zip));
	zip_discard(zip);
	return ERR_IO;
}

enum err archive_write(struct arena *a, const char *path, const struct archive_file *files, size_t n, str *ret_why)
{
	char *temporary = str_c(a, str_format(a, "%s.part-XXXXXX", path));
	int fd = mkstemp(temporary); /* 0600; libzip keeps the mode of what is there */
	enum err e;

	INVARIANT(n <= ARCHIVE_FILES_MAX);
	if (fd < 0) {
		*ret_why = str_format(a, "%s cannot be written: %s", path, strerror(errno));
		return ERR_IO;
	}
	close(fd);
	e = fill(a, temporary, files, n, ret_why);
	if (e == OK && file_settle(temporary, path) != OK) {
		*ret_why = str_format(a, "%s cannot be written: %s", path, strerror(errno));
		e = ERR_IO;
	}
	if (e != OK)
		unlink(temporary);
	return e;
}

/* ---- reading ---------------------------------------------------------------------------------------------------------- */

struct archive {
	zip_t *zip;
};

static void close_archive(void *arg) { zip_discard(arg); }

enum err archive_open(struct arena *a, const char *path, struct archive **ret)
{
	struct archive *z = NEW(a, struct archive);
	int code;

	z->zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
	if (z->zip == NULL)
		return code == ZIP_ER_NOENT ? ERR_NOT_FOUND : code == ZIP_ER_OPEN || code == ZIP_ER_READ ? ERR_IO : ERR_INVALID;
	arena_defer(a, close_archive, z->zip);
	if (zip_get_num_entries(z->zip, 0) > ARCHIVE_FILES_MAX)
		return ERR_INVALID;
	*ret = z;
	return OK;
}

/* The file, opened; NULL: it is not there, or cannot be read. */
static zip_file_t *open_member(struct archive *z, struct arena *a, str name, zip_uint64_t *ret_size)
{
	zip_stat_t st;

	if (zip_stat(z->zip, str_c(a, name), 0, &st) != 0 || (st.valid & ZIP_STAT_SIZE) == 0)
		return NULL;
	*ret_size = st.size;
	return zip_fopen_index(z->zip, st.index, 0);
}

enum err archive_bytes(struct archive *z, struct arena *a, str name, size_t limit, str *ret)
{
	zip_uint64_t size;
	zip_file_t *file = open_member(z, a, name, &size);
	zip_int64_t n;
	char *bytes;

	if (file == NULL)
		return ERR_NOT_FOUND;
	if (size > limit) {
		zip_fclose(file);
		return ERR_LIMIT;
	}
	bytes = arena_alloc(a, (size_t)size + 1);
	n = zip_fread(file, bytes, size);
	if (zip_fclose(file) != 0 || n < 0 || (zip_uint64_t)n != size)
		return ERR_INVALID;
	*ret = str_make(bytes, (size_t)size);
	return OK;
}

static bool write_all(int fd, const unsigned char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

/* Copies to fd (< 0: nowhere) and compares. */
static enum err pour(zip_file_t *file, int64_t size, str sha256, unsigned char *portion, int fd)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	int64_t total = 0;
	zip_int64_t n;

	crypto_hash_sha256_init(&state);
	while ((n = zip_fread(file, portion, PORTION)) > 0) {
		total += n;
		if (total > size)
			return ERR_INVALID;
		crypto_hash_sha256_update(&state, portion, (unsigned long long)n);
		if (fd >= 0 && !write_all(fd, portion, (size_t)n))
			return ERR_IO;
	}
	crypto_hash_sha256_final(&state, hash);
	if (n < 0 || total != size || !str_eq(str_make((const char *)hash, sizeof hash), sha256))
		return ERR_INVALID;
	return fd < 0 || fsync(fd) == 0 ? OK : ERR_IO;
}

enum err archive_extract(struct archive *z, struct arena *a, str name, int64_t size, str sha256, const char *to)
{
	unsigned char *portion = arena_alloc(a, PORTION);
	zip_uint64_t told;
	zip_file_t *file;
	int fd = -1;
	enum err e;
	str hash;

	if (hex_decode(a, sha256, &hash) != OK)
		return ERR_INVALID;
	file = open_member(z, a, name, &told);
	if (file == NULL)
		return ERR_INVALID;
	if (to != NULL) {
		fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0) {
			zip_fclose(file);
			return ERR_IO;
		}
	}
	e = told == (zip_uint64_t)size ? pour(file, size, hash, portion, fd) : ERR_INVALID;
	/* Closing compares the archive's own check sum. */
	if (zip_fclose(file) != 0 && e == OK)
		e = ERR_INVALID;
	if (fd >= 0) {
		if (close(fd) != 0 && e == OK)
			e = ERR_IO;
		if (e != OK)
			unlink(to);
	}
	return e;
}
