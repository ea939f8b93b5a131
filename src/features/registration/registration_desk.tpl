{# One sign-up for those who run the event: what is known, what happened, and the forms to add, edit and cancel. #}
{include "features/registration/registration_form.tpl.h"}
{include "features/registration/registration_view.h"}
{include "web/page_parts.tpl.h"}

{template fact(str label, str value)}
	{if !str_empty(value)}<div><dt>{label}</dt><dd>{value}</dd></div>{/if}
{/template}

{template registration_show(const struct registration_show_view *v)}
	<nav class="crumbs" aria-label="{t "You are here"}"><ol class="row">
		<li><a href="/{lang_code(h->lang)}/registrations/{v->head.event_key}">{t "Sign-ups"}</a></li></ol></nav>
	{call registration_head(&v->head, v->name)}
	<p><span class="{v->tag_class}">{v->state}</span>{if v->unconfirmed} <span class="tag info">{t "Address not confirmed"}</span>{/if}</p>
	<dl class="facts">
		{call fact(tr(h->lang, "E-mail"), v->email)}
		{call fact(tr(h->lang, "Job title"), v->job_title)}
		{call fact(tr(h->lang, "Company"), v->organisation)}
		{call fact(tr(h->lang, "Way"), v->mode)}
		{call fact(tr(h->lang, "Signed up"), v->created)}
		{call fact(tr(h->lang, "Code for the door"), v->code)}
		{call fact(tr(h->lang, "Told by"), v->told_by)}
		{call fact(tr(h->lang, "Note"), v->note)}
		{call fact(tr(h->lang, "Message to the organiser"), v->message)}
	</dl>
	{if v->active}
		<p class="actions">
			<a class="button" href="/{lang_code(h->lang)}/registrations/{v->head.event_key}/{v->key}/edit">{t "Edit"}</a>
			<a class="button secondary" href="/{lang_code(h->lang)}/registrations/{v->head.event_key}/{v->key}/cancel">{t "Cancel this place"}</a>
		</p>
	{/if}
	<section class="flow"><h2>{t "What has happened"}</h2>
		<ol class="timeline">
			{for const struct history_view *e : v->history, v->history_count}
				<li><span class="muted">{e->when}</span> {e->what}{if !str_empty(e->who)} ({e->who}){/if}{if !str_empty(e->reason)}<div class="muted small">{e->reason}</div>{/if}</li>
			{/for}
		</ol>
	</section>
{/template}

{template desk_form(const struct desk_form_view *v)}
	{call error_summary(v->errors, v->error_count)}
	{call registration_head(&v->head, v->title)}
	{if !str_empty(v->text)}<p>{v->text}</p>{/if}
	{wrap post_form(&v->form)}
		{for const struct field_view *f : v->fields, v->field_count}{call form_field(f)}{/for}
		<div class="actions">
			<button class="button{if v->danger} danger{/if}" type="submit">{v->button}</button>
			<a class="button quiet" href="{v->back}">{t "Back"}</a>
		</div>
	{/wrap}
{/template}
