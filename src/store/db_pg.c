/* The PostgreSQL engine. */
#include "store/engine.h"

static enum err open_store(struct store *s, const struct store_options *options, struct arena *a, str *ret_why)
{
	(void)s;
	(void)options;
	(void)a;
	*ret_why = S("PostgreSQL is not built in yet.");
	return ERR_BUSY;
}

const struct engine_ops pg_ops = { .engine = ENGINE_POSTGRESQL, .open = open_store };
