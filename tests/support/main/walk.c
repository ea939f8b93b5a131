/* The region of the walks, and the addresses in it. */
#include "support/main/walk.h"

#include "features/access/access.h"
#include "features/access/sign_in.h"
#include "features/organisation/organisation.h"
#include "features/project/project.h"
#include "harness.h"
#include "main/job_runner.h"
#include "store/migrate.h"
#include "web/live.h"
#include "web/router.h"

const char *const walk_role_names[WALK_ROLES] = {
	"nobody", "participant", "representative of A", "helper of A", "facilitator of A", "reader", "coordinator of A",
	"coordinator", "administrator",
};
const char *const walk_person_mark[WALK_SIDES] = { "alfasalainen", "beetasalainen" };

/* ---- the region ----------------------------------------------------------------------------------------------------- */

static int64_t id_of(struct walk *w, const char *table, str key)
{
	test_ctx_renew(&w->web.store, w->c);
	return test_number(w->c, str_c(w->c->a, str_format(w->c->a, "SELECT id FROM %s WHERE key = '%.*s'", table, STR_ARG(key))));
}

static str add_account(struct walk *w, const char *who, const char *mark)
{
	enum access_result result;
	struct arena *a = w->web.a;
	str key, name = str_format(a, "%s %s", who, mark), email = str_format(a, "%s@%s.example", who, mark);

	assert_ok(access_add(w->c, test_writer(&w->web.store), &(struct access_new){ email, name, LANG_EN }, &key, &result));
	assert_int_equal(result, ACCESS_DONE);
	return str_copy(a, key);
}

static void sign_up(struct walk *w, int side, const char *who, str event_key)
{
	struct arena *a = w->web.a;
	str name = str_format(a, "%s %s", who, walk_person_mark[side]);
	str email = str_format(a, "%s@%s.example", who, walk_person_mark[side]);

	test_sign_up(&w->web.store, w->c, event_key, str_c(a, name), str_c(a, email), SEAT_SITE, NULL);
	test_ctx_renew(&w->web.store, w->c);
	w->c->actor = &actor_system;
	w->c->lang = LANG_EN;
}

/* One browser that is signed in, and one that has asked for a link. */
static void sign_in_somebody(struct walk *w, int side)
{
	struct writer *writer = test_writer(&w->web.store);
	struct sign_in_browser browser = { .secret = S("a browser's secret"), .user_agent = S("Firefox/128 (Android)") };
	struct sign_in_new in;
	str email = str_format(w->web.a, "person@%s.example", walk_person_mark[side]), path;

	(void)add_account(w, "person", walk_person_mark[side]);
	assert_ok(sign_in_command_link(w->c, writer, email, &path));
	path = str_sub(path, sizeof "/sign-in/" - 1, path.n);
	assert_ok(sign_in_with_link(w->c, writer, path, &browser, &in));
	assert_int_equal(in.result, SIGN_IN_DONE);
	assert_ok(sign_in_ask(w->c, writer, &(struct sign_in_ask){ email, S("a browser's secret"), str_null }));
}

static struct event_input visit(struct walk *w, int side, const struct walk_side *s, struct decision_maker *decides)
{
	struct event_input in = test_event_input(2, 5);

	*decides = (struct decision_maker){ .kind = S("purchasing"),
					    .name = str_format(w->web.a, "Boss %s", walk_person_mark[side]),
					    .email = str_format(w->web.a, "boss@%s.example", walk_person_mark[side]) };
	in.host_id = s->organisation;
	in.decision_makers = decides;
	in.decision_maker_count = 1;
	return in;
}

static void make_project(struct walk *w, int side)
{
	struct project_input project = { .name = str_format(w->web.a, "Project %d", side), .register_number = S("54/2026"),
					 .funder = S("Funder"), .starts_on = S("2026-01-01"), .ends_on = S("2027-12-31") };
	enum project_refusal refusal;
	str key;

	project.line[LANG_FI] = S("Hanke maksaa");
	assert_ok(project_save(w->c, test_writer(&w->web.store), str_null, &project, &refusal, &key));
	assert_int_equal(refusal, PROJECT_OK);
	test_exec(&w->web.store, str_c(w->web.a, str_format(w->web.a,
		"INSERT INTO series (id, key, source_lang, created_utc, updated_utc) VALUES (%d, 'series%dkey', 'fi', 1, 1);"
		"INSERT INTO series_text (series_id, lang, title, updated_utc) VALUES (%d, 'fi', 'Sarja', 1);",
		side + 1, side, side + 1)));
}

