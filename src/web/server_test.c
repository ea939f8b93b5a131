/* The server over real sockets: hostile heads, bodies, slowness, pools, streams, stopping. */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "support/web/web_test.h"
#include "web/live.h"
#include "web/server.h"

struct text_in {
	str text;
};
static const struct field text_fields[] = { { FIELD(struct text_in, text), .type = FIELD_LONG_TEXT, .max = 100000 } };
static const struct form_def text_form = FORM("text", text_fields, struct text_in);

static _Atomic bool gate_open; /* the slow page waits for it */

static enum err length_post(struct req *rq, struct writer *w)
{
	struct text_in in;

	(void)w;
	TRY(req_json(rq, &text_form, &in));
	return reply_bytes(rq, 200, "text/plain", str_format(rq->c->a, "length %zu", in.text.n), str_null);
}

static enum err peer_get(struct req *rq)
{
	return reply_bytes(rq, 200, "text/plain", STR_CONCAT(rq->c->a, S("address "), rq->c->address), str_null);
}

static enum err waits_get(struct req *rq)
{
	struct timespec pause = { 0, 1000000 };

	while (!atomic_load(&gate_open))
		nanosleep(&pause, NULL);
	return reply_bytes(rq, 200, "text/plain", S("waited"), str_null);
}

static enum err again_get(struct req *rq)
{
	if (rq->c->quick_deadline_us != 0)
		return ERR_AGAIN_SLOW;
	return reply_bytes(rq, 200, "text/plain", STR_CONCAT(rq->c->a, S("slowly "), rq->c->address), str_null);
}

static enum err live_get(struct req *rq)
{
	return reply_events(rq, S("seats desk"));
}

static const struct route routes[] = {
	GET_API("/peer", peer_get, PERM_PUBLIC, QUICK),
	GET_API("/waits", waits_get, PERM_PUBLIC, SLOW),
	GET_API("/again", again_get, PERM_PUBLIC, QUICK),
	GET_API("/live", live_get, PERM_PUBLIC, QUICK),
	WRITE_API("POST", "/api/length", length_post, PERM_PUBLIC, &text_form, .body_max = 50000),
};
static const struct route_table table = ROUTE_TABLE(routes);
extern const struct route_table static_web_routes;
static const struct route_table *const tables[] = { &table, &static_web_routes };

struct fixture {
	struct test_web web;
	struct server *server;
	struct live *live;
	struct address_range trusted;
	struct arena *a;
};

static struct live *live_for_test;

static void with_live(struct web_options *o)
{
	o->live = live_for_test;
}

static void start(struct fixture *f, int connections)
{
	struct server_options o = { .host = S("127.0.0.1"), .connections = connections, .head_timeout = 1, .threads = 2 };
	struct random random = random_system();
	str why;

	atomic_store(&gate_open, false);
	f->live = live_for_test = live_start(&random, 3);
	test_web_open_with(&f->web, tables, 2, with_live);
	f->a = arena_new(1 << 20);
	assert_true(address_range_parse(S("127.0.0.2/32"), &f->trusted));
	o.web = f->web.web;
	o.live = f->live;
	o.trusted = &f->trusted;
	o.trusted_n = 1;
	if (server_start(&o, f->a, &f->server, &why) != OK)
		fail_msg("%.*s", STR_ARG(why));
}

static void stop(struct fixture *f)
{
	server_stop(f->server);
	live_stop(f->live);
	test_web_close(&f->web);
	arena_free(f->a);
}

/* ---- a client that can do everything wrong --------------------------------------------------------------------------- */

static int dial_from(struct fixture *f, const char *from)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(f->server)) };
	struct sockaddr_in mine = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(inet_pton(AF_INET, from, &mine.sin_addr), 1);
	assert_int_equal(bind(fd, (struct sockaddr *)&mine, sizeof mine), 0);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

static int dial(struct fixture *f)
{
	return dial_from(f, "127.0.0.1");
}

static void say(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent <= 0)
			return; /* the server has hung up, which the answer will show */
		bytes += sent;
		n -= (size_t)sent;
	}
}

static char heard[200000];

