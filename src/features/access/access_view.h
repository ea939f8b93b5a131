/* What the pages of signing in, of one's own things and of users show: filled by the handlers, read by the templates. */
#ifndef TALKOOT_FEATURES_ACCESS_VIEW_H
#define TALKOOT_FEATURES_ACCESS_VIEW_H

#include "features/access/access.h"
#include "features/access/sign_in.h"
#include "web/page.h"
#include "web/web.h"

/* A form with the errors of its last try. */
struct access_form_view {
	struct error_link *errors;
	size_t error_count;
	struct form_view form;
};

struct sign_in_view {
	struct access_form_view f;
	struct field_view email, next;
};

struct sign_in_sent_view {
	struct access_form_view f;
	struct field_view code;
};

struct sign_in_link_view {
	enum sign_in_link_state state;
	struct form_view form;
};

/* A sign-in as a row of a table. */
struct sign_in_row_view {
	str key, browser, created, seen;
	bool current;
};

struct sign_ins_view {
	const struct sign_in_row_view *rows;
	size_t count;
	str token; /* for the small forms */
};

struct my_sign_up_view {
	str event_key, title, when, state;
	const char *tag; /* class of the state's tag */
};

struct me_view {
	str name, email;
	const str *roles; /* "Helper: Company visit at Paja Oy" */
	size_t role_count;
	const struct my_sign_up_view *sign_ups;
	size_t sign_up_count;
	bool administers;
};

struct user_row_view {
	str key, name, email, last_sign_in;
	int64_t roles;
	bool closed;
};

struct users_view {
	const struct user_row_view *rows;
	size_t count;
	str search;
	bool closed;
	const struct field_choice *roles; /* for the filter; the first is "all" */
	size_t role_count;
	struct pager pager;
};

struct role_row_view {
	str name, object, granted; /* object: "Everything", or the name of the event or organisation */
	str role, scope, object_key; /* for the button that takes it away */
};

struct user_view {
	str key, name, email, created, last_sign_in, closed; /* closed: null while open */
	struct access_form_view change, grant;
	struct field_view name_field, lang_field, role_field, object_field;
	const struct role_row_view *roles;
	size_t role_count;
	str token;
};

struct helper_row_view {
	str key, name, email;
};

struct helpers_view {
	str event_key, event_title, token;
	const struct helper_row_view *rows;
	size_t count;
	struct access_form_view f;
	struct field_view email, name;
};

struct user_new_view {
	struct access_form_view f;
	struct field_view email, name, lang;
};

struct user_close_view {
	str key, name, email;
	str refused; /* why not; null: the first time */
	struct form_view form;
};

/* The instant as people of the instance read it: "Fri 27 Nov 2026, 9:00". Empty for nothing. */
str access_when(struct ctx *c, struct opt_int utc);
/* Errors and frame of a form; action null: the page itself. */
struct access_form_view access_form(struct req *rq, const struct form_result *r, struct safe_url action);
/* A path without language, as the action of a form on a page in this language. */
struct safe_url access_action(struct req *rq, str path);
/* The languages an account can have, for form tables. */
extern const struct field_option access_lang_options[];

#endif
