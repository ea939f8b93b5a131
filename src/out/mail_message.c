/* A mail as bytes: see the header. */
#include "out/mail_message.h"

#include "base/civil.h"
#include "base/encode.h"
#include "out/clean.h"
#include "out/mail_address.h"

enum { LINE_MAX_CHARS = 76, WORD_OVERHEAD = 12 /* of "=?UTF-8?B?" and "?=" */ };

static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f;
}

static bool has_control(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return true;
	return false;
}

/* -- encoding -- */

static const char hex[] = "0123456789ABCDEF";

/* Whether the byte must be written as =XX where it stands in line. */
static bool needs_quoting(str line, size_t at)
{
	char c = line.p[at];

	if ((c == ' ' || c == '\t') && at + 1 == line.n)
		return true;
	/* Old mail stores put '>' before "From " at the start of a line. */
	if (at == 0 && str_starts(line, S("From ")))
		return true;
	return c == '=' || (c != '\t' && !is_plain(c));
}

static void quote_line(struct buf *b, str line)
{
	size_t column = 0;

	for (size_t at = 0; at < line.n; at++) {
		bool quote = needs_quoting(line, at);
		size_t width = quote ? 3 : 1;

		/* One column is kept for the '=' of a soft break. */
		if (column + width > LINE_MAX_CHARS - 1) {
			buf_lit(b, "=\r\n");
			column = 0;
		}
		if (quote) {
			buf_char(b, '=');
			buf_char(b, hex[(unsigned char)line.p[at] >> 4]);
			buf_char(b, hex[(unsigned char)line.p[at] & 15]);
		} else {
			buf_char(b, line.p[at]);
		}
		column += width;
	}
}

void mail_quoted_printable(struct buf *b, str text)
{
	for (str rest = text; !str_is_null(rest);) {
		str line = clean_next_line(&rest);

		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		quote_line(b, line);
		if (!str_is_null(rest))
			buf_lit(b, "\r\n");
	}
}

static void base64_lines(struct buf *b, str bytes)
{
	for (size_t at = 0; at < bytes.n; at += 57) {
		str part = str_sub(bytes, at, 57);

		buf_base64(b, part.p, part.n);
		buf_lit(b, "\r\n");
	}
}

