/* People: finding and making them for sign-ups, their addresses, consents and corrections. Rules: person.h. */
#include "features/person/person.h"

#include "features/access/access.h"
#include "features/person/person.sql.h"
#include "out/mail_address.h"
#include "store/journal.h"
#include "text/fold.h"
#include "text/lang.h"
#include "text/tr.h"

enum { REFUSAL_MAX = 200, PHONE_DIGITS_MIN = 5, PHONE_DIGITS_MAX = 20 };

static struct opt_int some(int64_t v) { return (struct opt_int){ .set = v != 0, .v = v }; }

/* ---- for sign-ups ---------------------------------------------------------------------------------------------------- */

static enum err make_person(struct ctx *c, struct tx *tx, str name, str email, str email_fold, bool *ret_made, int64_t *ret_id)
{
	struct q_person_insert_in row = { .id = ctx_id(c), .key = ctx_key(c), .name = name, .name_fold = text_fold(c->a, name),
					  .name_sort = text_sort_key(c->a, name), .lang = str_from(lang_code(c->lang)),
					  .now = c->now };
	int64_t changes;

	TRY(q_person_insert(c, tx, &row));
	TRY(q_person_email_insert(c, tx, email, email_fold, row.id, c->now, &changes));
	*ret_made = changes == 1;
	*ret_id = row.id;
	return changes == 1 ? OK : q_person_unmake(c, tx, row.id);
}

enum err person_for_sign_up(struct ctx *c, struct tx *tx, str name, str email, str job_title, int64_t organisation,
			    struct person_contact *ret)
{
	str email_fold = mail_address_fold(c->a, email);
	struct q_person_by_email_row there;
	bool found, made;
	int64_t id;

	*ret = (struct person_contact){ 0 };
	if (str_is_null(email))
		return OK;
	TRY(q_person_by_email(c, email_fold, &found, &there));
	if (!found) {
		TRY(make_person(c, tx, name, email, email_fold, &made, &id));
		if (made) {
			ret->person = id;
			return organisation == 0 ? OK : q_affiliation_insert(c, tx, ctx_id(c), id, organisation, job_title, c->now);
		}
		/* Another transaction made one between the two statements (PostgreSQL): now it is there. */
		TRY(q_person_by_email(c, email_fold, &found, &there));
		if (!found)
			return ERR_CONFLICT;
	}
	*ret = (struct person_contact){ .person = there.id, .email_confirmed_utc = there.confirmed };
	return OK;
}

enum err person_email_confirmed(struct ctx *c, struct tx *tx, str email_fold)
{
	return q_person_email_confirm(c, tx, email_fold, c->now);
}

enum err person_email_refused(struct ctx *c, struct tx *tx, str email_fold, str why)
{
	return q_person_email_refuse(c, tx, email_fold, str_limit(why, REFUSAL_MAX), c->now);
}

/* ---- consents -------------------------------------------------------------------------------------------------------- */

enum err person_consent(struct ctx *c, int64_t person, str code, int64_t event, bool *ret_given)
{
	struct q_consent_last_row last;
	bool found;

	TRY(q_consent_last(c, person, code, event, &found, &last));
	*ret_given = found && last.given;
	return OK;
}

enum err person_consent_add(struct ctx *c, struct tx *tx, int64_t person, str code, str version, int64_t event,
			    int64_t registration, bool given)
{
	struct q_consent_insert_in row = { .id = ctx_id(c), .person = person, .code = code, .version = version,
					   .event = some(event), .given = given, .now = c->now, .registration = some(registration) };

	return q_consent_insert(c, tx, &row);
}

enum err person_consents(struct ctx *c, int64_t person, const struct person_consent_row **ret, size_t *ret_count)
{
	struct q_consents_of_row *rows;
	struct person_consent_row *out;
	size_t n;

	TRY(q_consents_of(c, person, &rows, &n));
	out = NEW_ARRAY(c->a, n, struct person_consent_row);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct person_consent_row){ .code = rows[i].code, .version = rows[i].version,
						      .event_key = rows[i].event_key, .event_title = rows[i].event_title,
						      .given = rows[i].given, .at = rows[i].at };
	*ret = out;
	*ret_count = n;
	return OK;
}

str person_consent_name(enum lang lang, str code)
{
	if (str_eq_c(code, "show_to_participants"))
		return tr(lang, "My name is shown to the other participants");
	if (str_eq_c(code, "photographs"))
		return tr(lang, "Photographs of me may be published");
	if (str_eq_c(code, "later_invitations"))
		return tr(lang, "I may be invited to later events");
	return code;
}

struct withdraw_work {
	str code, event_key;
};

