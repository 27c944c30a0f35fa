// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdint.h>

/* libxml2's push parser as Dray uses it: UTF-8 in, elements and text out. No header of libxml2 is seen
   from here, so that Swift modules that import Foundation can import this one. */

typedef struct cxml_parser cxml_parser;

/// Where something stands in the UTF-8 text that was pushed.
typedef struct {
  /// Bytes before it.
  int64_t offset;
  /// Its line and character column, both from 1.
  int32_t line, column;
} cxml_place;

/// One attribute of a start tag. The name is interned: one pointer for all its occurrences.
typedef struct {
  const char *_Nonnull name;
  const char *_Nullable prefix;
  const char *_Nullable uri;
  /// The value lies between these two.
  const char *_Nonnull value;
  const char *_Nonnull end;
} cxml_attribute;

/// What is called while bytes are pushed. Names are local, interned and end in NUL.
typedef struct {
  void (*_Nonnull start)(
    void *_Nonnull user, const char *_Nonnull name, int count,
    const cxml_attribute *_Nullable attributes);
  void (*_Nonnull end)(void *_Nonnull user);
  /// Character data, in as many pieces as it comes.
  void (*_Nonnull text)(void *_Nonnull user, const char *_Nonnull bytes, int count);
} cxml_events;

/// Why parsing ended.
typedef enum {
  CXML_FINE = 0,
  CXML_MALFORMED,
  /// The text ends before the document does.
  CXML_TRUNCATED,
  /// Not UTF-8, or a character that XML does not allow.
  CXML_ENCODING,
  CXML_DOCTYPE,
  CXML_INTERNAL_SUBSET,
  CXML_UNDEFINED_ENTITY,
  /// One of libxml2's limits or ours.
  CXML_LIMIT,
  /// Something stands after the end of the document.
  CXML_TRAILING,
  CXML_MEMORY,
} cxml_failure;

/// Makes a parser, NULL without memory. With `ignores_doctype` a DOCTYPE without an internal subset is passed over; nothing
/// it names is ever loaded.
cxml_parser *_Nullable cxml_open(
  cxml_events events, void *_Nonnull user, int ignores_doctype);
void cxml_close(cxml_parser *_Nonnull parser);

/// Parses more text; `last` says that the document ends with it. CXML_FINE, or why it stopped.
cxml_failure cxml_push(
  cxml_parser *_Nonnull parser, const char *_Nullable bytes, int count, int last);

/// Ends parsing from within an event.
void cxml_stop(cxml_parser *_Nonnull parser);

/// From within `start`: the place of the tag's `<`.
cxml_place cxml_tag(const cxml_parser *_Nonnull parser);
/// How far the parser has got: from within `start` the end of the tag but for its `>`, from within
/// `end` the byte after the element.
cxml_place cxml_here(const cxml_parser *_Nonnull parser);
/// Where the text that was pushed ends.
cxml_place cxml_pushed(const cxml_parser *_Nonnull parser);

/// Where and why parsing ended: libxml2's words, without a line end; never NULL.
cxml_place cxml_failure_place(const cxml_parser *_Nonnull parser);
const char *_Nonnull cxml_reason(const cxml_parser *_Nonnull parser);
