/* Pictures over HTTP: /images/{key}/{small|medium|large}. */
#include "features/image/image.h"
#include "store/file_store.h"
#include "web/web.h"

static enum err image_get(struct req *rq);

static const struct route routes[] = {
	/* A slow route: up to 10 MB come out of the database. */
	GET_PAGE("/images/{key}/{size}", image_get, PERM_PUBLIC, SLOW, .bare = true),
};
const struct route_table image_web_routes = ROUTE_TABLE(routes);

static enum err image_get(struct req *rq)
{
	struct ctx *c = rq->c;
	str size = req_path(rq, "size"), bytes;
	struct q_image_by_key_row image;
	struct q_file_by_id_row file;
	int64_t id;
	bool found;

	TRY(q_image_by_key(c, req_path(rq, "key"), &found, &image));
	if (!found)
		return ERR_NOT_FOUND;
	id = str_eq(size, S("small"))    ? image.small_id
	     : str_eq(size, S("medium")) ? image.medium_id
	     : str_eq(size, S("large"))  ? image.large_id
					 : 0;
	if (id == 0)
		return ERR_NOT_FOUND;
	TRY(q_file_by_id(c, id, &found, &file));
	if (!found)
		return ERR_NOT_FOUND;
	if (reply_not_modified(rq, file.sha256))
		return OK;
	TRY(file_bytes(c, id, &bytes));
	reply_header(rq, "Cache-Control", S("public, max-age=31536000, immutable"));
	return reply_bytes(rq, 200, str_eq(file.type, S("image/png")) ? "image/png" : "image/jpeg", bytes, str_null);
}