static enum err withdraw_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct withdraw_work *work = arg;
	struct q_consents_of_row *rows;
	size_t n;

	TRY(q_consents_of(c, c->actor->person, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		const struct q_consents_of_row *r = &rows[i];

		if (!r->given || !str_eq(r->code, work->code) || !str_eq(r->event_key, work->event_key))
			continue;
		return person_consent_add(c, tx, c->actor->person, r->code, r->version, r->event.set ? r->event.v : 0, 0, false);
	}
	return ERR_NOT_FOUND;
}

enum err person_consent_withdraw(struct ctx *c, struct writer *w, str code, str event_key)
{
	struct withdraw_work work = { .code = code, .event_key = event_key };

	if (c->actor->account == 0)
		return ERR_SIGN_IN;
	return c->actor->person == 0 ? ERR_NOT_FOUND : db_write(c, w, withdraw_body, &work);
}

/* ---- one person ------------------------------------------------------------------------------------------------------ */

enum err person_by_id(struct ctx *c, int64_t id, struct person *ret)
{
	struct q_person_row_row row;
	struct q_person_emails_row *mails;
	str *emails;
	size_t n;
	bool found;

	TRY(q_person_row(c, id, &found, &row));
	if (!found)
		return ERR_NOT_FOUND;
	TRY(q_person_emails(c, id, &mails, &n));
	emails = NEW_ARRAY(c->a, n, str);
	for (size_t i = 0; i < n; i++)
		emails[i] = mails[i].email;
	*ret = (struct person){ .id = id, .key = row.key, .name = row.name, .phone = row.phone, .erased = row.erased,
				.emails = emails, .email_count = n };
	if (!lang_from_code(row.lang, &ret->lang))
		BUG("language %.*s", STR_ARG(row.lang));
	return OK;
}

str person_result_text(enum lang lang, enum person_result result)
{
	switch (result) {
	case PERSON_DONE: return str_null;
	case PERSON_NAME_WRONG: return tr(lang, "Enter a name of at most 120 characters.");
	case PERSON_PHONE_WRONG: return tr(lang, "Enter a telephone number, for example +358 40 123 4567.");
	case PERSON_SIGNED_UP:
		return tr(lang, "You are signed up for coming events. Cancel these sign-ups first, so that others get the places.");
	case PERSON_LAST_ADMINISTRATOR:
		return tr(lang, "This is the last administrator. Make another user an administrator first.");
	}
	BUG("person result %d", (int)result);
}

static bool phone_ok(str phone)
{
	int digits = 0;

	if (phone.n > PERSON_PHONE_MAX)
		return false;
	for (size_t i = 0; i < phone.n; i++) {
		if (phone.p[i] >= '0' && phone.p[i] <= '9')
			digits++;
		else if (memchr("+ -()", phone.p[i], 5) == NULL)
			return false;
	}
	return phone.n == 0 || (digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX);
}

struct correct_work {
	str name, phone;
	enum lang lang;
};

/* The old and the new value go beside the entry, to the person's own data. */
static enum err note_field(struct ctx *c, struct tx *tx, int64_t entry, const char *field, str before, str after)
{
	return str_eq(before, after) ? OK : journal_personal(c, tx, entry, c->actor->person, field, before, after);
}

static enum err correct_person(struct ctx *c, struct tx *tx, const struct correct_work *work)
{
	struct person before;
	struct journal_entry entry = { .what = "person_corrected", .object_kind = "person", .object_id = c->actor->person };
	struct q_person_update_in row = { .id = c->actor->person, .name = work->name,
					  .name_fold = text_fold(c->a, work->name), .name_sort = text_sort_key(c->a, work->name),
					  .phone = work->phone.n == 0 ? str_null : work->phone,
					  .lang = str_from(lang_code(work->lang)), .now = c->now };
	int64_t id;

	TRY(person_by_id(c, c->actor->person, &before));
	TRY(q_person_update(c, tx, &row));
	TRY(journal_add(c, tx, &entry, &id));
	TRY(note_field(c, tx, id, "name", before.name, row.name));
	return note_field(c, tx, id, "phone", before.phone, row.phone);
}

static enum err correct_body(struct ctx *c, struct tx *tx, void *arg)
{
	const struct correct_work *work = arg;
	enum access_result result;

	if (c->actor->person != 0)
		TRY(correct_person(c, tx, work));
	return access_change_tx(c, tx, c->actor->account, work->name, work->lang, &result);
}

enum err person_correct_own(struct ctx *c, struct writer *w, str name, str phone, enum lang lang, enum person_result *ret)
{
	struct correct_work work = { .name = name, .phone = phone, .lang = lang };

	if (c->actor->account == 0)
		return ERR_SIGN_IN;
	*ret = PERSON_NAME_WRONG;
	if (name.n == 0 || str_points(name) > PERSON_NAME_MAX)
		return OK;
	*ret = PERSON_PHONE_WRONG;
	if (!phone_ok(phone))
		return OK;
	*ret = PERSON_DONE;
	return db_write(c, w, correct_body, &work);
}
