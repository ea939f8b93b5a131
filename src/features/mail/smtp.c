/* See smtp.h. */
#include "features/mail/smtp.h"

#include <curl/curl.h>

#include "base/address.h"

enum { CONNECT_S = 20, MAIL_S = 140, STILL_S = 60, STOP_PATIENCE_US = 5000000, WORDS_MAX = 400 };

struct smtp {
	struct smtp_options o;
	CURL *curl;
	char *url, *user, *password, *token, *ca; /* as libcurl takes them; NULL: none */
	/* Of the mail that is being sent. */
	str rest; /* of the message: libcurl has not read it yet */
	enum smtp_stage stage;
	int code;
	bool reply_ended;
	char words[WORDS_MAX];
	size_t words_n;
	bool greeted; /* over a new connection */
	bool leaving; /* QUIT was said: what comes now is no answer to the mail */
	bool stopped;
	curl_off_t stop_seen_us;
};

/* ---- what a reply means ----------------------------------------------------------------------------------------------- */

static bool has_word(str text, const char *word)
{
	str w = str_from(word);

	for (size_t i = 0; i + w.n <= text.n; i++)
		if (str_eq_nocase(str_sub(text, i, w.n), w))
			return true;
	return false;
}

/* Enhanced code X.subject.detail of a refusal: "5.7." is policy. */
static bool has_class(str words, const char *class) { return str_starts(words, str_from(class)); }

/* 530, 534, 535, 538: sign-in is wanted, or wrong (RFC 4954). The two others are Exchange's words for a mailbox that may not send
 * under our sender's address. */
static bool wants_other_settings(int code, str words)
{
	return code == 530 || code == 534 || code == 535 || code == 538 || has_class(words, "5.7.60 ") || has_class(words, "5.2.252 ");
}

static enum mail_fate receiver_refused(int code, str words)
{
	if (wants_other_settings(code, words))
		return FATE_NOT_LET_IN;
	/* Policy, a full mailbox, the way there, or a server that does not take mail from us for others: not the address's fault. */
	if (has_class(words, "5.7.") || has_class(words, "5.2.2 ") || has_class(words, "5.3.") || has_class(words, "5.4.") ||
	    has_word(words, "relay"))
		return FATE_LATER;
	return FATE_ADDRESS_REFUSED;
}

static enum mail_fate message_refused(int code, str words)
{
	if (wants_other_settings(code, words))
		return FATE_NOT_LET_IN;
	if (has_class(words, "5.7.") || has_class(words, "5.2.2 "))
		return FATE_LATER;
	return has_class(words, "5.1.") || has_class(words, "5.2.1") ? FATE_ADDRESS_REFUSED : FATE_MAIL_REFUSED;
}

enum mail_fate smtp_fate(enum smtp_stage stage, int code, str words)
{
	if (code < 400 || code > 599 || code == 421)
		return FATE_SERVER_AWAY;
	if (code < 500)
		return stage >= SMTP_RECEIVER ? FATE_LATER : FATE_SERVER_AWAY;
	switch (stage) {
	case SMTP_CONNECT:
	case SMTP_HELLO:
	case SMTP_STARTTLS:
	case SMTP_SIGN_IN:
		return FATE_NOT_LET_IN;
	case SMTP_SENDER: /* 552: larger than the server takes (SIZE= stands in the command) */
		return code == 552 || has_class(words, "5.3.4") ? FATE_MAIL_REFUSED : FATE_NOT_LET_IN;
	case SMTP_RECEIVER:
		return receiver_refused(code, words);
	case SMTP_MESSAGE:
		return message_refused(code, words);
	}
	BUG("stage %d", (int)stage);
}

bool smtp_is_loopback(str url)
{
	str host = str_sub(url, str_find_str(url, S("://")) + 3, url.n);
	struct address x;

	if (str_starts(host, S("["))) {
		host = str_sub(host, 1, str_find(host, ']') - 1);
	} else {
		host = str_sub(host, 0, str_find(host, ':'));
		if (str_eq_nocase(host, S("localhost")))
			return true;
	}
	if (!address_parse(host, &x))
		return false;
	return address_is_ipv4(&x) ? x.bytes[12] == 127 : memcmp(x.bytes, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16) == 0;
}

str smtp_hello_name(struct arena *a, str public_url)
{
	str host = str_sub(public_url, str_find_str(public_url, S("://")) + 3, public_url.n);
	struct address x;

	host = str_sub(host, 0, str_find(host, ':'));
	if (str_find(host, '.') == host.n || address_parse(host, &x) || str_starts(host, S("[")))
		return S("");
	return str_copy(a, host);
}

