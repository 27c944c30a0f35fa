// SPDX-License-Identifier: Apache-2.0
#include "parser.h"

#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

/* The tree holds what XPath is to see: of the envelope what paths outside of the record name, and the record
   being read. Comments are no part of it and break no text in two. Names are the parser's; namespaces, where asked for, hang on the document, so that prefixes of
   the file mean nothing. */

/* What a node takes beside its text, rounded up. */
#define NODE_SIZE 176
/* Namespaces of one document. */
#define MAX_NAMESPACES 256
/* What all of it may take: a record and what is kept of the envelope. */
#define MAX_TREE_SIZE (16 << 20)

static void no_memory(cxml_parser *parser) {
  cxml_fail(parser, CXML_MEMORY, cxml_here(parser), "no memory for a record");
}

/* Makes room for `more` bytes beyond `length`; 0 without memory. */
static int make_room(char **bytes, size_t *room, size_t length, size_t more) {
  if (*bytes && *room - length >= more) return 1;
  size_t wanted = (length + more) * 2 + 256;
  char *grown = realloc(*bytes, wanted);
  if (!grown) return 0;
  *bytes = grown;
  *room = wanted;
  return 1;
}

static int begin(cxml_parser *parser) {
  cxml_tree *tree = &parser->tree;
  if (tree->doc) return 1;
  tree->doc = xmlNewDoc(BAD_CAST "1.0");
  if (!tree->doc) return 0;
  tree->doc->dict = parser->context->dict;
  xmlDictReference(tree->doc->dict);
  return 1;
}

/* The document's own namespace for a URI, NULL for none. */
static xmlNsPtr namespace_of(cxml_parser *parser, const xmlChar *uri, const xmlChar *prefix) {
  cxml_tree *tree = &parser->tree;
  if (!parser->has_namespaces || !uri) return NULL;
  int count = 0;
  xmlNsPtr last = NULL;
  for (xmlNsPtr it = tree->doc->oldNs; it; last = it, it = it->next, count++) {
    if (xmlStrEqual(it->href, uri)) return it;
  }
  if (count >= MAX_NAMESPACES) {
    cxml_fail(parser, CXML_LIMIT, cxml_here(parser), "more than 256 namespaces");
    return NULL;
  }
  xmlNsPtr made = xmlNewNs(NULL, uri, NULL);
  /* libxml2 makes none with the prefix `xml`: that of `xml:lang` is set here. */
  if (made && prefix) made->prefix = xmlStrdup(prefix);
  if (!made || (prefix && !made->prefix)) {
    if (made) xmlFreeNs(made);
    no_memory(parser);
    return NULL;
  }
  if (last) last->next = made; else tree->doc->oldNs = made;
  return made;
}

static struct cxml_node_place *add_place(cxml_parser *parser) {
  cxml_tree *tree = &parser->tree;
  if (tree->place_count == tree->place_room) {
    int room = tree->place_room * 2 + 64;
    struct cxml_node_place *grown = realloc(tree->places, room * sizeof *grown);
    if (!grown) return NULL;
    tree->places = grown;
    tree->place_room = room;
  }
  return &tree->places[tree->place_count++];
}

static void check_size(cxml_parser *parser) {
  if (parser->tree.size <= MAX_TREE_SIZE) return;
  cxml_fail(
    parser, CXML_LIMIT, cxml_here(parser), "a record that takes more than 16 MiB as a tree");
}

static xmlNodePtr add_node(
  cxml_parser *parser, xmlElementType type, const xmlChar *name, cxml_place tag, cxml_place inside,
  int is_nil) {
  cxml_tree *tree = &parser->tree;
  xmlNodePtr node = xmlMalloc(sizeof *node);
  struct cxml_node_place *place = node ? add_place(parser) : NULL;
  if (!place) {
    if (node) xmlFree(node);
    no_memory(parser);
    return NULL;
  }
  *place = (struct cxml_node_place){tag, inside, is_nil};
  memset(node, 0, sizeof *node);
  node->type = type;
  node->name = name;
  node->doc = tree->doc;
  node->_private = (void *)(intptr_t)tree->place_count;
  xmlNodePtr parent = tree->open ? tree->open : (xmlNodePtr)tree->doc;
  node->parent = parent;
  node->prev = parent->last;
  if (parent->last) parent->last->next = node; else parent->children = node;
  parent->last = node;
  tree->size += NODE_SIZE;
  check_size(parser);
  return node;
}

/* libxml2 hands out an ampersand written as `&amp;` or `&#38;` in the form `&#38;`. */
static xmlChar *attribute_text(const cxml_attribute *attribute) {
  size_t length = attribute->end - attribute->value;
  xmlChar *text = xmlMalloc(length + 1);
  if (!text) return NULL;
  const char *from = attribute->value;
  xmlChar *to = text;
  while (from < attribute->end) {
    *to++ = *from;
    from += *from == '&' ? 5 : 1;
  }
  *to = 0;
  return text;
}

static int add_attribute(
  cxml_parser *parser, xmlNodePtr node, xmlAttrPtr *last, const cxml_attribute *attribute) {
  cxml_tree *tree = &parser->tree;
  xmlAttrPtr made = xmlMalloc(sizeof *made);
  xmlNodePtr text = made ? xmlMalloc(sizeof *text) : NULL;
  xmlChar *content = text ? attribute_text(attribute) : NULL;
  if (!content) {
    if (made) xmlFree(made);
    if (text) xmlFree(text);
    return 0;
  }
  memset(made, 0, sizeof *made);
  memset(text, 0, sizeof *text);
  made->type = XML_ATTRIBUTE_NODE;
  made->name = (const xmlChar *)attribute->name;
  made->doc = tree->doc;
  made->parent = node;
  made->_private = node->_private;
  made->ns = namespace_of(
    parser, (const xmlChar *)attribute->uri, (const xmlChar *)attribute->prefix);
  made->children = made->last = text;
  text->type = XML_TEXT_NODE;
  text->name = xmlStringText;
  text->doc = tree->doc;
  text->parent = (xmlNodePtr)made;
  text->content = content;
  made->prev = *last;
  if (*last) (*last)->next = made; else node->properties = made;
  *last = made;
  tree->size += 2 * NODE_SIZE + (attribute->end - attribute->value);
  return 1;
}

