{# The public page of one event. First screen: what, who is the host, when, where, seats, until when, the button. #}
{include "features/event/event_view.h"}
{include "web/page_parts.tpl.h"}

{template event_answers(const struct event_view *v)}
<aside class="answers" aria-label="{t "Facts and sign-up"}">
	<dl class="facts with-icons">
		<div><dt><span class="icon icon-calendar" aria-hidden="true"></span><span class="word">{t "Time"}</span></dt>
			<dd><time datetime="{v->starts_iso}" data-zone="{v->row->zone}">{v->when}</time></dd></div>
		{if !str_empty(v->where)}
		<div><dt><span class="icon icon-place" aria-hidden="true"></span><span class="word">{t "Place"}</span></dt>
			<dd>{v->where}</dd>
			{if !str_empty(v->text->meeting_point)}<dd class="hint">{t "Meeting point: {place}" place=v->text->meeting_point}</dd>{/if}
			{if !str_empty(v->text->gate)}<dd class="hint">{t "Gate: {gate}" gate=v->text->gate}</dd>{/if}
			{if v->has_map}<dd class="hint"><a href="{v->map_url}">{t "Open the place on a map"}</a></dd>{/if}
		</div>
		{/if}
		{if !str_empty(v->host_name) || v->decision_maker_count > 0}
		<div><dt><span class="icon icon-company" aria-hidden="true"></span><span class="word">{t "Host"}</span></dt>
			{if !str_empty(v->host_name)}<dd><a href="/{lang_code(h->lang)}/organisations/{v->host_key}">{v->host_name}</a></dd>{/if}
			{if v->decision_maker_count > 0}<dd class="hint">{t "People who decide and will be there:"}
				<ul>{for const struct event_person_view *p : v->decision_makers, v->decision_maker_count}<li>{p->function}{if !str_empty(p->name)}: {p->name}{/if}</li>{/for}</ul></dd>{/if}
		</div>
		{/if}
		{for const struct event_seats_view *s : v->seats, v->seats_count}
		<div><dt><span class="icon icon-people" aria-hidden="true"></span><span class="word">{s->label}</span></dt>
			<dd><span class="num" id="seats-{s_i}" data-live="event:{v->row->key}">{s->text}</span></dd></div>
		{/for}
	</dl>
	{if v->can_sign_up}
	<p><a class="button big" href="/{lang_code(h->lang)}/registrations/{v->row->key}/new">{v->button}</a></p>
	{/if}
	{if !str_empty(v->status_text)}<p class="hint">{v->status_text}</p>{/if}
	{if v->can_sign_up}<p class="hint">{t "Taking part costs nothing, and no user account is needed."}</p>{/if}
</aside>
{/template}

{template event_show(const struct event_view *v)}
{if v->is_draft}
	{call notice(NOTICE_INFO, str_null, tr(h->lang, "This is a preview: the event is a draft that only its organisers see."))}
{/if}
{if v->is_cancelled}
	{call notice(NOTICE_ERROR, tr(h->lang, "This event was cancelled."), v->text->cancel_reason)}
{/if}
{if v->runs}
	<nav aria-label="{t "For organisers"}"><p class="actions">
		{if v->is_draft}<a class="button compact" href="/{lang_code(h->lang)}/events/{v->row->key}/publish">{t "Publish"}</a>{/if}
		<a class="button secondary compact" href="/{lang_code(h->lang)}/events/{v->row->key}/edit">{t "Edit"}</a>
		{if !v->is_draft}
			<a class="button secondary compact" href="/{lang_code(h->lang)}/registrations/{v->row->key}">{t "Sign-ups"}</a>
			<a class="button secondary compact" href="/{lang_code(h->lang)}/attendance/{v->row->key}">{t "At the door"}</a>
		{/if}
		{if v->is_published}
			<a class="button secondary compact" href="/{lang_code(h->lang)}/events/{v->row->key}/cancel">{t "Cancel the event"}</a>
		{/if}
		<a class="button quiet compact" href="/{lang_code(h->lang)}/events/{v->row->key}/history">{t "History and more"}</a>
	</p></nav>
{/if}
<article class="event">
	<header class="page-head">
		<h1{attr lang v->text_lang}>{v->text->title}</h1>
		{if !str_is_null(v->text_lang)}<p class="hint">{t "This text has not been translated yet."}</p>{/if}
	</header>
	{call event_answers(v)}
	<div class="sections"{attr lang v->text_lang}>
		<section class="prose">
			{if !str_empty(v->text->summary)}<p class="lead">{v->text->summary}</p>{/if}
			{if !str_empty(v->image.url.s)}<p class="picture"><img src="{v->image.url}"{if v->image.has_sizes} srcset="{v->image.small_url} {v->image.small_width}w, {v->image.url} {v->image.width}w, {v->image.large_url} {v->image.large_width}w" sizes="(min-width: 62rem) 40rem, 100vw"{/if}
				width="{v->image.width}" height="{v->image.height}" alt="{v->text->image_alt}" loading="lazy"></p>{/if}
			{html v->description}
			{if !str_empty(v->text->host_shows)}<h2>{t "What the host shows"}</h2>{html v->host_shows}{/if}
			{if !str_empty(v->text->host_looks_for)}<h2>{t "What the host looks for"}</h2>{html v->host_looks_for}{/if}
		</section>
		{if v->programme_count > 0}
		<section class="flow">
			<h2>{t "Programme"}</h2>
			<ol class="programme">
				{for const struct event_programme_view *p : v->programme, v->programme_count}
				<li>{if !str_empty(p->time)}<time>{p->time}</time>{/if}<div>{p->title}{if !str_empty(p->speaker)}<div class="muted small">{p->speaker}</div>{/if}</div></li>
				{/for}
			</ol>
		</section>
		{/if}
		{if !str_empty(v->row->contact_name)}
		<section class="flow">
			<h2>{t "Contact person"}</h2>
			<p>{v->row->contact_name}{if !str_empty(v->row->contact_title)}, {v->row->contact_title}{/if}
			{if !str_empty(v->row->contact_phone)}<br><a href="{v->contact_phone_url}">{v->row->contact_phone}</a>{/if}
			{if !str_empty(v->row->contact_email)}<br><a href="{v->contact_email_url}">{v->row->contact_email}</a>{/if}</p>
		</section>
		{/if}
		<section class="flow">
			<h2>{t "Keep and share"}</h2>
			<p class="actions">
				<a class="button secondary compact" href="/calendar/events/{v->row->key}/{lang_code(h->lang)}.ics"><span class="icon icon-calendar" aria-hidden="true"></span>{t "Add to calendar"}</a>
				<button class="button secondary compact" type="button" data-copy="{v->short_url}" data-copied="{t "Copied"}" hidden><span class="icon icon-copy" aria-hidden="true"></span><span data-copy-label>{t "Copy the link"}</span></button>
			</p>
		</section>
		{for const struct event_payer_view *p : v->payers, v->payer_count}
		<section class="flow payer">
			<p>{p->line}</p>
			{if !str_empty(p->number)}<p class="muted small">{p->name} ({p->number})</p>{/if}
			{if p->mark_count > 0}<p class="marks">{for const struct event_mark_view *m : p->marks, p->mark_count}<img src="{m->image.url}" width="{m->image.width}" height="{m->image.height}" alt="{m->alt}" loading="lazy">{/for}</p>{/if}
		</section>
		{/for}
	</div>
</article>
{/template}
