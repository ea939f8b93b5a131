/* Files that people keep with something, as downloads: /files/{key}. Pictures are served by features/image. */
#include "features/event/event.h"
#include "store/file_store.h"
#include "web/web.h"

static enum err file_get(struct req *rq);

static const struct route routes[] = {
	/* A slow route: up to 10 MB come out of the database. */
	GET_PAGE("/files/{key}", file_get, PERM_SIGNED_IN, SLOW, .bare = true),
};
const struct route_table file_web_routes = ROUTE_TABLE(routes);

/* Who may read a file, by what it belongs to and what it is for. What stands here not is read by nobody: for everyone the file is
 * not there. */
static const struct reader {
	const char *owner_kind, *purpose;
	bool (*may)(const struct ctx *c, int64_t owner);
} readers[] = {
	{ "event", "signature_list", event_runs }, /* signed sheets of an event: names and hands */
};

static bool may_read(const struct ctx *c, const struct q_file_by_key_row *file)
{
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (str_eq_c(file->owner_kind, readers[i].owner_kind) && str_eq_c(file->purpose, readers[i].purpose))
			return readers[i].may(c, file->owner);
	return false;
}

/* As an attachment with the type that its bytes have: a browser stores it and runs nothing of it. */
static enum err file_get(struct req *rq)
{
	struct ctx *c = rq->c;
	struct q_file_by_key_row file;
	bool found;
	str bytes;

	TRY(q_file_by_key(c, req_path(rq, "key"), &found, &file));
	if (!found || !may_read(c, &file))
		return ERR_NOT_FOUND;
	TRY(file_bytes(c, file.id, &bytes));
	return reply_bytes(rq, 200, str_c(c->a, file.type), bytes, file.name);
}