void mail_date(struct buf *b, int64_t utc)
{
	static const char days[] = "MonTueWedThuFriSatSun", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t day = utc / 86400 - (utc % 86400 < 0), second = utc - day * 86400;
	struct civil c = civil_from_days(day);

	buf_format(b, "%.3s, %d %.3s %04d %02d:%02d:%02d +0000", days + 3 * (weekday_from_days(day) - 1), c.day,
		months + 3 * (c.month - 1), c.year, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

/* -- the head -- */

/* The start of text for one encoded word: at most max bytes, cut after a blank if there is one in its second half, since
 * some readers wrongly show a blank between encoded words. */
static str word_start(str text, size_t max)
{
	str part = str_limit(text, max);

	if (part.n == text.n)
		return part;
	for (size_t n = part.n; n > part.n / 2; n--)
		if (part.p[n - 1] == ' ')
			return str_sub(part, 0, n);
	return part;
}

/* A text as encoded words (RFC 2047) that cut no character, folded; column: where on the line it begins. Returns the
 * column behind it. */
static size_t encoded_words(struct buf *b, str text, size_t column)
{
	while (text.n > 0) {
		str part = word_start(text, (LINE_MAX_CHARS - column - WORD_OVERHEAD) / 4 * 3);

		buf_lit(b, "=?UTF-8?B?");
		buf_base64(b, part.p, part.n);
		buf_lit(b, "?=");
		column += WORD_OVERHEAD + (part.n + 2) / 3 * 4;
		text = str_sub(text, part.n, text.n);
		if (text.n > 0) {
			buf_lit(b, "\r\n ");
			column = 1;
		}
	}
	return column;
}

/* Whether the text can stand as it is: short ASCII words that no reader takes for an encoded word. */
static bool is_simple(str text)
{
	size_t word = 0;

	for (size_t i = 0; i < text.n; i++) {
		word = text.p[i] == ' ' ? 0 : word + 1;
		if (!is_plain(text.p[i]) || word > 50)
			return false;
	}
	return str_find_str(text, S("=?")) == text.n;
}

/* Unstructured text, folded before words that would not fit. */
static void folded(struct buf *b, str text, size_t column)
{
	for (str rest = text; !str_is_null(rest);) {
		str word = str_cut(&rest, ' ');

		if (word.p != text.p) {
			/* A line of nothing but blanks is not allowed, so a fold needs a word behind it. */
			if (column + 1 + word.n > LINE_MAX_CHARS && word.n > 0) {
				buf_lit(b, "\r\n");
				column = 0;
			}
			buf_char(b, ' ');
			column++;
		}
		buf_str(b, word);
		column += word.n;
	}
}

static enum err subject(struct buf *b, str text)
{
	static const str name = S_INIT("Subject: ");

	if (has_control(text))
		return ERR_INVALID;
	text = clean_line(b->a, text);
	if (text.n > MAIL_SUBJECT_MAX)
		return ERR_LIMIT;
	buf_str(b, name);
	if (is_simple(text))
		folded(b, text, name.n);
	else
		(void)encoded_words(b, text, name.n);
	buf_lit(b, "\r\n");
	return OK;
}

static void quoted_string(struct buf *b, str text)
{
	buf_char(b, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"' || text.p[i] == '\\')
			buf_char(b, '\\');
		buf_char(b, text.p[i]);
	}
	buf_char(b, '"');
}

static enum err party(struct buf *b, str header, struct mail_party who)
{
	size_t column = header.n;
	str name;

	if (!mail_address_ok(who.address) || has_control(who.name))
		return ERR_INVALID;
	name = clean_line(b->a, who.name);
	if (name.n > MAIL_NAME_MAX)
		return ERR_LIMIT;
	buf_str(b, header);
	if (name.n > 0) {
		if (is_simple(name) && name.n <= 30) {
			quoted_string(b, name);
			column += name.n * 2 + 2;
		} else {
			column = encoded_words(b, name, column);
		}
		if (column + who.address.n + 3 > LINE_MAX_CHARS)
			buf_lit(b, "\r\n");
		buf_char(b, ' ');
	}
	buf_char(b, '<');
	buf_str(b, who.address);
	buf_lit(b, ">\r\n");
	return OK;
}

/* Letters that need no quoting in an id, a token or an address: no blanks, brackets, quotes or controls. */
static bool is_token(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= 0x20 || s.p[i] >= 0x7f || strchr("<>\"\\(),;", s.p[i]) != NULL)
			return false;
	return s.n > 0 && s.n <= 900;
}

static enum err unsubscribe(struct buf *b, const struct mail_message *m)
{
	if (str_is_null(m->unsubscribe_url))
		return OK;
	if (!is_token(m->unsubscribe_url) || !str_starts(m->unsubscribe_url, S("https://")))
		return ERR_INVALID;
	buf_lit(b, "List-Unsubscribe:");
	buf_str(b, m->unsubscribe_url.n > 55 ? S("\r\n <") : S(" <"));
	buf_str(b, m->unsubscribe_url);
	buf_lit(b, ">\r\n");
	if (m->unsubscribe_one_click)
		buf_lit(b, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
	return OK;
}

static enum err head(struct buf *b, const struct mail_message *m)
{
	if (!is_token(m->message_id) || str_find(m->message_id, '@') == m->message_id.n || !is_token(m->body->lang))
		return ERR_INVALID;
	buf_lit(b, "Date: ");
	mail_date(b, m->date);
	buf_lit(b, "\r\n");
	TRY(party(b, S("From: "), m->from));
	if (!str_is_null(m->reply_to.address))
		TRY(party(b, S("Reply-To: "), m->reply_to));
	TRY(party(b, S("To: "), m->to));
	TRY(subject(b, m->subject));
	buf_lit(b, "Message-ID:");
	buf_str(b, m->message_id.n > 60 ? S("\r\n <") : S(" <"));
	buf_str(b, m->message_id);
	buf_lit(b, ">\r\nAuto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n"
		"Content-Language: ");
	buf_str(b, m->body->lang);
	buf_lit(b, "\r\n");
	TRY(unsubscribe(b, m));
	buf_lit(b, "MIME-Version: 1.0\r\n");
	return OK;
}

/* -- the body -- */

static void open_multipart(struct buf *b, const char *kind, const char *extra)
{
	buf_format(b, "Content-Type: multipart/%s;%s\r\n boundary=\"=_%s\"\r\n\r\n", kind, extra, kind);
}

static void next_part(struct buf *b, const char *kind)
{
	buf_format(b, "--=_%s\r\n", kind);
}

static void close_multipart(struct buf *b, const char *kind)
{
	buf_format(b, "--=_%s--\r\n", kind);
}

static void text_part(struct buf *b, const char *type, str text)
{
	buf_format(b, "Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
		type);
	mail_quoted_printable(b, text);
	buf_lit(b, "\r\n");
}

static enum err alternative(struct buf *b, const struct mail_message *m)
{
	struct buf text;

	open_multipart(b, "alternative", "");
	next_part(b, "alternative");
	buf_init(&text, b->a, b->max);
	mail_body_text(m->body, &text);
	text_part(b, "plain", buf_done(&text));
	next_part(b, "alternative");
	buf_init(&text, b->a, b->max);
	mail_body_html(m->body, &text);
	text_part(b, "html", buf_done(&text));
	if (!str_is_null(m->calendar)) {
		if (!is_token(m->calendar_method) || m->calendar_method.n > 20)
			return ERR_INVALID;
		next_part(b, "alternative");
		buf_lit(b, "Content-Type: text/calendar; charset=utf-8; method=");
		buf_str(b, m->calendar_method);
		buf_lit(b, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
		base64_lines(b, m->calendar);
	}
	close_multipart(b, "alternative");
	return OK;
}

/* Appends at most max letters of name, with '_' for what is not ASCII or has a meaning in paths. */
static void ascii_name(struct buf *b, str name, size_t max)
{
	for (size_t i = 0, shown = 0; i < name.n && shown < max; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if ((c & 0xc0) == 0x80)
			continue; /* one '_' for a letter, not for each of its bytes */
		buf_char(b, c >= 0x80 || c < 0x20 || strchr("\"\\/:*?<>|%", (char)c) != NULL ? '_' : (char)c);
		shown++;
	}
}

/* A file name for every reader: short and in ASCII, its ending kept, and in full in the form of RFC 2231, in pieces. */
static void file_name(struct buf *b, str name)
{
	char pieces[3 * 150 + 1];
	size_t n = 0, dot;

	name = str_limit(clean_line(b->a, name), 150);
	dot = name.n;
	for (size_t i = name.n > 6 ? name.n - 6 : 0; i < name.n; i++)
		if (name.p[i] == '.')
			dot = i;
	buf_lit(b, ";\r\n filename=\"");
	ascii_name(b, str_sub(name, 0, dot), 49);
	ascii_name(b, str_sub(name, dot, name.n), 6);
	buf_char(b, '"');
	if (is_simple(name) && name.n <= 49)
		return;
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c != 0 && strchr(".-_", c) != NULL)) {
			pieces[n++] = (char)c;
		} else {
			pieces[n++] = '%';
			pieces[n++] = hex[c >> 4];
			pieces[n++] = hex[c & 15];
		}
	}
	/* Pieces of 54: a %XX may be parted between two, since RFC 2231 joins before it decodes. Readers differ; 54 =
	 * 18 * 3 keeps runs of %XX whole, and the ASCII name stands for those that fail. */
	for (size_t at = 0, k = 0; at < n; k++) {
		size_t take = n - at < 54 ? n - at : 54;

		if (at + take < n && pieces[at + take - 1] == '%')
			take -= 1;
		else if (at + take < n && pieces[at + take - 2] == '%')
			take -= 2;
		buf_format(b, ";\r\n filename*%zu*=%s%.*s", k, k == 0 ? "UTF-8''" : "", (int)take, pieces + at);
		at += take;
	}
}

