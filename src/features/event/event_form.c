/* The table of the event form, and what was sent made into what the domain takes. The page: event_form_view.c. */
#include "features/event/event_form.h"

#include <stdlib.h>

#include "base/business_id.h"
#include "base/settings.h"
#include "features/event/event_view.h"
#include "features/organisation/organisation.h"
#include "text/fold.h"
#include "text/tr.h"

enum { IMAGE_ALT_MAX = 300, TITLE_MAX = 150, SUMMARY_MAX = 400, DESCRIPTION_MAX = 8000, NAME_LENGTH = 120, SEATS_MAX = 10000 };

struct event_form_in {
	struct opt_int version;
	str kind, series, source_lang;
	str title[LANG_COUNT], summary[LANG_COUNT], description[LANG_COUNT], host_shows[LANG_COUNT], host_looks_for[LANG_COUNT],
		meeting_point[LANG_COUNT], gate[LANG_COUNT];
	str starts_local, ends_local, zone, fold, opens_local, closes_local, publish_local;
	str place_name, street, postcode, post_office, point, remote_link;
	struct opt_int seats_site, seats_remote;
	struct str_list item_time, item_title_fi, item_title_sv, item_title_en, item_speaker;
	str host, host_business_id;
	struct str_list who_kind, who_name, who_email, who_agreed;
	str contact_name, contact_title, contact_phone, contact_email, mail_from_name, mail_reply_to;
	struct str_list payer, payer_per_cent;
	struct upload picture;
	bool picture_remove;
	str image_alt[LANG_COUNT];
	str responsible, deputy, add_row;
};

static const struct field_option kinds[] = {
	{ "visit", N_("Company visit") }, { "meeting", N_("Meeting") }, { "seminar", N_("Seminar") },
	{ "fair", N_("Fair") },           { "other", N_("Other event") }, { NULL, NULL },
};
static const struct field_option languages[] = {
	{ "fi", N_("Finnish") }, { "sv", N_("Swedish") }, { "en", N_("English") }, { NULL, NULL },
};
static const struct field_option folds[] = {
	{ "earlier", N_("The first time, before the clocks go back") },
	{ "later", N_("The second time, after the clocks have gone back") },
	{ NULL, NULL },
};
static const struct field_option decision_maker_kinds[] = {
	{ "chief_executive", N_("Managing director") },
	{ "purchasing", N_("Head of purchasing") },
	{ "business_development", N_("Head of business development") },
	{ "production", N_("Head of production") },
	{ "other", N_("A person who decides") },
	{ NULL, NULL },
};
static const struct field_option rows_to_add[] = {
	{ "programme", N_("Add a programme item") },
	{ "decision_makers", N_("Add a person") },
	{ "payers", N_("Add a project") },
	{ NULL, NULL },
};

#define IN(member) FIELD(struct event_form_in, member)
#define PROGRAMME_COLUMN .repeat = EVENT_PROGRAMME_MAX, .keep_places = true
#define PERSON_COLUMN .repeat = EVENT_DECISION_MAKERS_MAX, .keep_places = true
#define PAYER_COLUMN .repeat = PROJECT_EVENT_MAX, .keep_places = true

