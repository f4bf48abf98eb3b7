#pragma once
// ICU's headers, which libxml2's would bring in, clash with the ones that Foundation has of its own.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <string.h>

/// A SAX handler that hears elements and text only; everything else, errors too, is passed over in silence.
static inline void replyd_html_handler(
    xmlSAXHandler *handler, startElementSAXFunc start, endElementSAXFunc end, charactersSAXFunc characters) {
    memset(handler, 0, sizeof *handler);
    handler->startElement = start;
    handler->endElement = end;
    handler->characters = characters;
    handler->ignorableWhitespace = characters;
}
