/* What makes a typed value right, by field type, and the words for when it is not. Each text says what to do. */
#include "web/form_check.h"

#include "base/business_id.h"
#include "base/civil.h"
#include "out/clean.h"
#include "out/mail_address.h"
#include "text/tr.h"

enum { TEXT_MAX = 200, LONG_TEXT_MAX = 5000, EMAIL_MAX = 254, PHONE_MAX = 40, URL_MAX = 2000, KEY_MIN = 6, KEY_MAX = 64 };

size_t form_field_max(const struct field *f)
{
	if (f->max != 0)
		return f->max;
	switch (f->type) {
	case FIELD_LONG_TEXT: return LONG_TEXT_MAX;
	case FIELD_EMAIL: return EMAIL_MAX;
	case FIELD_PHONE: return PHONE_MAX;
	case FIELD_URL: return URL_MAX;
	case FIELD_KEY: return KEY_MAX;
	case FIELD_BUSINESS_ID: case FIELD_INT: case FIELD_DATE: case FIELD_TIME: case FIELD_DATETIME: return 40;
	case FIELD_FILE: return (size_t)10 * 1024 * 1024;
	default: return TEXT_MAX;
	}
}

/* ---- dates and times ---------------------------------------------------------------------------------------------- */

/* Up to `max` digits at the start of *s; -1 when there is none. */
static int take_digits(str *s, size_t max)
{
	int value = 0;
	size_t n = 0;

	while (n < s->n && n < max && s->p[n] >= '0' && s->p[n] <= '9')
		value = value * 10 + (s->p[n++] - '0');
	*s = str_sub(*s, n, s->n);
	return n == 0 ? -1 : value;
}