static const struct field fields[] = {
	{ IN(version), .type = FIELD_INT },
	{ IN(kind), .type = FIELD_CHOICE, .label = N_("Kind of event"), .options = kinds, .required = true },
	{ IN(series), .type = FIELD_KEY, .label = N_("Part of the series") },
	{ IN(source_lang), .type = FIELD_CHOICE, .label = N_("The texts are written first in"), .options = languages,
	  .required = true, .hint = N_("The other languages are translated from it, and shown in it until they are.") },
	{ IN(title), .type = FIELD_TEXT, .label = N_("Title"), .max = TITLE_MAX, .per_language = true },
	{ IN(summary), .type = FIELD_LONG_TEXT, .label = N_("Summary"), .max = SUMMARY_MAX, .per_language = true,
	  .hint = N_("One or two sentences, shown in lists and when the page is shared.") },
	{ IN(description), .type = FIELD_LONG_TEXT, .label = N_("Description"), .max = DESCRIPTION_MAX, .per_language = true,
	  .hint = N_("An empty line begins a paragraph, a line that begins with a hyphen is an item of a list.") },
	{ IN(host_shows), .type = FIELD_LONG_TEXT, .label = N_("What the host shows"), .per_language = true },
	{ IN(host_looks_for), .type = FIELD_LONG_TEXT, .label = N_("What the host looks for"), .per_language = true },
	{ IN(meeting_point), .type = FIELD_TEXT, .label = N_("Meeting point"), .per_language = true },
	{ IN(gate), .type = FIELD_TEXT, .label = N_("Gate and parking"), .per_language = true },
	{ IN(picture), .type = FIELD_FILE, .label = N_("Picture"), .max = IMAGE_BYTES_MAX,
	  .hint = N_("JPEG, PNG or WebP, at most 10 MB. What the camera wrote into it, such as the place, is taken out.") },
	{ IN(picture_remove), .type = FIELD_BOOL, .label = N_("Remove the picture") },
	{ IN(image_alt), .type = FIELD_TEXT, .label = N_("What the picture shows"), .max = IMAGE_ALT_MAX, .per_language = true,
	  .hint = N_("In words, for those who do not see it.") },
	{ IN(starts_local), .type = FIELD_DATETIME, .label = N_("Starts"), .required = true },
	{ IN(ends_local), .type = FIELD_DATETIME, .label = N_("Ends"), .required = true },
	{ IN(zone), .type = FIELD_TEXT, .label = N_("Time zone"), .required = true, .max = 64 },
	{ IN(fold), .type = FIELD_CHOICE, .label = N_("Which of the two equal times is meant?"), .options = folds },
	{ IN(place_name), .type = FIELD_TEXT, .label = N_("Name of the place") },
	{ IN(street), .type = FIELD_TEXT, .label = N_("Street address") },
	{ IN(postcode), .type = FIELD_TEXT, .label = N_("Postcode"), .max = 10 },
	{ IN(post_office), .type = FIELD_TEXT, .label = N_("Town"), .max = NAME_LENGTH },
	{ IN(point), .type = FIELD_TEXT, .label = N_("Point on the map"), .max = 60,
	  .hint = N_("Latitude and longitude as a map gives them, like 60.9827, 25.6612") },
	{ IN(remote_link), .type = FIELD_URL, .label = N_("Link for taking part remotely"),
	  .hint = N_("Only those who have a remote seat see it.") },
	{ IN(seats_site), .type = FIELD_INT, .label = N_("Seats on site"), .high = SEATS_MAX },
	{ IN(seats_remote), .type = FIELD_INT, .label = N_("Seats remotely"), .high = SEATS_MAX },
	{ IN(opens_local), .type = FIELD_DATETIME, .label = N_("Sign-up opens"),
	  .hint = N_("Left empty: as soon as the event is published.") },
	{ IN(closes_local), .type = FIELD_DATETIME, .label = N_("Sign-up closes"), .required = true },
	{ IN(item_time), .type = FIELD_TIME, .label = N_("Time"), PROGRAMME_COLUMN },
	{ IN(item_title_fi), .type = FIELD_TEXT, .label = N_("Programme item in Finnish"), PROGRAMME_COLUMN },
	{ IN(item_title_sv), .type = FIELD_TEXT, .label = N_("Programme item in Swedish"), PROGRAMME_COLUMN },
	{ IN(item_title_en), .type = FIELD_TEXT, .label = N_("Programme item in English"), PROGRAMME_COLUMN },
	{ IN(item_speaker), .type = FIELD_TEXT, .label = N_("Speaker"), PROGRAMME_COLUMN },
	{ IN(host), .type = FIELD_TEXT, .label = N_("Company visited"), .autocomplete = "off",
	  .hint = N_("Type the name or the business ID, and choose.") },
	{ IN(host_business_id), .type = FIELD_BUSINESS_ID, .label = N_("Business ID of the company"), .autocomplete = "off",
	  .hint = N_("Needed only when several companies have the same name.") },
	{ IN(who_kind), .type = FIELD_CHOICE, .label = N_("Task"), .options = decision_maker_kinds, PERSON_COLUMN },
	{ IN(who_name), .type = FIELD_TEXT, .label = N_("Name"), .max = NAME_LENGTH, .autocomplete = "off", PERSON_COLUMN },
	{ IN(who_email), .type = FIELD_EMAIL, .label = N_("E-mail for asking"), .autocomplete = "off", PERSON_COLUMN },
	{ IN(who_agreed), .type = FIELD_BOOL, .label = N_("Has told us that the name may be shown"), PERSON_COLUMN },
	{ IN(contact_name), .type = FIELD_TEXT, .label = N_("Contact person's name"), .max = NAME_LENGTH, .autocomplete = "off" },
	{ IN(contact_title), .type = FIELD_TEXT, .label = N_("Job title"), .max = NAME_LENGTH, .autocomplete = "off" },
	{ IN(contact_phone), .type = FIELD_PHONE, .label = N_("Phone"), .autocomplete = "off" },
	{ IN(contact_email), .type = FIELD_EMAIL, .label = N_("E-mail"), .autocomplete = "off" },
	{ IN(mail_from_name), .type = FIELD_TEXT, .label = N_("Sender's name in mails"), .max = NAME_LENGTH, .autocomplete = "off",
	  .hint = N_("Left empty: the name of this service.") },
	{ IN(mail_reply_to), .type = FIELD_EMAIL, .label = N_("Answers to mails go to"), .autocomplete = "off" },
	{ IN(payer), .type = FIELD_KEY, .label = N_("Project"), PAYER_COLUMN },
	{ IN(payer_per_cent), .type = FIELD_INT, .label = N_("Share in per cent"), .low = 1, .high = 100, PAYER_COLUMN },
	{ IN(responsible), .type = FIELD_KEY, .label = N_("Responsible person") },
	{ IN(deputy), .type = FIELD_KEY, .label = N_("Deputy") },
	{ IN(publish_local), .type = FIELD_DATETIME, .label = N_("Publish by itself at"),
	  .hint = N_("Left empty: by hand.") },
	{ IN(add_row), .type = FIELD_CHOICE, .options = rows_to_add },
};
const struct form_def event_form = FORM("event", fields, struct event_form_in);

