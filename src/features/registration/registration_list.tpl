{# The list of sign-ups for those who run the event: figures, filters, rows, pages. Everything shown stands in the address. #}
{include "features/registration/registration_form.tpl.h"}
{include "features/registration/registration_view.h"}
{include "web/page_parts.tpl.h"}

{template list_filter(const struct list_filter_view *v)}
	<div class="field"><label for="filter-{v->name}">{v->label}</label>
		<select id="filter-{v->name}" name="{v->name}">
			{for const struct field_choice *c : v->choices, v->choice_count}<option value="{c->value}"{bool selected c->chosen}>{c->label}</option>{/for}
		</select></div>
{/template}

{template registration_row(const struct registration_list_view *v, const struct registration_row_view *r)}
	<tr>
		<th scope="row"><a href="/{lang_code(h->lang)}/registrations/{v->head.event_key}/{r->key}">{r->name}</a></th>
		<td data-label="{t "Company"}">{r->organisation}</td>
		<td data-label="{t "Job title"}">{r->job_title}</td>
		<td data-label="{t "State"}"><span class="{r->tag_class}">{r->state}</span>
			{if r->unconfirmed} <span class="tag info">{t "Address not confirmed"}</span>{/if}</td>
		{if v->both_ways}<td data-label="{t "Way"}">{r->mode}</td>{/if}
		<td class="num" data-label="{t "Signed up"}">{r->created}</td>
	</tr>
{/template}

{template registration_table(const struct registration_list_view *v)}
	<div class="table-wrap" role="region" aria-label="{t "Sign-ups"}" tabindex="0">
	<table class="stack">
		<thead><tr><th scope="col">{t "Name"}</th><th scope="col">{t "Company"}</th><th scope="col">{t "Job title"}</th>
			<th scope="col">{t "State"}</th>{if v->both_ways}<th scope="col">{t "Way"}</th>{/if}<th scope="col" class="num">{t "Signed up"}</th></tr></thead>
		<tbody>{for const struct registration_row_view *r : v->rows, v->row_count}{call registration_row(v, r)}{/for}</tbody>
	</table>
	</div>
{/template}

{template registration_list(const struct registration_list_view *v)}
	{call registration_head(&v->head, tr(h->lang, "Sign-ups"))}
	<ul class="figures" id="figures" data-live="{v->topic}">
		{for const struct figure_view *f : v->figures, v->figure_count}
			<li><a href="{f->url}"{if f->current} aria-current="true"{/if}><b>{f->count}</b><span>{f->label}</span></a></li>
		{/for}
	</ul>
	<p class="actions">
		<a class="button" href="/{lang_code(h->lang)}/registrations/{v->head.event_key}/add"><span class="icon icon-plus" aria-hidden="true"></span>{t "Add a person"}</a>
		<a class="button secondary" href="{v->mail_url}"><span class="icon icon-mail" aria-hidden="true"></span>{t "Write to these"}</a>
	</p>
	<form class="filters" method="get">
		<div class="field grow"><label for="filter-q">{t "Search name, company or mail"}</label>
			<input type="search" id="filter-q" name="q" maxlength="100" value="{v->words}"></div>
		{for const struct list_filter_view *f : v->filters, v->filter_count}{call list_filter(f)}{/for}
		<button class="button secondary" type="submit">{t "Show"}</button>
	</form>
	<div class="list-head"><p></p><p class="row">
		<a href="{v->csv_url}"><span class="icon icon-download" aria-hidden="true"></span> {"CSV"}</a>
		<a href="{v->xlsx_url}"><span class="icon icon-download" aria-hidden="true"></span> {"XLSX"}</a>
		<button class="button quiet" type="button" data-print hidden><span class="icon icon-print" aria-hidden="true"></span>{t "Print"}</button></p></div>
	<div id="rows" data-live="{v->topic}">
		{if v->row_count == 0}<p>{t "Nobody is here with these choices."}</p>{else}{call registration_table(v)}{/if}
	</div>
	{call pager(&v->pager)}
{/template}
