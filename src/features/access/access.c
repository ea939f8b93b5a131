/* Accounts and roles: the rules of access.h. */
#include "features/access/access.h"

#include "features/access/access.sql.h"
#include "features/access/access_derived.h"
#include "features/access/note.h"
#include "out/mail_address.h"
#include "text/fold.h"
#include "text/tr.h"

enum { PAGE_ROWS = 50 };

static const char *const scope_codes[] = {
	[SCOPE_INSTANCE] = "instance", [SCOPE_ORGANISATION] = "organisation", [SCOPE_EVENT] = "event"
};

static enum role_scope scope_from_code(str code)
{
	for (int i = 0; i < (int)(sizeof scope_codes / sizeof *scope_codes); i++)
		if (str_eq_c(code, scope_codes[i]))
			return (enum role_scope)i;
	BUG("scope %.*s", STR_ARG(code));
}

str access_result_text(enum lang lang, enum access_result result)
{
	switch (result) {
	case ACCESS_DONE: return str_null;
	case ACCESS_UNCHANGED: return tr(lang, "Nothing changed: it was so already.");
	case ACCESS_EMAIL_TAKEN: return tr(lang, "There is a user with this e-mail address already.");
	case ACCESS_EMAIL_WRONG: return tr(lang, "Mail cannot be sent to this address. Check it, for example name@example.fi.");
	case ACCESS_NAME_WRONG: return tr(lang, "Enter a name of at most 120 characters.");
	case ACCESS_LAST_ADMINISTRATOR:
		return tr(lang, "This is the last administrator. Make another user an administrator first.");
	case ACCESS_WRONG_SCOPE: return tr(lang, "This role cannot be held for that. Choose another role or object.");
	case ACCESS_NO_OBJECT: return tr(lang, "There is no such organisation or event. Check its key.");
	case ACCESS_TOO_MANY: return tr(lang, "This user has too many roles. Remove one first.");
	}
	BUG("access result %d", (int)result);
}

bool access_scope_fits(enum access_role role, enum role_scope scope)
{
	switch (role) {
	case ROLE_ADMINISTRATOR:
	case ROLE_READER: return scope == SCOPE_INSTANCE;
	case ROLE_COORDINATOR: return scope == SCOPE_INSTANCE || scope == SCOPE_EVENT;
	case ROLE_HELPER:
	case ROLE_FACILITATOR: return scope == SCOPE_EVENT;
	case ROLE_REPRESENTATIVE: return scope == SCOPE_ORGANISATION;
	case ROLE_PARTICIPANT: return false;
	}
	return false;
}

str access_role_name(enum lang lang, enum access_role role)
{
	switch (role) {
	case ROLE_ADMINISTRATOR: return tr(lang, "Administrator");
	case ROLE_COORDINATOR: return tr(lang, "Coordinator");
	case ROLE_READER: return tr(lang, "Reader");
	case ROLE_HELPER: return tr(lang, "Helper");
	case ROLE_FACILITATOR: return tr(lang, "Facilitator");
	case ROLE_REPRESENTATIVE: return tr(lang, "Representative");
	case ROLE_PARTICIPANT: return tr(lang, "Participant");
	}
	BUG("role %d", (int)role);
}

str access_scope_name(enum lang lang, enum role_scope scope)
{
	switch (scope) {
	case SCOPE_INSTANCE: return tr(lang, "Everything");
	case SCOPE_ORGANISATION: return tr(lang, "One organisation");
	case SCOPE_EVENT: return tr(lang, "One event");
	}
	BUG("scope %d", (int)scope);
}

/* ---- who may --------------------------------------------------------------------------------------------------------- */

static bool is_administrator(const struct ctx *c)
{
	return actor_has(c->actor, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0);
}

static enum err refuse(const struct ctx *c)
{
	return c->actor->account == 0 ? ERR_SIGN_IN : ERR_FORBIDDEN;
}

static enum err need_administrator(const struct ctx *c)
{
	return is_administrator(c) ? OK : refuse(c);
}

static enum err need_administrator_or_self(const struct ctx *c, int64_t account)
{
	return is_administrator(c) || (account != 0 && account == c->actor->account) ? OK : refuse(c);
}

static enum err need_granter(const struct ctx *c, enum access_role role, enum role_scope scope, int64_t scope_id)
{
	if (is_administrator(c))
		return OK;
	if (role == ROLE_HELPER && scope == SCOPE_EVENT && actor_runs_event(c->actor, scope_id))
		return OK;
	return refuse(c);
}