static enum err related(struct buf *b, const struct mail_message *m)
{
	if (m->picture_count == 0)
		return alternative(b, m);
	open_multipart(b, "related", " type=\"multipart/alternative\";");
	next_part(b, "related");
	TRY(alternative(b, m));
	for (size_t i = 0; i < m->picture_count; i++) {
		const struct mail_part *picture = &m->pictures[i];

		if (!is_token(picture->cid) || picture->cid.n > 60 || !is_token(picture->type))
			return ERR_INVALID;
		next_part(b, "related");
		buf_format(b, "Content-Type: %.*s\r\nContent-ID: <%.*s>\r\nContent-Disposition: inline\r\n"
			"Content-Transfer-Encoding: base64\r\n\r\n", STR_ARG(picture->type), STR_ARG(picture->cid));
		base64_lines(b, picture->bytes);
	}
	close_multipart(b, "related");
	return OK;
}

static enum err mixed(struct buf *b, const struct mail_message *m)
{
	if (m->attachment_count == 0)
		return related(b, m);
	open_multipart(b, "mixed", "");
	next_part(b, "mixed");
	TRY(related(b, m));
	for (size_t i = 0; i < m->attachment_count; i++) {
		const struct mail_part *file = &m->attachments[i];

		if (!is_token(file->type))
			return ERR_INVALID;
		next_part(b, "mixed");
		buf_format(b, "Content-Type: %.*s\r\nContent-Disposition: attachment", STR_ARG(file->type));
		file_name(b, file->name);
		buf_lit(b, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
		base64_lines(b, file->bytes);
	}
	close_multipart(b, "mixed");
	return OK;
}

enum err mail_message_write(struct buf *b, const struct mail_message *m)
{
	TRY(head(b, m));
	TRY(mixed(b, m));
	return buf_ok(b) ? OK : ERR_LIMIT;
}
