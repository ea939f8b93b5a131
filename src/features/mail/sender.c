/* See sender.h. */
#include "features/mail/sender.h"

#include "base/settings.h"
#include "features/mail/sender.sql.h"
#include "out/mail_address.h"
#include "store/outbox.h"

int64_t sender_wait_s(int64_t attempts)
{
	static const int64_t waits[] = { 60, 5 * 60, 15 * 60, 60 * 60 };

	if (attempts < 1)
		return waits[0];
	return attempts <= 4 ? waits[attempts - 1] : 4 * 60 * 60;
}

/* ---- claiming --------------------------------------------------------------------------------------------------------- */

struct claim {
	const struct sender *s;
	bool found;
	int64_t wait_s;
	struct q_outbox_claim_row row;
};

/* Ends with ERR_LIMIT, and so takes back the pace that was counted, when there is nothing to claim after all. */
static enum err claim_part(struct ctx *c, struct tx *tx, void *arg)
{
	struct claim *claim = arg;
	const struct settings *settings = c->settings;

	if (claim->s->transport.paced && settings != NULL) {
		int64_t connections;
		bool may;

		/* Counting locks the minute's row, so that nodes come one after the other to the rest of this. */
		TRY(outbox_take_pace(c, tx, settings->mail_per_minute, settings->mail_per_day, &may, &claim->wait_s));
		if (!may)
			return ERR_LIMIT;
		claim->wait_s = 1;
		TRY(q_mail_connections(c, c->now, &connections));
		if (store_engine(c->store) == ENGINE_POSTGRESQL && connections >= settings->mail_connections)
			return ERR_LIMIT;
	}
	TRY(q_outbox_claim(c, tx, c->now, c->now + OUTBOX_LEASE_S, &claim->found, &claim->row));
	return claim->found ? OK : ERR_LIMIT;
}

static enum err claim_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct claim *claim = arg;
	enum err e;

	claim->found = false;
	claim->wait_s = 1;
	e = tx_part(c, tx, claim_part, claim);
	return e == ERR_LIMIT ? OK : e;
}

/* ---- finishing -------------------------------------------------------------------------------------------------------- */

struct finish {
	const struct sender *s;
	bool gave_up;
};

static str result_error(const struct sender_result *r) { return str_make(r->error, r->error_n); }

static enum err put_off(struct ctx *c, struct tx *tx, struct finish *f)
{
	const struct sender_result *r = &f->s->result;
	int64_t changes;

	f->gave_up = r->attempts >= MAIL_ATTEMPTS_MAX;
	if (f->gave_up)
		return q_outbox_failed(c, tx, r->id, r->fence, result_error(r), &changes);
	return q_outbox_again(c, tx, r->id, r->fence, c->now + sender_wait_s(r->attempts), result_error(r), &changes);
}

static enum err refuse(struct ctx *c, struct tx *tx, struct finish *f)
{
	const struct sender_result *r = &f->s->result;
	int64_t changes;

	TRY(q_outbox_failed(c, tx, r->id, r->fence, result_error(r), &changes));
	f->gave_up = changes > 0;
	if (changes == 0 || r->fate != FATE_ADDRESS_REFUSED || f->s->refused == NULL)
		return OK;
	return f->s->refused(c, tx, mail_address_fold(c->a, str_make(r->address, r->address_n)), result_error(r));
}

static enum err finish_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct finish *f = arg;
	const struct sender_result *r = &f->s->result;
	int64_t changes;

	f->gave_up = false;
	switch (r->fate) {
	case FATE_SENT:
		return q_outbox_sent(c, tx, r->id, r->fence, c->now, &changes);
	case FATE_LATER:
	case FATE_SERVER_AWAY:
		return put_off(c, tx, f);
	case FATE_NOT_LET_IN:
		return q_outbox_give_back(c, tx, r->id, r->fence, c->now + MAIL_WAIT_NOT_LET_IN_S, result_error(r), &changes);
	case FATE_STOPPED:
		return q_outbox_give_back(c, tx, r->id, r->fence, c->now, str_null, &changes);
	case FATE_ADDRESS_REFUSED:
	case FATE_MAIL_REFUSED:
		return refuse(c, tx, f);
	}
	BUG("fate %d", (int)r->fate);
}

/* ---- what the server said --------------------------------------------------------------------------------------------- */

