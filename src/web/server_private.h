/* What the three files of the server share. */
#ifndef TALKOOT_WEB_SERVER_PRIVATE_H
#define TALKOOT_WEB_SERVER_PRIVATE_H

#include <microhttpd.h>

#include "web/server.h"

/* One connection, as the reaper sees it. */
struct link {
	struct link *previous, *next;
	int fd;
	struct address from;
	int64_t deadline_us; /* 0: none */
};

enum exchange_state {
	EXCHANGE_NEW,      /* the head has just been read */
	EXCHANGE_READING,  /* the body comes */
	EXCHANGE_RUNNING,  /* suspended: a pool works */
	EXCHANGE_ANSWERED, /* resumed: the reply is there */
	EXCHANGE_GIVEN_UP, /* resumed without a reply: 503 */
	EXCHANGE_SENDING
};

struct exchange {
	struct server *server;
	struct MHD_Connection *connection;
	struct exchange *previous, *next; /* of the suspended ones, under the server's lock as refs and is_suspended */
	unsigned refs;
	bool is_suspended;
	int64_t answer_by_us;
	enum exchange_state state;
	struct arena *a;
	char *target;
	struct http_header headers[HTTP_HEADERS_MAX];
	char peer[ADDRESS_TEXT_SIZE];
	struct http_request in;
	struct http_plan plan;
	int64_t length; /* of the body as announced; -1: chunked */
	char *body;
	size_t body_n, body_room;
	struct http_reply reply, refusal;
};

int64_t server_now_us(void);
/* server_head.c: fills x->in but its peer. 0, or the status of the refusal. */
int server_read_head(struct exchange *x, const char *method, const char *version);
/* The caller's address: that of the connection, or what the trusted proxies say. */
void server_peer(const struct server_options *o, struct exchange *x, const struct address *from);
/* server_stream.c: a reply that goes on; NULL: too many readers. */
struct MHD_Response *server_stream(struct live *live, struct MHD_Connection *connection, const struct http_reply *r);

#endif
