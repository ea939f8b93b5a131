/* What a feature's pages and API see of the web: routes, requests, forms, replies.
 *
 * A feature's x_web.c opens with its route table, named after the file: `const struct route_table event_web_routes`
 * (x_api.c: `event_api_routes`). The build collects all of them; nothing is listed elsewhere.
 *
 *   static enum err event_show_page(struct req *rq);
 *   static enum err event_cancel_post(struct req *rq, struct writer *w);
 *   static const struct route routes[] = {
 *   	GET_PAGE("/events/{key}", event_show_page, PERM_PUBLIC, QUICK),
 *   	POST_FORM("/events/{key}/cancel", event_cancel_post, PERM_SIGNED_IN, &event_cancel_form),
 *   };
 *   const struct route_table event_web_routes = ROUTE_TABLE(routes);
 *
 * Invariants (web/route.c runs the same chain for every request; handlers cannot skip a link of it):
 *   limits -> strict parse -> rate limit -> sign-in -> route -> permission -> origin and CSRF (all but GET)
 *   -> declared form fields -> handler -> headers.
 *   - A GET handler has no struct writer, so it cannot write.
 *   - A field that the form table does not name does not exist for the handler.
 *   - A handler that returns an error wrote no page: the chain answers with the error's page (or problem document for
 *     the API) with the request id.
 *   - All memory is in rq->c->a. */
#ifndef TALKOOT_WEB_WEB_H
#define TALKOOT_WEB_WEB_H

#include "base/buf.h"
#include "out/html.h"
#include "store/db.h"
#include "web/form.h"
#include "web/page.h"

struct req;
struct web;

/* ---- routes ------------------------------------------------------------------------------------------------------- */

enum permission {
	PERM_UNSTATED = 0,  /* refused when the table is loaded: every route states one */
	PERM_PUBLIC,        /* anyone */
	PERM_LINK,          /* anyone: the secret key in the path is the permission, the domain checks it */
	PERM_SIGNED_IN,     /* any account; the domain checks the object */
	PERM_HELPER,        /* helper of some event, or one who runs events; the domain checks which event */
	PERM_READER,        /* reader, coordinator or administrator of the instance */
	PERM_EVENT_RUNNER,  /* coordinator of the instance or of some event; the domain checks which event */
	PERM_COORDINATOR,   /* coordinator or administrator of the instance */
	PERM_ADMINISTRATOR
};

/* The chain asks this for every request, talkoot audit too; handlers need not. */
bool guard_permission(const struct actor *actor, enum permission p);

enum cost {
	QUICK, /* answers in the epoll thread within 20 ms; no outside call, no document, no search */
	SLOW   /* runs in the slow pool */
};

enum rate_class { RATE_NONE, RATE_FORM /* per form and mail address */, RATE_SIGN_IN, RATE_SEARCH };

struct route {
	const char *method; /* "GET", "POST", "PUT", "PATCH", "DELETE" */
	const char *path;   /* without the language: "/events/{key}"; API: "/api/v1/events/{key}" */
	enum permission permission;
	enum cost cost;
	enum err (*get)(struct req *rq);
	enum err (*write)(struct req *rq, struct writer *w);
	const struct form_def *form; /* of a POST; its fields are parsed and checked before the handler */
	enum rate_class rate;
	bool bare;        /* no language in the path: /robots.txt, /calendar/..., /api/... */
	bool embed;       /* may stand in a frame of other sites; no cookies are read or set */
	bool stateless;   /* files: neither cookies nor the database are looked at */
	bool cacheable;   /* the anonymous page may stand in the micro-cache for a second */
	bool camera;      /* Permissions-Policy lets this page use the camera */
	size_t body_max;  /* bytes; 0: 64 KB */
	const char *file; /* where the line stands: talkoot routes prints it */
	int line;
};

struct route_table {
	const struct route *routes;
	size_t count;
};

#define ROUTE_TABLE(array) { (array), sizeof(array) / sizeof *(array) }
#define ROUTE_HERE .file = __FILE__, .line = __LINE__
/* A page for reading: GET_PAGE(path, handler, permission, cost, options...); options are designated initialisers, such as
 * .cacheable = true. (The last fixed argument is part of the dots: C17 wants at least one there.) */
#define GET_PAGE(p, handler, perm, ...) \
	{ .method = "GET", .path = (p), .get = (handler), .permission = (perm), ROUTE_HERE, .cost = __VA_ARGS__ }
/* A form that acts: POST_FORM(path, handler, permission, form or NULL, options...) */
#define POST_FORM(p, handler, perm, ...) \
	{ .method = "POST", .path = (p), .write = (handler), .permission = (perm), .cost = SLOW, ROUTE_HERE, \
	  .form = __VA_ARGS__ }
/* GET_API(path, handler, permission, cost, options...) */
#define GET_API(p, handler, perm, ...) \
	{ .method = "GET", .path = (p), .get = (handler), .permission = (perm), .bare = true, ROUTE_HERE, \
	  .cost = __VA_ARGS__ }
/* WRITE_API(method, path, handler, permission, form or NULL, options...) */
#define WRITE_API(m, p, handler, perm, ...) \
	{ .method = (m), .path = (p), .write = (handler), .permission = (perm), .cost = SLOW, .bare = true, ROUTE_HERE, \
	  .form = __VA_ARGS__ }