/* Reads until the server closes, `until` has come (NULL: the close alone), or ms have passed. */
static const char *hear(int fd, const char *until, int ms)
{
	size_t n = 0;

	heard[0] = '\0';
	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t got;

		if (until != NULL && strstr(heard, until) != NULL)
			return heard;
		if (poll(&p, 1, ms) <= 0)
			return heard;
		got = recv(fd, heard + n, sizeof heard - 1 - n, 0);
		if (got <= 0)
			return heard;
		n += (size_t)got;
		heard[n] = '\0';
	}
}

static const char *ask(struct fixture *f, const char *bytes, size_t n)
{
	int fd = dial(f);

	say(fd, bytes, n);
	(void)hear(fd, NULL, 5000);
	close(fd);
	return heard;
}

static int count(const char *text, const char *part)
{
	int n = 0;

	for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
		n++;
	return n;
}

#define assert_answer(f, bytes, want) assert_answer_n((f), (bytes), sizeof(bytes) - 1, (want), __LINE__)
static void assert_answer_n(struct fixture *f, const char *bytes, size_t n, const char *want, int line)
{
	const char *answer = ask(f, bytes, n);

	/* libmicrohttpd sends the head of its own refusals twice, and closes: only a second success would be wrong. */
	if (strncmp(answer, want, strlen(want)) != 0 || count(answer, "HTTP/1.1 2") > (want[9] == '2' ? 1 : 0))
		fail_msg("line %d: want %s, got: %.300s", line, want, answer);
}

/* ---- tests ---------------------------------------------------------------------------------------------------------- */

#define HOST "Host: localhost:8080\r\n"
#define CLOSE "Connection: close\r\n\r\n"

static void test_plain_request(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 0);
	assert_answer(&f, "GET /healthz HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ");
	assert_non_null(strstr(heard, "\r\n\r\nok\n"));
	assert_non_null(strstr(heard, "Content-Security-Policy: default-src 'none'"));
	assert_answer(&f, "HEAD /healthz HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ");
	assert_null(strstr(heard, "ok\n"));
	assert_answer(&f, "GET / HTTP/1.1\r\nHost: evil.example\r\n" CLOSE, "HTTP/1.1 421 ");
	stop(&f);
}

/* Every row of the table of hostile input of the design's server comparison. */
static void test_hostile_heads(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 0);
	assert_answer(&f, "GET /healthz HTTP/1.1\r\n" CLOSE, "HTTP/1.1 400 ");
	assert_answer(&f, "GET /healthz HTTP/1.1\r\n" HOST HOST CLOSE, "HTTP/1.1 400 ");
	assert_answer(&f,
		      "POST /api/length HTTP/1.1\r\n" HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
		      "0\r\n\r\nGET /healthz HTTP/1.1\r\n" HOST CLOSE,
		      "HTTP/1.1 400 ");
	assert_answer(&f,
		      "POST /api/length HTTP/1.1\r\n" HOST "Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
		      "HTTP/1.1 400 ");
	assert_answer(&f,
		      "POST /api/length HTTP/1.1\r\n" HOST "Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345",
		      "HTTP/1.1 400 ");
	assert_answer(&f, "POST /api/length HTTP/1.1\r\n" HOST "Content-Length: +5\r\n\r\n12345", "HTTP/1.1 400 ");
	assert_answer(&f, "POST /api/length HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "HTTP/1.1 400 ");
	assert_answer(&f, "GET /healthz HTTP/1.1\r\n" HOST "X-Space : 1\r\n" CLOSE, "HTTP/1.1 400 ");
	assert_answer(&f, "GET /healthz HTTP/1.1\r\n" HOST "X-Nul: a\0b\r\n" CLOSE, "HTTP/1.1 400 ");
	assert_answer(&f, "GET /healthz HTTP/1.1\r\nX-Nul: a\0\0b\r\n" HOST CLOSE, "HTTP/1.1 400 ");
	assert_answer(&f, "GET /healthz HTTP/1.1\r\n" HOST "Connection: close\r\nX-Nul: a\0b\r\n\r\n", "HTTP/1.1 400 ");
	assert_answer(&f, "GET /healthz HTTP/1.1\r\n" HOST "X-Fold: a\r\n b\r\n" CLOSE, "HTTP/1.1 400 ");
	assert_answer(&f, "GET /healthz HTTP/1.1\n" HOST "X-Bare: a\nX-Next: b\r\n" CLOSE, "HTTP/1.1 400 ");
	assert_answer(&f, "GET /healthz HTTP/1.1\r\n" HOST "X-Empty:\r\nX-Blank: a \t \r\nX-Tight:a\r\n" CLOSE, "HTTP/1.1 200 ");
	assert_answer(&f, "GET /healthz HTTP/1.1\r\n" HOST "X-Bell: a\ab\r\n" CLOSE, "HTTP/1.1 400 ");
	assert_answer(&f, "GET /health\x01z HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 400 ");
	assert_answer(&f, "GET http://localhost:8080/healthz HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 400 ");
	stop(&f);
}

