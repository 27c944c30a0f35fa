// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "CXML.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

/* Elements within each other; libxml2 has the same limit, but not for callers that build no tree. */
#define MAX_DEPTH 256

/* What is kept of the document for XPath to look at: see tree.c. */
typedef struct {
  /* NULL until the first element is kept. */
  xmlDocPtr doc;
  xmlXPathContextPtr xpath;
  /* The innermost kept element that is open, NULL outside of all. */
  xmlNodePtr open;
  /* By depth: what is kept of the element there; what the tree took before it. */
  cxml_keep kept[MAX_DEPTH + 2];
  size_t size_before[MAX_DEPTH + 2];
  int places_before[MAX_DEPTH + 2];
  /* What the tree takes, by our own count. */
  size_t size;
  /* The text met since the last tag, and where that tag ends. */
  char *text;
  size_t text_length, text_room;
  cxml_place tag_end;
  /* Where each node stands; a node's `_private` is its index + 1. */
  struct cxml_node_place {
    cxml_place tag, inside;
    int is_nil;
  } *places;
  int place_count, place_room;
  /* The text of the node last asked for. */
  char *value;
  size_t value_length, value_room;
  /* What ended the last evaluation. */
  char reason[200];
} cxml_tree;

struct cxml_parser {
  xmlParserCtxtPtr context;
  cxml_events events;
  void *user;
  int ignores_doctype;
  /* Whether names keep their namespaces. */
  int has_namespaces;
  int depth;
  /* Whether the root element has begun. */
  int rooted;
  int last;
  /* Whether nothing more is to be read. */
  int stopped;
  /* `nil`, as the parser interns it. */
  const xmlChar *nil_name;
  cxml_failure failure;
  cxml_place place;
  char reason[200];
  cxml_tree tree;
};

/* Ends parsing: the first reason counts. */
void cxml_fail(cxml_parser *parser, cxml_failure failure, cxml_place place, const char *reason);

/* The tree's part in the events: an element begins, after the events have said what to keep of it; text; an
   element ends, and is forgotten or not. */
void cxml_tree_start(
  cxml_parser *parser, cxml_keep keep, const xmlChar *name, const xmlChar *prefix,
  const xmlChar *uri, int count, const cxml_attribute *attributes, int is_nil);
void cxml_tree_text(cxml_parser *parser, const char *bytes, int count);
/* Makes a node of the text that is waiting. */
void cxml_tree_flush(cxml_parser *parser);
void cxml_tree_end(cxml_parser *parser, int forget);
void cxml_tree_free(cxml_tree *tree);
