/* A disk that fails on request: preloaded into a child, it refuses one system call (or all from one on) on files
   below one folder. Compiled by tests/vault/faults.py; Linux with glibc.

   SHIM_DIR    absolute folder without links; only what lies in it or below is counted
   SHIM_LOG    file that gets a line "call path" for each call counted
   SHIM_CALL   calls that count, separated by commas: write sync truncate rename open unlink mkdir link; empty: all
   SHIM_AT     which of them fails, counted from 1; 0: none
   SHIM_ERRNO  the error it fails with
   SHIM_SHORT  1: a write that is to fail writes half of its bytes and says so instead; what fits into a sector
               is written whole or not at all
   SHIM_STUCK  1: every later call that counts fails, too
   SHIM_TIME   seconds since 1970 that the clock shows when the process starts; it goes on from there
   shim_arm(call, at, error, short, stuck) does the same from within and counts anew; shim_counted() tells how many
   calls counted since. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static char folder[PATH_MAX], wanted[128];
static size_t folder_length;
static int log_descriptor = -1, fail_errno = EIO, fail_short, fail_stuck;
static long fail_at;
static atomic_long counted;
static long long clock_shift;
static int clock_moved;

#define SECTOR 512
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void shim_arm(const char *call, long at, int error, int is_short, int is_stuck) {
    snprintf(wanted, sizeof wanted, "%s", call);
    fail_errno = error;
    fail_short = is_short;
    fail_stuck = is_stuck;
    atomic_store(&counted, 0);
    fail_at = at;
}

long shim_counted(void) { return atomic_load(&counted); }

static long number(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text && *text ? atol(text) : otherwise;
}

__attribute__((constructor)) static void begin(void) {
    const char *place = getenv("SHIM_DIR"), *calls = getenv("SHIM_CALL"), *log = getenv("SHIM_LOG");
    struct timespec now;
    if (place) snprintf(folder, sizeof folder, "%s", place);
    folder_length = strlen(folder);
    if (log) log_descriptor = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (getenv("SHIM_TIME")) {
        syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
        clock_shift = atoll(getenv("SHIM_TIME")) - now.tv_sec;
        clock_moved = 1;
    }
    shim_arm(calls ? calls : "", number("SHIM_AT", 0), (int)number("SHIM_ERRNO", EIO), (int)number("SHIM_SHORT", 0),
             (int)number("SHIM_STUCK", 0));
}

/* which file */

static int below(const char *path) {
    return folder_length && !strncmp(path, folder, folder_length)
        && (path[folder_length] == '/' || path[folder_length] == '\0');
}

static int of_descriptor(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
    return length > 0;
}

static int of_path(int at, const char *name, char *path) {
    char base[PATH_MAX];
    if (name[0] == '/') return snprintf(path, PATH_MAX, "%s", name) > 0;
    if (at == AT_FDCWD ? !getcwd(base, sizeof base) : !of_descriptor(at, base)) return 0;
    return snprintf(path, PATH_MAX, "%s/%s", base, name) > 0;
}

/* whether this call is the one */

static int counts(const char *call) {
    const char *found = strstr(wanted, call);
    size_t length = strlen(call);
    return !*wanted || (found && (found == wanted || found[-1] == ',') && (!found[length] || found[length] == ','));
}

static int fails(const char *call, const char *path) {
    char line[PATH_MAX + 32];
    if (!below(path) || !counts(call)) return 0;
    long at = atomic_fetch_add(&counted, 1) + 1;
    int hit = fail_at && (at == fail_at || (fail_stuck && at > fail_at));
    int length = snprintf(line, sizeof line, "%s %s%s\n", call, path, hit ? " FAILED" : "");
    if (log_descriptor >= 0) syscall(SYS_write, log_descriptor, line, (size_t)length);
    if (hit) errno = fail_errno;
    return hit;
}

static int descriptor_fails(const char *call, int descriptor) {
    char path[PATH_MAX];
    int before = errno, hit = of_descriptor(descriptor, path) && fails(call, path);
    if (!hit) errno = before;
    return hit;
}

static int path_fails(const char *call, int at, const char *name) {
    char path[PATH_MAX];
    int before = errno, hit = of_path(at, name, path) && fails(call, path);
    if (!hit) errno = before;
    return hit;
}

/* calls on descriptors */

ssize_t write(int descriptor, const void *data, size_t size) {
    if (!descriptor_fails("write", descriptor)) return REAL(write)(descriptor, data, size);
    return fail_short && size > SECTOR ? REAL(write)(descriptor, data, size / 2) : -1;
}

