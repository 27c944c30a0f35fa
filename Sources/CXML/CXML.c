// SPDX-License-Identifier: Apache-2.0
#include "parser.h"

#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

/* A tag must fit into this, because libxml2 compares each attribute's name with every other's. */
#define MAX_TAG_BYTES (32 << 10)
/* What is pushed at a time, so that a longer tag is seen before it is parsed. */
#define PUSH_BYTES (16 << 10)
/* Comments and processing instructions are held in memory until their end. */
#define MAX_MARKUP_BYTES (1 << 20)
/* Distinct names. */
#define MAX_NAME_BYTES (1 << 20)

/* Characters between two bytes of UTF-8. */
static int characters(const xmlChar *from, const xmlChar *to) {
  int count = 0;
  for (; from < to; from++) count += (*from & 0xC0) != 0x80;
  return count;
}

cxml_place cxml_here(const cxml_parser *parser) {
  const xmlParserInput *input = parser->context->input;
  return (cxml_place){
    (int64_t)input->consumed + (input->cur - input->base), input->line, input->col};
}

cxml_place cxml_tag(const cxml_parser *parser) {
  const xmlParserInput *input = parser->context->input;
  cxml_place place = cxml_here(parser);
  const xmlChar *at = input->cur;
  /* No `<` stands inside a tag, and libxml2 keeps a tag in memory until it has been reported. */
  while (at > input->base && *at != '<') at--;
  place.offset -= input->cur - at;
  int lines = 0;
  for (const xmlChar *byte = at; byte < input->cur; byte++) lines += *byte == '\n';
  if (lines == 0) {
    place.column -= characters(at, input->cur);
  } else {
    place.line -= lines;
    const xmlChar *start = at;
    while (start > input->base && start[-1] != '\n') start--;
    place.column = characters(start, at) + 1;
  }
  return place;
}

cxml_place cxml_pushed(const cxml_parser *parser) {
  const xmlParserInput *input = parser->context->input;
  cxml_place place = cxml_here(parser);
  for (const xmlChar *byte = input->cur; byte < input->end; byte++) {
    place.offset++;
    if (*byte == '\n') {
      place.line++;
      place.column = 1;
    } else {
      place.column += (*byte & 0xC0) != 0x80;
    }
  }
  return place;
}

cxml_place cxml_failure_place(const cxml_parser *parser) { return parser->place; }
const char *cxml_reason(const cxml_parser *parser) { return parser->reason; }

void cxml_fail(cxml_parser *parser, cxml_failure failure, cxml_place place, const char *reason) {
  if (parser->failure != CXML_FINE) return;
  parser->failure = failure;
  parser->place = place;
  size_t length = reason ? strcspn(reason, "\r\n") : 0;
  if (length >= sizeof parser->reason) length = sizeof parser->reason - 1;
  memcpy(parser->reason, reason ? reason : "", length);
  parser->reason[length] = 0;
  cxml_stop(parser);
}

/* xmlStopParser frees the input at once, with the attributes and the text that a callback has been handed; so the
   parser only goes deaf here, reads what is left of the piece pushed, and is not pushed to again. */
void cxml_stop(cxml_parser *parser) {
  parser->stopped = 1;
  parser->context->disableSAX = 1;
  if (parser->context->errNo == XML_ERR_OK) parser->context->errNo = XML_ERR_USER_STOP;
}

/* Whether an element says `xsi:nil="true"`. */
static int says_nil(const cxml_parser *parser, int count, const cxml_attribute *attributes) {
  for (int i = 0; i < count; i++) {
    const cxml_attribute *it = &attributes[i];
    if ((const xmlChar *)it->name != parser->nil_name || !it->uri) continue;
    if (strcmp(it->uri, "http://www.w3.org/2001/XMLSchema-instance") != 0) continue;
    ptrdiff_t length = it->end - it->value;
    if (length == 1 && *it->value == '1') return 1;
    if (length == 4 && memcmp(it->value, "true", 4) == 0) return 1;
  }
  return 0;
}

static void on_start(
  void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
  const xmlChar **namespace, int count, int defaulted, const xmlChar **attributes) {
  (void)namespaces, (void)namespace, (void)defaulted;
  cxml_parser *parser = user;
  if (parser->stopped) return;
  parser->depth++;
  parser->rooted = 1;
  if (parser->depth > MAX_DEPTH) {
    cxml_fail(
      parser, CXML_LIMIT, cxml_here(parser), "elements nested deeper than 256 levels");
    return;
  }
  _Static_assert(sizeof(cxml_attribute) == 5 * sizeof(xmlChar *), "SAX2 hands out five pointers");
  const cxml_attribute *them = (const cxml_attribute *)attributes;
  int is_nil = count > 0 && says_nil(parser, count, them);
  cxml_keep keep = parser->events.start(
    parser->user, (const char *)name, (const char *)uri, is_nil, count, them);
  cxml_tree_start(parser, keep, name, prefix, uri, count, them, is_nil);
}

static void on_end(
  void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)name, (void)prefix, (void)uri;
  cxml_parser *parser = user;
  if (parser->stopped) return;
  if (parser->tree.text_length > 0) cxml_tree_flush(parser);
  int forget = parser->events.end(parser->user);
  cxml_tree_end(parser, forget);
  parser->depth--;
}

