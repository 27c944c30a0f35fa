/* SPDX-License-Identifier: Apache-2.0
 *
 * Counts, from outside of an unmodified program, every write, sync, rename, unlink, send and receive, over all
 * its threads, and acts at the N-th. Preloaded; the program does not know.
 *
 *   POINTS_COUNT=FILE    8 bytes, mapped and shared: the count survives the process.
 *   POINTS_AT=N          act at the N-th point (from 1); absent: count only.
 *   POINTS_DO=kill       SIGKILL before the call is made (default).
 *   POINTS_DO=kill-after SIGKILL after it was made.
 *   POINTS_DO=ENOSPC|EIO that call and every later one that changes the disk fails so.
 *   POINTS_DO=stop       SIGSTOP before the call is made: who watches changes the world, then sends SIGCONT.
 *   POINTS_UNTIL=M       failing ends with the M-th point: there is space again.
 *   POINTS_ON=TEXT       only calls on a path that holds this text are points (a socket's path is `socket:[N]`).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static uint64_t *count;
static uint64_t at, until;
static int after, failure, stops;
static const char *on;

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("POINTS_COUNT"), *when = getenv("POINTS_AT"), *act = getenv("POINTS_DO");
  const char *end = getenv("POINTS_UNTIL");
  if (!path) return;
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, 8) != 0) abort();
  count = mmap(0, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (count == MAP_FAILED) abort();
  if (when) at = strtoull(when, 0, 10);
  if (end) until = strtoull(end, 0, 10);
  on = getenv("POINTS_ON");
  if (act && !strcmp(act, "stop")) stops = 1;
  if (act && !strcmp(act, "kill-after")) after = 1;
  if (act && !strcmp(act, "ENOSPC")) failure = ENOSPC;
  if (act && !strcmp(act, "EIO")) failure = EIO;
}

/* Whether the text is in the path of a descriptor, or in that of a name below one. */
static int is_on(int descriptor, const char *name) {
  char link[64], path[4096];
  ssize_t n = 0;
  if (!on) return 1;
  if (descriptor >= 0 && (!name || *name != '/')) {
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    n = readlink(link, path, 2048);
    if (n < 0) n = 0;
  }
  snprintf(path + n, sizeof path - (size_t)n, "/%s", name ? name : "");
  return strstr(path, on) != 0;
}

/* Standard output and error are told, not kept: they are no points. */
static int is_point(int descriptor) { return count && descriptor > 2 && is_on(descriptor, 0); }

/* True where the call must fail; does not return where the process dies. */
static int reach(int changes_disk, int *die_after) {
  uint64_t now = __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST);
  *die_after = 0;
  if (!at || now < at) return 0;
  if (failure) {
    if (!changes_disk || (until && now > until)) return 0;
    errno = failure;
    return 1;
  }
  if (now > at) return 0;
  if (stops) { raise(SIGSTOP); return 0; }
  if (after) { *die_after = 1; return 0; }
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void leave(int die_after) {
  if (!die_after) return;
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static int is_socket(int descriptor) {
  struct stat status;
  return syscall(SYS_fstat, descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
}

#define NEXT(type, name, ...) \
  static type (*next)(__VA_ARGS__); \
  if (!next) next = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name);

#define POINT(descriptor, disk, call) NAMED(is_point(descriptor), disk, call)

#define NAMED(is_one, disk, call) do { \
    int die; \
    if (!count || !(is_one)) return call; \
    if (reach(disk, &die)) return -1; \
    __typeof__(call) result = call; \
    int kept = errno; leave(die); errno = kept; \
    return result; \
  } while (0)

