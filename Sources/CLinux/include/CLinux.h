/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdint.h>

/* openat2(2), read-only use: the path stays beneath `folder`, no symbolic or magic link is followed, no mount is
   crossed. -1 and errno on failure. */
int clinux_open_beneath(int folder, const char *_Nonnull name, int flags, uint32_t mode);

/* renameat2(2); `no_replace` refuses an existing target with EEXIST. */
int clinux_rename(int from_folder, const char *_Nonnull from, int to_folder, const char *_Nonnull to, int no_replace);

/* The magic number of the file system a path is on (statfs(2), f_type); -1 and errno on failure. */
int64_t clinux_file_system(const char *_Nonnull path);

/* A file without a name, in memory only, closed on exec (memfd_create(2)); -1 and errno on failure. */
int clinux_memory_file(void);
