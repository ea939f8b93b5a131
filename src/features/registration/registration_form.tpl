{# The open form: one screen on a phone; works without JavaScript. Then its answer, and what is said when it is closed. #}
{include "features/registration/registration_view.h"}
{include "web/page_parts.tpl.h"}

{template registration_head(const struct registration_head *v, str title)}
	<header class="page-head">
		<h1>{title}</h1>
		<p><a href="/{lang_code(h->lang)}/events/{v->event_key}"{attr lang v->title_lang}>{v->title}</a></p>
		<p>{v->when}{if !str_empty(v->where)}, {v->where}{/if}</p>
	</header>
{/template}

{template colleague_row(const struct colleague_view *v)}
	<fieldset class="group" data-row>
		<legend>{t "Colleague {n}" n=v->number}</legend>
		{call form_field(&v->name)}
		{call form_field(&v->email)}
		{call form_field(&v->job_title)}
		<button class="button quiet" type="button" data-row-remove hidden>
			<span class="icon icon-remove" aria-hidden="true"></span>{t "Remove"}</button>
	</fieldset>
{/template}

{template colleague_rows(const struct sign_up_view *v)}
	<div data-rows data-rows-max="{REGISTRATION_PARTY_MAX - 1}" data-rows-next="{v->colleague_count + 1}">
		{for const struct colleague_view *r : v->colleagues, v->colleague_count}{call colleague_row(r)}{/for}
		<template>{call colleague_row(&v->colleague_row)}</template>
		{if v->colleague_count < REGISTRATION_PARTY_MAX - 1}
			<button class="button secondary" name="add_row" value="colleague" formnovalidate data-rows-add>
				<span class="icon icon-plus" aria-hidden="true"></span>{t "Add a colleague"}</button>
		{/if}
	</div>
{/template}

{template sign_up(const struct sign_up_view *v)}
	{call error_summary(v->errors, v->error_count)}
	{call registration_head(&v->head, tr(h->lang, "Sign up"))}
	{if v->full}
		{call notice(NOTICE_INFO, tr(h->lang, "All seats are taken"),
			tr(h->lang, "You can join the waiting list. A seat that becomes free goes to the first on the list at once, and we write to you."))}
	{/if}
	{wrap post_form(&v->form)}
		{# Enter presses the first button of a form: it must not be the one that adds a row. #}
		<button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true">{v->button}</button>
		{call form_field(&v->email)}
		{call form_field(&v->name)}
		{call form_field(&v->job_title)}
		{call form_field(&v->organisation)}
		{call form_field(&v->business_id)}
		{call form_field(&v->size_class)}
		{if v->asks_mode}{call form_field(&v->mode)}{/if}
		{call colleague_rows(v)}
		{call form_field(&v->message)}
		<section class="flow">
			<h2>{t "Who sees my data"}</h2>
			<p>{t "The host sees your name, job title and company. The other participants see them only if you say so below. The funder of the event may check the attendance list."}</p>
			<p class="hint"><a href="/{lang_code(h->lang)}/privacy">{t "Privacy notice"}</a> {t "(version {version})" version=v->privacy_version}</p>
		</section>
		{call form_field(&v->consents)}
		<div class="actions">
			<button class="button big" type="submit">{v->button}</button>
			<a class="button quiet" href="/{lang_code(h->lang)}/events/{v->head.event_key}">{t "Back"}</a>
		</div>
	{/wrap}
{/template}

{template sign_up_closed(const struct sign_up_closed_view *v)}
	{call registration_head(&v->head, tr(h->lang, "Sign up"))}
	{call notice(v->kind, v->title, v->text)}
	{if !str_empty(v->head.contact)}<p>{t "Ask the contact person: {contact}" contact=v->head.contact}</p>{/if}
	<p class="actions">
		{if v->offer_calendar}
			<a class="button secondary" href="/calendar/events/{v->head.event_key}/{lang_code(h->lang)}.ics">
				<span class="icon icon-calendar" aria-hidden="true"></span>{t "Add to calendar"}</a>
		{/if}
		{if v->offer_events}<a class="button secondary" href="/{lang_code(h->lang)}/events">{t "Coming events"}</a>{/if}
		<a class="button quiet" href="/{lang_code(h->lang)}/events/{v->head.event_key}">{t "Back"}</a>
	</p>
{/template}

{template sign_up_answer(const struct sign_up_answer_view *v)}
	{call registration_head(&v->head, v->title)}
	<ul class="items">
		{for const struct sign_up_place_view *p : v->places, v->place_count}
			<li><h2>{p->name}</h2><p class="meta"><span class="tag {p->confirmed ? "good" : "warn"}">{p->text}</span></p></li>
		{/for}
	</ul>
	<section class="flow">
		<h2>{t "What happens next"}</h2>
		{if v->waits}<p>{t "When a seat becomes free and it is your turn, you get it at once and we write to you. You need not do anything."}</p>{/if}
		<p>{t "We write to {email}. The mail has the calendar entry, and a link by which you can change or cancel the sign-up, add a colleague or send someone instead." email=v->email}</p>
		<p>{t "Please open that link once, so that we know that the address is yours."}</p>
		<p class="hint">{t "No mail within a quarter of an hour? Look among the unwanted mail, then ask the contact person."}{if !str_empty(v->head.contact)} {v->head.contact}{/if}</p>
	</section>
	<p class="actions"><a class="button secondary" href="/{lang_code(h->lang)}/events/{v->head.event_key}">{t "Back to the event"}</a></p>
{/template}
