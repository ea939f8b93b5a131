/* One's own pages: who I am and what I have signed up for; the browsers that are signed in. (/me/data: features/person.) */
#include "base/time.h"
#include "features/access/access_view.h"
#include "features/access/me.tpl.h"
#include "text/format.h"
#include "text/tr.h"

static enum err me_page(struct req *rq);
static enum err sign_ins_page(struct req *rq);
static enum err end_post(struct req *rq, struct writer *w);
static enum err end_all_post(struct req *rq, struct writer *w);

static const struct route routes[] = {
	GET_PAGE("/me", me_page, PERM_SIGNED_IN, QUICK),
	GET_PAGE("/me/sign-ins", sign_ins_page, PERM_SIGNED_IN, QUICK),
	POST_FORM("/me/sign-ins/{key}/end", end_post, PERM_SIGNED_IN, NULL),
	POST_FORM("/me/sign-ins/end-all", end_all_post, PERM_SIGNED_IN, NULL),
};
const struct route_table me_web_routes = ROUTE_TABLE(routes);

static str role_text(struct ctx *c, const struct access_role_held *r)
{
	str name = access_role_name(c->lang, r->role);

	return str_is_null(r->object_name) ? name : STR_CONCAT(c->a, name, S(": "), r->object_name);
}

static enum err fill_roles(struct ctx *c, struct me_view *v)
{
	const struct access_role_held *held;
	str *texts;

	TRY(access_roles(c, c->actor->account, &held, &v->role_count));
	texts = NEW_ARRAY(c->a, v->role_count, str);
	for (size_t i = 0; i < v->role_count; i++)
		texts[i] = role_text(c, &held[i]);
	v->roles = texts;
	return OK;
}

static struct my_sign_up_view sign_up_view(struct ctx *c, const struct access_sign_up *s)
{
	struct my_sign_up_view v = { .event_key = s->event_key, .title = s->title };
	struct civil starts;

	v.when = time_read_local(s->starts_local, &starts) ? format_when(c->a, c->lang, starts, CIVIL_NONE) : s->starts_local;
	if (str_eq_c(s->state, "confirmed")) {
		v.state = tr(c->lang, "Confirmed");
		v.tag = "tag good";
	} else if (str_eq_c(s->state, "waiting")) {
		v.state = tr(c->lang, "On the waiting list");
		v.tag = "tag warn";
	} else {
		v.state = tr(c->lang, "Cancelled");
		v.tag = "tag";
	}
	return v;
}

static enum err fill_sign_ups(struct ctx *c, struct me_view *v)
{
	const struct access_sign_up *rows;
	struct my_sign_up_view *views;

	TRY(access_sign_ups(c, &rows, &v->sign_up_count));
	views = NEW_ARRAY(c->a, v->sign_up_count, struct my_sign_up_view);
	for (size_t i = 0; i < v->sign_up_count; i++)
		views[i] = sign_up_view(c, &rows[i]);
	v->sign_ups = views;
	return OK;
}

static enum err me_page(struct req *rq)
{
	struct ctx *c = rq->c;
	struct me_view v = { .name = c->actor->name, .email = c->actor->email,
			     .administers = actor_has(c->actor, ROLE_ADMINISTRATOR, SCOPE_INSTANCE, 0) };
	struct page *page;

	TRY(fill_roles(c, &v));
	TRY(fill_sign_ups(c, &v));
	tpl_me(page_begin(rq, tr(c->lang, "My page"), &page), &v);
	return page_send(rq, 200);
}

static enum err sign_ins_page(struct req *rq)
{
	struct ctx *c = rq->c;
	const struct sign_in_row *rows;
	struct sign_in_row_view *views;
	struct sign_ins_view v = { .token = req_csrf(rq) };
	struct page *page;

	TRY(sign_in_rows(c, req_sign_in_hash(rq), &rows, &v.count));
	views = NEW_ARRAY(c->a, v.count, struct sign_in_row_view);
	for (size_t i = 0; i < v.count; i++)
		views[i] = (struct sign_in_row_view){ .key = rows[i].key, .browser = rows[i].browser, .current = rows[i].current,
						      .created = access_when(c, (struct opt_int){ true, rows[i].created }),
						      .seen = access_when(c, (struct opt_int){ true, rows[i].seen }) };
	v.rows = views;
	tpl_sign_ins(page_begin(rq, tr(c->lang, "My sign-ins"), &page), &v);
	return page_send(rq, 200);
}

static enum err end_post(struct req *rq, struct writer *w)
{
	TRY(sign_in_end(rq->c, w, req_path(rq, "key")));
	return reply_redirect(rq, S("/me/sign-ins"), tr(rq->c->lang, "The sign-in has ended."));
}

static enum err end_all_post(struct req *rq, struct writer *w)
{
	TRY(sign_in_end_all(rq->c, w));
	TRY(reply_redirect(rq, S("/sign-in"), tr(rq->c->lang, "All your sign-ins have ended.")));
	reply_sign_out(rq);
	return OK;
}
