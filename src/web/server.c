/* Connections, exchanges and threads. An exchange is one request with its reply; it lives from the request line until the
 * reply has been sent and, when it ran in a pool, until that is done with it. */
#include "web/server.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/pool.h"
#include "web/live.h"
#include "web/server_private.h"

enum { ARENA_MAX = 48 * 1024 * 1024, WAIT_THREADS = 64, QUEUE_WRITES = 1024, QUEUE_SLOW = 256, IDLE_US = 30 * 1000000,
       BODY_BASE_US = 20 * 1000000, BYTES_PER_SECOND = 16 * 1024, ANSWER_US = 60 * 1000000, STOP_US = 10 * 1000000,
       BEAT_US = 15 * 1000000, REAP_NS = 250 * 1000 * 1000, ADDRESS_COUNTERS = 8192 };

struct server {
	struct server_options o;
	struct MHD_Daemon *daemon;
	struct pool *writes, *slow;
	int port;
	int head_us, per_address;
	_Atomic bool stopping;
	pthread_mutex_t lock; /* of the lists and counters below */
	struct link *links;
	struct exchange *suspended;
	size_t exchanges; /* under way */
	unsigned short by_address[ADDRESS_COUNTERS];
	pthread_t reaper;
	bool reaper_runs;
};

int64_t server_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- connections ---------------------------------------------------------------------------------------------------- */

static struct address address_of(const struct sockaddr *from)
{
	struct address a = { .bytes = { 0 } };

	if (from->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, from, sizeof in6);
		memcpy(a.bytes, &in6.sin6_addr, 16);
	} else if (from->sa_family == AF_INET) {
		struct sockaddr_in in4;

		memcpy(&in4, from, sizeof in4);
		a.bytes[10] = a.bytes[11] = 0xff;
		memcpy(a.bytes + 12, &in4.sin_addr, 4);
	}
	return a;
}

static bool is_trusted(const struct server *s, const struct address *a)
{
	for (size_t i = 0; i < s->o.trusted_n; i++)
		if (address_in_range(a, &s->o.trusted[i]))
			return true;
	return false;
}

static unsigned short *counter_of(struct server *s, const struct address *a)
{
	return &s->by_address[str_hash(str_make((const char *)a->bytes, sizeof a->bytes)) % ADDRESS_COUNTERS];
}

static enum MHD_Result accept_policy(void *cls, const struct sockaddr *from, socklen_t n)
{
	struct server *s = cls;
	struct address a = address_of(from);
	bool ok;

	(void)n;
	if (atomic_load(&s->stopping))
		return MHD_NO;
	pthread_mutex_lock(&s->lock);
	ok = is_trusted(s, &a) || *counter_of(s, &a) < s->per_address;
	pthread_mutex_unlock(&s->lock);
	return ok ? MHD_YES : MHD_NO;
}

