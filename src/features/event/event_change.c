/* Making and changing events: rules, one transaction each, what follows from a change. */
#include "features/event/event.h"

#include "base/settings.h"
#include "base/zone.h"
#include "store/job.h"
#include "store/journal.h"
#include "text/lang.h"

/* ---- planned times -------------------------------------------------------------------------------------------------- */

/* The UTC times that the input's local ones mean. */
struct times {
	int64_t starts, ends, closes;
	struct opt_int opens, publish;
};

static bool refuse(struct event_outcome *out, enum event_refusal refusal, const char *field)
{
	out->refusal = refusal;
	out->field = field;
	return false;
}

/* Puts the instant of a local time into *ret; false with the outcome filled when the clocks forbid it. */
static bool derive(const struct zone *zone, str local, enum event_fold fold, const char *field, int64_t *ret,
		   struct event_outcome *out)
{
	struct civil civil;
	int64_t first, second;
	enum local_outcome outcome;

	if (!time_read_local(local, &civil))
		return refuse(out, EVENT_TIME_MISSING, field);
	outcome = zone_local_to_utc(zone, civil, &first, &second);
	if (outcome == LOCAL_GAP)
		return refuse(out, EVENT_TIME_MISSING, field);
	if (outcome == LOCAL_FOLD && fold == FOLD_ASK)
		return refuse(out, EVENT_TIME_TWICE, field);
	*ret = fold == FOLD_EARLIER ? first : second;
	return true;
}

static bool derive_optional(const struct zone *zone, str local, enum event_fold fold, const char *field,
			    struct opt_int *ret, struct event_outcome *out)
{
	ret->set = !str_empty(local);
	return !ret->set || derive(zone, local, fold, field, &ret->v, out);
}

/* Every rule that the input alone can break. */
static bool check(const struct event_input *in, struct times *t, struct event_outcome *out)
{
	const struct zone *zone;
	enum event_fold fold = in->fold;

	*out = (struct event_outcome){ 0 };
	if (str_empty(in->texts[in->source_lang].title))
		return refuse(out, EVENT_NO_TITLE, "title");
	if (zone_find(in->zone, &zone) != OK)
		return refuse(out, EVENT_BAD_ZONE, "zone");
	if (!derive(zone, in->starts_local, fold, "starts_local", &t->starts, out) ||
	    !derive(zone, in->ends_local, fold, "ends_local", &t->ends, out) ||
	    !derive(zone, in->closes_local, fold, "closes_local", &t->closes, out) ||
	    !derive_optional(zone, in->opens_local, fold, "opens_local", &t->opens, out) ||
	    !derive_optional(zone, in->publish_local, fold, "publish_local", &t->publish, out))
		return false;
	if (t->ends <= t->starts)
		return refuse(out, EVENT_ENDS_BEFORE_START, "ends_local");
	if (t->closes > t->ends)
		return refuse(out, EVENT_CLOSES_AFTER_END, "closes_local");
	if (t->opens.set && t->opens.v >= t->closes)
		return refuse(out, EVENT_OPENS_AFTER_CLOSE, "opens_local");
	if (in->seats_site == 0 && in->seats_remote == 0)
		return refuse(out, EVENT_NO_SEATS, "seats_site");
	if (in->programme_count > EVENT_PROGRAMME_MAX)
		return refuse(out, EVENT_TOO_MANY, "programme");
	if (in->decision_maker_count > EVENT_DECISION_MAKERS_MAX)
		return refuse(out, EVENT_TOO_MANY, "decision_makers");
	if (!project_shares_fit(in->payers, in->payer_count))
		return refuse(out, EVENT_BAD_PAYERS, "payers");
	for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++)
		if (event_image_alt_missing(in, lang)) {
			out->lang = lang;
			return refuse(out, EVENT_NO_IMAGE_ALT, "image_alt");
		}
	return true;
}

bool event_image_alt_missing(const struct event_input *in, enum lang lang)
{
	const struct event_text *text = &in->texts[lang];

	return (!str_empty(in->picture) || !str_empty(in->image_key)) && !str_empty(text->title) && str_empty(text->image_alt);
}

static bool take_picture(enum image_answer answer, struct event_outcome *out)
{
	switch (answer) {
	case IMAGE_DONE: return true;
	case IMAGE_NOT_ONE: return refuse(out, EVENT_NO_IMAGE, "picture");
	case IMAGE_TOO_LARGE: return refuse(out, EVENT_IMAGE_TOO_LARGE, "picture");
	case IMAGE_BUSY: return refuse(out, EVENT_IMAGE_BUSY, "picture");
	}
	BUG("answer %d", (int)answer);
}