static void on_text(void *user, const xmlChar *bytes, int count) {
  cxml_parser *parser = user;
  if (parser->stopped) return;
  parser->events.text(parser->user, (const char *)bytes, count);
  if (parser->tree.kept[parser->depth] == CXML_WHOLE) {
    cxml_tree_text(parser, (const char *)bytes, count);
  }
}

static void on_doctype(
  void *user, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id) {
  (void)name, (void)public_id, (void)system_id;
  cxml_parser *parser = user;
  if (parser->stopped) return;
  /* It has been read up to the bracket of an internal subset, or up to its end. */
  int subset = *parser->context->input->cur == '[';
  if (!subset && parser->ignores_doctype) return;
  cxml_fail(parser, subset ? CXML_INTERNAL_SUBSET : CXML_DOCTYPE, cxml_here(parser), NULL);
}

static void on_reference(void *user, const xmlChar *name) {
  cxml_parser *parser = user;
  if (parser->stopped) return;
  cxml_fail(parser, CXML_UNDEFINED_ENTITY, cxml_here(parser), (const char *)name);
}

static void on_error(void *user, xmlErrorPtr error) {
  cxml_parser *parser = user;
  if (parser->stopped) return;
  cxml_place place = {cxml_here(parser).offset, error->line, error->int2};
  switch (error->code) {
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
      cxml_fail(parser, CXML_UNDEFINED_ENTITY, place, error->str1);
      return;
    default: break;
  }
  if (error->level != XML_ERR_FATAL) return;
  const xmlParserInput *input = parser->context->input;
  cxml_failure failure = CXML_MALFORMED;
  const char *reason = error->message;
  switch (error->code) {
    case XML_ERR_DOCUMENT_END:
      failure = parser->rooted && parser->depth == 0 ? CXML_TRAILING : CXML_TRUNCATED;
      break;
    case XML_ERR_INVALID_ENCODING:
    case XML_ERR_UNKNOWN_ENCODING:
    case XML_ERR_INVALID_CHAR: failure = CXML_ENCODING; break;
    case XML_ERR_NO_MEMORY: failure = CXML_MEMORY; break;
    default:
      if (parser->last && parser->depth > 0 && input->cur >= input->end) failure = CXML_TRUNCATED;
      break;
  }
  if (reason && strstr(reason, "XML_PARSE_HUGE")) {
    failure = CXML_LIMIT;
  } else if (xmlDictGetUsage(parser->context->dict) > MAX_NAME_BYTES - 4096) {
    failure = CXML_LIMIT;
    reason = "more distinct names than 1 MiB holds";
  }
  cxml_fail(parser, failure, place, reason);
}

cxml_parser *cxml_open(
  cxml_events events, void *user, int ignores_doctype, int has_namespaces) {
  xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = on_start,
    .endElementNs = on_end,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_text,
    .internalSubset = on_doctype,
    .reference = on_reference,
    .serror = on_error,
  };
  cxml_parser *parser = calloc(1, sizeof *parser);
  if (!parser) return NULL;
  parser->events = events;
  parser->user = user;
  parser->ignores_doctype = ignores_doctype;
  parser->has_namespaces = has_namespaces;
  parser->context = xmlCreatePushParserCtxt(&handler, parser, NULL, 0, NULL);
  if (!parser->context) {
    free(parser);
    return NULL;
  }
  /* What is pushed is UTF-8 whatever the declaration says; nothing is ever fetched. */
  xmlCtxtUseOptions(parser->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding(parser->context, XML_CHAR_ENCODING_UTF8);
  xmlDictSetLimit(parser->context->dict, MAX_NAME_BYTES);
  parser->nil_name = xmlDictLookup(parser->context->dict, BAD_CAST "nil", 3);
  return parser;
}

const char *cxml_intern(cxml_parser *parser, const char *name) {
  return (const char *)xmlDictLookup(parser->context->dict, (const xmlChar *)name, -1);
}

void cxml_close(cxml_parser *parser) {
  cxml_tree_free(&parser->tree);
  xmlFreeParserCtxt(parser->context);
  free(parser);
}

/* Refuses markup that grows while its end is waited for. */
static void check_pending(cxml_parser *parser) {
  const xmlParserInput *input = parser->context->input;
  ptrdiff_t pending = input->end - input->cur;
  if (pending <= MAX_TAG_BYTES || input->cur[0] != '<') return;
  xmlChar second = input->cur[1];
  int tag = second != '!' && second != '?' && second != '/';
  if (tag || pending > MAX_MARKUP_BYTES) {
    cxml_fail(
      parser, CXML_LIMIT, cxml_here(parser),
      tag ? "a tag longer than 32 KiB" : "a comment or processing instruction longer than 1 MiB");
  }
}

cxml_failure cxml_push(cxml_parser *parser, const char *bytes, int count, int last) {
  if (parser->stopped) return parser->failure;
  int done = 0;
  do {
    int part = count - done < PUSH_BYTES ? count - done : PUSH_BYTES;
    parser->last = last && done + part == count;
    xmlParseChunk(parser->context, bytes ? bytes + done : NULL, part, parser->last);
    done += part;
    if (!parser->stopped) check_pending(parser);
    if (!parser->stopped && !parser->context->wellFormed) {
      cxml_fail(parser, CXML_MALFORMED, cxml_here(parser), "not well-formed");
    }
  } while (done < count && !parser->stopped);
  return parser->failure;
}
