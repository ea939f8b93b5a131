/* Organisations: those of sign-ups, suggestions while typing, the page's data, changes by hand. */
#include "features/organisation/organisation.h"

#include "base/business_id.h"
#include "features/organisation/municipality.h"
#include "store/journal.h"
#include "text/fold.h"
#include "text/lang.h"

/* ---- of a sign-up --------------------------------------------------------------------------------------------------- */

struct typed {
	str name, business_id, fold; /* business_id normal or str_null */
};

/* Of those with the same name the one that is meant; 0: none. */
static enum err find_by_name(struct ctx *c, const struct typed *t, int64_t *ret_id)
{
	struct q_organisations_of_name_row *rows;
	size_t count, fitting = 0;
	int64_t oldest_typed = 0, last = 0;

	*ret_id = 0;
	if (str_empty(t->fold))
		return OK;
	TRY(q_organisations_of_name(c, t->fold, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		bool has_id = !str_is_null(rows[i].business_id), is_typed = str_eq_c(rows[i].source, "typed");

		if (has_id && !str_is_null(t->business_id))
			continue; /* by its ID it would have been found already: this one has another */
		fitting++;
		last = rows[i].id;
		if (is_typed && !has_id && oldest_typed == 0)
			oldest_typed = last;
	}
	*ret_id = fitting == 1 ? last : oldest_typed;
	return OK;
}

static enum err find_by_id(struct ctx *c, str business_id, int64_t *ret_id, str *ret_name)
{
	struct q_organisation_by_business_id_row row;
	bool found;

	*ret_id = 0;
	TRY(q_organisation_by_business_id(c, business_id, &found, &row));
	if (found) {
		*ret_id = row.id;
		if (str_empty(*ret_name))
			*ret_name = row.name;
	}
	return OK;
}

static enum err make_typed(struct ctx *c, struct tx *tx, const struct typed *t, str kind, int64_t *ret_id)
{
	int64_t id = ctx_id(c), changes;
	str name = str_empty(t->name) ? t->business_id : t->name;

