/* Makes the region of the demo. */
#include "main/demo.h"

#include <jansson.h>

#include "base/random.h"
#include "base/time.h"
#include "features/access/access.h"
#include "features/attendance/attendance.h"
#include "features/registration/registration.h"
#include "main/demo.sql.h"
#include "text/fold.h"
#include "text/lang.h"

enum { DAY = 86400, WEEK = 7 * DAY, SALE = 14 * DAY /* how long people have been signing up */, VISIT_ARENA = 64 * 1024 * 1024 };

struct demo {
	struct arena *a; /* lives until the demo is made; c->a only for one visit */
	struct ctx *c;
	struct writer *w;
	json_t *region;
	int64_t today; /* the time at which the demo is made */
	int64_t series_past, series_next;
	str next_visit_key, next_host_key;
	unsigned next_person;
};

static str text_of(const json_t *object, const char *field)
{
	const json_t *value = json_object_get(object, field);

	return json_is_string(value) ? str_make(json_string_value(value), json_string_length(value)) : str_null;
}

static int64_t number_of(const json_t *object, const char *field)
{
	return json_integer_value(json_object_get(object, field));
}

static void free_json(void *json)
{
	json_decref(json);
}

/* ---- companies ------------------------------------------------------------------------------------------------------- */

static enum err insert_organisation(struct ctx *c, struct tx *tx, const struct demo *d, const json_t *o)
{
	str name = text_of(o, "name");

	return q_demo_organisation_insert(c, tx,
					  &(struct q_demo_organisation_insert_in){
						  .id = ctx_id(c),
						  .key = ctx_key(c),
						  .business_id = text_of(o, "business_id"),
						  .name = name,
						  .name_fold = text_fold(c->a, name),
						  .name_sort = text_sort_key(c->a, name),
						  .kind = text_of(o, "kind"),
						  .form = text_of(o, "form"),
						  .street = text_of(o, "street"),
						  .postcode = text_of(o, "postcode"),
						  .post_office = text_of(o, "post_office"),
						  .municipality = text_of(o, "municipality"),
						  .tol_code = text_of(o, "tol_code"),
						  .tol_name = text_of(o, "tol_name"),
						  .now = d->today - 200 * DAY,
					  });
}

static enum err series_insert(struct ctx *c, struct tx *tx, int64_t *ret_id, str title_fi, str title_en)
{
	*ret_id = ctx_id(c);
	TRY(q_demo_series_insert(c, tx, *ret_id, ctx_key(c), c->now));
	TRY(q_demo_series_text_insert(
		c, tx, *ret_id, S("fi"), title_fi,
		S("Alueen yritykset avaavat ovensa perjantaiaamuisin. Isännän päättäjät ovat aina paikalla."), c->now));
	return q_demo_series_text_insert(c, tx, *ret_id, S("en"), title_en,
					 S("Companies of the region open their doors on Friday mornings. The people "
					   "who decide are always there."),
					 c->now);
}

static enum err base_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct demo *d = arg;
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(d->region, "organisations"), i, o)
		TRY(insert_organisation(c, tx, d, o));
	/* Story A's host, by what is public of it; its business ID is not ours to tell. */
	TRY(q_demo_organisation_insert(c, tx,
				       &(struct q_demo_organisation_insert_in){ .id = ctx_id(c),
										.key = ctx_key(c),
										.name = S("ALLU"),
										.name_fold = S("allu"),
										.name_sort =
											text_sort_key(c->a, S("ALLU")),
										.kind = S("company"),
										.post_office = S("ORIMATTILA"),
										.municipality = S("560"),
										.now = d->today - 200 * DAY }));
	TRY(series_insert(c, tx, &d->series_past, S("Partneriperjantai, edellinen kausi"),
			  S("Partner Friday, last season")));
	return series_insert(c, tx, &d->series_next, S("Partneriperjantai, tuleva kausi"),
			     S("Partner Friday, coming season"));
}

