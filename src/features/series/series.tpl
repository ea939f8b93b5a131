{# Series: the list, one with its events, and the form. #}
{include "features/event/event_list.tpl.h"}
{include "features/series/series_view.h"}
{include "web/page_parts.tpl.h"}

{template series_list(const struct series_list_view *v)}
	<header class="page-head"><h1>{t "Series"}</h1></header>
	<nav class="tabs" aria-label="{t "Which events"}">
		<ul class="row">
			<li><a href="/{lang_code(h->lang)}/events">{t "Upcoming"}</a></li>
			<li><a href="/{lang_code(h->lang)}/events?state=past">{t "Past"}</a></li>
			<li><a href="/{lang_code(h->lang)}/series" aria-current="page">{t "Series"}</a></li>
		</ul>
	</nav>
	{if v->runs}
		<p class="actions"><a class="button" href="/{lang_code(h->lang)}/series/new">
			<span class="icon icon-plus" aria-hidden="true"></span>{t "New series"}</a></p>
	{/if}
	{if v->count == 0}
		<p>{t "There is nothing here just now."}</p>
	{else}
		<ul class="cards">
			{for const struct series_item_view *s : v->items, v->count}
				<li class="card">
					<h2><a href="/{lang_code(h->lang)}/series/{s->key}"{attr lang s->text_lang}>{s->title}</a></h2>
					{if !str_empty(s->summary)}<p{attr lang s->text_lang}>{s->summary}</p>{/if}
					<p class="muted small">{s->count}</p>
					{if !str_empty(s->tag)}<p><span class="tag">{s->tag}</span></p>{/if}
				</li>
			{/for}
		</ul>
	{/if}
{/template}

{template series_page(const struct series_page_view *v)}
	{if v->is_draft}{call notice(NOTICE_INFO, str_null, tr(h->lang, "This series is a draft that only coordinators see."))}{/if}
	{if v->runs}
		<p class="actions"><a class="button secondary compact" href="/{lang_code(h->lang)}/series/{v->key}/edit">{t "Edit"}</a></p>
	{/if}
	<header class="page-head">
		<h1{attr lang v->text_lang}>{v->text->title}</h1>
		{if !str_empty(v->text->summary)}<p class="lead"{attr lang v->text_lang}>{v->text->summary}</p>{/if}
		{if !str_is_null(v->text_lang)}<p class="hint">{t "This text has not been translated yet."}</p>{/if}
	</header>
	{if !str_empty(v->description.s)}<div class="prose"{attr lang v->text_lang}>{html v->description}</div>{/if}
	<section class="flow">
		<h2>{t "Upcoming events"}</h2>
		{if v->coming_count == 0}
			<p>{t "There is nothing here just now."}</p>
		{else}
			{call event_items(v->coming, v->coming_count)}
		{/if}
	</section>
	{if v->past_count > 0}
		<section class="flow">
			<h2>{t "Past events"}</h2>
			{call event_items(v->past, v->past_count)}
			{if !str_empty(v->more_past.s)}<p><a href="{v->more_past}">{t "All past events of this series"}</a></p>{/if}
		</section>
	{/if}
{/template}

{template series_edit(const struct series_edit_view *v)}
	{call error_summary(v->errors, v->error_count)}
	<header class="page-head"><h1>{v->title}</h1></header>
	{wrap post_form(&v->form)}
		{call form_field(&v->state)}
		{call form_field(&v->source_lang)}
		{for const struct series_language_view *l : v->languages, v->language_count}
			<section class="flow">
				<h2>{l->legend}</h2>
				{call form_field(&l->title)}
				{call form_field(&l->summary)}
				{call form_field(&l->description)}
			</section>
		{/for}
		<div class="actions">
			<button class="button" type="submit">{t "Save"}</button>
			<a class="button quiet" href="{v->back}">{t "Back"}</a>
		</div>
	{/wrap}
{/template}
