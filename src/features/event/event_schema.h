/* The schema.org description of an event for its page. */
#ifndef TALKOOT_FEATURES_EVENT_SCHEMA_H
#define TALKOOT_FEATURES_EVENT_SCHEMA_H

#include "features/event/event_view.h"

/* JSON-LD in the context's language: what the public page shows, never a person or the remote link. In the arena. */
str event_schema_json(struct ctx *c, const struct event *event, const struct event_view *view);

#endif
