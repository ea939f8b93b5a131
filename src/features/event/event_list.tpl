{# The lists of events: upcoming, past, drafts; of a series; and the list that other sites show in a frame. #}
{include "features/event/event_view.h"}
{include "web/page_parts.tpl.h"}

{# In a frame the links leave it. #}
{template event_items(const struct event_item_view *items, size_t count)}
<ul class="events">
	{for const struct event_item_view *e : items, count}
	<li>
		<p class="when">{e->date}<br><span class="nowrap">{e->clock}</span></p>
		<div>
			<h2><a href="/{lang_code(h->lang)}/events/{e->key}"{attr lang e->text_lang}{attr hreflang e->text_lang}
				{attr target page_of(h)->embed ? "_top" : NULL}>{e->title}</a></h2>
			{if !str_empty(e->summary)}<p{attr lang e->text_lang}>{e->summary}</p>{/if}
			{if !str_empty(e->place)}<p class="muted small">{e->place}</p>{/if}
		</div>
		<p>{if !str_empty(e->tag)}<span class="{e->tag_class}">{e->tag}</span>{/if}</p>
	</li>
	{/for}
</ul>
{/template}

{template event_list(const struct event_list_view *v)}
<header class="page-head"><h1>{t "Events"}</h1></header>
<nav class="tabs" aria-label="{t "Which events"}">
	<ul class="row">
		{for const struct event_tab_view *tab : v->tabs, v->tab_count}
			<li><a href="{tab->url}"{attr aria-current tab->current ? "page" : NULL}>{tab->text}</a></li>
		{/for}
	</ul>
</nav>
{if v->runs}
	<p class="actions"><a class="button" href="/{lang_code(h->lang)}/events/new">
		<span class="icon icon-plus" aria-hidden="true"></span>{t "New event"}</a></p>
{/if}
{if v->count == 0}
	<p>{t "There is nothing here just now."}</p>
{else}
	{call event_items(v->items, v->count)}
{/if}
{call pager(&v->pager)}
<p class="hint"><a href="/calendar/{lang_code(h->lang)}/events.ics">
	<span class="icon icon-calendar" aria-hidden="true"></span> {t "All events as a calendar that keeps itself up to date"}</a></p>
{/template}

{template event_embed(const struct event_list_view *v)}
<h1 class="visually-hidden">{t "Upcoming events"}</h1>
{if v->count == 0}
	<p>{t "There is nothing here just now."}</p>
{else}
	{call event_items(v->items, v->count)}
{/if}
{/template}
