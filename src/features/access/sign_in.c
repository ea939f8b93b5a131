/* Signing in by mailed links: the rules of sign_in.h. */
#include "features/access/sign_in.h"

#include "base/random.h"
#include "features/access/access.h"
#include "features/access/access.sql.h"
#include "features/access/note.h"
#include "features/access/sign_in_mail.h"
#include "out/html.h"
#include "out/mail_address.h"
#include "store/secret.h"

enum { HOUR = 3600, DAY = 86400, NEXT_MAX = 500 };

/* A local path or nothing: whoever writes the link must not choose where else it leads. */
static str local_next(str next)
{
	if (next.n == 0 || next.n > NEXT_MAX || next.p[0] != '/' || !str_eq(url_local(next).s, next))
		return str_null;
	return next;
}

/* The code belongs to its link: the same digits of another link have another hash. */
static str code_hash(struct arena *a, str token_hash, str code)
{
	return secret_hash(a, STR_CONCAT(a, token_hash, S(" "), code));
}

/* ---- asking ---------------------------------------------------------------------------------------------------------- */

struct ask_work {
	const struct sign_in_ask *in;
	str email; /* folded */
	str token, token_hash, browser_hash, next;
};

/* May another mail go to this address? The same two counts for known and unknown ones. */
static enum err may_mail(struct ctx *c, str email, bool known, bool *ret)
{
	int64_t hour, day;

	TRY(q_sign_in_links_mailed(c, email, c->now - HOUR, &hour));
	TRY(q_sign_in_links_mailed(c, email, c->now - DAY, &day));
	*ret = hour < SIGN_IN_MAILS_AN_HOUR && day < (known ? SIGN_IN_MAILS_A_DAY : SIGN_IN_STRANGER_MAILS_A_DAY);
	return OK;
}

static enum err ask_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct ask_work *work = arg;
	struct q_account_by_email_row account;
	struct q_sign_in_link_insert_in link = { .token_hash = work->token_hash, .email = work->email,
						 .browser_hash = work->browser_hash, .next_path = work->next, .now = c->now,
						 .expires = c->now + SIGN_IN_LINK_SECONDS };
	enum lang lang = c->lang;
	bool known;

	TRY(q_account_by_email(c, work->email, &known, &account));
	TRY(may_mail(c, work->email, known, &link.mailed));
	TRY(q_sign_in_link_insert(c, tx, &link));
	if (!link.mailed)
		return OK;
	if (!known)
		return sign_in_mail_stranger(c, tx, lang, work->email);
	if (!lang_from_code(account.lang, &lang))
		BUG("language %.*s", STR_ARG(account.lang));
	return sign_in_mail_link(c, tx, lang, work->email, work->token);
}

enum err sign_in_ask(struct ctx *c, struct writer *w, const struct sign_in_ask *in)
{
	struct ask_work work = { .in = in, .email = mail_address_fold(c->a, in->email), .token = token_new(c->a, c->random),
				 .browser_hash = secret_hash(c->a, in->browser), .next = local_next(in->next) };

	if (!mail_address_ok(in->email))
		return ERR_INVALID;
	work.token_hash = secret_hash(c->a, work.token);
	return db_write(c, w, ask_body, &work);
}

static enum err command_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct ask_work *work = arg;
	struct q_sign_in_link_insert_in link = { .token_hash = work->token_hash, .email = work->email, .now = c->now,
						 .expires = c->now + SIGN_IN_COMMAND_LINK_SECONDS };
	struct q_account_by_email_row account;
	bool known;

	TRY(q_account_by_email(c, work->email, &known, &account));
	if (!known)
		return ERR_NOT_FOUND;
	TRY(q_sign_in_link_insert(c, tx, &link));
	return access_note(c, tx, "account_sign_in_link_printed", account.id, str_null, str_null);
}

enum err sign_in_command_link(struct ctx *c, struct writer *w, str email, str *ret_path)
{
	struct ask_work work = { .email = mail_address_fold(c->a, email), .token = token_new(c->a, c->random) };

	work.token_hash = secret_hash(c->a, work.token);
	TRY(db_write(c, w, command_body, &work));
	*ret_path = STR_CONCAT(c->a, S("/sign-in/"), work.token);
	return OK;
}

