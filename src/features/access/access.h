/* Access: user accounts and the roles they hold.
 *
 * An account is a mail address with which someone signs in (sign_in.h); it has no password. What it may do is the sum of
 * its roles. A role is held for the instance, for one organisation or for one event:
 *
 *   administrator   instance          settings, accounts, and all that a coordinator may
 *   coordinator     instance, event   runs programmes, sees people
 *   reader          instance          figures and lists without persons
 *   helper          event             check-in at the door
 *   facilitator     event             leads a workshop
 *   representative  organisation      acts for it
 *   participant     -                 oneself; every account has it, nobody grants it
 *
 * Invariants:
 *   - There is always an open account with the role administrator, once there was one (ACCESS_LAST_ADMINISTRATOR).
 *   - A closed account has no name, no address, no role and no sign-in; its row stays, since events and the journal point to
 *     it. The address can be given a new account.
 *   - Every change is in the journal, in the same transaction.
 *
 * Who may: administrators everything here. Who runs an event (coordinator of the instance or of that event) may grant and
 * revoke the role helper for it. Others get ERR_FORBIDDEN, visitors ERR_SIGN_IN.
 *
 * Limits: name 120 characters, address 254 (out/mail_address.h), 200 roles an account. */
#ifndef TALKOOT_FEATURES_ACCESS_H
#define TALKOOT_FEATURES_ACCESS_H

#include "store/db.h"

enum { ACCESS_NAME_MAX = 120, ACCESS_ROLES_MAX = 200 };

enum access_result {
	ACCESS_DONE,
	ACCESS_UNCHANGED,          /* it was so already */
	ACCESS_EMAIL_TAKEN,        /* an open account has this address */
	ACCESS_EMAIL_WRONG,        /* not an address that mail can be sent to */
	ACCESS_NAME_WRONG,         /* empty or too long */
	ACCESS_LAST_ADMINISTRATOR, /* nobody could administer the instance any more */
	ACCESS_WRONG_SCOPE,        /* this role is not held for that kind of thing (table above) */
	ACCESS_NO_OBJECT,          /* there is no such organisation or event */
	ACCESS_TOO_MANY            /* ACCESS_ROLES_MAX */
};

/* What went wrong, in the language; str_null for ACCESS_DONE. */
str access_result_text(enum lang lang, enum access_result result);

/* ---- accounts ------------------------------------------------------------------------------------------------------- */

struct access_new {
	str email; /* as typed */
	str name;
	enum lang lang; /* of mails to the account, and of its pages at first */
};

struct access_account {
	int64_t id;
	str key;
	str email, name;       /* str_null when closed */
	enum lang lang;
	struct opt_int person;
	struct opt_int closed, last_sign_in; /* UTC */
	int64_t created;
};

/* Makes an account. *ret_key: its key, also with ACCESS_EMAIL_TAKEN (of the account that is there). Administrators. */
MUST enum err access_add(struct ctx *c, struct writer *w, const struct access_new *in, str *ret_key,
			 enum access_result *ret);
/* Changes name and language. Administrators, and everyone their own. */
MUST enum err access_change(struct ctx *c, struct writer *w, str account_key, str name, enum lang lang,
			    enum access_result *ret);
/* The same inside a transaction, permission already asked. Does nothing when the account is closed. */
MUST enum err access_change_tx(struct ctx *c, struct tx *tx, int64_t account, str name, enum lang lang,
			       enum access_result *ret);
/* Ends all sign-ins, takes away all roles, the name and the address. Administrators, and everyone their own. */
MUST enum err access_close(struct ctx *c, struct writer *w, str account_key, enum access_result *ret);
/* The same inside a transaction, permission already asked: for the erasure of a person. */
MUST enum err access_close_tx(struct ctx *c, struct tx *tx, int64_t account, enum access_result *ret);
/* One account. ERR_NOT_FOUND for those who may not see it: administrators all, others their own. */
MUST enum err access_account(struct ctx *c, str account_key, struct access_account *ret);
/* Whose address is it? ERR_NOT_FOUND: no open account has it. Asks no permission: for the command line and mails. */
MUST enum err access_account_by_email(struct ctx *c, str email, struct access_account *ret);

struct access_filter {
	str search;  /* part of name or address; empty: all */
	str role;    /* code; empty: all */
	bool closed; /* also closed ones */
};

struct access_list {
	const struct access_account *accounts;
	const int64_t *role_counts;
	size_t count;
	str next, previous; /* cursors; str_null: none */
};

/* A page of 50 accounts by name. ERR_INVALID: a cursor that is not of this list. Administrators. */
MUST enum err access_accounts(struct ctx *c, const struct access_filter *filter, str cursor, struct access_list *ret);

/* ---- roles ---------------------------------------------------------------------------------------------------------- */

struct access_role_spec {
	enum access_role role;
	enum role_scope scope;
	str object; /* key of the organisation or event; ignored for the instance */
};

struct access_role_held {
	enum access_role role;
	enum role_scope scope;
	str object_key, object_name; /* str_null for the instance */
	int64_t granted;             /* UTC */
};

/* May this role be held for this kind of thing? */
bool access_scope_fits(enum access_role role, enum role_scope scope);
/* The role's name for people, "Coordinator"; of the scope, "Whole instance". */
str access_role_name(enum lang lang, enum access_role role);
str access_scope_name(enum lang lang, enum role_scope scope);

/* ERR_NOT_FOUND: no such open account. */
MUST enum err access_grant(struct ctx *c, struct writer *w, str account_key, const struct access_role_spec *role,
			   enum access_result *ret);
MUST enum err access_revoke(struct ctx *c, struct writer *w, str account_key, const struct access_role_spec *role,
			    enum access_result *ret);
/* Makes `in` a helper of the event, with a new account when the address has none. Who runs the event. *ret_account: key. */
MUST enum err access_add_helper(struct ctx *c, struct writer *w, str event_key, const struct access_new *in,
				str *ret_account, enum access_result *ret);
struct access_helpers {
	str event_title; /* in the event's source language */
	const struct access_account *accounts; /* key, name and email only */
	size_t count;
};
/* The helpers of an event, by name. ERR_NOT_FOUND: no such event, or one that the actor does not run. */
MUST enum err access_helpers(struct ctx *c, str event_key, struct access_helpers *ret);
/* The roles of an account, with the names of what they are for. Asks no permission: the caller has the account. */
MUST enum err access_roles(struct ctx *c, int64_t account, const struct access_role_held **ret, size_t *ret_count);

/* ---- my page -------------------------------------------------------------------------------------------------------- */

struct access_sign_up {
	str event_key, title;
	str starts_local; /* "2026-11-27T09:00" in the event's zone */
	str state;        /* "confirmed", "waiting", "cancelled" */
};
/* The actor's own sign-ups, latest event first, at most 200. None without a person. */
MUST enum err access_sign_ups(struct ctx *c, const struct access_sign_up **ret, size_t *ret_count);

#endif