/* ---- writing -------------------------------------------------------------------------------------------------------- */

struct saving {
	const struct event_input *in;
	struct times t;
	struct q_event_by_key_row old; /* id 0: a new event */
	int64_t id; /* of a new event */
	int64_t version, copied_from;
	bool with_picture;
	struct image_ready picture; /* stands with the event, or is purged */
	struct event before;
	struct event_outcome *out;
};

static struct opt_int id_or_null(int64_t id)
{
	return (struct opt_int){ id != 0, id };
}

static bool same_text(const struct event_text *a, const struct event_text *b)
{
	return str_eq(a->title, b->title) && str_eq(a->summary, b->summary) && str_eq(a->description, b->description) &&
	       str_eq(a->host_shows, b->host_shows) && str_eq(a->host_looks_for, b->host_looks_for) &&
	       str_eq(a->meeting_point, b->meeting_point) && str_eq(a->gate, b->gate) &&
	       str_eq(a->image_alt, b->image_alt);
}

static str image_key(const struct saving *s)
{
	return s->with_picture ? s->picture.key : s->in->image_key;
}

static str filled(str s)
{
	return str_is_null(s) ? S("") : s;
}

/* A text that did not change keeps its date, so that it does not look newer than its translations. */
static enum err write_texts(struct ctx *c, struct tx *tx, const struct saving *s)
{
	for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++) {
		const struct event_text *text = &s->in->texts[lang];

		if (str_empty(text->title)) {
			TRY(q_event_text_delete(c, tx, s->out->id, str_from(lang_code(lang))));
			continue;
		}
		if (s->old.id != 0 && !str_is_null(s->before.texts[lang].title) &&
		    same_text(text, &s->before.texts[lang]))
			continue;
		TRY(q_event_text_put(c, tx,
				     &(struct q_event_text_put_in){ .event = s->out->id,
								    .lang = str_from(lang_code(lang)),
								    .title = text->title,
								    .summary = filled(text->summary),
								    .description = filled(text->description),
								    .host_shows = filled(text->host_shows),
								    .host_looks_for = filled(text->host_looks_for),
								    .meeting_point = filled(text->meeting_point),
								    .gate = filled(text->gate),
								    .image_alt = filled(text->image_alt),
								    .now = c->now }));
	}
	return OK;
}

static enum err write_programme(struct ctx *c, struct tx *tx, const struct saving *s)
{
	TRY(q_programme_clear(c, tx, s->out->id));
	for (size_t i = 0; i < s->in->programme_count; i++) {
		const struct programme_item *item = &s->in->programme[i];
		int64_t id = ctx_id(c);

		TRY(q_programme_item_insert(c, tx, id, s->out->id, (int64_t)i, item->starts_time,
					    filled(item->speaker)));
		for (enum lang lang = LANG_FI; (int)lang < LANG_COUNT; lang++)
			if (!str_empty(item->title[lang]))
				TRY(q_programme_item_text_insert(c, tx, id, str_from(lang_code(lang)),
								 item->title[lang]));
	}
	return OK;
}

/* The row of the same person and address, which then is nobody else's. NULL: a new one. */
static struct q_decision_makers_row *take_same(struct q_decision_makers_row *rows, size_t count,
					       const struct decision_maker *d)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].id != 0 && str_eq(rows[i].kind, d->kind) && str_eq(rows[i].name, d->name) &&
		    str_eq(rows[i].email, d->email)) {
			rows[i].id = 0;
			return &rows[i];
		}
	return NULL;
}

/* Who stays keeps the answer and the link; whoever is new starts without. The rows are read here, since an answer may come
 * in at any time and is no change of the event's version. */
static enum err write_decision_makers(struct ctx *c, struct tx *tx, const struct saving *s)
{
	struct q_decision_makers_row *rows;
	size_t count;

	TRY(q_decision_makers(c, s->out->id, &rows, &count));
	TRY(q_decision_makers_clear(c, tx, s->out->id));
	for (size_t i = 0; i < s->in->decision_maker_count; i++) {
		const struct decision_maker *d = &s->in->decision_makers[i];
		struct q_decision_makers_row *old = take_same(rows, count, d), none = { 0 };

		if (old == NULL)
			old = &none;
		if (d->agreed && !old->agreed_utc.set && !str_empty(d->name)) {
			old->agreed_utc = (struct opt_int){ true, c->now };
			TRY(journal_note(c, tx, "decision_maker_agreed_told", "event", s->out->id, S("")));
		}
		TRY(q_decision_maker_insert(c, tx,
					    &(struct q_decision_maker_insert_in){ .id = ctx_id(c),
										  .event = s->out->id,
										  .position = (int64_t)i,
										  .kind = d->kind,
										  .name = d->name,
										  .email = d->email,
										  .agreed_utc = old->agreed_utc,
										  .refused_utc = old->refused_utc,
										  .asked_utc = old->asked_utc,
										  .ask_token_hash = old->ask_token_hash }));
	}
	return OK;
}