/* ---- accounts -------------------------------------------------------------------------------------------------------- */

static str lang_text(enum lang lang) { return str_from(lang_code(lang)); }

static enum lang lang_of(str code)
{
	enum lang lang;

	if (!lang_from_code(code, &lang))
		BUG("language %.*s", STR_ARG(code));
	return lang;
}

static struct opt_int some(int64_t v) { return (struct opt_int){ .set = true, .v = v }; }

static enum access_result check_name(str name)
{
	return name.n == 0 || str_points(name) > ACCESS_NAME_MAX ? ACCESS_NAME_WRONG : ACCESS_DONE;
}

/* Two statements give the same columns. */
#define FILL_ACCOUNT(ret, row)                                                                                            \
	*(ret) = (struct access_account){ .id = (row).id, .key = (row).key, .email = (row).email, .name = (row).name,     \
					  .lang = lang_of((row).lang), .person = (row).person, .closed = (row).closed,    \
					  .last_sign_in = (row).last_sign_in, .created = (row).created }

static enum err account_by_key(struct ctx *c, str key, struct access_account *ret)
{
	struct q_account_by_key_row row;
	bool found;

	TRY(q_account_by_key(c, key, &found, &row));
	if (!found)
		return ERR_NOT_FOUND;
	FILL_ACCOUNT(ret, row);
	return OK;
}

/* For changes: a closed account is as good as none. */
static enum err open_account_by_key(struct ctx *c, str key, struct access_account *ret)
{
	TRY(account_by_key(c, key, ret));
	return ret->closed.set ? ERR_NOT_FOUND : OK;
}

enum err access_account(struct ctx *c, str account_key, struct access_account *ret)
{
	TRY(account_by_key(c, account_key, ret));
	return need_administrator_or_self(c, ret->id) == OK ? OK : c->actor->account == 0 ? ERR_SIGN_IN : ERR_NOT_FOUND;
}

enum err access_account_by_email(struct ctx *c, str email, struct access_account *ret)
{
	struct q_account_by_email_row found_row;
	struct q_account_by_id_row row;
	bool found;

	TRY(q_account_by_email(c, mail_address_fold(c->a, email), &found, &found_row));
	if (!found)
		return ERR_NOT_FOUND;
	TRY(q_account_by_id(c, found_row.id, &found, &row));
	if (!found)
		return ERR_NOT_FOUND;
	FILL_ACCOUNT(ret, row);
	return OK;
}

struct add_work {
	const struct access_new *in;
	str email; /* folded */
	str key;
	int64_t id;
	enum access_result result;
};

static enum err insert_account(struct ctx *c, struct tx *tx, struct add_work *work)
{
	str name = work->in->name;
	struct q_account_insert_in row = { .id = ctx_id(c), .key = ctx_key(c), .email = work->email, .name = name,
					   .name_sort = text_sort_key(c->a, name),
					   .find_fold = account_find_fold(c->a, name, work->email),
					   .lang = lang_text(work->in->lang), .now = c->now };

	TRY(q_account_insert(c, tx, &row));
	work->id = row.id;
	work->key = row.key;
	work->result = ACCESS_DONE;
	return access_note(c, tx, "account_added", row.id, str_null, str_null);
}

static enum err add_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct add_work *work = arg;
	struct q_account_by_email_row there;
	bool found;

	TRY(q_account_by_email(c, work->email, &found, &there));
	if (!found)
		return insert_account(c, tx, work);
	work->id = there.id;
	work->key = there.key;
	work->result = ACCESS_EMAIL_TAKEN;
	return OK;
}

static enum access_result check_new(struct ctx *c, const struct access_new *in, struct add_work *ret)
{
	*ret = (struct add_work){ .in = in, .email = mail_address_fold(c->a, in->email) };
	if (!mail_address_ok(in->email))
		return ACCESS_EMAIL_WRONG;
	return check_name(in->name);
}

enum err access_add(struct ctx *c, struct writer *w, const struct access_new *in, str *ret_key, enum access_result *ret)
{
	struct add_work work;

	TRY(need_administrator(c));
	*ret = check_new(c, in, &work);
	if (*ret != ACCESS_DONE)
		return OK;
	TRY(db_write(c, w, add_body, &work));
	*ret_key = work.key;
	*ret = work.result;
	return OK;
}