/* ---- the request in a handler's hands ------------------------------------------------------------------------------ */

struct req {
	struct ctx *c;
	struct web *web;
	const struct route *route;
	struct form_result *form; /* of the posted form: values as typed and errors; NULL for a GET */
	struct request_private *p;
};

/* A {name} of the route's path, percent-decoded; a name that the path does not have is a BUG. */
str req_path(struct req *rq, const char *name);
/* A query parameter, decoded, valid UTF-8, at most 500 bytes; str_null when absent. Repeated: the first. */
str req_query(struct req *rq, const char *name);
/* A request header by name (any case), str_null when absent. */
str req_header(struct req *rq, const char *name);
/* Copies the checked values of the route's form into *ret (of the form's struct type). ERR_INVALID when a field was
 * refused: the handler then shows its form again, from rq->form's values and errors. */
MUST enum err req_form(struct req *rq, void *ret);
/* Fields that are known at run time only (an event's own questions): checks the same body against `def`, which the handler
 * made in its arena. *ret_result has the values and errors for showing them again. */
MUST enum err req_form_more(struct req *rq, const struct form_def *def, void *ret, struct form_result **ret_result);
/* The same from a JSON body, for API routes: the chain turns ERR_INVALID into a problem document naming the fields. */
MUST enum err req_json(struct req *rq, const struct form_def *form, void *ret);
/* Puts an error at a field (or at the whole form: field NULL) after a domain rule said no. `text` is translated. */
void req_error(struct req *rq, const char *field, str text);
/* The same at the row `index` (from 0) of a repeated field. */
void req_error_at(struct req *rq, const char *field, int index, str text);
/* The path of this page in another language, or absolute with the instance's public_url. */
str req_url(struct req *rq, enum lang lang, bool absolute);
/* public_url + path: absolute link for mails, feeds, QR codes. Path begins with "/". */
str web_absolute(const struct ctx *c, str path);
/* CSRF token for this browser, masked anew for each page; the form templates ask for it. */
str req_csrf(struct req *rq);

/* Tells this post from all others and is equal for its repetition (double click, Idempotency-Key): for once.h.
 * str_null for a GET, and for an API call without Idempotency-Key. */
str req_once_key(struct req *rq);

/* ---- replies ------------------------------------------------------------------------------------------------------- */

/* Begins an HTML page: fills *ret_page with the frame's data (language, alternates, actor, footer). The returned writer is
 * where templates write the body; page_send puts the frame around it.
 *   struct page *page; struct html *h = page_begin(rq, tr(rq->c->lang, "Events"), &page);
 *   tpl_event_list(h, &view);
 *   return page_send(rq, 200); */
struct html *page_begin(struct req *rq, str title, struct page **ret_page);
MUST enum err page_send(struct req *rq, int status);
/* What the form templates show (page_parts.tpl): the look follows from the field's type, the texts are translated. `index` counts
 * repeated fields from 0, or is a language. The handler may change what it got (look, hint, choices made at run time).
 *   {wrap post_form(&v->form)} {call form_field(&v->email)} ... {/wrap} */
struct form_view req_form_view(struct req *rq, const struct form_result *r, struct safe_url action);
struct field_view req_field(struct req *rq, const struct form_result *r, const char *field);
struct field_view req_field_at(struct req *rq, const struct form_result *r, const char *field, int index);
/* Of a field whose choices are codes of languages: leaves those that the instance offers, and what is chosen. */
void field_offered_languages(struct req *rq, struct field_view *field);
/* For the summary on top. */
struct error_link *req_form_errors(struct req *rq, const struct form_result *r, size_t *ret_n);

/* 303 to a local path in the request's language: path without language ("/events/abc"). `notice` (translated, may be
 * str_null) is shown once on the next page. */
MUST enum err reply_redirect(struct req *rq, str path, str notice);
/* A body of any type: "text/calendar; charset=utf-8". filename: str_null, or for Content-Disposition: attachment. */
MUST enum err reply_bytes(struct req *rq, int status, const char *type, str body, str filename);
/* JSON from a writer's buffer. */
MUST enum err reply_json(struct req *rq, int status, str json);
/* A problem document (RFC 9457) with a code and a translated detail. */
MUST enum err reply_problem(struct req *rq, int status, const char *code, str detail);
/* Adds a response header; a CR or LF in value is a BUG. */
void reply_header(struct req *rq, const char *name, str value);
/* For caches of browsers: call in a GET before rendering; true: a 304 has been prepared, return OK at once. `version` is
 * anything that changes with the content. */
bool reply_not_modified(struct req *rq, str version);
/* Sets the sign-in cookie to a new token (only its secret_hash is stored) for max_age seconds; removes it; remembers the
 * language. Sign-in pages only: there is no other cookie. */
void reply_sign_in(struct req *rq, str token, int64_t max_age);
void reply_sign_out(struct req *rq);
void reply_language(struct req *rq, enum lang lang);
/* What the sign-in cookie of this browser holds, whether it was accepted or not; str_null without one. For sign-in pages. */
str req_sign_in_cookie(const struct req *rq);
/* secret_hash of the sign-in that was accepted; str_null: nobody is signed in. */
str req_sign_in_hash(const struct req *rq);
/* Server-sent events of a live topic (live.h); the connection stays. */
MUST enum err reply_events(struct req *rq, str topic);

#endif
