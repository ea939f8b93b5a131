{# Projects that pay: the list and the form. For coordinators. #}
{include "features/project/project_view.h"}
{include "web/page_parts.tpl.h"}

{template project_list(const struct project_list_view *v)}
	<header class="page-head">
		<h1>{t "Projects"}</h1>
		<p class="lead">{t "Publicly funded projects that pay for events. Their line and marks stand on the events' pages and mails."}</p>
	</header>
	<p class="actions"><a class="button" href="/{lang_code(h->lang)}/projects/new">
		<span class="icon icon-plus" aria-hidden="true"></span>{t "New project"}</a></p>
	{if v->count == 0}
		<p>{t "There is nothing here just now."}</p>
	{else}
		<div class="table-wrap" role="region" aria-label="{t "Projects"}" tabindex="0">
			<table class="stack">
				<thead><tr>
					<th scope="col">{t "Name"}</th><th scope="col">{t "Number"}</th><th scope="col">{t "Funder"}</th>
					<th scope="col">{t "Period"}</th><th scope="col" class="num">{t "Events"}</th>
				</tr></thead>
				<tbody>
					{for const struct project_item_view *p : v->items, v->count}
						<tr>
							<th scope="row"><a href="/{lang_code(h->lang)}/projects/{p->key}/edit">{p->name}</a></th>
							<td data-label="{t "Number"}">{p->number}</td>
							<td data-label="{t "Funder"}">{p->funder}</td>
							<td data-label="{t "Period"}">{p->period}</td>
							<td class="num" data-label="{t "Events"}">{p->events}</td>
						</tr>
					{/for}
				</tbody>
			</table>
		</div>
	{/if}
{/template}

{template project_mark(const struct project_mark_view *m)}
	<div class="group">
		<p class="marks"><img src="{m->image.url}" width="{m->image.width}" height="{m->image.height}" alt="{m->alt}"></p>
		<p class="hint">{m->alt}</p>
		<div class="row">
			{if !m->first}
				{wrap post_form(&m->raise)}<button class="button quiet compact" type="submit">{t "Put it one earlier"}<span class="visually-hidden">: {m->alt}</span></button>{/wrap}
			{/if}
			{wrap post_form(&m->remove)}<button class="button quiet compact" type="submit"><span class="icon icon-remove" aria-hidden="true"></span>{t "Remove"}<span class="visually-hidden">: {m->alt}</span></button>{/wrap}
		</div>
	</div>
{/template}

{template project_edit(const struct project_edit_view *v)}
	{call error_summary(v->errors, v->error_count)}
	<header class="page-head"><h1>{v->title}</h1></header>
	{wrap post_form(&v->form)}
		{for const struct field_view *f : v->fields, v->field_count}{call form_field(f)}{/for}
		<div class="actions">
			<button class="button" type="submit">{t "Save"}</button>
			<a class="button quiet" href="/{lang_code(h->lang)}/projects">{t "Back"}</a>
		</div>
	{/wrap}
	{if v->has_marks}
		<section class="flow" id="marks">
			<h2>{t "Marks of the funder"}</h2>
			<p class="hint">{t "They stand on the events' pages, posters and signature lists, in this order."}</p>
			{for const struct project_mark_view *m : v->marks, v->mark_count}{call project_mark(m)}{/for}
			{if v->may_add}
				<h3>{t "Add a mark"}</h3>
				{wrap post_form(&v->add)}
					{for const struct field_view *f : v->add_fields, v->add_field_count}{call form_field(f)}{/for}
					<div class="actions"><button class="button secondary" type="submit">{t "Add the mark"}</button></div>
				{/wrap}
			{/if}
		</section>
	{/if}
{/template}
