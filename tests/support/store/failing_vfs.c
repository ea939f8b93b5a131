/* Passes everything on to the default VFS and counts what changes the disk. */
#include "support/store/failing_vfs.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

static sqlite3_vfs *below;
static sqlite3_io_methods methods;
static _Atomic int countdown, failures_left, failed;

struct file {
	sqlite3_file base;
	sqlite3_file *below; /* behind this struct */
};

static sqlite3_file *under(sqlite3_file *f) { return ((struct file *)(void *)f)->below; }

void failing_vfs_arm(int n, int more)
{
	failed = 0;
	failures_left = n > 0 ? more + 1 : 0;
	countdown = n;
}

int failing_vfs_failed(void) { return failed; }

static int fails(void)
{
	if (failures_left == 0)
		return 0;
	if (countdown > 1) {
		countdown--;
		return 0;
	}
	failures_left--;
	failed = 1;
	return 1;
}

static int f_close(sqlite3_file *f) { return under(f)->pMethods->xClose(under(f)); }
static int f_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at) { return under(f)->pMethods->xRead(under(f), to, n, at); }
static int f_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	return fails() ? SQLITE_FULL : under(f)->pMethods->xWrite(under(f), from, n, at);
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 n)
{
	return fails() ? SQLITE_IOERR_TRUNCATE : under(f)->pMethods->xTruncate(under(f), n);
}
static int f_sync(sqlite3_file *f, int flags) { return fails() ? SQLITE_IOERR_FSYNC : under(f)->pMethods->xSync(under(f), flags); }
static int f_size(sqlite3_file *f, sqlite3_int64 *n) { return under(f)->pMethods->xFileSize(under(f), n); }
static int f_lock(sqlite3_file *f, int lock) { return under(f)->pMethods->xLock(under(f), lock); }
static int f_unlock(sqlite3_file *f, int lock) { return under(f)->pMethods->xUnlock(under(f), lock); }
static int f_reserved(sqlite3_file *f, int *out) { return under(f)->pMethods->xCheckReservedLock(under(f), out); }
static int f_control(sqlite3_file *f, int op, void *arg) { return under(f)->pMethods->xFileControl(under(f), op, arg); }
static int f_sector(sqlite3_file *f) { return under(f)->pMethods->xSectorSize(under(f)); }
static int f_traits(sqlite3_file *f) { return under(f)->pMethods->xDeviceCharacteristics(under(f)); }
static int f_shm_map(sqlite3_file *f, int page, int n, int extend, void volatile **out)
{
	return under(f)->pMethods->xShmMap(under(f), page, n, extend, out);
}
static int f_shm_lock(sqlite3_file *f, int at, int n, int flags) { return under(f)->pMethods->xShmLock(under(f), at, n, flags); }
static void f_shm_barrier(sqlite3_file *f) { under(f)->pMethods->xShmBarrier(under(f)); }
static int f_shm_unmap(sqlite3_file *f, int remove) { return under(f)->pMethods->xShmUnmap(under(f), remove); }
static int f_fetch(sqlite3_file *f, sqlite3_int64 at, int n, void **out) { return under(f)->pMethods->xFetch(under(f), at, n, out); }
static int f_unfetch(sqlite3_file *f, sqlite3_int64 at, void *p) { return under(f)->pMethods->xUnfetch(under(f), at, p); }

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	struct file *file = (struct file *)(void *)f;
	int code;

	(void)vfs;
	file->below = (sqlite3_file *)(void *)(file + 1);
	memset(file->below, 0, (size_t)below->szOsFile);
	code = below->xOpen(below, name, file->below, flags, out);
	file->base.pMethods = file->below->pMethods != NULL ? &methods : NULL;
	return code;
}

void failing_vfs_register(void)
{
	static sqlite3_vfs vfs;

	if (below != NULL)
		return;
	below = sqlite3_vfs_find(NULL);
	vfs = *below;
	vfs.zName = FAILING_VFS;
	vfs.szOsFile = (int)sizeof(struct file) + below->szOsFile;
	vfs.xOpen = vfs_open;
	vfs.pNext = NULL;
	methods = (sqlite3_io_methods){
		.iVersion = 3, .xClose = f_close, .xRead = f_read, .xWrite = f_write, .xTruncate = f_truncate, .xSync = f_sync,
		.xFileSize = f_size, .xLock = f_lock, .xUnlock = f_unlock, .xCheckReservedLock = f_reserved,
		.xFileControl = f_control, .xSectorSize = f_sector, .xDeviceCharacteristics = f_traits, .xShmMap = f_shm_map,
		.xShmLock = f_shm_lock, .xShmBarrier = f_shm_barrier, .xShmUnmap = f_shm_unmap, .xFetch = f_fetch,
		.xUnfetch = f_unfetch,
	};
	sqlite3_vfs_register(&vfs, 0);
}