static bool take_char(str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

/* 2026-11-27 or 27.11.2026 (spaces after the dots allowed). */
static bool take_date(str *s, struct civil *c)
{
	int first = take_digits(s, 4);

	if (take_char(s, '-')) {
		c->year = first;
		c->month = take_digits(s, 2);
		if (!take_char(s, '-'))
			return false;
		c->day = take_digits(s, 2);
		return c->year >= 1000;
	}
	c->day = first;
	if (!take_char(s, '.'))
		return false;
	(void)take_char(s, ' ');
	c->month = take_digits(s, 2);
	if (!take_char(s, '.'))
		return false;
	(void)take_char(s, ' ');
	c->year = take_digits(s, 4);
	return c->year >= 1000;
}

/* 09:00, 9.00, 9, 09:00:00 */
static bool take_time(str *s, struct civil *c)
{
	c->hour = take_digits(s, 2);
	c->minute = c->second = 0;
	if (s->n == 0)
		return true;
	if (!take_char(s, ':') && !take_char(s, '.'))
		return false;
	if (s->n < 2)
		return false;
	c->minute = take_digits(s, 2);
	if (s->n == 0)
		return true;
	return take_char(s, ':') && take_digits(s, 2) == 0 && s->n == 0;
}

static str check_date(struct arena *a, enum lang lang, str typed, str *ret)
{
	struct civil c = { .hour = 0 };

	if (!take_date(&typed, &c) || typed.n > 0 || !civil_valid(c))
		return tr(lang, "Enter a date that exists, like 27.11.2026.");
	*ret = str_format(a, "%04d-%02d-%02d", c.year, c.month, c.day);
	return str_null;
}

static str check_time(struct arena *a, enum lang lang, str typed, str *ret)
{
	struct civil c = { .year = 2000, .month = 1, .day = 1 };

	if (!take_time(&typed, &c) || !civil_valid(c))
		return tr(lang, "Enter a time of day, like 9.00.");
	*ret = str_format(a, "%02d:%02d", c.hour, c.minute);
	return str_null;
}

static str check_datetime(struct arena *a, enum lang lang, str typed, str *ret)
{
	struct civil c = { .hour = 0 };

	if (!take_date(&typed, &c) || (!take_char(&typed, 'T') && !take_char(&typed, ' ')) || !take_time(&typed, &c) ||
	    !civil_valid(c))
		return tr(lang, "Enter a date and a time, like 27.11.2026 9.00.");
	*ret = str_format(a, "%04d-%02d-%02dT%02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
	return str_null;
}

/* ---- addresses and numbers ----------------------------------------------------------------------------------------- */

static bool plain_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Host name: labels of letters, digits, hyphens, or any non-ASCII character; at least one dot. */
static bool host_ok(str host)
{
	size_t label = 0, labels = 1;

	if (host.n == 0 || host.n > 253)
		return false;
	for (size_t i = 0; i < host.n; i++) {
		char c = host.p[i];

		if (c == '.') {
			if (label == 0 || host.p[i - 1] == '-')
				return false;
			label = 0;
			labels++;
		} else if (plain_char(c) || (unsigned char)c >= 0x80 || (c == '-' && label > 0)) {
			if (++label > 63)
				return false;
		} else {
			return false;
		}
	}
	return labels >= 2 && label > 0 && host.p[host.n - 1] != '-';
}

static str check_email(struct arena *a, enum lang lang, str typed, str *ret)
{
	size_t at = str_find(typed, '@');

	switch (mail_address_check(typed)) {
	case MAIL_ADDRESS_OK:
		*ret = STR_CONCAT(a, str_sub(typed, 0, at), str_lower_ascii(a, str_sub(typed, at, typed.n)));
		return str_null;
	case MAIL_ADDRESS_LOCAL_FOREIGN:
		return tr(lang, "Letters like ä before the @ cannot be reached by mail. Check the address or use another one.");
	case MAIL_ADDRESS_DOMAIN_FOREIGN:
		return tr(lang, "Write the part after the @ in its plain form, which begins with xn--.");
	default:
		return tr(lang, "Enter an e-mail address, like name@example.com.");
	}
}

static str check_phone(enum lang lang, str typed, str *ret)
{
	size_t digits = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c >= '0' && c <= '9')
			digits++;
		else if (!(c == '+' && i == 0) && c != ' ' && c != '-' && c != '(' && c != ')')
			digits = 100;
	}
	if (digits < 5 || digits > 20)
		return tr(lang, "Enter a phone number of 5 to 20 digits, like +358 40 123 4567.");
	*ret = typed;
	return str_null;
}

static str check_url(struct arena *a, enum lang lang, str typed, str *ret)
{
	str rest = str_starts(typed, S("https://"))  ? str_sub(typed, 8, typed.n)
		   : str_starts(typed, S("http://")) ? str_sub(typed, 7, typed.n)
						     : typed;
	bool bare = rest.n == typed.n, ok;
	size_t end = 0;

	while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?' && rest.p[end] != '#' && rest.p[end] != ':')
		end++;
	ok = host_ok(str_sub(rest, 0, end)) && str_find_str(typed, S("://")) == (bare ? typed.n : typed.n - rest.n - 3);
	for (size_t i = 0; ok && i < typed.n; i++)
		ok = (unsigned char)typed.p[i] > ' ' && strchr("\"<>\\^`{|}", typed.p[i]) == NULL;
	if (!ok)
		return tr(lang, "Enter a web address, like https://www.example.com.");
	*ret = bare ? STR_CONCAT(a, S("https://"), typed) : typed;
	return str_null;
}

static str check_int(struct arena *a, enum lang lang, const struct field *f, str typed, str *ret)
{
	bool bounded = f->low != 0 || f->high != 0;
	int64_t v;

	if (str_starts(typed, S("+")))
		typed = str_sub(typed, 1, typed.n);
	if (!str_to_int(typed, &v))
		return tr(lang, "Enter a whole number in digits.");
	if (bounded && (v < f->low || v > f->high))
		return trf(a, lang, "Enter a number from {low} to {high}.",
			   TR_ARG("low", str_format(a, "%lld", (long long)f->low)),
			   TR_ARG("high", str_format(a, "%lld", (long long)f->high)));
	*ret = str_format(a, "%lld", (long long)v);
	return str_null;
}