enum err event_choices_find(struct ctx *c, struct event_choices *ret)
{
	TRY(q_event_organisers(c, &ret->organisers, &ret->organiser_count));
	TRY(series_list(c, &ret->series, &ret->series_count));
	return q_projects_all(c, &ret->projects, &ret->project_count);
}

bool event_form_adds_row(const struct form_result *r)
{
	return !str_empty(form_value(r, "add_row", 0));
}

/* ---- to the form ---------------------------------------------------------------------------------------------------- */

static struct opt_int number(int64_t v)
{
	return (struct opt_int){ true, v };
}

static str *column(struct ctx *c, struct str_list *list, size_t n)
{
	str *v = NEW_ARRAY(c->a, n, str);

	*list = (struct str_list){ v, n };
	return v;
}

static str organiser_key(const struct event_choices *choices, int64_t id)
{
	for (size_t i = 0; i < choices->organiser_count; i++)
		if (choices->organisers[i].id == id)
			return choices->organisers[i].key;
	return str_null;
}

static void fill_programme(struct ctx *c, const struct event_input *in, struct event_form_in *f)
{
	str *time = column(c, &f->item_time, in->programme_count), *fi = column(c, &f->item_title_fi, in->programme_count),
	    *sv = column(c, &f->item_title_sv, in->programme_count), *en = column(c, &f->item_title_en, in->programme_count),
	    *speaker = column(c, &f->item_speaker, in->programme_count);

	for (size_t i = 0; i < in->programme_count; i++) {
		time[i] = in->programme[i].starts_time;
		fi[i] = in->programme[i].title[LANG_FI];
		sv[i] = in->programme[i].title[LANG_SV];
		en[i] = in->programme[i].title[LANG_EN];
		speaker[i] = in->programme[i].speaker;
	}
}

