// SPDX-License-Identifier: Apache-2.0
#include "parser.h"

#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <string.h>

/* Into a buffer, without line ends. */
static void note(char *reason, size_t room, const char *message) {
  snprintf(reason, room, "%s", message ? message : "not XPath 1.0");
  reason[strcspn(reason, "\r\n")] = 0;
}

struct complaint {
  char *reason;
  size_t room;
};

static void on_compile_error(void *user, xmlErrorPtr error) {
  struct complaint *complaint = user;
  if (!*complaint->reason) note(complaint->reason, complaint->room, error->message);
}

static void on_evaluation_error(void *user, xmlErrorPtr error) {
  cxml_tree *tree = user;
  if (!*tree->reason) note(tree->reason, sizeof tree->reason, error->message);
}

cxml_xpath *cxml_compile(const char *expression, char *reason, size_t room) {
  struct complaint complaint = {reason, room};
  *reason = 0;
  xmlInitParser();
  xmlXPathContextPtr context = xmlXPathNewContext(NULL);
  if (!context) {
    note(reason, room, "no memory");
    return NULL;
  }
  context->error = on_compile_error;
  context->userData = &complaint;
  xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(context, (const xmlChar *)expression);
  xmlXPathFreeContext(context);
  if (!compiled && !*reason) note(reason, room, NULL);
  return (cxml_xpath *)compiled;
}

void cxml_xpath_free(cxml_xpath *xpath) { xmlXPathFreeCompExpr((xmlXPathCompExprPtr)xpath); }

static xmlXPathContextPtr context_of(cxml_parser *parser) {
  cxml_tree *tree = &parser->tree;
  if (tree->xpath) return tree->xpath;
  tree->xpath = xmlXPathNewContext(NULL);
  if (!tree->xpath) return NULL;
  tree->xpath->error = on_evaluation_error;
  tree->xpath->userData = tree;
  xmlXPathContextSetCache(tree->xpath, 1, -1, 0);
  return tree->xpath;
}

int cxml_namespace(cxml_parser *parser, const char *prefix, const char *uri) {
  xmlXPathContextPtr context = context_of(parser);
  return context
    && xmlXPathRegisterNs(context, (const xmlChar *)prefix, (const xmlChar *)uri) == 0;
}

cxml_result *cxml_evaluate(
  cxml_parser *parser, cxml_xpath *xpath, cxml_node *node, int position, int count, size_t steps,
  cxml_kind *kind) {
  cxml_tree *tree = &parser->tree;
  xmlXPathContextPtr context = context_of(parser);
  if (!context) {
    *kind = CXML_ERROR;
    return NULL;
  }
  context->doc = tree->doc;
  context->node = (xmlNodePtr)node;
  context->contextSize = count;
  context->proximityPosition = position;
  context->opLimit = steps;
  context->opCount = 0;
  *tree->reason = 0;
  xmlResetError(&context->lastError);
  xmlXPathObjectPtr object = xmlXPathCompiledEval((xmlXPathCompExprPtr)xpath, context);
  if (!object) {
    int code = context->lastError.code - XML_XPATH_EXPRESSION_OK;
    *kind = code == XPATH_OP_LIMIT_EXCEEDED ? CXML_STEPS : CXML_ERROR;
    return NULL;
  }
  switch (object->type) {
    case XPATH_NODESET: *kind = CXML_NODES; break;
    case XPATH_STRING: *kind = CXML_STRING; break;
    case XPATH_NUMBER: *kind = CXML_NUMBER; break;
    case XPATH_BOOLEAN: *kind = CXML_BOOLEAN; break;
    default: *kind = CXML_ERROR; break;
  }
  return (cxml_result *)object;
}

size_t cxml_steps(const cxml_parser *parser) {
  return parser->tree.xpath ? parser->tree.xpath->opCount : 0;
}

void cxml_number_tree(cxml_parser *parser) {
  if (parser->tree.doc) xmlXPathOrderDocElems(parser->tree.doc);
}

const char *cxml_xpath_reason(const cxml_parser *parser) { return parser->tree.reason; }

void cxml_result_free(cxml_result *result) {
  xmlXPathFreeObject((xmlXPathObjectPtr)result);
}

int cxml_result_count(const cxml_result *result) {
  const xmlXPathObject *object = (const xmlXPathObject *)result;
  return object->type == XPATH_NODESET && object->nodesetval ? object->nodesetval->nodeNr : 0;
}

cxml_node *cxml_result_node(const cxml_result *result, int index) {
  return (cxml_node *)((const xmlXPathObject *)result)->nodesetval->nodeTab[index];
}

double cxml_result_number(const cxml_result *result) {
  return ((const xmlXPathObject *)result)->floatval;
}

cxml_text cxml_result_text(const cxml_result *result) {
  const xmlXPathObject *object = (const xmlXPathObject *)result;
  const char *text = "";
  if (object->type == XPATH_STRING && object->stringval) text = (const char *)object->stringval;
  if (object->type == XPATH_BOOLEAN) text = object->boolval ? "true" : "false";
  return (cxml_text){text, (int64_t)strlen(text), {0}, 0, 0};
}

cxml_node *cxml_parent(const cxml_node *node) {
  return (cxml_node *)((const xmlNode *)node)->parent;
}

cxml_place cxml_node_place(const cxml_parser *parser, const cxml_node *node) {
  intptr_t index = (intptr_t)((const xmlNode *)node)->_private;
  if (index <= 0 || index > parser->tree.place_count) return (cxml_place){0};
  return parser->tree.places[index - 1].tag;
}