static enum err host_of(struct demo *d, str name, struct q_demo_organisation_row *ret)
{
	bool found;

	TRY(q_demo_organisation(d->c, text_fold(d->c->a, name), &found, ret));
	return found ? OK : ERR_NOT_FOUND;
}

/* ---- visits ---------------------------------------------------------------------------------------------------------- */

/* Sets the clock by which the domain works. */
static void be_at(struct demo *d, int64_t utc)
{
	d->c->now = utc;
	d->c->now_ms = utc * 1000;
}

/* Nobody visits a company between 20 December and 7 January. */
static bool is_holiday(struct civil c)
{
	return (c.month == 12 && c.day >= 20) || (c.month == 1 && c.day <= 7);
}

/* The Friday of the week that lies `weeks` from this one, or the first one after the Christmas holidays, as an ISO date. */
static str friday(struct demo *d, int64_t weeks)
{
	int64_t today = d->today / DAY;
	int64_t day = today + 5 - weekday_from_days(today) + weeks * 7;

	while (is_holiday(civil_from_days(day)))
		day += 7;
	return time_print_date(d->c->a, civil_from_days(day));
}

static str at(struct demo *d, str date, const char *clock)
{
	return STR_CONCAT(d->c->a, date, S("T"), str_from(clock));
}

/* Two days before the visit, 16 o'clock. */
static str closing(struct demo *d, str date)
{
	struct civil c;

	INVARIANT(time_read_date(date, &c));
	c = civil_from_days(days_from_civil(c.year, c.month, c.day) - 2);
	return at(d, time_print_date(d->c->a, c), "16:00");
}

static struct event_input visit_input(struct demo *d, const json_t *v, str date, int64_t host,
				      const json_t *organisation)
{
	struct arena *a = d->c->a;
	str name = text_of(v, "host");
	struct event_input in = {
		.kind = S("visit"),
		.series_id = number_of(v, "weeks") < 0 ? d->series_past : d->series_next,
		.host_id = host,
		.source_lang = LANG_FI,
		.zone = S("Europe/Helsinki"),
		.starts_local = at(d, date, "09:00"),
		.ends_local = at(d, date, "11:00"),
		.closes_local = closing(d, date),
		.place_name = name,
		.street = text_of(organisation, "street"),
		.postcode = text_of(organisation, "postcode"),
		.post_office = text_of(organisation, "post_office"),
		.seats_site = number_of(v, "seats"),
		.seats_remote = number_of(v, "remote"),
		.remote_link = number_of(v, "remote") > 0 ? S("https://meet.example.fi/partner-friday") : str_null,
		.contact_name = S("Kaisa Koordinaattori"),
		.contact_title = S("yritysasiantuntija"),
		.contact_phone = S("+358 44 000 0000"),
		.contact_email = S("visits@example.fi"),
	};

	in.texts[LANG_FI].title = STR_CONCAT(a, S("Yritysvierailu: "), name);
	in.texts[LANG_FI].summary = text_of(v, "summary_fi");
	in.texts[LANG_FI].description =
		S("Kierrämme tuotannon, kuulemme mitä isäntä ostaa ja etsii, ja jätämme tunnin tapaamisille. "
		  "Ota käyntikortit mukaan.");
	in.texts[LANG_FI].host_shows = text_of(v, "shows_fi");
	in.texts[LANG_FI].host_looks_for = text_of(v, "looks_fi");
	in.texts[LANG_FI].meeting_point = S("vastaanotto");
	in.texts[LANG_EN].title = STR_CONCAT(a, S("Company visit: "), name);
	in.texts[LANG_EN].summary = text_of(v, "summary_en");
	in.texts[LANG_EN].description =
		S("We walk through the plant, hear what the host buys and looks for, and leave an hour for meetings. "
		  "Bring your business cards.");
	in.texts[LANG_EN].host_shows = text_of(v, "shows_en");
	in.texts[LANG_EN].host_looks_for = text_of(v, "looks_en");
	in.texts[LANG_EN].meeting_point = S("reception");
	return in;
}