static void fill_people(struct ctx *c, const struct event_input *in, const struct event_choices *choices,
			struct event_form_in *f)
{
	str *kind = column(c, &f->who_kind, in->decision_maker_count), *name = column(c, &f->who_name, in->decision_maker_count),
	    *email = column(c, &f->who_email, in->decision_maker_count),
	    *agreed = column(c, &f->who_agreed, in->decision_maker_count), *payer = column(c, &f->payer, in->payer_count),
	    *share = column(c, &f->payer_per_cent, in->payer_count);

	for (size_t i = 0; i < in->decision_maker_count; i++) {
		kind[i] = in->decision_makers[i].kind;
		name[i] = in->decision_makers[i].name;
		email[i] = in->decision_makers[i].email;
		agreed[i] = str_null; /* who has agreed need not be told again, and another name must be told anew */
	}
	for (size_t i = 0; i < in->payer_count; i++) {
		share[i] = str_format(c->a, "%lld", (long long)in->payers[i].per_cent);
		for (size_t k = 0; k < choices->project_count; k++)
			if (choices->projects[k].id == in->payers[i].project)
				payer[i] = choices->projects[k].key;
	}
}

static void fill_texts(const struct event_input *in, struct event_form_in *f)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		const struct event_text *t = &in->texts[lang];

		f->title[lang] = t->title;
		f->summary[lang] = t->summary;
		f->description[lang] = t->description;
		f->host_shows[lang] = t->host_shows;
		f->host_looks_for[lang] = t->host_looks_for;
		f->meeting_point[lang] = t->meeting_point;
		f->gate[lang] = t->gate;
		f->image_alt[lang] = t->image_alt;
	}
}

static void fill(struct ctx *c, const struct event_input *in, const struct event_choices *choices, struct event_form_in *f)
{
	*f = (struct event_form_in){
		.kind = in->kind,
		.source_lang = str_from(lang_code(in->source_lang)),
		.starts_local = in->starts_local,
		.ends_local = in->ends_local,
		.zone = in->zone,
		.fold = in->fold == FOLD_ASK ? str_null : in->fold == FOLD_EARLIER ? S("earlier") : S("later"),
		.opens_local = in->opens_local,
		.closes_local = in->closes_local,
		.publish_local = in->publish_local,
		.place_name = in->place_name,
		.street = in->street,
		.postcode = in->postcode,
		.post_office = in->post_office,
		.point = in->has_point ? str_format(c->a, "%.10g, %.10g", in->latitude, in->longitude) : str_null,
		.remote_link = in->remote_link,
		.seats_site = number(in->seats_site),
		.seats_remote = number(in->seats_remote),
		.contact_name = in->contact_name,
		.contact_title = in->contact_title,
		.contact_phone = in->contact_phone,
		.contact_email = in->contact_email,
		.mail_from_name = in->mail_from_name,
		.mail_reply_to = in->mail_reply_to,
		.responsible = organiser_key(choices, in->responsible_id),
		.deputy = organiser_key(choices, in->deputy_id),
	};
	for (size_t i = 0; i < choices->series_count; i++)
		if (choices->series[i].id == in->series_id)
			f->series = choices->series[i].key;
	fill_texts(in, f);
	fill_programme(c, in, f);
	fill_people(c, in, choices, f);
}

enum err event_form_fill(struct req *rq, const struct event *event, const struct event_choices *choices,
			 struct form_result **ret)
{
	struct ctx *c = rq->c;
	struct event_form_in *f = NEW(c->a, struct event_form_in);
	struct event_input in = { .kind = S("visit"),
				  .source_lang = (enum lang)c->settings->default_language,
				  .zone = c->settings->zone,
				  .responsible_id = c->actor->account };