/* ---- using a link ---------------------------------------------------------------------------------------------------- */

static bool browser_fits(struct arena *a, str browser_hash, str browser)
{
	if (str_is_null(browser_hash))
		return true;
	return browser.n > 0 && str_eq_secret(browser_hash, secret_hash(a, browser));
}

static enum err look(struct ctx *c, str token_hash, str browser, enum sign_in_link_state *ret)
{
	struct q_sign_in_link_by_hash_row link;
	bool found;

	TRY(q_sign_in_link_by_hash(c, token_hash, &found, &link));
	if (!found)
		*ret = SIGN_IN_LINK_UNKNOWN;
	else if (link.used.set)
		*ret = SIGN_IN_LINK_USED;
	else if (link.expires <= c->now)
		*ret = SIGN_IN_LINK_OVER;
	else
		*ret = browser_fits(c->a, link.browser_hash, browser) ? SIGN_IN_LINK_HERE : SIGN_IN_LINK_ELSEWHERE;
	return OK;
}

enum err sign_in_link_look(struct ctx *c, str token, str browser, enum sign_in_link_state *ret)
{
	*ret = SIGN_IN_LINK_UNKNOWN;
	return token.n != TOKEN_LENGTH ? OK : look(c, secret_hash(c->a, token), browser, ret);
}

struct use_work {
	str token_hash, code; /* code: str_null when the link itself is used */
	const struct sign_in_browser *browser;
	struct sign_in_new out;
};

/* The link was good: uses it up and signs its account in. */
static enum err sign_in(struct ctx *c, struct tx *tx, struct use_work *work, str token_hash)
{
	struct q_sign_in_link_use_row link;
	struct q_account_by_email_row account;
	bool found;
	int64_t changes;
	str token = token_new(c->a, c->random);
	struct q_sign_in_insert_in row = { .id = ctx_id(c), .key = ctx_key(c), .token_hash = secret_hash(c->a, token),
					   .now = c->now, .expires = c->now + SIGN_IN_IDLE_SECONDS,
					   .browser = sign_in_browser_name(c->a, work->browser->user_agent) };

	work->out = (struct sign_in_new){ .result = SIGN_IN_NO };
	TRY(q_sign_in_link_use(c, tx, token_hash, c->now, &found, &link));
	if (!found)
		return OK;
	TRY(q_account_by_email(c, link.email, &found, &account));
	if (!found)
		return OK;
	if (work->browser->old_token.n > 0)
		TRY(q_sign_in_delete_by_hash(c, tx, secret_hash(c->a, work->browser->old_token), &changes));
	row.account = account.id;
	TRY(q_sign_in_insert(c, tx, &row));
	TRY(q_account_signed_in(c, tx, account.id, c->now));
	TRY(q_account_email_confirmed(c, tx, link.email, c->now));
	TRY(access_note(c, tx, "account_signed_in", account.id, str_null, str_null));
	work->out.result = SIGN_IN_DONE;
	work->out.token = token;
	work->out.next = local_next(link.next_path);
	if (!lang_from_code(account.lang, &work->out.lang))
		BUG("language %.*s", STR_ARG(account.lang));
	return OK;
}

static enum err link_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct use_work *work = arg;
	enum sign_in_link_state state;

	work->out = (struct sign_in_new){ .result = SIGN_IN_NO };
	TRY(look(c, work->token_hash, work->browser->secret, &state));
	return state == SIGN_IN_LINK_HERE ? sign_in(c, tx, work, work->token_hash) : OK;
}

enum err sign_in_with_link(struct ctx *c, struct writer *w, str token, const struct sign_in_browser *browser,
			   struct sign_in_new *ret)
{
	struct use_work work = { .browser = browser, .out = { .result = SIGN_IN_NO } };

	if (token.n == TOKEN_LENGTH) {
		work.token_hash = secret_hash(c->a, token);
		TRY(db_write(c, w, link_body, &work));
	}
	*ret = work.out;
	return OK;
}