static void link_open(struct server *s, struct MHD_Connection *connection, void **context)
{
	struct link *l = calloc(1, sizeof *l);

	*context = l;
	if (l == NULL)
		return;
	l->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	l->from = address_of(MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
	l->deadline_us = server_now_us() + s->head_us;
	pthread_mutex_lock(&s->lock);
	++*counter_of(s, &l->from);
	l->next = s->links;
	if (l->next != NULL)
		l->next->previous = l;
	s->links = l;
	pthread_mutex_unlock(&s->lock);
}

static void link_close(struct server *s, struct link *l)
{
	if (l == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	--*counter_of(s, &l->from);
	if (l->previous != NULL)
		l->previous->next = l->next;
	else
		s->links = l->next;
	if (l->next != NULL)
		l->next->previous = l->previous;
	pthread_mutex_unlock(&s->lock);
	free(l);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **context,
			  enum MHD_ConnectionNotificationCode what)
{
	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		link_open(cls, connection, context);
	else
		link_close(cls, *context);
}

/* From when on the reaper may cut the connection; 0: not at all. */
static void set_deadline(struct server *s, struct link *l, int64_t deadline_us)
{
	if (l == NULL)
		return;
	pthread_mutex_lock(&s->lock);
	l->deadline_us = deadline_us;
	pthread_mutex_unlock(&s->lock);
}

static int64_t time_for(size_t bytes)
{
	return server_now_us() + BODY_BASE_US + (int64_t)(bytes / BYTES_PER_SECOND) * 1000000;
}

/* ---- exchanges ------------------------------------------------------------------------------------------------------ */

static struct link *link_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* Called with the raw target as soon as the request line is there; what it returns comes to on_request. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
	struct server *s = cls;
	struct exchange *x = calloc(1, sizeof *x);

	if (x == NULL)
		return NULL;
	x->server = s;
	x->connection = connection;
	x->refs = 1;
	x->target = strdup(target);
	x->a = arena_new(ARENA_MAX);
	if (x->target == NULL || x->a == NULL) {
		free(x->target);
		arena_free(x->a);
		free(x);
		return NULL;
	}
	pthread_mutex_lock(&s->lock);
	s->exchanges++;
	pthread_mutex_unlock(&s->lock);
	return x;
}

static void exchange_drop(struct exchange *x)
{
	struct server *s = x->server;
	bool last;

	pthread_mutex_lock(&s->lock);
	last = --x->refs == 0;
	if (last)
		s->exchanges--;
	pthread_mutex_unlock(&s->lock);
	if (!last)
		return;
	arena_free(x->a);
	free(x->target);
	free(x->body);
	free(x);
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
			 enum MHD_RequestTerminationCode why)
{
	struct server *s = cls;
	struct exchange *x = *context;

	(void)why;
	*context = NULL;
	set_deadline(s, link_of(connection), server_now_us() + IDLE_US + s->head_us);
	if (x != NULL)
		exchange_drop(x);
}

static enum MHD_Result send_reply(struct exchange *x, const struct http_reply *r, bool close)
{
	struct MHD_Response *response;
	enum MHD_Result result;

	if (!str_is_null(r->topic)) {
		response = server_stream(x->server->o.live, x->connection, r);
		set_deadline(x->server, link_of(x->connection), 0);
		if (response == NULL) {
			web_refuse(503, &x->refusal);
			return send_reply(x, &x->refusal, true);
		}
	} else {
		/* The bytes are in the exchange's arena, which outlives the sending. */
		union { const char *in; void *out; } body = { r->body.p == NULL ? "" : r->body.p };

		response = MHD_create_response_from_buffer(r->body.n, body.out, MHD_RESPMEM_PERSISTENT);
		set_deadline(x->server, link_of(x->connection), time_for(r->body.n));
		if (response == NULL)
			return MHD_NO;
	}
	for (size_t i = 0; i < r->header_count; i++) {
		char name[64], *value = strndup(r->headers[i].value.p == NULL ? "" : r->headers[i].value.p, r->headers[i].value.n);

		snprintf(name, sizeof name, "%.*s", STR_ARG(r->headers[i].name));
		if (value != NULL)
			(void)MHD_add_response_header(response, name, value);
		free(value);
	}
	if (close || atomic_load(&x->server->stopping))
		(void)MHD_add_response_header(response, "Connection", "close");
	result = MHD_queue_response(x->connection, (unsigned)r->status, response);
	MHD_destroy_response(response);
	x->state = EXCHANGE_SENDING;
	return result;
}

static enum MHD_Result refuse(struct exchange *x, int status)
{
	web_refuse(status, &x->refusal);
	return send_reply(x, &x->refusal, true);
}

/* ---- work in pools ------------------------------------------------------------------------------------------------- */

/* Takes the exchange off the list of suspended ones; false: it has been taken off already. Whoever succeeds resumes. */
static bool take_suspended(struct exchange *x)
{
	struct server *s = x->server;
	bool mine;

	pthread_mutex_lock(&s->lock);
	mine = x->is_suspended;
	if (mine) {
		x->is_suspended = false;
		if (x->previous != NULL)
			x->previous->next = x->next;
		else
			s->suspended = x->next;
		if (x->next != NULL)
			x->next->previous = x->previous;
		x->previous = x->next = NULL;
	}
	pthread_mutex_unlock(&s->lock);
	return mine;
}

static void work(void *arg)
{
	struct exchange *x = arg;

	if (web_handle(x->server->o.web, x->a, &x->in, false, &x->reply) != OK)
		web_refuse(500, &x->reply);
	if (take_suspended(x)) {
		x->state = EXCHANGE_ANSWERED;
		MHD_resume_connection(x->connection);
	}
	exchange_drop(x);
}

/* Suspends the connection until a thread of the pool has the answer, or the deadline has passed. */
static enum MHD_Result run_in(struct exchange *x, struct pool *pool)
{
	struct server *s = x->server;

	set_deadline(s, link_of(x->connection), 0);
	x->state = EXCHANGE_RUNNING;
	MHD_suspend_connection(x->connection);
	pthread_mutex_lock(&s->lock);
	x->refs++;
	x->is_suspended = true;
	x->answer_by_us = server_now_us() + ANSWER_US;
	x->next = s->suspended;
	if (x->next != NULL)
		x->next->previous = x;
	s->suspended = x;
	pthread_mutex_unlock(&s->lock);
	if (pool_try_run(pool, work, x))
		return MHD_YES;
	(void)take_suspended(x);
	exchange_drop(x);
	x->state = EXCHANGE_GIVEN_UP;
	MHD_resume_connection(x->connection);
	return MHD_YES;
}

static enum MHD_Result run(struct exchange *x)
{
	struct server *s = x->server;

	x->in.body = str_make(x->body == NULL ? "" : x->body, x->body_n);
	if (x->plan.where == RUN_WAIT)
		return run_in(x, s->writes);
	if (x->plan.where == RUN_SLOW)
		return run_in(x, s->slow);
	switch (web_handle(s->o.web, x->a, &x->in, true, &x->reply)) {
	case OK:
		return send_reply(x, &x->reply, false);
	case ERR_AGAIN_SLOW:
		if (s->o.log != NULL)
			LOG(s->o.log, LEVEL_WARNING, "request.quick_was_slow",
			    log_str("route", x->reply.route == NULL ? S("-") : str_from(x->reply.route)));
		arena_reset(x->a);
		/* The address of the caller was in the arena. */
		server_peer(&s->o, x, &link_of(x->connection)->from);
		return run_in(x, s->slow);
	default:
		return refuse(x, 500);
	}
}

/* ---- requests ------------------------------------------------------------------------------------------------------- */

static enum MHD_Result begin(struct exchange *x, const char *method, const char *version)
{
	struct server *s = x->server;
	struct link *l = link_of(x->connection);
	int status = server_read_head(x, method, version);

	if (status != 0)
		return refuse(x, status);
	if (l == NULL || atomic_load(&s->stopping))
		return refuse(x, 503);
	server_peer(&s->o, x, &l->from);
	x->plan = web_plan(s->o.web, x->a, x->in.method, x->in.target);
	if (x->length > (int64_t)x->plan.body_max)
		return refuse(x, 413);
	set_deadline(s, l, time_for(x->length < 0 ? x->plan.body_max : (size_t)x->length));
	x->state = EXCHANGE_READING;
	return MHD_YES;
}

/* The body grows as it comes, so that nobody gets memory for a length that is only announced. */
static bool take_body(struct exchange *x, const char *bytes, size_t n)
{
	if (n > x->plan.body_max - x->body_n)
		return false;
	if (x->body_n + n > x->body_room) {
		size_t room = x->body_room == 0 ? 4096 : x->body_room * 2;
		char *more;

		while (room < x->body_n + n)
			room *= 2;
		more = realloc(x->body, room);
		if (more == NULL)
			return false;
		x->body = more;
		x->body_room = room;
	}
	memcpy(x->body + x->body_n, bytes, n);
	x->body_n += n;
	return true;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
				  const char *version, const char *upload, size_t *upload_n, void **context)
{
	struct exchange *x = *context;

	(void)cls;
	(void)url;
	(void)connection;
	if (x == NULL)
		return MHD_NO; /* no memory for it */
	switch (x->state) {
	case EXCHANGE_NEW:
		return begin(x, method, version);
	case EXCHANGE_READING:
		if (*upload_n == 0)
			return run(x);
		/* libmicrohttpd takes no answer in the middle of a body: what grows too large is cut off. */
		if (!take_body(x, upload, *upload_n))
			return MHD_NO;
		*upload_n = 0;
		return MHD_YES;
	case EXCHANGE_ANSWERED:
		return send_reply(x, &x->reply, false);
	case EXCHANGE_GIVEN_UP:
		return refuse(x, 503);
	case EXCHANGE_RUNNING:
		return MHD_YES;
	case EXCHANGE_SENDING:
		/* A refusal was queued before the body: what comes of it is not read. */
		*upload_n = 0;
		return MHD_YES;
	}
	return MHD_NO;
}

/* ---- deadlines ----------------------------------------------------------------------------------------------------- */

static void cut_slow_links(struct server *s, int64_t now)
{
	pthread_mutex_lock(&s->lock);
	for (struct link *l = s->links; l != NULL; l = l->next) {
		if (l->deadline_us != 0 && now > l->deadline_us) {
			/* libmicrohttpd then sees the end and closes; the descriptor stays its own until then. */
			(void)shutdown(l->fd, SHUT_RDWR);
			l->deadline_us = 0;
		}
	}
	pthread_mutex_unlock(&s->lock);
}

/* Whoever has waited too long is told so; the work itself goes on and keeps its memory. */
static void give_up_late(struct server *s, int64_t now)
{
	for (;;) {
		struct exchange *late = NULL;

		pthread_mutex_lock(&s->lock);
		for (struct exchange *x = s->suspended; x != NULL && late == NULL; x = x->next)
			if (now > x->answer_by_us)
				late = x;
		if (late != NULL)
			late->refs++;
		pthread_mutex_unlock(&s->lock);
		if (late == NULL)
			return;
		if (take_suspended(late)) {
			late->state = EXCHANGE_GIVEN_UP;
			MHD_resume_connection(late->connection);
		}
		exchange_drop(late);
	}
}

static void *reap(void *arg)
{
	struct server *s = arg;
	int64_t beat_us = server_now_us() + BEAT_US;

	while (!atomic_load(&s->stopping)) {
		struct timespec pause = { 0, REAP_NS };
		int64_t now = server_now_us();

		cut_slow_links(s, now);
		give_up_late(s, now);
		if (s->o.live != NULL && now > beat_us) {
			live_beat(s->o.live);
			beat_us = now + BEAT_US;
		}
		nanosleep(&pause, NULL);
	}
	return NULL;
}

/* ---- starting and stopping ------------------------------------------------------------------------------------------ */

static enum err listen_on(struct server *s, struct arena *a, int *ret_fd, str *ret_why)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE }, *found;
	struct sockaddr_storage bound;
	socklen_t n = sizeof bound;
	char port[8];
	int fd, one = 1, problem;

	snprintf(port, sizeof port, "%d", s->o.port);
	problem = getaddrinfo(str_c(a, s->o.host), port, &hints, &found);
	if (problem != 0) {
		*ret_why = str_format(a, "cannot listen on %.*s: %s", STR_ARG(s->o.host), gai_strerror(problem));
		return ERR_IO;
	}
	fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	problem = fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
			  bind(fd, found->ai_addr, found->ai_addrlen) != 0 || listen(fd, 1024) != 0 ||
			  getsockname(fd, (struct sockaddr *)&bound, &n) != 0
		      ? errno
		      : 0;
	freeaddrinfo(found);
	if (problem != 0) {
		*ret_why = problem == EADDRINUSE
			       ? str_format(a, "port %d of %.*s is taken by another program; choose another one with --listen",
					    s->o.port, STR_ARG(s->o.host))
			       : str_format(a, "cannot listen on %.*s port %d: %s", STR_ARG(s->o.host), s->o.port,
					    strerror(problem));
		if (fd >= 0)
			close(fd);
		return ERR_IO;
	}
	/* The port stands at the same place in both families. */
	s->port = ntohs(((struct sockaddr_in *)(void *)&bound)->sin_port);
	*ret_fd = fd;
	return OK;
}

