/* What belongs to the instance and to no other feature: the start page, the main menu, and the pages at the foot of every page
 * (contact, privacy, cookies, accessibility).
 *
 * The words about privacy state what the program does; a test of docs is not their business, but each period named here stands in
 * the migrations as well. Everything is public. */
#ifndef TALKOOT_FEATURES_SITE_H
#define TALKOOT_FEATURES_SITE_H

#include "web/web.h"

/* Puts the main menu of the actor into a page: for web_options.dress. */
void site_dress(struct req *rq, struct page *page);

#endif
