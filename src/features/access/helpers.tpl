{# The helpers of one event: who checks in at the door. For those who run the event. #}
{include "features/access/access_view.h"}
{include "web/page_parts.tpl.h"}

{template helpers(const struct helpers_view *v)}
{call error_summary(v->f.errors, v->f.error_count)}
<header class="page-head"><h1>{t "Helpers"}</h1>
	<p class="lead"><a href="/{lang_code(h->lang)}/events/{v->event_key}">{v->event_title}</a></p>
	<p>{t "Helpers check people in at the door of this event. They see the list of those signed up, nothing else."}</p></header>
{if v->count == 0}
	<p>{t "There are no helpers yet."}</p>
{else}
	<ul class="items">
		{for const struct helper_row_view *r : v->rows, v->count}
			<li><h3>{r->name}</h3><p class="meta"><span>{r->email}</span></p>
				<form method="post" action="/{lang_code(h->lang)}/events/{v->event_key}/helpers/{r->key}/remove">
					<input type="hidden" name="{FORM_TOKEN_FIELD}" value="{v->token}">
					<button class="button secondary compact">{t "Remove"}<span class="visually-hidden"> {r->name}</span></button>
				</form></li>
		{/for}
	</ul>
{/if}
{wrap post_form(&v->f.form)}
	<fieldset class="group"><legend>{t "New helper"}</legend>
		{call form_field(&v->email)}
		{call form_field(&v->name)}
		<div class="actions"><button class="button secondary">{t "Add the helper"}</button></div>
	</fieldset>
{/wrap}
<p class="hint">{t "A helper signs in with a link by mail, on the page “Sign in”."}</p>
{/template}
