// SPDX-License-Identifier: Apache-2.0
#include "CRE2.h"

#include <re2/re2.h>

#include <new>
#include <string>
#include <vector>

/* For the program and the states met while matching; beyond it RE2 matches without keeping states. */
static const int64_t MAX_MEMORY = 4 << 20;
/* Bytes that matches may look at while a text is replaced, the rest of the text counted for each of them: a second's work
   at worst. A text of 46,000 bytes never gets there. */
static const uint64_t MAX_WORK = 1 << 30;
/* A result that is longer is not kept for the next. */
static const size_t KEPT_BYTES = 1 << 20;

using Piece = re2::StringPiece;

struct cre2_pattern {
  RE2 expression;
  std::string result;
  std::string error;

  cre2_pattern(const Piece &pattern, const RE2::Options &options) : expression(pattern, options) {
    if (!expression.ok()) error = expression.error();
  }
};

extern "C" cre2_pattern *cre2_compile(const char *pattern, size_t length) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(MAX_MEMORY);
  try {
    return new cre2_pattern(Piece(pattern, length), options);
  } catch (const std::bad_alloc &) {
    return nullptr;
  }
}

extern "C" void cre2_free(cre2_pattern *pattern) { delete pattern; }

extern "C" const char *cre2_error(const cre2_pattern *pattern) {
  return pattern->expression.ok() ? nullptr : pattern->error.c_str();
}

extern "C" cre2_lack cre2_lacks(const cre2_pattern *pattern) {
  const std::string &found = pattern->expression.error_arg();
  if (found.compare(0, 3, "(?=") == 0 || found.compare(0, 3, "(?!") == 0 ||
      found.compare(0, 3, "(?<") == 0)
    return CRE2_LOOK_AROUND;
  if (found.size() > 1 && found[0] == '\\' &&
      ((found[1] >= '1' && found[1] <= '9') || found[1] == 'k' || found[1] == 'g'))
    return CRE2_BACK_REFERENCE;
  /* RE2 says `(?P` alone. */
  if (found.compare(0, 3, "(?P") == 0 &&
      pattern->expression.pattern().find("(?P=") != std::string::npos)
    return CRE2_BACK_REFERENCE;
  return CRE2_NOTHING;
}

extern "C" int32_t cre2_groups(const cre2_pattern *pattern) {
  return pattern->expression.NumberOfCapturingGroups();
}

extern "C" bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length) {
  return pattern->expression.Match(Piece(text, length), 0, length, RE2::UNANCHORED, nullptr, 0);
}

extern "C" bool cre2_find(
  const cre2_pattern *pattern, const char *text, size_t length, int32_t group, int64_t *start,
  int64_t *count) {
  std::vector<Piece> groups(static_cast<size_t>(group) + 1);
  if (!pattern->expression.Match(
        Piece(text, length), 0, length, RE2::UNANCHORED, groups.data(), group + 1))
    return false;
  const Piece &found = groups[static_cast<size_t>(group)];
  *start = found.data() == nullptr ? -1 : found.data() - text;
  *count = static_cast<int64_t>(found.size());
  return true;
}

/* How many bytes the character at the beginning has, at most what there is. */
static size_t character(const char *text, size_t length) {
  size_t count = 1;
  while (count < length && count < 4 && (text[count] & 0xC0) == 0x80) count++;
  return count;
}

static cre2_replacing replace(
  const RE2 &expression, const char *text, size_t length, const Piece &replacement, size_t most,
  std::string *result) {
  const Piece whole(text, length);
  const int used = 1 + RE2::MaxSubmatch(replacement);
  std::vector<Piece> groups(static_cast<size_t>(used));
  const char *previous = nullptr;
  uint64_t work = 0;
  size_t at = 0;
  while (at <= length) {
    work += length - at + 1;
    if (work > MAX_WORK) return CRE2_TOO_MUCH_WORK;
    if (!expression.Match(whole, at, length, RE2::UNANCHORED, groups.data(), used)) break;
    const Piece &match = groups[0];
    const size_t start = static_cast<size_t>(match.data() - text);
    result->append(text + at, start - at);
    at = start;
    if (match.empty() && match.data() == previous) {
      /* Nothing, right behind a match, is none. */
      if (at == length) return CRE2_REPLACED;
      const size_t count = character(text + at, length - at);
      result->append(text + at, count);
      at += count;
    } else {
      expression.Rewrite(result, replacement, groups.data(), used);
      at += match.size();
      previous = text + at;
    }
    if (result->size() > most) return CRE2_TOO_LONG;
  }
  result->append(text + at, length - at);
  return result->size() > most ? CRE2_TOO_LONG : CRE2_REPLACED;
}

extern "C" cre2_replacing cre2_replace(
  cre2_pattern *pattern, const char *text, size_t length, const char *replacement,
  size_t replacement_length, size_t most, const char **result, size_t *result_length) {
  std::string &kept = pattern->result;
  const Piece by(replacement, replacement_length);
  cre2_replacing end;
  try {
    if (kept.capacity() > KEPT_BYTES) std::string().swap(kept);
    kept.clear();
    end = pattern->expression.CheckRewriteString(by, &kept)
            ? replace(pattern->expression, text, length, by, most, &kept)
            : CRE2_BAD_REPLACEMENT;
  } catch (const std::bad_alloc &) {
    end = CRE2_NO_MEMORY;
  }
  *result = kept.data();
  *result_length = kept.size();
  return end;
}