/* A head in many small pieces, larger than the first buffer of the library. */
static void test_head_in_pieces(void **state)
{
	struct fixture f;
	static char text[24000];
	int fd, n;

	(void)state;
	start(&f, 0);
	n = snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 20; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, "X-Header-%d: %01000d\r\n", i, i);
	n += snprintf(text + n, sizeof text - (size_t)n, CLOSE);
	fd = dial(&f);
	for (int at = 0; at < n; at += 97) {
		say(fd, text + at, (size_t)(n - at < 97 ? n - at : 97));
		if (at % 970 == 0)
			(void)hear(fd, NULL, 1);
	}
	assert_memory_equal(hear(fd, NULL, 3000), "HTTP/1.1 200", 12);
	close(fd);
	stop(&f);
}

static void test_long_heads(void **state)
{
	struct fixture f;
	static char text[101000];
	int n;

	(void)state;
	start(&f, 0);
	n = snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\n" HOST "X-Long: ");
	memset(text + n, 'a', 100000);
	assert_answer_n(&f, text, 100000 + (size_t)n, "HTTP/1.1 431 ", __LINE__);
	n = snprintf(text, sizeof text, "GET /");
	memset(text + n, 'a', 100000);
	assert_answer_n(&f, text, 100000 + (size_t)n, "HTTP/1.1 414 ", __LINE__);
	n = snprintf(text, sizeof text, "GET /healthz?");
	memset(text + n, 'a', 5000);
	n += 5000;
	n += snprintf(text + n, 200, " HTTP/1.1\r\n" HOST CLOSE);
	assert_answer_n(&f, text, (size_t)n, "HTTP/1.1 414 ", __LINE__);
	n = snprintf(text, sizeof text, "GET /healthz HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 120; i++)
		n += snprintf(text + n, sizeof text - (size_t)n, "X-Header-%d: 1\r\n", i);
	n += snprintf(text + n, sizeof text - (size_t)n, CLOSE);
	assert_answer_n(&f, text, (size_t)n, "HTTP/1.1 431 ", __LINE__);
	stop(&f);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void test_dripping_head_is_cut(void **state)
{
	struct fixture f;
	int64_t begin;
	int fd;
	char c;

	(void)state;
	start(&f, 0);
	fd = dial(&f);
	begin = now_ms();
	say(fd, "GET /healthz HTTP/1.1\r\nX-Drip: ", 31);
	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };

		if (poll(&p, 1, 100) > 0 && recv(fd, &c, 1, 0) <= 0)
			break;
		say(fd, "a", 1);
		assert_true(now_ms() - begin < 5000);
	}
	assert_true(now_ms() - begin >= 900);
	close(fd);
	stop(&f);
}

static const char *post_length(struct fixture *f, size_t length, bool chunked)
{
	static char text[210000];
	int n = snprintf(text, sizeof text, "POST /api/length HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
			 "Connection: close\r\n");
	char *at;

	if (chunked)
		n += snprintf(text + n, 100, "Transfer-Encoding: chunked\r\n\r\n%zx\r\n", length + 11);
	else
		n += snprintf(text + n, 100, "Content-Length: %zu\r\n\r\n", length + 11);
	at = text + n;
	at += sprintf(at, "{\"text\":\"");
	memset(at, 'x', length);
	at += length;
	at += sprintf(at, "\"}");
	if (chunked)
		at += sprintf(at, "\r\n0\r\n\r\n");
	return ask(f, text, (size_t)(at - text));
}

