/* talkoot rebuild: all derived columns anew. */
#include <stdio.h>

#include "features/derived/derived.h"
#include "main/commands.h"

static enum err rebuild_kind(struct command_run *r, struct store *s, const struct derived_kind *kind)
{
	bool more = true;
	enum err e = OK;

	for (int64_t after = 0; e == OK && more;) {
		struct ctx *c = command_ctx(r, s);

		c->a = arena_new(64 << 20);
		if (c->a == NULL)
			return ERR_MEMORY;
		e = derived_step(c, store_writer(s), kind, &after, &more);
		ctx_end(c);
		arena_free(c->a);
	}
	return e;
}

static int rebuild(struct command_run *r)
{
	const struct derived_kind *kind;
	struct store *s;
	enum err e = OK;

	if (!command_open_store(r, false, &s))
		return 1;
	for (int i = -1; e == OK && (kind = derived_next(&i)) != NULL;) {
		e = rebuild_kind(r, s, kind);
		if (e == OK)
			printf("%s: made anew\n", kind->name);
		else
			command_complain("%s could not be made anew: %s", kind->name, err_name(e));
	}
	store_close(s);
	return e == OK ? 0 : 1;
}

const struct command command_rebuild = {
	.name = "rebuild",
	.usage = "rebuild [settings]",
	.summary = "Makes everything anew that is derived: folded and sorted names, the instants of planned times.",
	.help = "talkoot serve does so by itself, for what is stale, after an update of the libraries or of the zone data. May run\n"
		"beside it.",
	.run = rebuild,
};
