{# The lists of events: upcoming, past, of a series; and the list that other sites show in a frame. #}
{include "features/event/event_view.h"}

{template event_items(const struct event_item_view *items, size_t count)}
<ul class="events">
	{for const struct event_item_view *e : items, count}
	<li>
		<p class="when">{e->date}<br>{e->clock}</p>
		<div><h2><a href="/{lang_code(h->lang)}/events/{e->key}"{attr lang e->text_lang}{attr hreflang e->text_lang}>{e->title}</a></h2>
			{if !str_empty(e->summary)}<p{attr lang e->text_lang}>{e->summary}</p>{/if}
			<p class="muted small">{e->place}</p></div>
		<p>{if !str_empty(e->tag)}<span class="{e->tag_class}">{e->tag}</span>{/if}</p>
	</li>
	{/for}
</ul>
{/template}

{template event_list(const struct event_list_view *v)}
<div class="page-head"><h1>{t "Events"}</h1></div>
<nav class="tabs" aria-label="{t "Which events"}"><ul class="row">
	<li>{if v->tab == EVENT_TAB_UPCOMING}<a href="/{lang_code(h->lang)}/events" aria-current="page">{t "Upcoming"}</a>{else}<a href="/{lang_code(h->lang)}/events">{t "Upcoming"}</a>{/if}</li>
	<li>{if v->tab == EVENT_TAB_PAST}<a href="/{lang_code(h->lang)}/events?state=past" aria-current="page">{t "Past"}</a>{else}<a href="/{lang_code(h->lang)}/events?state=past">{t "Past"}</a>{/if}</li>
	{if v->runs}<li>{if v->tab == EVENT_TAB_DRAFTS}<a href="/{lang_code(h->lang)}/events?state=draft" aria-current="page">{t "Drafts"}</a>{else}<a href="/{lang_code(h->lang)}/events?state=draft">{t "Drafts"}</a>{/if}</li>{/if}
	<li><a href="/{lang_code(h->lang)}/series">{t "Series"}</a></li>
</ul></nav>
{if v->runs}<p class="actions"><a class="button" href="/{lang_code(h->lang)}/events/new"><span class="icon icon-plus" aria-hidden="true"></span>{t "New event"}</a></p>{/if}
{if v->count == 0}
<p>{t "There is nothing here just now."}</p>
{else}
{call event_items(v->items, v->count)}
{/if}
{if !str_empty(v->next_url.s)}<nav class="pager" aria-label="{t "Pages"}"><a href="{v->next_url}">{t "More events"} <span class="icon icon-next" aria-hidden="true"></span></a></nav>{/if}
{/template}