	TRY(q_organisation_insert(c, tx, &(struct q_organisation_insert_in){
		.id = id, .key = ctx_key(c), .business_id = t->business_id, .name = name, .name_fold = text_fold(c->a, name),
		.name_sort = text_sort_key(c->a, name), .kind = str_is_null(kind) ? S("company") : kind, .source = S("typed"),
		.now = c->now }, &changes));
	*ret_id = changes == 0 ? 0 : id;
	return OK;
}

enum err organisation_for_sign_up(struct ctx *c, struct tx *tx, str key, str name, str business_id, str kind, int64_t *ret_id,
				  str *ret_name)
{
	struct typed t = { .name = str_is_null(name) ? S("") : str_trim(name), .business_id = str_null };

	*ret_id = 0;
	if (!str_empty(key)) {
		struct q_organisation_by_key_row row;
		bool found;

		TRY(q_organisation_by_key(c, key, &found, &row));
		if (!found)
			return ERR_NOT_FOUND;
		*ret_id = row.id;
		*ret_name = row.name;
		return OK;
	}
	if (!str_empty(business_id))
		t.business_id = business_id_normal(c->a, business_id);
	t.fold = text_fold(c->a, t.name);
	*ret_name = t.name;
	if (!str_is_null(t.business_id))
		TRY(find_by_id(c, t.business_id, ret_id, ret_name));
	if (*ret_id == 0 && !str_empty(t.name)) {
		int64_t changes;

		TRY(find_by_name(c, &t, ret_id));
		if (*ret_id != 0 && !str_is_null(t.business_id))
			TRY(q_organisation_add_business_id(c, tx, *ret_id, t.business_id, c->now, &changes));
	}
	if (*ret_id == 0 && (!str_empty(t.name) || !str_is_null(t.business_id))) {
		TRY(make_typed(c, tx, &t, kind, ret_id));
		if (*ret_id == 0) /* another sign-up made it just now */
			TRY(find_by_id(c, t.business_id, ret_id, ret_name));
	}
	if (str_empty(*ret_name) && *ret_id != 0)
		*ret_name = t.business_id;
	return OK;
}

/* ---- suggestions ---------------------------------------------------------------------------------------------------- */

/* Behind everything that begins with s, in byte order: the last code point there is. */
static str behind(struct arena *a, str s) { return STR_CONCAT(a, s, S("\xf4\x8f\xbf\xbf")); }

struct candidate {
	struct organisation_suggestion s;
	int rank; /* smaller is better */
};

struct candidates {
	struct candidate v[6 * 3 * ORGANISATION_SUGGESTIONS_MAX];
	size_t n;
};

/* The three statements give rows alike, but each its own type. */
#define ADD_ALL(all, rows, count, ended_, wanted)                                                                             \
	for (size_t i_ = 0; i_ < (count); i_++)                                                                               \
		add_candidate((all), (struct organisation_suggestion){ .id = (rows)[i_].id, .key = (rows)[i_].key,            \
			.name = (rows)[i_].name, .business_id = (rows)[i_].business_id, .municipality = (rows)[i_].municipality, \
			.post_office = (rows)[i_].post_office, .ended = (ended_) }, str_eq((rows)[i_].found, (wanted)))

static void add_candidate(struct candidates *all, struct organisation_suggestion s, bool same)
{
	int rank = (same ? 0 : 2) + s.ended;

	for (size_t i = 0; i < all->n; i++) {
		if (all->v[i].s.id == s.id) {
			if (rank < all->v[i].rank)
				all->v[i].rank = rank;
			return;
		}
	}
	if (all->n < sizeof all->v / sizeof *all->v)
		all->v[all->n++] = (struct candidate){ .s = s, .rank = rank };
}

/* Stable, so that names keep the database's order within a rank; a few dozens at most. */
static void sort_candidates(struct candidates *all)
{
	for (size_t i = 1; i < all->n; i++) {
		struct candidate x = all->v[i];
		size_t at = i;

		for (; at > 0 && all->v[at - 1].rank > x.rank; at--)
			all->v[at] = all->v[at - 1];
		all->v[at] = x;
	}
}

/* "fi 01120" -> "01120", "01120389" -> "0112038-9"; str_null when it cannot begin a business ID (fewer than three digits,
 * more than eight, something else between). */
static str business_id_start(struct arena *a, str typed)
{
	char digits[9];
	size_t n = 0;
	str whole = business_id_normal(a, typed);

	if (!str_is_null(whole))
		return whole;
	typed = str_trim(typed);
	if (typed.n >= 2 && str_eq_nocase(str_sub(typed, 0, 2), S("FI")))
		typed = str_trim(str_sub(typed, 2, typed.n));
	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == ' ' || typed.p[i] == '-')
			continue;
		if (typed.p[i] < '0' || typed.p[i] > '9' || n == 8)
			return str_null;
		digits[n++] = typed.p[i];
	}
	if (n < 3)
		return str_null;
	return n <= 7 ? str_copy(a, str_make(digits, n)) : str_format(a, "%.7s-%c", digits, digits[7]);
}

enum err organisation_suggest(struct ctx *c, str typed, struct organisation_suggestion **ret, size_t *ret_count)
{
	enum { EACH = 3 * ORGANISATION_SUGGESTIONS_MAX }; /* further names of one organisation may stand side by side */
	str fold = text_fold(c->a, typed), id = str_is_null(typed) ? str_null : business_id_start(c->a, typed);
	struct candidates *all = NEW(c->a, struct candidates);

