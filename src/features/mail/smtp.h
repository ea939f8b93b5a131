/* SMTP by libcurl: the transport for mails where a mail server is set.
 *
 * Invariants:
 *   - Only smtp and smtps are spoken, whatever a server answers.
 *   - smtp:// must become encrypted by STARTTLS before anything else is said, unless the server is this machine itself
 *     (127.0.0.0/8, ::1, localhost) or the setting smtp_tls is "none". Certificates and names are checked.
 *   - The connection is kept for the next mail. When the server has closed it meanwhile, the mail goes once more over a new
 *     one, if its text had not begun to be handed over.
 *   - One mail, one receiver.
 * Limits: 20 s to connect, 140 s for a mail, 60 s without progress; of a reply 400 bytes are kept.
 * Sources: RFC 5321 (replies), RFC 3463 (enhanced codes), RFC 3207 (STARTTLS), RFC 4954 (AUTH), Google and Microsoft for XOAUTH2. */
#ifndef TALKOOT_FEATURES_MAIL_SMTP_H
#define TALKOOT_FEATURES_MAIL_SMTP_H

#include "features/mail/transport.h"

struct smtp_options {
	str url;    /* smtp://host[:port] or smtps://host[:port] */
	str hello;  /* our name in EHLO; empty: the machine's */
	str user, password, token;
	enum smtp_auth auth;
	enum smtp_tls tls;
	str ca;     /* file of certificates to trust; empty: the system's */
	const atomic_bool *stopping; /* NULL: never */
};

/* Opens nothing yet. Closes its connection with the arena. */
struct mail_transport smtp_transport(struct arena *a, const struct smtp_options *options);

/* The host of public_url when it is a full domain name, else empty. */
str smtp_hello_name(struct arena *a, str public_url);

/* ---- its rules, open for tests ---------------------------------------------------------------------------------------- */

/* How far the talk with the server had come: the command whose reply counts. */
enum smtp_stage { SMTP_CONNECT, SMTP_HELLO, SMTP_STARTTLS, SMTP_SIGN_IN, SMTP_SENDER, SMTP_RECEIVER, SMTP_MESSAGE };

/* What a refusal means. code: 400..599, anything else: the connection broke. words: the reply behind its code. */
enum mail_fate smtp_fate(enum smtp_stage stage, int code, str words);
/* Is the server of this address this machine? */
bool smtp_is_loopback(str url);

#endif