	if (event == NULL) {
		fill(c, &in, choices, f);
		f->seats_site = (struct opt_int){ 0 };
	} else {
		struct q_event_host_row host;
		bool found;

		TRY(event_input_from(c, event, &in));
		fill(c, &in, choices, f);
		f->version = number(event->row.version);
		TRY(q_event_host(c, event->row.id, &found, &host));
		if (found) {
			f->host = host.name;
			f->host_business_id = host.business_id;
		}
	}
	*ret = form_new(c->a, &event_form, f);
	return OK;
}

/* ---- from the form -------------------------------------------------------------------------------------------------- */

static str at(const struct str_list *list, size_t i)
{
	return i < list->n ? list->v[i] : str_null;
}

static str fill_this_in(const struct req *rq)
{
	return tr(rq->c->lang, "Fill this in.");
}

static str not_in_list(const struct req *rq)
{
	return tr(rq->c->lang, "Choose one from the list.");
}

/* "60.9827, 25.6612" */
static bool read_point(struct ctx *c, str typed, struct event_input *in)
{
	char *text = str_c(c->a, typed), *end;

	for (size_t i = 0; i < typed.n; i++)
		if (strchr("0123456789.,;+- ", typed.p[i]) == NULL)
			return false;
	in->latitude = strtod(text, &end);
	if (end == text)
		return false;
	text = end + strspn(end, ",; ");
	in->longitude = strtod(text, &end);
	in->has_point = end != text && text != NULL && *end == '\0' && in->latitude >= -90 && in->latitude <= 90 &&
			in->longitude >= -180 && in->longitude <= 180;
	return in->has_point;
}

static bool any(const str *parts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!str_empty(parts[i]))
			return true;
	return false;
}

/* A language is filled in or left empty: nothing that was typed is dropped for want of a title. */
static void read_texts(struct req *rq, const struct event_form_in *f, struct event_input *in)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		const str parts[] = { f->summary[lang],	       f->description[lang],   f->host_shows[lang],
				      f->host_looks_for[lang], f->meeting_point[lang], f->gate[lang],
				      f->image_alt[lang] };
		struct event_text *t = &in->texts[lang];

		*t = (struct event_text){ .lang = (enum lang)lang,
					  .title = f->title[lang],
					  .summary = f->summary[lang],
					  .description = f->description[lang],
					  .host_shows = f->host_shows[lang],
					  .host_looks_for = f->host_looks_for[lang],
					  .meeting_point = f->meeting_point[lang],
					  .gate = f->gate[lang],
					  .image_alt = f->image_alt[lang] };
		if (str_empty(t->title) && any(parts, sizeof parts / sizeof *parts))
			req_error_at(rq, "title", lang,
				     tr(rq->c->lang, "Give the text in this language a title, or leave the language empty."));
	}
}

static void read_programme(struct req *rq, const struct event_form_in *f, struct event_input *in)
{
	static const char *const names[LANG_COUNT] = { "item_title_fi", "item_title_sv", "item_title_en" };
	struct programme_item *items = NEW_ARRAY(rq->c->a, EVENT_PROGRAMME_MAX, struct programme_item);

	in->programme_count = 0;
	for (size_t i = 0; i < EVENT_PROGRAMME_MAX; i++) {
		struct programme_item item = { .starts_time = at(&f->item_time, i),
					       .title = { at(&f->item_title_fi, i), at(&f->item_title_sv, i),
							  at(&f->item_title_en, i) },
					       .speaker = at(&f->item_speaker, i) };

		if (!any(item.title, LANG_COUNT) && str_empty(item.starts_time) && str_empty(item.speaker))
			continue;
		if (str_empty(item.title[in->source_lang]))
			req_error_at(rq, names[in->source_lang], (int)i, fill_this_in(rq));
		items[in->programme_count++] = item;
	}
	in->programme = items;
}

