{# Organisations: the page of one, the list of coordinators, adding and changing by hand. #}
{include "features/organisation/organisation_view.h"}
{include "web/page_parts.tpl.h"}

{template organisation_visits(const struct organisation_view *v)}
<section class="flow">
	<h2>{t "Company visits and other events as host"}</h2>
	{if v->visit_count == 0}
		<p>{t "No event has been published yet."}</p>
	{else}
		<ul class="items">
			{for const struct organisation_visit_view *e : v->visits, v->visit_count}
			<li><a href="/{lang_code(h->lang)}/events/{e->key}"{attr lang e->text_lang}{attr hreflang e->text_lang}>{e->title}</a>
				<span class="muted">{e->when}</span>
				{if e->coming} <span class="tag good">{t "Upcoming"}</span>{/if}</li>
			{/for}
		</ul>
	{/if}
</section>
{/template}

{template organisation_show(const struct organisation_view *v)}
{if v->unchecked && v->can_edit}
	{call notice(NOTICE_WARN, str_null, tr(h->lang, "A guest typed this organisation in a sign-up. Check the name and the business ID, and save."))}
{/if}
{if v->can_edit}
<p class="actions"><a class="button secondary compact" href="/{lang_code(h->lang)}/organisations/{v->key}/edit">{t "Edit"}</a></p>
{/if}
<article>
	<header class="page-head"><h1>{v->name}</h1>
		{if !str_empty(v->ended)}<p class="lead">{t "This organisation has ended: {date}" date=v->ended}</p>{/if}</header>
	<dl class="facts beside-value">
		<div><dt>{t "Kind"}</dt><dd>{v->kind}</dd></div>
		{if !str_empty(v->business_id)}<div><dt>{t "Business ID"}</dt><dd>{v->business_id}</dd></div>{/if}
		{if !str_empty(v->place)}<div><dt>{t "Municipality"}</dt><dd>{v->place}</dd></div>{/if}
		{if !str_empty(v->line)}<div><dt>{t "Line of business"}</dt><dd><span lang="fi">{v->line}</span> ({v->line_code})</dd></div>{/if}
		{if !str_empty(v->website_text)}<div><dt>{t "Website"}</dt><dd><a href="{v->website}" rel="noopener nofollow">{v->website_text}</a></dd></div>{/if}
		{if !str_empty(v->other_names)}<div><dt>{t "Also known as"}</dt><dd>{v->other_names}</dd></div>{/if}
		{if !str_empty(v->former_names)}<div><dt>{t "Formerly"}</dt><dd>{v->former_names}</dd></div>{/if}
	</dl>
	{call organisation_visits(v)}
	{if !str_empty(v->source_date)}
		<p class="muted small">{t "Company data: Finnish Patent and Registration Office (PRH), open data of {date}, licence CC BY 4.0; shortened." date=v->source_date}</p>
	{/if}
</article>
{/template}

{template organisation_table(const struct organisation_list_view *v)}
<div class="table-wrap" role="region" aria-label="{t "Organisations"}" tabindex="0">
<table class="stack">
	<thead><tr><th scope="col">{t "Name"}</th><th scope="col">{t "Business ID"}</th><th scope="col">{t "Municipality"}</th>
		<th scope="col">{t "Line of business"}</th></tr></thead>
	<tbody>
		{for const struct organisation_item_view *o : v->items, v->count}
			<tr><th scope="row"><a href="/{lang_code(h->lang)}/organisations/{o->key}">{o->name}</a>
					{if !str_empty(o->tag)} <span class="{o->tag_class}">{o->tag}</span>{/if}</th>
				<td data-label="{t "Business ID"}">{o->business_id}</td><td data-label="{t "Municipality"}">{o->place}</td>
				<td data-label="{t "Line of business"}" lang="fi">{o->line}</td></tr>
		{/for}
	</tbody>
</table></div>
{/template}

{template organisation_list(const struct organisation_list_view *v)}
<header class="page-head"><h1>{t "Organisations"}</h1></header>
{if v->can_edit}
<p class="actions"><a class="button" href="/{lang_code(h->lang)}/organisations/new"><span class="icon icon-plus" aria-hidden="true"></span>{t "New organisation"}</a></p>
{/if}
<form class="filters" method="get" action="/{lang_code(h->lang)}/organisations">
	<div class="field grow"><label for="q">{t "Search by name or business ID"}</label>
		<input type="search" id="q" name="q" value="{v->search}" maxlength="120"></div>
	<div class="choice"><input type="checkbox" id="typed" name="typed" value="1"{bool checked v->typed}>
		<label for="typed">{t "Only those that guests typed and nobody has checked"}</label></div>
	<div class="choice"><input type="checkbox" id="ended" name="ended" value="1"{bool checked v->ended_too}>
		<label for="ended">{t "Ended ones too"}</label></div>
	<button class="button secondary" type="submit">{t "Show"}</button>
</form>
{if v->count == 0}
	<p>{t "No organisation was found."}</p>
{else}
	{call organisation_table(v)}
	{call pager(&v->pager)}
{/if}
{/template}

{template organisation_edit(const struct organisation_edit_view *v)}
{call error_summary(v->errors, v->error_count)}
<header class="page-head"><h1>{if str_is_null(v->key)}{t "New organisation"}{else}{t "Edit the organisation"}{/if}</h1></header>
{wrap post_form(&v->form)}
	{call form_field(&v->name)}
	{call form_field(&v->business_id)}
	{call form_field(&v->kind)}
	{call form_field(&v->street)}
	{call form_field(&v->postcode)}
	{call form_field(&v->post_office)}
	{call form_field(&v->municipality)}
	{call form_field(&v->website)}
	<div class="actions"><button class="button">{t "Save"}</button>
		{if str_is_null(v->key)}<a class="button quiet" href="/{lang_code(h->lang)}/organisations">{t "Back"}</a>
		{else}<a class="button quiet" href="/{lang_code(h->lang)}/organisations/{v->key}">{t "Back"}</a>{/if}</div>
{/wrap}
{/template}
