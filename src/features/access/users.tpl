{# Users: the list, one user with roles, a new one, closing one. For administrators. #}
{include "features/access/access_view.h"}
{include "web/page_parts.tpl.h"}

{template users(const struct users_view *v)}
<header class="page-head"><h1>{t "Users"}</h1>
	<p class="lead">{t "People who can sign in. Nobody needs an account to sign up for an event."}</p></header>
<p class="actions"><a class="button" href="/{lang_code(h->lang)}/users/new"><span class="icon icon-plus" aria-hidden="true"></span>{t "New user"}</a></p>
<form class="filters" method="get" action="/{lang_code(h->lang)}/users">
	<div class="field grow"><label for="q">{t "Search by name or e-mail"}</label>
		<input type="search" id="q" name="q" value="{v->search}" maxlength="120"></div>
	<div class="field"><label for="role">{t "Role"}</label><select id="role" name="role">
		{for const struct field_choice *c : v->roles, v->role_count}
			<option value="{c->value}"{bool selected c->chosen}>{c->label}</option>
		{/for}
	</select></div>
	<div class="choice"><input type="checkbox" id="closed" name="closed" value="1"{bool checked v->closed}>
		<label for="closed">{t "Closed ones too"}</label></div>
	<button class="button secondary" type="submit">{tc "verb" "Show"}</button>
</form>
{if v->count == 0}
	<p>{t "No user was found."}</p>
{else}
	<div class="table-wrap" role="region" aria-label="{t "Users"}" tabindex="0">
	<table class="stack">
		<thead><tr><th scope="col">{t "Name"}</th><th scope="col">{t "E-mail"}</th><th scope="col" class="num">{t "Roles"}</th>
			<th scope="col">{t "Last sign-in"}</th></tr></thead>
		<tbody>
			{for const struct user_row_view *r : v->rows, v->count}
				<tr><th scope="row"><a href="/{lang_code(h->lang)}/users/{r->key}">
						{if r->closed}{t "Closed account"}{else}{r->name}{/if}</a></th>
					<td data-label="{t "E-mail"}">{r->email}</td><td class="num" data-label="{t "Roles"}">{r->roles}</td>
					<td data-label="{t "Last sign-in"}">{if str_empty(r->last_sign_in)}{t "Not yet"}{else}{r->last_sign_in}{/if}</td></tr>
			{/for}
		</tbody>
	</table></div>
	{call pager(&v->pager)}
{/if}
{/template}

{template user_new(const struct user_new_view *v)}
{call error_summary(v->f.errors, v->f.error_count)}
<header class="page-head"><h1>{t "New user"}</h1></header>
{wrap post_form(&v->f.form)}
	{call form_field(&v->email)}
	{call form_field(&v->name)}
	{call form_field(&v->lang)}
	<div class="actions"><button class="button">{t "Add the user"}</button>
		<a class="button quiet" href="/{lang_code(h->lang)}/users">{t "Back"}</a></div>
{/wrap}
{/template}

{template user_roles(const struct user_view *v)}
<section class="flow">
	<h2>{t "Roles"}</h2>
	{if v->role_count == 0}
		<p>{t "No roles: this user sees only their own sign-ups."}</p>
	{else}
		<div class="table-wrap" role="region" aria-label="{t "Roles"}" tabindex="0">
		<table class="stack">
			<thead><tr><th scope="col">{t "Role"}</th><th scope="col">{t "For"}</th><th scope="col">{t "Since"}</th>
				<th scope="col"><span class="visually-hidden">{t "Action"}</span></th></tr></thead>
			<tbody>
				{for const struct role_row_view *r : v->roles, v->role_count}
					<tr><th scope="row">{r->name}</th><td data-label="{t "For"}">{r->object}</td>
						<td data-label="{t "Since"}">{r->granted}</td>
						<td><form method="post" action="/{lang_code(h->lang)}/users/{v->key}/roles/remove">
							<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{v->token}">
							<input type="hidden" name="role" value="{r->role}">
							<input type="hidden" name="scope" value="{r->scope}">
							<input type="hidden" name="object"{attr value r->object_key}>
							<button class="button secondary compact">{t "Remove"}<span class="visually-hidden"> {r->name} {r->object}</span></button>
						</form></td></tr>
				{/for}
			</tbody>
		</table></div>
	{/if}
	{if str_is_null(v->closed)}
		{wrap post_form(&v->grant.form)}
			<fieldset class="group"><legend>{t "Give a role"}</legend>
				{call form_field(&v->role_field)}
				{call form_field(&v->object_field)}
				<div class="actions"><button class="button secondary">{t "Give the role"}</button></div>
			</fieldset>
		{/wrap}
	{/if}
</section>
{/template}

{template user(const struct user_view *v)}
{call error_summary(v->change.errors, v->change.error_count)}
{call error_summary(v->grant.errors, v->grant.error_count)}
<header class="page-head"><h1>{if str_is_null(v->closed)}{v->name}{else}{t "Closed account"}{/if}</h1></header>
<dl class="facts beside-value">
	{if !str_is_null(v->email)}<div><dt>{t "E-mail"}</dt><dd>{v->email}</dd></div>{/if}
	<div><dt>{t "Added"}</dt><dd>{v->created}</dd></div>
	<div><dt>{t "Last sign-in"}</dt><dd>{if str_empty(v->last_sign_in)}{t "Not yet"}{else}{v->last_sign_in}{/if}</dd></div>
	{if !str_is_null(v->closed)}<div><dt>{t "Closed"}</dt><dd>{v->closed}</dd></div>{/if}
</dl>
{call user_roles(v)}
{if str_is_null(v->closed)}
	<section class="flow">
		<h2>{t "Name and language"}</h2>
		{wrap post_form(&v->change.form)}
			{call form_field(&v->name_field)}
			{call form_field(&v->lang_field)}
			<div class="actions"><button class="button secondary">{t "Save"}</button></div>
		{/wrap}
	</section>
	<section class="flow">
		<h2>{t "Close the account"}</h2>
		<p>{t "All sign-ins end, and name, address and roles are removed."}</p>
		<p class="actions"><a class="button secondary" href="/{lang_code(h->lang)}/users/{v->key}/close">{t "Close the account"}</a></p>
	</section>
{/if}
{/template}

{template user_close(const struct user_close_view *v)}
{if !str_is_null(v->refused)}{call notice(NOTICE_ERROR, str_null, v->refused)}{/if}
<header class="page-head"><h1>{t "Close the account of {name}?" name=v->name}</h1></header>
<ul>
	<li>{t "{email} cannot sign in any more, and all sign-ins end at once." email=v->email}</li>
	<li>{t "Name, address and roles of the account are removed."}</li>
	<li>{t "Sign-ups and the history of changes stay."}</li>
	<li>{t "This cannot be undone. A new account for the same address can be added."}</li>
</ul>
{wrap post_form(&v->form)}
	<div class="actions"><button class="button danger">{t "Close the account"}</button>
		<a class="button quiet" href="/{lang_code(h->lang)}/users/{v->key}">{t "Back"}</a></div>
{/wrap}
{/template}
