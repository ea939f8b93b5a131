/* Server-sent events over a connection that is suspended while there is nothing to say. */
#include <stdlib.h>

#include "web/live.h"
#include "web/server_private.h"

struct stream {
	struct MHD_Connection *connection;
	struct live_reader *reader;
};

static void wake(void *arg)
{
	const struct stream *s = arg;

	MHD_resume_connection(s->connection);
}

static void sleep_until_woken(void *arg)
{
	const struct stream *s = arg;

	MHD_suspend_connection(s->connection);
}

static ssize_t read_more(void *cls, uint64_t position, char *to, size_t max)
{
	struct stream *s = cls;
	long n = live_take(s->reader, to, max, sleep_until_woken);

	(void)position;
	return n < 0 ? MHD_CONTENT_READER_END_OF_STREAM : n;
}

static void end(void *cls)
{
	struct stream *s = cls;

	live_leave(s->reader);
	free(s);
}

struct MHD_Response *server_stream(struct live *live, struct MHD_Connection *connection, const struct http_reply *r)
{
	struct stream *s = live == NULL ? NULL : calloc(1, sizeof *s);
	struct MHD_Response *response;

	if (s == NULL)
		return NULL;
	s->connection = connection;
	s->reader = live_join(live, r->topic, r->last_event, wake, s);
	if (s->reader == NULL) {
		free(s);
		return NULL;
	}
	response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_more, s, end);
	if (response == NULL)
		end(s);
	return response;
}