enum err access_change_tx(struct ctx *c, struct tx *tx, int64_t account, str name, enum lang lang, enum access_result *ret)
{
	struct q_account_by_id_row row;
	bool found;

	TRY(q_account_by_id(c, account, &found, &row));
	*ret = ACCESS_UNCHANGED;
	if (!found || row.closed.set || (str_eq(row.name, name) && lang_of(row.lang) == lang))
		return OK;
	*ret = ACCESS_DONE;
	TRY(q_account_rename(c, tx, account, name, text_sort_key(c->a, name), account_find_fold(c->a, name, row.email), lang_text(lang)));
	return access_note(c, tx, "account_changed", account, str_null, str_null);
}

struct change_work {
	str key, name;
	enum lang lang;
	enum access_result result;
};

static enum err change_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct change_work *work = arg;
	struct access_account account;

	TRY(open_account_by_key(c, work->key, &account));
	TRY(need_administrator_or_self(c, account.id));
	return access_change_tx(c, tx, account.id, work->name, work->lang, &work->result);
}

enum err access_change(struct ctx *c, struct writer *w, str account_key, str name, enum lang lang, enum access_result *ret)
{
	struct change_work work = { .key = account_key, .name = name, .lang = lang };

	*ret = check_name(name);
	if (*ret != ACCESS_DONE)
		return OK;
	TRY(db_write(c, w, change_body, &work));
	*ret = work.result;
	return OK;
}

/* True when no other open account is an administrator. The lock makes two who remove each other wait for one another. */
static enum err is_last_administrator(struct ctx *c, struct tx *tx, int64_t account, bool *ret)
{
	struct q_role_grants_of_row *grants;
	size_t n;
	int64_t others;
	bool administrator = false;

	TRY(q_administrators_lock(c, tx));
	TRY(q_role_grants_of(c, account, &grants, &n));
	for (size_t i = 0; i < n; i++)
		administrator = administrator || str_eq_c(grants[i].role, role_code(ROLE_ADMINISTRATOR));
	TRY(q_administrators_but(c, account, &others));
	*ret = administrator && others == 0;
	return OK;
}

enum err access_close_tx(struct ctx *c, struct tx *tx, int64_t account, enum access_result *ret)
{
	struct q_account_by_id_row row;
	int64_t changes;
	bool found, last;

	TRY(q_account_by_id(c, account, &found, &row));
	if (!found)
		return ERR_NOT_FOUND;
	*ret = ACCESS_UNCHANGED;
	if (row.closed.set)
		return OK;
	*ret = ACCESS_LAST_ADMINISTRATOR;
	TRY(is_last_administrator(c, tx, account, &last));
	if (last)
		return OK;
	TRY(q_sign_ins_delete_all(c, tx, account, &changes));
	TRY(q_role_grants_delete_all(c, tx, account));
	TRY(q_sign_in_links_forget(c, tx, row.email));
	TRY(q_account_close(c, tx, account, c->now, &changes));
	*ret = ACCESS_DONE;
	return access_note(c, tx, "account_closed", account, str_null, str_null);
}

struct close_work {
	str key;
	enum access_result result;
};

static enum err close_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct close_work *work = arg;
	struct access_account account;

	TRY(account_by_key(c, work->key, &account));
	TRY(need_administrator_or_self(c, account.id));
	return access_close_tx(c, tx, account.id, &work->result);
}

enum err access_close(struct ctx *c, struct writer *w, str account_key, enum access_result *ret)
{
	struct close_work work = { .key = account_key };

	TRY(db_write(c, w, close_body, &work));
	*ret = work.result;
	return OK;
}

enum err access_accounts(struct ctx *c, const struct access_filter *filter, str cursor, struct access_list *ret)
{
	str search = text_fold(c->a, filter->search);
	struct q_accounts_filter where = { .by_open = !filter->closed, .by_search = search.n > 0,
					   .by_role = filter->role.n > 0, .role = filter->role };
	struct list_page page = { .order = Q_ACCOUNTS_BY_NAME, .limit = PAGE_ROWS, .cursor = cursor };
	struct q_accounts_result rows;
	struct access_account *accounts;
	int64_t *counts;