static void on_log(void *cls, const char *format, va_list ap) __attribute__((format(printf, 2, 0)));
static void on_log(void *cls, const char *format, va_list ap)
{
	struct server *s = cls;
	char text[300];

	vsnprintf(text, sizeof text, format, ap);
	if (s->o.log != NULL)
		LOG(s->o.log, LEVEL_DEBUG, "http.library", log_str("text", str_trim(str_from(text))));
}

/* The target is taken raw by on_target; libmicrohttpd shall not touch its own copy either. */
static size_t keep_escapes(void *cls, struct MHD_Connection *connection, char *s)
{
	(void)cls;
	(void)connection;
	return strlen(s);
}

/* Without MHD_OPTION_STRICT_FOR_CLIENT: server_read_head is stricter, and answers cleanly where 0.9.75 sends the head of its own
 * refusal twice. */
static struct MHD_Daemon *start_daemon(struct server *s, int fd, unsigned threads)
{
	return MHD_start_daemon(
	    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, accept_policy, s, on_request, s,
	    MHD_OPTION_EXTERNAL_LOGGER, on_log, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, threads,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)s->o.connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32 * 1024,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(IDLE_US / 1000000),
	    MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, s, MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { WAIT_STACK = 2 * 1024 * 1024 };
#else
enum { WAIT_STACK = 512 * 1024 };
#endif

static bool start_threads(struct server *s, int fd)
{
	unsigned readers;
	struct pool_options writes = { .name = "write", .threads = WAIT_THREADS, .stack_size = WAIT_STACK,
				       .queue = QUEUE_WRITES };
	struct pool_options slow = { .name = "slow", .threads = (size_t)s->o.threads, .queue = QUEUE_SLOW };

	s->writes = pool_new(&writes);
	s->slow = pool_new(&slow);
	if (s->writes == NULL || s->slow == NULL)
		return false;
	readers = (unsigned)s->o.threads * 2;
	s->daemon = start_daemon(s, fd, readers < 2 ? 2 : readers > 8 ? 8 : readers);
	if (s->daemon == NULL)
		return false;
	s->reaper_runs = pthread_create(&s->reaper, NULL, reap, s) == 0;
	return s->reaper_runs;
}

enum err server_start(const struct server_options *options, struct arena *a, struct server **ret, str *ret_why)
{
	struct server *s = calloc(1, sizeof *s);
	int fd;
	enum err e;

