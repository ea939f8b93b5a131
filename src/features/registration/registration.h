/* Registrations: a person's place at an event - confirmed, waiting or cancelled.
 *
 * Invariants (the property test registration_property_test.c plays random orders against them):
 *   - Never overbooked by signing up: a sign-up is confirmed only by taking a seat in the event's row (one conditional
 *     UPDATE). taken_site and taken_remote equal the confirmed sign-ups of their mode; waiting_* the waiting ones.
 *   - First come, first served: while someone waits for a mode, a newcomer joins the end of that queue; a freed seat goes to
 *     the first in it in the same transaction, added ones by a job at once (seat_queue.h, registration_job.c).
 *   - One active sign-up per event and e-mail address.
 *   - People sent in one form are a party; its manage key (in every mail) changes, cancels, adds and replaces. All of them
 *     know it; that an address is its owner's is told by the mail_key of the row, which stands in mails to that one only.
 *   - Every move is in the journal, with its reason.
 *   - Not an informer: signing up answers the same for an address that is known or already signed up as for a new one. What
 *     is special is told by mail, to the address's owner.
 *   - Not a mail bomb: an address that its owner has not confirmed gets fixed words only, at most UNCONFIRMED_MAILS_A_DAY.
 *
 * Limits: REGISTRATION_PARTY_MAX people in a form. */
#ifndef TALKOOT_FEATURES_REGISTRATION_H
#define TALKOOT_FEATURES_REGISTRATION_H

#include "features/event/event.h"
#include "features/registration/registration.sql.h"
#include "store/db.h"
#include "store/journal.h"

enum { REGISTRATION_PARTY_MAX = 10, UNCONFIRMED_MAILS_A_DAY = 3 };

enum registration_state { REGISTRATION_CONFIRMED, REGISTRATION_WAITING, REGISTRATION_CANCELLED };
enum registration_state registration_state_from_code(str code);
const char *registration_state_code(enum registration_state state);

enum registration_source {
	SOURCE_SELF,
	SOURCE_COLLEAGUE,
	SOURCE_COORDINATOR,
	SOURCE_WALK_IN,
	SOURCE_API,
	SOURCE_IMPORT,
	SOURCE_DEMO
};

struct consent_given {
	str code;    /* show_to_participants, photographs, later_invitations */
	str version; /* of the words shown */
	bool given;
};

struct registration_person {
	str name;      /* required */
	str email;     /* str_null allowed for those a coordinator enters */
	str job_title; /* str_null: not told */
	enum seat_mode mode;
};

struct registration_input {
	const struct registration_person *people; /* the first is the contact */
	size_t people_count;
	str organisation_key;  /* of one that was found; str_null: use name and ID */
	str organisation_name; /* as typed; may be empty: a private person */
	str business_id;       /* normal form or str_null */
	str organisation_kind; /* of one that is not known yet; str_null: company */
	str size_class;        /* str_null: not asked or not told */
	str message;
	str privacy_version;
	const struct consent_given *consents; /* of the contact */
	size_t consent_count;
	enum registration_source source;
	str told_by; /* coordinator on behalf: who told it, when */
};

enum registration_answer {
	ANSWER_CONFIRMED, /* everyone has a seat */
	ANSWER_WAITING,   /* at least one waits */
	ANSWER_NOT_OPEN_YET,
	ANSWER_CLOSED,
	ANSWER_CANCELLED_EVENT,
	ANSWER_OVER,
	ANSWER_TWICE_IN_FORM, /* the same address stands twice in the form */
	ANSWER_NO_REMOTE,     /* this event has no remote seats */
	ANSWER_NO_SITE,       /* this event is remote only */
	ANSWER_ALREADY        /* coordinators only: this address is signed up already */
};

struct registration_place {
	str key; /* str_null for an address that was signed up already: nothing to show */
	enum registration_state state;
	int64_t queue_position; /* from 1; 0 when confirmed */
	enum seat_mode mode;
};

struct registration_outcome {
	enum registration_answer answer;
	size_t which;   /* the person an error is about */
	str manage_key; /* only for coordinators' pages and tests; never in an answer to the open form */
	struct registration_place places[REGISTRATION_PARTY_MAX];
	size_t place_count;
};

