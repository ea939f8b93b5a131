/* The few decisions of the page frame that are not markup. */
#include "web/page.h"

#include "base/encode.h"

struct safe_url page_tel_url(struct arena *a, str phone)
{
	struct buf b;
	bool digit = false;
	buf_init(&b, a, phone.n + 8);
	buf_lit(&b, "tel:");
	for (size_t i = 0; i < phone.n; i++) {
		char c = phone.p[i];
		if (c >= '0' && c <= '9')
			digit = true;
		else if (c != '+' || b.n != 4)
			continue;
		buf_char(&b, c);
	}
	return digit ? url_check(buf_done(&b)) : (struct safe_url){ str_null };
}

struct safe_url page_mail_url(struct arena *a, str email)
{
	size_t at = str_find(email, '@');
	if (str_is_null(email) || at == email.n)
		return (struct safe_url){ str_null };
	/* A "?" or "&" in the local part would begin headers of the mail. */
	return url_check(STR_CONCAT(a, S("mailto:"), url_encode(a, str_sub(email, 0, at)), S("@"),
	                            url_encode(a, str_sub(email, at + 1, email.n))));
}

const struct page *page_of(const struct html *h)
{
	INVARIANT(h->page != NULL);
	return h->page;
}

const char *page_og_locale(enum lang l)
{
	switch (l) {
	case LANG_FI:
		return "fi_FI";
	case LANG_SV:
		return "sv_FI";
	case LANG_EN:
		return "en_GB";
	}
	BUG("language %d", (int)l);
}

const char *page_language_link(enum lang l)
{
	switch (l) {
	case LANG_FI:
		return "Suomeksi";
	case LANG_SV:
		return "På svenska";
	case LANG_EN:
		return "In English";
	}
	BUG("language %d", (int)l);
}

const char *page_notice_class(enum notice_kind kind)
{
	switch (kind) {
	case NOTICE_INFO:
		return "notice";
	case NOTICE_GOOD:
		return "notice good";
	case NOTICE_WARN:
		return "notice warn";
	case NOTICE_ERROR:
		return "notice error";
	}
	BUG("notice %d", (int)kind);
}

const char *page_notice_icon(enum notice_kind kind)
{
	switch (kind) {
	case NOTICE_INFO:
		return "icon icon-info";
	case NOTICE_GOOD:
		return "icon icon-check";
	case NOTICE_WARN:
		return "icon icon-warn";
	case NOTICE_ERROR:
		return "icon icon-error";
	}
	BUG("notice %d", (int)kind);
}

str page_described_by(struct html *h, const struct field_view *f)
{
	bool hint = !str_empty(f->hint), error = !str_empty(f->error);
	if (!hint && !error)
		return str_null;
	return STR_CONCAT(h->b->a, hint ? f->id : S(""), hint ? S("-hint") : S(""), hint && error ? S(" ") : S(""),
	                  error ? f->id : S(""), error ? S("-error") : S(""));
}

str page_choice_id(struct html *h, const struct field_view *f, size_t i)
{
	return i == 0 ? f->id : str_format(h->b->a, "%.*s-%zu", STR_ARG(f->id), i + 1);
}