static void add_programme(struct demo *d, struct event_input *in)
{
	static const struct {
		const char *time, *fi, *en;
	} items[] = { { "09:00", "Aamukahvi ja tervetuloa", "Coffee and welcome" },
		      { "09:20", "Mitä ostamme ja mitä etsimme", "What we buy and what we look for" },
		      { "09:50", "Kierros", "Walk through the plant" },
		      { "10:30", "Tapaamiset", "Meetings" } };
	struct programme_item *p = NEW_ARRAY(d->c->a, 4, struct programme_item);
	struct decision_maker *m = NEW_ARRAY(d->c->a, 2, struct decision_maker);

	for (int i = 0; i < 4; i++) {
		p[i].starts_time = str_from(items[i].time);
		p[i].title[LANG_FI] = str_from(items[i].fi);
		p[i].title[LANG_EN] = str_from(items[i].en);
	}
	in->programme = p;
	in->programme_count = 4;
	m[0].kind = S("chief_executive");
	m[1].kind = S("purchasing");
	in->decision_makers = m;
	in->decision_maker_count = 2;
}

/* A guest of the invented region: always the same ones in the same order. */
static enum err sign_up_guest(struct demo *d, str event_key, enum seat_mode mode)
{
	struct arena *a = d->c->a;
	json_t *firsts = json_object_get(d->region, "first_names"), *lasts = json_object_get(d->region, "last_names");
	json_t *titles = json_object_get(d->region, "job_titles"),
	       *organisations = json_object_get(d->region, "organisations");
	unsigned n = d->next_person++ % 300;
	str first = str_from(json_string_value(json_array_get(firsts, n * 7 % json_array_size(firsts))));
	str last = str_from(json_string_value(json_array_get(lasts, (n * 5 + n / 24) % json_array_size(lasts))));
	const json_t *organisation = json_array_get(organisations, n % json_array_size(organisations));
	struct registration_person person = {
		.name = STR_CONCAT(a, first, S(" "), last),
		.email = str_format(a, "guest%u@example.fi", n),
		.job_title = str_from(json_string_value(json_array_get(titles, n % json_array_size(titles)))),
		.mode = mode,
	};
	struct registration_input in = {
		.people = &person,
		.people_count = 1,
		.organisation_name = text_of(organisation, "name"),
		.business_id = text_of(organisation, "business_id"),
		.organisation_kind = text_of(organisation, "kind"),
		.size_class = text_of(organisation, "size"),
		.privacy_version = str_from(registration_privacy_version),
		.source = SOURCE_DEMO,
	};
	struct registration_outcome out;

	return registration_sign_up(d->c, d->w, event_key, &in, &out);
}

static enum err confirm_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t changes;

	return q_demo_confirm_addresses(c, tx, *(int64_t *)arg, c->now, &changes);
}

static enum err sign_up_guests(struct demo *d, const json_t *v, const struct event_outcome *event)
{
	int64_t id = event->id, site = number_of(v, "guests"), all = site + number_of(v, "remote_guests");
	int64_t published = d->c->now;

	d->next_person += 11;
	for (int64_t i = 0; i < all; i++) {
		be_at(d, published + (i + 1) * (SALE - DAY) / (all + 1) + i * 173);
		TRY(sign_up_guest(d, event->key, i < site ? SEAT_SITE : SEAT_REMOTE));
	}
	return db_write(d->c, d->w, confirm_body, &id);
}

/* Marks as many as came, and closes the event. */
static enum err hold(struct demo *d, const json_t *v, str key)
{
	struct attendance a;
	struct event_outcome out;
	int64_t arrived = number_of(v, "arrived"), absent;

