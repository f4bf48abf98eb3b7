#include "faulty_store.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// One write, or change of size, that no sync has followed yet.
struct unsynced {
    struct unsynced *earlier;
    char *path;
    sqlite3_int64 offset;
    /// What stood there, up to the file's end.
    void *before;
    int before_length;
    /// What stands there now.
    void *after;
    int after_length;
    sqlite3_int64 size_before;
};

struct faulty_file {
    sqlite3_file base;
    char *path;
    sqlite3_file *real;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs faulty_vfs;
static char prefix[1024];
static enum faulty_kind kind;
static long fails_at, calls;
static int is_armed, is_sticky;
static struct unsynced *unsynced;

static struct faulty_file *faulty(sqlite3_file *file) { return (struct faulty_file *)file; }
static sqlite3_file *real(sqlite3_file *file) { return faulty(file)->real; }

static int is_watched(const char *path) {
    return is_armed && path && strncmp(path, prefix, strlen(prefix)) == 0;
}

/// Whether this call fails; with the lock held.
static int fails(const char *path) {
    if (!is_watched(path)) return 0;
    calls += 1;
    return fails_at > 0 && (calls == fails_at || ((is_sticky || kind == faulty_power_cut) && calls > fails_at));
}

static int failure(int ioerr) { return kind == faulty_full ? SQLITE_FULL : ioerr; }

/// Remembers what a write is about to change; with the lock held.
static void remember(struct faulty_file *file, const void *bytes, int length, sqlite3_int64 offset) {
    if (kind != faulty_power_cut || !is_watched(file->path)) return;
    struct unsynced *write = calloc(1, sizeof *write);
    write->path = strdup(file->path);
    write->offset = offset;
    file->real->pMethods->xFileSize(file->real, &write->size_before);
    sqlite3_int64 rest = write->size_before - offset;
    int known = rest < 0 ? 0 : rest < length || bytes == NULL ? (int)rest : length;
    write->before = malloc(known + 1);
    write->before_length = known;
    if (known) file->real->pMethods->xRead(file->real, write->before, known, offset);
    if (bytes) {
        write->after = malloc(length + 1);
        memcpy(write->after, bytes, length);
        write->after_length = length;
    }
    write->earlier = unsynced;
    unsynced = write;
}

static void forget(struct unsynced *write) {
    free(write->path);
    free(write->before);
    free(write->after);
    free(write);
}

/// A sync came: all before it is on the disk.
static void keep(const char *path) {
    struct unsynced **link = &unsynced;
    while (*link) {
        struct unsynced *write = *link;
        if (strcmp(write->path, path) == 0) {
            *link = write->earlier;
            forget(write);
        } else {
            link = &write->earlier;
        }
    }
}

static int file_close(sqlite3_file *file) {
    int code = real(file)->pMethods->xClose(real(file));
    free(faulty(file)->path);
    return code;
}

static int file_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), bytes, length, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
    pthread_mutex_lock(&lock);
    int code = fails(faulty(file)->path) ? failure(SQLITE_IOERR_WRITE) : SQLITE_OK;
    if (code == SQLITE_OK) {
        remember(faulty(file), bytes, length, offset);
        code = real(file)->pMethods->xWrite(real(file), bytes, length, offset);
    }
    pthread_mutex_unlock(&lock);
    return code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    pthread_mutex_lock(&lock);
    int code = fails(faulty(file)->path) ? failure(SQLITE_IOERR_TRUNCATE) : SQLITE_OK;
    if (code == SQLITE_OK) {
        remember(faulty(file), NULL, 0, size);
        code = real(file)->pMethods->xTruncate(real(file), size);
    }
    pthread_mutex_unlock(&lock);
    return code;
}