	*ret_count = 0;
	*ret = NULL;
	if (str_is_null(fold) || (str_points(fold) < 2 && str_is_null(id)))
		return OK;
	for (int ended = 0; ended <= 1 && (ended == 0 || all->n < ORGANISATION_SUGGESTIONS_MAX); ended++) {
		struct q_organisations_starting_row *named;
		struct q_organisations_starting_otherwise_row *also;
		struct q_organisations_of_business_id_start_row *numbered;
		size_t n;

		if (!str_is_null(id)) {
			TRY(q_organisations_of_business_id_start(c, id, behind(c->a, id), ended, EACH, &numbered, &n));
			ADD_ALL(all, numbered, n, ended, id);
		}
		if (str_points(fold) < 2)
			continue;
		TRY(q_organisations_starting(c, fold, behind(c->a, fold), ended, EACH, &named, &n));
		ADD_ALL(all, named, n, ended, fold);
		TRY(q_organisations_starting_otherwise(c, fold, behind(c->a, fold), ended, EACH, &also, &n));
		ADD_ALL(all, also, n, ended, fold);
	}
	sort_candidates(all);
	*ret_count = all->n < ORGANISATION_SUGGESTIONS_MAX ? all->n : ORGANISATION_SUGGESTIONS_MAX;
	*ret = NEW_ARRAY(c->a, *ret_count, struct organisation_suggestion);
	for (size_t i = 0; i < *ret_count; i++)
		(*ret)[i] = all->v[i].s;
	return OK;
}

/* ---- the pages ------------------------------------------------------------------------------------------------------ */

static bool sees_all(const struct ctx *c)
{
	return actor_is_coordinator(c->actor) || actor_has(c->actor, ROLE_READER, SCOPE_INSTANCE, 0);
}

enum err organisation_find(struct ctx *c, str key, struct organisation *ret)
{
	struct organisation o = { 0 };
	bool found;

	TRY(q_organisation_by_key(c, key, &found, &o.row));
	if (!found)
		return ERR_NOT_FOUND;
	TRY(q_organisation_visits(c, o.row.id, str_from(lang_code(c->lang)), &o.visits, &o.visit_count));
	if (str_eq_c(o.row.source, "typed") && o.visit_count == 0 && !sees_all(c))
		return ERR_NOT_FOUND;
	TRY(q_organisation_names(c, o.row.id, &o.names, &o.name_count));
	*ret = o;
	return OK;
}

enum err organisation_search(struct ctx *c, const struct organisation_query *query, struct q_organisation_list_result *ret)
{
	struct q_organisation_list_filter filter = { .by_typed = query->typed, .by_active = !query->ended_too };
	struct list_page page = { .order = Q_ORGANISATION_LIST_BY_NAME, .cursor = query->cursor };
	str fold = text_fold(c->a, query->search);

	if (!sees_all(c))
		return ERR_FORBIDDEN;
	filter.business_id = str_is_null(query->search) ? str_null : business_id_normal(c->a, query->search);
	filter.by_business_id = !str_is_null(filter.business_id);
	filter.by_named = !filter.by_business_id && !str_empty(fold);
	if (filter.by_named)
		filter.pattern = STR_CONCAT(c->a, S("% "), fold, S("%"));
	return q_organisation_list(c, &filter, &page, ret);
}

/* ---- by hand -------------------------------------------------------------------------------------------------------- */

struct saving {
	const struct organisation_input *in;
	enum organisation_refusal *refusal;
	str wanted, key; /* wanted: str_null for a new one; key: of the result */
};

static enum err insert_by_hand(struct ctx *c, struct tx *tx, struct saving *s)
{
	const struct organisation_input *in = s->in;
	int64_t id = ctx_id(c), changes;

	s->key = ctx_key(c);
	TRY(q_organisation_insert(c, tx, &(struct q_organisation_insert_in){
		.id = id, .key = s->key, .business_id = in->business_id, .name = in->name, .name_fold = text_fold(c->a, in->name),
		.name_sort = text_sort_key(c->a, in->name), .kind = in->kind, .street = in->street, .postcode = in->postcode,
		.post_office = in->post_office, .municipality = in->municipality, .website = in->website, .source = S("import"),
		.now = c->now }, &changes));
	if (changes == 0)
		return ERR_CONFLICT;
	return journal_note(c, tx, "organisation_created", "organisation", id, str_null);
}

