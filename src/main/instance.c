/* The instance's secret. */
#include "main/instance.h"

#include "base/encode.h"
#include "base/random.h"
#include "main/instance.sql.h"

#define SECRET_NAME S("secret.web")

static enum err make_body(struct ctx *c, struct tx *tx, void *arg)
{
	unsigned char bytes[32];

	(void)arg;
	random_fill(c->random, bytes, sizeof bytes);
	return q_instance_value_insert(c, tx, SECRET_NAME, hex_encode(c->a, bytes, sizeof bytes), c->now);
}

enum err instance_secret(struct ctx *c, struct writer *w, unsigned char secret[32])
{
	struct q_instance_value_row row;
	bool found;
	str bytes;

	TRY(q_instance_value(c, SECRET_NAME, &found, &row));
	if (!found) {
		/* Two nodes may start at once: the first one's stays, and both read it. */
		TRY(db_write(c, w, make_body, NULL));
		TRY(q_instance_value(c, SECRET_NAME, &found, &row));
	}
	if (!found || hex_decode(c->a, row.value, &bytes) != OK || bytes.n != 32)
		return ERR_DB;
	memcpy(secret, bytes.p, 32);
	return OK;
}
