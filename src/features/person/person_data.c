/* The copy of a person's data, and its erasure. Each personal column of the migrations occurs in both, or stands in the
 * table of exceptions; person_data_test walks over the tags to see that. */
#include "features/access/access.h"
#include "features/person/person.h"
#include "features/person/person.sql.h"
#include "out/json.h"
#include "store/backup.h"
#include "store/journal.h"

const struct person_data_exception person_data_exceptions[] = {
	{ "person", "name_fold", false, true, "made of the name" },
	{ "person", "name_sort", false, true, "made of the name" },
	{ "person_email", "email_fold", false, true, "made of the address" },
	{ "account", "name_sort", false, true, "made of the name" },
	{ "account", "find_fold", false, true, "made of name and address" },
	{ "registration", "find_fold", false, true, "made of name, address and organisation" },
	{ "registration", "name_sort", false, true, "made of the name" },
	{ "registration", "email_fold", false, true, "made of the address" },
	{ "unconfirmed_mail", "email_fold", false, true, "an address told already; kept two days" },
	{ "sign_in_link", "email", false, true, "an address told already; kept one day" },
	{ "file_part", "bytes", true, true, "the file belongs to an event or organisation and goes with it" },
	{ "idempotency_key", "answer", true, true, "cannot be found by person; kept one day" },
	{ NULL, NULL, false, false, NULL },
};

/* ---- the copy -------------------------------------------------------------------------------------------------------- */

/* Times are written as UTC seconds, as everywhere in the API. Nothing for what is not set. */
static void field_time(struct jw *j, const char *key, struct opt_int at)
{
	if (at.set)
		jw_field_int(j, key, at.v);
}

static enum err tell_person(struct ctx *c, struct jw *j, int64_t person)
{
	struct q_person_row_row row;
	struct q_person_emails_row *mails;
	size_t n;
	bool found;

	TRY(q_person_row(c, person, &found, &row));
	if (!found)
		return ERR_NOT_FOUND;
	TRY(q_person_emails(c, person, &mails, &n));
	jw_field_object(j, "person");
	jw_field_str(j, "key", row.key);
	jw_field_str(j, "name", row.name);
	jw_field_str_if(j, "phone", row.phone);
	jw_field_str(j, "language", row.lang);
	jw_field_int(j, "created", row.created);
	field_time(j, "erased", row.erased);
	jw_field_array(j, "emails");
	for (size_t i = 0; i < n; i++) {
		jw_object(j);
		jw_field_str(j, "email", mails[i].email);
		field_time(j, "confirmed", mails[i].confirmed);
		field_time(j, "refused", mails[i].refused);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
	return OK;
}

static enum err tell_jobs(struct ctx *c, struct jw *j, int64_t person)
{
	struct q_data_jobs_row *rows;
	size_t n;

	TRY(q_data_jobs(c, person, &rows, &n));
	jw_field_array(j, "jobs");
	for (size_t i = 0; i < n; i++) {
		jw_object(j);
		jw_field_str(j, "organisation", rows[i].organisation);
		jw_field_str_if(j, "job_title", rows[i].job_title);
		jw_field_str_if(j, "from", rows[i].from_date);
		jw_field_str_if(j, "to", rows[i].to_date);
		jw_end(j);
	}
	jw_end(j);
	return OK;
}

static enum err tell_consents(struct ctx *c, struct jw *j, int64_t person)
{
	const struct person_consent_row *rows;
	size_t n;

	TRY(person_consents(c, person, &rows, &n));
	jw_field_array(j, "consents");
	for (size_t i = 0; i < n; i++) {
		jw_object(j);
		jw_field_str(j, "code", rows[i].code);
		jw_field_str(j, "version", rows[i].version);
		jw_field_str_if(j, "event", rows[i].event_key);
		jw_field_bool(j, "given", rows[i].given);
		jw_field_int(j, "at", rows[i].at);
		jw_end(j);
	}
	jw_end(j);
	return OK;
}

static void tell_sign_up(struct jw *j, const struct q_data_sign_ups_row *r)
{
	jw_object(j);
	jw_field_str(j, "event", r->event_key);
	jw_field_str(j, "event_title", r->event_title);
	jw_field_str(j, "starts", r->starts);
	jw_field_str(j, "name", r->name);
	jw_field_str_if(j, "email", r->email);
	jw_field_str_if(j, "job_title", r->job_title);
	jw_field_str_if(j, "organisation", r->organisation);
	jw_field_str(j, "mode", r->mode);
	jw_field_str(j, "state", r->state);
	jw_field_str_if(j, "message", r->message);
	jw_field_str_if(j, "told_by", r->told_by);
	jw_field_str_if(j, "note", r->note);
	jw_field_int(j, "created", r->created);
	field_time(j, "arrived", r->arrived);
	jw_field_bool(j, "absent", r->absent);
	jw_field_str_if(j, "privacy_version", r->privacy_version);
	jw_end(j);
}

static enum err tell_sign_ups(struct ctx *c, struct jw *j, int64_t person)
{
	struct q_data_sign_ups_row *rows;
	struct q_data_decision_maker_row *hosts;
	size_t n, host_count;

