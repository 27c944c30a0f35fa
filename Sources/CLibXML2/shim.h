#pragma once
/* Debian's libxml2 is built with ICU; encoding.h then pulls ICU's headers into this module and they
   clash with the ICU that Foundation bundles. Undefined before any other libxml header: only trailing
   fields of xmlCharEncodingHandler are hidden, which nothing here touches. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
