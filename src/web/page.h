/* The page frame and the parts that pages are made of: what the templates page_frame.tpl and page_parts.tpl show.
 *
 * The chain fills struct page (page_begin of web.h); a handler may then set what is the page's own: description, picture,
 * crumbs, json_ld. Templates reach it as h->page.
 *
 *   {include "web/page_parts.tpl.h"}
 *   {template event_edit(const struct event_edit_view *v)}
 *   	{call error_summary(v->errors, v->error_count)}
 *   	<header class="page-head"><h1>...</h1></header>
 *   	{wrap post_form(&v->form)}
 *   		{call form_field(&v->email)}
 *   		<div class="actions"><button class="button">{t "Save"}</button></div>
 *   	{/wrap}
 *   {/template}
 *
 * The classes stand in assets/css; assets/styleguide.html shows each at work.
 *
 * Invariants: all strings are in the language of the page (h->lang) unless said otherwise; they live in the request's
 * arena. A null str or url means "not there", and the element is left out. This header knows no request. */
#ifndef TALKOOT_WEB_PAGE_H
#define TALKOOT_WEB_PAGE_H

#include "out/html.h"
#include "text/lang.h"

struct page_link {
	struct safe_url url;
	str text;
	bool current; /* aria-current="page" */
};

/* One of the languages the instance offers. */
struct page_language {
	enum lang lang;
	struct safe_url url;      /* this page in that language, local */
	struct safe_url absolute; /* the same with public_url, for hreflang; null on pages that are not public */
};

/* What is the same on every page of an instance in one language. */
struct page_site {
	str name;                  /* "Päijät-Häme company visits" */
	struct safe_url logo;      /* shown beside the name; null: none */
	str theme_version;         /* changes with the colours: /theme.css?v=...; null: built-in colours */
	str phone, email, address; /* of the contact; phone as people write it */
	struct safe_url phone_url, email_url; /* page_tel_url, page_mail_url */
};

enum notice_kind { NOTICE_INFO, NOTICE_GOOD, NOTICE_WARN, NOTICE_ERROR };

struct page {
	const struct page_site *site;

	str title;       /* without the instance's name */
	bool refused;    /* a form came back with errors: the title says so first */
	str description; /* one or two sentences, plain; for search engines and cards in LinkedIn and Teams */
	struct safe_url canonical; /* absolute; set on public pages only: brings Open Graph and hreflang with it */
	struct safe_url image;     /* absolute, for the card */
	str image_alt;
	str json_ld;     /* schema.org as JSON text, of out/json.h */
	bool no_index;   /* robots stay away: everything that is not public */
	bool embed;      /* stands in a frame of another site: no header, no footer */
	const char *script; /* logical name of a further script: "checkin.js"; NULL: none */
	struct safe_url live_url; /* stream of live events for elements with data-live */

	const struct page_link *crumbs; /* the way here, without the page itself */
	size_t crumb_count;
	const struct page_link *nav; /* main navigation */
	size_t nav_count;
	const struct page_language *languages; /* all that are offered, this one too */
	size_t language_count;

	str account;   /* name or address of who is signed in; null: nobody */
	str token;     /* for the sign-out button: req_csrf; null when nobody is signed in */
	bool can_search; /* show the search box */

	str notice;    /* said once after a redirect */
	enum notice_kind notice_kind;
	str request_id; /* on error pages: what to quote to the contact */
};

/* ---- forms ---------------------------------------------------------------------------------------------------------- */

enum field_look {
	LOOK_INPUT,      /* one line; `type` says which */
	LOOK_TEXTAREA,
	LOOK_SELECT,
	LOOK_RADIOS,     /* a fieldset; `label` is the legend */
	LOOK_CHECKBOXES, /* the same with several answers */
	LOOK_CHECKBOX,   /* one tick; value "1" is sent when `checked` */
	LOOK_FILE,
	LOOK_HIDDEN
};

enum field_width { WIDTH_FULL, WIDTH_MEDIUM /* a phone number */, WIDTH_SMALL /* a few digits */ };

struct field_choice {
	str value, label, hint;
	bool chosen;
};

/* One field as it stands on the page. `id` is unique on the page and the target of error_link; with radios and checkboxes
 * the first choice bears it. */
struct field_view {
	enum field_look look;
	enum field_width width;
	str id, name, label, hint;
	str error; /* null: nothing is wrong */
	str value; /* as typed, however wrong */
	const char *type;         /* LOOK_INPUT: "text" when NULL; "email", "tel", "url", "number", "date", "time", ... */
	const char *autocomplete; /* NULL: left out */
	const char *inputmode;
	const char *accept;       /* LOOK_FILE: "image/png,image/jpeg" */
	size_t maxlength;         /* 0: none */
	str min, max, step;
	bool required, readonly, checked;
	bool no_optional;   /* do not say "(optional)" though it is not required */
	const struct field_choice *choices;
	size_t choice_count;
	const char *lang;   /* of what is typed, where it is not the page's: "sv" */
	struct safe_url suggest; /* suggestions while typing: assets/js/part/suggest.js; null: none */
	const char *suggest_also; /* name of the field that a suggestion fills, too */
};

/* Fields of the chain itself, in every form that acts. */
#define FORM_TOKEN_FIELD "_token"
#define FORM_HONEYPOT_FIELD "homepage_2" /* looks like a field worth filling in */

/* A form that acts. */
struct form_view {
	struct safe_url action; /* null: the address of the page itself */
	str token;              /* req_csrf */
	bool honeypot;          /* open to everyone: a field that only programs fill in */
	bool multipart;         /* has a file field */
	bool guard;             /* leaving it half filled asks first */
};

/* An error in the summary on top; `id` of the field, or null for an error of the whole form. */
struct error_link {
	str id, text;
};

/* ---- lists ---------------------------------------------------------------------------------------------------------- */

/* Pages by key: no page numbers, since nobody counts past rows. */
struct pager {
	struct safe_url previous, next; /* null: there is none */
	str shown; /* "1-50", or null */
};

/* ---- small helps ---------------------------------------------------------------------------------------------------- */

/* tel: with the digits and a leading + of a number as people write it; null for a number without digits. */
struct safe_url page_tel_url(struct arena *a, str phone);
/* mailto: of a checked address; null for null. */
struct safe_url page_mail_url(struct arena *a, str email);

/* The page that is being written. BUG outside a frame. */
const struct page *page_of(const struct html *h);

/* For the frame: "fi_FI" as Open Graph wants it; the link "Suomeksi", each in its own language. */
const char *page_og_locale(enum lang l);
const char *page_language_link(enum lang l);
/* Class and icon of a notice: "notice good", "icon icon-check". */
const char *page_notice_class(enum notice_kind kind);
const char *page_notice_icon(enum notice_kind kind);
/* What aria-describedby of a field names: "x-hint", "x-error", "x-hint x-error" or null. */
str page_described_by(struct html *h, const struct field_view *f);
/* The id of choice i: f->id, then "id-2", "id-3". */
str page_choice_id(struct html *h, const struct field_view *f, size_t i);

#endif
