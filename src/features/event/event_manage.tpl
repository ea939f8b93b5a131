{# Pages by which an event changes its state, its time line, and the decision-maker's answer. #}
{include "features/event/event_manage.h"}
{include "web/page_parts.tpl.h"}

{template event_step(const struct event_step_view *v)}
	{call error_summary(v->errors, v->error_count)}
	<header class="page-head">
		<h1>{v->title}</h1>
		<p><a href="/{lang_code(h->lang)}/events/{v->event_key}">{v->event_title}</a>, {v->when}</p>
	</header>
	{for const str *p : v->words, v->word_count}<p>{*p}</p>{/for}
	{if v->warning_count > 0}
		<div class="notice warn">
			<span class="icon icon-warn" aria-hidden="true"></span>
			<div><h2>{v->warnings_title}</h2>
				<ul>{for const str *w : v->warnings, v->warning_count}<li>{*w}</li>{/for}</ul></div>
		</div>
	{/if}
	{wrap post_form(&v->form)}
		{for const struct field_view *f : v->fields, v->field_count}{call form_field(f)}{/for}
		<div class="actions">
			<button class="button{if v->danger} danger{/if}" type="submit">{v->button}</button>
			<a class="button quiet" href="/{lang_code(h->lang)}/events/{v->event_key}">{t "Back"}</a>
		</div>
	{/wrap}
{/template}

{template event_history(const struct event_history_view *v)}
	<header class="page-head">
		<h1>{t "History"}</h1>
		<p><a href="/{lang_code(h->lang)}/events/{v->event_key}">{v->title}</a></p>
	</header>
	<ol class="timeline">
		{for const struct event_history_item *i : v->items, v->count}
			<li><time datetime="{i->instant}">{i->when}</time>{i->text}{if !str_empty(i->who)} <span class="muted">{i->who}</span>{/if}{if !str_empty(i->reason)}<br><span class="muted">{i->reason}</span>{/if}</li>
		{/for}
	</ol>
	<section class="flow">
		<h2>{t "More"}</h2>
		<p class="actions">
			<a class="button secondary" href="/{lang_code(h->lang)}/events/{v->event_key}/poster.pdf">
				<span class="icon icon-print" aria-hidden="true"></span>{t "Poster with QR code (PDF)"}</a>
			<a class="button secondary" href="/{lang_code(h->lang)}/events/{v->event_key}/qr.svg">{t "QR code (SVG)"}</a>
			{if v->is_draft}
				<a class="button danger" href="/{lang_code(h->lang)}/events/{v->event_key}/delete">{t "Delete the draft"}</a>
			{/if}
		</p>
		{if v->may_copy}
			{wrap post_form(&v->copy)}
				<p class="hint">{t "The copy is a draft with the same content, and without the people."}</p>
				<button class="button secondary" type="submit">{t "Copy the event"}</button>
			{/wrap}
		{/if}
		{if v->may_ask}
			{wrap post_form(&v->ask)}
				<p class="hint">{t "Those who have a name and an address here, have not answered, and were not asked within a day, get a mail."}</p>
				<button class="button secondary" type="submit">
					<span class="icon icon-mail" aria-hidden="true"></span>{t "Ask the decision-makers"}</button>
			{/wrap}
		{/if}
	</section>
{/template}

{# Mail scanners open every link: only a button acts. #}
{template event_answer(const struct event_answer_view *v)}
	<header class="page-head">
		<h1>{t "May your name be shown?"}</h1>
		<p><a href="/{lang_code(h->lang)}/events/{v->event_key}">{v->event_title}</a>, {v->when}</p>
	</header>
	{if v->refused}
		{call notice(NOTICE_GOOD, tr(h->lang, "Your name and address have been deleted here."), tr(h->lang, "Only the task is shown. If you change your mind, tell the contact person of the event."))}
	{else}
		<p>{t "The page of the event names those who decide at the host and will be there. You would stand there so:"}</p>
		<p><strong>{v->function}: {v->name}</strong></p>
		{if v->agreed}
			{call notice(NOTICE_GOOD, tr(h->lang, "You have said yes: your name is shown."), str_null)}
		{/if}
		{wrap post_form(&v->form)}
			<div class="actions">
				{if !v->agreed}<button class="button" type="submit" name="answer" value="yes">{t "Yes, show my name"}</button>{/if}
				<button class="button secondary" type="submit" name="answer" value="no">{t "No, delete my name and address"}</button>
			</div>
		{/wrap}
	{/if}
{/template}