/* ---- listening to libcurl --------------------------------------------------------------------------------------------- */

static void note_command(struct smtp *s, str command)
{
	static const struct {
		const char *verb;
		enum smtp_stage stage;
	} stages[] = { { "EHLO", SMTP_HELLO },       { "HELO", SMTP_HELLO },        { "STARTTLS", SMTP_STARTTLS },
		       { "AUTH", SMTP_SIGN_IN },     { "MAIL FROM", SMTP_SENDER },  { "RCPT TO", SMTP_RECEIVER },
		       { "DATA", SMTP_MESSAGE } };

	s->reply_ended = true;
	s->leaving = str_starts(command, S("QUIT"));
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		if (str_starts(command, str_from(stages[i].verb)))
			s->stage = stages[i].stage;
	s->greeted |= s->stage == SMTP_HELLO;
}

/* "550-5.1.1 No such user" and "550 5.1.1 here": the lines of a reply become one text without the codes. */
static void note_reply(struct smtp *s, str line)
{
	int64_t code;

	line = str_trim(line);
	if (s->leaving || line.n < 3 || !str_to_int(str_sub(line, 0, 3), &code) || code < 200 || code > 599)
		return;
	if (s->reply_ended)
		s->words_n = 0;
	s->code = (int)code;
	s->reply_ended = line.n == 3 || line.p[3] == ' ';
	line = str_sub(line, 4, line.n);
	if (s->words_n > 0 && s->words_n < WORDS_MAX)
		s->words[s->words_n++] = ' ';
	line = str_sub(line, 0, WORDS_MAX - s->words_n);
	if (line.n > 0)
		memcpy(s->words + s->words_n, line.p, line.n);
	s->words_n += line.n;
}

/* Commands of signing in hold secrets: of a command nothing is kept but which one it was. */
static int on_talk(CURL *curl, curl_infotype type, char *data, size_t n, void *arg)
{
	(void)curl;
	if (type == CURLINFO_HEADER_OUT)
		note_command(arg, str_make(data, n));
	else if (type == CURLINFO_HEADER_IN)
		note_reply(arg, str_make(data, n));
	return 0;
}

static size_t on_read(char *to, size_t size, size_t count, void *arg)
{
	struct smtp *s = arg;
	str part = str_sub(s->rest, 0, size * count);

	if (part.n > 0)
		memcpy(to, part.p, part.n);
	s->rest = str_sub(s->rest, part.n, s->rest.n);
	return part.n;
}

/* Ends the transfer when the program is ending: at once while the server has not the message, else after some seconds. */
static int on_progress(void *arg, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
	struct smtp *s = arg;
	curl_off_t now;

	(void)down_total;
	(void)down;
	(void)up_total;
	(void)up;
	if (s->o.stopping == NULL || !atomic_load(s->o.stopping) || curl_easy_getinfo(s->curl, CURLINFO_TOTAL_TIME_T, &now) != CURLE_OK)
		return 0;
	if (s->stop_seen_us == 0)
		s->stop_seen_us = now + 1;
	s->stopped = s->stage < SMTP_MESSAGE || now - s->stop_seen_us > STOP_PATIENCE_US;
	return s->stopped;
}

/* ---- sending ---------------------------------------------------------------------------------------------------------- */

#define SET(s, option, value) INVARIANT(curl_easy_setopt((s)->curl, (option), (value)) == CURLE_OK)