/* Signs up. SOURCE_SELF, SOURCE_COLLEAGUE, SOURCE_API: as the open form does. SOURCE_COORDINATOR and SOURCE_WALK_IN need
 * event_runs (a walk-in: or helper of the event), may act before opening and after closing, and take a free seat or
 * wait like all others (a walk-in is confirmed beyond the seats: the person stands at the door).
 * ERR_NOT_FOUND: no such event, or a draft. Cost: about ten statements a person in one transaction. */
MUST enum err registration_sign_up(struct ctx *c, struct writer *w, str event_key, const struct registration_input *in,
				   struct registration_outcome *ret);

/* ---- with the link of the mail ---------------------------------------------------------------------------------------- */

struct registration_party {
	int64_t id;
	struct event event;
	struct q_registrations_of_party_row *people;
	int64_t *queue_positions; /* parallel to people; 0 when not waiting */
	size_t count;
	str manage_key, message;
	bool may_change; /* the event has not begun and is not cancelled */
	bool may_add;    /* signing up is open */
};

MUST enum err registration_party_find(struct ctx *c, str manage_key, struct registration_party *ret);
/* The link was used by the owner of an address: mail_key stands only in mails to that address, since all of a party know
 * its manage key. ERR_NOT_FOUND: the party has nobody with this key. */
MUST enum err registration_confirm_email(struct ctx *c, struct writer *w, str manage_key, str mail_key);

enum change_answer { CHANGE_DONE, CHANGE_NOT_NOW, CHANGE_ALREADY, CHANGE_WAITING };

/* Cancels one place; the freed seat goes to the first in the queue. */
MUST enum err registration_cancel(struct ctx *c, struct writer *w, str manage_key, str registration_key,
				  enum change_answer *ret);
/* Adds colleagues to the party: as signing up. */
MUST enum err registration_add_colleague(struct ctx *c, struct writer *w, str manage_key,
					 const struct registration_person *person, struct registration_outcome *ret);
/* Another person takes this place (and its state and place in the queue). Both are told. */
MUST enum err registration_send_instead(struct ctx *c, struct writer *w, str manage_key, str registration_key,
					const struct registration_person *person, enum change_answer *ret);
/* Corrects name and job title. The e-mail address is changed by sending the same person "instead". */
MUST enum err registration_correct(struct ctx *c, struct writer *w, str manage_key, str registration_key, str name,
				   str job_title, enum change_answer *ret);

/* ---- for those who run the event (all: ERR_NOT_FOUND without event_runs) --------------------------------------------------- */

MUST enum err registration_cancel_by_coordinator(struct ctx *c, struct writer *w, str registration_key, str reason,
						 enum change_answer *ret);
/* What the list shows: all filters together. */
struct registration_query {
	bool by_state;
	enum registration_state state;
	bool by_mode;
	enum seat_mode mode;
	bool active;        /* not cancelled */
	bool unconfirmed;   /* active, with an address that its owner has not confirmed */
	str words;          /* in name, address or organisation; empty: any */
	int order;          /* enum q_registration_list_order */
	bool descending;
	int limit;          /* 0: 50 */
	str cursor;         /* next or previous of another page; empty: the first */
};

/* One page. Cost: one statement. ERR_INVALID: a cursor of another list. */
MUST enum err registration_list(struct ctx *c, int64_t event, const struct registration_query *query,
				struct q_registration_list_result *ret);

/* How many are in each state. Cost: one statement. */
MUST enum err registration_figures(struct ctx *c, int64_t event, struct q_registration_counts_row *ret);

struct registration {
	struct q_registration_by_id_row row;
	int64_t queue_position; /* 0: does not wait */
	str message;            /* of the party; str_null: none */
	struct q_journal_of_row *history; /* newest first */
	size_t history_count;
};
/* One sign-up with its time line, and its event. Cost: four statements and those of event_find. */
MUST enum err registration_find(struct ctx *c, str registration_key, struct registration *ret, struct event *ret_event);

MUST enum err registration_edit_by_coordinator(struct ctx *c, struct writer *w, str registration_key,
					       const struct registration_person *person, str organisation_name,
					       str note, enum change_answer *ret);

/* Version of the words about who sees the data; part of every sign-up. */
extern const char registration_privacy_version[];

#endif
