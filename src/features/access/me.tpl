{# One's own page: who I am, my roles, my sign-ups; the browsers that are signed in. #}
{include "features/access/access_view.h"}
{include "web/page_parts.tpl.h"}

{template me_tabs(const char *at)}
<nav class="tabs" aria-label="{t "My pages"}"><ul class="row">
	<li><a href="/{lang_code(h->lang)}/me"{if strcmp(at, "me") == 0} aria-current="page"{/if}>{t "My page"}</a></li>
	<li><a href="/{lang_code(h->lang)}/me/data"{if strcmp(at, "data") == 0} aria-current="page"{/if}>{t "My data"}</a></li>
	<li><a href="/{lang_code(h->lang)}/me/sign-ins"{if strcmp(at, "sign-ins") == 0} aria-current="page"{/if}>{t "My sign-ins"}</a></li>
</ul></nav>
{/template}

{template me(const struct me_view *v)}
<header class="page-head"><h1>{t "My page"}</h1></header>
{call me_tabs("me")}
<dl class="facts beside-value">
	<div><dt>{t "Name"}</dt><dd>{v->name}</dd></div>
	<div><dt>{t "E-mail"}</dt><dd>{v->email}</dd></div>
	<div><dt>{t "Access"}</dt>
		{if v->role_count == 0}<dd>{t "My own sign-ups"}</dd>{/if}
		{for const str *r : v->roles, v->role_count}<dd>{*r}</dd>{/for}</div>
</dl>
{if v->administers}<p class="actions"><a class="button secondary" href="/{lang_code(h->lang)}/users">{t "Users"}</a></p>{/if}
<section class="flow">
	<h2>{t "My sign-ups"}</h2>
	{if v->sign_up_count == 0}
		<p>{t "You have not signed up for any event."} <a href="/{lang_code(h->lang)}/events">{t "See the events"}</a></p>
	{else}
		<ul class="items">
			{for const struct my_sign_up_view *s : v->sign_ups, v->sign_up_count}
				<li><h3><a href="/{lang_code(h->lang)}/events/{s->event_key}">{s->title}</a></h3>
					<p class="meta"><span>{s->when}</span><span class="{s->tag}">{s->state}</span></p></li>
			{/for}
		</ul>
		<p class="hint">{t "To change or cancel a sign-up, use the link in its confirmation mail."}</p>
	{/if}
</section>
{/template}

{template sign_ins(const struct sign_ins_view *v)}
<header class="page-head"><h1>{t "My sign-ins"}</h1>
	<p class="lead">{t "These browsers are signed in with your account. End those that you do not know or do not use any more."}</p></header>
{call me_tabs("sign-ins")}
<div class="table-wrap" role="region" aria-label="{t "My sign-ins"}" tabindex="0">
<table class="stack">
	<thead><tr><th scope="col">{t "Browser"}</th><th scope="col">{t "Signed in"}</th><th scope="col">{t "Last used"}</th>
		<th scope="col"><span class="visually-hidden">{t "Action"}</span></th></tr></thead>
	<tbody>
		{for const struct sign_in_row_view *r : v->rows, v->count}
			<tr><th scope="row">{if str_empty(r->browser)}{t "Unknown browser"}{else}{r->browser}{/if}
					{if r->current} <span class="tag good">{t "This one"}</span>{/if}</th>
				<td data-label="{t "Signed in"}">{r->created}</td><td data-label="{t "Last used"}">{r->seen}</td>
				<td><form method="post" action="/{lang_code(h->lang)}/me/sign-ins/{r->key}/end">
					<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{v->token}">
					<button class="button secondary compact">{tc "verb" "End"}<span class="visually-hidden"> {r->browser} {r->seen}</span></button>
				</form></td></tr>
		{/for}
	</tbody>
</table></div>
<form method="post" action="/{lang_code(h->lang)}/me/sign-ins/end-all">
	<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{v->token}">
	<p class="actions"><button class="button secondary">{t "End all, this one too"}</button></p>
</form>
<p class="hint">{t "A sign-in ends by itself when it has not been used for 30 days, and after 90 days at the latest."}</p>
{/template}