	TRY(attendance_find(d->c, key, &a));
	for (size_t i = 0; i < a.count && arrived > 0; i++) {
		struct attendance_mark mark = { key_new(d->c->a, d->c->random), a.people[i].key, ATTENDANCE_ARRIVED,
						d->c->now, str_null };
		enum mark_answer answer;

		if (!str_eq(a.people[i].state, S("confirmed")))
			continue;
		TRY(attendance_marks(d->c, d->w, key, &mark, 1, &answer));
		arrived--;
	}
	return attendance_close(d->c, d->w, key, &absent, &out);
}

static const json_t *organisation_named(const struct demo *d, str name)
{
	json_t *list = json_object_get(d->region, "organisations");
	size_t i;
	json_t *o;

	json_array_foreach(list, i, o)
		if (str_eq(text_of(o, "name"), name)) return o;
	return NULL;
}

static enum err make_visit(struct demo *d, const json_t *v)
{
	struct q_demo_organisation_row host;
	int64_t weeks = number_of(v, "weeks"), opens_weeks = number_of(v, "opens_weeks");
	str date = friday(d, weeks);
	struct event_outcome out;
	struct event_input in;
	str reasons[LANG_COUNT] = { S("Isännän tuotanto on seisokissa; etsimme uuden päivän."), str_null,
				    S("The host's plant is in maintenance; we look for a new date.") };

	be_at(d, weeks < 0 ? d->today + (weeks - 4) * WEEK : d->today - SALE);
	TRY(host_of(d, text_of(v, "host"), &host));
	in = visit_input(d, v, date, host.id, organisation_named(d, text_of(v, "host")));
	if (opens_weeks > 0)
		in.opens_local = at(d, friday(d, opens_weeks), "09:00");
	add_programme(d, &in);
	TRY(event_create(d->c, d->w, &in, &out));
	INVARIANT(out.refusal == EVENT_OK);
	if (str_is_null(d->next_visit_key) && weeks > 0) {
		d->next_visit_key = str_copy(d->a, out.key);
		d->next_host_key = str_copy(d->a, host.key);
	}
	if (json_is_true(json_object_get(v, "draft")))
		return OK;
	TRY(event_publish(d->c, d->w, out.key, &(struct event_outcome){ 0 }));
	TRY(sign_up_guests(d, v, &out));
	if (json_is_true(json_object_get(v, "cancelled")))
		return event_cancel(d->c, d->w, out.key, reasons, &(struct event_outcome){ 0 });
	if (weeks >= 0)
		return OK;
	be_at(d, d->today + weeks * WEEK);
	return hold(d, v, out.key);
}

/* Runs a part with an arena of its own: a season has more mails than one arena holds. */
struct part {
	struct demo *d;
	const json_t *visit; /* NULL: the first visit */
};

static enum err make_first_visit(struct demo *d);

static enum err part_body(void *arg)
{
	const struct part *p = arg;

	return p->visit == NULL ? make_first_visit(p->d) : make_visit(p->d, p->visit);
}

static enum err make_part(struct demo *d, const json_t *visit)
{
	struct part part = { d, visit };
	enum err e = ERR_MEMORY;

	d->c->a = arena_new(VISIT_ARENA);
	if (d->c->a != NULL)
		e = arena_run(d->c->a, part_body, &part);
	ctx_end(d->c);
	arena_free(d->c->a);
	d->c->a = d->a;
	return e;
}

/* The first Partner Friday: Orimattila, 16 September 2022, 9-11; sign-up until 12 September. Who came is not public. */
static enum err make_first_visit(struct demo *d)
{
	struct q_demo_organisation_row host;
	struct event_outcome out;
	struct event_input in = {
		.kind = S("visit"),
		.source_lang = LANG_FI,
		.zone = S("Europe/Helsinki"),
		.starts_local = S("2022-09-16T09:00"),
		.ends_local = S("2022-09-16T11:00"),
		.closes_local = S("2022-09-12T23:59"),
		.place_name = S("ALLU"),
		.post_office = S("Orimattila"),
		.seats_site = 40,
	};