static enum err insert(struct ctx *c, struct tx *tx, struct saving *s)
{
	const struct event_input *in = s->in;

	s->out->id = s->id;
	s->out->key = ctx_key(c);
	return q_event_insert(c, tx,
			      &(struct q_event_insert_in){ .id = s->out->id,
							   .key = s->out->key,
							   .short_key = str_sub(ctx_key(c), 0, 8),
							   .series_id = id_or_null(in->series_id),
							   .kind = in->kind,
							   .host_id = id_or_null(in->host_id),
							   .source_lang = str_from(lang_code(in->source_lang)),
							   .zone = in->zone,
							   .starts_local = in->starts_local,
							   .ends_local = in->ends_local,
							   .starts_utc = s->t.starts,
							   .ends_utc = s->t.ends,
							   .opens_local = in->opens_local,
							   .opens_utc = s->t.opens,
							   .closes_local = in->closes_local,
							   .closes_utc = s->t.closes,
							   .publish_utc = s->t.publish,
							   .place_name = in->place_name,
							   .street = in->street,
							   .postcode = in->postcode,
							   .post_office = in->post_office,
							   .latitude = { in->has_point, in->latitude },
							   .longitude = { in->has_point, in->longitude },
							   .remote_link = in->remote_link,
							   .seats_site = in->seats_site,
							   .seats_remote = in->seats_remote,
							   .contact_name = in->contact_name,
							   .contact_title = in->contact_title,
							   .contact_phone = in->contact_phone,
							   .contact_email = in->contact_email,
							   .mail_from_name = in->mail_from_name,
							   .mail_reply_to = in->mail_reply_to,
							   .responsible_id = id_or_null(in->responsible_id),
							   .deputy_id = id_or_null(in->deputy_id),
							   .image_key = image_key(s),
							   .copied_from = id_or_null(s->copied_from),
							   .now = c->now });
}

/* Does the calendar entry of those signed up change? */
static bool plan_changed(const struct saving *s)
{
	const struct event_input *in = s->in;
	const struct q_event_by_key_row *old = &s->old;

	return s->t.starts != old->starts_utc || s->t.ends != old->ends_utc || !str_eq(in->zone, old->zone) ||
	       !str_eq(filled(in->place_name), filled(old->place_name)) ||
	       !str_eq(filled(in->street), filled(old->street)) ||
	       !str_eq(filled(in->post_office), filled(old->post_office)) ||
	       !str_eq(filled(in->remote_link), filled(old->remote_link));
}

static enum err update(struct ctx *c, struct tx *tx, struct saving *s)
{
	const struct event_input *in = s->in;
	int64_t changes;

	s->out->id = s->old.id;
	s->out->key = s->old.key;
	TRY(q_event_update(c, tx,
			   &(struct q_event_update_in){ .id = s->old.id,
							.version = s->version,
							.series_id = id_or_null(in->series_id),
							.kind = in->kind,
							.host_id = id_or_null(in->host_id),
							.source_lang = str_from(lang_code(in->source_lang)),
							.zone = in->zone,
							.starts_local = in->starts_local,
							.ends_local = in->ends_local,
							.starts_utc = s->t.starts,
							.ends_utc = s->t.ends,
							.opens_local = in->opens_local,
							.opens_utc = s->t.opens,
							.closes_local = in->closes_local,
							.closes_utc = s->t.closes,
							.publish_utc = s->t.publish,
							.place_name = in->place_name,
							.street = in->street,
							.postcode = in->postcode,
							.post_office = in->post_office,
							.latitude = { in->has_point, in->latitude },
							.longitude = { in->has_point, in->longitude },
							.remote_link = in->remote_link,
							.seats_site = in->seats_site,
							.seats_remote = in->seats_remote,
							.contact_name = in->contact_name,
							.contact_title = in->contact_title,
							.contact_phone = in->contact_phone,
							.contact_email = in->contact_email,
							.mail_from_name = in->mail_from_name,
							.mail_reply_to = in->mail_reply_to,
							.responsible_id = id_or_null(in->responsible_id),
							.deputy_id = id_or_null(in->deputy_id),
							.image_key = image_key(s),
							.sequence_step = plan_changed(s),
							.now = c->now },
			   &changes));
	if (changes == 0)
		s->out->refusal = EVENT_CHANGED_MEANWHILE;
	return OK;
}

