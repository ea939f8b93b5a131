{# One's own data: correct, download, withdraw a consent, erase. #}
{include "features/access/me.tpl.h"}
{include "features/person/person_view.h"}
{include "web/page_parts.tpl.h"}

{template my_data_consents(const struct my_data_view *v)}
<section class="flow">
	<h2>{t "What I have agreed to"}</h2>
	<ul class="items">
		{for const struct consent_row_view *r : v->consents, v->consent_count}
			<li><h3>{r->name}</h3>
				<p class="meta"><span>{if str_empty(r->event)}{t "In general"}{else}{r->event}{/if}</span><span>{r->when}</span>
					{if r->given}<span class="tag good">{t "Yes"}</span>{else}<span class="tag">{t "No"}</span>{/if}</p>
				{if r->given}
					<form method="post" action="/{lang_code(h->lang)}/me/data/withdraw">
						<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{v->token}">
						<input type="hidden" name="code" value="{r->code}">
						<input type="hidden" name="event"{attr value r->event_key}>
						<button class="button secondary compact">{t "Withdraw"}<span class="visually-hidden"> {r->name} {r->event}</span></button>
					</form>
				{/if}</li>
		{/for}
	</ul>
</section>
{/template}

{template my_data(const struct my_data_view *v)}
{call error_summary(v->f.errors, v->f.error_count)}
<header class="page-head"><h1>{t "My data"}</h1></header>
{call me_tabs("data")}
<section class="flow">
	<h2>{tc "verb" "Correct"}</h2>
	{if v->email_count > 0}
		<p>{t "E-mail"}: {for const str *e : v->emails, v->email_count}{if e_i > 0}, {/if}{*e}{/for}</p>
	{/if}
	{wrap post_form(&v->f.form)}
		{call form_field(&v->name)}
		{if v->person}{call form_field(&v->phone)}{/if}
		{call form_field(&v->lang)}
		<div class="actions"><button class="button">{t "Save"}</button></div>
	{/wrap}
</section>
{if v->consent_count > 0}{call my_data_consents(v)}{/if}
<section class="flow">
	<h2>{t "Download"}</h2>
	<p>{t "A file with all that is stored about you here, for you or for another service (JSON)."}</p>
	<p class="actions"><a class="button secondary" href="/{lang_code(h->lang)}/me/data/download"><span class="icon icon-download" aria-hidden="true"></span>{t "Download my data"}</a></p>
</section>
<section class="flow">
	<h2>{t "Erase"}</h2>
	<p>{t "You can have your data erased. The next page tells what goes and what stays."}</p>
	<p class="actions"><a class="button secondary" href="/{lang_code(h->lang)}/me/data/erase">{t "Erase my data"}</a></p>
</section>
{/template}

{template my_data_erase(const struct erase_view *v)}
{call error_summary(v->f.errors, v->f.error_count)}
<header class="page-head"><h1>{t "Erase my data"}</h1></header>
<h2>{t "What happens"}</h2>
<ul>
	<li>{t "You are signed out everywhere, and your account and its roles are removed."}</li>
	{if v->person}
		<li>{t "Your name, addresses, telephone number, jobs and messages are erased, also from past attendance lists."}</li>
		<li>{t "That a person without name took part in an event stays, so that the figures of past events add up."}</li>
		<li>{t "Signature lists on paper and reports that were given to a funder cannot be changed any more."}</li>
	{/if}
	<li>{t "This cannot be undone."}</li>
</ul>
{wrap post_form(&v->f.form)}
	{call form_field(&v->sure)}
	<div class="actions"><button class="button danger">{t "Erase my data"}</button>
		<a class="button quiet" href="/{lang_code(h->lang)}/me/data">{t "Back"}</a></div>
{/wrap}
{/template}