	be_at(d, 1661990400); /* 1 September 2022 */
	TRY(host_of(d, S("ALLU"), &host));
	in.host_id = host.id;
	in.texts[LANG_FI].title = S("Ensimmäinen Partneriperjantai: ALLU");
	in.texts[LANG_FI].summary = S("Konevalmistaja ALLU avasi ovensa Orimattilassa alueen elinkeinoelämälle.");
	in.texts[LANG_EN].title = S("The first Partner Friday: ALLU");
	in.texts[LANG_EN].summary =
		S("The machine builder ALLU opened its doors in Orimattila to the region's business life.");
	TRY(event_create(d->c, d->w, &in, &out));
	INVARIANT(out.refusal == EVENT_OK);
	TRY(event_publish(d->c, d->w, out.key, &(struct event_outcome){ 0 }));
	be_at(d, 1663574400); /* 19 September 2022 */
	return attendance_close(d->c, d->w, out.key, &(int64_t){ 0 }, &(struct event_outcome){ 0 });
}

/* ---- accounts -------------------------------------------------------------------------------------------------------- */

static enum err add_account(struct demo *d, const char *email, const char *name, const struct access_role_spec *roles,
			    size_t count)
{
	enum access_result result;
	str key;

	TRY(access_add(d->c, d->w, &(struct access_new){ str_from(email), str_from(name), LANG_FI }, &key, &result));
	INVARIANT(result == ACCESS_DONE);
	for (size_t i = 0; i < count; i++) {
		TRY(access_grant(d->c, d->w, key, &roles[i], &result));
		INVARIANT(result == ACCESS_DONE);
	}
	return OK;
}

static enum err add_accounts(struct demo *d)
{
	struct access_role_spec coordinator[] = { { ROLE_ADMINISTRATOR, SCOPE_INSTANCE, str_null },
						  { ROLE_COORDINATOR, SCOPE_INSTANCE, str_null } };
	struct access_role_spec company = { ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, d->next_host_key };
	struct access_role_spec helper = { ROLE_HELPER, SCOPE_EVENT, d->next_visit_key };

	TRY(add_account(d, "coordinator@example.fi", "Kaisa Koordinaattori", coordinator, 2));
	TRY(add_account(d, "company@example.fi", "Eero Edustaja", &company, 1));
	return add_account(d, "helper@example.fi", "Hilla Apulainen", &helper, 1);
}

static enum err clear_body(struct ctx *c, struct tx *tx, void *arg)
{
	int64_t changes;

	(void)arg;
	TRY(q_demo_outbox_clear(c, tx, &changes));
	return q_demo_unconfirmed_clear(c, tx, &changes);
}

enum err demo_make(struct ctx *c, struct writer *w)
{
	struct demo d = { .a = c->a, .c = c, .w = w, .today = c->now, .next_visit_key = str_null };
	int64_t empty;
	size_t i;
	json_t *v;

	TRY(q_demo_is_empty(c, &empty));
	if (empty == 0)
		return ERR_CONFLICT;
	d.region = json_loadb(demo_region_json, (size_t)(demo_region_json_end - demo_region_json),
			      JSON_REJECT_DUPLICATES, NULL);
	INVARIANT(d.region != NULL);
	arena_defer(c->a, free_json, d.region);
	TRY(db_write(c, w, base_body, &d));
	TRY(make_part(&d, NULL));
	json_array_foreach(json_object_get(d.region, "past"), i, v)
		TRY(make_part(&d, v));
	json_array_foreach(json_object_get(d.region, "upcoming"), i, v)
		TRY(make_part(&d, v));
	be_at(&d, d.today);
	TRY(add_accounts(&d));
	return db_write(c, w, clear_body, NULL);
}