static void read_people(struct req *rq, const struct event_form_in *f, struct event_input *in)
{
	struct decision_maker *people = NEW_ARRAY(rq->c->a, EVENT_DECISION_MAKERS_MAX, struct decision_maker);

	in->decision_maker_count = 0;
	for (size_t i = 0; i < EVENT_DECISION_MAKERS_MAX; i++) {
		struct decision_maker d = { .kind = at(&f->who_kind, i),
					    .name = at(&f->who_name, i),
					    .email = at(&f->who_email, i),
					    .agreed = !str_empty(at(&f->who_agreed, i)) };

		if (str_empty(d.kind) && str_empty(d.name) && str_empty(d.email))
			continue;
		if (str_empty(d.kind))
			req_error_at(rq, "who_kind", (int)i, tr(rq->c->lang, "Choose one."));
		if (str_empty(d.name) && (d.agreed || !str_empty(d.email)))
			req_error_at(rq, "who_name", (int)i, fill_this_in(rq));
		people[in->decision_maker_count++] = d;
	}
	in->decision_makers = people;
}

static void read_payers(struct req *rq, const struct event_form_in *f, const struct event_choices *choices,
			struct event_input *in)
{
	struct payer_share *shares = NEW_ARRAY(rq->c->a, PROJECT_EVENT_MAX, struct payer_share);

	in->payer_count = 0;
	for (size_t i = 0; i < PROJECT_EVENT_MAX; i++) {
		str key = at(&f->payer, i), share = at(&f->payer_per_cent, i);
		struct payer_share payer = { 0 };

		if (str_empty(key) && str_empty(share))
			continue;
		for (size_t k = 0; k < choices->project_count; k++)
			if (str_eq(choices->projects[k].key, key))
				payer.project = choices->projects[k].id;
		if (payer.project == 0)
			req_error_at(rq, "payer", (int)i, not_in_list(rq));
		if (str_empty(share) || !str_to_int(share, &payer.per_cent))
			req_error_at(rq, "payer_per_cent", (int)i, fill_this_in(rq));
		shares[in->payer_count++] = payer;
	}
	in->payers = shares;
}

static int64_t read_organiser(struct req *rq, const struct event_choices *choices, const char *field, str key)
{
	for (size_t i = 0; i < choices->organiser_count; i++)
		if (str_eq(choices->organisers[i].key, key))
			return choices->organisers[i].id;
	if (!str_empty(key))
		req_error(rq, field, not_in_list(rq));
	return 0;
}

static int64_t read_series(struct req *rq, const struct event_choices *choices, str key)
{
	for (size_t i = 0; i < choices->series_count; i++)
		if (str_eq(choices->series[i].key, key))
			return choices->series[i].id;
	if (!str_empty(key))
		req_error(rq, "series", not_in_list(rq));
	return 0;
}

/* A new picture goes before the tick that removes the old one: both come from one who replaces it. Its words are asked for in
 * all languages at once, since each refusal asks for the picture again. */
static void read_picture(struct req *rq, const struct event_form_in *f, struct event_input *in)
{
	in->picture = f->picture.bytes;
	if (f->picture_remove)
		in->image_key = str_null;
	for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++)
		if (event_image_alt_missing(in, lang))
			req_error_at(rq, "image_alt", (int)lang, event_refusal_text(rq->c->lang, EVENT_NO_IMAGE_ALT));
}

void event_form_ask_picture_again(struct req *rq)
{
	if (!str_empty(form_value(rq->form, "picture", 0)) && str_is_null(form_error_text(rq->form, "picture", 0)))
		req_error(rq, "picture", tr(rq->c->lang, "Choose the picture again: it was not saved, since something else had to "
							 "be corrected."));
}

/* The organisation of exactly this business ID, or of exactly this name if only one has it. With both, they must agree: who
 * types another name means another company. */
static enum err read_host(struct req *rq, const struct event_form_in *f, int64_t *ret)
{
	struct ctx *c = rq->c;
	str typed_id = str_is_null(f->host) ? str_null : business_id_normal(c->a, f->host);
	str id = str_is_null(f->host_business_id) ? typed_id : f->host_business_id;
	bool by_name = str_is_null(typed_id) && !str_is_null(f->host);
	struct organisation_suggestion *found;
	size_t count, same = 0;