void cxml_tree_start(
  cxml_parser *parser, cxml_keep keep, const xmlChar *name, const xmlChar *prefix,
  const xmlChar *uri, int count, const cxml_attribute *attributes, int is_nil) {
  cxml_tree *tree = &parser->tree;
  int depth = parser->depth;
  if (tree->kept[depth - 1] == CXML_WHOLE) keep = CXML_WHOLE;
  tree->kept[depth] = keep;
  if (keep == CXML_NOTHING || parser->stopped) return;
  if (tree->text_length > 0) cxml_tree_flush(parser);
  tree->size_before[depth] = tree->size;
  tree->places_before[depth] = tree->place_count;
  if (!begin(parser)) return no_memory(parser);
  cxml_place inside = cxml_here(parser);
  inside.column++;
  xmlNodePtr node = add_node(
    parser, XML_ELEMENT_NODE, name, cxml_tag(parser), inside, is_nil);
  if (!node) return;
  node->ns = namespace_of(parser, uri, prefix);
  tree->open = node;
  tree->tag_end = inside;
  if (keep == CXML_NAME) return;
  xmlAttrPtr last = NULL;
  for (int i = 0; i < count; i++) {
    if (!add_attribute(parser, node, &last, &attributes[i])) return no_memory(parser);
  }
  check_size(parser);
}

void cxml_tree_text(cxml_parser *parser, const char *bytes, int count) {
  cxml_tree *tree = &parser->tree;
  if (!make_room(&tree->text, &tree->text_room, tree->text_length, count)) {
    return no_memory(parser);
  }
  memcpy(tree->text + tree->text_length, bytes, count);
  tree->text_length += count;
  tree->size += count;
  check_size(parser);
}

void cxml_tree_flush(cxml_parser *parser) {
  cxml_tree *tree = &parser->tree;
  size_t length = tree->text_length;
  tree->text_length = 0;
  xmlChar *content = xmlMalloc(length + 1);
  if (!content) return no_memory(parser);
  memcpy(content, tree->text, length);
  content[length] = 0;
  xmlNodePtr node = add_node(
    parser, XML_TEXT_NODE, xmlStringText, tree->tag_end, tree->tag_end, 0);
  if (node) node->content = content; else xmlFree(content);
}

void cxml_tree_end(cxml_parser *parser, int forget) {
  cxml_tree *tree = &parser->tree;
  int depth = parser->depth;
  cxml_keep keep = tree->kept[depth];
  tree->kept[depth] = CXML_NOTHING;
  tree->tag_end = cxml_here(parser);
  if (keep == CXML_NOTHING || !tree->open) return;
  xmlNodePtr node = tree->open;
  xmlNodePtr parent = node->parent;
  tree->open = parent == (xmlNodePtr)tree->doc ? NULL : parent;
  if (!forget) return;
  xmlUnlinkNode(node);
  xmlFreeNode(node);
  tree->size = tree->size_before[depth];
  tree->place_count = tree->places_before[depth];
}

void cxml_tree_free(cxml_tree *tree) {
  if (tree->xpath) xmlXPathFreeContext(tree->xpath);
  if (tree->doc) xmlFreeDoc(tree->doc);
  free(tree->text);
  free(tree->places);
  free(tree->value);
}

cxml_node *cxml_open_node(const cxml_parser *parser) { return (cxml_node *)parser->tree.open; }
size_t cxml_tree_size(const cxml_parser *parser) { return parser->tree.size; }

static int add_value(cxml_tree *tree, const char *bytes, size_t length) {
  if (!make_room(&tree->value, &tree->value_room, tree->value_length, length + 1)) return 0;
  memcpy(tree->value + tree->value_length, bytes, length);
  tree->value_length += length;
  return 1;
}

/* Appends the text of a node and of what is within it; as deep as the document may be. */
static void collect(cxml_tree *tree, const xmlNode *node) {
  if (node->type == XML_TEXT_NODE) {
    if (node->content) add_value(tree, (const char *)node->content, xmlStrlen(node->content));
    return;
  }
  for (const xmlNode *child = node->children; child; child = child->next) collect(tree, child);
}

static int is_blank(const char *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (!strchr(" \t\r\n", bytes[i])) return 0;
  }
  return 1;
}

cxml_text cxml_node_text(cxml_parser *parser, const cxml_node *it) {
  cxml_tree *tree = &parser->tree;
  const xmlNode *node = (const xmlNode *)it;
  tree->value_length = 0;
  collect(tree, node);
  cxml_text text = {tree->value ? tree->value : "", (int64_t)tree->value_length, {0}, 0, 0};
  intptr_t index = (intptr_t)node->_private;
  if (node->type == XML_DOCUMENT_NODE || index <= 0 || index > tree->place_count) return text;
  const struct cxml_node_place *place = &tree->places[index - 1];
  text.has_place = 1;
  text.place = node->type == XML_ATTRIBUTE_NODE ? place->tag : place->inside;
  text.is_nil =
    node->type == XML_ELEMENT_NODE && place->is_nil && is_blank(text.bytes, text.length);
  return text;
}