static void test_bodies(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 0);
	assert_non_null(strstr(post_length(&f, 20000, false), "length 20000"));
	assert_non_null(strstr(post_length(&f, 20000, true), "length 20000"));
	/* Announced as too large: refused before it is read. Chunked: cut off when it turns out so. */
	assert_memory_equal(post_length(&f, 60000, false), "HTTP/1.1 413", 12);
	assert_null(strstr(post_length(&f, 60000, true), "200"));
	assert_memory_equal(ask(&f, "POST /nowhere HTTP/1.1\r\n" HOST "Content-Length: 99999999\r\n\r\n", 74), "HTTP/1.1 413", 12);
	stop(&f);
}

static void test_quick_that_is_slow_goes_on_in_the_pool(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 0);
	assert_non_null(strstr(ask(&f, "GET /again HTTP/1.1\r\n" HOST CLOSE, sizeof("GET /again HTTP/1.1\r\n" HOST CLOSE) - 1),
			       "slowly 127.0.0.0/24"));
	stop(&f);
}

static void test_only_trusted_proxies_name_the_caller(void **state)
{
	static const char request[] = "GET /peer HTTP/1.1\r\n" HOST "X-Forwarded-For: 10.9.9.9, 203.0.113.5\r\n" CLOSE;
	struct fixture f;
	int fd;

	(void)state;
	start(&f, 0);
	assert_non_null(strstr(ask(&f, request, sizeof request - 1), "address 127.0.0.0/24"));
	fd = dial_from(&f, "127.0.0.2");
	say(fd, request, sizeof request - 1);
	assert_non_null(strstr(hear(fd, NULL, 5000), "address 203.0.113.0/24"));
	close(fd);
	stop(&f);
}

static void test_one_address_does_not_take_all(void **state)
{
	struct fixture f;
	int fds[40], other;

	(void)state;
	start(&f, 64);
	for (int i = 0; i < 40; i++)
		fds[i] = dial(&f);
	/* 32 are half of all; the rest is closed at once. */
	assert_string_equal(hear(fds[39], NULL, 3000), "");
	other = dial_from(&f, "127.0.0.3");
	say(other, "GET /healthz HTTP/1.1\r\n" HOST CLOSE, sizeof("GET /healthz HTTP/1.1\r\n" HOST CLOSE) - 1);
	assert_non_null(strstr(hear(other, NULL, 3000), "200"));
	close(other);
	for (int i = 0; i < 40; i++)
		close(fds[i]);
	stop(&f);
}

static void test_full_queue_answers_busy(void **state)
{
	enum { MANY = 300 };
	static const char request[] = "GET /waits HTTP/1.1\r\n" HOST CLOSE;
	struct fixture f;
	int fds[MANY], busy = 0, served = 0;

	(void)state;
	start(&f, 1000);
	for (int i = 0; i < MANY; i++) {
		fds[i] = dial(&f);
		say(fds[i], request, sizeof request - 1);
	}
	for (int i = 0; i < MANY; i++) {
		struct pollfd p = { .fd = fds[i], .events = POLLIN };

		if (poll(&p, 1, i == 0 ? 1000 : 0) > 0 && strstr(hear(fds[i], NULL, 1000), "HTTP/1.1 503") != NULL) {
			assert_non_null(strstr(heard, "Retry-After: 2"));
			busy++;
			close(fds[i]);
			fds[i] = -1;
		}
	}
	atomic_store(&gate_open, true);
	for (int i = 0; i < MANY; i++) {
		if (fds[i] < 0)
			continue;
		if (strstr(hear(fds[i], NULL, 5000), "waited") != NULL)
			served++;
		close(fds[i]);
	}
	assert_true(busy > 0);
	assert_true(served >= 256);
	stop(&f);
}

static void *open_gate_later(void *arg)
{
	struct timespec pause = { 0, 100 * 1000 * 1000 };

	(void)arg;
	nanosleep(&pause, NULL);
	atomic_store(&gate_open, true);
	return NULL;
}