static enum err update_by_hand(struct ctx *c, struct tx *tx, struct saving *s, const struct q_organisation_by_key_row *old)
{
	const struct organisation_input *in = s->in;
	bool renamed = !str_eq(old->name, in->name);
	int64_t changes;

	if (renamed && str_eq_c(old->source, "register"))
		TRY(q_organisation_name_put(c, tx, &(struct q_organisation_name_put_in){
			.id = ctx_id(c), .organisation = old->id, .kind = S("parallel"), .name = old->name,
			.name_fold = text_fold(c->a, old->name), .from_date = old->registered_on, .to_date = str_null }));
	TRY(q_organisation_update(c, tx, &(struct q_organisation_update_in){
		.id = old->id, .business_id = in->business_id, .name = in->name, .name_fold = text_fold(c->a, in->name),
		.name_sort = text_sort_key(c->a, in->name), .kind = in->kind, .form = old->form, .street = in->street,
		.postcode = in->postcode, .post_office = in->post_office, .municipality = in->municipality, .tol_scheme = old->tol_scheme,
		.tol_code = old->tol_code, .tol_name = old->tol_name, .website = in->website, .registered_on = old->registered_on,
		.ended_on = old->ended_on, .source = S("import"), .source_date = old->source_date, .now = c->now }, &changes));
	return journal_note(c, tx, renamed ? "organisation_renamed" : "organisation_changed", "organisation", old->id, str_null);
}

static enum err refuse(struct saving *s, enum organisation_refusal why, str key)
{
	*s->refusal = why;
	s->key = key;
	return ERR_INVALID; /* undoes the body; organisation_save makes an answer of it */
}

static enum err save_body(struct ctx *c, struct tx *tx, void *arg)
{
	struct saving *s = arg;
	struct q_organisation_by_key_row old = { 0 };
	struct q_organisation_by_business_id_row other;
	bool found;

	*s->refusal = ORGANISATION_OK;
	s->key = s->wanted;
	if (!str_is_null(s->wanted)) {
		TRY(q_organisation_by_key(c, s->wanted, &found, &old));
		if (!found)
			return ERR_NOT_FOUND;
		if (!str_is_null(old.source_date) && !str_eq(old.business_id, s->in->business_id))
			return refuse(s, ORGANISATION_ID_FROM_REGISTER, s->wanted);
	}
	if (!str_is_null(s->in->business_id)) {
		TRY(q_organisation_by_business_id(c, s->in->business_id, &found, &other));
		if (found && other.id != old.id)
			return refuse(s, ORGANISATION_ID_TAKEN, other.key);
	}
	return str_is_null(s->wanted) ? insert_by_hand(c, tx, s) : update_by_hand(c, tx, s, &old);
}

enum err organisation_save(struct ctx *c, struct writer *w, str key, const struct organisation_input *in,
			   enum organisation_refusal *ret, str *ret_key)
{
	struct saving s = { .in = in, .refusal = ret, .wanted = key, .key = key };
	enum err e;

	if (!actor_is_coordinator(c->actor))
		return ERR_FORBIDDEN;
	*ret = ORGANISATION_OK;
	*ret_key = key;
	if (str_empty(text_fold(c->a, in->name)))
		*ret = ORGANISATION_NAME_EMPTY;
	else if (!str_is_null(in->municipality) && str_is_null(municipality_name(LANG_FI, in->municipality)))
		*ret = ORGANISATION_MUNICIPALITY_WRONG;
	if (*ret != ORGANISATION_OK)
		return OK;
	e = db_write(c, w, save_body, &s);
	*ret_key = s.key;
	return *ret != ORGANISATION_OK ? OK : e;
}