/* Entries for the time line: one for each kind of change, with values that mean the same in all languages. */
static enum err note_changes(struct ctx *c, struct tx *tx, const struct saving *s)
{
	const struct event_input *in = s->in;
	const struct q_event_by_key_row *old = &s->old;
	bool time = !str_eq(in->starts_local, old->starts_local) || !str_eq(in->ends_local, old->ends_local) ||
		    !str_eq(in->zone, old->zone);
	bool place = !str_eq(in->place_name, old->place_name) || !str_eq(in->street, old->street) ||
		     !str_eq(in->post_office, old->post_office);
	bool seats = in->seats_site != old->seats_site || in->seats_remote != old->seats_remote;

	if (time)
		TRY(journal_note(c, tx, "event_time_changed", "event", old->id,
				 str_format(c->a, "%.*s \xe2\x86\x92 %.*s", STR_ARG(old->starts_local),
					    STR_ARG(in->starts_local))));
	if (place)
		TRY(journal_note(c, tx, "event_place_changed", "event", old->id, S("")));
	if (!str_eq(filled(in->remote_link), filled(old->remote_link)))
		TRY(journal_note(c, tx, "event_link_changed", "event", old->id, S("")));
	if (seats)
		TRY(journal_note(c, tx, "event_seats_changed", "event", old->id,
				 str_format(c->a, "%lld + %lld \xe2\x86\x92 %lld + %lld", (long long)old->seats_site,
					    (long long)old->seats_remote, (long long)in->seats_site,
					    (long long)in->seats_remote)));
	return time || place || seats ? OK : journal_note(c, tx, "event_changed", "event", old->id, S(""));
}

/* What the change sets going above this feature; after the commit, by jobs. */
static enum err tell(struct ctx *c, struct tx *tx, const struct saving *s)
{
	if (!str_eq(s->old.state, S("published")))
		return OK;
	if (s->in->seats_site > s->old.seats_site || s->in->seats_remote > s->old.seats_remote)
		TRY(job_add_now(c, tx, "event_seats_added", s->old.id));
	return plan_changed(s) ? job_add_now(c, tx, "event_changed", s->old.id) : OK;
}

static enum err save_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct saving *s = arg;

	s->out->refusal = EVENT_OK;
	TRY(s->old.id == 0 ? insert(c, tx, s) : update(c, tx, s));
	if (s->out->refusal != EVENT_OK)
		return OK;
	if (s->with_picture)
		TRY(image_complete(c, tx, &s->picture));
	if (!str_empty(s->old.image_key) && !str_eq(s->old.image_key, image_key(s)))
		TRY(image_delete(c, tx, s->old.image_key));
	TRY(write_texts(c, tx, s));
	TRY(write_programme(c, tx, s));
	TRY(write_decision_makers(c, tx, s));
	TRY(project_set_payers(c, tx, s->out->id, s->in->payers, s->in->payer_count));
	if (s->old.id == 0)
		return journal_note(c, tx, "event_created", "event", s->out->id, S(""));
	TRY(note_changes(c, tx, s));
	return tell(c, tx, s);
}

/* Checks, makes the picture ready, and writes. */
static enum err save(struct ctx *c, struct writer *w, struct saving *s)
{
	enum image_answer answer;

	if (!check(s->in, &s->t, s->out))
		return OK;
	/* The statement asks again; but nobody waits for a picture that is not saved. */
	if (s->old.id != 0 && s->version != s->old.version) {
		s->out->refusal = EVENT_CHANGED_MEANWHILE;
		return OK;
	}
	s->id = s->old.id == 0 ? ctx_id(c) : s->old.id;
	if (!str_empty(s->in->picture)) {
		TRY(image_prepare(c, w, s->in->picture, IMAGE_PICTURE, "event", s->id, &answer, &s->picture));
		s->with_picture = take_picture(answer, s->out);
		if (!s->with_picture)
			return OK;
	}
	return db_write(c, w, save_body, s);
}

enum err event_create(struct ctx *c, struct writer *w, const struct event_input *in, struct event_outcome *ret)
{
	struct saving s = { .in = in, .out = ret };

	return actor_is_coordinator(c->actor) ? save(c, w, &s) : ERR_FORBIDDEN;
}