ssize_t write(int fd, const void *bytes, size_t n) {
  NEXT(ssize_t, "write", int, const void *, size_t)
  struct stat status;
  /* An eventfd or pipe that wakes a thread changes nothing. */
  if (count && fd > 2 && syscall(SYS_fstat, fd, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISSOCK(status.st_mode))
    return next(fd, bytes, n);
  POINT(fd, !is_socket(fd), next(fd, bytes, n));
}
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t o) {
  NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t)
  POINT(fd, 1, next(fd, bytes, n, o));
}
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t o) {
  NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t)
  POINT(fd, 1, next(fd, bytes, n, o));
}
ssize_t writev(int fd, const struct iovec *v, int n) {
  NEXT(ssize_t, "writev", int, const struct iovec *, int)
  POINT(fd, !is_socket(fd), next(fd, v, n));
}
int ftruncate(int fd, off_t n) { NEXT(int, "ftruncate", int, off_t) POINT(fd, 1, next(fd, n)); }
int ftruncate64(int fd, off64_t n) { NEXT(int, "ftruncate64", int, off64_t) POINT(fd, 1, next(fd, n)); }
int fsync(int fd) { NEXT(int, "fsync", int) POINT(fd, 1, next(fd)); }
int fdatasync(int fd) { NEXT(int, "fdatasync", int) POINT(fd, 1, next(fd)); }
int rename(const char *a, const char *b) { NEXT(int, "rename", const char *, const char *) NAMED(is_on(-1, a) || is_on(-1, b), 1, next(a, b)); }
int renameat(int d, const char *a, int e, const char *b) {
  NEXT(int, "renameat", int, const char *, int, const char *)
  NAMED(is_on(d, a) || is_on(e, b), 1, next(d, a, e, b));
}
int renameat2(int d, const char *a, int e, const char *b, unsigned f) {
  NEXT(int, "renameat2", int, const char *, int, const char *, unsigned)
  NAMED(is_on(d, a) || is_on(e, b), 1, next(d, a, e, b, f));
}
int unlink(const char *a) { NEXT(int, "unlink", const char *) NAMED(is_on(-1, a), 0, next(a)); }
int unlinkat(int d, const char *a, int f) { NEXT(int, "unlinkat", int, const char *, int) NAMED(is_on(d, a), 0, next(d, a, f)); }
ssize_t send(int fd, const void *b, size_t n, int f) {
  NEXT(ssize_t, "send", int, const void *, size_t, int)
  POINT(fd, 0, next(fd, b, n, f));
}
ssize_t sendto(int fd, const void *b, size_t n, int f, const struct sockaddr *a, socklen_t l) {
  NEXT(ssize_t, "sendto", int, const void *, size_t, int, const struct sockaddr *, socklen_t)
  POINT(fd, 0, next(fd, b, n, f, a, l));
}
ssize_t sendmsg(int fd, const struct msghdr *m, int f) {
  NEXT(ssize_t, "sendmsg", int, const struct msghdr *, int)
  POINT(fd, 0, next(fd, m, f));
}
ssize_t recv(int fd, void *b, size_t n, int f) {
  NEXT(ssize_t, "recv", int, void *, size_t, int)
  POINT(fd, 0, next(fd, b, n, f));
}
ssize_t recvfrom(int fd, void *b, size_t n, int f, struct sockaddr *a, socklen_t *l) {
  NEXT(ssize_t, "recvfrom", int, void *, size_t, int, struct sockaddr *, socklen_t *)
  POINT(fd, 0, next(fd, b, n, f, a, l));
}

/* By number: openat2, which has no wrapper, and renameat2, where the C library's is not used. */
long syscall(long number, ...) {
  static long (*next)(long, ...);
  if (!next) next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  va_list list;
  va_start(list, number);
  long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long), d = va_arg(list, long),
       e = va_arg(list, long), f = va_arg(list, long);
  va_end(list);
  int disk = 1, is_one = 0;
  if (number == SYS_renameat2) is_one = is_on((int)a, (const char *)b) || is_on((int)c, (const char *)d);
  if (number == SYS_openat2) {
    is_one = is_on((int)a, (const char *)b);
    disk = (((struct open_how *)c)->flags & O_CREAT) != 0;
  }
  NAMED(is_one, disk, next(number, a, b, c, d, e, f));
}