	TRY(need_administrator(c));
	if (where.by_search)
		where.pattern = STR_CONCAT(c->a, S("%"), search, S("%"));
	TRY(q_accounts(c, &where, &page, &rows));
	accounts = NEW_ARRAY(c->a, rows.count, struct access_account);
	counts = NEW_ARRAY(c->a, rows.count, int64_t);
	for (size_t i = 0; i < rows.count; i++) {
		const struct q_accounts_row *r = &rows.rows[i];

		accounts[i] = (struct access_account){ .id = r->id, .key = r->key, .email = r->email, .name = r->name,
						       .lang = lang_of(r->lang), .closed = r->closed,
						       .last_sign_in = r->last_sign_in };
		counts[i] = r->roles;
	}
	*ret = (struct access_list){ .accounts = accounts, .role_counts = counts, .count = rows.count, .next = rows.next,
				     .previous = rows.previous };
	return OK;
}

/* ---- roles ----------------------------------------------------------------------------------------------------------- */

struct role_work {
	str account_key;
	const struct access_role_spec *role;
	struct add_work add; /* access_add_helper: the account to make when there is none */
	enum access_result result;
};

/* The id of what the role is for. */
static enum err find_object(struct ctx *c, const struct access_role_spec *role, int64_t *ret_id, bool *ret_found)
{
	struct q_organisation_id_by_key_row organisation;
	struct q_event_id_by_key_row event;

	*ret_id = 0;
	*ret_found = true;
	switch (role->scope) {
	case SCOPE_INSTANCE: return OK;
	case SCOPE_ORGANISATION:
		TRY(q_organisation_id_by_key(c, role->object, ret_found, &organisation));
		*ret_id = *ret_found ? organisation.id : 0;
		return OK;
	case SCOPE_EVENT:
		TRY(q_event_id_by_key(c, role->object, ret_found, &event));
		*ret_id = *ret_found ? event.id : 0;
		return OK;
	}
	BUG("scope %d", (int)role->scope);
}

/* What the journal says: "coordinator instance", "helper event 0123456789abcdef". */
static str role_words(struct arena *a, const struct access_role_spec *role)
{
	return str_format(a, "%s %s%s%.*s", role_code(role->role), scope_codes[role->scope],
			  role->scope == SCOPE_INSTANCE ? "" : " ", role->scope == SCOPE_INSTANCE ? 0 : (int)role->object.n,
			  role->object.n == 0 ? "" : role->object.p);
}

static enum err grant_to(struct ctx *c, struct tx *tx, int64_t account, const struct access_role_spec *role, int64_t object,
			 enum access_result *ret)
{
	struct q_role_grants_of_row *there;
	size_t n;
	int64_t changes;
	struct q_role_grant_insert_in row = { .id = ctx_id(c), .account = account, .role = str_from(role_code(role->role)),
					      .scope = str_from(scope_codes[role->scope]), .scope_id = object, .now = c->now };

	TRY(q_role_grants_of(c, account, &there, &n));
	*ret = ACCESS_TOO_MANY;
	if (n >= ACCESS_ROLES_MAX)
		return OK;
	if (c->actor->account != 0)
		row.by = some(c->actor->account);
	TRY(q_role_grant_insert(c, tx, &row, &changes));
	*ret = changes == 0 ? ACCESS_UNCHANGED : ACCESS_DONE;
	return changes == 0 ? OK : access_note(c, tx, "account_role_granted", account, str_null, role_words(c->a, role));
}

static enum err grant_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct role_work *work = arg;
	struct access_account account;
	int64_t object;
	bool found;

	TRY(find_object(c, work->role, &object, &found));
	TRY(need_granter(c, work->role->role, work->role->scope, object));
	work->result = ACCESS_NO_OBJECT;
	if (!found)
		return OK;
	TRY(open_account_by_key(c, work->account_key, &account));
	return grant_to(c, tx, account.id, work->role, object, &work->result);
}

enum err access_grant(struct ctx *c, struct writer *w, str account_key, const struct access_role_spec *role,
		      enum access_result *ret)
{
	struct role_work work = { .account_key = account_key, .role = role };

	*ret = ACCESS_WRONG_SCOPE;
	if (!access_scope_fits(role->role, role->scope))
		return OK;
	TRY(db_write(c, w, grant_body, &work));
	*ret = work.result;
	return OK;
}

