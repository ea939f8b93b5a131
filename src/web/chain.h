/* What the files of the chain share. Nobody outside src/web/ includes this.
 *
 * One request goes through route.c (the order of the links), which calls
 *   body.c       bodies and queries to fields        guard.c    permission, origin, form tokens, honeypot
 *   language.c   languages and cookies               once_guard.c, once_api.c  double clicks, Idempotency-Key
 *   headers.c    policy headers                      error_page.c  the page of an error
 *   cache.c      the micro-cache                     reply.c, page_reply.c  what handlers answer with */
#ifndef TALKOOT_WEB_CHAIN_H
#define TALKOOT_WEB_CHAIN_H

#include "base/encode.h"
#include "base/log.h"
#include "web/form_check.h"
#include "web/rate.h"
#include "web/request.h"
#include "web/router.h"
#include "web/web.h"

struct cache;
struct once_guard;

struct web {
	struct web_options o;
	struct arena *a;
	struct router *router;
	struct rate *rate;
	struct cache *cache;
	struct once_guard *once;
	str host;   /* of public_url, with its port */
	bool https;
	str cookie_sign_in, cookie_lang; /* names */
};

enum { BODY_DEFAULT_MAX = 64 * 1024, BODY_FIELDS_MAX = 200, FIELD_NAME_MAX = 64, QUERY_PARAMS_MAX = 32, QUERY_VALUE_MAX = 500,
       NOTICE_MAX = 300 };

#define NOTICE_PARAMETER "_n" /* the query parameter of a sealed notice */

enum kind { KIND_PAGE, KIND_API, KIND_FILE };

/* What became of the form token of a post. */
enum token_state { TOKEN_GOOD, TOKEN_TOO_YOUNG, TOKEN_TOO_OLD, TOKEN_OF_VISITOR /* signed in meanwhile */, TOKEN_BAD };

struct request_private {
	const struct http_request *in;
	struct http_reply *out;
	enum kind kind;
	enum router_method method;
	bool head;
	str path, query; /* as sent */
	str segments[ROUTER_SEGMENTS];
	size_t segment_count, first; /* first: 1 when segments[0] is the language */
	bool slash, has_lang;
	struct router_match match;
	struct form_pair *params;
	size_t param_count;
	struct form_item *items; /* of the body */
	size_t item_count;
	struct actor actor;
	str sign_in;   /* hash of the token that was shown and accepted, or null */
	bool by_cookie;
	bool answered; /* a reply has been made */
	str notice;    /* verified text for the top of the page */
	enum token_state token_state;
	str form_token;  /* made for this page, null before it is asked for */
	str once_key;
	str api_once_key; /* of an API call with Idempotency-Key, else null: as once_key, without the body */
	struct buf body;
	struct html html;
	struct page *page;
	const char *cache_control; /* set by who knows better than headers.c */
	str etag;
};

/* A request before its links have run. */
struct req *chain_begin(struct web *w, struct arena *a, const struct http_request *in, struct http_reply *out);

/* body.c */
MUST enum err body_parse_query(struct req *rq);
/* ERR_INVALID malformed; ERR_LIMIT too many fields; ERR_CONFLICT: content type not one of the route's. */
MUST enum err body_parse(struct req *rq);
bool body_is_json(const struct http_request *in);
str body_item(const struct req *rq, const char *name); /* of an undeclared field of the chain itself: csrf */

/* language.c */
str cookie_value(const struct http_request *in, str name);
bool lang_is_offered(const struct web *w, enum lang lang);
/* By cookie, then Accept-Language, then the default. */
enum lang lang_choose(const struct req *rq);

/* guard.c */
/* Is this request from a page of ours? */
bool guard_same_origin(const struct req *rq);
str guard_token_new(struct req *rq);
enum token_state guard_token_check(struct req *rq, str token);
/* A text that nobody but us can have written, for an address: "" when it is too long. */
str guard_seal(const struct req *rq, str purpose, str text);
str guard_unseal(const struct req *rq, str purpose, str sealed, int64_t age_max);
void guard_mac(const struct web *w, const char *purpose, str a, str b, unsigned char out[16]);

/* headers.c */
void headers_finish(struct req *rq);
void headers_add(struct http_reply *out, str name, str value);
void headers_set_cookie(struct req *rq, str name, str value, int64_t max_age);

/* error_page.c: replaces whatever reply there was. */
void error_reply(struct req *rq, int status, str detail);
int error_status(enum err e, bool anonymous);
/* The page for ERR_SIGN_IN, which is a redirect for pages. */
void error_sign_in(struct req *rq);
const char *error_code(int status);

/* reply.c */
enum err reply_location(struct req *rq, int status, str location);
/* Copies the reply and its texts into a; ERR_MEMORY leaves *to unfinished. Holds no lock's owner up: it never jumps out. */
MUST enum err reply_copy(struct arena *a, struct http_reply *to, const struct http_reply *from);

/* cache.c: the micro-cache. */
struct cache *cache_new(void);
void cache_free(struct cache *c);
/* The key of a page: now address and language; a version row can be appended later. */
str cache_key(const struct req *rq);
bool cache_get(struct cache *c, struct arena *a, str key, int64_t now_ms, int max_age_ms, struct http_reply *out);
void cache_put(struct cache *c, str key, int64_t now_ms, const struct http_reply *reply);

/* once_guard.c: one answer for a double click. */
struct once_guard *once_guard_new(void);
void once_guard_free(struct once_guard *g);
/* false: the same post ran or has just run: *out is its answer. true: go on, and call once_guard_done. Waits for a
 * post under way, at most 10 s. */
bool once_guard_begin(struct once_guard *g, struct arena *a, str key, int64_t now_ms, struct http_reply *out);
void once_guard_done(struct once_guard *g, str key, int64_t now_ms, const struct http_reply *reply);

/* once_api.c: Idempotency-Key of the API. Runs run(rq) unless the call was answered in the last 24 hours: then the same
 * answer is given again; 422 when the body was another one, 409 while the first call still runs. Only successes are kept:
 * a refused call may be corrected under the same key. Kept in the database: holds over restarts and over all nodes. */
MUST enum err once_api(struct req *rq, enum err (*run)(void *rq));

#endif
