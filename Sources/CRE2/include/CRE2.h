// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RE2 as Dray uses it: UTF-8, time linear in the text whatever the pattern, bounded memory. No C++ is seen from here.
   One pattern is used by one thread at a time. */

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/// Compiles a pattern; one that is faulty is given as well, `cre2_error` says why. NULL where there is no memory.
cre2_pattern *_Nullable cre2_compile(const char *_Nonnull pattern, size_t length);

/// Gives a pattern back.
void cre2_free(cre2_pattern *_Nullable pattern);

/// What a pattern can ask for that RE2 does not have.
typedef enum {
  CRE2_NOTHING = 0,
  CRE2_LOOK_AROUND,
  CRE2_BACK_REFERENCE,
} cre2_lack;

/// RE2's words on a faulty pattern; NULL for a sound one.
const char *_Nullable cre2_error(const cre2_pattern *_Nonnull pattern);

/// What a faulty pattern wants in vain.
cre2_lack cre2_lacks(const cre2_pattern *_Nonnull pattern);

/// How many groups a sound pattern has, the whole not counted.
int32_t cre2_groups(const cre2_pattern *_Nonnull pattern);

/// Whether a sound pattern is found anywhere in a text.
bool cre2_matches(const cre2_pattern *_Nonnull pattern, const char *_Nonnull text, size_t length);

/// Where the first match's group is: `start` in bytes, -1 where the group takes no part. False where there is no match.
/// Group 0 is the whole match; `group` is not above `cre2_groups`.
bool cre2_find(
  const cre2_pattern *_Nonnull pattern, const char *_Nonnull text, size_t length, int32_t group,
  int64_t *_Nonnull start, int64_t *_Nonnull count);

/// How a replacement ended.
typedef enum {
  CRE2_REPLACED = 0,
  /// The replacement is faulty: `result` is RE2's words.
  CRE2_BAD_REPLACEMENT,
  /// Too many matches in too long a text: each may look at all that follows it.
  CRE2_TOO_MUCH_WORK,
  /// The result would be too long.
  CRE2_TOO_LONG,
  CRE2_NO_MEMORY,
} cre2_replacing;

/// Replaces every match. In the replacement `\0` is the match, `\1` to `\9` its groups, `\\` a backslash.
/// `result` is the pattern's own until the next call.
cre2_replacing cre2_replace(
  cre2_pattern *_Nonnull pattern, const char *_Nonnull text, size_t length,
  const char *_Nonnull replacement, size_t replacement_length, size_t most,
  const char *_Nullable *_Nonnull result, size_t *_Nonnull result_length);

#ifdef __cplusplus
}
#endif