static enum err revoke_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct role_work *work = arg;
	struct access_account account;
	int64_t object, changes;
	bool found, last = false;

	TRY(find_object(c, work->role, &object, &found));
	TRY(need_granter(c, work->role->role, work->role->scope, object));
	work->result = ACCESS_NO_OBJECT;
	if (!found)
		return OK;
	TRY(open_account_by_key(c, work->account_key, &account));
	work->result = ACCESS_LAST_ADMINISTRATOR;
	if (work->role->role == ROLE_ADMINISTRATOR)
		TRY(is_last_administrator(c, tx, account.id, &last));
	if (last)
		return OK;
	TRY(q_role_grant_delete(c, tx, account.id, str_from(role_code(work->role->role)),
				str_from(scope_codes[work->role->scope]), object, &changes));
	work->result = changes == 0 ? ACCESS_UNCHANGED : ACCESS_DONE;
	return changes == 0 ? OK : access_note(c, tx, "account_role_revoked", account.id, role_words(c->a, work->role), str_null);
}

enum err access_revoke(struct ctx *c, struct writer *w, str account_key, const struct access_role_spec *role,
		       enum access_result *ret)
{
	struct role_work work = { .account_key = account_key, .role = role };

	*ret = ACCESS_WRONG_SCOPE;
	if (!access_scope_fits(role->role, role->scope))
		return OK;
	TRY(db_write(c, w, revoke_body, &work));
	*ret = work.result;
	return OK;
}

static enum err helper_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct role_work *work = arg;
	int64_t object;
	bool found;

	TRY(find_object(c, work->role, &object, &found));
	TRY(need_granter(c, work->role->role, work->role->scope, object));
	if (!found)
		return ERR_NOT_FOUND;
	TRY(add_body(c, tx, &work->add));
	return grant_to(c, tx, work->add.id, work->role, object, &work->result);
}

enum err access_add_helper(struct ctx *c, struct writer *w, str event_key, const struct access_new *in, str *ret_account,
			   enum access_result *ret)
{
	struct access_role_spec role = { .role = ROLE_HELPER, .scope = SCOPE_EVENT, .object = event_key };
	struct role_work work = { .role = &role };

	*ret = check_new(c, in, &work.add);
	if (*ret != ACCESS_DONE)
		return OK;
	TRY(db_write(c, w, helper_body, &work));
	*ret_account = work.add.key;
	*ret = work.result;
	return OK;
}

enum err access_helpers(struct ctx *c, str event_key, struct access_helpers *ret)
{
	struct q_event_id_by_key_row event;
	struct q_helpers_of_row *rows;
	struct access_account *accounts;
	size_t n;
	bool found;

	TRY(q_event_id_by_key(c, event_key, &found, &event));
	if (!found || !actor_runs_event(c->actor, event.id))
		return ERR_NOT_FOUND;
	TRY(q_helpers_of(c, event.id, &rows, &n));
	accounts = NEW_ARRAY(c->a, n, struct access_account);
	for (size_t i = 0; i < n; i++)
		accounts[i] = (struct access_account){ .key = rows[i].key, .name = rows[i].name, .email = rows[i].email };
	*ret = (struct access_helpers){ .event_title = event.title, .accounts = accounts, .count = n };
	return OK;
}

enum err access_roles(struct ctx *c, int64_t account, const struct access_role_held **ret, size_t *ret_count)
{
	struct q_role_grants_of_row *rows;
	struct access_role_held *held;
	size_t n;

	TRY(q_role_grants_of(c, account, &rows, &n));
	held = NEW_ARRAY(c->a, n, struct access_role_held);
	for (size_t i = 0; i < n; i++) {
		held[i] = (struct access_role_held){ .scope = scope_from_code(rows[i].scope), .object_key = rows[i].scope_key,
						     .object_name = rows[i].scope_name, .granted = rows[i].granted };
		if (!role_from_code(rows[i].role, &held[i].role))
			BUG("role %.*s", STR_ARG(rows[i].role));
	}
	*ret = held;
	*ret_count = n;
	return OK;
}

/* ---- my page --------------------------------------------------------------------------------------------------------- */

enum err access_sign_ups(struct ctx *c, const struct access_sign_up **ret, size_t *ret_count)
{
	struct q_my_sign_ups_row *rows = NULL;
	struct access_sign_up *out;
	size_t n = 0;

	if (c->actor->account == 0)
		return ERR_SIGN_IN;
	if (c->actor->person != 0)
		TRY(q_my_sign_ups(c, c->actor->person, lang_text(c->lang), &rows, &n));
	out = NEW_ARRAY(c->a, n, struct access_sign_up);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct access_sign_up){ .event_key = rows[i].event_key, .title = rows[i].title,
						  .starts_local = rows[i].starts_local, .state = rows[i].state };
	*ret = out;
	*ret_count = n;
	return OK;
}
