{# What the link in the mail opens: the places of a party, and one small page for each thing that can be done. #}
{include "features/registration/registration_form.tpl.h"}
{include "features/registration/registration_view.h"}
{include "web/page_parts.tpl.h"}

{template place_code(const struct place_view *v)}
	<figure class="flow">
		<svg width="240" height="240" viewBox="0 0 {v->qr_size} {v->qr_size}" shape-rendering="crispEdges" role="img" aria-label="{t "Code for the door: {code}" code=v->code}">
			<rect width="{v->qr_size}" height="{v->qr_size}" fill="#fff"></rect><path d="{v->qr_path}" fill="#000"></path></svg>
		<figcaption>{t "Show this at the door. If it cannot be read, say {code}." code=v->code}</figcaption>
	</figure>
{/template}

{template place(const struct party_view *p, const struct place_view *v)}
	<li>
		<h2>{v->name}</h2>
		<p class="meta"><span class="{v->tag_class}">{v->state}</span>{if !str_empty(v->job_title)}<span>{v->job_title}</span>{/if}</p>
		{if !str_is_null(v->code)}{call place_code(v)}{/if}
		{if v->may_change || v->has_seat}
			<p class="actions">
				{if v->has_seat}<a class="button secondary compact" href="{v->calendar_url}">
					<span class="icon icon-calendar" aria-hidden="true"></span>{t "Add to calendar"}</a>{/if}
				{if v->may_change}
					<a class="button secondary compact" href="/{lang_code(h->lang)}/registrations/places/{p->manage_key}/{v->key}/edit">{t "Correct name or title"}</a>
					<a class="button secondary compact" href="/{lang_code(h->lang)}/registrations/places/{p->manage_key}/{v->key}/instead">{t "Send someone instead"}</a>
					<a class="button secondary compact" href="/{lang_code(h->lang)}/registrations/places/{p->manage_key}/{v->key}/cancel">{t "Cancel this place"}</a>
				{/if}
			</p>
		{/if}
	</li>
{/template}

{template party(const struct party_view *v)}
	{call registration_head(&v->head, tr(h->lang, "Your sign-up"))}
	{if v->cancelled_event}{call notice(NOTICE_ERROR, tr(h->lang, "This event was cancelled."), v->cancel_reason)}{/if}
	{if v->confirm}
		<section class="notice"><span class="icon icon-mail" aria-hidden="true"></span><div>
			<h2>{t "Is {email} your address?" email=v->confirm_email}</h2>
			{wrap post_form(&v->button)}
				<input type="hidden" name="mail_key" value="{v->mail_key}">
				<p>{t "One press, and we know that our mails reach the right person."}</p>
				<div class="actions"><button class="button" type="submit">{t "Yes, it is mine"}</button></div>
			{/wrap}
		</div></section>
	{/if}
	{if v->remote}
		<p>{if !str_empty(v->remote_url.s)}<a class="button big" href="{v->remote_url}">{t "Take part remotely"}</a>
			{else}{t "The button for taking part remotely appears here 30 minutes before the start."}{/if}</p>
	{/if}
	<ul class="items">{for const struct place_view *p : v->places, v->place_count}{call place(v, p)}{/for}</ul>
	{if !str_empty(v->message)}<section class="flow"><h2>{t "Your message to the organiser"}</h2><p>{v->message}</p></section>{/if}
	<p class="actions">
		{if v->may_add}<a class="button secondary" href="/{lang_code(h->lang)}/registrations/places/{v->manage_key}/add">
			<span class="icon icon-plus" aria-hidden="true"></span>{t "Add a colleague"}</a>{/if}
		{if v->may_cancel_all}<a class="button quiet" href="/{lang_code(h->lang)}/registrations/places/{v->manage_key}/cancel">{t "Cancel all places"}</a>{/if}
	</p>
	{if !str_empty(v->head.contact)}<p class="hint">{t "Contact person: {name}" name=v->head.contact}</p>{/if}
{/template}

{template place_form(const struct place_form_view *v)}
	{call error_summary(v->errors, v->error_count)}
	{call registration_head(&v->head, v->title)}
	{if !str_empty(v->text)}<p>{v->text}</p>{/if}
	{wrap post_form(&v->form)}
		{for const struct field_view *f : v->fields, v->field_count}{call form_field(f)}{/for}
		<div class="actions">
			<button class="button{if v->danger} danger{/if}" type="submit">{v->button}</button>
			<a class="button quiet" href="/{lang_code(h->lang)}/registrations/places/{v->manage_key}">{t "Back"}</a>
		</div>
	{/wrap}
{/template}