static str check_choice(enum lang lang, const struct field *f, str typed, str *ret)
{
	for (const struct field_option *o = f->options; o != NULL && o->value != NULL; o++) {
		if (str_eq_c(typed, o->value)) {
			*ret = typed;
			return str_null;
		}
	}
	return tr(lang, "Choose one of the alternatives.");
}

static str check_key(enum lang lang, str typed, str *ret)
{
	bool ok = typed.n >= KEY_MIN && typed.n <= KEY_MAX;

	for (size_t i = 0; ok && i < typed.n; i++)
		ok = (typed.p[i] >= '0' && typed.p[i] <= '9') || (typed.p[i] >= 'a' && typed.p[i] <= 'z');
	if (!ok)
		return tr(lang, "Choose one from the list.");
	*ret = typed;
	return str_null;
}

/* ---- one value ---------------------------------------------------------------------------------------------------- */

static str too_long(struct arena *a, enum lang lang, size_t max, size_t points)
{
	return trf(a, lang, "Shorten this to {max} characters; it has {n} now.",
		   TR_ARG("max", str_format(a, "%zu", max)), TR_ARG("n", str_format(a, "%zu", points)));
}

static str required(enum lang lang, const struct field *f)
{
	switch (f->type) {
	case FIELD_BOOL: return tr(lang, "Tick this box to go on.");
	case FIELD_CHOICE: case FIELD_CHOICES: case FIELD_KEY: return tr(lang, "Choose one.");
	case FIELD_FILE: return tr(lang, "Choose a file.");
	default: return tr(lang, "Fill this in.");
	}
}

str form_check_value(struct arena *a, enum lang lang, const struct field *f, str typed, str *ret)
{
	size_t points;

	*ret = str_null;
	if (!str_is_utf8(typed))
		return tr(lang, "This holds characters that cannot be read. Type it again.");
	typed = f->type == FIELD_LONG_TEXT ? str_trim(clean_lines(a, typed)) : clean_line(a, typed);
	if (typed.n == 0)
		return str_null;
	points = str_points(typed);
	if (points > form_field_max(f))
		return too_long(a, lang, form_field_max(f), points);
	switch (f->type) {
	case FIELD_EMAIL: return check_email(a, lang, typed, ret);
	case FIELD_PHONE: return check_phone(lang, typed, ret);
	case FIELD_URL: return check_url(a, lang, typed, ret);
	case FIELD_BUSINESS_ID:
		*ret = business_id_normal(a, typed);
		return str_is_null(*ret) ? tr(lang, "Check the digits of the business ID; it looks like 0112038-9.") : str_null;
	case FIELD_INT: return check_int(a, lang, f, typed, ret);
	case FIELD_DATE: return check_date(a, lang, typed, ret);
	case FIELD_TIME: return check_time(a, lang, typed, ret);
	case FIELD_DATETIME: return check_datetime(a, lang, typed, ret);
	case FIELD_CHOICE: case FIELD_CHOICES: return check_choice(lang, f, typed, ret);
	case FIELD_KEY: return check_key(lang, typed, ret);
	case FIELD_TEXT: case FIELD_LONG_TEXT: case FIELD_BOOL: case FIELD_FILE: *ret = typed; return str_null;
	}
	BUG("field type %d", (int)f->type);
}

/* ---- a field, and the whole form ----------------------------------------------------------------------------------- */

static void *member(struct form_result *r, const struct field *f)
{
	return (char *)r->p->typed + f->offset;
}

/* BOOL: any value but "" and "0" is a tick; a checkbox that is not ticked is not sent. */
static bool ticked(const struct form_slot *s)
{
	return s->n > 0 && s->typed[0].n > 0 && !str_eq(s->typed[0], S("0"));
}