static void make_side(struct walk *w, int side)
{
	struct walk_side *s = &w->sides[side];
	struct writer *writer = test_writer(&w->web.store);
	struct organisation_input host = { .name = str_format(w->web.a, "Konepaja %d Oy", side), .kind = S("company"),
					   .business_id = side == WALK_A ? S("9990001-6") : S("9990002-4") };
	enum organisation_refusal refusal;
	struct decision_maker decides;
	struct event_outcome out;
	struct event_input in;

	test_ctx_renew(&w->web.store, w->c);
	assert_ok(organisation_save(w->c, writer, str_null, &host, &refusal, &s->organisation_key));
	assert_int_equal(refusal, ORGANISATION_OK);
	s->organisation_key = str_copy(w->web.a, s->organisation_key);
	s->organisation = id_of(w, "organisation", s->organisation_key);
	in = visit(w, side, s, &decides);
	assert_ok(event_create(w->c, writer, &in, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	s->event = out.id;
	s->event_key = str_copy(w->web.a, out.key);
	assert_ok(event_create(w->c, writer, &in, &out));
	s->draft = out.id;
	s->draft_key = str_copy(w->web.a, out.key);
	test_ctx_renew(&w->web.store, w->c);
	assert_ok(event_publish(w->c, writer, s->event_key, &out));
	assert_int_equal(out.refusal, EVENT_OK);
	make_project(w, side);
	sign_up(w, side, "first", s->event_key);
	sign_up(w, side, "second", s->event_key);
	sign_up(w, side, "waiting", s->event_key);
	sign_in_somebody(w, side);
	test_run_jobs(&w->web.store, w->c, all_job_tables, all_job_tables_count);
	test_ctx_renew(&w->web.store, w->c);
}

/* ---- who asks ------------------------------------------------------------------------------------------------------- */

static void give(struct walk *w, enum walk_role who, enum access_role role, enum role_scope scope, int64_t id)
{
	struct actor *actor = &w->actors[who];

	assert_true(actor->grant_count < WALK_GRANTS);
	w->grants[who][actor->grant_count++] = (struct role_grant){ role, scope, id };
	actor->grants = w->grants[who];
}

static void make_actors(struct walk *w)
{
	static const char *const names[] = { "", "participant", "company", "helper", "facilitator", "reader", "runner",
					     "coordinator", "administrator" };
	const struct walk_side *a = &w->sides[WALK_A];

	test_ctx_renew(&w->web.store, w->c);
	for (int i = WALK_PARTICIPANT; i < WALK_ROLES; i++) {
		str key = add_account(w, names[i], "walk");

		w->actors[i].account = id_of(w, "account", key);
		w->actors[i].name = str_from(names[i]);
		w->actors[i].email = str_format(w->web.a, "%s@walk.example", names[i]);
	}
	give(w, WALK_REPRESENTATIVE, ROLE_REPRESENTATIVE, SCOPE_ORGANISATION, a->organisation);
	give(w, WALK_HELPER, ROLE_HELPER, SCOPE_EVENT, a->event);
	give(w, WALK_HELPER, ROLE_HELPER, SCOPE_EVENT, a->draft);
	give(w, WALK_FACILITATOR, ROLE_FACILITATOR, SCOPE_EVENT, a->event);
	give(w, WALK_FACILITATOR, ROLE_FACILITATOR, SCOPE_EVENT, a->draft);
	give(w, WALK_READER, ROLE_READER, SCOPE_INSTANCE, 0);
	give(w, WALK_EVENT_COORDINATOR, ROLE_COORDINATOR, SCOPE_EVENT, a->event);
	give(w, WALK_EVENT_COORDINATOR, ROLE_COORDINATOR, SCOPE_EVENT, a->draft);
	give(w, WALK_COORDINATOR, ROLE_COORDINATOR, SCOPE_INSTANCE, 0);
	give(w, WALK_ADMINISTRATOR, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0);
}

void walk_as(struct walk *w, enum walk_role role)
{
	if (role == WALK_NOBODY)
		as_nobody(&w->web);
	else
		as_actor(&w->web, &w->actors[role]);
}

void walk_forget(struct walk *w)
{
	for (size_t i = 0; i < w->web.reply_count; i++)
		arena_free(w->web.replies[i]->a);
	w->web.reply_count = 0;
}

/* ---- candidates ----------------------------------------------------------------------------------------------------- */

/* "sign-ins" and "sign_in" are the same word. */
static str word_of(struct arena *a, str s)
{
	char *copy = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		copy[i] = s.p[i] == '-' ? '_' : s.p[i];
	return str_make(copy, s.n > 1 && copy[s.n - 1] == 's' ? s.n - 1 : s.n);
}

static void add_candidate(struct walk *w, int side, str value, str hint, str hint2)
{
	if (value.n < 2 || value.n > 200 || str_find(value, '{') < value.n)
		return;
	hint = word_of(w->web.a, hint);
	for (size_t i = 0; i < w->candidate_count; i++)
		if (str_eq(w->candidates[i].value, value) && (w->candidates[i].side < side || str_eq(w->candidates[i].hint, hint)))
			return;
	assert_true(w->candidate_count < WALK_CANDIDATES);
	w->candidates[w->candidate_count++] = (struct walk_candidate){ side, str_copy(w->web.a, value), hint,
								       word_of(w->web.a, hint2) };
}

/* Every column key or x_key of every table, read from the migrations. */
static void add_keys(struct walk *w, int side, str script)
{
	str table = S("");

	while (script.n > 0) {
		str line = str_trim(str_cut(&script, '\n')), column;

		if (str_starts(line, S("CREATE TABLE "))) {
			str rest = str_sub(line, 13, line.n);

			table = str_cut(&rest, ' ');
			continue;
		}
		column = str_cut(&line, ' ');
		if (!str_starts(line, S("TEXT")) || str_find_str(column, S("key")) + 3 != column.n || str_eq_c(table, "idempotency_key"))
			continue;
		test_ctx_renew(&w->web.store, w->c);
		str values = test_texts(w->c, str_c(w->c->a, str_format(w->c->a, "SELECT %.*s FROM %.*s WHERE %.*s IS NOT NULL",
									STR_ARG(column), STR_ARG(table), STR_ARG(column))));
		while (values.n > 0)
			add_candidate(w, side, str_cut(&values, '\n'), table, str_sub(column, 0, str_find(column, '_')));
	}
}

/* The segments of all addresses in a text, each with the word before it. */
static void add_addresses(struct walk *w, int side, str text)
{
	static const char *const starts[] = { "href=\"/", "action=\"/", "src=\"/", "http://localhost:8080/", "http://127.0.0.1:8080/" };

	for (size_t k = 0; k < sizeof starts / sizeof *starts; k++) {
		str rest = text, start = str_from(starts[k]), before = S("");

		for (;;) {
			size_t at = str_find_str(rest, start), end = 0;
			str path;

			if (at >= rest.n)
				break;
			rest = str_sub(rest, at + start.n, rest.n);
			while (end < rest.n && strchr("\"'<> \r\n\t?#)&;", rest.p[end]) == NULL)
				end++;
			path = str_sub(rest, 0, end);
			before = S("");
			while (path.n > 0) {
				str segment = str_cut(&path, '/'), plain = str_sub(segment, 0, str_find(segment, '.'));

				add_candidate(w, side, segment, before, S(""));
				if (plain.n < segment.n)
					add_candidate(w, side, plain, before, S(""));
				before = segment;
			}
		}
	}
}

static void add_all_keys(struct walk *w, int side)
{
	for (size_t i = 0; migrations[i].name != NULL; i++)
		add_keys(w, side, str_from(migrations[i].sql));
	test_ctx_renew(&w->web.store, w->c);
	add_addresses(w, side, test_mails(w->c));
}

/* Pages without {names}, as the administrator sees them. */
static void add_pages(struct walk *w, int side)
{
	walk_as(w, WALK_ADMINISTRATOR);
	for (size_t i = 0; i < w->route_count; i++) {
		struct walk_route *r = &w->routes[i];

		if (r->route->get == NULL || (r->named && !r->found[side]))
			continue;
		add_addresses(w, side, get(&w->web, str_c(w->web.a, r->target[side]))->body);
		walk_forget(w);
	}
}

/* ---- addresses of routes -------------------------------------------------------------------------------------------- */

struct path_name {
	str name, before; /* the word before it in the pattern */
	size_t start, end; /* of "{name}" in the pattern */
};

static size_t names_of(struct arena *a, str pattern, struct path_name names[ROUTER_NAMES])
{
	size_t count = 0;

	for (size_t i = 0; i < pattern.n; i++) {
		size_t from = i, slash;

		if (pattern.p[i] != '{')
			continue;
		while (pattern.p[i] != '}')
			i++;
		slash = from - 1;
		while (slash > 0 && pattern.p[slash - 1] != '/')
			slash--;
		assert_true(count < ROUTER_NAMES);
		names[count++] = (struct path_name){ .name = word_of(a, str_sub(pattern, from + 1, i - from - 1)), .start = from, .end = i + 1,
						     .before = word_of(a, str_sub(pattern, slash, from - 1 - slash)) };
	}
	return count;
}

static str fill(struct walk *w, const struct route *route, const struct path_name *names, const str *values, size_t count)
{
	str pattern = str_from(route->path), out = route->bare ? S("") : S("/en");
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		out = STR_CONCAT(w->web.a, out, str_sub(pattern, at, names[i].start - at), values[i]);
		at = names[i].end;
	}
	out = STR_CONCAT(w->web.a, out, str_sub(pattern, at, pattern.n));
	return str_eq_c(out, "/en/") ? S("/en") : out;
}

/* What a beginning "/events/{key}" was filled with in a route that answered. */
static str value_of_beginning(const struct walk *w, int side, str beginning)
{
	for (size_t i = 0; i < w->route_count; i++) {
		const struct walk_route *r = &w->routes[i];
		str pattern = str_from(r->route->path), rest = r->target[side], last = S("");
		size_t slashes = r->route->bare ? 0 : 1;

		if (!r->found[side] || !str_starts(pattern, beginning) || r->route->get == NULL)
			continue;
		for (size_t k = 0; k < beginning.n; k++)
			slashes += beginning.p[k] == '/';
		for (size_t k = 0; k <= slashes; k++)
			last = str_cut(&rest, '/');
		return last;
	}
	return str_null;
}

static int score(const struct walk_candidate *c, const struct path_name *name)
{
	if (str_eq(c->hint, name->before))
		return 3;
	return str_eq(c->hint, name->name) || str_eq(c->hint2, name->name) ? 2 : 0;
}

/* The least role that sees what the route shows of everything on that side. */
static enum walk_role least_role(enum permission p, int side)
{
	switch (p) {
	case PERM_PUBLIC: case PERM_LINK: return WALK_NOBODY;
	case PERM_HELPER: return side == WALK_A ? WALK_HELPER : WALK_COORDINATOR; /* helpers see no drafts */
	case PERM_READER: return WALK_READER;
	case PERM_ADMINISTRATOR: return WALK_ADMINISTRATOR;
	default: return WALK_COORDINATOR;
	}
}

static bool answers(struct walk *w, const struct route *route, int side, str target, int *ret_status)
{
	walk_as(w, least_role(route->permission, side));
	*ret_status = get(&w->web, str_c(w->web.a, target))->status;
	walk_forget(w);
	return *ret_status < 400;
}

/* Tries the candidates for the names from `at` on, best ones first. */
static bool search(struct walk *w, struct walk_route *r, int side, const struct path_name *names, size_t count, str *values,
		   size_t at)
{
	if (at == count) {
		r->target[side] = fill(w, r->route, names, values, count);
		return answers(w, r->route, side, r->target[side], &r->status[side]);
	}
	if (str_eq_c(names[at].name, "lang")) {
		values[at] = S("en");
		return search(w, r, side, names, count, values, at + 1);
	}
	for (int wanted = 3; wanted >= (count == 1 ? 0 : 2); wanted--)
		for (size_t i = 0; i < w->candidate_count; i++) {
			const struct walk_candidate *c = &w->candidates[i];

			if (c->side != side || score(c, &names[at]) != wanted)
				continue;
			values[at] = c->value;
			if (search(w, r, side, names, count, values, at + 1))
				return true;
		}
	return false;
}

/* The best candidate without trying: for routes that only act and share no beginning with a page. */
static str guess(const struct walk *w, int side, const struct path_name *name)
{
	str best = str_null;
	int best_score = 1;

	for (size_t i = 0; i < w->candidate_count; i++)
		if (w->candidates[i].side == side && score(&w->candidates[i], name) > best_score) {
			best = w->candidates[i].value;
			best_score = score(&w->candidates[i], name);
		}
	return best;
}

/* A form acts on what its own page shows. */
static bool as_its_page(const struct walk *w, struct walk_route *r, int side)
{
	for (size_t i = 0; i < w->route_count; i++) {
		const struct walk_route *page = &w->routes[i];

		if (page->route->get == NULL || !page->found[side] || strcmp(page->route->path, r->route->path) != 0)
			continue;
		r->target[side] = page->target[side];
		r->named = page->named;
		return r->found[side] = true;
	}
	return false;
}

static void find_address(struct walk *w, struct walk_route *r, int side)
{
	struct path_name names[ROUTER_NAMES];
	str values[ROUTER_NAMES], pattern = str_from(r->route->path);
	size_t count = names_of(w->web.a, pattern, names);
	bool all = true;

	if (r->route->get == NULL && as_its_page(w, r, side))
		return;
	r->named = count > 0;
	for (size_t i = 0; i < count; i++) {
		values[i] = value_of_beginning(w, side, str_sub(pattern, 0, names[i].end));
		if (str_is_null(values[i]) && r->route->get == NULL)
			values[i] = guess(w, side, &names[i]);
		if (str_is_null(values[i])) {
			all = false;
			values[i] = S("nothing0here");
		}
	}
	r->target[side] = fill(w, r->route, names, values, count);
	if (r->route->get == NULL) {
		r->found[side] = all;
		return;
	}
	r->found[side] = answers(w, r->route, side, r->target[side], &r->status[side]) ||
			 (count > 0 && search(w, r, side, names, count, values, 0));
	if (!r->found[side]) {
		for (size_t i = 0; i < count; i++)
			values[i] = S("nothing0here");
		r->target[side] = fill(w, r->route, names, values, count);
		(void)answers(w, r->route, side, r->target[side], &r->status[side]);
	}
}

static size_t names_in(const struct route *route)
{
	size_t n = 0;

	for (const char *p = route->path; *p != '\0'; p++)
		n += *p == '{';
	return n;
}

/* Pages before what only acts; short addresses before the long ones that begin with them. */
static void find_addresses(struct walk *w, int side)
{
	for (size_t names = 0; names < ROUTER_NAMES; names++)
		for (size_t i = 0; i < w->route_count; i++)
			if (w->routes[i].route->get != NULL && names_in(w->routes[i].route) == names)
				find_address(w, &w->routes[i], side);
	for (size_t i = 0; i < w->route_count; i++)
		if (w->routes[i].route->get == NULL)
			find_address(w, &w->routes[i], side);
}

static void find_side(struct walk *w, int side)
{
	add_all_keys(w, side);
	for (int round = 0; round < 2; round++) {
		find_addresses(w, side);
		add_pages(w, side);
	}
	find_addresses(w, side);
}

/* ---- all of it ------------------------------------------------------------------------------------------------------ */

static void list_routes(struct walk *w)
{
	for (size_t i = 0; i < all_route_tables_count; i++)
		for (size_t k = 0; k < all_route_tables[i]->count; k++) {
			assert_true(w->route_count < WALK_ROUTES);
			w->routes[w->route_count++].route = &all_route_tables[i]->routes[k];
		}
}

static struct live *hub;

static void with_hub(struct web_options *o)
{
	o->live = hub;
}

void walk_open(struct walk *w)
{
	static struct random random;

	memset(w, 0, sizeof *w);
	random = random_system();
	hub = live_start(&random, 100);
	assert_non_null(hub);
	test_web_open_with(&w->web, all_route_tables, all_route_tables_count, with_hub);
	w->c = test_ctx(&w->web.store);
	list_routes(w);
	make_side(w, WALK_A);
	make_actors(w);
	find_side(w, WALK_A);
	make_side(w, WALK_B);
	find_side(w, WALK_B);
	for (size_t i = 0; i < w->route_count; i++)
		for (int side = 0; side < WALK_SIDES; side++)
			if (!w->routes[i].found[side])
				printf("# %s %s: nothing of %c answers there (%d)\n", w->routes[i].route->method,
				       w->routes[i].route->path, 'A' + side, w->routes[i].status[side]);
}

void walk_close(struct walk *w)
{
	test_web_close(&w->web);
	live_stop(hub);
}

str walk_fingerprint(struct walk *w)
{
	str sql = S("SELECT ''");

	test_ctx_renew(&w->web.store, w->c);
	for (size_t i = 0; migrations[i].name != NULL; i++) {
		str script = str_from(migrations[i].sql);

		while (script.n > 0) {
			str line = str_cut(&script, '\n');

			if (!str_starts(line, S("CREATE TABLE ")))
				continue;
			line = str_sub(line, 13, line.n);
			sql = STR_CONCAT(w->c->a, sql, S(" || ' ' || (SELECT COUNT(*) FROM "), str_cut(&line, ' '), S(")"));
		}
	}
	return str_copy(w->web.a, test_texts(w->c, str_c(w->c->a, sql)));
}