/* The event, if the actor may change it. */
static enum err find_mine(struct ctx *c, str key, struct event *ret)
{
	TRY(event_find(c, key, ret));
	return event_runs(c, ret->row.id) ? OK : ERR_FORBIDDEN;
}

enum err event_save(struct ctx *c, struct writer *w, str key, int64_t version, const struct event_input *in,
		    struct event_outcome *ret)
{
	struct saving s = { .in = in, .out = ret, .version = version };

	*ret = (struct event_outcome){ 0 };
	TRY(find_mine(c, key, &s.before));
	s.old = s.before.row;
	return save(c, w, &s);
}

/* Which of two equal local times the event means, if any of its times exists twice. */
static enum event_fold fold_of(const struct zone *zone, const struct q_event_by_key_row *r)
{
	const str locals[] = { r->starts_local, r->ends_local, r->closes_local, r->opens_local };
	const int64_t instants[] = { r->starts_utc, r->ends_utc, r->closes_utc, r->opens_utc.v };

	for (size_t i = 0; i < sizeof locals / sizeof *locals; i++) {
		struct civil civil;
		int64_t first, second;

		if (time_read_local(locals[i], &civil) && zone_local_to_utc(zone, civil, &first, &second) == LOCAL_FOLD)
			return instants[i] == first ? FOLD_EARLIER : FOLD_LATER;
	}
	return FOLD_ASK;
}

/* What is derived from the zone: nothing when its data are not on this machine. */
static void add_zoned(struct ctx *c, const struct q_event_by_key_row *r, struct event_input *in)
{
	const struct zone *zone;

	in->publish_local = str_null;
	if (zone_find(r->zone, &zone) != OK)
		return;
	in->fold = fold_of(zone, r);
	if (r->publish_utc.set)
		in->publish_local = time_print_local(c->a, zone_utc_to_local(zone, r->publish_utc.v));
}

enum err event_input_from(struct ctx *c, const struct event *event, struct event_input *ret)
{
	const struct q_event_by_key_row *r = &event->row;
	struct payer_share *payers;
	enum lang source;

	INVARIANT(lang_from_code(r->source_lang, &source));
	*ret = (struct event_input){
		.kind = r->kind,
		.series_id = r->series_id.v,
		.host_id = r->host_id.v,
		.source_lang = source,
		.zone = r->zone,
		.starts_local = r->starts_local,
		.ends_local = r->ends_local,
		.closes_local = r->closes_local,
		.opens_local = r->opens_local,
		.place_name = r->place_name,
		.street = r->street,
		.postcode = r->postcode,
		.post_office = r->post_office,
		.has_point = r->latitude.set && r->longitude.set,
		.latitude = r->latitude.v,
		.longitude = r->longitude.v,
		.remote_link = r->remote_link,
		.seats_site = r->seats_site,
		.seats_remote = r->seats_remote,
		.contact_name = r->contact_name,
		.contact_title = r->contact_title,
		.contact_phone = r->contact_phone,
		.contact_email = r->contact_email,
		.mail_from_name = r->mail_from_name,
		.mail_reply_to = r->mail_reply_to,
		.responsible_id = r->responsible_id.v,
		.deputy_id = r->deputy_id.v,
		.image_key = r->image_key,
		.programme = event->programme,
		.programme_count = event->programme_count,
		.decision_makers = event->decision_makers,
		.decision_maker_count = event->decision_maker_count,
	};
	memcpy(ret->texts, event->texts, sizeof ret->texts);
	add_zoned(c, r, ret);
	TRY(project_shares(c, r->id, &payers, &ret->payer_count));
	ret->payers = payers;
	return OK;
}

enum err event_copy(struct ctx *c, struct writer *w, str key, struct event_outcome *ret)
{
	struct event event;
	struct event_input in;
	struct saving s = { .in = &in, .out = ret };

	if (!actor_is_coordinator(c->actor))
		return ERR_FORBIDDEN;
	TRY(event_find(c, key, &event));
	TRY(event_input_from(c, &event, &in));
	/* A yes to stand on one page is no yes for another. */
	for (size_t i = 0; i < event.decision_maker_count; i++)
		event.decision_makers[i].agreed = false;
	in.publish_local = str_null;
	s.copied_from = event.row.id;
	s.id = ctx_id(c);
	if (!check(&in, &s.t, ret))
		return OK;
	if (!str_empty(in.image_key)) {
		enum err e = image_prepare_copy(c, w, in.image_key, "event", s.id, &s.picture);

		if (e != OK && e != ERR_NOT_FOUND)
			return e;
		s.with_picture = e == OK;
		in.image_key = str_null;
	}
	return db_write(c, w, save_body, &s);
}