/* "550: no such user": one line of text without the address, which has its own column and its own term. */
static str clean_error(struct arena *a, const struct mail_outcome *o, str address)
{
	struct buf b;
	str words = str_sub(str_trim(o->words), 0, 2000);

	buf_init(&b, a, 4096);
	if (o->code > 0)
		buf_format(&b, "%d: ", o->code);
	for (size_t i = 0; i < words.n; i++) {
		if (address.n > 0 && str_eq_nocase(str_sub(words, i, address.n), address)) {
			buf_lit(&b, "...");
			i += address.n - 1;
		} else if ((unsigned char)words.p[i] < 0x20 || words.p[i] == 0x7f) {
			buf_char(&b, ' ');
		} else {
			buf_char(&b, words.p[i]);
		}
	}
	words = buf_done(&b);
	if (!str_is_utf8(words))
		for (size_t i = 0; i < b.n; i++)
			if ((unsigned char)b.p[i] >= 0x80)
				b.p[i] = '?';
	return str_limit(words, MAIL_ERROR_MAX);
}

static void keep_result(struct sender *s, struct arena *a, const struct q_outbox_claim_row *row, const struct mail_outcome *o)
{
	struct sender_result *r = &s->result;
	str error = clean_error(a, o, row->address);

	*r = (struct sender_result){ .open = true, .id = row->id, .fence = row->fence, .attempts = row->attempts, .fate = o->fate };
	r->error_n = error.n;
	if (error.n > 0)
		memcpy(r->error, error.p, error.n);
	if (row->address.n > 0 && row->address.n < sizeof r->address) {
		memcpy(r->address, row->address.p, row->address.n);
		r->address_n = row->address.n;
	}
}

static void log_result(const struct sender *s, const struct mail_outcome *o, bool gave_up)
{
	const struct sender_result *r = &s->result;
	bool good = o->fate == FATE_SENT || o->fate == FATE_STOPPED;

	if (s->log != NULL)
		LOG(s->log, good ? LEVEL_INFO : o->fate == FATE_NOT_LET_IN ? LEVEL_ERROR : LEVEL_WARNING, "mail.tried",
		    log_int("mail", r->id), log_str("fate", str_from(mail_fate_name(o->fate))), log_int("code", o->code),
		    log_int("attempt", r->attempts), log_int("gave_up", gave_up));
}

/* ---- a mail ----------------------------------------------------------------------------------------------------------- */

/* The address in the envelope's From: that of the head, since SPF and DMARC want the two to agree. */
static str envelope_from(const struct ctx *c)
{
	return c->settings != NULL && mail_address_ok(c->settings->mail_from) ? c->settings->mail_from :
										S("talkoot@localhost.invalid");
}

static void hand_over(struct ctx *c, struct sender *s, const struct q_outbox_claim_row *row, struct mail_outcome *ret)
{
	struct mail_letter letter = { .id = row->id, .now = c->now, .from = envelope_from(c), .to = row->address, .bytes = row->body };

	/* Erased meanwhile, or of a time when less was checked. */
	if (row->body.n == 0 || !mail_address_ok(row->address))
		*ret = (struct mail_outcome){ .fate = FATE_MAIL_REFUSED, .words = S("The mail has no text or no usable address.") };
	else
		s->transport.send(s->transport.arg, c->a, &letter, ret);
}

static enum err finish(struct ctx *c, struct writer *w, struct sender *s, bool *ret_gave_up)
{
	struct finish f = { .s = s };

	TRY(db_write(c, w, finish_body, &f));
	s->result.open = false;
	*ret_gave_up = f.gave_up;
	return OK;
}

static enum err claim_one(struct ctx *c, struct writer *w, struct sender *s, struct claim *ret)
{
	struct q_mail_is_due_row due;

	*ret = (struct claim){ .s = s, .wait_s = s->rest_until - c->now };
	if (ret->wait_s > 0)
		return OK;
	ret->wait_s = 1;
	TRY(q_mail_is_due(c, c->now, &ret->found, &due));
	return ret->found ? db_write(c, w, claim_body, ret) : OK;
}

enum err sender_run_one(struct ctx *c, struct writer *w, struct sender *s, struct sender_ran *ret)
{
	struct mail_outcome outcome;
	struct claim claim;
	bool gave_up;

	*ret = (struct sender_ran){ .wait_s = 1 };
	if (s->result.open)
		TRY(finish(c, w, s, &gave_up));
	TRY(claim_one(c, w, s, &claim));
	ret->wait_s = claim.wait_s;
	if (!claim.found)
		return OK;
	hand_over(c, s, &claim.row, &outcome);
	keep_result(s, c->a, &claim.row, &outcome);
	if (outcome.fate == FATE_SERVER_AWAY || outcome.fate == FATE_NOT_LET_IN)
		s->rest_until = c->now + SENDER_REST_S;
	*ret = (struct sender_ran){ .ran = true, .id = claim.row.id, .fate = outcome.fate };
	TRY(finish(c, w, s, &ret->gave_up));
	log_result(s, &outcome, ret->gave_up);
	return OK;
}