ssize_t pwrite(int descriptor, const void *data, size_t size, off_t offset) {
    if (!descriptor_fails("write", descriptor)) return REAL(pwrite)(descriptor, data, size, offset);
    return fail_short && size > SECTOR ? REAL(pwrite)(descriptor, data, size / 2, offset) : -1;
}

ssize_t pwrite64(int descriptor, const void *data, size_t size, off64_t offset) {
    if (!descriptor_fails("write", descriptor)) return REAL(pwrite64)(descriptor, data, size, offset);
    return fail_short && size > SECTOR ? REAL(pwrite64)(descriptor, data, size / 2, offset) : -1;
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    return descriptor_fails("write", descriptor) ? -1 : REAL(writev)(descriptor, parts, count);
}

ssize_t sendfile(int out, int in, off_t *offset, size_t size) {
    return descriptor_fails("write", out) ? -1 : syscall(SYS_sendfile, out, in, offset, size);
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t size) {
    return descriptor_fails("write", out) ? -1 : syscall(SYS_sendfile, out, in, offset, size);
}

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned int flags) {
    return descriptor_fails("write", out) ? -1 : syscall(SYS_copy_file_range, in, from, out, to, size, flags);
}

int fsync(int descriptor) { return descriptor_fails("sync", descriptor) ? -1 : REAL(fsync)(descriptor); }

int fdatasync(int descriptor) { return descriptor_fails("sync", descriptor) ? -1 : REAL(fdatasync)(descriptor); }

int ftruncate(int descriptor, off_t size) {
    return descriptor_fails("truncate", descriptor) ? -1 : REAL(ftruncate)(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) {
    return descriptor_fails("truncate", descriptor) ? -1 : REAL(ftruncate64)(descriptor, size);
}

int posix_fallocate(int descriptor, off_t offset, off_t size) {
    return descriptor_fails("truncate", descriptor) ? fail_errno : REAL(posix_fallocate)(descriptor, offset, size);
}

int fallocate(int descriptor, int mode, off_t offset, off_t size) {
    return descriptor_fails("truncate", descriptor) ? -1 : REAL(fallocate)(descriptor, mode, offset, size);
}

/* calls on names; looking at a file or folder without writing is left alone */

static int opening_fails(int at, const char *name, int flags) {
    int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT);
    return writes && path_fails("open", at, name);
}

#define MODE \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *name, int flags, ...) {
    MODE
    return opening_fails(AT_FDCWD, name, flags) ? -1 : REAL(open)(name, flags, mode);
}

int open64(const char *name, int flags, ...) {
    MODE
    return opening_fails(AT_FDCWD, name, flags) ? -1 : REAL(open64)(name, flags, mode);
}

int openat(int at, const char *name, int flags, ...) {
    MODE
    return opening_fails(at, name, flags) ? -1 : REAL(openat)(at, name, flags, mode);
}

int openat64(int at, const char *name, int flags, ...) {
    MODE
    return opening_fails(at, name, flags) ? -1 : REAL(openat64)(at, name, flags, mode);
}

int rename(const char *from, const char *to) {
    return path_fails("rename", AT_FDCWD, to) ? -1 : REAL(rename)(from, to);
}

int renameat(int from_at, const char *from, int to_at, const char *to) {
    return path_fails("rename", to_at, to) ? -1 : REAL(renameat)(from_at, from, to_at, to);
}

int link(const char *from, const char *to) { return path_fails("link", AT_FDCWD, to) ? -1 : REAL(link)(from, to); }

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
    return path_fails("link", to_at, to) ? -1 : REAL(linkat)(from_at, from, to_at, to, flags);
}

int unlink(const char *name) { return path_fails("unlink", AT_FDCWD, name) ? -1 : REAL(unlink)(name); }

int unlinkat(int at, const char *name, int flags) {
    return path_fails("unlink", at, name) ? -1 : REAL(unlinkat)(at, name, flags);
}

int rmdir(const char *name) { return path_fails("unlink", AT_FDCWD, name) ? -1 : REAL(rmdir)(name); }

int mkdir(const char *name, mode_t mode) {
    return path_fails("mkdir", AT_FDCWD, name) ? -1 : REAL(mkdir)(name, mode);
}

int mkdirat(int at, const char *name, mode_t mode) {
    return path_fails("mkdir", at, name) ? -1 : REAL(mkdirat)(at, name, mode);
}

/* the clock on the wall */

int clock_gettime(clockid_t clock, struct timespec *now) {
    int answer = (int)syscall(SYS_clock_gettime, clock, now);
    if (!answer && clock_moved && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += clock_shift;
    return answer;
}

time_t time(time_t *place) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place) *place = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict moment, void *restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    moment->tv_sec = now.tv_sec;
    moment->tv_usec = now.tv_nsec / 1000;
    return 0;
}