	*ret_why = S("no memory");
	if (s == NULL)
		return ERR_MEMORY;
	s->o = *options;
	if (s->o.threads <= 0)
		s->o.threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
	if (s->o.threads < 1)
		s->o.threads = 1;
	if (s->o.connections <= 0)
		s->o.connections = 4096;
	s->per_address = s->o.connections / 2;
	s->head_us = (s->o.head_timeout > 0 ? s->o.head_timeout : 10) * 1000000;
	pthread_mutex_init(&s->lock, NULL);
	e = listen_on(s, a, &fd, ret_why);
	if (e != OK) {
		pthread_mutex_destroy(&s->lock);
		free(s);
		return e;
	}
	if (!start_threads(s, fd)) {
		*ret_why = S("the system gives no more threads or memory");
		if (s->daemon == NULL)
			close(fd);
		server_stop(s);
		return ERR_MEMORY;
	}
	*ret = s;
	return OK;
}

int server_port(const struct server *s)
{
	return s->port;
}

struct readiness server_readiness(const struct server *s)
{
	return (struct readiness){ .ready = !atomic_load(&s->stopping), .waiting_writes = pool_waiting(s->writes),
				   .waiting_slow = pool_waiting(s->slow) };
}

static void wait_for_exchanges(struct server *s)
{
	int64_t until = server_now_us() + STOP_US;

	for (;;) {
		struct timespec pause = { 0, 10 * 1000 * 1000 };
		size_t left;

		pthread_mutex_lock(&s->lock);
		left = s->exchanges;
		pthread_mutex_unlock(&s->lock);
		if (left == 0 || server_now_us() > until)
			return;
		nanosleep(&pause, NULL);
	}
}

void server_stop(struct server *s)
{
	int fd = -1;

	if (s == NULL)
		return;
	if (s->daemon != NULL)
		fd = MHD_quiesce_daemon(s->daemon);
	atomic_store(&s->stopping, true);
	live_end_all(s->o.live);
	/* Every accepted piece of work is done and its connection resumed. */
	if (s->slow != NULL)
		pool_stop(s->slow);
	if (s->writes != NULL)
		pool_stop(s->writes);
	if (s->daemon != NULL) {
		wait_for_exchanges(s);
		MHD_stop_daemon(s->daemon);
	}
	if (s->reaper_runs)
		pthread_join(s->reaper, NULL);
	if (fd >= 0)
		close(fd);
	pool_free(s->slow);
	pool_free(s->writes);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
