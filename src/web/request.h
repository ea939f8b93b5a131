/* A request and its reply without a transport: what web/server.c makes of a socket, and tests and fuzzers make by hand.
 *
 * web_handle runs one request from its raw target to its reply in the calling thread. It never waits for another request
 * but the writer and keeps nothing of the request afterwards.
 *
 * Invariants:
 *   - All strings of the request live until the reply has been sent; web_handle copies nothing of it needlessly.
 *   - The strings of the reply live in the arena that was handed in, or are static.
 *   - web_handle always fills a reply, whatever bytes came in, unless it returns ERR_AGAIN_SLOW.
 *   - The request head is at most 32 KB (the transport's limit), the body at most what web_plan said.
 * Limits here: target 4,096 bytes, 100 headers, 32 query parameters of 500 bytes. */
#ifndef TALKOOT_WEB_REQUEST_H
#define TALKOOT_WEB_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/str.h"
#include "store/ctx.h"
#include "store/db.h"
#include "web/page.h"

struct web;
struct req;
struct route_table;
struct settings;
struct live;
struct log;

struct http_header {
	str name, value;
};

struct http_request {
	str method; /* "GET", as sent */
	str target; /* path and query as sent: "/fi/events?q=x" */
	const struct http_header *headers;
	size_t header_count;
	str body;
	str peer;   /* network address of the caller, after trusted proxies: "192.0.2.7", "2001:db8::1" */
};

enum { HTTP_HEADERS_MAX = 100, HTTP_TARGET_MAX = 4096, HTTP_REPLY_HEADERS_MAX = 24 };

struct http_reply {
	int status;
	struct http_header headers[HTTP_REPLY_HEADERS_MAX];
	size_t header_count;
	str body;
	bool body_static; /* the body outlives the arena */
	bool head;        /* answer to HEAD: the length is told, the body not sent */
	str topic;        /* not null: server-sent events of this topic follow instead of a body */
	str last_event;   /* Last-Event-ID of the reader, str_null when new */
	/* For logs and budgets. */
	const char *route; /* the route's path, NULL when none matched */
	struct trace trace;
	size_t arena_bytes;
	str request_id;
};

/* Which credential was shown. */
enum credential { CREDENTIAL_COOKIE, CREDENTIAL_BEARER };

/* What the instance says about itself as far as pages need it. Texts live as long as the web they are given to. */
struct site {
	str public_url;  /* "https://talkoot.example.fi", without slash at the end: absolute links, cookies, Host and origin
			    checks. "http://..." switches Secure cookies and HSTS off */
	struct page_site page[LANG_COUNT]; /* name, contact, logo: what the frame shows */
	enum lang offered[LANG_COUNT]; /* languages of the public pages, the default first */
	size_t offered_count;
	bool rate_limit;
	int page_cache_ms;   /* 0 .. 1000; 0 switches the micro-cache off */
	str frame_ancestors; /* who may embed the embed routes: "'self' https://www.example.fi"; empty: nobody */
	str theme_css;       /* body of /theme.css: the instance's colours as variables */
};

/* The site as the settings have it; texts are those of the settings. */
void site_from_settings(struct site *site, const struct settings *settings);
/* Adds what is shown of the instance: contact, logo, colours (texts in a). false: a colour cannot be read; *ret_why says so. */
MUST bool site_dress_up(struct site *site, struct arena *a, const struct settings *settings, str *ret_why);

/* Part of /readyz: is the process fit to get requests, and how long are its queues. */
struct readiness {
	bool ready;
	size_t waiting_writes, waiting_slow;
};

/* What the transport and the instance hand to the chain. */
struct web_options {
	struct store *store;
	const struct settings *settings; /* handed on in the context */
	struct site site;
	const struct route_table *const *tables;
	size_t table_count;
	struct clock clock;
	struct random random;
	unsigned char secret[32]; /* signs form tokens and notices; the same on all nodes of an instance */
	/* Who shows this token? Fills *ret (memory of the context) and returns OK; ERR_SIGN_IN when the token is unknown or over.
	 * token_hash is store/secret.h's. NULL: nobody can sign in. */
	enum err (*load_actor)(struct ctx *c, enum credential credential, str token_hash, struct actor *ret);
	/* The sign-in was used now; called when load_actor said `renew`. Its failure refuses nothing. NULL: sign-ins do not end. */
	enum err (*renew)(struct ctx *c, struct writer *w, str token_hash);
	/* Puts into each page what is the instance's and the features': the main menu, the search box. NULL: nothing. */
	void (*dress)(struct req *rq, struct page *page);
	int form_age_min;  /* seconds a form must have been open before it may be sent: faster is a program. 0: none */
	struct live *live; /* the hub of live pages, NULL: none */
	const struct log *log; /* NULL: nothing is logged */
	struct readiness (*ready)(void *arg, struct ctx *c); /* what /readyz asks beside the database; NULL: nothing */
	void *ready_arg;
};

/* Builds the routes. ERR_INVALID: two routes have the same path and method, a path is malformed, or one states no
 * permission; *ret_why says which, with file and line. */
MUST enum err web_new(const struct web_options *options, struct arena *a, struct web **ret, str *ret_why);
void web_free(struct web *w);

/* Where a request is to run, and how large its body may be; told by method and target alone, before the body is read. */
enum run_where { RUN_HERE, RUN_SLOW, RUN_WAIT };
struct http_plan {
	enum run_where where;
	size_t body_max;
};
struct http_plan web_plan(struct web *w, struct arena *a, str method, str target);

/* Answers. `quick`: database reads are limited to 20 ms; ERR_AGAIN_SLOW is then possible, and the same request is to be run
 * again without it (with a new arena). */
MUST enum err web_handle(struct web *w, struct arena *a, const struct http_request *in, bool quick, struct http_reply *out);

/* The answer to a request that the transport itself refuses (status 400, 408, 413, 414, 431, 503): plain text, static. */
void web_refuse(int status, struct http_reply *out);

/* One header of a request by name (any case; the first), or str_null. */
str http_header(const struct http_request *in, const char *name);
/* One header of a reply. */
str http_reply_header(const struct http_reply *out, const char *name);

/* All route tables of src/web and src/features, collected by CMake from the names of the files x_web.c and x_api.c. Linked
 * from the features layer on. */
extern const struct route_table *const all_route_tables[];
extern const size_t all_route_tables_count;

/* The hub of live pages that belongs to these routes. */
struct live *web_live(struct web *w);
const struct site *web_site(const struct web *w);

#endif
