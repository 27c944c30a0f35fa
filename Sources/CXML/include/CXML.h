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

/// What is kept of an element for XPath to look at. Its parent must be kept, unless nothing is open in the tree.
typedef enum {
  CXML_NOTHING = 0,
  /// The element alone.
  CXML_NAME,
  /// With its attributes.
  CXML_TAG,
  /// With all that is within it, unasked.
  CXML_WHOLE,
} cxml_keep;

/// What is called while bytes are pushed. Names are local; they and namespaces are interned and end in NUL.
typedef struct {
  /// An element begins; `is_nil` where it says `xsi:nil="true"`.
  cxml_keep (*_Nonnull start)(
    void *_Nonnull user, const char *_Nonnull name, const char *_Nullable uri, int is_nil,
    int count, const cxml_attribute *_Nullable attributes);
  /// An element ends, still whole in the tree; it is forgotten where this says other than 0.
  int (*_Nonnull end)(void *_Nonnull user);
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
/// it names is ever loaded. `has_namespaces` keeps them in the tree; else its names are in none.
cxml_parser *_Nullable cxml_open(
  cxml_events events, void *_Nonnull user, int ignores_doctype, int has_namespaces);
void cxml_close(cxml_parser *_Nonnull parser);

/// The pointer that stands for a name or namespace in every event; NULL without memory.
const char *_Nullable cxml_intern(cxml_parser *_Nonnull parser, const char *_Nonnull name);

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

/// An XPath expression, compiled.
typedef struct cxml_xpath cxml_xpath;
/// What an expression came to.
typedef struct cxml_result cxml_result;
/// An element, attribute or text in the tree.
typedef struct cxml_node cxml_node;

/// Compiles an expression; NULL with the reason in `reason` where it is none.
cxml_xpath *_Nullable cxml_compile(
  const char *_Nonnull expression, char *_Nonnull reason, size_t room);
void cxml_xpath_free(cxml_xpath *_Nonnull xpath);

typedef enum {
  CXML_NODES,
  CXML_STRING,
  CXML_NUMBER,
  CXML_BOOLEAN,
  /// It could not be evaluated: see `cxml_xpath_reason`.
  CXML_ERROR,
  /// It took too many steps.
  CXML_STEPS,
} cxml_kind;

/// A text with its place: `has_place` is 0 where no node is behind it.
typedef struct {
  const char *_Nonnull bytes;
  int64_t length;
  cxml_place place;
  int has_place;
  /// Whether it is an element that says `xsi:nil="true"`, with nothing but white space in it.
  int is_nil;
} cxml_text;

/// The innermost element that is open and kept; NULL where none is.
cxml_node *_Nullable cxml_open_node(const cxml_parser *_Nonnull parser);
/// How many bytes the tree takes, roughly.
size_t cxml_tree_size(const cxml_parser *_Nonnull parser);
/// Declares a prefix for expressions; 0 where it cannot be.
int cxml_namespace(
  cxml_parser *_Nonnull parser, const char *_Nonnull prefix, const char *_Nonnull uri);
/// Evaluates an expression at a node, which is the `position`th of `count`, in at most `steps` steps. NULL for
/// CXML_ERROR and CXML_STEPS; else freed by `cxml_result_free`.
cxml_result *_Nullable cxml_evaluate(
  cxml_parser *_Nonnull parser, cxml_xpath *_Nonnull xpath, cxml_node *_Nonnull node,
  int position, int count, size_t steps, cxml_kind *_Nonnull kind);
/// How many steps the last evaluation took.
size_t cxml_steps(const cxml_parser *_Nonnull parser);
/// Numbers the elements of the tree, so that those of a large one are put in order without walking it.
void cxml_number_tree(cxml_parser *_Nonnull parser);
const char *_Nonnull cxml_xpath_reason(const cxml_parser *_Nonnull parser);
void cxml_result_free(cxml_result *_Nonnull result);
/// How many nodes it came to, in document order; 0 where it is no CXML_NODES.
int cxml_result_count(const cxml_result *_Nonnull result);
cxml_node *_Nonnull cxml_result_node(const cxml_result *_Nonnull result, int index);
/// Its number.
double cxml_result_number(const cxml_result *_Nonnull result);
/// The text of a CXML_STRING or CXML_BOOLEAN, for as long as the result lives.
cxml_text cxml_result_text(const cxml_result *_Nonnull result);
/// A node's text with all that is within it, until the parser is asked for another.
cxml_text cxml_node_text(cxml_parser *_Nonnull parser, const cxml_node *_Nonnull node);
/// The node a node is in; NULL above the document.
cxml_node *_Nullable cxml_parent(const cxml_node *_Nonnull node);
/// Where a node begins; line 0 for the document.
cxml_place cxml_node_place(const cxml_parser *_Nonnull parser, const cxml_node *_Nonnull node);