static int file_sync(sqlite3_file *file, int flags) {
    pthread_mutex_lock(&lock);
    int code = fails(faulty(file)->path) && kind != faulty_full ? SQLITE_IOERR_FSYNC : SQLITE_OK;
    if (code == SQLITE_OK) {
        code = real(file)->pMethods->xSync(real(file), flags);
        keep(faulty(file)->path);
    }
    pthread_mutex_unlock(&lock);
    return code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int file_lock(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }
static int file_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
static int file_reserved(sqlite3_file *file, int *is) {
    return real(file)->pMethods->xCheckReservedLock(real(file), is);
}
static int file_control(sqlite3_file *file, int code, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), code, argument);
}
static int file_sector(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }
static int file_device(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
static int file_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}
static int file_shm_lock(sqlite3_file *file, int offset, int n, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}
static void file_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int file_shm_unmap(sqlite3_file *file, int delete) {
    return real(file)->pMethods->xShmUnmap(real(file), delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_device,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out) {
    file->pMethods = NULL;
    pthread_mutex_lock(&lock);
    int code = fails(path) && kind != faulty_full ? SQLITE_CANTOPEN : SQLITE_OK;
    pthread_mutex_unlock(&lock);
    if (code != SQLITE_OK) return code;
    struct faulty_file *mine = faulty(file);
    mine->real = (sqlite3_file *)(mine + 1);
    mine->real->pMethods = NULL;
    code = real_vfs->xOpen(real_vfs, path, mine->real, flags, out);
    if (!mine->real->pMethods) return code;
    mine->path = strdup(path ? path : "");
    file->pMethods = &methods;
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync) {
    pthread_mutex_lock(&lock);
    int code = fails(path) && kind != faulty_full ? SQLITE_IOERR_DELETE : SQLITE_OK;
    pthread_mutex_unlock(&lock);
    return code == SQLITE_OK ? real_vfs->xDelete(real_vfs, path, sync) : code;
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *out) {
    return real_vfs->xAccess(real_vfs, path, flags, out);
}
static int vfs_path(sqlite3_vfs *vfs, const char *path, int length, char *out) {
    return real_vfs->xFullPathname(real_vfs, path, length, out);
}
static int vfs_random(sqlite3_vfs *vfs, int count, char *out) { return real_vfs->xRandomness(real_vfs, count, out); }
static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) { return real_vfs->xSleep(real_vfs, microseconds); }
static int vfs_time(sqlite3_vfs *vfs, double *out) { return real_vfs->xCurrentTime(real_vfs, out); }
static int vfs_error(sqlite3_vfs *vfs, int length, char *out) { return real_vfs->xGetLastError(real_vfs, length, out); }

void faulty_install(void) {
    pthread_mutex_lock(&lock);
    if (!real_vfs) {
        real_vfs = sqlite3_vfs_find(NULL);
        faulty_vfs = (sqlite3_vfs){
            .iVersion = 1,
            .szOsFile = (int)sizeof(struct faulty_file) + real_vfs->szOsFile,
            .mxPathname = real_vfs->mxPathname,
            .zName = "faulty",
            .xOpen = vfs_open,
            .xDelete = vfs_delete,
            .xAccess = vfs_access,
            .xFullPathname = vfs_path,
            .xRandomness = vfs_random,
            .xSleep = vfs_sleep,
            .xCurrentTime = vfs_time,
            .xGetLastError = vfs_error,
        };
        sqlite3_vfs_register(&faulty_vfs, 1);
    }
    pthread_mutex_unlock(&lock);
}

void faulty_arm(const char *path, enum faulty_kind what, long n, int sticky) {
    pthread_mutex_lock(&lock);
    strncpy(prefix, path, sizeof prefix - 1);
    kind = what;
    fails_at = n;
    calls = 0;
    is_sticky = sticky;
    is_armed = 1;
    pthread_mutex_unlock(&lock);
}

/// Takes back what was not synced, the latest first; then does again what the coin lets through, in its order.
static void lose(unsigned seed) {
    struct unsynced *forward = NULL;
    for (struct unsynced *write = unsynced; write; write = write->earlier) {
        int file = open(write->path, O_RDWR | O_CLOEXEC);
        if (file < 0) continue;
        (void)!pwrite(file, write->before, write->before_length, write->offset);
        (void)!ftruncate(file, write->size_before);
        close(file);
    }
    while (unsynced) {
        struct unsynced *write = unsynced;
        unsynced = write->earlier;
        write->earlier = forward;
        forward = write;
    }
    while (forward) {
        struct unsynced *write = forward;
        forward = write->earlier;
        if (seed && write->after && rand_r(&seed) % 2) {
            int file = open(write->path, O_RDWR | O_CLOEXEC);
            if (file >= 0) {
                (void)!pwrite(file, write->after, write->after_length, write->offset);
                close(file);
            }
        }
        forget(write);
    }
}

long faulty_disarm(unsigned seed) {
    pthread_mutex_lock(&lock);
    is_armed = 0;
    if (kind == faulty_power_cut && fails_at > 0 && calls >= fails_at) lose(seed);
    while (unsynced) {
        struct unsynced *write = unsynced;
        unsynced = write->earlier;
        forget(write);
    }
    long counted = calls;
    pthread_mutex_unlock(&lock);
    return counted;
}
