/* What the pages of mails show: filled by mail_web.c, read by mail.tpl. */
#ifndef TALKOOT_FEATURES_MAIL_VIEW_H
#define TALKOOT_FEATURES_MAIL_VIEW_H

#include "features/mail/mail_book.h"
#include "web/page.h"
#include "web/web.h"

struct mail_line_view {
	const struct mail_line *line;
	str when, state, kind, next;
	const char *tag; /* class of the state's tag */
	bool can_retry;
};

struct mail_list_view {
	const struct mail_line_view *lines;
	size_t count;
	const struct field_choice *states; /* for the filter */
	size_t state_count;
	str address;     /* of the filter */
	str folder;      /* where mails lie as files; null: they are sent */
	str trouble;
	struct pager pager;
	str token;
};

struct mail_one_view {
	struct mail_line_view line;
	const struct mail_shown *mail;
	str token;
};

struct mail_fact {
	str name, value;
};

struct mail_settings_view {
	const struct mail_fact *facts;
	size_t fact_count;
	const struct mail_record *records;
	str domain;
	str folder; /* null: mails are sent */
	str trouble, email;
	struct mail_book_state state;
	str token;
};

#endif