/* The digits of what was typed: "123 456" is 123456. */
static str only_digits(struct arena *a, str typed)
{
	struct buf b;

	buf_init(&b, a, CODE_LENGTH + 1);
	for (size_t i = 0; i < typed.n; i++)
		if (typed.p[i] != ' ' && typed.p[i] != '-')
			buf_char(&b, typed.p[i]);
	return buf_ok(&b) ? buf_done(&b) : S("");
}

static enum err code_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct use_work *work = arg;
	struct q_sign_in_link_try_row link;
	bool found;

	work->out = (struct sign_in_new){ .result = SIGN_IN_NO_TRIES };
	TRY(q_sign_in_link_try(c, tx, secret_hash(c->a, work->browser->secret), c->now, SIGN_IN_CODE_TRIES, &found, &link));
	if (!found)
		return OK;
	if (!str_is_null(link.code_hash) && str_eq_secret(link.code_hash, code_hash(c->a, link.token_hash, work->code)))
		return sign_in(c, tx, work, link.token_hash);
	work->out.result = SIGN_IN_WRONG_CODE;
	work->out.tries_left = SIGN_IN_CODE_TRIES - (int)link.tries;
	if (work->out.tries_left == 0)
		work->out.result = SIGN_IN_NO_TRIES;
	return OK;
}

enum err sign_in_with_code(struct ctx *c, struct writer *w, str code, const struct sign_in_browser *browser,
			   struct sign_in_new *ret)
{
	struct use_work work = { .browser = browser, .code = only_digits(c->a, code), .out = { .result = SIGN_IN_NO_TRIES } };

	if (browser->secret.n > 0)
		TRY(db_write(c, w, code_body, &work));
	*ret = work.out;
	return OK;
}

static enum err show_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct use_work *work = arg;
	int64_t changes;

	work->code = code_digits_new(c->a, c->random);
	TRY(q_sign_in_link_set_code(c, tx, work->token_hash, code_hash(c->a, work->token_hash, work->code), c->now, &changes));
	return changes == 0 ? ERR_NOT_FOUND : OK;
}

enum err sign_in_show_code(struct ctx *c, struct writer *w, str token, str *ret_code)
{
	struct use_work work = { 0 };

	if (token.n != TOKEN_LENGTH)
		return ERR_NOT_FOUND;
	work.token_hash = secret_hash(c->a, token);
	TRY(db_write(c, w, show_body, &work));
	*ret_code = work.code;
	return OK;
}

/* ---- being signed in ------------------------------------------------------------------------------------------------- */

static struct role_grant grant_of(const struct q_sign_in_load_row *row)
{
	struct role_grant g = { .scope_id = row->scope_id.v };

	if (!role_from_code(row->role, &g.role))
		BUG("role %.*s", STR_ARG(row->role));
	g.scope = str_eq(row->scope, S("event")) ? SCOPE_EVENT
		: str_eq(row->scope, S("organisation")) ? SCOPE_ORGANISATION : SCOPE_INSTANCE;
	return g;
}

enum err sign_in_load(struct ctx *c, str token_hash, struct actor *ret)
{
	struct q_sign_in_load_row *rows;
	struct role_grant *grants;
	size_t n, count = 0;

	TRY(q_sign_in_load(c, token_hash, c->now, &rows, &n));
	if (n == 0)
		return ERR_SIGN_IN;
	grants = NEW_ARRAY(c->a, n, struct role_grant);
	for (size_t i = 0; i < n; i++)
		if (!str_is_null(rows[i].role))
			grants[count++] = grant_of(&rows[i]);
	*ret = (struct actor){ .account = rows[0].account, .person = rows[0].person.set ? rows[0].person.v : 0,
			       .email = rows[0].email, .name = rows[0].name, .grants = grants, .grant_count = count,
			       .renew = rows[0].seen <= c->now - SIGN_IN_RENEW_SECONDS };
	return OK;
}

static enum err renew_body(struct ctx *c, struct tx *tx, void *arg)
{
	const str *token_hash = arg;
	int64_t changes;

	return q_sign_in_renew(c, tx, *token_hash, c->now, c->now - SIGN_IN_RENEW_SECONDS + 1, SIGN_IN_IDLE_SECONDS,
			       SIGN_IN_ABSOLUTE_SECONDS, &changes);
}