static void check_file(struct form_result *r, const struct field *f, const struct form_slot *s)
{
	struct upload *u = member(r, f);
	size_t max = form_field_max(f);

	if (str_empty(s->filename)) {
		if (f->required)
			form_add_error(r, f->name, 0, required(r->p->lang, f));
		return;
	}
	u->filename = s->filename;
	u->bytes = s->n > 0 ? s->typed[0] : S("");
	if (u->bytes.n > max)
		form_add_error(r, f->name, 0,
			       trf(r->p->a, r->p->lang, "Choose a smaller file: at most {n} MB.",
				   TR_ARG("n", str_format(r->p->a, "%zu", max < 1048576 ? 1 : max / 1048576))));
	if (u->bytes.n == 0)
		form_add_error(r, f->name, 0, tr(r->p->lang, "This file is empty. Choose another one."));
}

/* Several values: repeated fields, choices. Empty ones are left out, unless the places count. */
static void check_list(struct form_result *r, const struct field *f, const struct form_slot *s)
{
	struct str_list *list = member(r, f);
	str *values = NEW_ARRAY(r->p->a, s->n + 1, str);
	bool wrong = false;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		str value, why = form_check_value(r->p->a, r->p->lang, f, s->typed[i], &value);

		wrong = wrong || !str_is_null(why);
		if (!str_is_null(why))
			form_add_error(r, f->name, f->repeat > 0 ? (int)i : 0, why);
		if (f->keep_places)
			values[n++] = value;
		else if (str_is_null(why) && !str_is_null(value))
			values[n++] = value;
	}
	*list = (struct str_list){ values, n };
	if (f->required && n == 0 && !wrong)
		form_add_error(r, f->name, 0, required(r->p->lang, f));
}

static void check_languages(struct form_result *r, const struct field *f, const struct form_slot *s)
{
	str *values = member(r, f);
	bool any = false, wrong = false;

	for (size_t i = 0; i < LANG_COUNT; i++) {
		str why = form_check_value(r->p->a, r->p->lang, f, i < s->n ? s->typed[i] : S(""), &values[i]);

		any = any || !str_is_null(values[i]);
		if (!str_is_null(why)) {
			form_add_error(r, f->name, (int)i, why);
			wrong = true;
		}
	}
	if (f->required && !any && !wrong)
		form_add_error(r, f->name, 0, tr(r->p->lang, "Fill this in in at least one language."));
}

static void check_single(struct form_result *r, const struct field *f, const struct form_slot *s)
{
	str value, why = form_check_value(r->p->a, r->p->lang, f, s->n > 0 ? s->typed[0] : S(""), &value);

	if (str_is_null(why) && str_is_null(value) && f->required)
		why = required(r->p->lang, f);
	if (!str_is_null(why))
		form_add_error(r, f->name, 0, why);
	if (f->type == FIELD_INT) {
		struct opt_int *number = member(r, f);

		number->set = !str_is_null(value) && str_to_int(value, &number->v);
	} else {
		*(str *)member(r, f) = value;
	}
}

void form_check(struct form_result *r)
{
	for (size_t i = 0; i < r->def->count; i++) {
		const struct field *f = &r->def->fields[i];
		const struct form_slot *s = &r->p->slots[i];

		if (f->type == FIELD_FILE) {
			check_file(r, f, s);
		} else if (f->repeat > 0 || f->type == FIELD_CHOICES) {
			check_list(r, f, s);
		} else if (f->per_language) {
			check_languages(r, f, s);
		} else if (f->type == FIELD_BOOL) {
			*(bool *)member(r, f) = ticked(s);
			if (f->required && !ticked(s))
				form_add_error(r, f->name, 0, required(r->p->lang, f));
		} else {
			check_single(r, f, s);
		}
	}
}
