/* SPDX-License-Identifier: Apache-2.0
 *
 * Logs, from outside of an unmodified program, what it does to files, in the order it takes effect: the test replays
 * the log on a model of a disk that forgets what was not synced. Preloaded after points.c.
 *
 *   DISK_LOG=FILE   records of one line, writes followed by their bytes:
 *                   C ino path | W ino offset length | T ino length | S ino | D path | R path TAB path | U path
 *   DISK_KEEP=DIR   a file removed from a folder named `inbox` is moved there as its inode's number, so that the test
 *                   can bring the very same file back.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int log_file = -1;
static const char *keep;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("DISK_LOG");
  keep = getenv("DISK_KEEP");
  if (path) log_file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (path && log_file < 0) abort();
}

#define NEXT(type, name, ...) \
  static type (*next)(__VA_ARGS__); \
  if (!next) next = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name);

static void raw(const void *bytes, size_t n) {
  if ((size_t)syscall(SYS_write, log_file, bytes, n) != n) abort();
}
static void note(const char *format, ...) {
  char line[9000];
  va_list list;
  va_start(list, format);
  int n = vsnprintf(line, sizeof line, format, list);
  va_end(list);
  raw(line, (size_t)n);
}
static void full(char *out, int folder, const char *name) {
  char link[64];
  ssize_t n = 0;
  if (*name != '/') {
    if (folder == AT_FDCWD) strcpy(link, "/proc/self/cwd");
    else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    n = readlink(link, out, 2000);
    if (n < 0) n = 0;
    out[n++] = '/';
  }
  snprintf(out + n, 4096 - (size_t)n, "%s", name);
}
static int plain(int fd, struct stat *status) {
  return log_file >= 0 && fd > 2 && syscall(SYS_fstat, fd, status) == 0 && S_ISREG(status->st_mode);
}

/* The call under the lock, its record after it; errno is the call's. */
#define IN_TURN(call, record) do { \
    pthread_mutex_lock(&turn); \
    __typeof__(call) result = call; \
    int kept = errno; \
    if (result >= 0) { record; } \
    errno = kept; \
    pthread_mutex_unlock(&turn); \
    return result; \
  } while (0)

static void opened(long fd, int was_there, int flags, int folder, const char *name) {
  struct stat status;
  char path[4096];
  if (!plain((int)fd, &status)) return;
  full(path, folder, name);
  if (!was_there) note("C %lu %s\n", status.st_ino, path);
  else if (flags & O_TRUNC) note("T %lu 0\n", status.st_ino);
}
static int is_there(int folder, const char *name) {
  struct stat status;
  return syscall(SYS_newfstatat, folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

#define OPEN(function, folder, parameters, types, ...) \
  int function parameters { \
    NEXT(int, #function, types) \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { va_list l; va_start(l, flags); mode = va_arg(l, mode_t); va_end(l); } \
    if (log_file < 0 || !(flags & (O_CREAT | O_TRUNC))) return next(__VA_ARGS__, mode); \
    int was_there = is_there(folder, name); \
    IN_TURN(next(__VA_ARGS__, mode), opened(result, was_there, flags, folder, name)); \
  }
#define PLAIN_TYPES const char *, int, mode_t
#define AT_TYPES int, const char *, int, mode_t
OPEN(open, AT_FDCWD, (const char *name, int flags, ...), PLAIN_TYPES, name, flags)
OPEN(open64, AT_FDCWD, (const char *name, int flags, ...), PLAIN_TYPES, name, flags)
OPEN(openat, folder, (int folder, const char *name, int flags, ...), AT_TYPES, folder, name, flags)
OPEN(openat64, folder, (int folder, const char *name, int flags, ...), AT_TYPES, folder, name, flags)

static void wrote(int fd, const void *bytes, ssize_t n, off_t offset) {
  struct stat status;
  if (n <= 0 || !plain(fd, &status)) return;
  note("W %lu %ld %ld\n", status.st_ino, (long)offset, (long)n);
  raw(bytes, (size_t)n);
}
ssize_t write(int fd, const void *bytes, size_t n) {
  NEXT(ssize_t, "write", int, const void *, size_t)
  struct stat status;
  if (!plain(fd, &status)) return next(fd, bytes, n);
  IN_TURN(next(fd, bytes, n), wrote(fd, bytes, result, lseek(fd, 0, SEEK_CUR) - result));
}
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t o) {
  NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t)
  IN_TURN(next(fd, bytes, n, o), wrote(fd, bytes, result, o));
}
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t o) {
  NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t)
  IN_TURN(next(fd, bytes, n, o), wrote(fd, bytes, result, o));
}
static void cut(int fd, long n) {
  struct stat status;
  if (plain(fd, &status)) note("T %lu %ld\n", status.st_ino, n);
}
int ftruncate(int fd, off_t n) { NEXT(int, "ftruncate", int, off_t) IN_TURN(next(fd, n), cut(fd, n)); }
int ftruncate64(int fd, off64_t n) { NEXT(int, "ftruncate64", int, off64_t) IN_TURN(next(fd, n), cut(fd, n)); }
static void synced(int fd) {
  struct stat status;
  char path[4096], link[64];
  if (log_file < 0 || syscall(SYS_fstat, fd, &status) != 0) return;
  if (!S_ISDIR(status.st_mode)) { note("S %lu\n", status.st_ino); return; }
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n > 0) note("D %.*s\n", (int)n, path);
}
int fsync(int fd) { NEXT(int, "fsync", int) IN_TURN(next(fd), synced(fd)); }
int fdatasync(int fd) { NEXT(int, "fdatasync", int) IN_TURN(next(fd), synced(fd)); }