enum err sign_in_renew(struct ctx *c, struct writer *w, str token_hash)
{
	return db_write(c, w, renew_body, &token_hash);
}

enum err sign_in_rows(struct ctx *c, str current_hash, const struct sign_in_row **ret, size_t *ret_count)
{
	struct q_sign_ins_of_row *rows;
	struct sign_in_row *out;
	size_t n;

	if (c->actor->account == 0)
		return ERR_SIGN_IN;
	TRY(q_sign_ins_of(c, c->actor->account, c->now, &rows, &n));
	out = NEW_ARRAY(c->a, n, struct sign_in_row);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct sign_in_row){ .key = rows[i].key, .browser = rows[i].browser, .created = rows[i].created,
					       .seen = rows[i].seen, .current = str_eq(rows[i].token_hash, current_hash) };
	*ret = out;
	*ret_count = n;
	return OK;
}

static enum err end_body(struct ctx *c, struct tx *tx, void *arg)
{
	const str *key = arg;
	int64_t changes;

	TRY(q_sign_in_delete(c, tx, c->actor->account, *key, &changes));
	if (changes == 0)
		return ERR_NOT_FOUND;
	return access_note(c, tx, "account_sign_in_ended", c->actor->account, str_null, str_null);
}

enum err sign_in_end(struct ctx *c, struct writer *w, str key)
{
	return c->actor->account == 0 ? ERR_SIGN_IN : db_write(c, w, end_body, &key);
}

static enum err end_all_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t changes;

	(void)arg;
	TRY(q_sign_ins_delete_all(c, tx, c->actor->account, &changes));
	return access_note(c, tx, "account_all_sign_ins_ended", c->actor->account, str_null, str_null);
}

enum err sign_in_end_all(struct ctx *c, struct writer *w)
{
	return c->actor->account == 0 ? ERR_SIGN_IN : db_write(c, w, end_all_body, NULL);
}

static enum err end_token_body(struct ctx *c, struct tx *tx, void *arg)
{
	const str *token_hash = arg;
	int64_t changes;

	return q_sign_in_delete_by_hash(c, tx, *token_hash, &changes);
}

enum err sign_in_end_token(struct ctx *c, struct writer *w, str token_hash)
{
	return db_write(c, w, end_token_body, &token_hash);
}

static enum err purge_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t changes;

	(void)arg;
	TRY(q_sign_in_links_purge(c, tx, c->now - DAY, &changes));
	return q_sign_ins_purge(c, tx, c->now, &changes);
}

enum err sign_in_purge(struct ctx *c, struct writer *w)
{
	return db_write(c, w, purge_body, NULL);
}

/* ---- names of browsers ----------------------------------------------------------------------------------------------- */

/* The first that occurs: those that pretend to be another stand before it. */
static const struct known {
	const char *sign, *name;
} browsers[] = { { "Edg", "Edge" }, { "OPR/", "Opera" }, { "SamsungBrowser/", "Samsung Internet" }, { "FxiOS/", "Firefox" },
		 { "Firefox/", "Firefox" }, { "CriOS/", "Chrome" }, { "Chromium/", "Chromium" }, { "Chrome/", "Chrome" },
		 { "Safari/", "Safari" } },
  systems[] = { { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Android", "Android" }, { "CrOS", "ChromeOS" },
		{ "Windows", "Windows" }, { "Macintosh", "Mac" }, { "Linux", "Linux" } };

static str known_name(const struct known *table, size_t n, str user_agent)
{
	for (size_t i = 0; i < n; i++)
		if (str_find_str(user_agent, str_from(table[i].sign)) < user_agent.n)
			return str_from(table[i].name);
	return S("");
}

str sign_in_browser_name(struct arena *a, str user_agent)
{
	str browser = known_name(browsers, sizeof browsers / sizeof *browsers, user_agent);
	str system = known_name(systems, sizeof systems / sizeof *systems, user_agent);

	if (browser.n == 0 || system.n == 0)
		return browser.n > 0 ? browser : system;
	return STR_CONCAT(a, browser, S(", "), system);
}
