/* The words of a message that out/mail_message.h wrote, for showing it to people. Not a reader for foreign mail. */
#ifndef TALKOOT_FEATURES_MAIL_TEXT_H
#define TALKOOT_FEATURES_MAIL_TEXT_H

#include "base/str.h"

/* The text/plain part, decoded, lines ending with LF. str_null when there is none, or when it is no UTF-8. */
str mail_text_plain(struct arena *a, str message);

#endif