	TRY(q_data_sign_ups(c, person, &rows, &n));
	TRY(q_data_decision_maker(c, person, &hosts, &host_count));
	jw_field_array(j, "sign_ups");
	for (size_t i = 0; i < n; i++)
		tell_sign_up(j, &rows[i]);
	jw_end(j);
	jw_field_array(j, "named_as_decision_maker");
	for (size_t i = 0; i < host_count; i++) {
		jw_object(j);
		jw_field_str(j, "event", hosts[i].event_key);
		jw_field_str_if(j, "name", hosts[i].name);
		jw_field_str_if(j, "email", hosts[i].email);
		field_time(j, "agreed", hosts[i].agreed);
		jw_end(j);
	}
	jw_end(j);
	return OK;
}

static enum err tell_account(struct ctx *c, struct jw *j, const struct q_data_accounts_row *account)
{
	struct q_data_sign_ins_row *rows;
	const struct access_role_held *roles;
	size_t n, role_count;

	TRY(q_data_sign_ins(c, account->id, &rows, &n));
	TRY(access_roles(c, account->id, &roles, &role_count));
	jw_object(j);
	jw_field_str(j, "email", account->email);
	jw_field_str(j, "name", account->name);
	jw_field_str(j, "language", account->lang);
	jw_field_int(j, "created", account->created);
	field_time(j, "last_sign_in", account->last_sign_in);
	jw_field_array(j, "roles");
	for (size_t i = 0; i < role_count; i++) {
		jw_object(j);
		jw_field_str(j, "role", str_from(role_code(roles[i].role)));
		jw_field_str_if(j, "for", roles[i].object_name);
		jw_field_int(j, "granted", roles[i].granted);
		jw_end(j);
	}
	jw_end(j);
	jw_field_array(j, "sign_ins");
	for (size_t i = 0; i < n; i++) {
		jw_object(j);
		jw_field_str_if(j, "browser", rows[i].browser);
		jw_field_int(j, "created", rows[i].created);
		jw_field_int(j, "seen", rows[i].seen);
		jw_field_int(j, "expires", rows[i].expires);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
	return OK;
}

static enum err tell_accounts(struct ctx *c, struct jw *j, int64_t person, int64_t account)
{
	struct q_data_accounts_row *rows;
	size_t n;

	TRY(q_data_accounts(c, person, account, &rows, &n));
	jw_field_array(j, "accounts");
	for (size_t i = 0; i < n; i++)
		TRY(tell_account(c, j, &rows[i]));
	jw_end(j);
	return OK;
}

static enum err tell_mails(struct ctx *c, struct jw *j, int64_t person)
{
	struct q_data_mails_row *rows;
	size_t n;

	TRY(q_data_mails(c, person, &rows, &n));
	jw_field_array(j, "mails");
	for (size_t i = 0; i < n; i++) {
		jw_object(j);
		jw_field_str_if(j, "to", rows[i].address);
		jw_field_str_if(j, "subject", rows[i].subject);
		jw_field_str(j, "state", rows[i].state);
		jw_field_int(j, "created", rows[i].created);
		field_time(j, "sent", rows[i].sent);
		jw_field_str_if(j, "message", rows[i].body); /* the mail's bytes: ASCII */
		jw_end(j);
	}
	jw_end(j);
	return OK;
}

static enum err tell_journal(struct ctx *c, struct jw *j, int64_t person)
{
	struct q_data_journal_row *rows;
	struct q_data_files_row *files;
	size_t n, file_count;

	TRY(q_data_journal(c, person, &rows, &n));
	TRY(q_data_files(c, person, &files, &file_count));
	jw_field_array(j, "changes");
	for (size_t i = 0; i < n; i++) {
		jw_object(j);
		jw_field_int(j, "at", rows[i].at);
		jw_field_str(j, "what", rows[i].what);
		jw_field_str(j, "field", rows[i].field);
		jw_field_str_if(j, "before", rows[i].before);
		jw_field_str_if(j, "after", rows[i].after);
		jw_end(j);
	}
	jw_end(j);
	jw_field_array(j, "files");
	for (size_t i = 0; i < file_count; i++) {
		jw_object(j);
		jw_field_str(j, "name", files[i].name);
		jw_field_str(j, "type", files[i].type);
		jw_field_int(j, "size", files[i].size);
		jw_field_str(j, "purpose", files[i].purpose);
		jw_field_int(j, "created", files[i].created);
		jw_end(j);
	}
	jw_end(j);
	return OK;
}

/* person 0: the account alone; account 0: those of the person. */
static enum err tell(struct ctx *c, int64_t person, int64_t account, struct buf *b)
{
	struct jw j;