static void renamed(int d, const char *a, int e, const char *b) {
  char from[4096], to[4096];
  if (log_file < 0) return;
  full(from, d, a);
  full(to, e, b);
  note("R %s\t%s\n", from, to);
}
int rename(const char *a, const char *b) {
  NEXT(int, "rename", const char *, const char *)
  IN_TURN(next(a, b), renamed(AT_FDCWD, a, AT_FDCWD, b));
}
int renameat(int d, const char *a, int e, const char *b) {
  NEXT(int, "renameat", int, const char *, int, const char *)
  IN_TURN(next(d, a, e, b), renamed(d, a, e, b));
}
int renameat2(int d, const char *a, int e, const char *b, unsigned f) {
  NEXT(int, "renameat2", int, const char *, int, const char *, unsigned)
  IN_TURN(next(d, a, e, b, f), renamed(d, a, e, b));
}
static void removed(int d, const char *a) {
  char path[4096];
  if (log_file < 0) return;
  full(path, d, a);
  note("U %s\n", path);
}
int unlink(const char *a) { NEXT(int, "unlink", const char *) IN_TURN(next(a), removed(AT_FDCWD, a)); }
static int moved_away(int d, const char *a) {
  struct stat status;
  char path[4096], kept[4200];
  if (log_file < 0 || !keep) return 0;
  full(path, d, a);
  if (!strstr(path, "/inbox/") || syscall(SYS_newfstatat, d, a, &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  snprintf(kept, sizeof kept, "%s/%lu", keep, status.st_ino);
  return syscall(SYS_renameat2, AT_FDCWD, path, AT_FDCWD, kept, 0) == 0;
}
int unlinkat(int d, const char *a, int f) {
  NEXT(int, "unlinkat", int, const char *, int)
  IN_TURN(moved_away(d, a) ? 0 : next(d, a, f), removed(d, a));
}
long syscall(long number, ...) {
  static long (*next)(long, ...);
  if (!next) next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  va_list list;
  va_start(list, number);
  long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long), d = va_arg(list, long),
       e = va_arg(list, long), f = va_arg(list, long);
  va_end(list);
  if (number != SYS_openat2 || log_file < 0) return next(number, a, b, c, d, e, f);
  int flags = (int)((struct open_how *)c)->flags;
  if (!(flags & O_CREAT)) return next(number, a, b, c, d, e, f);
  int was_there = is_there((int)a, (const char *)b);
  IN_TURN(next(number, a, b, c, d, e, f), opened(result, was_there, flags, (int)a, (const char *)b));
}
