/* Text and attribute values of XML and of the small HTML of mails, escaped. Pages are made by templates (html.h). */
#ifndef TALKOOT_OUT_XML_H
#define TALKOOT_OUT_XML_H

#include "base/buf.h"

/* Text as content of an element or of an attribute in double quotes: & < > " ' escaped, bytes that are not UTF-8 and
 * control characters that XML 1.0 forbids as U+FFFD. Nothing for null. */
void xml_text(struct buf *b, str s);

#endif