	jw_init(&j, b);
	jw_object(&j);
	jw_field_int(&j, "made", c->now);
	if (person != 0) {
		TRY(tell_person(c, &j, person));
		TRY(tell_jobs(c, &j, person));
		TRY(tell_consents(c, &j, person));
		TRY(tell_sign_ups(c, &j, person));
		TRY(tell_mails(c, &j, person));
		TRY(tell_journal(c, &j, person));
	}
	TRY(tell_accounts(c, &j, person, account));
	jw_end(&j);
	jw_done(&j);
	return buf_ok(b) ? OK : ERR_LIMIT;
}

enum err person_own_data(struct ctx *c, struct buf *ret)
{
	if (c->actor->account == 0)
		return ERR_SIGN_IN;
	return tell(c, c->actor->person, c->actor->account, ret);
}

static enum err find_as_coordinator(struct ctx *c, str person_key, int64_t *ret_id)
{
	struct q_person_id_by_key_row row;
	bool found;

	if (!actor_is_coordinator(c->actor))
		return c->actor == &actor_anonymous ? ERR_SIGN_IN : ERR_NOT_FOUND;
	TRY(q_person_id_by_key(c, person_key, &found, &row));
	if (!found)
		return ERR_NOT_FOUND;
	*ret_id = row.id;
	return OK;
}

enum err person_data(struct ctx *c, str person_key, struct buf *ret)
{
	int64_t id;

	TRY(find_as_coordinator(c, person_key, &id));
	return tell(c, id, 0, ret);
}

/* ---- erasing --------------------------------------------------------------------------------------------------------- */

struct erase_work {
	int64_t person, account; /* 0: none */
	enum person_result result;
};

/* All of a person but its accounts. */
static enum err erase_rows(struct ctx *c, struct tx *tx, int64_t person, int64_t at)
{
	TRY(q_erase_links(c, tx, person));
	TRY(q_erase_unconfirmed(c, tx, person));
	TRY(q_erase_decision_maker(c, tx, person));
	TRY(q_erase_mails(c, tx, person));
	TRY(q_erase_messages(c, tx, person));
	TRY(q_erase_sign_ups(c, tx, person, at));
	TRY(q_erase_affiliations(c, tx, person));
	TRY(q_erase_emails(c, tx, person));
	TRY(q_erase_journal(c, tx, person));
	TRY(q_erase_file_names(c, tx, person));
	TRY(q_erase_person(c, tx, person, at));
	return q_erasure_insert(c, tx, person, at);
}

static enum err close_accounts(struct ctx *c, struct tx *tx, struct erase_work *work)
{
	struct q_data_accounts_row *accounts;
	size_t n;

	TRY(q_data_accounts(c, work->person, work->account, &accounts, &n));
	for (size_t i = 0; i < n; i++) {
		enum access_result closed;

		TRY(access_close_tx(c, tx, accounts[i].id, &closed));
		if (closed == ACCESS_LAST_ADMINISTRATOR)
			work->result = PERSON_LAST_ADMINISTRATOR;
	}
	return OK;
}

/* A refusal returns ERR_CONFLICT, so that what was done before it is undone. */
static enum err erase_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct erase_work *work = arg;
	struct q_person_row_row row;
	int64_t coming;
	bool found;

	work->result = PERSON_DONE;
	TRY(close_accounts(c, tx, work));
	if (work->result != PERSON_DONE)
		return ERR_CONFLICT;
	if (work->person == 0)
		return OK;
	TRY(q_person_row(c, work->person, &found, &row));
	if (!found || row.erased.set)
		return ERR_NOT_FOUND;
	TRY(q_coming_sign_ups(c, work->person, c->now, &coming));
	if (coming > 0) {
		work->result = PERSON_SIGNED_UP;
		return ERR_CONFLICT;
	}
	TRY(erase_rows(c, tx, work->person, c->now));
	TRY(erasures_changed(c, tx));
	return journal_note(c, tx, "person_erased", "person", work->person, str_null);
}

static enum err erase(struct ctx *c, struct writer *w, struct erase_work *work, enum person_result *ret)
{
	enum err e = db_write(c, w, erase_body, work);

	if (e == OK || (e == ERR_CONFLICT && work->result != PERSON_DONE)) {
		*ret = work->result;
		return OK;
	}
	return e;
}

enum err person_erase_own(struct ctx *c, struct writer *w, enum person_result *ret)
{
	struct erase_work work = { .person = c->actor->person, .account = c->actor->account };

	return c->actor->account == 0 ? ERR_SIGN_IN : erase(c, w, &work, ret);
}

enum err person_erase(struct ctx *c, struct writer *w, str person_key, enum person_result *ret)
{
	struct erase_work work = { 0 };

	TRY(find_as_coordinator(c, person_key, &work.person));
	return erase(c, w, &work, ret);
}

enum err person_erase_again(struct ctx *c, struct tx *tx, int64_t person, int64_t erased_utc)
{
	struct q_person_row_row row;
	struct erase_work work = { .person = person };
	bool found;

	TRY(q_person_row(c, person, &found, &row));
	if (!found || row.erased.set)
		return OK;
	/* The last administrator keeps the account, or nobody could get in; the person goes all the same. */
	TRY(close_accounts(c, tx, &work));
	return erase_rows(c, tx, person, erased_utc);
}