	*ret = 0;
	if (!by_name && str_is_null(id))
		return OK;
	TRY(organisation_suggest(c, str_is_null(id) ? f->host : id, &found, &count));
	for (size_t i = 0; i < count; i++) {
		if (!str_is_null(id) && !str_eq(found[i].business_id, id))
			continue;
		if (by_name && !str_eq(text_fold(c->a, found[i].name), text_fold(c->a, f->host)))
			continue;
		*ret = found[i].id;
		same++;
	}
	if (same == 0)
		req_error(rq, "host", tr(c->lang, "No organisation has this name and business ID. Choose one of the suggestions, or "
						  "add it to the organisations first."));
	if (same > 1)
		req_error(rq, "host_business_id",
			  tr(c->lang, "Several organisations have this name. Give the business ID of the right one."));
	return OK;
}

enum err event_form_read(struct req *rq, const struct event_choices *choices, const struct event_input *before,
			 struct event_input *ret, int64_t *ret_version, bool *ret_fits)
{
	struct event_form_in f;
	struct event_input in = { 0 };

	*ret_fits = false;
	if (req_form(rq, &f) != OK)
		return OK;
	if (before != NULL)
		in = *before;
	if (!lang_from_code(f.source_lang, &in.source_lang))
		return ERR_INVALID;
	in.kind = f.kind;
	in.series_id = read_series(rq, choices, f.series);
	TRY(read_host(rq, &f, &in.host_id));
	in.zone = f.zone;
	in.starts_local = f.starts_local;
	in.ends_local = f.ends_local;
	in.opens_local = f.opens_local;
	in.closes_local = f.closes_local;
	in.publish_local = f.publish_local;
	in.fold = str_eq(f.fold, S("earlier")) ? FOLD_EARLIER : str_eq(f.fold, S("later")) ? FOLD_LATER : FOLD_ASK;
	in.place_name = f.place_name;
	in.street = f.street;
	in.postcode = f.postcode;
	in.post_office = f.post_office;
	in.has_point = false;
	if (!str_is_null(f.point) && !read_point(rq->c, f.point, &in))
		req_error(rq, "point", tr(rq->c->lang, "Write two numbers, like 60.9827, 25.6612."));
	in.remote_link = f.remote_link;
	in.seats_site = f.seats_site.v;
	in.seats_remote = f.seats_remote.v;
	in.contact_name = f.contact_name;
	in.contact_title = f.contact_title;
	in.contact_phone = f.contact_phone;
	in.contact_email = f.contact_email;
	in.mail_from_name = f.mail_from_name;
	in.mail_reply_to = f.mail_reply_to;
	in.responsible_id = read_organiser(rq, choices, "responsible", f.responsible);
	in.deputy_id = read_organiser(rq, choices, "deputy", f.deputy);
	read_texts(rq, &f, &in);
	read_picture(rq, &f, &in);
	read_programme(rq, &f, &in);
	read_people(rq, &f, &in);
	read_payers(rq, &f, choices, &in);
	*ret = in;
	*ret_version = f.version.v;
	*ret_fits = rq->form->error_count == 0;
	return OK;
}

/* ---- what the domain refused ---------------------------------------------------------------------------------------- */

void event_form_refuse(struct req *rq, const struct event_input *in, const struct event_outcome *outcome)
{
	str text = event_refusal_text(rq->c->lang, outcome->refusal);

	if (outcome->refusal == EVENT_NO_TITLE)
		req_error_at(rq, "title", (int)in->source_lang, text);
	else if (outcome->refusal == EVENT_NO_IMAGE_ALT)
		req_error_at(rq, "image_alt", (int)outcome->lang, text);
	else if (outcome->refusal == EVENT_BAD_PAYERS)
		req_error(rq, "payer_per_cent", text);
	else if (outcome->refusal == EVENT_TOO_MANY)
		req_error(rq, NULL, text);
	else
		req_error(rq, outcome->field, text);
	if (outcome->refusal == EVENT_TIME_TWICE)
		req_error(rq, "fold", tr(rq->c->lang, "Choose one."));
}