static void set_up(struct smtp *s)
{
	SET(s, CURLOPT_URL, s->url);
	SET(s, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(s, CURLOPT_NOSIGNAL, 1L);
	SET(s, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	SET(s, CURLOPT_TIMEOUT, (long)MAIL_S);
	SET(s, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)STILL_S);
	SET(s, CURLOPT_LOW_SPEED_LIMIT, 1L);
	SET(s, CURLOPT_LOW_SPEED_TIME, (long)STILL_S);
	if (s->o.tls == SMTP_TLS_REQUIRED)
		SET(s, CURLOPT_USE_SSL, smtp_is_loopback(s->o.url) ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
	SET(s, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (s->ca != NULL)
		SET(s, CURLOPT_CAINFO, s->ca);
	if (s->o.auth != SMTP_AUTH_NONE) {
		SET(s, CURLOPT_USERNAME, s->user);
		if (s->o.auth == SMTP_AUTH_XOAUTH2) {
			SET(s, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
			SET(s, CURLOPT_XOAUTH2_BEARER, s->token);
		} else {
			SET(s, CURLOPT_PASSWORD, s->password);
		}
	}
	SET(s, CURLOPT_UPLOAD, 1L);
	SET(s, CURLOPT_READFUNCTION, on_read);
	SET(s, CURLOPT_READDATA, s);
	SET(s, CURLOPT_VERBOSE, 1L);
	SET(s, CURLOPT_DEBUGFUNCTION, on_talk);
	SET(s, CURLOPT_DEBUGDATA, s);
	SET(s, CURLOPT_NOPROGRESS, 0L);
	SET(s, CURLOPT_XFERINFOFUNCTION, on_progress);
	SET(s, CURLOPT_XFERINFODATA, s);
}

static CURLcode perform(struct smtp *s, const struct mail_letter *letter, bool fresh)
{
	s->rest = letter->bytes;
	s->stage = SMTP_CONNECT;
	s->greeted = s->leaving = false;
	s->code = 0;
	s->words_n = 0;
	s->reply_ended = true;
	s->stopped = false;
	s->stop_seen_us = 0;
	SET(s, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
	return curl_easy_perform(s->curl);
}

/* Faults of encryption are mended by people, not by waiting. */
static bool is_tls_fault(CURLcode code)
{
	return code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
	       code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CERTPROBLEM || code == CURLE_SSL_CIPHER ||
	       code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_ENGINE_INITFAILED;
}

static struct mail_outcome outcome_of(struct smtp *s, struct arena *a, CURLcode code, const char *fault)
{
	struct mail_outcome o = { .fate = FATE_SENT, .code = s->code,
				  .words = str_copy(a, str_make(s->words, s->words_n)) };

	if (code == CURLE_OK)
		return o;
	if (s->stopped) {
		o.fate = FATE_STOPPED;
	} else if (s->code >= 400 && !is_tls_fault(code)) {
		o.fate = smtp_fate(s->stage, s->code, o.words);
	} else {
		/* No refusal was said: the connection, its encryption, or no way of signing in that both know. */
		o.fate = is_tls_fault(code) || code == CURLE_LOGIN_DENIED ? FATE_NOT_LET_IN : FATE_SERVER_AWAY;
		o.code = 0;
		o.words = str_copy(a, str_from(fault[0] != '\0' ? fault : curl_easy_strerror(code)));
	}
	return o;
}

static void smtp_send(void *arg, struct arena *a, const struct mail_letter *letter, struct mail_outcome *ret)
{
	struct smtp *s = arg;
	char fault[CURL_ERROR_SIZE] = "";
	struct curl_slist *receivers;
	CURLcode code;

	*ret = (struct mail_outcome){ .fate = FATE_SERVER_AWAY, .words = S("out of memory") };
	if (s->curl == NULL)
		return;
	receivers = curl_slist_append(NULL, str_c(a, letter->to));
	if (receivers == NULL)
		return;
	SET(s, CURLOPT_ERRORBUFFER, fault);
	SET(s, CURLOPT_MAIL_FROM, str_c(a, letter->from));
	SET(s, CURLOPT_MAIL_RCPT, receivers);
	SET(s, CURLOPT_INFILESIZE_LARGE, (curl_off_t)letter->bytes.n);
	code = perform(s, letter, false);
	/* The kept connection was dead. */
	if (code != CURLE_OK && s->code < 400 && !s->greeted && s->stage > SMTP_CONNECT && s->stage < SMTP_MESSAGE && !s->stopped) {
		fault[0] = '\0';
		code = perform(s, letter, true);
	}
	*ret = outcome_of(s, a, code, fault);
	SET(s, CURLOPT_ERRORBUFFER, NULL);
	SET(s, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(receivers);
}

static void close_curl(void *arg) { curl_easy_cleanup(arg); }

static char *c_or_null(struct arena *a, str s) { return s.n == 0 ? NULL : str_c(a, s); }

struct mail_transport smtp_transport(struct arena *a, const struct smtp_options *options)
{
	struct smtp *s = NEW(a, struct smtp);

	s->o = *options;
	s->url = str_c(a, options->hello.n == 0 ? options->url : STR_CONCAT(a, options->url, S("/"), options->hello));
	s->user = c_or_null(a, options->user);
	s->password = c_or_null(a, options->password);
	s->token = c_or_null(a, options->token);
	s->ca = c_or_null(a, options->ca);
	s->curl = curl_easy_init();
	if (s->curl != NULL) {
		arena_defer(a, close_curl, s->curl);
		set_up(s);
	}
	return (struct mail_transport){ .send = smtp_send, .arg = s, .paced = true };
}
