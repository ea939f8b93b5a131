/* A mail as bytes: RFC 5322 head, MIME body (RFC 2045-2047, 2231), ready to be handed to an SMTP server or kept as a
 * .eml file.
 *
 * Structure, parts only where there is something for them:
 *   multipart/mixed
 *     multipart/related
 *       multipart/alternative: text/plain, text/html, text/calendar; method=...
 *       pictures that the HTML shows (cid:)
 *     attachments
 *
 * Invariants:
 *   - One message has one receiver: nobody sees the address of another.
 *   - Text that goes into the head and holds CR, LF or another control character is refused (ERR_INVALID): no header
 *     can be smuggled in by a name or a title.
 *   - Every line ends with CR LF and has at most 78 characters (76 in bodies), but for addresses and ids that are longer
 *     by themselves, which still keep below 998; all bytes are ASCII, so no SMTP extension is needed.
 *   - Nothing is random: boundaries hold "=_", which neither quoted-printable nor base64 can produce.
 *   - Auto-Submitted: auto-generated (RFC 3834) and X-Auto-Response-Suppress stand in each, so that absence notices do
 *     not answer. */
#ifndef TALKOOT_OUT_MAIL_MESSAGE_H
#define TALKOOT_OUT_MAIL_MESSAGE_H

#include "out/mail_body.h"

enum { MAIL_NAME_MAX = 200, MAIL_SUBJECT_MAX = 500 };

struct mail_party {
	str name;    /* shown; may be empty */
	str address; /* mail_address_ok */
};

struct mail_part {
	str name;  /* file name of an attachment; may hold any letters */
	str type;  /* "application/pdf"; from our own table, never from foreign text */
	str cid;   /* of a picture shown by mail_image: letters, digits, '-', '.', '@' */
	str bytes;
};

struct mail_message {
	struct mail_party from, to;
	struct mail_party reply_to; /* none when its address is null */
	str subject;
	int64_t date;   /* UTC seconds */
	str message_id; /* without angle brackets: "key@host"; made by the outbox once, the same at each attempt */
	str unsubscribe_url;        /* https, or null: List-Unsubscribe */
	bool unsubscribe_one_click; /* the address takes the POST of RFC 8058 */
	const struct mail_body *body;
	str calendar;        /* an iCalendar object, or null */
	str calendar_method; /* the METHOD that stands in it: "REQUEST", "CANCEL" */
	const struct mail_part *pictures;
	size_t picture_count;
	const struct mail_part *attachments;
	size_t attachment_count;
};

/* Appends the message. ERR_INVALID: an address, the message id, or a control character in a text of the head.
 * ERR_LIMIT: a name or subject too long, or b is full. */
MUST enum err mail_message_write(struct buf *b, const struct mail_message *m);

/* -- its parts, also for other writers of mail -- */

/* Quoted-printable (RFC 2045 6.7) of text whose lines end with LF or CR LF; lines come out with CR LF. */
void mail_quoted_printable(struct buf *b, str text);
/* "Sun, 22 Nov 2026 05:11:00 +0000". */
void mail_date(struct buf *b, int64_t utc);

#endif