static void test_stop_answers_what_is_under_way(void **state)
{
	static const char request[] = "GET /waits HTTP/1.1\r\n" HOST "\r\n";
	struct fixture f;
	pthread_t thread;
	int fds[5];

	(void)state;
	start(&f, 0);
	for (int i = 0; i < 5; i++) {
		fds[i] = dial(&f);
		say(fds[i], request, sizeof request - 1);
	}
	/* A sixth that has been answered shows that the others have been read. */
	(void)ask(&f, "GET /again HTTP/1.1\r\n" HOST CLOSE, 0);
	while (server_readiness(f.server).waiting_slow < 3) {
		struct timespec pause = { 0, 1000000 };

		nanosleep(&pause, NULL);
	}
	assert_int_equal(pthread_create(&thread, NULL, open_gate_later, NULL), 0);
	stop(&f);
	pthread_join(thread, NULL);
	for (int i = 0; i < 5; i++) {
		assert_non_null(strstr(hear(fds[i], NULL, 1000), "waited"));
		close(fds[i]);
	}
}

static void test_live_stream(void **state)
{
	struct fixture f;
	int fd, second;
	char id[64] = "", again[200];
	const char *at;

	(void)state;
	start(&f, 0);
	fd = dial(&f);
	say(fd, "GET /live HTTP/1.1\r\n" HOST "\r\n", sizeof("GET /live HTTP/1.1\r\n" HOST "\r\n") - 1);
	assert_non_null(strstr(hear(fd, ":\n\n", 3000), "text/event-stream"));
	live_publish(S("seats"), 5, S("{\"left\":7}"));
	assert_non_null(strstr(hear(fd, "\n\n", 3000), "event: seats\ndata: {\"left\":7}\n\n"));
	at = strstr(heard, "id: ");
	assert_non_null(at);
	sscanf(at, "id: %60s", id);
	live_publish(S("seats"), 5, S("{\"left\":1}"));  /* not newer */
	live_publish(S("other"), 1, S("{\"x\":1}"));     /* not ours */
	live_publish(S("desk"), 1, S("{\"n\":2}"));
	assert_non_null(strstr(hear(fd, "\n\n", 3000), "event: desk"));
	assert_null(strstr(heard, "other"));
	assert_null(strstr(heard, "left"));
	/* Coming back with the id of the first gets the second. */
	second = dial(&f);
	snprintf(again, sizeof again, "GET /live HTTP/1.1\r\n" HOST "Last-Event-ID: %s\r\n\r\n", id);
	say(second, again, strlen(again));
	assert_non_null(strstr(hear(second, "\"n\":2", 3000), "event: desk"));
	close(second);
	second = dial(&f);
	say(second, "GET /live HTTP/1.1\r\n" HOST "Last-Event-ID: 1.999\r\n\r\n",
	    sizeof("GET /live HTTP/1.1\r\n" HOST "Last-Event-ID: 1.999\r\n\r\n") - 1);
	assert_non_null(strstr(hear(second, "reload", 3000), "event: reload"));
	stop(&f);
	(void)hear(fd, NULL, 1000);
	close(second);
	close(fd);
}

static void test_port_in_use_is_one_clear_sentence(void **state)
{
	struct fixture f;
	struct server_options o = { .host = S("127.0.0.1") };
	struct server *second;
	str why;

	(void)state;
	start(&f, 0);
	o.web = f.web.web;
	o.port = server_port(f.server);
	assert_int_equal(server_start(&o, f.a, &second, &why), ERR_IO);
	assert_true(str_find_str(why, S("is taken by another program")) < why.n);
	stop(&f);
}

TEST_MAIN(cmocka_unit_test(test_plain_request), cmocka_unit_test(test_hostile_heads), cmocka_unit_test(test_long_heads),
	  cmocka_unit_test(test_head_in_pieces),
	  cmocka_unit_test(test_dripping_head_is_cut), cmocka_unit_test(test_bodies),
	  cmocka_unit_test(test_quick_that_is_slow_goes_on_in_the_pool),
	  cmocka_unit_test(test_only_trusted_proxies_name_the_caller),
	  cmocka_unit_test(test_one_address_does_not_take_all), cmocka_unit_test(test_full_queue_answers_busy),
	  cmocka_unit_test(test_stop_answers_what_is_under_way), cmocka_unit_test(test_live_stream),
	  cmocka_unit_test(test_port_in_use_is_one_clear_sentence))
