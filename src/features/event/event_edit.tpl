{# The form by which events are made and changed. Sections and rows come ready; see event_form.h. #}
{include "features/event/event_form.h"}
{include "web/page_parts.tpl.h"}

{template event_form_row(const struct event_form_row *row)}
	<fieldset class="group" data-row>
		<legend>{row->legend}</legend>
		{for const struct field_view *f : row->fields, row->count}{call form_field(f)}{/for}
		<button class="button quiet" type="button" data-row-remove hidden>
			<span class="icon icon-remove" aria-hidden="true"></span>{t "Remove"}</button>
	</fieldset>
{/template}

{template event_form_rows(const struct event_form_rows *r)}
	<div data-rows data-rows-max="{r->max}" data-rows-next="{r->count + 1}">
		{for const struct event_form_row *row : r->rows, r->count}{call event_form_row(row)}{/for}
		<template>{call event_form_row(&r->blank)}</template>
		{if r->count < r->max}
			<button class="button secondary" name="add_row" value="{r->kind}" formnovalidate data-rows-add>
				<span class="icon icon-plus" aria-hidden="true"></span>{r->add}</button>
		{/if}
	</div>
{/template}

{template event_edit(const struct event_edit_view *v)}
	{call error_summary(v->errors, v->error_count)}
	<header class="page-head"><h1>{v->title}</h1></header>
	{wrap post_form(&v->form)}
		{# Enter presses the first button of a form: it must not be one that adds a row. #}
		<button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true">{v->button}</button>
		{call form_field(&v->version)}
		{for const struct event_form_section *s : v->sections, v->section_count}
			<section class="flow">
				<h2>{s->legend}</h2>
				{if !str_empty(s->hint)}<p class="hint">{s->hint}</p>{/if}
				{if !str_is_null(s->picture.url.s)}<p class="picture"><img src="{s->picture.url}"
					width="{s->picture.width}" height="{s->picture.height}" alt="{t "The picture as it is now"}"></p>{/if}
				{for const struct field_view *f : s->fields, s->count}{call form_field(f)}{/for}
				{if s->rows.kind != NULL}{call event_form_rows(&s->rows)}{/if}
			</section>
		{/for}
		<div class="actions">
			<button class="button big" type="submit">{v->button}</button>
			{if str_empty(v->event_key)}
				<a class="button quiet" href="/{lang_code(h->lang)}/events">{t "Back"}</a>
			{else}
				<a class="button quiet" href="/{lang_code(h->lang)}/events/{v->event_key}">{t "Back"}</a>
			{/if}
		</div>
	{/wrap}
{/template}
