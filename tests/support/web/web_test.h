/* A browser for tests: runs requests through the whole chain in this process, without a socket.
 *
 *   static void test_page(void **state)
 *   {
 *       struct test_web t;
 *       test_web_open(&t, all_route_tables, all_route_tables_count);
 *       assert_status(get(&t, "/en/events"), 200);
 *       as_role(&t, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
 *       struct test_reply *r = post(&t, "/en/events/new", "title=Visit&seats=20");
 *       assert_redirect(r, "/en/events/");
 *       assert_text(follow(&t, r), "Visit");
 *       assert_budget(r, 12, 40000, 500000);
 *       test_web_close(&t);
 *   }
 *
 * Of itself it sends the form token, Origin and Host, keeps cookies, and asserts on every reply: the policy headers, no
 * handler that changed the answer's kind, well-formed tags are not its business. Time and randomness are those of t.store. */
#ifndef TALKOOT_TESTS_WEB_TEST_H
#define TALKOOT_TESTS_WEB_TEST_H

#include "base/settings.h"
#include "support/store/store_support.h"
#include "web/request.h"
#include "web/web.h"

enum { TEST_COOKIES = 8, TEST_REPLIES = 512, TEST_HEADERS = 16 };

struct test_reply {
	struct http_reply r;
	int status;
	str body;
	struct arena *a;
};

struct test_web {
	struct test_store store;
	struct settings settings;
	struct web_options options;
	struct web *web;
	struct arena *a;
	struct { str name, value; } cookies[TEST_COOKIES];
	struct actor actor; /* account 0: nobody is signed in */
	struct role_grant grant;
	struct http_header extra[TEST_HEADERS]; /* sent with every request until test_headers_clear */
	size_t extra_count;
	str peer;
	bool no_token;      /* post sends no form token */
	struct test_reply *replies[TEST_REPLIES];
	size_t reply_count;
};

/* Database, settings (languages fi, en, sv offered in this order, http://localhost:8080, no rate limit, no page cache) and routes. */
void test_web_open(struct test_web *t, const struct route_table *const *tables, size_t n);
/* The same with a last word on the options. */
void test_web_open_with(struct test_web *t, const struct route_table *const *tables, size_t n,
			void (*change)(struct web_options *options));
void test_web_close(struct test_web *t);

/* Who asks from now on. */
void as_nobody(struct test_web *t);
void as_role(struct test_web *t, enum access_role role, enum role_scope scope, int64_t scope_id);
/* Any actor; its strings and grants must outlive its use. */
void as_actor(struct test_web *t, const struct actor *actor);

struct test_reply *get(struct test_web *t, const char *target);
/* body: urlencoded pairs; NULL: none. */
struct test_reply *post(struct test_web *t, const char *target, const char *body);
struct test_reply *post_multipart(struct test_web *t, const char *target, str body, const char *boundary);
struct test_reply *send_json(struct test_web *t, const char *method, const char *target, const char *json);
/* Anything: headers and body as given, no token, no Origin. */
struct test_reply *send_raw(struct test_web *t, const char *method, const char *target, str body);
/* GET of the reply's Location. */
struct test_reply *follow(struct test_web *t, struct test_reply *r);
void test_header(struct test_web *t, const char *name, const char *value);
void test_headers_clear(struct test_web *t);
/* A form token as the page of this actor would have it. */
str test_token(struct test_web *t);

#define assert_status(reply, want) test_status((reply), (want), __FILE__, __LINE__)
#define assert_text(reply, text) test_text((reply), (text), true, __FILE__, __LINE__)
#define assert_no_text(reply, text) test_text((reply), (text), false, __FILE__, __LINE__)
/* 302/303 to a Location that begins so. */
#define assert_redirect(reply, start) test_redirect((reply), (start), __FILE__, __LINE__)
/* At most so many statements, bytes of the body, bytes of the arena. */
#define assert_budget(reply, statements, bytes, arena) \
	test_budget((reply), (statements), (bytes), (arena), __FILE__, __LINE__)
str test_reply_header(const struct test_reply *r, const char *name); /* null: absent */

struct test_reply *test_status(struct test_reply *r, int want, const char *file, int line);
void test_text(struct test_reply *r, const char *text, bool there, const char *file, int line);
void test_redirect(struct test_reply *r, const char *start, const char *file, int line);
void test_budget(struct test_reply *r, unsigned statements, size_t bytes, size_t arena, const char *file, int line);

#endif
