/* See user_command.h. */
#include "main/user_command.h"

#include "base/time.h"
#include "features/access/access.h"
#include "features/access/sign_in.h"
#include "text/lang.h"

/* What stands behind "talkoot user". */
struct user_args {
	str verb, email, role_word; /* role_word: third word of `role EMAIL ROLE` */
	str name, role, event, organisation, lang;
	bool revoke;
};

struct option {
	const char *flag;
	str *value;
};

static bool take_option(const struct option *o, const struct command_run *r, size_t *i)
{
	str arg = str_from(r->args[*i]), flag = str_cut(&arg, '=');

	if (!str_eq_c(flag, o->flag))
		return false;
	if (!str_is_null(arg)) {
		*o->value = arg;
	} else if (*i + 1 < r->arg_count) {
		*o->value = str_from(r->args[++*i]);
	} else {
		*o->value = S("");
	}
	return true;
}

static bool read_args(const struct command_run *r, struct user_args *ret, str *ret_why)
{
	const struct option options[] = { { "--name", &ret->name },   { "--role", &ret->role },
					  { "--event", &ret->event }, { "--organisation", &ret->organisation },
					  { "--lang", &ret->lang } };
	str *const words[] = { &ret->verb, &ret->email, &ret->role_word };
	size_t word = 0;

	*ret = (struct user_args){ .verb = str_null };
	for (size_t i = 0; i < r->arg_count; i++) {
		bool taken = false;

		for (size_t k = 0; k < sizeof options / sizeof *options && !taken; k++)
			taken = take_option(&options[k], r, &i);
		if (taken)
			continue;
		if (str_eq_c(S("--revoke"), r->args[i])) {
			ret->revoke = true;
		} else if (word < sizeof words / sizeof *words && !str_starts(str_from(r->args[i]), S("--"))) {
			*words[word++] = str_from(r->args[i]);
		} else {
			*ret_why = str_format(r->a, "\"%s\" is not understood; talkoot user --help tells more", r->args[i]);
			return false;
		}
	}
	return true;
}

static str result_words(enum access_result result)
{
	return result == ACCESS_DONE ? str_null : access_result_text(LANG_EN, result);
}

/* An error of the store or of a rule as exit status. */
static int failed(struct command_run *r, enum err e, str email, str *ret_why)
{
	*ret_why = e == ERR_NOT_FOUND ? str_format(r->a, "there is no user with the address %.*s", STR_ARG(email))
				      : str_format(r->a, "this did not work: %s", err_name(e));
	return 1;
}

static bool read_role(struct command_run *r, const struct user_args *args, str code, struct access_role_spec *ret, str *ret_why)
{
	*ret = (struct access_role_spec){ .scope = SCOPE_INSTANCE };
	if (!role_from_code(code, &ret->role)) {
		*ret_why = str_format(r->a, "\"%.*s\" is no role: administrator, coordinator, reader, helper, facilitator or representative",
				      STR_ARG(code));
		return false;
	}
	if (args->event.n > 0) {
		ret->scope = SCOPE_EVENT;
		ret->object = args->event;
	} else if (args->organisation.n > 0) {
		ret->scope = SCOPE_ORGANISATION;
		ret->object = args->organisation;
	}
	return true;
}

static int give(struct command_run *r, struct ctx *c, struct writer *w, const struct user_args *args, str code, str *ret_why)
{
	struct access_role_spec spec;
	struct access_account account;
	enum access_result result;
	enum err e;

	if (!read_role(r, args, code, &spec, ret_why))
		return 2;
	e = access_account_by_email(c, args->email, &account);
	if (e == OK)
		e = args->revoke ? access_revoke(c, w, account.key, &spec, &result) : access_grant(c, w, account.key, &spec, &result);
	if (e != OK)
		return failed(r, e, args->email, ret_why);
	*ret_why = result_words(result);
	return result == ACCESS_DONE || result == ACCESS_UNCHANGED ? 0 : 1;
}

static int add(struct command_run *r, struct ctx *c, struct writer *w, const struct user_args *args, struct buf *out, str *ret_why)
{
	struct access_new in = { .email = args->email, .name = args->name, .lang = c->lang };
	struct access_role_spec spec;
	enum access_result result;
	str key;
	enum err e;

	if (args->lang.n > 0 && !lang_from_code(args->lang, &in.lang)) {
		*ret_why = S("--lang is fi, sv or en");
		return 2;
	}
	if (args->role.n > 0 && !read_role(r, args, args->role, &spec, ret_why))
		return 2;
	e = access_add(c, w, &in, &key, &result);
	if (e != OK)
		return failed(r, e, args->email, ret_why);
	*ret_why = result_words(result);
	if (result != ACCESS_DONE)
		return 1;
	buf_format(out, "%.*s was added.\n", STR_ARG(args->email));
	return args->role.n > 0 ? give(r, c, w, args, args->role, ret_why) : 0;
}

static int link_for(struct command_run *r, struct ctx *c, struct writer *w, const struct user_args *args, struct buf *out, str *ret_why)
{
	struct access_account account;
	str path;
	enum err e = access_account_by_email(c, args->email, &account);

	if (e == OK)
		e = sign_in_command_link(c, w, args->email, &path);
	if (e != OK)
		return failed(r, e, args->email, ret_why);
	buf_format(out, "%.*s/%s%.*s\n", STR_ARG(r->settings->public_url), lang_code(account.lang), STR_ARG(path));
	return 0;
}

static enum err list_one(struct ctx *c, const struct access_account *a, struct buf *out)
{
	const struct access_role_held *held;
	size_t n;

	TRY(access_roles(c, a->id, &held, &n));
	buf_format(out, "%.*s\t%.*s\t", STR_ARG(a->email), STR_ARG(a->name));
	for (size_t i = 0; i < n; i++) {
		buf_format(out, "%s%s", i > 0 ? ", " : "", role_code(held[i].role));
		if (!str_is_null(held[i].object_key))
			buf_format(out, " %.*s", STR_ARG(held[i].object_key));
	}
	buf_format(out, "\t%.*s\n", STR_ARG(a->last_sign_in.set ? time_print_instant(c->a, a->last_sign_in.v) : S("-")));
	return OK;
}

static int list(struct command_run *r, struct ctx *c, struct buf *out, str *ret_why)
{
	const struct access_filter all = { .search = str_null };
	struct access_list page = { .next = str_null };
	enum err e;

	do {
		e = access_accounts(c, &all, page.next, &page);
		for (size_t i = 0; e == OK && i < page.count; i++)
			e = list_one(c, &page.accounts[i], out);
	} while (e == OK && !str_is_null(page.next));
	return e == OK ? 0 : failed(r, e, str_null, ret_why);
}

int user_command(struct command_run *r, struct ctx *c, struct writer *w, struct buf *out, str *ret_why)
{
	struct user_args args;

	*ret_why = str_null;
	if (!read_args(r, &args, ret_why))
		return 2;
	if (str_eq_c(args.verb, "list"))
		return list(r, c, out, ret_why);
	if (args.email.n > 0 && str_eq_c(args.verb, "add"))
		return add(r, c, w, &args, out, ret_why);
	if (args.role_word.n > 0 && str_eq_c(args.verb, "role"))
		return give(r, c, w, &args, args.role_word, ret_why);
	if (args.email.n > 0 && str_eq_c(args.verb, "link"))
		return link_for(r, c, w, &args, out, ret_why);
	*ret_why = S("say what to do: add EMAIL --name NAME, role EMAIL ROLE, list, or link EMAIL");
	return 2;
}
