/* The HTTP server: sockets and threads around web_handle.
 *
 * Invariants:
 *   - What HTTP/1.1 forbids is refused before anything looks at it: two or no Host, two Content-Lengths, a length beside a
 *     transfer coding, other codings than chunked, white space in header names, control characters anywhere in the head. Whoever
 *     stands in front of us (a proxy) and we always see the same requests.
 *   - Nobody can hold a connection by slowness: a request head must be complete within head_timeout, a body and a reply
 *     go on at 16 KB/s at least beside 20 s, an unused connection closes after 30 s.
 *   - A body larger than its route allows is refused before it is read, or when it turns out so.
 *   - Quick GETs are answered by the thread that read them; writes wait in a pool of 64 threads, slow work runs in a pool of as
 *     many threads as processors. Both have bounded queues; a full one answers 503 at once.
 *   - server_stop answers all that is under way (and ends the live streams) before it closes.
 *
 * libmicrohttpd is known to server.c, server_head.c and server_stream.c alone. It is not strict enough by itself, counts
 * time-outs from the last byte, and aborts when it is stopped with a suspended connection; hence this layer. */
#ifndef TALKOOT_WEB_SERVER_H
#define TALKOOT_WEB_SERVER_H

#include "base/address.h"
#include "base/log.h"
#include "web/request.h"

struct server;

struct server_options {
	struct web *web;
	struct live *live;  /* NULL: no streams */
	str host;           /* "127.0.0.1", "::1", "0.0.0.0", "localhost" */
	int port;           /* 0: any free one */
	int threads;        /* for slow work; 0: as many as processors. Twice as many (2 .. 8) read and answer */
	int connections;    /* 0: 4,096. One network address may have half of them, a trusted proxy all */
	int head_timeout;   /* seconds; 0: 10 */
	const struct address_range *trusted; /* proxies whose X-Forwarded-For is believed */
	size_t trusted_n;
	const struct log *log; /* NULL: none */
};

/* Listens and serves. ERR_IO: *ret_why is one sentence (the port is taken, the address is not ours). */
MUST enum err server_start(const struct server_options *options, struct arena *a, struct server **ret, str *ret_why);
/* The port it listens on. */
int server_port(const struct server *s);
/* For /readyz and figures. */
struct readiness server_readiness(const struct server *s);
/* Takes no new connection, answers what is under way (at most 10 s), closes. NULL is allowed. */
void server_stop(struct server *s);

#endif
