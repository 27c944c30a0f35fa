/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "CLinux.h"
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

int clinux_open_beneath(int folder, const char *name, int flags, uint32_t mode) {
  struct open_how how;
  memset(&how, 0, sizeof how);
  how.flags = (uint64_t)(uint32_t)flags;
  how.mode = mode;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
  return (int)syscall(SYS_openat2, folder, name, &how, sizeof how);
}

int clinux_rename(int from_folder, const char *from, int to_folder, const char *to, int no_replace) {
  return renameat2(from_folder, from, to_folder, to, no_replace ? RENAME_NOREPLACE : 0);
}

int64_t clinux_file_system(const char *path) {
  struct statfs facts;
  return statfs(path, &facts) == 0 ? (int64_t)facts.f_type : -1;
}

int clinux_memory_file(void) { return memfd_create("dray", MFD_CLOEXEC); }
